package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/pressly/goose/v3"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// Restore puts the database of an archive in place of the present one, which stays beside it as
// docket.db.replaced-<time>. Nobody may have the database open (ErrBusy). The archive is verified before
// anything is touched: digest, integrity, schema (ErrDamaged, ErrNewerSchema). Letters that had not gone at the
// time of the backup are held, for they may have gone since; nobody is signed in any more; the
// schema is this program's. A crash leaves the old database or the new one.
func Restore(ctx context.Context, cfg StoreConfig, file string) (Manifest, error) {
	cfg = cfg.withDefaults()
	path, ok := cfg.sqlitePath()
	if !ok {
		return Manifest{}, fmt.Errorf("restore: %w", ErrUsePgDump)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	r := &restoration{cfg: cfg, path: path}
	if err := r.run(ctx, file); err != nil {
		return Manifest{}, fmt.Errorf("restore: %w", noRoom(err))
	}
	return r.Manifest, nil
}

// noRoom says of an error of the file system that the storage is full or can't be written.
func noRoom(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS} {
		if errors.Is(err, full) && !errors.Is(err, ErrFull) {
			return fmt.Errorf("%w: %w", ErrFull, err)
		}
	}
	return err
}

// restoration is one run of Restore.
type restoration struct {
	Manifest
	cfg  StoreConfig
	path string // of the database
	part string // of the new one, until it is in place
}

// run does everything that can fail beside the present database before it touches that.
func (r *restoration) run(ctx context.Context, file string) error {
	if err := os.MkdirAll(filepath.Dir(r.path), 0o700); err != nil {
		return err
	}
	if err := r.sweep(); err != nil {
		return err
	}
	if err := r.unpack(file); err != nil {
		return err
	}
	defer os.Remove(r.part)
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"verify", r.verify}, {"settle", r.settle}, {"sync", r.sync}, {"quiet", r.quiet},
		{"keep", r.keep}, {"clear", r.clear}, {"replace", r.replace},
	} {
		if err := r.fault("RESTORE " + step.name); err != nil {
			return err
		}
		if err := step.do(ctx); err != nil {
			return err
		}
	}
	return nil
}

// fault lets tests fail a step.
func (r *restoration) fault(step string) error {
	if r.cfg.Fault == nil {
		return nil
	}
	return r.cfg.Fault(step)
}

// restoring is in the name of a database that is not in place yet.
const restoring = ".restore-"

// sweep removes what a restore has left that was killed.
func (r *restoration) sweep() error {
	entries, err := os.ReadDir(filepath.Dir(r.path))
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), filepath.Base(r.path)+restoring) {
			if err := os.Remove(filepath.Join(filepath.Dir(r.path), e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// unpack writes the database of an archive to a temporary file beside the present one.
func (r *restoration) unpack(file string) (err error) {
	a, err := openArchive(file)
	if err != nil {
		return err
	}
	defer a.Close()
	if newest, err := newestVersion(goose.DialectSQLite3); err != nil || a.Schema > newest {
		return errors.Join(err, fmt.Errorf("%w: the backup has version %d, this program knows %d", ErrNewerSchema, a.Schema, newest))
	}
	part, err := os.CreateTemp(filepath.Dir(r.path), filepath.Base(r.path)+restoring+"*") // mode 0600
	if err != nil {
		return err
	}
	r.Manifest, r.part = a.Manifest, part.Name()
	if err := errors.Join(a.unpack(part), part.Close()); err != nil {
		return errors.Join(err, os.Remove(r.part))
	}
	return nil
}

// verify reads the whole new database.
func (r *restoration) verify(ctx context.Context) error {
	pool, err := openLooker(r.part)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := checkAll(ctx, pool); err != nil {
		return notWhole("%w", err)
	}
	switch version, err := sqliteSchemaVersion(ctx, pool); {
	case err != nil:
		return refusal(err)
	case version != r.Schema:
		return notWhole("its schema has version %d, not %d", version, r.Schema)
	}
	return nil
}

// settle makes the new database one that this program may serve, in a single file.
func (r *restoration) settle(ctx context.Context) error {
	pool, err := sql.Open("sqlite", sqliteDSN(r.part, sqliteAlone, "mode=rw"))
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(1)
	defer pool.Close()
	noCopy := func(int64) error { return nil } // the archive is one
	if _, _, err := migrate(ctx, goose.DialectSQLite3, pool, noCopy); err != nil {
		return err
	}
	db, err := gorm.Open(sqliteDialector{gormsqlite.Dialector{DriverName: "sqlite", Conn: pool}}, newGormConfig(r.cfg))
	if err != nil {
		return refusal(err)
	}
	return refusal(db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		_, err := holdWaiting(tx, whole(r.cfg.Clock()))
		return err
	}))
}

// holdWaiting holds the letters of a restored database that may have gone since, and ends its
// sessions: who had signed out must not be back. It returns how many letters.
func holdWaiting(tx *gorm.DB, now time.Time) (n int, err error) {
	by := Event{Actor: System, Channel: "program", To: string(LetterHeld), At: now}
	if n, err = moveLetters(tx, by, stillWaiting, map[string]any{"taken_at": nil}); err != nil {
		return 0, err
	}
	return n, tx.Where("1 = 1").Delete(&Session{}).Error
}

// sync puts the new database on stable storage.
func (r *restoration) sync(context.Context) error {
	part, err := os.OpenFile(r.part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(part.Sync(), part.Close())
}
