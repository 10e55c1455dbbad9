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

// history is what a case tells of a ticket's past.
type history struct {
	talk
	said, done, read []Event
	last             int64 // id of the newest event, reads aside
}

// wishes asks for all events that tell of messages and notes, of the others the newest, and of
// everybody's reads the last one.
func (h *history) wishes(tx *gorm.DB, ticket uuid.UUID) []wish {
	words := []string{"message", "note"}
	lasts := tx.Model(&Event{}).Where(wasRead, ticket).Select("MAX(id)").Group("actor_id")
	return append(h.talk.wishes(tx, ticket),
		find(tx.Where(happened, ticket).Where("kind IN ?", words), &h.said),
		find(tx.Where(happened, ticket).Where("kind NOT IN ?", words).Order("id DESC").Limit(mostEvents), &h.done),
		find(tx.Where("id IN (?)", lasts), &h.read),
		find(lastEvent(tx, ticket), &h.last))
}

// tell turns what was asked for into the entries of a case.
func (h *history) tell(c *Case) {
	all := slices.Concat(h.said, h.done, h.read)
	slices.SortFunc(all, func(a, b Event) int { return cmp.Compare(a.ID, b.ID) })
	c.Entries, c.People, c.Seen = h.entries(all), h.people, h.last
}

// lastEvent asks for the id of a ticket's newest event, reads aside.
func lastEvent(tx *gorm.DB, ticket uuid.UUID) *gorm.DB {
	return tx.Model(&Event{}).Where(happened, ticket).Select("COALESCE(MAX(id), 0)")
}

// talk is what has been said on a ticket, and everybody who may have.
type talk struct {
	messages []Message
	notes    []Note
	people   []Account
}

func (t *talk) wishes(tx *gorm.DB, ticket uuid.UUID) []wish {
	return []wish{
		find(tx.Where("ticket_id = ?", ticket), &t.messages),
		find(tx.Where("ticket_id = ?", ticket), &t.notes),
		find(people(tx), &t.people),
	}
}

// entries turns a ticket's events, in order, into entries: one that tells of a message or a note
// becomes that.
func (t *talk) entries(events []Event) []Entry {
	said := t.said()
	names := make(map[uuid.UUID]string, len(t.people))
	for _, a := range t.people {
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
	return entries
}

// said are the messages and notes by their ids as events have them.
func (t *talk) said() map[string]Entry {
	said := make(map[string]Entry, len(t.messages)+len(t.notes))
	for i, m := range t.messages {
		said[m.ID.String()] = Entry{Message: &t.messages[i], Who: m.AuthorName.String(), At: m.CreatedAt}
	}
	for i, n := range t.notes {
		said[n.ID.String()] = Entry{Note: &t.notes[i], At: n.CreatedAt}
	}
	return said
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

// kinWishes asks for the newest tickets that share an identifier, the ticket itself and one more.
func kinWishes(tx *gorm.DB, t Ticket, same *[]Ticket) []wish {
	var streams []string
	var args []any
	for _, k := range kinships {
		if id := k.of(t); id != "" {
			streams, args = append(streams, sharing(k, len(streams))), append(args, strings.ToLower(id))
		}
	}
	if len(streams) == 0 {
		return nil
	}
	return []wish{listedWish(tx, same, newestOf(streams, MostKin+2), args...)}
}

// tellKin names the other tickets among those that share an identifier.
func (c *Case) tellKin(same []Ticket) {
	for _, t := range newestFirst(same) {
		if t.ID != c.Ticket.ID {
			c.Kin = append(c.Kin, Kin{Ticket: t, Because: shared(c.Ticket, t)})
		}
	}
	if c.MoreKin = len(c.Kin) > MostKin; c.MoreKin {
		c.Kin = c.Kin[:MostKin]
	}
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
