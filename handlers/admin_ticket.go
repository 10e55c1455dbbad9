package handlers

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"docket/evidence"
	"docket/models"
	"docket/templates"
)

// showCase answers GET /admin/tickets/{reference}.
func (s *Server) showCase(c echo.Context) error {
	ref, err := models.ParseReference(s.Prefix, c.Param("reference"))
	if err != nil {
		return models.ErrNotFound
	}
	page, err := s.casePage(c, ref)
	if err != nil {
		return err
	}
	if c.Param("reference") != ref.Format(s.Prefix) {
		return c.Redirect(http.StatusSeeOther, s.casePath(ref))
	}
	return render(c, http.StatusOK, templates.CasePage(page))
}

// casePage is a ticket's page for staff, with the drafts of its reader in the boxes.
func (s *Server) casePage(c echo.Context, ref models.Reference) (page templates.CaseShow, err error) {
	if page.Frame, err = s.frame(c); err != nil {
		return page, err
	}
	if page.Case, err = s.Store.Case(c.Request().Context(), deskOf(c), ref); err != nil {
		return page, err
	}
	s.noteRead(c, page.Case)
	if request, ok := s.Reader.ParseRequest(page.Case.Papers.Request); ok {
		page.Request = &request
	}
	if response, ok := s.Reader.ParseResponse(page.Case.Papers.Response); ok {
		page.Response = &response
	}
	page.Findings = s.findings(page.Case)
	for _, draft := range page.Case.Drafts {
		if draft.Kind == models.DraftNote {
			page.Note = draft.Body.String()
		} else {
			page.Reply = draft.Body.String()
		}
	}
	page.Writer = s.writerKey(c, ref)
	page.Added = addedBy[c.QueryParam("done")]
	page.ReplyID, page.NoteID, page.MailToFiles = newID(), newID(), s.MailToFiles
	page.ReplyBy, page.Late = s.promise(page.Case.Ticket)
	return page, nil
}

// mostDiagnosed is how much evidence is read again for a page of staff, in bytes: a few milliseconds.
const mostDiagnosed = 128 << 10

// findings are what a ticket's evidence tells. Where that is about another call than the ticket, or too
// long to be read for a page, request and response of the ticket are read in its place.
func (s *Server) findings(c models.Case) []evidence.Finding {
	papers := c.Papers
	if text := papers.Evidence; !text.IsZero() && len(text.String()) <= mostDiagnosed {
		report := s.Reader.ReadClean(text)
		id, found := report.Fact(evidence.RequestID)
		if !found || strings.EqualFold(id.Value, c.Ticket.RequestID) {
			return report.Findings
		}
	}
	call := papers.Request.Above(papers.Response)
	if len(call.String()) > mostDiagnosed {
		return nil
	}
	return s.Reader.ReadClean(call).Findings
}

// addedBy is what a deed has added to the conversation, by the word in the address.
var addedBy = map[string]templates.Turned{"reply": templates.FromUs, "note": templates.Inside}

// noteRead puts on record who reads a ticket's evidence, on whatever page it stands. When that
// can't be written, the log has it: a full disk keeps nobody from reading.
func (s *Server) noteRead(c echo.Context, read models.Case) {
	if err := s.Store.NoteCase(context.WithoutCancel(c.Request().Context()), deskOf(c), read); err != nil {
		s.Log.Warn("a read of evidence is not on record", "ticket", read.Ticket.Reference, "account", deskOf(c).Account().ID, "err", err)
	}
}

// promise returns when a first answer to a ticket is due, and whether that has passed; the zero
// time once there is an answer.
func (s *Server) promise(t models.Ticket) (by time.Time, late bool) {
	if t.State != models.New {
		return time.Time{}, false
	}
	by = t.CreatedAt.Add(s.ReplyTargets[t.Priority])
	return by, by.Before(s.Clock())
}
