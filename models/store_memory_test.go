package models_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"docket/models"
)

// seated is somebody whose session has just been read, so that the store remembers it.
func (r *rig) seated() models.Account {
	r.Helper()
	r.hire("chief@fibre.example", models.RoleAdmin)
	grace := r.hire("grace@fibre.example", models.RoleAdmin)
	r.signIn(grace, "token")
	r.wantRole(models.RoleAdmin)
	return grace
}

// wantRole fails unless the session opens with a role; with none, unless it opens nothing.
func (r *rig) wantRole(want models.Role) {
	r.Helper()
	_, account, err := r.Session(r.Context(), "token")
	if want == "" && errors.Is(err, models.ErrNotFound) {
		return
	}
	if err != nil || account.Role != want || want == "" {
		r.Errorf("the session opens as %q, %v; want %q", account.Role, err, want)
	}
}

// deedsOnASeat is what can be done to a session, and the role that it has after it, empty for none.
var deedsOnASeat = []struct {
	name string
	do   func(r *rig, on *models.Store, a models.Account) error
	left models.Role
}{
	{"the account is disabled", func(r *rig, on *models.Store, a models.Account) error {
		return on.DisableAccount(r.Context(), a.ID)
	}, ""},
	{"the session is ended", func(r *rig, on *models.Store, _ models.Account) error {
		return on.EndSession(r.Context(), "token")
	}, ""},
	{"the session is ended from another one", func(r *rig, on *models.Store, a models.Account) error {
		live, err := on.Sessions(r.Context(), a.ID)
		r.must(err)
		return on.EndOwnSession(r.Context(), a.ID, live[0].ID)
	}, ""},
	{"the password is changed elsewhere", func(r *rig, on *models.Store, a models.Account) error {
		return on.SetPassword(r.Context(), a.ID, "another hash", "another token")
	}, ""},
	{"the role is changed", func(r *rig, on *models.Store, a models.Account) error {
		return on.SetRole(r.Context(), a.ID, models.RoleAgent)
	}, models.RoleAgent},
}

func TestWhatThisProgramDoesToASessionCountsAtOnce(t *testing.T) {
	t.Parallel()
	for _, deed := range deedsOnASeat {
		t.Run(deed.name, func(t *testing.T) {
			onEachEngine(t, func(r *rig) {
				grace := r.seated()
				r.must(deed.do(r, r.Store, grace))
				r.wantRole(deed.left)
			})
		})
	}
}

func TestWhatAnotherProgramDoesToASessionCountsWithinASecond(t *testing.T) {
	t.Parallel()
	for _, deed := range deedsOnASeat {
		t.Run(deed.name, func(t *testing.T) {
			onEachEngine(t, func(r *rig) {
				grace := r.seated()
				r.must(deed.do(r, newRig(r.T, r.url).Store, grace))
				r.clock.advance(time.Second)
				r.wantRole(deed.left)
			})
		})
	}
}

func TestNothingIsRememberedAcrossADeedWhoseOutcomeIsUnknown(t *testing.T) {
	t.Parallel()
	var cut atomic.Bool
	atCommit := func(cfg *models.StoreConfig) {
		cfg.Fault = func(statement string) error {
			if statement == "COMMIT" && cut.Load() {
				return errors.New("the line is cut")
			}
			return nil
		}
	}
	onEachEngine(t, func(r *rig) {
		grace := r.seated()
		r.must(newRig(r.T, r.url).SetRole(r.Context(), grace.ID, models.RoleAgent))
		cut.Store(true)
		if err := r.SetRole(r.Context(), grace.ID, models.RoleAgent); !errors.Is(err, models.ErrUnknownOutcome) {
			r.Fatal(err)
		}
		cut.Store(false)
		r.wantRole(models.RoleAgent)
	}, atCommit)
}

func TestASessionIsAskedForOnceASecond(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.seated()
		r.faults.set(1, true, errors.New("asked"))
		r.clock.advance(time.Second - time.Microsecond)
		r.wantRole(models.RoleAdmin)
		r.clock.advance(time.Microsecond)
		if _, _, err := r.Session(r.Context(), "token"); err == nil {
			r.Error("it is still remembered")
		}
		r.faults.clear()
		r.wantRole(models.RoleAdmin)
		r.clock.advance(-time.Hour) // a clock that is set back makes nothing young again
		r.faults.set(1, true, errors.New("asked"))
		if _, _, err := r.Session(r.Context(), "token"); err == nil {
			r.Error("it is remembered an hour before it was read")
		}
		r.faults.clear()
	})
}

func TestARememberedSessionEndsAtItsTime(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.seated()
		r.clock.advance(30*time.Minute - time.Millisecond)
		r.wantRole(models.RoleAdmin)
		r.clock.advance(time.Millisecond)
		r.wantRole("")
	})
}
