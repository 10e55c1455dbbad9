package models_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"docket/models"
	"docket/models/modelstest"
)

// restored opens a database that a backup was restored to, where there was none.
func (r *rig) restored(file string) *rig {
	r.Helper()
	path := filepath.Join(r.TempDir(), "new folder", "docket.db")
	_, err := models.Restore(r.Context(), r.at(path), file)
	r.must(err)
	if files := names(r.T, filepath.Dir(path)); !slices.Equal(files, []string{"docket.db"}) {
		r.Errorf("restored as %q", files)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		r.Errorf("%v, %v", info.Mode(), err)
	}
	return newRig(r.T, "sqlite:"+path)
}

func TestLettersOfARestoredDatabaseWaitForAPerson(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	var letters []models.Letter
	for _, state := range models.LetterStates {
		letters = append(letters, r.put(r.confirmation(r.submit("ada@isp.example")), state))
	}
	r.take(1)
	file, _ := r.backup()
	restored := r.restored(file)
	restored.clock.advance(24 * time.Hour)
	if posts := restored.take(10); len(posts) != 0 {
		t.Errorf("took %+v", posts)
	}
	waited := 0
	for _, l := range letters {
		want := l.State
		if l.State == models.LetterQueued || l.State == models.LetterDelayed {
			want = models.LetterHeld
			waited++
		}
		if got := restored.letter(l.ID); got.State != want || got.TakenAt != nil {
			t.Errorf("a letter %s is %+v", l.State, got)
		}
	}
	n, err := restored.ReleaseHeld(t.Context(), restored.lead())
	if err != nil || n != waited+1 { // one was held before
		t.Errorf("released %d, %v", n, err)
	}
	if posts := restored.take(10); len(posts) != n {
		t.Errorf("then %d went", len(posts))
	}
}

func TestABackupOfAnOlderSchemaIsBroughtUpToDate(t *testing.T) {
	t.Parallel()
	onEachOlder(t, func(o older) {
		if o.driver != "sqlite" {
			return // its own programs restore it
		}
		was := o.open()
		defer was.Close()
		letters := len(o.ask(was, "SELECT 1 FROM letters WHERE state IN ('queued', 'delayed')").rows)
		r := onSQLite(t)
		content, err := os.ReadFile(strings.TrimPrefix(o.url, "sqlite:"))
		r.must(err)
		db := entry{name: "docket.db", content: content}
		_, m := r.backup()
		m.Schema = o.schema
		manifest, err := json.Marshal(m)
		r.must(err)
		file := filepath.Join(t.TempDir(), "docket.backup")
		writeTar(t, file, r.describing(entry{content: manifest}, db), db)
		restored := r.restored(file)
		if n, err := restored.ReleaseHeld(t.Context(), restored.lead()); n != letters || n == 0 || err != nil {
			o.Errorf("%d letters were held, want %d: %v", n, letters, err)
		}
		if seen := restored.inspect(); seen.Schema != seen.Newest || seen.Integrity != nil {
			o.Errorf("restored: %+v", seen)
		}
	})
}

func TestNobodyIsSignedInAfterARestore(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	r.signIn(r.hire("grace@fibre.example", models.RoleAdmin), "c0ffee-token-hash")
	file, _ := r.backup()
	restored := r.restored(file)
	if _, _, err := restored.Session(t.Context(), "c0ffee-token-hash"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	restored.account("grace@fibre.example")
	r.must(restored.Close())
	content, err := os.ReadFile(restored.path())
	if err != nil || bytes.Contains(content, []byte("c0ffee-token-hash")) {
		t.Errorf("the file still tells of the session: %v", err)
	}
}

// present is a database with one ticket, beside which a backup of another one is restored.
func present(t *testing.T) (r *rig, path, file string) {
	t.Helper()
	r = onSQLite(t)
	r.submit("backed-up@isp.example")
	r.submit("backed-up@isp.example")
	file, _ = r.backup()
	return r, closedFile(t), file
}

func TestARestoreKeepsTheDatabaseThatWasThere(t *testing.T) {
	t.Parallel()
	r, path, file := present(t)
	r.must(os.WriteFile(path+".restore-123", []byte("of a restore that was killed"), 0o600))
	m, err := models.Restore(t.Context(), r.at(path), file)
	if err != nil || m.Tickets != 2 {
		t.Fatalf("%+v, %v", m, err)
	}
	kept := path + ".replaced-20261123T090500Z"
	if files := names(t, filepath.Dir(path)); !slices.Equal(files, []string{filepath.Base(path), filepath.Base(kept)}) {
		t.Errorf("there are %q", files)
	}
	if n := newRig(t, "sqlite:"+path).count(&models.Ticket{}); n != 2 {
		t.Errorf("%d tickets are restored, want 2", n)
	}
	if n := newRig(t, "sqlite:"+kept).count(&models.Ticket{}); n != 1 {
		t.Errorf("%d tickets are kept, want 1", n)
	}
}

func TestTwoRestoresAtOneMomentKeepBothDatabases(t *testing.T) {
	t.Parallel()
	r, path, file := present(t)
	for range 2 {
		_, err := models.Restore(t.Context(), r.at(path), file)
		r.must(err)
	}
	for name, want := range map[string]int64{path + ".replaced-20261123T090500Z": 1, path + ".replaced-20261123T090500Z-2": 2, path: 2} {
		if n := newRig(t, "sqlite:"+name).count(&models.Ticket{}); n != want {
			t.Errorf("%s has %d tickets, want %d", filepath.Base(name), n, want)
		}
	}
}

// crashed leaves a database as a killed program does: its last tickets are in the log alone.
func crashed(t *testing.T) (path string) {
	t.Helper()
	r := onSQLite(t)
	r.submit("ada@isp.example")
	path = filepath.Join(t.TempDir(), "docket.db")
	for _, log := range []string{"", "-wal"} {
		content, err := os.ReadFile(r.path() + log)
		r.must(err)
		r.must(os.WriteFile(path+log, content, 0o600))
	}
	return path
}

func TestWhatACrashLeftInTheLogIsKeptToo(t *testing.T) {
	t.Parallel()
	r, _, file := present(t)
	path := crashed(t)
	_, err := models.Restore(t.Context(), r.at(path), file)
	r.must(err)
	if n := newRig(t, "sqlite:"+path+".replaced-20261123T090500Z").count(&models.Ticket{}); n != 1 {
		t.Errorf("%d tickets are kept, want 1", n)
	}
	if n := newRig(t, "sqlite:"+path).count(&models.Ticket{}); n != 2 {
		t.Errorf("%d tickets are restored, want 2", n)
	}
}

func TestADamagedDatabaseIsKeptWithItsLogAndReplaced(t *testing.T) {
	t.Parallel()
	r, _, file := present(t)
	path := crashed(t)
	broken := bytes.Repeat([]byte("not a database"), 1000)
	r.must(os.WriteFile(path, broken, 0o600))
	log, err := os.ReadFile(path + "-wal")
	r.must(err)
	_, err = models.Restore(t.Context(), r.at(path), file)
	r.must(err)
	kept := path + ".replaced-20261123T090500Z"
	for name, want := range map[string][]byte{kept: broken, kept + "-wal": log} {
		if content, err := os.ReadFile(name); err != nil || !bytes.Equal(content, want) {
			t.Errorf("%s is not what was there: %v", name, err)
		}
	}
	if files := names(t, filepath.Dir(path)); len(files) != 3 {
		t.Errorf("there are %q", files)
	}
	if n := newRig(t, "sqlite:"+path).count(&models.Ticket{}); n != 2 {
		t.Errorf("%d tickets are restored, want 2", n)
	}
}

func TestADatabaseInUseIsNotReplaced(t *testing.T) {
	t.Parallel()
	r, _, file := present(t)
	served := onSQLite(t)
	ticket := served.submit("ada@isp.example")
	if _, err := models.Restore(t.Context(), r.at(served.path()), file); !errors.Is(err, models.ErrBusy) {
		t.Errorf("got %v", err)
	}
	served.submit("bob@isp.example")
	if got := all[models.Ticket](served); len(got) != 2 || got[0].Reference != ticket.Reference {
		t.Errorf("tickets %+v", got)
	}
	if files := names(t, filepath.Dir(served.path())); len(files) != 3 {
		t.Errorf("there are %q", files)
	}
}

func TestARestoreThatFailsOnItsWayLeavesOneDatabaseOrTheOther(t *testing.T) {
	t.Parallel()
	for _, damaged := range []bool{false, true} {
		for n := 1; ; n++ {
			r, path, file := present(t)
			if damaged {
				r.must(os.WriteFile(path, bytes.Repeat([]byte("not a database"), 1000), 0o600))
			}
			before, err := os.ReadFile(path)
			r.must(err)
			r.faults.set(n, true, errBroken)
			_, err = models.Restore(t.Context(), r.at(path), file)
			if _, struck := r.faults.clear(); !struck {
				r.must(err)
				if n < 6 {
					t.Errorf("only %d steps can fail", n)
				}
				break
			}
			if !errors.Is(err, errBroken) {
				t.Fatalf("fault at step %d: %v", n, err)
			}
			if after, err := os.ReadFile(path); err != nil || damaged && !bytes.Equal(after, before) {
				t.Fatalf("fault at step %d: the database has changed, %v", n, err)
			}
			if !damaged {
				if n := newRig(t, "sqlite:"+path).count(&models.Ticket{}); n != 1 {
					t.Fatalf("%d tickets", n)
				}
			}
			for _, name := range names(t, filepath.Dir(path)) {
				if strings.Contains(name, ".restore-") {
					t.Errorf("fault at step %d leaves %s", n, name)
				}
			}
		}
	}
}

func TestPostgresIsRestoredByItsOwnProgram(t *testing.T) {
	t.Parallel()
	cfg := models.StoreConfig{URL: "postgres://docket@127.0.0.1:1/docket"}
	if _, err := models.Restore(t.Context(), cfg, "docket.backup"); !errors.Is(err, models.ErrUsePgDump) {
		t.Errorf("got %v", err)
	}
}

func TestLettersOfARestoredPostgresWaitForAPerson(t *testing.T) {
	t.Parallel()
	r := newRig(t, modelstest.Postgres(t))
	ticket := r.submit("ada@isp.example")
	r.submit("bob@isp.example")
	r.put(r.confirmation(r.submit("eve@isp.example")), models.LetterSent)
	r.signIn(r.hire("grace@fibre.example", models.RoleAdmin), "token")
	cfg := models.StoreConfig{URL: r.url, Clock: r.clock.Now}
	seen, held, err := models.HoldAfterRestore(t.Context(), cfg)
	if err != nil || held != 2 || seen.Tickets != 3 || seen.Integrity != nil {
		t.Errorf("held %d, %+v, %v", held, seen, err)
	}
	if posts := r.take(5); len(posts) != 0 || r.count(&models.Session{}) != 0 {
		t.Errorf("took %+v", posts)
	}
	if got := r.history(ticket); !slices.Equal(got, []string{"filed >new", "letter queued>held"}) {
		t.Errorf("history %q", got)
	}
	r.must(r.Change(t.Context(), func(tx *gorm.DB) error {
		if err := tx.Exec("ALTER TABLE papers DROP CONSTRAINT papers_ticket_id_fkey").Error; err != nil {
			return err
		}
		return tx.Exec("DELETE FROM papers WHERE ticket_id = ?", ticket.ID).Error
	}))
	if seen, _, err := models.HoldAfterRestore(t.Context(), cfg); !errors.Is(err, models.ErrDamaged) || seen.Integrity == nil {
		t.Errorf("papers are missing: %+v, %v", seen, err)
	}
}
