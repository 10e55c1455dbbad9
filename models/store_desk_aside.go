package models

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"docket/evidence"
)

// KeepDraft keeps what somebody has written so far in a form; an empty text forgets it. Once the
// form has been sent it keeps nothing more: a draft on its way must not bring back what was sent.
func (s *Store) KeepDraft(ctx context.Context, desk Desk, ref Reference, kind DraftKind, formID uuid.UUID, body evidence.Clean) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		if desk.IsZero() {
			return ErrNotFound
		}
		t, err := ticketOf(tx, ref)
		if err != nil {
			return err
		}
		if sent, err := formSent(tx, formID); sent || err != nil {
			return err
		}
		if body.IsZero() {
			return forgetDraft(tx, desk, t, kind)
		}
		return tx.Save(&Draft{desk.account.ID, t.ID, kind, body, s.now()}).Error
	})
	return saying("keep draft", err)
}

// longestDraft is the most that texts left behind make of a draft, in characters.
const longestDraft = 100_000

// LeaveDrafts keeps what somebody had written on a ticket when they were signed in no more, of which
// only Kind and Body are read: below their drafts, unless those hold it. All are kept or none.
// ErrNotFound for an account that may not sign in, or no such ticket; ErrEnough for too much.
func (s *Store) LeaveDrafts(ctx context.Context, account uuid.UUID, ref Reference, left []Draft) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		if _, err := one[Account](tx, "id = ? AND disabled_at IS NULL", account); err != nil {
			return err
		}
		t, err := ticketOf(toChange(tx), ref)
		for i := 0; i < len(left) && err == nil; i++ {
			err = s.leaveDraft(tx, Draft{account, t.ID, left[i].Kind, left[i].Body, s.now()})
		}
		return err
	})
	return saying("leave drafts", err)
}

func (s *Store) leaveDraft(tx *gorm.DB, d Draft) error {
	there, err := one[Draft](tx, "account_id = ? AND ticket_id = ? AND kind = ?", d.AccountID, d.TicketID, d.Kind)
	switch {
	case err == nil && strings.Contains(there.Body.String(), d.Body.String()):
		return nil
	case err == nil:
		d.Body = there.Body.Above(d.Body)
	case !errors.Is(err, ErrNotFound):
		return err
	}
	if utf8.RuneCountInString(d.Body.String()) > longestDraft {
		return ErrEnough
	}
	return tx.Save(&d).Error
}

// formSent reports whether a form has sent a message or a note.
func formSent(tx *gorm.DB, formID uuid.UUID) (bool, error) {
	if formID == uuid.Nil {
		return false, nil
	}
	_, err := one[Message](tx, "form_id = ?", formID)
	if errors.Is(err, ErrNotFound) {
		_, err = one[Note](tx, "form_id = ?", formID)
	}
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

func forgetDraft(tx *gorm.DB, desk Desk, t Ticket, kind DraftKind) error {
	return tx.Where("account_id = ? AND ticket_id = ? AND kind = ?", desk.account.ID, t.ID, kind).Delete(&Draft{}).Error
}

// readAgain is how long a read of evidence speaks for those after it.
const readAgain = time.Hour

// NoteCase is NoteRead for a case that was read just now: mostly that shows that it is on record.
func (s *Store) NoteCase(ctx context.Context, desk Desk, c Case) error {
	since := s.now().Add(-readAgain)
	for _, e := range c.Entries {
		if e.Event != nil && e.Event.Kind == "read" && deref(e.Event.ActorID) == desk.account.ID && e.At.After(since) {
			return nil
		}
	}
	return s.NoteRead(ctx, desk, c.Ticket.Reference)
}

// NoteRead records that somebody has read a ticket's evidence: an event, at most one per person,
// ticket and hour.
func (s *Store) NoteRead(ctx context.Context, desk Desk, ref Reference) error {
	if desk.IsZero() {
		return fmt.Errorf("note read: %w", ErrNotFound)
	}
	var known bool
	err := s.read(ctx, func(tx *gorm.DB) (err error) {
		t, err := ticketOf(tx, ref)
		if err == nil {
			known, err = readSince(tx, desk, t, s.now().Add(-readAgain))
		}
		return err
	})
	if err != nil || known {
		return saying("note read", err)
	}
	return saying("note read", s.change(ctx, func(tx *gorm.DB) error {
		t, err := atDesk(tx, desk, ref)
		if err != nil {
			return err
		}
		if known, err := readSince(tx, desk, t, s.now().Add(-readAgain)); known || err != nil {
			return err
		}
		return s.record(tx, desk.by(t, "read"))
	}))
}

// readSince reports whether somebody's reading of a ticket is on record since a time.
func readSince(tx *gorm.DB, desk Desk, t Ticket, since time.Time) (known bool, err error) {
	last, err := one[Event](tx.Order("id DESC"), wasRead+" AND actor_id = ?", t.ID, desk.account.ID)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil && last.At.After(since), err
}
