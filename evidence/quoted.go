package evidence

import "strings"

// quotedHTTP reads messages that a client's debug output shows as string literals: one for a
// whole message, or one for each line or write.
type quotedHTTP struct{}

const quotedName = "client debug log"

func (f quotedHTTP) parts(d *document) []part {
	var out []part
	for k := 0; k < len(d.lines); {
		next := k + 1
		if !d.taken[k] {
			d.look(k)
			l, ok := literalIn(d.line(k))
			if ok && l.sentBody(d.line(k)) {
				q := &Request{Body: unescapeText(l.text), Span: d.lines[k]}
				out = append(out, part{format: quotedName, request: q, weak: true, span: q.Span})
				d.take(k, k+1)
			}
			if ok && l.startsMessage() {
				v, end := f.gather(d, k, l)
				if parts := v.read(d.reader, rawHTTP{}); len(parts) > 0 {
					for i := range parts {
						parts[i].format = quotedName
					}
					out = append(out, parts...)
					d.take(k, end)
					next = end
				}
			}
		}
		k = next
	}
	return out
}

// lineLiteral is a string literal within a line.
type lineLiteral struct {
	quote      int // where its opening quote stands in the line
	start, end int // of its content
	text       string
	member     bool // an arrow stands before it: :status_line => "…"
}

// literalIn finds the first string literal of a line whose content looks like the front of a
// message, or for a line of one that is under way, any.
func literalIn(line string) (first lineLiteral, ok bool) {
	message := strings.Contains(line, "HTTP/")
	for i := 0; i < len(line) && i <= maxFrame; i++ {
		if line[i] != '"' && line[i] != '\'' {
			continue
		}
		l, is := literalFrom(line, i)
		if l = l.untitled(); message && is && l.startsMessage() {
			return l, true
		}
		if !ok {
			first, ok = l, is
		}
		if !message {
			break
		}
	}
	return first, ok
}

// untitled is a literal without the title that a tool puts before a message: "Request:\nPOST …".
func (l lineLiteral) untitled() lineLiteral {
	if n := strings.Index(l.text[:min(len(l.text), 32)], `:\n`); n > 0 && isWord(l.text[:n]) {
		n += len(`:\n`)
		l.start, l.text = l.start+n, l.text[n:]
	}
	return l
}

// literalFrom takes the literal whose quote stands at i: it ends at the last such quote.
func literalFrom(line string, i int) (lineLiteral, bool) {
	end := strings.LastIndexByte(line, line[i])
	if end <= i {
		end = len(line) // cut off
	}
	member := strings.HasSuffix(strings.TrimRight(line[:i], " "), "=>")
	return lineLiteral{quote: i, start: i + 1, end: end, text: line[i+1 : end], member: member}, true
}

// sentBody reports whether a literal is a body that Python's client has sent, apart from its message.
func (l lineLiteral) sentBody(line string) bool {
	return strings.HasPrefix(line, "send: ") && l.quote <= len("send: b") && l.text != "" && (l.text[0] == '{' || l.text[0] == '[')
}

// startsMessage reports whether a literal is the front of a message: a start line with its end.
func (l lineLiteral) startsMessage() bool {
	if l.member {
		return false // of a hash that the outline knows
	}
	first := l.text
	n := strings.Index(first, `\r`)
	if n < 0 {
		n = strings.Index(first, `\n`)
	}
	if n < 0 {
		return false
	}
	first = strings.TrimRight(first[:n], "[ ")
	return isStatusLine(first) || isRequestLine(first)
}

// gather undoes the literals of a message. They have the same text before them; what stands
// between is noise, and names headers where Python does.
func (f quotedHTTP) gather(d *document, k int, l lineLiteral) (v *excerpt, end int) {
	v = &excerpt{}
	plain := strings.HasSuffix(l.text, `[\r][\n]`)
	before := frame{shape: shapeOf(strings.TrimRight(d.line(k)[:l.quote], "bBrRuU"))}
	l.undo(v, d.lines[k].Start, plain)
	end = k + 1
	for n, noise := k+1, 0; n < len(d.lines) && noise <= maxNoise && !d.taken[n]; n++ {
		d.look(n)
		line := d.line(n)
		if rest, ok := strings.CutPrefix(line, "header: "); ok {
			v.add(rest, d.lines[n].Start+len("header: "))
			v.add("\n", d.lines[n].End-1)
			end, noise = n+1, 0
			continue
		}
		at, ok := before.cut(line)
		for ok && at < len(line) && at < len(line)-1 && strings.IndexByte("bBrRuU", line[at]) >= 0 && !quoteByte(line[at]) {
			at++
		}
		if !ok || at >= len(line) || line[at] != '"' && line[at] != '\'' {
			if other, is := literalIn(line); is && other.startsMessage() {
				break
			}
			noise++
			continue
		}
		next, _ := literalFrom(line, at)
		if next.startsMessage() {
			break
		}
		next.undo(v, d.lines[n].Start, plain)
		end, noise = n+1, 0
	}
	return v, end
}

// undo writes what a literal stands for: \r\n, \x0a and \", and the [\r][\n] of Apache's client. A
// backslash is plain where brackets are around the escapes.
func (l lineLiteral) undo(v *excerpt, base int, plain bool) {
	base += l.start
	s := strings.TrimSuffix(l.text, `\0`) // with which dtruss ends every text
	visited(len(s))
	done := 0
	for i := 0; i < len(s); i++ {
		n, text := bracketEscape(s[i:])
		if s[i] == '\\' && i+1 < len(s) && !plain {
			var b strings.Builder
			n = 1 + writeEscape(&b, s[i+1:])
			text = b.String()
		}
		if n == 0 {
			continue
		}
		v.add(s[done:i], base+done)
		v.add(strings.ReplaceAll(text, "\r", ""), base+i)
		i += n - 1
		done = i + 1
	}
	v.add(s[done:], base+done)
}

// bracketEscape reads [\r], [\n] and [0x0a].
func bracketEscape(s string) (n int, text string) {
	switch {
	case strings.HasPrefix(s, `[\r]`):
		return 4, ""
	case strings.HasPrefix(s, `[\n]`):
		return 4, "\n"
	case strings.HasPrefix(s, `[0x`):
		if v, ok := hexDigits(s, 3, 2); ok && at(s, 5) == ']' {
			return 6, string([]byte{byte(v)})
		}
	}
	return 0, ""
}
