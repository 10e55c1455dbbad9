package main

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"
)

// newLog writes one JSON object a line, or text for a person at a console.
func newLog(out io.Writer, format string) *slog.Logger {
	if format == "text" {
		return slog.New(slog.NewTextHandler(out, nil))
	}
	return slog.New(slog.NewJSONHandler(out, nil))
}

// wordless keeps net/http's own messages out of the log, because they quote what clients sent:
// it says that there were some, at most once a minute.
type wordless struct {
	slog.Handler
	mu   sync.Mutex
	last time.Time
}

// Handle writes that a connection failed, without the words.
func (h *wordless) Handle(ctx context.Context, r slog.Record) error {
	h.mu.Lock()
	due := r.Time.Sub(h.last) >= time.Minute
	if due {
		h.last = r.Time
	}
	h.mu.Unlock()
	if !due {
		return nil
	}
	return h.Handler.Handle(ctx, slog.NewRecord(r.Time, r.Level, "connection faults: files or memory may be short, or a client broke off", r.PC))
}
