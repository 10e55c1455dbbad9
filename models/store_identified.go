package models

import (
	"context"
	"database/sql"
	"fmt"
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
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(args)), ", ")
	return readListed(tx, "tickets t WHERE t.reference IN ("+marks+")", args...)
}

// sharing are the ways in which an identifier belongs to a ticket, as the indexes have them.
var sharing = []string{
	"lower(request_id) = ?", "lower(conversation_id) = ?", "order_id = ? AND order_id <> ''", "lower(error_uuid) = ? AND error_uuid <> ''",
}

// byIdentifier finds the newest tickets that have one of some identifiers, in small letters.
func byIdentifier(tx *gorm.DB, ids []string) ([]Ticket, error) {
	var streams []string
	var args []any
	for _, id := range ids {
		for _, where := range sharing {
			streams = append(streams, fmt.Sprintf("SELECT * FROM (SELECT id FROM tickets WHERE %s ORDER BY id DESC LIMIT %d) s%d", where, MostKin, len(streams)))
			args = append(args, id)
		}
	}
	if len(streams) == 0 {
		return nil, nil
	}
	keys := fmt.Sprintf("SELECT DISTINCT id FROM (%s) a ORDER BY id DESC LIMIT %d", strings.Join(streams, " UNION ALL "), MostKin)
	return readListed(tx, "("+keys+") k JOIN tickets t ON t.id = k.id ORDER BY t.id DESC", args...)
}

// readListed reads the columns of tickets, called t, that lists of staff show.
func readListed(tx *gorm.DB, from string, args ...any) (tickets []Ticket, err error) {
	err = ask(tx, "SELECT "+listed+" FROM "+from, func(row *sql.Rows) error {
		var t Ticket
		err := row.Scan(t.places()...)
		tickets = append(tickets, t)
		return err
	}, args...)
	return tickets, err
}
