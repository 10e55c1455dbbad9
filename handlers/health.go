package handlers

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"docket/models"
)

// freshness is how old the last proof of a write may be for the program to be ready.
const freshness = 10 * time.Second

// Health knows whether the program can serve.
type Health struct {
	Clock    models.Clock
	Write    func(context.Context) error // proves that the store can write
	Room     func() error                // says when the disk is nearly full
	mu       sync.Mutex
	written  time.Time
	failure  error
	stopping bool
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
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.failure = err; err == nil {
		h.written = h.Clock()
	}
}

// Stop makes the program not ready, so that a balancer sends no more requests while it drains.
func (h *Health) Stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stopping = true
}

// problem names the failing part, nil when the program can serve.
func (h *Health) problem() error {
	h.mu.Lock()
	stopping, written, failure := h.stopping, h.written, h.failure
	h.mu.Unlock()
	switch age := h.Clock().Sub(written); {
	case stopping:
		return fmt.Errorf("stopping")
	case failure != nil:
		return fmt.Errorf("database: the last write failed")
	case age > freshness:
		return fmt.Errorf("database: no write proved in the last %s", freshness)
	}
	if h.Room != nil {
		return h.Room()
	}
	return nil
}

// alive answers GET /healthz: the process runs.
func (s *Server) alive(c echo.Context) error {
	return c.JSON(http.StatusOK, map[string]string{"status": "alive"})
}

// ready answers GET /readyz: 200 when the program can serve, else 503 and the failing part.
func (s *Server) ready(c echo.Context) error {
	if err := s.Health.problem(); err != nil {
		return c.JSON(http.StatusServiceUnavailable, map[string]string{"status": "not ready", "problem": err.Error()})
	}
	return c.JSON(http.StatusOK, map[string]string{"status": "ready"})
}
