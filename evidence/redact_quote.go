package evidence

import "strings"

// quote is a quotation mark as a text writes it: plain, or escaped in one of the ways in
// which tools wrap JSON and headers in strings.
type quote struct {
	width int  // bytes, 0 for no quote
	kind  byte // '"', '\'', '`'; '^' for ^" (cmd), 'u' for \u0022, '%' for %22, '&' for &quot;
	depth int  // backslashes before it
}

// maxBackslashes bounds how deep a quote may be escaped (five strings in one another).
const maxBackslashes = 31

// quoteAt returns the quote that starts at i.
func quoteAt(t string, i int) quote {
	switch at(t, i) {
	case '"', '\'', '`':
		return quote{1, t[i], 0}
	case '^':
		if at(t, i+1) == '"' {
			return quote{2, '^', 0}
		}
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
	case c == '"' || c == '\'':
		return quote{n + 1, c, n}
	case c == 'u' && strings.HasPrefix(t[i+n:], "u0022"):
		return quote{n + 5, 'u', n}
	case c == 'x' && strings.HasPrefix(t[i+n:], "x22"):
		return quote{n + 3, 'x', n}
	}
	return quote{}
}

// quoteBefore returns the quote that ends at i.
func quoteBefore(t string, i int) quote {
	switch c := at(t, i-1); c {
	case '"', '\'', '`':
		if c == '"' && at(t, i-2) == '^' {
			return quote{2, '^', 0}
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
	case 'c':
		return curlyEnd(t, i)
	case 'g':
		return q.closingAt(t, i, closeAngle, "\"")
	case '&':
		return q.closingAt(t, i, "&", "<")
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
		case c == q.mark():
			if run < q.depth {
				return p - run
			}
			if q.kind == '^' && p > i && t[p-1] == '^' {
				return p - 1
			}
			if q.kind == '`' || run%(2*(q.depth+1)) == q.depth {
				return p - q.depth
			}
		}
		run = 0
	}
	return len(t)
}

func (q quote) mark() byte {
	if q.kind == '^' {
		return '"'
	}
	return q.kind
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
			for p > i && (q.kind == 'u' || q.kind == 'x') && t[p-1] == '\\' {
				p--
			}
			return p
		}
	}
	return len(t)
}
