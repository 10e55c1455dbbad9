package models

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// mostEvents is the most that a case tells of a ticket's history, the newest.
const mostEvents = 500

// Case returns everything of a ticket for staff; ErrNotFound.
func (s *Store) Case(ctx context.Context, desk Desk, ref Reference) (Case, error) {
	var c Case
	err := s.read(ctx, func(tx *gorm.DB) (err error) {
		c, err = caseOf(tx, desk, ref)
		return err
	})
	if err != nil {
		return Case{}, fmt.Errorf("read case: %w", err)
	}
	return c, nil
}

func caseOf(tx *gorm.DB, desk Desk, ref Reference) (c Case, err error) {
	if desk.IsZero() {
		return c, ErrNotFound
	}
	if c.Ticket, err = ticketOf(tx, ref); err != nil {
		return c, err
	}
	for _, part := range []func(*gorm.DB, Desk, *Case) error{readPapers, readHistory, readPeople, readLetters, readKin, readDrafts} {
		if err := part(tx, desk, &c); err != nil {
			return c, err
		}
	}
	return c, nil
}

func readPapers(tx *gorm.DB, _ Desk, c *Case) error {
	c.Address = Address{Mailbox: MailboxOf(c.Ticket.Email)}
	if err := tx.Where("mailbox = ?", c.Address.Mailbox).Limit(1).Find(&c.Address).Error; err != nil {
		return err
	}
	return tx.Where("ticket_id = ?", c.Ticket.ID).Take(&c.Papers).Error
}

func readHistory(tx *gorm.DB, _ Desk, c *Case) error {
	events, err := historyOf(tx, c.Ticket.ID)
	if err != nil {
		return err
	}
	if c.Seen, err = lastEvent(tx, c.Ticket.ID); err != nil {
		return err
	}
	c.Entries, err = entriesOf(tx, c.Ticket.ID, lastReads(events))
	return err
}

// historyOf returns all events that tell of messages and notes, and of the others the newest, in order.
func historyOf(tx *gorm.DB, ticket uuid.UUID) ([]Event, error) {
	var said, done []Event
	words := []string{"message", "note"}
	if err := tx.Where("ticket_id = ? AND kind IN ?", ticket, words).Find(&said).Error; err != nil {
		return nil, err
	}
	err := tx.Where("ticket_id = ? AND kind NOT IN ?", ticket, words).Order("id DESC").Limit(mostEvents).Find(&done).Error
	all := append(said, done...)
	slices.SortFunc(all, func(a, b Event) int { return cmp.Compare(a.ID, b.ID) })
	return all, err
}

// lastReads leaves of everybody's reads the last one.
func lastReads(events []Event) (kept []Event) {
	last := map[uuid.UUID]int64{}
	for _, e := range events {
		if e.Kind == "read" {
			last[deref(e.ActorID)] = e.ID
		}
	}
	return slices.DeleteFunc(events, func(e Event) bool { return e.Kind == "read" && last[deref(e.ActorID)] != e.ID })
}

// entriesOf turns a ticket's events, in order, into entries: one that tells of a message or a
// note becomes that.
func entriesOf(tx *gorm.DB, ticket uuid.UUID, events []Event) ([]Entry, error) {
	var messages []Message
	if err := tx.Where("ticket_id = ?", ticket).Find(&messages).Error; err != nil {
		return nil, err
	}
	var notes []Note
	if err := tx.Where("ticket_id = ?", ticket).Find(&notes).Error; err != nil {
		return nil, err
	}
	said := map[string]Entry{}
	for i := range messages {
		said[messages[i].ID.String()] = Entry{Message: &messages[i], Who: messages[i].AuthorName.String(), At: messages[i].CreatedAt}
	}
	for i := range notes {
		said[notes[i].ID.String()] = Entry{Note: &notes[i], At: notes[i].CreatedAt}
	}
	entries := make([]Entry, 0, len(events))
	for i, e := range events {
		entry := Entry{Event: &events[i], At: e.At}
		if e.Kind == "message" || e.Kind == "note" {
			entry = cmp.Or(said[e.To], entry)
		}
		entries = append(entries, entry)
	}
	return entries, named(tx, entries)
}

// named gives entries of staff the names of those who did them.
func named(tx *gorm.DB, entries []Entry) error {
	names, err := accountTitles(tx)
	if err != nil {
		return err
	}
	for i, e := range entries {
		switch {
		case e.Message != nil && e.Message.AuthorID != nil:
			entries[i].Who = names[*e.Message.AuthorID]
		case e.Note != nil:
			entries[i].Who = names[e.Note.AuthorID]
		case e.Event != nil && e.Event.ActorID != nil:
			entries[i].Who = names[*e.Event.ActorID]
		}
	}
	return nil
}

// accountTitles are the names of everybody on the staff, disabled ones too.
func accountTitles(tx *gorm.DB) (map[uuid.UUID]string, error) {
	var all []Account
	err := tx.Select("id", "name", "email").Find(&all).Error
	titles := make(map[uuid.UUID]string, len(all))
	for _, a := range all {
		titles[a.ID] = a.Title()
	}
	return titles, err
}

func readPeople(tx *gorm.DB, _ Desk, c *Case) error {
	var all []Account
	if err := tx.Order("name, email").Find(&all).Error; err != nil {
		return err
	}
	for i, a := range all {
		if a.DisabledAt == nil {
			c.Staff = append(c.Staff, a)
		}
		if c.Ticket.AssigneeID != nil && a.ID == *c.Ticket.AssigneeID {
			c.Assignee = &all[i]
		}
	}
	return nil
}

// mostCaseLetters is the most that a case shows of a ticket's letters, the newest.
const mostCaseLetters = 50

func readLetters(tx *gorm.DB, _ Desk, c *Case) error {
	return tx.Where("ticket_id = ?", c.Ticket.ID).Order("id DESC").Limit(mostCaseLetters).Find(&c.Letters).Error
}

func readDrafts(tx *gorm.DB, desk Desk, c *Case) error {
	return tx.Where("account_id = ? AND ticket_id = ?", desk.account.ID, c.Ticket.ID).Find(&c.Drafts).Error
}

// kinship is a way in which tickets belong together. Its condition is written as the index is.
type kinship struct {
	because, where string
	of             func(Ticket) string
}

var kinships = []kinship{
	{"request", "lower(request_id) = lower(?)", func(t Ticket) string { return t.RequestID }},
	{"conversation", "lower(conversation_id) = lower(?)", func(t Ticket) string { return t.ConversationID }},
	{"order", "order_id = ? AND order_id <> ''", func(t Ticket) string { return t.OrderID }},
	{"error", "lower(error_uuid) = lower(?) AND error_uuid <> ''", func(t Ticket) string { return t.ErrorUUID }},
}

// readKin finds the tickets that share an identifier.
func readKin(tx *gorm.DB, _ Desk, c *Case) error {
	found := map[uuid.UUID]*Kin{}
	for _, k := range kinships {
		id := k.of(c.Ticket)
		if id == "" {
			continue
		}
		var same []Ticket
		err := tx.Where(k.where, id).Where("id <> ?", c.Ticket.ID).Order("id DESC").Limit(MostKin + 1).Find(&same).Error
		if err != nil {
			return err
		}
		for _, t := range same {
			if found[t.ID] == nil {
				found[t.ID] = &Kin{Ticket: t}
			}
			found[t.ID].Because = append(found[t.ID].Because, k.because)
		}
	}
	for _, k := range found {
		c.Kin = append(c.Kin, *k)
	}
	slices.SortFunc(c.Kin, func(a, b Kin) int { return cmp.Compare(b.Ticket.ID.String(), a.Ticket.ID.String()) })
	if c.MoreKin = len(c.Kin) > MostKin; c.MoreKin {
		c.Kin = c.Kin[:MostKin]
	}
	return nil
}
