package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stops are the places that Tab must reach: of a group of radio buttons it is one.
const stops = `(() => {
	const seen = new Set();
	return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(e => {
		if (e.tabIndex < 0 || e.disabled || e.type === "hidden" || !e.getClientRects().length || !e.checkVisibility()) return false;
		if (e.type !== "radio") return true;
		if (seen.has(e.name)) return false;
		return seen.add(e.name);
	});
})()`

// focus describes what has the focus: its key, the width of its ring and whether any of it can be seen.
const focus = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body || e === document.documentElement) return {Key: "", Ring: true, Seen: true};
	const outlined = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
	const whole = (n) => { const s = getComputedStyle(n, "::after"); return s.content !== "none" && outlined(s); }; // a link as large as its row
	const ringed = (n) => outlined(getComputedStyle(n)) || whole(n) || (n === e && getComputedStyle(n).boxShadow !== "none");
	const r = e.getBoundingClientRect();
	const points = [[.5, .5], [.5, .1], [.1, .5], [.9, .5], [.5, .9]].map(([a, b]) => [r.left + r.width * a, r.top + r.height * b]);
	const over = (x, y) => { const t = document.elementFromPoint(x, y); return t && (e.contains(t) || t.closest("label")?.control === e); };
	return {Key: e.type === "radio" ? "radio " + e.name : String([...document.querySelectorAll("*")].indexOf(e)),
		Name: e.tagName + "#" + e.id + "." + e.className + " " + (e.innerText || "").trim().slice(0, 30),
		Ring: ringed(e) || Boolean(e.closest(".choice, .offer") && ringed(e.closest(".choice, .offer"))), Seen: points.some(([x, y]) => over(x, y))};
})()`

type focused struct {
	Key, Name  string
	Ring, Seen bool
}

func (g *page) tab() focused {
	g.t.Helper()
	g.do(chromedp.KeyEvent(kb.Tab))
	return eval[focused](g, focus)
}

// tabThrough presses Tab from the top until the focus leaves the page, and reports what it missed,
// every stop without a ring, and every stop that lies hidden under something.
func (g *page) tabThrough(name string) {
	g.t.Helper()
	g.until(`!document.querySelector("[autofocus]") || document.activeElement.matches("[autofocus]")`)
	// Where the focus was last, Tab goes on: begin before everything else.
	eval[bool](g, `document.body.tabIndex = -1, document.body.focus(), document.body.removeAttribute("tabindex"), scrollTo(0, 0), true`)
	want := eval[float64](g, stops+`.length`)
	reached := map[string]bool{}
	for range int(want) + 5 {
		at := g.tab()
		if at.Key == "" || reached[at.Key] && len(reached) == int(want) {
			break
		}
		if !at.Ring {
			g.t.Errorf("%s: no ring around %s", name, at.Name)
		}
		if !at.Seen {
			g.t.Errorf("%s: %s has the focus out of sight", name, at.Name)
		}
		reached[at.Key] = true
	}
	missed := eval[[]string](g, fmt.Sprintf(`(() => { const reached = new Set(%s); return %s.filter(e => !reached.has(e.type === "radio" ? "radio " + e.name : String([...document.querySelectorAll("*")].indexOf(e)))).map(e => e.tagName + "#" + e.id + "." + e.className) })()`, list(reached), stops))
	if len(missed) > 0 || len(reached) == 0 {
		g.t.Errorf("%s: Tab reaches %d of %v places and misses %v", name, len(reached), want, missed)
	}
	if at := eval[focused](g, focus); at.Key != "" && len(reached) < int(want) {
		g.t.Errorf("%s: Tab stays at %s", name, at.Name)
	}
}

func list(keys map[string]bool) string {
	var quoted []string
	for key := range keys {
		quoted = append(quoted, fmt.Sprintf("%q", key))
	}
	return "[" + strings.Join(quoted, ",") + "]"
}

func TestTabReachesEverythingAndLeavesIt(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	for _, name := range []string{"intake", "intake-asking", "intake-mistaken", "intake-filed", "receipt", "ticket-talk", "find-mistaken", "not-me", "failure",
		"sign-in-kept", "queue-filtered", "case-story", "case-mistaken", "letters-deciding", "account-mistaken", "staff-added"} {
		t.Run(name, func(t *testing.T) {
			g := g.in(t)
			for _, w := range windows[:3] {
				g.size(w.width, w.height)
				g.visit("/gallery/" + name)
				g.tabThrough(fmt.Sprintf("%s at %d px", name, w.width))
			}
		})
	}
}

func TestTheSkipLinkIsTheFirstStopAndLeadsToTheMainPart(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.visit("/gallery/ticket-talk")
	if at := g.tab(); !strings.Contains(at.Name, "Skip") || !at.Seen {
		t.Fatalf("the first stop is %s", at.Name)
	}
	g.enter()
	g.until(`document.activeElement.id === "main"`)
	g.tab()
	if !eval[bool](g, `document.getElementById("main").contains(document.activeElement)`) {
		t.Error("after the skip link Tab goes elsewhere")
	}
}

func TestTheSummaryTakesFocusAndItsLinksLeadToTheFields(t *testing.T) {
	t.Parallel()
	for name, on := range map[string]bool{"with JavaScript": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			g := start(t).open()
			g.scripts(on)
			g.visit("/")
			g.press("File this ticket")
			g.until(`document.activeElement.id === "problems"`)
			for _, field := range []string{"environment", "tenant", "request", "email"} {
				eval[bool](g, fmt.Sprintf(`document.querySelector('#problems a[href="#%s"]').focus(), true`, field))
				g.enter()
				g.until(fmt.Sprintf(`document.activeElement.id === %q`, field))
			}
		})
	}
}

// tabTo presses Tab until a control has the focus.
func (g *page) tabTo(id string) {
	g.t.Helper()
	for range 60 {
		g.tab()
		if eval[bool](g, fmt.Sprintf(`document.activeElement.id === %q || document.activeElement.name === %q`, id, id)) {
			return
		}
	}
	g.t.Fatalf("Tab does not reach %s", id)
}

func TestATicketIsFiledReadAndAnsweredByKeysAlone(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.visit("/")
	g.tabTo("evidence")
	g.paste(block)
	g.until(`document.querySelector(".intake-grid[data-read]")`)
	g.until(`document.activeElement.matches(".group h3")`) // the focus waits before what is left
	for range 2 {
		g.tab()
		switch eval[string](g, `document.activeElement.name`) {
		case "impact":
			g.do(chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.ArrowDown))
		case "email":
			g.do(chromedp.KeyEvent(address))
		default:
			t.Fatalf("Tab goes to %s instead of what is left", eval[focused](g, focus).Name)
		}
	}
	if g.value("impact") == "" || g.value("email") != address {
		t.Fatalf("impact %q, e-mail %q", g.value("impact"), g.value("email"))
	}
	if eval[string](g, `document.activeElement.name`) != "email" {
		g.tabTo("email")
	}
	g.enter() // in a line of text it files the ticket
	g.receipt()
	g.tabTo("body")
	g.do(chromedp.KeyEvent("It works again."))
	g.tab()
	g.enter()
	g.until(`document.querySelector(".timeline")?.innerText.includes("It works again.")`)
}

func TestControlAndEnterReadTheEvidenceAndFileTheTicket(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.visit("/")
	g.into("evidence", block)
	g.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	g.until(`document.querySelector(".intake-grid[data-read]")`)
	g.choose("impact", "one_order")
	g.into("email", address)
	g.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	g.receipt()
}
