package models

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"docket/evidence"
)

// Conversation is everything that a requester's page shows of a ticket.
type Conversation struct {
	Ticket   Ticket
	Papers   Papers
	Messages []Message // oldest first
	Letter   *Letter   // the confirmation, nil when there is none
	Address  Address   // what is known of the requester's mailbox
	Proved   bool      // letters carry people's words; while false, Confirm makes it so
}

// Conversation returns a ticket's page, within a scope.
func (s *Store) Conversation(ctx context.Context, scope Scope, ref Reference) (Conversation, error) {
	var page Conversation
	err := s.read(ctx, func(tx *gorm.DB) (err error) {
		page, err = conversation(tx, scope, ref)
		return err
	})
	if err != nil {
		return Conversation{}, fmt.Errorf("read conversation: %w", err)
	}
	return page, nil
}

func conversation(tx *gorm.DB, scope Scope, ref Reference) (page Conversation, err error) {
	if page.Ticket, err = ticketIn(tx, scope, ref); err != nil {
		return page, err
	}
	page.Proved = page.Ticket.MailboxProved
	if err := tx.Where("ticket_id = ?", page.Ticket.ID).Take(&page.Papers).Error; err != nil {
		return page, err
	}
	if err := tx.Where("ticket_id = ?", page.Ticket.ID).Order("created_at, id").Find(&page.Messages).Error; err != nil {
		return page, err
	}
	if page.Letter, err = confirmation(tx, page.Ticket.ID); err != nil {
		return page, err
	}
	page.Address = Address{Mailbox: MailboxOf(page.Ticket.Email)}
	return page, tx.Where("mailbox = ?", page.Address.Mailbox).Limit(1).Find(&page.Address).Error
}

// confirmation returns the letter that told of a ticket's filing, nil for none.
func confirmation(tx *gorm.DB, ticket uuid.UUID) (*Letter, error) {
	var letters []Letter
	err := tx.Where("ticket_id = ? AND kind = ?", ticket, LetterReceived).Limit(1).Find(&letters).Error
	if err != nil || len(letters) == 0 {
		return nil, err
	}
	return &letters[0], nil
}

// SameRequest returns the caller's own tickets with this X-Request-ID, newest first, at most five.
func (s *Store) SameRequest(ctx context.Context, scope Scope, requestID string) ([]Ticket, error) {
	if len(scope.grants) == 0 || requestID == "" {
		return nil, nil
	}
	var own []Ticket
	err := s.read(ctx, func(tx *gorm.DB) error {
		var same []Ticket
		err := tx.Where("request_id = ? AND reference IN ?", requestID, scope.references()).
			Order("created_at DESC, id DESC").Find(&same).Error
		own = admitted(scope, same)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find same request: %w", err)
	}
	return own[:min(len(own), 5)], nil
}

func (s Scope) references() []Reference {
	refs := make([]Reference, 0, len(s.grants))
	for ref := range s.grants {
		refs = append(refs, ref)
	}
	return refs
}

func admitted(scope Scope, tickets []Ticket) (own []Ticket) {
	for _, t := range tickets {
		if scope.admits(t) {
			own = append(own, t)
		}
	}
	return own
}

// ticketIn returns a ticket within a scope. Unknown and foreign references are alike: neither
// is looked up.
func ticketIn(tx *gorm.DB, scope Scope, ref Reference) (Ticket, error) {
	if _, ok := scope.Grant(ref); !ok {
		return Ticket{}, ErrNotFound
	}
	t, err := ticketOf(tx, ref)
	if err == nil && !scope.admits(t) {
		return Ticket{}, ErrNotFound
	}
	return t, err
}

func ticketOf(tx *gorm.DB, ref Reference) (Ticket, error) {
	return one[Ticket](tx, "reference = ?", ref)
}

// one returns the row that meets a condition, or ErrNotFound.
func one[Row any](tx *gorm.DB, where string, args ...any) (row Row, err error) {
	found := tx.Where(where, args...).Limit(1).Find(&row)
	if found.Error == nil && found.RowsAffected == 0 {
		return row, ErrNotFound
	}
	return row, found.Error
}

// toChange keeps other transactions from the rows that are read until this one ends.
func toChange(tx *gorm.DB) *gorm.DB { return tx.Clauses(clause.Locking{Strength: "UPDATE"}) }

// Answer adds the requester's message and makes it staff's turn, whatever the ticket waited for;
// a resolved or closed one is open again. The assignee gets a letter. The same form twice adds it
// once and returns the first.
func (s *Store) Answer(ctx context.Context, scope Scope, ref Reference, formID uuid.UUID, body evidence.Clean) (Message, error) {
	m, err := s.newMessage(Message{FormID: formID, Author: Requester, Body: body})
	if err != nil {
		return Message{}, fmt.Errorf("answer: %w", err)
	}
	added := m
	err = s.changeAndRing(ctx, func(tx *gorm.DB) error {
		added = m
		t, err := ticketIn(toChange(tx), scope, ref)
		if err != nil {
			return err
		}
		return s.answer(tx, t, &added)
	})
	if err != nil {
		return Message{}, fmt.Errorf("answer: %w", err)
	}
	return added, nil
}

func (s *Store) answer(tx *gorm.DB, t Ticket, m *Message) error {
	if again, err := sentBefore(tx, t, m); again || err != nil {
		return err
	}
	if err := s.addMessage(tx, t, m); err != nil {
		return err
	}
	if !t.State.Ours() {
		if err := s.setState(tx, &t, Open, Event{TicketID: t.ID, Actor: Requester}); err != nil {
			return err
		}
	}
	return s.tellAssignee(tx, t, *m)
}

// The most that requesters may add to one ticket, so that its page stays one that can be read.
const (
	MostMessages     = 300
	mostMessageBytes = 1 << 20 // of all their messages together
)

// withinMost fails with ErrEnough when one more message is more than a ticket takes from its requester.
func withinMost(tx *gorm.DB, t Ticket, m Message) error {
	if m.Author != Requester {
		return nil
	}
	var said struct{ Messages, Bytes int64 }
	err := tx.Model(&Message{}).Where("ticket_id = ? AND author = ?", t.ID, Requester).
		Select("COUNT(*) AS messages, COALESCE(SUM(LENGTH(body)), 0) AS bytes").Scan(&said).Error
	if err == nil && (said.Messages >= MostMessages || said.Bytes+int64(len(m.Body.String())) > mostMessageBytes) {
		err = ErrEnough
	}
	return err
}

// newMessage makes a message, not yet part of a ticket.
func (s *Store) newMessage(m Message) (Message, error) {
	if m.FormID == uuid.Nil {
		return m, errors.New("message has no form id")
	}
	id, err := s.ids.next()
	m.ID, m.CreatedAt = id, s.now()
	return m, err
}

// ErrSentBefore: the form has sent another text before. Nothing was written.
var ErrSentBefore = errors.New("the form has sent another text")

// sentBefore reports whether a message's form has sent it before; m becomes that one.
func sentBefore(tx *gorm.DB, t Ticket, m *Message) (again bool, err error) {
	first, err := one[Message](tx, "form_id = ?", m.FormID)
	switch {
	case errors.Is(err, ErrNotFound):
		return false, nil
	case err != nil:
		return false, err
	case first.TicketID != t.ID || first.Author != m.Author || deref(first.AuthorID) != deref(m.AuthorID):
		return false, ErrNotFound // another conversation's form, or another's
	case first.Body != m.Body:
		return false, ErrSentBefore
	}
	*m = first
	return true, nil
}

// addMessage adds a message to a ticket.
func (s *Store) addMessage(tx *gorm.DB, t Ticket, m *Message) error {
	m.TicketID = t.ID
	if err := withinMost(tx, t, *m); err != nil {
		return err
	}
	if err := tx.Create(m).Error; err != nil {
		return err
	}
	if err := s.addWords(tx, t.ID, m.Body); err != nil {
		return err
	}
	if err := tx.Model(&Ticket{ID: t.ID}).Update("updated_at", m.CreatedAt).Error; err != nil {
		return err
	}
	return s.record(tx, Event{TicketID: t.ID, Kind: "message", Actor: m.Author, ActorID: m.AuthorID, To: m.ID.String()})
}

// record adds an event, at present and by browser unless it says otherwise.
func (s *Store) record(tx *gorm.DB, e Event) error {
	e.At = s.now()
	if e.Channel == "" {
		e.Channel = "browser"
	}
	values, err := s.rows.event.values(&e)
	if err != nil {
		return err
	}
	_, err = s.rows.event.run(tx, values)
	return err
}
