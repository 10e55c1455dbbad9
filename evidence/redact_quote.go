package evidence

import (
	"cmp"
	"strings"
)

// quote is a quotation mark as a text writes it: plain, or escaped in one of the ways in
// which tools wrap JSON and headers in strings.
type quote struct {
	width int  // bytes, 0 for no quote
	kind  byte // of the mark, see below
	depth int  // backslashes before it
}

// The kinds are '"', '\'' and '`' for these marks, 'd' and 's' for the first two doubled, 'p' for `" (PowerShell), '^' for
// ^" and ^\^" (cmd), 'u' for \u0022, 'x' for \x22, 'o' for \042, '%' and '7' for %22 and %27, '5' for %2522, '&' for &quot;
// and its like, 'c' for the marks of word processors, 'g' and 'h' for « and ».

// maxBackslashes bounds how deep a quote may be escaped (five strings in one another).
const maxBackslashes = 31

// quoteAt returns the quote that starts at i.
func quoteAt(t string, i int) quote {
	switch at(t, i) {
	case '"', '\'', '`':
		return markAt(t, i, 0)
	case '^':
		return caretQuote(t, i)
	case '\\':
		return escapedQuote(t, i)
	case '%':
		if strings.HasPrefix(t[i:], "%22") {
			return quote{3, '%', 0}
		}
		if strings.HasPrefix(t[i:], "%27") {
			return quote{3, '7', 0}
		}
		if strings.HasPrefix(t[i:], "%2522") {
			return quote{5, '5', 0}
		}
	case 0xE2:
		if curly(t[i:]) {
			return quote{3, 'c', 0}
		}
	case 0xC2:
		if strings.HasPrefix(t[i:], openAngle) {
			return quote{len(openAngle), 'g', 0}
		}
		if strings.HasPrefix(t[i:], closeAngle) {
			return quote{len(closeAngle), 'h', 0}
		}
	case '&':
		if strings.HasPrefix(t[i:], "&quot;") {
			return quote{6, '&', 0}
		}
		if strings.HasPrefix(t[i:], "&#34;") {
			return quote{5, '&', 0}
		}
		if hasFold(t[i:], "&#x22;") {
			return quote{6, '&', 0}
		}
	}
	return quote{}
}

// curly reports whether s starts with a quotation mark of a word processor.
func curly(s string) bool {
	return len(s) > 2 && s[0] == 0xE2 && s[1] == 0x80 && s[2] >= 0x98 && s[2] <= 0x9F
}

func escapedQuote(t string, i int) quote {
	n := 0
	for n <= maxBackslashes && at(t, i+n) == '\\' {
		n++
	}
	switch c := at(t, i+n); {
	case c == '"' || c == '\'' || c == '`' && n == 1 && at(t, i+n+1) == '"':
		return markAt(t, i, n)
	case c == '0' && strings.HasPrefix(t[i+n:], "042"):
		return quote{n + 3, 'o', n}
	case c == 'u' && strings.HasPrefix(t[i+n:], "u0022"):
		return quote{n + 5, 'u', n}
	case c == 'x' && strings.HasPrefix(t[i+n:], "x22"):
		return quote{n + 3, 'x', n}
	}
	return quote{}
}

// markAt returns the quote at i whose mark stands behind depth backslashes: one mark, or two where a string is written
// within another one's quotes. cmd and CSV double the mark, SQL its single one, and PowerShell writes a backtick before it.
func markAt(t string, i, depth int) quote {
	kind := byte(0)
	switch c, next := t[i+depth], at(t, i+depth+1); {
	case c == '`' && next == '"':
		kind = 'p'
	case c == '"' && next == c:
		kind = 'd'
	case c == '\'' && next == c:
		kind = 's'
	}
	if kind != 0 && (closesDoubled(t, i, depth+2) || opensDoubled(t, i, depth, kind)) {
		return quote{depth + 2, kind, depth}
	}
	return quote{depth + 1, t[i+depth], depth}
}

// closesDoubled reports whether the doubled mark of n bytes at i stands behind a name: a colon, an equals sign or another
// string of its kind follows.
func closesDoubled(t string, i, n int) bool {
	behind := skipBlank(t, i+n)
	switch {
	case !isAlnum(at(t, i-1)):
		return false
	case at(t, behind) == ',':
		return strings.HasPrefix(t[skipBlank(t, behind+1):], t[i:i+n])
	}
	return at(t, behind) == ':' || at(t, behind) == '='
}

// maxDoubled is how long a string between doubled marks may be, in bytes.
const maxDoubled = 512

// opensDoubled reports whether a string starts with the doubled mark at i, that is whether one like it ends it on the line.
// What stands between the two of an empty string and the next one is no string.
func opensDoubled(t string, i, depth int, kind byte) bool {
	start := i + depth + 2
	c := at(t, start)
	if isAlnum(at(t, i-1)) || at(t, i-1) == doubled[kind][1] || c == doubled[kind][1] || c == 0 || isBlank(c) || strings.IndexByte(",}])", c) >= 0 {
		return false
	}
	rest := restOfLine(t, start, maxDoubled)
	n := strings.Index(rest, t[i:start])
	visited(min(len(rest), n+1))
	return n > 0 && !strings.Contains(rest[:n], "=\"") && (kind != 'p' || strings.IndexByte(rest[:n], '"') < 0)
}

// doubled are the marks of the quotes that markAt knows for two.
var doubled = map[byte]string{'d': `""`, 's': "''", 'p': "`\""}

// caretQuote returns the quote of cmd that starts at i: a caret before each of its bytes.
func caretQuote(t string, i int) quote {
	n := 0
	for n <= maxBackslashes && at(t, i+2*n) == '^' && at(t, i+2*n+1) == '\\' {
		n++
	}
	if at(t, i+2*n) != '^' || at(t, i+2*n+1) != '"' {
		return quote{}
	}
	return quote{2 + 2*n, '^', n}
}

// caretRun counts the backslashes, each behind a caret, that end at i.
func caretRun(t string, i int) (n int) {
	for n <= maxBackslashes && at(t, i-2*n-1) == '\\' && at(t, i-2*n-2) == '^' {
		n++
	}
	return n
}

// quoteBefore returns the quote that ends at i. A doubled one counts as one mark.
func quoteBefore(t string, i int) quote {
	switch c := at(t, i-1); c {
	case '"', '\'', '`':
		if c == '"' && at(t, i-2) == '^' {
			n := caretRun(t, i-2)
			return quote{2 + 2*n, '^', n}
		}
		n := 0
		for n <= maxBackslashes && at(t, i-2-n) == '\\' {
			n++
		}
		return quote{n + 1, c, n}
	case '2':
		if i >= 6 && t[i-6:i] == `\u0022` {
			return quote{6, 'u', 1}
		}
		if i >= 3 && t[i-3:i] == "%22" {
			return quote{3, '%', 0}
		}
	case ';':
		if strings.HasSuffix(t[:i], "&quot;") {
			return quote{6, '&', 0}
		}
	}
	return quote{}
}

// closing returns where the string that starts at i ends: before its closing quote, or at
// the end of the line when there is none.
func (q quote) closing(t string, i int) int {
	end := q.closes(t, i)
	visited(end - i)
	return end
}

func (q quote) closes(t string, i int) int {
	switch q.kind {
	case 'u':
		return q.closingAt(t, i, `\u0022`, `"`)
	case '%':
		return q.closingAt(t, i, "%22", " \"'&\t")
	case '7':
		return q.closingAt(t, i, "%27", " \"'&\t")
	case '5':
		return q.closingAt(t, i, "%2522", " \"'&\t")
	case 'x':
		return q.closingAt(t, i, `\x22`, `"`)
	case 'o':
		return q.closingAt(t, i, `\042`, `"`)
	case 'd', 's', 'p':
		return q.doubledEnd(t, i)
	case 'c':
		return curlyEnd(t, i)
	case 'g':
		return q.closingAt(t, i, closeAngle, "\"")
	case 'h':
		return q.closingAt(t, i, openAngle, "\"")
	case '&':
		return q.closingAt(t, i, "&", "<")
	case '^':
		return caretEnd(t, i, q.depth)
	}
	run, ended := 0, 0 // ended is where a mark ends it that another one follows
	for p := i; p < len(t); p++ {
		c := t[p]
		switch {
		case c == '\n' || c == '\r' || ended > 0 && p-ended > maxDoubled:
			return cmp.Or(ended, p)
		case c == '\\':
			run++
			continue
		case c == q.kind && q.depth == 0 && run == 0 && p > i && c != '`' && at(t, p+1) == c && isAlnum(at(t, p+2)): // 'it''s', 'a''b'
			ended = cmp.Or(ended, p)
			p++
			continue
		case c == q.kind:
			if run < q.depth {
				return p - run
			}
			if q.kind == '`' || run%(2*(q.depth+1)) == q.depth {
				return p - q.depth
			}
		}
		run = 0
	}
	return cmp.Or(ended, len(t))
}

// doubledEnd returns where a string that starts at i between marks of two bytes ends: before the next one with as many
// backslashes, or before the mark of the string around it.
func (q quote) doubledEnd(t string, i int) int {
	mark := doubled[q.kind]
	for p := i; p < len(t); p++ {
		switch c := t[p]; {
		case c == '\n' || c == '\r':
			return p
		case c != mark[0] && c != mark[1]:
			continue
		}
		run := 0
		for run <= maxBackslashes && p-run > i && t[p-run-1] == '\\' {
			run++
		}
		switch {
		case !strings.HasPrefix(t[p:], mark):
			if t[p] == mark[1] && run <= q.depth {
				return p - run
			}
		case run < q.depth || run%(2*(q.depth+1)) == q.depth:
			return p - min(run, q.depth)
		default:
			p++
		}
	}
	return len(t)
}

// caretEnd returns where a string of cmd that starts at i ends, with depth backslashes before its quote.
func caretEnd(t string, i, depth int) int {
	for p := i; p < len(t); p++ {
		switch c := t[p]; {
		case c == '\n' || c == '\r':
			return p
		case c == '"' && (p == i || t[p-1] != '^'):
			return p
		case c == '"':
			run := min(caretRun(t, p-1), (p-1-i)/2)
			if run < depth {
				return p - 1 - 2*run
			}
			if run%(2*(depth+1)) == depth {
				return p - 1 - 2*depth
			}
		}
	}
	return len(t)
}

// curlyEnd returns the next quotation mark of a word processor, or the end of the line.
func curlyEnd(t string, i int) int {
	for ; i < len(t) && t[i] != '\n' && t[i] != '\r' && t[i] != '"'; i++ {
		if t[i] == 0xE2 && curly(t[i:]) {
			break
		}
	}
	return i
}

// closingAt returns the first place from i on of the closing mark, of one of the bytes in
// stops, or of the end of the line.
func (q quote) closingAt(t string, i int, mark, stops string) int {
	for p := i; p < len(t); p++ {
		c := t[p]
		if c == '\n' || c == '\r' || strings.IndexByte(stops, c) >= 0 {
			return p
		}
		if c == mark[0] && strings.HasPrefix(t[p:], mark) {
			for p > i && (q.kind == 'u' || q.kind == 'x' || q.kind == 'o') && t[p-1] == '\\' {
				p--
			}
			return p
		}
	}
	return len(t)
}
