package models

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Throttle is one counter of tries that costs more time the more fail.
type Throttle struct {
	Key     string        // what is counted; never an address or a network in the clear
	Free    int           // tries that cost nothing
	First   time.Duration // the wait after the free ones; each further try doubles it
	Longest time.Duration // the longest wait
}

// wait is how long the next try must wait after the last of n.
func (t Throttle) wait(n int) time.Duration {
	if n < t.Free {
		return 0
	}
	d := min(t.First, t.Longest)
	for ; n > t.Free && d < t.Longest; n-- {
		d = min(2*d, t.Longest)
	}
	return d
}

// throttle is how often somebody has tried.
type throttle struct {
	Key    string `gorm:"primaryKey"`
	Tries  int
	LastAt time.Time
}

// triesLast is how long a counter that nobody touches is kept.
const triesLast = 24 * time.Hour

// mostSwept is how many old counters one try sweeps out, so that none has to wait for many.
const mostSwept = 100

// Try counts a try against every throttle, or, when one of them must wait still, counts nothing
// and returns how long. A counter that nobody has touched for a day starts afresh. Tries at the
// same time are counted one after the other.
func (s *Store) Try(ctx context.Context, throttles []Throttle) (wait time.Duration, err error) {
	throttles = inOrder(throttles)
	err = s.change(ctx, func(tx *gorm.DB) (err error) {
		wait, err = s.try(tx, throttles)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count a try: %w", err)
	}
	return wait, nil
}

// inOrder sorts throttles: transactions that lock them in one order never wait for each other in a ring.
func inOrder(throttles []Throttle) []Throttle {
	throttles = slices.Clone(throttles)
	slices.SortFunc(throttles, func(a, b Throttle) int { return strings.Compare(a.Key, b.Key) })
	return throttles
}

func (s *Store) try(tx *gorm.DB, throttles []Throttle) (wait time.Duration, err error) {
	for _, t := range throttles {
		if err := alone(tx, "throttle "+t.Key); err != nil {
			return 0, err
		}
	}
	now := s.now()
	counted, err := triesOf(tx, throttles, now)
	if err != nil {
		return 0, err
	}
	for _, t := range throttles {
		c := counted[t.Key]
		wait = max(wait, min(c.LastAt.Add(t.wait(c.Tries)).Sub(now), t.Longest))
	}
	if wait > 0 {
		return wait, nil
	}
	for _, t := range throttles {
		c := throttle{Key: t.Key, Tries: counted[t.Key].Tries + 1, LastAt: now}
		if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&c).Error; err != nil {
			return 0, err
		}
	}
	return 0, sweepTries(tx, now)
}

// triesOf returns the counters that are not too old. One from far ahead, which a clock that was
// set back leaves, is none either, or it would lock for as long.
func triesOf(tx *gorm.DB, throttles []Throttle, now time.Time) (map[string]throttle, error) {
	var rows []throttle
	err := tx.Where("key IN ?", keysOf(throttles)).Find(&rows).Error
	counted := map[string]throttle{}
	for _, row := range rows {
		if now.Sub(row.LastAt).Abs() < triesLast {
			counted[row.Key] = row
		}
	}
	return counted, err
}

func keysOf(throttles []Throttle) []string {
	keys := make([]string, len(throttles))
	for i, t := range throttles {
		keys[i] = t.Key
	}
	return keys
}

// sweepTries forgets some counters that nobody has touched for a day.
func sweepTries(tx *gorm.DB, now time.Time) error {
	var old []throttle
	err := tx.Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"}).
		Where("last_at < ?", now.Add(-triesLast)).Order("last_at").Limit(mostSwept).Find(&old).Error
	if err != nil || len(old) == 0 {
		return err
	}
	return tx.Delete(&old).Error
}

// ForgetTries clears counters, after a try that succeeded.
func (s *Store) ForgetTries(ctx context.Context, throttles []Throttle) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		return tx.Where("key IN ?", keysOf(throttles)).Delete(&throttle{}).Error
	})
	if err != nil {
		return fmt.Errorf("forget tries: %w", err)
	}
	return nil
}
