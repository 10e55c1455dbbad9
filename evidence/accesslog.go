package evidence

import "strings"

// accessLog reads the lines in which servers and proxies log requests: Apache, nginx, HAProxy,
// Squid, Varnish, Envoy, Traefik, load balancers, whatever their log format, as long as the
// request line stands in it, quoted or bare. The error log of nginx has the same request lines.
type accessLog struct{}

const accessLogName = "access log"

func (f accessLog) parts(d *document) (out []part) {
	var all []access
	for k := range d.lines {
		if n := d.lines[k].End - d.lines[k].Start; d.taken[k] || n < 20 || n > maxLogLine {
			continue
		}
		if line, start := d.trimmed(k); line != "" && line[0] != '{' {
			if a, ok := readAccess(d.reader, line, start); ok {
				all = append(all, a)
				d.take(k, k+1)
			}
		}
	}
	for _, a := range withoutTold(all) {
		p := a.part(d, accessLogName)
		if a.gaveUp {
			p.whole.Response = nil
			p.whole.Failure = &Failure{Kind: Timeout, Words: clip(a.failure, 1<<10), Span: a.span}
		}
		out = append(out, p)
	}
	return out
}

// access is what a line tells of a request.
type access struct {
	record
	gaveUp bool // the client closed the connection before there was a response
}

// withoutTold leaves out the lines of an error log whose requests have lines of an access log as
// well. What those don't say is taken over.
func withoutTold(all []access) (out []access) {
	told := map[string]int{}
	for i := range all {
		if all[i].status > 0 {
			told[all[i].method+" "+pathOf(all[i].target())] = i
		}
	}
	for i := range all {
		n, ok := told[all[i].method+" "+pathOf(all[i].target())]
		if all[i].status == 0 && ok && (all[i].host == all[n].host || all[i].host == "" || all[n].host == "") {
			set(&all[n].host, all[i].host)
			all[n].labels = append(all[n].labels, all[i].labels...)
			all[i].span = Span{}
		}
	}
	for i := range all {
		if all[i].span != (Span{}) {
			out = append(out, all[i])
		}
	}
	return out
}

// readAccess reads a line that stands at start.
func readAccess(reader *Reader, line string, start int) (a access, ok bool) {
	if strings.Contains(line, `{"`) || strings.Contains(line, `{\"`) || strings.HasSuffix(line, "{") || !strings.Contains(line, "/") {
		return a, false // a literal, of which others know more
	}
	if startOfPacket(line) >= 0 {
		return a, false
	}
	fields := logFields(line)
	visited(len(line))
	l := accessLine{fields: fields, reader: reader, line: line, start: start}
	if !l.request() {
		return a, false
	}
	l.r.span = Span{start, start + len(line)}
	l.pairs()
	l.status()
	l.host()
	l.time()
	l.ids()
	if l.r.status == 0 && !l.gaveUp {
		if failureKind(line) == "" || !l.quoted {
			return a, false
		}
	}
	l.r.failure = line
	return access{l.r, l.gaveUp}, true
}

// accessLine is a line that is being read.
type accessLine struct {
	reader *Reader
	line   string
	start  int
	fields []logField
	r      record
	first  int // field of the request
	behind int // the first field behind it
	quoted bool
	gaveUp bool
}

// request finds the request line: in quotes, or as two or three fields.
func (l *accessLine) request() bool {
	for i, f := range l.fields {
		if f.quote == '"' || f.quote == '\'' {
			if t, ok := requestLine(f.text); ok && t.version != "" {
				return l.found(i, i+1, t.method, t.url, true)
			}
		}
		if f.quote == 0 && f.key == "" && methods[f.text] && i+2 < len(l.fields) && isTarget(l.fields[i+1].text) && l.fields[i+1].quote == 0 {
			if hasFold(l.fields[i+2].text, "HTTP/") {
				return l.found(i, i+3, f.text, l.fields[i+1].text, false)
			}
			if _, ok := cacheStatus(l.fields[:i]); ok {
				return l.found(i, i+2, f.text, l.fields[i+1].text, false)
			}
		}
		if n := l.bareCall(i); n > 0 {
			l.r.host = l.fields[i+1].text
			return l.found(i, n+1, f.text, l.fields[n].text, false)
		}
	}
	return false
}

func (l *accessLine) found(first, behind int, method, url string, quoted bool) bool {
	l.first, l.behind, l.quoted = first, behind, quoted
	l.r.method = method
	l.r.setTarget(url, urlAttr)
	return l.r.target() != ""
}

// pairs takes the fields that have names.
func (l *accessLine) pairs() {
	m := &recorder{text: l.line, base: l.start}
	method, url, path := l.r.method, l.r.url, l.r.path
	for i, f := range l.fields {
		if name, value, ok := strings.Cut(f.text, "="); ok && f.key == "" && quoteByte(f.quote) && isFieldName(name) && !strings.Contains(value, " ") {
			f.key, f.text, f.at = name, value, f.at+len(name)+1 // "rid=…", name and value within the quotes
		}
		if f.key == "" || i == l.first || f.text == "" {
			continue
		}
		n := &node{kind: wordNode, key: f.key, value: f.text, span: Span{f.at, f.at + len(f.text)}}
		if strings.Contains(f.text, `\x22`) { // as nginx writes what its format quotes
			n.kind, n.value = textNode, unescapeText(f.text)
		}
		m.member(&l.r, n, noSide)
	}
	l.r.method, l.r.url, l.r.path = method, url, path
	l.r.query = ""
}

// status finds the status: behind the request, or before it, where it is told from sizes and times by
// being one that servers send.
func (l *accessLine) status() {
	named := l.r.status
	l.r.status = 0
	if l.behind < len(l.fields) {
		next := l.fields[l.behind]
		if s := logStatus(next); s > 0 {
			l.r.status = s
		} else if next.text == "0" && l.behind+1 < len(l.fields) && isUpper(at(l.fields[l.behind+1].text, 0)) {
			l.gaveUp = true // Envoy: 0 DC
		}
	}
	if status, ok := cacheStatus(l.fields[:l.first]); ok {
		setNumber(&l.r.status, status)
		l.gaveUp = status == 0
	}
	setNumber(&l.r.status, named)
	for i, f := range l.fields {
		if i >= l.first && i < l.behind || l.r.status > 0 || l.gaveUp {
			continue
		}
		if s := logStatus(f); s > 0 && reasons[s] != "" {
			l.r.status = s
		}
		if f.text == "-1" && i > 0 && strings.Count(l.fields[i-1].text, "/") >= 4 {
			l.gaveUp = true // HAProxy: no response was sent
		}
	}
}

func setNumber(into *int, v int) {
	if *into == 0 {
		*into = v
	}
}

// logStatus returns the status that a field is, 0 for none.
func logStatus(f logField) int {
	if v, n := digits(f.text, 4); f.key == "" && n == 3 && n == len(f.text) && v >= 100 && v <= 599 {
		return v
	}
	return 0
}

// cacheStatus finds the status behind the word of a cache: TCP_MISS/409. It is 0 where none was sent:
// TCP_MISS_ABORTED/000.
func cacheStatus(fields []logField) (status int, ok bool) {
	for _, f := range fields {
		word, status, ok := strings.Cut(f.text, "/")
		if ok && f.quote == 0 && isUpper(at(word, 0)) && strings.Contains(word, "_") && strings.ToUpper(word) == word {
			if s := logStatus(logField{text: status}); s > 0 || status == "000" {
				return s, true
			}
		}
	}
	return 0, false
}

// host finds the host that the request went to, and its scheme.
func (l *accessLine) host() {
	if l.r.host != "" || strings.Contains(l.r.target(), "://") {
		return
	}
	for i, f := range l.fields {
		if i >= l.first && i < l.behind || f.key != "" {
			continue
		}
		if scheme, host, ok := strings.Cut(f.text, "://"); ok && f.quote == 0 && (scheme == "http" || scheme == "https") {
			if host = strings.TrimSuffix(host, "/"); isHost(strings.ReplaceAll(host, ":", "")) {
				l.r.scheme, l.r.host = scheme, host
				return
			}
		}
		for part := range strings.SplitSeq(f.text, "|") {
			name, _, _ := strings.Cut(part, "/TLS")
			if l.reader.Environment(name) != "" {
				l.r.host = name
				return
			}
		}
	}
	if first := l.fields[0]; len(l.fields) > 1 && isIP(l.fields[1].text) && isDomain(first.text) {
		l.r.host = first.text
	}
}

// isIP reports whether a word is an address.
func isIP(s string) bool {
	host, _, _ := strings.Cut(s, ":")
	return strings.Count(host, ".") == 3 && strings.Trim(host, "0123456789.") == "" || strings.Count(s, ":") > 1 && strings.Trim(s, "0123456789abcdefABCDEF:.[]") == ""
}

// isDomain reports whether a word is the name of a host with its dots, and maybe a port.
func isDomain(s string) bool {
	host, port, _ := strings.Cut(s, ":")
	last := host[strings.LastIndexByte(host, '.')+1:]
	return isHost(host) && strings.Contains(host, ".") && len(last) > 1 && isAlpha(last[0]) && (port == "" || allDigits(port))
}

// time finds when the request was logged.
func (l *accessLine) time() {
	if t, at := lineMoment(l.line); t != "" && (isZoned(t) || len(l.r.times) == 0) {
		l.r.times = append(l.r.times, textSpan{t, Span{l.start + at, l.start + at + len(t)}})
	}
	for _, f := range l.fields {
		if f.quote == '[' || f.quote == 0 && f.key == "" && len(f.text) >= 13 && isDigit(f.text[0]) {
			if _, err := ParseMoment(f.text); err == nil {
				l.r.times = append(l.r.times, textSpan{f.text, Span{l.start + f.at, l.start + f.at + len(f.text)}})
			}
		}
	}
}
