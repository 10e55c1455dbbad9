package evidence

import (
	"encoding/base64"
	"strings"
)

// spelt is a member whose text is written as its bytes, as journald does with what isn't printable:
// "MESSAGE" : [ 27, 91, 51, … ]. It is nil for any other.
func (n *node) spelt() *node {
	if n.kind != listNode || len(n.kids) < 16 {
		return nil
	}
	for _, kid := range n.kids {
		if v, digits := digits(kid.value, 4); kid.kind != wordNode || digits != len(kid.value) || v > 255 {
			return nil
		}
	}
	text := string(bytesOf(n))
	if v := withoutEscapes(text); v != nil {
		text = v.b.String()
	}
	return &node{kind: textNode, key: n.key, value: text, span: n.span}
}

// message reads what a log's message says of the call: in one line, or as a transcript.
func (m *recorder) message(r *record, n *node, s side) {
	v := n.value
	if len(v) > maxLogLine || n.kind != textNode && strings.IndexByte(v, ' ') < 0 {
		return
	}
	if isTranscript(v) {
		m.texts = append(m.texts, n)
		return
	}
	line, below, _ := strings.Cut(v, "\n")
	sub := readStatement(m, line, m.place(n))
	if below = strings.TrimSpace(below); below != "" && below[0] == '{' && looksLikeError(below) {
		set(&sub.bodies[responseSide], below)
		if sub.status == 0 {
			sub.status, sub.reason = statusWithin(line)
		}
	}
	sub.failure = ""
	sub.placeLabels(m, n)
	if sub.target() != "" || sub.status > 0 && (r.target() != "" || sub.bodies[responseSide] != "") || !sub.silent() {
		r.merge(sub)
	}
}

// carried reads the line that a record carries as one of its members, whatever the collector calls it:
// {"log":"PUT https://… -> 404\n","stream":"stdout","time":"…"}.
func (m *recorder) carried(r *record, root *node) {
	for _, kid := range root.kids {
		if kid.kind != textNode || len(kid.value) < 20 || strings.Contains(strings.TrimRight(kid.value, "\r\n"), "\n") {
			continue
		}
		if _, attr, _ := classify(kid.key); attr == noAttribute && (kid.value[0] == '{' || strings.IndexByte(kid.value, ' ') > 0) {
			m.message(r, kid, noSide)
			r.settle(noSide)
		}
	}
}

// isTranscript reports whether a member's text is one of several lines that shows messages.
func isTranscript(v string) bool {
	lines := strings.Count(v, "\n")
	if strings.IndexByte(v, '<') >= 0 {
		lines += strings.Count(v, "<br") + strings.Count(v, "</p>")
	}
	return lines >= 2 && (strings.Contains(v, "HTTP/") || isReport(v))
}

// isCommand reports whether a member's text is the command line by which a call can be made again.
func isCommand(v string) bool {
	return commandStart(v[:min(len(v), maxKey)]) == 0 && strings.Contains(v, "://")
}

// isReport reports whether the text of a member is what a person wrote: it names a request or a
// conversation by its id.
func isReport(v string) bool {
	ids := soleIDs(v)
	return ids[RequestID].value != "" || ids[ConversationID].value != ""
}

// placeLabels finds the labels of a message in the text, where escapes may have shifted them, and
// leaves out those that may belong to something else that it tells of. One that isn't there as it
// is, such as in a list of bytes, has no place.
func (r *record) placeLabels(m *recorder, n *node) {
	kept := r.labels[:0]
	raw := m.text[n.span.Start:n.span.End]
	for _, l := range r.labels {
		if !identifies[l.Field] {
			continue
		}
		l.Span = Span{}
		if i := strings.Index(raw, l.Value); i >= 0 {
			l.Span = Span{m.base + n.span.Start + i, m.base + n.span.Start + i + len(l.Value)}
		}
		kept = append(kept, l)
	}
	visited(len(raw))
	r.labels = kept
}

// identifies are the fields that tell which call a line is about.
var identifies = map[Field]bool{RequestID: true, ConversationID: true, Tenant: true, Supplier: true, OrderID: true}

// words keeps what an error says.
func (m *recorder) words(r *record, v string) {
	if r.failure == "" || failureKind(r.failure) == "" && failureKind(v) != "" {
		r.failure = v
	}
}

// body reads a member that holds a body, unless a whole call is wrapped in it.
func (m *recorder) body(r *record, n *node, s side) {
	if !n.scalar() {
		sub := m.value(n, noSide)
		if sub.named() && sub.status+len(sub.headers[requestSide]) > 0 || sub.status > 0 && len(sub.headers[responseSide]) > 1 {
			r.merge(sub)
			return
		}
	}
	if n.kind == wordNode && (allDigits(n.value) || n.value == "true" || n.value == "false") || n.value == "stdout" || n.value == "stderr" {
		return // a size, whether there is one, or where a line was written
	}
	if text := behindWords(m.bodyText(n)); text != "" && r.bodies[s] == "" {
		r.bodies[s] = text
	}
}

// written keeps the text under a body's key that is none: what a person wrote into a ticket or a chat,
// which names a call by its ids or shows it in a fence. It reports false for a body, and for messages whose
// lines aren't written as escapes: those are read as they stand.
func (m *recorder) written(n *node) bool {
	if n.kind == mapNode { // {"contentType":"html","content":"…"}
		n = n.member("content")
	}
	if n == nil || n.kind != textNode || len(n.value) > maxLogLine {
		return false
	}
	if strings.Contains(n.value, "HTTP/") {
		if strings.IndexByte(m.text[n.span.Start:n.span.End], '\n') >= 0 || !strings.Contains(n.value, "```") && !isReport(n.value) {
			return false
		}
	} else if !isReport(n.value) {
		return false
	}
	m.texts = append(m.texts, n)
	return true
}

// behindWords cuts the words off that stand before an error of the gateway: the body of a log's record
// is what it says.
func behindWords(text string) string {
	i := strings.IndexByte(text[:min(len(text), maxFrame)], '{')
	if i > 0 && isAlpha(text[0]) && looksLikeError(text[i:]) {
		return text[i:]
	}
	return text
}

// bodyText returns a body as it went over the wire, however a literal wraps it.
func (m *recorder) bodyText(n *node) string {
	if n.scalar() {
		if n.kind == wordNode && isPointer(n.value) {
			return ""
		}
		return strings.TrimSpace(unhexed(n.source(m.text)))
	}
	if n.opaque() {
		return ""
	}
	if n.kind == listNode && len(n.kids) == 1 && at(m.text, n.span.Start) == '(' {
		return m.bodyText(n.kids[0]) // the argument of JSON.stringify
	}
	if n.kind == mapNode {
		if source := n.member("source"); source != nil && n.member("stream") != nil { // of fetch
			return m.bodyText(source)
		}
		if kid := n.member("data"); kid != nil && allScalar(kid) && n.member("type") != nil && n.member("type").value == "Buffer" {
			return string(bytesOf(kid))
		}
		for _, name := range []string{"text", "content", "raw", "rawBody", "stringValue", "string", "body"} {
			kid := n.member(name)
			if kid == nil || kid.scalar() && nothing(kid.value) {
				continue
			}
			if e := n.member("encoding"); e != nil && strings.EqualFold(e.value, "base64") {
				return unbase64(kid.value)
			}
			if len(n.kids) <= 8 && (n.member("mimeType") != nil || n.member("mode") != nil || n.member("bytes") != nil || len(n.kids) == 1 && name != "body" || n.member("encoding") != nil || n.describes(kid)) {
				return m.bodyText(kid)
			}
		}
		if n.sized() || len(n.kids) == 0 || n.member("mode") != nil || n.member("mimeType") != nil {
			return ""
		}
	}
	if len(n.kids) == 0 {
		return ""
	}
	return n.source(m.text)
}

// describes reports whether all that a map holds beside a string says how the string is written:
// {"contentType":"application/json","body":"…"}.
func (n *node) describes(content *node) bool {
	if content.kind != textNode || len(n.kids) == 1 {
		return false
	}
	for _, kid := range n.kids {
		switch flatName(kid.key) {
		case "contenttype", "charset", "mediatype":
		default:
			if kid != content {
				return false
			}
		}
	}
	return true
}

// sized reports whether a value only tells how long a body was, as archives do of one without text.
func (n *node) sized() bool {
	text := n.member("text")
	return n.member("size") != nil && (len(n.kids) == 1 || len(n.kids) == 2 && text != nil && text.value == "")
}

// opaque reports whether a value is an object that a body is read from, rather than the body.
func (n *node) opaque() bool {
	for _, end := range []string{"Stream", "Reader", "Message", "Gunzip", "Inflate", "Socket", "Buffer"} {
		if strings.HasSuffix(n.class, end) && !(end == "Buffer" && n.member("data") != nil) {
			return true
		}
	}
	return len(n.kids) > 0 && n.kids[0].kind == wordNode && isPointer(n.kids[0].value) || n.member("_readableState") != nil || n.member("_events") != nil
}

// isPointer reports whether a word is an address in a program's memory, as Go prints what it doesn't follow.
func isPointer(word string) bool {
	digits, ok := strings.CutPrefix(word, "0x")
	return ok && len(digits) >= 6 && strings.Trim(digits, "0123456789abcdef") == ""
}

// bytesOf returns the bytes that a list of numbers spells.
func bytesOf(n *node) []byte {
	out := make([]byte, 0, len(n.kids))
	for _, kid := range n.kids {
		v, _ := digits(kid.value, 3)
		out = append(out, byte(v))
	}
	return []byte(Text(out))
}

// unbase64 undoes base64; what is none comes back as it is.
func unbase64(s string) string {
	raw, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return s
	}
	return Text(raw)
}
