package models

import (
	"archive/tar"
	"bytes"
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"
)

// FilingOf makes a filing that no form has been checked for.
func FilingOf(t Ticket, p Papers) Filing { return Filing{ticket: t, papers: p} }

// FirstGap is when a link may go beside what is planned for an unproved mailbox.
func FirstGap(from, until time.Time, planned []time.Time) (time.Time, bool) {
	var letters []Letter
	for _, at := range planned {
		letters = append(letters, Letter{Kind: LetterReceived, PlannedAt: at})
	}
	return firstGap(from, until, quotasFor(Letter{Kind: LetterLink, Cap: CapUnproved}, letters))
}

// Surge is the count of confirmations by hour and network.
type Surge struct{ surge }

// NewSurge starts counting.
func NewSurge() *Surge { return &Surge{} }

// Admit counts a confirmation.
func (s *Surge) Admit(now time.Time, network string) (time.Time, bool) { return s.admit(now, network) }

// Size is how many networks are remembered, each in each hour.
func (s *Surge) Size() (n int) {
	for _, h := range s.hours {
		n += len(h.networks)
	}
	return n
}

// Change runs a change on the store's engine.
func (s *Store) Change(ctx context.Context, do func(tx *gorm.DB) error) error {
	return s.change(ctx, do)
}

// Read runs questions on the store's engine.
func (s *Store) Read(ctx context.Context, ask func(tx *gorm.DB) error) error { return s.read(ctx, ask) }

// Waiting is how many changes wait for the writer.
func (s *Store) Waiting() int { return len(s.engine.(*writer).queue) }

// Rows has one of each model that is a table.
var Rows = []any{
	&Ticket{}, &Papers{}, &Message{}, &Event{}, &Letter{}, &Address{}, &heartbeat{},
	&Account{}, &Session{}, &throttle{}, &lever{}, &Note{}, &Draft{},
}

// Unmapped are the tables without a model: what is searched, and the migrations' own.
var Unmapped = []string{"ticket_words", "goose_db_version"}

// CopyBeforeUpgrade does what precedes the first step of an upgrade to version 2.
func CopyBeforeUpgrade(ctx context.Context, path string) error {
	pool, err := sql.Open("sqlite", sqliteDSN(path, sqliteWriter))
	if err != nil {
		return err
	}
	defer pool.Close()
	return copySQLite(ctx, pool, path+".before-2")
}

// Unpack reads an archive as Restore does, and returns its manifest and the database in it.
func Unpack(content []byte) (m Manifest, db []byte, err error) {
	from := bytes.NewReader(content)
	a := &archive{from: from, size: from.Size(), entries: tar.NewReader(from)}
	if err := a.readManifest(); err != nil {
		return m, nil, err
	}
	var out bytes.Buffer
	err = a.unpack(&out)
	return a.Manifest, out.Bytes(), err
}

// NamedBy is what a text names.
func NamedBy(prefix, text string) (ids []string, references []Reference, sure bool) {
	n := namedBy(prefix, text)
	return n.ids, n.references, n.sure
}

// Asked is a question with its arguments.
type Asked struct {
	Text string
	Args []any
}

// QueueQuestions are the questions for the keys of a page of the queue.
func QueueQuestions(f QueueFilter) (questions []Asked) {
	parts := partsOf(f.View)
	from, back := f.place(parts)
	for _, p := range parts {
		w := walk{part: p, back: back, key: "rowid"}
		if from != nil && from.group == p.group {
			w.from = from
		}
		if text, args := f.keys(w, QueueLength+1); text != "" {
			questions = append(questions, Asked{text, args})
		}
	}
	return questions
}

// RowQuestions are the questions for the rows of a page of the queue and for identifiers.
func RowQuestions(ids []string) map[string]Asked {
	text, args := QueueFilter{}.keys(walk{part: allParts[0], key: "rowid"}, QueueLength+1)
	from, more := identifiedBy(ids)
	return map[string]Asked{
		"a page":           {rowsQuestion("(" + text + ") k JOIN tickets t ON t.rowid = k.key"), args},
		"some identifiers": {"SELECT " + listed + " FROM " + from, more},
	}
}

// CursorAgain writes the cursor again that a text is; ok is false for a text that is none.
func CursorAgain(text string) (cursor string, ok bool) {
	if p, ok := readPlace(text); ok {
		return p.cursor(), true
	}
	id, ok := readHit(text)
	return hit{id: id}.cursor(), ok
}

// WordsIn are the words of a text.
func WordsIn(text string) []string { return wordsIn(text) }

// Together counts the tickets and asks further questions with that.
func Together(tx *gorm.DB, tickets *int, further ...string) error {
	wishes := []wish{wishFor(tx, "SELECT count(*) FROM tickets", func(row scanner) error { return row.Scan(tickets) })}
	for _, text := range further {
		wishes = append(wishes, wishFor(tx, text, func(scanner) error { return nil }))
	}
	return together(tx, wishes...)
}

// Later counts the tickets with what is asked next.
func Later(tx *gorm.DB, tickets *int) error {
	return later(tx, wishFor(tx, "SELECT count(*) FROM tickets", func(row scanner) error { return row.Scan(tickets) }))
}
