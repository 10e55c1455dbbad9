package browser

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
)

// wire lies between the browser and the program and keeps every byte that leaves the browser. The
// DevTools protocol could show requests too, but not the bodies of forms with a file, nor what a
// worker asks for.
type wire struct {
	mu       sync.Mutex
	sent     strings.Builder
	asked    []string                    // paths, in their order
	instead  map[string]http.HandlerFunc // by a part of the path
	upstream *httputil.ReverseProxy
}

// wired puts a wire before the program; instead answers some paths in the program's place.
func (p *program) wired(instead map[string]http.HandlerFunc) *wire {
	p.t.Helper()
	program, err := url.Parse(p.url)
	if err != nil {
		p.t.Fatal(err)
	}
	w := &wire{instead: instead, upstream: &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(program)
		r.Out.Host = r.In.Host
	}}}
	server := httptest.NewServer(w)
	p.t.Cleanup(server.Close)
	p.url = server.URL
	return w
}

func (w *wire) ServeHTTP(answer http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the browser has hung up
	}
	w.mu.Lock()
	w.asked = append(w.asked, r.URL.Path)
	fmt.Fprintf(&w.sent, "%s %s %v\n%s\n", r.Method, r.URL, r.Header, body)
	w.mu.Unlock()
	for part, handle := range w.instead {
		if strings.Contains(r.URL.Path, part) {
			handle(answer, r)
			return
		}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	w.upstream.ServeHTTP(answer, r)
}

// text is everything that has left the browser so far.
func (w *wire) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent.String()
}

// asks reports whether the browser has asked for a path with this part.
func (w *wire) asks(part string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, path := range w.asked {
		if strings.Contains(path, part) {
			return true
		}
	}
	return false
}
