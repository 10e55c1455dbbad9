package handlers

import (
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/models"
	"docket/templates"
)

// writerLasts is for how long after it was shown a ticket's page leaves drafts for its reader.
const writerLasts = 7 * 24 * time.Hour

// writerKey says in the forms of a ticket's page whom it is shown to: what is written on it is
// theirs, whosever session the browser has when it is sent, or none.
func (s *Server) writerKey(c echo.Context, ref models.Reference) string {
	return s.Keys.WriterKey(deskOf(c).Account().ID.String(), string(ref), s.Clock())
}

// writerOf is the account that a form's page was shown to, and since when; ok is false when it
// does not say.
func (s *Server) writerOf(f form, ref models.Reference) (account uuid.UUID, shown time.Time, ok bool) {
	name, shown, ok := s.Keys.OpenWriterKey(f.get("writer"), string(ref))
	account, err := uuid.Parse(name)
	return account, shown, ok && err == nil
}

// written are the routes whose form carries what somebody has written.
var written = map[string]models.DraftKind{
	"/admin/tickets/:reference/reply": models.DraftReply,
	"/admin/tickets/:reference/notes": models.DraftNote,
}

// unsent are the texts of a ticket's form, and those that stood in a box beside it, redacted.
func (s *Server) unsent(c echo.Context, f form) (texts []models.Draft) {
	for _, kind := range []models.DraftKind{models.DraftReply, models.DraftNote} {
		name := "draft_" + string(kind)
		if written[c.Path()] == kind {
			name = string(fieldBody)
		}
		if text := s.Reader.Clean(f.get(name)); !text.IsZero() {
			texts = append(texts, models.Draft{Kind: kind, Body: text})
		}
	}
	return texts
}

// leave keeps texts as drafts of their writer.
func (s *Server) leave(c echo.Context, writer uuid.UUID, ref models.Reference, texts []models.Draft) error {
	if len(texts) == 0 {
		return nil
	}
	if !s.within(c, s.limits.answering) {
		return errTooMany
	}
	return s.change(c, func() error { return s.Store.LeaveDrafts(c.Request().Context(), writer, ref, texts) })
}

// keepWriting answers a change that came after its session had ended: with the page to sign in.
// What was written is kept for its writer, and is on the page only when it can't be.
func (s *Server) keepWriting(c echo.Context) error {
	page := templates.SignIn{
		Site: s.site(), Next: pageOf(c.Request().URL.Path), Notice: errSignedOut.title + ". " + errSignedOut.sentence,
	}
	ref, err := models.ParseReference(s.Prefix, c.Param("reference"))
	if err != nil {
		return render(c, errSignedOut.status, templates.SignInPage(page))
	}
	f, err := s.readForm(c)
	if err != nil {
		return err
	}
	texts, status := s.unsent(c, f), errSignedOut.status
	if len(texts) > 0 {
		page.Kept = &templates.KeptText{Reference: ref}
		status = s.keepFor(c, f, page.Kept, texts)
	}
	return render(c, status, templates.SignInPage(page))
}

// keepFor keeps texts for the writer of a form, or puts them on a page with the reason why not; it
// returns the page's status.
func (s *Server) keepFor(c echo.Context, f form, kept *templates.KeptText, texts []models.Draft) (status int) {
	writer, shown, ok := s.writerOf(f, kept.Reference)
	err := models.ErrNotFound
	if ok && s.Clock().Sub(shown) < writerLasts {
		err = s.leave(c, writer, kept.Reference, texts)
	}
	if err == nil {
		return errSignedOut.status
	}
	for _, t := range texts {
		kept.Texts = append(kept.Texts, t.Body.String())
	}
	r, id := refusalFor(err), newID().String()
	switch {
	case errors.Is(err, models.ErrNotFound):
		kept.Why = "We can’t tell whose draft it is: the page that it came from does not say so, or is too old."
		return errSignedOut.status
	case errors.Is(err, models.ErrEnough):
		kept.Why = "The draft that is there already would become too long by it."
		return http.StatusUnprocessableEntity
	}
	s.logError(c, r, id, err)
	retryAfter(c, r)
	kept.Why = "We can’t keep it just now. Reload this page in a while to try it again. (Error " + id + ")"
	return r.status
}

// errOthersPage refuses a form whose page was shown to another account than the one signed in.
var errOthersPage = refusal{http.StatusConflict, "OTHERS_PAGE", "Another account has signed in since",
	"This page was shown to another account than the one that is signed in now. Nothing was sent or changed. What stood in its boxes is a draft of the account that wrote it.", ""}

// ownPage refuses a form whose page was shown to somebody else: nobody sends what another has
// written, or acts on what another has seen. What it holds is kept for its writer.
func (s *Server) ownPage(c echo.Context, w work) error {
	writer, _, ok := s.writerOf(w.form, w.ref)
	if !ok || writer == deskOf(c).Account().ID {
		return nil
	}
	if w.done == deedDraft { // by itself, while its page is open: what is sent from there is kept
		return errSignedOut
	}
	if err := s.leave(c, writer, w.ref, s.unsent(c, w.form)); err != nil {
		return err
	}
	return errOthersPage
}
