package evidence

import "strings"

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
	deep  int
}

// records returns the exchanges that a literal shows, in its order, and the transcripts that its
// members hold.
func (d *document) records(root *node) ([]record, []*node) {
	m := &recorder{text: d.text}
	r := m.value(root, noSide)
	r.settle(noSide)
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
	if r.method != "" && len(r.headers[requestSide]) > 1 {
		return true
	}
	return r.status > 0 && (len(r.headers[responseSide]) > 0 || r.bodies[responseSide] != "" || r.identified())
}

// identified reports whether a record has a request id.
func (r *record) identified() bool {
	for _, l := range r.labels {
		if l.Field == RequestID {
			return true
		}
	}
	return false
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
	for _, kid := range n.kids {
		if n.kind == listNode {
			kid = pairOf(kid)
		}
		m.member(&r, kid, s)
	}
	r.settle(s)
	return r
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
		if kid.scalar() {
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
		r.merge(calls[0])
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
	}
}

// member reads a member of a map.
func (m *recorder) member(r *record, n *node, s side) {
	if n.key == "" {
		m.nameless(r, n, s)
		return
	}
	if !n.scalar() && strings.EqualFold(n.key, "expected") {
		return // by a test, it never came
	}
	own, attr, rest := classify(n.key)
	if spelt := n.spelt(); spelt != nil && attr != noAttribute && attr != bodyAttr {
		n = spelt
	}
	if own == noSide {
		own = s
	}
	lines := headerLines(n)
	switch {
	case len(lines) > 0:
		r.headers[own] = append(r.headers[own], lines...)
	case rest != "":
		r.headers[own] = append(r.headers[own], Header{rest, joinedValue(n)})
	case attr == headersAttr && (!n.scalar() || n.kind == textNode):
		r.headers[own] = append(r.headers[own], headersOf(n)...)
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

// nameless reads a value that stands in a map without a key.
func (m *recorder) nameless(r *record, n *node, s side) {
	if n.scalar() {
		m.argument(r, n)
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
	sub := m.value(n, s)
	if own := sideWords[strings.ToLower(strings.Trim(n.key, "_@"))]; own != noSide && n.kind == mapNode && len(n.kids) > 0 && sub.silent() && n.member("headers") == nil && n.member("status") == nil {
		set(&r.bodies[own], n.source(m.text)) // req={"place":…}: what was sent, not how
		return
	}
	if r.named() && sub.named() && (r.method != sub.method || r.target() != sub.target()) || r.status > 0 && sub.status > 0 && r.status != sub.status && sub.named() {
		sub.settle(s)
		m.out = append(m.out, sub)
		return
	}
	r.merge(sub)
}

// silent reports whether a record says nothing of a message.
func (r *record) silent() bool {
	return r.method == "" && r.target() == "" && r.status == 0 && r.bodies == [3]string{} && len(r.headers[0])+len(r.headers[1])+len(r.headers[2]) == 0 && r.host == "" && r.base == ""
}

// scalar reads a member that is a string, a number or a word.
func (m *recorder) scalar(r *record, n *node, s side, attr attribute) {
	v := strings.TrimSpace(n.value)
	if v == "" || v == "-" || n.kind == wordNode && nothing(v) {
		return
	}
	switch attr {
	case methodAttr:
		if i := strings.IndexByte(v, '='); i > 0 && strings.HasSuffix(v, ")") { // HttpMethod(value=POST)
			v = v[i+1 : len(v)-1]
		}
		if u := strings.ToUpper(v); methods[u] {
			set(&r.method, u)
		}
	case urlAttr, pathAttr:
		r.setTarget(v, attr)
	case queryAttr:
		set(&r.query, strings.TrimPrefix(v, "?"))
	case hostAttr:
		if strings.Contains(v, ".") && isHost(strings.ReplaceAll(v, ":", "")) && !(isIP(v) && ofPeer(n.key)) {
			set(&r.host, v)
		}
	case schemeAttr:
		if w := strings.ToLower(strings.TrimRight(v, ":/")); w == "http" || w == "https" {
			set(&r.scheme, w)
		}
	case baseAttr:
		set(&r.base, v)
	case statusAttr:
		if v == internalStatus {
			r.silence = true
		} else if status, reason := splitStatus(v); status > 0 && s != requestSide && r.status == 0 {
			r.status, r.reason = status, firstOf(r.reason, reason)
		}
		r.silence = r.silence || v == "0" && s == responseSide
	case reasonAttr:
		set(&r.reason, v)
	case failureAttr:
		m.words(r, v)
		m.message(r, n, s)
	case timeAttr:
		if _, err := ParseMoment(v); err == nil {
			r.times = append(r.times, textSpan{inNamedZone(n.key, v), m.place(n)})
		}
	}
	if attr == noAttribute && failingURL(n.key) && strings.Contains(v, "://") {
		r.setTarget(v, urlAttr)
		return
	}
	if attr == noAttribute || attr == failureAttr {
		m.label(r, n, v, s)
	}
	if attr == noAttribute && n.kind == textNode && len(v) <= maxLogLine && isTranscript(v) {
		m.texts = append(m.texts, n)
	}
}

// failingURL reports whether a key names the URL that an error is about: NSErrorFailingURLKey, failed_url.
func failingURL(key string) bool {
	url, failed := false, false
	for _, w := range keyWords(key) {
		url = url || w == "url" || w == "uri"
		failed = failed || w == "failing" || w == "failed" || w == "error"
	}
	return url && failed
}

// sided reads a whole side that is written as a text: a body, a status or a request line.
func (m *recorder) sided(r *record, n *node, s side) {
	v := strings.TrimSpace(n.value)
	t, isRequest := requestLine(v)
	switch {
	case v == "":
	case n.kind == textNode && isTranscript(n.value):
		m.texts = append(m.texts, n)
	case v[0] == '{' || v[0] == '[':
		set(&r.bodies[s], v)
	case s == requestSide && isTarget(v) && strings.Contains(v, "://"):
		r.setTarget(v, urlAttr)
	case s == requestSide && isRequest:
		set(&r.method, t.method)
		r.setTarget(t.url, urlAttr)
	case s == responseSide:
		m.scalar(r, n, s, statusAttr)
	}
}

// label reads a member that is a fact of the ticket.
func (m *recorder) label(r *record, n *node, v string, s side) {
	f := factOf(n.key)
	if s == requestSide && strings.EqualFold(n.key, "id") && isUUID(v) {
		f = RequestID
	}
	if f == "" || f == OccurredAt {
		return
	}
	if f == ErrorMessage && !strings.HasSuffix(strings.ToLower(n.key), "messages") || f == ErrorCode && !strings.Contains(strings.ToLower(n.key), "error") {
		return
	}
	at := m.place(n)
	if bare := strings.TrimSuffix(strings.TrimPrefix(v, "["), "]"); f == ErrorMessage && len(bare)+2 == len(v) {
		v, at = bare, Span{at.Start + 1, at.End - 1}
	}
	value, _, ok := labelValue(v, found{field: f, sep: ':'}, true)
	if ok && value == v {
		r.labels = append(r.labels, Label{f, n.key, v, at})
	}
}

func (r *record) setTarget(v string, attr attribute) {
	if i := strings.Index(v, "http"); i > 0 && quoteByte(v[i-1]) { // URL('https://…')
		v = urlAt(v, i)
	}
	switch {
	case strings.ContainsAny(v, " \t\n"):
	case strings.Contains(v, "://"):
		set(&r.url, v)
	case attr == pathAttr && strings.HasPrefix(v, "/"):
		set(&r.path, v)
	case strings.HasPrefix(v, "/"):
		if r.path == "" || len(v) > len(r.path) {
			r.path = v
		}
	}
}

// urlParts reads a URL that is written in parts.
func (m *recorder) urlParts(r *record, n *node) {
	for _, name := range []string{"raw", "full", "href", "original", "url"} {
		if kid := n.member(name); kid != nil && kid.scalar() {
			r.setTarget(kid.value, urlAttr)
			return
		}
	}
	protocol, host, path := n.member("protocol"), n.member("host"), n.member("path")
	if host != nil && path != nil && !path.scalar() {
		url := "https"
		if protocol != nil && protocol.scalar() {
			url = protocol.value
		}
		r.setTarget(url+"://"+joinedBy(host, ".")+"/"+joinedBy(path, "/"), urlAttr)
		return
	}
	r.merge(m.value(n, requestSide))
}

// recordTime is the name of the time that a record was written at.
const recordTime = "time of the record"
