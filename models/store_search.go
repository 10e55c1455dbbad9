package models

import (
	"slices"
	"sort"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// searchPage reads a page of the tickets that have what is searched: those with the newest hits
// first, each once. A search looks no further back than at the newest mostHits hits, and at the
// first page at fewer of them.
func (s *Store) searchPage(tx *gorm.DB, f QueueFilter) (page QueuePage, err error) {
	wanted := searchFor(f.Text)
	if len(wanted) == 0 {
		return page, nil
	}
	for _, n := range []int{firstHits, mostHits + 1} {
		hits, err := s.words.newest(tx, wanted, n)
		if err != nil {
			return page, err
		}
		all := len(hits) < n
		page, err = f.hitsPage(tx, eachOnce(hits[:min(len(hits), mostHits)]), all || n > mostHits)
		if err != nil || page.Next != "" || all {
			return page, err
		}
	}
	page.Capped = true
	return page, nil
}

// firstHits is how many hits nearly always make a page.
const firstHits = 2 * (QueueLength + 10)

// hitsPage reads the page of hits, newest first, at a filter's cursor. When they are not all that
// a search looks at, and the cursor lies behind them, it is empty.
func (f QueueFilter) hitsPage(tx *gorm.DB, hits []hit, all bool) (page QueuePage, err error) {
	before, after := f.split(hits)
	if len(after) == 0 && !all {
		return page, nil
	}
	if f.After == "" && len(before) > 0 {
		slices.Reverse(before)
		rows, at, err := f.found(tx, before)
		if err != nil || len(rows) > QueueLength {
			return pageBack(rows, at), err
		}
		before, after = nil, hits // what there is before fits the first page
	}
	rows, at, err := f.found(tx, after)
	if err == nil && len(rows) == 0 && len(before) > 0 {
		before = nil
		rows, at, err = f.found(tx, hits)
	}
	return pageOn(rows, at, len(before) > 0), err
}

// eachOnce keeps the newest hit of each ticket.
func eachOnce(hits []hit) []hit {
	known := make(map[uuid.UUID]bool, len(hits))
	return slices.DeleteFunc(hits, func(h hit) bool {
		again := known[h.ticket]
		known[h.ticket] = true
		return again
	})
}

// split parts hits, newest first, at a filter's cursor, which belongs to neither side. Without
// one, all come after.
func (f QueueFilter) split(hits []hit) (before, after []hit) {
	cursor := f.After
	if cursor == "" {
		cursor = f.Before
	}
	id, ok := readHit(cursor)
	if !ok {
		return nil, hits
	}
	older := func(than int64) int { return sort.Search(len(hits), func(i int) bool { return hits[i].id < than }) }
	return slices.Clone(hits[:older(id+1)]), hits[older(id):]
}

// pageOn makes a page of rows that follow one another.
func pageOn(rows []QueueRow, at []hit, hasBefore bool) (page QueuePage) {
	page.Rows = rows[:min(len(rows), QueueLength)]
	if len(rows) > QueueLength {
		page.Next = at[QueueLength-1].cursor()
	}
	if hasBefore && len(rows) > 0 {
		page.Previous = at[0].cursor()
	}
	return page
}

// pageBack makes a page of rows that were met on the way back: there are more than fit.
func pageBack(rows []QueueRow, at []hit) (page QueuePage) {
	if len(rows) > QueueLength {
		page.Rows = rows[:QueueLength]
		page.Next, page.Previous = at[0].cursor(), at[QueueLength-1].cursor()
		slices.Reverse(page.Rows)
	}
	return page
}

// atOnce is how many hits are compared with a filter together.
const atOnce = 256

// found reads the rows of hits that a filter leaves, in the order of the hits, and one more than
// fit a page.
func (f QueueFilter) found(tx *gorm.DB, hits []hit) (rows []QueueRow, at []hit, err error) {
	for some := range slices.Chunk(hits, atOnce) {
		left, err := f.left(tx, some)
		if err != nil {
			return nil, nil, err
		}
		if at = append(at, left...); len(at) > QueueLength {
			break
		}
	}
	at = at[:min(len(at), QueueLength+1)]
	rows, err = rowsOf(tx, at)
	return rows, at, err
}

// left returns the hits whose tickets a filter leaves.
func (f QueueFilter) left(tx *gorm.DB, hits []hit) (left []hit, err error) {
	if f.Text, f.After, f.Before = "", "", ""; f == (QueueFilter{View: ViewAll}) {
		return hits, nil
	}
	where, with := f.narrower()
	known := map[uuid.UUID]bool{}
	err = ask(tx, "SELECT id, state, environment, priority FROM tickets WHERE id IN ("+marks(atOnce)+")"+where, func(row scanner) error {
		var t Ticket
		err := row.Scan(&t.ID, &t.State, &t.Environment, &t.Priority)
		known[t.ID] = f.leaves(t)
		return err
	}, append(padded(hits, atOnce), with...)...)
	for _, h := range hits {
		if known[h.ticket] {
			left = append(left, h)
		}
	}
	return left, err
}

// leaves reports whether a filter by view, environment and priority leaves a ticket.
func (f QueueFilter) leaves(t Ticket) bool {
	return f.View.shows(t.State) && (f.Environment == "" || t.Environment == f.Environment) && (f.Priority == 0 || t.Priority == f.Priority)
}

// rowsOf reads the rows of at most QueueLength+1 hits, in their order.
func rowsOf(tx *gorm.DB, hits []hit) ([]QueueRow, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	place := map[uuid.UUID]int{}
	for i, h := range hits {
		place[h.ticket] = i
	}
	rows, err := readRows(tx, "(SELECT * FROM tickets WHERE id IN ("+marks(QueueLength+1)+")) t", padded(hits, QueueLength+1)...)
	slices.SortFunc(rows, func(a, b QueueRow) int { return place[a.Ticket.ID] - place[b.Ticket.ID] })
	return rows, err
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// padded are the tickets of hits, the last one again and again up to n: with as many arguments a
// statement is always the same.
func padded(hits []hit, n int) []any {
	args := make([]any, n)
	for i := range args {
		args[i] = hits[min(i, len(hits)-1)].ticket
	}
	return args
}
