package evidence

import (
	"sort"
	"strings"
)

// pairing puts parts together into exchanges, in the order of the text.
type pairing struct {
	reader *Reader
	done   []*builder
	cur    *builder
}

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

// exchanges pairs requests with what came of them. A new exchange starts with a request
// after a request, with a response after a response, and with a label that is already
// there and says something else.
func (r *Reader) exchanges(parts []part) []Exchange {
	if len(parts) == 0 {
		return nil
	}
	sort.SliceStable(parts, func(i, j int) bool { return parts[i].span.Start < parts[j].span.Start })
	p := &pairing{reader: r, cur: &builder{}}
	for i := range parts {
		p.add(&parts[i])
	}
	p.begin()
	p.fold()
	out := make([]Exchange, 0, len(p.done))
	for _, b := range p.done {
		b.At = b.moment()
		if b.Request != nil {
			b.Request.Headers = fieldsOnly(b.Request.Headers)
		}
		if b.Response != nil {
			b.Response.Headers = fieldsOnly(b.Response.Headers)
		}
		out = append(out, b.Exchange)
	}
	return out
}

// oneLine makes one line of a value that was folded.
var oneLine = strings.NewReplacer("\r", "", "\n", " ")

// fieldsOnly keeps of headers what can be header fields (RFC 9110 §5.1), each on one line.
func fieldsOnly(headers []Header) []Header {
	out := headers[:0]
	for _, h := range headers {
		value := strings.TrimSpace(oneLine.Replace(h.Value))
		if got, ok := headerLine(h.Name + ": " + value); ok && got.Name == h.Name {
			out = append(out, got)
		}
	}
	return out
}

// begin closes the current exchange and opens the next.
func (p *pairing) begin() {
	if !p.cur.empty() || len(p.cur.Labels) > 0 {
		p.done = append(p.done, p.cur)
	}
	p.cur = &builder{}
}

func (p *pairing) add(x *part) {
	switch {
	case x.whole != nil:
		p.whole(x)
	case x.body != "":
		p.body(x)
	case x.label != nil:
		p.label(x)
	case x.request != nil:
		p.request(x)
	case x.response != nil:
		p.response(x)
	case x.failure != nil:
		p.failure(x)
	}
	p.cur.widen(x.span)
}

// whole takes an exchange that is shown in one piece. It fills the gaps of the one that is being
// put together when both may be the same; a half finds the other by its request id.
func (p *pairing) whole(x *part) {
	b := &builder{Exchange: *x.whole}
	switch other := p.sameCall(b); {
	case other != nil:
		other.fill(b)
		other.hinted = other.hinted || other.Response != nil && other.Response == b.Response && len(b.Response.Headers) == 0
		other.widen(x.span)
		return
	case p.cur.empty() && len(p.cur.Labels) > 0 && !p.cur.clashes(b):
		b.Labels = append(p.cur.Labels, b.Labels...)
		b.said = p.cur.said
		p.cur = &builder{}
	}
	p.begin()
	p.cur = b
	b.hinted = b.Response != nil && len(b.Response.Headers) == 0
	p.named(x)
}

// sameCall returns the exchange that b tells more of: the current one, or a request without an
// answer that has the same request id.
func (p *pairing) sameCall(b *builder) *builder {
	if !p.cur.empty() && p.cur.agrees(b) {
		return p.cur
	}
	id := b.requestID()
	if b.Request != nil && b.Request.Method != "" || id == "" {
		return nil
	}
	for i := len(p.done) - 1; i >= max(0, len(p.done)-maxLabels); i-- {
		if o := p.done[i]; !o.ended() && strings.EqualFold(o.requestID(), id) {
			return o
		}
	}
	return nil
}

// repeats reports whether a message is one that an exchange has already, shown once more: it has the
// same request id, and nothing that differs.
func (b *builder) repeats(o *builder) bool {
	return b.requestID() != "" && strings.EqualFold(b.requestID(), o.requestID()) && !b.clashes(o) && b.agrees(o) &&
		(o.Response == nil || o.Response.Status == b.Response.Status)
}

// answers reports whether an exchange that has no request has the id of one.
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
		return (q.Method == r.Method || q.Method == "" || r.Method == "") && pathOf(q.URL) == pathOf(r.URL)
	} else if q != nil && r != nil && q.URL == "" && r.Method == "" {
		return true // the method of one, the address of the other
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
		return b.Response.Body != "" && o.Response.Body != "" && b.Response.Body != o.Response.Body
	}
	return b.Failure != nil && o.Response != nil && o.Response.Status > 0 || b.Response != nil && b.Response.Status > 0 && o.Failure != nil
}

// requestID returns the request id that an exchange names first.
func (b *builder) requestID() string {
	if b.Request != nil {
		if id := header(b.Request.Headers, "X-Request-ID"); id != "" {
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
	host := header(q.Headers, "Host")
	return host != "" && strings.EqualFold(hostOf(url), host) && pathOf(url) == pathOf(q.URL)
}

// assumed reports whether a URL may have been put together from a path and a Host header, with a
// scheme that nothing said.
func (q *Request) assumed() bool {
	return strings.HasPrefix(q.URL, "https://") && strings.EqualFold(hostOf(q.URL), header(q.Headers, "Host"))
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
		set(&b.Response.Body, p.Body)
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

func (p *pairing) named(x *part) {
	if p.cur.Format == "" || p.cur.Format == curlCommandName && x.format == curlName {
		p.cur.Format = x.format
	}
}

func (p *pairing) label(x *part) {
	value := strings.ToLower(x.label.Value)
	said := p.cur.said[x.label.Field]
	if p.cur.ended() && !x.weak && (len(said) > 1 || len(said) == 1 && !said[value]) {
		p.begin()
		said = nil
	}
	if said[value] || len(said) >= maxLabels {
		return
	}
	if said == nil {
		said = map[string]bool{}
		if p.cur.said == nil {
			p.cur.said = map[Field]map[string]bool{}
		}
		p.cur.said[x.label.Field] = said
	}
	said[value] = true
	p.cur.Labels = append(p.cur.Labels, *x.label)
}

func (p *pairing) request(x *part) {
	switch cur := p.cur; {
	case cur.Request == nil && (!cur.ended() || cur.hinted && !x.weak): // errors may be printed before what they are about
	case cur.Request == nil && x.command && cur.answers(x.request): // the source of the call below its answer
	case !cur.ended() && !cur.command && !x.weak && cur.repeats(&builder{Exchange: Exchange{Request: x.request}}):
		cur.fill(&builder{Exchange: Exchange{Request: x.request}})
		return
	case cur.command && !cur.ended() && !x.command && !x.weak:
		if x.request.Body == "" {
			x.request.Body = cur.Request.Body
		}
	case x.weak:
		if cur.Request != nil {
			set(&cur.Request.Body, x.request.Body)
			set(&cur.Request.Method, x.request.Method)
			if cur.Request.URL == "" || !strings.Contains(cur.Request.URL, "://") && pathOf(cur.Request.URL) == pathOf(x.request.URL) {
				cur.Request.URL = firstOf(x.request.URL, cur.Request.URL)
			}
		} else {
			cur.Request = x.request
		}
		return
	default:
		p.begin()
	}
	p.cur.Request, p.cur.command = x.request, x.command
	p.named(x)
}

func (p *pairing) response(x *part) {
	if again := (&builder{Exchange: Exchange{Response: x.response}}); p.cur.Response != nil && !x.weak && p.cur.repeats(again) {
		p.cur.fill(again)
		return
	}
	if a := p.cur.Response; x.response.Status == 0 && len(x.response.Headers) == 0 && a != nil && !looksLikeError(a.Body) && looksLikeError(x.response.Body) {
		p.body(&part{format: x.format, body: x.response.Body, span: x.span})
		return
	}
	if o := p.asked(x.response); o != nil {
		o.Response = x.response
		o.widen(x.span)
		return
	}
	if got := p.cur.Response; got != nil && p.cur.hinted && !x.weak && got.Status == x.response.Status && len(x.response.Headers) > 0 && !p.cur.another(x.response) {
		set(&x.response.Body, got.Body)
		p.cur.Response, p.cur.hinted = x.response, false
		return
	}
	if got := p.cur.Response; got != nil && got.Status >= 200 || p.cur.Failure != nil && !x.weak {
		if x.weak && got != nil {
			if got.Body == "" {
				got.Body = x.response.Body
			}
			if got.Status == 0 {
				got.Status = x.response.Status
			}
			return
		}
		p.begin()
	}
	if got := p.cur.Response; got != nil && got.Status == 0 {
		if x.response.Body == "" {
			x.response.Body = got.Body
		}
		x.response.Span.Start = min(got.Span.Start, x.response.Span.Start)
	}
	if got := p.cur.Response; got != nil && x.response.Status == 0 {
		if got.Body == "" {
			got.Body = x.response.Body
		}
		return
	}
	p.cur.Response, p.cur.hinted = x.response, x.weak
	p.named(x)
}

// another reports whether a response has the request id of another exchange.
func (b *builder) another(r *Response) bool {
	id := header(r.Headers, "X-Request-ID")
	return id != "" && b.requestID() != "" && !strings.EqualFold(id, b.requestID())
}

// asked returns the earlier exchange that a response belongs to by its request id, when several were
// asked for before the first was answered; nil for none.
func (p *pairing) asked(r *Response) *builder {
	id := header(r.Headers, "X-Request-ID")
	if id == "" || p.cur.ended() || p.cur.requestID() == "" || strings.EqualFold(p.cur.requestID(), id) {
		return nil
	}
	for i := len(p.done) - 1; i >= max(0, len(p.done)-maxLabels); i-- {
		if o := p.done[i]; !o.ended() && strings.EqualFold(o.requestID(), id) {
			return o
		}
	}
	return nil
}

// body gives a body that stands apart to the message that it can belong to: to the response when it
// is an error of the gateway or the request has all it needs.
func (p *pairing) body(x *part) {
	cur := p.cur
	isError := looksLikeError(x.body)
	q, a := cur.Request, cur.Response
	switch {
	case !isError && q != nil && a == nil && q.Body == "" && !bodiless[q.Method]:
		q.Body = x.body
	case a != nil && a.Body == "":
		a.Body = x.body
	case a != nil && isError && q != nil && q.Body == "" && !bodiless[q.Method] && !looksLikeError(a.Body):
		q.Body, a.Body = a.Body, x.body // both stand below the line that tells of the call, in their order
	case a != nil && isError && !sameJSON(a.Body, x.body):
		p.begin()
		p.cur.Response = &Response{Body: x.body, Span: x.span}
		p.named(x)
	case a == nil && isError:
		cur.Response = &Response{Body: x.body, Span: x.span}
		p.named(x)
	}
}

// sameJSON reports whether two bodies are the same but for white space.
func sameJSON(a, b string) bool {
	strip := func(s string) string { return strings.Join(strings.Fields(s), "") }
	return a == b || strip(a) == strip(b)
}

func (p *pairing) failure(x *part) {
	if p.cur.ended() {
		return
	}
	p.cur.Failure = x.failure
	p.named(x)
}

// fold takes exchanges that are only labels, or only a command line whose exchange is shown
// elsewhere, into the one that they belong to.
func (p *pairing) fold() {
	var kept []*builder
	for _, b := range p.done {
		switch twin := p.twin(kept, b); {
		case b.empty() && len(kept) > 0:
			kept[len(kept)-1].Labels = append(kept[len(kept)-1].Labels, b.Labels...)
		case twin != nil:
			twin.complete(b)
		case len(kept) > 0 && kept[len(kept)-1].tellsWhy(b):
			b.Failure = kept[len(kept)-1].Failure
			b.Labels = append(kept[len(kept)-1].Labels, b.Labels...)
			b.widen(kept[len(kept)-1].Span)
			kept[len(kept)-1] = b
		case len(kept) > 0 && kept[len(kept)-1].bodyOf(b):
			b.Response.Body = kept[len(kept)-1].Response.Body
			b.Labels = append(b.Labels, kept[len(kept)-1].Labels...)
			kept[len(kept)-1] = b
		case len(kept) > 0 && kept[len(kept)-1].again(b):
			kept[len(kept)-1] = b
		default:
			kept = append(kept, b)
		}
	}
	if len(kept) > 1 && kept[0].empty() {
		kept[1].Labels = append(kept[0].Labels, kept[1].Labels...)
		kept = kept[1:]
	}
	p.done = kept
}

// tellsWhy reports whether an exchange is only a failure, which a tool tells before it shows the
// request that came to nothing.
func (b *builder) tellsWhy(o *builder) bool {
	return b.Request == nil && b.Response == nil && b.Failure != nil && o.Request != nil && !o.ended()
}

// bodyOf reports whether an exchange is only a body, which a terminal may show before the message
// that it belongs to.
func (b *builder) bodyOf(o *builder) bool {
	return b.Request == nil && b.Response != nil && b.Response.Status == 0 && len(b.Response.Headers) == 0 && looksLikeError(b.Response.Body) &&
		o.Response != nil && o.Response.Status >= 400 && o.Response.Body == ""
}

// again reports whether an exchange is one that the text shows once more, with all that it had left
// out: the access log of a client before its debug output. What it said itself is taken over.
func (b *builder) again(o *builder) bool {
	q, r := b.Request, o.Request
	if q == nil || r == nil || b.Response == nil || o.Response == nil || len(q.Headers) > 0 || len(r.Headers) == 0 || b.requestID() != "" ||
		q.Method != r.Method || pathOf(q.URL) != pathOf(r.URL) || b.Response.Status != o.Response.Status || b.clashes(o) {
		return false
	}
	o.fill(b)
	o.widen(b.Span)
	return true
}

// twin returns the exchange whose request the command line of b is.
func (p *pairing) twin(kept []*builder, b *builder) *builder {
	if b.Request == nil || b.ended() || !b.command || len(kept) == 0 {
		return nil
	}
	last := kept[len(kept)-1]
	if last.Request != nil && last.Request.Method == b.Request.Method && pathOf(last.Request.URL) == pathOf(b.Request.URL) {
		return last
	}
	return nil
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

// moment returns when the exchange happened: by the response, else by a label, else by the
// request.
func (b *builder) moment() *Moment {
	if b.Response != nil {
		if m, err := ParseMoment(header(b.Response.Headers, "Date")); err == nil {
			m.Span = b.Response.Span
			return &m
		}
	}
	for _, l := range b.Labels {
		if l.Field != OccurredAt {
			continue
		}
		if m, err := ParseMoment(l.Value); err == nil {
			m.Span = l.Span
			return &m
		}
	}
	if b.Request != nil {
		if m, err := ParseMoment(header(b.Request.Headers, "Date")); err == nil {
			m.Span = b.Request.Span
			return &m
		}
	}
	return nil
}

// choose returns the exchange that a ticket is about: the last that failed, else the last,
// -1 for none.
func choose(all []Exchange) int {
	ask := -1 // the last failed preflight
	for i := len(all) - 1; i >= 0; i-- {
		switch {
		case !all[i].Failed():
		case !all[i].preflight():
			return i
		case ask < 0:
			ask = i
		}
	}
	if ask >= 0 {
		return ask
	}
	return len(all) - 1
}

// preflight reports whether a browser only asks whether it may make a call (Fetch §3.2.2).
func (e *Exchange) preflight() bool {
	return e.Request != nil && e.Request.Method == "OPTIONS" && header(e.Request.Headers, "Access-Control-Request-Method") != ""
}

// Failed reports whether an exchange ended in an error or without a response.
func (e *Exchange) Failed() bool {
	return e.Failure != nil || e.Response != nil && (e.Response.Status >= 400 || e.Response.Status == 0 && looksLikeError(e.Response.Body))
}
