package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/axe.min.js
var axe string

// patience is how long a browser may take for one step before the test gives up.
const patience = 30 * time.Second

// page is a tab with cookies of its own, in front of a program.
type page struct {
	*program
	ctx      context.Context
	examined bool // pages of this tab are loaded with axe
}

// in is the same tab for a subtest.
func (g *page) in(t *testing.T) *page {
	h := *g
	h.program = g.program.in(t)
	return &h
}

// open opens a new browser profile on the program.
func (p *program) open() *page {
	p.t.Helper()
	p.needBrowser()
	return p.openIn(chromium)
}

func (p *program) needBrowser() {
	p.t.Helper()
	if chromium != nil {
		return
	}
	if os.Getenv("CI") == "true" {
		p.t.Fatal("no browser: install chromium-headless-shell or chromium")
	}
	p.t.Skip("no browser: install chromium-headless-shell or chromium with apt-get")
}

// openIn opens a new profile of one browser.
func (p *program) openIn(browser context.Context) *page {
	p.t.Helper()
	ctx, closeTab := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	p.t.Cleanup(closeTab)
	g := &page{program: p, ctx: ctx}
	g.watch()
	// Every tab believes to be the one in front, so that tests can run side by side.
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		p.t.Fatal(err)
	}
	return g
}

// watch fails the test for every error on the console, exception and breach of the content
// security policy. An answer of 404, 409 or 422 and a server that is away are none: tests make them.
func (g *page) watch() {
	g.t.Helper()
	var mu sync.Mutex
	var wrong []string
	note := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		wrong = append(wrong, fmt.Sprintf(format, args...))
	}
	err := chromedp.Listen(g.ctx, func(ev any) {
		switch ev := ev.(type) {
		case *log.EventEntryAdded:
			refused := ev.Entry.Source == "network" && (strings.Contains(ev.Entry.Text, "status of 4") || strings.Contains(ev.Entry.Text, "ERR_CONNECTION_REFUSED"))
			if (ev.Entry.Level == "error" || ev.Entry.Level == "warning") && !refused {
				note("console: %s %s %s", ev.Entry.Source, ev.Entry.Text, ev.Entry.URL)
			}
		case *runtime.EventExceptionThrown:
			note("exception: %s line %d", ev.ExceptionDetails.Text, ev.ExceptionDetails.LineNumber)
		case *runtime.EventConsoleAPICalled:
			if ev.Type == "error" || ev.Type == "warning" || ev.Type == "assert" {
				note("console.%s called", ev.Type)
			}
		case *audits.EventIssueAdded:
			if ev.Issue.Code == "ContentSecurityPolicyIssue" {
				note("content security policy: %+v", *ev.Issue.Details.ContentSecurityPolicyIssueDetails)
			}
		}
	})
	if err != nil {
		g.t.Fatal(err)
	}
	if _, err := chromedp.Call(g.ctx, audits.Enable, cdp.Empty{}); err != nil {
		g.t.Fatal(err)
	}
	g.t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, w := range wrong {
			g.t.Error(w)
		}
	})
}

func (g *page) do(actions ...chromedp.Action[chromedp.Void]) {
	g.t.Helper()
	// The first use of a tab must not carry a deadline: it would end the tab with it.
	if err := chromedp.Do(g.ctx); err != nil {
		g.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(g.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		g.t.Fatal(err)
	}
}

// eval runs JavaScript in the page, which may be a promise, and returns its value.
func eval[T any](g *page, script string) T {
	g.t.Helper()
	ctx, cancel := context.WithTimeout(g.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		g.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// until waits for an expression to be true of a whole page, over navigations and without the
// page's scripts.
func (g *page) until(script string) {
	g.t.Helper()
	if !g.within(patience, script) {
		g.t.Fatalf("%s never came true\n%s", script, eval[string](g, "location.href + ' ' + document.body.innerText"))
	}
}

// soon reports whether an expression becomes true in a few seconds.
func (g *page) soon(script string) bool { return g.within(3*time.Second, script) }

func (g *page) within(limit time.Duration, script string) bool {
	for deadline := time.Now().Add(limit); ; {
		ctx, cancel := context.WithTimeout(g.ctx, limit)
		v, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.readyState !== "loading" && Boolean(`+script+")"))
		cancel()
		if err == nil && v {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
		<-time.After(15 * time.Millisecond)
	}
}

func (g *page) visit(path string) {
	g.t.Helper()
	g.do(chromedp.Navigate(g.url + path))
}

// back goes back as the browser's button does, which may bring a page back as it was left.
func (g *page) back() {
	g.t.Helper()
	from := eval[string](g, "location.href")
	history, err := chromedp.Run(g.ctx, chromedp.NavigationEntries())
	if err != nil {
		g.t.Fatal(err)
	}
	entry := history.Entries[history.CurrentIndex-1]
	if _, err := chromedp.Call(g.ctx, cdppage.NavigateToHistoryEntry, cdppage.NavigateToHistoryEntryParams{EntryID: entry.ID}); err != nil {
		g.t.Fatal(err)
	}
	g.until(fmt.Sprintf(`location.href !== %q && document.readyState === "complete"`, from))
}

// scripts switches the page's own JavaScript on or off.
func (g *page) scripts(on bool) {
	g.t.Helper()
	g.do()
	if _, err := chromedp.Call(g.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		g.t.Fatal(err)
	}
}

// size makes the window's inside so large, in CSS pixels.
func (g *page) size(width, height int64) {
	g.t.Helper()
	g.do(chromedp.EmulateViewport(width, height))
}

// scheme chooses "light" or "dark". Colours change at once, so that nothing is measured halfway.
func (g *page) scheme(name string) {
	g.t.Helper()
	g.media("", "prefers-color-scheme", name, "prefers-reduced-motion", "reduce")
}

// media emulates a medium, "" for the screen, and pairs of features and values.
func (g *page) media(medium string, pairs ...string) {
	g.t.Helper()
	p := emulation.SetEmulatedMediaParams{Media: medium}
	for i := 0; i < len(pairs); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: pairs[i], Value: pairs[i+1]})
	}
	if _, err := chromedp.Call(g.ctx, emulation.SetEmulatedMedia, p); err != nil {
		g.t.Fatal(err)
	}
}

// write puts text where the focus is, as a paste or an input method does.
func (g *page) write(text string) {
	g.t.Helper()
	if _, err := chromedp.Call(g.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		g.t.Fatal(err)
	}
}

// into focuses a control by its name and writes into it.
func (g *page) into(name, text string) {
	g.t.Helper()
	g.do(chromedp.Focus(fmt.Sprintf(`[name=%q]`, name)))
	g.write(text)
}

// choose checks a radio button.
func (g *page) choose(name, value string) {
	g.t.Helper()
	selector, _ := json.Marshal(fmt.Sprintf(`[name=%q][value=%q]`, name, value))
	eval[bool](g, fmt.Sprintf(`(() => { const r = document.querySelector(%s); r.scrollIntoView({block: "center"}); r.click(); return r.checked })()`, selector))
}

// value is what a control holds.
func (g *page) value(name string) string {
	g.t.Helper()
	return eval[string](g, fmt.Sprintf(`(() => { const all = [...document.getElementsByName(%q)]; const c = all.find(e => e.checked) || all[0]; return c ? (c.type === "radio" && !c.checked ? "" : c.value) : "absent" })()`, name))
}

// press clicks with the mouse, at its middle, the button or link that begins with these words.
func (g *page) press(words string) {
	g.t.Helper()
	x, y := g.place(words)
	g.do(chromedp.MouseClickXY(x, y))
}

// place scrolls a button into sight and says where its middle is. Nothing may lie over it.
func (g *page) place(words string) (x, y float64) {
	g.t.Helper()
	quoted, _ := json.Marshal(words)
	at := eval[[]float64](g, fmt.Sprintf(`(() => {
		const b = [...document.querySelectorAll("button, input[type=submit], a[href], summary")].find(b =>
			(b.innerText || b.value || "").trim().startsWith(%s) && b.offsetParent && !b.matches(".unseen"));
		if (!b) return [];
		b.scrollIntoView({block: "center"});
		const r = b.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
		return b.contains(document.elementFromPoint(x, y)) ? [x, y] : [-1];
	})()`, quoted))
	if len(at) == 0 {
		g.t.Fatalf("no button %q on the page:\n%s", words, eval[string](g, "document.body.innerText"))
	}
	if len(at) == 1 {
		g.t.Fatalf("something lies over the button %q", words)
	}
	return at[0], at[1]
}

// at waits until the page's path begins so.
func (g *page) at(prefix string) string {
	g.t.Helper()
	g.until(fmt.Sprintf(`location.pathname.startsWith(%q) && document.readyState === "complete"`, prefix))
	return eval[string](g, "location.pathname")
}

// accessible runs axe over the page as it stands and reports every violation.
func (g *page) accessible(name string) {
	g.t.Helper()
	g.loadAxe()
	type result struct {
		Passed int
		Wrong  []string
	}
	found := eval[result](g, `axe.run(document, {resultTypes: ["violations"]}).then(r => ({Passed: r.passes.length,
		Wrong: r.violations.flatMap(v => v.nodes.map(n => v.id + " (" + v.impact + "): " + n.html.slice(0, 160) + " " + n.failureSummary))}))`)
	if found.Passed < 10 {
		g.t.Errorf("%s: axe has checked only %d rules", name, found.Passed)
	}
	for _, violation := range found.Wrong {
		g.t.Errorf("%s: %s", name, strings.ReplaceAll(violation, "\n", " "))
	}
}

// loadAxe puts axe into the page, and into those that this tab will load: sending it takes longer
// than its answer.
func (g *page) loadAxe() {
	g.t.Helper()
	if !g.examined {
		g.do()
		if _, err := chromedp.Call(g.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: axe}); err != nil {
			g.t.Fatal(err)
		}
		g.examined = true
	}
	if !eval[bool](g, `"axe" in window`) {
		eval[bool](g, axe+";true")
	}
}

// fits reports a page that is wider than its window.
func (g *page) fits(name string) {
	g.t.Helper()
	wide := eval[string](g, `(() => { const w = document.documentElement.clientWidth; if (document.documentElement.scrollWidth <= w) return ""; return [...document.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > w + 1).slice(0, 3).map(e => e.tagName + "." + e.className).join(", ") || "the document" })()`)
	if wide != "" {
		g.t.Errorf("%s: wider than its window: %s", name, wide)
	}
}
