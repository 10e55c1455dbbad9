package models

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// withdrawn is the reply text of a letter that its addressee's Block has kept from going.
const withdrawn = "withdrawn: the address asked for no more mail"

// SendLink queues a fresh link to a ticket if the address is its requester's and is not
// blocked. It returns nil whether or not they match, and takes as long: it runs as many
// statements and waits for the same commit.
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
	known, err := addressOf(tx, mailbox)
	if err != nil {
		return err
	}
	theirs := l.Mailbox == mailbox && t.ID != uuid.Nil
	if l.Mailbox = mailbox; s.cfg.MailCaps {
		if l.PlannedAt, err = s.allowed(tx, l, known); err != nil {
			return err
		}
		l.DueAt = l.PlannedAt
	}
	if !theirs || known.BlockedAt != nil {
		return errors.Join(s.beat(tx), s.beat(tx)) // in place of the letter and its event
	}
	if err := s.insertLetter(tx, l); err != nil {
		return err
	}
	return s.record(tx, Event{TicketID: t.ID, Kind: "letter", Actor: Requester, From: string(LetterLink), To: string(LetterQueued)})
}

// Confirm notes that the requester reads mail at the ticket's address. The scope's grant must
// have come by mail.
func (s *Store) Confirm(ctx context.Context, scope Scope, ref Reference) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		if g, ok := scope.Grant(ref); !ok || !g.Mailed {
			return ErrNotFound
		}
		t, err := ticketIn(tx, scope, ref)
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
	known, err := addressOf(tx, MailboxOf(t.Email))
	if err != nil || known.ConfirmedAt != nil {
		return err
	}
	now := s.now()
	known.ConfirmedAt = &now
	if err := saveAddress(tx, known); err != nil {
		return err
	}
	return s.record(tx, Event{TicketID: t.ID, Kind: "confirmed", Actor: Requester})
}

func saveAddress(tx *gorm.DB, a Address) error {
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&a).Error
}

// Block keeps a letter's address from getting mail again: its waiting letters are withdrawn,
// the ticket's keys expire (a new KeyEpoch), and one last letter says so. Blocking a blocked
// address changes nothing.
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
	known, err := addressOf(tx, l.Mailbox)
	if err != nil || known.BlockedAt != nil {
		return err
	}
	now := s.now()
	known.BlockedAt = &now
	if err := saveAddress(tx, known); err != nil {
		return err
	}
	if err := s.withdrawLetters(tx, l.Mailbox); err != nil {
		return err
	}
	t, err := s.expireKeys(tx, l.TicketID)
	if err != nil {
		return err
	}
	last, err := s.newLetter(t, LetterBlocked)
	if err != nil {
		return err
	}
	return s.insertLetter(tx, last)
}

// withdrawLetters gives up what still waits to go to a mailbox.
func (s *Store) withdrawLetters(tx *gorm.DB, mailbox string) error {
	var letters []Letter
	err := toChange(tx).Where("mailbox = ?", mailbox).Where(stillWaiting).Find(&letters).Error
	for i := 0; i < len(letters) && err == nil; i++ {
		err = s.moveLetter(tx, letters[i], LetterGivenUp, map[string]any{"reply_code": 0, "reply_text": withdrawn})
	}
	return err
}

// expireKeys closes every key of a ticket given out before.
func (s *Store) expireKeys(tx *gorm.DB, ticket uuid.UUID) (Ticket, error) {
	t, err := one[Ticket](toChange(tx), "id = ?", ticket)
	if err != nil {
		return t, err
	}
	before := t.KeyEpoch
	t.KeyEpoch++
	if err := tx.Model(&Ticket{ID: t.ID}).Update("key_epoch", t.KeyEpoch).Error; err != nil {
		return t, err
	}
	return t, s.record(tx, Event{
		TicketID: t.ID, Kind: "revoked", Actor: Requester,
		From: strconv.Itoa(before), To: strconv.Itoa(t.KeyEpoch),
	})
}

// Unblock takes a Block back: the address may get mail again.
func (s *Store) Unblock(ctx context.Context, letter uuid.UUID) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		l, err := one[Letter](tx, "id = ?", letter)
		if err != nil {
			return err
		}
		known, err := addressOf(tx, l.Mailbox)
		if err != nil || known.BlockedAt == nil {
			return err
		}
		known.BlockedAt = nil
		if err := saveAddress(tx, known); err != nil {
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
