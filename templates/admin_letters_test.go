package templates

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"docket/models"
)

func TestALettersRowSaysWhenItWasWritten(t *testing.T) {
	p := sampleLetters(testSite)
	table := document{parsed(t, LettersPage(p)).tags("table")[0]}
	heads := table.all(func(n *html.Node) bool { return attr(n, "scope") == "col" })
	at := slices.IndexFunc(heads, func(n *html.Node) bool { return text(n) == "Written" })
	if at < 0 {
		t.Fatal("no column Written")
	}
	for i, row := range (document{table.tags("tbody")[0]}).tags("tr") {
		cells := document{row}.all(func(n *html.Node) bool { return n.Data == "td" || n.Data == "th" })
		if len(cells) != len(heads) {
			t.Fatalf("%d cells below %d headings", len(cells), len(heads))
		}
		want := Moment{At: p.Page.Rows[i].Letter.CreatedAt, Minutes: true}
		if got := (document{cells[at]}).tags("time"); len(got) != 1 || text(got[0]) != want.words() || attr(got[0], "title") != want.exact() {
			t.Errorf("row %d says %q, want %s", i, text(cells[at]), want.words())
		}
	}
}

func TestPagesOfLettersKeepTheirState(t *testing.T) {
	p := sampleLetters(testSite)
	p.Filter = models.LetterFilter{State: models.LetterSent, After: "x"}
	for rel, want := range map[string]string{"prev": "/admin/letters?before=l1&state=sent", "next": "/admin/letters?after=l2&state=sent"} {
		links := parsed(t, LettersPage(p)).all(func(n *html.Node) bool { return attr(n, "rel") == rel })
		if len(links) != 1 || attr(links[0], "href") != want {
			t.Errorf("%s: %d links, want one to %s", rel, len(links), want)
		}
	}
}

func TestADecisionAboutALetterLeadsBackToTheLettersOfItsState(t *testing.T) {
	p := sampleLetters(testSite)
	for state, want := range map[models.LetterState]string{"": "", models.LetterGivenUp: "?state=given_up"} {
		p.Filter.State = state
		forms := parsed(t, LettersPage(p)).all(func(n *html.Node) bool {
			return n.Data == "form" && (strings.Contains(attr(n, "action"), "/again") || strings.Contains(attr(n, "action"), "/drop"))
		})
		for _, f := range forms {
			if _, back, _ := strings.Cut(attr(f, "action"), "?"); "?"+back != want && back != want {
				t.Errorf("among %q: %s", state, attr(f, "action"))
			}
		}
		if len(forms) == 0 {
			t.Fatal("no decisions")
		}
	}
}
