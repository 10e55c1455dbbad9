package evidence

import "strings"

// quotedRequest reads the request line in quotes of an access log, and the status behind it.
func (r *record) quotedRequest(line string) {
	for from := 0; from < len(line); {
		n := strings.IndexByte(line[from:], '"')
		if n < 0 {
			return
		}
		n += from
		end := strings.IndexByte(line[n+1:], '"')
		if end < 0 {
			return
		}
		end += n + 1
		t, ok := requestLine(line[n+1 : end])
		if !ok || t.version == "" {
			from = n + 1
			continue
		}
		r.method = t.method
		if r.url == "" {
			r.setTarget(t.url, urlAttr)
		}
		if origin := originBefore(line[:n]); origin != "" && r.host == "" {
			r.scheme, r.host, _ = strings.Cut(origin, "://")
		}
		if status, _ := splitStatus(strings.TrimLeft(line[end+1:], " ")); status > 0 {
			r.status = status
		}
		return
	}
}

// originBefore returns the scheme and host that stand before a quoted request (urllib3).
func originBefore(s string) string {
	s = strings.TrimRight(s, " ")
	word := s[strings.LastIndexByte(s, ' ')+1:]
	if scheme, host, ok := strings.Cut(word, "://"); ok && (scheme == "http" || scheme == "https") && isHost(strings.ReplaceAll(host, ":", "")) {
		return word
	}
	return ""
}

// calls finds a method beside an absolute URL: POST https://…, Post "https://…", and
// on POST request for "https://…".
func (r *record) calls(line string) {
	for i := 0; i < len(line); {
		n := strings.Index(line[i:], "http")
		if n < 0 {
			return
		}
		n += i
		i = n + 4
		if !hasFold(line[n:], "http://") && !hasFold(line[n:], "https://") {
			continue
		}
		url := urlAt(line, n)
		if r.url == "" {
			if m := methodBefore(line[:n]); m != "" || r.method != "" || forURL(line[:n]) {
				r.url = url
				set(&r.method, m)
				return
			}
		}
		i = n + len(url)
	}
}

// wired takes the request line that stands among the words of a line, as a logger writes a whole message into one: POST
// /v1/orders HTTP/1.1 Host: …
func (r *record) wired(words string) {
	if r.target() != "" || r.method != "" {
		return
	}
	i := strings.Index(words, " HTTP/")
	if i < 0 || at(words, i+len(" HTTP/1.1")) != ' ' {
		return
	}
	front := words[max(0, i-maxURL):i]
	path := front[strings.LastIndexByte(front, ' ')+1:]
	visited(len(front))
	method := lastWord(strings.TrimSuffix(front, path))
	if strings.HasPrefix(path, "/") && methods[method] && strings.Contains(words[i:], " Host: ") {
		r.method, r.path = method, path
	}
}

// urlAt returns the URL that starts at n: to its closing quote or bracket, or to the next blank.
func urlAt(line string, n int) string {
	closer := byte(' ')
	switch at(line, n-1) {
	case '"', '\'', '`':
		closer = line[n-1]
	case '<':
		closer = '>'
	}
	end := n
	bars := at(line, n-1) == '|' || strings.Contains(line[:n], "|") || strings.Contains(line[:n], "{code:title=") // a table's, or Jira's
	for end < len(line) && line[end] != closer && (line[end] != '|' || !bars) && (closer != ' ' || line[end] != '\t') {
		if line[end] == '[' {
			if m := markerLen(line[end:]); m > 0 {
				end += m - 1
			}
		}
		end++
	}
	url := line[n:end]
	if next := nextArgument(url); next > 0 && (at(line, n-1) == ',' || at(line, n-1) == '(' || at(line, n-1) == '=') {
		url = url[:next]
	}
	if tag := strings.Index(url, "</"); tag >= 0 && strings.IndexByte(url[tag:], '>') > 0 {
		url = url[:tag]
	}
	if closer == ' ' {
		url = strings.TrimRight(url, ".,;:!?")
		if strings.Count(url, ")") > strings.Count(url, "(") {
			url = strings.TrimRight(url, ")")
		}
		if strings.IndexByte(url, '<') < 0 {
			url = strings.TrimRight(url, ">") // #<URI::HTTPS https://…>
		}
		url = strings.TrimRight(url, "]\"'`")
	}
	return url
}

// nextArgument returns where the argument of a constructor ends that another follows without a blank, as case
// classes are printed: "https://…,List(…", "https://…,Some(…"; 0 for none.
func nextArgument(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] != ',' || !isUpper(at(s, i+1)) {
			continue
		}
		n := i + 1
		for n < len(s) && (isAlnum(s[n]) || s[n] == '.') {
			n++
		}
		visited(n - i)
		if at(s, n) == '(' {
			return i
		}
		i = n - 1
	}
	return 0
}

// call reads a call whose arguments stand without brackets: client.post "https://…", "{…}", "Accept" => "…".
func (m *recorder) call(r *record, text string) {
	n := strings.Index(text, ` "http`)
	if n < 0 || n > maxFrame || strings.IndexByte(text, '\n') >= 0 {
		return
	}
	method := strings.ToUpper(text[strings.LastIndexAny(text[:n], ". ")+1 : n])
	if !methods[method] || at(text, strings.LastIndexAny(text[:n], ". ")) != '.' {
		return
	}
	root, _, _ := readTree("("+text[n+1:]+")", 0)
	r.method = method
	for _, arg := range root.kids {
		switch {
		case arg.key != "" || arg.kind != textNode:
		case hasFold(arg.value, "http"):
			set(&r.url, arg.value)
		case arg.value != "" && (arg.value[0] == '{' || arg.value[0] == '['):
			set(&r.bodies[requestSide], arg.value)
		}
	}
	if likeHeaders(root) {
		r.headers[requestSide] = headersOf(root)
	}
}

// pooled finds the path that a line names behind "url:", of a call whose host a literal names, and
// the method that stands alone in it.
func (r *record) pooled(line string) {
	i := strings.Index(line, "url: /")
	if i < 0 || r.target() != "" {
		return
	}
	r.path = wordOf(line[i+len("url: "):])
	for w := range strings.FieldsSeq(line[:i]) {
		if methods[w] {
			set(&r.method, w)
		}
	}
}

// methodBefore returns the method that a text ends with, but for a quote, "request for" and the
// like.
func methodBefore(s string) string {
	s = strings.TrimRight(s, " \t\"'`<:(=][|")
	for n := 0; n < 3 && s != ""; n++ {
		s = strings.TrimRight(s, "] :*")
		word := s[strings.LastIndexAny(s, " \t(\"'[`:|*")+1:]
		if up := strings.ToUpper(word); methods[up] && (word == up || isUpper(word[0]) && word[1:] == strings.ToLower(word[1:]) || word == s && word == strings.ToLower(word)) {
			return up
		}
		if slash := strings.LastIndexByte(word, '/'); slash > 0 && isFieldName(word[:slash]) && methods[strings.ToUpper(word[slash+1:])] && word[slash+1:] == strings.ToLower(word[slash+1:]) {
			return strings.ToUpper(word[slash+1:]) // (http/patch "https://…"
		}
		if low := strings.ToLower(word); low != "for" && low != "request" && low != "to" && low != "url" && (len(low) != 1 || !isAlpha(low[0])) {
			return ""
		}
		s = strings.TrimRight(s[:len(s)-len(word)], " \t")
	}
	return ""
}

// forURL reports whether a text says that a URL follows which a status belongs to: "409 Client
// Error: Conflict for url: https://…".
func forURL(s string) bool {
	s = strings.ToLower(strings.TrimRight(s, " :\"'"))
	if n := len(s) - 3; n > 0 && isBlank(s[n-1]) && allDigits(s[n:]) && announced(s[:n]) {
		return true // <-- 409 https://…
	}
	return strings.HasSuffix(s, "for url") || strings.HasSuffix(s, "for uri")
}

// statusWithin finds the status that a line tells beside a call: behind HTTP/1.1, an arrow, a
// bracket or a word that announces it, at the front before its reason, or at the end; not the one that a test expected.
func statusWithin(line string) (status int, reason string) {
	expected := false
	for i := 0; i+3 <= len(line); i++ {
		if line[i] == '"' && (i == 0 || isBlank(line[i-1])) {
			if end := closingQuote(line, i); end > 0 && isSentence(line[i+1:end]) && isUpper(line[i+1]) { // what a message says of the supplier
				i = end
			}
			continue
		}
		if !isDigit(line[i]) {
			continue
		}
		v, n := digits(line[i:], 4)
		if before := at(line, i-1); n == 3 && v >= 100 && v <= 599 && (before == 0 || isBlank(before) || strings.IndexByte("[(:=\">'`*", before) >= 0) && !isAlnum(at(line, i+3)) && (strings.IndexByte(".:-/_%", at(line, i+3)) < 0 || at(line, i+3) == ':' && isReason(v, line[i+3:])) {
			front := strings.TrimRight(line[:i], "*`")
			if expects(front) {
				expected = true
				continue
			}
			if announced(front) || expected && strings.HasSuffix(front, " was ") || i == 0 || i+3 == len(line) || before == '[' && !isAlnum(at(line, i-2)) || before == '(' && isBlank(at(line, i+3)) || isReason(v, line[i+3:]) || beforeCall(line[i+3:]) {
				_, reason := splitStatus(line[i:])
				return v, reasonOf(v, reason)
			}
		}
		i += n - 1
	}
	return 0, ""
}

// expects reports whether one of the last words of a text says that what follows was expected, by a test: "expected status".
func expects(front string) bool {
	words := strings.Fields(front[max(0, len(front)-maxKey/2):])
	visited(min(len(front), maxKey/2))
	for n := len(words) - 1; n >= max(0, len(words)-3); n-- {
		switch strings.ToLower(strings.Trim(words[n], ":,(<")) {
		case "expected", "expecting", "expect", "wanted":
			return true
		case "but", "got", "was", "received":
			return false
		}
	}
	return false
}

// beforeCall reports whether a text goes on with the call that a status belongs to: " for POST …".
func beforeCall(s string) bool {
	words := strings.Fields(s[:min(len(s), 40)])
	return len(words) > 1 && (words[0] == "for" || words[0] == "on" || words[0] == "from") && (methods[strings.ToUpper(words[1])] || strings.HasPrefix(words[1], "http"))
}

// announced reports whether the word before a number says that it is a status.
func announced(before string) bool {
	if n := strings.LastIndexAny(strings.TrimRight(before, " "), " \""); n >= 0 || before != "" {
		word := strings.TrimRight(before, " ")[n+1:]
		if hasFold(word, "HTTP/") || strings.HasSuffix(word, "->") || strings.HasSuffix(word, "=>") || word == "→" || strings.HasPrefix(word, "<-") || word == "<<" {
			return true
		}
		if strings.Contains(word, "://") && isBlank(at(before, len(before)-1)) { // GET https://… 404
			return true
		}
		if strings.HasSuffix(word, ")") && isBlank(at(before, len(before)-1)) { // (GET https://…) 404
			return true
		}
		if piece := strings.TrimRight(word, "'\","); hasFold(piece[strings.LastIndexAny(piece, "'\"(=")+1:], "HTTP/") { // (b'HTTP/1.1', 409, …
			return true
		}
		word = word[strings.LastIndexAny(word, "._")+1:]
		switch strings.ToLower(strings.Trim(word, ":=(\"'")) {
		case "http", "status", "code", "statuscode", "returned", "returns", "received", "response", "responded", "got", "error", "with", "answered", "replied", "status_code", "gave":
			return true
		}
	}
	return false
}

// reasons are the reason phrases that clients print behind a status (RFC 9110 §15 and the registry of IANA).
var reasons = map[int]string{
	200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content",
	301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
	400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
	407: "Proxy Authentication Required", 408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed",
	413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable", 417: "Expectation Failed", 421: "Misdirected Request",
	422: "Unprocessable", 423: "Locked", 424: "Failed Dependency", 425: "Too Early", 426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
	431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons",
	500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
	507: "Insufficient Storage", 508: "Loop Detected", 511: "Network Authentication Required",
}

// isReason reports whether a text starts with the reason phrase of a status.
func isReason(status int, s string) bool {
	phrase := reasons[status]
	s = strings.TrimLeft(s, " (:-")
	return phrase != "" && (hasFold(s, phrase) || status < 500 && hasFold(s, "client error") || status >= 500 && hasFold(s, "server error"))
}

// reasonOf keeps a reason phrase only as far as it is one.
func reasonOf(status int, s string) string {
	if phrase := reasons[status]; phrase != "" && hasFold(s, phrase) {
		return s[:len(phrase)]
	}
	return ""
}

// lineMoment finds the time that a log line carries, and where: one with a zone, else the one at
// its front.
func lineMoment(line string) (written string, at int) {
	if m, at := proseMoment(line[:min(len(line), maxProseLine)]); m != "" {
		return m, at
	}
	for at < len(line) && strings.IndexByte("[(< \t", line[at]) >= 0 {
		at++
	}
	at += sourceLen(line[at:])
	front := line[at:min(len(line), at+maxMoment)]
	var c clock
	n := c.read(front)
	if _, err := c.moment(); err == nil && n > 0 {
		return strings.TrimRight(front[:n], " ,]"), at
	}
	return "", 0
}

// sourceLen returns the length of the word that Go's log puts before its time when it is told to: "desk 2026/01/09 …".
func sourceLen(line string) int {
	n := strings.IndexByte(line[:min(len(line), maxKey)], ' ') + 1
	if n < 2 || !isAlpha(line[0]) {
		return 0
	}
	rest := line[n:]
	if _, digits := digits(rest, 5); digits != 4 || at(rest, 4) != '/' || at(rest, 7) != '/' || at(rest, 10) != ' ' || at(rest, 13) != ':' {
		return 0
	}
	return n
}
