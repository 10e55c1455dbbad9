package evidence

import "strings"

// tracedMethod takes the method of a call that failed from the traceback of Python which shows who made it:
// the only one that a frame's source line gives its client.
func tracedMethod(text string, ex *Exchange) {
	q := ex.Request
	if q != nil && q.Method != "" || ex.Failure == nil {
		return
	}
	only := ""
	lines := textLines(text)
	for k := 1; k < len(lines); k++ {
		above, line := text[lines[k-1].Start:lines[k-1].End], text[lines[k].Start:lines[k].End]
		if len(line) > maxLogLine || !isFrame(strings.TrimLeft(above, " ")) {
			continue
		}
		visited(len(line))
		if m := sourceMethod(line); only == "" {
			only = m
		} else if m != "" && m != only {
			return
		}
	}
	if only == "" {
		return
	}
	if q == nil {
		q = &Request{Span: ex.Failure.Span}
		ex.Request = q
	}
	q.Method, ex.requestAssumed = only, true
}

// sourceMethod returns the method of the first call of a client in a line of Python: requests.post(…),
// session.request("put", …), request("post", …).
func sourceMethod(line string) string {
	for from := 0; ; {
		n := strings.IndexByte(line[from:], '(')
		if n < 0 {
			return ""
		}
		from += n + 1
		front := line[:from-1]
		name := front[strings.LastIndexAny(front, " =(,")+1:]
		dot := strings.LastIndexByte(name, '.')
		who, word := strings.ToLower(name[:max(dot, 0)]), name[dot+1:]
		if word == "request" && quoteByte(at(line, from)) {
			if m := strings.ToUpper(wordOf(line[from+1:])); methods[m] {
				return m
			}
		}
		if m := strings.ToUpper(word); methods[m] && word == strings.ToLower(word) && clientObject(who) {
			return m
		}
	}
}

// clientObject reports whether a name is that of a client of HTTP: requests, self.session, httpx.
func clientObject(name string) bool {
	for _, w := range [...]string{"requests", "session", "client", "http", "api", "gateway"} {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}
