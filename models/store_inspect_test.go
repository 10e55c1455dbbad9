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
	"time"

	"gorm.io/gorm"

	"docket/models"
)

// inspect looks at the rig's database while it is served.
func (r *rig) inspect() models.Inspection {
	r.Helper()
	seen, err := models.Inspect(r.Context(), models.StoreConfig{URL: r.url, Clock: r.clock.Now})
	r.must(err)
	return seen
}

func TestAnInspectionTellsHowThingsStand(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		lead := r.lead()
		gone := r.hire("gone@fibre.example", models.RoleAgent)
		r.must(r.DisableAccount(r.Context(), gone.ID))
		givenUp := func() {
			r.submit("ada@isp.example")
			r.must(r.LetterGivenUp(r.Context(), r.take(1)[0].Letter.ID, models.ServerReply{Code: 550}))
		}
		givenUp()
		r.clock.advance(8 * 24 * time.Hour)
		givenUp()
		r.put(r.confirmation(r.submit("ada@isp.example")), models.LetterHeld)
		late := r.confirmation(r.submit("ada@isp.example"))
		r.clock.advance(2 * time.Hour)
		r.submit("bob@isp.example")
		r.take(1) // the older one
		r.must(r.LetterDelayed(r.Context(), late.ID, models.ServerReply{Code: 451}, r.clock.Now().Add(time.Minute)))
		r.clock.advance(70 * time.Minute)
		r.submit("carol@isp.example")
		r.must(r.HoldLetters(r.Context(), lead, true))
		seen := r.inspect()
		if !seen.Latest.Equal(r.clock.Now()) {
			r.Errorf("the newest entry is from %v", seen.Latest)
		}
		hold := seen.LetterHold
		seen.LetterHold, seen.Latest = nil, time.Time{}
		want := models.Inspection{
			Schema: seen.Newest, Newest: seen.Newest, Tickets: 6, Accounts: 1,
			Waiting: 3, Stuck: 2, Held: 1, GivenUp: 1, Oldest: 2*time.Hour + 70*time.Minute,
		}
		if seen != want || hold == nil || hold.By != "Lea" || seen.Newest < 2 {
			r.Errorf("got %+v with %+v, want %+v", seen, hold, want)
		}
	})
}

func TestAnInspectionOfNothingMakesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "docket.db")
	seen, err := models.Inspect(t.Context(), models.StoreConfig{URL: "sqlite:" + path})
	if err != nil || seen.Schema != 0 || seen.Newest < 2 {
		t.Errorf("got %+v, %v", seen, err)
	}
	if left := names(t, filepath.Dir(path)); len(left) != 0 {
		t.Errorf("there are %q", left)
	}
}

func TestAnInspectionChangesNothing(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{"closed": closedFile(t), "crashed": crashed(t)} {
		before := folder(t, filepath.Dir(path))
		seen, err := models.Inspect(t.Context(), models.StoreConfig{URL: "sqlite:" + path})
		if err != nil || seen.Integrity != nil || seen.Tickets != 1 {
			t.Errorf("%s: %+v, %v", name, seen, err)
		}
		for name, sum := range before {
			if folder(t, filepath.Dir(path))[name] != sum {
				t.Errorf("%s has changed", name)
			}
		}
	}
}

func TestAnInspectionNamesDamage(t *testing.T) {
	t.Parallel()
	path := closedFile(t)
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt(bytes.Repeat([]byte{0xff}, 8192), 8192); err != nil {
		t.Fatal(err)
	}
	seen, err := models.Inspect(t.Context(), models.StoreConfig{URL: "sqlite:" + path})
	if !errors.Is(errors.Join(seen.Integrity, err), models.ErrDamaged) {
		t.Errorf("got %+v, %v", seen, err)
	}
	if err := os.WriteFile(path, bytes.Repeat([]byte("not a database"), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := models.Inspect(t.Context(), models.StoreConfig{URL: "sqlite:" + path}); !errors.Is(err, models.ErrDamaged) {
		t.Errorf("no database: %v", err)
	}
}

func TestAnInspectionNamesRowsThatBelongToNothing(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	r.submit("ada@isp.example")
	r.must(r.Close())
	for _, change := range []string{"DELETE FROM papers", "DELETE FROM tickets"} {
		path := filepath.Join(t.TempDir(), "docket.db")
		content, err := os.ReadFile(r.path())
		r.must(err)
		r.must(os.WriteFile(path, content, 0o600))
		pastVersion(t, path, "PRAGMA foreign_keys = OFF; "+change)
		seen, err := models.Inspect(t.Context(), models.StoreConfig{URL: "sqlite:" + path})
		if err != nil || !errors.Is(seen.Integrity, models.ErrDamaged) {
			t.Errorf("%s: %+v, %v", change, seen, err)
		}
	}
}

func TestAnInspectionOfAnotherSchemaTellsOnlyWhich(t *testing.T) {
	t.Parallel()
	onEachOlder(t, func(o older) {
		seen, err := models.Inspect(o.Context(), models.StoreConfig{URL: o.url})
		if err != nil || seen.Schema != o.schema || seen.Newest <= o.schema || seen.Integrity != nil {
			o.Errorf("older: %+v, %v", seen, err)
		}
		o.exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)")
		if seen, err = models.Inspect(o.Context(), models.StoreConfig{URL: o.url}); err != nil || seen.Schema != 999 {
			o.Errorf("newer: %+v, %v", seen, err)
		}
	})
}

func TestStatsCountByState(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		begun := r.clock.Now()
		letters := []models.LetterState{
			models.LetterSent, models.LetterQueued, models.LetterQueued, models.LetterDelayed, models.LetterHeld, models.LetterGivenUp, models.LetterDropped,
		}
		states := []models.State{models.New, models.New, models.Open, models.WaitingRequester, models.WaitingSupplier, models.Resolved, models.Closed}
		for i, state := range states {
			ticket := r.submit("ada@isp.example")
			r.setState(ticket, state)
			r.put(r.confirmation(ticket), letters[i])
			r.clock.advance(time.Minute)
		}
		stats, err := r.Stats(r.Context())
		r.must(err)
		for _, state := range states {
			want := int64(1)
			if state == models.New {
				want = 2
			}
			if stats.Tickets[state] != want {
				r.Errorf("tickets %v", stats.Tickets)
			}
		}
		for i, state := range letters {
			want, age := int64(1), time.Duration(0)
			switch state {
			case models.LetterQueued:
				want, age = 2, r.clock.Now().Sub(begun)-time.Minute
			case models.LetterDelayed, models.LetterHeld:
				age = r.clock.Now().Sub(begun) - time.Duration(i)*time.Minute
			case models.LetterSent:
				want = 0
			}
			if stats.Letters[state] != want || stats.OldestLetter[state] != age {
				r.Errorf("%s: %v, oldest %v", state, stats.Letters, stats.OldestLetter)
			}
		}
		if stats.LettersHeld || stats.Waiting != 0 {
			r.Errorf("stats %+v", stats)
		}
		r.must(r.HoldLetters(r.Context(), r.lead(), true))
		if stats, err = r.Stats(r.Context()); err != nil || !stats.LettersHeld {
			r.Errorf("held: %+v, %v", stats, err)
		}
	})
}

func TestALetterThatHasItsTurnYetToComeIsNotOverdue(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range models.UnprovedHourly + 1 {
			r.submit("ada@isp.example")
		}
		for range models.UnprovedHourly {
			r.must(r.LetterSent(r.Context(), r.take(1)[0].Letter.ID, models.ServerReply{Code: 250}))
		}
		r.clock.advance(30 * time.Minute)
		stats, err := r.Stats(r.Context())
		if err != nil || stats.Letters[models.LetterQueued] != 1 || stats.OldestLetter[models.LetterQueued] != 0 {
			r.Errorf("got %+v, %v", stats, err)
		}
	}, withCaps)
}

func TestStatsCountWhatWaitsForTheWriter(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	release := r.hold()
	var all sync.WaitGroup
	for _, name := range []string{"a", "b", "c"} {
		all.Go(func() { r.must(r.Change(context.Background(), note(name))) })
	}
	r.waitFor("changes do not wait", func() bool { return r.Waiting() == 3 })
	stats, err := r.Stats(t.Context())
	if err != nil || stats.Waiting != 3 {
		t.Errorf("got %+v, %v", stats, err)
	}
	release()
	all.Wait()
}

func TestStatsReadIndexesAlone(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	r.must(r.Read(t.Context(), func(tx *gorm.DB) error {
		for _, question := range []string{
			"SELECT state, count(*) AS n FROM tickets GROUP BY state",
			"SELECT state, count(*) AS n FROM letters WHERE state <> 'sent' GROUP BY state",
			"SELECT planned_at FROM letters WHERE state = 'queued' ORDER BY id LIMIT 100",
		} {
			var plan []struct{ Detail string }
			if err := tx.Raw("EXPLAIN QUERY PLAN " + question).Scan(&plan).Error; err != nil {
				return err
			}
			if len(plan) != 1 || !strings.Contains(plan[0].Detail, "INDEX") {
				t.Errorf("%s: %+v", question, plan)
			}
		}
		return nil
	}))
}

func TestChangesAndQuestionsAreObserved(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var seen []string
	observe := func(kind string, took time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		if took < 0 {
			t.Errorf("%s took %v", kind, took)
		}
		seen = append(seen, kind)
	}
	onEachEngine(t, func(r *rig) {
		seen = nil
		ticket := r.submit("ada@isp.example")
		_, err := r.Conversation(r.Context(), scope(ticket), ticket.Reference)
		r.must(err)
		if err := r.Change(r.Context(), func(*gorm.DB) error { return errBad }); err == nil {
			r.Error("no error")
		}
		if want := []string{"change", "read", "change"}; !slices.Equal(seen, want) {
			r.Errorf("seen %q, want %q", seen, want)
		}
	}, func(cfg *models.StoreConfig) { cfg.Observe = observe })
}
