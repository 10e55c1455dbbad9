package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
)

// serverReaders are the connections to PostgreSQL, for questions.
type serverReaders struct{ *sql.DB }

// BeginTx takes a connection for a snapshot (gorm.ConnPoolBeginner).
func (r serverReaders) BeginTx(ctx context.Context, _ *sql.TxOptions) (gorm.ConnPool, error) {
	conn, err := r.Conn(ctx)
	if err != nil {
		return nil, err
	}
	s := &serverSnapshot{Conn: conn}
	s.end = sync.OnceFunc(s.release)
	return s, nil
}

// serverSnapshot is one state of the database. It begins with the first question, on the same way.
type serverSnapshot struct {
	*sql.Conn
	begun bool
	late  []wish // to be asked with the next ones
	end   func()
}

func (s *serverSnapshot) delay(w wish) { s.late = append(s.late, w) }

const beginSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

func (s *serverSnapshot) begin(ctx context.Context) error {
	if s.begun {
		return nil
	}
	s.begun = true
	_, err := s.Conn.ExecContext(ctx, beginSnapshot)
	return err
}

// batch asks all at once.
func (s *serverSnapshot) batch(ctx context.Context, wishes []wish) error {
	wishes, s.late = append(s.late, wishes...), nil
	if len(wishes) == 0 {
		return nil
	}
	return s.Raw(func(conn any) error {
		var b pgx.Batch
		if !s.begun {
			b.Queue(beginSnapshot)
		}
		for _, w := range wishes {
			b.Queue(w.text, w.args...)
		}
		answers := conn.(*stdlib.Conn).Conn().SendBatch(ctx, &b)
		err := s.readAll(answers, wishes)
		if closed := answers.Close(); err == nil {
			err = closed
		}
		return err
	})
}

// readAll reads the answers of a batch, in order.
func (s *serverSnapshot) readAll(answers pgx.BatchResults, wishes []wish) error {
	if !s.begun {
		s.begun = true
		if _, err := answers.Exec(); err != nil {
			return err
		}
	}
	for _, w := range wishes {
		rows, err := answers.Query()
		if err != nil {
			return err
		}
		err = w.scan(batchRows{rows})
		rows.Close()
		if err == nil {
			err = rows.Err()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// release ends the snapshot and gives the connection back; one that is not well is closed.
func (s *serverSnapshot) release() {
	defer s.Conn.Close()
	if !s.begun {
		return
	}
	ctx, stop := context.WithTimeout(context.Background(), postgresWait)
	defer stop()
	if _, err := s.Conn.ExecContext(ctx, "ROLLBACK"); err != nil { // nothing was written
		_ = s.Raw(func(any) error { return driver.ErrBadConn })
	}
}

// Commit closes the snapshot (gorm.TxCommitter).
func (s *serverSnapshot) Commit() error { s.end(); return nil }

// Rollback closes the snapshot too; once is enough.
func (s *serverSnapshot) Rollback() error { s.end(); return nil }

// ExecContext runs a statement of the snapshot (gorm.ConnPool).
func (s *serverSnapshot) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	return s.Conn.ExecContext(ctx, query, args...)
}

// QueryContext asks a question of the snapshot (gorm.ConnPool).
func (s *serverSnapshot) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	return s.Conn.QueryContext(ctx, query, args...)
}

// QueryRowContext asks a question with one answer (gorm.ConnPool). A snapshot that can't begin
// leaves it to the question to fail.
func (s *serverSnapshot) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	_ = s.begin(ctx)
	return s.Conn.QueryRowContext(ctx, query, args...)
}

// batchRows is an answer of a batch, as GORM reads it.
type batchRows struct{ pgx.Rows }

// Columns are the names of the columns (gorm.Rows).
func (r batchRows) Columns() (names []string, err error) {
	for _, field := range r.FieldDescriptions() {
		names = append(names, field.Name)
	}
	return names, nil
}

// ColumnTypes is asked for rows without a model, which are not read in batches (gorm.Rows).
func (r batchRows) ColumnTypes() ([]*sql.ColumnType, error) { return nil, nil }

// Close gives up what was not read (gorm.Rows).
func (r batchRows) Close() error {
	r.Rows.Close()
	return r.Err()
}
