package handlers

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/auth"
	"docket/evidence"
	"docket/models"
	"docket/templates"
)

// fieldRole is what a member of staff may do.
const fieldRole evidence.Field = "role"

// showStaff answers GET /admin/staff: every account.
func (s *Server) showStaff(c echo.Context) error {
	return s.answerStaff(c, http.StatusOK, templates.StaffList{Role: models.RoleAgent})
}

// answerStaff shows the accounts, with what a form of the page has left.
func (s *Server) answerStaff(c echo.Context, status int, page templates.StaffList) (err error) {
	notice := page.Frame.Notice
	if page.Frame, err = s.frame(c); err != nil {
		return err
	}
	page.Frame.Notice = cmp.Or(notice, page.Frame.Notice)
	if page.Accounts, err = s.Store.Accounts(c.Request().Context()); err != nil {
		return err
	}
	return render(c, status, templates.StaffPage(page))
}

// addStaff answers POST /admin/staff: a new account. Its password stands on the page that
// answers and nowhere else; a reload finds the address taken and shows none.
func (s *Server) addStaff(c echo.Context) error {
	f, err := s.readForm(c)
	if err != nil {
		return err
	}
	page := templates.StaffList{
		Name: s.Reader.Clean(f.get("name")).String(), Email: f.get("email"), Role: models.Role(f.get("role")),
	}
	if page.Problems = append(accountProblems(page.Name, page.Email), roleProblems(page.Role)...); len(page.Problems) == 0 {
		err = s.addAccount(c, &page)
	}
	switch {
	case errors.Is(err, models.ErrTaken):
		page.Problems = []models.Problem{{Field: models.FieldEmail, Message: "There is an account with this address already."}}
	case err != nil:
		return s.addAgain(c, page, err)
	case page.Fresh != nil:
		return s.answerStaff(c, http.StatusOK, templates.StaffList{Role: models.RoleAgent, Fresh: page.Fresh})
	}
	return s.answerStaff(c, http.StatusUnprocessableEntity, page)
}

// addAgain shows the form again with what was typed, after a cause of ours.
func (s *Server) addAgain(c echo.Context, page templates.StaffList, cause error) error {
	r, id := refusalFor(cause), newID().String()
	page.Frame.Notice = r.title + ". " + r.sentence + " (Error " + id + ")"
	s.logError(c, r, id, cause)
	retryAfter(c, r)
	return s.answerStaff(c, r.status, page)
}

// addAccount adds the account that a page's form describes and puts its password on the page.
func (s *Server) addAccount(c echo.Context, page *templates.StaffList) error {
	ctx, password := c.Request().Context(), auth.NewPassword()
	hash, err := s.passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	var account models.Account
	err = s.change(c, func() error {
		account, err = s.Store.AddAccount(ctx, models.Account{
			Email: page.Email, Name: s.Reader.Clean(page.Name), Role: page.Role, PasswordHash: hash, Letters: true, Shortcuts: true,
		})
		return err
	})
	if err != nil {
		return err
	}
	page.Fresh = &templates.FreshPassword{Email: account.Email, Password: password}
	s.record(c, "account added", account.ID, "role", account.Role, "by", deskOf(c).Account().ID)
	return nil
}

func roleProblems(role models.Role) []models.Problem {
	if role.AtLeast(models.RoleAgent) {
		return nil
	}
	return []models.Problem{{Field: fieldRole, Message: "Choose what this account may do."}}
}

// changeRole answers POST /admin/staff/{account}/role.
func (s *Server) changeRole(c echo.Context) error {
	f, err := s.readForm(c)
	if err != nil {
		return err
	}
	role := models.Role(f.get("role"))
	if problems := roleProblems(role); len(problems) > 0 {
		return s.answerStaff(c, http.StatusUnprocessableEntity, templates.StaffList{Role: models.RoleAgent, Problems: problems})
	}
	return s.onStaff(c, "role", func(ctx context.Context, account uuid.UUID) error {
		return s.Store.SetRole(ctx, account, role)
	})
}

// disableStaff answers POST /admin/staff/{account}/disable. The account's sessions end.
func (s *Server) disableStaff(c echo.Context) error {
	return s.onStaff(c, "disable", s.Store.DisableAccount)
}

// enableStaff answers POST /admin/staff/{account}/enable.
func (s *Server) enableStaff(c echo.Context) error {
	return s.onStaff(c, "enable", s.Store.EnableAccount)
}

// onStaff changes an account that is not the reader's own, so that no slip locks anybody out.
func (s *Server) onStaff(c echo.Context, deed string, do func(context.Context, uuid.UUID) error) error {
	account, err := uuid.Parse(c.Param("account"))
	switch {
	case err != nil:
		return models.ErrNotFound
	case account == deskOf(c).Account().ID:
		return errOwnAccount
	}
	ctx := c.Request().Context()
	if err := s.change(c, func() error { return do(ctx, account) }); err != nil {
		return err
	}
	s.record(c, "account changed", account, "change", deed, "by", deskOf(c).Account().ID)
	return c.Redirect(http.StatusSeeOther, "/admin/staff?done="+deed)
}
