package models

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrUsePgDump: the database is PostgreSQL's, which brings programs of its own for this.
var ErrUsePgDump = errors.New("PostgreSQL is backed up with pg_dump and restored with pg_restore")

// Backup writes one archive (tar: manifest.json, docket.db) of the SQLite database to a file,
// readable by its owner alone, while the program may serve: a consistent moment of it. The file
// appears whole or not at all; an older backup is replaced, and nothing else. For a while it needs
// room for two copies beside the file. ErrUsePgDump, ErrFull, ErrDamaged.
func Backup(ctx context.Context, cfg StoreConfig, file, program, secretID string) (Manifest, error) {
	cfg = cfg.withDefaults()
	m := Manifest{Format: archiveFormat, Made: whole(cfg.Clock()), Program: program, SecretID: secretID}
	path, ok := cfg.sqlitePath()
	if !ok {
		return Manifest{}, fmt.Errorf("backup: %w", ErrUsePgDump)
	}
	m, err := backup(ctx, path, file, m)
	if err != nil {
		return Manifest{}, fmt.Errorf("backup: %w", noRoom(err))
	}
	return m, nil
}

func backup(ctx context.Context, path, file string, m Manifest) (Manifest, error) {
	if err := mayReplace(file, path); err != nil {
		return m, err
	}
	copied, err := copyServed(ctx, path, file)
	if err != nil {
		return m, err
	}
	defer os.Remove(copied.Name())
	defer copied.Close()
	if err := m.describe(ctx, copied); err != nil {
		return m, err
	}
	return m, writeArchive(file, m, copied)
}

// mayReplace refuses to put a backup in place of anything but an older one.
func mayReplace(file, database string) error {
	for _, part := range []string{"", "-wal", "-shm", "-journal"} {
		if samePath(file, database+part) {
			return fmt.Errorf("%s is the database itself", file)
		}
	}
	for _, own := range []string{"lock", "secret"} {
		if samePath(file, filepath.Join(filepath.Dir(database), own)) {
			return fmt.Errorf("%s belongs to the data directory", file)
		}
	}
	info, err := os.Lstat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no plain file", file)
	case info.Size() == 0:
		return nil
	}
	if _, err := ReadManifest(file); err != nil {
		return fmt.Errorf("%s is there already and is no backup: %w", file, err)
	}
	return nil
}

// samePath reports whether two paths lead to one file, also to one that is not there yet.
func samePath(a, b string) bool {
	if x, err := os.Stat(a); err == nil {
		y, err := os.Stat(b)
		return err == nil && os.SameFile(x, y)
	}
	x, errX := filepath.Abs(a)
	y, errY := filepath.Abs(b)
	return errX == nil && errY == nil && x == y
}

// copyServed copies a database, which a program may serve from, to a temporary file beside
// another file.
func copyServed(ctx context.Context, path, beside string) (*os.File, error) {
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.Size() == 0 {
		return nil, errors.New("the database holds nothing yet")
	}
	pool, err := openGuest(ctx, path)
	if err != nil {
		return nil, refusal(err)
	}
	defer pool.Close()
	return vacuumInto(ctx, pool, beside)
}

// openGuest opens a database that it only reads, and yet so that it can write: then the last one
// to close it, guest or host, takes its log away. Where nothing can be written it opens what is there.
func openGuest(ctx context.Context, path string) (*sql.DB, error) {
	pool, err := sql.Open("sqlite", sqliteDSN(path, nil, "mode=rw"))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	_, err = sqliteSchemaVersion(ctx, pool)
	if err == nil {
		return pool, nil
	}
	if err := errors.Join(err, pool.Close()); !errors.Is(refusal(err), ErrFull) {
		return nil, err
	}
	return sql.Open("sqlite", sqliteDSN(path, nil, lookerMode(path)...))
}

// describe fills in what a manifest says of the database in a file, once that is whole.
func (m *Manifest) describe(ctx context.Context, copied *os.File) error {
	pool, err := openLooker(copied.Name())
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := checkAll(ctx, pool); err != nil {
		return err
	}
	if m.Schema, err = sqliteSchemaVersion(ctx, pool); err != nil {
		return err
	}
	for table, n := range map[string]*int64{"tickets": &m.Tickets, "messages": &m.Messages, "letters": &m.Letters} {
		if err := pool.QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(n); err != nil {
			return err
		}
	}
	digest := sha256.New()
	m.Bytes, err = io.Copy(digest, copied)
	m.SHA256 = hex.EncodeToString(digest.Sum(nil))
	return err
}

// checkAll reads a whole database and says what is wrong with it. ErrDamaged.
func checkAll(ctx context.Context, pool *sql.DB) error {
	var verdict string
	if err := pool.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return refusal(err)
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, verdict)
	}
	orphans, err := pool.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return refusal(err)
	}
	defer orphans.Close()
	if orphans.Next() {
		return fmt.Errorf("%w: a row belongs to none that is there", ErrDamaged)
	}
	return refusal(orphans.Err())
}
