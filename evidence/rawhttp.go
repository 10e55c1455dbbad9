package evidence

import "strings"

// rawHTTP reads messages as they go over the wire (RFC 9112), and HTTP/2 messages written
// with their pseudo-headers (RFC 9113 §8.3).
type rawHTTP struct{}

const rawHTTPName = "raw HTTP"

func (f rawHTTP) parts(d *document) []part {
	var out []part
	for k := 0; k < len(d.lines); {
		if d.taken[k] {
			k++
			continue
		}
		p, next := f.message(d, k)
		if p.request != nil || p.response != nil {
			d.take(k, next)
			out = append(out, p)
		}
		k = max(k+1, next)
	}
	return out
}

// message reads the message that starts in line k. Where none does the part is empty, and
// next is behind what was read in vain.
func (rawHTTP) message(d *document, k int) (p part, next int) {
	if c := at(d.text, d.lines[k].Start); isLower(c) || isDigit(c) || c == '{' || c == '"' {
		return part{}, k // most lines: they need no look
	}
	line, start := d.trimmed(k)
	if len(line) < 4 {
		return part{}, k
	}
	switch {
	case line[0] == ':':
		return pseudo(d, k, line, start)
	case line[0] == 'H' && isStatusLine(line):
		status, reason := splitStatus(line)
		return rawResponse(d, k, k+1, &Response{Status: status, Reason: reason}, start)
	case isRequestLine(line):
		t, _ := requestLine(line)
		return rawRequest(d, k, &Request{Method: t.method, URL: t.url}, start)
	}
	return part{}, k
}

func rawRequest(d *document, k int, q *Request, start int) (part, int) {
	headers, next := d.headers(k + 1)
	body, next := d.bodyOf(next, headers, bodiless[q.Method])
	q.Headers, q.Body = headers, body.text
	if strings.Trim(q.Body, "<>=-*#~_ \t\r\n") == "" { // what a logger puts between the messages
		q.Body = ""
	}
	q.URL = d.reader.absolute(q.URL, headers, "")
	q.Span = Span{start, d.endOf(k, next)}
	return part{format: rawHTTPName, request: q, span: q.Span}, next
}

func rawResponse(d *document, k, from int, p *Response, start int) (part, int) {
	headers, next := d.headers(from)
	body, next := d.bodyOf(next, headers, false)
	p.Headers, p.Body = headers, body.text
	p.Span = Span{start, d.endOf(k, next)}
	return part{format: rawHTTPName, response: p, span: p.Span}, next
}

// endOf returns where the text of the lines from k up to next ends, empty ones left out.
func (d *document) endOf(k, next int) int {
	for next > k+1 && d.blank(next-1) {
		next--
	}
	return d.lines[max(k, next-1)].End
}

// pseudo reads a message that starts with a pseudo-header.
func pseudo(d *document, k int, line string, start int) (part, int) {
	h, ok := headerLine(line)
	if !ok {
		return part{}, k
	}
	if h.Name == ":status" {
		status, reason := splitStatus(h.Value)
		if status == 0 {
			return part{}, k
		}
		return rawResponse(d, k, k+1, &Response{Status: status, Reason: reason}, start)
	}
	if h.Name == ":method" {
		return pseudoRequest(d, k, k+1, []Header{h}, start)
	}
	if h.Name == ":authority" || h.Name == ":path" || h.Name == ":scheme" {
		return pseudoRequest(d, k, k, nil, start)
	}
	return part{}, k
}

func pseudoRequest(d *document, k, from int, all []Header, start int) (part, int) {
	headers, next := d.headers(from)
	if len(all) == 0 && next < len(d.lines) {
		if line, _ := d.trimmed(next); len(line) > 0 && line[0] == ':' {
			if h, ok := headerLine(line); ok && h.Name == ":method" {
				more, after := d.headers(next + 1)
				headers, next = append(append(headers, h), more...), after
			}
		}
	}
	all = append(all, headers...)
	q := &Request{Method: header(all, ":method"), URL: header(all, ":path"), Headers: withoutPseudo(all)}
	q.URL = d.reader.absolute(q.URL, all, "")
	if q.Method == "" || q.URL == "" {
		return part{}, next
	}
	body, next := d.bodyOf(next, q.Headers, bodiless[q.Method])
	q.Body = body.text
	q.Span = Span{start, d.endOf(k, next)}
	return part{format: rawHTTPName, request: q, span: q.Span}, next
}

func withoutPseudo(all []Header) []Header {
	out := make([]Header, 0, len(all))
	for _, h := range all {
		if h.Name[0] != ':' {
			out = append(out, h)
		}
	}
	return out
}

// isChunkSize reports whether a line is the size of a chunk, without extensions.
func isChunkSize(line string) bool {
	n := 0
	for n < len(line) && isHex(line[n]) {
		n++
	}
	return n > 0 && n <= 8 && n == len(line)
}

// bodiless are the methods whose requests seldom have a body: theirs must look like one.
var bodiless = map[string]bool{"GET": true, "HEAD": true, "DELETE": true, "OPTIONS": true, "TRACE": true}

// bodyOf reads the body of a message with these headers from line k on. Where the headers say that
// there is none, or that it is JSON, only what looks like it is taken.
func (d *document) bodyOf(k int, headers []Header, unlikely bool) (body textSpan, next int) {
	if header(headers, "Content-Length") == "0" {
		return textSpan{}, k
	}
	first := k
	for first < len(d.lines) && !d.taken[first] && d.blank(first) {
		first++
	}
	if first >= len(d.lines) || d.taken[first] {
		return textSpan{}, k
	}
	line, _ := d.trimmed(first)
	if n := first + 1; hasFold(header(headers, "Transfer-Encoding"), "chunked") && isChunkSize(line) && n < len(d.lines) && !d.taken[n] && !d.blank(n) {
		k = n // the first chunk, behind its size (RFC 9112 §7.1)
		line, _ = d.trimmed(n)
	}
	json := strings.Contains(strings.ToLower(header(headers, "Content-Type")), "json")
	if (json || unlikely) && strings.IndexByte("{[\"<", line[0]) < 0 && !(json && len(line) < 6) {
		return textSpan{}, k
	}
	return d.body(k, false)
}
