package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// route is one line of the product's table.
type route struct {
	method  string
	path    string
	handle  echo.HandlerFunc
	through []echo.MiddlewareFunc
}

// routes is the whole product: method, path, handler, and what a request passes on its way.
func (s *Server) routes() []route {
	read := []echo.MiddlewareFunc{s.scope}
	upload := []echo.MiddlewareFunc{s.limitBody(uploadLimit), s.scope}
	write := []echo.MiddlewareFunc{s.limitBody(formLimit), s.scope}
	plain := []echo.MiddlewareFunc{}
	table := []route{
		{http.MethodGet, "/", s.newTicket, read},
		{http.MethodPost, "/tickets/read", s.readEvidence, upload},
		{http.MethodPost, "/tickets", s.submitTicket, upload},
		{http.MethodPost, "/forget", s.forgetRequester, upload},
		{http.MethodGet, "/tickets/:reference", s.showTicket, read},
		{http.MethodPost, "/tickets/:reference/messages", s.sendAnswer, write},
		{http.MethodPost, "/tickets/:reference/confirm", s.confirmAddress, write},
		{http.MethodGet, "/find", s.findTicket, read},
		{http.MethodPost, "/find", s.sendLink, write},
		{http.MethodGet, "/letters/:letter/not-me", s.askNotMe, plain},
		{http.MethodPost, "/letters/:letter/not-me", s.blockAddress, write},
		{http.MethodGet, "/healthz", s.alive, plain},
		{http.MethodGet, "/readyz", s.ready, plain},
	}
	if s.Development {
		table = append(table,
			route{http.MethodGet, "/gallery", s.showGallery, plain},
			route{http.MethodGet, "/gallery/:slug", s.showSpecimen, plain})
	}
	return table
}
