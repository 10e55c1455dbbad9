package evidence

import "strings"

// publishedBlock reads the form that the gateway's support page asks for: labelled facts,
// then "Request:" and "Response:", each with the message behind or below it.
type publishedBlock struct{}

const blockName = "support request"

const (
	noSection section = iota
	requestSection
	responseSection
	bodySection
	statusSection
	sentSection // a question for what was sent
)

func (f publishedBlock) parts(d *document) []part {
	b := &block{d: d}
	for k := 0; k < len(d.lines); {
		if d.taken[k] {
			k++
			continue
		}
		k = b.line(k)
	}
	return b.out
}

// block is a published block being read.
type block struct {
	d    *document
	out  []part
	open int     // literals that nothing closes
	last section // the section that a body without a name belongs to
}

// line reads what starts in line k and returns the line behind it.
func (b *block) line(k int) int {
	line, start := b.d.trimmed(k)
	if line == "" {
		return k + 1
	}
	if sec, _, rest := openSection(line); sec != noSection {
		return b.section(k, sec, line, start, rest)
	}
	front := bulletEnd(line)
	if t, ok := b.requestLine(line[front:]); ok {
		return b.request(k, t, start+front)
	}
	if n := titleEnd(line); n > 0 && n < len(line) {
		if t, ok := requestLine(line[n:]); ok {
			return b.request(k, t, start+n)
		}
		if status, _ := splitStatus(line[n:]); status > 0 {
			return b.response(k, line[n:], start+n)
		}
	}
	if strings.HasPrefix(line, "HTTP/") && isStatusLine(line) {
		return b.response(k, line, start)
	}
	if status := statusOfLiteral(line); status > 0 {
		if next, ok := b.printedAnswer(k, start+len("401 "), status); ok {
			return next
		}
	}
	if b.statusAlone(k, line) {
		return b.response(k, line, start)
	}
	if line[0] == '{' || line[0] == '[' && (line == "[" || structuralList(line, 0)) {
		return k + 1
	}
	if next := b.answerNamed(k, line, start); next > 0 {
		return next
	}
	if front < len(line) && !b.labelAbove(k, line) {
		b.labels(k, line, start)
	}
	if words := strings.Fields(line[:min(len(line), maxForeignLabel)]); len(words) > 2 && methods[words[1]] && isTarget(words[2]) { // endpoint  POST https://…
		b.last = requestSection
	}
	return k + 1
}

// titleEnd returns where the words that announce a message end: "REQUEST", "Response:", "--->",
// "// <-"; 0 when a line starts with something else.
func titleEnd(line string) int {
	n := 0
	for n < len(line) && strings.IndexByte("/#*-=<>~ \t", line[n]) >= 0 {
		n++
	}
	word := n
	for word < len(line) && isAlpha(line[word]) {
		word++
	}
	switch strings.ToLower(line[n:word]) {
	case "request", "response", "reply", "sent", "received", "req", "res", "resp":
		n = word
	case "":
	default:
		if n > 1 && strings.ContainsAny(line[:n], "<>") {
			return n
		}
		return 0
	}
	if n < len(line) && isDigit(line[n]) && !strings.ContainsAny(line[:n], "<>") {
		return 0 // a comment or list
	}
	for n < len(line) && strings.IndexByte(" \t:=-<>~*", line[n]) >= 0 {
		n++
	}
	return n
}

// section reads a section whose name is in line k and whose content starts at rest, or on a
// line below.
func (b *block) section(k int, sec section, line string, start, rest int) int {
	d := b.d
	content, at, c := line[rest:], start+rest, k
	if content == "" {
		c = d.next(k + 1)
		if c < 0 {
			return k + 1
		}
		content, at = d.trimmed(c)
		if n := d.next(c + 1); sec == bodySection && isWord(content) && n > 0 { // a button between a pane's title and what it shows
			if line, start := d.trimmed(n); opensJSON(line) {
				content, at, c = line, start, n
			}
		}
		if n := len(content) - len(strings.TrimLeft(content, "`")); n < 3 { // a body as an inline code
			content, at = content[n:], at+n
		}
	}
	if content == "" {
		return k + 1
	}
	switch sec {
	case requestSection:
		if t, ok := requestLine(content); ok {
			return b.request(c, t, at)
		}
		if m := strings.Trim(content, "\"'"); methods[m] {
			span := Span{at, at + len(content)}
			b.out = append(b.out, part{format: blockName, request: &Request{Method: m, Span: span}, weak: true, span: span})
		}
		b.last = requestSection
	case responseSection, statusSection:
		if content[0] == '{' || content[0] == '[' {
			if strings.Contains(content, "} {") {
				if next, ok := b.printedAnswer(c, at, 0); ok {
					return next
				}
			}
			return b.bodyOnly(c, at, responseSection)
		}
		if status, _ := splitStatus(content); status > 0 {
			return b.response(c, content, at)
		}
		b.last = responseSection
	case sentSection:
		if t, ok := requestLine(content); ok {
			return b.request(c, t, at)
		}
		if isSentForm(content) {
			b.carry(textSpan{content, Span{at, at + len(content)}}, requestSection)
			return c + 1
		}
		if strings.IndexByte("{[<\"`", content[0]) < 0 {
			return k + 1 // in words
		}
		return b.bodyOnly(c, at, requestSection)
	case bodySection:
		to := b.last
		if hasFold(line[bulletEnd(line):], "response") {
			to = responseSection
		}
		if isSentForm(content) {
			b.carry(textSpan{content, Span{at, at + len(content)}}, to)
			return c + 1
		}
		if rest == len(line) && flatName(line) == "body" && isTitle(content) && c+1 < len(d.lines) && !d.blank(c+1) {
			return k + 1 // another pane of a client's window
		}
		return b.bodyOnly(c, at, to)
	}
	return k + 1
}

func (b *block) request(k int, t target, start int) int {
	host := b.hostBehind(&t)
	var sent textSpan
	if url, rest, ok := strings.Cut(t.url, " "); ok && strings.IndexByte("{[", at(rest, 0)) >= 0 && isJSON(rest) && !looksLikeError(rest) { // and the body behind it
		sent = textSpan{rest, Span{start + t.end - len(rest), start + t.end}}
		t.url = url
	}
	if url, rest, ok := strings.Cut(t.url, " "); ok && len(rest) <= maxProseLine && strings.Contains(t.url, "://") {
		if isBlank(at(rest, 0)) || strings.IndexByte(url, '?') < 0 && isAlpha(at(rest, 0)) || len(rest) < 16 && isUpper(rest[0]) && onlyWord(rest) { // another column, or the button of a client's window
			t.url = url
		} else if _, ok := labelAt(rest, 0); ok { // facts stand behind it
			t.url = url
			for _, l := range labels(rest, start+t.end-len(rest)) {
				b.out = append(b.out, part{format: blockName, label: &l, span: l.Span})
			}
		} else if m, n := proseMoment(rest); m != "" && !strings.ContainsAny(rest, `{}"`) { // GET https://… at 07:08:09 UTC on 6 May 2024
			t.url = url
			n += start + t.end - len(rest)
			b.out = append(b.out, part{format: blockName, label: &Label{OccurredAt, textTime, m, Span{n, n + len(m)}}, span: Span{n, n + len(m)}, weak: true})
		}
	}
	b.outcome(k, start+t.end)
	b.codeBelow(k + 1)
	headers, body, next := b.rest(k)
	if looksLikeError(body.text) { // nobody sends one
		b.out = append(b.out, part{format: blockName, response: &Response{Body: body.text, Span: body.span}, span: body.span, weak: true})
		body = textSpan{}
	}
	if body.text == "" {
		body = sent
	}
	q := &Request{Method: t.method, Headers: headers, Body: body.text}
	q.URL = b.d.reader.absolute(t.url, append(headers, host...), "")
	q.Span = Span{start, max(b.d.endOf(k, next), body.span.End)}
	b.out = append(b.out, part{format: blockName, request: q, span: q.Span})
	b.d.take(k, next)
	b.last = requestSection
	return next
}

func (b *block) response(k int, content string, start int) int {
	status, reason := splitStatus(content)
	if n := strings.IndexByte(reason, '['); n > 0 && isReason(status, strings.TrimSpace(reason[:n])) { // 502 Bad Gateway [('Date', '…')]
		if next, ok := b.printedAnswer(k, start+strings.IndexByte(content, '['), status); ok {
			b.last = responseSection
			return next
		}
	}
	if m, n := proseMoment(reason); m != "" {
		if at := strings.LastIndex(content, reason); at >= 0 {
			at += start + n
			b.out = append(b.out, part{format: blockName, label: &Label{OccurredAt, textTime, m, Span{at, at + len(m)}}, span: Span{at, at + len(m)}, weak: true})
		}
	}
	if strings.HasSuffix(content, reason) {
		b.told(reason, start+len(content)-len(reason))
	}
	headers, body, next := b.rest(k)
	n := bodyBehind(status, reason)
	if n == 0 {
		n = strings.IndexByte(reason, '{')
	}
	if n >= 0 && body.text == "" && (looksLikeError(reason[n:]) || isJSON(reason[n:])) {
		if at := strings.LastIndex(content, reason[n:]); at >= 0 {
			body = textSpan{reason[n:], Span{start + at, start + at + len(reason) - n}}
			reason = strings.TrimRight(reason[:n], " :,;-")
		}
	}
	p := &Response{Status: status, Reason: reason, Headers: headers, Body: body.text}
	p.Span = Span{start, max(b.d.endOf(k, next), body.span.End)}
	b.out = append(b.out, part{format: blockName, response: p, span: p.Span})
	b.d.take(k, next)
	b.last = responseSection
	return next
}

// rest reads headers and body below line k.
func (b *block) rest(k int) (headers []Header, body textSpan, next int) {
	d := b.d
	next = k + 1
	if line := d.next(k + 1); line == k+1 || line > 0 && line <= k+2 {
		l, start := d.trimmed(line)
		if n := headersTitle(l); n > 0 {
			l, start = l[n:], start+n
			if l == "" && line+1 < len(d.lines) && !d.taken[line+1] {
				line++
				l, start = d.trimmed(line)
			}
		}
		if l != "" && (l[0] == '{' || l[0] == '[') {
			if h, end := b.literalHeaders(start); h != nil {
				headers, next = h, d.at(line, end-1)+1
			}
		} else if !isFact(l) && sectionOf(l) == noSection {
			if h, ok := headerLine(l); ok && strings.HasPrefix(h.Value, "{") && looksLikeError(h.Value) {
				text, after := b.bodyAt(line, start+strings.IndexByte(l, '{'))
				return headers, text, after
			} else if ok {
				headers, next = b.headers(line)
			}
		}
	}
	if c := d.next(next); c >= 0 {
		l, start := d.trimmed(c)
		if sec, _, rest := openSection(l); sec == bodySection && rest < len(l) {
			body, after := b.bodyAt(c, start+rest)
			return headers, body, after
		} else if sec == bodySection && c+1 < len(d.lines) && !d.taken[c+1] {
			if body, after := d.body(c+1, true); body.text != "" {
				return headers, body, after
			}
		}
		if !isFact(l) && (l[0] == '{' || l[0] == '[' && structuralList(l, 0) || l[0] == '<' && at(l, 1) != '/' && titleEnd(l) == 0 || len(headers) > 0 && mayBeBody(l, headers) || c > k+1 && strings.IndexByte(l, '&') > 0 && isForm(l)) {
			if text, after := d.body(c, true); text.text != "" {
				return headers, text, after
			}
		}
	}
	return headers, textSpan{}, next
}
