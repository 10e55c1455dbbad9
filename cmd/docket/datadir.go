package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// errInUse: another docket works in this data directory.
var errInUse = errors.New("another docket is using it: stop that one first")

// openDataDir makes the data directory, for this account alone, and takes its lock. Two programs
// on one SQLite file would each send the letters that the other has in hand. The lock goes with
// the process, however it ends.
func openDataDir(dir string) (lock *os.File, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	lock, err = os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("data directory %s: %w", dir, errInUse), lock.Close())
	}
	return lock, nil
}
