package evidence

import (
	"slices"
	"strings"
)

// choose returns the exchange that a ticket is about: the last that failed, else the last,
// -1 for none. A call to another host than the gateway's, or a browser's preflight, is only chosen where
// no other failed.
func (r *Reader) choose(all []Exchange) int {
	aside := -1 // the last of those that failed
	for i := len(all) - 1; i >= 0; i-- {
		switch {
		case !all[i].Failed():
		case !all[i].preflight() && !r.elsewhere(&all[i]) && !toldAbove(all[:i], &all[i]) && !r.around(all, &all[i]):
			return i
		case aside < 0 || all[aside].preflight() && !all[i].preflight():
			aside = i
		}
	}
	if aside >= 0 {
		return aside
	}
	return len(all) - 1
}

// toldAbove reports whether an exchange is a line on a failure that one before it shows whole, as the report of a test
// ends with: its URL and its status alone.
func toldAbove(above []Exchange, e *Exchange) bool {
	q, p := e.Request, e.Response
	if q == nil || p == nil || q.Method != "" || q.told() || p.Body != "" || len(p.Headers) > 0 || (&builder{Exchange: *e}).requestID() != "" {
		return false
	}
	return slices.ContainsFunc(above, func(o Exchange) bool {
		return o.Failed() && o.Request != nil && o.Response != nil && o.Response.Status == p.Status && samePath(o.Request.URL, q.URL)
	})
}

// around reports whether an exchange is the call of a person's own server that another one, to the gateway, was made
// for: both are records of a trace, and the server's own names no host.
func (r *Reader) around(all []Exchange, e *Exchange) bool {
	q := e.Request
	if q == nil || e.Format != structuredName || !strings.HasPrefix(q.URL, "/") || len(q.Headers) > 0 || (&builder{Exchange: *e}).requestID() != "" || e.showsError() {
		return false
	}
	return slices.ContainsFunc(all, func(o Exchange) bool {
		return o.Format == structuredName && o.Failed() && o.Request != nil && r.Environment(hostOf(o.Request.URL)) != "" && firstSegment(pathOf(o.Request.URL)) != firstSegment(q.URL)
	})
}

// firstSegment returns the first segment of a path: v1.
func firstSegment(path string) string {
	segment, _, _ := strings.Cut(strings.TrimLeft(path, "/"), "/")
	return segment
}

// elsewhere reports whether an exchange is a call to another host than the gateway's, without the id of a
// request: a probe in a server's log.
func (r *Reader) elsewhere(e *Exchange) bool {
	if e.Request == nil || (&builder{Exchange: *e}).requestID() != "" || e.showsError() || slices.ContainsFunc(e.Labels, func(l Label) bool { return identifies[l.Field] }) ||
		header(e.Request.Headers, "X-Conversation-ID") != "" {
		return false
	}
	host := hostOf(e.Request.URL)
	return host != "" && r.Environment(host) == ""
}

// preflight reports whether a browser only asks whether it may make a call (Fetch §3.2.2).
func (e *Exchange) preflight() bool {
	return e.Request != nil && e.Request.Method == "OPTIONS" && header(e.Request.Headers, "Access-Control-Request-Method") != ""
}

// Failed reports whether an exchange ended in an error or without a response.
func (e *Exchange) Failed() bool {
	return e.Failure != nil || e.Response != nil && (e.Response.Status >= 400 || e.Response.Status == 0 && looksLikeError(e.Response.Body))
}

// fold takes exchanges that are only labels, or only a command line whose exchange is shown
// elsewhere, into the one that they belong to.
func (p *pairing) fold() {
	var kept []*builder
	last := func() *builder { return kept[len(kept)-1] }
	for _, b := range p.done {
		twin := p.twin(kept, b)
		switch {
		case len(kept) == 0:
			kept = append(kept, b)
		case b.empty():
			last().Labels = append(last().Labels, b.Labels...)
		case twin != nil:
			twin.complete(b)
		case last().tellsWhy(b):
			b.Failure = last().Failure
			kept[len(kept)-1] = b.behind(last())
		case last().plans(b):
			set(&b.Request.Body, last().Request.Body)
			kept[len(kept)-1] = b.behind(last())
		case last().bodyOf(b):
			b.Response.Body = last().Response.Body
			if b.Request != nil && last().Request != nil {
				set(&b.Request.Body, last().Request.Body)
			}
			b.Labels = append(b.Labels, last().Labels...)
			kept[len(kept)-1] = b
		case last().answerAbove(b):
			b.Response = last().Response
			kept[len(kept)-1] = b.behind(last())
		case last().again(b), last().summaryOf(b):
			kept[len(kept)-1] = b
		case last().lacksBody(b):
			last().Response.Body = b.Response.Body
			last().Labels = append(last().Labels, b.Labels...)
			last().widen(b.Span)
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

// behind puts the labels of the exchange above that goes into this one before its own, and takes in its
// place.
func (b *builder) behind(above *builder) *builder {
	b.Labels = append(above.Labels, b.Labels...)
	b.widen(above.Span)
	return b
}

// twin returns the exchange whose request b shows once more: as a command line, or with the headers
// that it lacks.
func (p *pairing) twin(kept []*builder, b *builder) *builder {
	if b.Request == nil || b.ended() || len(kept) == 0 {
		return nil
	}
	last := kept[len(kept)-1]
	if last.Request == nil || last.Request.Method != b.Request.Method || pathOf(last.Request.URL) != pathOf(b.Request.URL) {
		return nil
	}
	if b.command || len(last.Request.Headers) == 0 && last.answers(b.Request) {
		return last
	}
	return nil
}

// lacksBody reports whether an exchange shows its call to the end and o only names that call again, or none, with
// the error that the answer lacks below it, and perhaps with its status once more.
func (b *builder) lacksBody(o *builder) bool {
	q, r := b.Request, o.Request
	if q == nil || b.Response == nil || o.Response == nil || b.clashes(o) {
		return false
	}
	if again := r != nil && len(r.Headers) == 0 && r.Body == "" && q.sameCall(r); !again && (r != nil || o.requestID() != "") {
		return false
	}
	return b.Response.Status >= 400 && b.Response.Body == "" &&
		len(o.Response.Headers) == 0 && looksLikeError(o.Response.Body)
}
