package models

import (
	"cmp"
	"slices"
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
// must look at the words each time: by default it soon plans for any words alike. (What is asked
// with them later is planned as ever: planning a page anew each time takes longer than reading it.)
// A word that fewer texts have than are wanted gives all of them; of another one, enough are among
// the newest texts, unless it has gone out of use.
const (
	lookAtWords = "SET LOCAL plan_cache_mode = force_custom_plan"
	lookAtNone  = "SET LOCAL plan_cache_mode = auto"

	wantedTexts = "WITH found AS MATERIALIZED (SELECT id, ticket_id FROM ticket_words WHERE words @@ CAST(? AS tsquery) LIMIT ?) " +
		"SELECT id, ticket_id, true FROM found WHERE (SELECT count(*) FROM found) < ? UNION ALL " +
		"SELECT id, ticket_id, false FROM (SELECT id, ticket_id FROM (SELECT id, ticket_id, words FROM ticket_words ORDER BY id DESC LIMIT 20000) f " +
		"WHERE words @@ CAST(? AS tsquery) ORDER BY id DESC LIMIT ?) newest WHERE (SELECT count(*) FROM found) >= ?"
	sortedTexts = "SELECT id, ticket_id FROM (SELECT id, ticket_id FROM ticket_words WHERE words @@ CAST(? AS tsquery) OFFSET 0) f ORDER BY id DESC LIMIT ?"
)

// newest sorts all texts that have the words only when it has to.
func (w postgresWords) newest(tx *gorm.DB, s search, n int) (hits []hit, err error) {
	query, all := s.tsquery(), false
	scan := func(row scanner) error {
		var h hit
		err := row.Scan(&h.id, &h.ticket, &all)
		hits = append(hits, h)
		return err
	}
	err = together(tx, order(lookAtWords), wishFor(tx, wantedTexts, scan, query, n, n, query, n, n), order(lookAtNone))
	if err != nil {
		return nil, err
	}
	if !all && len(hits) < n {
		hits = nil
		err = ask(tx, sortedTexts, scanHits(&hits), query, n)
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Compare(b.id, a.id) })
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
