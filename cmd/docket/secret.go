package main

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"docket/auth"
)

// keyring derives the keys from DOCKET_SECRET, or from the secret kept in the data directory,
// which is made on the first start.
func (m master) keyring(p place) (*auth.Keyring, error) {
	secret, source := m.Secret, "DOCKET_SECRET"
	if secret == "" {
		source = p.secretFile()
		var err error
		if secret, err = keptSecret(source); err != nil {
			return nil, fmt.Errorf("secret: %w", err)
		}
	}
	return newKeyring(secret, source)
}

// presentKeyring is keyring for a command that must not make a secret: nil when there is none.
func (m master) presentKeyring(p place) (*auth.Keyring, error) {
	if m.Secret != "" {
		return newKeyring(m.Secret, "DOCKET_SECRET")
	}
	raw, err := os.ReadFile(p.secretFile())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("secret: %w", err)
	}
	return newKeyring(strings.TrimSpace(string(raw)), p.secretFile())
}

// newKeyring derives the keys of secrets that stand in one source, the current one first.
func newKeyring(secrets, source string) (*auth.Keyring, error) {
	keys, err := auth.NewKeyring(strings.Split(secrets, ",")...)
	if errors.Is(err, auth.ErrShortSecret) {
		return nil, usageError{[]string{source + ": each secret needs at least 32 bytes"}}
	}
	return keys, err
}

func keptSecret(file string) (string, error) {
	raw, err := os.ReadFile(file)
	if err == nil {
		return strings.TrimSpace(string(raw)), os.Chmod(file, 0o600) // also one that was copied here
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	fresh := make([]byte, 32)
	if _, err := rand.Read(fresh); err != nil {
		return "", err
	}
	secret := base64.RawURLEncoding.EncodeToString(fresh)
	return secret, writeNew(file, secret+"\n")
}

// writeNew writes a file so that it is either whole and on stable storage or not there, 0600.
func writeNew(file, text string) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".new-*") // made 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), file); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
