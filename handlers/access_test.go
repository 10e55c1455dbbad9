package handlers

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"docket/models"
)

// access is who gets at each route: of nobody in particular, agent, lead and admin.
var access = map[string]string{
	"GET /":                                     "all agent lead admin",
	"POST /tickets/read":                        "all agent lead admin",
	"POST /tickets":                             "all agent lead admin",
	"POST /forget":                              "all agent lead admin",
	"GET /tickets/:reference":                   "all agent lead admin",
	"POST /tickets/:reference/messages":         "all agent lead admin",
	"POST /tickets/:reference/confirm":          "all agent lead admin",
	"GET /find":                                 "all agent lead admin",
	"POST /find":                                "all agent lead admin",
	"GET /letters/:letter/not-me":               "all agent lead admin",
	"POST /letters/:letter/not-me":              "all agent lead admin",
	"GET /healthz":                              "all agent lead admin",
	"GET /readyz":                               "all agent lead admin",
	"GET /metrics":                              "all agent lead admin",
	"GET /gallery":                              "all agent lead admin",
	"GET /gallery/:slug":                        "all agent lead admin",
	"GET /admin/login":                          "all agent lead admin",
	"POST /admin/login":                         "all agent lead admin",
	"POST /admin/logout":                        "all agent lead admin",
	"GET /admin/setup":                          "all agent lead admin",
	"POST /admin/setup":                         "all agent lead admin",
	"GET /admin":                                "agent lead admin",
	"GET /admin/news":                           "agent lead admin",
	"GET /admin/tickets/:reference":             "agent lead admin",
	"POST /admin/tickets/:reference/reply":      "agent lead admin",
	"POST /admin/tickets/:reference/notes":      "agent lead admin",
	"POST /admin/tickets/:reference/state":      "agent lead admin",
	"POST /admin/tickets/:reference/priority":   "agent lead admin",
	"POST /admin/tickets/:reference/assignee":   "agent lead admin",
	"POST /admin/tickets/:reference/drafts":     "agent lead admin",
	"GET /admin/letters":                        "agent lead admin",
	"GET /admin/letters/:letter":                "agent lead admin",
	"POST /admin/letters/:letter/again":         "agent lead admin",
	"POST /admin/letters/:letter/drop":          "agent lead admin",
	"POST /admin/letters/hold":                  "lead admin",
	"POST /admin/letters/release":               "lead admin",
	"GET /admin/account":                        "agent lead admin",
	"POST /admin/account/password":              "agent lead admin",
	"POST /admin/account/preferences":           "agent lead admin",
	"POST /admin/account/sessions/:session/end": "agent lead admin",
	"GET /admin/staff":                          "admin",
	"POST /admin/staff":                         "admin",
	"POST /admin/staff/:account/role":           "admin",
	"POST /admin/staff/:account/disable":        "admin",
	"POST /admin/staff/:account/enable":         "admin",
}

// doors is the site's table with handlers that only say that a request has come through.
func (s *site) doors() http.Handler {
	s.t.Helper()
	e := echo.New()
	e.HTTPErrorHandler = s.pages.answerError
	table := s.pages.routes()
	for i := range table {
		table[i].handle = func(c echo.Context) error { return c.NoContent(http.StatusTeapot) }
	}
	if err := s.pages.open(e, table); err != nil {
		s.t.Fatal(err)
	}
	return e
}

// ask sends a request of a route to the doors, with the browser's session.
func (b *browser) ask(doors http.Handler, method, path string) *httptest.ResponseRecorder {
	path = strings.NewReplacer(":reference", "FC-0000-0000", ":letter", uuid.NewString(), ":account", uuid.NewString(), ":session", uuid.NewString()).Replace(path)
	r := httptest.NewRequest(method, path, strings.NewReader("body=x"))
	r.Header.Set("Content-Type", echo.MIMEApplicationForm)
	r.AddCookie(&http.Cookie{Name: cookieStaff, Value: b.held(cookieStaff)})
	w := httptest.NewRecorder()
	doors.ServeHTTP(w, r)
	return w
}

func TestEveryRouteLetsOnItsOwnRolesAndNobodyElse(t *testing.T) {
	s := newSite(t)
	doors, callers := s.doors(), map[string]*browser{
		"all": s.browser(), "agent": s.member(models.RoleAgent), "lead": s.member(models.RoleLead), "admin": s.member(models.RoleAdmin),
	}
	seen := map[string]bool{}
	for _, r := range s.pages.routes() {
		name := r.method + " " + r.path
		allowed, listed := access[name]
		if seen[name] = true; !listed {
			t.Errorf("%s has no line in the table of this test", name)
		}
		for who, b := range callers {
			got := b.ask(doors, r.method, r.path)
			in := strings.Contains(" "+allowed+" ", " "+who+" ")
			if let := got.Code == http.StatusTeapot; let != in {
				t.Errorf("%s by %s: answered %d", name, who, got.Code)
			}
			if !in && who != "all" && got.Code != http.StatusForbidden {
				t.Errorf("%s by %s: answered %d, want 403", name, who, got.Code)
			}
			if !in && who == "all" && got.Code != http.StatusUnauthorized && !strings.HasPrefix(got.Header().Get("Location"), signInPath) {
				t.Errorf("%s by nobody: answered %d to %q", name, got.Code, got.Header().Get("Location"))
			}
		}
	}
	for name := range access {
		if !seen[name] {
			t.Errorf("%s is no route any more", name)
		}
	}
}

func TestHeadIsGuardedLikeGet(t *testing.T) {
	s := newSite(t)
	if got := s.browser().ask(s.doors(), http.MethodHead, "/admin/staff"); got.Code != http.StatusSeeOther {
		t.Errorf("nobody: %d", got.Code)
	}
	if got := s.member(models.RoleLead).ask(s.doors(), http.MethodHead, "/admin/staff"); got.Code != http.StatusForbidden {
		t.Errorf("lead: %d", got.Code)
	}
}

func TestARouteThatForgetsWhoMayIsRefused(t *testing.T) {
	s := newSite(t)
	for _, may := range []who{nobody, admin + 1, -1} {
		err := s.pages.open(echo.New(), []route{{http.MethodGet, "/forgotten", may, s.pages.alive, nil}})
		if err == nil || !strings.Contains(err.Error(), "/forgotten") {
			t.Errorf("%d: %v", may, err)
		}
	}
}

func TestEveryPageOfStaffIsKeptFromCaches(t *testing.T) {
	s := newSite(t)
	b := s.member(models.RoleAdmin)
	for _, path := range []string{"/admin", "/admin/letters", "/admin/account", "/admin/staff", "/admin/login", "/admin/news?since=0", "/admin/tickets/FC-0000-0000"} {
		for who, a := range map[string]answer{"admin": b.get(path), "nobody": s.browser().get(path)} {
			if got := a.Header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("%s for %s: %q", path, who, got)
			}
		}
	}
}

func TestARoleTooLowIsToldInAPage(t *testing.T) {
	s := newSite(t)
	b := s.member(models.RoleLead)
	a := b.get("/admin/staff")
	if a.StatusCode != http.StatusForbidden || len(all(a.doc, func(n *html.Node) bool { return n.Data == "h1" })) != 1 {
		t.Errorf("%d", a.StatusCode)
	}
	if a := b.post("/admin/staff", url.Values{"email": {"new@fibrecafe.example"}, "role": {"admin"}}); a.StatusCode != http.StatusForbidden {
		t.Errorf("%d", a.StatusCode)
	}
	if _, err := s.store.AccountByLogin(t.Context(), "new@fibrecafe.example"); err == nil {
		t.Error("the account was added")
	}
}

func TestWhatAnAdminChangesCountsAtOnce(t *testing.T) {
	s := newSite(t)
	account := s.hire("anna@fibrecafe.example", models.RoleAdmin)
	s.hire("boss@fibrecafe.example", models.RoleAdmin)
	b := s.seat(account)
	b.get("/admin/staff").wantStatus(t, http.StatusOK)
	if err := s.store.SetRole(t.Context(), account.ID, models.RoleAgent); err != nil {
		t.Fatal(err)
	}
	b.get("/admin/staff").wantStatus(t, http.StatusForbidden)
	if err := s.store.DisableAccount(t.Context(), account.ID); err != nil {
		t.Fatal(err)
	}
	b.get("/admin/account").wantSentTo(t, "/admin/login?next=%2Fadmin%2Faccount&done=ended")
}

func TestALinkFromElsewherePassesOnePageOfOurs(t *testing.T) {
	s := newSite(t)
	navigate := func(b *browser, site string) answer {
		r, err := http.NewRequest(http.MethodGet, s.URL+"/admin/tickets/FC-0000-0000?done=note", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Sec-Fetch-Site", site)
		r.Header.Set("Sec-Fetch-Mode", "navigate")
		return b.do(r)
	}
	for _, site := range []string{"cross-site", "same-site"} {
		a := navigate(s.browser(), site)
		a.wantStatus(t, http.StatusOK)
		refresh := all(a.doc, func(n *html.Node) bool { return attr(n, "http-equiv") == "refresh" })
		if len(refresh) != 1 || !strings.HasSuffix(attr(refresh[0], "content"), "/admin/tickets/FC-0000-0000?done=note") {
			t.Errorf("%s: no way on", site)
		}
	}
	for _, site := range []string{"same-origin", "none", ""} { // our own page, the address bar, an old browser
		navigate(s.browser(), site).wantSentTo(t, "/admin/login?next=%2Fadmin%2Ftickets%2FFC-0000-0000%3Fdone%3Dnote")
	}
	if a := navigate(s.member(models.RoleAgent), "cross-site"); a.StatusCode != http.StatusNotFound {
		t.Errorf("a browser that sends its session all the same: %d", a.StatusCode)
	}
}

func TestProgramsAreToldThatNobodyIsSignedIn(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/admin/news?since=0", "/admin"} {
		r, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if path == "/admin" {
			r.Header.Set("Accept", "application/json")
		}
		a := s.browser().do(r)
		var got struct{ Code string }
		if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.StatusCode != http.StatusUnauthorized || got.Code != "SIGNED_OUT" {
			t.Errorf("%s: %d %s", path, a.StatusCode, a.body)
		}
	}
}

func TestOnlyPagesOfStaffAreGoneOnTo(t *testing.T) {
	for address, want := range map[string]string{
		"/admin": "/admin", "/admin?q=a%26b&view=all": "/admin?q=a%26b&view=all", "/admin/tickets/FC-7Q4M-2XKD": "/admin/tickets/FC-7Q4M-2XKD",
		"/admin/letters#x": "/admin/letters",
		"":                 "/admin", "https://evil.example/admin": "/admin", "//evil.example/admin": "/admin", "/\\evil.example": "/admin",
		"/admin/../tickets": "/admin", "/admin/%2e%2e/x": "/admin", "/admin//evil.example": "/admin", "javascript:alert(1)": "/admin",
		"/administrator": "/admin", "/tickets/FC-7Q4M-2XKD": "/admin", "/": "/admin", "admin": "/admin", "/admin\n": "/admin", "/admin;x": "/admin",
		"/admin/login": "/admin", "/admin/logout": "/admin", "/admin/setup?key=x": "/admin", "/admin/%5cevil": "/admin",
		"http:/admin": "/admin", "http:admin": "/admin", "/admin/" + strings.Repeat("x", longestPath): "/admin",
	} {
		if got := ownPath(address); got != want {
			t.Errorf("%q leads to %q", address, got)
		}
	}
}

func FuzzOwnPath(f *testing.F) {
	for _, seed := range []string{"/admin?q=1", "//evil.example", "/admin/%2f", "/\\evil", "http://evil.example/admin"} {
		f.Add(seed)
	}
	base := &url.URL{Scheme: "https", Host: "docket.example", Path: "/admin/login"}
	f.Fuzz(func(t *testing.T, address string) {
		got := ownPath(address)
		u, err := base.Parse(got)
		if err != nil || u.Host != base.Host || u.Scheme != "https" || u.Path != "/admin" && !strings.HasPrefix(u.Path, "/admin/") || strings.ContainsAny(got, "\\\r\n\t") {
			t.Errorf("%q leads to %q", address, got)
		}
	})
}
