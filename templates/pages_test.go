package templates

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"docket/evidence"
	"docket/models"
)

var testSite = Site{Organisation: "Fibre Cafe", Prefix: "FC"}

// document is a parsed page.
type document struct{ root *html.Node }

func parsed(t *testing.T, c templ.Component) document {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return document{root}
}

// all returns the elements that a test picks, in the order of the document.
func (d document) all(pick func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && pick(n) {
			found = append(found, n)
		}
	}
	return found
}

func (d document) tags(name string) []*html.Node {
	return d.all(func(n *html.Node) bool { return n.Data == name })
}

func (d document) byID(id string) *html.Node {
	found := d.all(func(n *html.Node) bool { return attr(n, "id") == id })
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestEveryPageHasItsBones(t *testing.T) {
	pages := append(Specimens(testSite), Specimen{"gallery", "Gallery", Gallery(testSite)})
	for _, s := range pages {
		t.Run(s.Slug, func(t *testing.T) {
			d := parsed(t, s.Page)
			for _, tag := range []string{"h1", "title", "main", "header", "nav", "footer"} {
				found := d.tags(tag)
				switch tag {
				case "header":
					found = slices.DeleteFunc(found, func(n *html.Node) bool { return n.Parent.Data != "body" })
				case "nav": // others lead around within a page
					found = slices.DeleteFunc(found, func(n *html.Node) bool { return n.Parent.Data != "header" })
				}
				if len(found) != 1 {
					t.Errorf("%d <%s>, want one", len(found), tag)
				} else if text(found[0]) == "" {
					t.Errorf("<%s> says nothing", tag)
				}
			}
			skip := d.all(func(n *html.Node) bool { return attr(n, "class") == "skip" })
			if len(skip) != 1 || d.byID(strings.TrimPrefix(attr(skip[0], "href"), "#")) == nil {
				t.Error("no skip link to the main part")
			}
			checkIDs(t, d)
			checkControls(t, d)
			checkPolicy(t, d)
		})
	}
}

// checkIDs wants every id once, and every reference to one to lead somewhere.
func checkIDs(t *testing.T, d document) {
	t.Helper()
	seen := map[string]bool{}
	for _, n := range d.all(func(n *html.Node) bool { return attr(n, "id") != "" }) {
		if id := attr(n, "id"); seen[id] {
			t.Errorf("id %q is there twice", id)
		} else {
			seen[id] = true
		}
	}
	for _, n := range d.all(func(*html.Node) bool { return true }) {
		for _, name := range []string{"aria-describedby", "aria-labelledby", "for", "data-copy-from"} {
			for _, id := range strings.Fields(attr(n, name)) {
				if !seen[id] {
					t.Errorf("%s=%q of <%s> leads nowhere", name, id, n.Data)
				}
			}
		}
		if id, ok := strings.CutPrefix(attr(n, "href"), "#"); ok && !seen[id] {
			t.Errorf("link #%s leads nowhere", id)
		}
	}
}

// checkControls wants a label for every control that somebody sees.
func checkControls(t *testing.T, d document) {
	t.Helper()
	for _, n := range d.all(isControl) {
		if labels(d, n) != 1 {
			t.Errorf("%d labels for control %q, want one", labels(d, n), attr(n, "name"))
		}
	}
}

func isControl(n *html.Node) bool {
	return (n.Data == "input" && attr(n, "type") != "hidden") || n.Data == "textarea" || n.Data == "select"
}

func labels(d document, control *html.Node) int {
	count := len(d.all(func(n *html.Node) bool {
		return n.Data == "label" && attr(n, "for") != "" && attr(n, "for") == attr(control, "id")
	}))
	for up := control.Parent; up != nil; up = up.Parent {
		if up.Data == "label" {
			count++
		}
	}
	return count
}

// checkPolicy wants nothing that the content security policy would refuse.
func checkPolicy(t *testing.T, d document) {
	t.Helper()
	for _, n := range d.all(func(*html.Node) bool { return true }) {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> has the attribute %s", n.Data, a.Key)
			}
		}
		if n.Data == "style" || (n.Data == "script" && (attr(n, "src") == "" || attr(n, "type") != "module" || n.FirstChild != nil)) {
			t.Errorf("<%s> is inline or blocks the page", n.Data)
		}
	}
}

// intakes are the intake's states, with every field asked for.
func intakes() map[string]TicketNew {
	empty := TicketNew{Site: testSite, AskZone: true}
	read := sampleRead(testSite, sampleCall504())
	read.AskZone = true
	return map[string]TicketNew{"empty": empty, "read": read, "mistaken": sampleMistaken(testSite)}
}

func TestEveryFieldHasOneLabelledControl(t *testing.T) {
	for name, p := range intakes() {
		d := parsed(t, TicketNewPage(p))
		for _, field := range models.Fields {
			named := d.all(func(n *html.Node) bool { return isControl(n) && attr(n, "name") == string(field) })
			radios := slices.ContainsFunc(named, func(n *html.Node) bool { return attr(n, "type") == "radio" })
			if len(named) == 0 || (len(named) > 1 && !radios) {
				t.Errorf("%s: %d controls for %s", name, len(named), field)
			}
			if d.byID(string(field)) == nil {
				t.Errorf("%s: no control has the id %s, which the summary links to", name, field)
			}
		}
	}
}

func TestAnAnswerStandsInItsControl(t *testing.T) {
	p := sampleRead(testSite, sampleBlock())
	d := parsed(t, TicketNewPage(p))
	for _, want := range []evidence.Field{evidence.Tenant, evidence.RequestID, evidence.ErrorUUID, evidence.Summary} {
		if got := attr(d.byID(string(want)), "value"); got != p.Submission.Answer(want).String() {
			t.Errorf("%s holds %q", want, got)
		}
	}
	for _, area := range []evidence.Field{models.FieldEvidence, evidence.RequestText, evidence.ResponseText} {
		if got := d.byID(string(area)).FirstChild.Data; got != p.Submission.Answer(area).String() {
			t.Errorf("%s holds %q", area, got)
		}
	}
}

func TestATextThatBeginsWithALineBreakKeepsIt(t *testing.T) {
	p := TicketNew{Site: testSite, Submission: models.Submission{Evidence: clean("\n\nGET /")}}
	if got := parsed(t, TicketNewPage(p)).byID("evidence").FirstChild.Data; got != "\n\nGET /" {
		t.Errorf("the box holds %q", got)
	}
}

func TestAPublishedBlockLeavesImpactAndEmail(t *testing.T) {
	var left []string
	for _, f := range docketOf(sampleRead(testSite, sampleBlock())).Left {
		left = append(left, f.Name)
	}
	if !slices.Equal(left, []string{"impact", "email"}) {
		t.Errorf("left: %v", left)
	}
}

func TestProblemsAreSaidOnTopAndBesideTheirFields(t *testing.T) {
	p := sampleMistaken(testSite)
	d := parsed(t, TicketNewPage(p))
	if title := text(d.tags("title")[0]); !strings.HasPrefix(title, "Error: ") {
		t.Errorf("title is %q", title)
	}
	top := d.byID("problems")
	if top == nil || attr(top, "role") != "alert" || attr(top, "tabindex") != "-1" {
		t.Fatal("no summary that takes focus")
	}
	for _, problem := range p.Problems {
		beside := d.byID(string(problem.Field) + "-error")
		if beside == nil || !strings.Contains(text(beside), problem.Message) {
			t.Errorf("%s: the problem is not beside the field", problem.Field)
		}
		control := d.byID(string(problem.Field))
		if attr(control, "type") != "radio" && attr(control, "aria-invalid") != "true" {
			t.Errorf("%s: the control is not marked", problem.Field)
		}
		if !strings.Contains(attr(control, "aria-describedby"), string(problem.Field)+"-error") {
			t.Errorf("%s: the control is not described by its problem", problem.Field)
		}
		if !slices.ContainsFunc(d.tags("a"), func(a *html.Node) bool {
			return attr(a, "href") == "#"+string(problem.Field) && text(a) == problem.Message
		}) {
			t.Errorf("%s: the summary has no link to it", problem.Field)
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	hostile := `</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"'`
	p := sampleRead(testSite, sampleBlock())
	p.Notice = hostile
	for _, field := range models.Fields {
		*p.Submission.Answer(field) = clean(hostile)
	}
	p.Reading.Report.Text = clean(hostile)
	p.Reading.Report.Warnings = []string{hostile}
	show := sampleTalk(testSite)
	show.Answer, show.Notice = hostile, hostile
	show.Conversation.Ticket.Summary, show.Conversation.Ticket.Tenant = clean(hostile), hostile
	show.Conversation.Papers.Request = clean(hostile)
	show.Conversation.Messages[0].Body, show.Conversation.Messages[1].AuthorName = clean(hostile), clean(hostile)
	for name, page := range map[string]templ.Component{"intake": TicketNewPage(p), "ticket": TicketShowPage(show)} {
		d := parsed(t, page)
		if len(d.tags("script")) != 1 || len(d.tags("img")) != 0 {
			t.Errorf("%s: hostile text became elements", name)
		}
		checkPolicy(t, d)
	}
}

func TestTheFormCarriesWhatItsHandlersRead(t *testing.T) {
	d := parsed(t, TicketNewPage(sampleRead(testSite, sampleBlock())))
	form := d.tags("form")[0]
	for name, want := range map[string]string{"method": "post", "action": "/tickets", "enctype": "multipart/form-data"} {
		if got := attr(form, name); got != want {
			t.Errorf("form has %s=%q", name, got)
		}
	}
	count := func(name string) int {
		return len(d.all(func(n *html.Node) bool { return n.Data == "input" && attr(n, "name") == name }))
	}
	if count("submission_id") != 1 || count("filled") != 12 || count("file") != 1 {
		t.Errorf("submission_id %d, filled %d, file %d", count("submission_id"), count("filled"), count("file"))
	}
	first := d.all(func(n *html.Node) bool { return n.Data == "button" && attr(n, "type") == "submit" })[0]
	if attr(first, "formaction") != "" {
		t.Error("the enter key would not file the ticket: the form's first button goes elsewhere")
	}
}
