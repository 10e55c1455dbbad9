package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// calls are two calls, the first of which failed, with a name that no rule knows.
const calls = `> GET /v1/orders/1 HTTP/1.1
> Host: cvt.fibregateway.com
> X-Request-ID: first-1
> X-Tenant: TENANT_1
> X-Customer: Jane of Rhyl
>
< HTTP/1.1 500 Oops
< Date: Fri, 06 Jan 2023 07:54:30 GMT
<
> GET /v1/orders/2 HTTP/1.1
> Host: cvt.fibregateway.com
> X-Request-ID: second-2
> X-Tenant: TENANT_2
>
< HTTP/1.1 200 OK
< X-Request-ID: third-3
< Date: Fri, 06 Jan 2023 07:55:30 GMT
<
`

func TestAnotherCallIsReadWhenItIsChosenAndWithoutJavaScriptAtThePress(t *testing.T) {
	t.Parallel()
	for name, on := range map[string]bool{"with JavaScript": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			g := start(t).open()
			g.scripts(on)
			g.visit("/")
			g.into("evidence", calls)
			g.press("Read it")
			g.until(`document.querySelector(".calls")`)
			g.holdsIn(map[string]string{"exchange": "1", "request_id": "first-1", "tenant": "TENANT_1"})
			g.says("failed:", "500 Oops", "/v1/orders/2")
			g.into("supplier", "SUPPLIER_7")
			g.do(chromedp.Focus(`[name="exchange"]:checked`), chromedp.KeyEvent(kb.ArrowDown))
			if !on {
				g.press("Read this one")
			}
			g.until(`document.querySelector(".intake-grid") && document.getElementsByName("tenant")[0]?.value === "TENANT_2"`)
			g.holdsIn(map[string]string{"exchange": "2", "supplier": "SUPPLIER_7"})
			if on && !eval[bool](g, `document.activeElement.name === "exchange" && document.activeElement.checked`) {
				t.Error("the focus has left the list of calls")
			}
			if g.seen(".calls .button") == on {
				t.Error("the button of the list is for those without JavaScript")
			}
			// Its two ids are a question, and an answer is chosen by keys too.
			g.do(chromedp.Focus("#request_id"), chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.ArrowDown))
			if got := g.value("choose_request_id"); got != "third-3" {
				t.Errorf("the second id is %q", got)
			}
		})
	}
}

func TestAFieldShowsWhereItWasFoundAndOnlyTheBoxScrolls(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.evidence(calls)
	const lit = `[...document.querySelectorAll("[data-lit]")].map(e => e.textContent).join("|")`
	for field, want := range map[string]string{"tenant": "TENANT_1", "occurred_at": "Fri, 06 Jan 2023 07:54:30 GMT"} {
		g.do(chromedp.Focus(fmt.Sprintf(`[name=%q]`, field)))
		if got := eval[string](g, lit); got != want {
			t.Errorf("%s lights up %q, want %q", field, got, want)
		}
	}
	eval[bool](g, `document.activeElement.blur(), document.querySelector("[data-shown]").style.maxBlockSize = "3rem", scrollTo(0, 0), true`)
	eval[bool](g, `document.querySelector('[name="occurred_at"]').focus({preventScroll: true}), true`)
	if !eval[bool](g, `document.querySelector("[data-shown]").scrollTop > 0 && scrollY === 0`) {
		t.Error("the place is not in sight, or the page has moved")
	}
	eval[bool](g, `document.querySelector('[data-field="tenant"] .label').dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"}))`)
	if got := eval[string](g, lit); got != "TENANT_1" {
		t.Errorf("the pointer lights up %q", got)
	}
	g.media("", "forced-colors", "active")
	if !eval[bool](g, `getComputedStyle(document.querySelector("[data-lit]")).backgroundColor !== getComputedStyle(document.querySelector(".preview")).backgroundColor`) {
		t.Error("nothing lights up in forced colours")
	}
}

func TestWhatIsSelectedIsHiddenForGood(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.evidence(calls)
	if g.seen("#hide-selected") {
		t.Error("there is a button to hide a selection, and nothing is selected")
	}
	eval[bool](g, `(() => { const walk = document.createTreeWalker(document.querySelector("[data-shown]"), NodeFilter.SHOW_TEXT);
		for (let n; n = walk.nextNode();) { const at = n.data.indexOf("Jane of Rhyl"); if (at >= 0) { getSelection().setBaseAndExtent(n, at, n, at + 12); return true } } })()`)
	g.until(`!document.getElementById("hide-selected").hidden`)
	g.press("Hide the selected text")
	g.until(`document.querySelector("[data-shown]").textContent.includes("[redacted:hidden")`)
	g.says("can’t be brought back")
	if !eval[bool](g, `document.activeElement.matches("[data-shown]")`) {
		t.Error("the focus has left the evidence")
	}
	if at := eval[string](g, `document.documentElement.outerHTML.includes("Jane") ? "page" : [...document.querySelectorAll("textarea, input")].some(e => e.value.includes("Jane")) ? "form" : JSON.stringify({...localStorage, ...sessionStorage}).includes("Jane") ? "storage" : ""`); at != "" {
		t.Errorf("the text is still in the %s", at)
	}
	g.holdsIn(map[string]string{"request_id": "first-1", "tenant": "TENANT_1"})
}

func TestTextIsSelectedAndHiddenByKeysAlone(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.evidence("Jane of Rhyl\n" + calls)
	g.tabFrom("[data-shown]")
	for range 12 {
		g.key(input.DispatchKeyEventParams{Modifiers: 8, Code: "ArrowRight", Key: "ArrowRight", WindowsVirtualKeyCode: 39})
	}
	g.until(`!document.getElementById("hide-selected").hidden`)
	g.tabTo("hide-selected")
	g.enter()
	g.until(`document.querySelector("[data-shown]").textContent.startsWith("[redacted:hidden")`)
}

// tabFrom focuses an element as Tab does.
func (g *page) tabFrom(selector string) {
	g.t.Helper()
	eval[bool](g, fmt.Sprintf(`document.querySelector(%q).focus(), true`, selector))
}

func TestWithoutJavaScriptTextIsHiddenThatIsTyped(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.scripts(false)
	g.visit("/")
	g.into("evidence", calls)
	g.press("Read it")
	g.at("/tickets/read")
	g.press("Hide more")
	g.into("hide", "Jane of Rhyl")
	g.do(chromedp.Focus("#hide-typed"))
	g.enter()
	g.until(`document.querySelector("[data-shown]")?.textContent.includes("[redacted:hidden")`)
	if eval[bool](g, `document.documentElement.outerHTML.includes("Jane")`) || g.seen("#hide-selected") {
		t.Error("the text is still there, or a button that can't work")
	}
}

func TestSomebodyWhoHasFiledBeforePastesAndSends(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	first := g.file(block)
	g.visit("/")
	g.do(chromedp.Focus("#evidence"))
	g.paste(other(2))
	g.until(`document.querySelector(".intake-grid[data-read]")`)
	g.press("File this ticket")
	if second := g.receipt(); second == first || second == "" {
		t.Errorf("filed as %q", second)
	}
}
