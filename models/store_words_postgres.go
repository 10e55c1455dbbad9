package models

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// postgresWords is a tsvector of the words as they are, with a GIN index.
type postgresWords struct{ insert string }

func newPostgresWords(db *gorm.DB) postgresWords {
	return postgresWords{string(newQuestion(db, "INSERT INTO ticket_words (ticket_id, words) VALUES (?, array_to_tsvector(string_to_array(?, ' ')))"))}
}

func (w postgresWords) add(tx *gorm.DB, ticket uuid.UUID, words string) error {
	_, err := tx.Statement.ConnPool.ExecContext(tx.Statement.Context, w.insert, ticket.String(), words)
	return err
}

// The planner guesses how many texts have a word, and a wrong guess costs seconds: it walks all
// texts for a rare word, or sorts half of them for a common one. So it is not asked to choose, and
// must look at the words each time: by default it soon plans for any words alike.
const (
	lookAtWords = "SET LOCAL plan_cache_mode = force_custom_plan"

	anyTexts    = "SELECT id, ticket_id FROM ticket_words WHERE words @@ CAST(? AS tsquery)"
	newestTexts = "SELECT id, ticket_id FROM (SELECT id, ticket_id, words FROM ticket_words ORDER BY id DESC LIMIT 20000) f WHERE words @@ CAST(? AS tsquery) ORDER BY id DESC"
	sortedTexts = "SELECT id, ticket_id FROM (SELECT id, ticket_id FROM ticket_words WHERE words @@ CAST(? AS tsquery) OFFSET 0) f ORDER BY id DESC"
)

// newest takes any hits first. When those are all, they are sorted; else enough are among the
// newest texts, unless a word has gone out of use.
func (w postgresWords) newest(tx *gorm.DB, s search, n int) (hits []hit, err error) {
	if _, err := tx.Statement.ConnPool.ExecContext(tx.Statement.Context, lookAtWords); err != nil {
		return nil, err
	}
	if hits, err = w.hits(tx, anyTexts, s, n); err != nil {
		return nil, err
	}
	if len(hits) < n {
		slices.SortFunc(hits, func(a, b hit) int { return cmp.Compare(b.id, a.id) })
		return hits, nil
	}
	if hits, err = w.hits(tx, newestTexts, s, n); err != nil || len(hits) >= n {
		return hits, err
	}
	return w.hits(tx, sortedTexts, s, n)
}

func (postgresWords) hits(tx *gorm.DB, from string, s search, n int) (hits []hit, err error) {
	err = ask(tx, from+" LIMIT "+strconv.Itoa(n), scanHits(&hits), s.tsquery())
	return hits, err
}

// tsquery writes a search in the language of PostgreSQL (§8.11.2). Every word is a string there,
// and none holds a quotation mark or a backslash.
func (s search) tsquery() string {
	text := "'" + strings.Join(s, "' & '") + "'"
	if s.open() {
		text += ":*"
	}
	return text
}
