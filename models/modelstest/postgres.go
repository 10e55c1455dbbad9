// Package modelstest helps tests of packages that use a store: an empty PostgreSQL database,
// an open store, a filing.
package modelstest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver, registered as "pgx"
)

// errNoPostgres says what to install.
var errNoPostgres = errors.New("no PostgreSQL: install its server (Debian: apt install postgresql), so that initdb is in PATH or /usr/lib/postgresql")

// cluster starts the one PostgreSQL server of a test binary; it returns the server's port.
var cluster = sync.OnceValues(startCluster)

var databases atomic.Int64

// Postgres returns the URL of an empty PostgreSQL database, the test's own. Without PostgreSQL
// on the machine the test is skipped, but fails when CI=true.
func Postgres(t testing.TB) string {
	t.Helper()
	port, err := cluster()
	switch {
	case errors.Is(err, errNoPostgres) && os.Getenv("CI") != "true":
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
	name := fmt.Sprintf("test%d", databases.Add(1))
	if err := execute(port, "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = execute(port, "DROP DATABASE "+name+" WITH (FORCE)") })
	return address(port, name)
}

func address(port int, database string) string {
	return fmt.Sprintf("postgres://docket@127.0.0.1:%d/%s?sslmode=disable", port, database)
}

// execute runs a statement as the cluster's owner.
func execute(port int, statement string) error {
	db, err := sql.Open("pgx", address(port, "postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	_, err = db.ExecContext(ctx, statement)
	return err
}

// watch runs the server until standard input ends, which the end of the test binary causes
// however it comes, and removes the server's folder.
const watch = `"$0/postgres" -D "$1/data" -k "$1" -p "$2" -h 127.0.0.1 -F \
	-c max_connections=200 -c shared_buffers=32MB -c full_page_writes=off >"$1/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$1"`

func startCluster() (port int, err error) {
	bin, err := binaries()
	if err != nil {
		return 0, err
	}
	folder, err := os.MkdirTemp("", "docket-postgres-")
	if err != nil {
		return 0, err
	}
	owner, err := unprivileged(folder)
	if err != nil {
		return 0, err
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(folder, "data"),
		"-U", "docket", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = owner, folder
	if out, err := initdb.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("initdb: %w: %s", err, out)
	}
	if port, err = freePort(); err != nil {
		return 0, err
	}
	server := exec.Command("/bin/sh", "-c", watch, bin, folder, strconv.Itoa(port))
	server.SysProcAttr, server.Dir = owner, folder
	if keepOpen, err = server.StdinPipe(); err != nil {
		return 0, err
	}
	if err := server.Start(); err != nil {
		return 0, err
	}
	return port, ready(port, filepath.Join(folder, "log"))
}

// keepOpen is the pipe whose end stops the server; the package holds it, so that it ends with
// the test binary and not before.
//
//lint:ignore U1000 held, never read
var keepOpen io.WriteCloser

// binaries finds the folder of the newest PostgreSQL server.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.SortFunc(found, func(a, b string) int { return major(b) - major(a) })
	if path, err := exec.LookPath("initdb"); err == nil {
		found = append(found, path)
	}
	for _, path := range found {
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), "postgres")); err == nil {
			return filepath.Dir(path), nil
		}
	}
	return "", errNoPostgres
}

// major reads the version out of /usr/lib/postgresql/VERSION/bin/initdb.
func major(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}

// unprivileged gives the folder to an account that PostgreSQL runs under: root may not.
func unprivileged(folder string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		account, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, err := strconv.Atoi(account.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(account.Gid)
	if err != nil {
		return nil, err
	}
	as := &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return &syscall.SysProcAttr{Credential: as}, os.Chown(folder, uid, gid)
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// ready waits until the server answers.
func ready(port int, log string) (err error) {
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if err = execute(port, "SELECT 1"); err == nil {
			return nil
		}
	}
	words, _ := os.ReadFile(log)
	return fmt.Errorf("postgres does not answer: %w: %s", err, words)
}
