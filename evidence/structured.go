package evidence

import (
	"slices"
	"strings"
)

// structured reads exchanges out of literals: JSON of reports, archives (HAR) and logs, and what
// the languages of clients print in its place. What the members mean is told by the words of
// their keys (keys.go), whatever tool wrote them.
type structured struct{}

const structuredName = "structured data"

// maxOpenLiterals is how many literals that nothing closes are tried: each costs a look at the
// whole text behind it.
const maxOpenLiterals = 4

func (structured) parts(d *document) []part {
	var out []part
	var room nodeRoom
	open := 0
	for k := 0; k < len(d.lines); {
		if d.taken[k] || isMacro(d.line(k)) {
			k++
			continue
		}
		if k > 0 && wayOf(d.line(k-1)) != 0 {
			if rows := dumpRows(d, k); rows > 0 { // a bracket among bytes opens nothing
				k += rows
				continue
			}
		}
		d.look(k)
		next := k + 1
		if d.inTrace(k) {
			k++
			continue
		}
		var bodies []part // errors of the gateway that this line's call may have ended in
		for i := d.lines[k].Start; open < maxOpenLiterals; {
			i = literalStart(d.text, i, d.lines[k].End)
			if i < 0 {
				break
			}
			root, end, closed := room.readTree(d.text, i)
			if !closed {
				open++
				if !startsLikeJSON(d.text, i) {
					i++
					continue
				}
			}
			last := d.at(k, end-1)
			if end < d.lines[k].End && d.tellsMore(i, end, d.lines[k].End) {
				break
			}
			if parts := d.literal(root, k, i, last); len(parts) > 0 {
				out = append(append(out, bodies...), parts...)
				d.take(k, last+1)
				next = last + 1
				break
			}
			if end > d.lines[k].End { // nothing in it: go on behind it
				next = last + 1
				break
			}
			if looksLikeError(d.text[i:end]) {
				bodies = append(bodies, part{format: looseBodyName, body: root.source(d.text), span: Span{i, end}})
			}
			i = end
		}
		k = next
	}
	return out
}

// maxTraced is how many lines above a body the start line of its message is looked for in a trace.
const maxTraced = 64

// inTrace reports whether line k is JSON in a message each line of which a client marks with the way it goes:
// "> POST …", "> {…}".
func (d *document) inTrace(k int) bool {
	line := d.line(k)
	if len(line) < 3 || line[0] != '>' && line[0] != '<' || line[1] != ' ' || line[2] != '{' {
		return false
	}
	for n := k - 1; n >= max(0, k-maxTraced); n-- {
		above := d.line(n)
		if above == "" || above[0] != line[0] {
			return false
		}
		visited(min(len(above), maxKey))
		if first := strings.TrimSpace(above[1:]); isRequestLine(first) || isStatusLine(first) {
			return true
		}
	}
	return false
}

// tellsMore reports whether a line tells more than the literal in it: a call with literals behind it, or
// a group of keys and values with others behind it.
func (d *document) tellsMore(i, end, lineEnd int) bool {
	behind := d.text[end:lineEnd]
	return d.text[i] == '(' && strings.Contains(behind, "{'") || d.text[i] == '{' && startsGroup(d.text, i+1) && len(pairsIn(behind)) > 0
}

// isMacro reports whether a line is the mark of Jira's markup around a text: {code:json}.
func isMacro(line string) bool {
	if len(line) > 64 || !strings.HasPrefix(line, "{") || !strings.HasSuffix(line, "}") {
		return false
	}
	name, language, _ := strings.Cut(line[1:len(line)-1], ":")
	return (name == "code" || name == "noformat" || name == "quote") && (language == "" || isLower(language[0]))
}

// literal makes parts of a literal that starts at i in line k.
func (d *document) literal(root *node, k, i, last int) (out []part) {
	records, texts := d.records(root)
	for i, n := range texts {
		if slices.Contains(texts[:i], n) {
			continue // a record is looked through twice
		}
		v := &excerpt{}
		v.add(n.value, n.inner().Start)
		for _, p := range v.readUnwrapped(d.reader) {
			if p.label != nil && !strings.HasPrefix(d.text[min(len(d.text), p.label.Span.Start):], p.label.Value) {
				p.label.Span = Span{} // escapes have shifted it
			}
			out = append(out, p)
		}
	}
	whole := strings.TrimSpace(d.text[:i]) == "" && strings.TrimSpace(d.text[d.lines[last].End:]) == ""
	if len(out) == 0 && whole && !slices.ContainsFunc(records, func(r record) bool { return r.named() }) {
		if said := d.said(root); said != nil {
			return said
		}
	}
	if len(records) == 0 {
		if last > k && len(out) == 0 && d.text[i] == '(' {
			return d.printedHeaders(root)
		}
		return out
	}
	before := d.text[d.lines[k].Start:i]
	for n := range records {
		r := &records[n]
		if len(records) == 1 {
			r.callee(before)
			r.logged(before, d.lines[k].Start)
			r.failedBeside(before, d.text[min(r.span.End, d.lines[last].End):d.lines[last].End])
			if !r.tells() || r.target() == "" && r.status == 0 && strings.Contains(before, "://") { // the words before it tell of the call
				return nil
			}
		}
		out = append(out, r.part(d, structuredName))
	}
	return out
}

// maxSaid is how long a text is that people write, or that a literal's texts make together, in bytes.
const maxSaid = 64 << 10

// said reads the texts of a literal that tells of no call by itself as what people wrote one below the
// other: the export of a chat. It returns nil where they name no call at the gateway either.
func (d *document) said(root *node) []part {
	v := &excerpt{}
	seen := map[string]bool{}
	var walk func(n *node)
	walk = func(n *node) {
		if text := strings.TrimSpace(n.value); n.kind == textNode && len(text) >= 8 && !seen[text] && v.b.Len()+len(text) < maxSaid {
			seen[text] = true
			v.add(n.value, n.inner().Start)
			v.add("\n", n.inner().Start)
		}
		for _, kid := range n.kids {
			walk(kid)
		}
	}
	walk(root)
	visited(v.b.Len())
	if !strings.Contains(v.b.String(), d.reader.domain()) {
		return nil
	}
	parts := v.readUnwrapped(d.reader)
	calls := slices.ContainsFunc(parts, func(p part) bool { return p.request != nil && d.reader.Environment(hostOf(p.request.URL)) != "" })
	named := slices.ContainsFunc(parts, func(p part) bool {
		return p.label != nil && (p.label.Field == RequestID || p.label.Field == ErrorUUID) || p.response != nil && looksLikeError(p.response.Body) || looksLikeError(p.body)
	})
	if !calls || !named {
		return nil
	}
	return parts
}

// printedHeaders makes half an exchange of an array of PHP, as print_r shows it over several lines, that
// holds headers and nothing else.
func (d *document) printedHeaders(root *node) []part {
	if !likeHeaders(root) {
		return nil
	}
	h := headersOf(root)
	s := sideOfHeaders(h, noSide)
	if s == noSide || len(h) < 3 {
		return nil
	}
	r := record{span: root.span}
	r.headers[s] = h
	return []part{r.part(d, structuredName)}
}

// callee takes the method from the function that a literal is the argument of: axios.post(…).
func (r *record) callee(before string) {
	n := len(before)
	for n > 0 && isAlnum(before[n-1]) {
		n--
	}
	if m := strings.ToUpper(before[n:]); methods[m] {
		set(&r.method, m)
	} else if r.url != "" && r.method == "" && before != "" && strings.EqualFold(before[n:], "fetch") {
		r.method = "GET"
	}
}

// logged reads what a logger writes before a literal: the time, and the status of an error.
func (r *record) logged(before string, start int) {
	if len(r.times) == 0 {
		if m, at := lineMoment(before); m != "" {
			r.times = append(r.times, textSpan{m, Span{start + at, start + at + len(m)}})
		}
	}
	if r.target() != "" && len(before) <= maxFrame {
		setNumber(&r.status, proseStatus(before)) // gateway.ERROR: HTTP 409 {…}
	}
}

// failedBeside takes the words around a literal that names a call and nothing that came of it, where they say why
// nothing did: "{…} failed: connection refused".
func (r *record) failedBeside(before, behind string) {
	if !r.named() || r.status > 0 || r.silence || r.bodies[responseSide] != "" || len(r.headers[responseSide]) > 0 || failureKind(r.failure) != "" || len(before) > maxFrame || len(behind) > maxProseLine {
		return
	}
	for _, words := range []string{behind, before} {
		if failureKind(words) != "" {
			r.failure = strings.TrimSpace(words)
			return
		}
	}
}

// literalStart returns where from i on, and before end, a literal may start, -1 for nowhere.
func literalStart(t string, i, end int) int {
	for ; i < end; i++ {
		if markerLen(t[i:]) > 0 {
			i += markerLen(t[i:]) - 1
			continue
		}
		c := t[i]
		if c != '{' && c != '[' && c != '(' {
			continue
		}
		next := skipSpace(t, i+1)
		inside := at(t, next)
		switch {
		case c == '{':
			return i
		case c == '[' && (quoteByte(inside) || inside == '{' || inside == '[' || inside == '('):
			return i
		case c == '(' && quoteByte(inside) && i > 0 && isAlpha(t[i-1]):
			return i
		case c == '(' && inside == '[' && next > lineEnd(t, i): // print_r of PHP
			return i
		}
	}
	return -1
}

// startsLikeJSON reports whether a literal that nothing closes is worth its reading: the front of
// a document that was cut off.
func startsLikeJSON(t string, i int) bool {
	c := at(t, skipSpace(t, i+1))
	return (t[i] == '{' || t[i] == '[') && (c == '"' || c == '{')
}
