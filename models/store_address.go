package models

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// The reply texts of letters that their addressee has kept from going, by Block and by Unblock.
const (
	withdrawn = "withdrawn: the address asked for no more mail"
	takenBack = "withdrawn: the address may get mail again"
)

// Caps on the links of one ticket. Beyond them, and while one waits, another would only say the
// same again, so none is written.
const (
	linksHourly = 3
	linksDaily  = 10
)

// SendLink queues a fresh link to a ticket if the address is its requester's, is not blocked and
// has not been sent enough of them. It returns nil in any case, and takes as long: it runs as
// many statements and waits for the same commit.
func (s *Store) SendLink(ctx context.Context, ref Reference, address string) error {
	err := s.changeAndRing(ctx, func(tx *gorm.DB) error { return s.sendLink(tx, ref, MailboxOf(address)) })
	if err != nil {
		return fmt.Errorf("send link: %w", err)
	}
	return nil
}

func (s *Store) sendLink(tx *gorm.DB, ref Reference, mailbox string) error {
	t, err := ticketOf(tx, ref)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	l, err := s.newLetter(t, LetterLink)
	if err != nil {
		return err
	}
	known, err := s.addressOf(tx, mailbox)
	if err != nil {
		return err
	}
	theirs := l.Mailbox == mailbox && t.ID != uuid.Nil
	l.Mailbox = mailbox
	enough, err := s.enoughLinks(tx, l)
	if err != nil {
		return err
	}
	if l, err = s.plan(tx, l, ""); err != nil {
		return err
	}
	if !theirs || enough || known.BlockedAt != nil {
		return errors.Join(s.beat(tx), s.beat(tx)) // in place of the letter and its event
	}
	if err := s.insertLetter(tx, l); err != nil {
		return err
	}
	return s.record(tx, Event{TicketID: t.ID, Kind: "letter", Actor: Requester, From: string(LetterLink), To: string(l.State)})
}

// enoughLinks reports whether another link would only say the same again.
func (s *Store) enoughLinks(tx *gorm.DB, l Letter) (bool, error) {
	if !s.cfg.MailCaps {
		return false, nil
	}
	var links []Letter
	err := tx.Select("state", "created_at").Where("ticket_id = ? AND kind = ?", l.TicketID, LetterLink).
		Where(stillWaiting+" OR created_at > ?", l.CreatedAt.Add(-24*time.Hour)).Find(&links).Error
	lastHour := 0
	for _, link := range links {
		if link.waits() {
			return true, err
		}
		if link.CreatedAt.After(l.CreatedAt.Add(-time.Hour)) {
			lastHour++
		}
	}
	return lastHour >= linksHourly || len(links) >= linksDaily, err
}

// Confirm notes that the reader of the ticket's address asks for its letters, so that they may
// carry words (Ticket.MailboxProved). It says nothing of other tickets with that address: anybody
// may have filed those. The scope's grant must have come by mail.
func (s *Store) Confirm(ctx context.Context, scope Scope, ref Reference) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		if g, ok := scope.Grant(ref); !ok || !g.Mailed {
			return ErrNotFound
		}
		t, err := ticketIn(toChange(tx), scope, ref)
		if err != nil {
			return err
		}
		return s.confirm(tx, t)
	})
	if err != nil {
		return fmt.Errorf("confirm address: %w", err)
	}
	return nil
}

func (s *Store) confirm(tx *gorm.DB, t Ticket) error {
	if t.MailboxProved {
		return nil
	}
	if err := tx.Model(&Ticket{ID: t.ID}).Update("mailbox_proved", true).Error; err != nil {
		return err
	}
	return s.record(tx, Event{TicketID: t.ID, Kind: "confirmed", Actor: Requester})
}

func saveAddress(tx *gorm.DB, a Address) error {
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&a).Error
}

// Block keeps a letter's address from getting mail again: its waiting letters are withdrawn,
// the ticket's keys expire (a new KeyEpoch), its letters may no longer carry words, and one last
// letter says so, at most one a day. Blocking a blocked address changes nothing.
func (s *Store) Block(ctx context.Context, letter uuid.UUID) error {
	err := s.changeAndRing(ctx, func(tx *gorm.DB) error {
		l, err := one[Letter](tx, "id = ?", letter)
		if err != nil {
			return err
		}
		return s.block(tx, l)
	})
	if err != nil {
		return fmt.Errorf("block address: %w", err)
	}
	return nil
}

func (s *Store) block(tx *gorm.DB, l Letter) error {
	known, err := s.addressOf(tx, l.Mailbox)
	if err != nil || known.BlockedAt != nil {
		return err
	}
	now := s.now()
	known.BlockedAt = &now
	if err := saveAddress(tx, known); err != nil {
		return err
	}
	if err := s.withdrawLetters(tx, l.Mailbox, withdrawn); err != nil {
		return err
	}
	t, err := s.expireKeys(tx, l.TicketID)
	if err != nil {
		return err
	}
	if told, err := toldToday(tx, l.Mailbox, now); told || err != nil {
		return err
	}
	last, err := s.newLetter(t, LetterBlocked)
	if err != nil {
		return err
	}
	return s.insertLetter(tx, last)
}

// toldToday reports whether a letter has told a mailbox of a Block in the last 24 hours.
func toldToday(tx *gorm.DB, mailbox string, now time.Time) (bool, error) {
	var told []Letter
	err := tx.Select("id").Where("mailbox = ? AND cap = ? AND planned_at > ?", mailbox, CapNone, now.Add(-24*time.Hour)).
		Where("kind = ?", LetterBlocked).Limit(1).Find(&told).Error
	return len(told) > 0, err
}

// withdrawLetters gives up what still waits to go to a mailbox, but for letters to staff.
func (s *Store) withdrawLetters(tx *gorm.DB, mailbox, why string) error {
	var letters []Letter
	err := toChange(tx).Where("mailbox = ? AND account_id IS NULL", mailbox).Where(notGone).Find(&letters).Error
	for i := 0; i < len(letters) && err == nil; i++ {
		err = s.moveLetter(tx, letters[i], LetterGivenUp, map[string]any{"reply_code": 0, "reply_text": why})
	}
	return err
}

// expireKeys closes every key of a ticket given out before, and forgets who has proved the mailbox.
func (s *Store) expireKeys(tx *gorm.DB, ticket uuid.UUID) (Ticket, error) {
	t, err := one[Ticket](toChange(tx), "id = ?", ticket)
	if err != nil {
		return t, err
	}
	before := t.KeyEpoch
	t.KeyEpoch++
	t.MailboxProved = false
	change := map[string]any{"key_epoch": t.KeyEpoch, "mailbox_proved": false}
	if err := tx.Model(&Ticket{ID: t.ID}).Updates(change).Error; err != nil {
		return t, err
	}
	return t, s.record(tx, Event{
		TicketID: t.ID, Kind: "revoked", Actor: Requester,
		From: strconv.Itoa(before), To: strconv.Itoa(t.KeyEpoch),
	})
}

// Unblock takes a Block back: the address may get mail again, and the letter that says otherwise
// does not go if it still waits.
func (s *Store) Unblock(ctx context.Context, letter uuid.UUID) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		l, err := one[Letter](tx, "id = ?", letter)
		if err != nil {
			return err
		}
		known, err := s.addressOf(tx, l.Mailbox)
		if err != nil || known.BlockedAt == nil {
			return err
		}
		known.BlockedAt = nil
		if err := saveAddress(tx, known); err != nil {
			return err
		}
		if err := s.withdrawLetters(tx, l.Mailbox, takenBack); err != nil {
			return err
		}
		return s.record(tx, Event{TicketID: l.TicketID, Kind: "unblocked", Actor: Requester})
	})
	if err != nil {
		return fmt.Errorf("unblock address: %w", err)
	}
	return nil
}

// Blocked reports whether a letter's address gets no mail.
func (s *Store) Blocked(ctx context.Context, letter uuid.UUID) (blocked bool, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		l, err := one[Letter](tx, "id = ?", letter)
		if err != nil {
			return err
		}
		var known Address
		err = tx.Where("mailbox = ?", l.Mailbox).Limit(1).Find(&known).Error
		blocked = known.BlockedAt != nil
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look up address: %w", err)
	}
	return blocked, nil
}
