package evidence

import "strings"

// mayName reports whether what stands around the word from i to j lets it name a value. It
// is the cheap question that spares most words the dear one.
func (s *scan) mayName(i, j int) bool {
	t := s.text
	switch at(t, j) {
	case ' ', '\t':
		k := skipBlank(t, j)
		switch c := at(t, k); {
		case c == ':' || c == '=' || c == '-' || c == '%' || c == '|' || c >= 0x80 || t[j] == '\t' || k > j+1 && t[k-1] == '\t':
			return true
		case c == 'i' && strings.HasPrefix(t[k:], "is "):
			return true
		}
		c := at(t, i-1)
		return c == '-' || c == '<' || c == ':' || t[j] == ' ' && speaks(t, i, j)
	case '*', ';', '/':
		return true
	case ':', '=', '"', '\'', '`', '\\', '>', ']', '[', '%', '&', '^', '<':
		return true
	}
	if t := s.text; at(t, j) >= 0x80 {
		return gapLen(t[j:]) > 0 || strings.HasPrefix(t[j:], "：") || quoteAt(t, j).width > 0
	}
	c := at(t, j)
	switch at(t, i-1) {
	case '\n', 0:
		return c == '\n' || c == '\r' || c == ',' && j-s.line < maxHead
	case '=', ',', ' ', ';', '\t':
		return c == 0 || c == '\r' || c == '\n' || c == ',' && j-s.line < maxHead
	}
	return c == ',' && j-s.line < maxHead
}

// place redacts what stands beside the key from i to j and returns where the walk goes on.
func (s *scan) place(i, j int, r *keyRule) int {
	t := s.text
	closer := quoteAt(t, j)
	k := brackets(t, j+closer.width)
	for at(t, k) == '*' {
		k++ // **Token**: …
	}
	sep, v := separator(t, k)
	if closer.width > 0 && sep != ',' && sep != '>' {
		k, sep, v = acrossLines(t, k, sep, v)
	}
	switch {
	case s.inHead(i, j, k, r):
		return j
	case closer.width == 0 && sep == ',':
		return s.constant(j, skipBlank(t, v), r)
	case sep == '|':
		return s.cell(i, j, v, r)
	case sep == ':' && at(t, v) == '\n' && s.listBelow(i, v, r):
		return j
	case sep == '<':
		return s.neighbour(j, r)
	case sep == 0:
		return s.apartFrom(i, j, k, closer, r)
	case sep == ',':
		if closer.width > 0 {
			return s.pair(i, v, j, closer, r)
		}
		return j
	case sep == '>' && closer.width > 0 && s.valueFirst(i):
		s.secret(s.value.Start, s.value.End, r, true)
		return j
	case sep == '>' && closer.width > 0:
		return s.attribute(i, j, v, r)
	case sep == '>':
		return s.element(i, j, v, r)
	case sep == '\t' && closer.width > 0:
		return j
	}
	return s.valueAt(v, site{key: i, keyEnd: j, sep: sep, json: closer.width > 0, rule: r})
}

// constant redacts the last argument of a call behind a constant that names it, as in
// curl_setopt($c, CURLOPT_USERPWD, "…").
func (s *scan) constant(j, v int, r *keyRule) int {
	t := s.text
	q := quoteAt(t, v)
	if q.width == 0 {
		return j
	}
	start := v + q.width
	end := q.closing(t, start)
	s.charge(end - v)
	if at(t, skipBlank(t, min(end+q.width, len(t)))) == ')' && (r.grip == loginGrip || looksRandom(t[start:end])) && s.take(start, end, r, true) {
		return end
	}
	return j
}

// separator reads what parts a key from its value: ":", "=", "=>", "->", ":=", a tab, %3A,
// %3D, ">" of an element, "," of a pair. v is where the value starts; sep is 0 for none.
func separator(t string, k int) (sep byte, v int) {
	m := skipGap(t, k)
	switch c := at(t, m); {
	case c >= 0x80 && strings.HasPrefix(t[m:], "：") || c == '\\' && (hasFold(t[m:], `\u003a`) || hasFold(t[m:], `\u003d`)):
		return ':', skipGap(t, m+escapedSeparator(t[m:]))
	case c == '%' && (hasFold(t[m:], "%253a") || hasFold(t[m:], "%253d")):
		return '=', m + 5
	case c == ':' || c == '=':
		m++
		for m < len(t) && (t[m] == '=' || t[m] == '>') {
			m++
		}
		return c, skipGap(t, m)
	case c == '|' && m > k:
		return c, m + 1
	case c == '<' && m == k && at(t, m+1) == '/':
		return c, m
	case c == '-' && at(t, m+1) == '>':
		return ':', skipBlank(t, m+2)
	case c == '%' && len(t) > m+2 && t[m+1] == '3' && (t[m+2]|0x20 == 'a' || t[m+2]|0x20 == 'd'):
		return '=', m + 3
	case c == ',' || c == '>':
		return c, m + 1
	case m > k && strings.IndexByte(t[k:m], '\t') >= 0:
		return '\t', m
	}
	return 0, m
}

// site is a value's place: what stands before it decides where it ends.
type site struct {
	key, keyEnd int
	sep         byte
	json        bool // the key stood in quotes of its own
	rule        *keyRule
}

// valueAt redacts the value at v.
func (s *scan) valueAt(v int, w site) int {
	t := s.text
	if n := markerLen(at2(t, v)); n > 0 && v+n == bareEnd(t, v) {
		return v + n
	}
	if n := phpString(t, v); n > 0 {
		v += n
	}
	if c := at(t, v); (c == 'b' || c == 'u' || c == 'r' || c == 'f' || c == '@') && (at(t, v+1) == '"' || at(t, v+1) == '\'') {
		v++
	}
	if q := quoteAt(t, v); q.width > 0 {
		return s.secret(v+q.width, s.quoteEnd(q, v+q.width), w.rule, true)
	}
	if n := arrayHead(t, v); n > 0 {
		return s.items(v+n, w)
	}
	switch c := at(t, v); {
	case c == '[' && markerLen(t[v:]) == 0:
		return s.list(v, w)
	case c == '{':
		if w.rule.grip == pairs {
			return s.cookieObject(v)
		}
		return s.wrapped(v, w)
	case w.json && (isDigit(c) || isAlpha(c) || c == '-'):
		return s.literal(v, w)
	}
	return s.bare(v, w)
}

// arrayHead returns the length of what PHP writes before the items of an array: "array:1 [",
// "Array", a line break and "(", "array(1) {"; 0 for none.
func arrayHead(t string, v int) int {
	if c := at(t, v); c != 'a' && c != 'A' || !hasFold(t[v:], "array") {
		return 0
	}
	p := v + len("array")
	for p < len(t) && p-v < 16 && (isDigit(t[p]) || t[p] == ':' || t[p] == '(' && isDigit(at(t, p+1)) || t[p] == ')') {
		p++
	}
	if p = skipSpace(t, p); strings.IndexByte("[({", at(t, p)) < 0 || at(t, p) == 0 {
		return 0
	}
	return p + 1 - v
}

// items redacts the items of an array of PHP: 0 => "…", [0] => ….
func (s *scan) items(p int, w site) int {
	t := s.text
	for range 16 {
		q := skipSpace(t, p)
		for q < len(t) && q-p < maxKey && (isDigit(t[q]) || t[q] == '[' || t[q] == ']') {
			q++
		}
		sep, v := separator(t, q)
		s.charge(q - p)
		if sep != '=' {
			break
		}
		if v = skipSpace(t, v); arrayHead(t, v) > 0 {
			break
		}
		w.sep, w.json = ' ', false
		p = past(v, s.valueAt(v, w))
		p += quoteAt(t, p).width
		if at(t, p) == ',' {
			p++
		}
	}
	return p
}

func at2(t string, i int) string {
	if i >= len(t) {
		return ""
	}
	return t[i:]
}

// past returns where to go on after a value: at least at v.
func past(v, end int) int { return max(v, end) }

// literal redacts a number under a quoted key; true, false and null stay, and so do counts
// ("tokens": 12).
func (s *scan) literal(v int, w site) int {
	t := s.text
	end := v
	for end < len(t) && (isAlnum(t[end]) || t[end] == '.' || t[end] == '-' || t[end] == '+') {
		end++
	}
	s.charge(end - v)
	if !strings.ContainsAny(t[v:min(end, v+32)], "0123456789") || t[w.keyEnd-1]|0x20 == 's' || harmless(t[v:end]) {
		return past(v, end)
	}
	if allDigits(t[v:end]) || t[v] == '-' {
		s.finds = append(s.finds, find{start: v, end: end, kind: w.rule.kind, quote: true})
		return end
	}
	return s.bare(v, w)
}

// list redacts every string of ["…", "…"], or what stands in [Bearer …].
func (s *scan) list(v int, w site) int {
	t := s.text
	p := skipSpace(t, v+1)
	if quoteAt(t, p).width == 0 {
		if at(t, p) == '{' && w.rule.grip != pairs {
			return s.wrapped(p, w)
		}
		if p > v+1 && strings.IndexByte(t[v:p], '\n') >= 0 || at(t, p) == '{' || at(t, p) == '[' && markerLen(t[p:]) == 0 {
			if w.rule.grip == pairs {
				return s.cookieObject(v)
			}
			return v + 1
		}
		return s.secret(p, bracketEnd(t, p), w.rule, true)
	}
	for {
		q := quoteAt(t, p)
		if q.width == 0 {
			return p
		}
		end := q.closing(t, p+q.width)
		s.secret(p+q.width, end, w.rule, true)
		p = skipSpace(t, min(end+q.width, len(t)))
		s.charge(p - end)
		if at(t, p) != ',' {
			return past(v, p)
		}
		p = skipSpace(t, p+1)
	}
}

func skipSpace(t string, i int) int {
	from := i
	for i < len(t) && isSpace(t[i]) {
		i++
	}
	visited(i - from)
	return i
}

// bracketEnd returns where the bare text from i on meets a bracket, or the end of the line.
func bracketEnd(t string, i int) int {
	for i < len(t) && t[i] != ']' && t[i] != '\n' && t[i] != '\r' {
		n := 1
		if t[i] == '[' {
			if n = markerLen(t[i:]); n == 0 {
				return i
			}
		}
		i += n
	}
	return i
}

// maxElement is the longest text of an element that is looked at, in bytes.
const maxElement = 16 << 10

// element redacts the text of <password>…</password>.
func (s *scan) element(i, j, v int, r *keyRule) int {
	t := s.text
	p := i
	for p > 0 && i-p < maxKey && (isAlnum(t[p-1]) || t[p-1] == ':' || t[p-1] == '-' || t[p-1] == '_') {
		p--
	}
	if at(t, p-1) != '<' || at(t, v-2) == '/' {
		return j
	}
	return s.content(j, v, r)
}

// content redacts the text of an element that starts at v.
func (s *scan) content(j, v int, r *keyRule) int {
	t := s.text
	stop := "<"
	if strings.HasPrefix(t[v:], "<![CDATA[") {
		v += len("<![CDATA[")
		stop = "]]>"
	}
	end := strings.Index(t[v:min(len(t), v+maxElement)], stop)
	if end < 0 {
		end = lineEnd(t, v) - v
	}
	if closed := stop == "]]>" || at(t, v+end+1) == '/'; !closed {
		if n := strings.IndexByte(t[v:v+end], '\n'); n >= 0 {
			end = n // <token> in a sentence
		}
	}
	start := min(skipSpace(t, v), v+end)
	stopAt := v + end
	s.charge(end)
	visited(end)
	for stopAt > start && isSpace(t[stopAt-1]) {
		stopAt--
	}
	return past(j, s.secret(start, stopAt, r, true))
}

// sayable are the kinds of secrets that sentences name.
var sayable = map[string]bool{"password": true, "token": true, "secret": true, "api-key": true, "key": true, "bearer": true, "credential": true, "otp": true}

// attributeValue returns where the value of the tag starts in which the word at i is the name:
// behind value= or content=; 0 for none.
func (s *scan) attributeValue(i, k int, closer quote) int {
	t := s.text
	front := strings.TrimRight(t[max(0, i-16):i], "\"'\\ ")
	if closer.width == 0 || !strings.HasSuffix(front, "=") && !strings.HasSuffix(front, "key:") && !strings.HasSuffix(front, "name:") {
		return 0
	}
	tag := t[k:min(len(t), k+256)]
	if n := strings.IndexAny(tag, "<>\n"); n >= 0 {
		tag = tag[:n]
	}
	s.charge(len(tag))
	visited(len(tag))
	for _, name := range [...]string{" value=", " content=", " value: "} {
		if n := strings.Index(tag, name); n >= 0 && quoteAt(t, k+n+len(name)).width > 0 {
			return k + n + len(name)
		}
	}
	return 0
}

// labelled returns where the value of the name at i starts that a line of its own labels as one:
// "name: API_KEY" and below it "value: …", or above it "String value: …" (tshark); 0 for none.
func (s *scan) labelled(i, k int) int {
	t := s.text
	front := strings.TrimRight(t[max(s.line, i-16):i], "\"' ")
	if !strings.HasSuffix(front, "name:") && !strings.HasSuffix(front, "Name:") && !strings.HasSuffix(front, "key:") && !strings.HasSuffix(front, "Key:") {
		return 0
	}
	p := skipSpace(t, k)
	if c := at(t, skipBlank(t, k)); c != 0 && c != '\n' && c != '\r' {
		return 0
	}
	for _, label := range [...]string{"value:", "string value:"} {
		if hasFold(t[p:], label) {
			return skipBlank(t, p+len(label))
		}
	}
	if s.line > 1 {
		above := strings.LastIndexByte(t[max(0, s.line-1-maxHead):s.line-1], '\n') + 1 + max(0, s.line-1-maxHead)
		s.charge(s.line - above)
		visited(s.line - above)
		for _, label := range [...]string{"value:", "string value:"} {
			if v := skipBlank(t, above); hasFold(t[v:], label) {
				return skipBlank(t, v+len(label))
			}
		}
	}
	return 0
}

// above redacts the token that stands alone on the line below its key, which stands alone too
// and ends at k.
func (s *scan) above(k int, r *keyRule) bool {
	t := s.text
	if at(t, k) == '\r' {
		k++
	}
	if at(t, k) != '\n' {
		return false
	}
	start := skipBlank(t, k+1)
	end := lineEnd(t, min(start, len(t)))
	s.charge(end - k)
	return end-start >= minCarried && end-start < maxRepeat && tokenLike(t[start:end]) && restOfToken(t[start:end]) && s.take(start, end, r, true)
}

// listBelow redacts the items of a list of YAML below its key.
func (s *scan) listBelow(i, v int, r *keyRule) bool {
	t := s.text
	did := false
	for range 64 {
		p := skipBlank(t, v+1)
		if at(t, p) != '-' || at(t, p+1) != ' ' {
			break
		}
		p = skipBlank(t, p+2)
		end := lineEnd(t, p)
		s.charge(end - v)
		q := quoteAt(t, p)
		stop := end
		if q.width > 0 {
			p += q.width
			stop = q.closing(t, p)
		}
		if w := t[p:stop]; looksRandom(w) || r.kind == "password" && marked(w) {
			did = s.take(p, stop, r, true) || did
		}
		if at(t, end) == '\r' {
			end++
		}
		if at(t, end) != '\n' {
			break
		}
		v = end
	}
	return did
}

// apartFrom handles a key without a separator: a flag and its value, "password is …", an
// element with attributes, the value-first pair, a form part.
func (s *scan) apartFrom(i, j, k int, closer quote, r *keyRule) int {
	t := s.text
	m := skipBlank(t, k)
	switch {
	case closer.width > 0 && s.valueFirst(i):
		s.secret(s.value.Start, s.value.End, r, true)
	case formValue(t, i, k) > 0:
		return s.formPart(formValue(t, i, k), r)
	case s.attributeValue(i, k, closer) > 0:
		return s.valueAt(s.attributeValue(i, k, closer), site{key: i, keyEnd: j, sep: '=', json: true, rule: r}) // name="…" value="…"
	case s.labelled(i, k) > 0:
		return past(j, s.valueAt(s.labelled(i, k), site{key: i, keyEnd: j, sep: ':', json: true, rule: r}))
	case closer.width == 0 && i == s.line && s.above(k, r):
		return j
	case closer.width > 0 || m == k:
		return j
	case i >= 2 && t[i-1] == '-' && (t[i-2] == '-' || isBlank(t[i-2])):
		return s.valueAt(m, site{key: i, keyEnd: j, sep: ' ', rule: r})
	case at(t, i-1) == '<' && r.grip == pairs && s.jarred(m):
	case at(t, i-1) == '<' || at(t, i-1) == ':':
		if e := strings.IndexAny(t[m:min(len(t), m+256)], "<>\n"); e >= 0 && t[m+e] == '>' {
			return s.element(i, j, m+e+1, r)
		}
	case speaks(t, i, j) && sayable[r.kind]:
		return s.sentence(j, k, r)
	}
	return j
}
