package handlers

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"docket/models"
	"docket/templates"
)

// receiptShown is how long a ticket's page is its receipt for the browser that filed it.
const receiptShown = time.Hour

// showTicket answers GET /tickets/{reference}: the receipt, later the conversation. The key of a
// mailed link is traded for a cookie, so that it leaves the address bar.
func (s *Server) showTicket(c echo.Context) error {
	ref, err := models.ParseReference(s.Prefix, c.Param("reference"))
	if key := c.QueryParam("key"); key != "" {
		return s.tradeKey(c, ref, key)
	}
	if err != nil {
		ref = models.Reference("") // looked up all the same: malformed, unknown and foreign answer alike
	}
	page, err := s.conversation(c, ref)
	if err != nil {
		return s.orFind(c, err)
	}
	if c.Param("reference") != ref.Format(s.Prefix) {
		return c.Redirect(http.StatusSeeOther, s.ticketPath(ref))
	}
	return render(c, http.StatusOK, templates.TicketShowPage(page))
}

func (s *Server) tradeKey(c echo.Context, ref models.Reference, key string) error {
	grant, ok := s.grantOf(ref, key)
	if !ok {
		return s.orFind(c, models.ErrNotFound)
	}
	s.grant(c, grant)
	return c.Redirect(http.StatusSeeOther, s.ticketPath(ref))
}

// conversation is a ticket's page within the caller's scope.
func (s *Server) conversation(c echo.Context, ref models.Reference) (templates.TicketShow, error) {
	scope := scopeOf(c)
	conv, err := s.Store.Conversation(c.Request().Context(), scope, ref)
	if err != nil {
		return templates.TicketShow{}, err
	}
	grant, _ := scope.Grant(ref)
	fresh := s.Clock().Sub(conv.Ticket.CreatedAt) < receiptShown
	return templates.TicketShow{
		Site: s.site(), Conversation: conv, FormID: newID(), ReplyBy: s.ReplyBy(conv.Ticket),
		Receipt: !grant.Mailed && fresh && len(conv.Messages) == 0, Mailed: grant.Mailed, MailToFiles: s.MailToFiles,
	}, nil
}

// orFind answers a ticket that did not open with the way to a fresh link.
func (s *Server) orFind(c echo.Context, err error) error {
	if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	if wantsJSON(c.Request()) {
		return refusedNotFound
	}
	return render(c, http.StatusNotFound, templates.FindPage(templates.Find{Site: s.site(), Missing: true}))
}
