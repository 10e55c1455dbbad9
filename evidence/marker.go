package evidence

import (
	"encoding/binary"
	"encoding/hex"
	"sort"
	"strings"
)

// A marker stands in the place of a secret: "[redacted:kind]", or "[redacted:kind:9f3a1c22]"
// with the fingerprint. It holds no quote, backslash or space, so that it fits wherever a
// value fits and JSON stays JSON.
const markerOpen = "[redacted:"

// maxKind is the longest kind that a marker may name, in bytes.
const maxKind = 24

// markerLen returns the length of the marker that s starts with, 0 for none.
func markerLen(s string) int {
	if !strings.HasPrefix(s, markerOpen) {
		return 0
	}
	i := len(markerOpen)
	for i < len(s) && i < len(markerOpen)+maxKind && (isLower(s[i]) || s[i] == '-') {
		i++
	}
	if i == len(markerOpen) || i >= len(s) {
		return 0
	}
	if s[i] == ':' && len(s) > i+9 && isFingerprint(s[i+1:i+9]) {
		i += 9
	}
	if s[i] != ']' {
		return 0
	}
	return i + 1
}

// markerRest returns the length of the rest of a marker that a text starts with, 0 for none: where a
// dump's lines were taken for themselves, a marker was cut.
func markerRest(text string) int {
	front := text[:min(len(text), len(markerOpen)+maxKind+16)]
	for k := 1; k < len(markerOpen); k++ {
		if n := markerLen(markerOpen[:k] + front); n > 0 {
			return n - k
		}
	}
	return 0
}

func isFingerprint(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) && (s[i] < 'a' || s[i] > 'f') {
			return false
		}
	}
	return true
}

// Redactions counts the markers in the text by kind, in alphabetical order: the secrets that were
// replaced in it, now or before, also within what is encoded.
func (c Clean) Redactions() []Redaction {
	counts := map[string]int{}
	countMarkers(c.text, counts, 0)
	return tally(counts)
}

// encodedMarkers are the starts of a marker as base64, hexadecimal and lists of bytes write them.
var encodedMarkers = [...]string{"W3JlZGFjdGVkO", "tyZWRhY3RlZD", "bcmVkYWN0ZWQ6", "5b72656461637465643a", "91,114,101,100", "91, 114, 101, 100", "0x5b"}

func countMarkers(text string, counts map[string]int, depth int) {
	if depth > maxViews {
		return
	}
	for _, m := range encodedMarkers {
		if strings.Contains(text, m) {
			for _, b := range blobs(text) {
				countMarkers(b.plain, counts, depth+1)
			}
			break
		}
	}
	for rest := text; ; {
		at := strings.Index(rest, markerOpen)
		if at < 0 {
			return
		}
		rest = rest[at:]
		if n := markerLen(rest); n > 0 {
			kind, _, _ := strings.Cut(rest[len(markerOpen):n-1], ":")
			counts[kind]++
		}
		rest = rest[len(markerOpen):]
	}
}

func tally(counts map[string]int) []Redaction {
	if len(counts) == 0 {
		return nil
	}
	out := make([]Redaction, 0, len(counts))
	for kind, n := range counts {
		out = append(out, Redaction{kind, n})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Kind < out[j].Kind })
	return out
}

// isMarker reports whether s is a marker and nothing else, or several of them.
func isMarker(s string) bool {
	for {
		n := markerLen(s)
		if n == 0 || n == len(s) {
			return n > 0
		}
		s = s[n:]
	}
}

// shortestPrint is the length from which a secret gets a fingerprint, in bytes. A shorter one, such
// as a PIN, could be found by hiding every guess and comparing the fingerprints.
const shortestPrint = 12

// marker writes the marker for a secret. Equal secrets get equal fingerprints.
func (r *Reader) marker(kind, secret string) string {
	if r.Fingerprint == nil || len(secret) < shortestPrint {
		return markerOpen + kind + "]"
	}
	print := binary.BigEndian.AppendUint32(nil, r.Fingerprint(secret))
	return markerOpen + kind + ":" + hex.EncodeToString(print) + "]"
}
