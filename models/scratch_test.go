//go:build scratch

package models_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"docket/models/modelstest"
)

func TestScratchPG(t *testing.T) {
	url := modelstest.Postgres(t)
	modelstest.Fill(t, url, 20000)
	db, _ := sql.Open("pgx", url)
	db.SetMaxOpenConns(1)
	for _, lim := range []string{"fastupdate = on", "gin_pending_list_limit = 1024", "gin_pending_list_limit = 256", "gin_pending_list_limit = 64", "fastupdate = off"} {
		db.Exec("DROP INDEX ticket_words_words")
		if _, err := db.Exec("CREATE INDEX ticket_words_words ON ticket_words USING gin (words) WITH (" + lim + ")"); err != nil {
			t.Fatal(err)
		}
		var id string
		db.QueryRow("SELECT id FROM tickets LIMIT 1").Scan(&id)
		var words []string
		rows, _ := db.Query("SELECT array_to_string(tsvector_to_array(words), ' ') FROM ticket_words ORDER BY id LIMIT 3000")
		for rows.Next() {
			var w string
			rows.Scan(&w)
			words = append(words, w)
		}
		s := time.Now()
		worst, worstQ := time.Duration(0), time.Duration(0)
		var total time.Duration
		for i, w := range words {
			s := time.Now()
			if _, err := db.Exec("INSERT INTO ticket_words (ticket_id, words) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))", id, w); err != nil {
				t.Fatal(err)
			}
			worst = max(worst, time.Since(s))
			if i%50 == 0 {
				s := time.Now()
				var n int
				db.QueryRow("SELECT count(*) FROM (SELECT 1 FROM ticket_words WHERE words @@ CAST('''zebra''' AS tsquery) LIMIT 1001) h").Scan(&n)
				worstQ = max(worstQ, time.Since(s))
				total += time.Since(s)
			}
		}
		fmt.Println(lim, "insert", (time.Since(s)-total)/time.Duration(len(words)), "worst", worst, "query worst", worstQ, "avg", total/60)
	}
}
