package models

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// Queue returns one page of tickets, at PRODUCTION before CVT at equal priority, the most urgent
// first and of those the longest waiting; done ones newest first, and of ViewAll our turn first. A
// search gives the newest hits first. A cursor that can't be read is the first page.
func (s *Store) Queue(ctx context.Context, desk Desk, f QueueFilter) (page QueuePage, err error) {
	if desk.IsZero() {
		return QueuePage{}, fmt.Errorf("read queue: %w", ErrNotFound)
	}
	err = s.read(ctx, func(tx *gorm.DB) (err error) {
		if f.Text != "" {
			page, err = s.searchPage(tx, f)
		} else {
			page, err = queuePage(tx, f)
		}
		if err != nil {
			return err
		}
		page.Latest, err = latestEvent(tx)
		return err
	})
	if err != nil {
		return QueuePage{}, fmt.Errorf("read queue: %w", err)
	}
	return page, nil
}

// latestEvent returns the id of the newest event, 0 for none.
func latestEvent(tx *gorm.DB) (id int64, err error) {
	err = ask(tx, "SELECT coalesce(max(id), 0) FROM events", func(row *sql.Rows) error { return row.Scan(&id) })
	return id, err
}

// countViews counts the tickets of each view, up to MostCounted and one more.
func countViews(tx *gorm.DB) (QueueCounts, error) {
	counts := QueueCounts{}
	var parts []string
	for _, p := range partsOf(ViewAll) {
		for _, state := range p.states {
			parts = append(parts, fmt.Sprintf("SELECT '%s', count(*) FROM (SELECT 1 FROM tickets WHERE state = '%s' LIMIT %d) c", state, state, MostCounted+1))
		}
	}
	note := func(row *sql.Rows) error {
		var state State
		var n int
		err := row.Scan(&state, &n)
		for _, view := range Views {
			if view.shows(state) {
				counts[view] = min(counts[view]+n, MostCounted+1)
			}
		}
		return err
	}
	return counts, ask(tx, strings.Join(parts, " UNION ALL "), note)
}

// mostNew is where counting what has come in stops.
const mostNew = 100

// News counts what has come in since an event: tickets filed and requesters' answers, up to 100.
func (s *Store) News(ctx context.Context, desk Desk, since int64) (filed, answered int, latest int64, err error) {
	if desk.IsZero() {
		return 0, 0, 0, fmt.Errorf("read news: %w", ErrNotFound)
	}
	note := func(row *sql.Rows) error {
		var kind string
		err := row.Scan(&kind)
		if kind == "filed" {
			filed++
		} else {
			answered++
		}
		return err
	}
	err = s.read(ctx, func(tx *gorm.DB) (err error) {
		filed, answered = 0, 0
		if latest, err = latestEvent(tx); err != nil || latest <= since {
			return err
		}
		return ask(tx, fmt.Sprintf("SELECT kind FROM events WHERE id > ? AND (kind = 'filed' OR kind = 'message' AND actor = 'requester') ORDER BY id LIMIT %d", mostNew), note, since)
	})
	if err != nil {
		return 0, 0, 0, fmt.Errorf("read news: %w", err)
	}
	return filed, answered, latest, nil
}
