package models_test

import (
	"testing"

	"docket/models"
)

// submitIn files a ticket from a browser that holds a scope.
func (r *rig) submitIn(scope models.Scope, email string) models.Ticket {
	r.Helper()
	f := aFiling(1).Ticket()
	f.Email = email
	filed, err := r.Submit(r.Context(), scope, models.FilingOf(f, models.Papers{}))
	r.must(err)
	return filed
}

// carriesWords reports whether the letters of a ticket may carry people's words, as the courier
// and the page see it.
func (r *rig) carriesWords(ticket models.Ticket) bool {
	r.Helper()
	page, err := r.Conversation(r.Context(), scope(ticket), ticket.Reference)
	r.must(err)
	for _, p := range r.take(100) {
		if p.Ticket.ID == ticket.ID && p.Confirmed != page.Proved {
			r.Errorf("the letter says %v, the page %v", p.Confirmed, page.Proved)
		}
	}
	return page.Proved
}

func TestAStrangersTicketCarriesNoWordsThoughTheMailboxHasConfirmedAnother(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		early, annas := r.submit("anna@isp.example"), r.submit("anna@isp.example")
		r.must(r.Confirm(r.Context(), mailed(annas), annas.Reference))
		strangers := r.submit("anna@isp.example")
		for name, try := range map[string]struct {
			ticket models.Ticket
			want   bool
		}{"confirmed": {annas, true}, "filed before": {early, false}, "filed after": {strangers, false}} {
			if got := r.carriesWords(try.ticket); got != try.want {
				r.Errorf("the ticket %s: words %v, want %v", name, got, try.want)
			}
		}
	})
}

func TestOnlyABrowserThatReadsTheMailboxFilesTicketsThatCarryWords(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		annas, bobs := r.submit("anna@isp.example"), r.submit("bob@isp.example")
		tagged := r.submit("anna+x@isp.example")
		expired := annas
		expired.KeyEpoch++
		unknown := models.Ticket{Reference: "00000000"}
		for _, try := range []struct {
			name  string
			scope models.Scope
			want  bool
		}{
			{"a stranger's", models.Scope{}, false},
			{"one that filed the other ticket", scope(annas), false},
			{"one that reads another mailbox", mailed(bobs), false},
			{"one that reads another tag of the mailbox", mailed(tagged), false},
			{"one whose key is of another epoch", mailed(expired), false},
			{"one that holds a key to nothing", mailed(unknown), false},
			{"one that reads the mailbox", mailed(annas), true},
			{"one that reads both", models.ScopeOf([]models.Grant{
				{Reference: bobs.Reference, Mailed: true}, {Reference: annas.Reference, Mailed: true}}), true},
		} {
			if got := r.carriesWords(r.submitIn(try.scope, "anna@isp.example")); got != try.want {
				r.Errorf("%s browser: words %v, want %v", try.name, got, try.want)
			}
		}
		if r.carriesWords(annas) {
			r.Error("filing in its scope has confirmed the other ticket")
		}
	})
}

func TestTheSameFormAgainProvesNothing(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		annas := r.submit("anna@isp.example")
		f := aFiling(1).Ticket()
		f.Email = "anna@isp.example"
		filing := models.FilingOf(f, models.Papers{})
		first, err := r.Submit(r.Context(), models.Scope{}, filing)
		r.must(err)
		again, err := r.Submit(r.Context(), mailed(annas), filing)
		if err != nil || again != first || r.carriesWords(first) {
			r.Errorf("got %+v, %v", again, err)
		}
	})
}

func TestAScopeWithoutMailedKeysCostsAFilingNothing(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("anna@isp.example")
		var steps []int
		for _, s := range []models.Scope{{}, scope(ticket), mailed(ticket)} {
			r.faults.set(0, false, nil)
			r.submitIn(s, "anna@isp.example")
			n, _ := r.faults.clear()
			steps = append(steps, n)
		}
		if steps[1] != steps[0] || steps[2] == steps[0] {
			r.Errorf("statements: %v", steps)
		}
	})
}

func TestABrokenFilingByAProvedBrowserLeavesNothingHalfWritten(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		annas := r.submit("anna@isp.example")
		for n := 1; ; n++ {
			before := r.rows()
			f := aFiling(n).Ticket()
			f.Email = "anna@isp.example"
			r.faults.set(n, true, errBroken)
			_, err := r.Submit(r.Context(), mailed(annas), models.FilingOf(f, models.Papers{}))
			if _, struck := r.faults.clear(); !struck {
				r.must(err)
				return
			}
			if got := r.rows(); err == nil || got != before {
				r.Fatalf("fault at statement %d left %+v, had %+v: %v", n, got, before, err)
			}
		}
	}, withCaps)
}
