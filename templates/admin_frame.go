package templates

import (
	"docket/models"
	"docket/static"
)

// DeskPage is the frame around every page of signed-in staff.
type DeskPage struct {
	Frame    Frame
	Title    string // what the page is, without the organisation
	Here     string // address of the navigation's entry that this page is, empty for none
	Mistaken bool   // there are problems to mend, said first in the title
}

// page is the same for what all pages share.
func (p DeskPage) page() Page {
	return Page{Site: p.Frame.Site, Title: p.Title, Here: p.Here, Mistaken: p.Mistaken, Desk: true}
}

// deskScript is the address of the script that only pages of staff load.
func deskScript() string { return static.URL("admin.js") }

// deskLinks lists where a member of staff can go.
func deskLinks(f Frame) []NavLink {
	links := []NavLink{{"/admin", "Queue"}, {"/admin/letters", "Letters"}}
	if f.Reader.Role.AtLeast(models.RoleAdmin) {
		links = append(links, NavLink{"/admin/staff", "Staff"})
	}
	return links
}

// lettersFlag is what the navigation says about letters that need somebody, empty for nothing.
func lettersFlag(f Frame) string {
	switch {
	case f.Held != nil && f.Failed > 0:
		return "held, " + many(f.Failed) + " failed"
	case f.Held != nil:
		return "held"
	case f.Failed > 0:
		return many(f.Failed) + " failed"
	}
	return ""
}

// Key is one key and what it does.
type Key struct{ Press, Does string }

// deskKeys lists the keys of the pages of staff.
var deskKeys = []Key{
	{"/", "Search"},
	{"j", "Next ticket in a list"},
	{"k", "Previous ticket in a list"},
	{"Enter", "Open the ticket"},
	{"r", "Write a reply"},
	{"n", "Write an internal note"},
	{"a", "Take the ticket"},
	{"g q", "Go to the queue"},
	{"Ctrl Enter", "Send what you are writing"},
	{"?", "Show this list"},
}
