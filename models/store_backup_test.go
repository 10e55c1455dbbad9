package models_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"docket/models"
	"docket/models/modelstest"
)

// at is the configuration of a database with the rig's clock.
func (r *rig) at(path string) models.StoreConfig {
	return models.StoreConfig{URL: "sqlite:" + path, Clock: r.clock.Now, Fault: r.faults.hook}
}

func (r *rig) path() string { return strings.TrimPrefix(r.url, "sqlite:") }

// backup writes a backup into a folder of its own.
func (r *rig) backup() (file string, m models.Manifest) {
	r.Helper()
	file = filepath.Join(r.TempDir(), "docket.backup")
	m, err := models.Backup(r.Context(), models.StoreConfig{URL: r.url, Clock: r.clock.Now}, file, "v1.2.3", "key-7")
	r.must(err)
	return file, m
}

// names lists a folder.
func names(t *testing.T, dir string) (names []string) {
	t.Helper()
	for name := range folder(t, dir) {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestABackupSaysWhatItHolds(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	ticket := r.submit("ada@isp.example")
	r.submit("bob@isp.example")
	_, err := r.Answer(t.Context(), scope(ticket), ticket.Reference, newForm(), reader.Clean("more"))
	r.must(err)
	file, m := r.backup()
	again, err := models.ReadManifest(file)
	if err != nil || again != m {
		t.Errorf("read %+v, %v; written %+v", again, err, m)
	}
	want := models.Manifest{
		Format: 1, Made: modelstest.Now, Program: "v1.2.3", Schema: m.Schema, SHA256: m.SHA256, Bytes: m.Bytes,
		Tickets: 2, Messages: 1, Letters: 2, SecretID: "key-7",
	}
	if m != want || m.Schema < 2 {
		t.Errorf("got %+v, want %+v", m, want)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if left := names(t, filepath.Dir(file)); !slices.Equal(left, []string{"docket.backup"}) {
		t.Errorf("beside it there are %q", left)
	}
}

func TestABackupLeavesTheDatabaseAsItIs(t *testing.T) {
	t.Parallel()
	path := closedFile(t)
	before := folder(t, filepath.Dir(path))
	file := filepath.Join(t.TempDir(), "docket.backup")
	if _, err := models.Backup(t.Context(), models.StoreConfig{URL: "sqlite:" + path}, file, "", ""); err != nil {
		t.Fatal(err)
	}
	after := folder(t, filepath.Dir(path))
	if len(after) != 1 || after[filepath.Base(path)] != before[filepath.Base(path)] {
		t.Errorf("the folder has %q", names(t, filepath.Dir(path)))
	}
}

func TestOneBackupReplacesAnotherAndNothingElse(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	r.submit("ada@isp.example")
	file, first := r.backup()
	r.submit("bob@isp.example")
	cfg := models.StoreConfig{URL: r.url}
	second, err := models.Backup(t.Context(), cfg, file, "", "")
	r.must(err)
	if again, err := models.ReadManifest(file); err != nil || again != second || second.Tickets != first.Tickets+1 {
		t.Errorf("read %+v, %v", again, err)
	}
	dir := t.TempDir()
	letter, link, empty := filepath.Join(dir, "letter"), filepath.Join(dir, "link"), filepath.Join(dir, "empty")
	r.must(os.WriteFile(letter, []byte("Dear Ada"), 0o600))
	r.must(os.WriteFile(empty, nil, 0o600))
	r.must(os.Symlink(letter, link))
	for _, file := range []string{letter, link, dir, r.path(), r.path() + "-wal", r.path() + "-shm"} {
		if _, err := models.Backup(t.Context(), cfg, file, "", ""); err == nil {
			t.Errorf("%s was replaced", file)
		}
	}
	if content, err := os.ReadFile(letter); err != nil || string(content) != "Dear Ada" {
		t.Errorf("the letter is %q, %v", content, err)
	}
	if _, err := models.Backup(t.Context(), cfg, empty, "", ""); err != nil {
		t.Errorf("an empty file: %v", err)
	}
	if n := r.count(&models.Ticket{}); n != 2 {
		t.Errorf("%d tickets", n)
	}
}

func TestWhatCannotBeBackedUpLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "docket.backup")
	missing, damaged := filepath.Join(t.TempDir(), "docket.db"), closedFile(t)
	if err := os.WriteFile(damaged, bytes.Repeat([]byte("not a database"), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	left, leave := context.WithCancel(t.Context())
	leave()
	for name, try := range map[string]struct {
		ctx  context.Context
		url  string
		want error
	}{
		"no database":        {t.Context(), "sqlite:" + missing, os.ErrNotExist},
		"a damaged one":      {t.Context(), "sqlite:" + damaged, models.ErrDamaged},
		"PostgreSQL":         {t.Context(), "postgres://docket@127.0.0.1:1/docket", models.ErrUsePgDump},
		"a caller that left": {left, "sqlite:" + closedFile(t), context.Canceled},
	} {
		if _, err := models.Backup(try.ctx, models.StoreConfig{URL: try.url}, file, "", ""); !errors.Is(err, try.want) {
			t.Errorf("%s: %v, want %v", name, err, try.want)
		}
	}
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("there are %q", left)
	}
	if left := names(t, filepath.Dir(missing)); len(left) != 0 {
		t.Errorf("where no database was there are %q", left)
	}
}

func TestABackupHoldsWhatWasAcknowledgedBeforeItBegan(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	var mu sync.Mutex
	var acknowledged []models.Reference
	ctx, stop := context.WithCancel(t.Context())
	var filers sync.WaitGroup
	for i := range 4 {
		filers.Go(func() {
			for ctx.Err() == nil {
				filed, err := r.Submit(context.Background(), models.Scope{}, aFiling(i))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				acknowledged = append(acknowledged, filed.Reference)
				mu.Unlock()
			}
		})
	}
	r.waitFor("nothing is filed", func() bool { mu.Lock(); defer mu.Unlock(); return len(acknowledged) > 200 })
	mu.Lock()
	before := slices.Clone(acknowledged)
	mu.Unlock()
	file, _ := r.backup()
	stop()
	filers.Wait()
	restored := r.restored(file)
	kept := map[models.Reference]bool{}
	for _, ticket := range all[models.Ticket](restored) {
		kept[ticket.Reference] = true
	}
	for _, ref := range before {
		if !kept[ref] {
			t.Errorf("%s is lost", ref)
		}
	}
	if n := restored.rows(); n.tickets != n.papers || n.tickets != n.events-n.letters {
		t.Errorf("restored in part: %+v", n) // each ticket has a filing and, since the restore, a held letter
	}
}
