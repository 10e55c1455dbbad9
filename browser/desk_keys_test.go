package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestTheKeysAreListedOnAQuestionMarkAndTheFocusComesBack(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.visit("/gallery/queue-few")
	g.do(chromedp.KeyEvent("j"))
	row := eval[string](g, `document.activeElement.getAttribute("href") || ""`)
	if !strings.Contains(row, "/admin/tickets/") {
		t.Fatalf("j leads to %q", row)
	}
	g.do(chromedp.KeyEvent("?"))
	g.until(`document.getElementById("keys").open`)
	if !eval[bool](g, `document.getElementById("keys").contains(document.activeElement)`) {
		t.Error("the list of keys does not take the focus")
	}
	g.accessible("the list of keys")
	g.do(chromedp.KeyEvent("/"))
	if !eval[bool](g, `document.getElementById("keys").contains(document.activeElement)`) {
		t.Error("keys act behind the list")
	}
	g.do(chromedp.KeyEvent(kb.Escape))
	g.until(`!document.getElementById("keys").open`)
	if now := eval[string](g, `document.activeElement.getAttribute("href") || ""`); now != row {
		t.Errorf("after Escape the focus is at %q, want %q", now, row)
	}
}

func TestSwitchedOffSingleKeysDoNothing(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.hire("grace@fibre.example", "agent")
	ref := p.open().file(block)
	g := p.desk("grace@fibre.example")
	g.visit("/admin/account")
	g.do(chromedp.Click(`input[name="shortcuts"]`))
	g.press("Keep these")
	g.until(`location.search !== "" && document.readyState === "complete" && !document.querySelector('input[name="shortcuts"]').checked`)
	for _, path := range []string{"/admin", "/admin/tickets/" + ref} {
		g.visit(path)
		for _, key := range []string{"j", "k", "/", "r", "n", "?", "g", "q", "a"} {
			g.do(chromedp.KeyEvent(key))
			if at := eval[focused](g, focus); at.Key != "" || g.seen("dialog[open]") {
				t.Errorf("%s: %s leads to %s", path, key, at.Name)
			}
		}
		if at := eval[string](g, "location.pathname"); at != path {
			t.Errorf("the keys lead from %s to %s", path, at)
		}
	}
	g.visit("/admin/tickets/" + ref)
	g.says("Take it")
}

func TestALinkFromAnotherSiteOpensATicketWithoutASecondSignIn(t *testing.T) {
	t.Parallel()
	for name, on := range map[string]bool{"with JavaScript": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			p := start(t)
			p.hire("grace@fibre.example", "agent")
			ref := p.open().file(block)
			g := p.open()
			g.scripts(on)
			g.signIn("grace@fibre.example")
			chat := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				fmt.Fprintf(w, `<!doctype html><title>Chat</title><a href="%s/admin/tickets/%s">Look at this</a>`, p.url, ref)
			}))
			defer chat.Close()
			// Another name of this machine is another site.
			g.do(chromedp.Navigate(strings.Replace(chat.URL, "127.0.0.1", "localhost", 1)))
			g.press("Look at this")
			g.at("/admin/tickets/" + ref)
			g.until(`document.querySelector('form[action$="/reply"]')`)
			g.says(ref, "Grace Berg")
		})
	}
}
