package evidence

import "strings"

// traceDump reads messages out of dumps with an offset before each row: the traces of curl, and what
// tcpdump, tshark, xxd and their kin print in hexadecimal.
type traceDump struct{}

const dumpName = "trace"

func (f traceDump) parts(d *document) []part {
	var out []part
	var flow dumpFlow
	flush := func(k int) {
		for _, p := range flow.read(d.reader) {
			p.setFormat(dumpName)
			out = append(out, p)
		}
		if flow.found {
			for _, n := range flow.lines {
				d.taken[n] = true
			}
		}
		flow = dumpFlow{}
	}
	for k := 0; k < len(d.lines); {
		rows := 0
		if !d.taken[k] {
			visited(min(d.lines[k].End-d.lines[k].Start, maxOffset)) // all that tells a row from another line
			rows = dumpRows(d, k)
		}
		if rows == 0 {
			k++
			continue
		}
		visited(d.lines[k+rows-1].End - d.lines[k].Start)
		title := ""
		if k > 0 && !d.taken[k-1] {
			title = d.line(k - 1)
			flow.lines = append(flow.lines, k-1)
		}
		if !strings.Contains(title, "SSL data") && !strings.Contains(title, "TLS data") { // which come between the parts of a message
			if way := wayOf(title); way != flow.way {
				if len(flow.lines) > 1 {
					flush(k)
					flow.lines = append(flow.lines, k-1)
				}
				flow.way = way
			}
			flow.take(d, k, k+rows)
		}
		for n := k; n < k+rows; n++ {
			flow.lines = append(flow.lines, n)
		}
		k += rows
	}
	flush(len(d.lines))
	return out
}

// fullRow is how many bytes curl prints in a row of a trace.
const fullRow = 64

// maxOffset is how far into a line the offset of a row ends, blanks before it included.
const maxOffset = 32

func (p *part) setFormat(name string) {
	p.format = name
	if p.whole != nil {
		p.whole.Format = name
	}
}

// wayOf tells by its arrow which way a section of a dump went: '>' sent, '<' received, 0 unknown.
func wayOf(title string) byte {
	i := strings.IndexAny(title, "<>=")
	if i < 0 {
		return 0
	}
	switch {
	case strings.HasPrefix(title[i:], "=>"), strings.HasPrefix(title[i:], "->"), strings.HasPrefix(title[i:], ">"):
		return '>'
	case strings.HasPrefix(title[i:], "<"):
		return '<'
	}
	return 0
}

// dumpFlow is the sections of a dump that went one way after another.
type dumpFlow struct {
	v     excerpt
	way   byte
	lines []int
	mark  string // that the last row of text ends with
	found bool
}

// read reads the messages of a flow. What stands before the first start line, such as the headers
// of a packet, is left out.
func (f *dumpFlow) read(r *Reader) []part {
	text := f.v.b.String()
	if !strings.Contains(text, "HTTP/") {
		return nil
	}
	parts := f.v.read(r, rawHTTP{}, framed{})
	f.found = len(parts) > 0
	return parts
}

// dumpRow is a row of a dump.
type dumpRow struct {
	offset  int
	data    int // where what follows the offset starts in the line
	hexTail int // where the hexadecimal digits end; 0 for a row of text
}

// dumpRows counts the rows of the section that starts in line k: their offsets grow by what the
// rows hold.
func dumpRows(d *document, k int) int {
	n := 0
	last := dumpRow{offset: -1}
	for ; k+n < len(d.lines) && !d.taken[k+n]; n++ {
		row, ok := dumpRowOf(d.line(k + n))
		if !ok || n == 0 && row.offset != 0 || n > 0 && row.offset <= last.offset {
			break
		}
		last = row
	}
	return n
}

// dumpRowOf reads the offset of a row: "0040: ", "0x0040:  ", "00000040: ", "0040  ".
func dumpRowOf(line string) (row dumpRow, ok bool) {
	i := skipBlank(line, 0)
	if strings.HasPrefix(line[i:], "0x") {
		i += 2
	}
	n := i
	for n < len(line) && isHex(line[n]) && n-i < 8 {
		row.offset = row.offset<<4 | hexDigit(line[n])
		n++
	}
	if n-i < 4 {
		return row, false
	}
	switch {
	case at(line, n) == ':' && (n+1 == len(line) || isBlank(line[n+1])):
		n++
	case strings.HasPrefix(line[n:], "  "):
	default:
		return row, false
	}
	row.data = n
	row.hexTail = hexTail(line, n)
	return row, row.hexTail > 0 || line[n-1] == ':'
}

func hexDigit(c byte) int {
	if isDigit(c) {
		return int(c - '0')
	}
	return int(c|0x20-'a') + 10
}

// hexTail returns where the pairs of hexadecimal digits of a row end, 0 when it is one of text.
func hexTail(line string, i int) int {
	pairs, end := 0, 0
	for i < len(line) && pairs < 32 {
		j := i
		for j < len(line) && isBlank(line[j]) {
			j++
		}
		if j-i > 2 && pairs > 0 || j == i && pairs > 0 && i > 0 && isBlank(line[i-1]) {
			break
		}
		if pairs > 0 && j-i >= 2 && pairs != 8 {
			break
		}
		n := 0
		for j+n < len(line) && isHex(line[j+n]) {
			n++
		}
		if n == 0 || n%2 == 1 || n > 8 || j+n < len(line) && !isBlank(line[j+n]) {
			break
		}
		pairs += n / 2
		i = j + n
		end = i
	}
	if pairs == 0 || pairs < 2 && end < len(line) && len(strings.TrimSpace(line[end:])) > 2 {
		return 0
	}
	return end
}

// take adds the bytes of a section's rows.
func (f *dumpFlow) take(d *document, k, end int) {
	hex := true
	for n := k; n < end; n++ {
		row, _ := dumpRowOf(d.line(n))
		hex = hex && row.hexTail > 0
	}
	for n := k; n < end; n++ {
		row, _ := dumpRowOf(d.line(n))
		if hex {
			f.bytes(d, n, row)
		} else {
			f.text(d, n, end, row)
		}
	}
}

// bytes adds the bytes that a row spells.
func (f *dumpFlow) bytes(d *document, n int, row dumpRow) {
	line, start := d.line(n), d.lines[n].Start
	for i := row.data; i < row.hexTail; {
		if isBlank(line[i]) {
			i++
			continue
		}
		v, ok := hexDigits(line, i, 2)
		if !ok {
			return
		}
		if c := byte(v); c == '\n' || c >= ' ' && c < 0x7f || c >= 0x80 || c == '\t' {
			f.v.add(string([]byte{c}), start+i)
		}
		i += 2
	}
}

// text adds a row of text. A line break follows it when the next row's offset leaves room for one,
// or there is none, unless both are parts of one secret.
func (f *dumpFlow) text(d *document, n, end int, row dumpRow) {
	line := d.line(n)
	from := row.data
	if from < len(line) && isBlank(line[from]) {
		from++
	}
	mark := lastMarker(line[from:])
	if mark != line[from:] || mark == "" || mark != f.mark {
		f.v.add(line[from:], d.lines[n].Start+from)
	}
	f.mark = mark
	ended := n+1 == end
	if !ended {
		next, _ := dumpRowOf(d.line(n + 1))
		ended = next.offset-row.offset > len(line)-from || len(line)-from < fullRow && next.offset-row.offset < fullRow
		if below := strings.TrimSpace(d.line(n + 1)[next.data:]); below != "" && next.offset-row.offset == fullRow && strings.Contains(line, markerOpen) {
			_, header := headerLine(below)
			ended = header // else a full row, which redaction has shortened
		}
		if mark != "" && strings.TrimSpace(d.line(n + 1)[next.data:]) == mark {
			ended = false
		}
	}
	if ended {
		f.v.add("\n", d.lines[n].End-1)
	}
}

// lastMarker returns the marker that a row ends with, "" for none.
func lastMarker(s string) string {
	if n := strings.LastIndex(s, markerOpen); n >= 0 && n+markerLen(s[n:]) == len(s) {
		return s[n:]
	}
	return ""
}
