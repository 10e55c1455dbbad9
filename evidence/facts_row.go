package evidence

import (
	"slices"
	"strings"
)

// callRows are lines one below the other that tell of one call each, by its status and its id: a table
// without addresses, a list of tries.
type callRows struct {
	failed Span   // the line of the call that the facts are of, empty when there are no such lines
	others []Span // those of the other calls
}

// callRowsOf finds the lines in which an error's status stands once, with those of other calls around it. There are
// none when another such group tells of the status too.
func callRowsOf(text string, status int) (found callRows) {
	var group callRows
	end := func() bool {
		again := group.failed.End > 0 && len(group.others) > 0 && found.failed.End > 0
		if group.failed.End > 0 && len(group.others) > 0 {
			found = group
		}
		group = callRows{}
		return again
	}
	for _, l := range textLines(text) {
		got, row := 0, false
		if n := l.End - l.Start; n > len(anyUUID) && n <= maxProseLine {
			got, row = rowStatus(text[l.Start:l.End])
		}
		switch {
		case !row:
			if end() {
				return callRows{}
			}
		case got != status:
			group.others = append(group.others, l)
		case group.failed.End > 0:
			return callRows{} // which of the two?
		default:
			group.failed = l
		}
	}
	if end() {
		return callRows{}
	}
	return found
}

// rows are those of the text, where an error came back; they are looked for once.
func (g *gathering) rows() *callRows {
	if g.told == nil {
		g.told = &callRows{}
		if p := g.ex.Response; p != nil && p.Status >= 400 {
			*g.told = callRowsOf(g.text, p.Status)
		}
	}
	return g.told
}

// differ reports whether labels give two values for what each call may have of its own.
func differ(labels []Label) bool {
	first := map[Field]string{}
	for _, l := range labels {
		switch l.Field {
		case Tenant, Supplier, OrderID, RequestID:
			if v, ok := first[l.Field]; ok && !same(l.Field, v, l.Value) {
				return true
			}
			first[l.Field] = l.Value
		}
	}
	return false
}

// outcomes are the words in which a row may say what came of its call.
var outcomes = map[string]bool{"ok": true, "failed": true, "fails": true, "error": true, "success": true, "x": true}

// rowStatus returns the only status in a line that has one UUID; ok is false for another line.
func rowStatus(line string) (status int, ok bool) {
	visited(len(line))
	ids := 0
	for w := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(" \t|,;()", r) }) {
		switch {
		case isWord(w) && !methods[w] && !outcomes[strings.ToLower(w)]:
			return 0, false // a sentence, or an id with a name
		case isUUID(w):
			ids++
		case len(w) == 3 && allDigits(w):
			v, _ := digits(w, 3)
			if reasons[v] == "" || status > 0 {
				return 0, false
			}
			status = v
		}
	}
	return status, status > 0 && ids == 1
}

// tellsOther reports whether a label stands in the row of another call, where that of this one has a label of
// the field too.
func (c *callRows) tellsOther(l Label, all []Label) bool {
	return slices.ContainsFunc(c.others, l.Span.inside) &&
		slices.ContainsFunc(all, func(own Label) bool { return own.Field == l.Field && own.Span.inside(c.failed) })
}

// inside reports whether a span lies in another.
func (s Span) inside(outer Span) bool { return outer.Start <= s.Start && s.End <= outer.End }

// fromRow takes the id of the row for the request's, which each call has of its own.
func (g *gathering) fromRow() {
	if g.facts[RequestID] != nil {
		return
	}
	rows := g.rows()
	for i := rows.failed.Start; i < rows.failed.End; i++ {
		if i > rows.failed.Start && isAlnum(g.text[i-1]) {
			continue
		}
		if id := wordOf(g.text[i:rows.failed.End]); isUUID(id) {
			for _, f := range []Field{ConversationID, ErrorUUID} {
				if fact := g.facts[f]; fact != nil && same(f, fact.Value, id) {
					return
				}
			}
			if slices.ContainsFunc(rows.others, func(o Span) bool { return strings.Contains(g.text[o.Start:o.End], id) }) {
				return // that of all
			}
			g.add(RequestID, id, "the text", Span{i, i + len(id)}, true)
			return
		}
	}
}

// fromShared takes the id that the log line of the call has beside the request's, and other lines too, for the
// conversation's, which joins calls.
func (g *gathering) fromShared() {
	id, span := g.facts[RequestID], g.ex.Span
	if g.facts[ConversationID] != nil || id == nil || g.ex.Format != accessLogName || span.End-span.Start > maxLogLine || span.End > len(g.text) {
		return
	}
	var only sole
	for i := span.Start; i < span.End; i++ {
		if i > 0 && isAlnum(g.text[i-1]) {
			continue
		}
		if w := wordOf(g.text[i:span.End]); isUUID(w) && !strings.EqualFold(w, id.Value) {
			only.add(w, i)
		}
	}
	visited(span.End - span.Start)
	if only.found() && strings.Count(g.text, only.value) > 1 {
		visited(len(g.text))
		g.assume(ConversationID, &only)
	}
}
