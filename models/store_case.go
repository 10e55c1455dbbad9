package models

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// Case returns everything of a ticket for staff; ErrNotFound.
func (s *Store) Case(ctx context.Context, desk Desk, ref Reference) (Case, error) {
	var c Case
	err := s.read(ctx, func(tx *gorm.DB) (err error) {
		c, err = caseOf(tx, desk, ref)
		return err
	})
	if err != nil {
		return Case{}, fmt.Errorf("read case: %w", err)
	}
	return c, nil
}

func caseOf(tx *gorm.DB, desk Desk, ref Reference) (c Case, err error) {
	if desk.IsZero() {
		return c, ErrNotFound
	}
	if c.Ticket, err = ticketOf(tx, ref); err != nil {
		return c, err
	}
	for _, part := range []func(*gorm.DB, Desk, *Case) error{readPapers, readHistory, readPeople, readLetters, readKin, readDrafts} {
		if err := part(tx, desk, &c); err != nil {
			return c, err
		}
	}
	return c, nil
}

func readPapers(tx *gorm.DB, _ Desk, c *Case) error {
	c.Address = Address{Mailbox: MailboxOf(c.Ticket.Email)}
	if err := tx.Where("mailbox = ?", c.Address.Mailbox).Limit(1).Find(&c.Address).Error; err != nil {
		return err
	}
	return tx.Where("ticket_id = ?", c.Ticket.ID).Take(&c.Papers).Error
}

func readPeople(tx *gorm.DB, _ Desk, c *Case) error {
	all, err := people(tx)
	if err != nil {
		return err
	}
	c.People = all
	for i, a := range all {
		if a.DisabledAt == nil {
			c.Staff = append(c.Staff, a)
		}
		if c.Ticket.AssigneeID != nil && a.ID == *c.Ticket.AssigneeID {
			c.Assignee = &all[i]
		}
	}
	return nil
}

// people is everybody on the staff, disabled ones too, by name, without passwords.
func people(tx *gorm.DB) (all []Account, err error) {
	err = tx.Omit("password_hash").Order("name, email").Find(&all).Error
	return all, err
}

// mostCaseLetters is the most that a case shows of a ticket's letters, the newest.
const mostCaseLetters = 50

func readLetters(tx *gorm.DB, _ Desk, c *Case) error {
	return tx.Where("ticket_id = ?", c.Ticket.ID).Order("id DESC").Limit(mostCaseLetters).Find(&c.Letters).Error
}

func readDrafts(tx *gorm.DB, desk Desk, c *Case) error {
	return tx.Where("account_id = ? AND ticket_id = ?", desk.account.ID, c.Ticket.ID).Find(&c.Drafts).Error
}
