package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"docket/models"
)

const freshPassword = "copper lantern orchard"

func TestAPasswordChangeEndsTheOtherSessionsAndTheOldPassword(t *testing.T) {
	s := newSite(t)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	here, there := s.seat(account), s.seat(account)
	here.post("/admin/account/password", url.Values{"current": {goodPassword}, "password": {freshPassword}}).wantSentTo(t, "/admin/account?done=password")
	if !here.signedIn() || there.signedIn() {
		t.Errorf("signed in here %v, there %v", here.signedIn(), there.signedIn())
	}
	s.browser().signIn(account.Email, goodPassword).wantStatus(t, http.StatusUnauthorized)
	s.browser().signIn(account.Email, freshPassword).wantSentTo(t, "/admin")
	if strings.Contains(s.logged.String(), freshPassword) || !strings.Contains(s.logged.String(), `"msg":"password changed"`) {
		t.Error("the log tells too much or too little")
	}
}

func TestAPasswordIsChangedByItsOwnerAloneAndToAGoodOne(t *testing.T) {
	s := newSite(t)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	b := s.seat(account)
	for name, c := range map[string]struct{ current, fresh, field string }{
		"not the present one": {"wrong", freshPassword, "current"}, "none": {"", freshPassword, "current"},
		"too short": {goodPassword, "k7#mQ2x9w4!", "password"}, "one's address": {goodPassword, account.Email, "password"},
		"the organisation's name": {goodPassword, "fibre cafe fibre cafe", "password"},
	} {
		a := b.post("/admin/account/password", url.Values{"current": {c.current}, "password": {c.fresh}})
		a.wantStatus(t, http.StatusUnprocessableEntity)
		if errorOn(a.doc, c.field) == "" || valuesOf(a.doc).Get("password") != "" || valuesOf(a.doc).Get("current") != "" {
			t.Errorf("%s: %s %q, form %v", name, c.field, errorOn(a.doc, c.field), valuesOf(a.doc))
		}
	}
	s.browser().signIn(account.Email, goodPassword).wantSentTo(t, "/admin")
}

func TestAPasswordCantBeGuessedAtABrowserLeftAlone(t *testing.T) {
	s := newSite(t, limited)
	b := s.member(models.RoleAgent)
	values := url.Values{"current": {"wrong"}, "password": {freshPassword}}
	for range 5 {
		b.post("/admin/account/password", values).wantStatus(t, http.StatusUnprocessableEntity)
	}
	values.Set("current", goodPassword)
	a := b.post("/admin/account/password", values)
	if a.wantStatus(t, http.StatusTooManyRequests); a.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	s.now.advance(15 * time.Second)
	b.post("/admin/account/password", values).wantSentTo(t, "/admin/account?done=password")
}

func TestPreferencesAreTheReadersOwn(t *testing.T) {
	s := newSite(t)
	anna, bert := s.hire("anna@fibrecafe.example", models.RoleAgent), s.hire("bert@fibrecafe.example", models.RoleAgent)
	s.seat(anna).post("/admin/account/preferences", url.Values{"shortcuts": {"on"}}).wantSentTo(t, "/admin/account?done=preferences")
	for _, want := range []struct {
		email              string
		letters, shortcuts bool
	}{{anna.Email, false, true}, {bert.Email, true, bert.Shortcuts}} {
		got, err := s.store.AccountByLogin(t.Context(), want.email)
		if err != nil || got.Letters != want.letters || got.Shortcuts != want.shortcuts {
			t.Errorf("%s: letters %v, shortcuts %v, %v", want.email, got.Letters, got.Shortcuts, err)
		}
	}
}

func TestOwnSessionsAreListedAndEndedAndNobodyElses(t *testing.T) {
	s := newSite(t)
	anna, bert := s.hire("anna@fibrecafe.example", models.RoleAgent), s.hire("bert@fibrecafe.example", models.RoleAgent)
	here, there, other := s.seat(anna), s.seat(anna), s.seat(bert)
	ends := func(b *browser) (paths []string) {
		a := b.get("/admin/account")
		for _, form := range all(a.doc, func(n *html.Node) bool { return n.Data == "form" && strings.HasSuffix(attr(n, "action"), "/end") }) {
			paths = append(paths, attr(form, "action"))
		}
		return paths
	}
	if n := len(ends(here)); n != 2 {
		t.Fatalf("%d sessions are listed", n)
	}
	here.post(ends(other)[0], url.Values{}).wantStatus(t, http.StatusNotFound)
	if !other.signedIn() {
		t.Fatal("another's session was ended")
	}
	own := "/admin/account/sessions/" + s.currentOf(here).ID.String() + "/end"
	for _, path := range ends(here) {
		if path != own {
			here.post(path, url.Values{}).wantSentTo(t, "/admin/account?done=session")
		}
	}
	if there.signedIn() || !here.signedIn() {
		t.Error("the wrong session has ended")
	}
	here.post(own, url.Values{}).wantSentTo(t, "/admin/login?done=out")
	if here.signedIn() || !strings.Contains(s.logged.String(), `"msg":"signed out","account":"`+anna.ID.String()) {
		t.Error("still signed in, or not in the log")
	}
	here.post("/admin/account/sessions/nonsense/end", url.Values{}).wantStatus(t, http.StatusUnauthorized)
	other.post("/admin/account/sessions/nonsense/end", url.Values{}).wantStatus(t, http.StatusNotFound)
}

// currentOf is a browser's own session.
func (s *site) currentOf(b *browser) models.Session {
	s.t.Helper()
	session, _, err := s.store.Session(s.t.Context(), tokenHash(b.held(cookieStaff)))
	if err != nil {
		s.t.Fatal(err)
	}
	return session
}
