package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	_ "modernc.org/sqlite" // the engine, registered as "sqlite"
)

// oldestSQLite is the first version of the library that is trusted with tickets.
var oldestSQLite = [3]int{3, 51, 3}

// SQLite's result codes (sqlite.org/rescode.html): primary ones, and extended ones of constraints.
const (
	sqliteError      = 1
	sqlitePerm       = 3
	sqliteBusy       = 5
	sqliteReadOnly   = 8
	sqliteIOErr      = 10
	sqliteCorrupt    = 11
	sqliteFull       = 13
	sqliteCantOpen   = 14
	sqliteTooBig     = 18
	sqliteConstraint = 19
	sqliteMismatch   = 20
	sqliteNotADB     = 26

	sqliteCheck      = 275
	sqliteForeignKey = 787
	sqlitePrimaryKey = 1555
	sqliteUnique     = 2067
)

// sqliteDialector is GORM's, with the errors of this engine translated.
type sqliteDialector struct{ gormsqlite.Dialector }

// Translate turns the engine's constraint errors into GORM's.
func (d sqliteDialector) Translate(err error) error {
	switch sqliteCode(err) {
	case sqliteUnique, sqlitePrimaryKey:
		return fmt.Errorf("%w: %w", gorm.ErrDuplicatedKey, err)
	case sqliteForeignKey:
		return fmt.Errorf("%w: %w", gorm.ErrForeignKeyViolated, err)
	case sqliteCheck:
		return fmt.Errorf("%w: %w", gorm.ErrCheckConstraintViolated, err)
	}
	return err
}

// sqliteCode returns the extended result code of an error, 0 for other errors.
func sqliteCode(err error) int {
	var coded interface {
		error
		Code() int
	}
	if errors.As(err, &coded) {
		return coded.Code()
	}
	return 0
}

// sqliteRole is what a connection is for.
type sqliteRole []string

// What each role adds to the pragmas that all share. The writer's cache holds the pages of
// the indexes that every ticket touches (64 MB), and a checkpoint comes every 32 MB of log.
var (
	sqliteWriter = sqliteRole{"journal_mode(WAL)", "cache_size(-65536)", "wal_autocheckpoint(8192)", "journal_size_limit(67108864)"}
	sqliteReader = sqliteRole{"query_only(1)"}
	sqliteLooker = sqliteRole{"query_only(1)"}        // opens the file read-only and can't even checkpoint
	sqliteAlone  = sqliteRole{"journal_mode(MEMORY)"} // of a file that is thrown away if it is not finished
)

// sqliteDSN writes the data source name for a file.
func sqliteDSN(path string, role sqliteRole, extra ...string) string {
	pragmas := append([]string{"busy_timeout(5000)"}, role...)
	pragmas = append(pragmas, "foreign_keys(1)", "synchronous(FULL)", "secure_delete(1)", "temp_store(MEMORY)")
	query := append([]string{"_txlock=immediate", "_time_format=sqlite", "_timezone=UTC"}, extra...)
	for _, p := range pragmas {
		query = append(query, "_pragma="+p)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(query, "&")
}

// openSQLite opens a migrated file: one connection that writes, several that read.
func openSQLite(ctx context.Context, path string, cfg StoreConfig) (engine, error) {
	reads, err := openReaders(path, cfg)
	if err != nil {
		return nil, err
	}
	w, err := newWriter(ctx, path, cfg, reads)
	if err != nil {
		return nil, errors.Join(err, closePool(reads))
	}
	go w.run()
	return w, nil
}

func closePool(db *gorm.DB) error { return db.ConnPool.(io.Closer).Close() }

// createSQLiteFile makes the file, readable by its owner alone; SQLite gives its log the same mode.
func createSQLiteFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(file.Chmod(0o600), file.Close())
}

// checkSQLiteVersion refuses a library older than oldestSQLite.
func checkSQLiteVersion(ctx context.Context, pool *sql.DB) error {
	var version string
	if err := pool.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return err
	}
	var got [3]int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &got[0], &got[1], &got[2]); err != nil {
		return fmt.Errorf("sqlite version %q: %w", version, err)
	}
	for i, oldest := range oldestSQLite {
		if got[i] != oldest {
			if got[i] < oldest {
				return fmt.Errorf("sqlite %s is older than 3.51.3", version)
			}
			break
		}
	}
	return nil
}
