package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// writer is the SQLite engine: one goroutine that writes whatever waits in one transaction,
// so that many changes share one wait for the disk.
type writer struct {
	lane  *lane
	db    *gorm.DB // on the lane
	reads *gorm.DB
	group int
	queue chan *waiting

	mu     sync.RWMutex // guards closed, and the queue against being closed under a sender
	closed bool
	done   chan struct{} // closed when the goroutine has ended
}

// waiting is one caller's change, and what has become of it.
type waiting struct {
	do    func(tx *gorm.DB) error
	after func()
	taken atomic.Bool // by the writer, or by the caller that gave up
	err   error       // of the last run
	done  chan error
}

// errSpoilt: a change failed after it had written into the group's transaction.
var errSpoilt = errors.New("group spoilt")

func newWriter(ctx context.Context, path string, cfg StoreConfig, reads *gorm.DB) (*writer, error) {
	pool, err := sql.Open("sqlite", sqliteDSN(path, sqliteWriter))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	if err := checkSQLiteVersion(ctx, pool); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	l := &lane{pool: pool, fault: cfg.Fault}
	db, err := gorm.Open(sqliteDialector{gormsqlite.Dialector{DriverName: "sqlite", Conn: l}}, newGormConfig(cfg))
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	return &writer{
		lane: l, db: db, reads: reads, group: cfg.Group,
		queue: make(chan *waiting, cfg.Waiting), done: make(chan struct{}),
	}, nil
}

func (w *writer) reader() *gorm.DB { return w.reads }

func (w *writer) waiting() int { return len(w.queue) }

// change queues a change and waits for its outcome. A caller whose context ends before the
// writer has taken the change leaves with the context's error and nothing is written; after
// that the change stands or falls without its caller, who gets ErrUnknownOutcome.
func (w *writer) change(ctx context.Context, do func(tx *gorm.DB) error, after func()) error {
	c := &waiting{do: do, after: after, done: make(chan error, 1)}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !w.enqueue(c) {
		return ErrBusy
	}
	select {
	case err := <-c.done:
		return err
	case <-ctx.Done():
	}
	if c.taken.CompareAndSwap(false, true) {
		return ctx.Err()
	}
	return fmt.Errorf("%w: %w", ErrUnknownOutcome, ctx.Err())
}

func (w *writer) enqueue(c *waiting) bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return false
	}
	select {
	case w.queue <- c:
		return true
	default:
		return false
	}
}

// run is the writer's goroutine. It ends when the queue is closed and empty.
func (w *writer) run() {
	defer close(w.done)
	for first := range w.queue {
		if group := w.gather(first); len(group) > 0 {
			w.write(group)
		}
	}
}

// gather takes what waits, without waiting for more.
func (w *writer) gather(first *waiting) []*waiting {
	var group []*waiting
	for next := first; next != nil; {
		if next.taken.CompareAndSwap(false, true) {
			group = append(group, next)
		}
		if len(group) == w.group {
			break
		}
		select {
		case next = <-w.queue:
		default:
			next = nil
		}
	}
	return group
}

// write commits a group and answers its callers. At first the changes run without
// savepoints; if one of them spoils the transaction, all run again, each in its own.
func (w *writer) write(group []*waiting) {
	err := w.attempt(group, w.runPlain)
	if errors.Is(err, errSpoilt) {
		err = nil
		if len(group) > 1 {
			err = w.attempt(group, w.runApart)
		}
	}
	for _, c := range group {
		if err != nil {
			c.err = err
		}
		if c.err == nil {
			c.after()
		}
		c.done <- c.err
	}
}

// attempt runs a group in one transaction. When it returns an error, nothing was written,
// unless that is ErrUnknownOutcome.
func (w *writer) attempt(group []*waiting, run func(*waiting) error) error {
	if err := w.lane.exec("BEGIN IMMEDIATE"); err != nil {
		w.lane.discard()
		return refusal(err)
	}
	for _, c := range group {
		if err := run(c); err != nil {
			w.rollback()
			return refusal(err)
		}
	}
	if err := w.lane.exec("COMMIT"); err != nil {
		return w.commitFailed(err)
	}
	return nil
}

// rollback takes back the transaction. A connection that can't is discarded, which does.
func (w *writer) rollback() {
	if w.lane.exec("ROLLBACK") != nil {
		w.lane.discard()
	}
}

// commitFailed judges a failed COMMIT. On a full disk the record that makes the transaction
// count is the one that did not fit, so nothing was written; after any other error it may or
// may not have reached the disk. The connection is not trusted again.
func (w *writer) commitFailed(err error) error {
	w.lane.discard()
	if code := sqliteCode(err) & 0xff; code == sqliteFull || code == sqliteBusy {
		return refusal(err)
	}
	return fmt.Errorf("%w: commit: %w", ErrUnknownOutcome, err)
}

// runPlain runs a change right in the group's transaction.
func (w *writer) runPlain(c *waiting) error {
	before := w.lane.wrote
	c.err = w.try(c)
	switch {
	case c.err == nil:
		return nil
	case storageFailed(c.err):
		return c.err
	case w.lane.wrote != before:
		return errSpoilt
	}
	return nil
}

// runApart runs a change in a savepoint of its own.
func (w *writer) runApart(c *waiting) error {
	if err := w.lane.exec("SAVEPOINT apart"); err != nil {
		return err
	}
	c.err = w.try(c)
	if c.err != nil {
		if storageFailed(c.err) {
			return c.err
		}
		if err := w.lane.exec("ROLLBACK TO apart"); err != nil {
			return err
		}
	}
	return w.lane.exec("RELEASE apart")
}

// try runs a change; a panic in it is an error, so that the writer lives on.
func (w *writer) try(c *waiting) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("change panicked: %v", r)
		}
	}()
	return c.do(w.db)
}

// storageFailed reports whether an error concerns the file or the connection, not the change.
// SQLite may have rolled back the whole transaction then.
func storageFailed(err error) bool {
	switch sqliteCode(err) & 0xff {
	case 0, sqliteError, sqliteConstraint, sqliteMismatch, sqliteTooBig:
		return errors.Is(err, sql.ErrConnDone)
	}
	return true
}

// refusal says why nothing was written.
func refusal(err error) error {
	switch sqliteCode(err) & 0xff {
	case sqliteFull, sqliteReadOnly, sqliteIOErr, sqliteCantOpen, sqlitePerm:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case sqliteBusy:
		return fmt.Errorf("%w: %w", ErrBusy, err)
	case sqliteCorrupt, sqliteNotADB:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// close writes what waits, moves the log into the database and closes both.
func (w *writer) close() error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		<-w.done
		return nil
	}
	w.closed = true
	close(w.queue)
	w.mu.Unlock()
	<-w.done
	return errors.Join(closePool(w.reads), w.lane.close())
}
