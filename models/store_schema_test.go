package models_test

import (
	"errors"
	"path/filepath"
	"testing"

	"gorm.io/gorm"

	"docket/models"
	"docket/models/modelstest"
)

// claim makes a database claim another version of its schema.
func (r *rig) claim(change string) {
	r.Helper()
	r.must(r.Change(r.Context(), func(tx *gorm.DB) error { return tx.Exec(change).Error }))
}

const (
	claimNewer = "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)"
	claimOlder = "DELETE FROM goose_db_version WHERE version_id > 1"
)

func TestACommandThatKeepsTheSchemaRefusesAnOlderOne(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		cfg := models.StoreConfig{URL: r.url, KeepSchema: true}
		for _, c := range []struct {
			claim string
			want  error
		}{{"", nil}, {claimNewer, models.ErrNewerSchema}, {claimOlder, models.ErrOlderSchema}} {
			if c.claim != "" {
				r.claim(c.claim)
			}
			store, err := models.OpenStore(r.Context(), cfg)
			if !errors.Is(err, c.want) || err != nil && c.want == nil {
				r.Errorf("%q: %v, want %v", c.claim, err, c.want)
			}
			if err == nil {
				r.must(store.Close())
			}
		}
		if err := r.CheckSchema(r.Context()); !errors.Is(err, models.ErrOlderSchema) {
			r.Errorf("the schema was brought up to date: %v", err)
		}
	})
}

func TestANewDatabaseMayBeMadeByWhoKeepsTheSchema(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t, models.StoreConfig{URL: "sqlite:" + filepath.Join(t.TempDir(), "docket.db"), KeepSchema: true})
	if err := store.CheckSchema(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestASchemaThatAnotherProgramHasChangedIsSeen(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.must(r.CheckSchema(r.Context()))
		r.claim(claimNewer)
		if err := r.CheckSchema(r.Context()); !errors.Is(err, models.ErrNewerSchema) {
			r.Errorf("%v", err)
		}
		r.claim(claimOlder)
		if err := r.CheckSchema(r.Context()); !errors.Is(err, models.ErrOlderSchema) {
			r.Errorf("%v", err)
		}
	})
}
