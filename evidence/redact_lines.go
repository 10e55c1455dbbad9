package evidence

import "strings"

// gapLen returns the length of a space that isn't ASCII and that s starts with: no-break,
// zero-width, ideographic, or a byte order mark; 0 for none.
func gapLen(s string) int {
	for _, g := range [...]string{"\u00a0", "\u200b", "\u200c", "\u200d", "\u2060", "\u202f", "\u3000", "\ufeff"} {
		if strings.HasPrefix(s, g) {
			return len(g)
		}
	}
	return 0
}

// skipGap is skipBlank over the spaces of word processors too.
func skipGap(t string, i int) int {
	for {
		i = skipBlank(t, i)
		if at(t, i) < 0x80 {
			return i
		}
		n := gapLen(t[i:])
		if n == 0 {
			return i
		}
		i += n
	}
}

// escapedSeparator returns the length of the fullwidth colon or of \u003a that s starts with.
func escapedSeparator(s string) int {
	if s[0] == '\\' {
		return 6
	}
	return len("：")
}

// brackets steps over what makes a key of the word before it: the ] of user[password] and of
// ["password"], the [] and [0] behind token, plain or as forms encode them.
func brackets(t string, k int) int {
	if at(t, k) == ']' {
		k++
	} else if hasFold(t[min(k, len(t)):], "%5D") {
		k += 3
	}
	open, end := 0, ""
	switch {
	case at(t, k) == '[':
		open, end = 1, "]"
	case hasFold(t[min(k, len(t)):], "%5B"):
		open, end = 3, "%5D"
	default:
		return k
	}
	p := k + open
	for p < len(t) && p-k < 8 && isDigit(t[p]) {
		p++
	}
	if hasFold(t[p:], end) {
		return p + len(end)
	}
	return k
}

// acrossLines looks for separator and value of a quoted key on the lines below it, as
// formatters of JSON and dumps of PHP write them.
func acrossLines(t string, k int, sep byte, v int) (int, byte, int) {
	if sep == 0 {
		m := skipSpace(t, k)
		if m == k || at(t, m) != ':' {
			return k, sep, v
		}
		sep, v = separator(t, m)
		k = m
	}
	if c := at(t, v); c == '\n' || c == '\r' {
		m := skipSpace(t, v)
		if quoteAt(t, m).width > 0 || phpString(t, m) > 0 || at(t, m) == '[' || at(t, m) == '{' {
			v = m
		}
	}
	return k, sep, v
}

// serialHead returns the length of the type and length between the strings of PHP's serialize: ;s:20:; 0 for none.
func serialHead(t string, k int) int {
	if !strings.HasPrefix(at2(t, k), ";s:") {
		return 0
	}
	p := k + len(";s:")
	_, n := digits(t[p:], 13)
	if p += n; at(t, p) != ':' || quoteAt(t, p+1).width == 0 {
		return 0
	}
	return p + 1 - k
}

// phpString returns the length of the type before a value that var_dump writes, string(20),
// 0 for none.
func phpString(t string, v int) int {
	if !strings.HasPrefix(t[min(v, len(t)):], "string(") {
		return 0
	}
	p := v + len("string(")
	_, n := digits(t[p:], 13)
	if p += n; !strings.HasPrefix(t[p:], ") \"") {
		return 0
	}
	return p + 2 - v
}

// holders are the members that hold the secret of an object under a secret's key.
var holders = map[string]bool{
	"value": true, "data": true, "raw": true, "text": true, "content": true, "string": true, "encoded": true, "plain": true,
	"stringvalue": true, "s": true, "new": true, "old": true, "current": true, "confirm": true, "repeat": true,
}

// nesting are the members that hold the object that holds the secret.
var nesting = map[string]bool{"arrayvalue": true, "values": true, "value": true, "kvlistvalue": true}

// wrapped redacts the strings of an object under a secret's key that hold the secret itself:
// {"value":"…"}.
func (s *scan) wrapped(v int, w site) int {
	t := s.text
	p := v + 1
	for range 16 {
		q := quoteAt(t, skipSpace(t, p))
		if q.width == 0 {
			break
		}
		name := skipSpace(t, p) + q.width
		end := q.closing(t, name)
		sep, inner := separator(t, min(end+q.width, len(t)))
		inner = skipSpace(t, inner)
		value := quoteAt(t, inner)
		s.charge(inner - p)
		if c := at(t, inner); sep == ':' && (c == '{' || c == '[') && nesting[strings.ToLower(t[name:min(end, name+maxKey)])] {
			if p = inner + 1; c == '[' && at(t, skipSpace(t, p)) == '{' {
				p = skipSpace(t, p) + 1
			}
			continue // OTel: {"arrayValue":{"values":[{"stringValue":"…"}]}}
		}
		if sep != ':' {
			break
		}
		if value.width == 0 { // true, -1.5
			p = inner
			for c := at(t, p); (isAlnum(c) || strings.IndexByte("+-.", c) >= 0) && p-inner < 24; c = at(t, p) {
				p++
			}
			if p = skipSpace(t, p); p == inner || at(t, p) != ',' {
				break
			}
			p++
			continue
		}
		start := inner + value.width
		end2 := value.closing(t, start)
		s.charge(end2 - start)
		if strings.EqualFold(t[name:end], "value") || holders[strings.ToLower(t[name:min(end, name+maxKey)])] && s.stands(start, end2, w.rule) {
			s.take(start, end2, w.rule, true)
		}
		p = skipSpace(t, min(end2+value.width, len(t)))
		if at(t, p) != ',' {
			break
		}
		p++
	}
	return v + 1
}

// yamlBlock redacts the lines of a block scalar (password: |), when one starts at v.
func (s *scan) yamlBlock(v int, w site) bool {
	t := s.text
	if w.sep != ':' || at(t, v) != '|' && at(t, v) != '>' {
		return false
	}
	p := v + 1
	for at(t, p) == '-' || at(t, p) == '+' || isDigit(at(t, p)) {
		p++
	}
	p = skipBlank(t, p)
	if at(t, p) == '\r' {
		p++
	}
	if at(t, p) != '\n' {
		return false
	}
	for range 64 {
		start := skipBlank(t, p+1)
		end := lineEnd(t, min(start, len(t)))
		if start-p-1 <= w.key-s.line || start >= end {
			break
		}
		s.take(start, end, w.rule, true)
		p = strings.IndexByte(t[end:], '\n') + end
		if p < end {
			break
		}
	}
	return true
}

// minCarried is the shortest rest of a value that is known on a line of its own, in bytes.
const minCarried = 16

// carried redacts the rest of a value that was broken at the end of its line: by a terminal,
// a mail, or the offsets of "curl --trace-ascii". end is where the value's front ends.
func (s *scan) carried(end int, kind string) {
	t := s.text
	for range 64 {
		p := end
		if at(t, p) == '\r' {
			p++
		}
		if at(t, p) != '\n' {
			return
		}
		p = skipBlank(t, p+1)
		if at(t, p) == '>' && at(t, s.line) == '>' { // of a mail that is answered
			for at(t, p) == '>' || isBlank(at(t, p)) {
				p++
			}
		}
		least := minCarried
		if n := traceOffset(t, p); n > 0 {
			p += n
			least = 1
		}
		q := p
		for q < len(t) && (isAlnum(t[q]) || strings.IndexByte("+/=_.~-", t[q]) >= 0) {
			q++
		}
		s.charge(q - end)
		visited(q - end)
		if c := at(t, q); q-p < least || c != 0 && c != '\n' && c != '\r' || least > 1 && (!restOfToken(t[p:q]) || isAssignment(t[p:q])) {
			return
		}
		s.add(p, q, kind)
		end = q
	}
}

// isAssignment reports whether a line gives a name a value, as environment files do. The equals signs
// that fill up base64 end a value, and those of quoted-printable have a byte behind them that can't stand
// for itself.
func isAssignment(line string) bool {
	n := strings.IndexByte(strings.TrimRight(line, "="), '=')
	if n <= 0 || !isFieldName(line[:n]) {
		return false
	}
	if isUUID(line[n+1:]) || isIDKey(line[:n]) || setsEnvironment(line[:n]) {
		return true
	}
	high, low := at(line, n+1), at(line, n+2)
	return !isUpperHex(high) || !isUpperHex(low) || !(strings.IndexByte("01", high) >= 0 || high >= '8' || high == '3' && low == 'D')
}

// setsEnvironment reports whether a name is that of a variable of an environment: words of one case with low lines
// between.
func setsEnvironment(name string) bool {
	if name != strings.ToUpper(name) && name != strings.ToLower(name) || strings.ContainsAny(name, "-.$") {
		return false
	}
	return strings.IndexByte(name, '_') > 0 && isAlpha(name[0]) && mixes(name) < 2
}

// restOfToken reports whether a line that is one word can be the rest of a token: no id, no
// hash, no path, host or code.
func restOfToken(v string) bool {
	return looksRandom(v) && telling(v) && !isCode(v) && !isID(v) && !allHex(v) && strings.IndexByte(v, '/') != 0 && !strings.HasPrefix(v, "----")
}

// traceOffset returns the length of the offset "0051: " before a line of a trace, 0 for none.
func traceOffset(t string, p int) int {
	n := 0
	for n < 8 && isHex(at(t, p+n)) {
		n++
	}
	if n < 4 || at(t, p+n) != ':' || at(t, p+n+1) != ' ' {
		return 0
	}
	return n + 2
}

// formValue returns where the value of a multipart form's part starts whose name is the word
// at i and whose head goes on at k: behind the empty line that ends the head; 0 for no part.
func formValue(t string, i, k int) int {
	front := strings.TrimRight(t[max(0, i-8):i], `\"`)
	if !strings.HasSuffix(front, "name=") {
		return 0
	}
	if at(t, k) == ';' { // filename="…"
		rest := restOfLine(t, k, maxToken)
		visited(len(rest))
		k += len(strings.TrimRight(rest, "\r"))
	}
	if at(t, k) != '\r' && at(t, k) != '\n' {
		return 0
	}
	for range 8 {
		if at(t, k) == '\r' {
			k++
		}
		if at(t, k) != '\n' {
			return 0
		}
		k++
		if c := at(t, k); c == '\n' || c == '\r' && at(t, k+1) == '\n' {
			return skipSpace(t, k)
		}
		end := lineEnd(t, min(k, len(t)))
		if !startsHeader(t[k:end]) {
			return 0
		}
		k = end
	}
	return 0
}

// escapedPart returns where the value of a multipart form's part stands whose name is the word at i and whose head goes on
// at k, where the form is in a string and its line breaks are escaped. end is 0 for no part and for an empty one.
func escapedPart(t string, i, k int) (start, end int) {
	if at(t, k) != '\\' && at(t, k) != ';' || !strings.HasSuffix(strings.TrimRight(t[max(0, i-maxBackslashes):i], `\"`), "name=") || !strings.Contains(t[max(0, i-maxKey):i], "form-data") {
		return 0, 0
	}
	if t[k] == ';' { // filename="…"
		rest := restOfLine(t, k, maxToken)
		n := strings.Index(rest, `\r`)
		if n < 0 {
			n = strings.Index(rest, `\n`)
		}
		visited(2 * len(rest))
		if n < 0 {
			return 0, 0
		}
		k += len(strings.TrimRight(rest[:n], `\`))
	}
	stop := k + len(restOfLine(t, k, maxHead))
	for p := k; p < stop; {
		n, breaks := escapedBreaks(t[p:stop])
		switch {
		case n == 0 && p == k:
			return 0, 0
		case start == 0 && breaks > 1:
			if start = p + n; breaks > 2 || strings.HasPrefix(t[start:], "--") {
				return 0, 0
			}
			end = stop
		case start > 0 && (breaks > 0 && strings.HasPrefix(t[p+n:], "--") || t[p] == '"' && at(t, p-1) != '\\'):
			visited(p - k)
			return start, p
		}
		p += max(n, 1)
	}
	visited(stop - k)
	return start, end
}

// escapedBreaks returns the length of the escaped line breaks that a text starts with, \r\n or \n behind one backslash or
// more, and how many lines they end.
func escapedBreaks(t string) (n, breaks int) {
	for {
		p := n
		for p-n <= maxBackslashes && at(t, p) == '\\' {
			p++
		}
		switch c := at(t, p); {
		case p == n || c != 'r' && c != 'n':
			return n, breaks
		case c == 'n':
			breaks++
		}
		n = p + 1
	}
}

// formPart redacts the lines of a part up to its boundary. It returns where the walk goes on.
func (s *scan) formPart(v int, r *keyRule) int {
	t := s.text
	end, left := v, 0
	for range 64 {
		if strings.HasPrefix(at2(t, v), "--") { // of an empty part
			break
		}
		end = lineEnd(t, min(v, len(t)))
		if !s.take(v, end, r, true) && left == 0 {
			left = v // not of the value's kind: it is looked at by itself
		}
		v = skipSpace(t, end)
		if v >= len(t) || strings.HasPrefix(t[v:], "--") {
			break
		}
	}
	if left > 0 {
		return left
	}
	return end
}
