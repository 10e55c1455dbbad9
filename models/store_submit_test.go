package models_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"docket/models"
)

func TestSubmitWritesTicketPapersEventAndLetter(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		f := aFiling(7)
		filed, err := r.Submit(r.Context(), models.Scope{}, f)
		r.must(err)
		page, err := r.Conversation(r.Context(), scope(filed), filed.Reference)
		r.must(err)
		if page.Ticket != filed {
			r.Errorf("stored ticket\n%+v\nis not the filed one\n%+v", page.Ticket, filed)
		}
		if page.Papers.TicketID != filed.ID || page.Papers.Evidence.IsZero() {
			r.Errorf("papers are not kept: %+v", page.Papers)
		}
		if l := page.Letter; l == nil || l.To != "ada7@isp.example" || l.Kind != models.LetterReceived || !l.DueAt.Equal(r.clock.Now()) {
			r.Errorf("confirmation is %+v", l)
		}
		if got := r.history(filed); !slices.Equal(got, []string{"filed >new"}) {
			r.Errorf("history is %q", got)
		}
		if filed.ID.Version() != 7 || filed.State != models.New || !filed.CreatedAt.Equal(r.clock.Now()) {
			r.Errorf("filed ticket is %+v", filed)
		}
		select {
		case <-r.Bell():
		default:
			r.Error("the bell has not rung")
		}
	})
}

func TestEightParallelPostsOfOneFormFileOneTicket(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 20 {
			eightPosts(r)
		}
		if n := r.count(&models.Ticket{}); n != 20 {
			r.Errorf("%d tickets, want 20", n)
		}
		if n := r.count(&models.Letter{}); n != 20 {
			r.Errorf("%d letters, want 20", n)
		}
	})
}

func eightPosts(r *rig) {
	f := aFiling(1)
	var wait sync.WaitGroup
	var got [8]models.Ticket
	for i := range got {
		wait.Go(func() {
			var err error
			if got[i], err = r.Submit(r.Context(), models.Scope{}, f); err != nil {
				r.Error(err)
			}
		})
	}
	wait.Wait()
	for _, ticket := range got {
		if ticket.ID == uuid.Nil || ticket != got[0] {
			r.Errorf("got %v, another post got %v", ticket.Reference, got[0].Reference)
		}
	}
}

func TestTheSameFormWithOtherAnswersIsAlreadyFiled(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		f := aFiling(1)
		first, err := r.Submit(r.Context(), models.Scope{}, f)
		r.must(err)
		edited := f.Ticket()
		edited.ContentHash = "other"
		_, err = r.Submit(r.Context(), models.Scope{}, models.FilingOf(edited, models.Papers{}))
		var already models.AlreadyFiled
		if !errors.As(err, &already) || already.Ticket != first {
			r.Errorf("got %v", err)
		}
	})
}

func TestAFilingWithoutSubmissionIDIsRefused(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	f := aFiling(1).Ticket()
	f.SubmissionID = uuid.Nil
	if _, err := r.Submit(r.Context(), models.Scope{}, models.FilingOf(f, models.Papers{})); err == nil {
		t.Error("filed")
	}
}

// repeating is a random source that gives the same references again and again, three times each.
type repeating struct {
	mu    sync.Mutex
	calls int
}

func (s *repeating) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(p) == 7 { // a reference
		for i := range p {
			p[i] = byte(s.calls / 3)
		}
		s.calls++
		return len(p), nil
	}
	id := uuid.New()
	return copy(p, id[8:]), nil
}

func TestATakenReferenceIsDrawnAgain(t *testing.T) {
	t.Parallel()
	source := &repeating{}
	onEachEngine(t, func(r *rig) {
		for range 5 {
			r.submit("ada@isp.example")
		}
		if n := r.count(&models.Ticket{}); n != 5 {
			r.Errorf("%d tickets, want 5", n)
		}
	}, func(cfg *models.StoreConfig) { cfg.Random = source })
	if source.calls < 2*12 {
		t.Errorf("only %d references were drawn, so none was taken", source.calls)
	}
}

func TestABrokenStatementLeavesNothingHalfWritten(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for _, lasting := range []bool{false, true} {
			for n := 1; ; n++ {
				if !submitWithFault(r, n, lasting) {
					break
				}
				if n > 100 {
					r.Fatal("faults never end")
				}
			}
		}
	}, withCaps)
}

var errBroken = errors.New("broken statement")

// submitWithFault files with a fault at the n-th statement and reports whether it struck.
func submitWithFault(r *rig, n int, lasting bool) (struck bool) {
	before := r.rows()
	r.faults.set(n, lasting, errBroken)
	f := aFiling(n)
	_, err := r.Submit(r.Context(), models.Scope{}, f)
	_, struck = r.faults.clear()
	if (err != nil) != struck {
		r.Fatalf("statement %d failed: %v, Submit said: %v", n, struck, err)
	}
	want := before
	if err == nil {
		want = before.plus(rows{1, 1, 1, 1})
	}
	if got := r.rows(); got != want {
		r.Fatalf("fault at statement %d left %+v, want %+v", n, got, want)
	}
	again, err := r.Submit(r.Context(), models.Scope{}, f)
	if err != nil || again.ID == uuid.Nil {
		r.Fatalf("after the fault at statement %d: %v", n, err)
	}
	return struck
}

// rows counts what a filing writes.
type rows struct{ tickets, papers, events, letters int64 }

func (a rows) plus(b rows) rows {
	return rows{a.tickets + b.tickets, a.papers + b.papers, a.events + b.events, a.letters + b.letters}
}

func (r *rig) rows() rows {
	return rows{r.count(&models.Ticket{}), r.count(&models.Papers{}), r.count(&models.Event{}), r.count(&models.Letter{})}
}
