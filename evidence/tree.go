package evidence

import "strings"

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
	left  bool   // what it holds was left out where it was printed: [Object]
	quote uint8  // bytes that an escaped quote around a text takes, 0 for a plain one
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
	lined  bool // the value that comes next goes on to the end of its line: [key] => value
}

// treeReader reads a literal in the notation of whatever language printed it: JSON, JavaScript,
// Python, Ruby, PHP, Go or Java. It is lenient, doesn't recurse, and looks at each byte once.
type treeReader struct {
	text     string
	stack    []open
	deep     int // brackets open beyond maxNodeDepth
	nodes    int
	room     *nodeRoom
	long     *strings.Builder // the value of extended
	extended *node            // the string that was continued last
	last     *node            // the value that was read last in the innermost list or map, nil behind a comma
}

// nodeRoom is where the nodes of literals that are read one after another are made: in slabs that grow
// with what is read.
type nodeRoom struct {
	slab []node
	kids []*node // for the first members of lists and maps
}

// fewKids is how many members a list or map has room for at first.
const fewKids = 4

// add puts a node into a list or map.
func (m *nodeRoom) add(n, kid *node) {
	if n.kids == nil {
		if len(m.kids) < fewKids {
			m.kids = make([]*node, min(max(16, 2*cap(m.slab)), 512))
		}
		n.kids, m.kids = m.kids[:0:fewKids], m.kids[fewKids:]
	}
	n.kids = append(n.kids, kid)
}

// node makes a node.
func (m *nodeRoom) node(kind nodeKind, span Span) *node {
	if len(m.slab) == cap(m.slab) {
		m.slab = make([]node, 0, min(max(8, 2*cap(m.slab)), 512))
	}
	m.slab = m.slab[:len(m.slab)+1]
	n := &m.slab[len(m.slab)-1]
	n.kind, n.span = kind, span
	return n
}

// release takes the node back that was made last, if it is n.
func (m *nodeRoom) release(n *node) {
	if last := len(m.slab) - 1; last >= 0 && &m.slab[last] == n {
		*n = node{}
		m.slab = m.slab[:last]
	}
}

// readTree reads the literal whose bracket stands at i. end is the place behind it. A literal
// that the text cuts off is read as far as it goes; closed tells.
func readTree(text string, i int) (root *node, end int, closed bool) {
	return new(nodeRoom).readTree(text, i)
}

func (m *nodeRoom) readTree(text string, i int) (root *node, end int, closed bool) {
	r := &treeReader{text: text, room: m}
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
	case c == '[' && markerLen(t[i:]) > 0 && r.deep == 0:
		return r.word(i)
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
	n := r.room.node(listNode, Span{i, i})
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
	if o.lined = false; o.keyed {
		n.key, o.keyed = o.key, false
		o.node.kind = mapNode
	}
	r.room.add(o.node, n)
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
	o.node.constructed(r.text)
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
		n.kind, n.left, n.value, n.kids = wordNode, true, "null", nil
	}
}

// collections end the names of types that are made from their elements.
var collections = []string{"list", "set", "array", "seq", "tuple", "vector"}

// derivers are the names of types and functions which make something else of a value: its hash, its length.
var derivers = map[string]bool{"hash": true, "hashed": true, "digest": true, "hmac": true, "md": true, "sha": true, "crc": true, "mask": true, "masked": true, "len": true, "length": true, "size": true, "count": true}

// keepsValue reports whether a name is that of a type which is made from a value and prints it: UUID, bson.ObjectId. Names
// of functions start with a small letter.
func keepsValue(name string) bool {
	name = name[strings.LastIndexByte(name, '.')+1:]
	if name == "" || !isUpper(name[0]) {
		return false
	}
	for _, w := range keyWords(name) {
		if visited(len(w)); derivers[strings.TrimRight(w, "0123456789")] {
			return false
		}
	}
	return true
}

// constructed makes a string or number the value of the member whose type is made from it: UUID("…"), ISODate("…"),
// Some(Domain("…")).
func (n *node) constructed(text string) {
	if n.class == "" || n.key == "" || text[n.span.Start] != '(' || !isAlnum(text[n.span.Start-1]) || len(n.kids) != 1 || n.kids[0].key != "" || !keepsValue(n.class) {
		return
	}
	kid := n.kids[0]
	if n.class == "Some" && keepsValue(kid.class) && len(kid.kids) == 1 && kid.kids[0].key == "" && text[kid.span.Start] == '(' {
		kid = kid.kids[0]
	}
	if !kid.scalar() {
		return
	}
	for _, end := range collections {
		if strings.HasSuffix(strings.ToLower(n.class), end) {
			return
		}
	}
	n.kind, n.quote, n.value, n.span, n.kids = kid.kind, kid.quote, kid.value, kid.span, nil
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
		r.drop(l)
		o := r.top()
		o.key, o.keyed, o.lined = l.value, true, true
		return end
	case l.kind == listNode || l.kind == mapNode:
		return end
	}
	if l.key != "" { // a word with a colon that was read as a value
		return end
	}
	key := l.value
	r.drop(l)
	if l != r.extended { // that is told by its address
		r.room.release(l)
	}
	o := r.top()
	o.key, o.keyed = key, true
	return end
}
