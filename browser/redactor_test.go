package browser

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// What the page says of who removes secrets, before and after.
const (
	willHere  = "Secrets are removed in this browser, before anything is sent."
	willThere = "Secrets are removed by the server when you send, before anything is stored."
	wasHere   = "Secrets were looked for in this browser, before anything was sent."
	wasThere  = "Secrets were looked for by the server, before anything was stored."
)

var planted = []string{bearer, password, cookie}

// ready opens the intake and waits until this browser can redact.
func (g *page) ready() {
	g.t.Helper()
	g.visit("/")
	g.promises(willHere)
}

func (g *page) promises(words string) {
	g.t.Helper()
	g.until(fmt.Sprintf(`document.querySelector("[data-where]").textContent === %q`, words))
}

// before runs a script in every page before the page's own.
func (g *page) before(script string) {
	g.t.Helper()
	g.do()
	if _, err := chromedp.Call(g.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		g.t.Fatal(err)
	}
}

// keptFrom fails the test when a secret has left the browser, or when nothing has that should.
func (w *wire) keptFrom(t *testing.T, secrets []string, wanted ...string) {
	t.Helper()
	sent := w.text()
	for _, s := range secrets {
		if at := strings.Index(sent, s); at >= 0 {
			t.Errorf("%s has left the browser: …%s", s, sent[max(0, at-200):at+len(s)])
		}
	}
	for _, s := range wanted {
		if !strings.Contains(sent, s) {
			t.Errorf("%q has not been sent, so the wire has not seen what it should", s)
		}
	}
}

func TestNoPastedOrTypedSecretLeavesTheBrowser(t *testing.T) {
	t.Parallel()
	p := start(t)
	w := p.wired(nil)
	g := p.open()
	g.ready()
	g.do(chromedp.Focus("#evidence"))
	g.paste(leaky)
	g.until(`document.querySelector(".intake-grid[data-read]")`)
	g.says(wasHere, "4 secrets hidden")
	g.promises(willHere)
	const typed = "Planted beside it, password: " + password
	g.into("description", typed)
	g.until(`(localStorage["docket.draft." + document.getElementsByName("submission_id")[0].value] || "").includes("Planted beside it")`)
	if got := g.value("description"); got != typed {
		t.Errorf("the draft has changed what was typed to %q", got)
	}
	g.press("File this ticket") // without an address: the form comes again
	g.until(`document.getElementById("problems")`)
	g.says(wasHere)
	g.promises(willHere)
	g.into("email", address)
	g.choose("impact", "one_order")
	g.press("File this ticket")
	g.receipt()
	w.keptFrom(t, planted, "Planted beside it", "[redacted:bearer]", "0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11", "redacted_by")
	g.secretsAre(t, "after filing")
	if !strings.Contains(g.dom(), "[redacted:bearer]") {
		t.Error("the marker that was made in the browser has changed on the server")
	}
}

func TestNoSecretOfAFileOrADropLeavesTheBrowser(t *testing.T) {
	t.Parallel()
	utf16 := []byte{0xff, 0xfe}
	for _, c := range []byte(leaky) {
		utf16 = append(utf16, c, 0)
	}
	for name, raw := range map[string][]byte{"call.txt": []byte(leaky), "windows.txt": utf16} {
		t.Run(name, func(t *testing.T) {
			p := start(t)
			w := p.wired(nil)
			g := p.open()
			g.ready()
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			g.do(chromedp.SetUploadFiles("#file", []string{path}))
			g.until(`document.querySelector(".intake-grid[data-read]")`)
			g.says(wasHere, "4 secrets hidden")
			w.keptFrom(t, append(planted, string(utf16[2:40])), "[redacted:bearer]")
		})
	}
	t.Run("a dropped text", func(t *testing.T) {
		p := start(t)
		w := p.wired(nil)
		g := p.open()
		g.ready()
		eval[bool](g, fmt.Sprintf(`(() => { const data = new DataTransfer(); data.setData("text", %q);
			document.querySelector(".evidence h2").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true})); return true })()`, leaky))
		g.until(`document.querySelector(".intake-grid[data-read]")`)
		w.keptFrom(t, planted, "[redacted:bearer]")
	})
}

func TestAFileThatIsTooLongAndNoHARIsNotSentAndThatIsSaid(t *testing.T) {
	t.Parallel()
	p := start(t)
	w := p.wired(nil)
	g := p.open()
	g.ready()
	path := filepath.Join(t.TempDir(), "long.txt")
	if err := os.WriteFile(path, []byte(leaky+strings.Repeat("x", 1<<20)), 0o600); err != nil {
		t.Fatal(err)
	}
	g.do(chromedp.SetUploadFiles("#file", []string{path}))
	for _, press := range []string{"Read it", "File this ticket"} {
		g.until(`document.querySelector("[data-said]").textContent.includes("longer than 1 MB and no HAR file, and nothing was sent")`)
		g.promises(willHere)
		g.press(press)
	}
	w.keptFrom(t, planted)
}

func TestForgettingSendsNoSecretEither(t *testing.T) {
	t.Parallel()
	p := start(t)
	w := p.wired(nil)
	g := p.open()
	g.file(block)
	g.ready()
	eval[string](g, fmt.Sprintf(`document.getElementById("description").value = "password: %s"`, password))
	g.press("Forget")
	g.until(`document.readyState === "complete" && !document.querySelector("[data-forgets]")`)
	w.keptFrom(t, planted, "/forget")
}

// A press that comes while the module is on its way waits for it.
func TestAPressWaitsForTheModule(t *testing.T) {
	t.Parallel()
	p := start(t)
	module := make(chan struct{})
	var w *wire
	w = p.wired(map[string]http.HandlerFunc{".wasm": func(answer http.ResponseWriter, r *http.Request) {
		<-module
		w.upstream.ServeHTTP(answer, r)
	}})
	g := p.open()
	g.before(`const real = setTimeout; window.setTimeout = (f, ms, ...more) => ms === 1500 ? 0 : real(f, ms, ...more)`) // no machine is too slow
	g.visit("/")
	eval[bool](g, fmt.Sprintf(`(() => { document.getElementById("evidence").value = %q;
		document.querySelector("[data-bar] [data-files]").click(); document.querySelector("[data-bar] [data-files]").click(); return true })()`, leaky))
	close(module)
	g.until(`document.getElementById("problems")`)
	g.says(wasHere)
	w.keptFrom(t, planted, "[redacted:bearer]")
	if n := strings.Count(w.text(), "POST /tickets "); n != 1 {
		t.Errorf("two presses have sent the form %d times", n)
	}
}

func TestWithoutTheModuleTheServerRedactsAlone(t *testing.T) {
	t.Parallel()
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	tests := []struct {
		name, script string
		instead      map[string]http.HandlerFunc
	}{
		{"the module is missing", "", map[string]http.HandlerFunc{".wasm": http.NotFound}},
		{"our script is missing", "", map[string]http.HandlerFunc{"redactor": http.NotFound}},
		{"the worker is missing", "", map[string]http.HandlerFunc{"worker": http.NotFound}},
		{"the module is damaged", "", map[string]http.HandlerFunc{".wasm": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/wasm")
			fmt.Fprint(w, "\x00asm\x01")
		}}},
		{"the module takes too long", "", map[string]http.HandlerFunc{".wasm": func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-never:
			case <-r.Context().Done():
			}
		}}},
		{"the browser has no WebAssembly", "delete window.Worker; delete window.WebAssembly", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := start(t)
			w := p.wired(tt.instead)
			g := p.open()
			if tt.script != "" {
				g.before(tt.script)
			}
			g.evidence(leaky)
			g.says(wasThere, "4 secrets hidden")
			g.promises(willThere)
			g.into("email", address)
			g.choose("impact", "one_order")
			g.press("File this ticket")
			g.receipt()
			if sent := w.text(); !strings.Contains(sent, bearer) || strings.Contains(sent, "redacted_by") {
				t.Error("the server should have been given the text as it was pasted, and told so")
			}
			g.secretsAre(t, "after filing")
		})
	}
}

// What the page promises is kept: when the module dies, nothing leaves before that has been said.
func TestAPromiseThatCannotBeKeptIsTakenBackBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	p := start(t)
	w := p.wired(nil)
	g := p.open()
	g.ready()
	eval[bool](g, `(Worker.prototype.postMessage = () => { throw new Error("gone") }, true)`)
	g.do(chromedp.Focus("#evidence"))
	g.paste(leaky)
	g.until(`document.querySelector("[data-said]").textContent.includes("nothing was sent")`)
	g.promises(willThere)
	w.keptFrom(t, planted)
	g.press("Read it")
	g.until(`document.querySelector(".intake-grid[data-read]")`)
	g.says(wasThere)
	g.into("email", address)
	g.choose("impact", "one_order")
	g.press("File this ticket")
	g.receipt()
}

func TestWithoutJavaScriptNoModuleIsAskedForAndTheServerRedacts(t *testing.T) {
	t.Parallel()
	p := start(t)
	w := p.wired(nil)
	g := p.open()
	g.scripts(false)
	g.visit("/")
	g.says(willThere)
	g.into("evidence", leaky)
	g.press("Read it")
	g.at("/tickets/read")
	g.says(wasThere, "4 secrets hidden")
	g.into("email", address)
	g.choose("impact", "one_order")
	g.press("File this ticket")
	g.receipt()
	for _, part := range []string{"redactor", "worker", "wasm"} {
		if w.asks(part) {
			t.Errorf("%s was asked for", part)
		}
	}
}

// Once a text has left as it was, the page does not claim for that ticket that none has.
func TestWhatHasLeftOnceStaysSaid(t *testing.T) {
	t.Parallel()
	p := start(t)
	g := p.open()
	g.scripts(false)
	g.visit("/")
	g.into("evidence", half+"Authorization: Bearer "+bearer+"\n")
	g.press("Read it")
	g.at("/tickets/read")
	g.scripts(true)
	g.do(chromedp.Reload())
	g.promises(willHere)
	g.press("Change the evidence")
	g.press("Read it")
	g.until(`document.querySelector(".intake-grid[data-read]") && document.querySelector("[data-said]").textContent !== ""`)
	g.says(wasThere)
}

// harOf is a HAR of about so many bytes with a secret planted in every call, and the secrets. Its last
// call but one is the one to the gateway that failed.
func harOf(size int) (text string, secrets []string) {
	const calls = 100
	var entries []string
	for n := range calls {
		host, status := "static.isp.example", 200
		if n%2 == 0 {
			host = "cvt.fibregateway.com"
		}
		if n == calls-2 {
			status = 502
		}
		token, pass := fmt.Sprintf("plantedToken%04dQx7Zr9Lk2Vb8", n), fmt.Sprintf("pl4nted-Pass-%04d", n)
		secrets = append(secrets, token, pass)
		entries = append(entries, fmt.Sprintf(`{"startedDateTime":"2023-01-06T07:54:30.000Z","time":12,
			"request":{"method":"GET","url":"https://%s/v1/orders/%d","httpVersion":"HTTP/1.1","cookies":[],"queryString":[],
			"headers":[{"name":"Authorization","value":"Bearer %s"},{"name":"X-Request-ID","value":"har-call-%d"}]},
			"response":{"status":%d,"statusText":"","httpVersion":"HTTP/1.1","cookies":[],"headers":[],
			"content":{"mimeType":"application/json","text":%q}}}`, host, n, token, n, status,
			`{"password":"`+pass+`","padding":"`+strings.Repeat("x ", size/calls/2)+`"}`))
	}
	return `{"log":{"version":"1.2","creator":{"name":"Chromium","version":"1"},"entries":[` + strings.Join(entries, ",\n") + `]}}`, secrets
}

func TestOfALongHARTheBrowserSendsARedactedExcerptAtOnePress(t *testing.T) {
	t.Parallel()
	p := start(t)
	w := p.wired(nil)
	g := p.open()
	g.ready()
	text, secrets := harOf(5 << 20)
	path := filepath.Join(t.TempDir(), "long.har")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	g.do(chromedp.SetUploadFiles("#file", []string{path}))
	g.until(`document.querySelector(".intake-grid[data-read]")`)
	g.says(wasHere, "excerpt of a HAR file of 5", "502")
	g.holdsIn(map[string]string{"request_id": "har-call-98", "environment": "CVT"})
	w.keptFrom(t, secrets, "har-call-98", "[redacted:bearer]", "redacted_by")
	if n := strings.Count(w.text(), "POST /tickets/read "); n != 1 {
		t.Errorf("the form was sent %d times to be read", n)
	}
	if n := len(w.text()); n > 2<<20 {
		t.Errorf("%d bytes have left the browser", n)
	}
}
