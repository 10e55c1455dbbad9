package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"docket/models"
)

// staffPath is where an admin changes an account.
func staffPath(account models.Account, deed string) string {
	return "/admin/staff/" + account.ID.String() + "/" + deed
}

// account reads an account afresh.
func (s *site) account(email string) models.Account {
	s.t.Helper()
	account, err := s.store.AccountByLogin(s.t.Context(), email)
	if err != nil {
		s.t.Fatal(err)
	}
	return account
}

func TestANewAccountsPasswordIsShownOnceAndOpens(t *testing.T) {
	s := newSite(t)
	b := s.member(models.RoleAdmin)
	values := url.Values{"name": {"Bert Holm"}, "email": {"Bert@fibrecafe.example"}, "role": {"lead"}}
	a := b.post("/admin/staff", values)
	a.wantStatus(t, http.StatusOK)
	shown := all(a.doc, func(n *html.Node) bool { return attr(n, "id") == "fresh-password" })
	if len(shown) != 1 || a.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d passwords are shown, %s", len(shown), a.Header.Get("Cache-Control"))
	}
	password := strings.TrimSpace(textOf(shown[0]))
	s.browser().signIn("bert@fibrecafe.example", password).wantSentTo(t, "/admin")
	if got := s.account("bert@fibrecafe.example"); got.Name.String() != "Bert Holm" || got.Email != "Bert@fibrecafe.example" || got.Role != models.RoleLead || !got.Letters {
		t.Errorf("account %+v", got)
	}
	again := b.post("/admin/staff", values)
	again.wantStatus(t, http.StatusUnprocessableEntity)
	if errorOn(again.doc, "email") == "" || strings.Contains(again.body, password) || valuesOf(again.doc).Get("name") != "Bert Holm" {
		t.Errorf("the same again: %q", errorOn(again.doc, "email"))
	}
	if strings.Contains(b.get("/admin/staff").body, password) || strings.Contains(s.logged.String(), password) {
		t.Error("the password is shown later, or logged")
	}
}

func TestWhatWasTypedForANewAccountOutlivesAFullDiskAndABusyMachine(t *testing.T) {
	s := newSite(t)
	b, values := s.member(models.RoleAdmin), url.Values{"name": {"Bert Holm"}, "email": {"bert@fibrecafe.example"}, "role": {"lead"}}
	s.faults.Store("BEGIN")
	full := b.post("/admin/staff", values)
	s.faults.Store("nothing")
	busy := s.busyHashing(func() answer { return b.post("/admin/staff", values) })
	for want, a := range map[int]answer{http.StatusInsufficientStorage: full, http.StatusServiceUnavailable: busy} {
		a.wantStatus(t, want)
		if got := a.formTo("/admin/staff"); got.Get("name") != "Bert Holm" || got.Get("email") != "bert@fibrecafe.example" || got.Get("role") != "lead" {
			t.Errorf("%d: the form holds %v", want, got)
		}
		if !strings.Contains(wordsOf(a), "(Error ") || a.Header.Get("Retry-After") == "" || strings.Contains(a.body, "fresh-password") {
			t.Errorf("%d: the page says %s", want, wordsOf(a))
		}
	}
	b.post("/admin/staff", values).wantStatus(t, http.StatusOK)
}

func TestAnAccountNeedsAnAddressAndARole(t *testing.T) {
	s := newSite(t)
	b := s.member(models.RoleAdmin)
	for field, values := range map[string]url.Values{
		"email": {"name": {"Bert"}, "email": {"bert"}, "role": {"agent"}}, "name": {"name": {strings.Repeat("x", 101)}, "email": {"b@isp.example"}, "role": {"agent"}},
		"role": {"name": {"Bert"}, "email": {"b@isp.example"}, "role": {"owner"}},
	} {
		a := b.post("/admin/staff", values)
		a.wantStatus(t, http.StatusUnprocessableEntity)
		if errorOn(a.doc, field) == "" {
			t.Errorf("%s: nothing is said beside it: %s", field, problemsOf(a.doc))
		}
	}
	if accounts, err := s.store.Accounts(t.Context()); err != nil || len(accounts) != 1 {
		t.Errorf("%d accounts, %v", len(accounts), err)
	}
}

func TestADisabledAccountIsOutAtOnceAndInAgainOnceEnabled(t *testing.T) {
	s := newSite(t)
	boss, bert := s.member(models.RoleAdmin), s.hire("bert@fibrecafe.example", models.RoleAgent)
	b := s.seat(bert)
	boss.post(staffPath(bert, "disable"), url.Values{}).wantSentTo(t, "/admin/staff?done=disable")
	if b.signedIn() {
		t.Error("still signed in")
	}
	s.browser().signIn(bert.Email, goodPassword).wantStatus(t, http.StatusUnauthorized)
	boss.post(staffPath(bert, "enable"), url.Values{}).wantSentTo(t, "/admin/staff?done=enable")
	if b.signedIn() {
		t.Error("the old session is back")
	}
	s.browser().signIn(bert.Email, goodPassword).wantSentTo(t, "/admin")
}

func TestARoleIsChangedForTheNextRequest(t *testing.T) {
	s := newSite(t)
	boss, bert := s.member(models.RoleAdmin), s.hire("bert@fibrecafe.example", models.RoleAgent)
	b := s.seat(bert)
	b.get("/admin/staff").wantStatus(t, http.StatusForbidden)
	boss.post(staffPath(bert, "role"), url.Values{"role": {"admin"}}).wantSentTo(t, "/admin/staff?done=role")
	b.get("/admin/staff").wantStatus(t, http.StatusOK)
	boss.post(staffPath(bert, "role"), url.Values{"role": {"owner"}}).wantStatus(t, http.StatusUnprocessableEntity)
	if got := s.account(bert.Email).Role; got != models.RoleAdmin {
		t.Errorf("role %q", got)
	}
	if !strings.Contains(s.logged.String(), `"change":"role"`) {
		t.Error("the change is not in the log")
	}
}

func TestNobodyShutsThemselvesOut(t *testing.T) {
	s := newSite(t)
	anna := s.hire("anna@fibrecafe.example", models.RoleAdmin)
	s.hire("boss@fibrecafe.example", models.RoleAdmin)
	b := s.seat(anna)
	b.post(staffPath(anna, "disable"), url.Values{}).wantStatus(t, http.StatusConflict)
	b.post(staffPath(anna, "role"), url.Values{"role": {"agent"}}).wantStatus(t, http.StatusConflict)
	if got := s.account(anna.Email); got.Role != models.RoleAdmin || got.DisabledAt != nil {
		t.Errorf("account %+v", got)
	}
}

func TestTheLastAdminStaysOne(t *testing.T) {
	if got := refusalFor(models.ErrLastAdmin); got.status != http.StatusConflict || !strings.Contains(got.sentence, "Nothing was changed") {
		t.Errorf("%v", got)
	}
}

func TestAnAccountThatDoesNotExistIsNotFound(t *testing.T) {
	b := newSite(t).member(models.RoleAdmin)
	for _, id := range []string{uuid.NewString(), "nonsense"} {
		for _, deed := range []string{"disable", "enable", "role"} {
			b.post("/admin/staff/"+id+"/"+deed, url.Values{"role": {"lead"}}).wantStatus(t, http.StatusNotFound)
		}
	}
}
