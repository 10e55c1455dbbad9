package models

import (
	"context"
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
		var byReference, byIdentifier []Ticket
		if err := together(tx, named.wishes(tx, &byReference, &byIdentifier)...); err != nil {
			return err
		}
		if found = newestFirst(byReference); len(found) > 0 {
			return nil
		}
		if found = newestFirst(byIdentifier); len(found) == 0 || named.sure {
			return nil
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

// wishes asks for the tickets of references, and for the newest that have one of the identifiers.
func (n naming) wishes(tx *gorm.DB, byReference, byIdentifier *[]Ticket) (all []wish) {
	if len(n.references) > 0 {
		args := slices.Collect(anyOf(slices.Values(n.references)))
		all = append(all, listedWish(tx, byReference, "tickets t WHERE t.reference IN ("+marks(len(args))+")", args...))
	}
	if len(n.ids) > 0 {
		from, args := identifiedBy(n.ids)
		all = append(all, listedWish(tx, byIdentifier, from, args...))
	}
	return all
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

// listedWish asks for tickets, called t: what rows of the queue show, and their identifiers.
func listedWish(tx *gorm.DB, into *[]Ticket, from string, args ...any) wish {
	const ids = ", t.request_id, t.conversation_id, t.order_id, t.error_uuid"
	return wishFor(tx, "SELECT "+listed+ids+" FROM "+from, func(row scanner) error {
		var t Ticket
		err := row.Scan(t.places(&t.RequestID, &t.ConversationID, &t.OrderID, &t.ErrorUUID)...)
		*into = append(*into, t)
		return err
	}, args...)
}

func newestFirst(tickets []Ticket) []Ticket {
	slices.SortFunc(tickets, func(a, b Ticket) int { return slices.Compare(b.ID[:], a.ID[:]) })
	return tickets
}
