package models

import (
	"context"
	"database/sql"

	"gorm.io/gorm"
)

// FilingOf makes a filing that no form has been checked for.
func FilingOf(t Ticket, p Papers) Filing { return Filing{t, p} }

// Change runs a change on the store's engine.
func (s *Store) Change(ctx context.Context, do func(tx *gorm.DB) error) error {
	return s.change(ctx, do)
}

// Read runs questions on the store's engine.
func (s *Store) Read(ctx context.Context, ask func(tx *gorm.DB) error) error { return s.read(ctx, ask) }

// Waiting is how many changes wait for the writer.
func (s *Store) Waiting() int { return len(s.engine.(*writer).queue) }

// Rows has one of each model that is a table.
var Rows = []any{&Ticket{}, &Papers{}, &Message{}, &Event{}, &Letter{}, &Address{}, &heartbeat{}}

// CopyBeforeUpgrade does what precedes the first step of an upgrade to version 2.
func CopyBeforeUpgrade(ctx context.Context, path string) error {
	pool, err := sql.Open("sqlite", sqliteDSN(path, sqliteWriter))
	if err != nil {
		return err
	}
	defer pool.Close()
	return copySQLite(ctx, pool, path+".before-2")
}
