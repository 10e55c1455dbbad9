package handlers

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"docket/auth"
	"docket/evidence"
	"docket/models"
)

// The cookies of a requester's browser.
const (
	cookieTicket = "docket-ticket-"   // and a reference: the key of one ticket
	cookiePerson = "docket-requester" // what the next form starts with
	mostKeys     = 50                 // that one browser holds, about 80 bytes each
	keysLast     = 180 * 24 * time.Hour
	personLasts  = 365 * 24 * time.Hour
)

// scopeKey is where the middleware leaves the scope.
const scopeKey = "scope"

// scope builds what the caller may see from the keys in their cookies. Nothing else makes a scope.
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

// heldKey is the key of one ticket that a browser holds, checked.
type heldKey struct {
	grant models.Grant
	since int64 // Unix seconds, by our clock
}

// heldKeys reads the cookies of tickets, and drops what is not genuine. Each ticket has a cookie
// of its own, so that two tabs which file at the same time do not overwrite each other's.
func (s *Server) heldKeys(c echo.Context) []heldKey {
	var held []heldKey
	tried := 0
	for _, cookie := range c.Cookies() {
		ref, ok := strings.CutPrefix(cookie.Name, s.cookieName(cookieTicket))
		if tried++; !ok || tried > 2*mostKeys {
			continue
		}
		key, since, _ := strings.Cut(cookie.Value, "~")
		at, _ := strconv.ParseInt(since, 36, 64) // without a time it counts as the oldest
		if g, ok := s.grantOf(models.Reference(ref), key); ok {
			held = append(held, heldKey{g, at})
		}
	}
	return held
}

// grantOf checks a ticket key.
func (s *Server) grantOf(ref models.Reference, key string) (models.Grant, bool) {
	holder, epoch, ok := s.Keys.OpenTicketKey(key, string(ref))
	return models.Grant{Reference: ref, Epoch: epoch, Mailed: holder == auth.Mailbox}, ok
}

// grant gives this browser the key of a ticket, unless it holds a better one: an old link must
// not take away what a newer one gave. Beyond mostKeys it loses the oldest.
func (s *Server) grant(c echo.Context, g models.Grant) {
	held := s.heldKeys(c)
	for _, h := range held {
		if h.grant.Reference == g.Reference && h.grant.Opens(g) {
			return
		}
	}
	slices.SortFunc(held, func(a, b heldKey) int { return cmp.Compare(b.since, a.since) })
	for _, old := range held[min(len(held), mostKeys-1):] {
		if old.grant.Reference != g.Reference {
			s.setCookie(c, cookieTicket+string(old.grant.Reference), "", -1)
		}
	}
	holder := auth.Browser
	if g.Mailed {
		holder = auth.Mailbox
	}
	key := s.Keys.TicketKey(holder, string(g.Reference), g.Epoch)
	s.setCookie(c, cookieTicket+string(g.Reference), key+"~"+strconv.FormatInt(s.Clock().Unix(), 36), keysLast)
}

// person is what a browser remembers.
type person struct {
	Name        string `json:"n"`
	Email       string `json:"e"`
	Tenant      string `json:"t"`
	Environment string `json:"v"`
	Impact      string `json:"i"`
}

// remember keeps the requester, tenant, environment and impact in their browser for the next
// ticket. Many orders that have stopped are an incident and nobody's habit: that is asked each time.
func (s *Server) remember(c echo.Context, sub models.Submission) {
	p := person{sub.Name.String(), sub.Email.String(), sub.Tenant.String(), sub.Environment.String(), sub.Impact.String()}
	if impact := models.Impact(p.Impact); impact != models.OneOrder && impact != models.Question {
		p.Impact = ""
	}
	raw, err := json.Marshal(p)
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
		models.FieldName: typedText(p.Name), models.FieldEmail: typedText(p.Email),
		evidence.Tenant: typedText(p.Tenant), evidence.Environment: typedText(p.Environment),
		models.FieldImpact: typedText(p.Impact),
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
