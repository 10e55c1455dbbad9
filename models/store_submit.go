package models

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// drawings is how often a reference is drawn before filing fails. With 2^35 references the
// second drawing is already rare.
const drawings = 8

// errNoSubmissionID: a filing without its form's id can't be told from another one.
var errNoSubmissionID = errors.New("filing has no submission id")

// Submit opens a ticket and queues its confirmation. Both happen or neither does. The same
// form twice returns the first ticket; with other answers, AlreadyFiled. The ticket's letters may
// carry its words (Ticket.MailboxProved) if the scope has a mailed grant of another ticket with
// the same address.
func (s *Store) Submit(ctx context.Context, scope Scope, f Filing) (Ticket, error) {
	d, err := s.draft(f)
	if err != nil {
		return Ticket{}, fmt.Errorf("submit ticket: %w", err)
	}
	var filed Ticket
	err = s.changeAndRing(ctx, func(tx *gorm.DB) (err error) {
		filed, err = s.file(tx, scope, d)
		return err
	})
	var already AlreadyFiled
	switch {
	case errors.As(err, &already):
		return Ticket{}, already
	case err != nil:
		return Ticket{}, fmt.Errorf("submit ticket: %w", err)
	}
	return filed, nil
}

// draft is everything of a filing that can be made ready before the writer is asked: the
// ticket and its letter, and the values of its rows.
type draft struct {
	ticket  Ticket
	letter  Letter
	network string // of the client, empty when it is not known
	words   string // that it is found by

	ticketValues, papersValues, eventValues []any
}

func (s *Store) draft(f Filing) (*draft, error) {
	if f.ticket.SubmissionID == uuid.Nil {
		return nil, errNoSubmissionID
	}
	d := &draft{ticket: f.ticket, network: f.network, words: searchedFor(f.ticket, f.papers)}
	var err error
	if d.ticket.ID, err = s.ids.next(); err != nil {
		return nil, err
	}
	now := s.now()
	d.ticket.State, d.ticket.CreatedAt, d.ticket.UpdatedAt, d.ticket.WaitingSince = New, now, now, now
	d.ticket.QueueRank = RankOf(d.ticket.Priority, d.ticket.Environment)
	if d.letter, err = s.newLetter(d.ticket, LetterReceived); err != nil {
		return nil, err
	}
	papers := f.papers
	papers.TicketID = d.ticket.ID
	if d.papersValues, err = s.rows.papers.values(&papers); err != nil {
		return nil, err
	}
	filed := Event{TicketID: d.ticket.ID, Kind: "filed", Actor: Requester, Channel: "browser", To: string(New), At: now}
	if d.eventValues, err = s.rows.event.values(&filed); err != nil {
		return nil, err
	}
	return d, s.drawReference(d)
}

// drawReference gives the draft a new reference.
func (s *Store) drawReference(d *draft) (err error) {
	if d.ticket.Reference, err = s.ids.reference(); err != nil {
		return err
	}
	d.ticketValues, err = s.rows.ticket.values(&d.ticket)
	return err
}

// file writes a draft, or returns the ticket that its form has filed before.
func (s *Store) file(tx *gorm.DB, scope Scope, d *draft) (Ticket, error) {
	if err := s.prove(tx, scope, d); err != nil {
		return Ticket{}, err
	}
	first, err := s.insertTicket(tx, d)
	if err != nil || first != nil {
		return deref(first), err
	}
	if _, err := s.rows.papers.run(tx, d.papersValues); err != nil {
		return Ticket{}, err
	}
	if _, err := s.rows.event.run(tx, d.eventValues); err != nil {
		return Ticket{}, err
	}
	if err := s.words.add(tx, d.ticket.ID, d.words); err != nil {
		return Ticket{}, err
	}
	return d.ticket, s.queueFrom(tx, d.letter, d.network)
}

// prove notes on a draft whether its browser reads mail at its address: whether it holds the
// mailed key of a ticket with this very address, spelled alike.
func (s *Store) prove(tx *gorm.DB, scope Scope, d *draft) (err error) {
	refs := scope.mailed()
	if len(refs) == 0 {
		return nil
	}
	var known []Ticket
	err = tx.Select("reference", "key_epoch").Where("reference IN ? AND email = ?", refs, d.ticket.Email).Find(&known).Error
	if err != nil {
		return err
	}
	d.ticket.MailboxProved = len(admitted(scope, known)) > 0
	d.letter.Cap = capOf(d.ticket, d.letter.Kind)
	d.ticketValues, err = s.rows.ticket.values(&d.ticket)
	return err
}

// deref returns what a pointer points to, the zero value for none.
func deref[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}

// insertTicket adds the ticket. If its form has filed one before, it returns that one; if
// only the reference is taken, it draws again.
func (s *Store) insertTicket(tx *gorm.DB, d *draft) (first *Ticket, err error) {
	for range drawings {
		added, err := s.rows.ticket.run(tx, d.ticketValues)
		if added || err != nil {
			return nil, err
		}
		var filed Ticket
		found := tx.Where("submission_id = ?", d.ticket.SubmissionID).Limit(1).Find(&filed)
		if found.Error != nil {
			return nil, found.Error
		}
		if found.RowsAffected > 0 {
			return sameAnswers(filed, d.ticket)
		}
		if err := s.drawReference(d); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("no free reference found")
}

// sameAnswers returns the ticket that a form has filed, if its answers were the same.
func sameAnswers(filed, again Ticket) (*Ticket, error) {
	if filed.ContentHash != again.ContentHash {
		return nil, AlreadyFiled{filed}
	}
	return &filed, nil
}
