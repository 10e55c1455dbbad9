package evidence

import "strings"

// silent reports whether a record says nothing of a message.
func (r *record) silent() bool {
	return r.method == "" && r.target() == "" && r.status == 0 && r.bodies == [3]string{} && len(r.headers[0])+len(r.headers[1])+len(r.headers[2]) == 0 && r.host == "" && r.base == ""
}

// scalar reads a member that is a string, a number or a word.
func (m *recorder) scalar(r *record, n *node, s side, attr attribute) {
	v := strings.TrimSpace(n.value)
	if v == "" || v == "-" || n.void() {
		return
	}
	switch attr {
	case methodAttr:
		if i := strings.IndexByte(v, '='); i > 0 && strings.HasSuffix(v, ")") { // HttpMethod(value=POST)
			v = v[i+1 : len(v)-1]
		}
		if u := strings.ToUpper(strings.TrimPrefix(v, ":")); methods[u] { // :patch, a symbol of Ruby
			set(&r.method, u)
		}
	case urlAttr, pathAttr:
		r.setTarget(v, attr)
	case queryAttr:
		if opensJSON(v) && isJSON(v) { // what was sent, in a request of any kind
			set(&r.bodies[requestSide], v)
		}
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
		} else if status := statusNamed(v); status > 0 && s != requestSide && r.status == 0 && namesStatusIn(n.key, status) {
			r.status = status
		} else if status, reason := splitStatus(v); (status >= 200 || reasons[status] != "") && s != requestSide && r.status == 0 {
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
	if attr == noAttribute && strings.Contains(v, "://") && failingURL(n.key) {
		r.setTarget(v, urlAttr)
		return
	}
	if attr == noAttribute || attr == failureAttr {
		m.label(r, n, v, s)
	}
	if attr == noAttribute && n.kind == textNode && len(v) <= maxLogLine && (isTranscript(v) || isCommand(v)) {
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
	case n.kind == textNode && r.fromMessage(v, s):
	case n.kind == textNode && (isTranscript(n.value) || isCommand(v)):
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

// fromMessage takes a whole message that a member holds, from its first line to its body; false for another
// text.
func (r *record) fromMessage(v string, s side) bool {
	first, _, more := strings.Cut(v, "\n")
	if !more || len(v) > maxLogLine {
		return false
	}
	t, asks := requestLine(strings.TrimSpace(first))
	status, reason := splitStatus(strings.TrimSpace(first))
	if s == requestSide && !asks || s != requestSide && status == 0 {
		return false
	}
	headers, body := newDocument(&Reader{}, v).message(0)
	r.headers[s] = append(r.headers[s], headers...)
	set(&r.bodies[s], body)
	if s == requestSide {
		set(&r.method, t.method)
		r.setTarget(t.url, urlAttr)
	} else if r.status == 0 {
		r.status, r.reason = status, reason
	}
	return true
}

// maxLoose is how many labels of a record are looked at for one that only ends in the name of an id.
const maxLoose = 8

// label reads a member that is a fact of the ticket.
func (m *recorder) label(r *record, n *node, v string, s side) {
	f := m.keys.of(n.key).fact
	if s == requestSide && strings.EqualFold(n.key, "id") && isUUID(v) {
		f = RequestID
	}
	exact := f != ""
	if f == "" && isUUID(v) {
		f = firstOf(uuidNames[flatName(n.key)], tailField(n.key))
	}
	if f == "" || f == OccurredAt {
		return
	}
	key := strings.ToLower(n.key)
	if f == ErrorCode && !strings.Contains(key, "err") {
		return
	}
	at := m.place(n)
	if bare := strings.TrimSuffix(strings.TrimPrefix(v, "["), "]"); f == ErrorMessage && len(bare)+2 == len(v) {
		v, at = bare, Span{at.Start + 1, at.End - 1}
	}
	value, _, ok := labelValue(v, found{field: f, sep: ':'}, true)
	switch {
	case !ok || value != v:
	case f == ErrorMessage && !strings.HasSuffix(key, "messages"):
		if strings.Contains(key, "err") {
			r.said = Label{f, n.key, v, at}
		}
	default:
		l := Label{f, n.key, v, at}
		for i, other := range r.labels[:min(len(r.labels), maxLoose)] {
			if exact && other.Field == f && m.keys.of(other.Name).fact == "" && tailField(other.Name) == f {
				r.labels[i] = l // goes before one of a longer name
				return
			}
		}
		r.labels = append(r.labels, l)
	}
}

func (r *record) setTarget(v string, attr attribute) {
	if i := strings.Index(v, "http"); i > 0 && quoteByte(v[i-1]) { // URL('https://…')
		v = urlAt(v, i)
	}
	switch {
	case strings.ContainsAny(v, " \t\n") || otherScheme(v):
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

// otherScheme reports whether a URL isn't HTTP's: "jdbc:mysql://db.example/orders".
func otherScheme(v string) bool {
	scheme, _, ok := strings.Cut(v, "://")
	return ok && strings.Trim(scheme, "abcdefghijklmnopqrstuvwxyz:+") == "" && scheme != "" && !strings.HasPrefix(scheme, "http")
}

// urlParts reads a URL that is written in parts.
func (m *recorder) urlParts(r *record, n *node) {
	for _, name := range []string{"raw", "full", "href", "original", "url"} {
		if kid := n.member(name); kid != nil && kid.scalar() {
			r.setTarget(withSegments(kid.value, n.member("variable")), urlAttr)
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
		if query := n.member("query"); query != nil && query.kind == listNode {
			set(&r.query, queryOf(query))
		}
		return
	}
	r.merge(m.value(n, requestSide))
}

// withSegments puts the values of a list of names and values into the segments of a URL that are named: /orders/:id.
func withSegments(url string, named *node) string {
	if named == nil || !isPairs(named) {
		return url
	}
	for _, kid := range named.kids[:min(len(named.kids), maxTemplates)] {
		p := pairOf(kid)
		if n := strings.Index(url, "/:"+p.key); n >= 0 && p.scalar() && p.value != "" && strings.IndexByte("/?", at(url+"/", n+2+len(p.key))) >= 0 {
			url = url[:n+1] + p.value + url[n+2+len(p.key):]
		}
	}
	return url
}

// queryOf writes the parameters of a list of names and values as a query; those that a client has switched
// off were not sent.
func queryOf(list *node) string {
	var pairs []string
	for _, kid := range list.kids {
		p := pairOf(kid)
		if off := kid.member("disabled"); p == nil || !p.scalar() || off != nil && off.value == "true" {
			continue
		}
		pairs = append(pairs, p.key+"="+p.value)
	}
	return strings.Join(pairs, "&")
}

// recordTime is the name of the time that a record was written at.
const recordTime = "time of the record"
