package evidence

import "strings"

// loneHeaders are the fields of one word that messages have most (RFC 9110); all others have a hyphen,
// and a word before a colon is a person's label then.
var loneHeaders = map[string]bool{
	"host": true, "accept": true, "date": true, "server": true, "authorization": true, "cookie": true, "connection": true, "via": true, "etag": true, "location": true, "age": true, "origin": true, "vary": true,
}

// headers reads the header fields of a message that a person wrote down, from line k on: up to a label
// of theirs, or to what came of the call.
func (b *block) headers(k int) (headers []Header, next int) {
	d := b.d
	end := k
	for end < len(d.lines) && !d.taken[end] {
		line, _ := d.trimmed(end)
		if h, ok := headerLine(line); ok && (!h.plausible() || h.Name == ":status" || h.Name == ":method") {
			break
		} else if !ok && (line == "" || !isBlank(d.line(end)[0])) {
			break
		}
		end++
	}
	if end == k {
		return nil, k
	}
	if end < len(d.lines) && !d.taken[end] {
		d.taken[end] = true
		defer func() { d.taken[end] = false }()
	}
	headers, next = d.headers(k)
	if next == end && end < len(d.lines) && d.blank(end) {
		next++
	}
	return headers, next
}

// plausible reports whether a line is a header field rather than a label and what it says.
func (h Header) plausible() bool {
	if !strings.Contains(h.Name, "-") && !loneHeaders[strings.ToLower(h.Name)] && !strings.HasPrefix(h.Name, ":") {
		return false
	}
	if f := labelFields[flatName(h.Name)]; (f == RequestID || f == ConversationID) && !hasFold(h.Name, "x-") {
		return false
	}
	if isUUID(h.Value) && !hasFold(h.Name, "x-") && stemField(strings.ToLower(h.Name), h.Value) == ErrorUUID { // Fehler-UUID: …
		return false
	}
	return !h.outcome()
}

// outcome reports whether a line below a request tells what came of it: "Answer: 409 Conflict",
// "response: map[…".
func (h Header) outcome() bool {
	if sideWords[strings.ToLower(h.Name)] == responseSide && literalWithin(h.Value) >= 0 {
		return true
	}
	status, reason := splitStatus(h.Value)
	if status >= 400 && reason == "" && reasons[status] != "" {
		return !strings.Contains(h.Name, "-") && !loneHeaders[strings.ToLower(h.Name)] // no field of a request is a number under a word
	}
	return status > 0 && reasonOf(status, reason) != ""
}
