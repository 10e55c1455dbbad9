package browser

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// block is the request for support that the gateway's own page publishes as its example.
const block = `Date: Fri, 06 Jan 2023 07:54:30 GMT
X-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc
X-Conversation-ID: 5b6df604-483e-400e-bfc2-e8e831b6c6b8
Tenant: TENANT_1
Supplier: SUPPLIER_2

Request:

GET https://cvt.fibregateway.com/v1/available-appointments?address={id":"100000001","type": "UPRN"}&serviceSpecification={"id":"FTTP","name":"FTTP"}&appointmentPurpose=PROVIDE&appointmentFromDate=2023-01-25&supplier=SUPPLIER_2

Response: 422

{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"INVALID_REQUEST","messages":["The supplier API returned the following message: UPRN 100000001 is not within our coverage area"]}
`

const address = "anna@isp.example"

var reference = regexp.MustCompile(`FC-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}`)

// other is the block about another call.
func other(n int) string {
	return strings.NewReplacer("c878520d-6ffc-4d63-a367-95a8f94d70dc", fmt.Sprintf("c878520d-6ffc-4d63-a367-%012d", n)).Replace(block)
}

// transcript is a real tool's output.
func (p *program) transcript(name string) string {
	p.t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "evidence", "testdata", "corpus", name))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(raw)
}

// clipboard is one for the whole browser.
var clipboard sync.Mutex

// paste presses Ctrl+V with a text on the clipboard, where the focus is.
func (g *page) paste(text string) {
	g.t.Helper()
	clipboard.Lock()
	defer clipboard.Unlock()
	for _, name := range []string{"clipboard-write", "clipboard-read"} {
		_, err := chromedp.CallBrowser(g.ctx, browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: name}, Setting: "granted", Origin: g.url,
			BrowserContextID: chromedp.FromContext(g.ctx).BrowserContextID,
		})
		if err != nil {
			g.t.Fatal(err)
		}
	}
	eval[bool](g, fmt.Sprintf(`navigator.clipboard.writeText(%q).then(() => true)`, text))
	g.keyPaste()
}

// keyPaste presses Ctrl+V with whatever is on the clipboard.
func (g *page) keyPaste() {
	g.t.Helper()
	g.key(input.DispatchKeyEventParams{Modifiers: 2, Code: "KeyV", Key: "v", WindowsVirtualKeyCode: 86, Commands: []string{"paste"}})
}

// enter presses Enter in one event: in two, as chromedp.KeyEvent does, a link that moves the focus
// would make its second half submit the form, which no keyboard does.
func (g *page) enter() {
	g.t.Helper()
	g.key(input.DispatchKeyEventParams{Code: "Enter", Key: "Enter", Text: "\r", WindowsVirtualKeyCode: 13})
}

// key presses a key and lets it go.
func (g *page) key(p input.DispatchKeyEventParams) {
	g.t.Helper()
	for _, p.Type = range []input.DispatchKeyEventType{"keyDown", "keyUp"} {
		if _, err := chromedp.Call(g.ctx, input.DispatchKeyEvent, p); err != nil {
			g.t.Fatal(err)
		}
		p.Text, p.Commands = "", nil
	}
}

// evidence opens the intake, pastes a text and waits until the docket has filled itself.
func (g *page) evidence(text string) {
	g.t.Helper()
	g.visit("/")
	g.do(chromedp.Focus("#evidence"))
	g.paste(text)
	g.until(`document.querySelector(".intake-grid[data-read]")`)
}

// file brings a pasted text to its receipt in the quickest way and returns the identifier.
func (g *page) file(text string) string {
	g.t.Helper()
	g.evidence(text)
	if g.value("email") == "" {
		g.into("email", address)
	}
	g.choose("impact", "one_order")
	g.press("File this ticket")
	return g.receipt()
}

// receipt waits for the receipt and returns its identifier.
func (g *page) receipt() string {
	g.t.Helper()
	g.at("/tickets/FC-")
	g.until(`document.getElementById("stub-reference")`)
	return eval[string](g, `document.getElementById("stub-reference").textContent.trim()`)
}

// left lists the answers that the page says are left.
func (g *page) left() string {
	g.t.Helper()
	return eval[string](g, `[...document.querySelectorAll("[data-left] a")].map(a => a.textContent.trim()).join(" ")`)
}

// words is what the page says.
func (g *page) words() string {
	g.t.Helper()
	return eval[string](g, "document.body.innerText")
}

// says fails the test unless the page says all of these.
func (g *page) says(wanted ...string) {
	g.t.Helper()
	words := g.words()
	for _, w := range wanted {
		if !strings.Contains(words, w) {
			g.t.Errorf("the page does not say %q:\n%s", w, words)
		}
	}
}

// holdsIn fails the test unless the controls hold these values.
func (g *page) holdsIn(answers map[string]string) {
	g.t.Helper()
	for name, want := range answers {
		if got := g.value(name); got != want {
			g.t.Errorf("%s holds %q, want %q", name, got, want)
		}
	}
}

// plain is the text part of a mail.
func (p *program) plain(letter string) string {
	p.t.Helper()
	msg, err := mail.ReadMessage(strings.NewReader(letter))
	if err != nil {
		p.t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		p.t.Fatal(err)
	}
	part, err := multipart.NewReader(msg.Body, params["boundary"]).NextRawPart()
	if err != nil {
		p.t.Fatal(err)
	}
	var body io.Reader = part
	if strings.EqualFold(part.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(part)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
}

var links = regexp.MustCompile(`https?://\S+`)

// link is the path and query of the first link in a mail that contains a text.
func (p *program) link(letter, containing string) string {
	p.t.Helper()
	for _, l := range links.FindAllString(p.plain(letter), -1) {
		if strings.Contains(l, containing) {
			if path, ours := strings.CutPrefix(l, p.url); ours {
				return path
			}
			p.t.Fatalf("the link %s does not lead to %s", l, p.url)
		}
	}
	p.t.Fatalf("no link with %q in\n%s", containing, p.plain(letter))
	return ""
}
