package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"docket/evidence"
	"docket/models"
	"docket/templates"
)

// fieldPassword is a password on its way in.
const fieldPassword evidence.Field = "password"

// showSignIn answers GET /admin/login.
func (s *Server) showSignIn(c echo.Context) error {
	desk, err := s.sit(c)
	if err != nil {
		return err
	}
	next := ownPath(c.QueryParam("next"))
	if !desk.IsZero() {
		return c.Redirect(http.StatusSeeOther, next)
	}
	staffed, err := s.Store.HasAccounts(c.Request().Context())
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, templates.SignInPage(templates.SignIn{
		Site: s.site(), Next: next, Notice: deeds[c.QueryParam("done")], Setup: !staffed,
	}))
}

// signIn answers POST /admin/login: a new session, or the page again. It says the same to an
// unknown address, a disabled account and a wrong password.
func (s *Server) signIn(c echo.Context) error {
	f, err := s.readForm(c)
	if err != nil {
		return err
	}
	page := templates.SignIn{
		Site: s.site(), Email: f.get("email"), Next: ownPath(f.get("next")),
		Kept: s.keptText(f.get("kept_reference"), f.get("kept_kind"), f.get("kept_body")),
	}
	if page.Problems = signInProblems(page.Email, f.values.Get("password")); len(page.Problems) > 0 {
		return render(c, http.StatusUnprocessableEntity, templates.SignInPage(page))
	}
	account, err := s.prove(c, page.Email, f.values.Get("password"))
	if err == nil {
		err = s.enter(c, account, page.Kept)
	}
	s.countSignIn(err)
	if err != nil {
		return s.signInAgain(c, page, err)
	}
	if page.Kept != nil {
		return c.Redirect(http.StatusSeeOther, s.casePath(page.Kept.Reference)+"?done=draft#"+string(fieldOf(page.Kept.Kind)))
	}
	return c.Redirect(http.StatusSeeOther, page.Next)
}

// countSignIn counts how a try ended; one that failed for a cause of ours is none.
func (s *Server) countSignIn(err error) {
	switch code := refusalFor(err).code; {
	case err == nil:
		s.metrics.signIn(signInOK)
	case code == errWrongSignIn.code:
		s.metrics.signIn(signInFailed)
	case code == codeTooManyTries, code == errTooMany.code:
		s.metrics.signIn(signInThrottled)
	}
}

func signInProblems(email, password string) []models.Problem {
	problems := models.CheckAddress(models.FieldEmail, email)
	if password == "" {
		problems = append(problems, models.Problem{Field: fieldPassword, Message: "Enter your password."})
	}
	return problems
}

// enter keeps what somebody had written when their session ended, and only then begins a new
// one: the text is not lost when it can't be kept.
func (s *Server) enter(c echo.Context, account models.Account, kept *templates.KeptText) error {
	if _, err := s.sit(c); err != nil {
		return err
	}
	err := s.change(c, func() error {
		if err := s.draft(c, account, kept); err != nil {
			return err
		}
		return s.begin(c, account)
	})
	if err == nil {
		s.know(c, account)
		s.record(c, "signed in", account.ID)
	}
	return err
}

func (s *Server) draft(c echo.Context, account models.Account, kept *templates.KeptText) error {
	if kept == nil {
		return nil
	}
	err := s.Store.AddToDraft(c.Request().Context(), models.DeskOf(account), kept.Reference, kept.Kind, s.Reader.Clean(kept.Body))
	if errors.Is(err, models.ErrNotFound) { // the page that it leads to says so
		return nil
	}
	return err
}

// signInAgain shows the page with everything in it but the password.
func (s *Server) signInAgain(c echo.Context, page templates.SignIn, err error) error {
	r, id := refusalFor(err), newID().String()
	retryAfter(c, r)
	page.Notice = r.title + ". " + r.sentence
	switch {
	case errors.Is(err, errWrongSignIn):
		page.Notice, page.Problems = "", []models.Problem{{Field: fieldPassword, Message: r.sentence}}
	default:
		s.logError(c, r, id, err)
		page.Notice += " (Error " + id + ")"
	}
	return render(c, r.status, templates.SignInPage(page))
}

// signOut answers POST /admin/logout.
func (s *Server) signOut(c echo.Context) error {
	desk, err := s.sit(c)
	if err != nil {
		return err
	}
	if err := s.change(c, func() error { return s.end(c) }); err != nil {
		return err
	}
	if !desk.IsZero() {
		s.record(c, "signed out", desk.Account().ID)
	}
	return c.Redirect(http.StatusSeeOther, signInPath+"?done=out")
}
