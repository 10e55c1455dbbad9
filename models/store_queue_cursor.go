package models

import (
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/google/uuid"
)

// place is where a ticket stands in the queue.
type place struct {
	group byte // of its part
	rank  int
	since time.Time
	id    uuid.UUID
}

func placeOf(t Ticket) place { return place{groupOf(t.State), t.QueueRank, t.WaitingSince, t.ID} }

// The first byte of a cursor: what it points into.
const (
	intoQueue byte = 'q'
	intoHits  byte = 'h'
)

// cursor writes a place as an address carries it.
func (p place) cursor() string {
	b := []byte{intoQueue, p.group, byte(p.rank)}
	b = binary.BigEndian.AppendUint64(b, uint64(p.since.UnixMicro()))
	return base64.RawURLEncoding.EncodeToString(append(b, p.id[:]...))
}

// readPlace reads what cursor wrote; ok is false for anything else.
func readPlace(cursor string) (p place, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(b) != 27 || b[0] != intoQueue || int(b[1]) >= len(allParts) || b[2] < 2 || b[2] > 9 {
		return place{}, false
	}
	at := int64(binary.BigEndian.Uint64(b[3:]))
	if at < 0 || at > latestMoment {
		return place{}, false
	}
	return place{b[1], int(b[2]), time.UnixMicro(at).UTC(), uuid.UUID(b[11:])}, true
}

// latestMoment is the end of the year 9999, in microseconds: later ones can't be compared as text.
const latestMoment = 253402300799999999

// cursor writes where a hit stands as an address carries it.
func (h hit) cursor() string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64([]byte{intoHits}, uint64(h.id)))
}

// readHit reads the id that a hit's cursor wrote; ok is false for anything else.
func readHit(cursor string) (id int64, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(b) != 9 || b[0] != intoHits {
		return 0, false
	}
	id = int64(binary.BigEndian.Uint64(b[1:]))
	return id, id > 0
}
