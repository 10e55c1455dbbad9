package evidence

import "strings"

// labels takes the labels of a line. A line that only holds labels is spent.
func (b *block) labels(k int, line string, start int) {
	if len(line) > 1<<16 {
		return
	}
	for _, l := range labels(line, start) {
		b.out = append(b.out, part{format: blockName, label: &l, span: l.Span})
	}
}

// labelAbove reads a line that ends in the name of an id whose value is the next line that isn't
// empty, as cells of a table and the questions of a form are copied.
func (b *block) labelAbove(k int, line string) bool {
	field := lastLabel(line)
	next := b.d.next(k + 1)
	if field == "" || next < 0 || next > k+2 {
		return false
	}
	value, start := b.d.trimmed(next)
	if value != wordOf(value) || !isUUID(value) && (field != OrderID || !allDigits(value) || len(value) > 32) {
		return false
	}
	span := Span{start, start + len(value)}
	b.out = append(b.out, part{format: blockName, label: &Label{field, strings.TrimRight(line, ":? "), value, span}, span: span})
	return true
}

// lastLabel returns the id that the last words of a line name, "" for another field or none.
func lastLabel(line string) Field {
	if len(line) > 128 {
		return ""
	}
	words := strings.Fields(strings.TrimRight(line, ":? "))
	for n := min(maxLabelWords, len(words)); n > 0; n-- {
		flat := strings.ToLower(strings.Join(words[len(words)-n:], ""))
		flat = strings.NewReplacer("-", "", "_", "").Replace(flat)
		switch f := labelFields[flat]; f {
		case RequestID, ConversationID, OrderID, ErrorUUID:
			return f
		}
	}
	return ""
}

// isFact reports whether a line is a labelled fact of the block rather than a header.
func isFact(line string) bool {
	f, ok := labelAt(line, bulletEnd(line))
	return ok && f.sep != ' ' && (f.field == Tenant || f.field == Supplier || f.field == Environment || f.field == OrderID)
}
