package evidence

import (
	"encoding/json"
	"strings"
)

// unescapeText undoes the escapes that the languages share; an unknown one stays without its
// backslash, as in a regular expression.
func unescapeText(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 >= len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		i += writeEscape(&b, s[i:]) - 1
	}
	return b.String()
}

// writeEscape writes what the escape behind a backslash stands for and returns its length.
func writeEscape(b *strings.Builder, s string) int {
	switch s[0] {
	case 'n':
		b.WriteByte('\n')
	case 'r':
		b.WriteByte('\r')
	case 't':
		b.WriteByte('\t')
	case 'b':
		b.WriteByte('\b')
	case 'f':
		b.WriteByte('\f')
	case '\n':
	case 'x':
		if v, ok := hexDigits(s, 1, 2); ok {
			b.WriteByte(byte(v))
			return 3
		}
		b.WriteByte('x')
	case 'u':
		return writeUnicode(b, s)
	default:
		b.WriteByte(s[0])
	}
	return 1
}

// writeUnicode writes \uXXXX, a pair of surrogates, or \u{X…}.
func writeUnicode(b *strings.Builder, s string) int {
	if at(s, 1) == '{' {
		n := strings.IndexByte(s[:min(len(s), 10)], '}')
		if v, ok := hexDigits(s, 2, n-2); n > 2 && ok {
			b.WriteRune(rune(v))
			return n + 1
		}
	}
	v, ok := hexDigits(s, 1, 4)
	if !ok {
		b.WriteByte('u')
		return 1
	}
	if v >= 0xD800 && v < 0xDC00 && strings.HasPrefix(s[5:], `\u`) {
		if low, ok := hexDigits(s, 7, 4); ok && low >= 0xDC00 && low < 0xE000 {
			b.WriteRune(rune(0x10000 + (v-0xD800)<<10 + low - 0xDC00))
			return 11
		}
	}
	b.WriteRune(rune(v))
	return 5
}

// hexDigits reads n hexadecimal digits at i.
func hexDigits(s string, i, n int) (v int, ok bool) {
	if n <= 0 || i+n > len(s) {
		return 0, false
	}
	for _, c := range []byte(s[i : i+n]) {
		if !isHex(c) {
			return 0, false
		}
		d := int(c)
		switch {
		case isDigit(c):
			d -= '0'
		default:
			d = (d | 0x20) - 'a' + 10
		}
		v = v<<4 | d
	}
	return v, true
}

// member returns the member of a map with this key, whatever its case; nil for none.
func (n *node) member(key string) *node {
	for _, kid := range n.kids {
		if strings.EqualFold(kid.key, key) {
			return kid
		}
	}
	return nil
}

// inner is the place of what a scalar holds, without its quotes.
func (n *node) inner() Span {
	switch quotes := n.span.End - n.span.Start - len(n.value); {
	case n.quote > 0 && quotes == 2*int(n.quote):
		return Span{n.span.Start + int(n.quote), n.span.End - int(n.quote)}
	case n.kind == textNode && quotes == 2:
		return Span{n.span.Start + 1, n.span.End - 1}
	case n.kind == textNode && quotes == 6:
		return Span{n.span.Start + 3, n.span.End - 3}
	}
	return n.span
}

func (n *node) scalar() bool { return n.kind == wordNode || n.kind == textNode }

// source returns what a value means as text: a string's content, JSON as it was written, and any
// other literal as JSON.
func (n *node) source(text string) string {
	if n.scalar() {
		if n.void() {
			return ""
		}
		return n.value
	}
	if raw := text[n.span.Start:n.span.End]; json.Valid([]byte(raw)) {
		return raw
	}
	var b strings.Builder
	n.writeJSON(&b)
	return b.String()
}

// nothing reports whether a word says that there is no value.
func nothing(w string) bool {
	switch strings.ToLower(w) {
	case "null", "none", "nil", "undefined", "<nil>", "nothing", "(null)", "<none>":
		return true
	}
	return false
}

// void reports whether a value is the word that a language has for none, or was left out.
func (n *node) void() bool { return n.kind == wordNode && nothing(n.value) }

// writeJSON writes a literal as JSON. Literals are at most maxNodeDepth deep.
func (n *node) writeJSON(b *strings.Builder) {
	switch n.kind {
	case wordNode:
		b.WriteString(jsonWord(n.value))
		return
	case textNode:
		b.WriteString(quoteJSON(n.value))
		return
	}
	marks := "[]"
	if n.kind == mapNode {
		marks = "{}"
	}
	b.WriteByte(marks[0])
	for i, kid := range n.kids {
		if i > 0 {
			b.WriteByte(',')
		}
		if n.kind == mapNode {
			b.WriteString(quoteJSON(kid.key) + ":")
		}
		kid.writeJSON(b)
	}
	b.WriteByte(marks[1])
}

func quoteJSON(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always has a form in JSON
	return strings.TrimSuffix(b.String(), "\n")
}

// jsonWord writes a bare word as JSON.
func jsonWord(w string) string {
	switch low := strings.ToLower(w); {
	case nothing(w):
		return "null"
	case low == "true" || low == "false":
		return low
	case json.Valid([]byte(w)):
		return w
	}
	return quoteJSON(w)
}
