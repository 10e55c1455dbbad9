package evidence

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
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

func isFingerprint(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) && (s[i] < 'a' || s[i] > 'f') {
			return false
		}
	}
	return true
}

// isMarker reports whether s is one marker and nothing else.
func isMarker(s string) bool { n := markerLen(s); return n > 0 && n == len(s) }

// marker writes the marker for a secret. Equal secrets get equal fingerprints under one key.
func (r *Reader) marker(kind, secret string) string {
	if len(r.Key) == 0 {
		return markerOpen + kind + "]"
	}
	mac := hmac.New(sha256.New, r.Key)
	mac.Write([]byte(secret))
	sum := mac.Sum(nil)
	return markerOpen + kind + ":" + hex.EncodeToString(sum[:4]) + "]"
}
