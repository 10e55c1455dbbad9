package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	gormpostgres "gorm.io/driver/postgres"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// Inspection is what can be said of a database without changing it. What follows Integrity is
// known only of one that is whole and has the newest schema.
type Inspection struct {
	Schema     int64 // its version, 0 for none yet
	Newest     int64 // the version that this program brings
	Integrity  error // nil: whole (SQLite: integrity_check and foreign_key_check; both: no orphans)
	Tickets    int64
	Accounts   int64         // that may sign in
	Waiting    int64         // letters queued or delayed
	Stuck      int64         // letters due for more than an hour, in nobody's hand
	Held       int64         // letters that wait for a person
	GivenUp    int64         // letters given up in the last seven days
	Oldest     time.Duration // since the first of those that wait should have gone
	LetterHold *Hold         // nil: letters go
	Latest     time.Time     // of the newest event or heartbeat, zero for none: the clock should not be behind it
}

// What an inspection calls stuck, and how far back it looks for letters given up.
const (
	stuckAfter  = time.Hour
	givenUpSpan = 7 * 24 * time.Hour
)

// Inspect looks at a database, also while the program serves, and changes nothing; it does not
// even create it. Its error says that it can't be read at all.
func Inspect(ctx context.Context, cfg StoreConfig) (seen Inspection, err error) {
	cfg = cfg.withDefaults()
	if seen.Schema, seen.Newest, err = schemaOf(ctx, cfg); err != nil {
		return seen, fmt.Errorf("inspect: %w", err)
	}
	if seen.Schema == 0 {
		return seen, nil
	}
	db, pool, err := openToLook(cfg)
	if err != nil {
		return seen, fmt.Errorf("inspect: %w", err)
	}
	defer pool.Close()
	if seen.Integrity, err = seen.check(ctx, db, pool); err != nil || seen.Integrity != nil || seen.Schema != seen.Newest {
		return seen, err
	}
	snapshot := &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	err = db.WithContext(ctx).Transaction(func(tx *gorm.DB) error { return seen.count(tx, whole(cfg.Clock())) }, snapshot)
	if err != nil {
		return seen, fmt.Errorf("inspect: %w", refusal(err))
	}
	return seen, nil
}

// openToLook opens a database to be looked at. The pool is to be closed.
func openToLook(cfg StoreConfig) (*gorm.DB, *sql.DB, error) {
	if path, ok := cfg.sqlitePath(); ok {
		pool, err := openLooker(path)
		if err != nil {
			return nil, nil, err
		}
		return overPool(pool, sqliteDialector{gormsqlite.Dialector{DriverName: "sqlite", Conn: pool}}, cfg)
	}
	pool, err := postgresPool(cfg.URL)
	if err != nil {
		return nil, nil, err
	}
	return overPool(pool, gormpostgres.New(gormpostgres.Config{Conn: pool}), cfg)
}

// overPool puts GORM over a pool, or closes that.
func overPool(pool *sql.DB, dialect gorm.Dialector, cfg StoreConfig) (*gorm.DB, *sql.DB, error) {
	db, err := gorm.Open(dialect, newGormConfig(cfg))
	if err != nil {
		return nil, nil, errors.Join(refusal(err), pool.Close())
	}
	return db, pool, nil
}

// check says what is wrong with a database, or that this can't be found out.
func (i Inspection) check(ctx context.Context, db *gorm.DB, pool *sql.DB) (wrong, err error) {
	if db.Name() == "sqlite" {
		err = checkAll(ctx, pool)
	}
	if err == nil && i.Schema == i.Newest {
		err = checkOrphans(db.WithContext(ctx))
	}
	if errors.Is(err, ErrDamaged) {
		return err, nil
	}
	return nil, refusal(err)
}

// checkOrphans looks for rows whose ticket is not there, and for tickets without papers: a dump
// that was restored in part. ErrDamaged.
func checkOrphans(tx *gorm.DB) error {
	lonely := []string{"SELECT 'tickets' WHERE EXISTS (SELECT 1 FROM tickets WHERE NOT EXISTS (SELECT 1 FROM papers WHERE papers.ticket_id = tickets.id))"}
	for _, table := range []string{"papers", "messages", "events", "letters", "notes", "drafts"} {
		lonely = append(lonely, "SELECT '"+table+"' WHERE EXISTS (SELECT 1 FROM "+table+
			" WHERE NOT EXISTS (SELECT 1 FROM tickets WHERE tickets.id = "+table+".ticket_id))")
	}
	var found []string
	if err := tx.Raw(strings.Join(lonely, " UNION ALL ")).Scan(&found).Error; err != nil || len(found) == 0 {
		return err
	}
	return fmt.Errorf("%w: rows that belong together are not all there, of %s", ErrDamaged, strings.Join(found, ", "))
}

// count fills in the figures.
func (i *Inspection) count(tx *gorm.DB, now time.Time) (err error) {
	late, week := now.Add(-stuckAfter), now.Add(-givenUpSpan)
	givenUp := tx.Session(&gorm.Session{NewDB: true}).Model(&Event{}).Select("1").
		Where("events.ticket_id = letters.ticket_id AND kind <> 'read' AND kind = 'letter' AND to_value = ? AND at > ?", LetterGivenUp, week)
	for _, part := range []struct {
		n     *int64
		which *gorm.DB
	}{
		{&i.Tickets, tx.Model(&Ticket{})},
		{&i.Accounts, tx.Model(&Account{}).Where("disabled_at IS NULL")},
		{&i.Waiting, tx.Model(&Letter{}).Where(stillWaiting)},
		{&i.Stuck, tx.Model(&Letter{}).Where(stillWaiting).Where("due_at < ?", late)},
		{&i.Held, tx.Model(&Letter{}).Where("state = ?", LetterHeld)},
		{&i.GivenUp, tx.Model(&Letter{}).Where("state = ?", LetterGivenUp).Where("EXISTS (?)", givenUp)},
	} {
		if err := part.which.Count(part.n).Error; err != nil {
			return err
		}
	}
	for _, state := range []LetterState{LetterQueued, LetterDelayed} {
		age, err := oldestLetter(tx, state, now)
		if err != nil {
			return err
		}
		i.Oldest = max(i.Oldest, age)
	}
	if i.LetterHold, err = holdOn(tx); err != nil {
		return err
	}
	i.Latest, err = latest(tx)
	return err
}

// latest is when a clock last wrote into the database.
func latest(tx *gorm.DB) (at time.Time, err error) {
	var events []Event
	var beats []heartbeat
	err = errors.Join(tx.Order("id DESC").Limit(1).Find(&events).Error, tx.Order("at DESC").Limit(1).Find(&beats).Error)
	for _, e := range events {
		at = e.At
	}
	for _, b := range beats {
		if b.At.After(at) {
			at = b.At
		}
	}
	return at, err
}
