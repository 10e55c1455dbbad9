package evidence

import (
	"html"
	"strings"
)

// xmlTree reads exchanges out of elements of XML: the incidents of help desks, the exports of proxies.
// Elements and attributes become a tree, which is read as a literal is.
type xmlTree struct{}

func (f xmlTree) parts(d *document) (out []part) {
	if !strings.Contains(d.text, "</") && !strings.Contains(d.text, "/>") {
		return nil
	}
	open := 0
	for k := 0; k < len(d.lines); {
		next := k + 1
		if line, start := d.trimmed(k); !d.taken[k] && open < maxOpenLiterals && elementName(line, 0) != "" {
			root, end, closed := readXML(d.text, start)
			if !closed {
				open++
			}
			last := d.at(k, max(start, end-1))
			if parts := d.literal(root, k, start, last); len(parts) > 0 {
				out = append(out, parts...)
				d.take(k, last+1)
			}
			if closed {
				next = last + 1
			}
		}
		k = next
	}
	return out
}

// elementName returns the name of the element whose start tag stands at i, "" for none.
func elementName(t string, i int) string {
	if at(t, i) != '<' || !isAlpha(at(t, i+1)) {
		return ""
	}
	n := i + 1
	for n < len(t) && n-i <= maxKey && (isAlnum(t[n]) || strings.IndexByte("_.-:", t[n]) >= 0) {
		n++
	}
	if c := at(t, n); c != '>' && !isSpace(c) && (c != '/' || at(t, n+1) != '>') {
		return ""
	}
	return t[i+1 : n]
}

// xmlReader reads elements into nodes. It is lenient, doesn't recurse, and looks at each byte once.
type xmlReader struct {
	text  string
	stack []*node
	names []string // of the elements in stack, with their prefixes
	deep  int      // elements open beyond maxNodeDepth
	nodes int
}

// readXML reads the element whose start tag stands at i. end is the place behind it; closed is
// false when the text ends within it.
func readXML(text string, i int) (root *node, end int, closed bool) {
	r := &xmlReader{text: text}
	start := i
	i = r.tag(i)
	root = &node{kind: mapNode}
	if len(r.stack) > 0 {
		root = r.stack[0]
	}
	for i < len(text) && len(r.stack) > 0 {
		n := strings.IndexByte(text[i:], '<')
		if n < 0 {
			i = len(text)
			break
		}
		r.content(i, i+n)
		i = r.tag(i + n)
	}
	closed = len(r.stack) == 0
	for len(r.stack) > 0 {
		r.close(i)
	}
	visited(i - start)
	return root, i, closed
}

// tag reads what the < at i starts and returns the place behind it.
func (r *xmlReader) tag(i int) int {
	t := r.text
	switch rest := t[i:]; {
	case strings.HasPrefix(rest, "<![CDATA["):
		from := i + len("<![CDATA[")
		n := strings.Index(t[from:], "]]>")
		if n < 0 {
			n = len(t) - from
		}
		r.say(t[from:from+n], Span{from, from + n})
		return min(len(t), from+n+3)
	case strings.HasPrefix(rest, "<!--"):
		return behind(t, i+4, "-->")
	case strings.HasPrefix(rest, "</"):
		end := behind(t, i, ">")
		r.end(strings.TrimSpace(strings.Trim(t[i+2:end], ">")), end)
		return end
	}
	name := elementName(t, i)
	if name == "" {
		return i + 1
	}
	return r.element(name, i)
}

// behind returns the place behind a mark, the end of the text when it doesn't come.
func behind(t string, i int, mark string) int {
	n := strings.Index(t[i:], mark)
	if n < 0 {
		return len(t)
	}
	return i + n + len(mark)
}

// element opens the element at i and reads its attributes.
func (r *xmlReader) element(name string, i int) int {
	t := r.text
	if len(r.stack) >= maxNodeDepth || r.nodes > maxNodes {
		end := behind(t, i, ">")
		if !strings.HasSuffix(t[i:end], "/>") {
			r.deep++
		}
		return end
	}
	n := &node{kind: mapNode, key: elementKey(name), span: Span{i, i}}
	if len(r.stack) > 0 {
		up := r.stack[len(r.stack)-1]
		up.kids = append(up.kids, n)
	}
	r.nodes++
	r.stack, r.names = append(r.stack, n), append(r.names, name)
	for i += 1 + len(name); i < len(t) && t[i] != '>'; {
		if t[i] == '/' && at(t, i+1) == '>' {
			r.close(i + 2)
			return i + 2
		}
		i = r.attribute(n, i)
	}
	return min(len(t), i+1)
}

// elementKey is the name of an element without its prefix, and without the package where it is the
// name of a class: java.net.URL.
func elementKey(name string) string {
	name = name[strings.LastIndexByte(name, ':')+1:]
	if strings.Count(name, ".") > 1 {
		name = name[strings.LastIndexByte(name, '.')+1:]
	}
	return name
}

// attribute reads the attribute at i, or steps over a byte that starts none.
func (r *xmlReader) attribute(n *node, i int) int {
	t := r.text
	end := i
	for end < len(t) && (isAlnum(t[end]) || strings.IndexByte("_.-:", t[end]) >= 0) {
		end++
	}
	q := at(t, end+1)
	if end == i || at(t, end) != '=' || q != '"' && q != '\'' {
		return max(end, i+1)
	}
	v := end + 2
	close := strings.IndexByte(t[v:], q)
	if close < 0 {
		return len(t)
	}
	r.nodes++
	n.kids = append(n.kids, &node{kind: textNode, key: t[i:end], value: html.UnescapeString(t[v : v+close]), span: Span{v, v + close}})
	return v + close + 1
}

// content reads the text between two tags.
func (r *xmlReader) content(from, to int) {
	text := strings.TrimSpace(r.text[from:to])
	if text != "" {
		from += strings.Index(r.text[from:to], text)
		r.say(html.UnescapeString(text), Span{from, from + len(text)})
	}
}

// say gives a text to the innermost element. Its last piece counts, but for several of one text.
func (r *xmlReader) say(text string, place Span) {
	if len(r.stack) == 0 || r.deep > 0 {
		return
	}
	n := r.stack[len(r.stack)-1]
	if n.value == "" {
		n.value, n.span = text, place
	}
}

// end leaves the element that an end tag names, and those in it that nothing ended.
func (r *xmlReader) end(name string, end int) {
	if r.deep > 0 {
		r.deep--
		return
	}
	for i := len(r.names) - 1; i >= 0; i-- {
		if r.names[i] == name {
			for len(r.names) > i {
				r.close(end)
			}
			return
		}
	}
}

// close makes of the innermost element what it holds: a text, a list of elements of one name, or
// members, of which its own text is the body or, beside a name, the value.
func (r *xmlReader) close(end int) {
	n := r.stack[len(r.stack)-1]
	r.stack, r.names = r.stack[:len(r.stack)-1], r.names[:len(r.names)-1]
	text := &node{kind: textNode, key: "body", value: n.value, span: n.span}
	if encoded := n.member("base64"); encoded != nil && encoded.value == "true" {
		text.value = unbase64(n.value)
	}
	switch {
	case len(n.kids) == 0 || n.value != "" && idle(n.kids):
		n.kind, n.value, n.kids = textNode, text.value, nil
		return
	case n.value == "" && n.repeats():
		n.kind = listNode
	case n.value != "" && n.member("name") != nil:
		text.key = "value"
	}
	if n.value != "" {
		n.kids = append(n.kids, text)
	}
	n.value, n.span.End = "", max(n.span.Start, end)
	if first := n.kids[0].key; strings.EqualFold(n.key, first+"s") {
		n.kind = listNode
		for _, kid := range n.kids {
			if kid.key != first {
				n.kind = mapNode
			}
		}
	}
	if n.kind == listNode {
		for _, kid := range n.kids {
			kid.key = ""
		}
	}
}

// idle reports whether members say nothing of a call: how a text is written, or of what type it is, as
// in class="java.lang.String", xsi:type="string" and base64="true".
func idle(kids []*node) bool {
	for _, kid := range kids {
		s, attr, _ := classify(kid.key)
		if !kid.scalar() || s != noSide || attr != noAttribute || factOf(kid.key) != "" || kid.key == "name" || kid.key == "key" || kid.key == "value" {
			return false
		}
	}
	return true
}

// repeats reports whether an element holds several of one name, such as the samples of a test, and of
// itself says nothing of a call. Its attributes go.
func (n *node) repeats() bool {
	var own, several []*node
	for _, kid := range n.kids {
		if kid.scalar() {
			own = append(own, kid)
		} else if several = append(several, kid); kid.key != several[0].key || pairOf(kid) != nil {
			return false
		}
	}
	if len(several) < 2 || !idle(own) {
		return false
	}
	n.kids = several
	return true
}
