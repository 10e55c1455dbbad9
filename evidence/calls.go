package evidence

import "strings"

// calls reads the calls of a program, in the order of its text: it walks through the tree, keeps what
// names are set to, and gathers what is said of a request until another URL is called.
type calls struct {
	d       *document
	p       *program
	vars    map[string]*node
	cur     *planned
	done    []*planned
	budget  int // how many values are still put in the place of names
	deep    int
	inCall  int         // brackets open of calls
	sent    bool        // a call takes the URL, or a part of it
	replies []*Response // that a program which plays the server gives
}

// maxNames is how many values are put in the place of names that stand for them.
const maxNames = 1 << 12

func newCalls(d *document, p *program) *calls {
	return &calls{d: d, p: p, vars: map[string]*node{}, cur: &planned{}, budget: maxNames}
}

// requests returns the requests that the program makes.
func (c *calls) requests() (out []*Request) {
	c.sequence(c.p.root().kids, noAttribute)
	if !c.sent || c.p.shown {
		return nil
	}
	for _, a := range append(c.done, c.cur) {
		if q := c.request(a); q != nil {
			if n := len(out); n > 0 && len(q.Headers) == 0 {
				q.Headers = out[n-1].Headers // set for all, as of a session
			}
			out = append(out, q)
		}
	}
	return out
}

// sequence walks through values that stand beside one another, as what role says that they are. A name
// and a value that are two strings are a pair.
func (c *calls) sequence(kids []*node, role attribute) {
	for i := 0; i < len(kids); i++ {
		n := kids[i]
		if n.kind == wordNode && i+1 < len(kids) && (kids[i+1].key == "" || c.p.sets[kids[i+1]]) {
			c.command(n, kids[i+1:])
		}
		if i+1 < len(kids) && n.kind == textNode && c.pair(n, kids[i+1], role) {
			i++
			continue
		}
		c.value(n, role)
	}
}

// maxArguments is how many arguments of a call without brackets are looked at.
const maxArguments = 4

// command reads a call whose arguments stand behind its name: HTTP::Client.post url, headers: …
func (c *calls) command(n *node, behind []*node) {
	m, explicit := methodOf(n.value)
	if m == "" || explicit || !strings.ContainsAny(n.value, ".:/>") {
		return
	}
	for _, arg := range behind[:min(len(behind), maxArguments)] {
		if v, ok := c.textOf(arg); ok && isTarget(v) && v != "*" {
			c.value(arg, noAttribute)
			c.method(m, 2, n.span)
			c.cur.called, c.sent = true, true
			return
		}
	}
}

// pair reads a name and a value, or a value that is followed by the name of its header (Swift).
func (c *calls) pair(n, v *node, role attribute) bool {
	if roleOf(v.key) == headersAttr && v.kind == textNode {
		n, v = v, n
	} else if n.key != "" && !headerName(n.value) || v.key != "" && role == noAttribute {
		return false
	}
	text, ok := c.textOf(v)
	switch {
	case !ok || strings.HasPrefix(n.value, "http"):
		return false
	case role == queryAttr:
		c.addQuery(n.value, text)
	case headerName(n.value) || role == headersAttr && isField(n.value):
		c.header(n.value, text, n.span)
	default:
		return false
	}
	return true
}

// value reads one value.
func (c *calls) value(n *node, role attribute) {
	if c.p.sets[n] && !(n.kind == wordNode && bareName(n.value) == bareName(n.key)) {
		if n.kind == textNode {
			n.value = c.expanded(n.value)
		}
		c.vars[bareName(n.key)] = n
	}
	own := keyRole(n.key)
	if own != noAttribute {
		role = own
	}
	if _, attr, _ := classify(n.key); attr == statusAttr && !c.p.sets[n] && statusOf(n.value) > 0 || strings.EqualFold(n.key, "server") && n.scalar() {
		c.p.shown = true // a program doesn't know the answer
	}
	if c.deep++; c.deep < maxNodeDepth {
		switch {
		case n.key != "" && (headerName(n.key) || roleOf(n.class) == headersAttr && c.p.sets[n]) && c.headerMember(n):
		case n.key != "" && own == noAttribute && roleOf(n.class) == queryAttr && n.scalar():
			if v, ok := c.textOf(n); ok { // req.params["from"] = "…"
				c.addQuery(n.key, v)
			}
		case n.kind == wordNode:
			c.word(n, role)
		case n.kind == textNode:
			c.text(n, role)
		default:
			c.group(n, role)
		}
	}
	c.deep--
}

// headerMember reads a member whose key is the name of a header field.
func (c *calls) headerMember(n *node) bool {
	v, ok := c.textOf(n)
	if ok {
		c.header(n.key, v, n.span)
	}
	return ok
}

// word reads a name: a method, or a value that it was set to.
func (c *calls) word(n *node, role attribute) {
	c.sent = c.sent || cmdlet(n.value) || alias(n.value) && parameter(c.p.text[n.span.End:lineEnd(c.p.text, n.span.End)])
	m, explicit := methodOf(n.value)
	switch {
	case m != "" && (explicit || role == methodAttr || at(c.p.text, n.span.Start-1) == '`'):
		c.method(m, 3, n.span)
	case n.key != "" && isTrue(n.value):
		if m, _ := methodOf(n.key); m != "" { // CURLOPT_POST, 1L
			c.method(m, 3, n.span)
		}
	}
	if v := c.meant(n); v != nil {
		if role == noAttribute {
			role = keyRole(v.key)
		}
		c.value(v, role)
	}
}

// meant returns a copy of what a name was set to, nil for nothing.
func (c *calls) meant(n *node) *node {
	v := c.vars[bareName(n.value)]
	if v == nil || c.budget <= len(v.kids) || v.kind == wordNode && bareName(v.value) == bareName(n.value) {
		return nil
	}
	c.budget -= 1 + len(v.kids)
	got := *v
	got.key = firstOf(n.key, v.key)
	return &got
}

// text reads a string by what it holds, and by what role says that it is.
func (c *calls) text(n *node, role attribute) {
	v := c.expanded(n.value)
	h, isHeader := headerLine(v)
	upper := strings.ToUpper(v)
	switch {
	case silentName(n.class):
	case hasFold(v, "http://") || hasFold(v, "https://"):
		if !strings.ContainsAny(v, " \n") && (n.key == "" || role == urlAttr || role == baseAttr || c.p.sets[n]) {
			c.sent = c.sent || strings.ContainsAny(n.class, ".:/") // Uri.of_string "…"
			c.address(v, role == baseAttr, c.p.sets[n], n.span)
		}
	case methods[upper] && (v == upper && n.key == "" || role == methodAttr):
		c.method(upper, 3, n.span)
	case isHeader && !strings.Contains(v, "\n") && (role == headersAttr || headerName(h.Name) && h.Value != "" && role != bodyAttr):
		c.header(h.Name, h.Value, n.span)
	case role == bodyAttr && n.kind == textNode, bodyLike(v) && len(v) > 2 && isJSON(v):
		c.body(v, role == bodyAttr, n.span)
	case strings.HasPrefix(v, "/") && !strings.ContainsAny(v, " \n") && len(v) > 1:
		c.target(v, n.span)
	case isHost(v) && strings.Contains(v, ".") && (role == hostAttr || c.d.reader.Environment(v) != "" || role == urlAttr && isURLWord(v+"/")):
		c.host(v, n.class)
	case mediaType(v) && (typeName(n.key) || typeName(n.class)):
		c.header("Content-Type", v, n.span)
	}
}

// group reads what a bracket holds: the arguments of a call, or the members of a list or map.
func (c *calls) group(n *node, role attribute) {
	kids := n.kids
	paren := c.called(n)
	switch {
	case paren && silentName(n.class):
		return
	case c.described(n):
		return
	case len(kids) > 1 && strings.Contains(strings.ToLower(n.class), "setopt"):
		kids = option(kids)
	case c.headerMap(n):
		return
	}
	if keyRole(n.key) == noAttribute {
		if own := roleOf(n.class); own != noAttribute {
			role = own
		}
	}
	m, _ := methodOf(n.class)
	if m != "" && role != headersAttr {
		role = noAttribute
	}
	if (role == bodyAttr || sends(n.class)) && c.bodyGroup(n, role == bodyAttr) {
		return
	}
	if role == queryAttr {
		c.queryGroup(n, 0)
		return
	}
	if paren && c.reply(n) {
		return
	}
	if paren {
		c.inCall++
		defer func() { c.inCall-- }()
	}
	before, url := c.cur, c.cur.url
	for i, kid := range kids { // the URL first: what else the call says belongs to it
		if n.class != "" && kid.key == "" && role != headersAttr && !(i > 0 && headerName(kids[i-1].value)) {
			c.urlFirst(kid)
		}
	}
	c.sequence(kids, role)
	if bodied[m] && c.holdsURL(kids) {
		c.positional(kids)
	}
	if m == "" || role == headersAttr {
		return
	}
	switch {
	case c.cur != before || c.cur.url != url && c.cur.url != "" || c.holdsURL(kids):
		c.method(m, 2, n.span)
		c.cur.called = true
	case !holdsText(kids):
		c.method(m, 1, n.span)
	}
}
