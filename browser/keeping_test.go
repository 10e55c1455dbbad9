package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// drafted are answers that a draft may keep: short ones, without secrets.
var drafted = map[string]string{
	"tenant": "TENANT_1", "supplier": "SUPPLIER_2", "order_id": "4711", "summary": "Appointments fail",
	"email": address, "environment": "PRODUCTION", "impact": "many_orders",
}

// draft types them.
func (g *page) draft() {
	g.t.Helper()
	for name, value := range drafted {
		if name == "environment" || name == "impact" {
			g.choose(name, value)
		} else {
			g.into(name, value)
		}
	}
}

func TestTypedTextSurvivesAReload(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.visit("/")
	g.draft()
	g.do(chromedp.Reload())
	g.until(`document.querySelector("[data-said]").textContent.includes("put back")`)
	g.holdsIn(drafted)
	g.press("Start afresh")
	g.until(`document.getElementsByName("tenant")[0]?.value === "" && document.readyState === "complete"`)
	g.do(chromedp.Reload())
	if got := g.value("tenant"); got != "" {
		t.Errorf("after “Start afresh” and a reload the tenant is %q again", got)
	}
}

func TestAFilledDocketSurvivesAReload(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.evidence(block)
	g.into("email", address)
	g.do(chromedp.Reload())
	g.until(`document.querySelector("[data-said]").textContent.includes("put back")`)
	g.holdsIn(map[string]string{"email": address, "tenant": "TENANT_1", "request_id": "c878520d-6ffc-4d63-a367-95a8f94d70dc"})
	if got := g.value("evidence"); strings.TrimSpace(got) != strings.TrimSpace(block) {
		t.Errorf("the evidence is %q", got)
	}
}

func TestTypedTextSurvivesTheWayBackFromAMistake(t *testing.T) {
	t.Parallel()
	for name, on := range map[string]bool{"with JavaScript": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			g := start(t).open()
			g.scripts(on)
			g.visit("/")
			g.draft()
			g.press("File this ticket")
			g.until(`document.getElementById("problems")`)
			g.back()
			g.until(`document.getElementsByName("tenant")[0].value !== ""`)
			g.holdsIn(drafted)
		})
	}
}

func TestTypedTextSurvivesARestartOfTheServer(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.evidence(block)
	g.into("email", address)
	g.choose("impact", "one_order")
	p.stop()
	p.boot()
	g.press("File this ticket")
	g.receipt()
	p.letters(1)
}

func TestAServerThatIsAwayLosesNothing(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.visit("/")
	g.draft()
	p.stop()
	g.into("evidence", block)
	g.press("Read it")
	g.until(`document.querySelector("[data-said]").textContent.includes("Nothing is lost")`)
	g.holdsIn(drafted)
	p.boot()
	g.press("Read it")
	g.until(`document.querySelector(".intake-grid[data-read]")`)
	g.holdsIn(map[string]string{"email": address, "summary": "Appointments fail", "impact": "many_orders"})
}

func TestAfterFilingTheDraftIsGone(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.file(block)
	if kept := g.storage(); strings.Contains(kept, "docket.draft") {
		t.Errorf("kept after filing: %s", kept)
	}
	g.visit("/")
	g.holdsIn(map[string]string{"evidence": "", "request_id": "", "description": ""})
}

// storage is everything that the site keeps in the browser and a script can read.
func (g *page) storage() string {
	g.t.Helper()
	return eval[string](g, `JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])`)
}

// dom is every text of the page, with what its controls hold.
func (g *page) dom() string {
	g.t.Helper()
	return eval[string](g, `document.documentElement.outerHTML + [...document.querySelectorAll("input, textarea")].map(e => e.value + e.defaultValue).join("\n")`)
}

const (
	bearer   = "fgw_hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd"
	password = "Sesam-oeffne-dich-9481"
	cookie   = "k3ksV0rratB1sW1nt3r7781"
)

// leaky is a call with three secrets in it.
const leaky = `> GET /v1/orders/4711?supplier=SUPPLIER_2 HTTP/1.1
> Host: cvt.fibregateway.com
> Authorization: Bearer ` + bearer + `
> Cookie: session=` + cookie + `
> Referer: https://anna:` + password + `@cvt.fibregateway.com/v1/orders
> X-Tenant: TENANT_1
> X-Request-ID: 0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11
> X-Conversation-ID: 77c1f1ce-1d0e-4c33-8a0e-65b9c33a6c02
>
< HTTP/1.1 502 Bad Gateway
< Date: Fri, 06 Jan 2023 07:54:30 GMT
< Set-Cookie: session=` + cookie + `; Path=/
< Content-Type: application/json
<
{"uuid":"6a1f4f07-44a2-4f0c-9a55-0a5f6d0e7b55","code":"SUPPLIER_ERROR","messages":["The supplier did not answer"]}
`

func TestPastedSecretsAreNowhereAfterReadingAndFiling(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.evidence(leaky)
	g.says("hidden")
	g.secretsAre(t, "after reading")
	g.do(chromedp.Reload())
	g.until(`document.querySelector("[data-said]").textContent.includes("put back")`)
	g.secretsAre(t, "in the draft")
	g.press("Read it")
	g.until(`document.querySelector(".intake-grid[data-read]")`)
	g.into("email", address)
	g.choose("impact", "one_order")
	g.press("File this ticket")
	g.receipt()
	g.says("[redacted:")
	p.letters(1)
	g.secretsAre(t, "after filing")
	p.stop() // writes what was still in memory
	g.secretsAre(t, "after stopping")
}

// secretsAre looks for the secrets in the program's files and log and in the browser.
func (g *page) secretsAre(t *testing.T, when string) {
	t.Helper()
	for _, secret := range []string{bearer, password, cookie} {
		if files := g.holds(secret); len(files) > 0 {
			t.Errorf("%s: %s is in %v", when, secret, files)
		}
		for where, text := range map[string]string{"the log": g.log.String(), "the storage": g.storage(), "the page": g.dom()} {
			if strings.Contains(text, secret) {
				t.Errorf("%s: %s is in %s", when, secret, where)
			}
		}
	}
}

func TestTypedAndUnreadSecretsAreNeverInTheBrowsersStorage(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.evidence(block)
	g.into("description", "I called it with "+bearer+" as always.")
	g.into("summary", "Authorization: Bearer "+bearer)
	g.into("email", address)
	g.choose("impact", "one_order")
	if kept := g.storage(); strings.Contains(kept, bearer) || !strings.Contains(kept, address) {
		t.Errorf("kept: %s", kept)
	}
	g.press("File this ticket")
	g.receipt()
	p.letters(1)
	g.secretsAre(t, "after filing")
	fresh := p.open()
	fresh.visit("/")
	p.stop() // so that it can't be read
	fresh.into("evidence", leaky)
	fresh.until(`document.querySelector("[data-said]").textContent.includes("Nothing is lost")`)
	fresh.into("tenant", "TENANT_1")
	for _, secret := range []string{bearer, password, cookie} {
		if kept := fresh.storage(); strings.Contains(kept, secret) {
			t.Errorf("before reading, the storage holds %s", kept)
		}
	}
}

func TestAnAnswerWithASecretIsHidden(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.file(block)
	g.into("body", "Try it with Authorization: Bearer "+bearer)
	g.press("Send message")
	g.until(`document.querySelector(".timeline")?.innerText.includes("Try it with")`)
	g.secretsAre(t, "after an answer")
}

func TestTheSecondTicketNeedsAPasteAndAPress(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.file(block)
	g.visit("/")
	g.holdsIn(map[string]string{"email": address, "tenant": "TENANT_1", "environment": "CVT", "impact": "one_order"})
	g.says("Remembered on this browser")
	g.do(chromedp.Focus("#evidence"))
	g.paste(strings.ReplaceAll(other(2), "TENANT_1", "TENANT_9"))
	g.until(`document.querySelector(".intake-grid[data-read]")`)
	if got := g.left(); got != "" {
		t.Errorf("left: %q, want nothing", got)
	}
	g.holdsIn(map[string]string{"tenant": "TENANT_9", "email": address})
	g.press("File this ticket")
	g.receipt()
	p.letters(2)
}

// alone fails the test unless one ticket has been filed: the next one's letter is the second.
func (p *program) alone() {
	p.t.Helper()
	p.open().file(other(99))
	refs := map[string]bool{}
	for _, letter := range p.letters(2) {
		refs[reference.FindString(p.plain(letter))] = true
	}
	p.stop()
	if n := len(p.letters(2)); n != 2 || len(refs) != 2 {
		p.t.Errorf("%d letters about %d tickets, want 2 about 2", n, len(refs))
	}
}

func TestADoubleClickFilesOneTicket(t *testing.T) {
	t.Parallel()
	for name, on := range map[string]bool{"with JavaScript": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			p := start(t)
			g := p.open()
			g.evidence(block)
			g.into("email", address)
			g.choose("impact", "one_order")
			x, y := g.place("File this ticket")
			g.scripts(on)
			g.do(chromedp.MouseClickXY(x, y), chromedp.MouseClickXY(x, y, chromedp.ClickCount(2)))
			g.receipt()
			p.alone()
		})
	}
}

func TestReloadBackAndAnotherPressFileOneTicket(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	ref := g.file(block)
	g.do(chromedp.Reload())
	if again := g.receipt(); again != ref {
		t.Errorf("after a reload the receipt says %s, want %s", again, ref)
	}
	g.back()
	g.press("File this ticket")
	g.until(fmt.Sprintf(`location.pathname === "/tickets/%s" || document.getElementById("problems")`, ref))
	p.alone()
}
