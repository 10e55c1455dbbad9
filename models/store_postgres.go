package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	gormpostgres "gorm.io/driver/postgres"
	"gorm.io/gorm"
)

const (
	// postgresConns is how many connections a store holds at most.
	postgresConns = 16
	// postgresTries is how often a change that lost against another one is run.
	postgresTries = 5
	// postgresPatience bounds one run of a change.
	postgresPatience = 5 * time.Second
	// postgresWait bounds the wait for a connection, before anything has been written.
	postgresWait = 4 * time.Second
)

// server is the PostgreSQL engine: each change is a transaction of its own.
type server struct {
	db      *gorm.DB
	pool    *sql.DB
	fault   func(statement string) error
	limit   int64 // most changes under way and waiting
	changes atomic.Int64
}

func openPostgres(_ context.Context, cfg StoreConfig) (engine, error) {
	pool, err := postgresPool(cfg.URL)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(postgresConns)
	pool.SetMaxIdleConns(postgresConns)
	db, err := gorm.Open(gormpostgres.New(gormpostgres.Config{Conn: serverReaders{pool}}), newGormConfig(cfg))
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	p := &server{db: db, pool: pool, fault: cfg.Fault, limit: int64(cfg.Waiting) + postgresConns}
	return p, failReads(db.Session(&gorm.Session{}), cfg.Fault)
}

// postgresPool opens connections that read times in UTC.
func postgresPool(url string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("the database URL can't be read") // the cause may show the password
	}
	config.ConnectTimeout = postgresWait
	inUTC := func(_ context.Context, conn *pgx.Conn) error {
		conn.TypeMap().RegisterType(&pgtype.Type{
			Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
		})
		return nil
	}
	return stdlib.OpenDB(*config, stdlib.OptionAfterConnect(inUTC)), nil
}

func (p *server) reader() *gorm.DB { return p.db }

// waiting counts the changes that have no connection.
func (p *server) waiting() int { return int(max(0, p.changes.Load()-postgresConns)) }

// change waits for a connection, for as long as the caller's context lasts, and runs the
// change; from there on the caller's leaving no longer stops it.
func (p *server) change(ctx context.Context, do func(tx *gorm.DB) error, after func()) (err error) {
	if p.changes.Add(1) > p.limit {
		p.changes.Add(-1)
		return ErrBusy
	}
	defer p.changes.Add(-1)
	for try := range postgresTries {
		if err = p.once(ctx, do); !lostRace(err) {
			break
		}
		time.Sleep(time.Duration(1<<try) * time.Millisecond)
	}
	if err == nil {
		after()
	}
	return err
}

// once runs a change in one transaction.
func (p *server) once(ctx context.Context, do func(tx *gorm.DB) error) error {
	waiting, stopWaiting := context.WithTimeout(ctx, postgresWait)
	conn, err := p.pool.Conn(waiting)
	stopWaiting()
	if err != nil {
		return notConnected(ctx, err)
	}
	defer conn.Close()
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), postgresPatience)
	defer stop()
	if err := p.failing("BEGIN"); err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return refusedByPostgres(err)
	}
	defer tx.Rollback()
	if err := do(p.on(ctx, tx)); err != nil {
		return refusedByPostgres(err)
	}
	if err := p.failing("COMMIT"); err != nil {
		return fmt.Errorf("%w: commit: %w", ErrUnknownOutcome, err)
	}
	return committed(tx.Commit())
}

func (p *server) failing(statement string) error {
	if p.fault == nil {
		return nil
	}
	return p.fault(statement)
}

// on returns GORM on a transaction.
func (p *server) on(ctx context.Context, tx *sql.Tx) *gorm.DB {
	db := p.db.Session(&gorm.Session{NewDB: true, Context: ctx})
	db.Statement.ConnPool = faulty{tx, p.failing}
	return db
}

// faulty asks the fault hook before each statement.
type faulty struct {
	*sql.Tx
	fault func(statement string) error
}

func (f faulty) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := f.fault(query); err != nil {
		return nil, err
	}
	return f.Tx.ExecContext(ctx, query, args...)
}

func (f faulty) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := f.fault(query); err != nil {
		return nil, err
	}
	return f.Tx.QueryContext(ctx, query, args...)
}

// committed judges a commit: an answer of the server is certain, a lost connection is not.
func committed(err error) error {
	var answer *pgconn.PgError
	if err == nil || errors.As(err, &answer) {
		return refusedByPostgres(err)
	}
	return fmt.Errorf("%w: commit: %w", ErrUnknownOutcome, err)
}

// postgresCode returns the SQLSTATE of an error, empty for other errors.
func postgresCode(err error) string {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		return answer.Code
	}
	return ""
}

// lostRace reports a serialization failure or a deadlock, after which trying again helps.
func lostRace(err error) bool {
	code := postgresCode(err)
	return code == "40001" || code == "40P01"
}

// refusedByPostgres says why nothing was written.
func refusedByPostgres(err error) error {
	switch postgresCode(err) {
	case "53100", "58030", "25006": // disk full, I/O error, read-only transaction
		return fmt.Errorf("%w: %w", ErrFull, err)
	case "53300", "57P03": // too many connections, starting up or shutting down
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	if lostConnection(err) { // before the commit, so nothing was written
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

// lostConnection reports that the server went away or stopped answering.
func lostConnection(err error) bool {
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, pgconn.ErrConnClosed)
}

// notConnected says why no connection was had: the caller left, or the server is away.
func notConnected(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, sql.ErrConnDone) || err.Error() == "sql: database is closed":
		return ErrBusy
	}
	var unreachable *pgconn.ConnectError
	if errors.As(err, &unreachable) && postgresCode(err) == "" {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	if errors.Is(err, context.DeadlineExceeded) { // our wait, not the caller's
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return refusedByPostgres(err)
}

// close closes the connections as they become free; a change under way ends or is rolled back.
func (p *server) close() error { return p.pool.Close() }
