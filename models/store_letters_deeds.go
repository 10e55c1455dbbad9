package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// ErrBlocked: the mailbox gets no more mail, because its owner has asked for that or because it
// is a disabled account's. Nothing was written.
var ErrBlocked = errors.New("address is blocked")

// SendAgain makes a letter that has not gone due now, with another five days to go; one that a
// courier may have in hand stays there, also when it was dropped meanwhile. Of one that has gone it
// queues a second one, with a Message-ID of its own, unless such a one waits already.
// An event says who did it. ErrNotFound, ErrBlocked.
func (s *Store) SendAgain(ctx context.Context, desk Desk, letter uuid.UUID) error {
	err := s.changeLetter(ctx, desk, letter, s.sendAgain)
	if err != nil {
		return fmt.Errorf("send letter again: %w", err)
	}
	return nil
}

func (s *Store) sendAgain(tx *gorm.DB, desk Desk, l Letter) error {
	if err := s.mayWrite(tx, l); err != nil {
		return err
	}
	t, err := one[Ticket](tx, "id = ?", l.TicketID)
	if err != nil {
		return err
	}
	switch {
	case l.AccountID != nil:
		l.Cap = CapStaff
	case l.Cap == CapNone: // the caps had dropped it
		l.Cap = capOf(t, l.Kind)
	}
	if l.State == LetterSent {
		return s.sendSecond(tx, desk, l)
	}
	switch under := l.underWay(s.now()); {
	case under && l.waits():
		return nil
	case under:
		return s.letGoOn(tx, desk, l)
	}
	return s.renewLetter(tx, desk, l)
}

// underWay reports whether a letter is due already, or a courier may be sending it.
func (l Letter) underWay(now time.Time) bool {
	if l.DueAt.After(now) {
		return l.TakenAt != nil
	}
	return l.waits()
}

// mayWrite fails with ErrBlocked when a letter's reader gets no mail. What a requester has blocked
// does not concern a member of staff with the same mailbox.
func (s *Store) mayWrite(tx *gorm.DB, l Letter) error {
	if l.AccountID != nil {
		a, err := one[Account](tx, "id = ?", *l.AccountID)
		if err == nil && a.DisabledAt != nil {
			err = ErrBlocked
		}
		return err
	}
	known, err := s.addressOf(tx, l.Mailbox)
	if err == nil && known.BlockedAt != nil {
		err = ErrBlocked
	}
	return err
}

// renewLetter begins the life of a letter again.
func (s *Store) renewLetter(tx *gorm.DB, desk Desk, l Letter) error {
	now := s.now()
	change := map[string]any{
		"state": LetterQueued, "cap": l.Cap, "attempts": 0, "planned_at": now, "due_at": now, "taken_at": nil,
	}
	if err := tx.Model(&Letter{ID: l.ID}).Updates(change).Error; err != nil {
		return err
	}
	return s.decided(tx, desk, l, LetterQueued)
}

// letGoOn takes back that a letter in a courier's hand does not go. The courier keeps it, and what
// becomes of its try counts again; should nothing be heard of that, it is due at the end of the lease.
func (s *Store) letGoOn(tx *gorm.DB, desk Desk, l Letter) error {
	change := map[string]any{"state": LetterQueued, "cap": l.Cap, "planned_at": s.now()}
	if err := tx.Model(&Letter{ID: l.ID}).Updates(change).Error; err != nil {
		return err
	}
	return s.decided(tx, desk, l, LetterQueued)
}

// sendSecond queues a second letter like one that has gone.
func (s *Store) sendSecond(tx *gorm.DB, desk Desk, l Letter) error {
	same := tx.Where("ticket_id = ? AND kind = ? AND id > ?", l.TicketID, l.Kind, l.ID).Where(stillWaiting)
	if l.MessageID != nil {
		same = same.Where("message_id = ?", *l.MessageID)
	}
	if l.AccountID != nil {
		same = same.Where("account_id = ?", *l.AccountID)
	}
	var waiting []Letter
	if err := same.Select("id").Limit(1).Find(&waiting).Error; err != nil || len(waiting) > 0 {
		return err
	}
	second, err := s.copyLetter(l)
	if err != nil {
		return err
	}
	if second, err = s.plan(tx, second, ""); err != nil {
		return err
	}
	if err := s.insertLetter(tx, second); err != nil {
		return err
	}
	return s.decided(tx, desk, l, second.State)
}

// copyLetter makes a new letter that says the same to the same reader.
func (s *Store) copyLetter(l Letter) (Letter, error) {
	second, err := s.newLetter(Ticket{ID: l.TicketID, Email: l.To}, l.Kind)
	second.MessageID, second.AccountID, second.Mailbox, second.Cap = l.MessageID, l.AccountID, l.Mailbox, l.Cap
	return second, err
}

// decided records what a member of staff has decided on a letter.
func (s *Store) decided(tx *gorm.DB, desk Desk, l Letter, to LetterState) error {
	who := desk.Account().ID
	return s.record(tx, Event{
		TicketID: l.TicketID, Kind: "letter", Actor: Staff, ActorID: &who, From: string(l.State), To: string(to),
	})
}

// DropLetter decides that a letter which has not gone does not go. What a courier has in hand
// already may still leave. ErrNotFound for others. Twice is once.
func (s *Store) DropLetter(ctx context.Context, desk Desk, letter uuid.UUID) error {
	err := s.changeLetter(ctx, desk, letter, func(tx *gorm.DB, desk Desk, l Letter) error {
		switch l.State {
		case LetterSent:
			return ErrNotFound
		case LetterDropped:
			return nil
		}
		// taken_at stays: SendAgain must not send what is in hand a second time.
		if err := tx.Model(&Letter{ID: l.ID}).Update("state", LetterDropped).Error; err != nil {
			return err
		}
		return s.decided(tx, desk, l, LetterDropped)
	})
	if err != nil {
		return fmt.Errorf("drop letter: %w", err)
	}
	return nil
}

// changeLetter changes one letter for a member of staff, and rings.
func (s *Store) changeLetter(ctx context.Context, desk Desk, letter uuid.UUID, do func(tx *gorm.DB, desk Desk, l Letter) error) error {
	if desk.IsZero() {
		return ErrNotFound
	}
	return s.changeAndRing(ctx, func(tx *gorm.DB) error {
		l, err := one[Letter](toChange(tx), "id = ?", letter)
		if err != nil {
			return err
		}
		return do(tx, desk, l)
	})
}
