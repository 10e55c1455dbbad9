package evidence

import "strings"

// bodyGroup reads a bracket as a body: a map, or what a function makes one of. named tells that its
// name says so.
func (c *calls) bodyGroup(n *node, named bool) bool {
	text := c.bodyOf(n, 0)
	if text == "" {
		return false
	}
	if c.body(text, named, n.span); c.cur.body == strings.TrimSpace(text) && n.kind == mapNode && n.class == "" {
		c.cur.fields = n
	}
	return true
}

// bodyOf returns the body that a value is or holds, "" for none.
func (c *calls) bodyOf(n *node, deep int) string {
	if deep > 8 {
		return ""
	}
	switch n.kind {
	case wordNode:
		if v := c.meant(n); v != nil {
			return c.bodyOf(v, deep+1)
		}
		return ""
	case textNode:
		if text := c.expanded(n.value); bodyLike(text) && strings.TrimSpace(text) != "" {
			return text
		}
		return ""
	}
	keyed := 0
	for _, kid := range n.kids {
		if kid.key != "" {
			keyed++
		}
		if kid.key != "" && keyRole(kid.key) != bodyAttr || c.p.text[n.span.Start] == '{' {
			continue
		}
		if text := c.bodyOf(kid, deep+1); text != "" && (kid.kind != listNode || n.class != "") {
			return text
		}
	}
	if c.p.text[n.span.Start] == '(' && !maker(n.class) {
		return ""
	}
	if c.p.text[n.span.Start] == '{' && isBlock(n) {
		return ""
	}
	if keyed == 0 && !(n.class == "" && len(n.kids) > 0 && n.kids[0].kind == mapNode) || likeFields(n.kids) {
		return ""
	}
	plain := c.plain(n, 0)
	var b strings.Builder
	plain.writeJSON(&b)
	return b.String()
}

// isBlock reports whether braces hold statements rather than members.
func isBlock(n *node) bool {
	for _, kid := range n.kids {
		if kid.key == "" && (kid.kind == wordNode && keywords[kid.value] || kid.kind == listNode && kid.class != "") {
			return true
		}
	}
	return false
}

// plain is a value as JSON has it: with values in the place of names, and without what makes them.
func (c *calls) plain(n *node, deep int) *node {
	got := &node{kind: n.kind, key: n.key, value: n.value}
	switch {
	case deep > maxNodeDepth:
		return got
	case n.kind == wordNode:
		if v := c.meant(n); v != nil && deep < 16 {
			got = c.plain(v, deep+1)
			got.key = n.key
		}
	case n.kind == textNode:
		got.value = c.expanded(n.value)
	case n.class != "" && len(n.kids) == 1 && n.kids[0].key == "" && c.p.text[n.span.Start] == '(': // Date("…")
		got = c.plain(n.kids[0], deep+1)
		got.key = n.key
	default:
		for _, kid := range n.kids {
			if kid.key != "" || n.kind == listNode {
				got.kids = append(got.kids, c.plain(kid, deep+1))
			}
		}
	}
	return got
}

// queryGroup reads a bracket as the parameters of a query: members, or pairs.
func (c *calls) queryGroup(n *node, deep int) {
	if n.kind == wordNode {
		if v := c.meant(n); v != nil && !v.scalar() && deep < 8 {
			c.queryGroup(v, deep+1)
		}
		return
	}
	if len(n.kids) == 2 && n.kids[0].kind == textNode && n.kids[0].key == "" && n.kids[1].key == "" {
		if v, ok := c.textOf(n.kids[1]); ok {
			c.addQuery(n.kids[0].value, v)
			return
		}
	}
	for _, kid := range n.kids {
		v, ok := c.textOf(kid)
		switch {
		case kid.key == "" && deep < 8 && kid.kind != textNode:
			c.queryGroup(kid, deep+1)
		case kid.key == "" || roleOf(kid.key) == queryAttr:
		case ok:
			c.addQuery(bareName(kid.key), v)
		case kid.kind == wordNode:
			c.addQuery(bareName(kid.key), kid.value)
		}
	}
}
