package evidence

import "strings"

// fieldLines reads messages that a client or proxy prints one header field at a time, with the
// pseudo-fields of HTTP/2 (RFC 9113 §8.3): ":method" = "POST", ':status', '409', or
// {Accept: application/json}{Host: …} in one line.
type fieldLines struct {
	logged bool // only fields that a server or client logs one a line, which are never part of a literal
}

const fieldLinesName = "header fields"

func (f fieldLines) parts(d *document) []part {
	var out []part
	var msg fieldMessage
	flush := func() {
		if p := msg.part(d.reader); p != nil {
			out = append(out, *p)
			for _, n := range msg.lines {
				d.taken[n] = true
			}
		}
		msg = fieldMessage{}
	}
	noise := 0
	for k := range d.lines {
		if d.taken[k] || d.lines[k].End-d.lines[k].Start > maxLogLine {
			continue
		}
		if f.logged && strings.IndexByte(`")`, at(d.text, d.lines[k].End-1)) < 0 {
			noise++ // most lines: they need no look
			continue
		}
		d.look(k)
		if msg.addBody(d.line(k)) {
			msg.lines = append(msg.lines, k)
			continue
		}
		fields := f.fieldsOf(d.line(k))
		if msg.repeats(fields) {
			fields = nil
		}
		if len(fields) == 0 {
			noise++
			continue
		}
		if noise > maxFieldNoise {
			flush()
		}
		noise = 0
		for _, h := range fields {
			if msg.startsAnew(h.Name) {
				flush()
			}
			msg.fields = append(msg.fields, h)
		}
		msg.lines = append(msg.lines, k)
		if msg.span == (Span{}) {
			msg.span.Start = d.lines[k].Start
		}
		msg.span.End = d.lines[k].End
	}
	flush()
	return out
}

// maxFieldNoise is how many lines of something else may stand between two fields of a message.
const maxFieldNoise = 40

// fieldMessage is a message of which header fields have been met.
type fieldMessage struct {
	fields []Header
	body   string
	lines  []int
	span   Span
}

// repeats reports whether fields are the request line of the message, shown once more.
func (m *fieldMessage) repeats(fields []Header) bool {
	return len(fields) == 2 && fields[0].Name == ":method" && fields[1].Name == ":path" &&
		header(m.fields, ":method") == fields[0].Value && header(m.fields, ":path") == fields[1].Value
}

// addBody takes the body that a line holds as a string: data="{\"uuid\":…".
func (m *fieldMessage) addBody(line string) bool {
	n := strings.Index(line, `data="`)
	if n < 0 || len(m.fields) < 3 || n+6 >= len(line) || strings.IndexByte(`{[<`, line[n+6]) < 0 {
		return false
	}
	end := n + 6
	for end < len(line) && line[end] != '"' {
		if line[end] == '\\' {
			end++
		}
		end++
	}
	visited(end - n)
	set(&m.body, unescapeText(line[n+6:min(end, len(line))]))
	return true
}

// startsAnew reports whether a field belongs to the next message: a pseudo-field that is there
// already, or one of the other kind.
func (m *fieldMessage) startsAnew(name string) bool {
	if name == "" || name[0] != ':' {
		return false
	}
	status := name == ":status"
	for _, h := range m.fields {
		if h.Name == name || h.Name[0] == ':' && (h.Name == ":status") != status {
			return true
		}
	}
	return len(m.fields) > 0 && m.fields[0].Name[0] != ':'
}

// part makes a message of the fields, nil when they don't tell which.
func (m *fieldMessage) part(r *Reader) *part {
	if len(m.fields) < 3 {
		return nil
	}
	if s := header(m.fields, ":status"); s != "" {
		status, reason := splitStatus(s)
		if status == 0 {
			return nil
		}
		p := &Response{Status: status, Reason: reason, Headers: withoutPseudo(m.fields), Body: m.body, Span: m.span}
		return &part{format: fieldLinesName, response: p, span: m.span}
	}
	method, path := header(m.fields, ":method"), header(m.fields, ":path")
	if method == "" || path == "" {
		return nil
	}
	q := &Request{Method: method, URL: r.absolute(path, m.fields, ""), Headers: withoutPseudo(m.fields), Body: m.body, Span: m.span}
	return &part{format: fieldLinesName, request: q, span: m.span}
}

// fieldsOf reads the fields of a line: names and values in quotes, or in braces.
func (f fieldLines) fieldsOf(line string) []Header {
	if f.logged {
		return loggedField(line)
	}
	if fields := bracedFields(line); len(fields) >= 3 {
		return fields
	}
	if strings.Contains(line, `{"`) {
		return nil // JSON, such as the body
	}
	var out []Header
	for i := 0; i < len(line); {
		if line[i] != '"' && line[i] != '\'' {
			i++
			continue
		}
		name, next := quotedWord(line, i)
		if !fieldName(name) {
			i = max(next, i+1)
			continue
		}
		v := next
		for v < len(line) && strings.IndexByte(" ,:=>b", line[v]) >= 0 {
			v++
		}
		if v == next || v >= len(line) || line[v] != '"' && line[v] != '\'' {
			i = next
			continue
		}
		value, end := quotedWord(line, v)
		if end == 0 {
			break
		}
		out = append(out, Header{name, value})
		i = end
	}
	return out
}

// loggedField reads the field, request line or status that a line holds in quotes at its end, behind
// what says what it is: http2 header: ":method: POST", header ":path" = "/v1".
func loggedField(line string) []Header {
	i := strings.IndexByte(line, '"')
	if i < 8 || i > maxFrame || len(line) < i+4 || line[len(line)-1] != '"' {
		return nil
	}
	before, content := strings.TrimRight(line[:i], " "), line[i+1:len(line)-1]
	if name, value, ok := strings.Cut(content, `" = "`); ok && fieldName(name) {
		return []Header{{name, value}}
	}
	words := strings.Fields(before)
	if len(words) == 0 {
		return nil
	}
	if t, ok := requestLine(content); ok && t.version != "" && strings.HasSuffix(before, "line:") {
		return []Header{{":method", t.method}, {":path", t.url}}
	}
	if status, _ := splitStatus(content); status > 0 && len(words) > 1 && words[len(words)-2] == "status" {
		return []Header{{":status", content}}
	}
	if h, ok := headerLine(content); ok && strings.HasSuffix(before, "header:") {
		return []Header{h}
	}
	return nil
}

// quotedWord returns what the quotes at i hold and the place behind them, 0 when nothing closes them.
func quotedWord(line string, i int) (string, int) {
	n := strings.IndexByte(line[i+1:], line[i])
	visited(max(n, 0))
	if n < 0 {
		return "", 0
	}
	return line[i+1 : i+1+n], i + n + 2
}

// fieldName reports whether a word is the name of a header field in small letters, or a pseudo-field.
func fieldName(w string) bool {
	rest := strings.TrimPrefix(w, ":")
	if rest == "" || len(rest) > 64 {
		return false
	}
	for i := 0; i < len(rest); i++ {
		if !isLower(rest[i]) && rest[i] != '-' && !isDigit(rest[i]) {
			return false
		}
	}
	return true
}

// bracedFields reads {name: value}{name: value}; the start line is one of them.
func bracedFields(line string) []Header {
	i := strings.IndexByte(line, '{')
	if i < 0 || !strings.Contains(line, "}{") {
		return nil
	}
	var out []Header
	for pair := range strings.SplitSeq(strings.TrimRight(line[i+1:], "} "), "}{") {
		name, value, ok := strings.Cut(pair, ": ")
		switch {
		case !ok:
			return nil
		case name == "null" && isStatusLine(value):
			out = append(out, Header{":status", value[strings.IndexByte(value, ' ')+1:]})
		case value == "null" && isRequestLine(name):
			t, _ := requestLine(name)
			out = append(out, Header{":method", t.method}, Header{":path", t.url})
		default:
			out = append(out, Header{name, value})
		}
	}
	return out
}
