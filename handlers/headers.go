package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// policy lets a page load from its own origin alone, and nothing inline.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// compiling is the policy of the intake and of the worker that it starts: they may also compile
// WebAssembly, which redacts before anything is sent. Nothing else may.
var compiling = strings.Replace(policy, "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", 1)

// letCompile gives an answer that policy, where there is a module to compile.
func (s *Server) letCompile(c echo.Context) {
	if len(s.Redactor) > 0 {
		c.Response().Header().Set("Content-Security-Policy", compiling)
	}
}

// setHeaders puts the security headers on every answer, errors included. Answers are kept from
// caches unless their handler says otherwise.
func (s *Server) setHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		s.secure(c.Response().Header())
		return next(c)
	}
}

func (s *Server) secure(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cache-Control", "no-store")
	if s.BaseURL.Scheme == "https" {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// refuseStrangeOrigin answers 403 to a change that another site's page asks for
// (Sec-Fetch-Site, or Origin against Host).
func (s *Server) refuseStrangeOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.origin.Check(c.Request()); err != nil {
			return errStrangeOrigin
		}
		return next(c)
	}
}

// refuseStrangePath answers 400, before the router sees it, to a path that two programs could
// read in two ways: encoded slashes, dot segments, empty segments, parameters.
func refuseStrangePath(e *echo.Echo, s *Server) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strangePath(r.URL.EscapedPath()) {
			e.ServeHTTP(w, r)
			return
		}
		c := e.NewContext(r, w)
		refuse := s.identify(s.countRequest(s.logRequest(s.setHeaders(func(echo.Context) error { return errStrangePath }))))
		_ = refuse(c) // logRequest has answered
	})
}

func strangePath(path string) bool {
	lower := strings.ToLower(path)
	for _, sign := range []string{"//", ";", "\\", "%2f", "%5c", "%00", "%2e"} {
		if strings.Contains(lower, sign) {
			return true
		}
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}
