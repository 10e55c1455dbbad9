package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"docket/models"
)

// restoreCommand is `docket restore`.
type restoreCommand struct {
	place
	master
	File  string `arg:"" optional:"" help:"Archive that docket backup wrote."`
	Check bool   `local:"" help:"PostgreSQL, after pg_restore: check what it brought, and hold the letters that had not gone."`
}

// Run puts an archive's database in place of the present one. It refuses while docket serves.
func (cmd restoreCommand) Run(con *console) error {
	if err := errors.Join(cmd.checked(), cmd.ours()); err != nil {
		return err
	}
	switch {
	case cmd.postgres() && cmd.Check == (cmd.File != ""):
		return usageError{[]string{"for PostgreSQL give either FILE, to be told how to restore it, or --check, after that"}}
	case cmd.postgres() && !cmd.Check:
		return cmd.adviseRestore()
	case !cmd.postgres() && (cmd.Check || cmd.File == ""):
		return usageError{[]string{"give the FILE that docket backup wrote; --check is for PostgreSQL"}}
	}
	lock, err := cmd.take()
	if err != nil {
		return fmt.Errorf("restore: %w. Nothing was changed", err)
	}
	defer lock.Close()
	if cmd.Check {
		return cmd.hold(con)
	}
	return cmd.restore(con)
}

func (cmd restoreCommand) restore(con *console) error {
	before := cmd.replaced()
	restored, err := models.Restore(con.ctx, cmd.storeConfig(), cmd.File)
	if err != nil {
		return fmt.Errorf("%w. %s is as it was", err, absolute(cmd.file()))
	}
	fmt.Fprintf(con.stdout, "Restored %s\n", absolute(cmd.File))
	tellManifest(con.stdout, restored)
	for path := range cmd.replaced() {
		if !before[path] {
			fmt.Fprintf(con.stdout, "  Before:   the database that was here is now %s; delete it when it is not needed any more.\n", absolute(path))
		}
	}
	return errors.Join(cmd.tellWaiting(con), cmd.compareSecret(con.stdout, restored.SecretID))
}

// replaced are the databases that a restore has put aside.
func (p place) replaced() map[string]bool {
	found := map[string]bool{}
	entries, err := os.ReadDir(filepath.Dir(p.file()))
	if err != nil {
		return found // a directory to come
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), filepath.Base(p.file())+".replaced-") {
			found[filepath.Join(filepath.Dir(p.file()), e.Name())] = true
		}
	}
	return found
}

// tellWaiting says which letters wait for a person.
func (cmd restoreCommand) tellWaiting(con *console) error {
	found, err := models.Inspect(con.ctx, cmd.storeConfig())
	if err != nil {
		return fmt.Errorf("restore: done, but the database can't be read: %w", err)
	}
	tellHeld(con.stdout, found.Held)
	return nil
}

func tellHeld(out io.Writer, held int64) {
	fmt.Fprintln(out, "  Rights:   accounts, passwords, mailed links and blocked addresses are as they were then. What was\n            withdrawn since has to be withdrawn again: docket staff list shows the accounts.")
	if held == 0 {
		fmt.Fprintln(out, "  Letters:  all had gone; none waits for a person.")
		return
	}
	fmt.Fprintf(out, "  Letters:  %d had not gone when the backup was made, and may have gone since. They wait on\n            /admin/letters until somebody lets them go or drops them.\n", held)
}

// compareSecret warns when the secret here is not the one that the backup was made with.
func (cmd restoreCommand) compareSecret(out io.Writer, id string) error {
	keys, err := cmd.presentKeyring(cmd.place)
	switch {
	case err != nil:
		return err
	case id == "":
		return nil // the backup was made where there was none yet
	case keys == nil:
		fmt.Fprintf(out, "  Secret:   WARNING: there is none here. Put the old one (key id %s) back as %s before\n            docket serve makes a new one, or the links in letters already sent open nothing.\n", printable(id), absolute(cmd.secretFile()))
	case !keys.Has(id):
		fmt.Fprintf(out, "  Secret:   WARNING: the backup was made with another one (key id %s; here is %s). The links in\n            letters already sent open nothing, and fingerprints of hidden secrets no longer compare.\n            Put the old one back, or after a comma behind the present one.\n", printable(id), keys.ID())
	default:
		fmt.Fprintf(out, "  Secret:   the one that the backup was made with (key id %s).\n", printable(id))
	}
	return nil
}

// adviseRestore says how PostgreSQL is restored. It is an error: nothing was.
func (cmd restoreCommand) adviseRestore() error {
	return fmt.Errorf(`restore: nothing was restored: PostgreSQL's own program does that, while no docket serves:
  pg_restore --clean --if-exists --no-owner --single-transaction --exit-on-error --dbname=%s %s
%s
  Then docket restore --check looks at what it brought, and holds the letters that had not gone when the dump was made`,
		quoted(withoutPassword(cmd.DatabaseURL)), quoted(cmd.File), passwordAdvice)
}

// hold does what is left after pg_restore.
func (cmd restoreCommand) hold(con *console) error {
	found, held, err := models.HoldAfterRestore(con.ctx, cmd.storeConfig())
	if err != nil {
		return fmt.Errorf("restore --check: %w", err)
	}
	if found.Integrity != nil {
		return fmt.Errorf("restore --check: the database is not whole: %w", found.Integrity)
	}
	fmt.Fprintf(con.stdout, "The database is whole: %s, schema %d.\n", counted(found.Tickets, "ticket"), found.Schema)
	tellHeld(con.stdout, int64(held))
	return nil
}
