package handlers

import (
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"docket/models"
)

// upload sends a form with a file that is written as it goes, so that no test holds it.
func (b *browser) upload(path string, values url.Values, file func(io.Writer)) answer {
	b.t.Helper()
	body, w := io.Pipe()
	form := multipart.NewWriter(w)
	go func() {
		for name := range values {
			_ = form.WriteField(name, values.Get(name))
		}
		if part, err := form.CreateFormFile("file", "trace.har"); err == nil {
			file(part)
		}
		_ = form.Close()
		_ = w.Close()
	}()
	r, err := http.NewRequest(http.MethodPost, b.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Origin", b.URL)
	return b.do(r)
}

const (
	harBearer  = "Zx81kLpQ0vMt5rYw2nBd6sHj"
	harSession = "Hj2m9QwLx7Rt4VbN8sKd1fGz"
)

// writeHAR writes a HAR file of so many megabytes: one failed call to the gateway among scripts.
func writeHAR(w io.Writer, megabytes int) {
	_, _ = io.WriteString(w, `{"log":{"entries":[`)
	script := strings.Repeat("var a = 1; ", 1<<20/11)
	for n := range megabytes {
		if n == megabytes/2 {
			_, _ = fmt.Fprintf(w, `{"startedDateTime":"2023-01-06T07:54:30.000Z","request":{"method":"GET","url":"https://cvt.fibregateway.com/v1/product-orders/77","headers":[{"name":"Authorization","value":"Bearer %s"},`+
				`{"name":"X-Request-ID","value":"har-1"},{"name":"X-Conversation-ID","value":"har-2"}],"cookies":[{"name":"sid","value":"%s"}]},"response":{"status":500,"statusText":"Oops","headers":[],"content":{"text":""}}},`, harBearer, harSession)
		}
		_, _ = fmt.Fprintf(w, `{"request":{"method":"GET","url":"https://cdn.isp.example/%d.js?session=%s"},"response":{"status":200,"content":{"text":"%s"}}},`, n, harSession, script)
	}
	_, _ = io.WriteString(w, `{"request":{"method":"GET","url":"https://isp.example/"},"response":{"status":200}}]}}`)
}

func TestAHARFileOf58MBIsReadAndLeavesAnExcerptAndNothingOnDisk(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	s := newSite(t)
	b := s.browser()
	a := b.upload("/tickets/read", url.Values{}, func(w io.Writer) { writeHAR(w, 56) })
	if a.StatusCode != http.StatusOK {
		t.Fatalf("%d: %s", a.StatusCode, problemsOf(a.doc))
	}
	values := valuesOf(a.doc)
	if values.Get("request_id") != "har-1" || values.Get("order_id") != "77" || len(values.Get("evidence")) > models.LongestEvidence {
		t.Errorf("request id %q, order %q, %d bytes of evidence", values.Get("request_id"), values.Get("order_id"), len(values.Get("evidence")))
	}
	said := all(a.doc, func(n *html.Node) bool {
		return strings.Contains(attr(n, "class"), "notice") && strings.Contains(textOf(n), "excerpt of a HAR file")
	})
	if len(said) != 1 {
		t.Errorf("%d sentences on what was left out", len(said))
	}
	for _, secret := range []string{harBearer, harSession} {
		if strings.Contains(a.body, secret) {
			t.Errorf("%s survives", secret)
		}
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("files of an upload: %v %v", left, err)
	}
	values.Set("tenant", "TENANT_1")
	values.Set("supplier", "SUPPLIER_1")
	values.Set("email", "anna@isp.example")
	values.Set("impact", "one_order")
	again := b.get("/tickets/" + b.file(values).Format("FC"))
	if !strings.Contains(again.body, "har-1") || strings.Contains(again.body, harBearer) {
		t.Error("the ticket does not hold the excerpt")
	}
}

func TestAFileBeyond60MBIsRefusedWithItsLimit(t *testing.T) {
	b := newSite(t).browser()
	for name, write := range map[string]func(io.Writer){
		"a HAR":  func(w io.Writer) { writeHAR(w, 61) },
		"a text": func(w io.Writer) { _, _ = io.CopyN(w, zeros{}, longestFile+1) },
	} {
		a := b.upload("/tickets/read", url.Values{}, write)
		if a.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(a.body, "60 MB") {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
	}
}

// zeros is a text without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}
