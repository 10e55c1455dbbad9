package evidence

import "strings"

// quote is a quotation mark as a text writes it: plain, or escaped in one of the ways in
// which tools wrap JSON and headers in strings.
type quote struct {
	width int  // bytes, 0 for no quote
	kind  byte // '"', '\'', '`'; '^' for ^" and ^\^" (cmd), 'd' for "" and 's' for '' (a mark doubled), 'p' for `" (PowerShell), 'u' for \u0022, '%' for %22, '&' for &quot;
	depth int  // backslashes before it
}

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
		if strings.HasPrefix(t[i:], openAngle) || strings.HasPrefix(t[i:], closeAngle) {
			return quote{len(openAngle), 'g', 0}
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

// markAt returns the quote at i whose mark stands behind depth backslashes: one mark, or two of them where a string is
// written within another one's quotes ("" of cmd and CSV, ” of SQL, `" of PowerShell).
func markAt(t string, i, depth int) quote {
	c, next, behind := t[i+depth], at(t, i+depth+1), at(t, i+depth+2)
	switch {
	case c == '`' && next == '"':
		return quote{depth + 2, 'p', depth}
	case c == '`' || next != c || behind == c || at(t, i-1) == c:
	case isAlnum(at(t, i-1)) && (behind == ':' || behind == '='), !isAlnum(at(t, i-1)) && isAlnum(behind):
		if c == '\'' {
			return quote{depth + 2, 's', depth}
		}
		return quote{depth + 2, 'd', depth}
	}
	return quote{depth + 1, c, depth}
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

// quoteBefore returns the quote that ends at i.
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
	case '&':
		return q.closingAt(t, i, "&", "<")
	case '^':
		return caretEnd(t, i, q.depth)
	}
	run := 0
	for p := i; p < len(t); p++ {
		c := t[p]
		switch {
		case c == '\n' || c == '\r':
			return p
		case c == '\\':
			run++
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
	return len(t)
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
