package handlers

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/alexedwards/scs/v2"
	"github.com/google/uuid"
	"golang.org/x/crypto/argon2"
	"golang.org/x/net/html"

	"docket/models"
)

// goodPassword is every test account's.
const goodPassword = "tractor velvet lagoon"

// cheapHash is goodPassword's at the least cost that there is, so that tests do not wait for it.
var cheapHash = func() string {
	salt := []byte("sixteen bytes so")
	key := argon2.IDKey([]byte(goodPassword), salt, 1, 8, 1, 32)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=8,t=1,p=1$%s$%s", b64.EncodeToString(salt), b64.EncodeToString(key))
}()

// hire adds a member of staff whose password is goodPassword.
func (s *site) hire(email string, role models.Role) models.Account {
	s.t.Helper()
	account, err := s.store.AddAccount(s.t.Context(), models.Account{
		Email: email, Name: s.pages.Reader.Clean(strings.ToUpper(email[:1]) + email[1:strings.Index(email, "@")]),
		Role: role, PasswordHash: cheapHash, Letters: true, Shortcuts: true,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return account
}

// seat is a browser in which an account is signed in, without the work of a password.
func (s *site) seat(account models.Account) *browser {
	s.t.Helper()
	token, now := uuid.NewString(), s.now.Now()
	data, err := scs.GobCodec{}.Encode(now, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = s.store.KeepSession(s.t.Context(), models.Session{
		TokenHash: tokenHash(token), AccountID: account.ID, Browser: "Firefox on Linux", Data: data,
		CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(idleEnd),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	b := s.browser()
	b.keep(cookieStaff, token)
	return b
}

// member is a browser in which somebody new with a role is signed in.
func (s *site) member(role models.Role) *browser {
	s.t.Helper()
	return s.seat(s.hire(string(role)+"-"+uuid.NewString()[:8]+"@fibrecafe.example", role))
}

// behindAProxy lets a test say where its requests come from.
func behindAProxy(o *Options) {
	o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
}

// keep puts a cookie into the browser.
func (b *browser) keep(name, value string) {
	b.t.Helper()
	u, err := url.Parse(b.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	b.client.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

// held is the value of one of the browser's cookies, empty without it.
func (b *browser) held(name string) string {
	b.t.Helper()
	u, err := url.Parse(b.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, cookie := range b.client.Jar.Cookies(u) {
		if cookie.Name == name {
			return cookie.Value
		}
	}
	return ""
}

// signIn sends the form of the sign-in page.
func (b *browser) signIn(email, password string, more ...url.Values) answer {
	b.t.Helper()
	values := url.Values{"email": {email}, "password": {password}}
	for _, extra := range more {
		for name, list := range extra {
			values[name] = list
		}
	}
	return b.post(signInPath, values)
}

// signedIn reports whether the browser gets at pages of staff.
func (b *browser) signedIn() bool {
	b.t.Helper()
	return b.get("/admin/account").StatusCode == http.StatusOK
}

// wantStatus is the shortest assertion on an answer.
func (a answer) wantStatus(t *testing.T, status int) {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("%s %s answers %d, want %d: %s", a.Request.Method, a.Request.URL.Path, a.StatusCode, status, problemsOf(a.doc))
	}
}

// wantSentTo asserts a redirection after a form or to a page.
func (a answer) wantSentTo(t *testing.T, address string) {
	t.Helper()
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != address {
		t.Fatalf("%s %s answers %d to %q, want %q: %s", a.Request.Method, a.Request.URL.Path, a.StatusCode, a.Header.Get("Location"), address, problemsOf(a.doc))
	}
}

// errorOn is the message beside a field, which the field names as its description.
func errorOn(doc *html.Node, field string) string {
	for _, input := range all(doc, func(n *html.Node) bool { return attr(n, "name") == field && attr(n, "aria-invalid") == "true" }) {
		for id := range strings.FieldsSeq(attr(input, "aria-describedby")) {
			for _, n := range all(doc, func(n *html.Node) bool { return attr(n, "id") == id && strings.Contains(id, "error") }) {
				return strings.TrimSpace(textOf(n))
			}
		}
	}
	return ""
}

func TestBrowsersAreNamedAsPeopleCallThem(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                  "Firefox on Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":                         "Chrome on Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":           "Edge on Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15":                   "Safari on macOS",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1": "Safari on iPhone",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36":     "Samsung Internet on Android",
		"curl/8.16.0": "Another program", "": "Another program", "Firefox/140.0": "Firefox",
	} {
		if got := browserName(agent); got != want {
			t.Errorf("%q is called %q", agent, got)
		}
	}
}
