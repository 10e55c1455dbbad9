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
		out = append(out, b.Exchange)
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
	case cur.Request == nil && !cur.ended():
	case cur.command && !cur.ended() && !x.command:
		if x.request.Body == "" {
			x.request.Body = cur.Request.Body
		}
	case x.weak:
		if cur.Request != nil && cur.Request.Body == "" {
			cur.Request.Body = x.request.Body
		}
		return
	default:
		p.begin()
	}
	p.cur.Request, p.cur.command = x.request, x.command
	p.named(x)
}

func (p *pairing) response(x *part) {
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
	p.cur.Response = x.response
	p.named(x)
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
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].failed() {
			return i
		}
	}
	return len(all) - 1
}

// failed reports whether an exchange ended in an error or without a response.
func (e *Exchange) failed() bool {
	return e.Failure != nil || e.Response != nil && (e.Response.Status >= 400 || e.Response.Status == 0 && looksLikeError(e.Response.Body))
}
