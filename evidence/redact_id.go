package evidence

import "strings"

// note remembers the values of correlation keys, and where a "value" stands in a pair.
func (s *scan) note(i, j int) {
	t := s.text
	w := t[i:j]
	last := w[len(w)-1] | 0x20
	switch {
	case last == 'd' && len(w) > 1 && w[len(w)-2]|0x20 == 'i' && namesID(t, i, j):
		if s.valueFirst(i) {
			s.keepID(t[s.value.Start:s.value.End])
		}
		start, end := s.idValue(j)
		s.charge(end - j)
		s.keepID(t[start:end])
	case (last == 'e' && len(w) > 5 && hasFold(w[len(w)-5:], "value") || w == "setObject") && (at(t, j) == '(' && quoteAt(t, j+1).width > 0 || strings.HasPrefix(t[j:], ":@\"")):
		open := j + 1 // addValue("…", forHTTPHeaderField: "X-Api-Key"), setValue:@"…" forHTTPHeaderField:@"X-Api-Key"
		if t[open] == '@' {
			open++
		}
		q := quoteAt(t, open)
		s.value = Span{open + q.width, q.closing(t, open+q.width)}
		s.charge(s.value.End - j)
	case last == 'e' && strings.EqualFold(w, "value"):
		if q := quoteAt(t, j+1); at(t, j) == '=' && q.width > 0 {
			s.value = Span{j + 1 + q.width, q.closing(t, j+1+q.width)}
			s.charge(s.value.End - j)
		} else if q := quoteAt(t, j); q.width > 0 {
			if at(t, skipBlank(t, j+q.width)) == ':' {
				start, end := s.plainValue(j)
				s.value = Span{start, end}
			}
		}
	}
}

// namesID reports whether the word from i to j names a correlation id, alone or with the word
// before it: "Request ID".
func namesID(t string, i, j int) bool {
	if isIDKey(t[i:j]) {
		return true
	}
	return strings.EqualFold(t[i:j], "id") && idKinds[wordBefore(t, i)]
}

// keepID keeps a correlation id from being redacted where it repeats.
func (s *scan) keepID(id string) {
	if len(id) < 8 || len(id) > 128 {
		return
	}
	if s.ids == nil {
		s.ids = map[string]bool{}
	}
	s.ids[strings.ToLower(id)] = true
}

// idKinds are the words before "id" that make it a correlation id.
var idKinds = map[string]bool{
	"request": true, "req": true, "conversation": true, "conv": true, "correlation": true, "trace": true, "span": true,
	"order": true, "transaction": true, "operation": true, "message": true, "event": true,
}

// isIDKey reports whether a word names a correlation id: X-Request-ID, conversationId, uuid …
func isIDKey(w string) bool {
	var buf [maxKey]byte
	k := splitKey(w, &buf)
	switch string(k.last) {
	case "uuid", "guid", "requestid", "conversationid", "correlationid", "traceid", "orderid":
		return true
	case "id":
		return idKinds[string(k.prev)]
	}
	return false
}

// idValue returns the word after an id's key that ends at j, whatever parts them: the marks
// of JSON and its lists, of XML, of tables, of pairs of name and value, or blanks alone.
func (s *scan) idValue(j int) (start, end int) {
	t := s.text
	p := j
	for n := 0; n < 4*maxKey && strings.IndexByte(" \t:=-|>*`\"'[(<,)]\\", at(t, p)) >= 0 && at(t, p) != 0; n++ {
		p++
	}
	if hasFold(t[p:], "is ") {
		p = skipBlank(t, p+3)
	}
	if hasFold(t[p:], "value") && p > j { // "name":"X-Request-ID","value":"…"
		return s.idValue(p + len("value"))
	}
	end = p
	for end < len(t) && end-p <= 128 && strings.IndexByte(" \t\r\n,;`\"'<>()[]|*\\&{}", t[end]) < 0 {
		end++
	}
	for end > p && strings.IndexByte(".:!?", t[end-1]) >= 0 {
		end--
	}
	return p, end
}

// plainValue returns the value after a key that ends at j: in quotes, or up to a delimiter.
func (s *scan) plainValue(j int) (start, end int) {
	t := s.text
	q := quoteAt(t, j)
	v := skipBlank(t, j+q.width)
	if c := at(t, v); c == ':' || c == '=' {
		v = skipBlank(t, v+1)
	}
	if q := quoteAt(t, v); q.width > 0 {
		start, end = v+q.width, q.closing(t, v+q.width)
	} else {
		start, end = v, bareEnd(t, v)
	}
	s.charge(end - j)
	return start, end
}

// idLabel returns what parts the key of a correlation id from its value, when one starts
// behind the delimiter at p: ':', '=' or a tab; 0 when none does.
func idLabel(t string, p int) byte {
	p = skipBlank(t, p+1)
	n := 0
	for n < maxKey && wordByte[at(t, p+n)] {
		n++
	}
	if n < 4 || !isIDKey(t[p:p+n]) {
		return 0
	}
	m := skipBlank(t, p+n)
	switch c := at(t, m); {
	case c == ':' || c == '=':
		return c
	case at(t, p+n) == '\t':
		return '\t'
	}
	return 0
}

// endsBeforeID reports whether the comma or semicolon at p ends a value because the key of an
// id follows. Within cookies "name=" is a cookie.
func endsBeforeID(t string, p int, g grip) bool {
	sep := idLabel(t, p)
	return sep != 0 && (g != pairs || sep != '=')
}

// idStop returns where between v and end a delimiter with the key of an id behind it stands,
// end for none.
func idStop(t string, v, end int) int {
	for p := v; p < end; p++ {
		switch t[p] {
		case ' ', '\t', ',', ';':
			if idLabel(t, p) != 0 {
				return p
			}
			p = max(p, skipBlank(t, p)-1)
		}
	}
	visited(end - v)
	return end
}

// quoteEnd returns where the string that starts at v ends. One that nothing closes ends
// before the key of an id.
func (s *scan) quoteEnd(q quote, v int) int {
	end := q.closing(s.text, v)
	for _, mark := range []string{`[\n]`, `[\r]`} { // as the client of Apache shows line ends
		if strings.HasSuffix(s.text[v:end], mark) {
			end -= len(mark)
		}
	}
	if c := at(s.text, end); c == 0 || c == '\n' || c == '\r' {
		s.charge(end - v)
		return idStop(s.text, v, end)
	}
	return end
}

// startsHeader reports whether a line starts with "name:", as a header does.
func startsHeader(line string) bool {
	n := 0
	for n < len(line) && n < maxKey && (isAlpha(line[n]) || line[n] == '-' || line[n] == '_') {
		n++
	}
	return n > 1 && n < len(line) && line[n] == ':'
}
