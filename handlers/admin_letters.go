package handlers

import (
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/models"
	"docket/templates"
)

// showLetters answers GET /admin/letters.
func (s *Server) showLetters(c echo.Context) (err error) {
	page := templates.LettersShow{Files: s.MailToFiles}
	page.Filter = models.LetterFilter{State: stateIn(c), After: c.QueryParam("after"), Before: c.QueryParam("before")}
	if page.Frame, err = s.frame(c); err != nil {
		return err
	}
	if page.Page, err = s.Store.Letters(c.Request().Context(), deskOf(c), page.Filter); err != nil {
		return err
	}
	return render(c, http.StatusOK, templates.LettersPage(page))
}

// showLetter answers GET /admin/letters/{letter}.
func (s *Server) showLetter(c echo.Context) (err error) {
	var page templates.LetterShow
	if page.Frame, err = s.frame(c); err != nil {
		return err
	}
	if page.Row, err = s.Store.Letter(c.Request().Context(), deskOf(c), letterIn(c)); err != nil {
		return err
	}
	if s.Written != nil {
		if page.Text, err = s.Written(page.Row.Letter); err != nil {
			s.Log.Warn("a written letter can't be read", "letter", page.Row.Letter.ID, "err", err)
		}
	}
	return render(c, http.StatusOK, templates.LetterPage(page))
}

// stateIn is the state whose letters the address asks for, empty for all.
func stateIn(c echo.Context) models.LetterState {
	if state := models.LetterState(c.QueryParam("state")); slices.Contains(models.LetterStates, state) {
		return state
	}
	return ""
}

// letterIn is the letter that the address names, uuid.Nil, which none has, when it can't be read.
func letterIn(c echo.Context) uuid.UUID {
	id, _ := uuid.Parse(c.Param("letter"))
	return id
}

// sendLetterAgain answers POST /admin/letters/{letter}/again.
func (s *Server) sendLetterAgain(c echo.Context) error {
	return s.onLetters(c, "again", func(ctx context.Context, desk models.Desk) error {
		return s.Store.SendAgain(ctx, desk, letterIn(c))
	})
}

// dropLetter answers POST /admin/letters/{letter}/drop.
func (s *Server) dropLetter(c echo.Context) error {
	return s.onLetters(c, "drop", func(ctx context.Context, desk models.Desk) error {
		return s.Store.DropLetter(ctx, desk, letterIn(c))
	})
}

// holdLetters answers POST /admin/letters/hold: hold=on keeps all letters in, anything else lets them go.
func (s *Server) holdLetters(c echo.Context) error {
	f, err := s.readForm(c)
	if err != nil {
		return err
	}
	hold, deed := f.get("hold") == "on", "release"
	if hold {
		deed = "hold"
	}
	return s.onLetters(c, deed, func(ctx context.Context, desk models.Desk) error {
		return s.Store.HoldLetters(ctx, desk, hold)
	})
}

// releaseLetters answers POST /admin/letters/release: what a restore has held goes.
func (s *Server) releaseLetters(c echo.Context) error {
	return s.onLetters(c, "release", func(ctx context.Context, desk models.Desk) error {
		_, err := s.Store.ReleaseHeld(ctx, desk)
		return err
	})
}

// onLetters does a change of letters and goes back to the letters of the state that it was asked
// for among.
func (s *Server) onLetters(c echo.Context, deed string, do func(context.Context, models.Desk) error) error {
	if err := s.change(c, func() error { return do(c.Request().Context(), deskOf(c)) }); err != nil {
		return err
	}
	if state := stateIn(c); state != "" {
		deed += "&state=" + string(state)
	}
	return c.Redirect(http.StatusSeeOther, "/admin/letters?done="+deed)
}
