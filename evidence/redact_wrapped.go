package evidence

import "strings"

// minWrapped is the shortest line that a mail or a terminal would break, in bytes.
const minWrapped = 60

// joint returns what stands between the text of the line from line to i and that of the next
// one, when both are one value; an empty place when the line simply ends.
func joint(t string, line, i int, printable bool) (from, to int) {
	end := frontOf(t, line, i)
	if end-line < 24 {
		return 0, 0
	}
	if n := traceJoint(t, line, end, i); n > 0 {
		return end, i + n
	}
	next := i + 1
	c := t[end-1]
	p := next + prefixOf(t, line, next)
	switch {
	case c == '=' && printable && end-line >= 40 && !startsKey(t, p):
		return end - 1, p
	case c == '\\' && isToken(at(t, end-2)) && isToken(at(t, next)):
		return end - 1, next
	case isToken(c) && end-line >= minWrapped && isToken(at(t, p)) && continues(t, line, end, p):
		return end, p
	}
	return 0, 0
}

// startsKey reports whether a header or the key of an id starts at p: no soft break of
// quoted-printable (RFC 2045 §6.7) stands before it.
func startsKey(t string, p int) bool {
	p = skipMarks(t, p)
	n := p
	for n-p < maxKey && wordByte[at(t, n)] {
		n++
	}
	return n-p > 3 && (at(t, skipMarks(t, n)) == ':' || isIDKey(t[p:n]))
}

// skipMarks steps over colours and marks of no width.
func skipMarks(t string, p int) int {
	for p < len(t) {
		n, with := 0, byte(0)
		if c := t[p]; c == 0x1b || c == '\\' || c == '[' {
			n = colour(t[p:])
		} else if c >= 0x80 {
			n, with = mark(t[p:])
		}
		if n == 0 || with != 0 {
			break
		}
		visited(n)
		p += n
	}
	return p
}

// frontOf returns where the text of the line from line to i ends: before a carriage return and
// the side of a box.
func frontOf(t string, line, i int) int {
	if i > line && t[i-1] == '\r' {
		i--
	}
	for _, side := range [...]string{" |", " │", " ┃", " ║"} {
		if strings.HasSuffix(t[line:i], side) {
			i -= len(side)
			break
		}
	}
	from := i
	for i > line && t[i-1] == ' ' {
		i--
	}
	visited(from - i)
	return i
}

// isToken reports whether a byte may stand within a token.
func isToken(c byte) bool { return isAlnum(c) || c != 0 && strings.IndexByte("-_.+/=~%", c) >= 0 }

// prefixOf returns the length of the marks that stand before the text of both lines: those of
// quotes and boxes.
func prefixOf(t string, line, next int) int {
	n := 0
	for n < 24 && next+n < len(t) && t[line+n] == t[next+n] && (strings.IndexByte("> \t|", t[next+n]) >= 0 || t[next+n] >= 0x80) {
		n++
	}
	return n
}

// continues reports whether the word at p goes on with the one that ends the line from line to
// end: a long one that looks like a token, and no key, id or sentence follows.
func continues(t string, line, end, p int) bool {
	a := end
	for a > line && isToken(t[a-1]) {
		a--
	}
	b := p
	for b < len(t) && isToken(t[b]) && b-p < maxRepeat {
		b++
	}
	visited(end - a + b - p)
	if n := strings.Index(t[p:b], ".."); n > 0 {
		b = p + n // the end of a line, as ngrep prints it
	}
	head, tail := t[a:end], t[p:b]
	if at(t, a-1) == '"' && at(t, b) == '"' && strings.IndexByte(":,}]", at(t, b+1)) >= 0 && at(t, b+1) != 0 {
		return true // no string of JSON goes over a line break
	}
	if isAssignment(head) && (isAssignment(tail) || strings.HasSuffix(tail, "=") && quoteAt(t, b).width > 0) {
		return false // two variables of an environment
	}
	if width := end - line; !(len(head) >= 12 && looksRandom(strings.Map(plainToken, head))) && !(width >= 70 && len(tail) >= minCarried && looksRandom(tail)) || isID(tail) || isID(head) || isCode(tail) || strings.HasPrefix(tail, "--") || tail[0] == '/' {
		return false
	}
	lone := at(t, b) == 0 || at(t, b) == '\n' || at(t, b) == '\r' || isBlank(at(t, b)) && onlyMarks(t, b)
	switch c := at(t, b); {
	case c == ':' || isUUID(strings.Trim(tail, ".=")):
		return false
	case strings.IndexByte(tail, '=') > 0 && strings.IndexByte(tail, '=') < len(tail)-2 || c == '&':
		name, _, _ := strings.Cut(tail, "=")
		marks := "?&" // of a query or a form; a line of its own may be a setting
		if c == '&' {
			marks = "?&="
		}
		return strings.ContainsAny(t[max(line, a-256):end], marks) && !isIDKey(name)
	case isBlank(c) && !lone || c == ',':
		return !prosy(tail) && looksRandom(tail)
	case lone && !looksRandom(tail):
		return len(head) >= 40 && !allDigits(tail) && (len(tail) <= 16 && !onlyWord(tail) || end-line >= 63)
	}
	return true
}

// onlyMarks reports whether nothing but blanks and the side of a box follows on the line.
func onlyMarks(t string, p int) bool {
	p = skipBlank(t, p)
	for p < len(t) && (t[p] == '|' || t[p] >= 0x80) {
		p++
	}
	c := at(t, p)
	return c == 0 || c == '\n' || c == '\r'
}
