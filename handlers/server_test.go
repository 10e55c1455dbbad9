package handlers

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"docket/auth"
	"docket/evidence"
	"docket/models"
)

// site is a running server with a store of its own, and what it logged.
type site struct {
	*httptest.Server
	t      *testing.T
	pages  *Server
	store  *models.Store
	now    *clock
	logged *syncBuffer
	faults *atomic.Value // string: the disk is full for statements with this word
}

// clock is a test's time.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// syncBuffer is a log that many requests write to.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func newSite(t *testing.T, change ...func(*Options)) *site {
	t.Helper()
	return newSiteOn(t, "sqlite:"+filepath.Join(t.TempDir(), "docket.db"), change...)
}

// newSiteOn is newSite on a database.
func newSiteOn(t *testing.T, database string, change ...func(*Options)) *site {
	t.Helper()
	s := &site{t: t, now: &clock{at: time.Date(2023, 1, 6, 8, 0, 0, 0, time.UTC)}, logged: &syncBuffer{}, faults: &atomic.Value{}}
	store, err := models.OpenStore(context.Background(), models.StoreConfig{
		URL: database, Clock: s.now.Now, Fault: s.fault,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.store = store
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	keys, err := auth.NewKeyring(strings.Repeat("k", 32))
	if err != nil {
		t.Fatal(err)
	}
	s.Server = httptest.NewUnstartedServer(nil)
	base, err := url.Parse("http://" + s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Store: store, Reader: &evidence.Reader{Domain: "fibregateway.com", Fingerprint: keys.Fingerprint}, Keys: keys,
		Log: slog.New(slog.NewJSONHandler(s.logged, nil)), Clock: s.now.Now, BaseURL: base,
		Organisation: "Fibre Cafe", Prefix: "FC", Development: true,
		ReplyTargets: map[models.Priority]time.Duration{1: time.Hour, 2: 4 * time.Hour, 3: 24 * time.Hour, 4: 72 * time.Hour},
		Health:       &Health{Clock: s.now.Now, Write: store.Heartbeat},
	}
	for _, f := range change {
		f(&o)
	}
	if s.pages, err = New(o); err != nil {
		t.Fatal(err)
	}
	s.Config.Handler = s.pages
	s.Start()
	t.Cleanup(s.Server.Close)
	return s
}

// fault fails the statements that faults names.
func (s *site) fault(statement string) error {
	if word, ok := s.faults.Load().(string); ok && strings.Contains(statement, word) {
		return models.ErrFull
	}
	return nil
}

// context is a request that no browser has sent.
func (s *site) context() echo.Context {
	e := echo.New()
	return e.NewContext(httptest.NewRequest(http.MethodPost, "/", nil), httptest.NewRecorder())
}

// browser is somebody's browser: it keeps cookies and shows redirects instead of following them.
type browser struct {
	*site
	client *http.Client
}

func (s *site) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &browser{s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

// answer is a response read to its end, parsed when it is a page.
type answer struct {
	*http.Response
	body string
	doc  *html.Node
}

func (b *browser) do(r *http.Request) answer {
	b.t.Helper()
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	a := answer{Response: resp, body: string(raw)}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		if a.doc, err = html.Parse(bytes.NewReader(raw)); err != nil {
			b.t.Fatal(err)
		}
	}
	return a
}

func (b *browser) get(path string, change ...func(*http.Request)) answer {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.URL+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, f := range change {
		f(r)
	}
	return b.do(r)
}

// post sends a form as a browser does, multipart and with the headers that say where it comes from.
func (b *browser) post(path string, values url.Values, change ...func(*http.Request)) answer {
	b.t.Helper()
	r := b.form(path, values, "")
	for _, f := range change {
		f(r)
	}
	return b.do(r)
}

func (b *browser) form(path string, values url.Values, file string) *http.Request {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, list := range values {
		for _, v := range list {
			if err := w.WriteField(name, strings.ReplaceAll(v, "\n", "\r\n")); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	part, err := w.CreateFormFile("file", "")
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := io.WriteString(part, file); err != nil {
		b.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, b.URL+path, &body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Origin", b.URL)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

// published is the block that the support page shows.
const published = `Date: Fri, 06 Jan 2023 07:54:30 GMT
X-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc
X-Conversation-ID: 5b6df604-483e-400e-bfc2-e8e831b6c6b8
Tenant: TENANT_1
Supplier: SUPPLIER_2

Request:

GET https://cvt.fibregateway.com/v1/available-appointments?address={id":"100000001","type": "UPRN"}&serviceSpecification={"id":"FTTP","name":"FTTP"}&appointmentPurpose=PROVIDE&appointmentFromDate=2023-01-25&supplier=SUPPLIER_2

Response: 422

{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"INVALID_REQUEST","messages":["The supplier API returned the following message: UPRN 100000001 is not within our coverage area"]}
`

// paste is the shortest form that files a ticket: the block, an address and an impact.
func paste() url.Values {
	return url.Values{
		"submission_id": {uuid.NewString()}, "evidence": {published}, "email": {"anna@isp.example"}, "impact": {"one_order"},
	}
}

// file files a ticket and returns its identifier.
func (b *browser) file(values url.Values) models.Reference {
	b.t.Helper()
	a := b.post("/tickets", values)
	if a.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("filing answered %d: %s", a.StatusCode, problemsOf(a.doc))
	}
	ref, err := models.ParseReference("FC", strings.TrimPrefix(a.Header.Get("Location"), "/tickets/"))
	if err != nil {
		b.t.Fatalf("sent to %q: %v", a.Header.Get("Location"), err)
	}
	return ref
}

// all lists the elements for which keep holds.
func all(n *html.Node, keep func(*html.Node) bool) []*html.Node {
	var list []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && keep(d) {
			list = append(list, d)
		}
	}
	return list
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// valuesOf reads what a browser would send of a page's form: the form with a control of this name.
func valuesOf(doc *html.Node) url.Values {
	values := url.Values{}
	for _, n := range all(doc, func(n *html.Node) bool { return has(n, "name") }) {
		name := attr(n, "name")
		switch {
		case n.Data == "textarea":
			values.Add(name, strings.TrimPrefix(textOf(n), "\n"))
		case n.Data == "select":
			for _, o := range all(n, func(o *html.Node) bool { return o.Data == "option" && has(o, "selected") }) {
				values.Add(name, attr(o, "value"))
			}
		case n.Data != "input" || attr(n, "type") == "file":
		case attr(n, "type") == "radio" || attr(n, "type") == "checkbox":
			if has(n, "checked") {
				values.Add(name, attr(n, "value"))
			}
		default:
			values.Add(name, attr(n, "value"))
		}
	}
	return values
}

// problemsOf reads the error summary's links.
func problemsOf(doc *html.Node) string {
	if doc == nil {
		return ""
	}
	var b strings.Builder
	for _, alert := range all(doc, func(n *html.Node) bool { return attr(n, "role") == "alert" }) {
		b.WriteString(textOf(alert))
	}
	return b.String()
}
