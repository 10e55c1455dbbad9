package models

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm"
)

// Glance is what pages of staff show of the whole desk. Its lists are not to be changed.
type Glance struct {
	Counts QueueCounts
	Hold   *Hold     // nil: letters go
	Failed int       // letters given up that nobody has seen to, up to MostCounted and one more
	Staff  []Account // everybody, by name, disabled ones last
}

// Glance returns how the whole desk stands, at most a second ago; ErrNotFound for nobody.
func (s *Store) Glance(ctx context.Context, desk Desk) (Glance, error) {
	if desk.IsZero() {
		return Glance{}, fmt.Errorf("glance: %w", ErrNotFound)
	}
	g, err := recall(s, &s.glances, struct{}{}, func() (g Glance, err error) {
		err = s.read(ctx, func(tx *gorm.DB) (err error) {
			g, err = look(tx)
			return err
		})
		return g, err
	})
	if err != nil {
		return Glance{}, fmt.Errorf("glance: %w", err)
	}
	return g, nil
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
	err = people(tx).Find(&g.Staff).Error
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
