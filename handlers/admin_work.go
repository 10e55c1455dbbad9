package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/evidence"
	"docket/models"
	"docket/templates"
)

// The fields of the forms on a ticket's page of staff.
const (
	fieldNote     evidence.Field = "note"
	fieldState    evidence.Field = "state"
	fieldPriority evidence.Field = "priority"
	fieldReason   evidence.Field = "reason"
	fieldAssignee evidence.Field = "assignee"
)

// deedDraft is to keep a text for later.
const deedDraft = "draft"

// longestReason is the most that the reason for a priority may say, in characters.
const longestReason = 500

// work is one form of a ticket's page of staff, as it arrived.
type work struct {
	form
	ref  models.Reference
	seen int64  // the last event that its page showed
	done string // word of the address that says so afterwards
}

func (s *Server) readWork(c echo.Context, done string) (w work, err error) {
	w.done = done
	if w.form, err = s.readForm(c); err != nil {
		return w, err
	}
	if w.ref, err = models.ParseReference(s.Prefix, c.Param("reference")); err != nil {
		return w, models.ErrNotFound
	}
	w.seen, _ = strconv.ParseInt(w.get("seen"), 10, 64) // none: all that happened is news
	return w, s.ownPage(c, w)
}

// again is what a refused form's page must still show.
type again func(*templates.CaseShow)

// deed is a change of a ticket. It returns the id of what it has left on the page, empty for nothing.
type deed func(context.Context, models.Desk) (place string, err error)

// unseen is a deed that leaves nothing of its own in the conversation.
func unseen(do func(context.Context, models.Desk) error) deed {
	return func(ctx context.Context, desk models.Desk) (string, error) { return "", do(ctx, desk) }
}

// finish does a change and goes back to the ticket, to where the change is to be seen, or shows
// the page again with all that the form held.
func (s *Server) finish(c echo.Context, w work, keep again, do deed) error {
	var place string
	err := s.change(c, func() (err error) {
		ctx, desk := context.WithoutCancel(c.Request().Context()), deskOf(c)
		if err := s.keepBeside(ctx, desk, w); err != nil {
			return err
		}
		place, err = do(ctx, desk)
		return err
	})
	if err != nil {
		return s.caseAgain(c, w, keep, err)
	}
	path := s.casePath(w.ref) + "?done=" + w.done
	if place != "" {
		path += "#" + place
	}
	return c.Redirect(http.StatusSeeOther, path)
}

// beside returns what stands in a box beside the form that was sent, redacted: the page takes it
// along, because pressing one button must not lose what is written elsewhere.
func (s *Server) beside(w work, kind models.DraftKind) (text evidence.Clean, there bool) {
	name := "draft_" + string(kind)
	return s.Reader.Clean(w.get(name)), w.values.Has(name)
}

// keepBeside keeps those texts as drafts.
func (s *Server) keepBeside(ctx context.Context, desk models.Desk, w work) error {
	for _, kind := range []models.DraftKind{models.DraftReply, models.DraftNote} {
		text, there := s.beside(w, kind)
		if !there || utf8.RuneCountInString(text.String()) > longestMessage {
			continue
		}
		if err := s.Store.KeepDraft(ctx, desk, w.ref, kind, uuid.Nil, text); err != nil {
			return err
		}
	}
	return nil
}

// showBeside puts those texts back into their boxes.
func (s *Server) showBeside(w work, page *templates.CaseShow) {
	if text, there := s.beside(w, models.DraftReply); there {
		page.Reply = text.String()
	}
	if text, there := s.beside(w, models.DraftNote); there {
		page.Note = text.String()
	}
}

// mistaken shows the page again with what is wrong with a form.
func (s *Server) mistaken(c echo.Context, w work, keep again, problem models.Problem) error {
	page, err := s.casePage(c, w.ref)
	if err != nil {
		return err
	}
	s.showBeside(w, &page)
	keep(&page)
	page.Problems = []models.Problem{problem}
	return render(c, http.StatusUnprocessableEntity, templates.CasePage(page))
}

// caseAgain shows the page again after a change failed: because somebody else was first, or for
// a cause of ours. Only the texts are left when the ticket can't be read either.
func (s *Server) caseAgain(c echo.Context, w work, keep again, cause error) error {
	if errors.Is(cause, models.ErrNotFound) {
		return cause
	}
	r, errorID := refusalFor(cause), newID().String()
	s.logError(c, r, errorID, cause)
	retryAfter(c, r)
	page, err := s.casePage(c, w.ref)
	fresh := page
	s.showBeside(w, &page)
	if err != nil {
		keep(&page)
		return render(c, r.status, templates.FailurePage(s.unsentWork(c, w, page, r, errorID)))
	}
	keep(&page)
	var changed models.Changed
	if errors.Is(cause, models.ErrSentBefore) { // to be sent once more, it needs a form of its own
		page.ReplyID, page.NoteID = fresh.ReplyID, fresh.NoteID
	}
	if errors.As(cause, &changed) {
		page.Changed = &changed
	} else {
		page.Frame.Notice = r.title + ". " + r.sentence + " (Error " + errorID + ")"
	}
	return render(c, r.status, templates.CasePage(page))
}

// unsentWork is the page with nothing but the text, and the form to send it again.
func (s *Server) unsentWork(c echo.Context, w work, page templates.CaseShow, r refusal, errorID string) templates.Failure {
	failure := templates.Failure{Site: s.site(), Status: r.status, Title: r.title, Sentence: r.sentence, ErrorUUID: errorID, Desk: true}
	id, text := page.ReplyID, page.Reply
	if page.Note != "" {
		id, text = page.NoteID, page.Note
	}
	if text != "" {
		failure.Unsent = &templates.Unsent{Action: c.Request().URL.Path, FormID: id, Body: text, Writer: w.get("writer"), Seen: w.seen, Then: page.Then}
	}
	return failure
}

// sendReply answers POST /admin/tickets/{reference}/reply.
func (s *Server) sendReply(c echo.Context) error {
	w, err := s.readWork(c, "reply")
	if err != nil {
		return err
	}
	reply := models.Reply{
		FormID: w.id("form_id"), Seen: w.seen, Body: s.Reader.Clean(w.get("body")), Then: models.State(w.get("then")),
	}
	keep := func(p *templates.CaseShow) {
		p.ReplyID, p.Reply, p.Then = reply.FormID, reply.Body.String(), reply.Then
	}
	if w.get("keep") != "" {
		return s.keepText(c, w, keep, models.DraftReply, reply.Body)
	}
	if problem := bodyProblem(reply.Body); problem != "" {
		return s.mistaken(c, w, keep, models.Problem{Field: fieldBody, Message: problem})
	}
	return s.finish(c, w, keep, func(ctx context.Context, desk models.Desk) (string, error) {
		m, err := s.Store.Reply(ctx, desk, w.ref, reply)
		return templates.EntryID(m.ID), err
	})
}

// keepNote answers POST /admin/tickets/{reference}/notes.
func (s *Server) keepNote(c echo.Context) error {
	w, err := s.readWork(c, "note")
	if err != nil {
		return err
	}
	id, body := w.id("form_id"), s.Reader.Clean(w.get("body"))
	keep := func(p *templates.CaseShow) { p.NoteID, p.Note = id, body.String() }
	if w.get("keep") != "" {
		return s.keepText(c, w, keep, models.DraftNote, body)
	}
	if problem := bodyProblem(body); problem != "" {
		return s.mistaken(c, w, keep, models.Problem{Field: fieldNote, Message: problem})
	}
	return s.finish(c, w, keep, func(ctx context.Context, desk models.Desk) (string, error) {
		n, err := s.Store.AddNote(ctx, desk, w.ref, id, body)
		return templates.EntryID(n.ID), err
	})
}

// keepText keeps a draft for the button that asks for it.
func (s *Server) keepText(c echo.Context, w work, keep again, kind models.DraftKind, body evidence.Clean) error {
	w.done = deedDraft
	if utf8.RuneCountInString(body.String()) > longestMessage {
		return s.mistaken(c, w, keep, models.Problem{Field: fieldOf(kind), Message: bodyProblem(body)})
	}
	return s.finish(c, w, keep, func(ctx context.Context, desk models.Desk) (string, error) {
		return string(fieldOf(kind)), s.Store.KeepDraft(ctx, desk, w.ref, kind, w.known("form_id"), body)
	})
}

func fieldOf(kind models.DraftKind) evidence.Field {
	if kind == models.DraftNote {
		return fieldNote
	}
	return fieldBody
}

// keepDraft answers POST /admin/tickets/{reference}/drafts, which the page sends by itself while
// somebody writes.
func (s *Server) keepDraft(c echo.Context) error {
	w, err := s.readWork(c, deedDraft)
	if err != nil {
		return err
	}
	kind, body := models.DraftKind(w.get("kind")), s.Reader.Clean(w.get("body"))
	if kind != models.DraftReply && kind != models.DraftNote {
		return errBadForm
	}
	if utf8.RuneCountInString(body.String()) > longestMessage {
		return refusedTooLarge
	}
	err = s.change(c, func() error {
		return s.Store.KeepDraft(c.Request().Context(), deskOf(c), w.ref, kind, w.known("form_id"), body)
	})
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// moveTicket answers POST /admin/tickets/{reference}/state.
func (s *Server) moveTicket(c echo.Context) error {
	w, err := s.readWork(c, "state")
	if err != nil {
		return err
	}
	to := models.State(w.get("state"))
	return s.finish(c, w, picked(w, fieldState), unseen(func(ctx context.Context, desk models.Desk) error {
		return s.Store.Move(ctx, desk, w.ref, w.seen, to)
	}))
}

// picked keeps what was chosen in a small form.
func picked(w work, field evidence.Field) again {
	value := w.get(string(field))
	return func(page *templates.CaseShow) { page.Picked = templates.Picked{Field: field, Value: value} }
}

// prioritiseTicket answers POST /admin/tickets/{reference}/priority; 0 is the derived priority.
func (s *Server) prioritiseTicket(c echo.Context) error {
	w, err := s.readWork(c, "priority")
	if err != nil {
		return err
	}
	p, err := strconv.Atoi(w.get("priority"))
	reason := s.Reader.Clean(strings.Join(strings.Fields(w.get("reason")), " "))
	keep := func(page *templates.CaseShow) {
		picked(w, fieldPriority)(page)
		page.Reason = reason.String()
	}
	switch {
	case err != nil || p < 0 || p > 4:
		return s.mistaken(c, w, keep, models.Problem{Field: fieldPriority, Message: "Choose a priority."})
	case p > 0 && reason.IsZero():
		return s.mistaken(c, w, keep, models.Problem{Field: fieldReason, Message: "Say why, so that whoever looks next knows."})
	case utf8.RuneCountInString(reason.String()) > longestReason:
		return s.mistaken(c, w, keep, models.Problem{Field: fieldReason, Message: "Say it in 500 characters; a note takes more."})
	}
	return s.finish(c, w, keep, unseen(func(ctx context.Context, desk models.Desk) error {
		return s.Store.Prioritise(ctx, desk, w.ref, w.seen, models.Priority(p), reason)
	}))
}

// assignTicket answers POST /admin/tickets/{reference}/assignee: "me", nobody, or an account.
func (s *Server) assignTicket(c echo.Context) error {
	w, err := s.readWork(c, "assignee")
	if err != nil {
		return err
	}
	to, err := assigneeOf(w.get("assignee"), deskOf(c))
	keep := func(page *templates.CaseShow) {
		page.Picked = templates.Picked{Field: fieldAssignee, Value: idOf(to)}
	}
	if err != nil {
		return s.mistaken(c, w, func(*templates.CaseShow) {}, models.Problem{Field: fieldAssignee, Message: "Choose somebody from the list."})
	}
	return s.finish(c, w, keep, unseen(func(ctx context.Context, desk models.Desk) error {
		return s.Store.Assign(ctx, desk, w.ref, w.seen, to)
	}))
}

// idOf writes an account's id as the form does, nothing for nobody.
func idOf(account *uuid.UUID) string {
	if account == nil {
		return ""
	}
	return account.String()
}

func assigneeOf(who string, desk models.Desk) (*uuid.UUID, error) {
	switch who {
	case "":
		return nil, nil
	case "me":
		id := desk.Account().ID
		return &id, nil
	}
	id, err := uuid.Parse(who)
	return &id, err
}
