package templates

import (
	"docket/models"
	"docket/static"
)

// Page is the frame around every page.
type Page struct {
	Site     Site
	Title    string // what the page is, without the organisation
	Here     string // address of the navigation's entry that this page is, empty for none
	Mistaken bool   // there are problems to mend, said first in the title
	Desk     bool   // it is a page of staff
	Onward   string // address that the page leads on to by itself, empty to stay
}

// title names the document: mistake, page, whose.
func (p Page) title() string {
	whose := " support"
	if p.Desk {
		whose = " desk"
	}
	title := p.Title + " – " + p.Site.Organisation + whose
	if p.Mistaken {
		return "Error: " + title
	}
	return title
}

// style returns the address of the style sheet.
func (s Site) style() string {
	if s.Style != "" {
		return s.Style
	}
	return static.URL("app.css")
}

// script returns the address of the script.
func (s Site) script() string {
	if s.Script != "" {
		return s.Script
	}
	return static.URL("app.js")
}

// reference writes a reference with the installation's prefix.
func (s Site) reference(r models.Reference) string { return r.Format(s.Prefix) }

// ticketURL is the address of a ticket's page.
func (s Site) ticketURL(r models.Reference) string { return "/tickets/" + s.reference(r) }

// NavLink is one entry of the navigation.
type NavLink struct{ Address, Words string }

// navigation lists what a requester can go to.
var navigation = []NavLink{{"/", "File a ticket"}, {"/find", "Find a ticket"}}

// Summary is the list of problems on top of a form.
type Summary struct{ Problems []models.Problem }

// Tone says how a notice is meant.
type Tone string

// The tones of a notice.
const (
	Plain   Tone = "plain"
	Warning Tone = "warning"
	Danger  Tone = "danger"
	Success Tone = "success"
)

// icon names the sprite's symbol for a tone.
func (t Tone) icon() string {
	switch t {
	case Success:
		return "check"
	case Plain:
		return "info"
	}
	return "alert"
}

// Notice is a short text set apart from the page. What is inside it comes as children.
type Notice struct {
	Tone  Tone
	Title string // empty for none
	Text  string // empty for none
}

// Copy is the button that copies a text, either given or another element's.
type Copy struct {
	Words string // what the button says: "Copy"
	What  string // what it copies, for those who can't see it: "X-Request-ID"
	Text  string // the text itself, or
	From  string // id of the element with the text
}

// summaryTitle heads the list of problems.
func summaryTitle(problems int) string {
	if problems == 1 {
		return "One thing needs mending"
	}
	return count(problems, "thing", "things") + " need mending"
}

// icon returns the address of the icon.
func (s Site) icon() string { return static.URL("icon.svg") }
