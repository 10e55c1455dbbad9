package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
)

// leastRoom is the free disk below which the program says that it is not ready, in bytes.
const leastRoom = 64 << 20

// What /readyz says to everybody, so without paths.
var (
	errNoDisk   = errors.New("disk: the data directory can't be read")
	errReadOnly = errors.New("disk: the data directory is on a read-only disk")
)

// folders are where the program writes: the data directory, and that of a SQLite database elsewhere.
func (p place) folders() []string {
	folders := []string{p.DataDir}
	if beside := filepath.Dir(p.file()); !p.postgres() && beside != filepath.Clean(p.DataDir) {
		folders = append(folders, beside)
	}
	return folders
}

// free is the least free disk under the folders, in bytes.
func (p place) free() (least int64, err error) {
	for i, folder := range p.folders() {
		var disk syscall.Statfs_t
		if err := syscall.Statfs(folder, &disk); err != nil {
			return 0, errNoDisk
		}
		if free := int64(disk.Bavail) * int64(disk.Bsize); i == 0 || free < least {
			least = free
		}
	}
	return least, nil
}

// room says when the disk is nearly full or read-only.
func (p place) room() error {
	for _, folder := range p.folders() {
		if errors.Is(mayWrite(folder), syscall.EROFS) {
			return errReadOnly
		}
	}
	free, err := p.free()
	if err == nil && free < leastRoom {
		err = fmt.Errorf("disk: %d MB free, at least %d MB are needed", free>>20, leastRoom>>20)
	}
	return err
}

// forWriting asks access(2) whether something may be written.
const forWriting = 2

// mayWrite is nil when this account may write into a folder; EROFS when nobody can.
func mayWrite(folder string) error { return syscall.Access(folder, forWriting) }
