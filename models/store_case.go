package models

import (
	"context"
	"fmt"
	"slices"

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
	var past history
	var papers []Papers
	var same []Ticket
	mailbox, id := MailboxOf(c.Ticket.Email), c.Ticket.ID
	c.Address = Address{Mailbox: mailbox}
	err = together(tx, slices.Concat([]wish{
		find(tx.Where("mailbox = ?", mailbox).Limit(1), &c.Address),
		find(tx.Where("ticket_id = ?", id).Limit(1), &papers),
		find(tx.Where("ticket_id = ?", id).Order("id DESC").Limit(mostCaseLetters), &c.Letters),
		find(tx.Where("account_id = ? AND ticket_id = ?", desk.account.ID, id), &c.Drafts),
	}, past.wishes(tx, id), kinWishes(tx, c.Ticket, &same))...)
	if err != nil {
		return c, err
	}
	if len(papers) == 0 { // no ticket is without
		return c, gorm.ErrRecordNotFound
	}
	c.Papers = papers[0]
	past.tell(&c)
	c.tellKin(same)
	c.tellStaff()
	return c, nil
}

// tellStaff says who of the people may be an assignee, and who is it.
func (c *Case) tellStaff() {
	for i, a := range c.People {
		if a.DisabledAt == nil {
			c.Staff = append(c.Staff, a)
		}
		if c.Ticket.AssigneeID != nil && a.ID == *c.Ticket.AssigneeID {
			c.Assignee = &c.People[i]
		}
	}
}

// people asks for everybody on the staff, disabled ones too, by name, without passwords.
func people(tx *gorm.DB) *gorm.DB { return tx.Omit("password_hash").Order("name, email") }

// mostCaseLetters is the most that a case shows of a ticket's letters, the newest.
const mostCaseLetters = 50
