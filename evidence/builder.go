package evidence

import (
	"strings"
)

// builder is an exchange being put together.
type builder struct {
	Exchange
	command bool                      // its request comes from a command line alone
	hinted  bool                      // its response is told in words or in a line, without headers
	said    map[Field]map[string]bool // the values of its labels, lower case
}

// maxLabels is how many values an exchange keeps for one field: a log has more, a ticket
// doesn't need them.
const maxLabels = 64

func (b *builder) empty() bool { return b.Request == nil && b.Response == nil && b.Failure == nil }

func (b *builder) ended() bool { return b.Response != nil || b.Failure != nil }

// repeats reports whether a message is one that an exchange has already, shown once more: it has the
// same request id, and nothing that differs.
func (b *builder) repeats(o *builder) bool {
	return b.requestID() != "" && strings.EqualFold(b.requestID(), o.requestID()) && !b.clashes(o) && b.agrees(o) &&
		(o.Response == nil || o.Response.Status == b.Response.Status)
}

// headersOnly reports whether all that an exchange has are the headers of a request.
func (b *builder) headersOnly() bool {
	return b.Request != nil && b.Request.Method == "" && b.Request.URL == "" && len(b.Request.Headers) > 0 && !b.ended()
}

// bareTwin reports whether an exchange shows a request by its line alone that another shows whole, by one id:
// a browser's pane lists what came before what was sent.
func (b *builder) bareTwin(q *Request) bool {
	own := b.Request
	return own != nil && len(own.Headers) == 0 && own.Body == "" && own.sameCall(q) && b.answers(q)
}

// answers reports whether an exchange has the id of a request.
func (b *builder) answers(q *Request) bool {
	id := b.requestID()
	return id != "" && strings.EqualFold(id, header(q.Headers, "X-Request-ID"))
}

// agrees reports whether two exchanges may be one: nothing that both say differs, and they say
// something in common or complete each other.
func (b *builder) agrees(o *builder) bool {
	if b.clashes(o) {
		return false
	}
	if q, r := b.Request, o.Request; q != nil && r != nil && (q.Method != "" && r.Method != "" || q.URL != "" && r.URL != "") {
		return (q.Method == r.Method || q.Method == "" || r.Method == "") && (q.URL == "" || r.URL == "" || samePath(q.URL, r.URL))
	} else if q != nil && r != nil && q.URL == "" && (r.Method == "" || q.Method == "") {
		return true // the method of one, the address of the other; or only headers and a body
	}
	return b.Request == nil || o.Request == nil || !b.ended() || o.Request.Method == "" && o.Request.URL == ""
}

// clashes reports whether two exchanges say different things.
func (b *builder) clashes(o *builder) bool {
	x, y := b.requestID(), o.requestID()
	if x != "" && y != "" && !strings.EqualFold(x, y) {
		return true
	}
	if b.Response != nil && o.Response != nil {
		if s, t := b.Response.Status, o.Response.Status; s > 0 && t > 0 && s != t {
			return true
		}
		return b.Response.Body != "" && o.Response.Body != "" && b.Response.Body != o.Response.Body && !sameError(b.Response.Body, o.Response.Body)
	}
	return b.Failure != nil && o.Response != nil && o.Response.Status > 0 || b.Response != nil && b.Response.Status > 0 && o.Failure != nil
}

// sameError reports whether two bodies are one error of the gateway, which a log may have cut.
func sameError(a, b string) bool {
	id := lenientError(a).UUID
	return id != "" && id == lenientError(b).UUID
}

// requestID returns the request id that an exchange names first.
func (b *builder) requestID() string {
	if b.Request != nil {
		if id := header(b.Request.Headers, "X-Request-ID"); id != "" && id[0] != '$' { // a variable of the program
			return id
		}
	}
	if b.Response != nil {
		if id := header(b.Response.Headers, "X-Request-ID"); id != "" {
			return id
		}
	}
	for _, l := range b.Labels {
		if l.Field == RequestID {
			return l.Value
		}
	}
	return ""
}

// worseURL reports whether a URL says more than the request's own: that has none, or was put
// together from a path and a Host header, which doesn't tell the scheme.
func (q *Request) worseURL(url string) bool {
	if q.URL == "" || !strings.Contains(q.URL, "://") {
		return strings.Contains(url, "://") || q.URL == ""
	}
	if url != q.URL && strings.Replace(q.URL, hostOf(q.URL)+"//", hostOf(q.URL)+"/", 1) == url {
		return true // printed with one slash too many
	}
	host := header(q.Headers, "Host")
	return host != "" && strings.EqualFold(hostOf(url), host) && pathOf(url) == pathOf(q.URL)
}

// assumed reports whether a URL may have been put together from a path and a Host header, with a
// scheme that nothing said.
func (q *Request) assumed() bool {
	return strings.HasPrefix(q.URL, "https://") && strings.EqualFold(hostOf(q.URL), header(q.Headers, "Host"))
}

// schemeOf takes the scheme of the URL that a command line asks for, where nothing on the wire said one.
func (q *Request) schemeOf(asked string) {
	if scheme, _, ok := strings.Cut(asked, "://"); ok && q.assumed() && strings.EqualFold(hostOf(asked), hostOf(q.URL)) {
		_, rest, _ := strings.Cut(q.URL, "://")
		q.URL = strings.ToLower(scheme) + "://" + rest
	}
}

// fill takes what another view of the same exchange says, where this one says nothing.
func (b *builder) fill(o *builder) {
	switch q := o.Request; {
	case q == nil:
	case b.Request == nil:
		b.Request = q
	default:
		set(&b.Request.Method, q.Method)
		if b.Request.worseURL(q.URL) && !(q.assumed() && strings.Contains(b.Request.URL, "://")) {
			b.Request.URL = q.URL
		}
		if len(b.Request.Headers) == 0 {
			b.Request.Headers = q.Headers
		}
		set(&b.Request.Body, q.Body)
	}
	switch p := o.Response; {
	case p == nil:
	case b.Response == nil:
		b.Response = p
	default:
		if b.Response.Status == 0 {
			b.Response.Status, b.Response.Reason = p.Status, p.Reason
		}
		if len(b.Response.Headers) == 0 {
			b.Response.Headers = p.Headers
		}
		if set(&b.Response.Body, p.Body); sameError(b.Response.Body, p.Body) && isJSON(p.Body) && !isJSON(b.Response.Body) {
			b.Response.Body = p.Body // which a log has cut
		}
	}
	if b.Response == nil && b.Failure == nil {
		b.Failure = o.Failure
	}
	b.Labels = append(b.Labels, o.Labels...)
}

func (b *builder) widen(s Span) {
	if b.Span == (Span{}) {
		b.Span = s
		return
	}
	b.Span = Span{min(b.Span.Start, s.Start), max(b.Span.End, s.End)}
}

// another reports whether a response has the request id of another exchange.
func (b *builder) another(r *Response) bool {
	id := header(r.Headers, "X-Request-ID")
	return id != "" && b.requestID() != "" && !strings.EqualFold(id, b.requestID())
}

// sameJSON reports whether two bodies are the same but for white space.
func sameJSON(a, b string) bool {
	strip := func(s string) string { return strings.Join(strings.Fields(s), "") }
	return a == b || strip(a) == strip(b)
}

// tellsWhy reports whether an exchange is only a failure, which a tool tells before it shows the
// request that came to nothing.
func (b *builder) tellsWhy(o *builder) bool {
	return b.Request == nil && b.Response == nil && b.Failure != nil && o.Request != nil && !o.ended()
}

// plans reports whether an exchange only names the URL of the call below it, and perhaps the body: what a client
// notes before it sends.
func (b *builder) plans(o *builder) bool {
	q, r := b.Request, o.Request
	return q != nil && r != nil && !b.ended() && o.ended() && q.Method == "" && r.Method != "" && len(q.Headers) == 0 && strings.Contains(q.URL, "://") &&
		samePath(q.URL, r.URL) && strings.EqualFold(hostOf(q.URL), hostOf(r.URL)) && (r.Body == "" || q.Body == "") && !b.clashes(o)
}

// bodyOf reports whether an exchange is only a body, which a terminal may show before the message
// that it belongs to, only bodies above the call that has its id, as the report of a test shows them, or the error of
// a call that is shown once more with its status alone.
func (b *builder) bodyOf(o *builder) bool {
	q, id := b.Request, b.requestID()
	again := q != nil && o.Request != nil && q.sameCall(o.Request) && id != "" && strings.EqualFold(id, o.requestID())
	if q != nil && !again && (q.Method != "" || q.URL != "" || len(q.Headers) > 0) || b.Response == nil || b.Response.Status > 0 || len(b.Response.Headers) > 0 || !looksLikeError(b.Response.Body) {
		return false
	}
	return o.Response != nil && o.Response.Body == "" && (o.Response.Status >= 400 && (q == nil || again) || o.Response.Status == 0 && id != "" && strings.EqualFold(id, o.requestID()))
}

// answerAbove reports whether an exchange is only the response to a request below it: of a block that a
// person wrote, or with the request's id.
func (b *builder) answerAbove(o *builder) bool {
	return b.Request == nil && b.Response != nil && o.Request != nil && !o.ended() && !b.clashes(o) &&
		(b.Format == blockName && o.Format == blockName || b.answers(o.Request))
}

// again reports whether an exchange is one that the text shows once more, with all that it had left
// out: the access log of a client before its debug output. What it said itself is taken over.
func (b *builder) again(o *builder) bool {
	q, r := b.Request, o.Request
	if q == nil || r == nil || b.Response == nil || o.Response == nil || len(q.Headers) > 0 || len(r.Headers) == 0 || b.requestID() != "" ||
		!q.sameCall(r) || b.Response.Status != o.Response.Status || b.clashes(o) {
		return false
	}
	o.fill(b)
	o.widen(b.Span)
	return true
}

// sentOnly reports whether all that an exchange says of its request is the body, in a record that names its id.
func (b *builder) sentOnly() bool {
	q := b.Request
	return q != nil && q.Method == "" && q.URL == "" && len(q.Headers) == 0 && q.Body != "" && !b.ended() && b.Format == structuredName
}

// summaryOf reports whether an exchange is a line that tells, without the method, what became of the call
// below it, which shows the error alone: the exception of a client. What it said is taken over.
func (b *builder) summaryOf(o *builder) bool {
	q, r := b.Request, o.Request
	if q == nil || r == nil || q.Method != "" || q.URL == "" || q.URL != r.URL || b.Response == nil || b.Response.Status < 400 ||
		o.Response == nil || o.Response.Status > 0 || b.clashes(o) {
		return false
	}
	o.fill(b)
	o.widen(b.Span)
	return true
}

func (b *builder) complete(other *builder) {
	if len(b.Request.Headers) == 0 {
		b.Request.Headers = other.Request.Headers
	}
	if b.Request.Body == "" {
		b.Request.Body = other.Request.Body
	}
	b.Labels = append(b.Labels, other.Labels...)
	b.widen(other.Span)
}

// dated returns the time in the Date of a message.
func dated(headers []Header) (Moment, error) {
	date := header(headers, "Date")
	if date == "" {
		return Moment{}, errNoMoment
	}
	return ParseMoment(date)
}

// moment returns when the exchange happened: by the response, else by a label, else by the
// request.
func (e *Exchange) moment() *Moment {
	if e.Response != nil {
		if m, err := dated(e.Response.Headers); err == nil {
			m.Span = e.Response.Span
			return &m
		}
	}
	for _, l := range e.Labels {
		if l.Field != OccurredAt {
			continue
		}
		if m, err := ParseMoment(l.Value); err == nil {
			m.Span = l.Span
			return &m
		}
	}
	if e.Request != nil {
		if m, err := dated(e.Request.Headers); err == nil {
			m.Span = e.Request.Span
			return &m
		}
	}
	return nil
}

// answeredOnly takes an error of the gateway out of a request: nobody sends one, a log has told what came
// beside what was sent. The answer whose status a report told above the call has its body below it.
func (b *builder) answeredOnly() {
	if b.Request == nil || !looksLikeError(b.Request.Body) {
		return
	}
	if b.Response == nil {
		b.Response = &Response{Span: b.Request.Span}
	}
	if p := b.Response; len(p.Headers) == 0 && p.Span.Start < b.Request.Span.Start && p.Status >= 400 && !looksLikeError(p.Body) {
		p.Body = b.Request.Body
	}
	if set(&b.Response.Body, b.Request.Body); sameError(b.Response.Body, b.Request.Body) {
		b.Request.Body = ""
	}
}
