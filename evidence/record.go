package evidence

import (
	"encoding/base64"
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
	failure            string // words that may say why nothing came
	silence            bool   // the status is 0: there was no response
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

// spelt is a member whose text is written as its bytes, as journald does with what isn't printable:
// "MESSAGE" : [ 27, 91, 51, … ]. It is nil for any other.
func (n *node) spelt() *node {
	if n.kind != listNode || len(n.kids) < 16 {
		return nil
	}
	for _, kid := range n.kids {
		if v, digits := digits(kid.value, 4); kid.kind != wordNode || digits != len(kid.value) || v > 255 {
			return nil
		}
	}
	text := string(bytesOf(n))
	if v := withoutEscapes(text); v != nil {
		text = v.b.String()
	}
	return &node{kind: textNode, key: n.key, value: text, span: n.span}
}

// nameless reads a value that stands in a map without a key.
func (m *recorder) nameless(r *record, n *node, s side) {
	if n.scalar() {
		m.argument(r, n)
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
			r.times = append(r.times, textSpan{v, m.place(n)})
		}
	}
	if attr == noAttribute || attr == failureAttr {
		m.label(r, n, v)
	}
	if attr == noAttribute && n.kind == textNode && len(v) <= maxLogLine && isTranscript(v) {
		m.texts = append(m.texts, n)
	}
}

// sided reads a whole side that is written as a text: a body, a status or a request line.
func (m *recorder) sided(r *record, n *node, s side) {
	v := strings.TrimSpace(n.value)
	t, isRequest := requestLine(v)
	switch {
	case v == "":
	case v[0] == '{' || v[0] == '[':
		set(&r.bodies[s], v)
	case s == requestSide && isRequest:
		set(&r.method, t.method)
		r.setTarget(t.url, urlAttr)
	case s == responseSide:
		m.scalar(r, n, s, statusAttr)
	}
}

// message reads what a log's message says of the call: in one line, or as a transcript.
func (m *recorder) message(r *record, n *node, s side) {
	v := n.value
	if len(v) > maxLogLine || n.kind != textNode {
		return
	}
	if isTranscript(v) {
		m.texts = append(m.texts, n)
		return
	}
	line, _, _ := strings.Cut(v, "\n")
	sub := readStatement(m, line, m.place(n))
	sub.failure = ""
	sub.placeLabels(m, n)
	if sub.target() != "" || sub.status > 0 && (r.target() != "" || sub.bodies[responseSide] != "") || !sub.silent() {
		r.merge(sub)
	}
}

// isTranscript reports whether a member's text is one of several lines that shows messages.
func isTranscript(v string) bool { return strings.Count(v, "\n") >= 2 && strings.Contains(v, "HTTP/") }

// placeLabels finds the labels of a message in the text, where escapes may have shifted them, and
// leaves out those that may belong to something else that it tells of. One that isn't there as it
// is, such as in a list of bytes, has no place.
func (r *record) placeLabels(m *recorder, n *node) {
	kept := r.labels[:0]
	raw := m.text[n.span.Start:n.span.End]
	for _, l := range r.labels {
		if !identifies[l.Field] {
			continue
		}
		l.Span = Span{}
		if i := strings.Index(raw, l.Value); i >= 0 {
			l.Span = Span{m.base + n.span.Start + i, m.base + n.span.Start + i + len(l.Value)}
		}
		kept = append(kept, l)
	}
	visited(len(raw))
	r.labels = kept
}

// identifies are the fields that tell which call a line is about.
var identifies = map[Field]bool{RequestID: true, ConversationID: true, Tenant: true, Supplier: true, OrderID: true}

// words keeps what an error says.
func (m *recorder) words(r *record, v string) {
	if r.failure == "" || failureKind(r.failure) == "" && failureKind(v) != "" {
		r.failure = v
	}
}

// label reads a member that is a fact of the ticket.
func (m *recorder) label(r *record, n *node, v string) {
	f := factOf(n.key)
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

// joinedValue writes a value that may be a list as a header has it.
func joinedValue(n *node) string { return joinedBy(n, ", ") }

func joinedBy(n *node, sep string) string {
	if n.scalar() {
		return n.value
	}
	if len(n.kids) == 1 && !n.kids[0].scalar() {
		return joinedBy(n.kids[0], sep) // {"arrayValue":{"values":[…]}} of OpenTelemetry
	}
	var parts []string
	for _, kid := range n.kids {
		switch {
		case kid.scalar():
			parts = append(parts, kid.value)
		case len(kid.kids) == 1 && kid.kids[0].scalar():
			parts = append(parts, kid.kids[0].value)
		}
	}
	return strings.Join(parts, sep)
}

// isPairs reports whether a list holds names and values: {"key":…,"value":…}.
func isPairs(n *node) bool {
	for _, kid := range n.kids {
		if pairOf(kid) == nil {
			return false
		}
	}
	return len(n.kids) > 0
}

// pairOf returns the value of a pair, with its name as the key; nil for anything else.
func pairOf(n *node) *node {
	if n.kind == listNode && len(n.kids) == 2 && n.kids[0].kind == textNode && (n.kids[1].scalar() || n.kids[1].kind == listNode && allScalar(n.kids[1])) {
		v := *n.kids[1]
		v.key = n.kids[0].value
		return &v
	}
	if n.kind != mapNode || len(n.kids) < 2 || len(n.kids) > 6 {
		return nil
	}
	name, value := n.member("name"), n.member("value")
	if name == nil {
		name = n.member("key")
	}
	if name == nil || value == nil || !name.scalar() {
		return nil
	}
	v := *value
	if !v.scalar() && len(v.kids) == 1 && strings.HasSuffix(v.kids[0].key, "Value") { // OpenTelemetry
		v = *v.kids[0]
	}
	v.key = name.value
	return &v
}

// headersOf reads headers, however a literal writes them: a map of names to values or lists, a
// list of pairs, names and values in turn, or a text of lines.
func headersOf(n *node) (out []Header) {
	add := func(name, value string) {
		if name != "" && !strings.HasPrefix(name, ":") && len(name) <= 128 {
			out = append(out, Header{strings.Trim(name, `"'`), value})
		}
	}
	switch {
	case n.kind == textNode && literalWithin(n.value) >= 0:
		root, _, _ := readTree(n.value, literalWithin(n.value))
		return headersOf(root)
	case n.kind == textNode:
		for line := range strings.SplitSeq(n.value, "\n") {
			if h, ok := headerLine(strings.Trim(line, " \t\r")); ok {
				out = append(out, h)
			}
		}
	case n.kind == listNode && isPairs(n):
		for _, kid := range n.kids {
			p := pairOf(kid)
			add(p.key, joinedValue(p))
		}
	case n.kind == listNode && len(n.kids)%2 == 0 && allScalar(n):
		for i := 0; i < len(n.kids); i += 2 {
			add(n.kids[i].value, n.kids[i+1].value)
		}
	default:
		for _, kid := range n.kids {
			if (kid.key == "" || strings.EqualFold(kid.key, "headers")) && !kid.scalar() {
				out = append(out, headersOf(kid)...)
				continue
			}
			if isStatusLine(kid.value) || isRequestLine(kid.value) {
				continue
			}
			if p := pairOf(kid); p != nil && p.scalar() && strings.EqualFold(p.key, kid.key) { // 'date' => {name: 'date', value: …}
				add(p.key, p.value)
				continue
			}
			if len(kid.kids) > 0 && kid.kind == mapNode && !hasHeaderValue(kid) {
				out = append(out, headersOf(kid)...) // {common: {…}, post: {…}}
				continue
			}
			add(kid.key, joinedValue(kid))
		}
	}
	return out
}

// literalWithin returns where the literal starts that a text holds, but for a word before it; -1 when
// the text is none.
func literalWithin(s string) int {
	i := strings.IndexAny(s, "{[")
	if i < 0 || i > 16 || strings.ContainsAny(s[:i], " \n:") || len(s) < 4 {
		return -1
	}
	return i
}

func hasHeaderValue(n *node) bool { return len(n.kids) == 1 && n.kids[0].scalar() }

func allScalar(n *node) bool {
	for _, kid := range n.kids {
		if !kid.scalar() || kid.key != "" {
			return false
		}
	}
	return len(n.kids) > 0
}

// body reads a member that holds a body, unless a whole call is wrapped in it.
func (m *recorder) body(r *record, n *node, s side) {
	if !n.scalar() {
		if sub := m.value(n, noSide); sub.named() && sub.status+len(sub.headers[requestSide]) > 0 {
			r.merge(sub)
			return
		}
	}
	if n.kind == wordNode && (allDigits(n.value) || n.value == "true" || n.value == "false") {
		return // a size, or whether there is one
	}
	if text := m.bodyText(n); text != "" && r.bodies[s] == "" {
		r.bodies[s] = text
	}
}

// bodyText returns a body as it went over the wire, however a literal wraps it.
func (m *recorder) bodyText(n *node) string {
	if n.scalar() {
		return strings.TrimSpace(unhexed(n.source(m.text)))
	}
	if n.opaque() {
		return ""
	}
	if n.kind == mapNode {
		if source := n.member("source"); source != nil && n.member("stream") != nil { // of fetch
			return m.bodyText(source)
		}
		if kid := n.member("data"); kid != nil && allScalar(kid) && n.member("type") != nil && n.member("type").value == "Buffer" {
			return string(bytesOf(kid))
		}
		for _, name := range []string{"text", "content", "raw", "rawBody", "stringValue"} {
			kid := n.member(name)
			if kid == nil || kid.scalar() && nothing(kid.value) {
				continue
			}
			if e := n.member("encoding"); e != nil && strings.EqualFold(e.value, "base64") {
				return unbase64(kid.value)
			}
			if len(n.kids) <= 8 && (n.member("mimeType") != nil || n.member("mode") != nil || n.member("bytes") != nil || len(n.kids) == 1 || n.member("encoding") != nil) {
				return m.bodyText(kid)
			}
		}
		if n.sized() || len(n.kids) == 0 || n.member("mode") != nil || n.member("mimeType") != nil {
			return ""
		}
	}
	if len(n.kids) == 0 {
		return ""
	}
	return n.source(m.text)
}

// sized reports whether a value only tells how long a body was, as archives do of one without text.
func (n *node) sized() bool {
	text := n.member("text")
	return n.member("size") != nil && (len(n.kids) == 1 || len(n.kids) == 2 && text != nil && text.value == "")
}

// opaque reports whether a value is an object that a body is read from, rather than the body.
func (n *node) opaque() bool {
	for _, end := range []string{"Stream", "Reader", "Message", "Gunzip", "Inflate", "Socket", "Buffer"} {
		if strings.HasSuffix(n.class, end) && !(end == "Buffer" && n.member("data") != nil) {
			return true
		}
	}
	return len(n.kids) > 0 && n.kids[0].kind == wordNode && strings.HasPrefix(n.kids[0].value, "0x") || n.member("_readableState") != nil || n.member("_events") != nil
}

// bytesOf returns the bytes that a list of numbers spells.
func bytesOf(n *node) []byte {
	out := make([]byte, 0, len(n.kids))
	for _, kid := range n.kids {
		v, _ := digits(kid.value, 3)
		out = append(out, byte(v))
	}
	return []byte(Text(out))
}

// unbase64 undoes base64; what is none comes back as it is.
func unbase64(s string) string {
	raw, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return s
	}
	return Text(raw)
}

// settle gives headers and a body whose side isn't said to the side that they belong to.
func (r *record) settle(s side) {
	if s == noSide {
		s = r.side()
	}
	if s == noSide {
		return
	}
	if len(r.headers[noSide]) > 0 {
		to := sideOfHeaders(r.headers[noSide], s)
		r.headers[to] = append(r.headers[to], r.headers[noSide]...)
		r.headers[noSide] = nil
	}
	if body := r.bodies[noSide]; body != "" {
		to := s
		if looksLikeError(body) {
			to = responseSide
		}
		set(&r.bodies[to], body)
		r.bodies[noSide] = ""
	}
}

// side tells what the members that are there belong to.
func (r *record) side() side {
	switch {
	case r.method != "":
		return requestSide
	case r.status > 0:
		return responseSide
	}
	return noSide
}

// sideOfHeaders tells by their names which message headers belong to.
func sideOfHeaders(headers []Header, otherwise side) side {
	switch {
	case header(headers, "Server") != "" || header(headers, "Date") != "" || header(headers, "Set-Cookie") != "":
		return responseSide
	case header(headers, "User-Agent") != "" || header(headers, "Accept") != "" || header(headers, "Authorization") != "" || header(headers, "Host") != "":
		return requestSide
	}
	return otherwise
}

func set(into *string, v string) {
	if *into == "" {
		*into = v
	}
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// merge takes what another record says into this one, where it says nothing itself.
func (r *record) merge(o record) {
	set(&r.method, o.method)
	set(&r.url, o.url)
	set(&r.base, o.base)
	set(&r.host, o.host)
	set(&r.scheme, o.scheme)
	set(&r.path, o.path)
	set(&r.query, o.query)
	if r.status == 0 {
		r.status, r.reason = o.status, firstOf(r.reason, o.reason)
	}
	set(&r.reason, o.reason)
	r.silence = r.silence || o.silence
	for s := range r.headers {
		if len(r.headers[s]) == 0 {
			r.headers[s] = o.headers[s]
		}
		set(&r.bodies[s], o.bodies[s])
	}
	r.times = append(r.times, o.times...)
	r.labels = append(r.labels, o.labels...)
	if r.failure == "" || failureKind(r.failure) == "" && failureKind(o.failure) != "" {
		r.failure = firstOf(o.failure, r.failure)
	}
	if r.span == (Span{}) {
		r.span = o.span
	}
}

// address puts the URL together.
func (r *record) address(reader *Reader) string {
	url := firstOf(r.url, r.path)
	switch {
	case url == "" || strings.Contains(url, "://"):
	case r.base != "" && strings.Contains(r.base, "://"):
		url = strings.TrimRight(r.base, "/") + url
	case r.host != "":
		url = reader.absolute(url, []Header{{"Host", r.host}}, r.scheme)
	default:
		url = reader.absolute(url, r.headers[requestSide], r.scheme)
	}
	if r.query != "" && url != "" && !strings.Contains(url, "?") && strings.Contains(r.query, "=") {
		url += "?" + r.query
	}
	return url
}

// internalStatus is what clients give in the place of a status for errors of their own (HTTP::Tiny).
const internalStatus = "599"

// clientClosed is the status that nginx and those built on it log when the client has given up.
const clientClosed = 499

// ofPeer reports whether a key names a host that isn't the one that was asked for.
func ofPeer(key string) bool {
	for _, w := range keyWords(key) {
		switch w {
		case "client", "remote", "peer", "upstream", "downstream", "backend", "origin":
			return true
		}
	}
	return false
}

// recordTime is the name of the time that a record was written at.
const recordTime = "time of the record"

// part makes an exchange of a record.
func (r *record) part(d *document, format string) part {
	if r.silence && r.status == 0 {
		set(&r.bodies[responseSide], r.bodies[noSide])
		r.bodies[noSide] = ""
	}
	r.settle(requestSide)
	e := &Exchange{Format: format, Span: r.span, Labels: r.labels}
	if url := r.address(d.reader); r.method != "" || url != "" {
		e.Request = &Request{Method: r.method, URL: url, Headers: r.headers[requestSide], Body: r.bodies[requestSide], Span: r.span}
	} else if len(r.headers[requestSide]) > 0 {
		e.Request = &Request{Headers: r.headers[requestSide], Body: r.bodies[requestSide], Span: r.span}
	}
	if r.silence && r.status == 0 && r.bodies[responseSide] != "" && !looksLikeError(r.bodies[responseSide]) { // the client's own words
		r.failure, r.bodies[responseSide], r.headers[responseSide] = firstOf(r.bodies[responseSide], r.failure), "", nil
	}
	told := r.bodies[responseSide] != "" || len(r.headers[responseSide]) > 0
	if r.status == clientClosed && !told {
		e.Failure = &Failure{Kind: Timeout, Words: "499", Span: r.span}
	} else if r.status > 0 || told {
		e.Response = &Response{Status: r.status, Reason: r.reason, Headers: r.headers[responseSide], Body: r.bodies[responseSide], Span: r.span}
	} else if kind := failureKind(r.failure); kind != "" {
		e.Failure = &Failure{Kind: kind, Words: clip(r.failure, 1<<10), Span: r.span}
	} else if r.silence && r.named() {
		e.Failure = &Failure{Kind: OtherFailure, Words: clip(firstOf(r.failure, "status 0"), 1<<10), Span: r.span}
	}
	if len(r.times) > 0 {
		at := r.times[0]
		for _, t := range r.times {
			if isZoned(t.text) {
				at = t
				break
			}
		}
		e.Labels = append(e.Labels, Label{OccurredAt, recordTime, at.text, at.span})
	}
	return part{format: format, whole: e, span: r.span}
}
