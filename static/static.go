// Package static serves what pages load besides themselves: one style sheet, the scripts, the
// icon, and what redacts in the browser (module.go). Each address carries a hash of the content,
// so a browser may keep it for ever.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

//go:embed app.css app.js admin.js redactor.js worker.js icon.svg
var files embed.FS

// prefix is where Handler is mounted.
const prefix = "/static/"

// types are the content types of what is served, by the name's ending.
var types = map[string]string{
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".wasm": "application/wasm",
}

// asset is one file in any encoding, each made when it is first asked for: compressing all of
// them at the start would take most of it.
type asset struct {
	contentType         string
	plain, gzip, brotli func() []byte
}

func newAsset(name string, plain []byte) asset {
	return asset{
		types[path.Ext(name)], func() []byte { return plain },
		sync.OnceValue(func() []byte { return gzipped(plain) }), sync.OnceValue(func() []byte { return brotlied(plain) }),
	}
}

// addresses maps a file's name to its address. It is computed on first use, so that commands
// that serve nothing pay nothing.
var addresses = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, name := range names() {
		all[name] = addressOf(name, content(name))
	}
	for name, a := range packed() {
		all[name] = addressOf(name, a.gzip())
	}
	return all
})

// addressOf puts a hash of the content into a name.
func addressOf(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ending := path.Ext(name)
	return prefix + strings.TrimSuffix(name, ending) + "." + hex.EncodeToString(sum[:6]) + ending
}

// assets maps addresses to files.
var assets = sync.OnceValue(func() map[string]asset {
	all := map[string]asset{}
	ready := packed()
	for name, address := range addresses() {
		a, ok := ready[name]
		if !ok {
			a = newAsset(name, content(name))
		}
		all[address] = a
	}
	return all
})

// URL returns the address of a file, such as "/static/app.0f3a….css" for "app.css". A name
// that does not exist is a mistake in the program and panics.
func URL(name string) string {
	address, ok := addresses()[name]
	if !ok {
		panic("static: no file " + name)
	}
	return address
}

// Has reports whether there is a file at an address.
func Has(address string) bool {
	_, ok := assets()[address]
	return ok
}

// Handler serves the files under /static/. An address with another hash is not found: what it
// named is gone.
func Handler() http.Handler {
	all := assets()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := all[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		a.serve(w, r)
	})
}

// serve sends the smallest encoding that the browser takes.
func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Only GET and HEAD.", http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	form := a.plain
	switch accepted := r.Header.Get("Accept-Encoding"); {
	case Accepts(accepted, "br"):
		form = a.brotli
		h.Set("Content-Encoding", "br")
	case Accepts(accepted, "gzip"):
		form = a.gzip
		h.Set("Content-Encoding", "gzip")
	}
	body := form()
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // a reader who has left is nobody's error
	}
}

// Accepts reports whether an Accept-Encoding header (RFC 9110 §12.5.3) names a coding and does
// not refuse it with a weight of zero.
func Accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		weight, found := strings.CutPrefix(strings.TrimSpace(params), "q=")
		if !found {
			return true
		}
		q, err := strconv.ParseFloat(weight, 64)
		return err == nil && q > 0
	}
	return false
}

// names lists the embedded files.
func names() []string {
	found, err := fs.Glob(files, "*")
	if err != nil { // only for a malformed pattern
		panic(err)
	}
	return found
}

// content returns an embedded file.
func content(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil { // names only lists what is there
		panic(err)
	}
	return b
}

func gzipped(plain []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil { // only for an impossible level
		panic(err)
	}
	_, _ = w.Write(plain) // a bytes.Buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

func brotlied(plain []byte) []byte {
	var b bytes.Buffer
	// A window of 64 KB spans each of our files; the usual one costs 32 MB of tables to fill.
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 16})
	_, _ = w.Write(plain) // a bytes.Buffer takes everything
	_ = w.Close()
	return b.Bytes()
}
