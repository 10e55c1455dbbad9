package models_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"docket/models"
	"docket/models/modelstest"
)

// older is a database that an older program has left.
type older struct {
	*testing.T
	url, driver string
	schema      int64
}

// onEachOlder runs a fact on every dump in testdata: schema-VERSION.ENGINE.sql.
func onEachOlder(t *testing.T, fact func(o older)) {
	dumps, err := filepath.Glob("testdata/schema-*.sql")
	if err != nil || len(dumps) < 2 {
		t.Fatalf("%d dumps, %v", len(dumps), err)
	}
	for _, dump := range dumps {
		t.Run(filepath.Base(dump), func(t *testing.T) { fact(restoreDump(t, dump)) })
	}
}

func restoreDump(t *testing.T, dump string) older {
	t.Helper()
	o := older{T: t, driver: "sqlite"}
	var engine string
	if _, err := fmt.Sscanf(filepath.Base(dump), "schema-%d.%s", &o.schema, &engine); err != nil {
		t.Fatal(err)
	}
	if o.url = sqliteURL(t); engine == "postgres.sql" {
		o.url, o.driver = modelstest.Postgres(t), "pgx"
	}
	statements, err := os.ReadFile(dump)
	if err != nil {
		t.Fatal(err)
	}
	o.exec(string(statements))
	return o
}

func (o older) open() *sql.DB {
	o.Helper()
	db, err := sql.Open(o.driver, strings.TrimPrefix(o.url, "sqlite:"))
	if err != nil {
		o.Fatal(err)
	}
	return db
}

func (o older) exec(statements string) {
	o.Helper()
	db := o.open()
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		o.Fatal(err)
	}
}

// table is what a table holds: a line for each row, in some fixed order.
type table struct{ columns, rows []string }

// tables reads everything but the migrations' own table.
func (o older) tables() map[string]table {
	o.Helper()
	list := "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'goose_db_version'"
	if o.driver == "pgx" {
		list = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'goose_db_version'"
	}
	db := o.open()
	defer db.Close()
	all := map[string]table{}
	for _, line := range o.ask(db, list).rows {
		name := strings.Trim(line, "|")
		all[name] = o.ask(db, "SELECT * FROM "+name)
	}
	return all
}

func (o older) ask(db *sql.DB, question string) (t table) {
	o.Helper()
	found, err := db.Query(question)
	if err != nil {
		o.Fatal(err)
	}
	defer found.Close()
	if t.columns, err = found.Columns(); err != nil {
		o.Fatal(err)
	}
	values := make([]any, len(t.columns))
	for i := range values {
		values[i] = new(any)
	}
	for found.Next() {
		if err := found.Scan(values...); err != nil {
			o.Fatal(err)
		}
		var line strings.Builder
		for _, v := range values {
			fmt.Fprintf(&line, "|%v|", *v.(*any))
		}
		t.rows = append(t.rows, line.String())
	}
	if err := found.Err(); err != nil {
		o.Fatal(err)
	}
	slices.Sort(t.rows)
	return t
}

// migrate brings the database to the newest schema.
func (o older) migrate() {
	o.Helper()
	from, to, err := models.Migrate(o.Context(), models.StoreConfig{URL: o.url})
	if err != nil || from != o.schema || to <= from {
		o.Fatalf("from %d to %d: %v", from, to, err)
	}
}

func TestAnUpgradeKeepsEveryRowAndValue(t *testing.T) {
	t.Parallel()
	onEachOlder(t, func(o older) {
		before := o.tables()
		o.migrate()
		db := o.open()
		defer db.Close()
		for name, was := range before {
			if len(was.rows) == 0 {
				o.Errorf("the dump has no rows in %s", name)
			}
			is := o.ask(db, "SELECT "+strings.Join(was.columns, ", ")+" FROM "+name)
			if !slices.Equal(is.rows, was.rows) {
				o.Errorf("%s has changed from\n%s\nto\n%s", name, strings.Join(was.rows, "\n"), strings.Join(is.rows, "\n"))
			}
		}
		seen, err := models.Inspect(o.Context(), models.StoreConfig{URL: o.url})
		if err != nil || seen.Integrity != nil || seen.Schema != seen.Newest || seen.Tickets == 0 {
			o.Errorf("inspected: %+v, %v", seen, err)
		}
	})
}

func TestACopyFromBeforeTheUpgradeStays(t *testing.T) {
	t.Parallel()
	onEachOlder(t, func(o older) {
		if o.driver != "sqlite" {
			return // a server's copies are its operator's
		}
		o.migrate()
		copied := fmt.Sprintf("%s.before-%d", o.url, o.schema+1)
		seen, err := models.Inspect(o.Context(), models.StoreConfig{URL: copied})
		if err != nil || seen.Schema != o.schema || seen.Integrity != nil {
			o.Errorf("the copy: %+v, %v", seen, err)
		}
	})
}

func TestAnUpgradedTicketHasItsPlaceInTheQueue(t *testing.T) {
	t.Parallel()
	onEachOlder(t, func(o older) {
		r := newRig(o.T, o.url)
		environments := map[string]bool{}
		for _, ticket := range all[models.Ticket](r) {
			environments[ticket.Environment] = true
			if ticket.QueueRank != models.RankOf(ticket.Priority, ticket.Environment) {
				o.Errorf("%s of %s has rank %d", ticket.Priority, ticket.Environment, ticket.QueueRank)
			}
			if !ticket.WaitingSince.Equal(ticket.UpdatedAt) || ticket.AssigneeID != nil {
				o.Errorf("%s waits since %v, updated at %v, with %v", ticket.Reference, ticket.WaitingSince, ticket.UpdatedAt, ticket.AssigneeID)
			}
		}
		if len(environments) != 2 {
			o.Errorf("the dump has tickets of %v only", environments)
		}
	})
}

func TestAnUpgradedTicketIsFoundByItsWords(t *testing.T) {
	t.Parallel()
	onEachOlder(t, func(o older) {
		r := newRig(o.T, o.url)
		desk, named := r.desk("Grace"), map[models.Reference]string{}
		for _, ticket := range all[models.Ticket](r) {
			named[ticket.Reference] = ticket.Name.String()
		}
		for text, want := range map[string]string{
			"zürich supplier_2": "Anna Müller", "MÜLLER": "Anna Müller", "söhne": "Anna Müller",
			"kangaroo warehouse": "Anna Müller", "wallaby": "O'Neil; DROP TABLE tickets;--", "o'neil": "O'Neil; DROP TABLE tickets;--",
		} {
			page, err := r.Queue(r.Context(), desk, models.QueueFilter{View: models.ViewAll, Text: text})
			r.must(err)
			if len(page.Rows) != 1 || named[page.Rows[0].Ticket.Reference] != want {
				o.Errorf("%q finds %d tickets", text, len(page.Rows))
			}
		}
		page, err := r.Queue(r.Context(), desk, models.QueueFilter{View: models.ViewAll, Text: "isp.example"})
		r.must(err)
		for i, row := range page.Rows[1:] {
			if row.Ticket.CreatedAt.After(page.Rows[i].Ticket.CreatedAt) {
				o.Errorf("%s comes after an older one", row.Ticket.Reference)
			}
		}
		if len(page.Rows) < 10 {
			o.Errorf("%d tickets", len(page.Rows))
		}
	})
}

func TestAnUpgradedDatabaseIsWorkedOn(t *testing.T) {
	t.Parallel()
	onEachOlder(t, func(o older) {
		r := newRig(o.T, o.url)
		r.clock.advance(72 * time.Hour)
		filed := r.submit("new@isp.example")
		due := map[uuid.UUID]bool{}
		for _, l := range all[models.Letter](r) {
			if l.State == models.LetterQueued || l.State == models.LetterDelayed {
				due[l.ID] = true
			}
		}
		for _, post := range r.take(100) {
			if !due[post.Letter.ID] || post.Ticket.ID != post.Letter.TicketID || post.Root == "" {
				o.Errorf("took %+v", post)
			}
			delete(due, post.Letter.ID)
			r.must(r.LetterSent(r.Context(), post.Letter.ID, models.ServerReply{Code: 250}))
		}
		if len(due) != 0 {
			o.Errorf("%d letters that were due were not taken", len(due))
		}
		if _, err := r.Answer(r.Context(), scope(filed), filed.Reference, newForm(), reader.Clean("more")); err != nil {
			o.Error(err)
		}
	})
}

func TestAFailedUpgradeChangesNothingAndCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	onEachOlder(t, func(o older) {
		o.exec("CREATE TABLE drafts (in_the_way text)")
		before := o.tables()
		if _, _, err := models.Migrate(o.Context(), models.StoreConfig{URL: o.url}); err == nil {
			o.Fatal("the upgrade did not fail")
		}
		for name, is := range o.tables() {
			if !slices.Equal(is.rows, before[name].rows) || !slices.Equal(is.columns, before[name].columns) {
				o.Errorf("%s has changed", name)
			}
		}
		o.exec("DROP TABLE drafts")
		o.migrate()
	})
}
