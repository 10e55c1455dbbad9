package handlers

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"docket/evidence"
	"docket/models"
)

// every walks every route once, and some addresses that are none.
func (b *browser) every(visit func(name string, a answer)) {
	b.t.Helper()
	for _, r := range b.pages.routes() {
		path := strings.NewReplacer(":reference", "FC-0000-0000", ":letter", uuid.NewString()).Replace(r.path)
		if r.method == http.MethodGet {
			visit(r.method+" "+r.path, b.get(path))
		} else {
			visit(r.method+" "+r.path, b.post(path, url.Values{"form_id": {uuid.NewString()}}))
		}
	}
	visit("unknown address", b.get("/nothing"))
	visit("wrong method", b.post("/healthz", nil))
	visit("strange path", b.get("/tickets//x"))
	visit("style", b.get(b.pages.site().Style))
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	b := newSite(t).browser()
	b.every(func(name string, a answer) {
		for header, want := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := a.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q", name, header, got)
			}
		}
		if _, err := uuid.Parse(a.Header.Get(headerRequestID)); err != nil {
			t.Errorf("%s: %s is %q", name, headerRequestID, a.Header.Get(headerRequestID))
		}
	})
}

func TestEveryPageHasOneHeadingATitleAndAWayToItsContent(t *testing.T) {
	b := newSite(t).browser()
	b.every(func(name string, a answer) {
		if a.doc == nil || name == "GET /gallery" {
			return
		}
		for what, keep := range map[string]func(*html.Node) bool{
			"h1":    func(n *html.Node) bool { return n.Data == "h1" },
			"title": func(n *html.Node) bool { return n.Data == "title" && textOf(n) != "" },
			"main":  func(n *html.Node) bool { return n.Data == "main" },
		} {
			if n := len(all(a.doc, keep)); n != 1 {
				t.Errorf("%s: %d of %s", name, n, what)
			}
		}
	})
}

func TestAValidRequestIDIsKeptAndAnInvalidOneReplaced(t *testing.T) {
	b := newSite(t).browser()
	for given, kept := range map[string]bool{"abc-123": true, strings.Repeat("a", 128): true, strings.Repeat("a", 129): false, "a b": false, "é": false} {
		r, err := http.NewRequest(http.MethodGet, b.URL+"/healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header["X-Request-Id"] = []string{given}
		r.Header["X-Conversation-Id"] = []string{given}
		a := b.do(r)
		if (a.Header.Get("X-Request-ID") == given) != kept || (a.Header.Get("X-Conversation-ID") == given) != kept {
			t.Errorf("%q became %q, %q", given, a.Header.Get("X-Request-ID"), a.Header.Get("X-Conversation-ID"))
		}
	}
}

func TestAFormFromAnotherSiteIsRefused(t *testing.T) {
	b := newSite(t).browser()
	for name, change := range map[string]func(*http.Request){
		"fetch metadata": func(r *http.Request) { r.Header.Del("Origin"); r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"origin":         func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "https://evil.example") },
	} {
		if a := b.post("/tickets", paste(), change); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
	}
}

func TestStrangePathsAreRefused(t *testing.T) {
	b := newSite(t).browser()
	for _, path := range []string{"//", "/tickets/%2e%2e/x", "/a/../b", "/tickets;x=1", "/tickets%2fx", "/%5c", "/a/./b"} {
		r, err := http.NewRequest(http.MethodGet, b.URL+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.Opaque = "//" + strings.TrimPrefix(b.URL, "http://") + path
		if a := b.do(r); a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s answers %d", path, a.StatusCode)
		}
	}
}

func TestAnErrorPageQuotesANumberThatIsInTheLog(t *testing.T) {
	s := newSite(t)
	a := s.browser().get("/nothing")
	for _, id := range changing.FindAllString(textOf(a.doc), -1) {
		if strings.Contains(s.logged.String(), id) {
			return
		}
	}
	t.Error("no error uuid on the page is in the log")
}

func TestProgramsGetErrorsInTheGatewaysShape(t *testing.T) {
	b := newSite(t).browser()
	r, err := http.NewRequest(http.MethodGet, b.URL+"/api/v1/nothing", nil)
	if err != nil {
		t.Fatal(err)
	}
	a := b.do(r)
	var got struct {
		UUID     uuid.UUID `json:"uuid"`
		Code     string    `json:"code"`
		Messages []string  `json:"messages"`
	}
	if err := json.Unmarshal([]byte(a.body), &got); err != nil || got.UUID == uuid.Nil || got.Code != "NOT_FOUND" || len(got.Messages) != 1 {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}

func TestEachErrorOfTheStoreHasItsStatus(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{models.ErrNotFound, 404}, {models.ErrBusy, 503}, {models.ErrUnknownOutcome, 503}, {models.ErrFull, 507},
		{errors.Join(errors.New("read"), &http.MaxBytesError{Limit: 1}), 413}, {echo.ErrMethodNotAllowed, 405}, {errors.New("secret cause"), 500},
	} {
		if got := refusalFor(c.err).status; got != c.want {
			t.Errorf("%v answers %d, want %d", c.err, got, c.want)
		}
	}
}

func TestABodyBeyondItsLimitIsRefused(t *testing.T) {
	b := newSite(t).browser()
	values := paste()
	values.Set("description", strings.Repeat("x", formLimit+1))
	if a := b.post("/tickets", values); a.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("%d", a.StatusCode)
	}
}

func TestPagesAreCompressedForWhoTakesIt(t *testing.T) {
	b := newSite(t).browser()
	for accept, want := range map[string]string{"gzip, br": "gzip", "identity": "", "gzip;q=0": "", "br;q=1.0, GZIP;q=0.5": "gzip"} {
		r, err := http.NewRequest(http.MethodGet, b.URL+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", accept)
		if got := b.do(r).Header.Get("Content-Encoding"); got != want {
			t.Errorf("%s: %q", accept, got)
		}
	}
}

func TestHeadAnswersAsGetWithoutTheBody(t *testing.T) {
	b := newSite(t).browser()
	for _, path := range []string{"/", "/find", "/healthz", "/nothing", "/tickets/FC-0000-0000"} {
		r, err := http.NewRequest(http.MethodHead, b.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if head, get := b.do(r), b.get(path); head.StatusCode != get.StatusCode || head.body != "" {
			t.Errorf("%s: HEAD %d, GET %d, body %q", path, head.StatusCode, get.StatusCode, head.body)
		}
	}
}

func TestUnderTLSCookiesAreBoundToTheHost(t *testing.T) {
	s := newSite(t, func(o *Options) { o.BaseURL = &url.URL{Scheme: "https", Host: o.BaseURL.Host} })
	a := s.browser().post("/tickets", paste())
	if a.StatusCode != http.StatusSeeOther || len(a.Cookies()) != 2 {
		t.Fatalf("%d, %d cookies", a.StatusCode, len(a.Cookies()))
	}
	for _, cookie := range a.Cookies() {
		if !strings.HasPrefix(cookie.Name, "__Host-") || !cookie.Secure || !cookie.HttpOnly || cookie.Path != "/" || cookie.Domain != "" {
			t.Errorf("cookie %v", cookie)
		}
	}
	if a.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS")
	}
}

func TestWhenTheWritersAreBusyTheTextIsKept(t *testing.T) {
	s := newSite(t)
	for range cap(s.pages.gates.writes) {
		s.pages.gates.writes <- struct{}{}
	}
	values := paste()
	values.Set("description", "kept")
	a := s.browser().post("/tickets", values)
	if a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" || valuesOf(a.doc).Get("description") != "kept" {
		t.Errorf("%d, description %q", a.StatusCode, valuesOf(a.doc).Get("description"))
	}
	for range cap(s.pages.gates.writes) {
		<-s.pages.gates.writes
	}
	again := valuesOf(a.doc)
	s.browser().file(again)
}

func TestReadyTellsTheFailingPart(t *testing.T) {
	s := newSite(t)
	b, health := s.browser(), s.pages.Health
	if a := b.get("/readyz"); a.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("ready before a write was proved: %d", a.StatusCode)
	}
	health.Prove(t.Context())
	if a := b.get("/readyz"); a.StatusCode != http.StatusOK {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	s.now.advance(freshness + time.Second)
	if a := b.get("/readyz"); a.StatusCode != http.StatusServiceUnavailable || !strings.Contains(a.body, "database") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	health.Prove(t.Context())
	health.Stop()
	if a := b.get("/readyz"); a.StatusCode != http.StatusServiceUnavailable || !strings.Contains(a.body, "stopping") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if a := b.get("/healthz"); a.StatusCode != http.StatusOK {
		t.Errorf("%d", a.StatusCode)
	}
}

func TestTheClientsAddressComesFromTrustedProxiesAlone(t *testing.T) {
	r, err := http.NewRequest(http.MethodGet, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.RemoteAddr = "10.1.2.3:4567"
	r.Header.Set("X-Forwarded-For", "198.51.100.7, 203.0.113.9")
	if got := clientAddress(nil)(r); got != "10.1.2.3" {
		t.Errorf("without proxies: %s", got)
	}
	if got := clientAddress([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})(r); got != "203.0.113.9" {
		t.Errorf("with a proxy: %s", got)
	}
}

func TestALimiterKeepsItsMemoryBounded(t *testing.T) {
	now := &clock{at: time.Unix(1e9, 0)}
	l := newLimiter(now.Now, 1, 2)
	for i := range mostNetworks + 500 {
		l.allow(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}))
	}
	if len(l.byNet) > mostNetworks {
		t.Errorf("%d networks are kept", len(l.byNet))
	}
}

func FuzzReadParts(f *testing.F) {
	f.Add("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n")
	f.Fuzz(func(t *testing.T, body string) {
		for _, kind := range []string{"multipart/form-data; boundary=x", "application/x-www-form-urlencoded"} {
			got, err := (&Server{Options: Options{Reader: new(evidence.Reader)}}).parseForm(kind, strings.NewReader(body))
			if err != nil && refusalFor(err).status >= 500 {
				t.Errorf("%q is our fault: %v", body, err)
			}
			for _, list := range got.values {
				for _, v := range list {
					if strings.Contains(v, "\x00") {
						t.Errorf("NUL passed: %q", v)
					}
				}
			}
		}
	})
}

func TestConnectionsThatSendNothingMoreDoNotKeepOthersFromFiling(t *testing.T) {
	s := newSite(t)
	for range cap(s.pages.gates.uploads) {
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := fmt.Fprintf(conn, "POST /tickets/read HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 999999\r\n\r\n--x"); err != nil {
			t.Fatal(err)
		}
	}
	for len(s.pages.gates.uploads) < cap(s.pages.gates.uploads) {
		runtime.Gosched()
	}
	s.browser().file(paste())
}

func TestABodysDeadlineMovesOnlyAsFastAsASlowLine(t *testing.T) {
	start := time.Date(2023, 1, 6, 8, 0, 0, 0, time.UTC)
	var last time.Time
	var behind time.Duration
	h := &hurried{Reader: strings.NewReader(strings.Repeat("x", 3*slowest)), end: start, deadline: func(read, answer time.Time) { last = read; behind = answer.Sub(read) }}
	if _, err := io.Copy(io.Discard, h); err != nil {
		t.Fatal(err)
	}
	if got := last.Sub(start); got != 3*time.Second || behind != answerWithin {
		t.Errorf("%d bytes moved it by %s, want 3s", 3*slowest, got)
	}
}

func TestANetworkHasABoundedNumberOfFormsUnderWay(t *testing.T) {
	c := &tally{most: 2, by: map[netip.Prefix]int{}}
	one, other := netip.MustParsePrefix("10.0.0.1/32"), netip.MustParsePrefix("10.0.0.2/32")
	var begun []bool
	for _, network := range []netip.Prefix{one, one, one, other} {
		begun = append(begun, c.begin(network))
	}
	if want := []bool{true, true, false, true}; !slices.Equal(begun, want) {
		t.Errorf("begun %v, want %v", begun, want)
	}
	c.end(one)
	if !c.begin(one) {
		t.Error("a place that was given back is lost")
	}
	c.end(one)
	c.end(one)
	c.end(other)
	if len(c.by) != 0 {
		t.Errorf("%d networks are still counted", len(c.by))
	}
}

func TestAnIPv6CustomerIsLimitedAcrossTheirNetworks(t *testing.T) {
	now := &clock{at: time.Unix(1e9, 0)}
	l := newLimiter(now.Now, 1, 2)
	allowed := 0
	for i := range 100 {
		if l.allow(netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, 0, 1, 0, byte(i), 15: 1})) {
			allowed++
		}
	}
	if allowed != 20 {
		t.Errorf("%d requests of one /48 were allowed, want 20", allowed)
	}
}

func TestTheLogHoldsNoMethodThatACallerMadeUp(t *testing.T) {
	s := newSite(t)
	r, err := http.NewRequest("BEARER_fgw_SECRET0123456789abcdef", s.URL+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if a := s.browser().do(r); a.StatusCode != http.StatusMethodNotAllowed || strings.Contains(s.logged.String(), "SECRET") {
		t.Errorf("%d, log %s", a.StatusCode, s.logged.String())
	}
}

func TestAFormThatStopsComingIsAnsweredAndNotWithSuccess(t *testing.T) {
	s := newSite(t)
	s.pages.first = 50 * time.Millisecond
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "POST /find HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na=b"); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusRequestTimeout || !strings.Contains(string(body), "came too slowly") {
		t.Errorf("%d, %d bytes, %v", resp.StatusCode, len(body), err)
	}
}

func TestAFileThatIsNotThereIsAnErrorPageLikeAnyOther(t *testing.T) {
	b := newSite(t).browser()
	if a := b.get("/static/nope.css"); a.StatusCode != http.StatusNotFound || a.doc == nil {
		t.Errorf("%d %s", a.StatusCode, a.Header.Get("Content-Type"))
	}
	r, err := http.NewRequest(http.MethodHead, b.URL+b.pages.site().Style, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a := b.do(r); a.StatusCode != http.StatusOK || !strings.Contains(a.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("HEAD of the style sheet: %d %s", a.StatusCode, a.Header.Get("Cache-Control"))
	}
}

func TestAnUnknownOutcomeIsNeverCalledNothingSaved(t *testing.T) {
	err := fmt.Errorf("submit: %w: commit: %w", models.ErrUnknownOutcome, context.DeadlineExceeded)
	if got := refusalFor(err).code; got != refusedUnknown.code {
		t.Errorf("answered %s", got)
	}
}
