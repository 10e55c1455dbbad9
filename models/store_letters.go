package models

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Conditions on letters that the partial indexes answer; their text must match the schema's.
const (
	neverTried   = "state = 'queued'"
	triedBefore  = "state = 'delayed'"
	stillWaiting = "state IN ('queued', 'delayed')"
	notGone      = "state IN ('queued', 'delayed', 'held')"
)

// Post is a letter with what it tells of.
type Post struct {
	Letter    Letter
	Ticket    Ticket
	Message   *Message // the message that it carries, nil for none
	Root      string   // Message-ID of the ticket's first letter, the root of the thread
	Confirmed bool     // it may carry people's words: whoever reads it asked for this ticket's letters
}

// TakeLetters hands out letters that are due, at most n, none to two callers: it counts the
// try and moves DueAt by patience first, so that a crash is a retry. At least half of the
// places go to letters never tried before. While letters are held (HoldLetters) there are none.
func (s *Store) TakeLetters(ctx context.Context, n int, patience time.Duration) ([]Post, error) {
	var posts []Post
	err := s.change(ctx, func(tx *gorm.DB) error {
		letters, err := s.lease(tx, n, patience)
		if err != nil || len(letters) == 0 {
			posts = nil
			return err
		}
		posts, err = withContext(tx, letters)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("take letters: %w", err)
	}
	return posts, nil
}

// lease chooses up to n letters that are due and keeps them from other callers for patience.
func (s *Store) lease(tx *gorm.DB, n int, patience time.Duration) ([]Letter, error) {
	if hold, err := holdOn(tx); hold != nil || err != nil {
		return nil, err
	}
	now := s.now()
	fresh, err := dueLetters(tx, neverTried, now, n)
	if err != nil {
		return nil, err
	}
	old, err := dueLetters(tx, triedBefore, now, n)
	if err != nil {
		return nil, err
	}
	again := min(len(old), max(n/2, n-len(fresh)))
	letters, err := s.holdBack(tx, append(fresh[:min(len(fresh), n-again)], old[:again]...), now)
	if err != nil {
		return nil, err
	}
	for i := range letters {
		letters[i].Attempts++
		letters[i].DueAt, letters[i].TakenAt = now.Add(patience), &now
	}
	if len(letters) == 0 {
		return nil, nil
	}
	change := map[string]any{"attempts": gorm.Expr("attempts + 1"), "due_at": now.Add(patience), "taken_at": now}
	return letters, tx.Model(&Letter{}).Where("id IN ?", idsOf(letters)).Updates(change).Error
}

func dueLetters(tx *gorm.DB, which string, now time.Time, n int) (letters []Letter, err error) {
	err = tx.Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"}).
		Where(which).Where("due_at <= ?", now).Order("due_at").Limit(n).Find(&letters).Error
	return letters, err
}

func idsOf(letters []Letter) []uuid.UUID {
	ids := make([]uuid.UUID, len(letters))
	for i, l := range letters {
		ids[i] = l.ID
	}
	return ids
}

// NextLetter returns when the next letter is due; ok is false when none waits or letters are held.
func (s *Store) NextLetter(ctx context.Context) (due time.Time, ok bool, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		due, ok = time.Time{}, false
		if hold, err := holdOn(tx); hold != nil || err != nil {
			return err
		}
		for _, which := range []string{neverTried, triedBefore} {
			var first []Letter
			if err := tx.Where(which).Order("due_at").Limit(1).Find(&first).Error; err != nil {
				return err
			}
			if len(first) > 0 && (!ok || first[0].DueAt.Before(due)) {
				due, ok = first[0].DueAt, true
			}
		}
		return nil
	})
	if err != nil {
		return time.Time{}, false, fmt.Errorf("next letter: %w", err)
	}
	return due, ok, nil
}

// ServerReply is a mail server's answer: a reply code (RFC 5321 §4.2, 0 for none) and its words.
type ServerReply struct {
	Code int
	Text string
}

func (r ServerReply) columns() map[string]any {
	return map[string]any{"reply_code": r.Code, "reply_text": r.Text}
}

// LetterSent notes that the next server has taken a letter, also one that was given up or dropped since.
func (s *Store) LetterSent(ctx context.Context, letter uuid.UUID, reply ServerReply) error {
	columns := reply.columns()
	columns["sent_at"] = s.now()
	return s.noteLetter(ctx, letter, LetterSent, columns)
}

// LetterDelayed notes a try that failed for now, and when the next one is. It changes nothing
// on a letter that no longer waits to be sent.
func (s *Store) LetterDelayed(ctx context.Context, letter uuid.UUID, reply ServerReply, next time.Time) error {
	columns := reply.columns()
	columns["due_at"] = next.UTC().Truncate(time.Microsecond)
	return s.noteLetter(ctx, letter, LetterDelayed, columns)
}

// LetterGivenUp notes that a letter will not be tried again. It changes nothing on a letter
// that no longer waits to be sent.
func (s *Store) LetterGivenUp(ctx context.Context, letter uuid.UUID, reply ServerReply) error {
	return s.noteLetter(ctx, letter, LetterGivenUp, reply.columns())
}

// waits reports whether a letter goes by itself when it is due.
func (l Letter) waits() bool { return l.State == LetterQueued || l.State == LetterDelayed }

func (s *Store) noteLetter(ctx context.Context, letter uuid.UUID, to LetterState, columns map[string]any) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		l, err := one[Letter](toChange(tx), "id = ?", letter)
		if err != nil {
			return err
		}
		if l.State == LetterSent || to != LetterSent && !l.waits() {
			return nil
		}
		return s.moveLetter(tx, l, to, columns)
	})
	if err != nil {
		return fmt.Errorf("note letter %s: %w", to, err)
	}
	return nil
}

// moveLetter changes a letter's state and what is known of its last try. Only a new state is
// an event: a letter may be delayed a hundred times.
func (s *Store) moveLetter(tx *gorm.DB, l Letter, to LetterState, columns map[string]any) error {
	change := map[string]any{"state": to, "taken_at": nil}
	for name, value := range columns {
		change[name] = value
	}
	if err := tx.Model(&Letter{ID: l.ID}).Updates(change).Error; err != nil {
		return err
	}
	if l.State == to {
		return nil
	}
	return s.record(tx, Event{
		TicketID: l.TicketID, Kind: "letter", Actor: System, Channel: "program",
		From: string(l.State), To: string(to),
	})
}

// ReleaseLetters hands back letters that were taken and not tried, when the program stops.
func (s *Store) ReleaseLetters(ctx context.Context, letters []uuid.UUID) error {
	if len(letters) == 0 {
		return nil
	}
	err := s.changeAndRing(ctx, func(tx *gorm.DB) error {
		change := map[string]any{"attempts": gorm.Expr("attempts - 1"), "due_at": s.now(), "taken_at": nil}
		return tx.Model(&Letter{}).Where("id IN ? AND attempts > 0", letters).Where(stillWaiting).Updates(change).Error
	})
	if err != nil {
		return fmt.Errorf("release letters: %w", err)
	}
	return nil
}

// ReclaimLetters makes letters due at once that a courier had in hand when the program ended
// without notice; without it they wait for their patience to run out. It is for a start, by the
// one program that uses the database: another's courier may hold them still.
func (s *Store) ReclaimLetters(ctx context.Context) error {
	err := s.changeAndRing(ctx, func(tx *gorm.DB) error {
		change := map[string]any{"due_at": s.now(), "taken_at": nil}
		for _, which := range []string{neverTried, triedBefore} {
			if err := tx.Model(&Letter{}).Where("taken_at IS NOT NULL").Where(which).Updates(change).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("reclaim letters: %w", err)
	}
	return nil
}
