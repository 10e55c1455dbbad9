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

// otherAsks reports whether a value stands nowhere but in the query of another exchange: that tells nothing of
// this one.
func (r *Report) otherAsks(ex *Exchange, value string) bool {
	asked := "=" + value
	for i := range r.Exchanges {
		other := &r.Exchanges[i]
		if other != ex && other.Request != nil && strings.Contains(other.Request.URL, asked) {
			visited(2 * len(r.Text.text))
			return strings.Count(r.Text.text, value) == strings.Count(r.Text.text, asked)
		}
	}
	return false
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
