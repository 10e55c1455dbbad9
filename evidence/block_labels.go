package evidence

import (
	"cmp"
	"slices"
	"strings"
)

// labels takes the labels of a line. A line that only holds labels is spent.
func (b *block) labels(k int, line string, start int) {
	if len(line) > 1<<16 {
		return
	}
	all := labels(line, start)
	for _, l := range foreignLabels(line, start) {
		if !slices.ContainsFunc(all, func(a Label) bool { return a.Field == l.Field || a.Span == l.Span }) {
			all = append(all, l)
		}
	}
	if status := foreignStatus(line); status > 0 {
		span := Span{start, start + len(line)}
		b.out = append(b.out, part{format: blockName, response: &Response{Status: status, Span: span}, span: span, weak: true})
	}
	for _, l := range all {
		b.out = append(b.out, part{format: blockName, label: &l, span: l.Span})
	}
}

// outcome reads the status that a person writes behind a call that ends at a place of line k, with an
// arrow or another mark between them, or in words.
func (b *block) outcome(k, at int) {
	end := b.d.lines[k].End
	if at >= end {
		return
	}
	tail := b.d.text[at:end]
	marks := len(tail) - len(strings.TrimLeft(tail, "`*_ \t→➜➔⇒=>-–—:|"))
	status, reason := splitStatus(strings.TrimRight(tail[marks:], "`*_ \t"))
	if words := tail[marks:]; words != "" && len(words) <= maxProseLine && isAlpha(words[0]) && isBlank(tail[0]) {
		status, reason, marks = cmp.Or(statusFailed(words), proseStatus(words)), "", 2
	}
	if status == 0 || marks < 2 || len(reason) > 64 {
		return
	}
	span := Span{at + marks, end}
	b.out = append(b.out, part{format: blockName, response: &Response{Status: status, Reason: reasonOf(status, reason), Span: span}, span: span, weak: true})
}

// codeBelow reads a status that stands alone below the line of a call, as in the console of a client.
func (b *block) codeBelow(k int) {
	if k >= len(b.d.lines) || b.d.taken[k] || !isDigit(at(b.d.text, b.d.lines[k].Start)) {
		return
	}
	line, start := b.d.trimmed(k)
	status, reason := splitStatus(line)
	if status == 0 || reason != "" && reasonOf(status, reason) == "" {
		return
	}
	span := Span{start, start + len(line)}
	b.out = append(b.out, part{format: blockName, response: &Response{Status: status, Reason: reasonOf(status, reason), Span: span}, span: span, weak: true})
	b.d.take(k, k+1)
}

// statusAlone reports whether a line holds a status and nothing but its reason, and header fields or JSON
// stand below it.
func (b *block) statusAlone(k int, line string) bool {
	if !isDigit(line[0]) || k+1 >= len(b.d.lines) || b.d.taken[k+1] {
		return false
	}
	status, reason := splitStatus(line)
	if reasons[status] == "" || reason != "" && reasonOf(status, reason) == "" {
		return false
	}
	below, _ := b.d.trimmed(k + 1)
	h, ok := headerLine(below)
	return ok && h.plausible() || reason != "" && k > 0 && b.d.blank(k-1) && opensJSON(below)
}

// isFact reports whether a line is a labelled fact of the block rather than a header.
func isFact(line string) bool {
	if all := foreignLabels(line, 0); len(all) == 1 && all[0].Field == OrderID && !strings.Contains(all[0].Name, "-") {
		return true
	}
	f, ok := labelAt(line, bulletEnd(line))
	return ok && f.sep != ' ' && (f.field == Tenant || f.field == Supplier || f.field == Environment || f.field == OrderID)
}
