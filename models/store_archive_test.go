package models_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docket/models"
)

func TestABackupIsTwoFilesThatAnyTarReads(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	r.submit("ada@isp.example")
	file, m := r.backup()
	entries := readTar(t, file)
	if len(entries) != 2 || entries[0].name != "manifest.json" || entries[1].name != "docket.db" {
		t.Fatalf("entries %+v", entries)
	}
	var manifest map[string]any
	r.must(json.Unmarshal(entries[0].content, &manifest))
	sum := sha256.Sum256(entries[1].content)
	if manifest["sha256"] != hex.EncodeToString(sum[:]) || manifest["bytes"] != float64(len(entries[1].content)) {
		t.Errorf("manifest %v", manifest)
	}
	path := filepath.Join(t.TempDir(), "docket.db")
	r.must(os.WriteFile(path, entries[1].content, 0o600))
	if n := newRig(t, "sqlite:"+path).count(&models.Ticket{}); n != 1 || m.Tickets != 1 {
		t.Errorf("the database in it has %d tickets", n)
	}
}

// entry is a file in an archive.
type entry struct {
	name    string
	content []byte
	kind    byte // 0: a plain file
}

func readTar(t *testing.T, file string) (entries []entry) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for archive := tar.NewReader(bytes.NewReader(content)); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return entries
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, entry{name: header.Name, content: content})
	}
}

func writeTar(t *testing.T, file string, entries ...entry) {
	t.Helper()
	var out bytes.Buffer
	archive := tar.NewWriter(&out)
	for _, e := range entries {
		header := &tar.Header{Name: e.name, Mode: 0o600, Size: int64(len(e.content)), Typeflag: e.kind}
		if e.kind == tar.TypeSymlink {
			header.Linkname, header.Size = "/etc/passwd", 0
		}
		if err := archive.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write(e.content); err != nil && e.kind == 0 {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), os.WriteFile(file, out.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func TestABackupThatIsNotWholeIsRefusedAndNothingTouched(t *testing.T) {
	t.Parallel()
	r, path, file := present(t)
	entries := readTar(t, file)
	manifest, db := entries[0], entries[1]
	whole, err := os.ReadFile(file)
	r.must(err)
	for name, broken := range brokenBackups(r, whole, manifest, db) {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "docket.backup")
			broken.write(t, file)
			before := folder(t, filepath.Dir(path))
			_, err := models.Restore(t.Context(), r.at(path), file)
			if !errors.Is(err, broken.want) {
				t.Errorf("got %v, want %v", err, broken.want)
			}
			after := folder(t, filepath.Dir(path))
			if len(after) != len(before) || after[filepath.Base(path)] != before[filepath.Base(path)] {
				t.Errorf("the folder has changed: %q", names(t, filepath.Dir(path)))
			}
		})
	}
}

// brokenBackup is an archive that must not be restored.
type brokenBackup struct {
	write func(t *testing.T, file string)
	want  error
}

func brokenBackups(r *rig, whole []byte, manifest, db entry) map[string]brokenBackup {
	bytesOf := func(content []byte) func(*testing.T, string) {
		return func(t *testing.T, file string) {
			if err := os.WriteFile(file, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	of := func(entries ...entry) func(*testing.T, string) {
		return func(t *testing.T, file string) { writeTar(t, file, entries...) }
	}
	flipped := slices.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	said := func(change func(m *models.Manifest)) entry {
		return entry{name: "manifest.json", content: r.edited(manifest, change)}
	}
	orphaned, newer := r.inside(db, "PRAGMA foreign_keys = OFF; DELETE FROM tickets"), r.inside(db, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
	return map[string]brokenBackup{
		"a bit flipped":              {bytesOf(flipped), models.ErrDamaged},
		"cut short":                  {bytesOf(whole[:len(whole)*2/3]), models.ErrDamaged},
		"cut after the manifest":     {bytesOf(whole[:1024]), models.ErrDamaged},
		"empty":                      {bytesOf(nil), models.ErrDamaged},
		"no archive":                 {bytesOf(bytes.Repeat([]byte("Dear Ada. "), 500)), models.ErrDamaged},
		"an archive after its end":   {bytesOf(append(slices.Clone(whole), whole...)), models.ErrDamaged},
		"a third file":               {of(manifest, db, entry{name: "extra"}), models.ErrDamaged},
		"the manifest last":          {of(db, manifest), models.ErrDamaged},
		"a path for a name":          {of(manifest, entry{name: "../docket.db", content: db.content}), models.ErrDamaged},
		"a link for a database":      {of(manifest, entry{name: "docket.db", kind: tar.TypeSymlink}), models.ErrDamaged},
		"no database":                {of(manifest), models.ErrDamaged},
		"a manifest of words":        {of(entry{name: "manifest.json", content: []byte("hello")}, db), models.ErrDamaged},
		"a manifest without end":     {of(entry{name: "manifest.json", content: bytes.Repeat([]byte(" "), 1<<20)}, db), models.ErrDamaged},
		"another digest":             {of(said(func(m *models.Manifest) { m.SHA256 = strings.Repeat("0", 64) }), db), models.ErrDamaged},
		"no digest":                  {of(said(func(m *models.Manifest) { m.SHA256 = "" }), db), models.ErrDamaged},
		"another size":               {of(said(func(m *models.Manifest) { m.Bytes-- }), db), models.ErrDamaged},
		"a size beyond the archive":  {of(said(func(m *models.Manifest) { m.Bytes = 1 << 50 }), db), models.ErrDamaged},
		"a newer format":             {of(said(func(m *models.Manifest) { m.Format = 2 }), db), models.ErrNewerSchema},
		"a newer schema":             {of(said(func(m *models.Manifest) { m.Schema = 999 }), db), models.ErrNewerSchema},
		"a schema that is not there": {of(said(func(m *models.Manifest) { m.Schema = 1 }), db), models.ErrDamaged},
		"a newer schema inside":      {of(r.describing(manifest, newer), newer), models.ErrDamaged},
		"no database inside":         {of(r.describing(manifest, entry{content: []byte("text")}), entry{name: "docket.db", content: []byte("text")}), models.ErrDamaged},
		"a hole inside":              {of(r.describing(manifest, holed(db)), holed(db)), models.ErrDamaged},
		"rows of no ticket":          {of(r.describing(manifest, orphaned), orphaned), models.ErrDamaged},
	}
}

// manifestOf is a manifest that fits another database.
func (r *rig) manifestOf(manifest, db entry) (m models.Manifest) {
	r.Helper()
	r.must(json.Unmarshal(manifest.content, &m))
	sum := sha256.Sum256(db.content)
	m.SHA256, m.Bytes = hex.EncodeToString(sum[:]), int64(len(db.content))
	return m
}

func (r *rig) describing(manifest, db entry) entry {
	r.Helper()
	return entry{name: "manifest.json", content: r.edited(manifest, func(m *models.Manifest) { *m = r.manifestOf(manifest, db) })}
}

func (r *rig) edited(manifest entry, change func(m *models.Manifest)) []byte {
	r.Helper()
	var m models.Manifest
	r.must(json.Unmarshal(manifest.content, &m))
	change(&m)
	content, err := json.Marshal(m)
	r.must(err)
	return content
}

// inside changes a database by SQL.
func (r *rig) inside(db entry, change string) entry {
	r.Helper()
	path := filepath.Join(r.TempDir(), "docket.db")
	r.must(os.WriteFile(path, db.content, 0o600))
	pastVersion(r.T, path, change)
	content, err := os.ReadFile(path)
	r.must(err)
	return entry{name: "docket.db", content: content}
}

// holed makes a page of a database be none.
func holed(db entry) entry {
	content := slices.Clone(db.content)
	copy(content[8192:12288], bytes.Repeat([]byte{0xff}, 4096))
	return entry{name: "docket.db", content: content}
}

func FuzzAnArchive(f *testing.F) {
	sum := sha256.Sum256([]byte("db"))
	good := `{"format":1,"schema":2,"bytes":2,"sha256":"` + hex.EncodeToString(sum[:]) + `"}`
	f.Add(good, "docket.db", byte(tar.TypeReg), "db", "")
	f.Add(good, "../docket.db", byte(tar.TypeSymlink), "db", "more")
	f.Add("{}", "docket.db", byte(tar.TypeReg), "", "\x00")
	f.Fuzz(func(t *testing.T, manifest, name string, kind byte, db, tail string) {
		content := packed(manifest, name, kind, db) + tail
		m, got, err := models.Unpack([]byte(content))
		if err != nil {
			return
		}
		sum := sha256.Sum256(got)
		if string(got) != db || hex.EncodeToString(sum[:]) != strings.ToLower(m.SHA256) || int64(len(got)) != m.Bytes {
			t.Errorf("taken with %+v: %q", m, got)
		}
		if name != "docket.db" || kind != tar.TypeReg && kind != 0 || strings.Trim(tail, "\x00") != "" {
			t.Errorf("taken: %q of kind %q, then %q", name, kind, tail)
		}
	})
}

// packed is an archive of two files; of what can't be written there is no more.
func packed(manifest, name string, kind byte, db string) string {
	var out strings.Builder
	archive := tar.NewWriter(&out)
	for _, e := range []entry{{name: "manifest.json", content: []byte(manifest), kind: tar.TypeReg}, {name: name, content: []byte(db), kind: kind}} {
		if err := archive.WriteHeader(&tar.Header{Name: e.name, Size: int64(len(e.content)), Typeflag: e.kind}); err != nil {
			return out.String()
		}
		_, _ = archive.Write(e.content)
	}
	_ = archive.Close()
	return out.String()
}
