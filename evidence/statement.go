package evidence

import "strings"

// statement reads exchanges that a line tells of in words: the access logs of servers and proxies,
// lines of keys and values, and what clients print of a call, of its answer or of its failure.
// Literals may stand between the words and go on over the lines below: headers, bodies, or
// objects with members of their own.
type statement struct{}

const statementName = "log line"

// maxLogLine is the longest line that is read, in bytes.
const maxLogLine = 64 << 10

func (statement) parts(d *document) []part {
	var out []part
	open := 0
	for k := 0; k < len(d.lines); {
		next := k + 1
		if n := d.lines[k].End - d.lines[k].Start; !d.taken[k] && n >= 5 && n <= maxLogLine {
			line, start := d.trimmed(k)
			end := start + len(line)
			if open < maxOpenLiterals {
				var closed bool
				if end, closed = statementEnd(d.text, start, end); !closed {
					open++
					end = start + len(line)
				}
			}
			text := d.text[start:end]
			r := readStatement(&recorder{text: text}, text, Span{start, end})
			if r.whole() {
				out = append(out, r.part(d, statementName))
				next = d.at(k, end-1) + 1
				d.take(k, next)
			}
		}
		k = next
	}
	return out
}

// statementEnd returns where a statement ends: with its line, or with the line in which the last
// literal closes that it opens. closed is false when nothing closes one.
func statementEnd(t string, start, end int) (int, bool) {
	for i := start; i < end; i++ {
		if t[i] != '{' && t[i] != '[' {
			continue
		}
		if n := markerLen(t[i:]); n > 0 {
			i += n - 1
			continue
		}
		if last := lastByte(t[i+1 : end]); last != 0 && t[i] == '[' {
			continue // a mark of a logger: a list that goes on below ends its line
		}
		_, to, closed := readTree(t, i)
		if !closed {
			return end, false
		}
		if to > end {
			end = lineEnd(t, to)
		}
		i = max(i, to-1)
	}
	return end, true
}

// lastByte returns the last byte of a text that isn't blank, 0 for none.
func lastByte(s string) byte {
	s = strings.TrimRight(s, " \t\r")
	if s == "" {
		return 0
	}
	return s[len(s)-1]
}

// readStatement draws a record from a statement that stands at a place.
func readStatement(m *recorder, text string, place Span) record {
	inner := &recorder{text: text, base: place.Start, deep: m.deep + 1}
	r := record{span: place}
	if inner.deep > 4 {
		return r
	}
	literals, words := literalsOf(text)
	r.quotedRequest(words)
	r.calls(words)
	r.pooled(words)
	if t, ok := requestLine(words[:lineEnd(words, 0)]); ok && r.target() == "" && t.url[0] == '/' && t.version == "" {
		r.method, r.path = t.method, wordOf(t.url) // METHOD /path {headers}
	}
	inner.call(&r, text)
	for _, n := range append(literals, pairsIn(words)...) {
		inner.clause(&r, n)
	}
	if r.status == 0 && (r.target() != "" || r.method != "" || len(literals) > 0) {
		r.status, r.reason = statusWithin(strings.TrimRight(words, " "))
	}
	if r.status == 0 {
		set(&r.failure, text)
	}
	r.identify(words, place.Start)
	if len(r.times) == 0 {
		if t, at := lineMoment(words); t != "" {
			r.times = append(r.times, textSpan{t, Span{place.Start + at, place.Start + at + len(t)}})
		}
	}
	r.settle(noSide)
	return r
}

// identify takes the ids that a line's words give without a mark between name and value, or
// without names.
func (r *record) identify(words string, base int) {
	had := map[Field]bool{}
	for _, l := range r.labels {
		had[l.Field] = true
	}
	if len(words) > 1<<16 {
		return
	}
	for _, l := range append(labels(words, base), unnamedIDs(words, base)...) {
		if identifies[l.Field] && !had[l.Field] {
			r.labels = append(r.labels, l)
			had[l.Field] = true
		}
	}
}

// unnamedIDs finds two UUIDs that stand beside one another and that nothing names: the request id
// comes first, as everywhere that both are given. A code of a tenant says itself what it is.
func unnamedIDs(line string, base int) (out []Label) {
	last := Span{}
	for i := 0; i < len(line); {
		if !isAlnum(line[i]) {
			i++
			continue
		}
		end := i
		for end < len(line) && (isAlnum(line[end]) || line[end] == '-' || line[end] == '_') {
			end++
		}
		w := line[i:end]
		switch before := at(line, i-1); {
		case before == '=' || before == ':' || before == '/':
		case isUUID(w) && last.End > 0 && strings.Trim(line[last.End:i], " ,|;/][") == "" && i-last.End <= 3:
			return append(out, Label{RequestID, "", line[last.Start:last.End], Span{base + last.Start, base + last.End}}, Label{ConversationID, "", w, Span{base + i, base + end}})
		case isUUID(w) && !named(line[:i]):
			last = Span{i, end}
		case namesItself(w) != "" && w == strings.ToUpper(w):
			out = append(out, Label{namesItself(w), "", w, Span{base + i, base + end}})
		}
		i = end
	}
	return nil
}

// named reports whether the word before a value names it.
func named(before string) bool {
	word := strings.TrimRight(before, " \t:=\"'([")
	word = word[strings.LastIndexAny(word, " \t,;([")+1:]
	return factOf(word) != "" || strings.EqualFold(word, "uuid") || strings.EqualFold(word, "id")
}

// clause reads a literal or a pair of a statement.
func (m *recorder) clause(r *record, n *node) {
	if n.scalar() || n.key != "" {
		if _, attr, _ := classify(n.key); n.scalar() || attr != noAttribute || sideWords[strings.ToLower(n.key)] != noSide {
			m.member(r, n, noSide)
			return
		}
	}
	switch sub := m.value(n, noSide); {
	case likeHeaders(n):
		h := headersOf(n)
		side := sideOfHeaders(h, r.side())
		r.headers[side] = append(r.headers[side], h...)
	case !sub.silent() || sub.identified():
		r.merge(sub)
	default:
		source := n.source(m.text)
		switch {
		case looksLikeError(source):
			set(&r.bodies[responseSide], source)
		case n.kind == mapNode && len(n.kids) > 0 && r.target() != "" && r.method != "" && r.status == 0:
			set(&r.bodies[requestSide], source)
		}
	}
}

// likeHeaders reports whether a map holds header fields.
func likeHeaders(n *node) bool {
	if n.kind != mapNode && !isPairs(n) {
		return false
	}
	for _, kid := range n.kids {
		if n.kind == listNode {
			kid = pairOf(kid)
		}
		switch strings.ToLower(strings.ReplaceAll(kid.key, "_", "-")) {
		case "content-type", "accept", "user-agent", "x-request-id", "server", "content-length", "accept-encoding", "authorization":
			return true
		}
	}
	return false
}

// literalsOf finds the literals of a text, each with the word that names it as its key, and
// returns the text with blanks in their places.
func literalsOf(text string) (literals []*node, words string) {
	b := []byte(text)
	for i, open := 0, 0; i < len(text) && open < maxOpenLiterals; i++ {
		c := text[i]
		if c == '"' && at(text, i-1) == '=' { // key="{…}": the text of a pair
			if end := closingQuote(text, i); end > 0 {
				i = end
			}
			continue
		}
		if c != '{' && c != '[' && c != '(' {
			continue
		}
		if n := markerLen(text[i:]); n > 0 {
			i += n - 1
			continue
		}
		start, ok := literalBegins(text, i)
		if !ok {
			continue
		}
		root, end, closed := readTree(text, i)
		if !closed {
			if open++; !looksLikeError(text[i:end]) {
				continue
			}
		}
		if root.kind == listNode && len(root.kids) == 1 && root.kids[0].kind == mapNode {
			root = root.kids[0] // Writing [{…}], Headers({…})
		}
		root.key = wordsBefore(text[:start])
		literals = append(literals, root)
		for j := start; j < end; j++ {
			b[j] = ' '
		}
		i = end - 1
	}
	return literals, string(b)
}

// closingQuote returns where the string closes whose quote stands at i, 0 when its line doesn't
// close it.
func closingQuote(t string, i int) int {
	for n := i + 1; n < len(t) && t[n] != '\n'; n++ {
		switch t[n] {
		case '\\':
			n++
		case t[i]:
			visited(n - i)
			return n
		}
	}
	return 0
}

// literalBegins reports whether the bracket at i opens a literal, and where that starts with the
// name of its type.
func literalBegins(t string, i int) (start int, ok bool) {
	start = i
	for start > 0 && (isAlnum(t[start-1]) || t[start-1] == '&' || t[start-1] == '_') {
		start--
	}
	inside := at(t, skipSpace(t, i+1))
	switch t[i] {
	case '{':
		return start, inside != '}' && (isAlnum(inside) || quoteByte(inside) || inside == ':' || inside == '_' || inside == '\\')
	case '[':
		return start, inside == '{' || inside == '(' && strings.ContainsAny(t[i:min(len(t), i+8)], "'\"") || strings.HasSuffix(t[start:i], "map")
	}
	return start, start < i && (isUpper(t[start]) && isAlpha(inside) && strings.Contains(t[i:min(len(t), i+64)], "=") || inside == '{')
}

// wordsBefore returns the last words of a text that name what follows: a key before = or :, or
// words such as "response headers"; "" for words that don't.
func wordsBefore(s string) string {
	pair := strings.HasSuffix(s, "=") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, ": ")
	s = strings.TrimRight(s, " \t:=-(&")
	s = strings.TrimSuffix(strings.TrimSuffix(s, " was"), " is")
	end := len(s)
	for n := 0; n < 2; n++ {
		i := len(strings.TrimRight(s[:end], " \t"))
		j := i
		for j > 0 && (isAlpha(s[j-1]) || s[j-1] == '_' || pair && (s[j-1] == '.' || s[j-1] == '-')) {
			j--
		}
		if j == i {
			break
		}
		if side, attr, _ := classify(s[j:]); !pair && side == noSide && attr != headersAttr && attr != bodyAttr || n > 0 && attr == noAttribute {
			break
		}
		end = j
		if pair {
			break
		}
	}
	return strings.TrimSpace(s[end:])
}

// whole reports whether a line tells of a call and of what came of it.
func (r *record) whole() bool {
	called := r.target() != ""
	if called && r.status > 0 || r.status > 0 && (len(r.headers[responseSide]) > 0 || r.bodies[responseSide] != "") {
		return true
	}
	if called && r.method != "" && len(r.headers[requestSide]) > 0 {
		return true
	}
	if len(r.headers[responseSide]) > 2 || len(r.headers[requestSide]) > 2 {
		return true
	}
	if called && r.host != "" && failureKind(r.failure) != "" {
		return true
	}
	return called && r.method != "" && (failureKind(r.failure) != "" || r.identified())
}

// pairsIn finds the keys and values of a line: a=b, a="b c", a: "b", a="b", and a: b before a comma.
func pairsIn(line string) (out []*node) {
	for i := 0; i < len(line); {
		if !isAlpha(line[i]) && line[i] != '@' && line[i] != '_' || i > 0 && (isAlnum(line[i-1]) || strings.IndexByte("/?&=.-_%", line[i-1]) >= 0) {
			i++
			continue
		}
		end := i
		for end < len(line) && (isAlnum(line[end]) || strings.IndexByte("_.-@", line[end]) >= 0) {
			end++
		}
		v, sep := end, at(line, end)
		quoted := false
		switch {
		case sep == '=' && at(line, end+1) != '=':
			v = end + 1
		case sep == ':' && isBlank(at(line, end+1)):
			v = skipBlank(line, end+1)
			quoted = true // without quotes the value must end at a comma
		default:
			i = end
			continue
		}
		n := pairValue(line, v, quoted)
		if n == nil {
			i = end
			continue
		}
		n.key = line[i:end]
		out = append(out, n)
		i = max(n.span.End, end+1)
	}
	return out
}

// pairValue reads the value of a pair at v.
func pairValue(line string, v int, careful bool) *node {
	switch c := at(line, v); {
	case c == '"' || c == '\'':
		r := &treeReader{text: line, stack: []open{{node: &node{}}}}
		end := r.quotedText(v)
		visited(end - v)
		n := r.stack[0].node.kids[0]
		return n
	case c == 0 || isBlank(c):
		return nil
	}
	end := v
	for end < len(line) && !isBlank(line[end]) && strings.IndexByte(",;\"|", line[end]) < 0 && (line[end] != ']' && line[end] != ')' || markerEndsAt(line, end)) {
		if line[end] == '[' {
			if n := markerLen(line[end:]); n > 0 {
				end += n
				continue
			}
		}
		end++
	}
	for end > v && line[end-1] == ':' {
		end--
	}
	if end == v || careful && at(line, end) != ',' && end < len(line) {
		return nil
	}
	return &node{kind: wordNode, value: line[v:end], span: Span{v, end}}
}

// markerEndsAt reports whether the bracket at i ends a marker.
func markerEndsAt(line string, i int) bool {
	n := strings.LastIndex(line[:i], markerOpen)
	return n >= 0 && n+markerLen(line[n:]) == i+1
}

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
	for end < len(line) && line[end] != closer && (closer != ' ' || line[end] != '\t') {
		if line[end] == '[' {
			if m := markerLen(line[end:]); m > 0 {
				end += m - 1
			}
		}
		end++
	}
	url := line[n:end]
	if closer == ' ' {
		url = strings.TrimRight(url, ".,;:!?")
		if strings.Count(url, ")") > strings.Count(url, "(") {
			url = strings.TrimRight(url, ")")
		}
		url = strings.TrimRight(url, "]\"'`")
	}
	return url
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
	s = strings.TrimRight(s, " \t\"'`<:(=]")
	for n := 0; n < 3 && s != ""; n++ {
		word := s[strings.LastIndexAny(s, " \t(\"'[`")+1:]
		if up := strings.ToUpper(word); methods[up] && (word == up || word[1:] == strings.ToLower(word[1:])) {
			return up
		}
		if low := strings.ToLower(word); low != "for" && low != "request" && low != "to" {
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
	return strings.HasSuffix(s, "for url") || strings.HasSuffix(s, "for uri")
}

// statusWithin finds the status that a line tells beside a call: behind HTTP/1.1, an arrow, a
// bracket or a word that announces it, at the front before its reason, or at the end.
func statusWithin(line string) (status int, reason string) {
	for i := 0; i+3 <= len(line); i++ {
		if !isDigit(line[i]) {
			continue
		}
		v, n := digits(line[i:], 4)
		if before := at(line, i-1); n == 3 && v >= 100 && v <= 599 && (before == 0 || isBlank(before) || strings.IndexByte("[(:=\">'`", before) >= 0) && !isAlnum(at(line, i+3)) && strings.IndexByte(".:-/_%", at(line, i+3)) < 0 {
			if announced(line[:i]) || i == 0 || i+3 == len(line) || before == '[' || before == '(' && isBlank(at(line, i+3)) || isReason(v, line[i+3:]) || beforeCall(line[i+3:]) {
				_, reason := splitStatus(line[i:])
				return v, reasonOf(v, reason)
			}
		}
		i += n - 1
	}
	return 0, ""
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
		if hasFold(word, "HTTP/") || strings.HasSuffix(word, "->") || strings.HasSuffix(word, "=>") || word == "→" {
			return true
		}
		if strings.HasSuffix(word, ")") && isBlank(at(before, len(before)-1)) { // (GET https://…) 404
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

// reasons are the reason phrases that clients print behind a status (RFC 9110 §15).
var reasons = map[int]string{
	200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
	400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict", 410: "Gone", 412: "Precondition Failed",
	413: "Content Too Large", 415: "Unsupported Media Type", 422: "Unprocessable", 429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
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
	front := line[at:min(len(line), at+maxMoment)]
	var c clock
	n := c.read(front)
	if _, err := c.moment(); err == nil && n > 0 {
		return strings.TrimRight(front[:n], " ,]"), at
	}
	return "", 0
}
