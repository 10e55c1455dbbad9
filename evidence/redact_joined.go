package evidence

import (
	"strings"
	"unicode/utf8"
)

// joined shows a text without what stands within values but isn't theirs: colours, marks of no
// width, line breaks that mails, terminals and boxes put in, and the plus between two strings
// of a program. It is nil when there is nothing to leave out.
func joined(t string) *lens {
	l := &lens{src: t}
	printable := strings.Contains(t, "=3D") || strings.Contains(t, "quoted-printable")
	j := &lineJoints{text: t, printable: printable}
	line, from, to := j.line(0)
	for i := 0; i < len(t); {
		if i == from && to > from {
			l.replace(from, to, 0)
			i = to
			line, from, to = j.line(line)
			continue
		}
		if !joinStop[t[i]] {
			stop := len(t)
			if to > from && from > i {
				stop = from
			}
			for i++; i < stop && !joinStop[t[i]]; i++ {
			}
			continue
		}
		n, with := 0, byte(0)
		switch c := t[i]; {
		case c == '\n':
			line, from, to = j.line(i + 1)
		case c == 0x1b || c == '\\' || c == '[':
			n = colour(t[i:])
		case c == '"' || c == '\'' || c == '`':
			n = concatenation(t, i)
		case c == '=' && printable && isUpperHex(at(t, i+1)) && isUpperHex(at(t, i+2)):
			if b := unhex(t[i+1])<<4 | unhex(t[i+2]); b >= 0x20 && b < 0x7f {
				n, with = 3, b
			}
		case c == 0xC2 || c == 0xE2 || c == 0xEF:
			n, with = mark(t[i:])
		}
		if n == 0 {
			i++
			continue
		}
		l.replace(i, i+n, with)
		for k := i; k < i+n; k++ {
			if t[k] == '\n' {
				line, from, to = j.line(k + 1)
			}
		}
		i += n
	}
	visited(len(t))
	if len(l.segs) == 0 && l.done == 0 {
		return nil
	}
	return l
}

// joinStop marks the bytes at which something may be left out.
var joinStop = func() (m [256]bool) {
	for _, c := range []byte("\n[\x1b\\\"'`=\xC2\xE2\xEF") {
		m[c] = true
	}
	return m
}()

func isUpperHex(c byte) bool { return isDigit(c) || c >= 'A' && c <= 'F' }

func unhex(c byte) byte {
	if isDigit(c) {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// mark returns the length of a mark of no width that s starts with, or of a line of a box,
// which is a bar.
func mark(s string) (int, byte) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u2069' || r == '\ufeff':
		return n, 0
	case r == '│' || r == '┃' || r == '║':
		return n, '|'
	}
	return 0, 0
}

// colour returns the length of the control sequence (ECMA-48 §5.4) that s starts with, raw or
// as strings write it; 0 for none.
func colour(s string) int {
	p := 0
	for p < len(s) && p < 4 && s[p] == '\\' {
		p++
	}
	switch {
	case s[0] == '[': // the escape was lost on the way
		for p = 1; p < len(s) && p < 16 && (isDigit(s[p]) || s[p] == ';'); p++ {
		}
		if p > 1 && at(s, p) == 'm' {
			return p + 1
		}
		return 0
	case p == 0:
		p = 1
	case hasFold(s[p:], "u001b"):
		p += 5
	case hasFold(s[p:], "x1b"), strings.HasPrefix(s[p:], "033"):
		p += 3
	default:
		return 0
	}
	if at(s, p) != '[' || markerLen(s[p:]) > 0 {
		return 0
	}
	for p++; p < len(s) && p < 32; p++ {
		switch c := s[p]; {
		case c >= 0x40 && c <= 0x7e:
			return p + 1
		case c < 0x20 || c > 0x7e: // cut off: what follows is no part of it
			return 0
		}
	}
	return 0
}

// maxGapInCode is how far the two halves of a string may stand apart, in bytes.
const maxGapInCode = 200

// concatenation returns the length of what lies between two strings of a program that make one:
// quote, operator, quote; 0 when the quote at i ends no such half. Without an operator a line
// break must part them, as in Python and C.
func concatenation(t string, i int) int {
	q := t[i]
	if i == 0 || isSpace(t[i-1]) && t[i-1] != ' ' {
		return 0
	}
	p := i + 1
	broken, operator := false, false
	for ; p < len(t) && p-i < maxGapInCode; p++ {
		switch c := t[p]; {
		case c == '\n':
			broken = true
		case isSpace(c):
		case (c == '+' || c == '.' || c == '&' || c == '~' || c == '\\') && !operator:
			operator = true
		case c == '.' && t[p-1] == '.' || c == '|' && at(t, p+1) == '|' || c == '|' && t[p-1] == '|':
			operator = true
		case (c == 'f' || c == 'b' || c == 'r') && at(t, p+1) == q && (broken || operator):
		case c == q || c == '\'' && q != '`' || c == '"' && q != '`':
			if !operator && !broken || p == i+1 {
				return 0
			}
			visited(p - i)
			if !operator && (c != q || opensName(t, p, c)) || hasFold(t[p+1:], "http://") || hasFold(t[p+1:], "https://") {
				return 0 // a URL is a word of its own
			}
			return p + 1 - i
		default:
			visited(p - i)
			return 0
		}
	}
	return 0
}

// opensName reports whether the string that the quote at p opens is a key, or a cell of a table.
func opensName(t string, p int, q byte) bool {
	end := p + 1
	for end < len(t) && end-p < maxGapInCode && t[end] != q && t[end] != '\n' {
		end++
	}
	visited(end - p)
	c := at(t, skipBlank(t, min(end+1, len(t))))
	return at(t, end) != q || c == ':' || c == '=' || c == ','
}

// plainToken drops the marks that looksRandom takes for a path's or a time's.
func plainToken(r rune) rune {
	if r == '/' || r == ':' {
		return -1
	}
	return r
}

// traceWidth is where "curl --trace-ascii" breaks a line, in bytes.
const traceWidth = 64

// traceJoint is the joint of two lines of "curl --trace-ascii" of which the first is full.
func traceJoint(t string, line, end, i int) int {
	n := traceOffset(t, line)
	if n == 0 || end-line-n != traceWidth {
		return 0
	}
	m := traceOffset(t, i+1)
	if m == 0 || hexValue(t[i+1:i+1+m-2])-hexValue(t[line:line+n-2]) != traceWidth {
		return 0
	}
	return 1 + m
}

// hexValue reads hexadecimal digits.
func hexValue(s string) (n int) {
	for i := 0; i < len(s) && i < 8; i++ {
		n = n<<4 | int(unhex(s[i]))
	}
	return n
}
