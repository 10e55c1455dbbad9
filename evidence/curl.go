package evidence

import (
	"slices"
	"strings"
)

// curlVerbose reads what "curl -v" writes: "> " before what is sent, "< " before what is
// received, "* " before notes, and "curl: (28) …" when it gives up. Other tools write the
// same marks.
type curlVerbose struct{}

const curlName = "curl -v"

func (f curlVerbose) parts(d *document) []part {
	t := &transcript{d: d}
	for k := 0; k < len(d.lines); {
		k = t.line(k)
	}
	t.leaveNotes()
	return t.out
}

// transcript is a curl transcript being read.
type transcript struct {
	d        *document
	out      []part
	scheme   string // of the connection, as the notes tell it
	noted    *part  // a failure in the notes, used when curl's last line is missing
	sawFinal bool
	notes    []int // note lines, taken when a message was found
	open     int   // bodies among the notes that nothing closes
}

// line reads what starts in line k and returns the line behind it.
func (t *transcript) line(k int) int {
	if c := at(t.d.text, t.d.lines[k].Start); isAlnum(c) && c != 'c' && c != 'H' || c == '"' {
		return k + 1 // most lines: they need no look
	}
	line, start := t.d.trimmed(k)
	switch {
	case strings.HasPrefix(line, "> "):
		if q, ok := requestLine(line[2:]); ok && q.version != "" {
			return t.request(k, q, start)
		}
	case strings.HasPrefix(line, "< HTTP/") && isStatusLine(line[2:]):
		return t.response(k, line[2:], start)
	case strings.HasPrefix(line, "< ") && statusOf(line[2:]) > 0 && !strings.HasSuffix(line, ")]") && (isReason(statusOf(line[2:]), strings.TrimLeft(line[2:], "0123456789")) || t.headed(k)):
		return t.response(k, line[2:], start)
	case strings.HasPrefix(line, "HTTP/1.1 ") && !isStatusLine(line): // the version first, as Bun has it
		if q, ok := requestLine(line[len("HTTP/1.1 "):]); ok {
			return t.request(k, q, start)
		}
	case strings.HasPrefix(line, "* ") || strings.HasPrefix(line, "{ [") || strings.HasPrefix(line, "} ["):
		if body, next := t.notedBody(k, line); len(t.out) > 0 && body.text != "" {
			t.out = append(t.out, part{format: curlName, body: body.text, span: body.span})
			t.d.take(k, next)
			return next
		}
		t.note(k, line, start)
	case strings.HasPrefix(line, "curl: ("):
		t.failed(k, line, start)
	}
	return k + 1
}

// labelled keeps a time that stands within a place: that of a note, or that at which a client made up
// an answer, which itself will go.
func (t *transcript) labelled(name, when string, in Span) {
	if n := strings.Index(t.d.text[in.Start:in.End], when); when != "" && n >= 0 {
		span := Span{in.Start + n, in.Start + n + len(when)}
		t.out = append(t.out, part{format: curlName, label: &Label{OccurredAt, name, when, span}, weak: true, span: span})
	}
}

// headed reports whether a header with the mark of an answer stands below line k.
func (t *transcript) headed(k int) bool {
	if k+1 >= len(t.d.lines) {
		return false
	}
	line, _ := t.d.trimmed(k + 1)
	rest, ok := strings.CutPrefix(line, "< ")
	_, header := headerLine(rest)
	return ok && header
}

// marked reads the header lines with this mark from line k on.
func (t *transcript) marked(k int, mark string) (headers []Header, next int) {
	for ; k < len(t.d.lines); k++ {
		line, _ := t.d.trimmed(k)
		rest, ok := strings.CutPrefix(line, mark)
		if !ok {
			if isNote(line) {
				continue
			}
			return headers, k
		}
		rest = strings.Trim(rest, " \t\r")
		if rest == "" {
			return headers, k + 1
		}
		if isRequestLine(rest) || isStatusLine(rest) {
			return headers, k
		}
		if h, ok := headerLine(rest); ok {
			headers = append(headers, h)
		}
	}
	return headers, k
}

func isNote(line string) bool {
	return strings.HasPrefix(line, "* ") || strings.HasPrefix(line, "{ [") || strings.HasPrefix(line, "} [")
}

func (t *transcript) request(k int, q target, start int) int {
	headers, next := t.marked(k+1, ">")
	if len(headers) == 0 {
		headers, next = t.d.headers(k + 1) // libcurl marks what it sends once, not each line
	}
	r := &Request{Method: q.method, URL: q.url, Headers: headers}
	r.URL = t.d.reader.absolute(r.URL, headers, t.scheme)
	after := next
	if body, end := t.markedBody(next, "> "); body.text != "" {
		r.Body, after = body.text, end
	} else if next < len(t.d.lines) {
		if line, _ := t.d.trimmed(next); len(line) > 1 && (line[0] == '{' && line[1] != ' ' || line[0] == '[') {
			body, end := t.d.body(next, false) // a tool that shows the body it sends
			r.Body, after = body.text, end
		}
	}
	r.Span = Span{start, t.d.endOf(k, after)}
	t.d.take(k, after)
	t.out = append(t.out, part{format: curlName, request: r, span: r.Span})
	t.sawFinal = false
	return after
}

func (t *transcript) response(k int, statusLine string, start int) int {
	status, reason := splitStatus(statusLine)
	headers, next := t.marked(k+1, "<")
	p := &Response{Status: status, Reason: reason, Headers: headers}
	end := t.d.endOf(k, next)
	t.d.take(k, next)
	for next < len(t.d.lines) {
		line, _ := t.d.trimmed(next)
		if line != "" && !isNote(line) {
			break
		}
		if body, after := t.notedBody(next, line); body.text != "" {
			t.d.take(next, after)
			p.Body, end, next = body.text, body.span.End, after
			continue
		}
		if line != "" {
			t.note(next, line, t.d.lines[next].Start)
		}
		next++
	}
	if status >= 200 && p.Body == "" {
		body, after := t.markedBody(next, "< ")
		if body.text == "" {
			body, after = t.d.bodyOf(next, headers, false)
		}
		if body.text != "" {
			t.d.take(next, after)
			p.Body, end, next = body.text, body.span.End, after
		}
	}
	p.Span = Span{start, end}
	t.out = append(t.out, part{format: curlName, response: p, span: p.Span})
	if p.madeUp() {
		t.labelled("Client-Date", header(headers, "Client-Date"), p.Span)
	}
	return next
}

// markedBody reads a body whose lines have the mark too, as tools other than curl write it.
func (t *transcript) markedBody(k int, mark string) (body textSpan, next int) {
	var v excerpt
	scan := jsonEnd{active: true}
	for next = k; next < len(t.d.lines); next++ {
		line, start := t.d.trimmed(next)
		rest, ok := strings.CutPrefix(line, mark)
		if !ok || next == k && (rest == "" || rest[0] != '{' && rest[0] != '[') {
			break
		}
		if next > k {
			v.add("\n", start-1)
		}
		v.add(rest, start+len(mark))
		if scan.feed(rest) > 0 {
			next++
			break
		}
	}
	if v.b.Len() == 0 {
		return textSpan{}, k
	}
	return textSpan{v.b.String(), v.span(Span{0, v.b.Len()})}, next
}

// notedBody reads a body that a tool shows among its notes, in lines with their mark.
func (t *transcript) notedBody(k int, line string) (body textSpan, next int) {
	if text, ok := strings.CutPrefix(line, "* "); !ok || !opensJSON(text) || t.open >= maxOpenLiterals {
		return textSpan{}, k
	}
	if body, next = t.markedBody(k, "* "); !isJSON(body.text) {
		t.open++
		return textSpan{}, k
	}
	return body, next
}

// note reads a line of notes: it may tell the scheme, or why nothing came.
func (t *transcript) note(k int, line string, start int) {
	if commandStart(line[2:]) == 0 && strings.Contains(line, "://") {
		return // the command by which the call can be made again
	}
	t.notes = append(t.notes, k)
	switch {
	case strings.Contains(line, "SSL connection using") || strings.Contains(line, "[:scheme: https]") || strings.HasSuffix(line, ":443..."):
		t.scheme = "https"
	case strings.Contains(line, "[:scheme: http]") || strings.HasSuffix(line, ":80..."):
		t.scheme = "http"
	}
	if _, when, ok := strings.Cut(line, " time is "); ok && isZoned(when) {
		t.labelled("time of the note", when, Span{start, start + len(line)})
	}
	if kind := failureKind(line); kind != "" && t.noted == nil {
		span := Span{start, t.d.lines[k].End}
		t.noted = &part{format: curlName, failure: &Failure{Kind: kind, Words: strings.TrimLeft(line, "* "), Span: span}, span: span}
	}
}

func (t *transcript) failed(k int, line string, start int) {
	code, n := digits(line[len("curl: ("):], 3)
	if n == 0 {
		return
	}
	span := Span{start, start + len(line)}
	p := part{format: curlName, span: span}
	if status := returnedError(line); code == 22 && status > 0 {
		p.response = &Response{Status: status, Span: span}
	} else {
		p.failure = &Failure{Kind: curlFailure(code, line), Words: line, Span: span}
	}
	t.out = append(t.out, p)
	t.d.take(k, k+1)
	t.sawFinal = true
	t.noted = nil
}

// returnedError reads the status that curl --fail tells in its last line, which is an answer and no
// failure: "The requested URL returned error: 503 Service Unavailable"; 0 for none.
func returnedError(line string) int {
	_, rest, ok := strings.Cut(line, "returned error: ")
	if !ok {
		return 0
	}
	status, _ := splitStatus(rest)
	return status
}

// leaveNotes takes the notes away from the readers behind, and uses a failure that only
// they tell.
func (t *transcript) leaveNotes() {
	if t.noted != nil && !t.sawFinal {
		t.out = append(t.out, *t.noted)
	}
	if len(t.out) == 0 {
		return
	}
	if !slices.ContainsFunc(t.out, func(p part) bool { return p.request != nil }) {
		t.hostNoted()
	}
	for _, k := range t.notes {
		t.d.taken[k] = true
	}
}

// hostNoted tells the environment by the host in the notes, "Connection #0 to host … left intact", where the
// transcript begins below its request line.
func (t *transcript) hostNoted() {
	var only sole
	name := ""
	for _, k := range t.notes {
		line, start := t.d.trimmed(k)
		front, rest, _ := strings.Cut(line[:min(len(line), maxFrame)], " host ")
		host := hostOf("https://" + wordOf(rest))
		if environment := t.d.reader.Environment(host); environment != "" {
			only.add(environment, start+len(front)+len(" host "))
			name = host
		}
	}
	if only.found() {
		span := Span{only.span.Start, only.span.Start + len(name)}
		t.out = append(t.out, part{format: curlName, label: &Label{Environment, hostLabel + name, only.value, span}, weak: true, span: span})
	}
}

// curlFailure sorts curl's exit codes (curl(1), EXIT CODES) into the kinds of failure.
func curlFailure(code int, words string) string {
	switch code {
	case 5, 6:
		return DNS
	case 7:
		if kind := failureKind(words); kind == Timeout {
			return kind
		}
		return ConnectionRefused
	case 28:
		return Timeout
	case 35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91, 98:
		return TLS
	}
	return OtherFailure
}
