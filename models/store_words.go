package models

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"docket/evidence"
)

// mostHits is how far back a search looks.
const mostHits = 1000

// hit is a text of a ticket that has what is searched. Later texts have higher ids.
type hit struct {
	id     int64
	ticket uuid.UUID
}

// wordIndex is where the words of tickets are searched.
type wordIndex interface {
	// add keeps a text's words, with spaces between them.
	add(tx *gorm.DB, ticket uuid.UUID, words string) error
	// newest returns the newest hits, newest first, at most n.
	newest(tx *gorm.DB, s search, n int) ([]hit, error)
}

func newWordIndex(db *gorm.DB) wordIndex {
	if db.Name() == "postgres" {
		return newPostgresWords(db)
	}
	return sqliteWords{}
}

// addWords makes a text of a conversation one that its ticket is found by.
func (s *Store) addWords(tx *gorm.DB, ticket uuid.UUID, text evidence.Clean) error {
	return s.words.add(tx, ticket, searchedIn(text))
}

// scanHits reads hits into a list.
func scanHits(into *[]hit) func(row scanner) error {
	return func(row scanner) error {
		var h hit
		err := row.Scan(&h.id, &h.ticket)
		*into = append(*into, h)
		return err
	}
}

// sqliteWords is FTS5. A text enters its index together with others, because a commit with one
// text costs it as much as one with many; until then it is compared word by word.
type sqliteWords struct{}

// freshWords is how many texts enter the index together: those whose ids end a round of so many.
const freshWords = 64

func (sqliteWords) add(tx *gorm.DB, ticket uuid.UUID, words string) error {
	pool, ctx := tx.Statement.ConnPool, tx.Statement.Context
	added, err := pool.ExecContext(ctx, "INSERT INTO ticket_words_fresh (ticket_id, words) VALUES (?, ?)", ticket.String(), words)
	if err != nil {
		return err
	}
	if id, err := added.LastInsertId(); err != nil || id%freshWords != 0 {
		return err
	}
	return enterFresh(ctx, pool)
}

// enterFresh moves the texts that wait into the index.
func enterFresh(ctx context.Context, pool gorm.ConnPool) error {
	for _, statement := range []string{
		"INSERT INTO ticket_words (id, ticket_id) SELECT id, ticket_id FROM ticket_words_fresh",
		"INSERT INTO ticket_words_index (rowid, words) SELECT id, words FROM ticket_words_fresh",
		"DELETE FROM ticket_words_fresh",
	} {
		if _, err := pool.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// newest asks for the last word as it stands first, which is quick however many texts have it;
// only when that finds few, also for words that begin with it.
func (w sqliteWords) newest(tx *gorm.DB, s search, n int) ([]hit, error) {
	hits, err := w.fresh(tx, s)
	if err != nil || len(hits) >= n {
		return hits[:min(n, len(hits))], err
	}
	n -= len(hits)
	indexed, err := w.indexed(tx, s, n, false)
	if err == nil && len(indexed) < n && s.open() {
		indexed, err = w.opened(tx, s, n, indexed)
	}
	return append(hits, indexed...), err
}

// opened asks for words that begin with the last one, unless that can add nothing to the hits of
// the word as it stands: all texts that have the other words have it.
func (w sqliteWords) opened(tx *gorm.DB, s search, n int, asItStands []hit) ([]hit, error) {
	if others := s[:len(s)-1]; len(others) > 0 {
		most, err := w.indexed(tx, others, n, false)
		if err != nil || len(most) == len(asItStands) {
			return asItStands, err
		}
	}
	return w.indexed(tx, s, n, true)
}

// fresh returns the hits among the texts that are not in the index yet.
func (sqliteWords) fresh(tx *gorm.DB, s search) (hits []hit, err error) {
	compare := func(row scanner) error {
		var h hit
		var words string
		err := row.Scan(&h.id, &h.ticket, &words)
		if err == nil && s.hits(words) {
			hits = append(hits, h)
		}
		return err
	}
	err = ask(tx, "SELECT id, ticket_id, words FROM ticket_words_fresh ORDER BY id DESC", compare)
	return hits, err
}

func (sqliteWords) indexed(tx *gorm.DB, s search, n int, open bool) (hits []hit, err error) {
	err = ask(tx, "SELECT w.id, w.ticket_id FROM "+
		"(SELECT rowid FROM ticket_words_index WHERE ticket_words_index MATCH ? ORDER BY rowid DESC LIMIT "+strconv.Itoa(n)+") f "+
		"JOIN ticket_words w ON w.id = f.rowid", scanHits(&hits), s.fts5(open))
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Compare(b.id, a.id) }) // which they are in already, without a promise
	return hits, err
}

// fts5 writes a search in the language of FTS5 (sqlite.org/fts5.html §3). Every word is a string
// there, and none holds a quotation mark.
func (s search) fts5(open bool) string {
	text := `"` + strings.Join(s, `" "`) + `"`
	if open {
		text += "*"
	}
	return text
}
