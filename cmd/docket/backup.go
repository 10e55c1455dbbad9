package main

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"docket/auth"
	"docket/models"
)

// backupCommand is `docket backup`.
type backupCommand struct {
	place
	master
	File string `arg:"" help:"Archive to write, such as /backup/docket.tar. An existing one is replaced, once the new one is whole."`
}

// Run writes the archive, also while docket serves.
func (cmd backupCommand) Run(con *console) error {
	if err := cmd.checked(); err != nil {
		return err
	}
	if cmd.postgres() {
		return cmd.adviseDump()
	}
	if !cmd.started() {
		return fmt.Errorf("backup: there is no database %s: is DOCKET_DATA_DIR right?", absolute(cmd.file()))
	}
	keys, err := cmd.presentKeyring(cmd.place)
	if err != nil {
		return err
	}
	id := ""
	if keys != nil {
		id = keys.ID()
	}
	made, err := models.Backup(con.ctx, cmd.storeConfig(), cmd.File, version, id)
	if err != nil {
		return fmt.Errorf("%w. Nothing was written to %s", err, cmd.File)
	}
	fmt.Fprintf(con.stdout, "Backed up to %s\n", absolute(cmd.File))
	tellManifest(con.stdout, made)
	fmt.Fprintf(con.stdout, "  Secret:   not in the archive. Keep a copy of %s apart from it: without it the links in\n            letters already sent open nothing.\n", cmd.secretSource(keys))
	return nil
}

// tellManifest prints what an archive holds.
func tellManifest(out io.Writer, m models.Manifest) {
	fmt.Fprintf(out, "  Made:     %s by docket %s\n", rfc3339(m.Made), printable(m.Program))
	fmt.Fprintf(out, "  Holds:    %s, %s, %s; %.1f MB\n", counted(m.Tickets, "ticket"), counted(m.Messages, "message"), counted(m.Letters, "letter"), float64(m.Bytes)/1e6)
	fmt.Fprintf(out, "  Schema:   %d\n", m.Schema)
	fmt.Fprintf(out, "  SHA-256:  %s (of docket.db in it)\n", printable(m.SHA256))
}

// counted writes a number with its noun.
func counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// secretSource names where the secret stands, and which it is.
func (cmd backupCommand) secretSource(keys *auth.Keyring) string {
	if keys == nil {
		return "the secret that docket serve makes"
	}
	return "the secret (" + secretName(keys, cmd.Secret != "", absolute(cmd.secretFile())) + ")"
}

// adviseDump says how PostgreSQL is backed up. It is an error: nothing was.
func (cmd backupCommand) adviseDump() error {
	return fmt.Errorf(`backup: nothing was backed up: PostgreSQL's own program does that, also while docket serves:
  pg_dump --format=custom --no-owner --file=%s %s
%s
  Keep a copy of the secret apart from the dump: without it the links in letters already sent open nothing`,
		quoted(cmd.File), quoted(withoutPassword(cmd.DatabaseURL)), passwordAdvice)
}

const passwordAdvice = "  It asks for the password, or takes it from ~/.pgpass or PGPASSWORD; it is not shown here."

// withoutPassword is a database's address that can be shown: what is not known to be harmless is left out.
func withoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "postgres://USER@HOST/DATABASE" // never quoted: it holds a password
	}
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	if u.User != nil && u.User.Username() != "" {
		shown.User = url.User(u.User.Username())
	}
	kept := url.Values{}
	for _, name := range []string{"host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey"} {
		if value := u.Query().Get(name); value != "" {
			kept.Set(name, value)
		}
	}
	shown.RawQuery = kept.Encode()
	return shown.String()
}

// quoted writes a word so that a shell reads it as one (POSIX, Shell Command Language §2.2.2).
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }
