package handlers

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"docket/auth"
	"docket/evidence"
	"docket/models"
)

// The cookies of a requester's browser.
const (
	cookieKeys   = "docket-keys"      // ticket keys, newest first
	cookiePerson = "docket-requester" // what the next form starts with
	mostKeys     = 60                 // about 2.5 KB; a browser keeps 4 KB a cookie
	keysLast     = 180 * 24 * time.Hour
	personLasts  = 365 * 24 * time.Hour
)

// scopeKey is where the middleware leaves the scope.
const scopeKey = "scope"

// scope builds what the caller may see from the keys in their cookie. Nothing else makes a scope.
func (s *Server) scope(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		var grants []models.Grant
		for _, held := range s.heldKeys(c) {
			grants = append(grants, held.grant)
		}
		c.Set(scopeKey, models.ScopeOf(grants))
		return next(c)
	}
}

func scopeOf(c echo.Context) models.Scope {
	scope, _ := c.Get(scopeKey).(models.Scope)
	return scope
}

// heldKey is one entry of the cookie, checked.
type heldKey struct {
	grant models.Grant
	key   string
}

// heldKeys reads the cookie "REFERENCE=KEY,…" and drops what is not genuine.
func (s *Server) heldKeys(c echo.Context) []heldKey {
	cookie, err := c.Cookie(s.cookieName(cookieKeys))
	if err != nil {
		return nil
	}
	var held []heldKey
	for entry := range strings.SplitSeq(cookie.Value, ",") {
		ref, key, _ := strings.Cut(entry, "=")
		if g, ok := s.grantOf(models.Reference(ref), key); ok && len(held) < mostKeys {
			held = append(held, heldKey{g, key})
		}
	}
	return held
}

// grantOf checks a ticket key.
func (s *Server) grantOf(ref models.Reference, key string) (models.Grant, bool) {
	holder, epoch, ok := s.Keys.OpenTicketKey(key, string(ref))
	return models.Grant{Reference: ref, Epoch: epoch, Mailed: holder == auth.Mailbox}, ok
}

// grant gives this browser the key of a ticket, in front of those it holds.
func (s *Server) grant(c echo.Context, g models.Grant, holder auth.Holder) {
	key := s.Keys.TicketKey(holder, string(g.Reference), g.Epoch)
	entries := []string{string(g.Reference) + "=" + key}
	for _, held := range s.heldKeys(c) {
		if held.grant.Reference != g.Reference && len(entries) < mostKeys {
			entries = append(entries, string(held.grant.Reference)+"="+held.key)
		}
	}
	s.setCookie(c, cookieKeys, strings.Join(entries, ","), keysLast)
}

// person is what a browser remembers.
type person struct {
	Name        string `json:"n"`
	Email       string `json:"e"`
	Tenant      string `json:"t"`
	Environment string `json:"v"`
}

// remember keeps the requester, tenant and environment in their browser for the next ticket.
func (s *Server) remember(c echo.Context, sub models.Submission) {
	raw, err := json.Marshal(person{sub.Name.String(), sub.Email.String(), sub.Tenant.String(), sub.Environment.String()})
	if err == nil {
		s.setCookie(c, cookiePerson, base64.RawURLEncoding.EncodeToString(raw), personLasts)
	}
}

// recall returns what this browser remembers; ok is false when it remembers nobody.
func (s *Server) recall(c echo.Context) (p person, ok bool) {
	cookie, err := c.Cookie(s.cookieName(cookiePerson))
	if err != nil {
		return p, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || json.Unmarshal(raw, &p) != nil {
		return person{}, false
	}
	return p, p.Email != ""
}

// answers are what a person's next form starts with.
func (p person) answers() map[evidence.Field]string {
	return map[evidence.Field]string{
		models.FieldName: storable(p.Name), models.FieldEmail: storable(p.Email),
		evidence.Tenant: storable(p.Tenant), evidence.Environment: storable(p.Environment),
	}
}

func (s *Server) forget(c echo.Context) { s.setCookie(c, cookiePerson, "", -1) }

// cookieName adds the prefix that binds a cookie to this host and to TLS. Plain http, which is
// for loopback, can't carry it.
func (s *Server) cookieName(name string) string {
	if s.BaseURL.Scheme == "https" {
		return "__Host-" + name
	}
	return name
}

// setCookie sets a cookie for as long as lasts; a negative duration removes it.
func (s *Server) setCookie(c echo.Context, name, value string, lasts time.Duration) {
	cookie := &http.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: s.BaseURL.Scheme == "https", MaxAge: int(lasts / time.Second),
	}
	if lasts < 0 {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}
