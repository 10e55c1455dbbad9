package evidence

import "strings"

// chunks reads messages that a server logs as the pieces that went over a connection, each behind
// what the log puts before it, with the ends of lines and odd bytes escaped, as mod_dumpio of
// Apache does:
//
//	[…] [client 10.0.0.9:37136] mod_dumpio:  dumpio_in (data-HEAP): POST /v1/product-orders HTTP/1.1\r\n
type chunks struct{}

const chunksName = "logged HTTP"

// maxChunkWays is how many ways are followed at a time.
const maxChunkWays = 8

func (chunks) parts(d *document) (out []part) {
	var ways []*chunkWay
	for k := range d.lines {
		if d.taken[k] || d.lines[k].End-d.lines[k].Start > maxLogLine {
			continue
		}
		line := d.line(k)
		if len(ways) == 0 && !strings.HasSuffix(line, `\r\n`) {
			continue
		}
		d.look(k)
		if way := wayOfChunk(ways, line); way != nil {
			way.add(d, k)
			continue
		}
		if at := chunkStart(line); at > 0 {
			if len(ways) == maxChunkWays {
				out = append(out, ways[0].read(d)...)
				ways = ways[1:]
			}
			way := &chunkWay{before: chunkBefore(line[:at])}
			way.add(d, k)
			ways = append(ways, way)
		}
	}
	for _, way := range ways {
		out = append(out, way.read(d)...)
	}
	return out
}

// chunkStart returns where a start line with an escaped end starts in a line, behind something
// else; 0 for nowhere.
func chunkStart(line string) int {
	end := strings.Index(line, `\r\n`)
	if end < 0 {
		return 0
	}
	head, rest := line[:end], strings.TrimRight(line[end+4:], " ")
	if _, more := headerLine(rest[:max(0, strings.Index(rest, `\r\n`))]); rest != "" && !more {
		return 0
	}
	at, _ := requestIn(head)
	if i := statusIn(head); i >= 0 && strings.HasPrefix(head[i:], "HTTP/") {
		at = i
	}
	if at <= 0 || at > maxFrame || strings.TrimSpace(line[:at]) == "" || strings.ContainsAny(line[:at], `"'`) {
		return 0
	}
	return at
}

// chunkBefore is what stands before the pieces of a way, with every run of digits as one '0' and
// without what is in parentheses. The last bracket, which names the connection, stays.
func chunkBefore(s string) string {
	open := strings.LastIndexByte(s, '[')
	end := open + strings.IndexByte(s[max(open, 0):]+"]", ']')
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case i >= open && i < end && open >= 0:
			b.WriteByte(c)
		case c == '(' && strings.IndexByte(s[i:], ')') > 0:
			b.WriteString("()")
			i += strings.IndexByte(s[i:], ')')
		case isDigit(c):
			if i == 0 || !isDigit(s[i-1]) {
				b.WriteByte('0')
			}
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// chunkWay is one way of a connection.
type chunkWay struct {
	before string
	v      excerpt
	lines  []int
	last   string // piece
	inBody bool
}

// wayOfChunk returns the way that a line is a piece of, nil for none.
func wayOfChunk(ways []*chunkWay, line string) *chunkWay {
	for _, w := range ways {
		if w.cut(line) > 0 {
			return w
		}
	}
	return nil
}

// cut returns where the piece starts in a line of the way, 0 for a line of something else.
func (w *chunkWay) cut(line string) (at int) {
	before := w.before
	for j := 0; j < len(before); j++ {
		switch c := before[j]; {
		case at >= len(line):
			return 0
		case c == '0' && isDigit(line[at]):
			for at < len(line) && isDigit(line[at]) {
				at++
			}
			for j+1 < len(before) && isDigit(before[j+1]) {
				j++ // the digits of the connection stay as they were
			}
		case c == '(' && line[at] == '(' && at2(before, j+1) != "" && before[j+1] == ')':
			n := strings.IndexByte(line[at:], ')')
			if n < 0 {
				return 0
			}
			at += n + 1
			j++
		case c == line[at]:
			at++
		default:
			return 0
		}
	}
	visited(at)
	return at
}

// add adds the piece that line k holds.
func (w *chunkWay) add(d *document, k int) {
	line := d.line(k)
	at := w.cut(line)
	w.lines = append(w.lines, k)
	piece := line[at:]
	if isByteCount(piece) || len(piece) == 1 && piece == w.last {
		return // a byte that was looked at before it was read
	}
	w.last = piece
	if chunkStart(line) == at {
		w.v.add("\n", d.lines[k].Start)
		w.inBody = false
	}
	l := lineLiteral{start: at, end: len(line), text: piece}
	l.undo(&w.v, d.lines[k].Start, false)
	text := w.v.b.String()
	switch {
	case w.inBody:
	case strings.HasSuffix(text, "\n\n"):
		w.inBody = true
	case strings.HasSuffix(piece, "]") && lastMarker(piece) != "":
		w.v.add("\n", d.lines[k].End-1) // the marker took the end
	}
}

// isByteCount reports whether a piece is the note of its size: "143 bytes".
func isByteCount(s string) bool {
	n, unit, ok := strings.Cut(strings.TrimSpace(s), " ")
	return ok && allDigits(n) && unit == "bytes"
}

// read reads the messages of a way.
func (w *chunkWay) read(d *document) []part {
	parts := w.v.read(d.reader, rawHTTP{})
	for i := range parts {
		parts[i].format = chunksName
	}
	if len(parts) > 0 {
		for _, k := range w.lines {
			d.take(k, k+1)
		}
	}
	return parts
}
