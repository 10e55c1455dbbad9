package handlers

import (
	"context"
	"errors"
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
		page, err := s.conversation(c, ref)
		if err != nil {
			return s.orFind(c, err)
		}
		page.Receipt, page.FormID, page.Answer = false, id, body.String()
		page.Problems = []models.Problem{{Field: fieldBody, Message: problem}}
		return render(c, http.StatusUnprocessableEntity, templates.TicketShowPage(page))
	}
	message, err := s.answer(c, ref, id, body)
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, s.ticketPath(ref)+"#message-"+message.ID.String())
	case errors.Is(err, models.ErrNotFound):
		return s.orFind(c, err)
	}
	return s.keepAnswer(c, ref, id, body, err)
}

// keepAnswer shows the text again, in its box, when it could not be sent: on the ticket's page,
// or alone when that can't be read either.
func (s *Server) keepAnswer(c echo.Context, ref models.Reference, id uuid.UUID, body evidence.Clean, cause error) error {
	r, errorID := refusalFor(cause), newID().String()
	s.logError(c, r, errorID, cause)
	retryAfter(c, r)
	page, err := s.conversation(c, ref)
	if err != nil {
		return render(c, r.status, templates.FailurePage(templates.Failure{
			Site: s.site(), Status: r.status, Title: r.title, Sentence: r.sentence, ErrorUUID: errorID,
			Unsent: &templates.Unsent{Action: s.ticketPath(ref) + "/messages", FormID: id, Body: body.String()},
		}))
	}
	if errors.Is(cause, models.ErrSentBefore) { // to be sent once more, it needs a form of its own
		id = newID()
	}
	page.Receipt, page.FormID, page.Answer = false, id, body.String()
	page.Notice = r.title + ". " + r.sentence + " (Error " + errorID + ")"
	return render(c, r.status, templates.TicketShowPage(page))
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
