package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/models"
	"docket/templates"
)

// longestSearch is the most that a search takes, in characters; what comes after it is left out.
const longestSearch = 200

// showQueue answers GET /admin: the tickets that a filter leaves, or at once the ticket that the
// search names.
func (s *Server) showQueue(c echo.Context) error {
	if typed := c.QueryParams(); s.cleanTyped(typed) {
		return c.Redirect(http.StatusSeeOther, queuePath+"?"+typed.Encode())
	}
	ctx, desk, f := c.Request().Context(), deskOf(c), queueFilter(c)
	found, err := s.Store.Identified(ctx, desk, s.Prefix, f.Text)
	if err != nil {
		return err
	}
	if len(found) == 1 {
		return c.Redirect(http.StatusSeeOther, s.casePath(found[0].Reference))
	}
	page, err := s.queuePage(c, f)
	if err != nil {
		return err
	}
	page.Found = found
	return render(c, http.StatusOK, templates.QueuePage(page))
}

func (s *Server) queuePage(c echo.Context, f models.QueueFilter) (page templates.QueueShow, err error) {
	ctx, desk := c.Request().Context(), deskOf(c)
	g, err := s.Store.Glance(ctx, desk)
	if err != nil {
		return page, err
	}
	page.Filter, page.Frame, page.Counts, page.Staff = f, s.frameOf(c, g), g.Counts, g.Staff
	page.Frame.Search = f.Text
	page.Page, err = s.Store.Queue(ctx, desk, f)
	return page, err
}

// queueFilter reads the filter from the address. What it does not know is left out, so that an
// old bookmark shows a queue and no error.
func queueFilter(c echo.Context) models.QueueFilter {
	f := models.QueueFilter{
		Tenant: inAddress(c, "tenant"), Supplier: inAddress(c, "supplier"), Text: inAddress(c, "q"),
		After: c.QueryParam("after"), Before: c.QueryParam("before"),
	}
	if view := models.View(c.QueryParam("view")); slices.Contains(models.Views, view) {
		f.View = view
	} else if f.Text != "" {
		f.View = models.ViewAll
	}
	if env := c.QueryParam("environment"); env == models.Production || env == models.CVT {
		f.Environment = env
	}
	if p, err := strconv.Atoi(strings.TrimPrefix(c.QueryParam("priority"), "P")); err == nil && p >= 1 && p <= 4 {
		f.Priority = models.Priority(p)
	}
	switch who := c.QueryParam("assignee"); who {
	case "me":
		f.Assignee = deskOf(c).Account().ID
	case "none":
		f.Unassigned = true
	default:
		f.Assignee, _ = uuid.Parse(who) // uuid.Nil: whoever
	}
	return f
}

// cleanTyped redacts what somebody has typed into an address of the queue, and reports whether
// there was a secret: then the address must not stay in the browser's list, or be shown.
func (s *Server) cleanTyped(query url.Values) (found bool) {
	for _, name := range []string{"q", "tenant", "supplier"} {
		for i, text := range query[name] {
			query[name][i] = s.Reader.Clean(text).String()
			found = found || query[name][i] != text
		}
	}
	return found
}

// inAddress returns a word of the address, as much of it as a search takes.
func inAddress(c echo.Context, name string) string {
	text := strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(c.QueryParam(name), ""), "\x00", ""))
	for n := range text {
		if utf8.RuneCountInString(text[:n]) == longestSearch {
			return text[:n]
		}
	}
	return text
}

// news is what has come in since the queue was read.
type news struct {
	Filed    int    `json:"filed"`
	Answered int    `json:"answered"`
	Latest   string `json:"latest"` // what to ask with to hear of what comes after it
}

// sendNews answers GET /admin/news?since={mark}.
func (s *Server) sendNews(c echo.Context) error {
	since, ok := models.ParseMark(c.QueryParam("since"))
	if !ok {
		return errBadForm
	}
	filed, answered, latest, err := s.Store.News(c.Request().Context(), deskOf(c), since)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, news{filed, answered, latest.String()})
}

// casePath is where staff see a ticket.
func (s *Server) casePath(ref models.Reference) string {
	return "/admin/tickets/" + ref.Format(s.Prefix)
}
