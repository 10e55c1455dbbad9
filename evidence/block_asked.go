package evidence

import "strings"

// asksWhen reports whether a line is a question for a time: what is below it has the form of one.
func asksWhen(line string) bool {
	line = strings.TrimRight(line, " *_`")
	return strings.HasSuffix(line, "?") && hasFold(line[bulletEnd(line):], "when")
}

// withoutVerb takes the verb off a name that ends in one: "the X-Request-ID was".
func withoutVerb(name string) (bare string, verb bool) {
	for _, w := range []string{" was", " is"} {
		if bare, verb = strings.CutSuffix(name, w); verb {
			return bare, true
		}
	}
	return name, false
}

// idsNamed returns the ids that the words of a line name, in their order.
func idsNamed(name string) (fields []Field) {
	for i := 0; i < len(name); {
		n := i
		for n < len(name) && (isAlnum(name[n]) || name[n] == '-' || name[n] == '_') {
			n++
		}
		end := n
		if rest := name[n:]; hasFold(rest, " id") && !isAlnum(at(rest, 3)) {
			end = n + len(" id")
		}
		switch f := labelFields[flatName(name[i:end])]; f {
		case RequestID, ConversationID, ErrorUUID:
			fields = append(fields, f)
		}
		i = max(end, n) + 1
	}
	return fields
}

// idsBelow reads as many lines of one id each as a line asks for, in the order in which it names them.
func (b *block) idsBelow(fields []Field, k int) bool {
	var found []part
	for _, f := range fields {
		if k < 0 || k >= len(b.d.lines) || b.d.taken[k] {
			return false
		}
		line, start := b.d.trimmed(k)
		front := bulletEnd(line)
		id := wordOf(line[front:])
		if !isUUID(id) || len(line)-front-len(id) > 2 {
			return false
		}
		span := Span{start + front, start + front + len(id)}
		found = append(found, part{format: blockName, label: &Label{f, string(f), id, span}, span: span})
		k = b.d.next(k + 1)
	}
	b.out = append(b.out, found...)
	return true
}
