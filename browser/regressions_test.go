package browser

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Each test here states what should be so and was not when it was written. One with "Defect" in
// its name still waits for the product to be mended.

func TestForgetEmptiesTheBrowsersMemory(t *testing.T) {
	t.Parallel()
	for name, on := range map[string]bool{"with JavaScript": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			p := start(t)
			g := p.open()
			g.file(block)
			g.scripts(on)
			g.visit("/")
			g.press("Forget")
			g.until(`document.readyState === "complete" && !document.querySelector("[data-forgets]")`)
			g.holdsIn(map[string]string{"email": "", "tenant": "", "environment": ""})
			g.visit("/")
			g.holdsIn(map[string]string{"email": "", "tenant": "", "environment": ""})
		})
	}
}

func TestARememberedAnswerIsNotCalledFoundInTheEvidence(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.file(block)
	g.visit("/")
	if words := g.words(); strings.Contains(words, "in your evidence") {
		t.Errorf("nothing has been pasted, and the page says “in your evidence”: %s", words)
	}
}

func TestHiddenSecretsStayCountedAfterAMistake(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.evidence(leaky)
	g.says("4 secrets hidden")
	g.press("File this ticket")
	g.until(`document.getElementById("problems")`)
	if words := g.words(); strings.Contains(words, "Nothing in it looked like a secret") || !strings.Contains(words, "4 secrets hidden") {
		t.Errorf("four secrets are hidden, and the page says %s", eval[string](g, `document.querySelector(".extent").innerText`))
	}
}

func TestTheWayBackToAReadDocketWorksWithoutJavaScript(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.scripts(false)
	g.visit("/")
	g.into("evidence", block)
	g.press("Read it")
	g.at("/tickets/read")
	g.into("email", address)
	g.press("File this ticket")
	g.until(`document.getElementById("problems")`)
	g.back()
	if at := eval[string](g, "location.href"); strings.HasPrefix(at, "chrome-error:") {
		t.Fatal("the browser shows its own page that asks to send the form again")
	}
	g.holdsIn(map[string]string{"email": address, "tenant": "TENANT_1"})
}

// A browser keeps few pages alive to go back to. All others it loads again and fills in what was
// typed, except where autocomplete="off" forbids it.
func TestTheWayBackKeepsTextAlsoWhenThePageIsLoadedAgain(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.needBrowser()
	cold, stop, err := launch(browserPath(), filepath.Join(t.TempDir(), "profile"), chromedp.Flag("disable-features", "BackForwardCache"))
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	g := p.openIn(cold)
	g.scripts(false)
	g.visit("/")
	g.draft()
	g.into("evidence", block)
	g.press("File this ticket")
	g.until(`document.getElementById("problems")`)
	g.back()
	g.holdsIn(drafted)
	if g.value("evidence") == "" {
		t.Error("the evidence is gone")
	}
}

const (
	half = "> GET /v1/orders/4711?supplier=SUPPLIER_2 HTTP/1.1\n> Host: cvt.fibregateway.com\n> X-Tenant: TENANT_1\n> X-Request-ID: 0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11\n> X-Conversation-ID: 77c1f1ce-1d0e-4c33-8a0e-65b9c33a6c02\n\n"
	rest = "< HTTP/1.1 502 Bad Gateway\n< Date: Fri, 06 Jan 2023 07:54:30 GMT\n\n"
)

func TestASecondPasteAddsToTheEvidence(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]bool{"at once": false, "in the opened box": true} {
		t.Run(name, func(t *testing.T) {
			g := start(t).open()
			g.evidence(half)
			if open {
				g.press("Change the evidence")
				g.do(chromedp.Focus("#evidence"))
			}
			g.paste(rest)
			if !g.soon(`document.querySelector(".preview").textContent.includes("502 Bad Gateway")`) {
				t.Fatal("the second paste is not in the evidence")
			}
			g.holdsIn(map[string]string{"tenant": "TENANT_1", "request_id": "0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11", "occurred_at": "Fri, 06 Jan 2023 07:54:30 GMT"})
		})
	}
}

func TestDefectIdentifiersStayWholeOnAPhone(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.size(390, 844)
	g.file(leaky)
	broken := eval[[]string](g, `[...document.querySelectorAll("main *")].flatMap(e => [...e.childNodes]).filter(n => n.nodeType === 3).flatMap(n =>
		[...n.data.matchAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)].filter(m => {
			const r = document.createRange();
			r.setStart(n, m.index); r.setEnd(n, m.index + m[0].length);
			return new Set([...r.getClientRects()].map(q => Math.round(q.top))).size > 1;
		}).map(m => m[0] + " in " + (n.parentElement.closest("[id]")?.id)))`)
	if len(broken) > 0 {
		t.Errorf("identifiers broken over two lines: %v", broken)
	}
}
