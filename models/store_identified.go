package models

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// Identified returns the tickets that a text names: a reference, or a request, conversation or
// order id or error uuid, in any case, with spaces, brackets, quotes and labels around it; the
// newest first, at most MostKin. A text that is no identifier finds none; nor does one that could
// be meant as a word, when other tickets have that word: somebody who files a ticket must not be
// able to take a word out of the search by making it a request id.
func (s *Store) Identified(ctx context.Context, desk Desk, prefix, text string) (found []Ticket, err error) {
	if desk.IsZero() {
		return nil, fmt.Errorf("identify ticket: %w", ErrNotFound)
	}
	named := namedBy(prefix, text)
	if len(named.references)+len(named.ids) == 0 {
		return nil, nil
	}
	err = s.read(ctx, func(tx *gorm.DB) (err error) {
		if found, err = byReference(tx, named.references); err != nil || len(found) > 0 {
			return err
		}
		if found, err = byIdentifier(tx, named.ids); err != nil || len(found) == 0 || named.sure {
			return err
		}
		hits, err := s.words.newest(tx, searchFor(text), MostKin+1)
		if err == nil && beside(hits, found) {
			found = nil
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("identify ticket: %w", err)
	}
	return found, nil
}

// beside reports whether there are hits in tickets that were not found otherwise.
func beside(hits []hit, found []Ticket) bool {
	for _, h := range hits {
		in := false
		for _, t := range found {
			in = in || t.ID == h.ticket
		}
		if !in {
			return true
		}
	}
	return false
}

func byReference(tx *gorm.DB, references []Reference) ([]Ticket, error) {
	var args []any
	for _, ref := range references {
		args = append(args, string(ref))
	}
	if len(args) == 0 {
		return nil, nil
	}
	return readListed(tx, "tickets t WHERE t.reference IN ("+marks(len(args))+")", args...)
}

// byIdentifier finds the newest tickets that have one of some identifiers, in small letters.
func byIdentifier(tx *gorm.DB, ids []string) ([]Ticket, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	from, args := identifiedBy(ids)
	return readListed(tx, from, args...)
}

func identifiedBy(ids []string) (from string, args []any) {
	var streams []string
	for _, id := range ids {
		for _, k := range kinships {
			streams, args = append(streams, sharing(k, len(streams))), append(args, id)
		}
	}
	return newestOf(streams, MostKin), args
}

// sharing asks for the ids of the newest tickets with an identifier, as many as a case lists, the
// ticket itself and one more.
func sharing(k kinship, n int) string {
	return fmt.Sprintf("SELECT * FROM (SELECT id FROM tickets WHERE %s ORDER BY id DESC LIMIT %d) s%d", k.where, MostKin+2, n)
}

// newestOf are the newest tickets of some such questions, called t.
func newestOf(streams []string, most int) string {
	return fmt.Sprintf("(SELECT DISTINCT id FROM (%s) a ORDER BY id DESC LIMIT %d) k JOIN tickets t ON t.id = k.id",
		strings.Join(streams, " UNION ALL "), most)
}

// readListed reads tickets, called t: what rows of the queue show, and their identifiers. The
// newest come first.
func readListed(tx *gorm.DB, from string, args ...any) (tickets []Ticket, err error) {
	const ids = ", t.request_id, t.conversation_id, t.order_id, t.error_uuid"
	err = ask(tx, "SELECT "+listed+ids+" FROM "+from, func(row *sql.Rows) error {
		var t Ticket
		err := row.Scan(t.places(&t.RequestID, &t.ConversationID, &t.OrderID, &t.ErrorUUID)...)
		tickets = append(tickets, t)
		return err
	}, args...)
	slices.SortFunc(tickets, func(a, b Ticket) int { return slices.Compare(b.ID[:], a.ID[:]) })
	return tickets, err
}
