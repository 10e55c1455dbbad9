package evidence

import (
	"strings"
	"unicode"
)

// document is a redacted text cut into lines, of which readers take those they understand.
type document struct {
	text   string
	lines  []Span // without their line ends
	taken  []bool
	reader *Reader
	keys   keyMeanings
	full   []int // for each line the first at or behind it that is neither empty nor the mark of a fence
}

func newDocument(r *Reader, text string) *document {
	d := &document{text: text, reader: r, keys: keyMeanings{}}
	n := strings.Count(d.text, "\n") + 1
	d.lines = make([]Span, 0, n)
	for i := 0; i <= len(d.text); {
		end := strings.IndexByte(d.text[i:], '\n')
		next := len(d.text) + 1
		if end < 0 {
			end = len(d.text)
		} else {
			end += i
			next = end + 1
		}
		for end > i && d.text[end-1] == '\r' {
			end--
		}
		d.lines = append(d.lines, Span{i, end})
		i = next
	}
	d.taken = make([]bool, len(d.lines))
	return d
}

// line returns the text of line k.
func (d *document) line(k int) string { return d.text[d.lines[k].Start:d.lines[k].End] }

// look counts a look at line k: no line may be looked at more than a few times.
func (d *document) look(k int) { visited(d.lines[k].End - d.lines[k].Start + 1) }

// trimmed returns line k without blanks at its ends, and where that starts in the text.
func (d *document) trimmed(k int) (string, int) {
	d.look(k)
	l := d.line(k)
	t := strings.TrimLeft(l, " \t\ufeff")
	return strings.TrimRight(t, " \t"), d.lines[k].End - len(t)
}

// blank reports whether line k holds nothing.
func (d *document) blank(k int) bool {
	line := d.line(k)
	rest := strings.TrimLeftFunc(line, unicode.IsSpace)
	visited(len(line) - len(rest) + 1)
	return rest == ""
}

// next returns the next line from k on that isn't empty nor the mark of a fence, -1 for none or for one
// that is taken.
func (d *document) next(k int) int {
	if d.full == nil {
		d.full = fullLines(d)
	}
	if k >= len(d.lines) || d.taken[k] {
		return -1
	}
	if n := d.full[k]; n < len(d.lines) && !d.taken[n] {
		return n
	}
	return -1
}

// fullLines looks once at the front of every line, from the last to the first.
func fullLines(d *document) []int {
	full := make([]int, len(d.lines))
	next := len(d.lines)
	for k := len(d.lines) - 1; k >= 0; k-- {
		line := d.line(k)
		front := strings.TrimLeft(line, " \t\ufeff")
		visited(len(line) - len(front) + 3)
		if front != "" && !strings.HasPrefix(front, "```") && (front[0] != '{' || !isMacro(strings.TrimRight(front, " \t"))) {
			next = k
		}
		full[k] = next
	}
	return full
}

// take marks the lines from k up to, not including, end as read.
func (d *document) take(k, end int) {
	for ; k < end && k < len(d.taken); k++ {
		d.taken[k] = true
	}
}

// at returns the line that holds the byte at offset, searching from line k on.
func (d *document) at(k, offset int) int {
	for k < len(d.lines)-1 && d.lines[k+1].Start <= offset {
		k++
	}
	return k
}

// textSpan is a piece of the text and where it stands.
type textSpan struct {
	text string
	span Span
}

func (d *document) piece(start, end int) textSpan {
	return textSpan{d.text[start:end], Span{start, end}}
}

// body reads a message body from line k on. A JSON body ends where its brackets close, any
// other before the next line that starts something else (and at an empty line when blankEnds).
// next is the first line behind it.
func (d *document) body(k int, blankEnds bool) (body textSpan, next int) {
	first := k
	for k < len(d.lines) && !d.taken[k] && (d.blank(k) || isRule(d.line(k))) {
		k++
	}
	if k >= len(d.lines) || d.taken[k] || d.starts(k) {
		return textSpan{}, first
	}
	line, start := d.trimmed(k)
	if d.announces(k, line) {
		return textSpan{}, first
	}
	if n := dumpedString(line); n > 0 {
		line, start = line[n:], start+n
	}
	scan := jsonEnd{active: line[0] == '{' || line[0] == '['}
	end := start
	for ; k < len(d.lines); k++ {
		if end > start && (d.taken[k] || d.starts(k) || blankEnds && !scan.active && d.blank(k)) {
			break
		}
		if end > start && scan.active && end < d.lines[k-1].Start && !d.blank(k) && !mayGoOn(d.line(k)) { // JSON that nothing closes
			break
		}
		from := max(start, d.lines[k].Start)
		d.look(k)
		if n := scan.feed(d.text[from:d.lines[k].End]); n > 0 {
			return d.piece(start, from+n), k + 1
		}
		if !d.blank(k) {
			end = d.lines[k].End
		}
	}
	return d.piece(start, end), k
}

// announces reports whether line k is a person's words that end in a colon above JSON: "The answer at 09:03 UTC:".
func (d *document) announces(k int, line string) bool {
	if !isAlpha(line[0]) || !endsInColon(line) || strings.ContainsAny(line, "{=<&") {
		return false
	}
	below := d.next(k + 1)
	return below > 0 && opensJSON(strings.TrimLeft(d.line(below), " \t"))
}

// endsInColon reports whether a line is words, two at least, that end in a colon.
func endsInColon(line string) bool {
	return strings.HasSuffix(line, ":") && strings.IndexByte(line, ' ') > 0
}

// mayGoOn reports whether a line can be one within JSON.
func mayGoOn(line string) bool {
	line = strings.TrimLeft(line, " \t")
	return strings.IndexByte(`"{}[],:-0123456789'\`, at(line, 0)) >= 0 || isAlpha(at(line, 0))
}

// isRule reports whether a line only parts what stands above it from what stands below.
func isRule(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) >= 3 && strings.IndexByte("-=*_~", line[0]) >= 0 && strings.Trim(line, line[:1]) == ""
}

// dumpedString returns the length of what var_dump of PHP puts before the text of a body:
// string(150) "; 0 for none.
func dumpedString(line string) int {
	rest, ok := strings.CutPrefix(line, "string(")
	if !ok {
		return 0
	}
	_, n := digits(rest, 9)
	if !strings.HasPrefix(rest[n:], `) "{`) {
		return 0
	}
	return len("string(") + n + len(`) "`)
}

// jsonEnd finds where a JSON value ends, fed line by line. A string ends with its line.
type jsonEnd struct {
	active bool
	depth  int
}

// feed takes one line and returns the place behind the bracket that closes the value, 0
// when it isn't in this line.
func (e *jsonEnd) feed(line string) int {
	if !e.active {
		return 0
	}
	quoted := false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quoted:
			if c == '\\' {
				i++
			} else if c == '"' {
				quoted = false
			}
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			e.depth++
		case c == '}' || c == ']':
			if e.depth--; e.depth <= 0 {
				return i + 1
			}
		}
	}
	return 0
}

// starts reports whether line k starts something that ends a body: a start line, a section
// of the published block, a fence, a command line or the note of one.
func (d *document) starts(k int) bool {
	line, _ := d.trimmed(k)
	if line == "" {
		return false
	}
	switch line[0] {
	case '{', '[', '"', '}', ']', '<':
		return strings.HasPrefix(line, "< HTTP/") || isMacro(line)
	case '`':
		return strings.HasPrefix(line, "```")
	case '*':
		return strings.HasPrefix(line, "* ") || line == "*"
	case ':':
		return strings.HasPrefix(line, ":method:") || strings.HasPrefix(line, ":status:")
	}
	if strings.HasPrefix(line, "curl: (") || strings.HasPrefix(line, "> ") {
		return true
	}
	if isStatusLine(line) || isRequestLine(line) || sectionOf(line) != noSection {
		return true
	}
	return len(line) < 1<<12 && commandStart(line) >= 0
}

// ofProgram reports whether a line begins as those of logs and of JSON do.
func ofProgram(line string) bool {
	front := strings.TrimLeft(line, " \t")
	return front == "" || strings.IndexByte("{}[]\"<|", front[0]) >= 0 && !isDigit(at(front, 1)) || len(front) > 4 && allDigits(front[:4]) && front[4] == '-'
}
