package models

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// MostLetters is how many letters a page holds.
const MostLetters = 50

// LetterStates lists every state of a letter in the order of the page.
var LetterStates = []LetterState{LetterQueued, LetterDelayed, LetterHeld, LetterGivenUp, LetterDropped, LetterSent}

// Letters returns one page of letters, newest first. A cursor that can't be read is the first page.
func (s *Store) Letters(ctx context.Context, desk Desk, f LetterFilter) (page LetterPage, err error) {
	err = s.readFor(ctx, desk, func(tx *gorm.DB) (err error) {
		page = LetterPage{}
		letters, err := page.turn(tx, f)
		if err != nil {
			return err
		}
		if page.Rows, err = letterRows(tx, letters); err != nil {
			return err
		}
		if page.Counts, err = countLetters(tx, LetterStates); err != nil {
			return err
		}
		page.Hold, err = holdOn(tx)
		return err
	})
	if err != nil {
		return LetterPage{}, fmt.Errorf("list letters: %w", err)
	}
	return page, nil
}

// readFor runs ask for a member of staff; nobody else finds anything.
func (s *Store) readFor(ctx context.Context, desk Desk, ask func(tx *gorm.DB) error) error {
	if desk.IsZero() {
		return ErrNotFound
	}
	return s.read(ctx, ask)
}

// turn reads the letters of a page and notes where the pages beside it are. A page that begins
// short of where it should is the first page.
func (p *LetterPage) turn(tx *gorm.DB, f LetterFilter) ([]Letter, error) {
	from, back := f.place()
	letters, err := f.walk(tx, from, back)
	if err == nil && from != uuid.Nil && (len(letters) == 0 || back && len(letters) <= MostLetters) {
		from, back = uuid.Nil, false
		letters, err = f.walk(tx, from, back)
	}
	more := len(letters) > MostLetters
	letters = letters[:min(len(letters), MostLetters)]
	if back {
		slices.Reverse(letters)
	}
	if len(letters) > 0 && (more || back) {
		p.Next = letters[len(letters)-1].ID.String()
	}
	if len(letters) > 0 && from != uuid.Nil {
		p.Previous = letters[0].ID.String()
	}
	return letters, err
}

// place reads a filter's cursor, uuid.Nil for none and for one that can't be read.
func (f LetterFilter) place() (from uuid.UUID, back bool) {
	cursor, back := f.After, false
	if cursor == "" {
		cursor, back = f.Before, true
	}
	from, err := uuid.Parse(cursor)
	if err != nil || from == uuid.Nil {
		return uuid.Nil, false
	}
	return from, back
}

// walk reads the letters behind a place, as they come on the way, and one more than fit a page.
func (f LetterFilter) walk(tx *gorm.DB, from uuid.UUID, back bool) (letters []Letter, err error) {
	beyond, order := "id < ?", "id DESC"
	if back {
		beyond, order = "id > ?", "id"
	}
	if f.State != "" {
		tx = tx.Where("state = ?", f.State)
	}
	if from != uuid.Nil {
		tx = tx.Where(beyond, from)
	}
	err = tx.Order(order).Limit(MostLetters + 1).Find(&letters).Error
	return letters, err
}

// letterRows looks up what letters belong to.
func letterRows(tx *gorm.DB, letters []Letter) ([]LetterRow, error) {
	short := tx.Select("id", "reference", "summary")
	tickets, err := byID(short, ticketIDs(letters), func(t Ticket) uuid.UUID { return t.ID })
	if err != nil {
		return nil, err
	}
	rows := make([]LetterRow, len(letters))
	for i, l := range letters {
		t := tickets[l.TicketID]
		rows[i] = LetterRow{Letter: l, Reference: t.Reference, Summary: t.Summary}
	}
	return rows, nil
}

// countLetters counts the letters of some states, each up to MostCounted and one more.
func countLetters(tx *gorm.DB, states []LetterState) (map[LetterState]int, error) {
	counts := map[LetterState]int{}
	for _, state := range states {
		var n int64
		some := tx.Model(&Letter{}).Select("1").Where("state = ?", state).Limit(MostCounted + 1)
		if err := tx.Table("(?) AS counted", some).Count(&n).Error; err != nil {
			return nil, err
		}
		counts[state] = int(n)
	}
	return counts, nil
}

// FailedLetters counts the letters that were given up and that nobody has seen to, up to
// MostCounted and one more.
func (s *Store) FailedLetters(ctx context.Context) (n int, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		counts, err := countLetters(tx, []LetterState{LetterGivenUp})
		n = counts[LetterGivenUp]
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count failed letters: %w", err)
	}
	return n, nil
}

// Letter returns one letter with what it belongs to. ErrNotFound.
func (s *Store) Letter(ctx context.Context, desk Desk, letter uuid.UUID) (row LetterRow, err error) {
	err = s.readFor(ctx, desk, func(tx *gorm.DB) error {
		l, err := one[Letter](tx, "id = ?", letter)
		if err != nil {
			return err
		}
		rows, err := letterRows(tx, []Letter{l})
		if err == nil {
			row = rows[0]
		}
		return err
	})
	if err != nil {
		return LetterRow{}, fmt.Errorf("read letter: %w", err)
	}
	return row, nil
}
