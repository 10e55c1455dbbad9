package models

import (
	"database/sql"
	"slices"
	"sort"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// searchPage reads a page of the tickets that have what is searched: those with the newest hits
// first, each once. Filters apply to the newest mostHits hits.
func (s *Store) searchPage(tx *gorm.DB, f QueueFilter) (page QueuePage, err error) {
	wanted := searchFor(f.Text)
	if len(wanted) == 0 {
		return page, nil
	}
	hits, err := s.words.newest(tx, wanted, mostHits+1)
	if err != nil {
		return page, err
	}
	page.Capped = len(hits) > mostHits
	hits = eachOnce(hits[:min(len(hits), mostHits)])
	before, after := f.split(hits)
	slices.Reverse(before)
	if f.After == "" && f.Before != "" && len(before) > 0 {
		rows, at, err := f.found(tx, before)
		if err != nil || len(rows) > QueueLength {
			return pageBack(page, rows, at), err
		}
		before, after = nil, hits // what there is before fits the first page
	}
	rows, at, err := f.found(tx, after)
	if err != nil {
		return page, err
	}
	return pageOn(page, rows, at, len(before) > 0), nil
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

// pageOn fills a page with rows that follow one another.
func pageOn(page QueuePage, rows []QueueRow, at []hit, hasBefore bool) QueuePage {
	more := len(rows) > QueueLength
	page.Rows = rows[:min(len(rows), QueueLength)]
	if more {
		page.Next = at[QueueLength-1].cursor()
	}
	if hasBefore && len(rows) > 0 {
		page.Previous = at[0].cursor()
	}
	return page
}

// pageBack fills a page with rows that were met on the way back: there are more than fit.
func pageBack(page QueuePage, rows []QueueRow, at []hit) QueuePage {
	if len(rows) <= QueueLength {
		return page
	}
	page.Rows = rows[:QueueLength]
	page.Next, page.Previous = at[0].cursor(), at[QueueLength-1].cursor()
	slices.Reverse(page.Rows)
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
	err = ask(tx, "SELECT id, state, environment, priority FROM tickets WHERE id IN ("+marks(atOnce)+")"+where, func(row *sql.Rows) error {
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
