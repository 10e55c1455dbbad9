package evidence

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// pairing puts parts together into exchanges, in the order of the text.
type pairing struct {
	reader    *Reader
	done      []*builder
	cur       *builder
	loose     *Response // whose body stands apart from it
	commanded *Request  // what the last command line asked for
	ahead     []Label   // times and ids that a text tells behind an exchange: perhaps those of the next
}

// exchanges pairs requests with what came of them. A new exchange starts with a request
// after a request, with a response after a response, and with a label that is already
// there and says something else.
func (r *Reader) exchanges(parts []part) []Exchange {
	if len(parts) == 0 {
		return nil
	}
	sort.SliceStable(parts, func(i, j int) bool { return parts[i].span.Start < parts[j].span.Start })
	parts = withoutTunnels(parts)
	fillTemplates(parts)
	p := &pairing{reader: r, cur: &builder{}}
	for i := range parts {
		p.add(&parts[i])
	}
	p.cur.Labels = append(p.cur.Labels, p.ahead...)
	p.begin()
	p.fold()
	for _, b := range p.done {
		if b.sentOnly() { // of no call that the text shows
			b.Request = nil
		}
	}
	out := make([]Exchange, 0, len(p.done))
	for _, b := range p.done {
		b.At = b.moment()
		b.answeredOnly()
		if b.Request != nil {
			if isMarker(strings.TrimSpace(b.Request.Body)) { // the rest of a token that a terminal broke
				b.Request.Body = ""
			}
			b.Request.URL = strings.ReplaceAll(b.Request.URL, "&amp;", "&") // as chats export them
			b.Request.Headers = fieldsOnly(b.Request.Headers)
		}
		if b.Response != nil {
			b.Response.Headers = fieldsOnly(b.Response.Headers)
		}
		out = append(out, b.Exchange)
	}
	return out
}

// begin closes the current exchange and opens the next.
func (p *pairing) begin() {
	if !p.cur.empty() || len(p.cur.Labels) > 0 {
		p.done = append(p.done, p.cur)
	}
	p.cur = &builder{Exchange: Exchange{Labels: p.ahead}}
	p.ahead = nil
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
	case x.response != nil && x.response.madeUp():
		p.neverSent(x)
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
	case other != nil && other.ended() && b.sentOnly() && b.requestID() != "" && b.requestID() != other.requestID():
		other.Labels = append(other.Labels, b.Labels...)
		return
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

func (p *pairing) named(x *part) {
	if p.cur.Format == "" || p.cur.Format == curlCommandName && x.format == curlName {
		p.cur.Format = x.format
	}
}

func (p *pairing) label(x *part) {
	value := strings.ToLower(x.label.Value)
	said := p.cur.said[x.label.Field]
	apart := x.label.Field == OccurredAt && x.label.Name != textTime && onlyInText(p.cur.Labels) // what a sentence told before is none of the form's
	if len(said) > 0 && !said[value] && len(p.ahead) < maxLabels && p.mayLead(x) {
		p.ahead = append(p.ahead, *x.label)
		return
	}
	if p.cur.ended() && !x.weak && !apart && len(said) > 0 && !said[value] {
		p.begin()
		said = nil
	}
	if !said[value] && len(said) < maxLabels {
		p.cur.say(*x.label)
	}
}

// say takes a label and notes its value.
func (b *builder) say(l Label) {
	if b.said == nil {
		b.said = map[Field]map[string]bool{}
	}
	if b.said[l.Field] == nil {
		b.said[l.Field] = map[string]bool{}
	}
	b.said[l.Field][strings.ToLower(l.Value)] = true
	b.Labels = append(b.Labels, l)
}

// onlyInText reports whether sentences alone have told the times among some labels.
func onlyInText(all []Label) bool {
	return !slices.ContainsFunc(all, func(l Label) bool { return l.Field == OccurredAt && l.Name != textTime })
}

// mayLead reports whether a label that says something else than those of the current exchange may stand above
// the next call: a time in a sentence behind the answer, or an id or a time between a request and its answer.
func (p *pairing) mayLead(x *part) bool {
	if x.weak && (x.label.Field != OccurredAt || p.cur.ended()) {
		return x.label.Field == OccurredAt
	}
	q := p.cur.Request
	return q != nil && !p.cur.ended() && x.span.Start > q.Span.Start && (x.label.Field == RequestID || x.label.Field == OccurredAt)
}

func (p *pairing) request(x *part) {
	switch cur := p.cur; {
	case cur.Request == nil && (!cur.ended() || cur.hinted && !x.weak): // errors may be printed before what they are about
	case cur.Request == nil && x.command && cur.answers(x.request): // the source of the call below its answer
	case !cur.ended() && !cur.command && !x.weak && cur.repeats(&builder{Exchange: Exchange{Request: x.request}}):
		cur.fill(&builder{Exchange: Exchange{Request: x.request}})
		return
	case cur.bareTwin(x.request), !cur.ended() && !cur.command && !x.weak && x.format == blockName && cur.Request.told() && x.request.bare() && cur.Request.Method == x.request.Method && cur.Request.URL == x.request.URL:
		cur.fill(&builder{Exchange: Exchange{Request: x.request}})
		return
	case cur.headersOnly() && !x.weak && len(x.request.Headers) == 0:
		cur.fill(&builder{Exchange: Exchange{Request: x.request}}) // the headers were printed before the call
		return
	case cur.command && !cur.ended() && !x.command && !x.weak:
		p.commanded = cur.Request
		if x.request.Body == "" && x.request.Method == cur.Request.Method && header(x.request.Headers, "Content-Length") != "0" { // else another call came of it, or of the next command
			x.request.Body = cur.Request.Body
		}
		x.request.schemeOf(cur.Request.URL)
	case x.weak && cur.Request.otherThan(x.request): // sentences tell of several calls too
		p.begin()
	case x.weak:
		if cur.Request != nil {
			set(&cur.Request.Body, x.request.Body)
			set(&cur.Request.Method, x.request.Method)
			if url := cur.Request.URL; url == "" || pathOf(url) == pathOf(x.request.URL) && (!strings.Contains(url, "://") || cur.Request.assumed() && hostOf(url) == hostOf(x.request.URL)) {
				cur.Request.URL = firstOf(x.request.URL, cur.Request.URL)
			}
		} else {
			cur.Request = x.request
		}
		return
	default:
		p.begin()
		p.again(x.request)
	}
	p.cur.Request, p.cur.command = x.request, x.command
	p.named(x)
}

// again gives a request, which a client repeats with its credentials behind a challenge, the body of the command line:
// the length that it tells is that one's (RFC 9110 §11.6.1).
func (p *pairing) again(q *Request) {
	if c := p.commanded; c != nil && q.Body == "" && q.sameCall(c) && c.Body != "" && header(q.Headers, "Content-Length") == strconv.Itoa(len(c.Body)) {
		q.Body = c.Body
	}
}

// told reports whether a request shows more than its line.
func (q *Request) told() bool { return q != nil && (q.Body != "" || len(q.Headers) > 0) }

// bare reports whether a request is shown by its line alone.
func (q *Request) bare() bool { return !q.told() && q.Method != "" && q.URL != "" }

// otherThan reports whether both requests say what was called, and that it was something else.
func (q *Request) otherThan(o *Request) bool {
	return q != nil && q.Method != "" && o.Method != "" && strings.Contains(q.URL, "://") && strings.Contains(o.URL, "://") &&
		!q.sameCall(o)
}

// sameCall reports whether both requests have one method and one path.
func (q *Request) sameCall(o *Request) bool {
	return q.Method == o.Method && samePath(q.URL, o.URL)
}

// samePath reports whether two URLs have one path, which a client may print behind one slash more.
func samePath(a, b string) bool {
	return strings.TrimLeft(pathOf(a), "/") == strings.TrimLeft(pathOf(b), "/")
}

func (p *pairing) response(x *part) {
	p.giveBack()
	if again := (&builder{Exchange: Exchange{Response: x.response}}); p.cur.Response != nil && !x.weak && p.cur.repeats(again) {
		p.cur.fill(again)
		return
	}
	if a := p.cur.Response; a != nil && !x.weak && p.cur.Request != nil && len(a.Headers) > len(x.response.Headers) && a.Status == x.response.Status && x.response.Body == "" && header(x.response.Headers, "X-Request-ID") == "" && a.Status > 0 {
		return // the summary of what was shown whole
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
	if p.cur.hinted && !x.weak && p.cur.tellsOf(x.response) {
		x.response.complete(p.cur.Response)
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
		p.goOn(x.response)
	}
	if got := p.cur.Response; got != nil && got.Status == 0 {
		if x.response.Body == "" {
			x.response.Body = got.Body
		}
		if len(x.response.Headers) == 0 {
			x.response.Headers = got.Headers
		}
		x.response.Span.Start = min(got.Span.Start, x.response.Span.Start)
	}
	if got := p.cur.Response; got != nil && x.response.Status == 0 {
		if got.Body == "" {
			got.Body = x.response.Body
		}
		return
	}
	p.cur.Response, p.cur.hinted = x.response, x.weak || len(x.response.Headers) == 0
	p.named(x)
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
	case isError && a != nil && a.Status > 0 && a.Status < 400 && p.failedBare() != nil:
		p.failedBare().Body = x.body
	case !isError && q != nil && a != nil && a.Status >= 400 && a.Body == "" && a.Span.Start < q.Span.Start && q.Body == "" && bodied[q.Method]:
		q.Body = x.body // below the call, and what came of it was told above
	case !isError && cur.labelled(ErrorUUID) && (q != nil || x.told) && (a == nil || a.Status >= 400 && a.Body == "") && (q == nil || q.Body == "" && (q.Method == "" || bodied[q.Method])):
		if q == nil {
			cur.Request = &Request{Span: x.span}
		}
		cur.Request.Body = x.body // a form has told what came back
	case a != nil && a.Body == "":
		a.Body, p.loose = x.body, a
	case a != nil && isError && q != nil && q.Body == "" && !bodiless[q.Method] && !looksLikeError(a.Body) && strings.ContainsAny(a.Body, "{[<=&"):
		q.Body, a.Body = a.Body, x.body // both stand below the line that tells of the call, in their order
	case a != nil && (a == p.loose || isTypeName(a.Body)) && isError && a.Status >= 400 && !looksLikeError(a.Body):
		a.Body = x.body // what was printed before it is something else
	case a != nil && isError && sameError(a.Body, x.body):
		if isJSON(x.body) && !isJSON(a.Body) {
			a.Body = x.body // which a log has cut
		}
	case a != nil && isError && !sameJSON(a.Body, x.body):
		p.begin()
		p.cur.Response = &Response{Body: x.body, Span: x.span}
		p.named(x)
	case a == nil && isError:
		cur.Response = &Response{Body: x.body, Span: x.span}
		p.named(x)
	}
}

// giveBack gives the current exchange the labels that stand between its request and its answer.
func (p *pairing) giveBack() {
	if p.cur.ended() {
		return
	}
	for _, l := range p.ahead {
		p.cur.say(l)
	}
	p.ahead = nil
}

// failedBare returns the last error's answer before the current exchange that has no body, nil for none.
func (p *pairing) failedBare() *Response {
	for i := len(p.done) - 1; i >= max(0, len(p.done)-maxLabels); i-- {
		if a := p.done[i].Response; a != nil && a.Status >= 400 {
			if a.Body != "" {
				return nil
			}
			return a
		}
	}
	return nil
}

// neverSent reads a response that the client made up as the failure that it tells of.
func (p *pairing) neverSent(x *part) {
	words := x.response.Reason
	kind := firstOf(failureKind(words), failureKind(x.response.Body), OtherFailure)
	p.failure(&part{format: x.format, failure: &Failure{Kind: kind, Words: words, Span: x.span}, span: x.span})
}

// madeUp reports whether a client wrote a response itself because none came, as libwww-perl does.
func (r *Response) madeUp() bool {
	return strings.EqualFold(header(r.Headers, "Client-Warning"), "Internal response")
}

func (p *pairing) failure(x *part) {
	p.giveBack()
	if p.cur.ended() {
		return
	}
	p.cur.Failure = x.failure
	p.named(x)
}
