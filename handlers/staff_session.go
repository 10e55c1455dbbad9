package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"docket/models"
)

// cookieStaff holds the token of a session.
const cookieStaff = "docket-staff"

// How long a session lasts, by our clock.
const (
	idleEnd   = 30 * time.Minute // after its last use
	finalEnd  = 12 * time.Hour   // after the sign-in, whatever happens
	touchTime = time.Minute      // between two notes of its use: not every page is a write
)

// sitting is the session of one request; zero when nobody is signed in.
type sitting struct {
	session models.Session
	account models.Account
}

// inContext is where a request's context holds its sitting.
type inContext struct{}

func sittingOf(ctx context.Context) *sitting {
	at, ok := ctx.Value(inContext{}).(*sitting)
	if !ok {
		return &sitting{}
	}
	return at
}

// newSessions makes the session library's part: tokens, the cookie and when a token is renewed.
// Deadlines are the store's, because the library has a clock of its own. Its New is not used:
// that starts a store which never stops.
func newSessions(o Options, cookie string) *scs.SessionManager {
	return &scs.SessionManager{
		Store: sessionStore{o.Store, o.Clock}, Codec: scs.GobCodec{}, Lifetime: finalEnd,
		Cookie: scs.SessionCookie{
			Name: cookie, Path: "/", HttpOnly: true,
			SameSite: http.SameSiteStrictMode, Secure: o.BaseURL.Scheme == "https",
		},
	}
}

// sit finds out who is signed in, once for each request. It leaves the session in the request's
// context, and returns the zero desk when there is none.
func (s *Server) sit(c echo.Context) (models.Desk, error) {
	r := c.Request()
	if at, ok := r.Context().Value(inContext{}).(*sitting); ok {
		return models.DeskOf(at.account), nil
	}
	at := &sitting{}
	ctx, err := s.sessions.Load(context.WithValue(r.Context(), inContext{}, at), s.staffToken(c))
	if err != nil {
		return models.Desk{}, fmt.Errorf("read session: %w", err)
	}
	c.SetRequest(r.WithContext(ctx))
	return models.DeskOf(at.account), nil
}

// staffToken is the token in the cookie, empty without one.
func (s *Server) staffToken(c echo.Context) string {
	cookie, err := c.Cookie(s.sessions.Cookie.Name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// touch notes that a session is in use. A store that can't write does not keep anybody from reading.
func (s *Server) touch(c echo.Context) {
	at := sittingOf(c.Request().Context())
	if s.Clock().Sub(at.session.SeenAt) < touchTime {
		return
	}
	if _, _, err := s.sessions.Commit(c.Request().Context()); err != nil && !errors.Is(err, models.ErrNotFound) {
		s.Log.Warn("use of a session was not noted", "account", at.account.ID, "err", err)
	}
}

// begin signs an account in, with a token that nobody has seen before; an earlier session of
// this browser ends. The request must have been through sit.
func (s *Server) begin(c echo.Context, account models.Account) error {
	ctx := c.Request().Context()
	if err := s.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("begin session: %w", err)
	}
	browser := browserName(c.Request().UserAgent())
	*sittingOf(ctx) = sitting{models.Session{AccountID: account.ID, Browser: browser}, account}
	token, ends, err := s.sessions.Commit(ctx)
	if err != nil {
		return fmt.Errorf("begin session: %w", err)
	}
	if err := s.stillProved(c, token, account); err != nil {
		return err
	}
	s.sessions.WriteSessionCookie(ctx, c.Response(), token, ends)
	c.Response().Header().Set("Cache-Control", "no-store") // the library adds a weaker one
	return nil
}

// stillProved ends a session that was begun while its account's password was changed or the
// account was disabled: what ends sessions came too early for this one.
func (s *Server) stillProved(c echo.Context, token string, account models.Account) error {
	ctx := c.Request().Context()
	_, now, err := s.Store.Session(ctx, tokenHash(token))
	switch {
	case err == nil && now.PasswordHash == account.PasswordHash:
		return nil
	case err == nil || errors.Is(err, models.ErrNotFound):
		err = errWrongSignIn
	}
	return errors.Join(err, s.sessions.Destroy(ctx))
}

// end signs out this browser. The cookie goes also when the store can't be written.
func (s *Server) end(c echo.Context) error {
	ctx := c.Request().Context()
	s.sessions.WriteSessionCookie(ctx, c.Response(), "", time.Time{})
	c.Response().Header().Set("Cache-Control", "no-store")
	c.Response().Header().Set("Clear-Site-Data", `"cache"`)
	if err := s.sessions.Destroy(ctx); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// sessionStore keeps the library's sessions as ours, by the hash of their token: who reads the
// database can't sit down in anybody's place.
type sessionStore struct {
	store *models.Store
	clock models.Clock
}

var _ scs.CtxStore = sessionStore{}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// FindCtx puts what it finds into the context's sitting.
func (d sessionStore) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	session, account, err := d.store.Session(ctx, tokenHash(token))
	if errors.Is(err, models.ErrNotFound) {
		return nil, false, nil
	}
	*sittingOf(ctx) = sitting{session, account}
	return session.Data, err == nil, err
}

// CommitCtx keeps the context's sitting.
func (d sessionStore) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) error {
	at, now := sittingOf(ctx), d.clock().UTC()
	session := at.session
	if session.CreatedAt.IsZero() {
		session.CreatedAt = now
	}
	session.TokenHash, session.Data, session.SeenAt = tokenHash(token), data, now
	session.ExpiresAt = earlier(now.Add(idleEnd), session.CreatedAt.Add(finalEnd))
	kept, err := d.store.KeepSession(ctx, session)
	if err == nil {
		at.session = kept
	}
	return err
}

// DeleteCtx ends a session.
func (d sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return d.store.EndSession(ctx, tokenHash(token))
}

// Find is FindCtx for the library, which always has a context for us.
func (d sessionStore) Find(token string) ([]byte, bool, error) {
	return d.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for the library.
func (d sessionStore) Commit(token string, data []byte, ends time.Time) error {
	return d.CommitCtx(context.Background(), token, data, ends)
}

// Delete is DeleteCtx for the library.
func (d sessionStore) Delete(token string) error { return d.DeleteCtx(context.Background(), token) }

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
