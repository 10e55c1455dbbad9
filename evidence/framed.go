package evidence

import "strings"

// framed reads messages as loggers and captures show them: with something before each line, such
// as a time, a logger's name and an arrow, a mark, or indentation. What stands before the first
// line of a message stands before its other lines too, but for its numbers, or only its front
// does, or nothing at all.
type framed struct{}

const framedName = "logged HTTP"

// maxFrame is the longest text before a line of a message, in bytes.
const maxFrame = 320

// maxNoise is how many lines of something else may stand between two lines of a message.
const maxNoise = 12

func (f framed) parts(d *document) []part {
	var out []part
	for k := 0; k < len(d.lines); {
		next := k + 1
		if !d.taken[k] {
			if parts, end := f.message(d, k); len(parts) > 0 {
				out = append(out, parts...)
				next = max(next, end)
			}
		}
		k = next
	}
	return out
}

// message reads the message that starts in line k. next is the line behind it.
func (f framed) message(d *document, k int) (out []part, next int) {
	d.look(k)
	s, ok := findStart(d.line(k))
	if end := lastByte(d.line(k)); !ok || end == '{' || end == '[' || inElement(d.line(k)[:s.at]) { // a literal's lines are no headers
		return nil, k + 1
	}
	for _, fr := range framesOf(d, k, s) {
		if fr.matchesHeader(d, k) {
			name := framedName
			if fr == (frame{}) && isBare(d, k) {
				if name = rawHTTPName; closedBelow(d, k) {
					return nil, k + 1
				}
			}
			v, next := fr.gather(d, k, s)
			parts := v.read(d.reader, rawHTTP{})
			if fr.crlf {
				d.take(k, next)
				d.wholeURI(parts, next)
			}
			for i := range parts {
				parts[i].format = name
				parts[i].unquote()
			}
			if len(parts) > 0 {
				return parts, next
			}
		}
	}
	return nil, k + 1
}

// inElement reports whether what stands before a message is the start tag of the element that holds it:
// who reads the tree knows what stands in its other elements.
func inElement(front string) bool {
	front = strings.TrimLeft(front, " \t")
	return strings.HasSuffix(front, ">") && elementName(front, 0) != "" && strings.Count(front, "<") == 1
}

// unquote takes the quotes off the values of headers that a logger writes as strings, all of them.
func (p *part) unquote() {
	var headers []Header
	if p.request != nil {
		headers = p.request.Headers
	} else if p.response != nil {
		headers = p.response.Headers
	}
	for _, h := range headers {
		if v := h.Value; len(v) < 2 || v[0] != '"' || v[len(v)-1] != '"' {
			return
		}
	}
	for i, h := range headers {
		headers[i].Value = unescapeText(h.Value[1 : len(h.Value)-1])
	}
}

// isBare reports whether line k is the start line of plain HTTP, its headers right below it.
func isBare(d *document, k int) bool {
	if line := d.line(k); k+1 >= len(d.lines) || !isStatusLine(line) && !isRequestLine(line) {
		return false
	}
	_, ok := headerLine(d.line(k + 1))
	return ok
}

// closedBelow reports whether the message in line k has a body that says itself where it ends, markup or a
// form in parts: its lines don't look like the message's, and rawHTTP reads it to the end.
func closedBelow(d *document, k int) bool {
	for k++; k < len(d.lines) && !d.taken[k]; k++ {
		d.look(k)
		if _, header := headerLine(d.line(k)); !header && !d.blank(k) {
			return strings.HasPrefix(d.line(k), "<") || strings.HasPrefix(d.line(k), "--") && !isRule(d.line(k))
		}
	}
	return false
}

// frame is what stands before the lines of a message.
type frame struct {
	shape string // with every run of digits as one '0'
	crlf  bool   // only lines that end in \r\n belong to the message
	told  bool   // a person's word stands before the first line and nothing before the others: labels may be among them
}

// framesOf lists what may stand before the lines below a start line in line k.
func framesOf(d *document, k int, s startLine) []frame {
	line := d.line(k)
	frames := []frame{{shape: shapeOf(line[:s.at]), crlf: s.crlf}}
	if s.arrow < s.at {
		frames = append(frames, frame{shape: shapeOf(line[:s.arrow]), crlf: s.crlf})
	}
	if k+1 < len(d.lines) {
		next := d.line(k + 1)
		if text, _, ok := frames[len(frames)-1].content(next); ok && s.arrow < s.at && text != "" && isBlank(text[0]) {
			frames = append(frames, frame{shape: frames[len(frames)-1].shape + text[:skipBlank(text, 0)], crlf: s.crlf})
		}
		if len(next) > s.at && s.at > 0 && shapeOf(next[:s.at]) != frames[0].shape && marksOf(next[:s.at]) == marksOf(line[:s.at]) {
			frames = append(frames, frame{shape: shapeOf(next[:s.at]), crlf: s.crlf})
		}
		indent := next[:len(next)-len(strings.TrimLeft(next, " \t"))]
		frames = append(frames, frame{shape: indent, crlf: s.crlf, told: namedStart(line[:s.at])})
	}
	return frames
}

// namedStart reports whether what stands before the first line of a message is a word and a colon.
func namedStart(front string) bool {
	name, rest, ok := strings.Cut(strings.TrimLeft(front, " \t-*•"), ":")
	return ok && strings.TrimSpace(rest) == "" && wordLen(strings.ReplaceAll(name, " ", "")) == len(strings.ReplaceAll(name, " ", "")) && name != ""
}

// marksOf writes a prefix with every run of letters and digits as one 'a'.
func marksOf(prefix string) string {
	var b strings.Builder
	for i := 0; i < len(prefix); i++ {
		if !isAlnum(prefix[i]) {
			b.WriteByte(prefix[i])
		} else if i == 0 || !isAlnum(prefix[i-1]) {
			b.WriteByte('a')
		}
	}
	return b.String()
}

// shapeOf writes a prefix with every run of digits as one '0'.
func shapeOf(prefix string) string {
	var b strings.Builder
	for i := 0; i < len(prefix); i++ {
		if !isDigit(prefix[i]) {
			b.WriteByte(prefix[i])
		} else if i == 0 || !isDigit(prefix[i-1]) {
			b.WriteByte('0')
		}
	}
	return b.String()
}

// cut returns where the content of a line starts that has the frame; ok is false for a line
// without it.
func (f frame) cut(line string) (at int, ok bool) {
	for j := 0; j < len(f.shape); j++ {
		switch {
		case f.shape[j] == '0' && at < len(line) && isDigit(line[at]):
			for at < len(line) && isDigit(line[at]) {
				at++
			}
		case at < len(line) && line[at] == f.shape[j]:
			at++
		case at == len(line) && strings.TrimSpace(f.shape[j:]) == "":
			return at, true // an empty line, its end trimmed
		default:
			return 0, false
		}
	}
	visited(at)
	return at, true
}

// content returns what a line holds behind its frame.
func (f frame) content(line string) (text string, at int, ok bool) {
	at, ok = f.cut(line)
	text = line[at:]
	if f.crlf {
		text, ok = cutEnd(text, ok)
	}
	return text, at, ok
}

func cutEnd(text string, ok bool) (string, bool) {
	text, ended := strings.CutSuffix(strings.TrimRight(text, " "), `\r\n`)
	return text, ok && ended
}

// matchesHeader reports whether a header line with the frame follows line k.
func (f frame) matchesHeader(d *document, k int) bool {
	for n := k + 1; n < len(d.lines) && n <= k+maxNoise; n++ {
		d.look(n)
		if d.taken[n] {
			return false
		}
		text, _, ok := f.content(d.line(n))
		if !ok {
			if f.shape == "" || strings.TrimSpace(f.shape) == "" && !f.crlf {
				return false
			}
			continue
		}
		if f.shape == "" && (sectionOf(text) != noSection || isFact(text)) {
			return false
		}
		h, is := headerLine(text)
		return is && !isDigit(text[0]) && (!f.told || h.plausible())
	}
	return false
}

// gather takes the message that starts in line k out of its frame. next is the line behind it.
func (f frame) gather(d *document, k int, s startLine) (v *excerpt, end int) {
	g := unframing{frame: f, d: d, v: &excerpt{}, end: k + 1, fields: s.field, asked: !strings.HasPrefix(s.text, "HTTP/")}
	g.v.add(s.text, d.lines[k].Start+s.at)
	g.v.add("\n", d.lines[k].End-1)
	d.take(k, k+1)
	for n := k + 1; n < len(d.lines) && !d.taken[n] && g.noise <= maxNoise; n++ {
		d.look(n)
		if !g.line(n) {
			break
		}
	}
	return g.v, g.end
}

// wholeURI takes the absolute URI that a dissector shows below a request.
func (d *document) wholeURI(parts []part, k int) {
	for n := k; n < len(d.lines) && n < k+4; n++ {
		line := d.line(n)
		i := strings.Index(line, "http")
		if i < 0 || i > maxFrame || len(parts) == 0 || parts[0].request == nil {
			continue
		}
		if url := urlAt(line, i); parts[0].request.worseURL(url) {
			parts[0].request.URL = url
		}
	}
}
