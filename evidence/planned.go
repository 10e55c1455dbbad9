package evidence

import "strings"

// planned is a request that a program makes.
type planned struct {
	url, base, path string
	method          string
	sure            int // of the method: 0 none, 1 from a call beside the URL, 2 from one with it, 3 named as such
	headers         []Header
	body            string
	named           bool // the body is named as one
	query           string
	fields          *node // the body as members, when nothing says that it is JSON
	called          bool  // it is made by a call, rather than described
	span            Span
}

// address takes a URL that a program names. base tells that it is what others are added to, weak that
// it is only kept under a name.
func (c *calls) address(url string, base, weak bool, at Span) {
	a := c.cur
	switch {
	case a.url == url || weak && a.url != "" && !base:
		c.sent = c.sent || c.inCall > 0
		return
	case base || a.url == "" && pathOf(url) == "":
		if a.url != "" && !weak {
			c.begin()
		}
		c.cur.base = url
	case a.url == "" || weak || strings.HasPrefix(url, a.url) || !a.called && a.sure == 0 && a.path == "":
		a.url = url
	default:
		c.begin()
		c.cur.url = url
	}
	c.cur.called = c.cur.called || !weak
	c.sent = c.sent || c.inCall > 0
	c.widen(at)
}

// begin ends a request: another URL is called.
func (c *calls) begin() {
	c.done = append(c.done, c.cur)
	c.cur = &planned{base: c.cur.base}
}

// target takes a path, where a base is known that has none.
func (c *calls) target(path string, at Span) {
	switch a := c.cur; {
	case a.base == "" || a.path == path:
		c.sent = c.sent || c.inCall > 0 && a.path != ""
		return
	case a.path != "" || a.url != "":
		if !a.called || a.path == "" {
			return
		}
		c.begin()
	}
	c.cur.path = path
	c.sent = c.sent || c.inCall > 0
	c.widen(at)
}

// host takes the host that a program connects to.
func (c *calls) host(name, class string) {
	scheme := "https"
	if words := keyWords(class[strings.LastIndexAny(class, ".:>/\\")+1:]); len(words) > 0 && words[0] == "http" {
		scheme = "http"
	}
	if c.cur.base == "" {
		c.cur.base = scheme + "://" + name
	}
}

// method takes the method, unless a surer one is known.
func (c *calls) method(m string, sure int, at Span) {
	if a := c.cur; sure > a.sure || sure == a.sure && a.method == "GET" && sure == 1 {
		a.method, a.sure = m, sure
		c.widen(at)
	}
}

// header takes a header that the request hasn't yet.
func (c *calls) header(name, value string, at Span) {
	name = strings.TrimSpace(name)
	if !isField(name) || header(c.cur.headers, name) != "" || strings.ContainsAny(value, "\r\n") {
		return
	}
	c.cur.headers = append(c.cur.headers, Header{name, strings.TrimSpace(value)})
	c.widen(at)
}

// addQuery takes a parameter of the query.
func (c *calls) addQuery(name, value string) {
	pair := queryEscape(name) + "=" + queryEscape(value)
	if !strings.Contains(c.cur.query+"&", "&"+pair+"&") {
		c.cur.query += "&" + pair
	}
}

// body takes a body. One that is named as such is surer than any JSON.
func (c *calls) body(text string, named bool, at Span) {
	text = strings.TrimSpace(text)
	if a := c.cur; text != "" && (a.body == "" || named && !a.named) && (bodyLike(text) || strings.Contains(text, "=")) {
		a.body, a.named = text, named
		c.widen(at)
	}
}

func (c *calls) widen(at Span) {
	if c.cur.span == (Span{}) {
		c.cur.span = at
	}
	c.cur.span = Span{min(c.cur.span.Start, at.Start), max(c.cur.span.End, at.End)}
}

// headerMap reads a list or map that holds headers by the names of its members.
func (c *calls) headerMap(n *node) bool {
	if keyRole(n.key) == bodyAttr || !likeFields(n.kids) {
		return false
	}
	pseudo := n.member("authority") != nil && n.member("scheme") != nil // DevTools
	for _, kid := range n.kids {
		v, ok := c.textOf(kid)
		if !ok && kid.kind == wordNode {
			v, ok = kid.value, true
		}
		if pseudo && (kid.key == "authority" || kid.key == "scheme" || kid.key == "method" || kid.key == "path") {
			continue
		}
		if ok && kid.key != "" {
			c.header(kid.key, v, kid.span)
		}
	}
	return true
}

// likeFields reports whether the members of a map are header fields: two that are, one of two, or one
// that nothing else is called, and none that only a request has.
func likeFields(kids []*node) bool {
	named, keyed := 0, 0
	for _, kid := range kids {
		switch {
		case kid.key == "" || kid.kind != textNode && kid.kind != wordNode && kid.class == "":
			return false
		case headerName(kid.key):
			named++
		}
		keyed++
	}
	return named > 0 && named*2 >= keyed
}

// request puts together what is known of a request, nil when that is none.
func (c *calls) request(a *planned) *Request {
	if a.fields != nil && (a.method == "" || a.method == "GET") {
		was := c.cur
		c.cur = a
		c.queryGroup(a.fields, 0) // what isn't sent as JSON goes into the URL
		c.cur, a.body = was, ""
	}
	url := a.url
	if url == "" && a.base != "" {
		url = strings.TrimRight(a.base, "/") + a.path
	}
	if hostOf(url) == "" || a.method == "" && len(a.headers) == 0 && !a.called || pathOf(url) == "" && len(a.headers) == 0 {
		return nil
	}
	q := &Request{Method: a.method, URL: url, Headers: a.headers, Body: a.body, Span: a.span}
	if a.query != "" && !strings.Contains(url, "?") {
		q.URL += "?" + a.query[1:]
	}
	if q.Method == "" {
		q.Method = "GET"
		if q.Body != "" {
			q.Method = "POST"
		}
	}
	return q
}
