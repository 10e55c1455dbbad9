package evidence

import "strings"

// prose reads what a person writes around the evidence, or instead of it: "we sent POST
// https://… at 08:22:43 UTC and got HTTP 409". It fills gaps and starts no exchange of its
// own while there is a better one.
type prose struct{}

const proseName = "text"

// textTime is the name of a time that no label names.
const textTime = "time in the text"

// maxProseLine is the longest line that is read as prose, in bytes.
const maxProseLine = 4096

func (prose) parts(d *document) []part {
	var out []part
	for k := range d.lines {
		if d.taken[k] || d.lines[k].End-d.lines[k].Start > maxProseLine {
			continue
		}
		line, start := d.trimmed(k)
		if line == "" || line[0] == '{' || line[0] == '[' && structuralList(line, 0) || line[0] == '<' && !strings.Contains(line, "]>") && (isAlpha(at(line, 1)) || strings.IndexByte("/!?", at(line, 1)) >= 0) {
			continue
		}
		out = append(out, sentence(d, line, start)...)
	}
	return out
}

// sentence reads one line of prose.
func sentence(d *document, line string, start int) []part {
	var out []part
	add := func(p part) {
		p.format, p.weak = proseName, true
		out = append(out, p)
	}
	span := Span{start, start + len(line)}
	if q := proseRequest(line); q != nil {
		q.Span = span
		add(part{request: q, span: span})
	}
	if q := d.reader.gatewayURL(line); q != nil && len(out) == 0 {
		q.Span = span
		add(part{request: q, span: span})
	}
	for _, l := range unnamedIDs(line, start) {
		add(part{label: &l, span: l.Span})
	}
	if m := loneMethod(line); m != "" && (len(out) == 0 || out[0].label != nil) {
		add(part{request: &Request{Method: m, Span: span}, span: span})
	}
	if status := max(proseStatus(line), arrived(line), receivedStatus(line)); status > 0 {
		add(part{response: &Response{Status: status, Span: span}, span: span})
	} else if kind := proseFailure(line); kind != "" {
		add(part{failure: &Failure{Kind: kind, Words: line, Span: span}, span: span})
	}
	if m, at := proseMoment(line); m != "" && !ofValidity(line[:at]) {
		s := Span{start + at, start + at + len(m)}
		add(part{label: &Label{OccurredAt, textTime, m, s}, span: s})
	}
	for _, l := range proseFacts(d.reader, line, start) {
		add(part{label: &l, span: l.Span})
	}
	return out
}

// loneMethod returns the only method in a line that has the id of a request; "" for another line.
func loneMethod(line string) (method string) {
	for w := range strings.FieldsSeq(line) {
		if methods[w] && method != "" && method != w {
			return ""
		} else if methods[w] {
			method = w
		}
	}
	if method == "" {
		return ""
	}
	for _, l := range append(labels(line, 0), unnamedIDs(line, 0)...) {
		if l.Field == RequestID {
			return method
		}
	}
	return ""
}

// proseRequest finds "POST https://…" within a line.
func proseRequest(line string) *Request {
	for i := 0; i < len(line); {
		n := strings.Index(line[i:], "http")
		if n < 0 {
			return nil
		}
		n += i
		front := line[max(0, n-16):n]
		before := strings.TrimRight(front, " `\"'")
		m := before[strings.LastIndexAny(before, " \t(`\"'>")+1:]
		if methods[m] && len(before) < len(front) {
			return &Request{Method: m, URL: urlInWords(line[n:])}
		}
		i = n + 4
	}
	return nil
}

// urlInWords returns the URL that a text starts with, without what ends a clause. A comma within it goes on.
func urlInWords(s string) string {
	url := wordOf(s)
	for at(s, len(url)) == ',' && isAlnum(at(s, len(url)+1)) && strings.IndexByte(url, '?') > 0 {
		more := wordOf(s[len(url)+1:])
		if more == "" {
			break
		}
		url += "," + more
	}
	return strings.TrimRight(url, ".,")
}

// gatewayURL finds a URL of the gateway that no method stands before.
func (r *Reader) gatewayURL(line string) *Request {
	for i := 0; i < len(line); {
		n := strings.Index(line[i:], "http")
		if n < 0 {
			return nil
		}
		n += i
		i = n + 4
		if !hasFold(line[n:], "http://") && !hasFold(line[n:], "https://") {
			continue
		}
		url := urlAt(line, n)
		if r.Environment(hostOf(url)) != "" && len(pathOf(url)) > 1 {
			return &Request{Method: firstOf(methodBefore(line[:n]), verbBefore(line[:n]), methodBehind(line[n+len(url):]), plainCommand(line)), URL: url}
		}
		i = n + len(url)
	}
	return nil
}

// sentThere are the words that may stand between what was done and where.
var sentThere = map[string]bool{"to": true, "the": true, "a": true, "an": true, "this": true, "it": true, "our": true, "same": true, "new": true, "order": true, "request": true, "form": true, "body": true, "payload": true, "on": true}

// maxVerb is how many words may stand between what was done and the URL that it was done to.
const maxVerb = 4

// verbBefore returns the method that one of the last words of a sentence tells as what was done: "we posted
// the order to", "PATCHing".
func verbBefore(s string) string {
	words := strings.Fields(s[max(0, len(s)-maxKey):])
	for n := len(words) - 1; n >= max(0, len(words)-1-maxVerb); n-- {
		w := strings.Trim(words[n], ",.;:()`*\"'")
		switch strings.ToLower(w) {
		case "posted", "posting", "posts":
			return "POST"
		case "patched", "patching":
			return "PATCH"
		case "deleted", "deleting", "deletes":
			return "DELETE"
		}
		if stem := strings.TrimRight(w, "abcdefghijklmnopqrstuvwxyz"); methods[stem] && len(w)-len(stem) <= len("ting") {
			return stem
		}
		if !sentThere[strings.ToLower(words[n])] {
			return "" // something else was done, or by somebody else
		}
	}
	return ""
}

// plainCommand returns GET for a command line behind a prompt that asks for a URL and for nothing else
// than to get it; "" for any other line.
func plainCommand(line string) string {
	words := strings.Fields(line)
	if len(words) < 3 || words[0] != "$" && words[0] != "%" && words[0] != "#" || !isAlpha(words[1][0]) {
		return ""
	}
	for _, w := range words[2:] {
		if bare := strings.TrimLeft(w, "-"); methods[w] || hasFold(bare, "data") || hasFold(bare, "post") || hasFold(bare, "method") || hasFold(bare, "body") || len(w) == 2 && w[0] == '-' && strings.IndexByte("dXmpFT", w[1]) >= 0 {
			return ""
		}
	}
	return "GET"
}

// methodBehind returns the method that stands in brackets behind a URL.
func methodBehind(s string) string {
	s = strings.TrimLeft(s, "`*>\"' ")
	if s == "" || s[0] != '(' && s[0] != '[' {
		return ""
	}
	if m := wordOf(s[1:]); methods[m] {
		return m
	}
	return ""
}

// proseStatus finds "HTTP 409", "status 422" or "a 503 from" within a line.
func proseStatus(line string) int {
	for i := 0; i+3 <= len(line); i++ {
		if !isDigit(line[i]) || i > 0 && line[i-1] != ' ' && strings.IndexByte("(`['*_\"", line[i-1]) < 0 {
			continue
		}
		v, n := digits(line[i:], 4)
		if at(line, i+3) == 's' && n == 3 && strings.EqualFold(lastWord(line[:i]), "getting") && isErrorStatus(line[i:i+3]) && !isAlnum(at(line, i+4)) && !strings.HasPrefix(line[i+4:], " of ") {
			return v // getting 403s
		}
		if n == 3 && v >= 400 && v <= 599 && !isAlnum(at(line, i+3)) && at(line, i+3) != '-' {
			if isAlternative(line[i+3:]) {
				return 0
			}
			if at(line, i-1) == '`' && at(line, i+3) == '`' && reasons[v] != "" || beforeCode(line[i+3:]) || isReason(v, line[i+3:]) || behindVersion(line[:i]) || fromHost(line[i+3:], i == 0) {
				return v
			}
			if told := strings.TrimRight(line[:i], " ,("); endsTold(line[i+3:]) && strings.HasSuffix(told, "\"") && isCodeOfError(lastWord(strings.Trim(told, "\""))) {
				return v
			}
			switch strings.ToLower(lastWord(line[:i])) {
			case "http", "status", "code", "a", "an", "got", "returned", "returns", "received", "seeing", "response", "error", "with", "gives", "gave", "getting", "returning", "giving", "throwing", "answers", "answered", "throws", "replied", "replies",
				"statut", "erreur", "fehler", "fehlercode", "antwort", "réponse", "błąd":
				return v
			}
			if reasons[v] != "" && articleBefore(line[:i]) && namesParty(line) {
				return v
			}
		}
		i += n
	}
	return 0
}

// endsTold reports whether nothing, or a mark, stands behind a number: it is none of things.
func endsTold(s string) bool {
	return strings.TrimSpace(s) == "" || strings.IndexByte(".,;:)!?", s[0]) >= 0
}

// isAlternative reports whether a text goes on with another status: " or a 429". Then neither is told to have
// come.
func isAlternative(s string) bool {
	rest, ok := strings.CutPrefix(s, " or ")
	rest = strings.TrimPrefix(rest, "a ")
	return ok && isErrorStatus(wordOf(rest))
}

// beforeCode reports whether a text goes on with the code of an error: " NOT_FOUND", " (NOT_FOUND".
func beforeCode(s string) bool {
	w := wordOf(strings.TrimLeft(s, " (`*,:/"))
	return strings.IndexByte(w, '_') > 0 && isErrorCode(w) && !isRegisterCode(w)
}

// fromHost reports whether a text goes on with where a status came from, behind a short word: " from
// api.example.com", " on https://api.example.com/orders", where it is the first word also " from your gateway".
func fromHost(s string, first bool) bool {
	words := strings.Fields(s[:min(len(s), maxFrom)])
	if len(words) < 2 || len(words[0]) > 4 || s[0] != ' ' {
		return false
	}
	if words[0] == "from" && first {
		for _, w := range words[1:min(len(words), 4)] {
			if w = strings.TrimRight(strings.ToLower(w), ".,;:"); w == "gateway" || w == "api" || w == "platform" { // from the live gateway
				return true
			}
		}
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(strings.Trim(words[1], "`<("), "https://"), "/")
	return isDomain(wordOf(host))
}

// maxFrom is how much of a text is looked at for where a status came from, in bytes.
const maxFrom = 96

// behindVersion reports whether the last word of a text is a version of HTTP: [HTTP/2 409 112ms].
func behindVersion(s string) bool {
	s = strings.TrimRight(s, " ")
	return hasFold(s[strings.LastIndexAny(s, " \t[(")+1:], "HTTP/")
}

// articleBefore reports whether a number follows a short word: "een 404", "un 503".
func articleBefore(s string) bool {
	w := strings.TrimRight(s, " ")
	w = w[strings.LastIndexByte(w, ' ')+1:]
	return len(w) >= 2 && len(w) <= 4 && isWord(w) && w == strings.ToLower(w)
}

// namesParty reports whether a line names a tenant, a supplier or the test environment, so that it is
// about calls to the gateway.
func namesParty(line string) bool {
	for w := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(" \t,.;:()[]/`*\"'", r) }) {
		if w == "CVT" || isUpper(w[0]) && namesItself(w) != "" {
			return true
		}
	}
	return false
}

func lastWord(s string) string {
	s = strings.TrimRight(s, " (`:=*_\"")
	return s[strings.LastIndexAny(s, " \t(`\"'/")+1:]
}

// proseFailure finds what a person says when nothing came back.
func proseFailure(line string) string {
	if kind := failureKind(line); kind != "" {
		return kind
	}
	low := strings.ToLower(line)
	if len(line) < 24 && line[0] == '_' && strings.HasSuffix(line, "_") {
		return "" // what a form puts in the place of an answer that was not given
	}
	if strings.Contains(low, "no response") || strings.Contains(low, "never got a response") || strings.Contains(low, "without a response") {
		if strings.Contains(low, "gave up") || strings.Contains(low, "timeout") {
			return Timeout
		}
		return OtherFailure
	}
	return ""
}

// proseMoment finds a date with a time of day and a zone within a line.
func proseMoment(line string) (written string, at int) {
	for i := 0; i < len(line); {
		if !isDigit(line[i]) && !(isAlpha(line[i]) && month(line[i:]) > 0) || i > 0 && (isAlnum(line[i-1]) || strings.IndexByte("-._", line[i-1]) >= 0) || inQuery(line, i) {
			i++
			continue
		}
		rest := line[i:min(len(line), i+maxMoment)]
		var c clock
		n := c.read(rest)
		if _, err := c.moment(); err == nil && n > 0 && c.zoned {
			written = strings.TrimRight(rest[:n], " ,]")
			if _, tail, ok := strings.Cut(written, " "); ok && isDigit(tail[0]) && isZoned(tail) {
				return tail, i + len(written) - len(tail) // a number before it was none of its parts
			}
			return written, i
		}
		for i < len(line) && isAlnum(line[i]) {
			i++
		}
	}
	return "", 0
}

// inQuery reports whether a parameter of a URL's query starts at i: it asks for another time than the call's.
func inQuery(line string, i int) bool {
	if at(line, i-1) != '=' {
		return false
	}
	word := line[strings.LastIndexAny(line[:i], " \t\"'`")+1 : i]
	return strings.IndexByte(word, '?') >= 0
}
