package models

import (
	"sync"
	"time"
)

// memory keeps answers of the database, by what was asked, for as long as this program changes
// nothing; and for at most memoryAge, because another program may. Asking costs more than a page
// does, and most pages are read while nothing changes. Answers are not to be changed.
type memory[Key comparable, Answer any] struct {
	mu   sync.Mutex
	kept map[Key]*remembered[Answer]
}

// remembered is one answer, in one hand at a time: who comes while it is asked for waits for it.
type remembered[Answer any] struct {
	mu      sync.Mutex
	answer  Answer
	at      time.Time // when the asking began; zero: there is no answer
	changes int64     // Store.changes then
}

const (
	// memoryAge is how long an answer is good for while this program has changed nothing.
	memoryAge = time.Second
	// mostRemembered is how many answers a memory holds; at one more it begins anew.
	mostRemembered = 1024
)

// recall returns what is remembered, or asks. An error is not remembered. It is the store's
// method, which in Go can't have types of its own.
func recall[Key comparable, Answer any](s *Store, m *memory[Key, Answer], key Key, ask func() (Answer, error)) (Answer, error) {
	r := m.of(key)
	r.mu.Lock()
	defer r.mu.Unlock()
	changes, now := s.changes.Load(), s.cfg.Clock()
	if r.isFresh(changes, now) {
		return r.answer, nil
	}
	answer, err := ask()
	if err != nil {
		m.forget(key)
		return answer, err
	}
	r.answer, r.at, r.changes = answer, now, changes
	return answer, nil
}

// isFresh reports whether an answer still holds. A clock that was set back makes none older.
func (r *remembered[Answer]) isFresh(changes int64, now time.Time) bool {
	age := now.Sub(r.at)
	return !r.at.IsZero() && r.changes == changes && age >= 0 && age < memoryAge
}

func (m *memory[Key, Answer]) of(key Key) *remembered[Answer] {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.kept[key]
	if r == nil {
		if m.kept == nil || len(m.kept) >= mostRemembered {
			m.kept = map[Key]*remembered[Answer]{}
		}
		r = &remembered[Answer]{}
		m.kept[key] = r
	}
	return r
}

func (m *memory[Key, Answer]) forget(key Key) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.kept, key)
}
