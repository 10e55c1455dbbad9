package models

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// lettersHeld is the switch that keeps letters from leaving.
const lettersHeld = "letters_held"

// lever is a switch that somebody has put on; it has no row while it is off.
type lever struct {
	Name      string `gorm:"primaryKey"`
	AccountID *uuid.UUID
	Since     time.Time
}

// TableName says where levers are kept (schema.Tabler).
func (lever) TableName() string { return "switches" }

// HoldLetters keeps every letter from leaving, or lets them go again. What a courier has in hand
// already may still leave. For RoleLead; ErrNotFound for others.
func (s *Store) HoldLetters(ctx context.Context, desk Desk, hold bool) error {
	if !desk.isLead() {
		return fmt.Errorf("hold letters: %w", ErrNotFound)
	}
	who := desk.Account().ID
	err := s.changeAndRing(ctx, func(tx *gorm.DB) error {
		if !hold {
			return s.letGo(tx)
		}
		on := lever{Name: lettersHeld, AccountID: &who, Since: s.now()}
		return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&on).Error
	})
	if err != nil {
		return fmt.Errorf("hold letters: %w", err)
	}
	return nil
}

// letGo takes a hold off. The letters that waited have their five days before them from now on.
func (s *Store) letGo(tx *gorm.DB) error {
	held := tx.Delete(&lever{Name: lettersHeld})
	if held.Error != nil || held.RowsAffected == 0 {
		return held.Error
	}
	return tx.Model(&Letter{}).Where(stillWaiting).Where("planned_at < ?", s.now()).Update("planned_at", s.now()).Error
}

// LettersHeld returns since when letters are held and by whom, nil when they go.
func (s *Store) LettersHeld(ctx context.Context) (hold *Hold, err error) {
	err = s.read(ctx, func(tx *gorm.DB) (err error) {
		hold, err = holdOn(tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for a hold: %w", err)
	}
	return hold, nil
}

// holdOn returns the hold on all letters, nil for none.
func holdOn(tx *gorm.DB) (*Hold, error) {
	var levers []lever
	err := tx.Where("name = ?", lettersHeld).Limit(1).Find(&levers).Error
	if err != nil || len(levers) == 0 {
		return nil, err
	}
	hold := &Hold{Since: levers[0].Since}
	if levers[0].AccountID == nil {
		return hold, nil
	}
	by, err := one[Account](tx, "id = ?", *levers[0].AccountID)
	hold.By = by.Title()
	return hold, err
}

// ReleaseHeld lets every letter go that a restore has held, with another five days to go; it
// returns how many. For RoleLead; ErrNotFound for others.
func (s *Store) ReleaseHeld(ctx context.Context, desk Desk) (n int, err error) {
	if !desk.isLead() {
		return 0, fmt.Errorf("release letters: %w", ErrNotFound)
	}
	who := desk.Account().ID
	err = s.changeAndRing(ctx, func(tx *gorm.DB) (err error) {
		now := s.now()
		by := Event{Actor: Staff, ActorID: &who, Channel: "browser", To: string(LetterQueued), At: now}
		n, err = moveLetters(tx, by, "state = 'held'", map[string]any{
			"attempts": 0, "planned_at": now, "due_at": now, "taken_at": nil,
		})
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("release letters: %w", err)
	}
	return n, nil
}

func (d Desk) isLead() bool { return !d.IsZero() && d.account.Role.AtLeast(RoleLead) }

// moveLetters moves all letters of some states to another one at once, with an event for each,
// and returns how many.
func moveLetters(tx *gorm.DB, by Event, which string, columns map[string]any) (int, error) {
	if err := alone(tx, "letters"); err != nil {
		return 0, err
	}
	err := tx.Exec("INSERT INTO events (ticket_id, kind, actor, actor_id, channel, from_value, to_value, reason, at) "+
		"SELECT ticket_id, 'letter', ?, ?, ?, state, ?, '', ? FROM letters WHERE "+which+" ORDER BY id",
		by.Actor, by.ActorID, by.Channel, by.To, by.At).Error
	if err != nil {
		return 0, err
	}
	columns["state"] = by.To
	moved := tx.Model(&Letter{}).Where(which).Updates(columns)
	return int(moved.RowsAffected), moved.Error
}
