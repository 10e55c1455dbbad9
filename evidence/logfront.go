package evidence

import "strings"

// logFront returns the ids that a logger writes with every line between its time and its message,
// such as the context of a thread: [rid=…] [tenant=TENANT_9], or {requestId: …}. Each is told where
// it stands first, so that what follows is read as one message.
func logFront(line string, start int, told map[string]bool) (out []part) {
	had := map[Field]bool{}
	for _, n := range pairsIn(line) {
		f := factOf(n.key)
		if end := strings.IndexByte(n.value, '}'); end >= 0 {
			n.value, n.span.End = n.value[:end], n.span.Start+end
		}
		if !identifies[f] || n.value == "" || len(n.value) > 128 {
			continue
		}
		had[f] = true
		span := Span{start + n.span.Start, start + n.span.End}
		if key := string(f) + n.value; !told[key] {
			told[key] = true
			out = append(out, part{format: statementName, label: &Label{f, n.key, n.value, span}, span: span})
		}
	}
	for _, l := range unnamedIDs(line, start) {
		if key := string(l.Field) + l.Value; !had[l.Field] && !told[key] {
			told[key] = true
			out = append(out, part{format: statementName, label: &l, span: l.Span, weak: true})
		}
	}
	return out
}
