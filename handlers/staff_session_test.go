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

// session is the one session that an account has.
func (s *site) session(account models.Account) models.Session {
	s.t.Helper()
	list, err := s.store.Sessions(s.t.Context(), account.ID)
	if err != nil || len(list) != 1 {
		s.t.Fatalf("%d sessions, %v", len(list), err)
	}
	return list[0]
}

func TestASessionsCookieIsStrictAndItsTokenIsNotKept(t *testing.T) {
	for scheme, name := range map[string]string{"http": "docket-staff", "https": "__Host-docket-staff"} {
		s := newSite(t, func(o *Options) { o.BaseURL = &url.URL{Scheme: scheme, Host: o.BaseURL.Host} })
		account := s.hire("anna@fibrecafe.example", models.RoleAgent)
		a := s.browser().signIn("anna@fibrecafe.example", goodPassword)
		a.wantSentTo(t, "/admin")
		var token *http.Cookie
		for _, cookie := range a.Cookies() {
			if cookie.Name == name {
				token = cookie
			}
		}
		if token == nil || !token.HttpOnly || token.SameSite != http.SameSiteStrictMode || token.Path != "/" || token.Domain != "" ||
			token.Secure != (scheme == "https") || token.MaxAge != 0 || !token.Expires.IsZero() {
			t.Fatalf("%s: cookie %v", scheme, token)
		}
		session := s.session(account)
		if len(token.Value) < 43 || session.TokenHash != tokenHash(token.Value) || strings.Contains(string(session.Data), token.Value) {
			t.Errorf("%s: a token of %d bytes is kept as %q", scheme, len(token.Value), session.TokenHash)
		}
	}
}

func TestEverySignInHasATokenOfItsOwn(t *testing.T) {
	s := newSite(t)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	b := s.browser()
	b.keep(cookieStaff, "planted-by-somebody-else")
	b.signIn(account.Email, goodPassword).wantSentTo(t, "/admin")
	first := b.held(cookieStaff)
	b.signIn(account.Email, goodPassword).wantSentTo(t, "/admin")
	if second := b.held(cookieStaff); first == "planted-by-somebody-else" || first == second {
		t.Errorf("tokens %q and %q", first, second)
	}
	if s.session(account); !b.signedIn() { // one session: the earlier one of this browser has ended
		t.Error("not signed in")
	}
}

func TestASessionEndsWhenItIsIdle(t *testing.T) {
	s := newSite(t)
	b := s.member(models.RoleAgent)
	s.now.advance(idleEnd - time.Second)
	b.get("/admin/account").wantStatus(t, http.StatusOK)
	s.now.advance(idleEnd - time.Second)
	b.get("/admin/account").wantStatus(t, http.StatusOK)
	s.now.advance(idleEnd)
	b.get("/admin/account").wantSentTo(t, "/admin/login?next=%2Fadmin%2Faccount&done=ended")
}

func TestASessionEndsAfterTwelveHoursHoweverBusy(t *testing.T) {
	s := newSite(t)
	b := s.member(models.RoleAgent)
	for range 12*4 - 1 {
		s.now.advance(15 * time.Minute)
		b.get("/admin/account").wantStatus(t, http.StatusOK)
	}
	s.now.advance(15 * time.Minute)
	b.get("/admin/account").wantStatus(t, http.StatusSeeOther)
}

func TestTheUseOfASessionIsNotedOnceAMinute(t *testing.T) {
	s := newSite(t)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	b, began := s.seat(account), s.now.Now()
	for _, step := range []struct {
		after time.Duration
		seen  time.Duration
	}{{59 * time.Second, 0}, {time.Second, time.Minute}, {30 * time.Second, time.Minute}, {30 * time.Second, 2 * time.Minute}} {
		s.now.advance(step.after)
		b.get("/admin/account").wantStatus(t, http.StatusOK)
		session := s.session(account)
		if got := session.SeenAt.Sub(began); got != step.seen || session.ExpiresAt.Sub(began) != step.seen+idleEnd {
			t.Errorf("after %s more it was seen at %s and ends at %s", step.after, got, session.ExpiresAt.Sub(began))
		}
	}
}

func TestAskingForNewsKeepsNoSessionAlive(t *testing.T) {
	s := newSite(t)
	b := s.member(models.RoleAgent)
	for range 6 {
		s.now.advance(5 * time.Minute)
		b.get("/admin/news?since=0")
	}
	b.get("/admin/news?since=0").wantStatus(t, http.StatusUnauthorized)
}

func TestSigningOutEndsTheSessionAndTheCookie(t *testing.T) {
	s := newSite(t)
	b := s.member(models.RoleAgent)
	token := b.held(cookieStaff)
	a := b.post(signOutPath, url.Values{})
	a.wantSentTo(t, "/admin/login?done=out")
	if b.held(cookieStaff) != "" || a.Header.Get("Clear-Site-Data") != `"cache"` {
		t.Errorf("cookie %q, Clear-Site-Data %q", b.held(cookieStaff), a.Header.Get("Clear-Site-Data"))
	}
	b.keep(cookieStaff, token)
	if b.signedIn() {
		t.Error("the old token still opens")
	}
	b.post(signOutPath, url.Values{}).wantSentTo(t, "/admin/login?done=out") // twice is once
}

func TestReadingGoesOnWhileNothingCanBeWritten(t *testing.T) {
	s := newSite(t)
	b := s.member(models.RoleAgent)
	s.now.advance(2 * time.Minute)
	s.faults.Store("BEGIN")
	a := b.get("/admin/account")
	a.wantStatus(t, http.StatusOK)
	if here := all(a.doc, func(n *html.Node) bool { return n.Data == "span" && attr(n, "class") == "here" }); len(here) != 1 {
		t.Errorf("%d sessions are this browser's", len(here))
	}
	if !strings.Contains(s.logged.String(), "use of a session was not noted") {
		t.Error("nothing in the log")
	}
}

func TestWhatWasWrittenOutlivesItsSession(t *testing.T) {
	for kind, route := range map[models.DraftKind]string{models.DraftReply: "reply", models.DraftNote: "notes"} {
		s := newSite(t)
		ref := s.browser().file(paste())
		account := s.hire("anna@fibrecafe.example", models.RoleAgent)
		b, page := s.seat(account), "/admin/tickets/"+ref.Format("FC")
		s.now.advance(idleEnd)
		a := b.post(page+"/"+route, url.Values{"form_id": {"x"}, "body": {"line one\nAuthorization: Bearer abcdefghijklmnopqrstuvwxyz012345\nline three"}})
		a.wantStatus(t, http.StatusUnauthorized)
		kept := valuesOf(a.doc)
		if strings.Contains(a.body, "abcdefghijklmnop") || !strings.Contains(kept.Get("kept_body"), "line three") {
			t.Fatalf("%s: kept %q", kind, kept.Get("kept_body"))
		}
		kept.Set("email", account.Email)
		kept.Set("password", "wrong")
		a = b.post(signInPath, kept)
		a.wantStatus(t, http.StatusUnauthorized)
		if valuesOf(a.doc).Get("kept_body") != kept.Get("kept_body") {
			t.Fatalf("%s: a wrong password loses the text: %q", kind, valuesOf(a.doc).Get("kept_body"))
		}
		kept.Set("password", goodPassword)
		b.post(signInPath, kept).wantSentTo(t, page+"?done=draft#"+string(fieldOf(kind)))
		drafts := s.drafts(account, ref)
		if len(drafts) != 1 || drafts[0].Kind != kind || drafts[0].Body.String() != kept.Get("kept_body") {
			t.Errorf("%s: drafts %v", kind, drafts)
		}
	}
}

// drafts are what an account has written on a ticket and not sent.
func (s *site) drafts(account models.Account, ref models.Reference) []models.Draft {
	s.t.Helper()
	c, err := s.store.Case(s.t.Context(), models.DeskOf(account), ref)
	if err != nil {
		s.t.Fatal(err)
	}
	return c.Drafts
}

func TestATextThatCantBeKeptStaysOnTheSignInPage(t *testing.T) {
	for _, fault := range []string{"BEGIN", "drafts"} {
		s := newSite(t)
		ref := s.browser().file(paste())
		account := s.hire("anna@fibrecafe.example", models.RoleAgent)
		s.faults.Store(fault)
		b := s.browser()
		a := b.signIn(account.Email, goodPassword, url.Values{
			"kept_reference": {ref.Format("FC")}, "kept_kind": {"reply"}, "kept_body": {"a long answer"},
		})
		a.wantStatus(t, http.StatusInsufficientStorage)
		if valuesOf(a.doc).Get("kept_body") != "a long answer" || b.held(cookieStaff) != "" {
			t.Errorf("%s: kept %q, cookie %q", fault, valuesOf(a.doc).Get("kept_body"), b.held(cookieStaff))
		}
	}
}

func TestAChangeWithoutASessionLeadsBackToItsPage(t *testing.T) {
	s := newSite(t)
	for path, want := range map[string]string{
		"/admin/tickets/FC-0000-0000/state": "/admin/tickets/FC-0000-0000", "/admin/letters/hold": "/admin/letters",
		"/admin/staff": "/admin/staff", "/admin/account/password": "/admin/account",
	} {
		a := s.browser().post(path, url.Values{"body": {"x"}})
		a.wantStatus(t, http.StatusUnauthorized)
		if got := valuesOf(a.doc); got.Get("next") != want || got.Has("kept_body") {
			t.Errorf("%s: %v", path, got)
		}
		if len(all(a.doc, func(n *html.Node) bool { return attr(n, "name") == "password" })) != 1 {
			t.Errorf("%s: no way to sign in", path)
		}
	}
}

func TestAPasswordChangedWhileSomebodySignsInWithTheOldOneKeepsThemOut(t *testing.T) {
	s := newSite(t)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	stale := account
	stale.PasswordHash = "what it was when it was checked"
	c := s.context()
	if _, err := s.pages.sit(c); err != nil {
		t.Fatal(err)
	}
	if err := s.pages.begin(c, stale); refusalFor(err).code != errWrongSignIn.code || len(c.Response().Header()["Set-Cookie"]) != 0 {
		t.Errorf("%v, cookies %v", err, c.Response().Header()["Set-Cookie"])
	}
	if list, err := s.store.Sessions(t.Context(), account.ID); err != nil || len(list) != 0 {
		t.Errorf("%d sessions, %v", len(list), err)
	}
}
