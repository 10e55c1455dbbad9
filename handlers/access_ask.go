package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"docket/templates"
)

// The pages of staff that somebody comes to without being signed in.
const (
	queuePath   = "/admin" // where one goes after signing in, unless one was on the way elsewhere
	signInPath  = "/admin/login"
	signOutPath = "/admin/logout"
	setUpPath   = "/admin/setup"
)

// askWho answers a request that nobody has signed in for: programs get an error, people the way
// to sign in and back. What they had written is kept.
func (s *Server) askWho(c echo.Context) error {
	r := c.Request()
	switch {
	case wantsJSON(r):
		return errSignedOut
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return s.keepWriting(c)
	case s.staffToken(c) == "" && fromElsewhere(r):
		return render(c, http.StatusOK, templates.GoOnPage(templates.GoOn{Site: s.site(), Path: s.wayOn(r.URL.RequestURI())}))
	}
	to := signInPath + "?next=" + url.QueryEscape(s.wayOn(r.URL.RequestURI()))
	if s.staffToken(c) != "" {
		to += "&done=ended"
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// fromElsewhere reports whether a browser followed another site's link, with which it does not
// send a session's cookie (SameSite=Strict, RFC 6265bis §5.6.7.1). With a link from our own page
// it does, so one page between is enough.
func fromElsewhere(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" && (site == "cross-site" || site == "same-site")
}

// pageOf is the page whose form posts to a path: a ticket's, or one of the lists.
func pageOf(path string) string {
	parts, depth := strings.Split(path, "/"), 3
	if strings.HasPrefix(path, "/admin/tickets/") {
		depth = 4
	}
	return ownPath(strings.Join(parts[:min(depth, len(parts))], "/"))
}

// longestPath is the longest address that somebody is sent on to, in bytes.
const longestPath = 2048

// ownPath is the page of staff that an address names; the queue for every other address, and for
// one that two programs could read in two ways. What it returns is a path and a query alone:
// nobody can be sent to another site with it.
func ownPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(address) > longestPath || strangePath(u.EscapedPath()) {
		return queuePath
	}
	inside := u.Path == queuePath || strings.HasPrefix(u.Path, queuePath+"/")
	if !inside || slices.Contains([]string{signInPath, signOutPath, setUpPath}, u.Path) {
		return queuePath
	}
	if strings.ContainsFunc(u.RawQuery, func(r rune) bool { return r <= ' ' || r == '\\' || r >= 0x7f }) {
		u.RawQuery = u.Query().Encode() // RFC 3986 §3.4 has none of these
	}
	return u.RequestURI()
}

// wayOn is ownPath, without the secrets that somebody may have typed into a search there.
func (s *Server) wayOn(address string) string {
	path := ownPath(address)
	u, err := url.Parse(path)
	if err != nil {
		return queuePath
	}
	if typed := u.Query(); s.cleanTyped(typed) {
		u.RawQuery = typed.Encode()
	}
	return u.RequestURI()
}
