package models_test

import (
	"crypto/sha256"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"docket/models"
)

func TestTheSchemaHasTheColumnsOfTheModels(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for _, model := range models.Rows {
			parsed, err := schema.Parse(model, &sync.Map{}, schema.NamingStrategy{})
			r.must(err)
			r.must(r.Read(r.Context(), func(tx *gorm.DB) error {
				columns, err := tx.Migrator().ColumnTypes(parsed.Table)
				var names []string
				for _, c := range columns {
					names = append(names, c.Name())
				}
				want := slices.Clone(parsed.DBNames)
				slices.Sort(names)
				slices.Sort(want)
				if !slices.Equal(names, want) {
					r.Errorf("%s has %q, the model %q", parsed.Table, names, want)
				}
				return err
			}))
		}
	})
}

func TestEveryTableHasAModel(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		known := slices.Clone(models.Unmapped)
		for _, model := range models.Rows {
			parsed, err := schema.Parse(model, &sync.Map{}, schema.NamingStrategy{})
			r.must(err)
			known = append(known, parsed.Table)
		}
		r.must(r.Read(r.Context(), func(tx *gorm.DB) error {
			tables, err := tx.Migrator().GetTables()
			for _, name := range tables {
				shadow := strings.HasPrefix(name, "ticket_words_") || strings.HasPrefix(name, "sqlite_")
				if !shadow && !slices.Contains(known, name) {
					r.Errorf("%s has no model", name)
				}
			}
			if len(tables) < len(known) {
				r.Errorf("tables are %q", tables)
			}
			return err
		}))
	})
}

func TestMigrateTellsVersionsAndRunsOnce(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		from, to, err := models.Migrate(r.Context(), models.StoreConfig{URL: r.url})
		if err != nil || from != to || to < 1 {
			r.Errorf("from %d to %d: %v", from, to, err)
		}
	})
}

// pastVersion makes a database claim a version.
func pastVersion(t *testing.T, path, change string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(change); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// closedFile returns the path of a closed store's file with one ticket in it.
func closedFile(t *testing.T) string {
	t.Helper()
	r := onSQLite(t)
	r.submit("ada@isp.example")
	r.must(r.Close())
	return strings.TrimPrefix(r.url, "sqlite:")
}

// folder digests the files of a folder by name.
func folder(t *testing.T, path string) map[string][32]byte {
	t.Helper()
	files := map[string][32]byte{}
	entries, err := os.ReadDir(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(path, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = sha256.Sum256(content)
	}
	return files
}

func TestANewerSchemaIsRefusedAndLeftAlone(t *testing.T) {
	t.Parallel()
	path := closedFile(t)
	pastVersion(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
	refusedUntouched(t, path, models.ErrNewerSchema)
}

func refusedUntouched(t *testing.T, path string, want error) {
	t.Helper()
	before := folder(t, filepath.Dir(path))
	store, err := models.OpenStore(t.Context(), models.StoreConfig{URL: "sqlite:" + path})
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
	if err == nil {
		_ = store.Close()
	}
	after := folder(t, filepath.Dir(path))
	for name, sum := range after {
		if before[name] != sum {
			t.Errorf("%s has changed", name)
		}
	}
	if len(before) != len(after) {
		t.Errorf("%d files, before %d", len(after), len(before))
	}
}

func TestADamagedFileIsRefusedAndLeftAlone(t *testing.T) {
	t.Parallel()
	path := closedFile(t)
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt([]byte(strings.Repeat("\xff", 8192)), 8192); err != nil {
		t.Fatal(err)
	}
	refusedUntouched(t, path, models.ErrDamaged)
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	refusedUntouched(t, path, models.ErrDamaged)
}

func TestAnUpgradeIsPrecededByACopy(t *testing.T) {
	t.Parallel()
	path := closedFile(t)
	copied := models.CopyBeforeUpgrade(t.Context(), path)
	if copied != nil {
		t.Fatal(copied)
	}
	info, err := os.Stat(path + ".before-2")
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("copy: %v, %v", info, err)
	}
	again := newRig(t, "sqlite:"+path+".before-2")
	if n := again.count(&models.Ticket{}); n != 1 {
		t.Errorf("the copy has %d tickets", n)
	}
}

func TestTheDatabaseIsReadableByItsOwnerAlone(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	r.submit("ada@isp.example")
	path := strings.TrimPrefix(r.url, "sqlite:")
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestAPathMayHoldAnyCharacter(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a?b#c%20 'd", "docket.db")
	r := newRig(t, "sqlite:"+path)
	r.submit("ada@isp.example")
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		err := r.Read(r.Context(), func(tx *gorm.DB) error { return tx.Create(&models.Address{Mailbox: "x"}).Error })
		if err == nil {
			r.Error("written")
		}
	})
}

func TestConstraintsHaveNames(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		for want, row := range map[error]any{
			gorm.ErrDuplicatedKey:           &models.Papers{TicketID: ticket.ID},
			gorm.ErrForeignKeyViolated:      &models.Event{Actor: models.Staff},
			gorm.ErrCheckConstraintViolated: &models.Event{TicketID: ticket.ID, Actor: "nobody"},
		} {
			err := r.Change(r.Context(), func(tx *gorm.DB) error { return tx.Create(row).Error })
			if !errors.Is(err, want) {
				r.Errorf("got %v, want %v", err, want)
			}
		}
	})
}
