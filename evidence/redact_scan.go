package evidence

import "strings"

// scan is one walk over a text in search of secrets. It only moves forward, so its work
// grows with the length of the text and nothing else.
type scan struct {
	text      string
	finds     []find
	learnt    []string        // secrets known under another spelling, such as a Basic password
	ids       map[string]bool // values of correlation keys: never redacted by place
	line      int             // where the current line starts
	command   int             // where the current command line (curl …) ends; 0 for none
	cookieEnd int             // how far lists of cookies have been read
	value     Span            // the last string under a key "value", for pairs written value first
	pemEnd    int             // where the next end line of a PEM block starts, -1 for none
	pemSeen   bool
}

// wordByte marks the bytes that make up words; letters, digits and "_" also start one.
var wordByte = func() (t [256]bool) {
	for c := range t {
		t[c] = isAlnum(byte(c)) || c == '_' || c == '-' || c == '.'
	}
	return t
}()

// walk goes over the text word by word.
func (s *scan) walk() {
	t := s.text
	for i := 0; i < len(t); {
		c := t[i]
		switch {
		case isAlnum(c) || c == '_':
			i = s.word(i, s.wordEnd(i))
		case c == '\n':
			i++
			s.line = i
		case c == '[' && markerLen(t[i:]) > 0:
			i += markerLen(t[i:])
		case c == ':':
			i = s.userinfo(i)
		case c == '-' && strings.HasPrefix(t[i:], pemBegin):
			i = s.pem(i)
		default:
			i++
		}
	}
}

func (s *scan) wordEnd(i int) int {
	for i < len(s.text) && wordByte[s.text[i]] {
		if s.text[i] == '-' && strings.HasPrefix(s.text[i:], "-----") {
			break
		}
		i++
	}
	return i
}

// word looks at one word: is it a secret by its shape, or does it say that one follows?
// It returns where the walk goes on.
func (s *scan) word(i, j int) int {
	if i = s.unescape(i, j); i >= j {
		return j
	}
	if next := s.shaped(i, j); next > 0 {
		return next
	}
	if at(s.text, i-1) == '-' {
		if next := s.flag(i, j); next > 0 {
			return next
		}
	}
	if t := s.text; t[i]|0x20 == 'c' || t[i]|0x20 == 'w' || t[i]|0x20 == 'h' || t[i]|0x20 == 'x' {
		s.commandAt(i, j)
	}
	if s.mayName(i, j) {
		if rule := ruleFor(s.text, i, j); rule != nil {
			return s.place(i, j, rule)
		}
	}
	s.note(i, j)
	return j
}

// unescape steps over what an escape left at the front of a word: the n of "\nCookie", the
// 22 of "%22token", the u0022 of "\u0022token".
func (s *scan) unescape(i, j int) int {
	switch at(s.text, i-1) {
	case '\\':
		if hasFold(s.text[i:j], "u0022") || hasFold(s.text[i:j], "u0027") || hasFold(s.text[i:j], "u0026") {
			return i + 5
		}
		if c := s.text[i]; j-i > 1 && (c == 'n' || c == 'r' || c == 't') && isAlpha(s.text[i+1]) {
			return i + 1
		}
	case '%':
		if j-i > 2 && isHex(s.text[i]) && isHex(s.text[i+1]) {
			return i + 2
		}
	}
	return i
}

// add notes a secret, unless it is empty or a marker already.
func (s *scan) add(start, end int, kind string) bool {
	if start < end && !isMarker(s.text[start:end]) {
		s.finds = append(s.finds, find{start: start, end: end, kind: kind})
	}
	return start < end
}

// note remembers the values of correlation keys, and where a "value" stands in a pair.
func (s *scan) note(i, j int) {
	w := s.text[i:j]
	last := w[len(w)-1] | 0x20
	switch {
	case last == 'd' && isIDKey(w):
		if start, end := s.plainValue(j); start < end {
			s.keepID(s.text[start:end])
		}
	case last == 'e' && strings.EqualFold(w, "value"):
		if q := quoteAt(s.text, j); q.width > 0 {
			if at(s.text, skipBlank(s.text, j+q.width)) == ':' {
				start, end := s.plainValue(j)
				s.value = Span{start, end}
			}
		}
	}
}

// keepID keeps a correlation id from being redacted elsewhere.
func (s *scan) keepID(id string) {
	if len(id) < 8 || len(id) > 128 {
		return
	}
	if s.ids == nil {
		s.ids = map[string]bool{}
	}
	s.ids[strings.ToLower(id)] = true
}

// isIDKey reports whether a word names a correlation id: X-Request-ID, conversationId, uuid …
func isIDKey(w string) bool {
	var buf [maxKey]byte
	k := splitKey(w, &buf)
	switch string(k.last) {
	case "uuid", "guid", "requestid", "conversationid", "correlationid", "traceid", "orderid":
		return true
	case "id":
		switch string(k.prev) {
		case "request", "req", "conversation", "conv", "correlation", "trace", "span", "order", "transaction", "operation", "message", "event":
			return true
		}
	}
	return false
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
		return v + q.width, q.closing(t, v+q.width)
	}
	return v, bareEnd(t, v)
}

// spareIDs drops finds whose whole text is a UUID that is also a correlation id.
func (s *scan) spareIDs() {
	if len(s.ids) == 0 {
		return
	}
	kept := s.finds[:0]
	for _, f := range s.finds {
		v := s.text[f.start:f.end]
		if isUUID(v) && s.ids[strings.ToLower(v)] {
			continue
		}
		kept = append(kept, f)
	}
	s.finds = kept
}
