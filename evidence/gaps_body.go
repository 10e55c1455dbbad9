package evidence

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// maxObjects is how many places are looked at for the body of a request.
const maxObjects = 64

// maxObject is the longest body that is looked for, in bytes.
const maxObject = 16 << 10

// fillSent takes the only JSON object of a text, besides what the gateway answered, as the body of a
// request that carries one and shows none. Where no answer is known, the object may be the answer.
func (r *Reader) fillSent(text string, report *Report, ex *Exchange) {
	q, p := ex.Request, ex.Response
	if q == nil || q.Body != "" || ex.inOneRecord(text) || !bodied[q.Method] || (p == nil || p.Body == "") && ex.Failure == nil || header(q.Headers, "Content-Length") == "0" {
		return
	}
	if kind := header(q.Headers, "Content-Type"); kind != "" && !strings.Contains(strings.ToLower(kind), "json") {
		return
	}
	var only sole
	for i, n := 0, 0; n < maxObjects && !only.many; n++ {
		k := strings.IndexByte(text[i:], '{')
		if k < 0 {
			break
		}
		visited(k)
		i += k
		object, end := objectAt(text, i)
		if object == "" {
			i++
			continue
		}
		if r.mayBeSent(object, ex) && !report.shows(object, ex) && !strings.HasPrefix(text[end:], " []") { // what Monolog was told beside a message
			only.add(object, i)
		}
		i = end
	}
	if only.value == "" && q.Method == "POST" {
		only = soleForm(text)
	}
	if only.found() {
		q.Body, ex.requestAssumed = only.value, true
	}
}

// fillAnswer takes the only JSON object that stands on lines of its own, behind the status of a success that shows no
// body, as that of the answer to a request that carries none.
func fillAnswer(text string, report *Report, ex *Exchange) {
	p := ex.Response
	if p == nil || p.Body != "" || p.Status < 200 || p.Status > 299 || ex.Request == nil || bodied[ex.Request.Method] && ex.Request.Body == "" || p.Span.End > len(text) {
		return
	}
	var only sole
	for i, n := p.Span.Start, 0; n < maxObjects && !only.many; n++ {
		k := strings.Index(text[i:], "\n{")
		if k < 0 {
			break
		}
		visited(k)
		i += k + 1
		object, end := objectAt(text, i)
		if object == "" {
			continue
		}
		if root, _, _ := readTree(object, 0); !root.logged() && !report.shows(object, ex) && !sameJSON(object, ex.Request.Body) {
			only.add(object, i)
		}
		i = end
	}
	if only.found() {
		p.Body, ex.responseAssumed = only.value, true
	}
}

// answeredBelow makes JSON the body of the answer that was taken for the request's, where the words right before it end with
// a status: "… answers with 200 and", and the JSON below.
func (e *Exchange) answeredBelow(text string) {
	q := e.Request
	if q == nil || q.Body == "" || e.Response != nil || e.Failure != nil || q.Span.Start > len(text) {
		return
	}
	shown := text[q.Span.Start:min(len(text), q.Span.Start+maxObject)]
	visited(min(len(shown), len(q.Body)+maxFrame))
	i := strings.Index(shown, q.Body)
	if i < 0 {
		return
	}
	i += q.Span.Start
	front := strings.TrimRight(text[max(0, i-maxFront):i], " \t\r\n:")
	if status := statusBefore(front); status > 0 {
		e.Response = &Response{Status: status, Body: q.Body, Span: Span{i, i + len(q.Body)}}
		q.Body, e.responseAssumed = "", true
	}
}

// statusBefore returns the status that a text ends with, but for words of the closed classes behind it; 0 for none.
func statusBefore(front string) int {
	words := strings.Fields(front[strings.LastIndexByte(front, '\n')+1:])
	for n := len(words) - 1; n > 0 && n >= len(words)-3; n-- {
		w := strings.ToLower(strings.Trim(words[n], ",;:*_`"))
		if v, k := digits(w, 4); k == 3 && k == len(w) && reasons[v] != "" && wordLen(words[n-1]) == len(words[n-1]) {
			if slices.ContainsFunc(words[max(0, n-3):n], func(w string) bool {
				w = strings.ToLower(w)
				return answerWords[w] || answerStem(w) || w == "status" || w == "came"
			}) {
				return v
			}
			return 0
		}
		if !isFunctionWord(w) {
			break
		}
	}
	return 0
}

// fillPage takes the only page in HTML of a text, where it names the status, as the body of an error that shows none: a
// proxy's own.
func fillPage(text string, ex *Exchange) {
	p := ex.Response
	if p == nil || p.Body != "" || p.Status < 400 {
		return
	}
	from := max(0, min(p.Span.Start, len(text))-maxApart) // the status may be in the title
	start := from + strings.Index(text[from:], "<html")
	if start < from {
		visited(len(text) - from)
		return
	}
	visited(start - from)
	if doctype := strings.LastIndex(text[max(0, start-maxKey):start], "<!"); doctype >= 0 {
		start = max(0, start-maxKey) + doctype
	}
	page := text[start:min(len(text), start+maxObject)]
	const closing = "</html>"
	end := strings.Index(page, closing)
	visited(len(page))
	if end < 0 || start > 0 && text[start-1] != '\n' || !strings.Contains(page[:end], "<title>"+threeDigits(p.Status)) && !strings.Contains(page[:end], "<h1>"+threeDigits(p.Status)) || strings.Contains(text[start+end:], "<html") {
		return
	}
	p.Body, ex.responseAssumed = page[:end+len(closing)], true
}

// soleForm finds the only line of a text that is a form as it is sent (application/x-www-form-urlencoded) and
// nothing else.
func soleForm(text string) (s sole) {
	for _, l := range textLines(text) {
		line := strings.TrimSpace(text[l.Start:l.End])
		if isSentForm(line) {
			s.add(line, l.Start+strings.Index(text[l.Start:l.End], line))
		}
	}
	return s
}

// isSentForm reports whether a line is a form as it is sent, of two fields at least, and no URL.
func isSentForm(line string) bool {
	if len(line) > maxLogLine || strings.IndexByte(line, '&') < 0 || strings.IndexByte(line, '?') >= 0 {
		return false
	}
	visited(len(line))
	return isForm(line)
}

// inOneRecord reports whether an exchange is one line of a log in JSON, which would have shown what was sent.
func (e *Exchange) inOneRecord(text string) bool {
	if e.Format != structuredName || e.Span.End > len(text) || at(text, e.Span.Start) != '{' {
		return false
	}
	visited(e.Span.End - e.Span.Start)
	return strings.IndexByte(strings.TrimRight(text[e.Span.Start:e.Span.End], "\n"), '\n') < 0
}

// shows reports whether a text is the body of another exchange.
func (r *Report) shows(body string, ex *Exchange) bool {
	for i := range r.Exchanges {
		other := &r.Exchanges[i]
		if other != ex && (other.Request != nil && sameJSON(body, other.Request.Body) || other.Response != nil && sameJSON(body, other.Response.Body)) {
			return true
		}
	}
	return false
}

// objectAt returns the JSON object at i, freed from the escapes of a string around it, and the place
// behind it; "" when none stands there.
func objectAt(text string, i int) (object string, end int) {
	first := at(text, skipSpace(text, i+1))
	if first != '"' && first != '\\' {
		return "", i
	}
	rest := text[i:min(len(text), i+maxObject)]
	open := jsonEnd{active: true}
	end = open.feed(rest)
	visited(cmp.Or(end, len(rest)))
	if first == '"' {
		if end > 0 && json.Valid([]byte(rest[:end])) {
			return rest[:end], i + end
		}
		open = jsonEnd{active: true}
		if end = open.feed(strings.ReplaceAll(rest, `""`, ` "`)); end > 0 { // a cell's, whose quotes are doubled
			if object = strings.ReplaceAll(rest[:end], `""`, `"`); json.Valid([]byte(object)) {
				return object, i + end
			}
		}
		return "", i
	}
	open = jsonEnd{active: true}
	if end = open.feed(strings.ReplaceAll(rest, `\"`, `""`)); end > 0 { // of the same length
		if object = unescapeText(rest[:end]); json.Valid([]byte(object)) {
			return object, i + end
		}
	}
	return "", i
}

// mayBeSent reports whether an object can be what a call sent: neither an answer nor a record of the
// call itself.
func (r *Reader) mayBeSent(object string, ex *Exchange) bool {
	if len(object) < len(`{"a":1}`) || ex.Response != nil && sameJSON(object, ex.Response.Body) || strings.Contains(object, r.domain()) || strings.Contains(object, markerOpen+"private-key") { // an account, no order
		return false
	}
	if _, ok := ParseGatewayError(object); ok || looksLikeError(object) {
		return false
	}
	var members map[string]json.RawMessage
	if json.Unmarshal([]byte(object), &members) != nil {
		return false
	}
	record, foreign := 0, 0
	for key := range members {
		if low := strings.ToLower(key); strings.HasPrefix(low, "error") || strings.Contains(low, "stack") { // what a program says of a failure
			return false
		}
		if factOf(key) == RequestID || tailField(key) == RequestID {
			return false // what a log tells of the call
		}
		if isUpper(at(key, 0)) {
			foreign++ // the gateway writes orderId, a program's settings ConnectionStrings
		}
		switch s, attr, _ := classify(key); {
		case s != noSide || attr == headersAttr || attr == methodAttr || attr == urlAttr || strings.EqualFold(key, "level"): // a log's
			return false
		case attr == statusAttr || attr == timeAttr || attr == bodyAttr || attr == failureAttr:
			record++
		}
	}
	return record < 2 && foreign < len(members)
}
