package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"docket/evidence"
	"docket/models"
	"docket/templates"
)

// fieldReference is the identifier on the page that sends a fresh link.
const fieldReference evidence.Field = "reference"

// findTicket answers GET /find.
func (s *Server) findTicket(c echo.Context) error {
	return render(c, http.StatusOK, templates.FindPage(templates.Find{Site: s.site()}))
}

// sendLink answers POST /find: identifier and address in, a fresh link by mail out. The answer
// is the same whether or not they match. A mistyped identifier is told, for its check symbol is
// arithmetic and says nothing about what exists.
func (s *Server) sendLink(c echo.Context) error {
	f, err := s.readForm(c)
	if err != nil {
		return err
	}
	page := templates.Find{Site: s.site(), Reference: f.get("reference"), Email: f.get("email")}
	ref, err := models.ParseReference(s.Prefix, page.Reference)
	if err != nil {
		page.Problems = append(page.Problems, models.Problem{Field: fieldReference, Message: s.referenceProblem(page.Reference)})
	}
	if page.Problems = append(page.Problems, models.CheckAddress(models.FieldEmail, page.Email)...); len(page.Problems) > 0 {
		return render(c, http.StatusUnprocessableEntity, templates.FindPage(page))
	}
	if !s.within(c, s.limits.finding) {
		return errTooMany
	}
	if err := s.change(c, func() error { return s.Store.SendLink(c.Request().Context(), ref, page.Email) }); err != nil {
		return err
	}
	page.Sent = true
	return render(c, http.StatusOK, templates.FindPage(page))
}

// referenceProblem says what keeps a text from being an identifier.
func (s *Server) referenceProblem(text string) string {
	example := models.Reference("7Q4M2XKD").Format(s.Prefix)
	if text == "" {
		return "Enter the ticket number, such as " + example + "."
	}
	return "A ticket number looks like " + example + ". Check what you copied: a symbol is missing or mistyped."
}
