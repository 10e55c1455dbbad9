package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

func TestAPasteFillsTheDocketAndOnlyAddressAndImpactAreTyped(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.evidence(block)
	if got := g.left(); got != "impact e-mail" && got != "e-mail impact" {
		t.Errorf("left to answer: %q, want e-mail and impact alone", got)
	}
	g.holdsIn(map[string]string{
		"environment": "CVT", "tenant": "TENANT_1", "supplier": "SUPPLIER_2", "request_id": "c878520d-6ffc-4d63-a367-95a8f94d70dc",
		"conversation_id": "5b6df604-483e-400e-bfc2-e8e831b6c6b8", "occurred_at": "Fri, 06 Jan 2023 07:54:30 GMT",
		"error_uuid": "d48e1fee-095a-478e-b453-858c76254d49", "error_code": "INVALID_REQUEST",
	})
	g.into("email", address)
	g.choose("impact", "one_order")
	g.until(`document.querySelector("[data-left]").textContent.includes("Nothing is missing")`)
	g.press("File this ticket")
	ref := g.receipt()
	if !reference.MatchString(ref) {
		t.Errorf("identifier %q", ref)
	}
	if size := eval[float64](g, `parseFloat(getComputedStyle(document.getElementById("stub-reference")).fontSize)`); size < 26 {
		t.Errorf("the identifier is %v px high, want a large one", size)
	}
	letters := p.letters(1)
	if len(letters) != 1 || !strings.Contains(p.plain(letters[0]), ref) {
		t.Errorf("%d letters; the first:\n%s", len(letters), p.plain(letters[0]))
	}
	g.says("We answer by", "c878520d-6ffc-4d63-a367-95a8f94d70dc", "5b6df604-483e-400e-bfc2-e8e831b6c6b8")
}

func TestTheCopyButtonPutsTheIdentifierOnTheClipboard(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	ref := g.file(block)
	clipboard.Lock()
	defer clipboard.Unlock()
	g.press("Copy the number")
	g.until(`document.querySelector(".stub .copy").innerText.includes("Copied")`)
	g.do(chromedp.Focus("#body"))
	g.keyPaste()
	g.until(`document.getElementById("body").value !== ""`)
	g.holdsIn(map[string]string{"body": ref})
}

func TestTextThatIsNotPastedIsReadAtThePress(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.visit("/")
	g.into("evidence", block)
	g.press("Read it")
	g.until(`document.querySelector(".intake-grid[data-read]")`)
	g.holdsIn(map[string]string{"tenant": "TENANT_1", "environment": "CVT"})
	if path := eval[string](g, "location.pathname"); path != "/" {
		t.Errorf("reading went to %s", path)
	}
}

func TestTheMailedLinkOpensTheTicketInAnotherBrowserAndTheKeyLeavesTheAddress(t *testing.T) {
	t.Parallel()
	p := start(t)
	ref := p.open().file(block)
	link := p.link(p.letters(1)[0], "/tickets/")
	if !strings.Contains(link, "key=") {
		t.Fatalf("the link %s carries no key", link)
	}
	stranger := p.open()
	stranger.visit("/tickets/" + ref)
	stranger.says("That page did not open")
	reader := p.open()
	reader.visit(link)
	reader.at("/tickets/" + ref)
	if at := eval[string](reader, "location.href"); at != p.url+"/tickets/"+ref {
		t.Errorf("the address is %s", at)
	}
	if entries := eval[float64](reader, "history.length"); entries > 2 {
		t.Errorf("the key stays in the history: %v entries", entries)
	}
	reader.into("body", "It fails for every UPRN since this morning.")
	reader.press("Send message")
	reader.until(`document.querySelector(".timeline")?.innerText.includes("for every UPRN")`)
	reader.press("Get replies in full")
	reader.until(`!document.querySelector(".confirm")`)
	reader.says("for every UPRN", ref)
}

func TestAnAnswerAppearsAlsoWithoutJavaScript(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.open().file(block)
	g := p.open()
	g.scripts(false)
	g.visit(p.link(p.letters(1)[0], "/tickets/"))
	g.press("Send message")
	g.until(`document.getElementById("problems")`)
	g.into("body", "The supplier says it is fixed.")
	g.press("Send message")
	g.until(`document.querySelector(".timeline")?.innerText.includes("says it is fixed")`)
}

func TestWithoutJavaScriptTheSameJobTakesOnePressMore(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.scripts(false)
	g.visit("/")
	g.into("evidence", block)
	g.press("Read it")
	g.at("/tickets/read")
	if got := g.left(); got != "impact e-mail" && got != "e-mail impact" {
		t.Errorf("left to answer: %q, want e-mail and impact alone", got)
	}
	g.into("email", address)
	g.choose("impact", "many_orders")
	g.press("File this ticket")
	if ref := g.receipt(); !strings.Contains(p.plain(p.letters(1)[0]), ref) {
		t.Errorf("the letter does not name %s", ref)
	}
	if g.seen(".copy") {
		t.Error("a copy button that can't work is shown")
	}
}

func TestProblemsAreSaidBesideTheirFieldsAndEverythingTypedStays(t *testing.T) {
	t.Parallel()
	for name, on := range map[string]bool{"with JavaScript": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			g := start(t).open()
			g.scripts(on)
			g.visit("/")
			typed := map[string]string{"tenant": "TENANT_1", "supplier": "SUPPLIER_2", "order_id": "12x4", "email": "anna at isp",
				"occurred_at": "yesterday", "description": "<b>It</b> broke & stayed so.", "request": "GET https://cvt.fibregateway.com/v1/orders"}
			for field, value := range typed {
				g.into(field, value)
			}
			g.choose("environment", "PRODUCTION")
			g.choose("impact", "all_orders")
			g.press("File this ticket")
			g.until(`document.getElementById("problems")`)
			typed["impact"] = "all_orders"
			g.holdsIn(typed)
			if !g.seen(`[name=choose_environment][value=CVT]`) || !g.seen(`[name=choose_environment][value=PRODUCTION]`) {
				t.Error("the environment that was chosen and the host's are not offered")
			}
			for _, field := range []string{"order_id", "email", "occurred_at", "request_id", "environment"} {
				if !g.seen(`#` + field + `-error`) {
					t.Errorf("nothing is said beside %s", field)
				}
				if !g.seen(`#problems a[href="#` + field + `"]`) {
					t.Errorf("the summary does not lead to %s", field)
				}
			}
			if title := eval[string](g, "document.title"); !strings.HasPrefix(title, "Error") {
				t.Errorf("the title is %q, want it to begin with Error", title)
			}
		})
	}
}

// seen reports whether the first element of a selector takes room on the page.
func (g *page) seen(selector string) bool {
	g.t.Helper()
	return eval[bool](g, `[...document.querySelectorAll(`+"`"+selector+"`"+`)].some(e => e.getClientRects().length > 0)`)
}

func TestTranscriptsOfCurlNeedOnlyWhatTheyDoNotHold(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, file, left string
		found            map[string]string
		typed            map[string]string
	}{
		{"a 422 over HTTP/1.1", "curl-v-http1-appts-422.txt", "e-mail impact",
			map[string]string{"environment": "CVT", "tenant": "TENANT_7", "supplier": "SUPPLIER_8", "error_code": "INVALID_REQUEST", "no_response": "",
				"request_id": "416fccac-d5a3-4642-99e3-8012deb5317b"}, nil},
		{"a time-out", "curl-v-timeout.txt", "e-mail impact time of the call",
			map[string]string{"environment": "CVT", "tenant": "TENANT_9", "supplier": "SUPPLIER_1", "no_response": "timeout",
				"request_id": "6cb64aff-3ef8-4988-928e-95143d349797"},
			map[string]string{"occurred_at": time.Now().UTC().Add(-time.Hour).Format(time.RFC3339)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := start(t)
			g := p.open()
			g.evidence(p.transcript(tt.file))
			g.holdsIn(tt.found)
			for _, name := range strings.SplitAfter(tt.left, " ") {
				if !strings.Contains(g.left()+" ", strings.TrimSpace(name)) {
					t.Errorf("left: %q, want %q", g.left(), tt.left)
				}
			}
			if eval[float64](g, `document.querySelectorAll("[data-left] a").length`) != float64(2+len(tt.typed)) {
				t.Errorf("left: %q, want %q and nothing else", g.left(), tt.left)
			}
			for field, value := range tt.typed {
				g.into(field, value)
			}
			g.into("email", address)
			g.choose("impact", "one_order")
			g.press("File this ticket")
			g.receipt()
			p.letters(1)
		})
	}
}
