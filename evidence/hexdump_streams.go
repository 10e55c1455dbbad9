package evidence

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// rawByte is a byte that a row shows, and where.
type rawByte struct {
	mark   *string // what stands in its place when it is secret, nil when it isn't
	origin int32
	value  byte
}

// maskedTail is the mark of a secret's bytes behind the first.
var maskedTail = "*"

// stream is what went one way.
type stream struct {
	v     excerpt
	times []part
	begun bool
}

// streams are the ways of a dump.
type streams struct {
	d      *document
	byWay  map[string]*stream
	ways   []*stream // in the order in which they begin
	titled bool      // the section's title tells what the section shows
	bytes  []rawByte // of one section, whose room the next one uses again
}

// maxStarts is how often a start line is looked for in a section: what stands before one is short.
const maxStarts = 64

// plain adds lines that hold digits only (xxd -p), from line k on, and returns the line behind them.
func (s *streams) plain(k int) int {
	var bytes []rawByte
	n := k
	if first := at(s.d.text, skipBlank(s.d.text, s.d.lines[k].Start)); first != '4' && first != '5' {
		return k // a capital letter starts a message
	}
	for ; n < len(s.d.lines) && !s.d.taken[n]; n++ {
		line, start := s.d.trimmed(n)
		if len(line)%2 != 0 || len(line) < 16 && n == k || len(line) == 0 || n == k && !frontOfMessage(line) {
			break // no message starts here; the next line asks again
		}
		if strings.Trim(line, hexadecimal) != "" {
			break
		}
		for i := 0; i < len(line); i += 2 {
			bytes = append(bytes, rawByte{value: unhex(line[i])<<4 | unhex(line[i+1]), origin: int32(start + i)})
		}
	}
	if n == k || startOfMessage(bytes) != 0 {
		return k
	}
	w := s.way("")
	w.v.add("\n", s.d.lines[k].Start)
	w.begun = true
	w.add(bytes)
	s.d.take(k, n)
	return n
}

// way returns the stream of a way.
func (s *streams) way(name string) *stream {
	w := s.byWay[name]
	if w == nil {
		w = &stream{}
		s.byWay[name] = w
		s.ways = append(s.ways, w)
	}
	return w
}

// section adds what the rows of a section show to the stream of its way.
func (s *streams) section(rows []dumpLine, title int) {
	words := ""
	if title >= 0 {
		words = s.d.line(title)
		words = words[:min(len(words), maxFrame*2)]
	}
	s.titled = title >= 0 && wayOf(words) != 0
	if strings.Contains(words, "SSL data") || strings.Contains(words, "TLS data") {
		return
	}
	s.bytes = bytesOfRows(s.d.text, rows, s.bytes)
	bytes := s.bytes
	way, from := packet(bytes)
	if way == "" {
		way = wayOfSection(words, rows[0].indent(s.d.text))
	}
	bytes = bytes[from:]
	w := s.way(way)
	start := startOfMessage(bytes)
	switch {
	case start >= 0 && (from > 0 || !w.begun || startsThere(bytes, start)):
		if !w.begun || startsThere(bytes, start) {
			bytes = bytes[start:]
		}
		w.v.add("\n", rows[0].start)
		s.titled = title >= 0
		w.begun = true
		w.time(s.d, title)
	case !w.begun || !textual(bytes):
		return
	}
	w.add(bytes)
}

// time keeps when a message went over the wire, for one that doesn't date itself.
func (w *stream) time(d *document, title int) {
	if title < 0 {
		return
	}
	if m, at := lineMoment(d.line(title)); m != "" {
		at += d.lines[title].Start
		place := Span{at, at + len(m)}
		w.times = append(w.times, part{format: hexDumpName, weak: true, span: place, label: &Label{OccurredAt, "time of the capture", m, place}})
	}
}

// bytesOfRows undoes the digits of rows, into the room of out. Stars stand for what redaction took: the marker is
// behind the row in which it starts.
func bytesOfRows(t string, rows []dumpLine, out []rawByte) []rawByte {
	n, masked := 0, false
	for i := range rows {
		n += rows[i].n
	}
	out = slices.Grow(out[:0], n)
	for i := range rows {
		marks := t[rows[i].end:rows[i].tail]
		for k := range rows[i].n {
			p := rows[i].digits(k)
			switch {
			case t[p] != '*':
				out = append(out, rawByte{value: unhex(t[p])<<4 | unhex(t[p+1]), origin: int32(p)})
				masked = false
			case !masked:
				mark := nextMark(&marks)
				out = append(out, rawByte{origin: int32(p), mark: &mark})
				masked = true
			default:
				out = append(out, rawByte{origin: int32(p), mark: &maskedTail})
			}
		}
	}
	return out
}

// add adds bytes as text: without control characters, and what is no UTF-8.
func (w *stream) add(bytes []rawByte) {
	w.v.from = slices.Grow(w.v.from, len(bytes)) // digits stand apart: each byte is a piece
	w.v.b.Grow(len(bytes))
	for i := 0; i < len(bytes); i++ {
		b := bytes[i]
		switch {
		case b.mark == &maskedTail:
		case b.mark != nil:
			w.v.add(*b.mark, int(b.origin))
		case b.value == '\n' || b.value == '\t' || b.value >= ' ' && b.value < 0x7f:
			w.v.add(string(rune(b.value)), int(b.origin))
		case b.value >= 0x80:
			var raw [utf8.UTFMax]byte
			n := 0
			for n < len(raw) && i+n < len(bytes) && bytes[i+n].mark == nil {
				raw[n] = bytes[i+n].value
				n++
			}
			if r, size := utf8.DecodeRune(raw[:n]); r != utf8.RuneError {
				w.v.add(string(raw[:size]), int(b.origin))
				i += size - 1
			}
		}
	}
}

// startOfMessage returns where a request line or status line starts in bytes, -1 for nowhere.
func startOfMessage(bytes []rawByte) int {
	tries := 0
	for i := range bytes {
		if !isUpper(bytes[i].value) || i > 0 && isAlnum(bytes[i-1].value) {
			continue
		}
		if tries++; tries > maxStarts {
			break
		}
		line := lineOf(bytes[i:])
		if isStatusLine(line) || isRequestLine(line) {
			return i
		}
	}
	return -1
}

// startsThere reports whether a start line at i starts its message: nothing but the headers of a
// packet stands before it.
func startsThere(bytes []rawByte, i int) bool {
	return i == 0 || !textual(bytes[:i])
}

// lineOf returns the line that bytes start with, as far as it may be a start line.
func lineOf(bytes []rawByte) string {
	var b strings.Builder
	for i := 0; i < len(bytes) && i < 1<<12; i++ {
		switch c := bytes[i]; {
		case c.mark == &maskedTail:
		case c.mark != nil:
			b.WriteString(*c.mark)
		case c.value == '\r' || c.value == '\n':
			visited(i)
			return b.String()
		case c.value < ' ' || b.Len() == 16 && !strings.Contains(b.String(), " "):
			visited(i)
			return ""
		default:
			b.WriteByte(c.value)
		}
	}
	return b.String()
}

// textual reports whether bytes are text rather than a handshake or a packet's headers.
func textual(bytes []rawByte) bool {
	odd := 0
	for _, b := range bytes {
		if b.mark == nil && (b.value < ' ' && b.value != '\n' && b.value != '\r' && b.value != '\t' || b.value == 0x7f || b.value >= 0x80) {
			odd++
		}
	}
	visited(len(bytes))
	return odd*5 <= len(bytes)
}
