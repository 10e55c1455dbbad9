package models

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"sync"

	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// readers are connections to SQLite that answer questions. Each keeps its statements prepared,
// from one snapshot to the next: preparing one takes as long as a fifth of its answer.
type readers struct {
	*sql.DB
	free  chan *lane
	lanes int
}

func openReaders(path string, cfg StoreConfig) (*gorm.DB, error) {
	pool, err := sql.Open("sqlite", sqliteDSN(path, sqliteReader))
	if err != nil {
		return nil, err
	}
	r := &readers{DB: pool, lanes: max(4, 2*runtime.NumCPU())}
	r.free = make(chan *lane, r.lanes)
	pool.SetMaxOpenConns(r.lanes)
	pool.SetMaxIdleConns(r.lanes)
	for range r.lanes {
		r.free <- &lane{pool: pool}
	}
	db, err := gorm.Open(sqliteDialector{gormsqlite.Dialector{DriverName: "sqlite", Conn: r}}, newGormConfig(cfg))
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return db, failReads(db, cfg.Fault)
}

// BeginTx opens a snapshot on a connection that is free (gorm.ConnPoolBeginner).
func (r *readers) BeginTx(ctx context.Context, _ *sql.TxOptions) (gorm.ConnPool, error) {
	select {
	case l, open := <-r.free:
		if !open {
			return nil, sql.ErrConnDone
		}
		if err := l.exec("BEGIN"); err != nil {
			l.discard()
			r.free <- l
			return nil, err
		}
		return &snapshot{lane: l, end: sync.OnceValue(func() error { return r.end(l) })}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// end closes a snapshot and gives its connection back.
func (r *readers) end(l *lane) error {
	err := l.exec("ROLLBACK") // nothing was written
	if err != nil {
		l.discard()
	}
	r.free <- l
	return err
}

// Close waits for the snapshots that are open and closes the connections.
func (r *readers) Close() error {
	var err error
	for range r.lanes {
		err = errors.Join(err, (<-r.free).release())
	}
	close(r.free)
	return errors.Join(err, r.DB.Close())
}

// snapshot is one state of the database, to be asked many questions.
type snapshot struct {
	*lane
	end func() error
}

// Commit closes the snapshot (gorm.TxCommitter).
func (s *snapshot) Commit() error { return s.end() }

// Rollback closes the snapshot too; once is enough.
func (s *snapshot) Rollback() error { return s.end() }
