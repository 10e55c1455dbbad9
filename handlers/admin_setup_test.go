package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"docket/auth"
	"docket/models"
)

// setUpLink is the link of the console, as a path.
func (s *site) setUpLink() string { return strings.TrimPrefix(s.pages.SetupLink(), s.URL) }

func TestTheSetupLinkMakesTheFirstAccountAndSignsItIn(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	page := b.get(s.setUpLink())
	page.wantStatus(t, http.StatusOK)
	values := valuesOf(page.doc)
	values.Set("name", "Anna Lind")
	values.Set("email", "anna@fibrecafe.example")
	values.Set("password", goodPassword)
	b.post(setUpPath, values).wantSentTo(t, "/admin")
	b.get("/admin/staff").wantStatus(t, http.StatusOK)
	if got := s.account("anna@fibrecafe.example"); got.Role != models.RoleAdmin || got.Name.String() != "Anna Lind" {
		t.Errorf("account %+v", got)
	}
	s.browser().signIn("anna@fibrecafe.example", goodPassword).wantSentTo(t, "/admin")
	s.browser().get(s.setUpLink()).wantStatus(t, http.StatusNotFound)
	values.Set("email", "eve@evil.example")
	s.browser().post(setUpPath, values).wantStatus(t, http.StatusNotFound)
	if accounts, err := s.store.Accounts(t.Context()); err != nil || len(accounts) != 1 {
		t.Errorf("%d accounts, %v", len(accounts), err)
	}
}

func TestSetUpWithoutItsKeyIsAPageThatIsNotThere(t *testing.T) {
	s := newSite(t)
	other, err := auth.NewKeyring(strings.Repeat("x", 32))
	if err != nil {
		t.Fatal(err)
	}
	nothing := changing.ReplaceAllString(s.browser().get("/admin/nothing").body, "")
	for _, key := range []string{"", "x", other.SetUpKey()} {
		a := s.browser().get(setUpPath + "?key=" + key)
		a.wantStatus(t, http.StatusNotFound)
		if changing.ReplaceAllString(a.body, "") != nothing {
			t.Errorf("%q: it can be told from a page that is not there", key)
		}
		values := url.Values{"key": {key}, "name": {"Eve"}, "email": {"eve@evil.example"}, "password": {goodPassword}}
		s.browser().post(setUpPath, values).wantStatus(t, http.StatusNotFound)
	}
	if staffed, err := s.store.HasAccounts(t.Context()); staffed || err != nil {
		t.Errorf("an account was made: %v", err)
	}
}

func TestTheFirstAccountNeedsAnAddressAndAGoodPassword(t *testing.T) {
	s := newSite(t)
	a := s.browser().post(setUpPath, url.Values{"key": {s.pages.Keys.SetUpKey()}, "name": {"Anna"}, "email": {"anna"}, "password": {"password1234"}})
	a.wantStatus(t, http.StatusUnprocessableEntity)
	if errorOn(a.doc, "email") == "" || errorOn(a.doc, "password") == "" {
		t.Errorf("email: %q, password: %q", errorOn(a.doc, "email"), errorOn(a.doc, "password"))
	}
	if got := valuesOf(a.doc); got.Get("name") != "Anna" || got.Get("email") != "anna" || got.Get("password") != "" || got.Get("key") == "" {
		t.Errorf("form %v", got)
	}
}

func TestOfTwoWhoSetUpAtOnceOneIsFirst(t *testing.T) {
	s := newSite(t)
	var both sync.WaitGroup
	answers := make([]answer, 2)
	for i, email := range []string{"anna@fibrecafe.example", "bert@fibrecafe.example"} {
		b := s.browser()
		both.Go(func() {
			answers[i] = b.post(setUpPath, url.Values{"key": {s.pages.Keys.SetUpKey()}, "email": {email}, "password": {goodPassword}})
		})
	}
	both.Wait()
	if sum := answers[0].StatusCode + answers[1].StatusCode; sum != http.StatusSeeOther+http.StatusNotFound {
		t.Errorf("answered %d and %d", answers[0].StatusCode, answers[1].StatusCode)
	}
	if accounts, err := s.store.Accounts(t.Context()); err != nil || len(accounts) != 1 {
		t.Errorf("%d accounts, %v", len(accounts), err)
	}
}
