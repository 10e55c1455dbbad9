package evidence

import "testing"

// FuzzFormats gives a text to one format alone: it does not panic, what it returns lies in the text,
// and its work stays linear.
func FuzzFormats(f *testing.F) {
	all := append(append([]format(nil), formats...), looseFormats...)
	for n, s := range samples(f) {
		if len(s.text) <= 4<<10 {
			f.Add(uint8(n), s.text)
		}
	}
	for n, s := range append(seeds, hostile...) {
		f.Add(uint8(n), s)
	}
	f.Fuzz(func(t *testing.T, n uint8, s string) {
		one := all[int(n)%len(all)]
		work := 0
		steps = &work
		defer func() { steps = nil }()
		parts := one.parts(newDocument(&Reader{}, s))
		if work > perByte*(len(s)+64) {
			t.Errorf("%T looks at %d bytes %d times", one, len(s), work)
		}
		for _, p := range parts {
			for _, span := range p.spans() {
				if span.Start < 0 || span.End > len(s) || span.Start > span.End {
					t.Errorf("%T: span %v of %d bytes in %+v", one, span, len(s), p)
				}
			}
		}
	})
}

// spans returns every place that a part says it stands at.
func (p part) spans() []Span {
	out := []Span{p.span}
	ofExchange := func(request *Request, response *Response, failure *Failure) {
		if request != nil {
			out = append(out, request.Span)
		}
		if response != nil {
			out = append(out, response.Span)
		}
		if failure != nil {
			out = append(out, failure.Span)
		}
	}
	ofExchange(p.request, p.response, p.failure)
	if p.label != nil {
		out = append(out, p.label.Span)
	}
	if p.whole != nil {
		out = append(out, p.whole.Span)
		ofExchange(p.whole.Request, p.whole.Response, p.whole.Failure)
		for _, l := range p.whole.Labels {
			out = append(out, l.Span)
		}
		if p.whole.At != nil {
			out = append(out, p.whole.At.Span)
		}
	}
	return out
}
