package models

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// OpenStore opens the database, brings its schema up to date and starts the writer. Its
// errors include ErrNewerSchema, ErrOlderSchema and ErrDamaged.
func OpenStore(ctx context.Context, cfg StoreConfig) (*Store, error) {
	cfg = cfg.withDefaults()
	if cfg.KeepSchema {
		if err := refuseOlder(ctx, cfg); err != nil {
			return nil, fmt.Errorf("open store: %w", err)
		}
	}
	if _, _, err := Migrate(ctx, cfg); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s := &Store{cfg: cfg, ids: &idSource{clock: cfg.Clock, random: cfg.Random}, bell: make(chan struct{}, 1)}
	var err error
	if s.engine, err = openEngine(ctx, cfg); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if s.rows, err = newRowInserts(s.engine.reader()); err != nil {
		_ = s.engine.close()
		return nil, fmt.Errorf("open store: %w", err)
	}
	s.words = newWordIndex(s.engine.reader())
	return s, nil
}

func (cfg StoreConfig) withDefaults() StoreConfig {
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Random == nil {
		cfg.Random = rand.Reader
	}
	cfg.MailHost = cmp.Or(cfg.MailHost, "docket.invalid")
	cfg.Waiting = cmp.Or(cfg.Waiting, 1024)
	cfg.Group = cmp.Or(cfg.Group, 256)
	return cfg
}

// sqlitePath returns the path of a "sqlite:" URL.
func (cfg StoreConfig) sqlitePath() (path string, ok bool) {
	path, ok = strings.CutPrefix(cfg.URL, "sqlite:")
	return path, ok && path != ""
}

func (cfg StoreConfig) isPostgres() bool {
	return strings.HasPrefix(cfg.URL, "postgres://") || strings.HasPrefix(cfg.URL, "postgresql://")
}

func openEngine(ctx context.Context, cfg StoreConfig) (engine, error) {
	if path, ok := cfg.sqlitePath(); ok {
		return openSQLite(ctx, path, cfg)
	}
	return openPostgres(ctx, cfg)
}

// newGormConfig makes a configuration for one connection pool. Each pool needs its own: the
// dialects write into it, and SQLite's would take FOR UPDATE away from PostgreSQL. Nothing is
// logged, because statements carry people's words.
func newGormConfig(cfg StoreConfig) *gorm.Config {
	silent := logger.Config{LogLevel: logger.Silent, ParameterizedQueries: true}
	return &gorm.Config{
		Logger:                 logger.New(log.New(io.Discard, "", 0), silent),
		NowFunc:                func() time.Time { return cfg.Clock().UTC().Truncate(time.Microsecond) },
		TranslateError:         true,
		SkipDefaultTransaction: true,
	}
}

// failReads lets the fault hook fail a pool's questions.
func failReads(db *gorm.DB, fault func(string) error) error {
	if fault == nil {
		return nil
	}
	hook := func(tx *gorm.DB) { _ = tx.AddError(fault("SELECT " + tx.Statement.Table)) }
	if err := db.Callback().Query().Before("gorm:query").Register("docket:fault", hook); err != nil {
		return err
	}
	return db.Callback().Row().Before("gorm:row").Register("docket:fault", hook)
}
