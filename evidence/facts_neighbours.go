package evidence

import "strings"

// fromNeighbours takes the tenant and the supplier that the text names once for all its calls, where the
// chosen one names none: beside another call, as the only code there is. They are assumed.
func (g *gathering) fromNeighbours(report *Report) {
	for _, f := range []Field{Tenant, Supplier} {
		if g.facts[f] != nil {
			continue
		}
		if l, ok := onlyLabel(report.Exchanges, f); ok && !report.otherAsks(g.ex, l.Value) {
			g.add(f, l.Value, l.where(), l.Span, true)
		}
	}
}

// onlyLabel returns the label of a field that has the only value in a text; ok is false when there are
// several values, or none.
func onlyLabel(all []Exchange, f Field) (only Label, ok bool) {
	for i := range all {
		for _, l := range all[i].Labels {
			switch {
			case l.Field != f:
			case !ok:
				only, ok = l, true
			case !strings.EqualFold(only.Value, l.Value):
				return Label{}, false
			}
		}
		if q := all[i].Request; q != nil && ok && differs(q, f, only.Value) {
			return Label{}, false
		}
	}
	return only, ok
}

// otherAsks reports whether a value stands nowhere but in queries, one of them another exchange's: that tells
// nothing of this one.
func (r *Report) otherAsks(ex *Exchange, value string) bool {
	asks := func(e *Exchange) bool { return e.Request != nil && onlyQueried(e.Request.URL, value) }
	for i := range r.Exchanges {
		if other := &r.Exchanges[i]; other != ex && asks(other) {
			return onlyQueried(r.Text.text, value)
		}
	}
	return false
}

// onlyQueried reports whether a value stands in a text, and each time as that of a query's parameter.
func onlyQueried(text, value string) bool {
	found := false
	for from := 0; ; {
		n := strings.Index(text[from:], value)
		visited(max(n, 0))
		if n < 0 {
			return found
		}
		i := from + n
		from = i + len(value)
		if isAlnum(at(text, from)) {
			continue // the front of another
		}
		word := text[max(0, i-maxURL):i]
		word = word[strings.LastIndexAny(word, " \t\n\"'`")+1:]
		visited(len(word))
		if at(text, i-1) != '=' || strings.IndexByte(word, '?') < 0 {
			return false
		}
		found = true
	}
}

// differs reports whether a request names another tenant or supplier in its headers.
func differs(q *Request, f Field, value string) bool {
	for _, h := range idHeaders {
		if got := header(q.Headers, h.name); h.field == f && got != "" && !strings.EqualFold(got, value) {
			return true
		}
	}
	return false
}
