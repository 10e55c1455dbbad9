package models

import (
	"iter"
	"slices"

	"gorm.io/gorm"
)

// queuePage reads a page of the queue. A page that begins short of where it should, because
// tickets have moved, is the first page.
func queuePage(tx *gorm.DB, f QueueFilter) (page QueuePage, err error) {
	parts := partsOf(f.View)
	from, back := f.place(parts)
	rows, err := f.collect(tx, parts, from, back)
	if err != nil {
		return page, err
	}
	if from != nil && (len(rows) == 0 || back && len(rows) <= QueueLength) {
		from, back = nil, false
		if rows, err = f.collect(tx, parts, nil, false); err != nil {
			return page, err
		}
	}
	more := len(rows) > QueueLength
	rows = rows[:min(len(rows), QueueLength)]
	if back {
		slices.Reverse(rows)
	}
	page.Rows = rows
	if len(rows) > 0 && (more || back) {
		page.Next = placeOf(rows[len(rows)-1].Ticket).cursor()
	}
	if len(rows) > 0 && from != nil {
		page.Previous = placeOf(rows[0].Ticket).cursor()
	}
	return page, nil
}

// place reads a filter's cursor. There is none when it can't be read or points into a part that
// the view does not have.
func (f QueueFilter) place(parts []part) (from *place, back bool) {
	cursor, back := f.After, false
	if cursor == "" {
		cursor, back = f.Before, true
	}
	at, ok := readPlace(cursor)
	if !ok || !slices.ContainsFunc(parts, func(p part) bool { return p.group == at.group }) {
		return nil, false
	}
	return &at, back
}

// collect reads the rows behind a place, as they come on the way, and one more than fit a page.
func (f QueueFilter) collect(tx *gorm.DB, parts []part, from *place, back bool) (rows []QueueRow, err error) {
	parts = slices.Clone(parts)
	if back {
		slices.Reverse(parts)
	}
	for _, p := range parts {
		w := walk{part: p, back: back, key: keyOf(tx)}
		if from != nil && p.group != from.group && p.group < from.group != back {
			continue // it lies on the other side of the place
		}
		if from != nil && p.group == from.group {
			w.from = from
		}
		more, err := f.rows(tx, w, QueueLength+1-len(rows))
		if err != nil {
			return nil, err
		}
		if rows = append(rows, more...); len(rows) > QueueLength {
			break
		}
	}
	return rows, nil
}

// rows reads the next n rows of a walk.
func (f QueueFilter) rows(tx *gorm.DB, w walk, n int) ([]QueueRow, error) {
	keys, args := f.keys(w, n)
	if keys == "" {
		return nil, nil
	}
	rows, err := readRows(tx, "("+keys+") k JOIN tickets t ON t."+w.key+" = k.key", args...)
	slices.SortFunc(rows, func(a, b QueueRow) int {
		if w.part.before(placeOf(a.Ticket), placeOf(b.Ticket)) != w.back {
			return -1
		}
		return 1
	})
	return rows, err
}

// listed are the columns of a ticket that rows of the queue show.
const listed = "t.id, t.reference, t.environment, t.tenant, t.supplier, t.status, t.no_response, t.error_code, t.summary, " +
	"t.priority, t.state, t.queue_rank, t.waiting_since, t.assignee_id"

// places returns where the columns of listed go, and those of more.
func (t *Ticket) places(more ...any) []any {
	places := make([]any, 0, 20)
	places = append(places, &t.ID, &t.Reference, &t.Environment, &t.Tenant, &t.Supplier, &t.Status, &t.NoResponse, &t.ErrorCode, &t.Summary,
		&t.Priority, &t.State, &t.QueueRank, &t.WaitingSince, &t.AssigneeID)
	return append(places, more...)
}

// rowsQuestion asks for rows of the queue from tickets, called t.
func rowsQuestion(from string) string {
	return "SELECT " + listed + ", EXISTS (SELECT 1 FROM letters l WHERE l.ticket_id = t.id AND l.state = 'given_up')" +
		", coalesce(a.name, ''), coalesce(a.email, '') FROM " + from + " LEFT JOIN accounts a ON a.id = t.assignee_id"
}

// readRows reads rows of the queue from tickets, called t.
func readRows(tx *gorm.DB, from string, args ...any) ([]QueueRow, error) {
	rows := make([]QueueRow, 0, QueueLength+1)
	err := ask(tx, rowsQuestion(from), func(row scanner) error {
		var r QueueRow
		var assignee Account
		err := row.Scan(r.Ticket.places(&r.LetterFailed, &assignee.Name, &assignee.Email)...)
		r.Assignee = assignee.Title()
		rows = append(rows, r)
		return err
	}, args...)
	return rows, err
}

// anyOf gives values as arguments of a question.
func anyOf[T any](values iter.Seq[T]) iter.Seq[any] {
	return func(yield func(any) bool) {
		for v := range values {
			if !yield(v) {
				return
			}
		}
	}
}
