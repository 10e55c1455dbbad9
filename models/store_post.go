package models

import (
	"github.com/google/uuid"
	"gorm.io/gorm"
)

// withContext looks up what letters tell of, in one statement for each table.
func withContext(tx *gorm.DB, letters []Letter) ([]Post, error) {
	tickets, err := byID(tx, ticketIDs(letters), func(t Ticket) uuid.UUID { return t.ID })
	if err != nil {
		return nil, err
	}
	messages, err := byID(tx, messageIDs(letters), func(m Message) uuid.UUID { return m.ID })
	if err != nil {
		return nil, err
	}
	roots, err := rootsOf(tx, ticketIDs(letters))
	if err != nil {
		return nil, err
	}
	posts := make([]Post, 0, len(letters))
	for _, l := range letters {
		t := tickets[l.TicketID]
		p := Post{Letter: l, Ticket: t, Root: roots[l.TicketID], Confirmed: l.AccountID != nil || t.MailboxProved && l.To == t.Email}
		if l.MessageID != nil {
			m := messages[*l.MessageID]
			p.Message = &m
		}
		posts = append(posts, p)
	}
	return posts, nil
}

// byID returns the rows with these ids, by id.
func byID[Row any](tx *gorm.DB, ids []uuid.UUID, id func(Row) uuid.UUID) (map[uuid.UUID]Row, error) {
	found := make(map[uuid.UUID]Row, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	var rows []Row
	err := tx.Where("id IN ?", ids).Find(&rows).Error
	for _, row := range rows {
		found[id(row)] = row
	}
	return found, err
}

func ticketIDs(letters []Letter) []uuid.UUID {
	ids := make([]uuid.UUID, len(letters))
	for i, l := range letters {
		ids[i] = l.TicketID
	}
	return ids
}

func messageIDs(letters []Letter) (ids []uuid.UUID) {
	for _, l := range letters {
		if l.MessageID != nil {
			ids = append(ids, *l.MessageID)
		}
	}
	return ids
}

// rootsOf returns the Message-ID of each ticket's first letter.
func rootsOf(tx *gorm.DB, tickets []uuid.UUID) (map[uuid.UUID]string, error) {
	var letters []Letter
	err := tx.Select("id", "ticket_id", "header_id").Where("ticket_id IN ?", tickets).Order("id DESC").Find(&letters).Error
	roots := make(map[uuid.UUID]string, len(tickets))
	for _, l := range letters {
		roots[l.TicketID] = l.HeaderID
	}
	return roots, err
}
