package mail

import (
	"time"

	"docket/models"
)

// The waits between the tries of one letter.
const (
	shortestWait = time.Minute
	longestWait  = time.Hour
)

// begun is when a letter's life began: when it was written, or later when the caps let it go,
// so that a letter that had to wait for its turn is tried for five days too.
func begun(l models.Letter) time.Time { return later(l.CreatedAt, l.PlannedAt) }

// nextTry is when to try a letter again that has failed n times; n is at least 1. random is in
// [0, 1) and spreads letters that failed together. ok is false when the letter's life is over
// by now; the last try is at its very end.
func nextTry(now, begun time.Time, n int, random float64) (at time.Time, ok bool) {
	end := begun.Add(lifetime)
	if !now.Before(end) {
		return time.Time{}, false
	}
	at = now.Add(growing(shortestWait, longestWait, n, random))
	if at.After(end) {
		at = end
	}
	return at, true
}

// growing doubles from shortest with each failure after the first, and adds up to a quarter
// at random. It never exceeds longest.
func growing(shortest, longest time.Duration, failures int, random float64) time.Duration {
	steady := longest * 4 / 5
	d := shortest
	for range failures - 1 {
		if d = 2 * d; d >= steady {
			d = steady
			break
		}
	}
	return d + time.Duration(random*float64(d)/4)
}

// backoff is a pause that grows while something keeps failing.
type backoff struct {
	shortest, longest time.Duration
	failures          int
	until             time.Time // zero when nothing fails
}

func (b *backoff) fail(now time.Time, random float64) {
	b.failures++
	b.until = now.Add(growing(b.shortest, b.longest, b.failures, random))
}

func (b *backoff) clear() { b.failures, b.until = 0, time.Time{} }
