package evidence

import "strings"

// statement reads exchanges that a line tells of in words: the access logs of servers and proxies,
// lines of keys and values, and what clients print of a call, of its answer or of its failure.
// Literals may stand between the words and go on over the lines below: headers, bodies, or
// objects with members of their own.
type statement struct{}

const statementName = "log line"

// maxTellings is how many statements are read within one another.
const maxTellings = 4

// maxLogLine is the longest line that is read, in bytes.
const maxLogLine = 64 << 10

func (statement) parts(d *document) []part {
	var out []part
	open := 0
	for k := 0; k < len(d.lines); {
		next := k + 1
		if n := d.lines[k].End - d.lines[k].Start; !d.taken[k] && n >= 5 && n <= maxLogLine {
			line, start := d.trimmed(k)
			end := start + len(line)
			if open < maxOpenLiterals {
				var closed bool
				if end, closed = statementEnd(d.text, start, end); !closed {
					open++
					end = start + len(line)
				}
			}
			text := d.text[start:end]
			r := readStatement(&recorder{text: text}, text, Span{start, end})
			if r.whole() || r.status > 0 && r.identified() && arrived(text) == r.status {
				out = append(out, r.part(d, statementName))
				next = d.at(k, end-1) + 1
				if !r.sentence(text) && !(r.spoken(text) && strings.IndexByte(text, '{') < 0) { // its words may say more of what came of the call
					d.take(k, next)
				}
			} else if line != "" && line[0] == '{' && end > start+len(line) {
				next = d.at(k, end-1) // no line of a literal is a statement
			}
		}
		k = next
	}
	return out
}

// statementEnd returns where a statement ends: with its line, or with the line in which the last
// literal closes that it opens. closed is false when nothing closes one.
func statementEnd(t string, start, end int) (int, bool) {
	for i := start; i < end; i++ {
		if t[i] != '{' && t[i] != '[' {
			continue
		}
		if n := markerLen(t[i:]); n > 0 {
			i += n - 1
			continue
		}
		if last := lastByte(t[i+1 : end]); last != 0 && t[i] == '[' {
			continue // a mark of a logger: a list that goes on below ends its line
		}
		_, to, closed := readTree(t, i)
		if !closed {
			return end, false
		}
		if to > end {
			end = lineEnd(t, to)
		}
		i = max(i, to-1)
	}
	return end, true
}

// lastByte returns the last byte of a text that isn't blank, 0 for none.
func lastByte(s string) byte {
	s = strings.TrimRight(s, " \t\r")
	if s == "" {
		return 0
	}
	return s[len(s)-1]
}

// readStatement draws a record from a statement that stands at a place.
func readStatement(m *recorder, text string, place Span) record {
	inner := &recorder{text: text, base: place.Start, told: m.told + 1}
	r := record{span: place}
	if inner.told > maxTellings {
		return r
	}
	literals, words := literalsOf(text)
	r.quotedRequest(words)
	r.calls(words)
	r.pooled(words)
	if t, ok := requestLine(words[:lineEnd(words, 0)]); ok && r.target() == "" && t.url[0] == '/' && t.version == "" {
		r.method, r.path = t.method, wordOf(t.url) // METHOD /path {headers}
	}
	inner.call(&r, text)
	r.wired(words)
	for _, n := range append(literals, pairsIn(words)...) {
		if n.value == "/" && hasFold(n.key, "path") && strings.Contains(strings.ToLower(words), "cookie") {
			continue // a cookie's
		}
		inner.clause(&r, n)
	}
	if r.method != "" && r.target() == "" {
		r.calls(words) // https://… method=POST
	}
	if r.status == 0 && (r.target() != "" || r.method != "" || len(literals) > 0) {
		r.status, r.reason = statusWithin(strings.TrimRight(words, " "))
	}
	if r.status == 0 && len(words) <= maxProseLine {
		r.status = arrived(strings.TrimRight(words, " "))
	}
	if r.status == 0 && r.target() != "" && len(words) <= maxProseLine && failureKind(text) == "" && !r.sentence(text) {
		r.status = proseStatus(words) // POST https://… fails with a 502
	}
	if r.status == 0 {
		set(&r.failure, text)
	}
	r.quotedBody(text)
	r.blames(text, place.Start)
	r.identify(words, place.Start)
	if len(r.times) == 0 {
		if t, at := lineMoment(words); t != "" {
			r.times = append(r.times, textSpan{t, Span{place.Start + at, place.Start + at + len(t)}})
		}
	}
	r.settle(noSide)
	return r
}

// clause reads a literal or a pair of a statement.
func (m *recorder) clause(r *record, n *node) {
	if n.computed() {
		return
	}
	if n.scalar() || n.key != "" {
		if _, attr, _ := classify(n.key); n.scalar() || attr != noAttribute && !(attr == bodyAttr && likeHeaders(n)) || sideWords[strings.ToLower(n.key)] != noSide {
			m.member(r, n, noSide)
			return
		}
	}
	sub := m.value(n, noSide)
	if sub.silent() && n.kind == mapNode {
		m.carried(&sub, n)
	}
	switch {
	case likeHeaders(n) && !sub.named():
		h := headersOf(n)
		side := sideOfHeaders(h, r.side())
		r.headers[side] = append(r.headers[side], h...)
	case !sub.silent() || sub.identified():
		r.failed = r.failed || sub.url != "" && failureKind(m.text[n.span.Start:n.span.End]) != ""
		r.merge(sub)
	default:
		source := n.source(m.text)
		switch {
		case looksLikeError(source):
			set(&r.bodies[responseSide], source)
		case n.kind == mapNode && len(n.kids) > 0 && r.target() != "" && m.answeredBefore(n):
			set(&r.bodies[responseSide], source)
		case n.kind == mapNode && len(n.kids) > 0 && r.target() != "" && r.method != "" && (r.status == 0 || m.answeredBehind(n, r.status)):
			set(&r.bodies[requestSide], source)
		}
	}
}

// computed reports whether a literal is one of a program's source that makes its members from others: {k: v for k, v in
// h.items()}.
func (n *node) computed() bool {
	return len(n.kids) > 0 && n.kids[0].kind == wordNode && strings.Contains(n.kids[0].value, " for ")
}

// answeredBefore reports whether a status stands in the last words before a literal, which came then: "answered 200
// with {…}".
func (m *recorder) answeredBefore(n *node) bool {
	before := strings.TrimRight(m.text[max(0, n.span.Start-maxKey):n.span.Start], " :-=>")
	for range 3 {
		word := before[strings.LastIndexByte(before, ' ')+1:]
		if status, digits := digits(word, 4); digits == 3 && digits == len(word) && reasons[status] != "" {
			return true
		}
		before = strings.TrimRight(strings.TrimSuffix(before, word), " ")
		if !carriers[strings.ToLower(word)] {
			return false
		}
	}
	return false
}

// answeredBehind reports whether a status stands close behind a literal, which was sent then.
func (m *recorder) answeredBehind(n *node, status int) bool {
	behind := m.text[n.span.End:min(len(m.text), n.span.End+maxCallLine)]
	visited(len(behind))
	return strings.Contains(behind, " "+threeDigits(status)+" ")
}

// likeHeaders reports whether a map holds header fields.
func likeHeaders(n *node) bool {
	if n.kind != mapNode && !isPairs(n) {
		return false
	}
	for _, kid := range n.kids {
		if n.kind == listNode {
			kid = pairOf(kid)
		}
		switch strings.ToLower(strings.ReplaceAll(kid.key, "_", "-")) {
		case "content-type", "accept", "user-agent", "x-request-id", "server", "content-length", "accept-encoding", "authorization":
			return true
		}
	}
	return false
}

// literalsOf finds the literals of a text, each with the word that names it as its key, and
// returns the text with blanks in their places.
func literalsOf(text string) (literals []*node, words string) {
	b := []byte(text)
	for i, open := 0, 0; i < len(text) && open < maxOpenLiterals; i++ {
		c := text[i]
		if c == '"' && at(text, i-1) == '=' { // key="{…}": the text of a pair
			if end := closingQuote(text, i); end > 0 {
				i = end
			}
			continue
		}
		if c != '{' && c != '[' && c != '(' {
			continue
		}
		if n := markerLen(text[i:]); n > 0 {
			i += n - 1
			continue
		}
		start, ok := literalBegins(text, i)
		if !ok {
			continue
		}
		root, end, closed := readTree(text, i)
		if !closed {
			if open++; !looksLikeError(text[i:end]) {
				continue
			}
		}
		if root.kind == listNode && len(root.kids) == 1 && root.kids[0].kind == mapNode {
			root = root.kids[0] // Writing [{…}], Headers({…})
		}
		root.key = wordsBefore(text[:start])
		literals = append(literals, root)
		for j := start; j < end; j++ {
			b[j] = ' '
		}
		i = end - 1
	}
	return literals, string(b)
}

// closingQuote returns where the string closes whose quote stands at i, 0 when its line doesn't
// close it.
func closingQuote(t string, i int) int {
	for n := i + 1; n < len(t) && t[n] != '\n'; n++ {
		switch t[n] {
		case '\\':
			n++
		case t[i]:
			visited(n - i)
			return n
		}
	}
	return 0
}

// literalBegins reports whether the bracket at i opens a literal, and where that starts with the
// name of its type.
func literalBegins(t string, i int) (start int, ok bool) {
	start = i
	for start > 0 && (isAlnum(t[start-1]) || t[start-1] == '&' || t[start-1] == '_') {
		start--
	}
	inside := at(t, skipSpace(t, i+1))
	switch t[i] {
	case '{':
		return start, inside != '}' && (isAlnum(inside) || quoteByte(inside) || inside == ':' || inside == '_' || inside == '\\')
	case '[':
		return start, inside == '{' || inside == '(' && strings.ContainsAny(t[i:min(len(t), i+8)], "'\"") || strings.HasSuffix(t[start:i], "map")
	}
	return start, start < i && (isUpper(t[start]) && isAlpha(inside) && strings.Contains(t[i:min(len(t), i+64)], "=") || inside == '{' || isUpper(t[start]) && namesCall(t[i+1:min(len(t), i+32)]))
}

// namesCall reports whether arguments begin with the method and the URL of a call: 'POST', 'https://….
func namesCall(args string) bool {
	return quoteByte(at(args, 0)) && strings.Contains(args, args[:1]+", "+args[:1]+"http")
}

// quotedBody takes the body that a line shows as a string: b'{"a":1}'.
func (r *record) quotedBody(words string) {
	for _, open := range []string{"'{\"", "'[{"} {
		i := strings.Index(words, open)
		if i < 0 {
			continue
		}
		end := strings.IndexByte(words[i+1:], '\'')
		if visited(max(end, 0)); end < 0 || !isJSON(words[i+1:i+1+end]) {
			continue
		}
		body := words[i+1 : i+1+end]
		switch {
		case looksLikeError(body):
			set(&r.bodies[responseSide], body)
		case r.method != "" && r.status == 0:
			set(&r.bodies[requestSide], body)
		}
	}
}

// whole reports whether a line tells of a call and of what came of it.
func (r *record) whole() bool {
	called := r.target() != ""
	if called && r.status > 0 || r.status > 0 && (len(r.headers[responseSide]) > 0 || r.bodies[responseSide] != "") {
		return true
	}
	if called && r.method != "" && (len(r.headers[requestSide]) > 0 || r.host != "") {
		return true
	}
	if len(r.headers[responseSide]) > 2 || len(r.headers[requestSide]) > 2 {
		return true
	}
	if called && r.host != "" && failureKind(r.failure) != "" {
		return true
	}
	if r.identified() && looksLikeError(r.bodies[responseSide]) {
		return true // the answer, in a line that its call's id finds
	}
	if strings.Contains(r.url, "://") && r.failed {
		return true
	}
	return called && r.method != "" && (failureKind(r.failure) != "" || r.identified())
}
