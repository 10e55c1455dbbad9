package models

import (
	"slices"
	"strconv"
	"strings"
)

// Mark says which events somebody has seen: those up to Latest without those of Late. PostgreSQL
// gives an event its id before the event is committed, so that one with a lower id can come late.
type Mark struct {
	Latest int64   // id of the newest event, 0 for none
	Late   []int64 // ids below it that may still come, in order
}

// mostLate is the most ids that a mark names, so that it fits an address; the newest are the ones
// that may still come.
const mostLate = 200

// String writes a mark as an address carries it.
func (m Mark) String() string {
	ids := []string{strconv.FormatInt(m.Latest, 10)}
	for _, id := range m.Late {
		ids = append(ids, strconv.FormatInt(id, 10))
	}
	return strings.Join(ids, ",")
}

// ParseMark reads what String wrote; ok is false for anything else.
func ParseMark(text string) (m Mark, ok bool) {
	ids := strings.Split(text, ",")
	m.Latest, ok = readID(ids[0])
	for _, id := range ids[1:] {
		n, known := readID(id)
		m.Late, ok = append(m.Late, n), ok && known && n < m.Latest
	}
	if !ok || len(m.Late) > mostLate || !slices.IsSorted(m.Late) {
		return Mark{}, false
	}
	return m, true
}

func readID(text string) (id int64, ok bool) {
	id, err := strconv.ParseInt(text, 10, 64)
	return id, err == nil && id >= 0
}
