package browser

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// states walks through the program as its users do and calls look on every page in every state
// that a browser can bring about.
func (p *program) states(look func(g *page, name string)) {
	p.t.Helper()
	g := p.open()
	g.visit("/")
	look(g, "intake-empty")
	g.press("What to paste")
	look(g, "intake-help")
	g.evidence(leaky)
	look(g, "intake-filled")
	g.press("Change the evidence")
	look(g, "intake-evidence-open")
	g.into("order_id", "12x4")
	g.into("email", "anna at isp")
	g.press("File this ticket")
	g.until(`document.getElementById("problems")`)
	look(g, "intake-problems")
	eval[string](g, `document.getElementById("order_id").value = document.getElementById("email").value = ""`)
	g.into("email", address)
	g.choose("impact", "all_orders")
	g.press("File this ticket")
	ref := g.receipt()
	look(g, "receipt")
	g.visit("/")
	look(g, "intake-remembered")
	g.do(chromedp.Focus("#evidence"))
	g.paste(leaky)
	g.until(`document.querySelector(".intake-grid[data-read]")`)
	look(g, "intake-duplicate")
	letter := p.letters(1)[0]
	p.byMail(ref, letter, look)
	p.around(ref, letter, look)
}

// byMail are the states of somebody who came by the mailed link.
func (p *program) byMail(ref, letter string, look func(g *page, name string)) {
	p.t.Helper()
	g := p.open()
	g.visit(p.link(letter, "/tickets/"))
	g.at("/tickets/" + ref)
	look(g, "ticket-mailed")
	for _, answer := range []string{"It still fails. The same call against CVT works.", "Since 08:10 it works again.\n\nThank you."} {
		n := eval[float64](g, `document.querySelectorAll(".timeline > li").length`)
		g.into("body", answer)
		g.press("Send message")
		g.until(fmt.Sprintf(`document.querySelectorAll(".timeline > li").length > %v`, n))
	}
	look(g, "ticket-conversation")
	g.press("Send message")
	g.until(`document.getElementById("problems")`)
	look(g, "ticket-problem")
}

// around are the pages around a ticket.
func (p *program) around(ref, letter string, look func(g *page, name string)) {
	p.t.Helper()
	g := p.open()
	g.visit("/find")
	look(g, "find")
	g.press("Send me the link")
	g.until(`document.getElementById("problems")`)
	look(g, "find-problems")
	g.into("reference", ref)
	g.into("email", address)
	g.press("Send me the link")
	g.until(`document.querySelector("h1").textContent.includes("mailbox")`)
	look(g, "find-sent")
	g.visit("/tickets/" + ref)
	look(g, "ticket-refused")
	g.visit("/no/such/page")
	look(g, "error")
	g.visit(p.link(letter, "/not-me"))
	look(g, "not-me")
	g.press("Write no more")
	g.until(`document.querySelector("h1").textContent.startsWith("No more mail")`)
	look(g, "not-me-done")
	g.press("Allow mail")
	g.until(`document.querySelector("h1").textContent.startsWith("Mail to")`)
	look(g, "not-me-undone")
}

// windows are a desk, the same at 200 % zoom, a phone and the narrowest window that must do.
var windows = []struct{ width, height int64 }{{1280, 800}, {640, 400}, {390, 844}, {320, 568}}

// examine looks at a page in all windows, and with axe in two of them in light and dark.
func (g *page) examine(name string) {
	g.t.Helper()
	for _, w := range windows {
		g.size(w.width, w.height)
		g.fits(fmt.Sprintf("%s at %d px", name, w.width))
		if w.width != 390 && w.width != 1280 {
			continue
		}
		for _, scheme := range []string{"light", "dark"} {
			g.scheme(scheme)
			g.accessible(fmt.Sprintf("%s at %d px, %s", name, w.width, scheme))
		}
	}
	g.size(1280, 800)
}

func TestEveryRealPageFitsItsWindowAndAxeFindsNothing(t *testing.T) {
	t.Parallel()
	start(t).states((*page).examine)
}

func TestEveryGalleryPageFitsItsWindowAndAxeFindsNothing(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.loadAxe()
	g.visit("/gallery")
	slugs := eval[[]string](g, `[...document.querySelectorAll('a[href^="/gallery/"]')].map(a => a.getAttribute("href"))`)
	if len(slugs) < 20 {
		t.Fatalf("the gallery lists only %d pages", len(slugs))
	}
	g.examine("/gallery")
	for _, slug := range slugs {
		t.Run(strings.TrimPrefix(slug, "/gallery/"), func(t *testing.T) {
			g := g.in(t)
			g.visit(slug)
			g.examine(slug)
		})
	}
}

func TestTheNextActionIsInSightWithoutScrolling(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, button string }{{"intake", "[data-reads]"}, {"intake-read", "[data-bar] [data-files]"},
		{"intake-mistaken", "[data-bar] [data-files]"}, {"receipt", ".stub .copy"}, {"ticket-talk", ".turn .button"},
		{"find", "form .button"}, {"not-me", "form .button"}, {"failure", ".button.primary"},
		{"sign-in", "form .button"}, {"queue-many", ".queue tbody tr"}, {"case-new", ".holder .primary"}, {"case-late", ".holder .primary"},
		{"letters", ".letters tbody tr"}, {"letters-deciding", ".notice .button"}}
	p := start(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := p.in(t).open()
			g.visit("/gallery/" + tt.name)
			for _, w := range windows {
				if w.height < 800 {
					continue
				}
				g.size(w.width, w.height)
				if bottom := eval[float64](g, fmt.Sprintf(`scrollTo(0, 0), document.querySelector(%q).getBoundingClientRect().bottom`, tt.button)); bottom > float64(w.height) {
					t.Errorf("%s ends at %.0f px of %d", tt.button, bottom, w.height)
				}
			}
		})
	}
}

var pdfPage = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

func TestTheReceiptPrintsOnOneSheetInBlackOnWhite(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.scheme("dark")
	g.file(p.transcript("curl-v-http1-appts-422.txt"))
	sheet, err := chromedp.Run(g.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(sheet, []byte("%PDF")) {
		t.Fatal("no PDF")
	}
	if n := len(pdfPage.FindAll(sheet, -1)); n != 1 {
		t.Errorf("%d sheets, want 1", n)
	}
	g.media("print", "prefers-color-scheme", "dark", "prefers-reduced-motion", "reduce")
	odd := eval[[]string](g, `[...document.querySelectorAll("body, body *")].filter(e => e.getClientRects().length && e.innerText?.trim()).flatMap(e => {
		const s = getComputedStyle(e), ink = ["rgb(0, 0, 0)"], paper = ["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"];
		const wrong = [];
		if (!ink.includes(s.color)) wrong.push("ink " + s.color);
		if (!paper.includes(s.backgroundColor)) wrong.push("paper " + s.backgroundColor);
		return wrong.map(w => e.tagName + "." + e.className + " " + w);
	})`)
	if len(odd) > 0 {
		t.Errorf("not black on white: %v", odd)
	}
	if !g.seen("#stub-reference") || g.seen("form") || g.seen("nav") {
		t.Error("a printed receipt shows the identifier and no forms")
	}
}

func TestNothingMovesForThoseWhoAskForStillness(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.media("", "prefers-reduced-motion", "reduce")
	g.evidence(block)
	for _, path := range []string{"", "/find", "/gallery/receipt", "/gallery/ticket-talk", "/gallery/queue-many", "/gallery/case-story", "/gallery/letters"} {
		if path != "" {
			g.visit(path)
		}
		moving := eval[[]string](g, `[...document.querySelectorAll("*")].filter(e => {
			const s = getComputedStyle(e);
			return s.transitionDuration.split(", ").some(d => parseFloat(d) > 0) || s.animationName !== "none" || s.scrollBehavior === "smooth";
		}).map(e => e.tagName + "." + e.className).concat(document.getAnimations().map(a => a.animationName || a.transitionProperty))`)
		if len(moving) > 0 {
			t.Errorf("%s: these move: %v", path, moving)
		}
	}
}

func TestForcedColoursKeepFocusAndChoicesVisible(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.media("", "forced-colors", "active")
	for _, path := range []string{"/gallery/intake-asking", "/gallery/receipt", "/gallery/find", "/gallery/sign-in", "/gallery/queue-filtered", "/gallery/case-story", "/gallery/account"} {
		g.visit(path)
		g.tabThrough(path)
	}
}
