package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func get(address, encoding string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestEveryFileIsServedForEver(t *testing.T) {
	for name, want := range map[string]string{
		"app.css":  "text/css; charset=utf-8",
		"app.js":   "text/javascript; charset=utf-8",
		"admin.js": "text/javascript; charset=utf-8", "redactor.js": "text/javascript; charset=utf-8", "worker.js": "text/javascript; charset=utf-8",
		"icon.svg": "image/svg+xml",
	} {
		got := get(URL(name), "")
		if got.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", name, got.StatusCode)
		}
		for header, value := range map[string]string{
			"Content-Type": want, "Cache-Control": "public, max-age=31536000, immutable",
			"X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding", "Content-Encoding": "",
		} {
			if got.Header.Get(header) != value {
				t.Errorf("%s: %s is %q, want %q", name, header, got.Header.Get(header), value)
			}
		}
	}
}

func TestTheSmallestEncodingThatIsTakenIsSent(t *testing.T) {
	for accepted, want := range map[string]string{
		"gzip, deflate, br": "br", "gzip": "gzip", "br;q=0, gzip": "gzip", "": "", "identity": "", "gzip;q=0": "",
	} {
		response := get(URL("app.css"), accepted)
		if got := response.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: sent %q, want %q", accepted, got, want)
		}
		if !bytes.Equal(decoded(t, response), content("app.css")) {
			t.Errorf("Accept-Encoding %q: another file came out", accepted)
		}
	}
}

func decoded(t *testing.T, r *http.Response) []byte {
	t.Helper()
	var from io.Reader = r.Body
	switch r.Header.Get("Content-Encoding") {
	case "br":
		from = brotli.NewReader(r.Body)
	case "gzip":
		unzipped, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		from = unzipped
	}
	b, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAnotherHashIsNotFound(t *testing.T) {
	for _, address := range []string{"/static/app.000000000000.css", "/static/app.css", "/static/", "/static/../go.mod"} {
		if got := get(address, ""); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", address, got.StatusCode)
		}
	}
}

func TestOnlyReading(t *testing.T) {
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, URL("app.js"), nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

// All scripts of ours; the toolchain's, which starts the module, comes with the module and is none.
func TestTheScriptsStaySmall(t *testing.T) {
	total := 0
	for _, name := range names() {
		if path.Ext(name) == ".js" {
			total += len(gzipped(content(name)))
		}
	}
	if total == 0 || total > 20<<10 {
		t.Errorf("the scripts are %d bytes compressed, at most 20 KB", total)
	}
}

func TestNothingIsLoadedFromElsewhere(t *testing.T) {
	for _, name := range []string{"app.css", "app.js", "admin.js", "redactor.js", "worker.js"} {
		for _, far := range []string{"http://", "https://", "@import", "url("} {
			if strings.Contains(string(content(name)), far) {
				t.Errorf("%s mentions %s", name, far)
			}
		}
	}
}
