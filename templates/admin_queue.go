package templates

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"docket/models"
)

// queueURL is the address of a part of the queue. The reader's own tickets are "me", so that an
// address can be given to somebody else.
func queueURL(f models.QueueFilter, me uuid.UUID) string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.View != usualView(f.Text) {
		set("view", string(f.View))
	}
	set("q", f.Text)
	set("environment", f.Environment)
	if f.Priority > 0 {
		set("priority", strconv.Itoa(int(f.Priority)))
	}
	set("assignee", assigneeWord(f, me))
	set("tenant", f.Tenant)
	set("supplier", f.Supplier)
	set("after", f.After)
	set("before", f.Before)
	if len(q) == 0 {
		return "/admin"
	}
	return "/admin?" + q.Encode()
}

// usualView is the view of an address that names none: a search looks everywhere.
func usualView(text string) models.View {
	if text != "" {
		return models.ViewAll
	}
	return models.ViewOurs
}

// assigneeWord is how an address names the wanted assignee, empty for whoever.
func assigneeWord(f models.QueueFilter, me uuid.UUID) string {
	switch {
	case f.Unassigned:
		return "none"
	case f.Assignee == uuid.Nil:
		return ""
	case f.Assignee == me:
		return "me"
	}
	return f.Assignee.String()
}

// filterOf is a queue's filter with its view spelled out and at its first page.
func filterOf(p QueueShow) models.QueueFilter {
	f := p.Filter
	f.After, f.Before = "", ""
	if f.View == "" {
		f.View = usualView(f.Text)
	}
	return f
}

// Tab is one choice of a few pages that show the same in other parts.
type Tab struct {
	Words, Count, Address string
	Here                  bool
}

// viewTabs lists the views with what they hold.
func viewTabs(p QueueShow) []Tab {
	f := filterOf(p)
	here := f.View
	var tabs []Tab
	for _, view := range models.Views {
		f.View = view
		tab := Tab{Words: viewWords[view], Address: queueURL(f, p.Frame.Reader.ID), Here: view == here}
		if n, ok := p.Counts[view]; ok {
			tab.Count = many(n)
		}
		tabs = append(tabs, tab)
	}
	return tabs
}

// Chip is an active filter, and where the queue is without it.
type Chip struct{ Label, Value, Address string }

// chipsOf lists the active filters.
func chipsOf(p QueueShow) []Chip {
	f, me := filterOf(p), p.Frame.Reader.ID
	var chips []Chip
	drop := func(label, value string, without func(*models.QueueFilter)) {
		if value == "" {
			return
		}
		rest := f
		without(&rest)
		chips = append(chips, Chip{label, value, queueURL(rest, me)})
	}
	drop("Search", f.Text, func(f *models.QueueFilter) { f.Text, f.View = "", viewAfterSearch(f.View) })
	drop("Environment", f.Environment, func(f *models.QueueFilter) { f.Environment = "" })
	if f.Priority > 0 {
		drop("Priority", f.Priority.String(), func(f *models.QueueFilter) { f.Priority = 0 })
	}
	drop("Assignee", assigneeTitle(p), func(f *models.QueueFilter) { f.Assignee, f.Unassigned = uuid.Nil, false })
	drop("Tenant", f.Tenant, func(f *models.QueueFilter) { f.Tenant = "" })
	drop("Supplier", f.Supplier, func(f *models.QueueFilter) { f.Supplier = "" })
	return chips
}

// viewAfterSearch is where somebody goes who gives a search up.
func viewAfterSearch(v models.View) models.View {
	if v == models.ViewAll {
		return models.ViewOurs
	}
	return v
}

// assigneeTitle names the wanted assignee, empty for whoever.
func assigneeTitle(p QueueShow) string {
	switch word := assigneeWord(p.Filter, p.Frame.Reader.ID); word {
	case "", "me":
		return word
	case "none":
		return "nobody"
	default:
		return namesOf(p.Staff).title(word)
	}
}

// clearURL is the view without any filter.
func clearURL(p QueueShow) string {
	return queueURL(models.QueueFilter{View: viewAfterSearch(filterOf(p).View)}, p.Frame.Reader.ID)
}

// pageURL is another page of the same part of the queue, empty for none.
func pageURL(p QueueShow, after, before string) string {
	if after == "" && before == "" {
		return ""
	}
	f := filterOf(p)
	f.After, f.Before = after, before
	return queueURL(f, p.Frame.Reader.ID)
}

// assigneeOptions are the choices of the filter by assignee.
func assigneeOptions(p QueueShow) []Option {
	options := []Option{{Words: "anyone"}, {Value: "me", Words: "me"}, {Value: "none", Words: "nobody"}}
	for _, a := range p.Staff {
		if a.ID != p.Frame.Reader.ID {
			options = append(options, Option{Value: a.ID.String(), Words: a.Title()})
		}
	}
	return options
}

// priorityOptions are the choices of the filter by priority.
var priorityOptions = []Option{{Words: "any"}, {Value: "1", Words: "P1"}, {Value: "2", Words: "P2"}, {Value: "3", Words: "P3"}, {Value: "4", Words: "P4"}}

// environmentOptions are the choices of the filter by environment.
var environmentOptions = []Option{{Words: "any"}, {Value: models.Production, Words: models.Production}, {Value: models.CVT, Words: models.CVT}}

func priorityValue(p models.Priority) string {
	if p == 0 {
		return ""
	}
	return strconv.Itoa(int(p))
}

// orderWords say in which order the rows stand.
func orderWords(p QueueShow) string {
	switch f := filterOf(p); {
	case len(p.Page.Rows) == 0:
		return ""
	case p.Page.Capped:
		return "Newest first, of the newest hits alone: another word or a filter looks further back."
	case f.Text != "", f.View == models.ViewResolved, f.View == models.ViewClosed:
		return "Newest first"
	case f.View == models.ViewAll:
		return "Our turn first, then the supplier’s and the requester’s, done ones last"
	}
	return "Most urgent first, then the longest waiting"
}

// queueTitle says which part of the queue a page shows.
func queueTitle(p QueueShow) string {
	f := filterOf(p)
	if f.Text != "" {
		return "Search: " + f.Text
	}
	return "Queue: " + strings.ToLower(viewWords[f.View][:1]) + viewWords[f.View][1:]
}
