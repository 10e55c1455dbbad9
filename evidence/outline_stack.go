package evidence

// level is a map of an outline that is open.
type level struct {
	node   *node
	indent int // of its members; -1 until the first
}

// add puts a member into the map that its indentation says.
func (o *outlining) add(indent int, m *node) {
	for len(o.stack) > 1 && o.top().indent >= 0 && indent < o.top().indent {
		o.stack = o.stack[:len(o.stack)-1]
	}
	if len(o.stack) > 1 && o.top().indent < 0 && indent <= o.under() && !o.top().titled() {
		o.stack = o.stack[:len(o.stack)-1] // a key without a value
	}
	for len(o.stack) > 1 && o.top().indent > indent {
		o.stack = o.stack[:len(o.stack)-1]
	}
	l := o.top()
	if l.indent < 0 {
		l.indent = indent
	}
	l.node.kids = append(l.node.kids, m)
}

func (o *outlining) top() *level { return &o.stack[len(o.stack)-1] }

// under is the indentation of the members of the map around the innermost.
func (o *outlining) under() int { return o.stack[len(o.stack)-2].indent }

// titled reports whether a map was opened by a title, whose members are not indented.
func (l *level) titled() bool { return l.node.quotedTitle() }

func (n *node) quotedTitle() bool { return n.kind == mapNode && n.value == "title" }

// section opens what a title announces.
func (o *outlining) section(key string, start int) {
	if s, _, _ := classify(key); s != noSide {
		o.begin(s)
	}
	m := &node{kind: mapNode, key: key, value: "title", span: Span{start, start}}
	o.root.kids = append(o.root.kids, m)
	o.stack = []level{{o.root, -1}, {m, -1}}
	o.text = nil
}
