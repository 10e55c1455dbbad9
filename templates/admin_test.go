package templates

import (
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"docket/evidence"
	"docket/models"
)

// specimen is a page of the gallery.
func specimen(t *testing.T, slug string) templ.Component {
	t.Helper()
	for _, s := range Specimens(testSite) {
		if s.Slug == slug {
			return s.Page
		}
	}
	t.Fatalf("no page %s in the gallery", slug)
	return nil
}

// form returns the form that goes to an address which ends so.
func form(t *testing.T, d document, ending string) document {
	t.Helper()
	found := d.all(func(n *html.Node) bool { return n.Data == "form" && strings.HasSuffix(attr(n, "action"), ending) })
	if len(found) == 0 {
		t.Fatalf("no form to %s", ending)
	}
	return document{found[len(found)-1]}
}

// value is what a form would send for a name.
func value(t *testing.T, form document, name string) string {
	t.Helper()
	found := form.all(func(n *html.Node) bool { return attr(n, "name") == name })
	if len(found) == 0 {
		t.Fatalf("no control %s", name)
	}
	switch n := found[0]; n.Data {
	case "select":
		chosen := document{n}.all(func(o *html.Node) bool { return o.Data == "option" && has(o, "selected") })
		if len(chosen) != 1 {
			t.Fatalf("%d values of %s are chosen", len(chosen), name)
		}
		return attr(chosen[0], "value")
	case "textarea":
		return wholeText(n)
	default:
		return attr(n, "value")
	}
}

// has reports whether an element has an attribute, whatever its value.
func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func words(d document) string { return text(d.root) }

func TestHostileTextStaysTextOnPagesOfStaff(t *testing.T) {
	hostile := `</textarea></title><script>alert(1)</script><img src=x onerror=alert(1)>"'`
	for name, page := range map[string]templ.Component{
		"queue": QueuePage(hostileQueue(hostile)), "case": CasePage(hostileCase(hostile)), "letters": LettersPage(hostileLetters(hostile)),
		"sign in": SignInPage(SignIn{Site: testSite, Email: hostile, Next: hostile, Notice: hostile, Kept: &KeptText{Texts: []string{hostile}, Why: hostile}}),
		"letter":  LetterPage(LetterShow{Frame: sampleFrame(testSite), Row: hostileLetters(hostile).Page.Rows[0], Text: hostile}),
		"go on":   GoOnPage(GoOn{testSite, hostile}),
	} {
		d := parsed(t, page)
		if len(d.tags("script")) != 2 || len(d.tags("img")) != 0 {
			t.Errorf("%s: hostile text became elements", name)
		}
		if !strings.Contains(words(d), "<script>alert(1)</script>") {
			t.Errorf("%s: the text is not there", name)
		}
		checkPolicy(t, d)
	}
}

func hostileQueue(hostile string) QueueShow {
	p := sampleQueue(testSite, 3)
	p.Filter = models.QueueFilter{Text: hostile, Tenant: hostile, Supplier: hostile, Environment: hostile}
	p.Frame.Search, p.Frame.Notice = hostile, hostile
	p.Frame.Reader.Name, p.Page.Rows[0].Assignee = clean(hostile), hostile
	t := &p.Page.Rows[0].Ticket
	t.Summary, t.Tenant, t.Supplier, t.ErrorCode, t.Environment = clean(hostile), hostile, hostile, hostile, hostile
	return p
}

func hostileCase(hostile string) CaseShow {
	p := sampleStory(testSite)
	t := &p.Case.Ticket
	t.Summary, t.Tenant, t.Supplier, t.Email, t.Name, t.ErrorMessage = clean(hostile), hostile, hostile, hostile, clean(hostile), clean(hostile)
	p.Reply, p.Note, p.Reason = hostile, hostile, hostile
	for _, e := range p.Case.Entries {
		switch {
		case e.Message != nil:
			e.Message.Body, e.Message.AuthorName = clean(hostile), clean(hostile)
		case e.Note != nil:
			e.Note.Body = clean(hostile)
		default:
			e.Event.Reason, e.Event.To = clean(hostile), hostile
		}
	}
	header := []evidence.Header{{Name: hostile, Value: hostile}}
	p.Request = &evidence.Request{Method: hostile, URL: "https://host/" + hostile + "?" + hostile, Headers: header, Body: `{"a":"<script>","<b>":1}`}
	p.Response = &evidence.Response{Reason: hostile, Status: 500, Headers: header, Body: hostile}
	return p
}

func hostileLetters(hostile string) LettersShow {
	p := sampleLetters(testSite)
	row := &p.Page.Rows[0]
	row.Letter.To, row.Letter.ReplyText, row.Letter.HeaderID, row.Summary = hostile, hostile, hostile, clean(hostile)
	return p
}

func TestRolesSeeWhatTheyMayDo(t *testing.T) {
	for who, want := range map[string]struct{ hold, staff bool }{"agent": {false, false}, "lead": {true, false}, "admin": {true, true}} {
		p := sampleLetters(testSite)
		p.Frame.Reader.Role = models.Role(who)
		d := parsed(t, LettersPage(p))
		hold := len(d.all(func(n *html.Node) bool { return attr(n, "action") == "/admin/letters/hold" })) > 0
		staff := len(d.all(func(n *html.Node) bool { return n.Data == "a" && attr(n, "href") == "/admin/staff" })) > 0
		if hold != want.hold || staff != want.staff {
			t.Errorf("%s: holds %t, manages staff %t", who, hold, staff)
		}
	}
}

func TestKeysAreOffForThoseWhoSwitchedThemOff(t *testing.T) {
	for _, on := range []bool{true, false} {
		p := sampleQueue(testSite, 1)
		p.Frame.Reader.Shortcuts = on
		d := parsed(t, QueuePage(p))
		marked := has(d.tags("body")[0], "data-shortcuts")
		if marked != on || (d.byID("keys") != nil) != on {
			t.Errorf("shortcuts %t: marked %t, list %t", on, marked, d.byID("keys") != nil)
		}
		if attr(d.byID("q"), "accesskey") != "/" {
			t.Error("the search has no access key")
		}
	}
}

func TestTheNavigationCountsLettersThatNeedSomebody(t *testing.T) {
	for want, f := range map[string]Frame{
		"Letters": {}, "Letters 3 failed": {Failed: 3}, "Letters held": {Held: &models.Hold{}},
		"Letters held, 1 failed": {Held: &models.Hold{}, Failed: 1}, "Letters 1,000+ failed": {Failed: models.MostCounted + 1},
	} {
		f.Site, f.Reader = testSite, sampleAgent
		d := parsed(t, QueuePage(QueueShow{Frame: f}))
		links := d.all(func(n *html.Node) bool { return n.Data == "a" && attr(n, "href") == "/admin/letters" })
		if got := text(links[0]); got != want {
			t.Errorf("says %q, want %q", got, want)
		}
	}
}

func TestTheTextOfAnEndedSessionIsOnThePageOnlyWhenItCantBeKept(t *testing.T) {
	const text = "a wrong route. Authorization: Bearer [redacted:bearer]"
	for slug, want := range map[string]bool{"sign-in-kept": false, "sign-in-unkept": true} {
		d := parsed(t, specimen(t, slug))
		f := form(t, d, "/admin/login")
		if value(t, f, "next") != "/admin/tickets/FC-7Q4M-2XKD" || strings.Contains(strings.Join(controlNames(f.root), " "), "kept") {
			t.Errorf("%s: the form goes on with %v", slug, controlNames(f.root))
		}
		if got := strings.Contains(words(d), text); got != want || (attr(f.root, "target") == "_blank") != want {
			t.Errorf("%s: the text is there: %v, and the form opens another page: %q", slug, got, attr(f.root, "target"))
		}
	}
}

func TestAFreshPasswordIsShownToBeCopied(t *testing.T) {
	d := parsed(t, specimen(t, "staff-added"))
	if got := text(d.byID("fresh-password")); got != "marsh-oboe-plinth-quill-42" {
		t.Errorf("shown: %q", got)
	}
	if len(d.all(func(n *html.Node) bool { return attr(n, "data-copy-from") == "fresh-password" })) != 1 {
		t.Error("no button copies it")
	}
}
