package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"docket/models"
	"docket/templates"
)

// showSetUp answers GET /admin/setup?key={key}: the form of the first account, while there is none.
func (s *Server) showSetUp(c echo.Context) error {
	if err := s.mayBegin(c, c.QueryParam("key")); err != nil {
		return err
	}
	return render(c, http.StatusOK, templates.SetUpPage(templates.SetUp{Site: s.site(), Key: c.QueryParam("key")}))
}

// setUp answers POST /admin/setup: the first account, an admin's, signed in.
func (s *Server) setUp(c echo.Context) error {
	f, err := s.readForm(c)
	if err != nil {
		return err
	}
	if err := s.mayBegin(c, f.get("key")); err != nil {
		return err
	}
	page := templates.SetUp{Site: s.site(), Key: f.get("key"), Name: s.Reader.Clean(f.get("name")).String(), Email: f.get("email")}
	password := f.values.Get("password")
	page.Problems = accountProblems(page.Name, page.Email)
	page.Problems = append(page.Problems, s.passwordProblems(password, page.Email, page.Name)...)
	if len(page.Problems) > 0 {
		return render(c, http.StatusUnprocessableEntity, templates.SetUpPage(page))
	}
	if err := s.firstAccount(c, page, password); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, queuePath)
}

// mayBegin lets on who has the key of the set-up link, as long as there is no account.
func (s *Server) mayBegin(c echo.Context, key string) error {
	if !s.Keys.OpenSetUpKey(key) {
		return models.ErrNotFound
	}
	staffed, err := s.Store.HasAccounts(c.Request().Context())
	if err == nil && staffed {
		err = models.ErrNotFound
	}
	return err
}

// firstAccount makes the first account and signs it in; ErrNotFound when somebody else was first.
func (s *Server) firstAccount(c echo.Context, page templates.SetUp, password string) error {
	if _, err := s.sit(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	hash, err := s.passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	var account models.Account
	err = s.change(c, func() error {
		account, err = s.Store.FirstAccount(ctx, models.Account{
			Email: page.Email, Name: s.Reader.Clean(page.Name), Role: models.RoleAdmin, PasswordHash: hash, Letters: true, Shortcuts: true,
		})
		if err != nil {
			return err
		}
		return s.begin(c, account)
	})
	if err == nil {
		s.know(c, account)
		s.record(c, "first account added", account.ID)
	}
	return err
}
