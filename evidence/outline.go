package evidence

import "strings"

// outline reads exchanges out of indented lines of "key: value": YAML, and what clients print in
// its likeness, with titles such as "~~~ REQUEST ~~~" and lists of headers.
type outline struct{}

const outlineName = "outline"

// maxOutline is the longest line of an outline, in bytes.
const maxOutline = 64 << 10

func (f outline) parts(d *document) []part {
	var out []part
	open := 0
	for k := 0; k < len(d.lines); {
		if d.taken[k] {
			k++
			continue
		}
		o := &outlining{d: d, open: &open}
		end := o.read(k)
		if o.keys >= 3 && (o.nested >= 2 || o.flat()) {
			if parts := o.parts(k, end); len(parts) > 0 {
				out = append(out, parts...)
				d.take(k, end)
			}
		}
		k = max(end, k+1)
	}
	return out
}

// flat reports whether the members that no other holds name a call, as the rows of a form do, or are the status and
// the headers of an answer.
func (o *outlining) flat() bool {
	var method, url *node
	status, headers := 0, false
	for _, m := range o.root.kids {
		if !m.scalar() {
			headers = headers || likeHeaders(m) && strings.IndexByte(m.key, ' ') < 0
			continue
		}
		switch _, attr, _ := classify(m.key); attr {
		case methodAttr:
			if methods[strings.ToUpper(m.value)] {
				method = m
			}
		case urlAttr:
			if isTarget(m.value) {
				url = m
			}
		case statusAttr:
			status = statusOf(m.value)
		}
	}
	if status > 0 && headers {
		return true
	}
	return method != nil && url != nil && method.span != url.span
}

// outlining is an outline being read.
type outlining struct {
	d      *document
	root   *node
	stack  []level
	open   *int // literals that nothing closes
	keys   int
	nested int    // keys within others, or below a title
	text   *node  // the member that lines of text belong to
	indent int    // of that member
	fresh  bool   // the member was opened by the line before
	side   side   // of the message that is being told
	fields *node  // headers that a line holds beside their title, and those below it go on with
	over   bool   // the next call begins
	first  string // key of the outline
	ruled  bool   // a rule parts what is above it from what comes
}

// read reads the outline that starts in line k and returns the line behind it.
func (o *outlining) read(k int) int {
	d := o.d
	o.root = &node{kind: mapNode, span: Span{d.lines[k].Start, d.lines[k].Start}}
	o.stack = []level{{o.root, -1}}
	end, strange := k, 0
	for n := k; n < len(d.lines) && !d.taken[n] && strange <= 2; n++ {
		if d.lines[n].End-d.lines[n].Start > maxOutline {
			break
		}
		if d.blank(n) {
			if o.keys == 0 {
				return n + 1
			}
			o.fresh = false
			continue
		}
		next, ok := o.line(n)
		if o.over {
			break
		}
		if !ok {
			if o.keys == 0 {
				return end + 1
			}
			if strings.Contains(d.line(n), "://") {
				break // tells of the call itself
			}
			strange++
			continue
		}
		strange = 0
		n = max(n, next-1)
		end = n + 1
		o.root.span.End = d.lines[n].End
	}
	return end
}

// line reads line n. ok is false for one that belongs to no outline.
func (o *outlining) line(n int) (next int, ok bool) {
	line := o.d.line(n)
	content := strings.TrimLeft(line, " \t")
	indent := len(line) - len(content)
	start := o.d.lines[n].Start + indent
	content = strings.TrimRight(content, " \t")
	if key := sectionTitle(content); key != "" {
		o.section(key, start)
		return n + 1, !o.over
	}
	if key := o.subtitle(content); key != "" {
		o.section(key, start)
		return n + 1, true
	}
	content, start = withoutBullet(content, start)
	if o.fields != nil && indent > o.indent && o.field(content, start) {
		return n + 1, true
	}
	if o.side != noSide && o.text == nil && opensJSON(content) {
		return o.body(n, start)
	}
	if o.text != nil && o.fresh && (content[0] == '{' || content[0] == '[') {
		return o.literal(n, start)
	}
	if t, is := requestLine(strings.Join(strings.Fields(content), " ")); is && len(o.stack) > 1 && strings.IndexByte(t.url, ' ') < 0 {
		place := Span{start, start + len(content)}
		o.root.kids = append(o.root.kids, &node{key: "method", value: t.method, span: place}, &node{key: "url", value: t.url, kind: textNode, span: place})
		return n + 1, true
	}
	if brace := strings.IndexByte(content, '{'); brace > 0 && !strings.ContainsAny(content[:brace], ":=") && looksLikeError(content[brace:]) && isJSON(content[brace:]) {
		return o.body(n, start+brace) // the gateway said {…}
	}
	if members := toldInWords(content, Span{start, start + len(content)}); len(members) > 0 {
		o.root.kids = append(o.root.kids, members...)
		return n + 1, true
	}
	for strings.HasPrefix(content, "- ") {
		more := strings.TrimLeft(content[2:], " ")
		step := len(content) - len(more)
		content, indent, start = more, indent+step, start+step
	}
	key, value, sep := outlineKey(content)
	if key == "" || o.text != nil && o.text.kind == textNode && indent > o.indent {
		return o.more(n, content, indent)
	}
	if o.keys > 0 && indent == 0 && o.ruled && key == o.first {
		o.over = true // the next record
		return n, false
	}
	if o.keys++; o.keys == 1 {
		o.first = key
	}
	if flatName(key) == "address" && strings.Contains(value, "://") {
		key = "url"
	}
	if value != "" && indent == 0 && sideWords[strings.ToLower(key)] != noSide {
		if o.begin(sideWords[strings.ToLower(key)]); o.over {
			return n, false
		}
		o.stack = o.stack[:1]
	}
	if indent > 0 && len(o.stack) > 1 || len(o.stack) > 1 && o.stack[1].titled() {
		o.nested++
	}
	m := &node{key: key, value: value, span: Span{start + len(content) - len(value), start + len(content)}}
	o.text, o.fresh, o.fields = nil, false, nil
	switch {
	case value == "" && sep:
		m.kind = mapNode
		o.add(indent, m)
		o.stack = append(o.stack, level{m, -1})
		o.text, o.indent, o.fresh = m, indent, true
		return n + 1, true
	case value == "|" || value == ">" || value == ">-" || value == "|-":
		m.kind, m.value = textNode, ""
		o.text, o.indent = m, indent
	case value[0] == '<' && isAlpha(at(value, 1)) && *o.open < maxOpenLiterals && o.elementFrom(n, value):
		from := m.span.Start
		root, end, closed := readXML(o.d.text, from)
		if visited(end - from); !closed || root == nil {
			*o.open++
			break
		}
		m.kind, m.value, m.span.End = textNode, o.d.text[from:end], end
		o.add(indent, m)
		return o.d.at(n, end-1) + 1, true
	case (value[0] == '{' || value[0] == '[') && markerLen(value) == 0:
		if root, end, ok := o.tree(start + len(content) - len(value)); ok {
			root.key = key
			o.add(indent, root)
			return o.d.at(n, end-1) + 1, true
		}
	case value[0] == '"' || value[0] == '\'':
		if n, value = o.folded(n, value); value[len(value)-1] == value[0] && len(value) > 1 {
			m.kind, m.value = textNode, unquoteYAML(value)
		}
	}
	if _, attr, _ := classify(key); attr == headersAttr && m.kind == wordNode && isFieldPair(value) {
		m.kind, m.value, o.fields, o.indent = mapNode, "", m, indent
		o.field(value, m.span.Start)
	}
	o.add(indent, m)
	return n + 1, true
}

// elementFrom reports whether the value in line n starts XML rather than <none>: a tag closes there, or the next line goes
// on with one.
func (o *outlining) elementFrom(n int, value string) bool {
	if visited(len(value)); strings.Contains(value, "</") || n+1 >= len(o.d.lines) {
		return strings.Contains(value, "</")
	}
	below, _ := o.d.trimmed(n + 1)
	return strings.HasPrefix(below, "<")
}

// unquoteYAML undoes the quotes of a scalar (YAML 1.2 §7.3).
func unquoteYAML(v string) string {
	inner := v[1 : len(v)-1]
	if v[0] == '\'' {
		return strings.ReplaceAll(inner, "''", "'")
	}
	if strings.Contains(inner, `""`) { // the cell of a spreadsheet
		return strings.ReplaceAll(inner, `""`, `"`)
	}
	return unescapeText(inner)
}

// more reads a line of text that continues the member before it.
func (o *outlining) more(n int, content string, indent int) (int, bool) {
	if (o.fresh || o.side != noSide) && content[0] == '(' && content[len(content)-1] == ')' {
		return n, true // a note: (no query)
	}
	o.ruled = o.ruled || isRule(content)
	if o.text == nil || isRule(content) || strings.HasPrefix(content, "***") {
		known := o.text != nil
		o.text = nil
		return n, known // rules, and "no content" among stars
	}
	if indent < o.indent || indent == o.indent && !o.fresh && o.text.value != "" {
		return n, false
	}
	if o.text.kind == mapNode && len(o.text.kids) > 0 {
		return n, false
	}
	if o.text.kind == mapNode {
		o.text.kind = textNode
		o.stack = o.stack[:len(o.stack)-1]
	}
	if o.text.value == "" && o.text.span.Start == o.text.span.End { // the value begins here, not beside its key
		start := o.d.lines[n].End - len(o.d.line(n)) + strings.Index(o.d.line(n), content)
		o.text.span = Span{start, start + len(content)}
	}
	if o.text.value != "" {
		o.text.value += "\n"
	} else if q := len(content) - 1; q > 0 && quoteByte(content[0]) && content[q] == content[0] && o.fresh {
		content = unquoteYAML(content)
	}
	o.text.value += content
	return n + 1, true
}

// tree reads the literal at a place. ok is false for one that nothing closes; only so many are tried.
func (o *outlining) tree(start int) (root *node, end int, ok bool) {
	if *o.open >= maxOpenLiterals {
		return nil, start, false
	}
	root, end, ok = readTree(o.d.text, start)
	if !ok {
		*o.open++
	}
	return root, end, ok
}

// literal reads a literal that is the value of the key above it.
func (o *outlining) literal(n, start int) (int, bool) {
	root, end, ok := o.tree(start)
	if !ok {
		return n, false
	}
	key := o.text.key
	if len(o.stack) > 1 && o.top().node == o.text {
		o.stack = o.stack[:len(o.stack)-1]
	}
	*o.text = *root
	o.text.key = key
	o.text = nil
	return o.d.at(n, end-1) + 1, true
}

// parts draws the exchanges from an outline.
func (o *outlining) parts(k, end int) (out []part) {
	for maps := []*node{o.root}; len(maps) > 0; {
		n := maps[len(maps)-1]
		maps = append(maps[:len(maps)-1], n.kids...)
		n.numbered()
	}
	for _, kid := range o.root.kids {
		if kid.quotedTitle() && !strings.HasSuffix(kid.key, "eaders") && likeHeaders(kid) { // the title of a message, its header lines below
			kid.key += "Headers"
		}
	}
	records, _ := o.d.records(o.root)
	if len(records) == 1 {
		r := &records[0]
		r.takeForeign(o.root)
		if m := o.root.member("message"); m != nil && m.scalar() && r.said.Value == "" && r.tellsError() && !strings.Contains(m.value, threeDigits(r.status)) {
			r.said = Label{ErrorMessage, m.key, m.value, m.inner()} // a form's, beside the error's uuid and code
		}
	}
	for _, r := range records {
		out = append(out, r.part(o.d, outlineName))
	}
	if len(out) > 0 {
		return out
	}
	m := &recorder{text: o.d.text}
	r := m.value(o.root, noSide)
	if h := r.headers[responseSide]; len(h) >= 2 && header(h, "Content-Type") != "" {
		r.span = o.root.span
		return []part{r.part(o.d, outlineName)}
	}
	return nil
}
