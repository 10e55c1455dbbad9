package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"docket/static"
)

// Only the intake, as every address shows it, and its worker may compile WebAssembly, and only
// where there is a module.
func TestOnlyTheIntakeAndItsWorkerMayCompile(t *testing.T) {
	for name, redactor := range map[string][]string{"with a module": {"/a.js", "/b.js", "/c.js", "/d.wasm"}, "without": nil} {
		t.Run(name, func(t *testing.T) {
			b := newSite(t, func(o *Options) { o.Redactor = redactor }).browser()
			intake := map[string]bool{}
			check := func(name string, a answer) {
				page := a.doc != nil && len(all(a.doc, func(n *html.Node) bool { return attribute(n, "data-intake") })) > 0
				intake[name] = page && !strings.Contains(name, "gallery")
				want := policy
				if redactor != nil && (intake[name] || name == "worker") {
					want = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
						"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
				}
				if got := a.Header.Get("Content-Security-Policy"); got != want {
					t.Errorf("%s: the policy is %q, want %q", name, got, want)
				}
				leads := len(all(b.docOf(a), func(n *html.Node) bool { return attribute(n, "data-redactor") })) > 0
				if leads != (intake[name] && redactor != nil) {
					t.Errorf("%s: leads to a module: %t", name, leads)
				}
			}
			b.every(check)
			check("worker", b.get(static.Worker()))
			check("script", b.get(static.URL("redactor.js")))
			for _, name := range []string{"GET /", "POST /tickets", "POST /tickets/read", "POST /forget"} {
				if !intake[name] {
					t.Errorf("%s has not shown the intake", name)
				}
			}
		})
	}
}

// docOf is an answer's page, or an empty one.
func (b *browser) docOf(a answer) *html.Node {
	if a.doc == nil {
		return &html.Node{Type: html.DocumentNode}
	}
	return a.doc
}

// attribute reports whether an element has an attribute.
func attribute(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func TestThePageSaysWhereSecretsWereRemoved(t *testing.T) {
	const browser, server = "Secrets were looked for in this browser, before anything was sent.", "Secrets were looked for by the server, before anything was stored."
	for name, tt := range map[string]struct{ by, says, not string }{
		"in the browser, when our script says so": {"browser", browser, server},
		"by the server, when nothing is said":     {"", server, browser},
		"by the server, when something odd is":    {"<b>", server, browser},
	} {
		t.Run(name, func(t *testing.T) {
			b := newSite(t).browser()
			for _, path := range []string{"/tickets/read", "/tickets"} {
				form := url.Values{"submission_id": {uuid.NewString()}, "evidence": {published}, "redacted_by": {tt.by}}
				words := textOf(b.post(path, form).doc)
				if !strings.Contains(words, tt.says) || strings.Contains(words, tt.not) {
					t.Errorf("%s says %s", path, words)
				}
			}
			if words := textOf(b.get("/").doc); strings.Contains(words, browser) || strings.Contains(words, server) {
				t.Errorf("nothing has been sent, and the page says %s", words)
			}
		})
	}
}

// What was redacted in the browser is redacted again, and what was done there stays as it is.
func TestWhatTheBrowserHasRedactedIsRedactedAgain(t *testing.T) {
	b := newSite(t).browser()
	form := url.Values{"submission_id": {uuid.NewString()}, "redacted_by": {"browser"}, "evidence": {published +
		"\nAuthorization: Bearer [redacted:bearer]\nX-Api-Key: k3ksV0rratB1sW1nt3r7781xyz\n"}}
	a := b.post("/tickets/read", form)
	words := textOf(a.doc)
	if a.StatusCode != http.StatusOK || !strings.Contains(words, "Authorization: Bearer [redacted:bearer]") || !strings.Contains(words, "X-Api-Key: [redacted:") {
		t.Errorf("%d: %s", a.StatusCode, words)
	}
	if strings.Contains(words, "k3ksV0rratB1sW1nt3r7781xyz") {
		t.Error("a secret that the browser has left is still there")
	}
}
