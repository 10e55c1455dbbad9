package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// What a store method can refuse with, to be tested with errors.Is.
var (
	// ErrNotFound: no such thing, or not in the caller's scope; the two are never told apart.
	ErrNotFound = errors.New("not found")
	// ErrEnough: the ticket takes no more messages from its requester. Nothing was written.
	ErrEnough = errors.New("too many messages")
	// ErrBusy: too many changes wait already. Nothing was written; try again shortly.
	ErrBusy = errors.New("too busy")
	// ErrUnknownOutcome: the commit's outcome is not known. Trying the same form again is safe.
	ErrUnknownOutcome = errors.New("outcome unknown")
	// ErrFull: there is no room, or the storage can't be written. Nothing was written.
	ErrFull = errors.New("storage full or read-only")
	// ErrDamaged: the database file is not whole. Nothing was changed.
	ErrDamaged = errors.New("database damaged; see docket restore")
	// ErrNewerSchema: the database was written by a newer program. Nothing was changed.
	ErrNewerSchema = errors.New("database has a newer schema")
)

// AlreadyFiled says that this form has filed a ticket before, with other answers.
type AlreadyFiled struct{ Ticket Ticket }

func (AlreadyFiled) Error() string { return "this form has already been filed with other answers" }

// StoreConfig says where a store keeps its data and what it depends on.
type StoreConfig struct {
	URL        string                       // "postgres://…", or "sqlite:" and the path of a file
	MailHost   string                       // right side of every Message-ID (RFC 5322 §3.6.4), empty: "docket.invalid"
	Clock      Clock                        // nil: time.Now
	Random     io.Reader                    // nil: crypto/rand
	Waiting    int                          // most changes that may wait for the writer, 0: 1024
	Group      int                          // most changes in one commit, 0: 256
	MailCaps   bool                         // whether letters to one address are spread out, and dropped beyond (Cap)
	KeepSchema bool                         // refuse an older schema (ErrOlderSchema) instead of bringing it up to date
	Fault      func(statement string) error // nil; called before each statement, BEGIN and COMMIT too; its error fails the statement

	// Observe is told how long each change ("change") and each question ("read") took, with the
	// wait for its turn and whatever came of it. It is called at the same time from many places. nil: nobody.
	Observe func(kind string, took time.Duration)
}

// Store keeps tickets, conversations and letters. Its exported methods are transactions:
// what one of them says has happened is on stable storage when it returns.
type Store struct {
	cfg    StoreConfig
	engine engine
	ids    *idSource
	rows   rowInserts
	words  wordIndex
	surge  surge
	bell   chan struct{}

	changes atomic.Int64 // how many this store has made, or may have
	glances memory[struct{}, Glance]
	sitters memory[string, sitter] // by the hash of their token
	settled atomic.Int64           // id up to which every event is there; to be read before a snapshot that relies on it
}

// engine is what the two databases do differently.
type engine interface {
	// change runs do within a transaction that keeps all of it or nothing and, once that is on
	// stable storage, after. Do may run more than once; its last run is the one that counts.
	change(ctx context.Context, do func(tx *gorm.DB) error, after func()) error
	// reader returns the pool that answers questions.
	reader() *gorm.DB
	// waiting is how many changes wait for their turn.
	waiting() int
	close() error
}

// Close finishes what waits and closes the database. Changes that come later get ErrBusy.
func (s *Store) Close() error {
	if err := s.engine.close(); err != nil {
		return fmt.Errorf("close store: %w", err)
	}
	return nil
}

// Bell rings (never blocks) after a commit that queued a letter.
func (s *Store) Bell() <-chan struct{} { return s.bell }

func (s *Store) ring() {
	select {
	case s.bell <- struct{}{}:
	default:
	}
}

// change runs do as one transaction; do may run more than once, so it must set what it
// returns, never add to it.
func (s *Store) change(ctx context.Context, do func(tx *gorm.DB) error) error {
	return s.changeThen(ctx, do, func() {})
}

// changeAndRing is change, for what queues a letter.
func (s *Store) changeAndRing(ctx context.Context, do func(tx *gorm.DB) error) error {
	return s.changeThen(ctx, do, s.ring)
}

func (s *Store) changeThen(ctx context.Context, do func(tx *gorm.DB) error, after func()) error {
	defer s.observe("change", time.Now())
	err := s.engine.change(ctx, do, func() {
		s.changes.Add(1)
		after()
	})
	if errors.Is(err, ErrUnknownOutcome) { // it may have been made
		s.changes.Add(1)
	}
	return err
}

// observe tells how long something has taken, by a clock that nobody sets.
func (s *Store) observe(kind string, since time.Time) {
	if s.cfg.Observe != nil {
		s.cfg.Observe(kind, time.Since(since))
	}
}

// read runs ask on one snapshot of the database.
func (s *Store) read(ctx context.Context, ask func(tx *gorm.DB) error) error {
	defer s.observe("read", time.Now())
	ctx, stop := context.WithTimeout(ctx, readPatience)
	defer stop()
	snapshot := &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	err := s.engine.reader().WithContext(ctx).Transaction(ask, snapshot)
	var unreachable *pgconn.ConnectError
	if errors.As(err, &unreachable) || lostConnection(err) {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

// readPatience is how long a question may take before its asker is told to come back.
const readPatience = 5 * time.Second

// now is the time of a change: UTC, in whole microseconds as PostgreSQL keeps it.
func (s *Store) now() time.Time { return s.cfg.Clock().UTC().Truncate(time.Microsecond) }

// heartbeat is the row that proves that the store can write.
type heartbeat struct {
	Name string `gorm:"primaryKey"`
	At   time.Time
}

// Heartbeat proves that the store can write; nil when it can.
func (s *Store) Heartbeat(ctx context.Context) error {
	if err := s.change(ctx, func(tx *gorm.DB) error { return s.beat(tx) }); err != nil {
		return fmt.Errorf("heartbeat: %w", err)
	}
	return nil
}

func (s *Store) beat(tx *gorm.DB) error {
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&heartbeat{Name: "store", At: s.now()}).Error
}
