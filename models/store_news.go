package models

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// mostNew is where counting what has come in stops.
const mostNew = 100

// incoming are the events that News counts.
const incoming = "(kind = 'filed' OR kind = 'message' AND actor = 'requester')"

// News counts what has come in since a mark: tickets filed and requesters' answers, up to 100.
func (s *Store) News(ctx context.Context, desk Desk, since Mark) (filed, answered int, latest Mark, err error) {
	if desk.IsZero() {
		return 0, 0, Mark{}, fmt.Errorf("read news: %w", ErrNotFound)
	}
	note := func(row scanner) error {
		var kind string
		err := row.Scan(&kind)
		switch {
		case filed+answered == mostNew:
		case kind == "filed":
			filed++
		default:
			answered++
		}
		return err
	}
	settled := s.settled.Load()
	err = s.read(ctx, func(tx *gorm.DB) (err error) {
		filed, answered = 0, 0
		var newest int64
		if err := together(tx, latestEvent(tx, &newest)); err != nil {
			return err
		}
		if latest, err = marked(tx, settled, newest); err != nil {
			return err
		}
		if err := askLate(tx, note, since.Late); err != nil || latest.Latest <= since.Latest {
			return err
		}
		return ask(tx, fmt.Sprintf("SELECT kind FROM events WHERE id > ? AND "+incoming+" ORDER BY id LIMIT %d", mostNew), note, since.Latest)
	})
	if err != nil {
		return 0, 0, Mark{}, fmt.Errorf("read news: %w", err)
	}
	s.settle(latest)
	return filed, answered, latest, nil
}

// askLate asks for those of some events that have come.
func askLate(tx *gorm.DB, note func(scanner) error, late []int64) error {
	if len(late) == 0 {
		return nil
	}
	return ask(tx, "SELECT kind FROM events WHERE id IN ("+marks(len(late))+") AND "+incoming, note, slices.Collect(anyOf(slices.Values(late)))...)
}

// onTheirWay is how far below the newest event one may still come, in events. A change lasts
// postgresPatience at most, so this is for 800 events a second.
const onTheirWay = 4096

// latestEvent asks for the id of the newest event, 0 for none.
func latestEvent(tx *gorm.DB, into *int64) wish {
	return wishFor(tx, "SELECT coalesce(max(id), 0) FROM events", func(row scanner) error { return row.Scan(into) })
}

// marked returns which events there are, the newest of which is known. All up to settled are known
// to be there since before the snapshot: looked for are only those above it.
func marked(tx *gorm.DB, settled, latest int64) (m Mark, err error) {
	m.Latest = latest
	after := max(settled, latest-onTheirWay)
	if after == latest || tx.Name() != "postgres" { // SQLite has one writer: no event comes late
		return m, nil
	}
	note := func(row scanner) error {
		var before, id int64
		err := row.Scan(&before, &id)
		for missing := max(before+1, id-mostLate); missing < id; missing++ {
			m.Late = append(m.Late, missing)
		}
		return err
	}
	err = ask(tx, "SELECT before, id FROM (SELECT id, lag(id, 1, ?) OVER (ORDER BY id) AS before FROM events WHERE id > ?) e WHERE id > before + 1 ORDER BY id",
		note, after, after)
	m.Late = m.Late[max(0, len(m.Late)-mostLate):]
	return m, err
}

// settle remembers up to where a snapshot had every event.
func (s *Store) settle(m Mark) {
	if len(m.Late) == mostLate { // there may be more that it does not name
		return
	}
	whole := m.Latest
	if len(m.Late) > 0 {
		whole = m.Late[0] - 1
	}
	for known := s.settled.Load(); known < whole && !s.settled.CompareAndSwap(known, whole); {
		known = s.settled.Load()
	}
}
