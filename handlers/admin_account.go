package handlers

import (
	"net/http"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/auth"
	"docket/evidence"
	"docket/models"
	"docket/templates"
)

// fieldCurrent is the password that is about to be changed.
const fieldCurrent evidence.Field = "current"

// longestName is the most that somebody's name may say, in characters.
const longestName = 100

// showAccount answers GET /admin/account: the reader's own account.
func (s *Server) showAccount(c echo.Context) error { return s.answerAccount(c, http.StatusOK) }

func (s *Server) answerAccount(c echo.Context, status int, problems ...models.Problem) error {
	frame, err := s.frame(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	sessions, err := s.Store.Sessions(ctx, frame.Reader.ID)
	if err != nil {
		return err
	}
	return render(c, status, templates.AccountPage(templates.AccountShow{
		Frame: frame, Sessions: sessions, Current: sittingOf(ctx).session.ID, Problems: problems,
	}))
}

// changePassword answers POST /admin/account/password. Every other session of the account ends.
func (s *Server) changePassword(c echo.Context) error {
	f, err := s.readForm(c)
	if err != nil {
		return err
	}
	account, fresh := deskOf(c).Account(), f.values.Get("password")
	if problems := s.passwordProblems(fresh, account.Email, account.Name.String()); len(problems) > 0 {
		return s.answerAccount(c, http.StatusUnprocessableEntity, problems...)
	}
	right, err := s.guess(c, auth.Known, s.ownTries(account.ID), account.PasswordHash, f.values.Get("current"))
	if err != nil {
		return err
	}
	if !right {
		s.record(c, "password not changed", account.ID)
		return s.answerAccount(c, http.StatusUnprocessableEntity,
			models.Problem{Field: fieldCurrent, Message: "This is not your present password."})
	}
	if err := s.setPassword(c, account, fresh); err != nil {
		return err
	}
	s.record(c, "password changed", account.ID)
	return c.Redirect(http.StatusSeeOther, "/admin/account?done=password")
}

// setPassword keeps a new password and ends every session of its account but this one.
func (s *Server) setPassword(c echo.Context, account models.Account, password string) error {
	ctx := c.Request().Context()
	hash, err := s.passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.change(c, func() error {
		return s.Store.SetPassword(ctx, account.ID, hash, sittingOf(ctx).session.TokenHash)
	})
}

// changePreferences answers POST /admin/account/preferences.
func (s *Server) changePreferences(c echo.Context) error {
	f, err := s.readForm(c)
	if err != nil {
		return err
	}
	err = s.change(c, func() error {
		return s.Store.SetPreferences(c.Request().Context(), deskOf(c).Account().ID, f.get("letters") == "on", f.get("shortcuts") == "on")
	})
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/account?done=preferences")
}

// endSession answers POST /admin/account/sessions/{session}/end: one of the reader's own, this
// browser's too.
func (s *Server) endSession(c echo.Context) error {
	session, err := uuid.Parse(c.Param("session"))
	if err != nil {
		return models.ErrNotFound
	}
	if session == sittingOf(c.Request().Context()).session.ID {
		return s.signOut(c)
	}
	account := deskOf(c).Account().ID
	if err := s.change(c, func() error { return s.Store.EndOwnSession(c.Request().Context(), account, session) }); err != nil {
		return err
	}
	s.record(c, "session ended", account)
	return c.Redirect(http.StatusSeeOther, "/admin/account?done=session")
}

// accountProblems says what is wrong with a name and an address for an account.
func accountProblems(name, email string) (problems []models.Problem) {
	if utf8.RuneCountInString(name) > longestName {
		problems = append(problems, models.Problem{Field: models.FieldName, Message: "This is longer than 100 characters. Use a shorter name."})
	}
	return append(problems, models.CheckAddress(models.FieldEmail, email)...)
}

// passwordProblems says what is wrong with a new password.
func (s *Server) passwordProblems(password, email, name string) []models.Problem {
	if message := auth.Check(password, email, name, s.Organisation); message != "" {
		return []models.Problem{{Field: fieldPassword, Message: message}}
	}
	return nil
}
