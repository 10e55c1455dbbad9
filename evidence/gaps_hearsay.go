package evidence

import "slices"

// dropHearsay takes out of an exchange what tells of no call: the statuses of a text that speaks of several
// and names no request, as release notes do, and then one lone fact, as the number on an invoice.
func (e *Exchange) dropHearsay(text string) {
	if e.Request != nil || e.Failure != nil || slices.ContainsFunc(e.Labels, isIdentity) {
		return
	}
	if e.At == nil && e.Response != nil && len(e.Response.Headers) == 0 && e.Response.Body == "" && speaksOfStatuses(text) {
		e.Response = nil
	}
	if e.Response != nil {
		return
	}
	g := &gathering{text: text}
	told := map[Field]bool{}
	for _, l := range e.Labels {
		told[l.Field] = true
		if labelFields[flatName(l.Name)] != "" && g.fronts(l) {
			return // a form that has just been begun
		}
	}
	if len(told) < 2 {
		e.Labels, e.At = nil, nil
	}
}

// isIdentity reports whether a label says which call is meant, or who made it.
func isIdentity(l Label) bool {
	switch l.Field {
	case RequestID, ConversationID, ErrorUUID, ErrorCode:
		return true
	case Tenant, Supplier:
		return l.Name != "" || namesItself(l.Value) != ""
	}
	return false
}

// namesOne reports whether the number v at i is told as a status: by its words, behind an article, or as the
// front of a word ("422-Meldungen").
func namesOne(text string, i, v int) bool {
	end := i + 3
	return at(text, end) == '-' && isAlpha(at(text, end+1)) || namesStatus(text, i, end, v) || endsClause(text, i, end)
}

// speaksOfStatuses reports whether a text names two different statuses of errors.
func speaksOfStatuses(text string) bool {
	var first int
	for i := 0; i < len(text); {
		v, n := digits(text[i:], 9)
		visited(max(n, 1))
		if n == 3 && v >= 400 && reasons[v] != "" && !isAlnum(at(text, i-1)) && !isAlnum(at(text, i+3)) && namesOne(text, i, v) {
			if first > 0 && v != first {
				return true
			}
			first = v
		}
		i += max(n, 1)
	}
	return false
}
