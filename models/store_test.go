package models_test

import (
	"context"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"docket/models"
	"docket/models/modelstest"
)

// rig is a store under test with the clock and the faults that the test controls.
type rig struct {
	*testing.T
	*models.Store
	clock  *clock
	faults *faults
	url    string
}

// clock is a clock that stands still until it is moved.
type clock struct{ now atomic.Int64 }

func (c *clock) Now() time.Time          { return time.UnixMicro(c.now.Load()) }
func (c *clock) advance(d time.Duration) { c.now.Add(d.Microseconds()) }

// faults fails the n-th statement from when it was set, once or from then on.
type faults struct {
	mu     sync.Mutex
	n      int // 0: never
	seen   int
	on     bool // also every later statement
	error  error
	struck bool
}

func (f *faults) hook(string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen++
	if f.n > 0 && (f.seen == f.n || f.on && f.seen > f.n) {
		f.struck = true
		return f.error
	}
	return nil
}

func (f *faults) set(n int, on bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n, f.seen, f.on, f.error, f.struck = n, 0, on, err, false
}

// clear ends the faults and reports how many statements there were and whether one failed.
func (f *faults) clear() (seen int, struck bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n = 0
	return f.seen, f.struck
}

// onEachEngine runs a fact on SQLite and on PostgreSQL.
func onEachEngine(t *testing.T, fact func(r *rig), change ...func(*models.StoreConfig)) {
	t.Run("sqlite", func(t *testing.T) { fact(newRig(t, sqliteURL(t), change...)) })
	t.Run("postgres", func(t *testing.T) { fact(newRig(t, modelstest.Postgres(t), change...)) })
}

func onSQLite(t *testing.T, change ...func(*models.StoreConfig)) *rig {
	return newRig(t, sqliteURL(t), change...)
}

func sqliteURL(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "docket.db") }

func newRig(t *testing.T, url string, change ...func(*models.StoreConfig)) *rig {
	r := &rig{T: t, clock: &clock{}, faults: &faults{}, url: url}
	r.clock.now.Store(modelstest.Now.UnixMicro())
	cfg := models.StoreConfig{URL: url, MailHost: "docket.example", Clock: r.clock.Now, Fault: r.faults.hook}
	for _, f := range change {
		f(&cfg)
	}
	r.Store = modelstest.Open(t, cfg)
	return r
}

func withCaps(cfg *models.StoreConfig) { cfg.MailCaps = true }

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// submit files a ticket from a new form.
func (r *rig) submit(email string) models.Ticket {
	r.Helper()
	f := aFiling(1)
	t := f.Ticket()
	t.Email = email
	filed, err := r.Submit(r.Context(), models.Scope{}, models.FilingOf(t, models.Papers{}))
	r.must(err)
	return filed
}

// scope opens a ticket as its requester's browser does.
func scope(t models.Ticket) models.Scope {
	return models.ScopeOf([]models.Grant{{Reference: t.Reference, Epoch: t.KeyEpoch}})
}

// mailed opens a ticket as a link in a mail does.
func mailed(t models.Ticket) models.Scope {
	return models.ScopeOf([]models.Grant{{Reference: t.Reference, Epoch: t.KeyEpoch, Mailed: true}})
}

// all returns every row of a table, in the order of its keys.
func all[Row any](r *rig) (rows []Row) {
	r.Helper()
	r.must(r.Read(context.Background(), func(tx *gorm.DB) error { return tx.Order("id").Find(&rows).Error }))
	return rows
}

// history returns the kinds of a ticket's events, in order.
func (r *rig) history(t models.Ticket) (kinds []string) {
	for _, e := range all[models.Event](r) {
		if e.TicketID == t.ID {
			kinds = append(kinds, e.Kind+" "+e.From+">"+e.To)
		}
	}
	return kinds
}

func (r *rig) count(model any) (n int64) {
	r.Helper()
	r.must(r.Read(context.Background(), func(tx *gorm.DB) error { return tx.Model(model).Count(&n).Error }))
	return n
}

// take takes letters and returns their ids.
func (r *rig) take(n int) []models.Post {
	r.Helper()
	posts, err := r.TakeLetters(r.Context(), n, 5*time.Minute)
	r.must(err)
	return posts
}

func newForm() uuid.UUID { return uuid.New() }
