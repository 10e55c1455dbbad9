package models_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"docket/models"
)

// signIn begins a session of half an hour.
func (r *rig) signIn(a models.Account, tokenHash string) models.Session {
	r.Helper()
	now := r.clock.Now().UTC()
	session, err := r.KeepSession(r.Context(), models.Session{
		TokenHash: tokenHash, AccountID: a.ID, Browser: "Firefox", Data: []byte{0, 1, 255},
		CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(30 * time.Minute),
	})
	r.must(err)
	return session
}

func TestASessionIsReadWithItsAccount(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.hire("grace@fibre.example", models.RoleAgent)
		begun := r.signIn(grace, "token")
		session, account, err := r.Session(r.Context(), "token")
		r.must(err)
		if !reflect.DeepEqual(session, begun) || account != grace || session.ID.Version() != 7 {
			r.Errorf("got %+v of %+v, want %+v", session, account, begun)
		}
		if _, _, err := r.Session(r.Context(), "other"); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("an unknown token: %v", err)
		}
	})
}

func TestASessionEndsAtItsTime(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.hire("grace@fibre.example", models.RoleAgent)
		session := r.signIn(grace, "token")
		r.clock.advance(30*time.Minute - time.Microsecond)
		_, _, err := r.Session(r.Context(), "token")
		r.must(err)
		r.clock.advance(time.Microsecond)
		if _, _, err := r.Session(r.Context(), "token"); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("read: %v", err)
		}
		session.ExpiresAt = r.clock.Now().Add(time.Hour)
		if _, err := r.KeepSession(r.Context(), session); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("renewed: %v", err)
		}
		if live, err := r.Sessions(r.Context(), grace.ID); len(live) != 0 || err != nil {
			r.Errorf("listed: %v, %v", live, err)
		}
	})
}

func TestASessionIsRenewedByItsUse(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.hire("grace@fibre.example", models.RoleAgent)
		session := r.signIn(grace, "token")
		r.clock.advance(20 * time.Minute)
		session.SeenAt, session.ExpiresAt, session.Data = r.clock.Now(), r.clock.Now().Add(30*time.Minute), []byte("other")
		kept, err := r.KeepSession(r.Context(), session)
		r.must(err)
		r.clock.advance(29 * time.Minute)
		got, _, err := r.Session(r.Context(), "token")
		r.must(err)
		if !reflect.DeepEqual(got, kept) || string(got.Data) != "other" || got.ID != session.ID || !got.CreatedAt.Equal(session.CreatedAt) {
			r.Errorf("got %+v, want %+v", got, kept)
		}
		if n := r.count(&models.Session{}); n != 1 {
			r.Errorf("%d sessions", n)
		}
	})
}

func TestAnEndedSessionIsNotBroughtBack(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		session := r.signIn(r.hire("grace@fibre.example", models.RoleAgent), "token")
		for range 2 {
			r.must(r.EndSession(r.Context(), "token"))
		}
		if _, err := r.KeepSession(r.Context(), session); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("got %v", err)
		}
		if n := r.count(&models.Session{}); n != 0 {
			r.Errorf("%d sessions", n)
		}
	})
}

func TestAnAccountEndsItsOwnSessionsAlone(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace, other := r.hire("grace@fibre.example", models.RoleAgent), r.hire("other@fibre.example", models.RoleAdmin)
		own, theirs := r.signIn(grace, "a"), r.signIn(other, "b")
		for _, id := range []uuid.UUID{theirs.ID, uuid.New()} {
			if err := r.EndOwnSession(r.Context(), grace.ID, id); !errors.Is(err, models.ErrNotFound) {
				r.Errorf("got %v", err)
			}
		}
		r.must(r.EndOwnSession(r.Context(), grace.ID, own.ID))
		if left := all[models.Session](r); len(left) != 1 || left[0].ID != theirs.ID {
			r.Errorf("left: %+v", left)
		}
	})
}

func TestSessionsAreListedByLastUse(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace, other := r.hire("grace@fibre.example", models.RoleAgent), r.hire("other@fibre.example", models.RoleAdmin)
		first := r.signIn(grace, "a")
		r.clock.advance(time.Minute)
		second := r.signIn(grace, "b")
		r.signIn(other, "c")
		r.clock.advance(time.Minute)
		first.SeenAt = r.clock.Now()
		_, err := r.KeepSession(r.Context(), first)
		r.must(err)
		live, err := r.Sessions(r.Context(), grace.ID)
		r.must(err)
		if len(live) != 2 || live[0].ID != first.ID || live[1].ID != second.ID {
			r.Errorf("got %+v", live)
		}
	})
}

func TestASignInSweepsOutExpiredSessions(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.hire("grace@fibre.example", models.RoleAgent)
		r.signIn(grace, "a")
		r.clock.advance(20 * time.Minute)
		r.signIn(grace, "b")
		r.clock.advance(10 * time.Minute)
		r.signIn(grace, "c")
		if n := r.count(&models.Session{}); n != 2 {
			r.Errorf("%d sessions are kept, want 2", n)
		}
	})
}
