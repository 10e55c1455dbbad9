package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"docket/models"
	"docket/templates"
)

// showGallery answers GET /gallery in development: every component in every state.
func (s *Server) showGallery(c echo.Context) error {
	return render(c, http.StatusOK, templates.Gallery(s.site()))
}

// showSpecimen answers GET /gallery/{slug} in development: one page in one state.
func (s *Server) showSpecimen(c echo.Context) error {
	for _, specimen := range templates.Specimens(s.site()) {
		if specimen.Slug == c.Param("slug") {
			return render(c, http.StatusOK, specimen.Page)
		}
	}
	return models.ErrNotFound
}
