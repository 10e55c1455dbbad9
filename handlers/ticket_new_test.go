package handlers

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"docket/models"
)

func TestThePublishedBlockFilesATicketWithAnAddressAndAnImpact(t *testing.T) {
	s := newSite(t)
	ref := s.browser().file(paste())
	posts, err := s.store.TakeLetters(context.Background(), 5, time.Minute)
	if err != nil || len(posts) != 1 {
		t.Fatalf("%d letters, %v", len(posts), err)
	}
	got := posts[0].Ticket
	for name, pair := range map[string][2]string{
		"reference": {string(got.Reference), string(ref)}, "environment": {got.Environment, "CVT"}, "tenant": {got.Tenant, "TENANT_1"},
		"supplier": {got.Supplier, "SUPPLIER_2"}, "request id": {got.RequestID, "c878520d-6ffc-4d63-a367-95a8f94d70dc"},
		"conversation id": {got.ConversationID, "5b6df604-483e-400e-bfc2-e8e831b6c6b8"},
		"error uuid":      {got.ErrorUUID, "d48e1fee-095a-478e-b453-858c76254d49"}, "error code": {got.ErrorCode, "INVALID_REQUEST"},
		"method": {got.Method, "GET"}, "status": {fmt.Sprint(got.Status), "422"}, "time": {got.OccurredAt.UTC().Format(time.RFC3339), "2023-01-06T07:54:30Z"},
		"letter to": {posts[0].Letter.To, "anna@isp.example"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", name, pair[0], pair[1])
		}
	}
}

func TestReadItFillsTheFormWithoutFiling(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	a := b.post("/tickets/read", url.Values{"evidence": {published}, "submission_id": {uuid.NewString()}})
	if a.StatusCode != http.StatusOK {
		t.Fatalf("%d", a.StatusCode)
	}
	values := valuesOf(a.doc)
	for name, want := range map[string]string{
		"environment": "CVT", "tenant": "TENANT_1", "supplier": "SUPPLIER_2", "request_id": "c878520d-6ffc-4d63-a367-95a8f94d70dc",
		"error_code": "INVALID_REQUEST", "occurred_at": "Fri, 06 Jan 2023 07:54:30 GMT",
	} {
		if got := values.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if n, _, _ := s.store.NextLetter(context.Background()); !n.IsZero() {
		t.Error("reading queued a letter")
	}
	values.Set("email", "anna@isp.example")
	values.Set("impact", "question")
	b.file(values)
}

func TestACorrectedValueStaysCorrectedWhenTheEvidenceIsReadAgain(t *testing.T) {
	b := newSite(t).browser()
	values := valuesOf(b.post("/tickets/read", url.Values{"evidence": {published}}).doc)
	values.Set("supplier", "SUPPLIER_9")
	values.Set("order_id", "42")
	again := valuesOf(b.post("/tickets/read", values).doc)
	if again.Get("supplier") != "SUPPLIER_9" || again.Get("order_id") != "42" {
		t.Errorf("supplier %q, order %q", again.Get("supplier"), again.Get("order_id"))
	}
	again.Set("evidence", strings.ReplaceAll(published, "TENANT_1", "TENANT_3"))
	other := valuesOf(b.post("/tickets/read", again).doc)
	if other.Get("tenant") != "TENANT_3" || other.Get("supplier") != "SUPPLIER_9" {
		t.Errorf("other evidence: tenant %q, supplier %q", other.Get("tenant"), other.Get("supplier"))
	}
}

func TestAFoundValueThatSomebodyClearedStaysClear(t *testing.T) {
	b := newSite(t).browser()
	values := valuesOf(b.post("/tickets/read", url.Values{"evidence": {published}}).doc)
	values.Set("tenant", "")
	a := b.post("/tickets", values)
	if a.StatusCode != http.StatusUnprocessableEntity || valuesOf(a.doc).Get("tenant") != "" {
		t.Errorf("%d, tenant %q", a.StatusCode, valuesOf(a.doc).Get("tenant"))
	}
}

func TestProblemsKeepEverythingTyped(t *testing.T) {
	b := newSite(t).browser()
	typed := url.Values{
		"submission_id": {uuid.NewString()}, "environment": {"PRODUCTION"}, "tenant": {"two words"}, "supplier": {"S<b>"},
		"occurred_at": {"yesterday"}, "request_id": {"a b"}, "conversation_id": {"ü"}, "order_id": {"12a"}, "supplier_reference": {"ref \"1\""},
		"request": {"hello\nworld"}, "response": {"it failed"}, "error_uuid": {"42"}, "error_code": {"X"}, "error_message": {"m\nn"},
		"impact": {"one_order"}, "summary": {"s"}, "description": {"a <script>alert(1)</script>\n& b"}, "name": {"Änne"}, "email": {"nowhere"},
	}
	a := b.post("/tickets", typed)
	if a.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("%d", a.StatusCode)
	}
	shown := valuesOf(a.doc)
	for name, want := range typed {
		if got := shown.Get(name); got != want[0] {
			t.Errorf("%s: %q became %q", name, want[0], got)
		}
	}
	if len(all(a.doc, func(n *html.Node) bool { return n.Data == "script" && attr(n, "src") == "" })) > 0 {
		t.Error("typed text became a script")
	}
	for _, field := range []string{"tenant", "occurred_at", "request_id", "conversation_id", "order_id", "request", "response", "error_uuid", "email"} {
		if !describedAsWrong(a.doc, field) {
			t.Errorf("%s has no message beside it", field)
		}
	}
}

// describedAsWrong reports whether a control is invalid and an element says why.
func describedAsWrong(doc *html.Node, name string) bool {
	for _, n := range all(doc, func(n *html.Node) bool { return attr(n, "name") == name && attr(n, "aria-invalid") == "true" }) {
		for _, id := range strings.Fields(attr(n, "aria-describedby")) {
			if len(all(doc, func(d *html.Node) bool { return attr(d, "id") == id && strings.TrimSpace(textOf(d)) != "" })) == 1 {
				return true
			}
		}
	}
	return false
}

func TestEightParallelPostsFileOneTicket(t *testing.T) {
	s := newSite(t)
	b, values := s.browser(), paste()
	places, mu, wg := map[string]int{}, sync.Mutex{}, sync.WaitGroup{}
	for range 8 {
		wg.Go(func() {
			a := b.post("/tickets", values)
			mu.Lock()
			defer mu.Unlock()
			places[fmt.Sprint(a.StatusCode, a.Header.Get("Location"))]++
		})
	}
	wg.Wait()
	if len(places) != 1 {
		t.Fatalf("answers differ: %v", places)
	}
	if posts, err := s.store.TakeLetters(context.Background(), 9, time.Minute); err != nil || len(posts) != 1 {
		t.Errorf("%d letters, %v", len(posts), err)
	}
}

func TestAnEditedFormIsNotSwallowedByTheTicketItFiled(t *testing.T) {
	b := newSite(t).browser()
	values := paste()
	first := b.file(values)
	values.Set("description", "and one thing more")
	a := b.post("/tickets", values)
	if a.StatusCode != http.StatusConflict || valuesOf(a.doc).Get("description") != "and one thing more" {
		t.Fatalf("%d, description %q", a.StatusCode, valuesOf(a.doc).Get("description"))
	}
	if len(all(a.doc, func(n *html.Node) bool { return attr(n, "href") == "/tickets/"+first.Format("FC") })) == 0 {
		t.Error("no link to the ticket that was filed")
	}
	again := valuesOf(a.doc)
	again.Set("again", attr(all(a.doc, func(n *html.Node) bool { return attr(n, "name") == "again" })[0], "value"))
	again.Set("seen", again.Get("request_id"))
	second := b.file(again)
	if second == first {
		t.Error("the edited form became the first ticket")
	}
	if third := b.file(again); third != second {
		t.Errorf("pressed twice, it filed %s and %s", second, third)
	}
}

func TestALikelyDuplicateIsShownBeforeFilingToItsOwnBrowserAlone(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	first := b.file(paste())
	a := b.post("/tickets", paste())
	if a.StatusCode != http.StatusConflict || len(all(a.doc, func(n *html.Node) bool { return attr(n, "href") == "/tickets/"+first.Format("FC") })) == 0 {
		t.Fatalf("%d without a link to %s", a.StatusCode, first)
	}
	if second := b.file(valuesOf(a.doc)); second == first {
		t.Error("sent again, it is the same ticket")
	}
	stranger := s.browser().post("/tickets", paste())
	if stranger.StatusCode != http.StatusSeeOther {
		t.Errorf("a stranger learned of it: %d", stranger.StatusCode)
	}
}

func TestTheSecondTicketNeedsAPasteAndAPress(t *testing.T) {
	b := newSite(t).browser()
	values := paste()
	values.Set("name", "Anna Lee")
	b.file(values)
	start := valuesOf(b.get("/").doc)
	for name, want := range map[string]string{"name": "Anna Lee", "email": "anna@isp.example", "tenant": "TENANT_1", "environment": "CVT"} {
		if start.Get(name) != want {
			t.Errorf("%s starts as %q", name, start.Get(name))
		}
	}
	block := strings.NewReplacer("c878520d", "c878520e", "TENANT_1", "TENANT_2", "https://cvt.", "https://api.").Replace(published)
	start.Set("evidence", block)
	start.Set("impact", "question")
	a := b.post("/tickets", start)
	if a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", a.StatusCode, problemsOf(a.doc))
	}
	forgotten := b.post("/forget", url.Values{"name": {"Anna Lee"}})
	if forgotten.StatusCode != http.StatusOK || valuesOf(b.get("/").doc).Get("email") != "" {
		t.Error("the browser still remembers")
	}
}

func TestASecretReachesNeitherPageNorStoreNorLog(t *testing.T) {
	const secret = "fgw_hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd"
	s := newSite(t)
	b, values := s.browser(), paste()
	values.Set("evidence", published+"\nAuthorization: Bearer "+secret+"\n")
	values.Set("description", "we use password: "+secret)
	values.Set("supplier_reference", "Bearer "+secret)
	read := b.post("/tickets/read", values)
	ref := b.file(values)
	page := b.get("/tickets/" + ref.Format("FC"))
	for place, text := range map[string]string{"form": read.body, "page": page.body, "log": s.logged.String()} {
		if strings.Contains(text, secret) {
			t.Errorf("the secret is in the %s", place)
		}
	}
	if !strings.Contains(page.body, "[redacted:") {
		t.Error("the page does not show that something was hidden")
	}
}

func TestAFileIsReadLikeAPaste(t *testing.T) {
	b := newSite(t).browser()
	a := b.do(b.form("/tickets/read", url.Values{}, published))
	if got := valuesOf(a.doc).Get("tenant"); a.StatusCode != http.StatusOK || got != "TENANT_1" {
		t.Errorf("%d, tenant %q", a.StatusCode, got)
	}
	long := b.do(b.form("/tickets/read", url.Values{"summary": {"kept"}}, strings.Repeat("x", models.LongestEvidence+1)))
	if long.StatusCode != http.StatusUnprocessableEntity || valuesOf(long.doc).Get("summary") != "kept" {
		t.Errorf("a long file: %d, summary %q", long.StatusCode, valuesOf(long.doc).Get("summary"))
	}
}

func TestReadItWithoutEvidenceSaysSo(t *testing.T) {
	a := newSite(t).browser().post("/tickets/read", url.Values{"summary": {"kept"}})
	if a.StatusCode != http.StatusUnprocessableEntity || valuesOf(a.doc).Get("summary") != "kept" {
		t.Errorf("%d", a.StatusCode)
	}
}

func TestTheScriptGetsTheInsideOfTheForm(t *testing.T) {
	a := newSite(t).browser().post("/tickets/read", url.Values{"evidence": {published}}, func(r *http.Request) { r.Header.Set(headerFragment, "intake") })
	if a.StatusCode != http.StatusOK || len(all(a.doc, func(n *html.Node) bool { return n.Data == "h1" || n.Data == "form" })) > 0 || strings.Contains(a.body, "<html") {
		t.Errorf("%d, a whole page", a.StatusCode)
	}
}

func TestBeyondTheLimitOfANetworkTheTextIsKept(t *testing.T) {
	s := newSite(t, func(o *Options) { o.RateLimit = true })
	for range 30 {
		s.browser().file(paste())
	}
	values := paste()
	values.Set("description", "kept")
	a := s.browser().post("/tickets", values)
	if a.StatusCode != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" || valuesOf(a.doc).Get("description") != "kept" {
		t.Errorf("%d, description %q", a.StatusCode, valuesOf(a.doc).Get("description"))
	}
	s.now.advance(time.Minute)
	s.browser().file(values)
}

func TestASecretThatOneFieldNamesIsHiddenInTheOthers(t *testing.T) {
	const secret = "Zq7kR2mW9xTb4LvN8sYd"
	s := newSite(t)
	values := paste()
	values.Set("description", "The token "+secret+" worked yesterday.")
	values.Set("summary", "401 for "+secret)
	values.Set("evidence", published+"\nAuthorization: Bearer "+secret+"\n")
	b := s.browser()
	page := b.get("/tickets/" + b.file(values).Format("FC"))
	if strings.Contains(page.body, secret) {
		t.Error("the secret stands in another field")
	}
}

func TestAFileOfAnotherEncodingIsReadAndRedacted(t *testing.T) {
	const secret = "Zq7kR2mW9xTb4LvN8sYd"
	var wide strings.Builder
	wide.WriteString("\xff\xfe")
	for _, c := range []byte(published + "\nAuthorization: Bearer " + secret + "\n") {
		wide.WriteByte(c)
		wide.WriteByte(0)
	}
	b := newSite(t).browser()
	a := b.do(b.form("/tickets/read", url.Values{}, wide.String()))
	if got := valuesOf(a.doc).Get("tenant"); got != "TENANT_1" || strings.Contains(a.body, secret) {
		t.Errorf("tenant %q, secret shown: %v", got, strings.Contains(a.body, secret))
	}
}

func TestTabsThatFileAtTheSameTimeAllKeepTheirTickets(t *testing.T) {
	b := newSite(t).browser()
	var wg sync.WaitGroup
	var mu sync.Mutex
	var pages []string
	for range 8 {
		wg.Go(func() {
			values := paste()
			values.Set("evidence", strings.ReplaceAll(published, "c878520d-6ffc-4d63-a367-95a8f94d70dc", uuid.NewString()))
			a := b.post("/tickets", values)
			mu.Lock()
			defer mu.Unlock()
			pages = append(pages, a.Header.Get("Location"))
		})
	}
	wg.Wait()
	for _, page := range pages {
		if a := b.get(page); a.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d in the browser that filed it", page, a.StatusCode)
		}
	}
}

func TestABrowserHoldsABoundedNumberOfKeys(t *testing.T) {
	b := newSite(t).browser()
	var first, last models.Reference
	for i := range mostKeys + 3 {
		values := paste()
		values.Set("evidence", strings.ReplaceAll(published, "c878520d-6ffc-4d63-a367-95a8f94d70dc", uuid.NewString()))
		last = b.file(values)
		if i == 0 {
			first = last
		}
		b.now.advance(time.Second)
	}
	if a := b.get("/tickets/" + last.Format("FC")); a.StatusCode != http.StatusOK {
		t.Errorf("the newest ticket answers %d", a.StatusCode)
	}
	if a := b.get("/tickets/" + first.Format("FC")); a.StatusCode != http.StatusNotFound {
		t.Errorf("the oldest of %d tickets answers %d", mostKeys+3, a.StatusCode)
	}
}

func TestAFormWithoutAnIDOfItsOwnIsGivenOne(t *testing.T) {
	for _, id := range []string{"", "nonsense", uuid.Nil.String()} {
		values := paste()
		values.Set("submission_id", id)
		newSite(t).browser().file(values)
	}
}

func TestARememberedAnswerThatWasChangedIsNoLongerCalledRemembered(t *testing.T) {
	b := newSite(t).browser()
	b.file(paste())
	values := valuesOf(b.get("/").doc)
	values.Set("tenant", "TENANT_5")
	again := valuesOf(b.post("/tickets", values).doc)
	if again.Get("tenant") != "TENANT_5" {
		t.Errorf("tenant %q", again.Get("tenant"))
	}
	for _, pair := range again["filled"] {
		if strings.HasPrefix(pair, "tenant:") {
			t.Errorf("still taken for remembered: %v", again["filled"])
		}
	}
}
