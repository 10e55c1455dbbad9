package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"docket/models"
)

// place says where the data are, for every command that touches them.
type place struct {
	DataDir     string `default:"data" help:"Directory for the database, the secret and mails written as files."`
	DatabaseURL string `name:"database-url" help:"postgres://… for PostgreSQL. Empty: SQLite in the data directory."`
}

// master is the secret, for the commands that need its keys.
type master struct {
	Secret string `help:"Master secret of at least 32 bytes; after a comma, older ones that still open links. Empty: generated and kept in the data directory."`
}

// faulter takes what is wrong with a setting, by the flag's name.
type faulter func(flag, format string, args ...any)

// check names every fault of a place.
func (p place) check(fault faulter) {
	scheme, _, _ := strings.Cut(p.url(), ":")
	if scheme != "sqlite" && scheme != "postgres" && scheme != "postgresql" {
		fault("database-url", "begins neither with postgres:// nor with sqlite:")
	}
	if p.DataDir == "" {
		fault("data-dir", "can't be empty")
	}
}

// checked is check for a command with no other settings: a usageError, or nil.
func (p place) checked() error {
	var faults []string
	p.check(func(flag, format string, args ...any) {
		faults = append(faults, variable(flag)+": "+fmt.Sprintf(format, args...))
	})
	if len(faults) > 0 {
		return usageError{faults}
	}
	return nil
}

// url is the database's address as the store takes it.
func (p place) url() string {
	if p.DatabaseURL == "" {
		return "sqlite:" + filepath.Join(p.DataDir, "docket.db")
	}
	return p.DatabaseURL
}

// postgres reports whether the database is a server's.
func (p place) postgres() bool { return strings.HasPrefix(p.DatabaseURL, "postgres") }

// file is the path of a SQLite database.
func (p place) file() string { return strings.TrimPrefix(p.url(), "sqlite:") }

// secretFile is where the secret is kept unless DOCKET_SECRET gives it.
func (p place) secretFile() string { return filepath.Join(p.DataDir, "secret") }

// errInUse: another docket works in this data directory.
var errInUse = errors.New("another docket is using it: stop that one first")

// lockPatience is how long a start waits for the lock: `docket doctor` and the like hold it for a
// moment only.
const lockPatience = time.Second

// take makes the data directory, for this account alone, and takes its lock. Two programs on one
// SQLite file would each send the letters that the other has in hand. The lock goes with the
// process, however it ends.
func (p place) take() (lock *os.File, err error) {
	for until := time.Now().Add(lockPatience); ; time.Sleep(lockPatience / 20) {
		lock, err = p.tryLock()
		if !errors.Is(err, errInUse) || time.Now().After(until) {
			return lock, err
		}
	}
}

// tryLock is take without the wait.
func (p place) tryLock() (lock *os.File, err error) {
	if err := os.MkdirAll(p.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	lock, err = os.OpenFile(filepath.Join(p.DataDir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("data directory %s: %w", p.DataDir, errInUse), lock.Close())
	}
	return lock, nil
}

// ours refuses to let root make files beside those of another account, whose docket could then
// not open them.
func (p place) ours() error {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, path := range []string{p.file(), p.secretFile(), p.DataDir} {
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		if owner := ownerOf(info); owner != 0 {
			return fmt.Errorf("%s belongs to %s: run this as that account, such as with runuser -u %[2]s --", path, accountName(owner))
		}
		return nil
	}
	return nil
}

// taken reports whether a docket has the data directory's lock; false also when there is none.
func (p place) taken() bool {
	lock, err := os.Open(filepath.Join(p.DataDir, "lock"))
	if err != nil {
		return false
	}
	defer lock.Close() // and with it the lock
	return errors.Is(syscall.Flock(int(lock.Fd()), syscall.LOCK_SH|syscall.LOCK_NB), syscall.EWOULDBLOCK)
}

// storeConfig is what a command that is not serve opens the store with.
func (p place) storeConfig() models.StoreConfig { return models.StoreConfig{URL: p.url()} }

// started reports whether there is a SQLite database already.
func (p place) started() bool {
	_, err := os.Stat(p.file())
	return !errors.Is(err, fs.ErrNotExist)
}

// ownerOf is the account that a file belongs to.
func ownerOf(info fs.FileInfo) int {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(stat.Uid)
	}
	return os.Geteuid()
}

// accountName is an account's name, or its number when it has none here.
func accountName(uid int) string {
	account, err := user.LookupId(strconv.Itoa(uid))
	if err != nil {
		return "account " + strconv.Itoa(uid)
	}
	return account.Username
}
