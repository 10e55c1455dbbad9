package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
)

// hashPatience is how long a hash waits for its turn: ten are done in that time.
const hashPatience = 500 * time.Millisecond

// hashesAtOnce bounds the memory that hashing takes: each takes 19 MiB.
const hashesAtOnce = 2

// ErrBusy says that too many passwords are being hashed already; try again shortly.
var ErrBusy = errors.New("too many passwords at once")

// Passwords hashes passwords and checks them, two at a time.
type Passwords struct {
	places chan struct{}
	hash   func(password, salt []byte, c cost) []byte
}

// NewPasswords makes one that everybody in a program shares, or its bound holds for nobody.
func NewPasswords() *Passwords {
	return &Passwords{places: make(chan struct{}, hashesAtOnce), hash: argon}
}

func argon(password, salt []byte, c cost) []byte {
	return argon2.IDKey(password, salt, c.passes, c.memory, c.lanes, c.key)
}

// Hash makes the hash to be kept of a password, as a PHC string. ErrBusy.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key, err := p.derive(ctx, password, salt, current)
	return phc{current, salt, key}.String(), err
}

// Verify reports whether a hash is a password's. A hash that is empty or can't be read is
// nobody's: it costs as much time as another, so that an unknown account can't be told from a
// wrong password. ErrBusy.
func (p *Passwords) Verify(ctx context.Context, hash, password string) (bool, error) {
	kept, ok := readPHC(hash)
	if !ok {
		kept = phc{cost: current, salt: make([]byte, saltLength)}
	}
	key, err := p.derive(ctx, password, kept.salt, kept.cost)
	return ok && err == nil && subtle.ConstantTimeCompare(key, kept.result) == 1, err
}

// NeedsRehash reports whether a hash was made at another cost than new ones are.
func NeedsRehash(hash string) bool {
	kept, ok := readPHC(hash)
	return !ok || kept.cost != current
}

// derive waits for its turn and hashes.
func (p *Passwords) derive(ctx context.Context, password string, salt []byte, c cost) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, hashPatience)
	defer stop()
	select {
	case p.places <- struct{}{}:
	case <-ctx.Done():
		return nil, ErrBusy
	}
	defer func() { <-p.places }()
	return p.hash([]byte(password), salt, c), nil
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
