package models

import (
	"encoding/binary"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"
)

// idSource draws UUIDv7 keys (RFC 9562 §5.7) from the store's clock and random source. Its
// ids grow, also within one tick of the clock.
type idSource struct {
	clock  Clock
	random io.Reader

	mu   sync.Mutex
	last int64 // time of the last id, in 1/4096 ms since 1970
}

// next returns a new id.
func (s *idSource) next() (id uuid.UUID, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := io.ReadFull(s.random, id[8:]); err != nil {
		return uuid.Nil, err
	}
	s.last = max(s.last+1, ticks(s.clock()))
	binary.BigEndian.PutUint64(id[:8], uint64(s.last>>12)<<16|uint64(s.last&0xfff))
	id[6] |= 0x70             // version 7
	id[8] = id[8]&0x3f | 0x80 // variant of RFC 9562
	return id, nil
}

// ticks counts 1/4096 ms since 1970.
func ticks(t time.Time) int64 {
	ns := t.UnixNano()
	return ns/int64(time.Millisecond)<<12 | ns%int64(time.Millisecond)*4096/int64(time.Millisecond)
}

// reference draws a new reference.
func (s *idSource) reference() (Reference, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return NewReference(s.random)
}
