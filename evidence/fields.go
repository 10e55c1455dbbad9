package evidence

// ParseRequest reads the text of a form's request field: method and URL at least, then
// headers, an empty line and the body. It takes what String writes, and whatever Read
// understands. ok is false when method or URL is missing.
func (r *Reader) ParseRequest(text Clean) (req Request, ok bool) {
	d := newDocument(r, text.text)
	k := d.next(0)
	if k < 0 {
		return Request{}, false
	}
	line, start := d.trimmed(k)
	if t, found := requestLine(line); found {
		headers, body := d.message(k)
		req = Request{Method: t.method, Headers: headers, Body: body, Span: Span{start, len(text.text)}}
		req.URL = r.absolute(t.url, headers, "")
		return req, true
	}
	for _, e := range r.find(text, -1).Exchanges {
		if e.Request != nil && e.Request.Method != "" && e.Request.URL != "" {
			return *e.Request, true
		}
	}
	return Request{}, false
}

// ParseResponse reads the text of a form's response field: a status at least, then headers,
// an empty line and the body. ok is false when there is no status.
func (r *Reader) ParseResponse(text Clean) (resp Response, ok bool) {
	d := newDocument(r, text.text)
	k := d.next(0)
	if k < 0 {
		return Response{}, false
	}
	line, start := d.trimmed(k)
	if status, reason := splitStatus(line); status > 0 {
		headers, body := d.message(k)
		return Response{Status: status, Reason: reason, Headers: headers, Body: body, Span: Span{start, len(text.text)}}, true
	}
	for _, e := range r.find(text, -1).Exchanges {
		if e.Response != nil && e.Response.Status > 0 {
			return *e.Response, true
		}
	}
	return Response{}, false
}

// message reads the headers below line k and takes all that follows as the body.
func (d *document) message(k int) ([]Header, string) {
	headers, next := d.headers(k + 1)
	for next < len(d.lines) && d.blank(next) {
		next++
	}
	if next >= len(d.lines) {
		return headers, ""
	}
	return headers, d.text[d.lines[next].Start:d.endOf(next, len(d.lines))]
}
