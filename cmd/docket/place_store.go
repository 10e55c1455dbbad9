package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"docket/models"
)

// known is beside, for what makes no sense without a database.
func (p place) known(ctx context.Context, do func(*models.Store) error) error {
	if err := p.checked(); err != nil {
		return err
	}
	if !p.postgres() && !p.started() {
		return fmt.Errorf("there is no database %s: is DOCKET_DATA_DIR right?", absolute(p.file()))
	}
	return p.beside(ctx, do)
}

// beside opens the store for a moment, also while a program serves it, and never brings an older
// schema up to date: the program that serves may be the one that needs the old one.
func (p place) beside(ctx context.Context, do func(*models.Store) error) error {
	if err := errors.Join(p.checked(), p.ours()); err != nil {
		return err
	}
	lock, err := p.tryLock() // a new database is made by one program alone
	if err != nil && !errors.Is(err, errInUse) {
		return err
	}
	cfg := p.storeConfig()
	cfg.KeepSchema = true
	store, err := models.OpenStore(ctx, cfg)
	_ = lock.Close() // nil while a program serves
	if err != nil {
		return schemaAdvice(err)
	}
	return errors.Join(do(store), store.Close())
}

// schemaAdvice says what to do about a schema that is not this program's.
func schemaAdvice(err error) error {
	switch {
	case errors.Is(err, models.ErrOlderSchema):
		return fmt.Errorf("%w. Nothing was changed. Start this version's docket serve, or stop the one that runs and use docket migrate, then try again", err)
	case errors.Is(err, models.ErrNewerSchema):
		return fmt.Errorf("%w. Nothing was changed. Use the docket that serves: a newer version than this one, %s", err, version)
	}
	return err
}

// advise says what to do about a database that serve can't open.
func (p place) advise(err error) error {
	const untouched = "Nothing was changed"
	switch {
	case errors.Is(err, models.ErrDamaged):
		return fmt.Errorf("%w. %s. docket restore FILE puts the last backup in its place; docket doctor tells more", err, untouched)
	case errors.Is(err, models.ErrNewerSchema):
		return fmt.Errorf("%w. %s. Start the newer docket that wrote it", err, untouched)
	case errors.Is(err, models.ErrFull):
		return fmt.Errorf("%w. Make room, or make the disk under %s writable, then start again", err, absolute(p.folders()[0]))
	}
	return err
}

// absolute is a path as it stands from the root, for a person who may be in another directory.
func absolute(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return full
}
