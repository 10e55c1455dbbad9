package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"docket/auth"
)

// folder looks at the data directory and the rights of what is in it.
func (d doctor) folder() (list []finding) {
	if d.DataDir == "" {
		return nil // a fault of the configuration
	}
	info, err := os.Stat(d.DataDir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return say(failed, "folder", "there is no %s: docket serve makes it on its first start; if there was one, DOCKET_DATA_DIR is not right here", absolute(d.DataDir))
	case err != nil:
		return say(failed, "folder", "%v: run docket doctor as the account that docket serve runs as", err)
	case !info.IsDir():
		return say(failed, "folder", "%s is not a directory", absolute(d.DataDir))
	}
	if info.Mode().Perm()&0o077 != 0 {
		list = append(list, say(doubt, "folder", "others can look into it: chmod 700 %s", d.DataDir)...)
	}
	list = append(list, d.writable()...)
	for _, path := range d.ownFiles() {
		list = append(list, rights(path, ownerOf(info))...)
	}
	if len(list) == 0 {
		list = say(fine, "folder", "%s is its owner's alone", absolute(d.DataDir))
	}
	return list
}

// ownFiles are what nobody else may read, whether or not they are there.
func (d doctor) ownFiles() []string {
	files := []string{filepath.Join(d.DataDir, "lock"), d.secretFile()}
	if !d.postgres() {
		files = append(files, d.file(), d.file()+"-wal", d.file()+"-shm")
	}
	return files
}

// writable looks for a folder that this account can't write.
func (d doctor) writable() []finding {
	for _, folder := range d.folders() {
		err := tryWrite(folder)
		switch {
		case errors.Is(err, syscall.ENOSPC): // the disk is told of by itself
		case errors.Is(err, syscall.EROFS):
			return say(failed, "folder", "%s is on a read-only disk: nothing can be filed until it is writable again", absolute(folder))
		case err != nil:
			return say(failed, "folder", "%s can't be written by this account: %v", absolute(folder), err)
		}
	}
	return nil
}

// rights looks at a file that belongs to the data directory's owner alone.
func rights(path string, owner int) (list []finding) {
	info, err := os.Stat(path)
	if err != nil {
		return nil // it is not there yet, or the folder has been told of
	}
	if info.Mode().Perm()&0o077 != 0 {
		list = append(list, say(failed, "folder", "others can read %s: chmod 600 %s", filepath.Base(path), path)...)
	}
	if got := ownerOf(info); got != owner {
		list = append(list, say(failed, "folder", "%s belongs to %s and the folder to %s: chown %[3]s %[4]s", filepath.Base(path), accountName(got), accountName(owner), path)...)
	}
	return list
}

// secret looks for the master secret.
func (d doctor) secret() []finding {
	keys, err := d.presentKeyring(d.place)
	var usage usageError
	switch {
	case errors.As(err, &usage):
		return say(failed, "secret", "%s", usage.Error())
	case err != nil:
		return say(failed, "secret", "%v", err)
	case keys == nil && !d.postgres() && d.started():
		return say(failed, "secret", "there is none, though there is a database: put the old one back as %s before docket serve makes a new one, or no link in a mail opens any more", d.secretFile())
	case keys == nil:
		return say(doubt, "secret", "there is none yet: docket serve makes one")
	}
	return say(fine, "secret", "%s; keep a copy apart from backups", secretName(keys, d.Secret != "", d.secretFile()))
}

// secretName tells a secret from others without telling it.
func secretName(keys *auth.Keyring, set bool, file string) string {
	source := file
	if set {
		source = "DOCKET_SECRET"
	}
	return fmt.Sprintf("key id %s, from %s", keys.ID(), source)
}
