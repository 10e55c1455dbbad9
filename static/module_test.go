package static

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// A program is built with the module or without: both are whole.
func TestTheModuleIsServedForEverInWhatEncodingIsTaken(t *testing.T) {
	all := Redactor()
	if all == nil {
		t.Log("built without the module: `make module`")
		for name := range packed() {
			t.Errorf("%s is packed, and nothing leads to it", name)
		}
		return
	}
	want := map[string]string{"redactor.": ".js", "worker.": ".js", "wasm_exec.": ".js", "evidence.": ".wasm"}
	for _, address := range all {
		name := strings.TrimPrefix(address, prefix)
		stem := name[:strings.Index(name, ".")+1]
		if !strings.HasSuffix(name, want[stem]) || want[stem] == "" {
			t.Errorf("%s is none of %v", address, want)
		}
		delete(want, stem)
		var first []byte
		for _, encoding := range []string{"br", "gzip", ""} {
			got := get(address, encoding)
			if got.StatusCode != http.StatusOK || got.Header.Get("Content-Encoding") != encoding ||
				got.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || got.Header.Get("Content-Type") != types[name[strings.LastIndex(name, "."):]] {
				t.Errorf("%s as %q: %d %v", address, encoding, got.StatusCode, got.Header)
			}
			plain := decoded(t, got)
			if first == nil {
				first = plain
			}
			if len(plain) == 0 || !bytes.Equal(plain, first) {
				t.Errorf("%s as %q is another file: %d bytes, not %d", address, encoding, len(plain), len(first))
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}
