package handlers

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"docket/models"
)

// showMetrics answers GET /metrics where pages are: to who has the token, and like a page that
// is not there while none is set.
func (s *Server) showMetrics(c echo.Context) error {
	if s.MetricsToken == "" {
		return models.ErrNotFound
	}
	return s.sendMetrics(c)
}

// sendMetrics answers GET /metrics on a listener of its own, where only a token that is set is wanted.
func (s *Server) sendMetrics(c echo.Context) error {
	if s.MetricsToken != "" && !bearer(c.Request(), s.MetricsToken) {
		c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Bearer realm="metrics"`)
		return errNoToken
	}
	s.scrape.ServeHTTP(c.Response(), c.Request())
	return nil
}

// bearer reports whether a request carries a token (RFC 6750 §2.1). The time does not tell how much of it is right.
func bearer(r *http.Request, token string) bool {
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	got, want := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(token))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(got[:], want[:]) == 1
}

// MetricsHandler answers GET /metrics and nothing else, for a listener of its own.
func (s *Server) MetricsHandler() (http.Handler, error) {
	e := s.router()
	err := s.open(e, []route{{http.MethodGet, "/metrics", anyone, s.sendMetrics, nil}})
	return refuseStrangePath(e, s), err
}
