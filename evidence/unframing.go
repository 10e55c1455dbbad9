package evidence

import "strings"

// unframing takes the lines of one message out of their frame.
type unframing struct {
	frame
	d      *document
	v      *excerpt
	end    int // behind the last line that was taken
	noise  int // lines of something else since
	inBody bool
	asked  bool // the message is a request
	json   jsonEnd
	fields string // pseudo-fields that were met
}

// line reads line n, and reports whether the message goes on.
func (g *unframing) line(n int) bool {
	d := g.d
	text, at, ok := g.content(d.line(n))
	if !ok {
		return g.foreign(n)
	}
	trimmed := strings.TrimSpace(text)
	opens := opensJSON(trimmed)
	if s, starts := findStart(d.line(n)); starts && !g.json.active && !opens && !g.more(s.field) {
		return false
	}
	if ends(trimmed) {
		d.take(n, n+1)
		g.end = n + 1
		return false
	}
	h, header := headerLine(trimmed)
	if !g.inBody && trimmed != "" && !header && !opens && !isBlank(text[0]) || header && g.asked && g.shape == "" && h.outcome() || header && !g.inBody && g.told && !h.plausible() {
		return false
	}
	if g.inBody && trimmed != "" && !opens && !g.json.active && strings.TrimSpace(g.shape) == "" && !(g.asked && strings.IndexByte(trimmed, '&') > 0 && isForm(trimmed)) {
		return false // without a frame only JSON or a form is surely the body
	}
	g.json.active = g.json.active || opens && (g.inBody || strings.TrimSpace(g.shape) == "")
	g.inBody = g.inBody || trimmed == "" || opens
	g.v.add(text, d.lines[n].Start+at)
	g.v.add("\n", d.lines[n].End-1)
	d.take(n, n+1)
	g.end, g.noise = n+1, 0
	return g.json.feed(text) == 0
}

// opensJSON reports whether a line is the front of a JSON body, and not of a note in brackets.
func opensJSON(line string) bool {
	return strings.HasPrefix(line, "{") || line == "[" || len(line) > 1 && line[0] == '[' && strings.IndexByte(`{["]`, line[1]) >= 0
}

// more reports whether a pseudo-field goes on with the request that others have started.
func (g *unframing) more(field string) bool {
	if field == "" || field == ":status" || g.fields == "" || strings.HasPrefix(g.fields, ":status") || strings.Contains(g.fields, field) {
		return false
	}
	g.fields += field
	return true
}

// foreign meets a line without the frame: noise between two headers, or a body that stands bare
// below its message.
func (g *unframing) foreign(n int) bool {
	d := g.d
	blank := d.blank(n)
	if h, ok := headerLine(d.line(n)); ok && !g.inBody && !g.crlf && g.noise == 0 && strings.HasPrefix(h.Value, `"`) && strings.TrimSpace(g.shape) != "" {
		g.v.add(d.line(n), d.lines[n].Start) // the record goes on in lines without the frame
		g.v.add("\n", d.lines[n].End-1)
		d.take(n, n+1)
		g.end = n + 1
		return true
	}
	switch {
	case g.inBody && g.crlf:
		return false
	case g.inBody && !blank:
		if c := at(strings.TrimLeft(d.line(n), " \t"), 0); c == '{' || c == '[' {
			body, next := d.body(n, true)
			g.v.add(body.text, body.span.Start)
			d.take(n, next)
			g.end = next
		}
		return false
	case blank && g.noise == 0:
		g.inBody = true
		g.v.add("\n", d.lines[n].Start)
		return true
	case strings.TrimSpace(g.shape) == "" && !g.crlf && !blank:
		return false // the indentation has ended
	}
	g.noise++
	return true
}

// ends reports whether a line is the mark that loggers put behind a message: "--> END POST".
func ends(line string) bool {
	line = strings.TrimLeft(line, "<>-= ")
	return strings.HasPrefix(line, "END ") || line == "END"
}
