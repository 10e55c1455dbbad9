package handlers

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/models"
	"docket/templates"
)

// askNotMe answers GET /letters/{letter}/not-me. It changes nothing, because mail scanners open
// links: the buttons do.
func (s *Server) askNotMe(c echo.Context) error {
	letter, err := s.letterOf(c)
	if err != nil {
		return err
	}
	return s.answerNotMe(c, letter, false)
}

// blockAddress answers POST /letters/{letter}/not-me: no more mail to the letter's address, or,
// with undo, mail to it again.
func (s *Server) blockAddress(c echo.Context) error {
	letter, err := s.letterOf(c)
	if err != nil {
		return err
	}
	f, err := s.readForm(c)
	if err != nil {
		return err
	}
	change := s.Store.Block
	if f.get("undo") != "" {
		change = s.Store.Unblock
	}
	if !s.within(c, s.limits.answering) {
		return errTooMany
	}
	if err := s.change(c, func() error { return change(c.Request().Context(), letter) }); err != nil {
		return err
	}
	return s.answerNotMe(c, letter, true)
}

func (s *Server) answerNotMe(c echo.Context, letter uuid.UUID, done bool) error {
	blocked, err := s.Store.Blocked(c.Request().Context(), letter)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, templates.NotMePage(templates.NotMe{
		Site: s.site(), Action: c.Request().URL.RequestURI(), Blocked: blocked, Done: done,
	}))
}

// letterOf checks the link's key.
func (s *Server) letterOf(c echo.Context) (uuid.UUID, error) {
	letter, err := uuid.Parse(c.Param("letter"))
	if err != nil || !s.Keys.OpenLetterKey(c.QueryParam("key"), letter.String()) {
		return uuid.Nil, models.ErrNotFound
	}
	return letter, nil
}
