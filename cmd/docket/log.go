package main

import (
	"context"
	"io"
	"log/slog"
)

// newLog writes one JSON object a line, or text for a person at a console.
func newLog(out io.Writer, format string) *slog.Logger {
	if format == "text" {
		return slog.New(slog.NewTextHandler(out, nil))
	}
	return slog.New(slog.NewJSONHandler(out, nil))
}

// discardWords keeps net/http's own messages out of the log: they quote what clients sent.
type discardWords struct{ slog.Handler }

// Handle writes that something happened, without its words.
func (d discardWords) Handle(ctx context.Context, r slog.Record) error {
	return d.Handler.Handle(ctx, slog.NewRecord(r.Time, slog.LevelDebug, "connection fault", r.PC))
}

// Enabled reports false below Info, as the log does.
func (d discardWords) Enabled(ctx context.Context, level slog.Level) bool {
	return d.Handler.Enabled(ctx, level)
}
