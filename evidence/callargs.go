package evidence

import "strings"

// called reports whether a bracket holds the arguments of a call: f(…), [object does:…], f.g{…}.
func (c *calls) called(n *node) bool {
	switch c.p.text[n.span.Start] {
	case '(':
		return n.class != ""
	case '[':
		return len(n.kids) > 1 && n.kids[0].key == "" && n.kids[0].kind != textNode && n.kids[len(n.kids)-1].key != ""
	}
	return strings.ContainsAny(n.class, ".:") && c.p.text[n.span.Start-1] == n.class[len(n.class)-1]
}

// bodied are the methods whose requests usually have a body.
var bodied = map[string]bool{"POST": true, "PUT": true, "PATCH": true}

// positional reads the argument behind the URL that is a map of something else than options as the
// body: post(url, {…}, {headers: …}).
func (c *calls) positional(kids []*node) {
	for _, kid := range kids {
		if kid.kind == wordNode {
			if v := c.meant(kid); v != nil {
				kid = v
			}
		}
		if kid.scalar() || kid.kind != mapNode || kid.key != "" && roleOf(kid.key) != noAttribute || !maker(kid.class) {
			continue
		}
		for _, member := range kid.kids {
			if keyRole(member.key) != noAttribute || headerName(member.key) || member.key == "" {
				return
			}
		}
		c.bodyGroup(kid, true)
		return
	}
}

// reply reads the answer that a program which plays the server gives, as recorders write it: a status,
// a body and headers.
func (c *calls) reply(n *node) bool {
	if len(n.kids) < 2 || n.kids[0].kind != wordNode || n.kids[0].key != "" || n.kids[1].scalar() {
		return false
	}
	status, _ := splitStatus(n.kids[0].value)
	if status == 0 {
		return false
	}
	if body := n.kids[1].source(c.p.text); looksLikeError(body) || len(n.kids) == 3 && likeHeaders(n.kids[2]) {
		a := &Response{Status: status, Body: body, Span: n.span}
		if len(n.kids) == 3 {
			a.Headers = headersOf(n.kids[2])
		}
		c.replies = append(c.replies, a)
		return true
	}
	return false
}

// described reads the arguments that name a header and its value: addParam(name="Accept", value="…").
func (c *calls) described(n *node) bool {
	name, value := n.member("name"), n.member("value")
	if name == nil {
		name = n.member("key")
	}
	if name == nil || value == nil || !name.scalar() || !headerName(name.value) {
		return false
	}
	v, ok := c.textOf(value)
	if ok {
		c.header(name.value, v, n.span)
	}
	return ok
}

// option makes the argument before the last the key of the last: setopt(handle, CURLOPT_URL, "…").
func option(kids []*node) []*node {
	i := len(kids) - 1
	if kids[i].key != "" || !kids[i-1].scalar() {
		return kids
	}
	v := *kids[i]
	v.key = kids[i-1].value
	return []*node{&v}
}

// urlFirst reads an argument that is a URL, or a name for one.
func (c *calls) urlFirst(n *node) {
	v := n
	if n.kind == wordNode {
		if v = c.meant(n); v == nil {
			return
		}
	}
	if text, ok := c.textOf(v); ok && strings.Contains(text, "://") && hasFold(text, "http") && !strings.ContainsAny(text, " \n") {
		c.address(text, false, false, n.span)
	}
}

// holdsURL reports whether an argument is the URL that is called, or a part of it.
func (c *calls) holdsURL(kids []*node) bool {
	for _, kid := range kids {
		if text, ok := c.textOf(kid); ok && (strings.Contains(text, "://") || strings.HasPrefix(text, "/") && len(text) > 1) {
			return true
		}
	}
	return false
}

func holdsText(kids []*node) bool {
	for _, kid := range kids {
		if kid.kind == textNode && !bodyLike(kid.value) {
			return true
		}
	}
	return false
}

// textOf returns the string that a value is: itself, what a name stands for, or the only string in
// the brackets behind a name: HeaderValue("…"), "…".parse().
func (c *calls) textOf(n *node) (string, bool) {
	switch {
	case n.kind == textNode:
		return c.expanded(n.value), true
	case n.kind == wordNode:
		if v := c.meant(n); v != nil && v.kind != wordNode {
			return c.textOf(v)
		}
		if n.key != "" && strings.HasPrefix(n.key, "X-") && n.value != "" {
			return n.value, true
		}
	case n.class != "" && len(n.kids) == 1 && n.kids[0].kind == textNode && c.p.text[n.span.Start] != '[': // and not env["ID"]
		return c.expanded(n.kids[0].value), true
	}
	return "", false
}

// expanded puts what is known into the places that a string leaves for names.
func (c *calls) expanded(s string) string {
	return expanded(s, func(name string) (string, bool) {
		if v := c.vars[name]; v != nil && v.kind == textNode && v.value != s {
			return v.value, true
		}
		return "", false
	})
}
