package handlers

import (
	"github.com/labstack/echo/v4"

	"docket/models"
	"docket/templates"
)

// deeds is what a page of staff says after something was done, by the word in its address.
var deeds = map[string]string{
	"reply":       "Your reply is on the ticket, and its letter on the way.",
	"note":        "The note is kept. Only staff see it.",
	"draft":       "The draft is kept. Only you see it.",
	"state":       "The state has changed.",
	"priority":    "The priority has changed.",
	"assignee":    "The ticket has been assigned.",
	"again":       "The letter goes again.",
	"drop":        "The letter does not go.",
	"hold":        "No letter leaves until you let them go.",
	"release":     "The letters go.",
	"out":         "You are signed out.",
	"ended":       "Your session has ended. Sign in to go on.",
	"password":    "Your password has changed. Your other sessions have ended.",
	"preferences": "Your choices are kept.",
	"session":     "The session has ended.",
	"role":        "The role has changed.",
	"disable":     "The account is disabled, and its sessions have ended.",
	"enable":      "The account may sign in again.",
}

// frame is what every page of staff shows beside its content.
func (s *Server) frame(c echo.Context) (templates.Frame, error) {
	g, err := s.Store.Glance(c.Request().Context(), deskOf(c))
	return s.frameOf(c, g), err
}

func (s *Server) frameOf(c echo.Context, g models.Glance) templates.Frame {
	return templates.Frame{
		Site: s.site(), Reader: deskOf(c).Account(), Notice: deeds[c.QueryParam("done")], Held: g.Hold, Failed: g.Failed,
	}
}
