package auth

import (
	"container/list"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"sync"
)

// Rank says who goes first where passwords are hashed.
type Rank int

// The ranks. A stranger gets a place when none of the others waits for one: a flood of sign-ins
// keeps nobody out who has shown anything already.
const (
	Known    Rank = iota // signed in, or at a browser that the account has used
	Stranger             // everybody else
)

// turns are the places at which passwords are hashed, and those who wait for one.
type turns struct {
	mu      sync.Mutex
	free    int
	waiting [Stranger + 1]list.List // of chan struct{}, closed when the place is theirs
}

// enter waits for a place until the context ends; ErrBusy.
func (t *turns) enter(ctx context.Context, rank Rank) error {
	t.mu.Lock()
	if t.free > 0 {
		t.free--
		t.mu.Unlock()
		return nil
	}
	mine := make(chan struct{})
	at := t.waiting[rank].PushBack(mine)
	t.mu.Unlock()
	select {
	case <-mine:
		return nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-mine: // at the last moment
		return nil
	default:
		t.waiting[rank].Remove(at)
		return ErrBusy
	}
}

// leave gives a place to the next one.
func (t *turns) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for rank := range t.waiting {
		if first := t.waiting[rank].Front(); first != nil {
			close(t.waiting[rank].Remove(first).(chan struct{}))
			return
		}
	}
	t.free++
}

// Waiting is how many of a rank wait for a place.
func (p *Passwords) Waiting(rank Rank) int {
	p.turns.mu.Lock()
	defer p.turns.mu.Unlock()
	return p.turns.waiting[rank].Len()
}

// Turn is a place at which passwords are hashed; to be ended.
type Turn struct {
	passwords *Passwords
	once      sync.Once
}

// Turn waits for a place, for Patience at most. ErrBusy.
func (p *Passwords) Turn(ctx context.Context, rank Rank) (*Turn, error) {
	ctx, stop := context.WithTimeout(ctx, p.Patience)
	defer stop()
	if err := p.turns.enter(ctx, rank); err != nil {
		return nil, err
	}
	return &Turn{passwords: p}, nil
}

// End gives the place to the next one; twice is once.
func (t *Turn) End() { t.once.Do(t.passwords.turns.leave) }

// Hash makes the hash to be kept of a password, as a PHC string.
func (t *Turn) Hash(password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	return phc{current, salt, t.passwords.hash([]byte(password), salt, current)}.String(), nil
}

// Verify reports whether a hash is a password's. A hash that is empty or can't be read is
// nobody's: it costs as much time as another, so that an unknown account can't be told from a
// wrong password.
func (t *Turn) Verify(hash, password string) bool {
	kept, ok := readPHC(hash)
	if !ok {
		kept = phc{cost: current, salt: make([]byte, saltLength)}
	}
	key := t.passwords.hash([]byte(password), kept.salt, kept.cost)
	return ok && subtle.ConstantTimeCompare(key, kept.result) == 1
}
