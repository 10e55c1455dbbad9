package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// route is one line of the product's table.
type route struct {
	method  string
	path    string
	may     who
	handle  echo.HandlerFunc
	through []echo.MiddlewareFunc
}

// routes is the whole product: method, path, who may, handler, and what a request passes before
// it is known who asks.
func (s *Server) routes() []route {
	table := append(s.requesterRoutes(), s.staffRoutes()...)
	if s.Development {
		table = append(table,
			route{http.MethodGet, "/gallery", anyone, s.showGallery, nil},
			route{http.MethodGet, "/gallery/:slug", anyone, s.showSpecimen, nil})
	}
	return table
}

func (s *Server) requesterRoutes() []route {
	upload := []echo.MiddlewareFunc{s.limitBody(uploadLimit)}
	write := []echo.MiddlewareFunc{s.limitBody(formLimit)}
	return []route{
		{http.MethodGet, "/", holder, s.newTicket, nil},
		{http.MethodPost, "/tickets/read", holder, s.readEvidence, upload},
		{http.MethodPost, "/tickets", holder, s.submitTicket, upload},
		{http.MethodPost, "/forget", holder, s.forgetRequester, upload},
		{http.MethodGet, "/tickets/:reference", holder, s.showTicket, nil},
		{http.MethodPost, "/tickets/:reference/messages", holder, s.sendAnswer, write},
		{http.MethodPost, "/tickets/:reference/confirm", holder, s.confirmAddress, write},
		{http.MethodGet, "/find", anyone, s.findTicket, nil},
		{http.MethodPost, "/find", anyone, s.sendLink, write},
		{http.MethodGet, "/letters/:letter/not-me", anyone, s.askNotMe, nil},
		{http.MethodPost, "/letters/:letter/not-me", anyone, s.blockAddress, write},
		{http.MethodGet, "/healthz", anyone, s.alive, nil},
		{http.MethodGet, "/readyz", anyone, s.ready, nil},
		{http.MethodGet, "/metrics", anyone, s.showMetrics, nil},
	}
}

func (s *Server) staffRoutes() []route {
	write := []echo.MiddlewareFunc{s.limitBody(formLimit)}
	brief := []echo.MiddlewareFunc{s.limitBody(smallBody)} // nobody has signed in yet
	return []route{
		{http.MethodGet, signInPath, anyone, s.showSignIn, nil},
		{http.MethodPost, signInPath, anyone, s.signIn, brief},
		{http.MethodPost, signOutPath, anyone, s.signOut, write},
		{http.MethodGet, setUpPath, anyone, s.showSetUp, nil},
		{http.MethodPost, setUpPath, anyone, s.setUp, write},
		{http.MethodGet, "/admin/account", agent, s.showAccount, nil},
		{http.MethodPost, "/admin/account/password", agent, s.changePassword, write},
		{http.MethodPost, "/admin/account/preferences", agent, s.changePreferences, write},
		{http.MethodPost, "/admin/account/sessions/:session/end", agent, s.endSession, write},
		{http.MethodGet, "/admin/staff", admin, s.showStaff, nil},
		{http.MethodPost, "/admin/staff", admin, s.addStaff, write},
		{http.MethodPost, "/admin/staff/:account/role", admin, s.changeRole, write},
		{http.MethodPost, "/admin/staff/:account/disable", admin, s.disableStaff, write},
		{http.MethodPost, "/admin/staff/:account/enable", admin, s.enableStaff, write},
		{http.MethodGet, "/admin", agent, s.showQueue, nil},
		{http.MethodGet, "/admin/news", agent, s.sendNews, []echo.MiddlewareFunc{byScript}},
		{http.MethodGet, "/admin/tickets/:reference", agent, s.showCase, nil},
		{http.MethodPost, "/admin/tickets/:reference/reply", agent, s.sendReply, write},
		{http.MethodPost, "/admin/tickets/:reference/notes", agent, s.keepNote, write},
		{http.MethodPost, "/admin/tickets/:reference/state", agent, s.moveTicket, write},
		{http.MethodPost, "/admin/tickets/:reference/priority", agent, s.prioritiseTicket, write},
		{http.MethodPost, "/admin/tickets/:reference/assignee", agent, s.assignTicket, write},
		{http.MethodPost, "/admin/tickets/:reference/drafts", agent, s.keepDraft, write},
		{http.MethodGet, "/admin/letters", agent, s.showLetters, nil},
		{http.MethodGet, "/admin/letters/:letter", agent, s.showLetter, nil},
		{http.MethodPost, "/admin/letters/:letter/again", agent, s.sendLetterAgain, write},
		{http.MethodPost, "/admin/letters/:letter/drop", agent, s.dropLetter, write},
		{http.MethodPost, "/admin/letters/hold", lead, s.holdLetters, write},
		{http.MethodPost, "/admin/letters/release", lead, s.releaseLetters, write},
	}
}
