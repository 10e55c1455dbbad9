package models

import (
	"context"
	"database/sql/driver"
	"reflect"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// rowInserts are the statements of a filing. Filing is what the store does most, so their text is
// made once and the values of its rows before the writer is asked.
type rowInserts struct {
	ticket, papers, event, letter insert

	address question // blocked_at, of a mailbox
	planned question // kind and planned_at in order, of a mailbox under a cap after a moment
}

// insert adds one row of a model.
type insert struct {
	sql    string
	fields []*schema.Field
}

func newRowInserts(db *gorm.DB) (rowInserts, error) {
	var rows rowInserts
	for _, part := range []struct {
		to    *insert
		model any
		tail  string
	}{
		{&rows.ticket, &Ticket{}, " ON CONFLICT DO NOTHING"},
		{&rows.papers, &Papers{}, ""},
		{&rows.event, &Event{}, ""},
		{&rows.letter, &Letter{}, ""},
	} {
		var err error
		if *part.to, err = newInsert(db, part.model, part.tail); err != nil {
			return rows, err
		}
	}
	rows.address = newQuestion(db, "SELECT blocked_at FROM addresses WHERE mailbox = ?")
	rows.planned = newQuestion(db, "SELECT kind, planned_at FROM letters WHERE mailbox = ? AND cap = ? AND planned_at > ? ORDER BY planned_at")
	return rows, nil
}

// question is a SELECT in the dialect of a database.
type question string

func newQuestion(db *gorm.DB, text string) question {
	stmt := &gorm.Statement{DB: db}
	var q strings.Builder
	for i, part := range strings.Split(text, "?") {
		if i > 0 {
			stmt.Vars = append(stmt.Vars, nil)
			db.BindVarTo(&q, stmt, nil)
		}
		q.WriteString(part)
	}
	return question(q.String())
}

// newInsert writes the INSERT for a model in the dialect of a database. A key that the
// database counts up itself is left to it.
func newInsert(db *gorm.DB, model any, tail string) (insert, error) {
	stmt := &gorm.Statement{DB: db}
	if err := stmt.Parse(model); err != nil {
		return insert{}, err
	}
	var in insert
	var names, marks strings.Builder
	for _, field := range stmt.Schema.Fields {
		if field.AutoIncrement || field == stmt.Schema.PrioritizedPrimaryField && field.HasDefaultValue {
			continue
		}
		if len(in.fields) > 0 {
			names.WriteByte(',')
			marks.WriteByte(',')
		}
		in.fields = append(in.fields, field)
		stmt.Vars = append(stmt.Vars, nil)
		db.QuoteTo(&names, field.DBName)
		db.BindVarTo(&marks, stmt, nil)
	}
	in.sql = "INSERT INTO " + stmt.Schema.Table + " (" + names.String() + ") VALUES (" + marks.String() + ")" + tail
	return in, nil
}

// values reads a row's values, in the order of the INSERT and as a driver takes them.
func (in insert) values(row any) ([]any, error) {
	values := make([]any, 0, len(in.fields))
	v := reflect.ValueOf(row)
	for _, field := range in.fields {
		value, _ := field.ValueOf(context.Background(), v)
		plain, err := driver.DefaultParameterConverter.ConvertValue(value)
		if err != nil {
			return nil, err
		}
		values = append(values, plain)
	}
	return values, nil
}

// run adds a row and reports whether it was added; with ON CONFLICT DO NOTHING it may not be.
func (in insert) run(tx *gorm.DB, values []any) (added bool, err error) {
	result, err := tx.Statement.ConnPool.ExecContext(tx.Statement.Context, in.sql, values...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}
