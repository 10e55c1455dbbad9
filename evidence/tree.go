package evidence

import (
	"encoding/json"
	"strings"
)

// nodeKind says what a node of a literal is.
type nodeKind byte

const (
	wordNode nodeKind = iota // a number, a literal or a bare word
	textNode                 // a string
	listNode                 // members without keys
	mapNode                  // members with keys
)

// node is a value of a literal: JSON, or what the languages of clients print in its place.
type node struct {
	kind  nodeKind
	key   string // of a member of a map
	class string // of a list or map: the word before its bracket, such as "Headers"
	value string // of a word or text, with its escapes undone
	kids  []*node
	span  Span // in the text of the document, with the quotes or brackets
}

// Bounds of a literal: what lies deeper or comes later is stepped over.
const (
	maxNodeDepth = 64
	maxNodes     = 1 << 18
)

// open is a list or map that is being read.
type open struct {
	node   *node
	closer byte
	key    string
	keyed  bool // key holds the key of the value that comes next
	glued  bool // a blank ends a value: map[A:b C:d] of Go
	joined bool // the next string continues the last
}

// treeReader reads a literal in the notation of whatever language printed it: JSON, JavaScript,
// Python, Ruby, PHP, Go or Java. It is lenient, doesn't recurse, and looks at each byte once.
type treeReader struct {
	text     string
	stack    []open
	deep     int // brackets open beyond maxNodeDepth
	nodes    int
	long     *strings.Builder // the value of extended
	extended *node            // the string that was continued last
	last     *node            // the value that was read last in the innermost list or map, nil behind a comma
}

// readTree reads the literal whose bracket stands at i. end is the place behind it. A literal
// that the text cuts off is read as far as it goes; closed tells.
func readTree(text string, i int) (root *node, end int, closed bool) {
	r := &treeReader{text: text}
	r.open(i)
	root = r.stack[0].node
	for i++; i < len(text) && len(r.stack) > 0; {
		i = r.step(i)
	}
	closed = len(r.stack) == 0
	for len(r.stack) > 0 {
		r.close(i)
	}
	visited(i - root.span.Start)
	return root, i, closed
}

// step reads what stands at i and returns the place behind it.
func (r *treeReader) step(i int) int {
	t := r.text
	switch c := t[i]; {
	case isSpace(c):
		return i + 1
	case c == ',' || c == ';':
		r.next()
		return i + 1
	case c == '{' || c == '[' || c == '(':
		r.open(i)
		return i + 1
	case c == '}' || c == ']' || c == ')':
		r.closeWith(c, i+1)
		return i + 1
	case r.deep > 0:
		return i + 1
	case c == ':' || c == '=' || c == '-' && at(t, i+1) == '>':
		return r.separator(i)
	case quoteByte(c):
		return r.quotedText(i)
	case c == '\\' && quoteAt(t, i).width > 0:
		return r.escapedText(i)
	case (c == '+' || c == '.' || c == '\\') && r.last != nil && r.last.kind == textNode:
		r.top().joined = c != '\\'
		return i + 1
	case c == '/' && at(t, i+1) == '/' && at(t, i-1) != ':' || c == '#' && isBlank(at(t, i-1)) && r.last == nil:
		return lineEnd(t, i)
	}
	return r.word(i)
}

func quoteByte(c byte) bool { return c == '"' || c == '\'' || c == '`' }

func (r *treeReader) top() *open { return &r.stack[len(r.stack)-1] }

// next ends a member.
func (r *treeReader) next() {
	r.last = nil
	if len(r.stack) > 0 {
		r.top().keyed = false
	}
}

// open enters the list or map whose bracket stands at i. A bare word before the bracket names
// its type.
func (r *treeReader) open(i int) {
	if len(r.stack) >= maxNodeDepth || r.deep > 0 {
		r.deep++
		return
	}
	n := &node{kind: listNode, span: Span{i, i}}
	o := open{node: n, closer: closerOf(r.text[i])}
	if r.text[i] == '{' {
		n.kind = mapNode
	}
	if l := r.last; l != nil && r.text[i] == '{' && r.annotates(l, i) {
		r.drop(l) // Object [AxiosHeaders] {…}, [Object: null prototype] {…}
	} else if l != nil && l.kind == wordNode && (r.text[i] == '(' || !strings.Contains(r.text[l.span.End:i], "\n")) {
		o.glued = r.text[i] == '[' && strings.HasSuffix(l.value, "map")
		n.class = l.value
		r.drop(l)
	}
	if r.text[i] == '{' {
		o.glued = startsStruct(r.text, i+1)
	}
	r.add(n)
	r.stack = append(r.stack, o)
	r.last = nil
}

// annotates reports whether a list in brackets right before the bracket at i says what is in that.
func (r *treeReader) annotates(l *node, i int) bool {
	return !l.scalar() && r.text[l.span.Start] == '[' && l.span.End <= i && strings.Trim(r.text[l.span.End:i], " ") == "" && len(l.kids) <= 1
}

func closerOf(c byte) byte {
	switch c {
	case '{':
		return '}'
	case '[':
		return ']'
	}
	return ')'
}

// drop takes the last value back: it was a type's name or a key.
func (r *treeReader) drop(n *node) {
	o := r.top()
	o.node.kids = o.node.kids[:len(o.node.kids)-1]
	if n.key != "" {
		o.key, o.keyed = n.key, true
	}
	r.last = nil
}

// add puts a value into the innermost list or map.
func (r *treeReader) add(n *node) {
	if r.nodes++; r.nodes > maxNodes {
		return
	}
	if len(r.stack) == 0 {
		return
	}
	o := r.top()
	if o.keyed {
		n.key, o.keyed = o.key, false
		o.node.kind = mapNode
	}
	o.node.kids = append(o.node.kids, n)
	r.last = n
}

// closeWith leaves the list or map that a bracket closes, and those in it that nothing closed.
func (r *treeReader) closeWith(c byte, end int) {
	if r.deep > 0 {
		r.deep--
		return
	}
	for n := len(r.stack) - 1; n >= 0; n-- {
		if r.stack[n].closer == c {
			for len(r.stack) > n {
				r.close(end)
			}
			return
		}
	}
}

func (r *treeReader) close(end int) {
	o := r.top()
	o.node.span.End = end
	o.node.numbered()
	o.node.elided(r.text)
	r.stack = r.stack[:len(r.stack)-1]
	r.last = o.node
}

// numbered makes a list of a map whose keys number its members, as arrays of PHP are printed.
func (n *node) numbered() {
	if n.kind != mapNode || len(n.kids) == 0 {
		return
	}
	for i, kid := range n.kids {
		if v, digits := digits(kid.key, 9); digits == 0 || digits != len(kid.key) || v != i {
			return
		}
	}
	n.kind = listNode
	for _, kid := range n.kids {
		kid.key = ""
	}
}

// elided makes nothing of what Node prints in the place of a value that lies too deep: [Array],
// [Object], [Function: x], [Circular *1].
func (n *node) elided(text string) {
	if n.kind == textNode || n.kind == wordNode || len(n.kids) != 1 || text[n.span.Start] != '[' || n.kids[0].kind != wordNode {
		return
	}
	word, _, _ := strings.Cut(firstOf(n.kids[0].key, n.kids[0].value), " ")
	switch word {
	case "Array", "Object", "Function", "Circular", "Getter":
		if n.kids[0].key == "Object" {
			return // [Object: null prototype] stands before the value
		}
		n.kind, n.value, n.kids = wordNode, "null", nil
	}
}

// separator makes the value before it a key.
func (r *treeReader) separator(i int) int {
	t := r.text
	end := i + 1
	if c := at(t, end); c == '>' || c == '=' {
		end++
	}
	l := r.last
	switch {
	case l == nil && t[i] == ':' && isAlpha(at(t, i+1)): // a symbol of Ruby
		return i + 1
	case l == nil || r.top().keyed:
		return end
	case l.kind == listNode && len(l.kids) == 1 && end == i+2: // [key] => value of PHP
		l.value = l.kids[0].value
		l.kids, l.key = nil, "" // a key before it has no value
	case l.kind == listNode || l.kind == mapNode:
		return end
	}
	if l.key != "" { // a word with a colon that was read as a value
		return end
	}
	key := l.value
	r.drop(l)
	o := r.top()
	o.key, o.keyed = key, true
	return end
}

// quotedText reads the string that starts at i.
func (r *treeReader) quotedText(i int) int {
	t := r.text
	long := strings.HasPrefix(t[i:], `"""`) || strings.HasPrefix(t[i:], "'''")
	end, width := i+1, 1
	if long {
		end, width = i+3, 3
	}
	start, escaped := end, false
	for ; end < len(t); end++ {
		c := t[end]
		if c == '\\' {
			escaped = true
			end++
			continue
		}
		if c == t[i] && (!long || strings.HasPrefix(t[end:], t[i:i+3])) {
			break
		}
		if c == '\n' && !long && t[i] != '`' {
			break // cut off
		}
	}
	end = min(end, len(t))
	value := t[start:end]
	if escaped {
		value = unescapeText(value)
	}
	closed := end < len(t) && t[end] == t[i]
	if closed {
		end += width
	}
	r.addText(value, Span{i, end})
	return end
}

// escapedText reads a string whose quotes are escaped themselves: a literal within a string.
func (r *treeReader) escapedText(i int) int {
	q := quoteAt(r.text, i)
	start := i + q.width
	end := q.closing(r.text, start)
	r.addText(unescapeText(r.text[start:end]), Span{i, min(end+q.width, len(r.text))})
	return min(end+q.width, len(r.text))
}

// addText adds a string, or continues the one before it.
func (r *treeReader) addText(value string, span Span) {
	o := r.top()
	if l := r.last; l != nil && l.kind == textNode && !o.keyed && (o.joined || r.adjacent(l, span.Start)) {
		r.extend(l, value)
		l.span.End = span.End
		o.joined = false
		return
	}
	o.joined = false
	r.add(&node{kind: textNode, value: value, span: span})
}

// extend continues a string. Its value grows in place: there may be many that continue it.
func (r *treeReader) extend(n *node, value string) {
	if r.extended != n {
		r.extended, r.long = n, &strings.Builder{}
		r.long.WriteString(n.value)
	}
	r.long.WriteString(value)
	n.value = r.long.String()
}

// adjacent reports whether a string continues the one before it because nothing parts them: on one
// line, behind a backslash, or within parentheses, as Python has it.
func (r *treeReader) adjacent(l *node, start int) bool {
	between := r.text[l.span.End:start]
	blank := strings.Trim(between, " \t\r\n\\bBrRuU") == ""
	return blank && (!strings.Contains(between, "\n") || strings.Contains(between, "\\") || r.top().closer == ')' || l.key != "" && r.top().closer == '}' && !r.keyAt(start))
}

// keyAt reports whether the string whose quote stands at i is a key: a separator follows it.
func (r *treeReader) keyAt(i int) bool {
	t := r.text
	end := strings.IndexByte(t[i+1:min(len(t), i+256)], t[i])
	return end < 0 || startsSeparator(t, i+1+end+1)
}

// phpTypes are words with a length behind them that say the type of what follows (var_dump).
var phpTypes = map[string]bool{"string": true, "array": true, "object": true}

// word reads a bare word: a number, a literal, a key, or what some languages print in place of a
// string. In a map it ends at the separator when it can be a key.
func (r *treeReader) word(i int) int {
	t, o := r.text, r.top()
	end, parens, key := i, 0, !o.keyed
loop:
	for ; end < len(t); end++ {
		switch c := t[end]; {
		case c == '\n' || c == '\r' || c == ',' && parens == 0 || c == ';' && o.node.kind != listNode && parens == 0:
			break loop
		case c == '}' || c == ']' || c == ')' && parens == 0:
			break loop
		case c == ')':
			parens--
		case c == '(' && end > i && !phpTypes[t[i:end]] && !key && isBlank(t[end-1]):
			parens++
		case c == '{' || c == '[' || c == '(':
			break loop
		case quoteByte(c) && (end-i <= 2 || c == '"' && !o.keyed):
			break loop // the prefix of a string: b'…'
		case isBlank(c) && o.glued && (!o.keyed || startsField(t, end+1)):
			break loop
		case (c == ':' || c == '=') && key && end > i && (o.glued || separates(t, end)):
			break loop
		case c == '-' && at(t, end+1) == '>' && key:
			break loop
		case isBlank(c):
			key = key && startsSeparator(t, end)
		}
	}
	if end == i {
		return i + 1
	}
	word := strings.TrimRight(t[i:end], " \t")
	if phpTypes[word] && at(t, end) == '(' {
		if n := strings.IndexByte(t[end:min(len(t), end+40)], ')'); n > 0 {
			return end + n + 1
		}
	}
	if quoteByte(at(t, end)) && len(word) <= 2 && word == t[i:end] && strings.Trim(word, "bBrRuUfF$@") == "" {
		return end
	}
	r.add(&node{kind: wordNode, value: word, span: Span{i, i + len(word)}})
	return end
}

// startsField reports whether the name of a field of a Go struct or map stands at i, or the end.
func startsField(t string, i int) bool {
	n := i
	for n < len(t) && (isAlnum(t[n]) || strings.IndexByte("_-", t[n]) >= 0) && n-i <= 64 {
		n++
	}
	return at(t, n) == ':' && n > i && isAlpha(t[i]) && !isBlank(at(t, n+1)) && at(t, n+1) != '/' || n >= len(t) || at(t, i) == '}' || at(t, i) == ']'
}

// startsStruct reports whether the fields of a Go struct, as %+v prints it, start at i: {A:b C:d}.
func startsStruct(t string, i int) bool {
	if !isUpper(at(t, i)) || !startsField(t, i) {
		return false
	}
	line := t[i:min(len(t), i+256)]
	end := strings.IndexAny(line, " ,}\n")
	return end >= 0 && line[end] == ' ' || end > 0 && line[end] == '}'
}

// separates reports whether the colon or equals sign at i follows a key rather than standing
// within a value: the one of "https://" and of "08:19" doesn't.
func separates(t string, i int) bool {
	if t[i] == '=' {
		return true
	}
	c := at(t, i+1)
	return c != '/' && !(isDigit(c) && isDigit(at(t, i-1)))
}

// startsSeparator reports whether only blanks stand between i and a separator.
func startsSeparator(t string, i int) bool {
	i = skipBlank(t, i)
	c := at(t, i)
	return c == ':' || c == '=' || c == '-' && at(t, i+1) == '>'
}

// unescapeText undoes the escapes that the languages share; an unknown one stays without its
// backslash, as in a regular expression.
func unescapeText(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 >= len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		i += writeEscape(&b, s[i:]) - 1
	}
	return b.String()
}

// writeEscape writes what the escape behind a backslash stands for and returns its length.
func writeEscape(b *strings.Builder, s string) int {
	switch s[0] {
	case 'n':
		b.WriteByte('\n')
	case 'r':
		b.WriteByte('\r')
	case 't':
		b.WriteByte('\t')
	case 'b':
		b.WriteByte('\b')
	case 'f':
		b.WriteByte('\f')
	case '\n':
	case 'x':
		if v, ok := hexDigits(s, 1, 2); ok {
			b.WriteByte(byte(v))
			return 3
		}
		b.WriteByte('x')
	case 'u':
		return writeUnicode(b, s)
	default:
		b.WriteByte(s[0])
	}
	return 1
}

// writeUnicode writes \uXXXX, a pair of surrogates, or \u{X…}.
func writeUnicode(b *strings.Builder, s string) int {
	if at(s, 1) == '{' {
		n := strings.IndexByte(s[:min(len(s), 10)], '}')
		if v, ok := hexDigits(s, 2, n-2); n > 2 && ok {
			b.WriteRune(rune(v))
			return n + 1
		}
	}
	v, ok := hexDigits(s, 1, 4)
	if !ok {
		b.WriteByte('u')
		return 1
	}
	if v >= 0xD800 && v < 0xDC00 && strings.HasPrefix(s[5:], `\u`) {
		if low, ok := hexDigits(s, 7, 4); ok && low >= 0xDC00 && low < 0xE000 {
			b.WriteRune(rune(0x10000 + (v-0xD800)<<10 + low - 0xDC00))
			return 11
		}
	}
	b.WriteRune(rune(v))
	return 5
}

// hexDigits reads n hexadecimal digits at i.
func hexDigits(s string, i, n int) (v int, ok bool) {
	if n <= 0 || i+n > len(s) {
		return 0, false
	}
	for _, c := range []byte(s[i : i+n]) {
		if !isHex(c) {
			return 0, false
		}
		d := int(c)
		switch {
		case isDigit(c):
			d -= '0'
		default:
			d = (d | 0x20) - 'a' + 10
		}
		v = v<<4 | d
	}
	return v, true
}

// member returns the member of a map with this key, whatever its case; nil for none.
func (n *node) member(key string) *node {
	for _, kid := range n.kids {
		if strings.EqualFold(kid.key, key) {
			return kid
		}
	}
	return nil
}

// inner is the place of what a scalar holds, without its quotes.
func (n *node) inner() Span {
	switch quotes := n.span.End - n.span.Start - len(n.value); {
	case n.kind == textNode && quotes == 2:
		return Span{n.span.Start + 1, n.span.End - 1}
	case n.kind == textNode && quotes == 6:
		return Span{n.span.Start + 3, n.span.End - 3}
	}
	return n.span
}

func (n *node) scalar() bool { return n.kind == wordNode || n.kind == textNode }

// source returns what a value means as text: a string's content, JSON as it was written, and any
// other literal as JSON.
func (n *node) source(text string) string {
	if n.scalar() {
		if n.kind == wordNode && nothing(n.value) {
			return ""
		}
		return n.value
	}
	if raw := text[n.span.Start:n.span.End]; json.Valid([]byte(raw)) {
		return raw
	}
	var b strings.Builder
	n.writeJSON(&b)
	return b.String()
}

// nothing reports whether a word says that there is no value.
func nothing(w string) bool {
	switch strings.ToLower(w) {
	case "null", "none", "nil", "undefined", "<nil>", "nothing", "(null)":
		return true
	}
	return false
}

// writeJSON writes a literal as JSON. Literals are at most maxNodeDepth deep.
func (n *node) writeJSON(b *strings.Builder) {
	switch n.kind {
	case wordNode:
		b.WriteString(jsonWord(n.value))
		return
	case textNode:
		b.WriteString(quoteJSON(n.value))
		return
	}
	marks := "[]"
	if n.kind == mapNode {
		marks = "{}"
	}
	b.WriteByte(marks[0])
	for i, kid := range n.kids {
		if i > 0 {
			b.WriteByte(',')
		}
		if n.kind == mapNode {
			b.WriteString(quoteJSON(kid.key) + ":")
		}
		kid.writeJSON(b)
	}
	b.WriteByte(marks[1])
}

func quoteJSON(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always has a form in JSON
	return strings.TrimSuffix(b.String(), "\n")
}

// jsonWord writes a bare word as JSON.
func jsonWord(w string) string {
	switch low := strings.ToLower(w); {
	case nothing(w):
		return "null"
	case low == "true" || low == "false":
		return low
	case json.Valid([]byte(w)):
		return w
	}
	return quoteJSON(w)
}
