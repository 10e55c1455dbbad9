package evidence

import "strings"

// program reads the source text of a program into a tree: calls, lists and maps with their members, in
// the order of the text, whatever the language. It knows no grammar: a word before a bracket names what
// the bracket holds (class), and =, :, => and their like make what stands before them a key.
type program struct {
	literalReader
	stack []scope
	deep  int // brackets open beyond maxNodeDepth
	nodes int
	fresh bool             // only blanks stand before in the line
	grown *node            // the string that was continued last
	long  *strings.Builder // its value
	sets  map[*node]bool   // values that a name was set to
	tail  int              // the place behind what was read last, but for comments in words
	shown bool             // the text is no program, but what one prints of its values
}

// scope is a bracket that is being read, or the whole text.
type scope struct {
	node   *node
	closer byte
	key    string
	owner  string // the word that the key is an index of: headers["Accept"]
	keyed  bool
	sets   bool  // by an assignment
	joined bool  // the next value continues the last
	last   *node // nil behind a mark that ends a value
	name   *node // a word that names the next value: :headers, -Method
	broken bool  // a line ends behind last
}

func newProgram(text string) *program {
	p := &program{literalReader: literalReader{text: text}, fresh: true, sets: map[*node]bool{}}
	p.stack = []scope{{node: &node{kind: listNode}}}
	return p
}

// root holds the statements that were read.
func (p *program) root() *node { return p.stack[0].node }

func (p *program) top() *scope { return &p.stack[len(p.stack)-1] }

// step reads what stands at i and returns the place behind it.
func (p *program) step(i int) int {
	t := p.text
	switch c := t[i]; {
	case c == '\n' && i == p.body.Start && i > 0:
		p.tail = p.body.End
		return p.tail
	case c == '\n':
		p.line(i)
		p.fresh = true
		return i + 1
	case isSpace(c):
		return i + 1
	case p.comment(i) > i:
		end := p.comment(i)
		if line := strings.TrimLeft(t[i:end], "/#-;% \t"); line != "" && p.tail > 0 && codeLine(line) && strings.ContainsAny(line, "'\"") {
			p.tail = end // a call that was put aside
		}
		return end
	case (c == '`' || c == '\\' || c == '^') && joins(t, i+1) > 0:
		return i + 1 + joins(t, i+1)
	}
	p.fresh = false
	next := p.token(i)
	p.tail = next
	return next
}

// token reads a string, a word, a bracket or a mark.
func (p *program) token(i int) int {
	t := p.text
	if l, ok := p.at(i); ok {
		p.addText(&node{kind: textNode, value: l.value, span: Span{i, l.next}})
		return l.next
	}
	switch c := t[i]; {
	case c == '{' || c == '[' || c == '(':
		p.openAt(i)
	case c == '}' || c == ']' || c == ')':
		p.closeWith(c, i+1)
	case c == ',' || c == ';':
		p.next()
	case nameByte(c) || (c == ':' || c == '-' || c == '.') && isAlpha(at(t, i+1)) && p.startsName(i):
		return p.word(i)
	default:
		return p.mark(i)
	}
	return i + 1
}

func nameByte(c byte) bool { return isAlnum(c) || c == '_' || c == '$' }

// startsName reports whether the mark at i belongs to the word behind it: :symbol, -Flag, .member.
func (p *program) startsName(i int) bool {
	before := at(p.text, i-1)
	if p.text[i] == '.' {
		return !isAlnum(before)
	}
	return before == 0 || isSpace(before) || strings.IndexByte("{[(,", before) >= 0
}

// comment returns where the comment ends that starts at i, i for none.
func (p *program) comment(i int) int {
	t := p.text
	switch first := p.fresh; {
	case strings.HasPrefix(t[i:], "//") && at(t, i-1) != ':',
		t[i] == '#' && (first || isBlank(at(t, i-1)) && isBlank(at(t, i+1))),
		first && (strings.HasPrefix(t[i:], "-- ") || strings.HasPrefix(t[i:], ";;") || strings.HasPrefix(t[i:], "```") || t[i] == '%' && (at(t, i+1) == '%' || isBlank(at(t, i+1)))):
		return lineEnd(t, i)
	}
	for _, pair := range [][2]string{{"/*", "*/"}, {"(*", "*)"}} {
		if strings.HasPrefix(t[i:], pair[0]) {
			if n := p.index(i, pair[1]); n > 0 {
				return i + n + 2
			}
		}
	}
	return i
}

// line ends a line: a statement, or an entry, unless something is still to come.
func (p *program) line(i int) {
	s := p.top()
	s.broken = true
	if s.name != nil {
		s.name = nil
	}
	if s.last == nil || s.joined || s.keyed {
		return
	}
	if n := skipSpace(p.text, i); n < len(p.text) && strings.IndexByte("+.&", p.text[n]) < 0 && s.closer != ')' {
		s.last = nil
	}
}

// next ends a value.
func (p *program) next() {
	s := p.top()
	s.last, s.name, s.keyed, s.joined = nil, nil, false, false
}

// openAt enters the bracket at i.
func (p *program) openAt(i int) {
	if len(p.stack) >= maxNodeDepth || p.deep > 0 {
		p.deep++
		return
	}
	n := &node{kind: listNode, span: Span{i, i}}
	if p.text[i] == '{' {
		n.kind = mapNode
	}
	s := p.top()
	if l := s.last; l != nil && l.kind == wordNode && s.name == nil && (!s.broken || p.text[i] == '{') {
		n.class = l.value
		p.drop(l)
	}
	p.add(n)
	p.stack = append(p.stack, scope{node: n, closer: closerOf(p.text[i])})
}

// drop takes the last value back: it was the name of what follows, or a key.
func (p *program) drop(n *node) {
	s := p.top()
	s.node.kids = s.node.kids[:len(s.node.kids)-1]
	if n.key != "" {
		s.key, s.keyed, s.sets = n.key, true, p.sets[n]
	}
	s.last = nil
}

// add puts a value into the innermost bracket.
func (p *program) add(n *node) {
	if p.nodes++; p.nodes > maxNodes {
		return
	}
	s := p.top()
	switch l := s.last; {
	case s.name != nil && (n.kind != wordNode || !strings.HasPrefix(n.value, "-")):
		n.key = strings.TrimLeft(s.name.value, ":-")
		s.node.kids = s.node.kids[:len(s.node.kids)-1]
	case s.keyed:
		n.key = s.key
		if s.sets {
			p.sets[n] = true
		}
		if n.class == "" {
			n.class = s.owner
		}
	case l != nil && l.key != "" && (l.kind == wordNode && movesKey(l, n) || p.typed(l, n)) && !s.broken:
		n.key, l.key = l.key, "" // x = new Thing(…), x = []byte(…)
		if p.sets[l] {
			p.sets[n] = true
		}
	}
	if l := s.last; l != nil && l.kind == wordNode && n.kind == textNode && n.class == "" && !s.broken {
		n.class = l.value
	}
	if n.key != "" {
		s.node.kind = mapNode
	}
	s.keyed, s.joined, s.owner, s.name, s.broken = false, false, "", nil, false
	s.node.kids = append(s.node.kids, n)
	s.last = n
}

// movesKey reports whether a key belongs to the value behind a word: x = new Thing, x = await call(…).
func movesKey(l, n *node) bool {
	return n.kind != wordNode || !isFlag(n.value) && n.value != "as" && !strings.ContainsAny(l.value, ".:/")
}

// isFlag reports whether a word names what follows it: -Method, :headers.
func isFlag(w string) bool { return w != "" && (w[0] == '-' || w[0] == ':') }

// typed reports whether l is the type of n in Go: []byte(…), map[string]string{…}.
func (p *program) typed(l, n *node) bool {
	return l.kind == listNode && p.text[l.span.Start] == '[' && len(l.kids) <= 1 && l.span.End >= n.span.Start-9 && n.class != ""
}

// addText adds a string, or continues the one before it.
func (p *program) addText(n *node) {
	s := p.top()
	l := s.last
	if l != nil && l.kind == textNode && !s.keyed && s.name == nil && (s.joined || p.adjacent(l, n)) {
		p.extend(l, n.value, n.span.End)
		return
	}
	if l != nil && l.kind == wordNode && s.joined && !s.keyed {
		n.value = "{" + strings.TrimLeft(l.value, "$") + "}" + n.value
		p.drop(l)
	}
	p.add(n)
}

// extend continues a string. Its value grows in place: there may be many that continue it.
func (p *program) extend(n *node, value string, end int) {
	if p.grown != n {
		p.grown, p.long = n, &strings.Builder{}
		p.long.WriteString(n.value)
	}
	p.long.WriteString(value)
	n.value, n.span.End = p.long.String(), end
	p.top().joined, p.top().broken = false, false
}

// adjacent reports whether a string continues the one before it, as in C and Python. The value behind
// the name of a header doesn't.
func (p *program) adjacent(l, n *node) bool {
	return strings.TrimLeft(p.text[l.span.End:n.span.Start], " \t\r\n\\") == "" && !headerName(l.value) && (!p.top().broken || p.top().closer == ')') && !symbolic(l.key)
}

func symbolic(key string) bool { return strings.HasPrefix(key, ":") }

// closeWith leaves the bracket that c closes, and those in it that nothing closed.
func (p *program) closeWith(c byte, end int) {
	if p.deep > 0 {
		p.deep--
		return
	}
	for n := len(p.stack) - 1; n > 0; n-- {
		if p.stack[n].closer == c {
			for len(p.stack) > n {
				p.close(end)
			}
			return
		}
	}
}

func (p *program) close(end int) {
	n := p.top().node
	n.span.End = end
	p.stack = p.stack[:len(p.stack)-1]
	p.top().last, p.top().broken = n, false
}
