package templates

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// deskForms are the forms of the pages of staff: where they go, and the names of their controls.
// What may be left out has a question mark.
var deskForms = map[string][]string{
	"GET /admin":                              {"q"}, // the search; the filters are below
	"POST /admin/logout":                      {},
	"POST /admin/login":                       {"email", "password", "next?"},
	"POST /admin/setup":                       {"key", "name", "email", "password"},
	"POST /admin/account/password":            {"current", "password"},
	"POST /admin/account/preferences":         {"letters", "shortcuts"},
	"POST /admin/account/sessions/:id/end":    {},
	"POST /admin/staff":                       {"name", "email", "role"},
	"POST /admin/staff/:id/role":              {"role"},
	"POST /admin/staff/:id/disable":           {},
	"POST /admin/staff/:id/enable":            {},
	"POST /admin/tickets/:reference/reply":    {"writer", "form_id", "seen", "body", "then", "keep?"},
	"POST /admin/tickets/:reference/notes":    {"writer", "form_id", "body", "keep"},
	"POST /admin/tickets/:reference/state":    {"writer", "seen", "state"},
	"POST /admin/tickets/:reference/priority": {"writer", "seen", "priority", "reason"},
	"POST /admin/tickets/:reference/assignee": {"writer", "seen", "assignee"},
	"POST /admin/letters/:id/again":           {},
	"POST /admin/letters/:id/drop":            {},
	"POST /admin/letters/hold":                {"hold"},
	"POST /admin/letters/release":             {},
	"GET /admin, filters":                     {"view?", "q?", "environment", "priority", "assignee", "tenant", "supplier"},
}

var (
	anID       = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	aReference = regexp.MustCompile(`FC-[0-9A-Z]{4}-[0-9A-Z]{4}`)
)

// formName names a form as deskForms does.
func formName(form *html.Node) string {
	method := strings.ToUpper(orWords(attr(form, "method"), "get"))
	action := aReference.ReplaceAllString(anID.ReplaceAllString(attr(form, "action"), ":id"), ":reference")
	if attr(form, "aria-label") == "Filters" {
		action += ", filters"
	}
	return method + " " + action
}

// controlNames lists the names that a form can send.
func controlNames(form *html.Node) []string {
	var all []string
	d := document{form}
	for _, n := range d.all(func(n *html.Node) bool { return attr(n, "name") != "" }) {
		all = append(all, attr(n, "name"))
	}
	return all
}

func TestEveryFormOfStaffGoesWhereItIsExpectedWithWhatIsExpected(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range deskSpecimens(testSite) {
		for _, form := range parsed(t, s.Page).tags("form") {
			if attr(form, "method") == "dialog" {
				continue
			}
			name := formName(form)
			want, known := deskForms[name]
			if !known {
				t.Errorf("%s: unknown form %s", s.Slug, name)
				continue
			}
			seen[name] = true
			checkNames(t, s.Slug+": "+name, controlNames(form), want)
		}
	}
	for name := range deskForms {
		if !seen[name] {
			t.Errorf("no page has the form %s", name)
		}
	}
}

func checkNames(t *testing.T, form string, got, want []string) {
	t.Helper()
	for _, name := range got {
		if !slices.Contains(want, name) && !slices.Contains(want, name+"?") {
			t.Errorf("%s sends %s, which nobody reads", form, name)
		}
	}
	for _, name := range want {
		if !strings.HasSuffix(name, "?") && !slices.Contains(got, name) {
			t.Errorf("%s does not send %s", form, name)
		}
	}
}

func TestEveryChangeOfStaffHasAButtonWithAName(t *testing.T) {
	for _, s := range deskSpecimens(testSite) {
		for _, form := range parsed(t, s.Page).tags("form") {
			buttons := document{form}.all(func(n *html.Node) bool { return n.Data == "button" && attr(n, "type") == "submit" })
			if len(buttons) == 0 {
				t.Errorf("%s: %s has no button", s.Slug, formName(form))
			} else if attr(buttons[0], "name") != "" {
				t.Errorf("%s: the enter key in %s would press %q", s.Slug, formName(form), text(buttons[0]))
			}
		}
	}
}

// Without their surroundings, buttons of the same words would be one and the same to a listener.
func TestButtonsOfOneListSayWhatTheyAreFor(t *testing.T) {
	for _, s := range deskSpecimens(testSite) {
		said := map[string]string{}
		for _, form := range parsed(t, s.Page).tags("form") {
			for _, b := range (document{form}).tags("button") {
				words := text(b)
				if before, twice := said[words]; twice && before != attr(form, "action") && words != "Keep as draft" {
					t.Errorf("%s: two buttons say %q", s.Slug, words)
				}
				said[words] = attr(form, "action")
			}
		}
	}
}

func TestPasswordsAreAskedForAsBrowsersKnowThem(t *testing.T) {
	for slug, want := range map[string][]string{
		"sign-in": {"email username", "password current-password"},
		"set-up":  {"email username", "password new-password"},
		"account": {"current current-password", "password new-password"},
	} {
		d := parsed(t, specimen(t, slug))
		for _, pair := range want {
			name, autocomplete, _ := strings.Cut(pair, " ")
			found := d.all(func(n *html.Node) bool { return n.Data == "input" && attr(n, "name") == name })
			if len(found) != 1 || attr(found[0], "autocomplete") != autocomplete {
				t.Errorf("%s: %s is not asked for as %s", slug, name, autocomplete)
			}
		}
		for _, n := range d.all(func(n *html.Node) bool { return strings.HasSuffix(attr(n, "autocomplete"), "-password") }) {
			if attr(n, "type") != "password" || attr(n, "value") != "" {
				t.Errorf("%s: the box of %s shows what is in it", slug, attr(n, "name"))
			}
		}
	}
}
