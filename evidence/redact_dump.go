package evidence

import (
	"slices"
	"strings"
)

// A dump shows bytes as an offset, hexadecimal, and the text of them, as xxd, hexdump -C,
// tcpdump -X, tshark -x and curl --trace do:
//
//	0000: 41 75 74 68 6f 72 69 7a 61 74 69 6f 6e 3a 20 42 Authorization: B
//
// What is secret becomes stars in both columns, so that the columns stay where they are, and
// the marker stands behind the line in which it starts.

// dump is the text that consecutive lines of a dump show, and the way back to them.
type dump struct {
	src   string
	text  string
	lines []dumpLine
	// places says for each byte of the dump where it stands in the text.
	places []int32
}

// dumps finds the dumps of a text.
func dumps(t string) (all []*dump) {
	var rows []dumpLine
	from, bytes := 0, 0 // of the dump that is being read
	flush := func() {
		if bytes >= minDump {
			all = append(all, newDump(t, rows[from:len(rows):len(rows)]))
			from = len(rows)
		}
		rows, bytes = rows[:from], 0
	}
	for i := 0; i < len(t); {
		end := lineEnd(t, i)
		d, ok := dumpLineAt(t, i, end)
		if ok {
			rows = append(withRoom(rows, (len(t)-i)/(end-i+1)), d)
			bytes += d.n
		} else if end > i {
			flush()
		}
		n := strings.IndexByte(t[end:], '\n')
		if n < 0 {
			break
		}
		i = end + n + 1
	}
	flush()
	return all
}

// withRoom makes room for more rows, the more there were, up to how many are left in the text at most. A row is
// large, and what append makes room for grows by a quarter only.
func withRoom(rows []dumpLine, left int) []dumpLine {
	if len(rows) == cap(rows) {
		return slices.Grow(rows, min(left, 16*len(rows)+32)+1)
	}
	return rows
}

// newDump reads the text that lines of a dump show. Stars are the marker behind them.
func newDump(t string, lines []dumpLine) *dump {
	bytes := 0
	for k := range lines {
		bytes += lines[k].n
	}
	d := &dump{src: t, lines: lines, places: make([]int32, 0, bytes)}
	var b strings.Builder
	b.Grow(bytes)
	masked := false
	for k := range lines {
		l := &lines[k]
		l.at = len(d.places)
		marks := t[l.end:l.tail]
		for k := range l.n {
			p := l.digits(k)
			if t[p] != '*' {
				masked = false
				d.places = append(d.places, int32(b.Len()))
				b.WriteByte(unhex(t[p])<<4 | unhex(t[p+1]))
				continue
			}
			if !masked {
				d.places = append(d.places, int32(b.Len()))
				b.WriteString(nextMark(&marks))
			} else {
				d.places = append(d.places, int32(b.Len()-1))
			}
			masked = true
		}
	}
	d.text = b.String()
	return d
}

// nextMark takes the first marker of those behind a line.
func nextMark(marks *string) string {
	rest := strings.TrimLeft(*marks, " ")
	n := markerLen(rest)
	if n == 0 {
		return markerOpen + "masked]"
	}
	*marks = rest[n:]
	return rest[:n]
}

// back takes what is found in a dump's text to its lines.
func (d *dump) back(finds []find) (out []find) {
	next := 0
	for k := range d.lines {
		l := &d.lines[k]
		first, last := l.at, l.at+l.n
		for next < len(finds) && finds[next].end <= int(d.places[first]) {
			next++
		}
		var here []find
		for n := next; n < len(finds) && finds[n].start <= int(d.places[last-1]); n++ {
			here = append(here, finds[n])
		}
		if len(here) > 0 {
			out = append(out, find{start: l.start, end: l.tail, with: d.starred(l, here)})
		}
	}
	return out
}

// starred writes a line of a dump with stars for what is found in it, and behind it the markers
// of what starts in it.
func (d *dump) starred(l *dumpLine, finds []find) func(*Reader) string {
	columns := []byte(d.src[l.start:l.end])
	var starts []find
	for _, f := range finds {
		if f.secret == "" {
			f.secret = d.text[f.start:f.end]
		}
		for k := range l.n {
			p := l.digits(k)
			at := int(d.places[l.at+k])
			if at < f.start || at >= f.end {
				continue
			}
			if at == f.start {
				starts = append(starts, f)
			}
			columns[p-l.start], columns[p-l.start+1] = '*', '*'
			a := l.ascii + k
			if l.gap > 0 && k >= l.gap {
				a++
			}
			if l.ascii > 0 && a < l.end {
				columns[a-l.start] = '*'
			}
		}
	}
	tail := d.src[l.end:l.tail]
	return func(r *Reader) string {
		line := string(columns) + tail
		for _, f := range starts {
			if f.kind == "" {
				f.kind = "encoded"
			}
			line += "  " + r.marker(f.kind, f.secret)
		}
		return line
	}
}
