package handlers

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"docket/models"
)

// who says who may use a route. Its zero value is nobody, so that a route without it is refused
// by New instead of being open to all.
type who int

// Those who may use a route.
const (
	nobody who = iota
	anyone
	holder // of ticket keys: anyone, within the scope of the keys in their cookies
	agent
	lead
	admin
)

// roles are the least roles of staff who may use a route.
var roles = map[who]models.Role{agent: models.RoleAgent, lead: models.RoleLead, admin: models.RoleAdmin}

// deskKey is where the middleware leaves the desk.
const deskKey = "desk"

// admit is the one place that decides whether a request may go on.
func (s *Server) admit(may who) (echo.MiddlewareFunc, error) {
	switch may {
	case anyone:
		return func(next echo.HandlerFunc) echo.HandlerFunc { return next }, nil
	case holder:
		return s.scope, nil
	case agent, lead, admin:
		return s.staff(roles[may]), nil
	}
	return nil, fmt.Errorf("nobody may use this route")
}

// staff lets those on who are signed in with at least a role. Account and role are the store's for
// each request, so that what an admin changes counts at once (Store.Session).
func (s *Server) staff(least models.Role) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			desk, err := s.sit(c)
			switch {
			case err != nil:
				return err
			case desk.IsZero():
				return s.askWho(c)
			case !desk.Account().Role.AtLeast(least):
				return errNotYours
			}
			if !unattended(c) {
				s.touch(c)
			}
			c.Set(deskKey, desk)
			return next(c)
		}
	}
}

// deskOf is the authority of who asks; the zero desk when nobody is signed in.
func deskOf(c echo.Context) models.Desk {
	desk, _ := c.Get(deskKey).(models.Desk)
	return desk
}

// unattendedKey marks a request that no person has made.
const unattendedKey = "unattended"

// byScript marks a route that a script asks by itself: its errors are JSON, and it keeps no
// session alive.
func byScript(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(unattendedKey, true)
		c.Request().Header.Set(echo.HeaderAccept, echo.MIMEApplicationJSON)
		return next(c)
	}
}

func unattended(c echo.Context) bool { return c.Get(unattendedKey) != nil }
