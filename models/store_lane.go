package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"
)

// maxPrepared is how many statements the lane keeps prepared; lists of different lengths
// make different statements.
const maxPrepared = 256

// lane is the writer's connection to SQLite, or that of one reader. It prepares each statement
// once, counts what is written, and asks the fault hook first. Only one goroutine uses it at a time.
type lane struct {
	pool  *sql.DB
	conn  *sql.Conn // nil: discarded, to be opened again
	stmts map[string]*sql.Stmt
	fault func(statement string) error
	wrote int64 // rows written so far
}

// prepare returns the statement for a query, ready to run.
func (l *lane) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if l.fault != nil {
		if err := l.fault(query); err != nil {
			return nil, err
		}
	}
	if stmt := l.stmts[query]; stmt != nil {
		return stmt, nil
	}
	if len(l.stmts) >= maxPrepared {
		l.forget()
	}
	stmt, err := l.PrepareContext(ctx, query)
	if err == nil {
		l.stmts[query] = stmt
	}
	return stmt, err
}

// forget closes the prepared statements.
func (l *lane) forget() {
	for _, stmt := range l.stmts {
		_ = stmt.Close()
	}
	l.stmts = map[string]*sql.Stmt{}
}

// open makes sure that there is a connection.
func (l *lane) open(ctx context.Context) (err error) {
	if l.conn == nil {
		l.stmts = map[string]*sql.Stmt{}
		l.conn, err = l.pool.Conn(ctx)
	}
	return err
}

// discard closes the connection for good, which takes back what it has not committed.
func (l *lane) discard() {
	if l.conn == nil {
		return
	}
	l.forget()
	_ = l.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = l.conn.Close()
	l.conn = nil
}

// exec runs a statement without arguments.
func (l *lane) exec(statement string) error {
	_, err := l.ExecContext(context.Background(), statement)
	return err
}

// PrepareContext prepares a statement that the caller closes (gorm.ConnPool).
func (l *lane) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := l.open(ctx); err != nil {
		return nil, err
	}
	return l.conn.PrepareContext(ctx, query)
}

// ExecContext runs a statement (gorm.ConnPool).
func (l *lane) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := l.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := stmt.ExecContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	if n, err := result.RowsAffected(); err == nil {
		l.wrote += n
	}
	return result, nil
}

// QueryContext runs a question, or a statement that returns what it wrote (gorm.ConnPool).
func (l *lane) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := l.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(query, "SELECT") {
		l.wrote++
	}
	return stmt.QueryContext(ctx, args...)
}

// QueryRowContext runs a question with one answer (gorm.ConnPool). GORM asks for the
// library's version this way when it starts, and no change uses it.
func (l *lane) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return l.pool.QueryRowContext(ctx, query, args...)
}

// release gives the connection back.
func (l *lane) release() error {
	if l.conn == nil {
		return nil
	}
	l.forget()
	return l.conn.Close()
}

// close gives the connection back and closes the pool.
func (l *lane) close() error { return errors.Join(l.release(), l.pool.Close()) }
