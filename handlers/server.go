// Package handlers answers HTTP: routes, pages, errors, and what every answer carries.
package handlers

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/auth"
	"docket/evidence"
	"docket/models"
	"docket/static"
	"docket/templates"
)

// Options is what a Server depends on.
type Options struct {
	Store          *models.Store
	Reader         *evidence.Reader
	Keys           *auth.Keyring
	Log            *slog.Logger
	Clock          models.Clock
	BaseURL        *url.URL // the address in links; never taken from a request
	Organisation   string
	Prefix         string // of references
	ReplyTargets   map[models.Priority]time.Duration
	TrustedProxies []netip.Prefix
	RateLimit      bool
	MailToFiles    bool                                // no mail server is set
	Written        func(models.Letter) (string, error) // reads a letter that was written as a file; nil: none is
	Development    bool                                // serve the gallery
	Redactor       []string                            // addresses of what redacts in the browser; nil: nothing does
	Health         *Health
	Metrics        *Metrics // nil: counted for nobody
	MetricsToken   string   // opens /metrics where pages are; empty: nothing is there
}

// Server answers HTTP requests.
type Server struct {
	Options
	origin  *http.CrossOriginProtection
	gates   gates
	limits  limits
	first   time.Duration // how long the beginning of a body may take
	assets  http.Handler
	handler http.Handler
	metrics *Metrics
	scrape  http.Handler // what the metrics tell

	passwords *auth.Passwords
	sessions  *scs.SessionManager
}

// New makes a server that answers every route of the product.
func New(o Options) (*Server, error) {
	s := &Server{Options: o, origin: http.NewCrossOriginProtection(), first: firstBytes, assets: static.Handler()}
	if err := s.origin.AddTrustedOrigin(o.BaseURL.Scheme + "://" + o.BaseURL.Host); err != nil {
		return nil, err
	}
	s.gates, s.limits = newGates(), newLimits(o.Clock)
	s.passwords, s.sessions = auth.NewPasswords(), newSessions(o, s.cookieName(cookieStaff))
	if err := s.count(); err != nil {
		return nil, err
	}
	e := s.router()
	if err := s.open(e, s.routes()); err != nil {
		return nil, err
	}
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		e.Add(method, "/static/*", s.sendStatic)
	}
	s.handler = refuseStrangePath(e, s)
	return s, nil
}

// router makes a router without routes: what every request passes, and how errors are answered.
func (s *Server) router() *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(io.Discard)
	e.IPExtractor = clientAddress(s.TrustedProxies)
	e.HTTPErrorHandler = s.answerError
	e.Use(s.identify, s.countRequest, s.logRequest, s.recoverPanic, s.setHeaders, s.refuseStrangeOrigin)
	return e
}

// open adds routes to the router; it refuses one that nobody may use.
func (s *Server) open(e *echo.Echo, table []route) error {
	for _, r := range table {
		guard, err := s.admit(r.may)
		if err != nil {
			return fmt.Errorf("%s %s: %w", r.method, r.path, err)
		}
		through := append(slices.Clone(r.through), guard)
		e.Add(r.method, r.path, r.handle, through...)
		if r.method == http.MethodGet { // RFC 9110 §9.1: who answers GET answers HEAD
			e.Add(http.MethodHead, r.path, r.handle, through...)
		}
	}
	return nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// site is what every page needs.
func (s *Server) site() templates.Site {
	return templates.Site{
		Organisation: s.Organisation, Prefix: s.Prefix,
		Style: static.URL("app.css"), Script: static.URL("app.js"),
		Zone: time.UTC, Now: s.Clock(),
	}
}

// ticketPath is where a ticket's page is.
func (s *Server) ticketPath(ref models.Reference) string {
	return "/tickets/" + ref.Format(s.Prefix)
}

// TicketLink is the address of a ticket's page with the key that a mail carries.
func (s *Options) TicketLink(t models.Ticket) string {
	key := s.Keys.TicketKey(auth.Mailbox, string(t.Reference), t.KeyEpoch)
	return s.link("/tickets/"+t.Reference.Format(s.Prefix), key)
}

// NotMeLink is the address where a letter's receiver says that they did not ask for it.
func (s *Options) NotMeLink(l models.Letter) string {
	return s.link("/letters/"+l.ID.String()+"/not-me", s.Keys.LetterKey(l.ID.String()))
}

// SetupLink is the address where the first account is made; it opens nothing once there is one.
func (s *Options) SetupLink() string { return s.link("/admin/setup", s.Keys.SetUpKey()) }

func (s *Options) link(path, key string) string {
	return strings.TrimSuffix(s.BaseURL.String(), "/") + path + "?key=" + url.QueryEscape(key)
}

// ReplyBy is when staff have promised a first answer to a ticket; the zero time when that has passed.
func (s *Options) ReplyBy(t models.Ticket) time.Time {
	by := t.CreatedAt.Add(s.ReplyTargets[t.Priority])
	if by.Before(s.Clock()) {
		return time.Time{}
	}
	return by
}

// newID draws a one-time id for a form.
func newID() uuid.UUID { return uuid.New() }
