package evidence

import (
	"slices"
	"strings"
)

// settle gives headers and a body whose side isn't said to the side that they belong to, which the names of headers tell
// of both.
func (r *record) settle(s side) {
	concluded := s == noSide
	if concluded {
		s = r.side()
	}
	if s == noSide {
		return
	}
	if len(r.headers[noSide]) > 0 {
		to := sideOfHeaders(r.headers[noSide], s)
		if concluded && r.status > 0 && to == requestSide {
			s = to // the body stands beside them
		}
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
	if url := r.bodies[requestSide]; r.target() == "" && hasFold(url, "http") && strings.Contains(url, "://") && !strings.ContainsAny(url, " \n{<") {
		r.url, r.bodies[requestSide] = url, "" // <request method="GET">https://…</request>
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

func firstOf[S ~string](values ...S) S {
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
	if r.said.Value == "" {
		r.said = o.said
	}
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

// part makes an exchange of a record.
func (r *record) part(d *document, format string) part {
	if r.silence && r.status == 0 {
		set(&r.bodies[responseSide], r.bodies[noSide])
		r.bodies[noSide] = ""
	}
	r.settle(requestSide)
	r.takeMessage()
	e := &Exchange{Format: format, Span: r.span, Labels: r.labels}
	if url := r.address(d.reader); r.method != "" || url != "" {
		e.Request = &Request{Method: r.method, URL: url, Headers: r.headers[requestSide], Body: r.bodies[requestSide], Span: r.span}
	} else if len(r.headers[requestSide]) > 0 || r.sends() {
		e.Request = &Request{Headers: r.headers[requestSide], Body: r.bodies[requestSide], Span: r.span}
	}
	if r.silence && r.status == 0 && r.bodies[responseSide] != "" && !looksLikeError(r.bodies[responseSide]) { // the client's own words
		r.failure, r.bodies[responseSide], r.headers[responseSide] = firstOf(r.bodies[responseSide], r.failure), "", nil
	}
	if words := r.bodies[responseSide]; format == outlineName && r.status == 0 && failureKind(words) != "" && !looksLikeError(words) {
		r.failure, r.bodies[responseSide] = failingLine(d.text[r.span.Start:r.span.End]), ""
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
		if len(r.times) > 1 {
			at = r.times[max(0, slices.IndexFunc(r.times, func(t textSpan) bool { return isZoned(t.text) }))]
		}
		e.Labels = append(e.Labels, Label{OccurredAt, recordTime, at.text, at.span})
	}
	return part{format: format, whole: e, span: r.span}
}

// takeMessage takes the message of the gateway's error that the record tells beside its uuid or code. Without
// them, or beside the error's body, "error_message" is what the client said of it.
func (r *record) takeMessage() {
	named := slices.ContainsFunc(r.labels, func(l Label) bool { return l.Field == ErrorUUID || l.Field == ErrorCode })
	if named && r.bodies[responseSide] == "" && r.said.Value != "" {
		r.labels = append(r.labels, r.said)
	}
}

// tellsError reports whether a record names both the uuid and the code of an error.
func (r *record) tellsError() bool {
	names := func(f Field) bool {
		return slices.ContainsFunc(r.labels, func(l Label) bool { return l.Field == f })
	}
	return names(ErrorUUID) && names(ErrorCode)
}

// failingLine returns the line of a text that tells why no answer came.
func failingLine(text string) string {
	visited(len(text))
	for line := range strings.Lines(text) {
		if failureKind(line) != "" {
			return strings.TrimSpace(line)
		}
	}
	return ""
}
