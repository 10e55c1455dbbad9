package models_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"docket/evidence"
	"docket/models"
)

func TestForeignUnknownAndExpiredAreAlike(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ada, bob := r.submit("ada@isp.example"), r.submit("bob@other.example")
		late := ada
		late.KeyEpoch--
		unknown := models.Ticket{Reference: "00000000"}
		for name, try := range map[string]struct {
			scope models.Scope
			ref   models.Reference
		}{
			"no grant":         {models.Scope{}, ada.Reference},
			"a foreign ticket": {scope(bob), ada.Reference},
			"an older epoch":   {mailed(late), ada.Reference},
			"an unknown one":   {mailed(unknown), unknown.Reference},
		} {
			_, reading := r.Conversation(r.Context(), try.scope, try.ref)
			_, answering := r.Answer(r.Context(), try.scope, try.ref, newForm(), reader.Clean("hello"))
			confirming := r.Confirm(r.Context(), try.scope, try.ref)
			for deed, err := range map[string]error{"read": reading, "answer": answering, "confirm": confirming} {
				if !errors.Is(err, models.ErrNotFound) {
					r.Errorf("%s with %s: %v", deed, name, err)
				}
			}
		}
		if n := r.count(&models.Message{}) + r.count(&models.Address{}); n != 0 {
			r.Errorf("%d rows were written", n)
		}
	})
}

func TestSameRequestFindsOnlyOwnTickets(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		var own []models.Ticket
		var grants []models.Grant
		for i := range 8 {
			f := aFiling(i).Ticket()
			f.RequestID = "shared"
			filed, err := r.Submit(r.Context(), models.Scope{}, models.FilingOf(f, models.Papers{}))
			r.must(err)
			if i != 3 {
				own = append(own, filed)
				grants = append(grants, models.Grant{Reference: filed.Reference})
			}
		}
		grants[6].Epoch = 9 // the newest one's key has expired
		got, err := r.SameRequest(r.Context(), models.ScopeOf(grants), "shared")
		r.must(err)
		own = own[:6]
		slices.Reverse(own)
		if !slices.Equal(got, own[:5]) {
			r.Errorf("got %d tickets, want the newest five of the caller's", len(got))
		}
		if got, _ := r.SameRequest(r.Context(), models.ScopeOf(grants), "other"); len(got) != 0 {
			r.Errorf("another request gives %d", len(got))
		}
		if got, _ := r.SameRequest(r.Context(), models.Scope{}, "shared"); len(got) != 0 {
			r.Errorf("without a scope there are %d", len(got))
		}
	})
}

// setState puts a ticket into a state.
func (r *rig) setState(t models.Ticket, state models.State) {
	r.Helper()
	r.must(r.Change(r.Context(), func(tx *gorm.DB) error {
		return tx.Model(&models.Ticket{ID: t.ID}).Update("state", state).Error
	}))
}

func (r *rig) state(t models.Ticket) models.State {
	r.Helper()
	page, err := r.Conversation(r.Context(), scope(t), t.Reference)
	r.must(err)
	return page.Ticket.State
}

func TestAnAnswerMakesItStaffsTurn(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for _, turn := range []struct {
			from, to models.State
			history  []string
		}{
			{models.New, models.New, nil},
			{models.Open, models.Open, nil},
			{models.WaitingSupplier, models.Open, []string{"state waiting_supplier>open"}},
			{models.WaitingRequester, models.Open, []string{"state waiting_requester>open"}},
			{models.Resolved, models.Open, []string{"state resolved>open"}},
			{models.Closed, models.Open, []string{"state closed>open"}},
		} {
			ticket := r.submit("ada@isp.example")
			r.setState(ticket, turn.from)
			m, err := r.Answer(r.Context(), scope(ticket), ticket.Reference, newForm(), reader.Clean("It still fails."))
			r.must(err)
			if got := r.state(ticket); got != turn.to {
				r.Errorf("%s becomes %s, want %s", turn.from, got, turn.to)
			}
			want := append([]string{"filed >new", "message >" + m.ID.String()}, turn.history...)
			if got := r.history(ticket); !slices.Equal(got, want) {
				r.Errorf("history of %s is %q", turn.from, got)
			}
		}
	})
}

func TestAReplyMakesItTheRequestersTurnAndQueuesALetter(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for _, turn := range []struct {
			from    models.State
			history []string
		}{
			{models.New, []string{"state new>waiting_requester"}},
			{models.WaitingSupplier, []string{"state waiting_supplier>waiting_requester"}},
			{models.WaitingRequester, nil},
			{models.Closed, []string{"state closed>open", "state open>waiting_requester"}},
		} {
			ticket := r.submit("ada@isp.example")
			r.setState(ticket, turn.from)
			m, err := r.Reply(r.Context(), r.desk("Grace"), ticket.Reference, reply("Please try again."))
			r.must(err)
			if got := r.state(ticket); got != models.WaitingRequester {
				r.Errorf("%s becomes %s", turn.from, got)
			}
			want := append([]string{"filed >new", "message >" + m.ID.String()}, turn.history...)
			if got := r.history(ticket); !slices.Equal(got, want) {
				r.Errorf("history of %s is %q", turn.from, got)
			}
			r.carries(ticket, m)
		}
	})
}

// carries checks that one letter of the ticket carries the message, in the thread of the first.
func (r *rig) carries(ticket models.Ticket, m models.Message) {
	r.Helper()
	posts := r.take(10)
	if len(posts) != 2 {
		r.Fatalf("%d letters, want the confirmation and the reply", len(posts))
	}
	first, reply := posts[0], posts[1]
	if first.Letter.Kind != models.LetterReceived {
		first, reply = reply, first
	}
	if reply.Message == nil || reply.Message.ID != m.ID || reply.Message.Body != m.Body || reply.Ticket.ID != ticket.ID {
		r.Errorf("the letter carries %+v, want %+v", reply.Message, m)
	}
	if first.Message != nil || reply.Root != first.Letter.HeaderID || reply.Letter.HeaderID == first.Letter.HeaderID {
		r.Errorf("thread: first %q, reply %q in %q", first.Letter.HeaderID, reply.Letter.HeaderID, reply.Root)
	}
}

func TestAReplyToAnUnknownTicketIsNotFound(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		_, err := r.Reply(r.Context(), r.desk("Grace"), "00000000", reply("?"))
		if !errors.Is(err, models.ErrNotFound) {
			r.Errorf("got %v", err)
		}
	})
}

func TestTheSameFormAnswersOnce(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 20 {
			eightAnswers(r)
		}
		if n := r.count(&models.Message{}); n != 20 {
			r.Errorf("%d messages, want 20", n)
		}
	})
}

func eightAnswers(r *rig) {
	ticket, form := r.submit("ada@isp.example"), newForm()
	var got [8]models.Message
	var wait sync.WaitGroup
	for i := range got {
		wait.Go(func() {
			var err error
			if got[i], err = r.Answer(context.Background(), scope(ticket), ticket.Reference, form, reader.Clean("once")); err != nil {
				r.Error(err)
			}
		})
	}
	wait.Wait()
	for _, m := range got {
		if m.ID == uuid.Nil || m != got[0] {
			r.Errorf("got %v and %v", m.ID, got[0].ID)
		}
	}
}

func TestAFormOfAnotherTicketShowsNothing(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ada, bob, form := r.submit("ada@isp.example"), r.submit("bob@other.example"), newForm()
		_, err := r.Answer(r.Context(), scope(ada), ada.Reference, form, reader.Clean("mine"))
		r.must(err)
		got, err := r.Answer(r.Context(), scope(bob), bob.Reference, form, reader.Clean("theirs"))
		if !errors.Is(err, models.ErrNotFound) || !got.Body.IsZero() {
			r.Errorf("got %v, %v", got, err)
		}
	})
}

func TestABrokenReplyLeavesNothingHalfWritten(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		for n := 1; ; n++ {
			ticket := r.submit("ada@isp.example")
			before, letters := r.count(&models.Event{}), r.count(&models.Letter{})
			r.faults.set(n, true, errBroken)
			_, err := r.Reply(r.Context(), grace, ticket.Reference, reply("Hello"))
			if _, struck := r.faults.clear(); !struck {
				r.must(err)
				return
			}
			page, readErr := r.Conversation(r.Context(), scope(ticket), ticket.Reference)
			r.must(readErr)
			if err == nil || len(page.Messages) != 0 || page.Ticket.State != models.New ||
				r.count(&models.Event{}) != before || r.count(&models.Letter{}) != letters {
				r.Fatalf("fault at statement %d: %v, %+v", n, err, page)
			}
		}
	})
}

func TestATicketTakesABoundedNumberOfMessages(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		filed := r.submit("ada@isp.example")
		clean := (&evidence.Reader{}).Clean("more")
		for range models.MostMessages {
			_, err := r.Answer(r.Context(), scope(filed), filed.Reference, newForm(), clean)
			r.must(err)
		}
		_, err := r.Answer(r.Context(), scope(filed), filed.Reference, newForm(), clean)
		if !errors.Is(err, models.ErrEnough) {
			r.Errorf("one more: %v", err)
		}
		if n := r.count(&models.Message{}); n != models.MostMessages {
			r.Errorf("%d messages are kept, want %d", n, models.MostMessages)
		}
	})
}
