package models

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"gorm.io/gorm"
)

// Glance is what pages of staff show of the whole desk. Its lists are not to be changed.
type Glance struct {
	Counts QueueCounts
	Hold   *Hold     // nil: letters go
	Failed int       // letters given up that nobody has seen to, up to MostCounted and one more
	Staff  []Account // everybody, by name, disabled ones last
}

// glance is the last look. Looking costs more than a page of the queue, so it is done when
// something has changed, and once a second for what another program has changed.
type glance struct {
	mu      sync.Mutex
	last    *Glance
	at      time.Time
	changes int64 // Store.changes when the looking began
}

// glanceAge is how long a look is good for while this program has changed nothing.
const glanceAge = time.Second

// Glance returns how the whole desk stands, at most a second ago; ErrNotFound for nobody.
func (s *Store) Glance(ctx context.Context, desk Desk) (Glance, error) {
	if desk.IsZero() {
		return Glance{}, fmt.Errorf("glance: %w", ErrNotFound)
	}
	s.glance.mu.Lock()
	defer s.glance.mu.Unlock()
	changes, now := s.changes.Load(), time.Now()
	if s.glance.last == nil || s.glance.changes != changes || now.Sub(s.glance.at) > glanceAge {
		var g Glance
		err := s.read(ctx, func(tx *gorm.DB) (err error) {
			g, err = look(tx)
			return err
		})
		if err != nil {
			return Glance{}, fmt.Errorf("glance: %w", err)
		}
		s.glance.last, s.glance.at, s.glance.changes = &g, now, changes
	}
	return *s.glance.last, nil
}

func look(tx *gorm.DB) (g Glance, err error) {
	if g.Counts, err = countViews(tx); err != nil {
		return g, err
	}
	if g.Hold, err = holdOn(tx); err != nil {
		return g, err
	}
	failed, err := countLetters(tx, []LetterState{LetterGivenUp})
	if err != nil {
		return g, err
	}
	g.Failed = failed[LetterGivenUp]
	g.Staff, err = people(tx)
	slices.SortFunc(g.Staff, byTitle)
	return g, err
}

// QueueCounts counts what each view holds.
func (s *Store) QueueCounts(ctx context.Context, desk Desk) (QueueCounts, error) {
	g, err := s.Glance(ctx, desk)
	if err != nil {
		return nil, fmt.Errorf("count queue: %w", err)
	}
	return maps.Clone(g.Counts), nil
}
