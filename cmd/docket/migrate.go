package main

import (
	"errors"
	"fmt"
	"runtime"

	"docket/models"
)

// migrateCommand is `docket migrate`.
type migrateCommand struct{ place }

// Run brings the schema up to date.
func (m migrateCommand) Run(con *console) error {
	if err := errors.Join(m.checked(), m.ours()); err != nil {
		return err
	}
	lock, err := m.take()
	if err != nil {
		return err
	}
	defer lock.Close()
	from, to, err := models.Migrate(con.ctx, m.storeConfig())
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
