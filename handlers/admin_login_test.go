package handlers

import (
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"docket/auth"
	"docket/models"
)

func limited(o *Options) { o.RateLimit = true }

func TestStaffSignInAndGoWhereTheyWereGoing(t *testing.T) {
	s := newSite(t)
	s.hire("Anna@FibreCafe.example", models.RoleAgent)
	for next, want := range map[string]string{
		"": "/admin", "/admin/letters?state=given_up": "/admin/letters?state=given_up", "https://evil.example/admin": "/admin",
	} {
		b := s.browser()
		page := b.get("/admin/login?next=" + url.QueryEscape(next))
		values := valuesOf(page.doc)
		values.Set("email", " anna@fibrecafe.EXAMPLE ")
		values.Set("password", goodPassword)
		b.post(signInPath, values).wantSentTo(t, want)
		if !b.signedIn() {
			t.Errorf("%q: not signed in", next)
		}
		b.get("/admin/login?next="+url.QueryEscape(next)).wantSentTo(t, want)
	}
}

// busyHashing does something while every place for hashing passwords is taken.
func (s *site) busyHashing(do func() answer) answer {
	s.t.Helper()
	for range 2 {
		turn, err := s.pages.passwords.Turn(s.t.Context(), auth.Stranger)
		if err != nil {
			s.t.Fatal(err)
		}
		defer turn.End()
	}
	return do()
}

func TestATryIsNotCountedWhenNoPasswordWasLookedAt(t *testing.T) {
	s := newSite(t, limited)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	b, all := s.browser(), make(chan answer)
	busy := func() (last answer) {
		for range 25 {
			go func() { all <- b.signIn(account.Email, "wrong") }()
		}
		for range 25 {
			last = <-all
			last.wantStatus(t, http.StatusServiceUnavailable)
		}
		return last
	}
	if a := s.busyHashing(busy); a.Header.Get("Retry-After") == "" || valuesOf(a.doc).Get("email") != account.Email {
		t.Errorf("Retry-After %q, form %v", a.Header.Get("Retry-After"), valuesOf(a.doc))
	}
	if a := b.fail(4, account.Email); a.StatusCode != http.StatusSeeOther {
		t.Errorf("then the fifth try answers %d", a.StatusCode)
	}
}

func TestABrowserThatTheOwnerHasUsedGoesBeforeAFloodOfStrangers(t *testing.T) {
	s := newSite(t)
	account, other := s.hire("anna@fibrecafe.example", models.RoleAgent), s.hire("bert@fibrecafe.example", models.RoleAgent)
	stranger, forger, own, here := s.browser(), s.browser(), s.browser(), s.seat(account)
	own.keep(cookieDevice, s.pages.Keys.DeviceKey(account.ID.String()))
	forger.keep(cookieDevice, s.pages.Keys.DeviceKey(other.ID.String()))
	s.pages.passwords.Patience = time.Hour // the machine may be busy as well
	answers := make(chan answer)
	s.busyHashing(func() answer {
		for _, come := range []func() answer{
			func() answer { return stranger.signIn(account.Email, goodPassword) },
			func() answer { return forger.signIn(account.Email, goodPassword) },
			func() answer { return own.signIn(account.Email, goodPassword) },
			func() answer {
				return here.post("/admin/account/password", url.Values{"current": {"wrong"}, "password": {"another velvet lagoon"}})
			},
		} {
			go func() { answers <- come() }()
		}
		known, strangers := 0, 0
		for known+strangers < 4 {
			known, strangers = s.pages.passwords.Waiting(auth.Known), s.pages.passwords.Waiting(auth.Stranger)
			runtime.Gosched()
		}
		if known != 2 || strangers != 2 {
			t.Errorf("%d wait as known, %d as strangers", known, strangers)
		}
		return answer{}
	})
	for range 4 {
		if a := <-answers; a.StatusCode == http.StatusServiceUnavailable {
			t.Errorf("%s is answered %d", a.Request.URL.Path, a.StatusCode)
		}
	}
}

func TestUnknownDisabledAndWrongAreAnsweredAlike(t *testing.T) {
	s := newSite(t, limited)
	s.hire("anna@fibrecafe.example", models.RoleAdmin)
	gone := s.hire("gone@fibrecafe.example", models.RoleAgent)
	if err := s.store.DisableAccount(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	pages := map[string]bool{}
	for _, try := range []struct{ email, password string }{
		{"anna@fibrecafe.example", "wrong"}, {"gone@fibrecafe.example", goodPassword}, {"gone@fibrecafe.example", "wrong"}, {"nobody@fibrecafe.example", goodPassword},
	} {
		b := s.browser()
		a := b.signIn(try.email, try.password)
		a.wantStatus(t, http.StatusUnauthorized)
		if errorOn(a.doc, "password") == "" || valuesOf(a.doc).Get("email") != try.email || valuesOf(a.doc).Get("password") != "" {
			t.Errorf("%s: %q, form %v", try.email, errorOn(a.doc, "password"), valuesOf(a.doc))
		}
		if len(a.Cookies()) != 0 {
			t.Errorf("%s: cookies %v", try.email, a.Cookies())
		}
		pages[strings.ReplaceAll(a.body, try.email, "ADDRESS")] = true
	}
	if len(pages) != 1 {
		t.Errorf("%d different answers", len(pages))
	}
}

func TestASignInThatSaysNothingIsAskedAgain(t *testing.T) {
	s := newSite(t)
	a := s.browser().signIn("anna", "")
	a.wantStatus(t, http.StatusUnprocessableEntity)
	if errorOn(a.doc, "email") == "" || errorOn(a.doc, "password") == "" {
		t.Errorf("email: %q, password: %q", errorOn(a.doc, "email"), errorOn(a.doc, "password"))
	}
}

func TestAnotherSiteCantSignABrowserIn(t *testing.T) {
	s := newSite(t)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	for _, path := range []string{signInPath, signOutPath, setUpPath} {
		b := s.browser()
		a := b.post(path, url.Values{"email": {account.Email}, "password": {goodPassword}}, func(r *http.Request) {
			r.Header.Set("Origin", "https://evil.example")
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		})
		if a.StatusCode != http.StatusForbidden || len(a.Cookies()) != 0 {
			t.Errorf("%s: %d, cookies %v", path, a.StatusCode, a.Cookies())
		}
	}
}

// fail signs in with a wrong password so many times, and then returns what the next try gets.
func (b *browser) fail(times int, email string) answer {
	b.t.Helper()
	for i := range times {
		if a := b.signIn(email, "wrong"); a.StatusCode != http.StatusUnauthorized {
			b.t.Fatalf("try %d answers %d", i+1, a.StatusCode)
		}
	}
	return b.signIn(email, goodPassword)
}

func TestAWrongPasswordCostsMoreTimeEachTime(t *testing.T) {
	s := newSite(t, limited)
	s.hire("anna@fibrecafe.example", models.RoleAgent)
	b := s.browser()
	a := b.fail(5, "anna@fibrecafe.example")
	for range 3 {
		a.wantStatus(t, http.StatusTooManyRequests)
		wait, err := strconv.Atoi(a.Header.Get("Retry-After"))
		if err != nil || wait < 10 || !strings.Contains(textOf(a.doc), "Wait "+strconv.Itoa(wait)+" seconds") {
			t.Fatalf("Retry-After %q: %s", a.Header.Get("Retry-After"), problemsOf(a.doc))
		}
		s.now.advance(time.Duration(wait-1) * time.Second)
		b.signIn("anna@fibrecafe.example", goodPassword).wantStatus(t, http.StatusTooManyRequests)
		s.now.advance(time.Second)
		if wait > 55 {
			break
		}
		b.signIn("anna@fibrecafe.example", "wrong").wantStatus(t, http.StatusUnauthorized)
		next := b.signIn("anna@fibrecafe.example", goodPassword)
		if longer, _ := strconv.Atoi(next.Header.Get("Retry-After")); longer <= wait {
			t.Errorf("%d seconds after %d", longer, wait)
		}
		a = next
	}
	b.signIn("anna@fibrecafe.example", goodPassword).wantSentTo(t, "/admin")
	if a := s.browser().fail(4, "anna@fibrecafe.example"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("after a sign-in the count does not start afresh: %d", a.StatusCode)
	}
}

func TestAnUnknownAddressIsSlowedLikeAnyOther(t *testing.T) {
	s := newSite(t, limited)
	s.hire("anna@fibrecafe.example", models.RoleAgent)
	known, unknown := s.browser().fail(5, "anna@fibrecafe.example"), s.browser().fail(5, "nobody@fibrecafe.example")
	if known.StatusCode != unknown.StatusCode || known.Header.Get("Retry-After") != unknown.Header.Get("Retry-After") {
		t.Errorf("%d %s and %d %s", known.StatusCode, known.Header.Get("Retry-After"), unknown.StatusCode, unknown.Header.Get("Retry-After"))
	}
}

func TestStrangersDoNotKeepABrowserOutThatTheOwnerHasUsed(t *testing.T) {
	s := newSite(t, limited)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	own := s.browser()
	own.signIn(account.Email, goodPassword).wantSentTo(t, "/admin")
	own.post(signOutPath, url.Values{}).wantSentTo(t, "/admin/login?done=out")
	if a := s.browser().fail(5, account.Email); a.StatusCode != http.StatusTooManyRequests {
		t.Fatalf("the stranger is not slowed: %d", a.StatusCode)
	}
	own.signIn(account.Email, goodPassword).wantSentTo(t, "/admin")
}

func TestAKnownBrowserCantGuessForEver(t *testing.T) {
	s := newSite(t, limited)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	thief := s.browser()
	thief.keep(cookieDevice, s.pages.Keys.DeviceKey(account.ID.String()))
	if a := thief.fail(5, account.Email); a.StatusCode != http.StatusTooManyRequests {
		t.Errorf("%d", a.StatusCode)
	}
}

func TestABrowserKnownToOneAccountIsNotKnownToAnother(t *testing.T) {
	s := newSite(t, limited)
	anna, bert := s.hire("anna@fibrecafe.example", models.RoleAgent), s.hire("bert@fibrecafe.example", models.RoleAgent)
	s.browser().fail(5, bert.Email)
	b := s.browser()
	b.keep(cookieDevice, s.pages.Keys.DeviceKey(anna.ID.String()))
	b.signIn(bert.Email, goodPassword).wantStatus(t, http.StatusTooManyRequests)
}

// from gives a test's requests an address of their own, as a trusted proxy would.
func from(address string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("X-Forwarded-For", address) }
}

func TestOneAccountTriedFromManyNetworksWaitsAMinuteAtMost(t *testing.T) {
	s := newSite(t, limited, behindAProxy)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	values := url.Values{"email": {account.Email}, "password": {"wrong"}}
	slowed := 0
	for i := range 60 {
		a := s.browser().post(signInPath, values, from("198.51.100."+strconv.Itoa(i)))
		if a.StatusCode != http.StatusTooManyRequests {
			continue
		}
		slowed++
		wait, err := strconv.Atoi(a.Header.Get("Retry-After"))
		if err != nil || wait > 60 {
			t.Fatalf("Retry-After %q", a.Header.Get("Retry-After"))
		}
		s.now.advance(time.Duration(wait) * time.Second)
	}
	if slowed < 10 {
		t.Errorf("only %d tries of many networks were slowed", slowed)
	}
	s.browser().signIn(account.Email, goodPassword).wantSentTo(t, "/admin")
}

func TestOneNetworkThatTriesManyAccountsIsSlowed(t *testing.T) {
	s := newSite(t, limited, behindAProxy)
	slowed := false
	for i := range 40 {
		values := url.Values{"email": {"nobody" + strconv.Itoa(i) + "@fibrecafe.example"}, "password": {"wrong"}}
		slowed = slowed || s.browser().post(signInPath, values, from("198.51.100.7")).StatusCode == http.StatusTooManyRequests
	}
	other := url.Values{"email": {"nobody@fibrecafe.example"}, "password": {"wrong"}}
	if a := s.browser().post(signInPath, other, from("198.51.100.8")); !slowed || a.StatusCode != http.StatusUnauthorized {
		t.Errorf("slowed %v, another network gets %d", slowed, a.StatusCode)
	}
}

func TestWithoutLimitsNobodyIsSlowed(t *testing.T) {
	s := newSite(t)
	s.hire("anna@fibrecafe.example", models.RoleAgent)
	s.browser().fail(25, "anna@fibrecafe.example").wantSentTo(t, "/admin")
}

func TestTheLogTellsWhoSignedInAndHoldsNoAddress(t *testing.T) {
	s := newSite(t)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	b := s.browser()
	b.signIn(account.Email, "not my password")
	b.signIn("nobody@fibrecafe.example", goodPassword)
	b.signIn(account.Email, goodPassword).wantSentTo(t, "/admin")
	b.post(signOutPath, url.Values{})
	log := s.logged.String()
	for _, want := range []string{`"msg":"sign-in failed"`, `"msg":"signed in"`, `"msg":"signed out"`, `"account":"` + account.ID.String() + `"`} {
		if !strings.Contains(log, want) {
			t.Errorf("no %s in the log", want)
		}
	}
	for _, secret := range []string{"fibrecafe.example", "127.0.0.1", "not my password", goodPassword, b.held(cookieDevice)} {
		if strings.Contains(log, secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
}

func TestTheSignInPageOfANewInstallationPointsToTheConsole(t *testing.T) {
	s := newSite(t)
	notices := func() string {
		return textOf(all(s.browser().get(signInPath).doc, func(n *html.Node) bool { return n.Data == "main" })[0])
	}
	if !strings.Contains(notices(), "console") {
		t.Error("no word of the set-up link")
	}
	s.hire("anna@fibrecafe.example", models.RoleAdmin)
	if strings.Contains(notices(), "console") {
		t.Error("the set-up link is named though there is an account")
	}
}

func TestAHashOfAnOlderCostIsRenewedAtTheSignIn(t *testing.T) {
	s := newSite(t)
	account := s.hire("anna@fibrecafe.example", models.RoleAgent)
	here := s.seat(account)
	s.browser().signIn(account.Email, goodPassword).wantSentTo(t, "/admin")
	renewed := s.account(account.Email).PasswordHash
	if auth.NeedsRehash(renewed) || renewed == account.PasswordHash {
		t.Errorf("the hash is %q", renewed)
	}
	s.browser().signIn(account.Email, goodPassword).wantSentTo(t, "/admin")
	if !here.signedIn() {
		t.Error("another session has ended by it")
	}
}
