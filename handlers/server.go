// Package handlers answers HTTP: routes, pages, errors, and what every answer carries.
package handlers

import (
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

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
	MailToFiles    bool // no mail server is set
	Development    bool // serve the gallery
	Health         *Health
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
}

// New makes a server that answers every route of the product.
func New(o Options) (*Server, error) {
	s := &Server{Options: o, origin: http.NewCrossOriginProtection(), first: firstBytes, assets: static.Handler()}
	if err := s.origin.AddTrustedOrigin(o.BaseURL.Scheme + "://" + o.BaseURL.Host); err != nil {
		return nil, err
	}
	s.gates, s.limits = newGates(), newLimits(o.Clock)
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(io.Discard)
	e.IPExtractor = clientAddress(o.TrustedProxies)
	e.HTTPErrorHandler = s.answerError
	e.Use(s.identify, s.logRequest, s.recoverPanic, s.setHeaders, s.refuseStrangeOrigin)
	for _, r := range s.routes() {
		e.Add(r.method, r.path, r.handle, r.through...)
		if r.method == http.MethodGet { // RFC 9110 §9.1: who answers GET answers HEAD
			e.Add(http.MethodHead, r.path, r.handle, r.through...)
		}
	}
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		e.Add(method, "/static/*", s.sendStatic)
	}
	s.handler = refuseStrangePath(e, s)
	return s, nil
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
