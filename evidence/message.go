package evidence

import (
	"strconv"
	"strings"
)

// methods are the request methods that are recognised (RFC 9110 §9, RFC 5789).
var methods = map[string]bool{
	"GET": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true, "HEAD": true, "OPTIONS": true, "TRACE": true, "CONNECT": true, "QUERY": true,
}

// target is what a request line says.
type target struct {
	method, url, version string
	end                  int // where the URL ends in the line
}

// requestLine reads "METHOD URL" with or without "HTTP/1.1" behind it. The URL may hold
// blanks: the published example does.
func requestLine(line string) (target, bool) {
	n := strings.IndexAny(line, " \t")
	if n < 3 || n > 7 || !methods[line[:n]] {
		return target{}, false
	}
	u := skipBlank(line, n)
	t := target{method: line[:n]}
	rest := line[u:]
	if i := strings.LastIndex(rest, " HTTP/"); i >= 0 && len(rest)-i <= 10 {
		t.version = rest[i+1:]
		rest = rest[:i]
	} else if i := lastVersion(rest); i > 0 && strings.Contains(rest, "://") {
		rest = rest[:i] // POST https://… h2
	}
	rest, _, _ = strings.Cut(rest, "`") // no URL holds it: the mark of an inline code
	if t.version == "" {
		for _, end := range [...]string{", ", "  ", "|"} { // a sentence goes on, or the columns of a report
			if n := strings.Index(rest, end); n > 0 && strings.IndexByte(rest[:n], '?') < 0 {
				rest = rest[:n]
			}
		}
	}
	if path, words, _ := strings.Cut(rest, " "); t.version == "" && rest != "" && rest[0] == '/' && strings.IndexByte(path, '?') < 0 && isLower(at(words, 0)) && isLower(at(words, 1)) && strings.IndexByte(words, ' ') > 0 && !endsFile(words) {
		rest = path // and a sentence about it
	}
	if n := queryEnd(rest); t.version == "" && n > 0 {
		rest = rest[:n]
	}
	rest = strings.TrimRight(rest, " \t")
	if !isTarget(rest) {
		return target{}, false
	}
	t.url = rest
	t.end = u + len(rest)
	return t, true
}

// endsFile reports whether words end in the name of a file, a path with blanks rather than a sentence: "of may.pdf".
func endsFile(words string) bool {
	last := words[strings.LastIndexByte(words, ' ')+1:]
	n := strings.LastIndexByte(last, '.')
	return n > 0 && n < len(last)-1 && len(last)-n <= len(".jpeg") && onlyWord(last[n+1:])
}

// queryEnd returns where the query of a URL ends that words go on behind which tell the status of the call or why nothing
// came: "https://…?supplier=A failed: 404 for order 7"; 0 for a query that is the last, or in which a blank may stand.
func queryEnd(s string) int {
	query := strings.IndexByte(s, '?')
	end := strings.IndexByte(s, ' ')
	if query < 0 || end < query || len(s)-end > maxProseLine || !isAlpha(at(s, end+1)) || strings.ContainsAny(s[end:], `={"&`) {
		return 0
	}
	if verb, _, _ := strings.Cut(s[end+1:], " "); failing[strings.TrimRight(verb, ":,")] {
		return end
	}
	if words := s[end:]; proseStatus(words) > 0 || statusFailed(words) > 0 || failureKind(words) != "" {
		return end
	}
	return 0
}

// failing are verbs that say of the call before them that it did not work.
var failing = map[string]bool{"failed": true, "fails": true, "threw": true, "throws": true, "errored": true, "rejected": true}

// statusFailed returns the status that stands behind "failed" and a colon or "with", 0 for none.
func statusFailed(words string) int {
	_, rest, ok := strings.Cut(words, "failed")
	if !ok {
		return 0
	}
	rest = strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(rest, ": "), "with "), " (")
	if v, n := digits(rest, 4); n == 3 && v >= 400 && reasons[v] != "" && !isAlnum(at(rest, n)) {
		return v
	}
	return 0
}

// isTarget reports whether s can be a request target: absolute, or a path.
func isTarget(s string) bool {
	return s != "" && s[0] == '/' || hasFold(s, "http://") || hasFold(s, "https://") || s == "*"
}

// isRequestLine reports whether a line is a request line of HTTP itself, with its version.
func isRequestLine(line string) bool {
	if len(line) < 14 || !isUpper(line[0]) {
		return false
	}
	t, ok := requestLine(line)
	return ok && t.version != ""
}

// isStatusLine reports whether a line is a status line (RFC 9112 §4).
func isStatusLine(line string) bool {
	return strings.HasPrefix(line, "HTTP/") && statusOf(line) > 0
}

// statusOf returns the status of a status line, 0 for none.
func statusOf(line string) int {
	s, _ := splitStatus(line)
	return s
}

// splitStatus reads "HTTP/1.1 422 Unprocessable Entity", "422", "409 Conflict", "(409)" or
// "HTTP 409"; status is 0 when there is none.
func splitStatus(s string) (status int, reason string) {
	s = strings.Trim(withoutEmoticon(s), " \t()`*")
	if hasFold(s, "HTTP") {
		n := strings.IndexAny(s, " \t")
		if n < 0 {
			return 0, ""
		}
		s = strings.TrimLeft(s[n:], " \t")
	}
	v, n := digits(s, 4)
	if n != 3 || v < 100 || v > 599 || n < len(s) && !isBlank(s[n]) && strings.IndexByte(",;:-(", s[n]) < 0 {
		return 0, ""
	}
	return v, strings.Trim(s[n:], " \t,;:-()")
}

// emoticons are what wikis and chats put before what went wrong or well.
var emoticons = []string{"(x)", "(/)", "(!)", "(-)", ":x:", "❌", "✗", "✘", "🔴", "⛔", "⚠️", "⚠"}

// withoutEmoticon takes such a mark off the front of a text.
func withoutEmoticon(s string) string {
	bare := strings.TrimLeft(s, " \t")
	for _, mark := range emoticons {
		if rest, ok := strings.CutPrefix(bare, mark); ok {
			return rest
		}
	}
	return s
}

// headerLine reads "Name: value", pseudo-headers of HTTP/2 (":path: /") included.
func headerLine(line string) (Header, bool) {
	n := 0
	if strings.HasPrefix(line, ":") {
		n = 1
	}
	for n < len(line) && (isAlnum(line[n]) || strings.IndexByte("!#$%&'*+-.^_|~", line[n]) >= 0) {
		n++
	}
	if n == 0 || n >= len(line) || line[n] != ':' || n > 128 || strings.Count(line[:n], ".") > 1 { // the name of a class, as in a stack trace
		return Header{}, false
	}
	return Header{line[:n], strings.Trim(line[n+1:], " \t")}, true
}

// header returns the first value of a header, whatever the case of its name.
func header(headers []Header, name string) string {
	for _, h := range headers {
		if strings.EqualFold(h.Name, name) {
			return h.Value
		}
	}
	return ""
}

// headers reads header lines from line k on, up to the empty line or the first that is no
// header. A folded line continues the one before it, unless that stands further to the right, or as far and the line
// opens a body. next is the line behind them and their empty line.
func (d *document) headers(k int) (out []Header, next int) {
	var folded []string // the lines of the last header, when it has several
	indent := 0         // of the last header
	defer func() { unfold(out, folded); unlist(out) }()
	for ; k < len(d.lines) && !d.taken[k]; k++ {
		raw := d.line(k)
		line, _ := d.trimmed(k)
		if line == "" {
			return out, k + 1
		}
		h, ok := headerLine(line)
		if front := skipBlank(raw, 0); len(out) > 0 && isBlank(raw[0]) && !ok && front >= indent && !(front == indent && startsLikeJSON(line, 0)) {
			if folded == nil {
				folded = append(folded, out[len(out)-1].Value)
			}
			folded = append(folded, line)
			continue
		}
		if !ok || h.Name == ":status" || h.Name == ":method" {
			return out, k
		}
		unfold(out, folded)
		folded, indent = nil, skipBlank(raw, 0)
		out = append(out, h)
	}
	return out, k
}

// unfold joins the lines of the last header.
func unfold(headers []Header, folded []string) {
	if folded != nil {
		headers[len(headers)-1].Value = strings.Join(folded, " ")
	}
}

// String writes a request as the form's request field shows it: "METHOD URL", the headers,
// an empty line and the body.
func (q Request) String() string {
	return message(strings.TrimSpace(q.Method+" "+q.URL), q.Headers, q.Body)
}

// String writes a response as the form's response field shows it: "STATUS Reason", the
// headers, an empty line and the body.
func (p Response) String() string {
	first := ""
	if p.Status > 0 {
		first = strings.TrimSpace(strconv.Itoa(p.Status) + " " + p.Reason)
	}
	return message(first, p.Headers, p.Body)
}

func message(first string, headers []Header, body string) string {
	var b strings.Builder
	b.WriteString(first)
	for _, h := range headers {
		b.WriteString("\n" + h.Name + ": " + h.Value)
	}
	if body != "" {
		b.WriteString("\n\n" + body)
	}
	return b.String()
}

// oneLine makes one line of a value that was folded.
var oneLine = strings.NewReplacer("\r", "", "\n", " ")

// fieldsOnly keeps of headers what can be header fields (RFC 9110 §5.1), each on one line.
func fieldsOnly(headers []Header) []Header {
	out := headers[:0]
	for _, h := range headers {
		value := strings.TrimSpace(oneLine.Replace(h.Value))
		if got, ok := headerLine(h.Name + ": " + value); ok && got.Name == h.Name {
			out = append(out, got)
		}
	}
	return out
}
