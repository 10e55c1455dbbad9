package evidence

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// blob is text that a place in another holds as base64, hexadecimal or a list of bytes. When
// something in it is secret, the whole is encoded again around the marker.
type blob struct {
	start, end int
	plain      string
	encode     func(plain string) string
}

// minBlob is the shortest encoded text that is looked into, in bytes.
const minBlob = 24

// blobs finds the encoded texts within a text.
func blobs(t string) (all []blob) {
	lines, breaks := lookout{text: t, part: "\n"}, lookout{text: t, part: `\n`} // line breaks, and escaped ones
	for i := 0; i < len(t); {
		c := t[i]
		if is64[c] {
			end := i
			for end < len(t) && is64[t[end]] {
				end++
			}
			b, ok := blob{}, false
			if end-i >= minBlob {
				if b, ok = encodedAt(t, i, end); ok {
					all = append(all, b)
					end = max(end, b.end)
				}
			}
			visited(end - i)
			i = end
			continue
		}
		if c == '"' && at(t, i-1) != '\\' && breaks.from(i) < lines.from(i) {
			if b, end := dumpString(t, i); end > i {
				if b.plain != "" {
					all = append(all, b)
				}
				i = end
				continue
			}
		}
		if c == '[' || c == '{' {
			if b, end := bytesAt(t, i); end > i {
				if b.plain != "" {
					all = append(all, b)
				}
				i = end
				continue
			}
		}
		i++
	}
	return all
}

// is64 marks the letters of base64 and base64url.
var is64 = func() (m [256]bool) {
	for c := range m {
		m[c] = isAlnum(byte(c)) || strings.IndexByte("+/-_", byte(c)) >= 0
	}
	return m
}()

// encodedAt decodes the run of letters from i to end, and the lines below that go on with it.
func encodedAt(t string, i, end int) (b blob, ok bool) {
	if at(t, i-1) == '.' || at(t, end) == '.' || isUUID(t[i:end]) || !startsText(t[i:i+min(16, end-i)]) {
		return b, false // a part of a JWT and an id stay as they are, and so does what is no text
	}
	pieces, stop, brk := []string{t[i:end]}, end, ""
	for end-i >= minWrapped {
		n := breakLen(t[stop:])
		q := stop + n
		for q < len(t) && is64[t[q]] {
			q++
		}
		if n == 0 || q == stop+n || brk != "" && t[stop:stop+n] != brk || at(t, q) == ':' {
			break
		}
		brk = t[stop : stop+n]
		pieces = append(pieces, t[stop+n:q])
		short := q-stop-n < len(pieces[0])
		stop = q
		if short {
			break
		}
	}
	b = blob{start: i, end: stop}
	letters := strings.Join(pieces, "")
	visited(2 * len(letters))
	pad := 0
	for pad < 2 && at(t, stop+pad) == '=' {
		pad++
	}
	b.end += pad
	plain, encode := decoded(letters, pad > 0)
	if encode == nil || endsMarker(t, i, plain) {
		return b, false
	}
	width := len(pieces[0])
	b.plain = plain
	b.encode = func(s string) string { return folded(encode(s), width, brk) }
	return b, true
}

// lineBreaks are the ends of lines, raw and escaped.
var lineBreaks = [...]string{"\n", "\r\n", `\n`, `\r\n`, `\\n`, `\\r\\n`}

// endsMarker reports whether what the letters at i say is the end of a marker that the line above
// them begins, where that is read apart from them.
func endsMarker(t string, i int, plain string) bool {
	for _, brk := range lineBreaks {
		end := i - len(brk)
		if end < 0 || t[end:i] != brk {
			continue
		}
		a := end
		for a > 0 && end-a < markerLetters && is64[t[a-1]] {
			a--
		}
		visited(end - a)
		above, err := hex.DecodeString(t[a:end])
		if err != nil {
			above, _ = base64.RawStdEncoding.DecodeString(standard(t[a:end]))
		}
		open := bytes.LastIndexByte(above, '[')
		if open >= 0 && markerLen(string(above[open:])+plain[:min(len(plain), 64)]) > len(above)-open {
			return true
		}
	}
	return false
}

// markerLetters is how many letters hold a marker at most, twice its bytes and whole groups of
// base64.
const markerLetters = 96

// breakLen returns the length of the line break, raw or escaped, that s starts with.
func breakLen(s string) int {
	for _, brk := range lineBreaks {
		if strings.HasPrefix(s, brk) {
			return len(brk)
		}
	}
	return 0
}

// folded breaks a text into lines again; brk is empty for none.
func folded(s string, width int, brk string) string {
	if brk == "" {
		return s
	}
	var b strings.Builder
	for len(s) > width {
		b.WriteString(s[:width] + brk)
		s = s[width:]
	}
	return b.String() + s
}

// startsText reports whether the front of a run may be that of encoded text.
func startsText(s string) bool {
	if allHex(s) {
		plain, err := hex.DecodeString(s[:len(s)&^1])
		return err == nil && isText(string(plain))
	}
	s = s[:len(s)&^3]
	plain, err := base64.RawStdEncoding.DecodeString(standard(s))
	if n := len(plain); err == nil && n > 3 {
		return isText(string(plain[:n-3])) // the last rune may be cut
	}
	return false
}

var toStandard = strings.NewReplacer("-", "+", "_", "/")

func standard(s string) string {
	if strings.ContainsAny(s, "-_") {
		return toStandard.Replace(s)
	}
	return s
}

// decoded returns the text that letters stand for, and how to write another one likewise; nil
// when they stand for none.
func decoded(letters string, padded bool) (string, func(string) string) {
	if len(letters)%2 == 0 && allHex(letters) {
		plain, err := hex.DecodeString(letters)
		if err == nil && isText(string(plain)) {
			return string(plain), func(s string) string { return hex.EncodeToString([]byte(s)) }
		}
	}
	plain, err := base64.RawStdEncoding.DecodeString(standard(letters))
	if err != nil || !isText(string(plain)) {
		return "", nil
	}
	e := base64.StdEncoding
	switch {
	case strings.ContainsAny(letters, "-_") && padded:
		e = base64.URLEncoding
	case strings.ContainsAny(letters, "-_"):
		e = base64.RawURLEncoding
	case !padded && len(letters)%4 != 0:
		e = base64.RawStdEncoding
	}
	return string(plain), func(s string) string { return e.EncodeToString([]byte(s)) }
}

// isText reports whether s is text that people could have written: valid UTF-8 without control
// characters other than line breaks and tabs.
func isText(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 && !isSpace(c) || c == 0x7f {
			return false
		}
	}
	return utf8.ValidString(s)
}

// back takes the finds in a blob's text to the blob.
func (b blob) back(finds []find) []find {
	return []find{{start: b.start, end: b.end, with: func(r *Reader) string { return b.encode(r.replace(b.plain, finds)) }}}
}
