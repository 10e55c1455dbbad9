package handlers

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"docket/models"
)

// sqliteTrouble is an error as SQLite gives it, by its result code.
type sqliteTrouble int

func (c sqliteTrouble) Error() string { return fmt.Sprintf("trouble at /secret/path (%d)", int(c)) }
func (c sqliteTrouble) Code() int     { return int(c) }

func TestAStoreThatCannotWriteIsToldAndPasses(t *testing.T) {
	for name, c := range map[string]struct {
		trouble sqliteTrouble
		at      string // the statement that fails
		status  int
		says    string
	}{
		"full":             {13, "INSERT", http.StatusInsufficientStorage, "Nothing was saved"},
		"full at commit":   {13, "COMMIT", http.StatusInsufficientStorage, "Nothing was saved"},
		"read-only":        {8, "BEGIN", http.StatusInsufficientStorage, "Nothing was saved"},
		"broken":           {10, "INSERT", http.StatusInsufficientStorage, "Nothing was saved"},
		"broken at commit": {10, "COMMIT", http.StatusServiceUnavailable, "We can't tell whether this was saved"},
	} {
		t.Run(name, func(t *testing.T) {
			var failing atomic.Bool
			s := newSite(t, func(o *Options) {
				fault := func(statement string) error {
					if failing.Load() && strings.HasPrefix(statement, c.at) {
						return c.trouble
					}
					return nil
				}
				store, err := models.OpenStore(t.Context(), models.StoreConfig{URL: "sqlite:" + filepath.Join(t.TempDir(), "docket.db"), Clock: o.Clock, Fault: fault})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = store.Close() })
				o.Store, o.Health.Write = store, store.Heartbeat
			})
			b := s.browser()
			before, form := b.file(paste()), paste()
			failing.Store(true)
			a := s.browser().post("/tickets", form)
			if a.StatusCode != c.status || a.Header.Get("Retry-After") == "" || !strings.Contains(textOf(a.doc), c.says) || strings.Contains(a.body, "/secret") {
				t.Errorf("%d %q", a.StatusCode, textOf(a.doc))
			}
			if kept := valuesOf(a.doc); kept.Get("email") != form.Get("email") || kept.Get("submission_id") != form.Get("submission_id") {
				t.Errorf("what was typed is lost: %v", kept)
			}
			s.pages.Health.Prove(t.Context())
			if a := b.get("/readyz"); a.StatusCode != http.StatusServiceUnavailable || strings.Contains(a.body, "/secret") {
				t.Errorf("%d %s", a.StatusCode, a.body)
			}
			for _, path := range []string{"/", s.pages.ticketPath(before)} {
				if a := b.get(path); a.StatusCode != http.StatusOK {
					t.Errorf("%s: %d", path, a.StatusCode)
				}
			}
			failing.Store(false)
			if after := s.browser().file(form); after == before {
				t.Error("the ticket before came back")
			}
			s.pages.Health.Prove(t.Context())
			if a := b.get("/readyz"); a.StatusCode != http.StatusOK {
				t.Errorf("%d %s", a.StatusCode, a.body)
			}
		})
	}
}
