package evidence

import (
	"encoding/json"
	"slices"
	"strings"
)

// looseBody reads JSON that stands apart from its message: behind a status or a label, printed as
// a literal of the client's language, or wrapped into a box.
type looseBody struct{}

const looseBodyName = "body"

func (f looseBody) parts(d *document) []part {
	var out []part
	open := 0
	for k := 0; k < len(d.lines); {
		next := k + 1
		if !d.taken[k] && open < maxOpenLiterals && !isMacro(d.line(k)) {
			d.look(k)
			p, end, closed := f.at(d, k)
			if p.body != "" {
				p.told = d.toldAbove(k)
				out = append(out, p)
				if e := f.errorBehind(d, k, p); e != nil {
					out = append(out, *e)
				}
				place := Span{d.lines[k].Start, max(p.span.Start, d.lines[k].Start)}
				if q := calledAbove(d.reader, strings.TrimSpace(d.text[place.Start:place.End])); q != nil {
					q.Span = place
					if q.URL != "" && !bodiless[q.Method] && !looksLikeError(p.body) {
						q.Body = p.body
						out = slices.DeleteFunc(out, func(o part) bool { return o.span == p.span })
					}
					out = append(out, part{format: looseBodyName, request: q, weak: true, span: place})
				}
				if s := f.announced(d, k, p); s != nil {
					out = append(out, *s)
				}
				d.take(k, end)
			}
			if closed {
				next = end
			} else {
				open++
			}
		}
		k = next
	}
	return out
}

// errorBehind reads an error of the gateway that stands behind a body in its line: "the gateway said no to
// {…}: {…}".
func (f looseBody) errorBehind(d *document, k int, p part) *part {
	end := d.lines[d.at(k, p.span.End)].End
	line := d.text[:end]
	n := strings.IndexByte(d.text[min(p.span.End, end):end], '{')
	if n < 0 || n > maxKey {
		return nil
	}
	start := p.span.End + n
	root, end, closed := readTree(line, start)
	if text := line[start:end]; closed && looksLikeError(text) {
		if !json.Valid([]byte(text)) {
			text = root.source(d.text)
		}
		return &part{format: looseBodyName, body: text, span: Span{start, end}}
	}
	return nil
}

// calledAbove reads what a program printed before a body: the method, or with it the address.
func calledAbove(r *Reader, before string) *Request {
	if methods[before] {
		return &Request{Method: before}
	}
	if q := r.gatewayURL(before); q != nil && q.Method != "" {
		return q
	}
	return carrying(before)
}

// carriers are the words that may stand between a call and what it carried.
var carriers = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("with mit avec con com met med the a dem den le la el il o this diesem body payload data json content inhalt corps cuerpo corpo inhoud indhold innehåll") {
		m[w] = true
	}
	return m
}()

// carrying reads the call without a host that a sentence names before what it carried: "POST /v1/orders with".
func carrying(before string) *Request {
	words := strings.Fields(before[max(0, len(before)-maxFrame):])
	for n := len(words) - 1; n > 0; n-- {
		w := strings.Trim(words[n], "`\"'<>()")
		if method := strings.Trim(words[n-1], "`\"'<>(*"); n < len(words)-1 && strings.HasPrefix(w, "/") && methods[method] {
			return &Request{Method: method, URL: w}
		}
		if !carriers[strings.ToLower(strings.Trim(w, ":,`"))] {
			return nil
		}
	}
	return nil
}

// at reads the body that starts in line k. next is behind what was read, also in vain; closed is
// false for a literal that the rest of the text doesn't close.
func (f looseBody) at(d *document, k int) (p part, next int, closed bool) {
	if body, end := f.boxed(d, k); body.text != "" {
		return part{format: looseBodyName, body: body.text, span: body.span}, end, true
	}
	line := d.line(k)
	n := strings.IndexAny(line, "{[")
	array := d.arrayAt(k)
	if array >= 0 {
		n = array
	}
	if n < 0 || n > 256 {
		return part{}, k + 1, true
	}
	for array < 0 && n < len(line) && line[n] == '[' && !structuralList(line, n) {
		m := strings.IndexAny(line[n+1:], "{[")
		if m < 0 {
			return part{}, k + 1, true
		}
		n += 1 + m
	}
	start := d.lines[k].Start + n
	root, end, closed := readTree(d.text, start)
	next = min(d.at(k, end-1)+1, len(d.lines))
	cut := !closed && next >= len(d.lines) && lenientError(d.text[start:end]).UUID != "" // the front of an error
	if !closed && !cut && (next < len(d.lines) && !startsLikeJSON(d.text, start) || !looksLikeError(d.text[start:end])) {
		return part{}, next, false
	}
	if one := root.bracketed(line[:n]); one != nil {
		root, start, end = one, one.span.Start, one.span.End
	}
	text := strings.TrimRight(d.text[start:end], " \t\r\n")
	if closed && !json.Valid([]byte(text)) {
		text = root.source(d.text)
	}
	if folded := strings.Contains(d.text[start:end], "{…}"); folded || array >= 0 && !looksLikeError(text) || !cut && !f.plausible(root, text) { // as a console shows objects
		return part{}, next, closed
	}
	return part{format: looseBodyName, body: text, span: Span{start, end}}, next, true
}

// arrayAt returns where in line k the parenthesis stands that opens an array of PHP, which says so before
// it or in the line above; -1 for another line.
func (d *document) arrayAt(k int) int {
	line := d.line(k)
	n := strings.IndexByte(line, '(')
	if n < 0 || n > maxKey || isDigit(at(line, n+1)) { // array(3) {
		return -1
	}
	word := strings.TrimSpace(line[:n])
	if word == "" && k > 0 && strings.TrimSpace(line) == "(" {
		word = strings.TrimSpace(d.line(k - 1))
	}
	if !strings.EqualFold(word[max(0, len(word)-len("array")):], "array") {
		return -1
	}
	return n
}

// bracketed returns the map that brackets are put around behind a word, as loggers do with values:
// Writing [{…}]; an error of the gateway, which is never a list's, behind a colon too. It is nil for any
// other list.
func (n *node) bracketed(before string) *node {
	before = strings.TrimRight(before, " \t")
	if n.kind == listNode && len(n.kids) == 1 && n.kids[0].member("uuid") != nil && n.kids[0].member("messages") != nil {
		before = strings.TrimRight(before, ": ")
	}
	if n.kind != listNode || len(n.kids) != 1 || n.kids[0].kind != mapNode || before == "" || !isAlpha(before[len(before)-1]) {
		return nil
	}
	return n.kids[0]
}

// structuralList reports whether the bracket at n opens a list rather than a mark of a logger.
func structuralList(line string, n int) bool {
	c := at(line, skipBlank(line, n+1))
	return c == '{' || c == '[' || quoteByte(c)
}

// plausible reports whether a literal can be a body: an error of the gateway, or JSON with members.
func (looseBody) plausible(root *node, text string) bool {
	if looksLikeError(text) {
		return true
	}
	if likeHeaders(root) || root.member("headers") != nil || root.measured() || root.logged() || root.settings() || root.computed() || failureKind(text) != "" && (root.member("code") != nil || root.member("errno") != nil) {
		return false // headers, or what a client tells of an error of its own
	}
	return root.kind == mapNode && len(root.kids) > 0 && root.kids[0].key != "" && at(text, skipSpace(text, 1)) == '"' ||
		root.kind == listNode && len(root.kids) > 0 && root.kids[0].kind == mapNode
}

// logged reports whether a map is the record of a log: it has a level, and the time or the logger beside it.
func (n *node) logged() bool {
	level, written := false, false
	for _, kid := range n.kids {
		if !kid.scalar() {
			continue
		}
		switch key := flatName(kid.key); {
		case key == "level" || key == "severity" || key == "loglevel" || key == "lvl" || key == "levelname":
			level = true
		case key == "logger" || key == "caller" || key == "loggername" || key == "pid" || key == "msg":
			written = true
		default:
			_, attr, _ := classify(kid.key)
			written = written || attr == timeAttr
		}
	}
	return level && written
}

// settings reports whether a map is the export of a client's environment: its name, and a list of variables.
func (n *node) settings() bool {
	values := n.member("values")
	return values != nil && n.member("name") != nil && values.kind == listNode && len(values.kids) > 0 && values.kids[0].member("key") != nil && values.kids[0].member("value") != nil
}

// measured reports whether a map holds numbers and nothing else, as the times that a client took do.
func (n *node) measured() bool {
	numbers := 0
	for _, kid := range n.kids {
		switch {
		case !kid.scalar() || kid.value == "undefined":
		case kid.kind == wordNode && allDigits(kid.value):
			numbers++
		default:
			return false
		}
	}
	return numbers >= 4
}

// boxed reads a body that a report wraps into lines behind a bar.
func (looseBody) boxed(d *document, k int) (body textSpan, next int) {
	first, start := barred(d, k)
	if first == "" || strings.IndexByte("{['\"", first[0]) < 0 {
		return textSpan{}, k
	}
	var v excerpt
	for next = k; next < len(d.lines) && !d.taken[next]; next++ {
		d.look(next)
		text, at := barred(d, next)
		if text == "" {
			break
		}
		if next == k && quoteByte(text[0]) {
			text, at = text[1:], at+1
		}
		v.add(text, at)
		start = at
	}
	text := strings.TrimRight(v.b.String(), "'\"")
	_ = start
	if !json.Valid([]byte(text)) && !looksLikeError(text) {
		return textSpan{}, k
	}
	return textSpan{text, v.span(Span{0, len(text)})}, next
}

// barred returns what stands behind the bar of line k, and where; "" for a line without one, and
// for the row of a table.
func barred(d *document, k int) (text string, start int) {
	line := d.line(k)
	n := len(line) - len(strings.TrimLeft(line, " \t"))
	rest := line[n:]
	for _, bar := range []string{"| ", "│ ", "¦ "} {
		if text, ok := strings.CutPrefix(rest, bar); ok && text != "" && !strings.HasSuffix(strings.TrimRight(text, " "), "|") {
			return text, d.lines[k].Start + n + len(bar)
		}
	}
	return "", 0
}
