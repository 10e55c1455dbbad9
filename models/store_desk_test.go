package models_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"docket/models"
)

// caseOf is a ticket as somebody at a desk sees it.
func (r *rig) caseOf(desk models.Desk, t models.Ticket) models.Case {
	r.Helper()
	c, err := r.Case(r.Context(), desk, t.Reference)
	r.must(err)
	return c
}

// deeds are the changes that staff make on a ticket as they saw it at an event.
func (r *rig) deeds(desk models.Desk, t models.Ticket, seen int64) map[string]func() error {
	ctx, ref := r.Context(), t.Reference
	return map[string]func() error{
		"reply": func() error {
			_, err := r.Reply(ctx, desk, ref, models.Reply{FormID: newForm(), Seen: seen, Body: reader.Clean("Hello")})
			return err
		},
		"move":       func() error { return r.Move(ctx, desk, ref, seen, models.WaitingSupplier) },
		"prioritise": func() error { return r.Prioritise(ctx, desk, ref, seen, 1, reader.Clean("All of Leeds")) },
		"assign":     func() error { id := desk.Account().ID; return r.Assign(ctx, desk, ref, seen, &id) },
	}
}

func TestNobodyAtTheDeskSeesAndChangesNothing(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		grace := r.desk("Grace").Account()
		r.must(r.DisableAccount(r.Context(), grace.ID))
		gone := r.account(grace.Email)
		before := r.history(ticket)
		for name, desk := range map[string]models.Desk{"nobody": {}, "somebody disabled": models.DeskOf(gone)} {
			tries := r.deeds(desk, ticket, 1<<60)
			tries["case"] = func() error { _, err := r.Case(r.Context(), desk, ticket.Reference); return err }
			tries["note"] = func() error {
				_, err := r.AddNote(r.Context(), desk, ticket.Reference, newForm(), reader.Clean("?"))
				return err
			}
			tries["draft"] = func() error {
				return r.KeepDraft(r.Context(), desk, ticket.Reference, models.DraftReply, newForm(), reader.Clean("?"))
			}
			tries["read"] = func() error { return r.NoteRead(r.Context(), desk, ticket.Reference) }
			for deed, try := range tries {
				if err := try(); !errors.Is(err, models.ErrNotFound) {
					r.Errorf("%s by %s: %v", deed, name, err)
				}
			}
		}
		if after := r.history(ticket); !slices.Equal(after, before) {
			r.Errorf("history became %q", after)
		}
	})
}

func TestWhoHasNotSeenAnothersChangeIsToldAndWritesNothing(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace, henry := r.desk("Grace"), r.desk("Henry")
		changes := map[string]func(t models.Ticket){
			"a note": func(t models.Ticket) {
				_, err := r.AddNote(r.Context(), henry, t.Reference, newForm(), reader.Clean("Ask the supplier"))
				r.must(err)
			},
			"a reply": func(t models.Ticket) { _, err := r.Reply(r.Context(), henry, t.Reference, reply("Done")); r.must(err) },
			"a state": func(t models.Ticket) { r.must(r.Move(r.Context(), henry, t.Reference, 1<<60, models.Resolved)) },
			"a priority": func(t models.Ticket) {
				r.must(r.Prioritise(r.Context(), henry, t.Reference, 1<<60, 1, reader.Clean("All of Leeds")))
			},
			"an assignee": func(t models.Ticket) {
				id := henry.Account().ID
				r.must(r.Assign(r.Context(), henry, t.Reference, 1<<60, &id))
			},
			"an answer": func(t models.Ticket) {
				_, err := r.Answer(r.Context(), scope(t), t.Reference, newForm(), reader.Clean("Never mind"))
				r.must(err)
			},
		}
		for name, change := range changes {
			ticket := r.submit("ada@isp.example")
			seen := r.caseOf(grace, ticket).Seen
			change(ticket)
			before := r.history(ticket)
			for deed, try := range r.deeds(grace, ticket, seen) {
				var changed models.Changed
				if err := try(); !errors.As(err, &changed) || len(changed.Since) == 0 || changed.Seen <= seen {
					r.Errorf("%s after %s: %v (%d entries)", deed, name, err, len(changed.Since))
				}
			}
			if after := r.history(ticket); !slices.Equal(after, before) {
				r.Errorf("after %s the history became %q", name, after)
			}
			_, err := r.Reply(r.Context(), grace, ticket.Reference, models.Reply{FormID: newForm(), Seen: r.caseOf(grace, ticket).Seen, Body: reader.Clean("All the same")})
			r.must(err)
		}
	})
}

func TestOnesOwnChangesInterruptNobodyButOthers(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		ticket := r.submit("ada@isp.example")
		seen := r.caseOf(grace, ticket).Seen
		r.must(r.Prioritise(r.Context(), grace, ticket.Reference, seen, 2, reader.Clean("Many calls")))
		_, err := r.AddNote(r.Context(), grace, ticket.Reference, newForm(), reader.Clean("Mine"))
		r.must(err)
		r.must(r.NoteRead(r.Context(), r.desk("Henry"), ticket.Reference))
		r.must(r.Move(r.Context(), grace, ticket.Reference, seen, models.WaitingSupplier))
	})
}

func TestAReplyGoesWhereItIsSentAndTheSameFormTwiceOnce(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		for _, tt := range []struct {
			from, then, to models.State
			err            error
		}{
			{models.New, "", models.WaitingRequester, nil},
			{models.New, models.Open, models.Open, nil},
			{models.Open, models.WaitingSupplier, models.WaitingSupplier, nil},
			{models.WaitingRequester, models.Resolved, models.Resolved, nil},
			{models.Resolved, models.Resolved, models.Resolved, nil},
			{models.Closed, models.WaitingSupplier, models.WaitingSupplier, nil},
			{models.Open, models.New, models.Open, models.ErrNotAllowed},
			{models.Open, models.Closed, models.Open, models.ErrNotAllowed},
			{models.Open, "elsewhere", models.Open, models.ErrNotAllowed},
		} {
			ticket := r.submit("ada@isp.example")
			r.setState(ticket, tt.from)
			letters := r.count(&models.Letter{})
			m := models.Reply{FormID: newForm(), Seen: 1 << 60, Body: reader.Clean("Hello"), Then: tt.then}
			first, err := r.Reply(r.Context(), grace, ticket.Reference, m)
			if !errors.Is(err, tt.err) || r.state(ticket) != tt.to {
				r.Errorf("from %s then %q: %s, %v", tt.from, tt.then, r.state(ticket), err)
			}
			if tt.err != nil {
				continue
			}
			m.Seen = 0
			again, err := r.Reply(r.Context(), grace, ticket.Reference, m)
			if err != nil || again.ID != first.ID || r.count(&models.Letter{}) != letters+1 {
				r.Errorf("the same form twice: %v, %d letters more", err, r.count(&models.Letter{})-letters)
			}
		}
	})
}

func TestMovesThatTheTableLacksAreRefused(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		for _, tt := range []struct{ from, to models.State }{
			{models.Open, models.New}, {models.Resolved, models.WaitingRequester}, {models.Closed, models.Resolved}, {models.Open, "lost"},
		} {
			ticket := r.submit("ada@isp.example")
			r.setState(ticket, tt.from)
			if err := r.Move(r.Context(), grace, ticket.Reference, 1<<60, tt.to); !errors.Is(err, models.ErrNotAllowed) {
				r.Errorf("%s to %s: %v", tt.from, tt.to, err)
			}
		}
	})
}

func TestWhatIsSoAlreadyIsNoEvent(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		ticket := r.submit("ada@isp.example")
		id := grace.Account().ID
		r.must(r.Assign(r.Context(), grace, ticket.Reference, 1<<60, &id))
		r.must(r.Move(r.Context(), grace, ticket.Reference, 1<<60, models.Open))
		before := r.history(ticket)
		r.must(r.Assign(r.Context(), grace, ticket.Reference, 1<<60, &id))
		r.must(r.Move(r.Context(), grace, ticket.Reference, 1<<60, models.Open))
		r.must(r.Prioritise(r.Context(), grace, ticket.Reference, 1<<60, 0, reader.Clean("")))
		if after := r.history(ticket); !slices.Equal(after, before) {
			r.Errorf("history became %q", after)
		}
	})
}

func TestAPriorityIsOverriddenForAReasonAndGoesBack(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		ticket := r.submit("ada@isp.example")
		derived := ticket.Priority
		r.must(r.Prioritise(r.Context(), grace, ticket.Reference, 1<<60, 1, reader.Clean("All of Leeds")))
		c := r.caseOf(grace, ticket)
		if c.Ticket.Priority != 1 || c.Ticket.QueueRank != models.RankOf(1, ticket.Environment) {
			r.Errorf("priority %s, rank %d", c.Ticket.Priority, c.Ticket.QueueRank)
		}
		e := c.Entries[len(c.Entries)-1].Event
		if e == nil || e.Kind != "priority" || e.From != derived.String() || e.To != "P1" || e.Reason.String() != "All of Leeds" || e.ActorID == nil {
			r.Errorf("event %+v", e)
		}
		r.must(r.Prioritise(r.Context(), grace, ticket.Reference, 1<<60, 0, reader.Clean("")))
		if back := r.caseOf(grace, ticket).Ticket; back.Priority != derived || back.QueueRank != models.RankOf(derived, ticket.Environment) {
			r.Errorf("back at %s, rank %d", back.Priority, back.QueueRank)
		}
		if err := r.Prioritise(r.Context(), grace, ticket.Reference, 1<<60, 5, reader.Clean("?")); !errors.Is(err, models.ErrNotAllowed) {
			r.Errorf("P5: %v", err)
		}
	})
}

func TestOnlyWhoMaySignInIsAnAssignee(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace, henry := r.desk("Grace"), r.desk("Henry").Account()
		ticket := r.submit("ada@isp.example")
		r.must(r.Assign(r.Context(), grace, ticket.Reference, 1<<60, &henry.ID))
		if c := r.caseOf(grace, ticket); c.Assignee == nil || c.Assignee.ID != henry.ID {
			r.Errorf("assignee %+v", c.Assignee)
		}
		r.must(r.Assign(r.Context(), grace, ticket.Reference, 1<<60, nil))
		r.must(r.DisableAccount(r.Context(), henry.ID))
		stranger := uuid.New()
		for _, id := range []uuid.UUID{henry.ID, stranger} {
			if err := r.Assign(r.Context(), grace, ticket.Reference, 1<<60, &id); !errors.Is(err, models.ErrNoAssignee) {
				r.Errorf("assigned: %v", err)
			}
		}
		if c := r.caseOf(grace, ticket); c.Assignee != nil || len(c.Staff) != 1 {
			r.Errorf("assignee %+v, staff %d", c.Assignee, len(c.Staff))
		}
	})
}

func TestAnAnswerIsToldToTheAssigneeOnceWhileALetterWaits(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		id := grace.Account().ID
		ticket := r.submit("ada@isp.example")
		r.must(r.Assign(r.Context(), grace, ticket.Reference, 1<<60, &id))
		answer := func() {
			r.Helper()
			_, err := r.Answer(r.Context(), scope(ticket), ticket.Reference, newForm(), reader.Clean("It still fails."))
			r.must(err)
		}
		toStaff := func() (letters []models.Letter) {
			for _, l := range all[models.Letter](r) {
				if l.Kind == models.LetterAnswered {
					letters = append(letters, l)
				}
			}
			return letters
		}
		answer()
		answer()
		letters := toStaff()
		if len(letters) != 1 || letters[0].To != grace.Account().Email || letters[0].AccountID == nil || letters[0].MessageID == nil {
			r.Fatalf("letters %+v", letters)
		}
		for _, p := range r.take(10) {
			r.must(r.LetterSent(r.Context(), p.Letter.ID, models.ServerReply{Code: 250}))
		}
		answer()
		if n := len(toStaff()); n != 2 {
			r.Errorf("%d letters after the first has left, want 2", n)
		}
		r.must(r.SetPreferences(r.Context(), id, false, true))
		for _, p := range r.take(10) {
			r.must(r.LetterSent(r.Context(), p.Letter.ID, models.ServerReply{Code: 250}))
		}
		answer()
		if n := len(toStaff()); n != 2 {
			r.Errorf("%d letters although they are switched off", n)
		}
	})
}

func TestTheWaitingBeginsWithTheOldestUnansweredWords(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		ticket := r.submit("ada@isp.example")
		start := r.caseOf(grace, ticket).Ticket.WaitingSince
		wait := func() time.Duration {
			r.Helper()
			return r.caseOf(grace, ticket).Ticket.WaitingSince.Sub(start)
		}
		answer := func() {
			r.Helper()
			_, err := r.Answer(r.Context(), scope(ticket), ticket.Reference, newForm(), reader.Clean("Hello?"))
			r.must(err)
		}
		r.clock.advance(time.Hour)
		answer()
		r.must(r.Move(r.Context(), grace, ticket.Reference, 1<<60, models.Open))
		if d := wait(); d != 0 {
			r.Errorf("an answer on our turn and opening moved the waiting by %s", d)
		}
		_, err := r.Reply(r.Context(), grace, ticket.Reference, reply("Try again"))
		r.must(err)
		if d := wait(); d != time.Hour {
			r.Errorf("after the reply the waiting began at %s", d)
		}
		r.clock.advance(time.Hour)
		answer()
		r.clock.advance(time.Hour)
		answer()
		r.must(r.Move(r.Context(), grace, ticket.Reference, 1<<60, models.WaitingSupplier))
		if d := wait(); d != 3*time.Hour {
			r.Errorf("the supplier's waiting began at %s", d)
		}
		r.must(r.Move(r.Context(), grace, ticket.Reference, 1<<60, models.Open))
		if d := wait(); d != 2*time.Hour {
			r.Errorf("with two answers the waiting began at %s, want the first", d)
		}
	})
}

func TestNothingThatStaffNotedReachesARequester(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		ticket := r.submit("ada@isp.example")
		_, err := r.AddNote(r.Context(), grace, ticket.Reference, newForm(), reader.Clean("secretword in a note"))
		r.must(err)
		r.must(r.KeepDraft(r.Context(), grace, ticket.Reference, models.DraftReply, newForm(), reader.Clean("secretword in a draft")))
		r.must(r.Prioritise(r.Context(), grace, ticket.Reference, 1<<60, 1, reader.Clean("secretword in a reason")))
		if c := fmt.Sprintf("%+v", r.caseOf(grace, ticket).Drafts); !strings.Contains(c, "secretword") {
			r.Error("the case lacks the draft: the test looks at nothing")
		}
		page, err := r.Conversation(r.Context(), mailed(ticket), ticket.Reference)
		r.must(err)
		own, err := r.SameRequest(r.Context(), mailed(ticket), ticket.RequestID)
		r.must(err)
		_, err = r.Reply(r.Context(), grace, ticket.Reference, reply("Hello"))
		r.must(err)
		for where, what := range map[string]any{"conversation": page, "same request": own, "letters": r.take(10)} {
			if text := fmt.Sprintf("%+v", what); strings.Contains(text, "secretword") {
				r.Errorf("%s: %s", where, text)
			}
		}
	})
}

func TestANoteIsKeptOnceAndIsItsAuthors(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace, henry := r.desk("Grace"), r.desk("Henry")
		ticket, other := r.submit("ada@isp.example"), r.submit("ada@isp.example")
		form := newForm()
		first, err := r.AddNote(r.Context(), grace, ticket.Reference, form, reader.Clean("Once"))
		r.must(err)
		again, err := r.AddNote(r.Context(), grace, ticket.Reference, form, reader.Clean("Once"))
		if err != nil || again.ID != first.ID || r.count(&models.Note{}) != 1 {
			r.Errorf("twice: %v", err)
		}
		if _, err := r.AddNote(r.Context(), grace, other.Reference, form, reader.Clean("?")); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("another ticket's form: %v", err)
		}
		if _, err := r.AddNote(r.Context(), henry, ticket.Reference, form, reader.Clean("?")); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("another's form: %v", err)
		}
		if e := r.caseOf(henry, ticket).Entries; len(e) != 2 || e[1].Note == nil || e[1].Who != "Grace" {
			r.Errorf("entries %+v", e)
		}
	})
}

func TestReadingIsRecordedOnceAnHourForEachPerson(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		for _, name := range []string{"Grace", "Henry", "Grace"} {
			r.must(r.NoteRead(r.Context(), r.desk(name), ticket.Reference))
		}
		r.clock.advance(time.Hour + time.Minute)
		r.must(r.NoteRead(r.Context(), r.desk("Grace"), ticket.Reference))
		if n := len(r.history(ticket)); n != 4 {
			r.Errorf("%d events, want the filing and three reads: %q", n, r.history(ticket))
		}
		if e := r.caseOf(r.desk("Grace"), ticket).Entries; len(e) != 3 {
			r.Errorf("%d entries, want the filing and everybody's last read", len(e))
		}
	})
}

func TestKinAreTheTicketsThatShareAnIdentifierInAnyCase(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		file := func(request, conversation, order, errorUUID string) models.Ticket {
			r.Helper()
			ticket := r.submit("ada@isp.example")
			r.must(r.Store.Change(r.Context(), setIDs(ticket, request, conversation, order, errorUUID)))
			return ticket
		}
		mine := file("req-1", "conv-1", "42", "err-1")
		want := map[models.Reference]string{
			file("REQ-1", "conv-2", "", "").Reference:        "request",
			file("req-2", "Conv-1", "42", "").Reference:      "conversation order",
			file("req-3", "conv-3", "", "ERR-1").Reference:   "error",
			file("req-1", "conv-1", "42", "err-1").Reference: "request conversation order error",
		}
		file("req-9", "conv-9", "", "")
		got := map[models.Reference]string{}
		for _, k := range r.caseOf(grace, mine).Kin {
			got[k.Ticket.Reference] = strings.Join(k.Because, " ")
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			r.Errorf("kin %v, want %v", got, want)
		}
	})
}

func TestAFormThatHasSentATextSendsNoOther(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		ticket := r.submit("ada@isp.example")
		first := reply("One")
		_, err := r.Reply(r.Context(), grace, ticket.Reference, first)
		r.must(err)
		first.Body = reader.Clean("Another")
		if _, err := r.Reply(r.Context(), grace, ticket.Reference, first); !errors.Is(err, models.ErrSentBefore) {
			r.Errorf("reply: %v", err)
		}
		form := newForm()
		_, err = r.AddNote(r.Context(), grace, ticket.Reference, form, reader.Clean("One"))
		r.must(err)
		if _, err := r.AddNote(r.Context(), grace, ticket.Reference, form, reader.Clean("Another")); !errors.Is(err, models.ErrSentBefore) {
			r.Errorf("note: %v", err)
		}
		form = newForm()
		_, err = r.Answer(r.Context(), scope(ticket), ticket.Reference, form, reader.Clean("One"))
		r.must(err)
		if _, err := r.Answer(r.Context(), scope(ticket), ticket.Reference, form, reader.Clean("Another")); !errors.Is(err, models.ErrSentBefore) {
			r.Errorf("answer: %v", err)
		}
	})
}

func TestADraftOfAFormThatWasSentIsNotKept(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		ticket := r.submit("ada@isp.example")
		sent := reply("The whole text")
		_, err := r.Reply(r.Context(), grace, ticket.Reference, sent)
		r.must(err)
		r.must(r.KeepDraft(r.Context(), grace, ticket.Reference, models.DraftReply, sent.FormID, reader.Clean("The whole te")))
		if d := r.caseOf(grace, ticket).Drafts; len(d) != 0 {
			r.Errorf("drafts %+v", d)
		}
		r.must(r.KeepDraft(r.Context(), grace, ticket.Reference, models.DraftReply, newForm(), reader.Clean("The next")))
		if d := r.caseOf(grace, ticket).Drafts; len(d) != 1 {
			r.Errorf("drafts %+v", d)
		}
	})
}

func TestAReasonIsOnRecordAlsoWhenThePriorityStays(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		ticket := r.submit("ada@isp.example")
		r.must(r.Prioritise(r.Context(), grace, ticket.Reference, 1<<60, ticket.Priority, reader.Clean("It stays, see the call")))
		entries := r.caseOf(grace, ticket).Entries
		if e := entries[len(entries)-1].Event; e == nil || e.Reason.String() != "It stays, see the call" {
			r.Errorf("last entry %+v", entries[len(entries)-1])
		}
	})
}

func TestWhatSomebodyLeavesBehindStandsBelowTheirDraftOnce(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace, henry, ticket := r.desk("Grace"), r.desk("Henry"), r.submit("ada@isp.example")
		r.must(r.KeepDraft(r.Context(), grace, ticket.Reference, models.DraftReply, newForm(), reader.Clean("Newer")))
		left := []models.Draft{{Kind: models.DraftReply, Body: reader.Clean("Older")}, {Kind: models.DraftNote, Body: reader.Clean("Beside")}}
		for range 2 {
			r.must(r.LeaveDrafts(r.Context(), grace.Account().ID, ticket.Reference, left))
		}
		got := map[models.DraftKind]string{}
		for _, d := range r.caseOf(grace, ticket).Drafts {
			got[d.Kind] = d.Body.String()
		}
		if len(got) != 2 || got[models.DraftReply] != "Newer\n\nOlder" || got[models.DraftNote] != "Beside" {
			r.Errorf("drafts %q", got)
		}
		if d := r.caseOf(henry, ticket).Drafts; len(d) != 0 {
			r.Errorf("they are Henry's too: %+v", d)
		}
	})
}

func TestNothingIsLeftForAnAccountThatIsGoneNorWithoutEnd(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace, ticket := r.desk("Grace"), r.submit("ada@isp.example")
		r.must(r.DisableAccount(r.Context(), r.desk("Henry").Account().ID))
		left := func(text string) []models.Draft {
			return []models.Draft{{Kind: models.DraftNote, Body: reader.Clean("a note")}, {Kind: models.DraftReply, Body: reader.Clean(text)}}
		}
		for name, err := range map[string]error{
			"disabled":  r.LeaveDrafts(r.Context(), r.desk("Henry").Account().ID, ticket.Reference, left("x")),
			"unknown":   r.LeaveDrafts(r.Context(), uuid.New(), ticket.Reference, left("x")),
			"no ticket": r.LeaveDrafts(r.Context(), grace.Account().ID, "0000000", left("x")),
		} {
			if !errors.Is(err, models.ErrNotFound) {
				r.Errorf("%s: %v", name, err)
			}
		}
		if err := r.LeaveDrafts(r.Context(), grace.Account().ID, ticket.Reference, left(strings.Repeat("word ", 20_001))); !errors.Is(err, models.ErrEnough) {
			r.Errorf("too much: %v", err)
		}
		if n := r.count(&models.Draft{}); n != 0 {
			r.Errorf("%d drafts", n)
		}
	})
}
