package browser

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const passphrase = "tractor velvet lagoon kettle"

// hire makes an account by the command line, while the program serves.
func (p *program) hire(email, role string) {
	p.t.Helper()
	name, _, _ := strings.Cut(email, "@")
	cmd := exec.Command(binary, "staff", "add", email, "--name", strings.ToUpper(name[:1])+name[1:]+" Berg", "--role", role, "--password-stdin")
	cmd.Env = append(os.Environ(), "DOCKET_DATA_DIR="+p.dir)
	cmd.Stdin = strings.NewReader(passphrase + "\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		p.t.Fatalf("staff add: %v\n%s", err, out)
	}
}

// desk opens a new profile in which somebody is signed in.
func (p *program) desk(email string) *page {
	p.t.Helper()
	g := p.open()
	g.signIn(email)
	return g
}

func (g *page) signIn(email string) {
	g.t.Helper()
	g.visit("/admin")
	g.at("/admin/login")
	g.into("email", email)
	g.into("password", passphrase)
	g.press("Sign in")
	g.until(`location.pathname.startsWith("/admin") && location.pathname !== "/admin/login" && document.readyState === "complete"`)
}

// seek types a text into the search box and presses Enter.
func (g *page) seek(text string) {
	g.t.Helper()
	eval[bool](g, `(document.querySelector('input[name="q"]').value = "", true)`)
	g.into("q", text)
	g.enter()
	g.until(`!document.querySelector('input[name="q"]') || document.readyState === "complete"`)
}

// box is the selector of a form's text on a ticket's page of staff.
func box(form string) string { return fmt.Sprintf(`form[action$="/%s"] textarea`, form) }

// writeIn puts a text into the box of a form in place of what it holds.
func (g *page) writeIn(form, text string) {
	g.t.Helper()
	g.unfold(form)
	g.do(chromedp.Focus(box(form)))
	eval[bool](g, fmt.Sprintf(`(document.querySelector(%q).value = "", true)`, box(form)))
	g.write(text)
}

// unfold opens what a form is folded into.
func (g *page) unfold(form string) {
	g.t.Helper()
	eval[bool](g, fmt.Sprintf(`(() => { const d = document.querySelector(%q)?.closest("details"); if (d) d.open = true; return true })()`, fmt.Sprintf(`form[action$="/%s"]`, form)))
}

// text is what the box of a form holds.
func (g *page) text(form string) string {
	g.t.Helper()
	return eval[string](g, fmt.Sprintf(`document.querySelector(%q)?.value ?? "absent"`, box(form)))
}

// submit presses the first button of a form.
func (g *page) submit(form string) {
	g.t.Helper()
	g.unfold(form)
	g.do(chromedp.Click(fmt.Sprintf(`form[action$="/%s"] button[type=submit]:not([name])`, form)))
}

// forgetCookies ends a session as time does, behind the page's back.
func (g *page) forgetCookies() {
	g.t.Helper()
	if _, err := chromedp.Call(g.ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		g.t.Fatal(err)
	}
}

// done waits for the page that follows a change.
func (g *page) done(deed string) {
	g.t.Helper()
	g.until(fmt.Sprintf(`new URLSearchParams(location.search).get("done") === %q && document.readyState === "complete"`, deed))
}

// opensAt checks that the page has opened at the entry with a text: in sight with what has been
// done, and the next thing that the Tab key reaches after it is the box for a reply.
func (g *page) opensAt(words, notice string) {
	g.t.Helper()
	g.until(`location.hash.startsWith("#entry-") && document.querySelector(location.hash)`)
	where := eval[struct {
		Words, Notice string
		Top, Bottom   float64
		Focused       bool
	}](g, `(() => {
		const e = document.querySelector(location.hash), s = e.querySelector("[role=status]"), at = (s || e).getBoundingClientRect();
		return { Words: e.innerText, Notice: s?.innerText ?? "", Top: at.top, Bottom: at.bottom - innerHeight, Focused: document.activeElement === e };
	})()`)
	if !strings.Contains(where.Words, words) || !strings.Contains(where.Notice, notice) || where.Top < 0 || where.Bottom > 0 || !where.Focused {
		g.t.Errorf("the page opens at %+v", where)
	}
	g.tab()
	g.until(`document.activeElement.matches('form[action$="/reply"] textarea')`)
}
