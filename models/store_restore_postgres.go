package models

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// HoldAfterRestore does for PostgreSQL what Restore does at its end: it checks what pg_restore
// brought and holds the letters that had not gone. It returns how many. A database that is not
// whole, or has another schema than this program's, is left alone.
func HoldAfterRestore(ctx context.Context, cfg StoreConfig) (seen Inspection, held int, err error) {
	cfg = cfg.withDefaults()
	if !cfg.isPostgres() {
		return seen, 0, errors.New("hold after restore: docket restore does that for SQLite")
	}
	if seen, err = Inspect(ctx, cfg); err == nil {
		err = seen.refusal()
	}
	if err == nil {
		held, err = holdInPostgres(ctx, cfg)
	}
	if err != nil {
		return seen, 0, fmt.Errorf("hold after restore: %w", err)
	}
	return seen, held, nil
}

// refusal says why a database can't be worked on.
func (i Inspection) refusal() error {
	switch {
	case i.Schema == 0:
		return errors.New("there is no docket in this database")
	case i.Schema > i.Newest:
		return fmt.Errorf("%w: version %d, this program knows %d", ErrNewerSchema, i.Schema, i.Newest)
	case i.Schema < i.Newest:
		return fmt.Errorf("%w: version %d, this program needs %d; docket migrate brings it there", ErrOlderSchema, i.Schema, i.Newest)
	}
	return i.Integrity
}

func holdInPostgres(ctx context.Context, cfg StoreConfig) (held int, err error) {
	engine, err := openPostgres(ctx, cfg)
	if err != nil {
		return 0, err
	}
	err = engine.change(ctx, func(tx *gorm.DB) (err error) {
		held, err = holdWaiting(tx, whole(cfg.Clock()))
		return err
	}, func() {})
	return held, errors.Join(err, engine.close())
}
