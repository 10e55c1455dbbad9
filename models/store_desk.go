package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"docket/evidence"
)

// ErrNotAllowed: the ticket may not go where it was sent (State.May). Nothing was written.
var ErrNotAllowed = errors.New("not allowed")

// interrupting are the kinds of events that somebody who writes to a ticket has to know of.
var interrupting = []string{"message", "note", "state", "priority", "assignee"}

// mostChanges is the most that Changed tells of, in events.
const mostChanges = 100

// by is an event that a member of staff causes.
func (d Desk) by(t Ticket, kind string) Event {
	id := d.account.ID
	return Event{TicketID: t.ID, Kind: kind, Actor: Staff, ActorID: &id}
}

// atDesk returns a ticket to be changed by staff.
func atDesk(tx *gorm.DB, desk Desk, ref Reference) (Ticket, error) {
	if desk.IsZero() {
		return Ticket{}, ErrNotFound
	}
	return ticketOf(toChange(tx), ref)
}

// onTicket does a change that somebody decided on when they had seen all events up to seen.
func (s *Store) onTicket(ctx context.Context, deed string, desk Desk, ref Reference, seen int64, do func(tx *gorm.DB, t Ticket) error) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		t, err := atDesk(tx, desk, ref)
		if err == nil {
			err = undisturbed(tx, desk, t, seen)
		}
		if err != nil {
			return err
		}
		return do(tx, t)
	})
	return saying(deed, err)
}

// saying adds the deed to an error, if there is one.
func saying(deed string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", deed, err)
}

// undisturbed fails with Changed when others have changed a ticket after an event.
func undisturbed(tx *gorm.DB, desk Desk, t Ticket, seen int64) error {
	var since []Event
	err := tx.Where(happened, t.ID).Where("id > ? AND kind IN ?", seen, interrupting).
		Where("actor_id IS NULL OR actor_id <> ?", desk.account.ID).Order("id").Limit(mostChanges).Find(&since).Error
	if err != nil || len(since) == 0 {
		return err
	}
	var said talk
	changed := Changed{}
	if err := together(tx, append(said.wishes(tx, t.ID), find(lastEvent(tx, t.ID), &changed.Seen))...); err != nil {
		return err
	}
	changed.Since = said.entries(since)
	return changed
}

// Reply adds a message from staff, moves the ticket on and queues the letter that tells the
// requester. All happen or none does. The same form twice adds it once. Changed; ErrNotAllowed.
func (s *Store) Reply(ctx context.Context, desk Desk, ref Reference, r Reply) (Message, error) {
	if r.Then == "" {
		r.Then = WaitingRequester
	}
	author := desk.account.ID
	m, err := s.newMessage(Message{FormID: r.FormID, Author: Staff, AuthorID: &author, AuthorName: desk.account.Name, Body: r.Body})
	if err != nil {
		return Message{}, fmt.Errorf("reply: %w", err)
	}
	added := m
	err = s.changeAndRing(ctx, func(tx *gorm.DB) error {
		added = m
		return s.reply(tx, desk, ref, r, &added)
	})
	return added, saying("reply", err)
}

func (s *Store) reply(tx *gorm.DB, desk Desk, ref Reference, r Reply, m *Message) error {
	t, err := atDesk(tx, desk, ref)
	if err != nil {
		return err
	}
	if again, err := sentBefore(tx, t, m); again || err != nil {
		return err
	}
	if err := undisturbed(tx, desk, t, r.Seen); err != nil {
		return err
	}
	if err := s.addMessage(tx, t, m); err != nil {
		return err
	}
	if err := s.goOn(tx, desk, t, r.Then); err != nil {
		return err
	}
	if err := forgetDraft(tx, desk, t, DraftReply); err != nil {
		return err
	}
	l, err := s.newLetter(t, LetterReply)
	if err != nil {
		return err
	}
	l.MessageID = &m.ID
	return s.queue(tx, l)
}

// goOn moves a ticket on with a reply; a resolved or closed one opens first. Whoever waited for
// the reply has it, so the waiting begins anew.
func (s *Store) goOn(tx *gorm.DB, desk Desk, t Ticket, to State) error {
	if !slices.Contains([]State{Open, WaitingRequester, WaitingSupplier, Resolved}, to) {
		return ErrNotAllowed
	}
	if t.State != to && !t.State.May(to) {
		if err := s.setState(tx, &t, Open, desk.by(t, "state")); err != nil {
			return err
		}
	}
	if t.State != to {
		if err := s.setState(tx, &t, to, desk.by(t, "state")); err != nil {
			return err
		}
	}
	return tx.Model(&Ticket{ID: t.ID}).Update("waiting_since", s.now()).Error
}

// AddNote keeps a note. The same form twice keeps it once. It forgets the note's draft.
func (s *Store) AddNote(ctx context.Context, desk Desk, ref Reference, formID uuid.UUID, body evidence.Clean) (Note, error) {
	if formID == uuid.Nil {
		return Note{}, errors.New("add note: note has no form id")
	}
	id, err := s.ids.next()
	if err != nil {
		return Note{}, fmt.Errorf("add note: %w", err)
	}
	n := Note{ID: id, FormID: formID, AuthorID: desk.account.ID, Body: body, CreatedAt: s.now()}
	added := n
	err = s.change(ctx, func(tx *gorm.DB) error {
		added = n
		return s.addNote(tx, desk, ref, &added)
	})
	return added, saying("add note", err)
}

func (s *Store) addNote(tx *gorm.DB, desk Desk, ref Reference, n *Note) error {
	t, err := atDesk(tx, desk, ref)
	if err != nil {
		return err
	}
	switch first, err := one[Note](tx, "form_id = ?", n.FormID); {
	case err == nil && (first.TicketID != t.ID || first.AuthorID != n.AuthorID):
		return ErrNotFound // another ticket's form, or another's
	case err == nil && first.Body != n.Body:
		return ErrSentBefore
	case err == nil:
		*n = first
		return nil
	case !errors.Is(err, ErrNotFound):
		return err
	}
	n.TicketID = t.ID
	if err := tx.Create(n).Error; err != nil {
		return err
	}
	if err := s.addWords(tx, t.ID, n.Body); err != nil {
		return err
	}
	if err := forgetDraft(tx, desk, t, DraftNote); err != nil {
		return err
	}
	e := desk.by(t, "note")
	e.To = n.ID.String()
	return s.record(tx, e)
}

// Move changes a ticket's state. Changed; ErrNotAllowed for a move that the table does not have.
// The state that it has already is no change.
func (s *Store) Move(ctx context.Context, desk Desk, ref Reference, seen int64, to State) error {
	return s.onTicket(ctx, "move ticket", desk, ref, seen, func(tx *gorm.DB, t Ticket) error {
		switch {
		case t.State == to:
			return nil
		case !t.State.May(to):
			return ErrNotAllowed
		}
		return s.setState(tx, &t, to, desk.by(t, "state"))
	})
}

// setState changes a ticket's state and records it with an event of this actor. Another's waiting
// begins with it; ours began with the oldest words that nobody has replied to.
func (s *Store) setState(tx *gorm.DB, t *Ticket, to State, e Event) error {
	now := s.now()
	change := map[string]any{"state": to, "updated_at": now}
	switch {
	case !to.Ours():
		change["waiting_since"] = now
	case !t.State.Ours():
		since, err := unansweredSince(tx, *t, now)
		if err != nil {
			return err
		}
		change["waiting_since"] = since
	}
	if err := tx.Model(&Ticket{ID: t.ID}).Updates(change).Error; err != nil {
		return err
	}
	e.Kind, e.From, e.To = "state", string(t.State), string(to)
	t.State = to
	return s.record(tx, e)
}

// unansweredSince is when the oldest words came that staff have not replied to; now when they have
// replied to all.
func unansweredSince(tx *gorm.DB, t Ticket, now time.Time) (time.Time, error) {
	var said []Message
	err := tx.Select("author", "created_at").Where("ticket_id = ?", t.ID).Order("created_at, id").Find(&said).Error
	since, waits := t.CreatedAt, true
	for _, m := range said {
		switch {
		case m.Author == Staff:
			waits = false
		case !waits:
			since, waits = m.CreatedAt, true
		}
	}
	if !waits {
		since = now
	}
	return since, err
}

// Prioritise overrides a ticket's priority, for a reason; 0 goes back to the one that follows
// from impact and environment. Changed; ErrNotAllowed for no priority.
func (s *Store) Prioritise(ctx context.Context, desk Desk, ref Reference, seen int64, p Priority, reason evidence.Clean) error {
	return s.onTicket(ctx, "prioritise ticket", desk, ref, seen, func(tx *gorm.DB, t Ticket) error {
		to := p
		if to == 0 {
			to = PriorityOf(t.Environment, t.Impact)
		}
		switch {
		case to < 1 || to > 4:
			return ErrNotAllowed
		case to == t.Priority && reason.IsZero():
			return nil
		}
		change := map[string]any{"priority": to, "queue_rank": RankOf(to, t.Environment), "updated_at": s.now()}
		if err := tx.Model(&Ticket{ID: t.ID}).Updates(change).Error; err != nil {
			return err
		}
		e := desk.by(t, "priority")
		e.From, e.To, e.Reason = t.Priority.String(), to.String(), reason
		return s.record(tx, e)
	})
}

// ErrNoAssignee: no such member of staff may sign in. Nothing was written.
var ErrNoAssignee = errors.New("no such assignee")

// Assign gives a ticket to a member of staff who may sign in, nil to nobody. Changed; ErrNoAssignee.
// Whose it is already stays so without an event.
func (s *Store) Assign(ctx context.Context, desk Desk, ref Reference, seen int64, to *uuid.UUID) error {
	return s.onTicket(ctx, "assign ticket", desk, ref, seen, func(tx *gorm.DB, t Ticket) error {
		if deref(to) == deref(t.AssigneeID) {
			return nil
		}
		if to != nil {
			_, err := one[Account](tx, "id = ? AND disabled_at IS NULL", *to)
			if errors.Is(err, ErrNotFound) {
				return ErrNoAssignee
			}
			if err != nil {
				return err
			}
		}
		change := map[string]any{"assignee_id": to, "updated_at": s.now()}
		if err := tx.Model(&Ticket{ID: t.ID}).Updates(change).Error; err != nil {
			return err
		}
		e := desk.by(t, "assignee")
		e.From, e.To = nameOf(t.AssigneeID), nameOf(to)
		return s.record(tx, e)
	})
}

// nameOf writes an account's id for an event, nothing for nobody.
func nameOf(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}
