package models

import (
	"archive/tar"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Manifest says what a backup holds.
type Manifest struct {
	Format   int       `json:"format"`    // archiveFormat
	Made     time.Time `json:"made"`      // UTC; what was acknowledged before is in it
	Program  string    `json:"program"`   // version of docket
	Schema   int64     `json:"schema"`    // version of the schema
	SHA256   string    `json:"sha256"`    // of the database file in the archive, lower-case hexadecimal
	Bytes    int64     `json:"bytes"`     // of that file
	Tickets  int64     `json:"tickets"`   // filed
	Messages int64     `json:"messages"`  // of conversations
	Letters  int64     `json:"letters"`   // of any state
	SecretID string    `json:"secret_id"` // key id of the master secret, which is not in the archive
}

// What an archive is made of: these two files, in this order.
const (
	archiveFormat   = 1
	archiveManifest = "manifest.json"
	archiveDatabase = "docket.db"
)

// longestManifest is the most that is read of a manifest, in bytes.
const longestManifest = 64 << 10

// badBackup says that an archive is not what Backup has written. Its cause names what is wrong.
type badBackup struct{ cause error }

func (b badBackup) Error() string { return "the backup is not whole: " + b.cause.Error() }
func (b badBackup) Unwrap() error { return b.cause }

// Is makes it an ErrDamaged, whose own words are of the present database.
func (b badBackup) Is(target error) bool { return target == ErrDamaged }

func notWhole(format string, args ...any) error { return badBackup{fmt.Errorf(format, args...)} }

// ReadManifest returns the manifest of an archive and nothing else of it. ErrDamaged.
func ReadManifest(file string) (Manifest, error) {
	a, err := openArchive(file)
	if err != nil {
		return Manifest{}, fmt.Errorf("read manifest: %w", err)
	}
	return a.Manifest, a.Close()
}

// archive is a backup that is being read.
type archive struct {
	Manifest
	io.Closer
	from    io.Reader
	size    int64
	entries *tar.Reader
}

// openArchive opens a backup and reads its manifest.
func openArchive(path string) (*archive, error) {
	info, err := os.Stat(path) // before it is opened: a pipe would wait for its writer
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, notWhole("it is not a file")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	a := &archive{Closer: file, from: file, size: info.Size(), entries: tar.NewReader(file)}
	if err := a.readManifest(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return a, nil
}

func (a *archive) readManifest() error {
	header, err := a.next(archiveManifest)
	if err != nil {
		return err
	}
	if header.Size > longestManifest {
		return notWhole("a manifest of %d bytes", header.Size)
	}
	if err := json.NewDecoder(a.entries).Decode(&a.Manifest); err != nil {
		return notWhole("manifest: %w", err)
	}
	return a.check()
}

// check refuses a manifest that Backup has not written.
func (a *archive) check() error {
	digest, err := hex.DecodeString(a.SHA256)
	switch {
	case a.Format > archiveFormat:
		return fmt.Errorf("%w: the backup has format %d, this program knows %d", ErrNewerSchema, a.Format, archiveFormat)
	case a.Format < 1 || a.Schema < 1 || err != nil || len(digest) != sha256.Size:
		return notWhole("its manifest lacks something")
	case a.Bytes < 1 || a.Bytes > a.size:
		return notWhole("a database of %d bytes in %d", a.Bytes, a.size)
	}
	return nil
}

// next goes on to the next file of an archive, which must be this one.
func (a *archive) next(name string) (*tar.Header, error) {
	header, err := a.entries.Next()
	switch {
	case err != nil:
		return nil, notWhole("%s: %w", name, err)
	case header.Typeflag != tar.TypeReg || header.Name != name:
		return nil, notWhole("it has %q where %s must be", header.Name, name)
	}
	return header, nil
}

// unpack writes the database to a file and verifies size, digest and that nothing follows.
func (a *archive) unpack(to io.Writer) error {
	header, err := a.next(archiveDatabase)
	if err != nil {
		return err
	}
	if header.Size != a.Bytes {
		return notWhole("a database of %d bytes, not %d", header.Size, a.Bytes)
	}
	digest := sha256.New()
	if err := copyOver(io.MultiWriter(to, digest), a.entries); err != nil {
		return err
	}
	if got := hex.EncodeToString(digest.Sum(nil)); got != a.SHA256 {
		return notWhole("the database's digest is %s, not %s", got, a.SHA256)
	}
	return a.end()
}

// copyOver copies what is left of an archive's file. A reader's error says that the archive is
// broken, a writer's that there is no room.
func copyOver(to io.Writer, from *tar.Reader) error {
	broken := &readError{from: from}
	_, err := io.Copy(to, broken)
	if broken.err != nil {
		return notWhole("%w", broken.err)
	}
	return err
}

// readError remembers why reading failed.
type readError struct {
	from io.Reader
	err  error
}

func (r *readError) Read(p []byte) (n int, err error) {
	n, err = r.from.Read(p)
	if err != io.EOF {
		r.err = err
	}
	return n, err
}

// end refuses an archive that goes on after its last file: padding is all that may follow.
func (a *archive) end() error {
	if header, err := a.entries.Next(); err == nil {
		return notWhole("it also has %q", header.Name)
	} else if err != io.EOF {
		return notWhole("%w", err)
	}
	rest := bufio.NewReader(a.from)
	for {
		b, err := rest.ReadByte()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case b != 0:
			return notWhole("something follows its end")
		}
	}
}

// writeArchive writes manifest and database to a file, which appears whole or not at all.
func writeArchive(file string, m Manifest, db *os.File) error {
	part, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".part-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	defer part.Close()
	if err := pack(part, m, db); err != nil {
		return err
	}
	if err := part.Sync(); err != nil {
		return err
	}
	if err := os.Rename(part.Name(), file); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file))
}

func pack(to io.Writer, m Manifest, db *os.File) error {
	manifest, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	manifest = append(manifest, '\n')
	entries := tar.NewWriter(to)
	head := tar.Header{Name: archiveManifest, Mode: 0o600, Size: int64(len(manifest)), ModTime: m.Made}
	if err := entries.WriteHeader(&head); err != nil {
		return err
	}
	if _, err := entries.Write(manifest); err != nil {
		return err
	}
	head = tar.Header{Name: archiveDatabase, Mode: 0o600, Size: m.Bytes, ModTime: m.Made}
	if err := entries.WriteHeader(&head); err != nil {
		return err
	}
	if _, err := db.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := io.Copy(entries, db); err != nil {
		return err
	}
	return entries.Close()
}
