package handlers

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/evidence"
	"docket/models"
	"docket/templates"
)

// headerFragment asks for the inside of the intake form alone; our script sends it.
const headerFragment = "X-Docket-Fragment"

// newTicket answers GET /: the empty intake, with what this browser remembers of its person.
func (s *Server) newTicket(c echo.Context) error {
	in := intake{submission: models.Submission{ID: newID()}, filled: map[evidence.Field]string{}}
	p, remembered := s.recall(c)
	for f, value := range p.answers() {
		in.suggest(f, s.Reader.Clean(value))
	}
	page := s.page(in)
	page.Remembered = remembered
	return s.answerIntake(c, http.StatusOK, page)
}

// readEvidence answers POST /tickets/read: the form, filled from the evidence.
func (s *Server) readEvidence(c echo.Context) error {
	if !s.within(c, s.limits.reading) {
		return errTooMany
	}
	in, err := s.readSubmission(c)
	if err != nil {
		return err
	}
	page, status := s.page(in), http.StatusOK
	if in.reading == nil && len(page.Problems) == 0 {
		page.Problems = []models.Problem{{Field: models.FieldEvidence,
			Message: "Paste the evidence or choose a file first. Without any, fill in the fields below and file the ticket."}}
	}
	if len(page.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	s.showYours(c, &page)
	return s.answerIntake(c, status, page)
}

// submitTicket answers POST /tickets: it opens a ticket, or shows the form again with what is wrong.
func (s *Server) submitTicket(c echo.Context) error {
	in, err := s.readSubmission(c)
	if err != nil {
		return err
	}
	if in.again != uuid.Nil {
		in.submission.ID = in.again
	}
	filing, problems := in.submission.Check(models.Rules{Reader: s.Reader, Now: s.Clock()})
	page := s.page(in)
	if page.Problems = append(page.Problems, in.questions(problems)...); len(page.Problems) > 0 {
		s.metrics.refused(page.Problems)
		s.showYours(c, &page)
		return s.answerIntake(c, http.StatusUnprocessableEntity, page)
	}
	if s.showYours(c, &page); len(page.Yours) > 0 && in.seen != filing.Ticket().RequestID {
		page.Notice = "You have filed a ticket with this X-Request-ID before. If this is something else, send it again."
		return s.answerIntake(c, http.StatusConflict, page)
	}
	ticket, err := s.file(c, filing)
	if err != nil {
		return s.keepForm(c, page, err)
	}
	// The first epoch, also when the form comes again: keys that have been revoked stay revoked.
	s.grant(c, models.Grant{Reference: ticket.Reference})
	s.remember(c, in.submission)
	return c.Redirect(http.StatusSeeOther, s.ticketPath(ticket.Reference))
}

// file opens the ticket when its network may file now and the store has room. A browser that
// hangs up does not undo it: the form's id finds the ticket when it comes again.
func (s *Server) file(c echo.Context, filing models.Filing) (ticket models.Ticket, err error) {
	if !s.within(c, s.limits.filing) {
		return ticket, errTooMany
	}
	begun := s.Clock()
	err = s.change(c, func() error {
		ticket, err = s.Store.Submit(context.WithoutCancel(c.Request().Context()), scopeOf(c), filing.From(customer(addressOf(c)).String()))
		return err
	})
	if err == nil {
		s.metrics.filed(browserChannel, ticket, begun)
	}
	return ticket, err
}

// keepForm shows the form again, with everything in it, when it could not be filed.
func (s *Server) keepForm(c echo.Context, page templates.TicketNew, err error) error {
	var filed models.AlreadyFiled
	if errors.As(err, &filed) {
		page.Filed, page.Again = &filed.Ticket, newID()
		return s.answerIntake(c, http.StatusConflict, page)
	}
	r, id := refusalFor(err), newID().String()
	s.logError(c, r, id, err)
	retryAfter(c, r)
	page.Notice = r.title + ". " + r.sentence + " (Error " + id + ")"
	return s.answerIntake(c, r.status, page)
}

// showYours adds the reader's own tickets with the same request id, but for the one that this
// form has filed.
func (s *Server) showYours(c echo.Context, page *templates.TicketNew) {
	id := page.Submission.RequestID.String()
	if id == "" || scopeOf(c).IsZero() {
		return
	}
	tickets, err := s.Store.SameRequest(c.Request().Context(), scopeOf(c), id)
	if err != nil {
		s.Log.Warn("look for duplicates failed", "err", err)
		return
	}
	for _, t := range tickets {
		if t.SubmissionID != page.Submission.ID {
			page.Yours = append(page.Yours, t)
		}
	}
}

// answerIntake writes the intake page, or the inside of its form when the script asks for it. A
// browser may keep the page, for its own person and redacted as it is: without that the way back
// to a form that was sent is a question to send it again, and what was typed since is lost.
func (s *Server) answerIntake(c echo.Context, status int, page templates.TicketNew) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-cache")
	if c.Request().Header.Get(headerFragment) != "" {
		return render(c, status, templates.TicketNewFragment(page))
	}
	s.letCompile(c)
	return render(c, status, templates.TicketNewPage(page))
}

// forgetRequester answers POST /forget: this browser's memory of its person is cleared, and the
// form stays as it is otherwise.
func (s *Server) forgetRequester(c echo.Context) error {
	in, err := s.readSubmission(c)
	if err != nil {
		return err
	}
	for f := range (person{}).answers() {
		if !in.found(f) {
			*in.submission.Answer(f) = evidence.Clean{}
			delete(in.filled, f)
		}
	}
	s.forget(c)
	return s.answerIntake(c, http.StatusOK, s.page(in))
}
