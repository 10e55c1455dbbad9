package models

import (
	"context"
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
	settled := s.settled.Load()
	err = s.read(ctx, func(tx *gorm.DB) (err error) {
		var newest int64
		if err := later(tx, latestEvent(tx, &newest)); err != nil {
			return err
		}
		if f.Text != "" {
			page, err = s.searchPage(tx, f)
		} else {
			page, err = queuePage(tx, f)
		}
		if err == nil {
			err = together(tx)
		}
		if err == nil {
			page.Latest, err = marked(tx, settled, newest)
		}
		return err
	})
	if err != nil {
		return QueuePage{}, fmt.Errorf("read queue: %w", err)
	}
	s.settle(page.Latest)
	return page, nil
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
	note := func(row scanner) error {
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
