package models_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"docket/models"
)

// place changes columns of a ticket behind the store's back.
func (r *rig) place(t models.Ticket, columns map[string]any) {
	r.Helper()
	r.must(r.Change(r.Context(), func(tx *gorm.DB) error { return tx.Model(&models.Ticket{ID: t.ID}).Updates(columns).Error }))
}

// pile files tickets that stand anywhere, and returns them as they stand.
func (r *rig) pile(n int) []models.Ticket {
	r.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	staff := []any{r.desk("Grace").Account().ID, r.desk("Henry").Account().ID, nil}
	r.submits(n)
	tickets := all[models.Ticket](r)
	r.must(r.Change(r.Context(), func(tx *gorm.DB) (err error) {
		for i, t := range tickets {
			p, environment := models.Priority(1+random.IntN(4)), pick(models.Production, models.Production, models.CVT)
			err = errors.Join(err, tx.Model(&models.Ticket{ID: t.ID}).Updates(map[string]any{
				"state": pick("new", "open", "waiting_supplier", "waiting_requester", "resolved", "resolved", "closed", "closed"), "environment": environment,
				"priority": p, "queue_rank": models.RankOf(p, environment), "tenant": pick("TENANT_1", "TENANT_2"), "supplier": pick("SUPPLIER_1", "SUPPLIER_2"),
				"waiting_since": r.clock.Now().UTC().Add(time.Duration(random.IntN(n/3)) * time.Minute), // some at the same time
				"assignee_id":   staff[(i+random.IntN(2))%3],
			}).Error)
		}
		return err
	}))
	return all[models.Ticket](r)
}

// submits files tickets from many browsers at once.
func (r *rig) submits(n int) {
	r.Helper()
	var browsers sync.WaitGroup
	for i := range 32 {
		browsers.Go(func() {
			for range n/32 + max(0, min(1, n%32-i)) {
				if _, err := r.Submit(r.Context(), models.Scope{}, aFiling(1)); err != nil {
					r.Error(err)
				}
			}
		})
	}
	browsers.Wait()
}

// inOrder is what a filter leaves of some tickets, in the order of the queue, worked out the long way.
func inOrder(tickets []models.Ticket, f models.QueueFilter) []models.Reference {
	group := func(s models.State) int {
		return slices.Index([]models.State{models.New, models.Open, models.WaitingSupplier, models.WaitingRequester, models.Resolved, models.Closed}, s)
	}
	left := slices.DeleteFunc(slices.Clone(tickets), func(t models.Ticket) bool { return !wanted(t, f) })
	slices.SortFunc(left, func(a, b models.Ticket) int {
		byTime := cmp.Or(a.WaitingSince.Compare(b.WaitingSince), strings.Compare(a.ID.String(), b.ID.String()))
		if g := cmp.Compare(max(1, group(a.State)), max(1, group(b.State))); g != 0 {
			return g
		}
		if a.State == models.Resolved || a.State == models.Closed {
			return -byTime
		}
		productionFirst := strings.Compare(b.Environment, a.Environment)
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), productionFirst, byTime)
	})
	var refs []models.Reference
	for _, t := range left {
		refs = append(refs, t.Reference)
	}
	return refs
}

func wanted(t models.Ticket, f models.QueueFilter) bool {
	view := string(t.State) == string(f.View) || f.View == models.ViewAll || (f.View == "" || f.View == models.ViewOurs) && (t.State == models.New || t.State == models.Open)
	who := f.Assignee == uuid.Nil || t.AssigneeID != nil && *t.AssigneeID == f.Assignee
	return view && who && (!f.Unassigned || t.AssigneeID == nil) && (f.Environment == "" || f.Environment == t.Environment) &&
		(f.Tenant == "" || f.Tenant == t.Tenant) && (f.Supplier == "" || f.Supplier == t.Supplier) && (f.Priority == 0 || f.Priority == t.Priority)
}

// turned is every page of the queue, forth to the end and back to the beginning.
func (r *rig) turned(desk models.Desk, f models.QueueFilter) (forth, back []models.Reference) {
	r.Helper()
	page := r.queue(desk, f)
	forth = refsOf(page)
	if page.Previous != "" {
		r.Errorf("%+v: there is a page before the first", f)
	}
	for page.Next != "" {
		f.After = page.Next
		page = r.queue(desk, f)
		forth = append(forth, refsOf(page)...)
	}
	back = refsOf(page)
	for page.Previous != "" {
		f.After, f.Before = "", page.Previous
		page = r.queue(desk, f)
		back = append(refsOf(page), back...)
	}
	return forth, back
}

func (r *rig) queue(desk models.Desk, f models.QueueFilter) models.QueuePage {
	r.Helper()
	page, err := r.Queue(r.Context(), desk, f)
	r.must(err)
	if len(page.Rows) > models.QueueLength {
		r.Errorf("a page of %d", len(page.Rows))
	}
	return page
}

func refsOf(page models.QueuePage) (refs []models.Reference) {
	for _, row := range page.Rows {
		refs = append(refs, row.Ticket.Reference)
	}
	return refs
}

// someFilters are filters by every thing alone and by some together, in every view.
func someFilters(who uuid.UUID) (filters []models.QueueFilter) {
	for _, view := range append(models.Views, "") {
		for _, f := range []models.QueueFilter{
			{}, {Environment: models.CVT}, {Environment: models.Production}, {Priority: 1}, {Priority: 4, Environment: models.CVT},
			{Tenant: "TENANT_1"}, {Supplier: "SUPPLIER_2"}, {Tenant: "TENANT_2", Supplier: "SUPPLIER_1"}, {Tenant: "NOBODY"},
			{Assignee: who}, {Unassigned: true}, {Unassigned: true, Tenant: "TENANT_1", Priority: 2}, {Assignee: who, Supplier: "SUPPLIER_1", Environment: models.Production},
		} {
			f.View = view
			filters = append(filters, f)
		}
	}
	return filters
}

func TestTheQueueHoldsWhatAFilterLeavesInItsOrderForthAndBack(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		tickets := r.pile(420)
		grace := r.desk("Grace")
		for _, f := range someFilters(grace.Account().ID) {
			want := inOrder(tickets, f)
			forth, back := r.turned(grace, f)
			if !slices.Equal(forth, want) {
				r.Errorf("%+v: %d tickets\n%v, want %d\n%v", f, len(forth), forth, len(want), want)
			}
			if len(want) > 0 && !slices.Equal(back, want) {
				r.Errorf("%+v: back %d tickets\n%v, want %d\n%v", f, len(back), back, len(want), want)
			}
		}
	})
}

func TestARowOfTheQueueSaysWhatStaffLookFor(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		ticket, id := r.submit("ada@isp.example"), grace.Account().ID
		r.must(r.Assign(r.Context(), grace, ticket.Reference, 1<<60, &id))
		row := r.queue(grace, models.QueueFilter{}).Rows[0]
		if row.Assignee != "Grace" || row.LetterFailed || row.Ticket.AssigneeID == nil {
			r.Errorf("before: %+v", row)
		}
		if got := row.Ticket; got.Summary != ticket.Summary || got.Tenant != "TENANT_1" || got.Status != 422 || got.ErrorCode != "ORDER_INVALID" ||
			!got.WaitingSince.Equal(ticket.CreatedAt) || got.QueueRank != models.RankOf(4, models.CVT) || got.ContentHash != "" {
			r.Errorf("the row's ticket is %+v", got)
		}
		_, err := r.Reply(r.Context(), grace, ticket.Reference, models.Reply{FormID: newForm(), Seen: 1 << 60, Body: reader.Clean("Hello"), Then: models.Open})
		r.must(err)
		r.must(r.LetterGivenUp(r.Context(), r.take(1)[0].Letter.ID, models.ServerReply{Code: 550}))
		if row := r.queue(grace, models.QueueFilter{View: models.ViewAll}).Rows[0]; !row.LetterFailed {
			r.Errorf("after: %+v", row)
		}
	})
}

func TestACursorThatCantBeReadIsTheFirstPage(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.pile(120)
		grace := r.desk("Grace")
		f := models.QueueFilter{View: models.ViewAll}
		first := r.queue(grace, f)
		second := r.queue(grace, models.QueueFilter{View: models.ViewAll, After: first.Next})
		intoDone := r.queue(grace, models.QueueFilter{View: models.ViewAll, After: second.Next}).Previous
		if got := r.queue(grace, models.QueueFilter{After: intoDone}); !slices.Equal(refsOf(got), refsOf(r.queue(grace, models.QueueFilter{}))) || got.Previous != "" {
			r.Error("a cursor into what a view does not show is not its first page")
		}
		for _, cursor := range []string{"x", "'; DROP TABLE tickets; --", first.Next + "A", first.Next[1:], strings.Repeat("A", 36), strings.Repeat("/", 36)} {
			for _, f := range []models.QueueFilter{{View: models.ViewAll, After: cursor}, {View: models.ViewAll, Before: cursor}, {View: models.ViewAll, Text: "order", After: cursor}} {
				got := r.queue(grace, f)
				if f.Text == "" && !slices.Equal(refsOf(got), refsOf(first)) || len(got.Rows) != models.QueueLength {
					r.Errorf("%+v gives %d other tickets", f, len(got.Rows))
				}
			}
		}
	})
}

func TestACursorOfAnotherFilterIsAPlaceToo(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.pile(200)
		grace := r.desk("Grace")
		first := r.queue(grace, models.QueueFilter{View: models.ViewAll})
		second := r.queue(grace, models.QueueFilter{View: models.ViewAll, After: first.Next})
		words := r.queue(grace, models.QueueFilter{View: models.ViewAll, Text: "order"})
		for _, f := range someFilters(grace.Account().ID) {
			whole := len(r.queue(grace, f).Rows)
			for _, cursor := range []string{first.Next, second.Next, second.Previous, words.Next} {
				for _, f := range []models.QueueFilter{with(f, cursor, "", ""), with(f, "", cursor, ""), with(f, cursor, "", "order"), with(f, "", cursor, "order")} {
					if rows := r.queue(grace, f).Rows; whole > 0 && len(rows) == 0 {
						r.Errorf("%+v gives an empty page", f)
					}
				}
			}
		}
	})
}

// with is a filter at a cursor, or with words.
func with(f models.QueueFilter, after, before, text string) models.QueueFilter {
	f.After, f.Before, f.Text = after, before, text
	return f
}

func TestTicketsThatMoveBetweenTwoPagesBreakNothing(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.pile(300)
		grace := r.desk("Grace")
		f := models.QueueFilter{View: models.ViewAll}
		page := r.queue(grace, f)
		next, previous := page, models.QueuePage{}
		for round := 0; next.Next != ""; round++ {
			for i, row := range next.Rows {
				if (i+round)%3 == 0 {
					r.place(row.Ticket, map[string]any{"state": models.Closed, "waiting_since": r.clock.Now().UTC()})
				}
			}
			f.After, f.Before = next.Next, ""
			next = r.queue(grace, f)
			if next.Previous != "" {
				f.After, f.Before = "", next.Previous
				previous = r.queue(grace, f)
			}
			if round > 20 {
				r.Fatal("the pages never end")
			}
		}
		if len(previous.Rows) != models.QueueLength {
			r.Errorf("a page back has %d tickets", len(previous.Rows))
		}
	})
}

func TestAnEmptiedPageIsTheFirstPage(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.submits(models.QueueLength + 5)
		grace := r.desk("Grace")
		first := r.queue(grace, models.QueueFilter{})
		second := r.queue(grace, models.QueueFilter{After: first.Next})
		if len(second.Rows) != 5 {
			r.Fatalf("the second page has %d tickets", len(second.Rows))
		}
		for _, row := range second.Rows {
			r.must(r.Move(r.Context(), grace, row.Ticket.Reference, 1<<60, models.Closed))
		}
		again := r.queue(grace, models.QueueFilter{After: first.Next})
		if !slices.Equal(refsOf(again), refsOf(first)) || again.Next != "" || again.Previous != "" {
			r.Errorf("%d tickets, next %q, previous %q", len(again.Rows), again.Next, again.Previous)
		}
	})
}

func TestTheViewsAreCountedAndChangesShowAtOnce(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		tickets := r.pile(60)
		grace := r.desk("Grace")
		for range 2 {
			counts, err := r.QueueCounts(r.Context(), grace)
			r.must(err)
			for _, view := range models.Views {
				if want := len(inOrder(tickets, models.QueueFilter{View: view})); counts[view] != want {
					r.Errorf("%s: %d, want %d", view, counts[view], want)
				}
			}
			counts[models.ViewAll] = -1 // the caller's own
			tickets = append(tickets, r.submit("ada@isp.example"))
		}
	})
}

func TestCountingStopsAfterAThousandAndOne(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		r.submits(models.MostCounted + 5)
		counts, err := r.QueueCounts(r.Context(), grace)
		r.must(err)
		if counts[models.ViewNew] != models.MostCounted+1 || counts[models.ViewOurs] != models.MostCounted+1 || counts[models.ViewAll] != models.MostCounted+1 || counts[models.ViewClosed] != 0 {
			r.Errorf("counts are %v", counts)
		}
	})
}

func TestNewsAreFilingsAndRequestersAnswersSinceAnEvent(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.desk("Grace")
		ticket := r.submit("ada@isp.example")
		since := r.queue(grace, models.QueueFilter{}).Latest
		r.submit("bob@isp.example")
		_, err := r.Answer(r.Context(), scope(ticket), ticket.Reference, newForm(), reader.Clean("Hello?"))
		r.must(err)
		_, err = r.Reply(r.Context(), grace, ticket.Reference, reply("Hello"))
		r.must(err)
		_, err = r.AddNote(r.Context(), grace, ticket.Reference, newForm(), reader.Clean("Noted"))
		r.must(err)
		filed, answered, latest, err := r.News(r.Context(), grace, since)
		if err != nil || filed != 1 || answered != 1 || latest.Latest <= since.Latest {
			r.Errorf("%d filed, %d answered since %v, up to %v: %v", filed, answered, since, latest, err)
		}
		filed, answered, again, err := r.News(r.Context(), grace, latest)
		if err != nil || filed != 0 || answered != 0 || !reflect.DeepEqual(again, latest) {
			r.Errorf("since the latest: %d filed, %d answered, up to %v: %v", filed, answered, again, err)
		}
		r.submits(120)
		if filed, answered, _, err = r.News(r.Context(), grace, models.Mark{}); err != nil || filed+answered != 100 {
			r.Errorf("since ever: %d filed, %d answered: %v", filed, answered, err)
		}
	})
}

func TestNobodyAtTheDeskSeesNoQueue(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		gone := r.desk("Grace").Account()
		gone.DisabledAt = &gone.CreatedAt
		for name, desk := range map[string]models.Desk{"nobody": {}, "somebody disabled": models.DeskOf(gone)} {
			page, queue := r.Queue(r.Context(), desk, models.QueueFilter{})
			counts, counting := r.QueueCounts(r.Context(), desk)
			found, naming := r.Identified(r.Context(), desk, "FC", string(ticket.Reference))
			filed, _, latest, news := r.News(r.Context(), desk, models.Mark{})
			for deed, err := range map[string]error{"queue": queue, "counts": counting, "identify": naming, "news": news} {
				if !errors.Is(err, models.ErrNotFound) {
					r.Errorf("%s for %s: %v", deed, name, err)
				}
			}
			if got := fmt.Sprint(len(page.Rows), len(counts), len(found), filed, latest.Latest); got != "0 0 0 0 0" {
				r.Errorf("%s sees %s", name, got)
			}
		}
	})
}
