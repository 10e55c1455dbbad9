package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"docket/models"
)

func TestReadyNamesEveryFailingPartAndNoCause(t *testing.T) {
	var write, schema, room error
	s := newSite(t, func(o *Options) {
		o.Health.Write = func(context.Context) error { return write }
		o.Health.Schema = func(context.Context) error { return schema }
		o.Health.Room = func() error { return room }
	})
	for _, c := range []struct {
		write, schema, room error
		want                []string
	}{
		{write: fmt.Errorf("beat: %w: /secret/path", models.ErrFull), want: []string{"disk: "}},
		{write: models.ErrFull, room: errors.New("disk: 0 MB free"), want: []string{"disk: 0 MB free", "can't be written"}},
		{write: models.ErrDamaged, want: []string{"docket restore"}},
		{write: models.ErrBusy, want: []string{"busy"}},
		{write: context.DeadlineExceeded, want: []string{"busy"}},
		{write: errors.New("/secret/path"), want: []string{"database: the last write failed"}},
		{schema: models.ErrNewerSchema, want: []string{"migrations: "}},
		{schema: models.ErrOlderSchema, want: []string{"migrations: "}},
		{room: errors.New("disk: read-only"), want: []string{"disk: read-only"}},
	} {
		write, schema, room = c.write, c.schema, c.room
		s.pages.Health.Prove(t.Context())
		a := s.browser().get("/readyz")
		for _, part := range c.want {
			if a.StatusCode != http.StatusServiceUnavailable || !strings.Contains(a.body, part) || strings.Contains(a.body, "/secret") {
				t.Errorf("%v: %d %s", c, a.StatusCode, a.body)
			}
		}
	}
	write, schema, room = nil, nil, nil
	s.pages.Health.Prove(t.Context())
	if a := s.browser().get("/readyz"); a.StatusCode != http.StatusOK {
		t.Errorf("it does not come back: %d %s", a.StatusCode, a.body)
	}
}

func TestBecomingReadyAndNotReadyIsLoggedOnce(t *testing.T) {
	var write error
	logged := &syncBuffer{}
	now := &clock{}
	h := &Health{Clock: now.Now, Log: slog.New(slog.NewTextHandler(logged, nil)), Write: func(context.Context) error { return write }}
	for _, err := range []error{nil, models.ErrFull, models.ErrFull, models.ErrFull, nil, nil} {
		write = err
		h.Prove(t.Context())
	}
	if n, m := strings.Count(logged.String(), `"not ready"`), strings.Count(logged.String(), "ready again"); n != 1 || m != 1 {
		t.Errorf("%d times not ready, %d times ready again:\n%s", n, m, logged)
	}
}
