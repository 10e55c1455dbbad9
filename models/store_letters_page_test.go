package models_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"docket/models"
)

// lead is the desk of somebody who may hold all letters.
func (r *rig) lead() models.Desk {
	r.Helper()
	a, err := r.AddAccount(r.Context(), models.Account{Email: "lead@fibre.example", Name: reader.Clean("Lea"), Role: models.RoleLead})
	r.must(err)
	return models.DeskOf(a)
}

// put makes a letter be in a state.
func (r *rig) put(l models.Letter, state models.LetterState) models.Letter {
	r.Helper()
	r.must(r.Change(r.Context(), func(tx *gorm.DB) error {
		return tx.Model(&models.Letter{ID: l.ID}).Update("state", state).Error
	}))
	return r.letter(l.ID)
}

// confirmation is the first letter of a ticket.
func (r *rig) confirmation(t models.Ticket) models.Letter {
	r.Helper()
	page, err := r.Conversation(r.Context(), scope(t), t.Reference)
	r.must(err)
	return *page.Letter
}

func TestLettersAreListedNewestFirstInPages(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		desk := r.desk("Grace")
		var want []models.Reference
		for range models.MostLetters + 7 {
			want = append(want, r.submit("ada@isp.example").Reference)
		}
		slices.Reverse(want)
		var got []models.Reference
		var filter models.LetterFilter
		for range 2 {
			page, err := r.Letters(r.Context(), desk, filter)
			r.must(err)
			for _, row := range page.Rows {
				got = append(got, row.Reference)
				if row.Summary.String() != "order refused" || row.Letter.To != "ada@isp.example" {
					r.Fatalf("row %+v", row)
				}
			}
			filter.After = page.Next
		}
		if !slices.Equal(got, want) || filter.After != "" {
			r.Errorf("%d rows, want %d; then %q", len(got), len(want), filter.After)
		}
		page, err := r.Letters(r.Context(), desk, models.LetterFilter{After: "no cursor"})
		if err != nil || len(page.Rows) != models.MostLetters {
			r.Errorf("a broken cursor gives %d rows, %v", len(page.Rows), err)
		}
	})
}

func TestPagesOfLettersLeadForthAndBack(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		desk := r.desk("Grace")
		for range 2*models.MostLetters + 7 {
			r.submit("ada@isp.example")
		}
		turn := func(f models.LetterFilter) models.LetterPage {
			page, err := r.Letters(r.Context(), desk, f)
			r.must(err)
			return page
		}
		first := turn(models.LetterFilter{})
		second := turn(models.LetterFilter{After: first.Next})
		third := turn(models.LetterFilter{After: second.Next})
		if first.Previous != "" || third.Next != "" || len(third.Rows) != 7 {
			r.Fatalf("before the first %q, after the last %q, which has %d rows", first.Previous, third.Next, len(third.Rows))
		}
		if got := turn(models.LetterFilter{Before: third.Previous}); !slices.Equal(got.Rows, second.Rows) || got.Next != second.Next || got.Previous != second.Previous {
			r.Errorf("back from the third page: %d rows, %q and %q", len(got.Rows), got.Previous, got.Next)
		}
		if got := turn(models.LetterFilter{Before: second.Previous}); !slices.Equal(got.Rows, first.Rows) || got.Previous != "" || got.Next != first.Next {
			r.Errorf("back from the second page: %d rows, before them %q", len(got.Rows), got.Previous)
		}
		newest := first.Rows[0].Letter.ID.String()
		for name, f := range map[string]models.LetterFilter{
			"back to fewer than a page": {Before: first.Rows[3].Letter.ID.String()}, "back from the newest": {Before: newest},
			"forth from the oldest": {After: third.Rows[6].Letter.ID.String()}, "nonsense": {Before: "no cursor"},
		} {
			if got := turn(f); !slices.Equal(got.Rows, first.Rows) || got.Previous != "" || got.Next != first.Next {
				r.Errorf("%s: %d rows, %q and %q", name, len(got.Rows), got.Previous, got.Next)
			}
		}
	})
}

func TestLettersOfOneStateAreListedWithCountsOfAll(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		desk := r.desk("Grace")
		want := map[models.LetterState]int{}
		for i, state := range models.LetterStates {
			for range i + 1 {
				r.put(r.confirmation(r.submit("ada@isp.example")), state)
			}
			want[state] = i + 1
		}
		for state, n := range want {
			page, err := r.Letters(r.Context(), desk, models.LetterFilter{State: state})
			r.must(err)
			if len(page.Rows) != n {
				r.Errorf("%d letters %s, want %d", len(page.Rows), state, n)
			}
			for _, row := range page.Rows {
				if row.Letter.State != state {
					r.Errorf("%s among %s", row.Letter.State, state)
				}
			}
			if len(page.Counts) != len(want) || page.Counts[state] != n {
				r.Errorf("counts %v, want %v", page.Counts, want)
			}
		}
		if n, err := r.FailedLetters(r.Context()); n != want[models.LetterGivenUp] || err != nil {
			r.Errorf("%d failed, %v", n, err)
		}
	})
}

func TestLettersAreForStaffAlone(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		letter := r.confirmation(r.submit("ada@isp.example")).ID
		gone := r.desk("Gone").Account()
		now := r.clock.Now()
		gone.DisabledAt = &now
		for name, desk := range map[string]models.Desk{"nobody": {}, "disabled": models.DeskOf(gone)} {
			_, list := r.Letters(r.Context(), desk, models.LetterFilter{})
			_, read := r.Letter(r.Context(), desk, letter)
			_, release := r.ReleaseHeld(r.Context(), desk)
			for deed, err := range map[string]error{
				"list": list, "read": read, "release": release,
				"again": r.SendAgain(r.Context(), desk, letter), "drop": r.DropLetter(r.Context(), desk, letter),
				"hold": r.HoldLetters(r.Context(), desk, true),
			} {
				if !errors.Is(err, models.ErrNotFound) {
					r.Errorf("%s may %s: %v", name, deed, err)
				}
			}
		}
		agent := r.desk("Grace")
		if err := r.HoldLetters(r.Context(), agent, true); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("an agent may hold all: %v", err)
		}
		if _, err := r.ReleaseHeld(r.Context(), agent); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("an agent may release: %v", err)
		}
		if l := r.letter(letter); l.State != models.LetterQueued {
			r.Errorf("the letter is %s", l.State)
		}
	})
}

func TestOneLetterIsReadWithItsTicket(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		desk, ticket := r.desk("Grace"), r.submit("ada@isp.example")
		want := r.confirmation(ticket)
		row, err := r.Letter(r.Context(), desk, want.ID)
		r.must(err)
		if row.Letter != want || row.Reference != ticket.Reference || row.Summary != ticket.Summary {
			r.Errorf("got %+v", row)
		}
		if _, err := r.Letter(r.Context(), desk, uuid.New()); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("an unknown letter: %v", err)
		}
	})
}

// rings reports whether the bell has rung since it was last asked.
func (r *rig) rings() bool {
	select {
	case <-r.Bell():
		return true
	default:
		return false
	}
}

func TestALetterThatHasNotGoneGoesAgainAtOnce(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		desk := r.desk("Grace")
		for _, state := range []models.LetterState{models.LetterDelayed, models.LetterHeld, models.LetterGivenUp, models.LetterDropped} {
			ticket := r.submit("ada@isp.example")
			id := r.take(1)[0].Letter.ID
			r.must(r.LetterDelayed(r.Context(), id, models.ServerReply{Code: 451, Text: "later"}, r.clock.Now().Add(time.Hour)))
			before := r.put(r.letter(id), state)
			r.clock.advance(time.Minute)
			r.rings()
			r.must(r.SendAgain(r.Context(), desk, id))
			if !r.rings() {
				r.Errorf("no bell for a letter %s", state)
			}
			posts := r.take(5)
			if len(posts) != 1 || posts[0].Letter.ID != id || posts[0].Letter.HeaderID != before.HeaderID || posts[0].Letter.Attempts != 1 {
				r.Fatalf("of a letter %s went %+v", state, posts)
			}
			if l := posts[0].Letter; !l.PlannedAt.Equal(r.clock.Now()) {
				r.Errorf("its five days began at %v", l.PlannedAt)
			}
			r.must(r.LetterSent(r.Context(), id, models.ServerReply{Code: 250}))
			r.decidedBy(desk, ticket, string(state)+">queued")
		}
	})
}

// decidedBy checks that an event each says what a member of staff did to a ticket's letter.
func (r *rig) decidedBy(desk models.Desk, t models.Ticket, want ...string) {
	r.Helper()
	var got []string
	for _, e := range all[models.Event](r) {
		if e.TicketID == t.ID && e.Kind == "letter" && e.Actor == models.Staff {
			if e.ActorID == nil || *e.ActorID != desk.Account().ID || e.Channel != "browser" {
				r.Errorf("event %+v", e)
			}
			got = append(got, e.From+">"+e.To)
		}
	}
	if !slices.Equal(got, want) {
		r.Errorf("events %q, want %q", got, want)
	}
}

func TestALetterUnderWayIsNotSentTwice(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		desk, ticket := r.desk("Grace"), r.submit("ada@isp.example")
		id := r.confirmation(ticket).ID
		r.must(r.SendAgain(r.Context(), desk, id)) // it is due already
		r.take(1)
		r.must(r.SendAgain(r.Context(), desk, id)) // it is in a courier's hand
		r.must(r.DropLetter(r.Context(), desk, id))
		r.must(r.SendAgain(r.Context(), desk, id)) // and still is
		if posts := r.take(5); len(posts) != 0 {
			r.Errorf("took %+v", posts)
		}
		r.clock.advance(6 * time.Minute)
		r.must(r.SendAgain(r.Context(), desk, id))
		if posts := r.take(5); len(posts) != 1 {
			r.Errorf("after its lease: %d letters", len(posts))
		}
	})
}

func TestALetterDroppedInACouriersHandGoesOnWhenItIsSentAgain(t *testing.T) {
	t.Parallel()
	failed := models.ServerReply{Code: 451, Text: "later"}
	onEachEngine(t, func(r *rig) {
		desk := r.desk("Grace")
		for name, after := range map[string]func(id uuid.UUID) error{
			"the courier fails afterwards": func(id uuid.UUID) error {
				return r.LetterDelayed(r.Context(), id, failed, r.clock.Now().Add(time.Hour))
			},
			"the courier never reports": func(uuid.UUID) error { return nil },
		} {
			ticket := r.submit("ada@isp.example")
			taken := r.take(1)[0].Letter
			r.must(r.DropLetter(r.Context(), desk, taken.ID))
			r.clock.advance(time.Second)
			r.must(r.SendAgain(r.Context(), desk, taken.ID))
			if l := r.letter(taken.ID); l.State != models.LetterQueued || l.TakenAt == nil || !l.DueAt.Equal(taken.DueAt) || !l.PlannedAt.Equal(r.clock.Now()) {
				r.Errorf("%s: it is %+v", name, l)
			}
			r.decidedBy(desk, ticket, "queued>dropped", "dropped>queued")
			r.must(after(taken.ID))
			r.clock.advance(2 * time.Hour)
			posts := r.take(5)
			if len(posts) != 1 || posts[0].Letter.ID != taken.ID {
				r.Fatalf("%s: then went %+v", name, posts)
			}
			r.must(r.LetterSent(r.Context(), taken.ID, models.ServerReply{Code: 250}))
		}
	})
}

func TestALetterDroppedWhileItsCourierFailedGoesAgain(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		desk := r.desk("Grace")
		r.submit("ada@isp.example")
		id := r.take(1)[0].Letter.ID
		r.must(r.DropLetter(r.Context(), desk, id))
		r.must(r.LetterGivenUp(r.Context(), id, models.ServerReply{Code: 550}))
		r.must(r.SendAgain(r.Context(), desk, id))
		r.clock.advance(6 * time.Minute)
		if posts := r.take(5); len(posts) != 1 {
			r.Errorf("took %+v", posts)
		}
	})
}

func TestASecondLetterLikeOneThatHasGoneIsQueuedOnce(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		desk, ticket := r.desk("Grace"), r.submit("Ada@isp.example")
		_, err := r.Reply(r.Context(), desk, ticket.Reference, reply("Please try again."))
		r.must(err)
		for _, post := range r.take(5) {
			r.must(r.LetterSent(r.Context(), post.Letter.ID, models.ServerReply{Code: 250}))
		}
		var first models.Letter
		for _, l := range all[models.Letter](r) {
			if l.Kind == models.LetterReply {
				first = l
			}
		}
		r.clock.advance(time.Hour)
		r.rings()
		for range 2 {
			r.must(r.SendAgain(r.Context(), desk, first.ID))
		}
		posts := r.take(5)
		if !r.rings() || len(posts) != 1 {
			r.Fatalf("took %+v", posts)
		}
		second := posts[0].Letter
		if second.ID == first.ID || second.HeaderID == first.HeaderID || !second.CreatedAt.Equal(r.clock.Now()) {
			r.Errorf("the second letter is %+v", second)
		}
		if second.To != first.To || second.Mailbox != first.Mailbox || second.Kind != first.Kind || second.Cap != first.Cap ||
			*second.MessageID != *first.MessageID || second.TicketID != ticket.ID || posts[0].Message == nil {
			r.Errorf("the second letter is %+v, the first %+v", second, first)
		}
		if l := r.letter(first.ID); l.State != models.LetterSent {
			r.Errorf("the first is %s", l.State)
		}
		r.decidedBy(desk, ticket, "sent>queued")
	})
}

func TestALetterToABlockedAddressDoesNotGoAgain(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		desk, ticket := r.desk("Grace"), r.submit("ada@isp.example")
		letter := r.put(r.confirmation(ticket), models.LetterSent)
		r.must(r.Block(r.Context(), letter.ID))
		if err := r.SendAgain(r.Context(), desk, letter.ID); !errors.Is(err, models.ErrBlocked) {
			r.Errorf("got %v", err)
		}
		gone := r.hire("gone@fibre.example", models.RoleAgent)
		toStaff := r.writeTo(ticket, gone)
		r.must(r.DisableAccount(r.Context(), gone.ID))
		if err := r.SendAgain(r.Context(), desk, toStaff.ID); !errors.Is(err, models.ErrBlocked) {
			r.Errorf("to a disabled account: %v", err)
		}
		for _, l := range all[models.Letter](r) {
			if l.State == models.LetterQueued && l.Kind != models.LetterBlocked {
				r.Errorf("queued: %+v", l)
			}
		}
	})
}

func TestALetterThatTheCapsDroppedGoesAgainUnderThem(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		desk := r.desk("Grace")
		var dropped models.Letter
		for range 2 * models.UnprovedDaily {
			dropped = r.confirmation(r.submit("ada@isp.example"))
		}
		if dropped.State != models.LetterGivenUp || dropped.Cap != models.CapNone {
			r.Fatalf("the last one is %+v", dropped)
		}
		r.must(r.SendAgain(r.Context(), desk, dropped.ID))
		if l := r.letter(dropped.ID); l.Cap != models.CapUnproved || l.State != models.LetterQueued {
			r.Errorf("sent again: %+v", l)
		}
		if n := len(r.take(20)); n > models.UnprovedHourly {
			r.Errorf("%d letters left at once", n)
		}
	}, withCaps)
}

func TestADroppedLetterDoesNotGo(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		desk := r.desk("Grace")
		for _, state := range []models.LetterState{models.LetterQueued, models.LetterDelayed, models.LetterHeld, models.LetterGivenUp} {
			ticket := r.submit("ada@isp.example")
			letter := r.put(r.confirmation(ticket), state)
			for range 2 {
				r.must(r.DropLetter(r.Context(), desk, letter.ID))
			}
			if l := r.letter(letter.ID); l.State != models.LetterDropped {
				r.Errorf("dropped from %s it is %s", state, l.State)
			}
			r.decidedBy(desk, ticket, string(state)+">dropped")
		}
		if posts := r.take(5); len(posts) != 0 {
			r.Errorf("took %+v", posts)
		}
		sent := r.put(r.confirmation(r.submit("ada@isp.example")), models.LetterSent)
		for _, id := range []uuid.UUID{sent.ID, uuid.New()} {
			if err := r.DropLetter(r.Context(), desk, id); !errors.Is(err, models.ErrNotFound) {
				r.Errorf("got %v", err)
			}
		}
	})
}

func TestACourierOverrulesADecisionOnlyWithALetterThatWent(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for _, decided := range []models.LetterState{models.LetterDropped, models.LetterHeld} {
			r.submit("ada@isp.example")
			letter := r.put(r.take(1)[0].Letter, decided)
			r.must(r.LetterDelayed(r.Context(), letter.ID, models.ServerReply{Code: 451}, r.clock.Now()))
			r.must(r.LetterGivenUp(r.Context(), letter.ID, models.ServerReply{Code: 550}))
			if l := r.letter(letter.ID); l.State != decided || l.ReplyCode != 0 {
				r.Errorf("a letter %s has become %+v", decided, l)
			}
			r.must(r.LetterSent(r.Context(), letter.ID, models.ServerReply{Code: 250}))
			if l := r.letter(letter.ID); l.State != models.LetterSent || l.SentAt == nil {
				r.Errorf("a letter %s that went is %+v", decided, l)
			}
		}
	})
}

func TestABlockWithdrawsHeldLettersToo(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		held := r.put(r.confirmation(r.submit("ada@isp.example")), models.LetterHeld)
		r.must(r.Block(r.Context(), held.ID))
		if l := r.letter(held.ID); l.State != models.LetterGivenUp {
			r.Errorf("it is %s", l.State)
		}
	})
}

func TestNoLetterLeavesWhileAllAreHeld(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		lead := r.lead()
		r.submit("ada@isp.example")
		r.submit("bob@isp.example")
		r.must(r.LetterDelayed(r.Context(), r.take(1)[0].Letter.ID, models.ServerReply{Code: 451}, r.clock.Now()))
		since := r.clock.Now()
		r.must(r.HoldLetters(r.Context(), lead, true))
		r.clock.advance(time.Hour)
		r.must(r.HoldLetters(r.Context(), lead, true)) // twice is once
		r.must(r.ReclaimLetters(r.Context()))
		if posts := r.take(5); len(posts) != 0 {
			r.Errorf("took %+v", posts)
		}
		if due, ok, err := r.NextLetter(r.Context()); ok || err != nil {
			r.Errorf("next letter at %v, %v", due, err)
		}
		hold, err := r.LettersHeld(r.Context())
		r.must(err)
		page, err := r.Letters(r.Context(), lead, models.LetterFilter{})
		r.must(err)
		for _, h := range []*models.Hold{hold, page.Hold} {
			if h == nil || !h.Since.Equal(since) || h.By != "Lea" {
				r.Errorf("hold %+v", h)
			}
		}
		r.rings()
		r.must(r.HoldLetters(r.Context(), lead, false))
		if !r.rings() {
			r.Error("no bell when they go again")
		}
		if posts := r.take(5); len(posts) != 2 {
			r.Errorf("then %d went, want 2", len(posts))
		}
		if hold, err := r.LettersHeld(r.Context()); hold != nil || err != nil {
			r.Errorf("hold %+v, %v", hold, err)
		}
	})
}

func TestReleasedLettersGoAndTheHistorySaysByWhom(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		lead := r.lead()
		tickets := []models.Ticket{r.submit("ada@isp.example"), r.submit("bob@isp.example")}
		for _, ticket := range tickets {
			r.put(r.confirmation(ticket), models.LetterHeld)
		}
		dropped := r.put(r.confirmation(r.submit("eve@isp.example")), models.LetterDropped)
		if posts := r.take(5); len(posts) != 0 {
			r.Errorf("held letters went: %+v", posts)
		}
		if _, ok, err := r.NextLetter(r.Context()); ok || err != nil {
			r.Errorf("a held letter is due: %v", err)
		}
		r.clock.advance(7 * 24 * time.Hour)
		r.rings()
		n, err := r.ReleaseHeld(r.Context(), lead)
		if n != 2 || err != nil || !r.rings() {
			r.Errorf("released %d, %v", n, err)
		}
		posts := r.take(5)
		if len(posts) != 2 {
			r.Errorf("%d letters went, want 2", len(posts))
		}
		for _, post := range posts {
			if !post.Letter.PlannedAt.Equal(r.clock.Now()) || post.Letter.ID == dropped.ID {
				r.Errorf("released: %+v", post.Letter)
			}
		}
		for _, ticket := range tickets {
			r.decidedBy(lead, ticket, "held>queued")
		}
		if n, err := r.ReleaseHeld(r.Context(), lead); n != 0 || err != nil {
			r.Errorf("again: %d, %v", n, err)
		}
	})
}

func TestAHoldOfTheProgramsOwnHasNoName(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.must(r.Change(context.Background(), func(tx *gorm.DB) error {
			return tx.Exec("INSERT INTO switches (name, since) VALUES ('letters_held', ?)", r.clock.Now()).Error
		}))
		hold, err := r.LettersHeld(r.Context())
		if err != nil || hold == nil || hold.By != "" || !hold.Since.Equal(r.clock.Now()) {
			r.Errorf("hold %+v, %v", hold, err)
		}
	})
}
