package handlers

import (
	"github.com/labstack/echo/v4"

	"docket/models"
	"docket/static"
)

// sendStatic answers GET /static/{name}: a style sheet, script or icon under its content's hash.
func (s *Server) sendStatic(c echo.Context) error {
	if !static.Has(c.Request().URL.Path) {
		return models.ErrNotFound
	}
	if c.Request().URL.Path == static.Worker() {
		s.letCompile(c)
	}
	c.Response().Header().Del(echo.HeaderCacheControl)
	s.assets.ServeHTTP(c.Response(), c.Request())
	return nil
}
