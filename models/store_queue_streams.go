package models

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// part is tickets of a view that stand together, in one order.
type part struct {
	group  byte // its place among all parts
	states []State
	done   bool // the newest first; else the most urgent, and of those the longest waiting
}

// allParts are the parts of ViewAll, in their order.
var allParts = []part{
	{0, []State{New, Open}, false},
	{1, []State{WaitingSupplier}, false},
	{2, []State{WaitingRequester}, false},
	{3, []State{Resolved}, true},
	{4, []State{Closed}, true},
}

// shows reports whether a view holds tickets in a state.
func (v View) shows(s State) bool {
	switch v {
	case ViewAll:
		return true
	case ViewOurs, "":
		return s.Ours()
	}
	return string(v) == string(s)
}

// partsOf returns the parts of a view, in their order.
func partsOf(v View) (parts []part) {
	for _, p := range allParts {
		shown := slices.DeleteFunc(slices.Clone(p.states), func(s State) bool { return !v.shows(s) })
		if len(shown) > 0 {
			parts = append(parts, part{p.group, shown, p.done})
		}
	}
	return parts
}

// groupOf is the part that tickets in a state belong to.
func groupOf(s State) byte {
	return allParts[slices.IndexFunc(allParts, func(p part) bool { return slices.Contains(p.states, s) })].group
}

// before reports whether a place comes before another one of the same part.
func (p part) before(a, b place) bool {
	if p.done {
		a, b = b, a
	} else if a.rank != b.rank {
		return a.rank < b.rank
	}
	if !a.since.Equal(b.since) {
		return a.since.Before(b.since)
	}
	return slices.Compare(a.id[:], b.id[:]) < 0
}

// ranks returns the ranks that a filter leaves, none for all.
func (f QueueFilter) ranks() (ranks []int) {
	if f.Environment == "" && f.Priority == 0 {
		return nil
	}
	for p := Priority(1); p <= 4; p++ {
		for _, environment := range []string{Production, CVT} {
			if (f.Priority == 0 || f.Priority == p) && (f.Environment == "" || f.Environment == environment) {
				ranks = append(ranks, RankOf(p, environment))
			}
		}
	}
	return ranks
}

// allRanks is every rank that a ticket can have.
var allRanks = []int{2, 3, 4, 5, 6, 7, 8, 9}

// walk is a way through a part of the queue: from a place, or the end that it begins at, on.
type walk struct {
	part part
	from *place
	back bool   // against the order
	key  string // the column that leads to a ticket
}

// keyOf is the column that leads to a ticket soonest: what SQLite's indexes hold of a row is its
// rowid, from which the id would lead through one index more.
func keyOf(tx *gorm.DB) string {
	if tx.Name() == "postgres" {
		return "id"
	}
	return "rowid"
}

// keys writes the question for the keys of the next n tickets on a walk: a stream for every range
// of an index that has the wanted order, merged. It is empty when nothing can lie on the walk.
func (f QueueFilter) keys(w walk, n int) (text string, args []any) {
	ranks := f.ranks()
	if w.part.done && ranks == nil {
		ranks = allRanks // their order leaves the rank out, so each rank is a range of its own
	}
	var streams []string
	for _, state := range w.part.states {
		if ranks == nil {
			streams, args = f.stream(streams, args, w, fmt.Sprintf("state = '%s'", state), 0, n)
		}
		for _, rank := range ranks {
			streams, args = f.stream(streams, args, w, fmt.Sprintf("state = '%s' AND queue_rank = %d", state, rank), rank, n)
		}
	}
	if len(streams) == 0 {
		return "", nil
	}
	return fmt.Sprintf("%s ORDER BY %s LIMIT %d", strings.Join(streams, " UNION ALL "), w.order(), n), args
}

// stream adds one range of an index, unless nothing of it lies on the walk. Rank 0 is all ranks.
func (f QueueFilter) stream(streams []string, args []any, w walk, where string, rank, n int) ([]string, []any) {
	narrower, with := f.narrower()
	beyond, from, ok := w.beyond(rank)
	if !ok {
		return streams, args
	}
	// The table's name is there for SQLite, which takes no bare SELECT with a LIMIT into a UNION.
	stream := fmt.Sprintf("SELECT * FROM (SELECT %s AS key, id, queue_rank, waiting_since FROM tickets WHERE %s%s%s ORDER BY %s LIMIT %d) s%d",
		w.key, where, narrower, beyond, w.order(), n, len(streams))
	return append(streams, stream), append(append(args, with...), from...)
}

// narrower is what a filter asks for beside states and ranks.
func (f QueueFilter) narrower() (text string, args []any) {
	if f.Tenant != "" {
		text, args = text+" AND tenant = ?", append(args, f.Tenant)
	}
	if f.Supplier != "" {
		text, args = text+" AND supplier = ?", append(args, f.Supplier)
	}
	switch {
	case f.Unassigned:
		text += " AND assignee_id IS NULL"
	case f.Assignee != uuid.Nil:
		text, args = text+" AND assignee_id = ?", append(args, f.Assignee)
	}
	return text, args
}

// order is the order of a walk.
func (w walk) order() string {
	switch {
	case w.part.done && w.back:
		return "waiting_since, id"
	case w.part.done:
		return "waiting_since DESC, id DESC"
	case w.back:
		return "queue_rank DESC, waiting_since DESC, id DESC"
	}
	return "queue_rank, waiting_since, id"
}

// beyond is the condition for what lies on the walk behind the place where it begins. It is not
// ok when nothing of a rank does.
func (w walk) beyond(rank int) (text string, args []any, ok bool) {
	if w.from == nil {
		return "", nil, true
	}
	than := ">"
	if w.part.done != w.back {
		than = "<"
	}
	if rank == 0 {
		return " AND (queue_rank, waiting_since, id) " + than + " (?, ?, ?)", []any{w.from.rank, w.from.since, w.from.id}, true
	}
	if !w.part.done && rank != w.from.rank {
		return "", nil, rank > w.from.rank != w.back
	}
	return " AND (waiting_since, id) " + than + " (?, ?)", []any{w.from.since, w.from.id}, true
}
