package models

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed schema
var schemas embed.FS

// wholeCheckLimit is the largest file, in bytes, that is read whole at every start to see
// whether it is damaged; that takes about a second.
const wholeCheckLimit = 256 << 20

// Migrate brings the schema up to date, only ever forward and one transaction for each step,
// and returns the version before and after. Before an existing SQLite file is changed, a copy
// is written beside it, named for the step that comes first: docket.db.before-2. A schema newer
// than this program's is ErrNewerSchema, a broken file ErrDamaged; either stays as it is.
func Migrate(ctx context.Context, cfg StoreConfig) (from, to int64, err error) {
	cfg = cfg.withDefaults()
	switch path, ok := cfg.sqlitePath(); {
	case ok:
		from, to, err = migrateSQLite(ctx, path)
	case cfg.isPostgres():
		from, to, err = migratePostgres(ctx, cfg.URL)
	default:
		err = errors.New("the database URL begins neither with postgres:// nor with sqlite")
	}
	if err != nil {
		return from, from, fmt.Errorf("migrate: %w", err)
	}
	return from, to, nil
}

func migrateSQLite(ctx context.Context, path string) (from, to int64, err error) {
	if err := lookAtSQLite(ctx, path); err != nil {
		return 0, 0, err
	}
	if err := createSQLiteFile(path); err != nil {
		return 0, 0, err
	}
	pool, err := sql.Open("sqlite", sqliteDSN(path, sqliteWriter))
	if err != nil {
		return 0, 0, err
	}
	defer pool.Close()
	if err := checkSQLiteVersion(ctx, pool); err != nil {
		return 0, 0, refusal(err)
	}
	backup := func(step int64) error { return copySQLite(ctx, pool, fmt.Sprintf("%s.before-%d", path, step)) }
	return migrate(ctx, goose.DialectSQLite3, pool, backup)
}

// lookAtSQLite refuses a file that is damaged or newer, without a connection that could
// write to it. A file that is missing or empty is fine.
func lookAtSQLite(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	} else if err != nil {
		return err
	}
	pool, err := openLooker(path)
	if err != nil {
		return err
	}
	defer pool.Close()
	if info.Size() <= wholeCheckLimit {
		if err := checkWhole(ctx, pool); err != nil {
			return err
		}
	}
	version, err := sqliteSchemaVersion(ctx, pool)
	if err != nil {
		return refusal(err)
	}
	return checkKnown(version, goose.DialectSQLite3)
}

// openLooker opens a file so that nothing in its folder changes.
func openLooker(path string) (*sql.DB, error) {
	return sql.Open("sqlite", sqliteDSN(path, sqliteLooker, lookerMode(path)...))
}

// lookerMode is how to open a file that is only read.
func lookerMode(path string) []string {
	how := []string{"mode=ro"}
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		how = append(how, "immutable=1") // nobody has it open; leave no log beside it either
	}
	return how
}

func checkWhole(ctx context.Context, pool *sql.DB) error {
	var verdict string
	if err := pool.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return refusal(err)
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, verdict)
	}
	return nil
}

// sqliteSchemaVersion returns the version of a file's schema, 0 for one without.
func sqliteSchemaVersion(ctx context.Context, pool *sql.DB) (version int64, err error) {
	var tables int
	const count = "SELECT count(*) FROM sqlite_schema WHERE name = 'goose_db_version'"
	if err := pool.QueryRowContext(ctx, count).Scan(&tables); err != nil || tables == 0 {
		return 0, err
	}
	err = pool.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version").Scan(&version)
	return version, err
}

// checkKnown refuses a version above the last one that this program brings.
func checkKnown(version int64, dialect goose.Dialect) error {
	newest, err := newestVersion(dialect)
	if err != nil {
		return err
	}
	if version > newest {
		return fmt.Errorf("%w: version %d, this program knows %d", ErrNewerSchema, version, newest)
	}
	return nil
}

func newestVersion(dialect goose.Dialect) (newest int64, err error) {
	files, err := fs.ReadDir(schemas, schemaFolder(dialect))
	for _, file := range files {
		version, err := goose.NumericComponent(file.Name())
		if err != nil {
			return 0, err
		}
		newest = max(newest, version)
	}
	for _, step := range goSteps(dialect) {
		newest = max(newest, step.Version)
	}
	return newest, err
}

func schemaFolder(dialect goose.Dialect) string {
	if dialect == goose.DialectPostgres {
		return "schema/postgres"
	}
	return "schema/sqlite"
}

func migratePostgres(ctx context.Context, url string) (from, to int64, err error) {
	pool, err := postgresPool(url)
	if err != nil {
		return 0, 0, err
	}
	defer pool.Close()
	one, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return 0, 0, err
	}
	return migrate(ctx, goose.DialectPostgres, pool, func(int64) error { return nil }, goose.WithSessionLocker(one))
}

// migrate applies the steps that a database still lacks, after a backup if it holds anything.
func migrate(ctx context.Context, dialect goose.Dialect, pool *sql.DB, backup func(step int64) error, options ...goose.ProviderOption) (from, to int64, err error) {
	folder, err := fs.Sub(schemas, schemaFolder(dialect))
	if err != nil {
		return 0, 0, err
	}
	options = append(options, goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(goSteps(dialect)...))
	steps, err := goose.NewProvider(dialect, pool, folder, options...)
	if err != nil {
		return 0, 0, err
	}
	from, to, err = steps.GetVersions(ctx)
	if err != nil {
		return 0, 0, refusal(err)
	}
	if err := checkKnown(from, dialect); err != nil || from == to {
		return from, to, err
	}
	if from > 0 {
		if err := backup(from + 1); err != nil {
			return from, from, fmt.Errorf("backup: %w", err)
		}
	}
	if _, err := steps.Up(ctx); err != nil {
		return from, from, refusal(err)
	}
	return from, to, nil
}

// copySQLite writes a copy of the database to a file, replacing it, readable by its owner alone.
func copySQLite(ctx context.Context, pool *sql.DB, path string) error {
	part, err := vacuumInto(ctx, pool, path)
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	defer part.Close()
	if err := os.Rename(part.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// vacuumInto writes a copy of the database to a temporary file beside another one, readable by its
// owner alone and on stable storage. The caller closes and removes it.
func vacuumInto(ctx context.Context, pool *sql.DB, beside string) (*os.File, error) {
	part, err := os.CreateTemp(filepath.Dir(beside), filepath.Base(beside)+".part-*") // mode 0600
	if err != nil {
		return nil, err
	}
	literal := "'" + strings.ReplaceAll(part.Name(), "'", "''") + "'"
	_, err = pool.ExecContext(ctx, "VACUUM INTO "+literal)
	if err = refusal(err); err == nil {
		err = part.Sync()
	}
	if err != nil {
		return nil, errors.Join(err, part.Close(), os.Remove(part.Name()))
	}
	return part, nil
}

// syncFolder makes a rename in a folder durable.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
