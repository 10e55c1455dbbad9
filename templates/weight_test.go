package templates

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"docket/models"
	"docket/static"
)

// The intake may cost a browser 40 KB over the wire (gzip is the larger of our encodings) until it
// is ready. What redacts in the browser is fetched later, when the page has nothing else to do.
func TestTheIntakeStaysLight(t *testing.T) {
	var page bytes.Buffer
	if err := TicketNewPage(TicketNew{Site: testSite, Submission: models.Submission{}}).Render(context.Background(), &page); err != nil {
		t.Fatal(err)
	}
	total := compressed(t, page.Bytes()) + fetched(t, "app.css") + fetched(t, "app.js") + fetched(t, "icon.svg")
	t.Logf("page %d, css %d, js %d, icon %d: %d bytes", compressed(t, page.Bytes()), fetched(t, "app.css"), fetched(t, "app.js"), fetched(t, "icon.svg"), total)
	if total > 40<<10 {
		t.Errorf("the intake costs %d bytes, at most 40 KB", total)
	}
}

// A page of the queue may cost 60 KB, and that before it is compressed.
func TestAPageOfTheQueueStaysLight(t *testing.T) {
	var page bytes.Buffer
	if err := QueuePage(sampleBusy(testSite)).Render(context.Background(), &page); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rows, %d bytes, %d compressed", models.QueueLength, page.Len(), compressed(t, page.Bytes()))
	if page.Len() > 60<<10 {
		t.Errorf("a page of the queue is %d bytes, at most 60 KB", page.Len())
	}
}

func compressed(t *testing.T, plain []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// fetched is what a file costs over the wire.
func fetched(t *testing.T, name string) int {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, static.URL(name), nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, r)
	n, err := io.Copy(io.Discard, w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}
