package models

import (
	"errors"

	"gorm.io/gorm"
)

// tellAssignee queues the letter that tells a ticket's assignee of an answer, if they want such
// letters. While one waits already it speaks for those after it.
func (s *Store) tellAssignee(tx *gorm.DB, t Ticket, m Message) error {
	if t.AssigneeID == nil {
		return nil
	}
	account, err := one[Account](tx, "id = ?", *t.AssigneeID)
	if err != nil || account.DisabledAt != nil || !account.Letters {
		return err
	}
	_, err = one[Letter](tx, "ticket_id = ? AND kind = ? AND account_id = ? AND "+stillWaiting, t.ID, LetterAnswered, account.ID)
	if !errors.Is(err, ErrNotFound) {
		return err
	}
	return s.queueToStaff(tx, t, account, m)
}

// queueToStaff queues a letter to a member of staff. What a requester with the same mailbox has
// blocked is not theirs to miss.
func (s *Store) queueToStaff(tx *gorm.DB, t Ticket, to Account, m Message) error {
	l, err := s.newLetter(t, LetterAnswered)
	if err != nil {
		return err
	}
	l.To, l.Mailbox, l.Cap, l.AccountID, l.MessageID = to.Email, MailboxOf(to.Email), CapStaff, &to.ID, &m.ID
	if err := alone(tx, l.Mailbox); err != nil {
		return err
	}
	if l, err = s.plan(tx, l, ""); err != nil {
		return err
	}
	return s.insertLetter(tx, l)
}
