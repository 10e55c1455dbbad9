package models

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Stats is what the metrics tell of a store.
type Stats struct {
	Tickets      map[State]int64
	Letters      map[LetterState]int64         // sent ones not counted
	OldestLetter map[LetterState]time.Duration // since the first of those that wait should have gone, by state: queued, delayed, held
	Waiting      int                           // changes that wait for the writer
	LettersHeld  bool
}

// Stats counts, through indexes alone.
func (s *Store) Stats(ctx context.Context) (stats Stats, err error) {
	err = s.read(ctx, func(tx *gorm.DB) (err error) {
		stats, err = statsOf(tx, s.now())
		return err
	})
	if err != nil {
		return Stats{}, fmt.Errorf("count for metrics: %w", err)
	}
	stats.Waiting = s.engine.waiting()
	return stats, nil
}

func statsOf(tx *gorm.DB, now time.Time) (stats Stats, err error) {
	if stats.Tickets, err = countBy[State](tx.Model(&Ticket{})); err != nil {
		return stats, err
	}
	if stats.Letters, err = countBy[LetterState](tx.Model(&Letter{}).Where("state <> ?", LetterSent)); err != nil {
		return stats, err
	}
	stats.OldestLetter = map[LetterState]time.Duration{}
	for _, state := range []LetterState{LetterQueued, LetterDelayed, LetterHeld} {
		if stats.OldestLetter[state], err = oldestLetter(tx, state, now); err != nil {
			return stats, err
		}
	}
	hold, err := holdOn(tx)
	stats.LettersHeld = hold != nil
	return stats, err
}

// countBy counts rows by their state.
func countBy[S ~string](rows *gorm.DB) (map[S]int64, error) {
	var groups []struct {
		State S
		N     int64
	}
	err := rows.Select("state, count(*) AS n").Group("state").Scan(&groups).Error
	counts := map[S]int64{}
	for _, g := range groups {
		counts[g.State] = g.N
	}
	return counts, err
}

// eldest is how many letters are looked at for the one that should have gone first. More than the
// first is needed because what staff send again is old and yet has just begun to wait.
const eldest = 100

// oldestLetter is how long ago the first of the letters in a state should have gone, 0 for none.
func oldestLetter(tx *gorm.DB, state LetterState, now time.Time) (age time.Duration, err error) {
	var letters []Letter
	err = tx.Select("planned_at").Where("state = ?", state).Order("id").Limit(eldest).Find(&letters).Error
	for _, l := range letters {
		age = max(age, now.Sub(l.PlannedAt))
	}
	return age, err
}
