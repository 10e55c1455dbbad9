package evidence

import (
	"net/url"
	"strings"
)

// body adds to the body. What stands in a file isn't known.
func (c *command) body(value string) {
	c.sends = true
	switch {
	case value == "@-":
		c.sent = true
	case strings.HasPrefix(value, "@") && c.flags["-d"] == bodyValue:
	default:
		c.data = append(c.data, value)
	}
}

// encodedPair encodes the value of name=value, as --data-urlencode does; "" for one from a file.
func encodedPair(s string) string {
	name, value, ok := strings.Cut(s, "=")
	switch {
	case !ok && strings.Contains(s, "@"):
		return ""
	case !ok:
		return queryEscape(s)
	case name == "":
		return queryEscape(value)
	}
	return strings.TrimPrefix(name, "+") + "=" + queryEscape(value)
}

// queryEscape encodes a text for a query, but for the markers of secrets.
func queryEscape(s string) string {
	if strings.Contains(s, markerOpen) {
		return s
	}
	return url.QueryEscape(s)
}

func (c *command) addQuery(pair string) {
	if pair != "" {
		c.query += "&" + pair
	}
}

func (c *command) setURL(w string) {
	if !strings.Contains(w, "://") {
		w = c.scheme + "://" + w // the client's own guess
	}
	c.url = w
}

// request puts together what was read. Its URL is empty when the words name none.
func (c *command) request(stdin string, piped bool) *Request {
	q := &Request{Method: c.method, URL: c.url, Headers: c.headers, Body: strings.Join(c.data, "&")}
	if c.json {
		q.Body = strings.Join(c.data, "")
	}
	if (c.sent || c.client.items && piped) && q.Body == "" {
		q.Body = stdin
		c.sends = true
	}
	if c.get && q.Body != "" {
		c.addQuery(q.Body)
		q.Body = ""
	}
	if c.query != "" && q.URL != "" {
		sep := "?"
		if strings.Contains(q.URL, "?") {
			sep = "&"
		}
		q.URL += sep + c.query[1:]
	}
	if q.Method == "" {
		q.Method = c.impliedMethod()
	}
	if bracketed(q.Body) && !isJSON(q.Body) {
		if bare := strings.ReplaceAll(q.Body, `\"`, `"`); isJSON(bare) {
			q.Body = bare // as PowerShell and cmd pass quotes on
		}
	}
	if c.json {
		q.Headers = withHeader(q.Headers, "Accept", "application/json")
	}
	if c.json || c.client.items && q.Body != "" && !c.form && q.Body[0] == '{' {
		q.Headers = withHeader(q.Headers, "Content-Type", "application/json")
	}
	return q
}

// withHeader adds a header that a client adds by itself, unless it is there.
func withHeader(headers []Header, name, value string) []Header {
	if header(headers, name) != "" {
		return headers
	}
	return append(headers, Header{name, value})
}

// elsewhere reports whether the URL of a command is in a variable that the text doesn't set, or begins with
// one: the method, the headers and the path behind it are known nevertheless.
func (c *command) elsewhere() (path string, ok bool) {
	if c.client.items || len(c.operands) != 1 || c.url != "" {
		return "", false
	}
	_, n := reference(c.operands[0])
	path = c.operands[0][n:]
	return path, n > 0 && (path == "" || strings.HasPrefix(path, "/v") && isDigit(at(path, 2)))
}

func (c *command) impliedMethod() string {
	switch {
	case c.head:
		return "HEAD"
	case c.get:
		return "GET"
	case c.upload:
		return "PUT"
	case c.sends:
		return "POST"
	}
	return "GET"
}

// isURLWord reports whether a word of a command line can be its URL.
func isURLWord(w string) bool {
	if strings.Contains(w, "://") {
		return hasFold(w, "http")
	}
	host, _, _ := strings.Cut(w, "/")
	name, port, _ := strings.Cut(host, ":")
	return strings.Contains(name, ".") && isHost(name) && (port == "" || allDigits(port)) && (strings.Contains(w, "/") || port != "")
}
