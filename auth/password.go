package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
)

// hashPatience is how long a hash waits by default: ten are done in that time.
const hashPatience = 500 * time.Millisecond

// hashesAtOnce bounds the memory that hashing takes: each takes 19 MiB.
const hashesAtOnce = 2

// ErrBusy says that too many passwords are being hashed already; try again shortly.
var ErrBusy = errors.New("too many passwords at once")

// Passwords hashes passwords and checks them, two at a time.
type Passwords struct {
	// Patience is how long a hash waits for its turn. It is set before the first one does.
	Patience time.Duration

	turns turns
	hash  func(password, salt []byte, c cost) []byte
}

// NewPasswords makes one that everybody in a program shares, or its bound holds for nobody.
func NewPasswords() *Passwords {
	return &Passwords{Patience: hashPatience, turns: turns{free: hashesAtOnce}, hash: argon}
}

func argon(password, salt []byte, c cost) []byte {
	return argon2.IDKey(password, salt, c.passes, c.memory, c.lanes, c.key)
}

// Hash is Turn.Hash in a turn of its own, for somebody known. ErrBusy.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	turn, err := p.Turn(ctx, Known)
	if err != nil {
		return "", err
	}
	defer turn.End()
	return turn.Hash(password)
}

// Verify is Turn.Verify in a turn of its own, for somebody known. ErrBusy.
func (p *Passwords) Verify(ctx context.Context, hash, password string) (bool, error) {
	turn, err := p.Turn(ctx, Known)
	if err != nil {
		return false, err
	}
	defer turn.End()
	return turn.Verify(hash, password), nil
}

// NeedsRehash reports whether a hash was made at another cost than new ones are.
func NeedsRehash(hash string) bool {
	kept, ok := readPHC(hash)
	return !ok || kept.cost != current
}

// NewPassword draws a password to be read and typed once: 125 bits in five groups, of letters
// and digits that are not taken for one another (RFC 4648 §6).
func NewPassword() string {
	text := strings.ToLower(rand.Text())
	var groups []string
	for at := 0; at < 25; at += 5 {
		groups = append(groups, text[at:at+5])
	}
	return strings.Join(groups, "-")
}
