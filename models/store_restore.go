package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"github.com/pressly/goose/v3"
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
	part, err := os.CreateTemp(filepath.Dir(r.path), filepath.Base(r.path)+".restore-*") // mode 0600
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

// quiet moves the log of the present database into it, and fails with ErrBusy while somebody has
// it open. A database that is damaged, or can't be read, stays as it is.
func (r *restoration) quiet(ctx context.Context) error {
	if info, err := os.Stat(r.path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	pool, err := sql.Open("sqlite", sqliteDSN(r.path, nil, "mode=rw"))
	if err != nil {
		return err
	}
	defer pool.Close()
	var mode string // only somebody who is alone may take the log away
	err = pool.QueryRowContext(ctx, "PRAGMA journal_mode(DELETE)").Scan(&mode)
	switch code := sqliteCode(err) & 0xff; {
	case code == sqliteCorrupt || code == sqliteNotADB || code == sqliteIOErr:
		return nil
	case err == nil && mode != "delete":
		return ErrBusy
	}
	return refusal(err)
}

// keep gives the present database a second name, with its log if that is still there.
func (r *restoration) keep(context.Context) error {
	name := freeName(r.path + ".replaced-" + r.cfg.Clock().UTC().Format("20060102T150405Z"))
	for _, log := range []string{"", "-wal"} {
		if info, err := os.Stat(r.path + log); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
			continue
		}
		if err := linkOrCopy(r.path+log, name+log); err != nil {
			return err
		}
	}
	return syncFolder(filepath.Dir(r.path))
}

// freeName is a name that no database and no log has yet.
func freeName(name string) string {
	free := name
	for n := 2; there(free) || there(free+"-wal"); n++ {
		free = fmt.Sprintf("%s-%d", name, n)
	}
	return free
}

func there(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// linkOrCopy gives a file a second name, or a copy where the file system knows no links.
func linkOrCopy(from, to string) error {
	if err := os.Link(from, to); err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	old, err := os.Open(from)
	if err != nil {
		return err
	}
	defer old.Close()
	kept, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(kept, old)
	if err := errors.Join(err, kept.Sync(), kept.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

// clear removes what would be taken for the new database's log. Only a damaged database still has
// one, and keep has kept it.
func (r *restoration) clear(context.Context) error {
	for _, log := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(r.path + log); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return syncFolder(filepath.Dir(r.path))
}

// replace puts the new database in place.
func (r *restoration) replace(context.Context) error {
	if err := os.Rename(r.part, r.path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(r.path))
}

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
