package evidence

import "strings"

// withoutTunnels leaves out the answer by which a proxy opens a tunnel (RFC 9110 §9.3.6): the call of
// the gateway comes after it.
func withoutTunnels(parts []part) []part {
	out := parts[:0]
	for i := range parts {
		if a := parts[i].response; a == nil || a.Status/100 != 2 || !strings.EqualFold(a.Reason, "connection established") {
			out = append(out, parts[i])
		}
	}
	return out
}

// goOn opens the exchange of an answer that comes behind another answer or a failure. A command line is
// the request of each: it asks again where it follows a redirect or tries once more, and what it says
// of an answer that broke off may stand before that answer.
func (p *pairing) goOn(a *Response) {
	last := p.cur
	p.begin()
	if !last.command || last.another(a) {
		return
	}
	q := *last.Request
	if last.Response != nil && last.Response.Status/100 == 3 {
		q.follow(header(last.Response.Headers, "Location"))
	}
	p.cur.Request, p.cur.command = &q, true
}

// follow takes the address that a redirect names (RFC 9110 §10.2.2).
func (q *Request) follow(location string) {
	switch {
	case strings.Contains(location, "://"):
		q.URL = location
	case strings.HasPrefix(location, "/"):
		if scheme, rest, ok := strings.Cut(q.URL, "://"); ok {
			q.URL = scheme + "://" + hostOf(scheme+"://"+rest) + location
		}
	}
}

// tellsOf reports whether the answer of an exchange, which has no headers, is the one that is shown here
// with them, or with the body that it lacks.
func (b *builder) tellsOf(a *Response) bool {
	got := b.Response
	if got == nil || len(a.Headers) == 0 && (got.Body != "" || b.Request == nil) || a.Status > 0 && a.Status != got.Status || b.another(a) {
		return false
	}
	return got.Body == "" || !isJSON(got.Body) || !isJSON(a.Body) || sameJSON(got.Body, a.Body)
}

// complete takes what another view of the same answer says, where this one says nothing or is cut off.
func (r *Response) complete(o *Response) {
	if r.Status == 0 {
		r.Status, r.Reason = o.Status, o.Reason
	}
	if r.Body == "" || !isJSON(r.Body) && isJSON(o.Body) {
		r.Body = o.Body
	}
}
