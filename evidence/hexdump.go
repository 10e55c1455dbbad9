package evidence

import (
	"encoding/hex"
	"strings"
)

// hexDumps reads messages out of dumps in hexadecimal: curl --trace, tcpdump -X, tshark -x, the
// "Follow" window of Wireshark, hexdump -C, xxd, the debug output of Java's TLS, the wire logs of
// Netty and .NET. What a dump shows of a way (a side of a connection) is put together from all of
// its sections; the headers of packets around it are left out.
type hexDumps struct{}

const hexDumpName = "hex dump"

func (f hexDumps) parts(d *document) (out []part) {
	s := &streams{d: d, byWay: map[string]*stream{}}
	var rows []dumpLine // of one section, whose room the next one uses again
	for k := 0; k < len(d.lines); {
		if !d.mayBeRow(k) {
			k++
			continue
		}
		if next := s.plain(k); next > k {
			k = next
			continue
		}
		rows = f.section(d, k, rows[:0])
		if len(rows) == 0 {
			k++
			continue
		}
		title := d.titleOf(k)
		if s.section(rows, title); title >= 0 && s.titled {
			d.take(title, k)
		}
		d.take(k, k+len(rows))
		k += len(rows)
	}
	for _, way := range s.ways {
		parts := way.v.read(d.reader, rawHTTP{}, framed{})
		for i := range parts {
			parts[i].format = hexDumpName
		}
		out = append(out, parts...)
		if len(parts) > 0 {
			out = append(out, way.times...)
		}
	}
	return out
}

// mayBeRow reports whether line k starts as a row of a dump does.
func (d *document) mayBeRow(k int) bool {
	line := d.line(k)
	i := skipBlank(line, 0)
	visited(min(i+5, len(line)))
	if c := at(line, i); c == '|' || c == '>' {
		return true
	}
	if isHex(at(line, i)) && (isHex(at(line, i+1)) || at(line, i+1) == 'x') && isHex(at(line, i+2)) && isHex(at(line, i+3)) {
		return true
	}
	head := line[:min(len(line), maxDumpPrefix)]
	n := strings.Index(head, "] ")
	visited(len(head))
	return n > 0 && isHex(at(line, n+2)) && isHex(at(line, n+5))
}

// titleOf returns the line above a section, over the rules of a table, -1 for none.
func (d *document) titleOf(k int) int {
	for n := k - 1; n >= 0 && n >= k-4 && !d.taken[n]; n-- {
		if strings.ContainsAny(d.line(n), "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ") {
			return n
		}
		if d.blank(n) {
			return -1
		}
	}
	return -1
}

// section reads the rows from line k on, whose offsets rise, behind those given.
func (hexDumps) section(d *document, k int, rows []dumpLine) []dumpLine {
	last, width := int64(-1), 0
	for ; k < len(d.lines) && !d.taken[k]; k++ {
		d.look(k)
		row, ok := dumpLineAt(d.text, d.lines[k].Start, d.lines[k].End)
		if !ok {
			break
		}
		offset := row.offset(d.text)
		if offset <= last || len(rows) > 0 && row.indent(d.text) != rows[0].indent(d.text) {
			break
		}
		rows = append(withRoom(rows, len(d.lines)-k), row)
		last = offset
		width += row.n
	}
	if width < 8 && len(rows) < 2 && (len(rows) == 0 || rows[0].ascii == 0) {
		return rows[:0]
	}
	return rows
}

// hexadecimal are the digits of a dump.
const hexadecimal = "0123456789abcdefABCDEF"

// frontOfMessage reports whether digits are those of the front of a message: a method and a blank,
// or "HTTP/".
func frontOfMessage(digits string) bool {
	front, err := hex.DecodeString(digits[:min(len(digits), 16)])
	method, _, ok := strings.Cut(string(front), " ")
	return err == nil && (ok && methods[method] || strings.HasPrefix(string(front), "HTTP/"))
}

// offset is the number before a row.
func (l *dumpLine) offset(t string) (v int64) {
	digits := t[l.start:l.hex]
	if n := strings.LastIndex(digits, "0x"); n >= 0 {
		digits = digits[n+2:]
	} else if n := strings.LastIndexByte(digits, ']'); n >= 0 {
		digits = digits[n+1:]
	}
	for i := 0; i < len(digits) && v < 1<<40; i++ {
		if isHex(digits[i]) {
			v = v<<4 | int64(unhex(digits[i]))
		}
	}
	return v
}

// indent is how far a row is indented: "Follow" shows the other side's bytes so.
func (l *dumpLine) indent(t string) int {
	return l.hex - l.start - len(strings.TrimLeft(t[l.start:l.hex], " \t"))
}

// wayOfSection tells by its title, else by its indentation, which way a section went.
func wayOfSection(title string, indent int) string {
	switch wayOf(title) {
	case '>':
		return ">"
	case '<':
		return "<"
	}
	for _, w := range keyWords(title[max(0, len(title)-maxKey):]) {
		switch w {
		case "write", "wrote", "send", "sent", "sending", "encryption", "outgoing", "outbound", "out", "request", "tx", "client":
			return ">"
		case "read", "receive", "received", "receiving", "recv", "decryption", "incoming", "inbound", "in", "response", "rx", "server":
			return "<"
		}
	}
	if indent > 0 {
		return "indented"
	}
	return ""
}
