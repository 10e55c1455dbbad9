package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"docket/models"
)

// freshness is how old the last proof of a write may be for the program to be ready.
const freshness = 10 * time.Second

// Health knows whether the program can serve.
type Health struct {
	Clock  models.Clock
	Write  func(context.Context) error     // proves that the store can write
	Schema func(context.Context) error     // says when the database has another schema than the program's; nil: it can't
	Room   func() error                    // says when the disk is nearly full or read-only; nil: not known
	Free   func() (bytes int64, err error) // free disk; nil: not known
	Log    *slog.Logger                    // is told when it changes; nil: nobody

	mu       sync.Mutex
	written  time.Time
	failure  error
	stopping bool
	told     string // the last problem in the log
}

// Watch proves a write every interval until the context ends.
func (h *Health) Watch(ctx context.Context, interval time.Duration) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		h.Prove(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Prove tries one write and keeps its outcome.
func (h *Health) Prove(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, freshness/2)
	defer cancel()
	err := h.Write(ctx)
	if err == nil && h.Schema != nil {
		err = h.Schema(ctx)
	}
	h.mu.Lock()
	if h.failure = err; err == nil {
		h.written = h.Clock()
	}
	h.mu.Unlock()
	h.tell(err)
}

// tell writes to the log when the program has become ready or not ready.
func (h *Health) tell(cause error) {
	now := ""
	if problem := h.problem(); problem != nil {
		now = problem.Error()
	}
	h.mu.Lock()
	before := h.told
	h.told = now
	h.mu.Unlock()
	switch {
	case h.Log == nil || now == before:
	case now == "":
		h.Log.Info("ready again")
	default:
		h.Log.Error("not ready", "problem", now, "err", cause)
	}
}

// Stop makes the program not ready, so that a balancer sends no more requests while it drains.
func (h *Health) Stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stopping = true
}

// problem names the failing parts, nil when the program can serve.
func (h *Health) problem() error {
	h.mu.Lock()
	stopping, written, failure := h.stopping, h.written, h.failure
	h.mu.Unlock()
	if stopping {
		return errors.New("stopping")
	}
	var parts []string
	if h.Room != nil {
		if err := h.Room(); err != nil {
			parts = append(parts, err.Error())
		}
	}
	switch age := h.Clock().Sub(written); {
	case failure != nil:
		parts = append(parts, failingPart(failure))
	case age > freshness:
		parts = append(parts, fmt.Sprintf("database: no write proved in the last %s", freshness))
	}
	if len(parts) == 0 {
		return nil
	}
	return errors.New(strings.Join(parts, "; "))
}

// failingPart names what keeps the store from writing, without its cause, which is in the log.
func failingPart(err error) string {
	switch {
	case errors.Is(err, models.ErrFull):
		return "disk: the database can't be written; it is full, read-only or broken"
	case errors.Is(err, models.ErrDamaged):
		return "database: damaged; stop, and see docket restore"
	case errors.Is(err, models.ErrNewerSchema):
		return "migrations: another program has brought the database to a newer schema"
	case errors.Is(err, models.ErrOlderSchema):
		return "migrations: the database has an older schema than the program"
	case errors.Is(err, models.ErrBusy), errors.Is(err, context.DeadlineExceeded):
		return "database: too busy or out of reach"
	}
	return "database: the last write failed"
}

// alive answers GET /healthz: the process runs.
func (s *Server) alive(c echo.Context) error {
	return c.JSON(http.StatusOK, map[string]string{"status": "alive"})
}

// ready answers GET /readyz: 200 when the program can serve, else 503 and the failing parts.
func (s *Server) ready(c echo.Context) error {
	if err := s.Health.problem(); err != nil {
		return c.JSON(http.StatusServiceUnavailable, map[string]string{"status": "not ready", "problem": err.Error()})
	}
	return c.JSON(http.StatusOK, map[string]string{"status": "ready"})
}
