package evidence

import (
	"slices"
	"strings"
	"unicode"
)

// mayBeBody reports whether a line can be the front of the body that headers announce.
func mayBeBody(line string, headers []Header) bool {
	if status, reason := splitStatus(line); reasons[status] != "" && (reason == "" || reasonOf(status, reason) == reason) {
		return false // what came
	}
	if !slices.ContainsFunc(headers, Header.ofMessage) && (isLabelled(line) || !opensJSON(line) && namesParty(line)) || statusOfLiteral(line) > 0 {
		return false // a form goes on, or an answer starts
	}
	return !strings.Contains(header(headers, "Content-Type"), "json") || strings.IndexByte("{[\"<", line[0]) >= 0 || len(line) < 6 || isRule(line)
}

// ofMessage reports whether a field is one of HTTP's own, which no form has.
func (h Header) ofMessage() bool {
	return loneHeaders[strings.ToLower(h.Name)] && !strings.EqualFold(h.Name, "date") || hasFold(h.Name, "content-")
}

// isTitle reports whether a line is a word or two that begin in capitals, and perhaps a count: "Cookies",
// "Test Results", "Headers (7)".
func isTitle(line string) bool {
	if n := strings.Index(line, " ("); n > 0 && strings.HasSuffix(line, ")") && allDigits(line[n+2:len(line)-1]) {
		line = line[:n]
	}
	return len(line) < maxKey/2 && isUpper(at(line, 0)) && strings.Count(line, " ") <= 1 && strings.TrimFunc(strings.ReplaceAll(line, " ", ""), unicode.IsLetter) == ""
}

// isLabelled reports whether a line is a label and its value.
func isLabelled(line string) bool {
	if f, ok := labelAt(line, bulletEnd(line)); ok && f.sep == ':' {
		return true
	}
	return len(foreignLabels(line, 0)) > 0
}

// headersTitle returns the length of "Headers:" at the front of a line, 0 when there is none.
func headersTitle(line string) int {
	n := bulletEnd(line)
	for _, w := range []string{"request headers", "response headers", "headers"} {
		if hasFold(line[n:], w) {
			if v := skipBlank(line, n+len(w)); at(line, v) == ':' || at(line, v) == '=' {
				return skipBlank(line, v+1)
			}
		}
	}
	return 0
}

// literalHeaders reads headers that a line prints as a literal, and where that ends; nil when it is
// something else.
func (b *block) literalHeaders(start int) (headers []Header, end int) {
	if b.open >= maxOpenLiterals {
		return nil, start
	}
	root, end, closed := readTree(b.d.text, start)
	if !closed {
		b.open++
		return nil, start
	}
	for _, h := range headersOf(root) {
		if known := strings.ToLower(h.Name); known == "content-type" || known == "accept" || known == "date" || known == "x-request-id" || known == "user-agent" || known == "content-length" || known == "server" {
			return headersOf(root), end
		}
	}
	return nil, start
}

// statusOfLiteral returns the status that stands before the headers that a line begins to print as a literal:
// 401 [; 0 for another line.
func statusOfLiteral(line string) int {
	front := strings.TrimRight(line, " \t")
	if n := len(front) - 1; n == len("401 ") && (front[n] == '[' || front[n] == '{') {
		if status, _ := digits(front, 4); reasons[status] != "" && isBlank(front[n-1]) {
			return status
		}
	}
	return 0
}

// printedAnswer reads an answer whose headers, and the body behind them, are printed as literals.
func (b *block) printedAnswer(k, start, status int) (next int, ok bool) {
	headers, end := b.literalHeaders(start)
	if headers == nil {
		return k, false
	}
	first := k
	k = b.d.at(k, end-1)
	p := &Response{Status: status, Headers: headers, Span: Span{start, end}}
	next = k + 1
	i := skipSpace(b.d.text, end)
	for _, front := range []string{"< ", "b'"} { // the mark of what came, and bytes as Python prints them
		if strings.HasPrefix(b.d.text[i:], front) {
			i += len(front)
		}
	}
	if b.d.at(k, i) <= k+1 && (at(b.d.text, i) == '{' || at(b.d.text, i) == '[') {
		var body textSpan
		if body, next = b.bodyAt(b.d.at(k, i), i); body.text != "" {
			p.Body, p.Span.End = b.printed(body), body.span.End
		}
	}
	b.out = append(b.out, part{format: blockName, response: p, span: p.Span})
	b.d.take(first, next)
	return next, true
}

// bodyAt reads a body that starts at an offset within line k.
func (b *block) bodyAt(k, offset int) (textSpan, int) {
	saved := b.d.lines[k].Start
	b.d.lines[k].Start = offset
	body, next := b.d.body(k, true)
	b.d.lines[k].Start = saved
	return body, next
}

// printed writes a body that a program printed as a literal of its language as JSON; any other stays.
func (b *block) printed(body textSpan) string {
	if body.text[0] != '{' && body.text[0] != '[' || isJSON(body.text) || b.open >= maxOpenLiterals {
		return body.text
	}
	root, end, closed := readTree(b.d.text, body.span.Start)
	if !closed {
		b.open++
	}
	if !closed || end != body.span.End || root.kind == mapNode && (len(root.kids) == 0 || root.kids[0].key == "") {
		return body.text
	}
	return root.source(b.d.text)
}

// bodyOnly reads a body that stands apart from its message and hands it to the last message
// of its kind, or makes a response of it.
func (b *block) bodyOnly(k, offset int, to section) int {
	body, next := b.bodyAt(k, offset)
	if body.text == "" {
		return k + 1
	}
	b.d.take(k, next)
	b.carry(body, to)
	return next
}

// carry gives a body to the message before it of a section, or to one of its own.
func (b *block) carry(body textSpan, to section) {
	body.text = b.printed(body)
	if looksLikeError(body.text) {
		to = responseSection
	}
	for i := len(b.out) - 1; i >= 0; i-- {
		p := &b.out[i]
		if to != responseSection && p.request != nil {
			if p.request.Body == "" {
				p.request.Body = body.text
			}
			return
		}
		if to == responseSection && (p.response != nil || p.request != nil) {
			if p.response != nil && p.response.Body == "" {
				p.response.Body = body.text
				return
			}
			break
		}
	}
	if to == responseSection {
		p := &Response{Body: body.text, Span: body.span}
		b.out = append(b.out, part{format: blockName, response: p, span: body.span})
	} else {
		p := &Request{Body: body.text, Span: body.span}
		b.out = append(b.out, part{format: blockName, request: p, weak: true, span: body.span})
	}
}
