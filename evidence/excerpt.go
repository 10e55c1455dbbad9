package evidence

import (
	"sort"
	"strings"
)

// excerpt is text made of pieces of another, such as what stands behind the prefixes of a log or
// within string literals, and knows where each piece comes from.
type excerpt struct {
	b    strings.Builder
	from []piece // in order
	once bool    // of a layer that isn't taken off again: what it leaves may look the same
}

// piece says that the text of an excerpt from at on stands at origin in the text that it was made of.
type piece struct{ at, origin int32 }

// add adds a text that stands at origin.
func (v *excerpt) add(text string, origin int) {
	if text == "" {
		return
	}
	if n := len(v.from); n == 0 || origin-v.b.Len() != int(v.from[n-1].origin-v.from[n-1].at) {
		v.from = append(v.from, piece{int32(v.b.Len()), int32(origin)})
	}
	v.b.WriteString(text)
}

// replaced returns a text with the same words in the place of each of some spans, which are in order and apart.
func replaced(text string, places []Span, with string) *excerpt {
	v := &excerpt{}
	done := 0
	for _, p := range places {
		v.add(text[done:p.Start], done)
		v.add(with, p.Start)
		done = p.End
	}
	v.add(text[done:], done)
	return v
}

// span translates a place in the excerpt into one in the text that it was made of. Of pieces that were
// put into another order it is the place from the first to the last.
func (v *excerpt) span(s Span) Span {
	if len(v.from) == 0 || s == (Span{}) {
		return Span{}
	}
	if s.End <= s.Start {
		p := v.origin(s.Start)
		return Span{p, p}
	}
	first, last := v.origin(s.Start), v.origin(s.End-1)
	return Span{min(first, last), max(first, last) + 1}
}

func (v *excerpt) origin(at int) int {
	n := sort.Search(len(v.from), func(i int) bool { return int(v.from[i].at) > at }) - 1
	p := v.from[max(0, n)]
	return int(p.origin) + max(0, at-int(p.at))
}

// read reads an excerpt as a document of its own and returns its parts with their places in the text
// that it was made of.
func (v *excerpt) read(r *Reader, by ...format) (out []part) {
	d := newDocument(r, v.b.String())
	for _, f := range by {
		for _, p := range f.parts(d) {
			p.move(v.span)
			out = append(out, p)
		}
	}
	return out
}

// readUnwrapped is read by all formats, with the layers around the excerpt taken off.
func (v *excerpt) readUnwrapped(r *Reader) []part {
	text, back := unwrapped(v.b.String())
	parts := newDocument(r, text).parts()
	for i := range parts {
		if back != nil {
			parts[i].move(back)
		}
		parts[i].move(v.span)
	}
	return parts
}

// within cuts a place off at the end of a text of n bytes: the line break that a layer puts behind
// the last line stands nowhere in it.
func (s Span) within(n int) Span { return Span{min(s.Start, n), min(s.End, n)} }

// move translates the places of a part.
func (p *part) move(to func(Span) Span) {
	p.span = to(p.span)
	switch {
	case p.request != nil:
		p.request.Span = to(p.request.Span)
	case p.response != nil:
		p.response.Span = to(p.response.Span)
	case p.failure != nil:
		p.failure.Span = to(p.failure.Span)
	case p.label != nil:
		p.label.Span = to(p.label.Span)
	case p.whole != nil:
		p.whole.move(to)
	}
}

func (e *Exchange) move(to func(Span) Span) {
	e.Span = to(e.Span)
	if e.Request != nil {
		e.Request.Span = to(e.Request.Span)
	}
	if e.Response != nil {
		e.Response.Span = to(e.Response.Span)
	}
	if e.Failure != nil {
		e.Failure.Span = to(e.Failure.Span)
	}
	for i := range e.Labels {
		e.Labels[i].Span = to(e.Labels[i].Span)
	}
}
