package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/auth"
	"docket/models"
	"docket/templates"
)

// refusal is an error that a person is told about in these words.
type refusal struct {
	status   int
	code     string // for programs
	title    string
	sentence string
	retry    string // seconds until it is worth trying again (Retry-After, RFC 9110 §10.2.3), empty when it is not
}

func (r refusal) Error() string { return r.code }

// The refusals that handlers answer with by name.
var (
	errStrangeOrigin = refusal{http.StatusForbidden, "CROSS_ORIGIN", "This came from another site",
		"We only take forms that were sent from our own pages. Go back, reload the page and send it again.", ""}
	errStrangePath = refusal{http.StatusBadRequest, "BAD_PATH", "This address can't be read",
		"The address has signs in it that we do not accept. Check the link, or start from the first page.", ""}
	errBadForm = refusal{http.StatusBadRequest, "BAD_FORM", "This form can't be read",
		"What arrived was not a complete form. Go back, and send it again.", ""}
	errTooSlow = refusal{http.StatusRequestTimeout, "TOO_SLOW", "This came too slowly",
		"The form did not arrive in time. Nothing was saved. Go back, and send it again.", ""}
	errNoToken = refusal{http.StatusUnauthorized, "NO_TOKEN", "This needs a token",
		"Send the token of DOCKET_METRICS_TOKEN as \"Authorization: Bearer …\".", ""}
	errTooMany = refusal{http.StatusTooManyRequests, "TOO_MANY_REQUESTS", "Too many at once",
		"More has come from your network in a short time than we take. Wait a minute and try again.", "60"}
	errSignedOut = refusal{http.StatusUnauthorized, "SIGNED_OUT", "Your session has ended",
		"Nothing was changed. Sign in to go on.", ""}
	errWrongSignIn = refusal{http.StatusUnauthorized, "WRONG_SIGN_IN", "You are not signed in",
		"The address or the password is wrong.", ""}
	errNotYours = refusal{http.StatusForbidden, "FORBIDDEN", "This takes another role",
		"Your account may not do this. Ask somebody who manages accounts.", ""}
	errOwnAccount = refusal{http.StatusConflict, "OWN_ACCOUNT", "This is your own account",
		"Nothing was changed. Another admin can change what your account may do.", ""}
)

const codeTooManyTries = "TOO_MANY_TRIES"

// tooManyTries refuses to look at a password before a wait is over.
func tooManyTries(wait time.Duration) refusal {
	seconds := int((wait + time.Second - 1) / time.Second)
	words := strconv.Itoa(seconds) + " seconds"
	switch {
	case seconds == 1:
		words = "a second"
	case seconds > 90:
		words = strconv.Itoa((seconds+59)/60) + " minutes"
	}
	return refusal{http.StatusTooManyRequests, codeTooManyTries, "Too many tries with a wrong password",
		"Wait " + words + " and try again.", strconv.Itoa(seconds)}
}

var (
	refusedNotFound = refusal{http.StatusNotFound, "NOT_FOUND", "There is nothing here",
		"The address may be mistyped, or the link may have expired. You can ask for a fresh link to your ticket.", ""}
	refusedTooLarge = refusal{http.StatusRequestEntityTooLarge, "TOO_LARGE", "This is too large",
		"We take a file of at most 60 MB, and 2 MB of text beside it. Go back: everything you typed is still there. Keep the failing call and leave the rest out.", ""}
	refusedEnough = refusal{http.StatusUnprocessableEntity, "TOO_MANY_MESSAGES", "This ticket takes no more messages",
		"It has as many as it can show. File a new ticket for the rest, and name this one in it.", ""}
	refusedLastAdmin = refusal{http.StatusConflict, "LAST_ADMIN", "Nobody could manage accounts any more",
		"Nothing was changed. Make another account an admin first.", ""}
	refusedChanged = refusal{http.StatusConflict, "CHANGED", "Somebody else was first",
		"The ticket has changed since you opened it. Nothing was saved; your text is still here.", ""}
	refusedSentBefore = refusal{http.StatusConflict, "SENT_BEFORE", "This form has been sent before",
		"It sent another text then, which stands on the page. This one has not been sent: send it again if you mean both.", ""}
	refusedAssignee = refusal{http.StatusUnprocessableEntity, "NO_ASSIGNEE", "Nobody with that account may sign in",
		"Nothing was changed. Choose somebody from the list.", ""}
	refusedMove = refusal{http.StatusUnprocessableEntity, "NOT_ALLOWED", "The ticket can't go there",
		"From where it stands, the ticket can't go to that state. Nothing was saved.", ""}
	refusedBlocked = refusal{http.StatusConflict, "MAILBOX_BLOCKED", "This mailbox gets no more mail from us",
		"Its owner has asked for that, or the account is disabled. Nothing was sent.", ""}
	refusedBusy = refusal{http.StatusServiceUnavailable, "BUSY", "We are busy",
		"Nothing was saved. Wait a few seconds and send it again.", "3"}
	refusedUnknown = refusal{http.StatusServiceUnavailable, "OUTCOME_UNKNOWN", "We can't tell whether this was saved",
		"Send the same form again: if it was saved already, you get the same ticket, never a second one.", "5"}
	refusedFull = refusal{http.StatusInsufficientStorage, "STORAGE_FULL", "We can't save anything just now",
		"Our storage is full. Nothing was saved and nothing was sent. Try again in a few minutes.", "120"}
	refusedFault = refusal{http.StatusInternalServerError, "INTERNAL_ERROR", "Something went wrong on our side",
		"It is not your fault, and it has been noted. Try again; if it happens again, tell us the number below.", ""}
)

// refusalFor is the one place that turns an error into a status and words.
func refusalFor(err error) refusal {
	var named refusal
	var tooLarge *http.MaxBytesError
	var routed *echo.HTTPError
	switch {
	case errors.As(err, &named):
		return named
	case errors.As(err, &tooLarge):
		return refusedTooLarge
	case errors.Is(err, models.ErrNotFound):
		return refusedNotFound
	case errors.Is(err, models.ErrEnough):
		return refusedEnough
	case errors.As(err, new(models.Changed)):
		return refusedChanged
	case errors.Is(err, models.ErrSentBefore):
		return refusedSentBefore
	case errors.Is(err, models.ErrNoAssignee):
		return refusedAssignee
	case errors.Is(err, models.ErrNotAllowed):
		return refusedMove
	case errors.Is(err, models.ErrBlocked):
		return refusedBlocked
	case errors.Is(err, models.ErrUnknownOutcome): // before the causes that it may wrap
		return refusedUnknown
	case errors.Is(err, models.ErrBusy), errors.Is(err, auth.ErrBusy), errors.Is(err, context.DeadlineExceeded):
		return refusedBusy
	case errors.Is(err, models.ErrFull):
		return refusedFull
	case errors.Is(err, models.ErrLastAdmin):
		return refusedLastAdmin
	case errors.As(err, &routed):
		return refusalOfRouter(routed.Code)
	}
	return refusedFault
}

func refusalOfRouter(status int) refusal {
	switch status {
	case http.StatusNotFound:
		return refusedNotFound
	case http.StatusMethodNotAllowed:
		return refusal{status, "METHOD_NOT_ALLOWED", "This can't be done here",
			"The page exists and does not take this kind of request. Start from the first page.", ""}
	case http.StatusRequestEntityTooLarge:
		return refusedTooLarge
	}
	return refusedFault
}

// answerError answers any error of any handler: a page for people, JSON for programs, with an
// error uuid that is in the log.
func (s *Server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	r, id := refusalFor(err), uuid.NewString()
	s.logError(c, r, id, err)
	retryAfter(c, r)
	if answerErr := s.writeError(c, r, id); answerErr != nil {
		s.Log.Error("error page failed", "error_uuid", id, "err", answerErr)
		if !c.Response().Committed {
			c.Response().WriteHeader(r.status)
		}
	}
}

// retryAfter says when it is worth trying again, where that is known.
func retryAfter(c echo.Context, r refusal) {
	if r.retry != "" {
		c.Response().Header().Set(echo.HeaderRetryAfter, r.retry)
	}
}

func (s *Server) writeError(c echo.Context, r refusal, id string) error {
	if c.Request().Method == http.MethodHead {
		return c.NoContent(r.status)
	}
	if wantsJSON(c.Request()) {
		return c.JSON(r.status, map[string]any{"uuid": id, "code": r.code, "messages": []string{r.sentence}})
	}
	desk := strings.HasPrefix(c.Request().URL.Path, queuePath)
	if desk && r.code == refusedNotFound.code {
		r.sentence = "There is no such ticket, letter or page. The search finds tickets by any of their identifiers."
	}
	return render(c, r.status, templates.FailurePage(templates.Failure{
		Site: s.site(), Status: r.status, Title: r.title, Sentence: r.sentence, ErrorUUID: id, Desk: desk,
	}))
}

// logError writes the cause of what went wrong on our side; what a caller did wrong is only counted.
func (s *Server) logError(c echo.Context, r refusal, id string, err error) {
	attrs := []any{"error_uuid", id, "code", r.code, "route", routeOf(c), "method", methodOf(c)}
	if r.status < 500 {
		s.Log.Info("refused", attrs...)
		return
	}
	s.Log.Error("failed", append(attrs, slog.String("err", s.Reader.Clean(err.Error()).String()))...)
}

func wantsJSON(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.Header.Get("Accept"), "application/json")
}

// recoverPanic turns a panic into a 500 with its place in the log.
func (s *Server) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				if r == http.ErrAbortHandler {
					panic(r)
				}
				s.Log.Error("panic", "route", routeOf(c), "stack", string(debug.Stack()))
				err = refusedFault
			}
		}()
		return next(c)
	}
}
