package models

import (
	"context"

	"gorm.io/gorm"
)

// wish is a question of a snapshot, to be asked together with others.
type wish struct {
	text string // in the dialect of the database
	args []any
	scan func(rows gorm.Rows) error // reads the whole answer
	err  error                      // why it can't be asked; nil
}

// scanner is one row of an answer.
type scanner interface{ Scan(places ...any) error }

// batcher is a connection that takes many questions at once.
type batcher interface {
	batch(ctx context.Context, wishes []wish) error
	delay(w wish)
}

// later asks a question when the next ones are asked, to which together belongs without any.
// Until then there is no answer.
func later(tx *gorm.DB, w wish) error {
	if b, ok := tx.Statement.ConnPool.(batcher); ok && w.err == nil {
		b.delay(w)
		return nil
	}
	return together(tx, w)
}

// together asks all that does not depend on one another's answers. To PostgreSQL it is one way
// there and back: the ways cost more than the answers. SQLite is in the house.
func together(tx *gorm.DB, wishes ...wish) error {
	for _, w := range wishes {
		if w.err != nil {
			return w.err
		}
	}
	pool, ctx := tx.Statement.ConnPool, tx.Statement.Context
	if b, ok := pool.(batcher); ok {
		return b.batch(ctx, wishes)
	}
	for _, w := range wishes {
		if err := w.alone(ctx, pool); err != nil {
			return err
		}
	}
	return nil
}

// alone asks one question.
func (w wish) alone(ctx context.Context, pool gorm.ConnPool) error {
	rows, err := pool.QueryContext(ctx, w.text, w.args...)
	if err != nil {
		return err
	}
	err = w.scan(rows)
	if closed := rows.Close(); err == nil {
		err = closed
	}
	return err
}

// find wishes for what GORM's Find reads.
func find(query *gorm.DB, into any) wish {
	asked := query.Session(&gorm.Session{DryRun: true}).Find(into)
	return wish{asked.Statement.SQL.String(), asked.Statement.Vars, func(rows gorm.Rows) error {
		gorm.Scan(rows, asked, 0)
		return asked.Error
	}, asked.Error}
}

// order is a statement without an answer.
func order(statement string) wish {
	return wish{text: statement, scan: func(rows gorm.Rows) error { rows.Next(); return rows.Err() }}
}

// wishFor wishes for rows, by a question that is the same for every engine.
func wishFor(tx *gorm.DB, text string, scan func(row scanner) error, args ...any) wish {
	return newQuestion(tx, text).wish(scan, args...)
}

// wish is the question with its arguments.
func (q question) wish(scan func(row scanner) error, args ...any) wish {
	return wish{text: string(q), args: args, scan: func(rows gorm.Rows) error {
		for rows.Next() {
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	}}
}

// ask asks a single question.
func (q question) ask(tx *gorm.DB, scan func(row scanner) error, args ...any) error {
	return together(tx, q.wish(scan, args...))
}

// ask asks a single question that is the same for every engine.
func ask(tx *gorm.DB, text string, scan func(row scanner) error, args ...any) error {
	return together(tx, wishFor(tx, text, scan, args...))
}
