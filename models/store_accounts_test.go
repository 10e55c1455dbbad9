package models_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"docket/models"
)

// hire adds a member of staff.
func (r *rig) hire(email string, role models.Role) models.Account {
	r.Helper()
	a, err := r.AddAccount(r.Context(), models.Account{Email: email, Role: role, PasswordHash: "first", Letters: true})
	r.must(err)
	return a
}

// account returns an account as it is kept.
func (r *rig) account(email string) models.Account {
	r.Helper()
	a, err := r.AccountByLogin(r.Context(), email)
	r.must(err)
	return a
}

func TestAnAccountIsKeptAsItWasAdded(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		added, err := r.AddAccount(r.Context(), models.Account{
			Email: " Grace@Fibre.example", Name: reader.Clean("Grace"), Role: models.RoleLead,
			PasswordHash: "$argon2id$…", Shortcuts: true,
		})
		r.must(err)
		if added.ID.Version() != 7 || added.Login != "grace@fibre.example" || !added.CreatedAt.Equal(r.clock.Now()) {
			r.Errorf("added %+v", added)
		}
		if got := r.account("GRACE@fibre.example "); got != added {
			r.Errorf("kept %+v, added %+v", got, added)
		}
		if _, err := r.AccountByLogin(r.Context(), "nobody@fibre.example"); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("an unknown address: %v", err)
		}
	})
}

func TestAnAddressBelongsToOneAccount(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		first := r.hire("grace@fibre.example", models.RoleAgent)
		_, err := r.AddAccount(r.Context(), models.Account{Email: "GRACE@fibre.example", Role: models.RoleAdmin})
		if !errors.Is(err, models.ErrTaken) {
			r.Errorf("got %v", err)
		}
		if got := r.account("grace@fibre.example"); got != first {
			r.Errorf("the first one has become %+v", got)
		}
	})
}

func TestOnlyOneOfManyIsTheFirstAccount(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		if any, err := r.HasAccounts(r.Context()); any || err != nil {
			r.Errorf("accounts in an empty database: %v, %v", any, err)
		}
		var wait sync.WaitGroup
		outcomes := make([]error, 8)
		for i := range outcomes {
			wait.Go(func() {
				_, outcomes[i] = r.FirstAccount(context.Background(), models.Account{Email: uuid.NewString() + "@fibre.example", Role: models.RoleAdmin})
			})
		}
		wait.Wait()
		added := 0
		for _, err := range outcomes {
			if err == nil {
				added++
			} else if !errors.Is(err, models.ErrNotFound) {
				r.Error(err)
			}
		}
		if any, err := r.HasAccounts(r.Context()); added != 1 || !any || err != nil {
			r.Errorf("%d were the first; %v, %v", added, any, err)
		}
	})
}

func TestAccountsAreListedByNameWithThoseThatLeftLast(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for email, name := range map[string]string{"1@x.example": "Zoe", "2@x.example": "ada", "3@x.example": "", "4@x.example": "Aaron"} {
			_, err := r.AddAccount(r.Context(), models.Account{Email: email, Name: reader.Clean(name), Role: models.RoleAdmin})
			r.must(err)
		}
		r.must(r.DisableAccount(r.Context(), r.account("4@x.example").ID))
		accounts, err := r.Accounts(r.Context())
		r.must(err)
		var titles []string
		for _, a := range accounts {
			titles = append(titles, a.Title())
		}
		if want := []string{"3@x.example", "ada", "Zoe", "Aaron"}; !slices.Equal(titles, want) {
			r.Errorf("got %q, want %q", titles, want)
		}
	})
}

func TestADisabledAccountIsSignedOutAndGetsNoMoreMail(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.hire("boss@fibre.example", models.RoleAdmin)
		grace, other := r.hire("grace@fibre.example", models.RoleAgent), r.hire("other@fibre.example", models.RoleAgent)
		r.signIn(grace, "a")
		r.signIn(other, "b")
		ticket := r.submit("ada@isp.example")
		toGrace, toOther := r.writeTo(ticket, grace), r.writeTo(ticket, other)
		r.must(r.DisableAccount(r.Context(), grace.ID))
		left := *r.account("grace@fibre.example").DisabledAt
		r.clock.advance(time.Hour)
		r.must(r.DisableAccount(r.Context(), grace.ID))
		if again := *r.account("grace@fibre.example").DisabledAt; !again.Equal(left) {
			r.Errorf("disabled at %v, then at %v", left, again)
		}
		if _, _, err := r.Session(r.Context(), "a"); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("the session goes on: %v", err)
		}
		if n := r.count(&models.Session{}); n != 1 {
			r.Errorf("%d sessions are left, want the other's", n)
		}
		if got := r.letter(toGrace.ID).State; got != models.LetterDropped {
			r.Errorf("a letter to the account is %s", got)
		}
		if got := r.letter(toOther.ID).State; got != models.LetterQueued {
			r.Errorf("a letter to another account is %s", got)
		}
		r.must(r.EnableAccount(r.Context(), grace.ID))
		if a := r.account("grace@fibre.example"); a.DisabledAt != nil {
			r.Errorf("enabled, but %+v", a)
		}
	})
}

// writeTo queues a letter that tells a member of staff of an answer.
func (r *rig) writeTo(t models.Ticket, a models.Account) models.Letter {
	r.Helper()
	now := r.clock.Now().UTC()
	l := models.Letter{
		ID: uuid.Must(uuid.NewV7()), TicketID: t.ID, AccountID: &a.ID, Kind: models.LetterAnswered, To: a.Email,
		Mailbox: models.MailboxOf(a.Email), Cap: models.CapStaff, HeaderID: uuid.NewString() + "@docket.example",
		State: models.LetterQueued, PlannedAt: now, DueAt: now, CreatedAt: now,
	}
	r.must(r.Change(r.Context(), func(tx *gorm.DB) error { return tx.Create(&l).Error }))
	return l
}

func TestTheLastAdminStays(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		first := r.hire("first@fibre.example", models.RoleAdmin)
		second := r.hire("second@fibre.example", models.RoleAdmin)
		r.hire("lead@fibre.example", models.RoleLead)
		r.must(r.SetRole(r.Context(), second.ID, models.RoleAdmin))
		r.must(r.DisableAccount(r.Context(), second.ID))
		if err := r.DisableAccount(r.Context(), first.ID); !errors.Is(err, models.ErrLastAdmin) {
			r.Errorf("disable: %v", err)
		}
		if err := r.SetRole(r.Context(), first.ID, models.RoleLead); !errors.Is(err, models.ErrLastAdmin) {
			r.Errorf("demote: %v", err)
		}
		r.must(r.SetRole(r.Context(), first.ID, models.RoleAdmin))
		r.must(r.SetRole(r.Context(), second.ID, models.RoleAgent))
		if a := r.account("first@fibre.example"); a.Role != models.RoleAdmin || a.DisabledAt != nil {
			r.Errorf("the last admin is %+v", a)
		}
	})
}

func TestTwoAdminsCannotDemoteEachOther(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 10 {
			var pair [2]models.Account
			for i := range pair {
				pair[i] = r.hire(uuid.NewString()+"@fibre.example", models.RoleAdmin)
			}
			var wait sync.WaitGroup
			for _, a := range pair {
				wait.Go(func() {
					if err := r.SetRole(context.Background(), a.ID, models.RoleAgent); err != nil && !errors.Is(err, models.ErrLastAdmin) {
						r.Error(err)
					}
				})
			}
			wait.Wait()
			if n := r.admins(); n != 1 {
				r.Fatalf("%d admins, want 1", n)
			}
			r.must(r.Change(r.Context(), func(tx *gorm.DB) error { return tx.Where("1 = 1").Delete(&models.Account{}).Error }))
		}
	})
}

func (r *rig) admins() (n int) {
	r.Helper()
	accounts, err := r.Accounts(r.Context())
	r.must(err)
	for _, a := range accounts {
		if a.Role == models.RoleAdmin && a.DisabledAt == nil {
			n++
		}
	}
	return n
}

func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace, other := r.hire("grace@fibre.example", models.RoleAdmin), r.hire("other@fibre.example", models.RoleAgent)
		for _, token := range []string{"kept", "old", "older"} {
			r.signIn(grace, token)
		}
		r.signIn(other, "theirs")
		r.must(r.SetPassword(r.Context(), grace.ID, "second", "kept"))
		for token, want := range map[string]error{"kept": nil, "old": models.ErrNotFound, "older": models.ErrNotFound, "theirs": nil} {
			if _, _, err := r.Session(r.Context(), token); !errors.Is(err, want) {
				r.Errorf("session %s: %v, want %v", token, err, want)
			}
		}
		if got := r.account("grace@fibre.example").PasswordHash; got != "second" {
			r.Errorf("hash %q", got)
		}
		if got := r.account("other@fibre.example").PasswordHash; got != "first" {
			r.Errorf("another's hash is %q", got)
		}
	})
}

func TestAHashIsRenewedUnlessThePasswordHasChanged(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.hire("grace@fibre.example", models.RoleAdmin)
		r.signIn(grace, "kept")
		r.must(r.RenewHash(r.Context(), grace.ID, "first", "dearer"))
		if err := r.RenewHash(r.Context(), grace.ID, "first", "stale"); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("renewed from a hash that is gone: %v", err)
		}
		if got := r.account("grace@fibre.example").PasswordHash; got != "dearer" {
			r.Errorf("hash %q", got)
		}
		if _, _, err := r.Session(r.Context(), "kept"); err != nil {
			r.Errorf("a session has ended by it: %v", err)
		}
	})
}

func TestPreferencesAreKept(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		grace := r.hire("grace@fibre.example", models.RoleAgent)
		for _, want := range [][2]bool{{false, true}, {true, false}, {false, false}} {
			r.must(r.SetPreferences(r.Context(), grace.ID, want[0], want[1]))
			if a := r.account("grace@fibre.example"); a.Letters != want[0] || a.Shortcuts != want[1] {
				r.Errorf("got %v %v, want %v", a.Letters, a.Shortcuts, want)
			}
		}
	})
}

func TestWhatIsDoneToAnUnknownAccountIsNotFound(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.hire("boss@fibre.example", models.RoleAdmin)
		for deed, do := range map[string]func(ctx context.Context, id uuid.UUID) error{
			"disable": r.DisableAccount, "enable": r.EnableAccount,
			"role":        func(ctx context.Context, id uuid.UUID) error { return r.SetRole(ctx, id, models.RoleLead) },
			"password":    func(ctx context.Context, id uuid.UUID) error { return r.SetPassword(ctx, id, "x", "") },
			"preferences": func(ctx context.Context, id uuid.UUID) error { return r.SetPreferences(ctx, id, true, true) },
		} {
			if err := do(r.Context(), uuid.New()); !errors.Is(err, models.ErrNotFound) {
				r.Errorf("%s: %v", deed, err)
			}
		}
	})
}
