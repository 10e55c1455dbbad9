package handlers

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/evidence"
	"docket/models"
	"docket/templates"
)

// longestMessage is the most that one message may say, in characters.
const longestMessage = 20_000

// fieldBody is the answer box of a ticket's page.
const fieldBody evidence.Field = "body"

// sendAnswer answers POST /tickets/{reference}/messages: the requester's message is added, or
// the page is shown again with the text in its box.
func (s *Server) sendAnswer(c echo.Context) error {
	f, err := s.readForm(c)
	if err != nil {
		return err
	}
	ref, _ := models.ParseReference(s.Prefix, c.Param("reference"))
	body := s.Reader.Clean(f.get(string(fieldBody)))
	id := f.id("form_id")
	if problem := bodyProblem(body); problem != "" {
		return s.answerAgain(c, ref, http.StatusUnprocessableEntity, func(p *templates.TicketShow) {
			p.FormID, p.Answer, p.Problems = id, body.String(), []models.Problem{{Field: fieldBody, Message: problem}}
		})
	}
	message, err := s.answer(c, ref, id, body)
	if refusal := refusalFor(err); err != nil && refusal.status != http.StatusNotFound {
		errorID := newID().String()
		retryAfter(c, refusal)
		s.logError(c, refusal, errorID, err)
		return s.answerAgain(c, ref, refusal.status, func(p *templates.TicketShow) {
			p.FormID, p.Answer, p.Notice = id, body.String(), refusal.title+". "+refusal.sentence+" (Error "+errorID+")"
		})
	}
	if err != nil {
		return s.orFind(c, err)
	}
	return c.Redirect(http.StatusSeeOther, s.ticketPath(ref)+"#message-"+message.ID.String())
}

// answer adds the message when its network may send one now and the store has room.
func (s *Server) answer(c echo.Context, ref models.Reference, id uuid.UUID, body evidence.Clean) (message models.Message, err error) {
	if !s.within(c, s.limits.answering) {
		return message, errTooMany
	}
	err = s.change(c, func() error {
		message, err = s.Store.Answer(context.WithoutCancel(c.Request().Context()), scopeOf(c), ref, id, body)
		return err
	})
	return message, err
}

// answerAgain shows the ticket's page again after something has been set on it.
func (s *Server) answerAgain(c echo.Context, ref models.Reference, status int, set func(*templates.TicketShow)) error {
	page, err := s.conversation(c, ref)
	if err != nil {
		return s.orFind(c, err)
	}
	page.Receipt = false
	set(&page)
	return render(c, status, templates.TicketShowPage(page))
}

func bodyProblem(body evidence.Clean) string {
	switch text := body.String(); {
	case strings.TrimSpace(text) == "":
		return "Write your answer first."
	case utf8.RuneCountInString(text) > longestMessage:
		return "This is longer than 20,000 characters. Shorten it, or send it in two messages."
	}
	return ""
}

// confirmAddress answers POST /tickets/{reference}/confirm: its reader came by a mailed link and
// says that the mailbox is theirs.
func (s *Server) confirmAddress(c echo.Context) error {
	ref, _ := models.ParseReference(s.Prefix, c.Param("reference"))
	err := s.change(c, func() error { return s.Store.Confirm(c.Request().Context(), scopeOf(c), ref) })
	if err != nil {
		return s.orFind(c, err)
	}
	return c.Redirect(http.StatusSeeOther, s.ticketPath(ref))
}
