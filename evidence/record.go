package evidence

import (
	"slices"
	"strings"
)

// record is what a map, or a line of keys and values, says of one exchange.
type record struct {
	method, url        string
	base, host, scheme string
	path, query        string
	status             int
	reason             string
	headers            [3][]Header // by side
	bodies             [3]string   // by side
	times              []textSpan
	labels             []Label
	said               Label  // a message of the error, perhaps the client's own
	failure            string // words that may say why nothing came
	silence            bool   // the status is 0: there was no response
	failed             bool   // a literal names the URL and why nothing came from it
	span               Span
}

// recorder draws records from a literal.
type recorder struct {
	text  string
	out   []record // exchanges that stand beside one another
	texts []*node  // transcripts that members hold
	base  int      // where the text stands
	deep  int      // lists and maps within one another
	told  int      // statements within one another
	keys  keyMeanings
	terse bool // the keys of the map whose members are read are initials
}

// records returns the exchanges that a literal shows, in its order, and the transcripts that its
// members hold.
func (d *document) records(root *node) ([]record, []*node) {
	m := &recorder{text: d.text, keys: d.keys}
	r := m.value(root, noSide)
	r.settle(noSide)
	if len(m.out) == 0 && !r.tells() {
		m.carried(&r, root)
	}
	if r.tells() {
		r.span = root.span
		m.out = append(m.out, r)
	}
	return m.out, m.texts
}

// named reports whether a record names a call.
func (r *record) named() bool { return r.target() != "" && r.method != "" }

func (r *record) target() string { return firstOf(r.url, r.path) }

// tells reports whether a record says enough to be an exchange, or half of one.
func (r *record) tells() bool {
	switch {
	case r.named():
		return true
	case r.target() != "" && (r.status > 0 || r.silence && r.failure+r.bodies[responseSide]+r.bodies[noSide] != ""):
		return true
	}
	if r.method != "" && len(r.headers[requestSide]) > 1 || r.sends() {
		return true
	}
	return r.status > 0 && (len(r.headers[responseSide]) > 0 || r.bodies[responseSide] != "" || r.identified())
}

// sends reports whether a record without an answer shows JSON that the request carries, and its id.
func (r *record) sends() bool {
	sent := func(s side) bool { return opensJSON(r.bodies[s]) && !looksLikeError(r.bodies[s]) }
	return r.bodies[responseSide] == "" && (sent(requestSide) || sent(noSide)) && r.identified()
}

// identified reports whether a record has a request id.
func (r *record) identified() bool {
	for _, l := range r.labels {
		if l.Field == RequestID {
			return true
		}
	}
	return header(r.headers[noSide], "X-Request-ID") != ""
}

// place is where a scalar of the text stands.
func (m *recorder) place(n *node) Span {
	s := n.inner()
	return Span{s.Start + m.base, s.End + m.base}
}

// value reads a map or a list within a side.
func (m *recorder) value(n *node, s side) (r record) {
	if n.scalar() || m.deep > maxNodeDepth {
		return r
	}
	m.deep++
	defer func() { m.deep-- }()
	r.span = Span{n.span.Start + m.base, n.span.End + m.base}
	if n.kind == listNode && !isPairs(n) {
		return m.list(n, s)
	}
	terse := s != noSide && slices.ContainsFunc(n.kids, func(kid *node) bool { return kid.initial() != noAttribute && kid.initial() != statusAttr })
	for i, kid := range n.kids {
		m.terse = terse
		if n.kind == listNode {
			kid = pairOf(kid)
		}
		if i == 1 && kid.key == "" && n.kids[0].key == "" && hasFold(n.kids[0].value, "HTTP/") {
			setNumber(&r.status, logStatus(logField{text: kid.value})) // {'HTTP/1.1', 409, 'Conflict'}
		}
		if kid.key == "value" && n.member("stacktrace") != nil { // what an exception says
			m.scalar(&r, kid, s, failureAttr)
			continue
		}
		m.member(&r, kid, s)
	}
	m.listens(&r, n)
	r.settle(s)
	return r
}

// listens adds the port to the host that stands beside it in a map, and takes the scheme that it or the name of a
// pool tells: HTTPSConnectionPool(host='…', port=8443).
func (m *recorder) listens(r *record, n *node) {
	host, port := n.member("host"), n.member("port")
	if host == nil {
		host = n.member("hostname")
	}
	if host == nil || port == nil || !host.scalar() || r.host == "" || host.value != r.host || !port.scalar() || !servesAt(port.value) {
		return
	}
	front := m.text[max(0, n.span.Start-maxKey):n.span.Start]
	if port.value == "80" || strings.HasSuffix(front, "HTTPConnectionPool") || strings.HasSuffix(front, "HTTPConnection") {
		set(&r.scheme, "http")
	}
	if port.value != "443" && port.value != "80" && !strings.Contains(r.host, ":") {
		r.host += ":" + port.value
	}
}

// servesAt reports whether a port is one at which a server listens, rather than none or one that a client was given for a
// connection (RFC 6335 §6; Linux begins at 32768).
func servesAt(port string) bool {
	v, n := digits(port, 5)
	return n == len(port) && v > 0 && v < 1<<15
}

// list reads the elements of a list: several calls stand for themselves, and one belongs to what
// is around the list.
func (m *recorder) list(n *node, s side) (r record) {
	var calls []record
	several := 0
	for _, kid := range n.kids {
		if kid.scalar() && methods[kid.value] {
			several++
		}
	}
	for _, kid := range n.kids {
		if kid.scalar() && several < 2 { // several methods are a list of those that are allowed
			m.argument(&r, kid)
		}
		if kind := kid.member("_type"); kid.scalar() || kind != nil && kind.value == "environment" { // of Insomnia
			continue
		}
		sub := m.value(kid, s)
		sub.settle(s)
		if sub.tells() && s == noSide {
			calls = append(calls, sub)
		} else {
			r.merge(sub)
		}
	}
	switch len(calls) {
	case 0:
	case 1:
		calls[0].merge(r) // what it says itself goes before what its neighbours do
		r = calls[0]
	default:
		m.out = append(m.out, calls...)
	}
	return r
}

// argument reads a value without a key: the method or the URL of a call.
func (m *recorder) argument(r *record, n *node) {
	switch v := strings.ToUpper(n.value); {
	case n.kind == textNode && methods[v] && r.method == "":
		r.method = v
	case n.kind == textNode && r.url == "" && (hasFold(n.value, "http://") || hasFold(n.value, "https://")) && !strings.ContainsAny(n.value, " \n"):
		r.url = n.value
	case n.kind == textNode && looksLikeError(n.value):
		set(&r.bodies[responseSide], n.value)
	}
}

// member reads a member of a map.
func (m *recorder) member(r *record, n *node, s side) {
	if n.key == "" {
		m.nameless(r, n, s)
		return
	}
	if !n.scalar() && (strings.EqualFold(n.key, "expected") || strings.EqualFold(strings.TrimPrefix(n.key, "_"), "initiator")) {
		return // by a test, it never came; or the script that made a browser call
	}
	known := m.keys.of(n.key)
	own, attr, rest := known.side, known.attr, known.rest
	if attr == noAttribute && len(n.key) == 1 && s != noSide {
		if attr = n.initial(); attr == statusAttr && !m.terse {
			attr = noAttribute // a count of its own
		}
	}
	if spelt := n.spelt(); spelt != nil && attr != noAttribute && attr != bodyAttr {
		n = spelt
	}
	if own == noSide {
		own = s
	}
	lines := headerLines(n)
	switch {
	case attr == noAttribute && n.variant() > 0:
		setNumber(&r.status, n.variant())
	case len(lines) > 0:
		r.headers[own] = append(r.headers[own], lines...)
	case rest != "" && n.void(): // a header that there was none of
	case rest != "":
		r.headers[own] = append(r.headers[own], Header{rest, joinedValue(n)})
	case attr == headersAttr && n.kind == textNode && r.fromMessage(strings.TrimSpace(n.value), own): // below their start line
	case attr == headersAttr && (!n.scalar() || n.kind == textNode):
		r.headers[own] = append(r.headers[own], headersOf(n)...)
	case attr == bodyAttr && own == noSide && m.written(n):
	case attr == bodyAttr:
		m.body(r, n, own)
	case attr == urlAttr && !n.scalar():
		m.urlParts(r, n)
	case n.scalar() && attr == noAttribute && own != noSide && sideWords[strings.ToLower(n.key)] == own:
		m.sided(r, n, own)
	case n.scalar():
		m.scalar(r, n, own, attr)
	case attr == queryAttr || attr == hostAttr || attr == pathAttr:
		// a list of parts that the URL holds as well
	default:
		m.nested(r, n, own)
	}
}

// initial returns what a member of a message says whose key is the initial letter of it, where the value has the form:
// {"m":"POST","u":"https://…","h":{…},"b":"{…}"}, {"s":502,"b":"{…}"}.
func (n *node) initial() attribute {
	switch v := strings.TrimSpace(n.value); n.key {
	case "m":
		if methods[v] {
			return methodAttr
		}
	case "u":
		if n.kind == textNode && isTarget(v) {
			return urlAttr
		}
	case "h":
		if likeHeaders(n) {
			return headersAttr
		}
	case "b":
		if n.kind == mapNode || n.kind == textNode && opensJSON(v) {
			return bodyAttr
		}
	case "s", "c":
		if status, digits := digits(v, 4); digits == 3 && digits == len(v) && reasons[status] != "" {
			return statusAttr
		}
	}
	return noAttribute
}

// nameless reads a value that stands in a map without a key.
func (m *recorder) nameless(r *record, n *node, s side) {
	if n.scalar() {
		m.argument(r, n)
		return
	}
	if isPairs(n) && likeHeaders(n) {
		r.headers[s] = append(r.headers[s], headersOf(n)...)
		return
	}
	if _, attr, _ := classify(n.class); attr == headersAttr { // Headers {…}
		r.headers[s] = append(r.headers[s], headersOf(n)...)
		return
	}
	m.nested(r, n, s)
}

// nested reads a map or list within a map. What it says of another call stands for itself.
func (m *recorder) nested(r *record, n *node, s side) {
	if own := sideWords[strings.ToLower(n.key)]; own != noSide && likeHeaders(n) && headerKeys(n) > 1 && !slices.ContainsFunc(n.kids, func(kid *node) bool { return !kid.scalar() }) {
		r.headers[own] = append(r.headers[own], headersOf(n)...) // sent: {'content-type': …}
		return
	}
	sub := m.value(n, s)
	if own := sideWords[strings.ToLower(strings.Trim(n.key, "_@"))]; own != noSide && !isCount(n.key) && n.kind == mapNode && len(n.kids) > 0 && sub.silent() && !sub.identified() && n.member("headers") == nil && n.member("status") == nil {
		set(&r.bodies[own], n.source(m.text)) // req={"place":…}: what was sent, not how
		return
	}
	if r.named() && sub.named() && (r.method != sub.method || r.target() != sub.target()) || r.status > 0 && sub.status > 0 && r.status != sub.status && sub.named() {
		sub.settle(s)
		m.out = append(m.out, sub)
		return
	}
	if !r.named() && sub.named() { // the call's own time goes before that of what it stands beside
		sub.times, r.times = append(sub.times, r.times...), nil
	}
	r.merge(sub)
}

// variant returns the status that a variant of an error carries: kind: Status(500), Status(500, None) of Rust; 0 for
// any other value.
func (n *node) variant() int {
	if n.class == "" {
		return 0
	}
	if _, attr, _ := classify(n.class); attr != statusAttr {
		return 0
	}
	first := n
	if n.kind == listNode && len(n.kids) > 0 {
		first = n.kids[0]
	}
	if v, digits := digits(first.value, 4); first.kind == wordNode && digits == 3 && digits == len(first.value) && v >= 100 && v <= 599 {
		return v
	}
	return 0
}

// headerKeys counts the keys of a map that are names of header fields and hardly anything else.
func headerKeys(n *node) (count int) {
	for _, kid := range n.kids {
		if key := strings.ToLower(kid.key); strings.IndexByte(key, '-') > 0 || key == "accept" || key == "host" || key == "authorization" {
			count++
		}
	}
	return count
}

// isCount reports whether a key is that of how many messages there were, by what came of them, and of none itself.
func isCount(key string) bool {
	return strings.EqualFold(key, "requests") || strings.EqualFold(key, "responses")
}
