package main

import (
	"fmt"
	"runtime"

	"docket/models"
)

// migrateCommand is `docket migrate`.
type migrateCommand struct {
	DataDir     string `default:"data" help:"Directory for the database."`
	DatabaseURL string `name:"database-url" help:"postgres://… for PostgreSQL. Empty: SQLite in the data directory."`
}

// Run brings the schema up to date.
func (m migrateCommand) Run(con *console) error {
	s := settings{Config: Config{DataDir: m.DataDir, DatabaseURL: m.DatabaseURL}}
	var faults []string
	s.checkDatabase(func(flag, format string, args ...any) {
		faults = append(faults, variable(flag)+": "+fmt.Sprintf(format, args...))
	})
	if len(faults) > 0 {
		return usageError{faults}
	}
	lock, err := openDataDir(m.DataDir)
	if err != nil {
		return err
	}
	defer lock.Close()
	from, to, err := models.Migrate(con.ctx, models.StoreConfig{URL: s.database})
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	fmt.Fprintf(con.stdout, "schema %d, was %d\n", to, from)
	return nil
}

// version is set at build time.
var version = "development"

// versionCommand is `docket version`.
type versionCommand struct{}

// Run prints the version of the program and of Go.
func (versionCommand) Run(con *console) error {
	fmt.Fprintf(con.stdout, "docket %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
