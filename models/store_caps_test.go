package models_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"docket/models"
)

// plan is when each letter to a mailbox goes after it was written, in the order of filing; a
// letter that does not go has -1.
func (r *rig) plan(mailbox string, kind models.LetterKind) (plan []time.Duration) {
	for _, l := range all[models.Letter](r) {
		switch {
		case l.Mailbox != mailbox || l.Kind != kind:
		case l.State == models.LetterGivenUp:
			plan = append(plan, -1)
		default:
			plan = append(plan, l.DueAt.Sub(l.CreatedAt))
		}
	}
	return plan
}

// hours are durations of whole hours.
func hours(n ...time.Duration) []time.Duration {
	for i := range n {
		if n[i] > 0 {
			n[i] *= time.Hour
		}
	}
	return n
}

func TestConfirmationsToAnUnprovedMailboxAreSpreadAndTheRestDropped(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 13 {
			r.submit("Ada+spam@isp.example")
		}
		r.submit("bob@other.example")
		want := hours(0, 0, 0, 1, 1, 1, 2, 24, 24, 24, -1, -1, -1)
		if got := r.plan("ada@isp.example", models.LetterReceived); !slices.Equal(got, want) {
			r.Errorf("letters go after %v, want %v", got, want)
		}
		if got := r.plan("bob@other.example", models.LetterReceived); got[0] != 0 {
			r.Errorf("another mailbox waits %v", got)
		}
	}, withCaps)
}

func TestALetterBeyondTheCapsIsShownAsGivenUp(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		var last models.Ticket
		for range 11 {
			last = r.submit("ada@isp.example")
		}
		page, err := r.Conversation(r.Context(), scope(last), last.Reference)
		r.must(err)
		if l := page.Letter; l == nil || l.State != models.LetterGivenUp || l.ReplyText != models.TooManyLetters || l.Attempts != 0 {
			r.Errorf("the page shows %+v", l)
		}
		if got := r.history(last); !slices.Equal(got, []string{"filed >new", "letter >given_up"}) {
			r.Errorf("history %q", got)
		}
	}, withCaps)
}

// sending runs the clock hour by hour and returns when letters of a mailbox go.
func (r *rig) sending(mailbox string, d time.Duration, each func()) (sent []time.Time) {
	for end := r.clock.Now().Add(d); r.clock.Now().Before(end); r.clock.advance(20 * time.Minute) {
		each()
		for _, p := range r.take(100) {
			r.must(r.LetterSent(r.Context(), p.Letter.ID, models.ServerReply{Code: 250}))
			if p.Letter.Mailbox == mailbox {
				sent = append(sent, r.clock.Now())
			}
		}
	}
	return sent
}

// most is the most letters within any span.
func most(sent []time.Time, span time.Duration) (most int) {
	for i := range sent {
		n := 0
		for _, other := range sent[i:] {
			if other.Sub(sent[i]) < span {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func TestAFloodOfFilingsAndLinksKeepsTheCapsAndSilencesNobody(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		own := r.submit("ada@isp.example")
		for range 30 {
			r.submit("ada@isp.example")
		}
		r.must(r.SendLink(r.Context(), own.Reference, "ada@isp.example"))
		if got := r.plan("ada@isp.example", models.LetterLink); len(got) != 1 || got[0] < 0 || got[0] > 2*time.Hour {
			r.Fatalf("after a flood of filings the asked-for link goes after %v", got)
		}
		sent := r.sending("ada@isp.example", 72*time.Hour, func() {
			r.submit("a.da@isp.example")
			r.submit("ada@isp.example")
			r.must(r.SendLink(r.Context(), ticket.Reference, "ada@isp.example"))
		})
		if len(sent) < 24 || most(sent, time.Hour) > models.UnprovedHourly || most(sent, 24*time.Hour) > models.UnprovedDaily {
			r.Errorf("%d letters, at most %d an hour and %d a day", len(sent), most(sent, time.Hour), most(sent, 24*time.Hour))
		}
		for _, l := range all[models.Letter](r) {
			if wait := l.PlannedAt.Sub(l.CreatedAt); wait > models.LongestWait {
				r.Errorf("%s waits %v", l.Kind, wait)
			}
		}
	}, withCaps)
}

func TestLettersThatPileUpWhileNothingGoesDoNotLeaveInOneHeap(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 5 { // days without a courier
			for range 7 {
				r.submit("ada@isp.example")
			}
			r.clock.advance(25 * time.Hour)
		}
		r.submit("bob@isp.example")
		if posts := r.take(100); len(posts) != models.UnprovedHourly+1 {
			r.Errorf("%d letters at once", len(posts))
		}
		r.clock.advance(time.Minute)
		sent := r.sending("ada@isp.example", 5*24*time.Hour, func() {})
		if len(sent) != 35 || most(sent, time.Hour) > models.UnprovedHourly || most(sent, 24*time.Hour) > models.UnprovedDaily {
			r.Errorf("%d letters, at most %d an hour and %d a day", len(sent), most(sent, time.Hour), most(sent, 24*time.Hour))
		}
		for _, l := range all[models.Letter](r) {
			if l.State != models.LetterSent || l.Attempts > 2 {
				r.Errorf("%s after %d attempts", l.State, l.Attempts)
			}
		}
	}, withCaps)
}

func TestALetterThatNobodyReportsDoesNotWaitForItself(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range models.UnprovedHourly {
			r.submit("ada@isp.example")
		}
		for range 2 {
			if posts := r.take(10); len(posts) != models.UnprovedHourly {
				r.Errorf("%d letters", len(posts))
			}
			r.clock.advance(5 * time.Minute)
		}
	}, withCaps)
}

func TestALinkThatWaitsIsNotQueuedTwice(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		links := func(want int) {
			r.Helper()
			for range 151 {
				r.must(r.SendLink(r.Context(), ticket.Reference, "ada@isp.example"))
			}
			if got := r.plan("ada@isp.example", models.LetterLink); len(got) != want {
				r.Fatalf("%d links, want %d: %v", len(got), want, got)
			}
		}
		links(1)
		for _, p := range r.take(10) {
			r.must(r.LetterDelayed(r.Context(), p.Letter.ID, models.ServerReply{Code: 451}, r.clock.Now().Add(time.Hour)))
		}
		links(1) // a delayed letter waits too
		r.clock.advance(time.Hour)
		for _, p := range r.take(10) {
			r.must(r.LetterSent(r.Context(), p.Letter.ID, models.ServerReply{Code: 250}))
		}
		links(2)
	}, withCaps)
}

func TestLinksToAProvedTicketAreNoMailBombEither(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		r.must(r.Confirm(r.Context(), mailed(ticket), ticket.Reference))
		sent := r.sending("ada@isp.example", 30*time.Hour, func() {
			r.must(r.SendLink(r.Context(), ticket.Reference, "ada@isp.example"))
		})
		if most(sent, time.Hour) > models.UnprovedHourly+1 || most(sent, 24*time.Hour) > models.UnprovedDaily+1 {
			r.Errorf("%d an hour, %d a day", most(sent, time.Hour), most(sent, 24*time.Hour))
		}
	}, withCaps)
}

func TestRepliesAndProvedTicketsDoNotWaitBehindStrangers(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket, proved := r.submit("ada@isp.example"), r.submit("ada@isp.example")
		r.must(r.Confirm(r.Context(), mailed(proved), proved.Reference))
		for range 30 {
			r.submit("ada@isp.example")
		}
		_, err := r.Reply(r.Context(), r.desk("Grace"), ticket.Reference, reply("Hello"))
		r.must(err)
		r.must(r.SendLink(r.Context(), proved.Reference, "ada@isp.example"))
		r.submitIn(mailed(proved), "ada@isp.example")
		received := r.plan("ada@isp.example", models.LetterReceived)
		reply, link := r.plan("ada@isp.example", models.LetterReply), r.plan("ada@isp.example", models.LetterLink)
		if reply[0] != 0 || link[0] != 0 || received[len(received)-1] != 0 {
			r.Errorf("reply waits %v, link %v, confirmation %v", reply, link, received[len(received)-1])
		}
	}, withCaps)
}

func TestAProvedMailboxHasItsOwnCaps(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		for range models.ProvedHourly + 1 {
			r.submitIn(mailed(ticket), "ada@isp.example")
		}
		got := r.plan("ada@isp.example", models.LetterReceived)
		if got[models.ProvedHourly] != 0 || got[models.ProvedHourly+1] != time.Hour {
			r.Errorf("letters go after %v", got)
		}
	}, withCaps)
}

func TestTheInstanceCapHoldsAFloodBack(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, withCaps)
	for i := range models.InstanceHourly + 1 {
		if r.Surging() {
			t.Fatalf("alarm after %d letters", i)
		}
		_, err := r.Submit(t.Context(), models.Scope{}, aFiling(i))
		r.must(err)
	}
	letters := all[models.Letter](r)
	last := letters[len(letters)-1]
	if next := r.clock.Now().Truncate(time.Hour).Add(time.Hour); !last.DueAt.Equal(next) || !r.Surging() {
		t.Errorf("the letter beyond goes at %v, want %v", last.DueAt, next)
	}
	r.clock.advance(time.Hour)
	if r.Surging() {
		t.Error("the alarm lasts")
	}
}

func TestOneNetworkHoldsOnlyItsOwnLettersBack(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, withCaps)
	next := r.clock.Now().Truncate(time.Hour).Add(time.Hour)
	file := func(n int, network string) models.Letter {
		t.Helper()
		filed, err := r.Submit(t.Context(), models.Scope{}, aFiling(n).From(network))
		r.must(err)
		page, err := r.Conversation(t.Context(), scope(filed), filed.Reference)
		r.must(err)
		return *page.Letter
	}
	for i := range models.NetworkHourly {
		if l := file(i, "203.0.113.0/24"); l.DueAt.After(r.clock.Now()) {
			t.Fatalf("letter %d waits", i)
		}
	}
	if l := file(1000, "203.0.113.0/24"); !l.DueAt.Equal(next) {
		t.Errorf("beyond its share: due at %v, want %v", l.DueAt, next)
	}
	for i, network := range []string{"198.51.100.0/24", ""} {
		if l := file(2000+i, network); l.DueAt.After(r.clock.Now()) {
			t.Errorf("network %q waits until %v", network, l.DueAt)
		}
	}
	known := r.submit("ada@isp.example")
	f := aFiling(3).Ticket()
	f.Email = "ada@isp.example"
	filed, err := r.Submit(t.Context(), mailed(known), models.FilingOf(f, models.Papers{}).From("203.0.113.0/24"))
	r.must(err)
	page, err := r.Conversation(t.Context(), scope(filed), filed.Reference)
	r.must(err)
	if page.Letter.DueAt.After(r.clock.Now()) {
		t.Error("a proved browser's letter waits for its network")
	}
}

func TestANetworksFloodNeverWaitsMoreThanADayNorTakesTheInstancesRoom(t *testing.T) {
	t.Parallel()
	s := models.NewSurge()
	now := time.Date(2026, 11, 23, 9, 5, 0, 0, time.UTC)
	for i := range 10_000 {
		at, ok := s.Admit(now, "203.0.113.0/24")
		if hour := i / models.NetworkHourly; ok != (hour <= 24) || ok && at.Sub(now.Truncate(time.Hour)) != time.Duration(hour)*time.Hour && hour > 0 {
			t.Fatalf("letter %d: at %v, %v", i, at, ok)
		}
	}
	for i := range models.InstanceHourly - models.NetworkHourly {
		if at, ok := s.Admit(now, fmt.Sprint(i)); !ok || at.After(now) {
			t.Fatalf("letter %d of the others: at %v, %v", i, at, ok)
		}
	}
	if at, ok := s.Admit(now, "others"); !ok || !at.After(now) {
		t.Errorf("beyond the instance's cap: at %v, %v", at, ok)
	}
	for range 20 * models.InstanceHourly {
		s.Admit(now, fmt.Sprint(s.Size()))
	}
	if n := s.Size(); n > 25*models.InstanceHourly {
		t.Errorf("%d networks are remembered", n)
	}
	s.Admit(now.Add(48*time.Hour), "later")
	if n := s.Size(); n != 1 {
		t.Errorf("%d networks are remembered two days later", n)
	}
}

func TestSpellingsOfOneMailboxCountAsOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ address, want string }{
		{"Ada@ISP.example", "ada@isp.example"},
		{" ada+tag@isp.example ", "ada@isp.example"},
		{"a.d.a@isp.example", "a.d.a@isp.example"},
		{"a.d.a@gmail.com", "ada@gmail.com"},
		{"A.da+x.y@GoogleMail.com", "ada@gmail.com"},
		{"ada@gmail.com.", "ada@gmail.com"},
		{"ada@notgmail.com", "ada@notgmail.com"},
		{"a.da@mail.gmail.com", "a.da@mail.gmail.com"},
		{"+ada@isp.example", "+ada@isp.example"},
		{`"a@b"@isp.example`, `"a@b"@isp.example`},
		{"nobody", "nobody"},
		{"", ""},
	} {
		if got := models.MailboxOf(c.address); got != c.want {
			t.Errorf("%q counts as %q, want %q", c.address, got, c.want)
		}
	}
}

func TestDotsAtGmailBuyNoMoreLettersAndEachGoesWhereItWasWrittenTo(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for i := range 4 {
			r.submit(strings.Repeat("a", i+1) + "." + strings.Repeat("a", 5-i) + "@gmail.com")
		}
		letters := all[models.Letter](r)
		if got := r.plan("aaaaaa@gmail.com", models.LetterReceived); !slices.Equal(got, hours(0, 0, 0, 1)) {
			r.Errorf("letters go after %v", got)
		}
		if letters[0].To != "a.aaaaa@gmail.com" {
			r.Errorf("to %s", letters[0].To)
		}
	}, withCaps)
}

func TestTheFirstGapIsTheFirstThatKeepsEveryQuota(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	start := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for range 300 {
		var planned []time.Time
		for range random.IntN(14) {
			at, ok := models.FirstGap(start.Add(time.Duration(random.IntN(36*60))*time.Minute), start.Add(72*time.Hour), planned)
			if !ok {
				t.Fatal("no gap in three days")
			}
			planned = append(planned, at)
			slices.SortFunc(planned, time.Time.Compare)
			if most(planned, time.Hour) > models.UnprovedHourly || most(planned, 24*time.Hour) > models.UnprovedDaily {
				t.Fatalf("too many: %v", planned)
			}
		}
		from := start.Add(time.Duration(random.IntN(36*60)) * time.Minute)
		got, _ := models.FirstGap(from, from.Add(72*time.Hour), planned)
		for at := from; at.Before(got); at = at.Add(time.Minute) {
			with := append(slices.Clone(planned), at)
			slices.SortFunc(with, time.Time.Compare)
			if most(with, time.Hour) <= models.UnprovedHourly && most(with, 24*time.Hour) <= models.UnprovedDaily {
				t.Fatalf("the gap at %v comes before %v in %v", at, got, planned)
			}
		}
	}
}
