package models

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// mostEvents is the most that a case tells of a ticket's history, the newest.
const mostEvents = 500

// Conditions on events that the partial indexes answer; their text must match the schema's. Reads
// are kept apart, because a ticket may have been read a thousand times.
const (
	happened = "ticket_id = ? AND kind <> 'read'"
	wasRead  = "ticket_id = ? AND kind = 'read'"
)

func readHistory(tx *gorm.DB, _ Desk, c *Case) error {
	events, err := historyOf(tx, c.Ticket.ID)
	if err != nil {
		return err
	}
	if c.Seen, err = lastEvent(tx, c.Ticket.ID); err != nil {
		return err
	}
	c.Entries, err = entriesOf(tx, c.Ticket.ID, events)
	return err
}

// lastEvent is the id of a ticket's newest event, reads aside.
func lastEvent(tx *gorm.DB, ticket uuid.UUID) (last int64, err error) {
	err = tx.Model(&Event{}).Where(happened, ticket).Select("COALESCE(MAX(id), 0)").Scan(&last).Error
	return last, err
}

// historyOf returns all events that tell of messages and notes, of the others the newest, and of
// everybody's reads the last one, in order.
func historyOf(tx *gorm.DB, ticket uuid.UUID) ([]Event, error) {
	var said, done, read []Event
	words := []string{"message", "note"}
	if err := tx.Where(happened, ticket).Where("kind IN ?", words).Find(&said).Error; err != nil {
		return nil, err
	}
	if err := tx.Where(happened, ticket).Where("kind NOT IN ?", words).Order("id DESC").Limit(mostEvents).Find(&done).Error; err != nil {
		return nil, err
	}
	lasts := tx.Model(&Event{}).Where(wasRead, ticket).Select("MAX(id)").Group("actor_id")
	err := tx.Where("id IN (?)", lasts).Find(&read).Error
	all := slices.Concat(said, done, read)
	slices.SortFunc(all, func(a, b Event) int { return cmp.Compare(a.ID, b.ID) })
	return all, err
}

// entriesOf turns a ticket's events, in order, into entries: one that tells of a message or a
// note becomes that.
func entriesOf(tx *gorm.DB, ticket uuid.UUID, events []Event) ([]Entry, error) {
	said, err := saidOn(tx, ticket)
	if err != nil {
		return nil, err
	}
	all, err := people(tx)
	names := make(map[uuid.UUID]string, len(all))
	for _, a := range all {
		names[a.ID] = a.Title()
	}
	entries := make([]Entry, 0, len(events))
	for i, e := range events {
		entry := Entry{Event: &events[i], At: e.At}
		if e.Kind == "message" || e.Kind == "note" {
			entry = cmp.Or(said[e.To], entry)
		}
		if e.ActorID != nil {
			entry.Who = names[*e.ActorID]
		}
		entries = append(entries, entry)
	}
	return entries, err
}

// saidOn returns the messages and notes of a ticket, by their ids as events have them.
func saidOn(tx *gorm.DB, ticket uuid.UUID) (map[string]Entry, error) {
	var messages []Message
	if err := tx.Where("ticket_id = ?", ticket).Find(&messages).Error; err != nil {
		return nil, err
	}
	var notes []Note
	err := tx.Where("ticket_id = ?", ticket).Find(&notes).Error
	said := make(map[string]Entry, len(messages)+len(notes))
	for i, m := range messages {
		said[m.ID.String()] = Entry{Message: &messages[i], Who: m.AuthorName.String(), At: m.CreatedAt}
	}
	for i, n := range notes {
		said[n.ID.String()] = Entry{Note: &notes[i], At: n.CreatedAt}
	}
	return said, err
}

// kinship is a way in which tickets belong together.
type kinship struct {
	because string
	of      func(Ticket) string
	where   string // as the index has it
}

var kinships = []kinship{
	{"request", func(t Ticket) string { return t.RequestID }, "lower(request_id) = ?"},
	{"conversation", func(t Ticket) string { return t.ConversationID }, "lower(conversation_id) = ?"},
	{"order", func(t Ticket) string { return t.OrderID }, "order_id = ? AND order_id <> ''"},
	{"error", func(t Ticket) string { return t.ErrorUUID }, "lower(error_uuid) = ? AND error_uuid <> ''"},
}

// readKin finds the newest tickets that share an identifier.
func readKin(tx *gorm.DB, _ Desk, c *Case) error {
	var streams []string
	var args []any
	for _, k := range kinships {
		if id := k.of(c.Ticket); id != "" {
			streams, args = append(streams, sharing(k, len(streams))), append(args, strings.ToLower(id))
		}
	}
	if len(streams) == 0 {
		return nil
	}
	same, err := readListed(tx, newestOf(streams, MostKin+2), args...) // with the ticket itself, and one more
	for _, t := range same {
		if t.ID != c.Ticket.ID {
			c.Kin = append(c.Kin, Kin{Ticket: t, Because: shared(c.Ticket, t)})
		}
	}
	if c.MoreKin = len(c.Kin) > MostKin; c.MoreKin {
		c.Kin = c.Kin[:MostKin]
	}
	return err
}

// shared says what two tickets have in common.
func shared(a, b Ticket) (because []string) {
	for _, k := range kinships {
		if id := k.of(a); id != "" && strings.EqualFold(id, k.of(b)) {
			because = append(because, k.because)
		}
	}
	return because
}
