package handlers

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
)

// The gateway's correlation headers, which Docket keeps as well.
const (
	headerRequestID      = "X-Request-ID"
	headerConversationID = "X-Conversation-ID"
)

// identify puts X-Request-ID on every answer, the caller's when it is valid, and echoes a valid
// X-Conversation-ID.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := c.Request().Header.Get(headerRequestID)
		if !validCorrelation(id) {
			id = uuid.NewString()
		}
		h := c.Response().Header()
		h.Set(headerRequestID, id)
		if conversation := c.Request().Header.Get(headerConversationID); validCorrelation(conversation) {
			h.Set(headerConversationID, conversation)
		}
		return next(c)
	}
}

// validCorrelation accepts 1 to 128 visible ASCII characters.
func validCorrelation(id string) bool {
	for i := range len(id) {
		if id[i] < 0x21 || id[i] > 0x7e {
			return false
		}
	}
	return len(id) >= 1 && len(id) <= 128
}

// logRequest writes one line for each request: the route, never the address, and nothing that
// anybody typed.
func (s *Server) logRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		s.Log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
			slog.String("method", methodOf(c)), slog.String("route", routeOf(c)),
			slog.Int("status", c.Response().Status), slog.Int64("bytes", c.Response().Size),
			slog.Int64("took_us", time.Since(start).Microseconds()),
			slog.String("request_id", s.requestID(c)))
		return nil
	}
}

// requestID is the request's id as the log may have it: callers choose theirs.
func (s *Server) requestID(c echo.Context) string {
	return s.Reader.Clean(c.Response().Header().Get(headerRequestID)).String()
}

func routeOf(c echo.Context) string {
	if p := c.Path(); p != "" {
		return p
	}
	return "none"
}

// methodOf names a request's method if it is one of the standard's (RFC 9110 §9.3, RFC 5789):
// any other is a word that the caller chose.
func methodOf(c echo.Context) string {
	switch m := c.Request().Method; m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodOptions, http.MethodTrace, http.MethodConnect:
		return m
	}
	return "other"
}
