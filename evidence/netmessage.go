package evidence

import "strings"

// netMessage reads messages as .NET's HttpRequestMessage and HttpResponseMessage write themselves: one
// line of "name: value" that ends with "Headers:", the header lines between braces, and the body below
// when somebody has printed it there.
type netMessage struct{}

const netMessageName = "message object"

func (f netMessage) parts(d *document) (out []part) {
	for k := 0; k < len(d.lines); k++ {
		if d.taken[k] || d.lines[k].End-d.lines[k].Start > maxLogLine {
			continue
		}
		tail := d.line(k)
		tail = tail[max(0, len(tail)-16):]
		if visited(len(tail)); !strings.HasSuffix(strings.TrimRight(tail, " \t{"), "eaders:") {
			continue
		}
		line, start := d.trimmed(k)
		first, headers, next := bracedHeaders(d, k, line)
		if len(headers) == 0 {
			continue
		}
		if p, end := f.message(d, line[first:], headers, Span{start + first, d.lines[next-1].End}, next); p.request != nil || p.response != nil {
			d.take(k, end)
			out = append(out, p)
			k = end - 1
		}
	}
	return out
}

// message makes the part of a message whose braces end before line next.
func (netMessage) message(d *document, line string, headers []Header, span Span, next int) (part, int) {
	r := record{}
	m := &recorder{text: line}
	for _, n := range pairsIn(line) {
		m.member(&r, n, noSide)
	}
	switch {
	case r.method != "" && r.target() != "":
		body, end := d.bodyOf(next, headers, bodiless[r.method] || d.memberAt(next))
		q := &Request{Method: r.method, URL: d.reader.absolute(r.target(), headers, ""), Headers: headers, Body: body.text, Span: Span{span.Start, max(span.End, body.span.End)}}
		return part{format: netMessageName, request: q, span: q.Span}, end
	case r.status > 0:
		body, end := d.bodyOf(next, headers, d.memberAt(next))
		a := &Response{Status: r.status, Reason: r.reason, Headers: headers, Body: body.text, Span: Span{span.Start, max(span.End, body.span.End)}}
		return part{format: netMessageName, response: a, span: a.Span}, end
	}
	return part{}, next
}

// memberAt reports whether line k is a member of an object that PowerShell lists: "IsSuccessStatusCode : False".
func (d *document) memberAt(k int) bool {
	if k >= len(d.lines) {
		return false
	}
	line := d.line(k)
	name, _, ok := strings.Cut(line[:min(len(line), 64)], " : ")
	return ok && isIdentifier(strings.TrimRight(name, " "))
}

// bracedHeaders reads the header lines between braces that follow line k. first is where the words of
// the message start in it, next the line behind the closing brace.
func bracedHeaders(d *document, k int, line string) (first int, headers []Header, next int) {
	first = max(strings.Index(line, "Method:"), strings.Index(line, "StatusCode:"))
	n := k + 1
	if first < 0 || strings.HasSuffix(line, ":") {
		if first < 0 || n >= len(d.lines) || d.taken[n] || strings.TrimSpace(d.line(n)) != "{" {
			return 0, nil, k + 1
		}
		n++
	}
	for ; n < len(d.lines) && !d.taken[n]; n++ {
		d.look(n)
		text, _ := d.trimmed(n)
		if text == "}" {
			return first, headers, n + 1
		}
		h, ok := headerLine(text)
		if !ok {
			break
		}
		headers = append(headers, h)
	}
	return 0, nil, k + 1
}
