package evidence

import "strings"

// items reads the words of HTTPie and its kin: [METHOD] URL [ITEM…]. It reports whether they are
// such a call: prose that starts with "http" isn't.
func (c *command) items(piped bool) bool {
	words := c.operands
	if len(words) == 0 {
		return false
	}
	if m := strings.ToUpper(words[0]); len(words) > 1 && methods[m] {
		c.method, words = m, words[1:]
	}
	target, ok := c.target(words[0])
	if !ok {
		return false
	}
	c.url = target
	root := &node{kind: mapNode}
	var form []string
	for _, w := range words[1:] {
		name, sep, value := item(w)
		switch sep {
		case ":":
			if value != "" {
				c.headers = append(c.headers, Header{name, value})
			}
		case ";":
		case "==":
			c.addQuery(queryEscape(name) + "=" + queryEscape(value))
		case "=", ":=":
			c.sends = true
			form = append(form, queryEscape(name)+"="+queryEscape(value))
			root.put(name, itemValue(sep, value))
		case "@", "=@", ":=@":
			c.sends = true
		default:
			return false
		}
	}
	switch {
	case c.form:
		c.data = append(c.data, form...)
	case len(root.kids) > 0:
		var b strings.Builder
		root.writeJSON(&b)
		c.data = append(c.data, b.String())
	}
	c.sends = c.sends || piped
	return true
}

// target completes a URL as HTTPie does: without a scheme, without a host, or with a port alone.
func (c *command) target(w string) (string, bool) {
	switch {
	case strings.Contains(w, "://"):
		return w, hasFold(w, "http")
	case strings.HasPrefix(w, "://"):
		return c.scheme + w, true
	case strings.HasPrefix(w, ":/"):
		return c.scheme + "://localhost" + w[1:], true
	case strings.HasPrefix(w, ":") && isDigit(at(w, 1)):
		return c.scheme + "://localhost" + w, true
	case isURLWord(w) || strings.HasPrefix(w, "localhost"):
		return c.scheme + "://" + w, true
	}
	host, _, _ := strings.Cut(w, "?")
	return c.scheme + "://" + w, strings.Contains(host, ".") && isHost(host) && !strings.HasSuffix(host, ".")
}

// separators part the name of an item from its value, the longest first.
var separators = []string{":=@", ":=", "==", "=@", "=", ":", "@", ";"}

// item splits an item at its first separator; a backslash before one keeps it in the name.
func item(w string) (name, sep, value string) {
	var b strings.Builder
	for i := 0; i < len(w); i++ {
		if w[i] == '\\' && i+1 < len(w) && strings.IndexByte(":=@;\\", w[i+1]) >= 0 {
			i++
			b.WriteByte(w[i])
			continue
		}
		for _, s := range separators {
			if i > 0 && strings.HasPrefix(w[i:], s) {
				return b.String(), s, strings.TrimLeft(w[i+len(s):], " ")
			}
		}
		b.WriteByte(w[i])
	}
	return "", "", ""
}

// itemValue is the value of a JSON item: a string behind =, any JSON behind :=.
func itemValue(sep, value string) *node {
	if sep == "=" || value == "" {
		return &node{kind: textNode, value: value}
	}
	if c := value[0]; c == '{' || c == '[' {
		root, _, _ := readTree(value, 0)
		return root
	}
	return &node{kind: wordNode, value: strings.Trim(value, `"`)}
}

// put sets a member at a path such as place[id] or items[0][name] or tags[].
func (n *node) put(path string, v *node) {
	name, rest, deep := strings.Cut(path, "[")
	steps := []string{name}
	for deep && len(steps) < maxNodeDepth {
		step, more, ok := strings.Cut(rest, "]")
		if !ok {
			break
		}
		steps = append(steps, step)
		rest, deep = strings.CutPrefix(more, "[")
	}
	for i, step := range steps {
		kid := n.step(step)
		if i == len(steps)-1 {
			kid.kind, kid.value, kid.kids = v.kind, v.value, v.kids
			return
		}
		if kid.scalar() {
			kid.kind = mapNode
			if next := steps[i+1]; next == "" || allDigits(next) {
				kid.kind = listNode
			}
		}
		n = kid
	}
}

// step returns the member of a map, or the element of a list, that a path names; it adds what isn't
// there.
func (n *node) step(name string) *node {
	if n.kind == listNode {
		if i, digits := digits(name, 3); digits > 0 && i < len(n.kids) {
			return n.kids[i]
		}
	} else if kid := n.member(name); kid != nil {
		return kid
	}
	kid := &node{key: name}
	n.kids = append(n.kids, kid)
	return kid
}
