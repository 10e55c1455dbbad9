package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
)

// ErrOlderSchema: the database has the schema of an older program, and StoreConfig.KeepSchema
// says that it keeps it. Nothing was changed.
var ErrOlderSchema = errors.New("database has an older schema")

// refuseOlder refuses a database that would have to be changed before this program can use it.
// One that is new holds nothing, so it may be made.
func refuseOlder(ctx context.Context, cfg StoreConfig) error {
	version, newest, err := schemaOf(ctx, cfg)
	if err == nil && version > 0 && version < newest {
		err = fmt.Errorf("%w: version %d, this program needs %d", ErrOlderSchema, version, newest)
	}
	return err
}

// schemaOf returns the version of a database's schema, 0 for none, and the newest one known. It
// changes nothing.
func schemaOf(ctx context.Context, cfg StoreConfig) (version, newest int64, err error) {
	path, ok := cfg.sqlitePath()
	if !ok {
		return postgresSchemaOf(ctx, cfg.URL)
	}
	if newest, err = newestVersion(goose.DialectSQLite3); err != nil {
		return 0, 0, err
	}
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return 0, newest, nil
	}
	pool, err := openLooker(path)
	if err != nil {
		return 0, newest, err
	}
	defer pool.Close()
	version, err = sqliteSchemaVersion(ctx, pool)
	return version, newest, refusal(err)
}

func postgresSchemaOf(ctx context.Context, url string) (version, newest int64, err error) {
	if newest, err = newestVersion(goose.DialectPostgres); err != nil {
		return 0, 0, err
	}
	pool, err := postgresPool(url)
	if err != nil {
		return 0, newest, err
	}
	defer pool.Close()
	version, err = postgresSchemaVersion(ctx, pool)
	return version, newest, err
}

// postgresSchemaVersion returns the version of a database's schema, 0 for one without.
func postgresSchemaVersion(ctx context.Context, pool *sql.DB) (version int64, err error) {
	var there bool
	if err := pool.QueryRowContext(ctx, "SELECT to_regclass('goose_db_version') IS NOT NULL").Scan(&there); err != nil || !there {
		return 0, err
	}
	err = pool.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version").Scan(&version)
	return version, err
}

// CheckSchema reports whether the database still has the schema that this program knows: another
// program may have brought a shared one further. ErrNewerSchema, ErrOlderSchema.
func (s *Store) CheckSchema(ctx context.Context) error {
	dialect := goose.DialectPostgres
	if _, ok := s.cfg.sqlitePath(); ok {
		dialect = goose.DialectSQLite3
	}
	newest, err := newestVersion(dialect)
	if err != nil {
		return err
	}
	var version int64
	err = s.read(ctx, func(tx *gorm.DB) error {
		return tx.Raw("SELECT max(version_id) FROM goose_db_version").Scan(&version).Error
	})
	switch {
	case err != nil:
		return fmt.Errorf("check schema: %w", err)
	case version > newest:
		return ErrNewerSchema
	case version < newest:
		return ErrOlderSchema
	}
	return nil
}
