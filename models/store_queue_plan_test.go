package models_test

import (
	"database/sql"
	"strings"
	"testing"

	"github.com/google/uuid"

	"docket/models"
)

// planned is one step of SQLite's plan for a question.
type planned struct {
	id, parent int
	detail     string
}

// plan asks SQLite how it would answer a question.
func plan(t *testing.T, db *sql.DB, text string, args []any) (steps []planned) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s planned
		var unused int
		if err := rows.Scan(&s.id, &s.parent, &unused, &s.detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, s)
	}
	return steps
}

// checkPlan fails when a plan reads a whole table, or sorts what it reads from one.
func checkPlan(t *testing.T, about string, steps []planned) {
	t.Helper()
	fromTable := map[int]bool{}
	for _, s := range steps {
		if strings.HasPrefix(s.detail, "SEARCH tickets") || strings.HasPrefix(s.detail, "SEARCH t ") {
			fromTable[s.parent] = true
		}
		if strings.HasPrefix(s.detail, "SCAN tickets") || s.detail == "SCAN t" {
			t.Errorf("%s: %s", about, s.detail)
		}
	}
	for _, s := range steps {
		if strings.HasPrefix(s.detail, "USE TEMP B-TREE") && fromTable[s.parent] {
			t.Errorf("%s: rows of the table are sorted: %v", about, steps)
		}
	}
	if len(fromTable) == 0 {
		t.Errorf("%s: the plan reads no ticket: %v", about, steps)
	}
}

func TestNoFilterMakesSQLiteScanOrSortTheTickets(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	r.pile(300)
	grace := r.desk("Grace")
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(r.url, "sqlite:")+"?_time_format=sqlite")
	r.must(err)
	defer db.Close()
	for _, f := range someFilters(grace.Account().ID) {
		f.After = r.queue(grace, f).Next
		back := f
		back.After, back.Before = "", f.After
		for _, f := range []models.QueueFilter{{View: f.View, Environment: f.Environment, Priority: f.Priority, Tenant: f.Tenant, Supplier: f.Supplier, Assignee: f.Assignee, Unassigned: f.Unassigned}, f, back} {
			for _, q := range models.QueueQuestions(f) {
				steps := plan(t, db, q.Text, q.Args)
				checkPlan(t, q.Text, steps)
				covered(t, f, steps)
			}
		}
	}
}

// covered fails when a filter by one or two things needs more than an index.
func covered(t *testing.T, f models.QueueFilter, steps []planned) {
	t.Helper()
	for _, s := range steps {
		if strings.HasPrefix(s.detail, "SEARCH tickets") && !strings.Contains(s.detail, "COVERING INDEX") {
			t.Errorf("%+v: %s", f, s.detail)
		}
	}
}

func TestIdentifiersAndRowsAreLookedUpByIndex(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(r.url, "sqlite:")+"?_time_format=sqlite")
	r.must(err)
	defer db.Close()
	for about, q := range models.RowQuestions([]string{uuid.NewString(), "42"}) {
		checkPlan(t, about, plan(t, db, q.Text, q.Args))
	}
}
