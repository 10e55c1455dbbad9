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
)

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
