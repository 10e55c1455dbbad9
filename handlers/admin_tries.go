package handlers

import (
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/auth"
	"docket/models"
)

// cookieDevice marks a browser from which somebody has signed in.
const (
	cookieDevice = "docket-device"
	deviceLasts  = 180 * 24 * time.Hour
)

// prove finds the account that an address and a password belong to. Unknown, disabled and wrong
// are one refusal, after the same work.
func (s *Server) prove(c echo.Context, email, password string) (models.Account, error) {
	if !s.claimsDevice(c) && !s.within(c, s.limits.signing) { // before the database is asked
		return models.Account{}, errTooMany
	}
	account, err := s.Store.AccountByLogin(c.Request().Context(), email)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return account, err
	}
	rank := auth.Known
	if _, known := s.knownDevice(c, account.ID); !known {
		rank = auth.Stranger
	}
	if rank == auth.Stranger && s.claimsDevice(c) && !s.within(c, s.limits.signing) {
		return models.Account{}, errTooMany
	}
	hash := account.PasswordHash
	if models.DeskOf(account).IsZero() {
		hash = "" // nobody's
	}
	right, err := s.guess(c, rank, s.signInTries(c, email, account.ID), hash, password)
	if err != nil {
		return account, err
	}
	if !right {
		s.record(c, "sign-in failed", account.ID)
		return models.Account{}, errWrongSignIn
	}
	return s.renewHash(c, account, password), nil
}

// guess reports whether a hash is a password's. The try is counted when there is room to look at
// the password and before anything is known of its outcome, and forgotten once it was right.
func (s *Server) guess(c echo.Context, rank auth.Rank, tries []models.Throttle, hash, password string) (bool, error) {
	ctx := c.Request().Context()
	turn, err := s.passwords.Turn(ctx, rank)
	if err != nil {
		return false, err
	}
	defer turn.End()
	if err := s.try(c, tries); err != nil {
		return false, err
	}
	right := turn.Verify(hash, password)
	turn.End()
	if !right || !s.RateLimit {
		return right, nil
	}
	return true, s.change(c, func() error { return s.Store.ForgetTries(ctx, own(tries)) })
}

// own leaves out the count of the network: one right password there says nothing of other tries.
func own(tries []models.Throttle) []models.Throttle {
	return slices.DeleteFunc(slices.Clone(tries), func(t models.Throttle) bool { return t.Free == freeOfNetwork })
}

// freeOfNetwork is how many tries of a network cost nothing.
const freeOfNetwork = 20

// renewHash brings a hash to the cost that new ones have, for the password is at hand only now.
// When that can't be done it waits for another sign-in.
func (s *Server) renewHash(c echo.Context, account models.Account, password string) models.Account {
	if !auth.NeedsRehash(account.PasswordHash) {
		return account
	}
	ctx := c.Request().Context()
	fresh, err := s.passwords.Hash(ctx, password)
	if err == nil {
		err = s.change(c, func() error { return s.Store.RenewHash(ctx, account.ID, account.PasswordHash, fresh) })
	}
	if err != nil {
		s.Log.Warn("a password's hash was not renewed", "account", account.ID, "err", err)
		return account
	}
	account.PasswordHash = fresh
	return account
}

// signInTries are the counts that a try to sign in adds to. The one of an account over all
// networks grows slowly and never keeps anybody out for more than a minute, and a browser that
// its owner has used before has a count of its own: the failures of others do not slow it.
func (s *Server) signInTries(c echo.Context, email string, account uuid.UUID) []models.Throttle {
	if device, ok := s.knownDevice(c, account); ok {
		return []models.Throttle{{Key: s.Keys.ThrottleKey("device", device), Free: 5, First: 15 * time.Second, Longest: 15 * time.Minute}}
	}
	login, network := models.LoginOf(email), customer(addressOf(c)).String()
	return []models.Throttle{
		{Key: s.Keys.ThrottleKey("here", login, network), Free: 5, First: 15 * time.Second, Longest: 15 * time.Minute},
		{Key: s.Keys.ThrottleKey("network", network), Free: freeOfNetwork, First: 5 * time.Second, Longest: 5 * time.Minute},
		{Key: s.Keys.ThrottleKey("account", login), Free: 15, First: 5 * time.Second, Longest: time.Minute},
	}
}

// ownTries is the count of tries to name one's own password once signed in: a browser that was
// left alone is no place to guess it.
func (s *Server) ownTries(account uuid.UUID) []models.Throttle {
	return []models.Throttle{{Key: s.Keys.ThrottleKey("own", account.String()), Free: 5, First: 15 * time.Second, Longest: 15 * time.Minute}}
}

// try counts a try before the work that it costs, or refuses it.
func (s *Server) try(c echo.Context, tries []models.Throttle) error {
	if !s.RateLimit {
		return nil
	}
	return s.change(c, func() error {
		wait, err := s.Store.Try(c.Request().Context(), tries)
		if err == nil && wait > 0 {
			err = tooManyTries(wait)
		}
		return err
	})
}

// know marks this browser as one of an account's.
func (s *Server) know(c echo.Context, account models.Account) {
	if _, ok := s.knownDevice(c, account.ID); !ok {
		s.setCookie(c, cookieDevice, s.Keys.DeviceKey(account.ID.String()), deviceLasts)
	}
}

// claimsDevice reports whether a browser says that somebody has been signed in from it.
func (s *Server) claimsDevice(c echo.Context) bool {
	_, err := c.Cookie(s.cookieName(cookieDevice))
	return err == nil
}

// knownDevice names the browser when an account has been signed in from it before.
func (s *Server) knownDevice(c echo.Context, account uuid.UUID) (device string, ok bool) {
	cookie, err := c.Cookie(s.cookieName(cookieDevice))
	if err != nil || account == uuid.Nil {
		return "", false
	}
	return s.Keys.OpenDeviceKey(cookie.Value, account.String())
}

// record writes to the log what an account has done; the zero id is nobody's.
func (s *Server) record(c echo.Context, deed string, account uuid.UUID, more ...any) {
	who := account.String()
	if account == uuid.Nil {
		who = "none"
	}
	s.Log.Info(deed, append([]any{"account", who, "request_id", s.requestID(c)}, more...)...)
}
