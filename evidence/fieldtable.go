package evidence

import (
	"slices"
	"strings"
)

// fieldTable reads tables of requests and responses: what tshark -T fields prints, the extended log
// format of the W3C (IIS, CloudFront), and access logs as CSV. The names of the columns tell what
// the cells are; tab-separated cells without names tell it themselves.
type fieldTable struct{}

const fieldTableName = "table"

func (f fieldTable) parts(d *document) (out []part) {
	for k := 0; k < len(d.lines); {
		next := k + 1
		if !d.taken[k] && d.lines[k].End-d.lines[k].Start <= maxLogLine {
			if t := tableAt(d, k); t != nil {
				next = t.read(d, k)
				out = append(out, t.parts(d)...)
			}
		}
		k = max(next, k+1)
	}
	return out
}

// table is a table that is being read.
type table struct {
	sep     byte
	columns []string // names, nil when the cells tell
	header  bool     // the first line holds the names
	barred  bool     // bars begin and end the rows
	ruled   bool     // a rule stands below the names
	called  bool     // the cells of one column are request lines
	rows    []tableRow
	lines   []int
}

// tableAt returns the table whose first line is k, nil for none.
func tableAt(d *document, k int) *table {
	line := d.line(k)
	front := line[:min(len(line), maxKey)]
	visited(len(front))
	if !strings.ContainsAny(front, "\t,;|") && !strings.HasPrefix(front, "#") {
		return nil
	}
	line, _ = d.trimmed(k)
	if names, ok := strings.CutPrefix(line, "#Fields: "); ok {
		t := &table{sep: ' ', columns: strings.Fields(names), header: true}
		if strings.Contains(d.line(min(k+1, len(d.lines)-1)), "\t") {
			t.sep = '\t'
		}
		return t.orNil()
	}
	if cells := cellsBetweenBars(d.text, d.lines[k]); len(cells) > 2 && k+1 < len(d.lines) {
		t := &table{sep: '|', header: true, barred: true, ruled: isTableRule(d.line(k + 1))}
		for _, c := range cells {
			t.columns = append(t.columns, c.text)
		}
		first := k + 1
		if t.ruled {
			first++
		}
		if first < len(d.lines) {
			row := cellsBetweenBars(d.text, d.lines[first])
			t.nameColumns(row)
			if t.ruled || len(row) == len(cells) && t.orNil() != nil {
				return t.orNil()
			}
		}
	}
	for _, sep := range []byte{'\t', ',', ';', '|'} {
		if strings.Count(line, string(sep)) < 2 || !isColumn(line[:strings.IndexByte(line, sep)]) && line[0] != '"' {
			continue
		}
		t := &table{sep: sep, header: true}
		for _, c := range cellsOf(line, sep) {
			t.columns = append(t.columns, c.text)
		}
		if t.titled() && k+1 < len(d.lines) && d.lines[k+1].End-d.lines[k+1].Start <= maxLogLine {
			t.nameColumns(spansOf(cellsOf(d.line(k+1), sep)))
		}
		if t.orNil() != nil {
			return t
		}
	}
	if strings.Count(line, "\t") >= 2 {
		t := &table{sep: '\t'}
		if r := t.row(d, k); r.target() != "" && r.method != "" {
			return t
		}
	}
	return nil
}

// titled reports whether all columns can have a name.
func (t *table) titled() bool {
	return !slices.ContainsFunc(t.columns, func(name string) bool { return !isColumn(name) })
}

// orNil returns the table when its columns are those of requests and responses.
func (t *table) orNil() *table {
	url, method, status := t.called, t.called, false
	if !t.titled() {
		return nil
	}
	for _, name := range t.columns {
		switch _, attr, _ := classify(name); attr {
		case urlAttr, pathAttr:
			url = true
		case methodAttr:
			method = true
		case statusAttr:
			status = true
		}
	}
	if url && (method || status) {
		return t
	}
	return nil
}

// isColumn reports whether a cell can be the name of a column.
func isColumn(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isAlnum(s[i]) && s[i] < 0x80 && strings.IndexByte("._-() @#/", s[i]) < 0 {
			return false
		}
	}
	return s != "" && len(s) <= maxKey && !isDigit(s[0])
}

// cellsOf cuts a row into its cells. A cell in quotes may hold the separator, and quotes twice.
func cellsOf(line string, sep byte) (out []logField) {
	for i := 0; i <= len(line); {
		if i < len(line) && line[i] == '"' {
			end := i + 1
			for end < len(line) && (line[end] != '"' || at(line, end+1) == '"') {
				if line[end] == '"' {
					end++
				}
				end++
			}
			if end >= len(line) || end+1 == len(line) || line[end+1] == sep {
				end = min(end, len(line))
				out = append(out, logField{text: strings.ReplaceAll(line[i+1:end], `""`, `"`), at: i + 1, quote: '"'})
				i = end + 2
				continue
			}
		}
		end := strings.IndexByte(line[i:], sep)
		if end < 0 {
			end = len(line) - i
		}
		if text := strings.TrimSpace(line[i : i+end]); text != "" || sep != ' ' {
			out = append(out, logField{text: text, at: i})
		}
		i += end + 1
	}
	visited(len(line))
	return out
}

// read takes the rows from line k on and returns the line behind the table.
func (t *table) read(d *document, k int) int {
	if t.header {
		t.lines = append(t.lines, k)
		k++
	}
	if t.ruled {
		t.lines = append(t.lines, k)
		k++
	}
	for ; k < len(d.lines) && !d.taken[k] && !d.blank(k); k++ {
		line := d.line(k)
		if strings.HasPrefix(line, "#") {
			t.lines = append(t.lines, k)
			continue
		}
		if len(line) > maxLogLine || strings.IndexByte(line, t.sep) < 0 {
			break
		}
		r := t.row(d, k)
		t.lines = append(t.lines, k)
		if r.target() != "" && r.method != "" || r.status > 0 {
			t.rows = append(t.rows, r)
		}
	}
	return k
}

// parts pairs the rows of requests with those of their responses: by the connection, else by the
// order.
func (t *table) parts(d *document) (out []part) {
	var done []tableRow
	open := map[string]int{}
	for _, r := range t.rows {
		n, ok := open[r.stream]
		if r.method == "" && ok && done[n].status == 0 {
			r.settle(responseSide)
			span := Span{done[n].span.Start, r.span.End}
			done[n].merge(r.record)
			done[n].span = span
			delete(open, r.stream)
			continue
		}
		if r.method != "" && r.status == 0 {
			open[r.stream] = len(done)
		}
		done = append(done, r)
	}
	for i := range done {
		out = append(out, done[i].part(d, fieldTableName))
	}
	if len(out) > 0 {
		for _, k := range t.lines {
			d.take(k, k+1)
		}
	}
	return out
}

// headerLines reads a member of a dissected packet that holds header fields as they went over the
// wire, one or several: "http.request.line": "Host: example.com\r\n".
func headerLines(n *node) (out []Header) {
	if at := len(n.key) - len("line"); at < 0 || !strings.EqualFold(n.key[at:], "line") {
		return nil
	}
	kids := n.kids
	if n.scalar() {
		kids = []*node{n}
	}
	for _, kid := range kids {
		value := strings.TrimRight(kid.value, "\r\n")
		value, _ = strings.CutSuffix(value, `\r\n`)
		for i, line := range strings.Split(value, `\r\n`) {
			if i > 0 {
				line = strings.TrimLeft(line, ",;| ") // between several in one cell
			}
			h, ok := headerLine(line)
			if !ok || kid.kind != textNode || strings.Contains(line, "\n") {
				return nil
			}
			out = append(out, h)
		}
	}
	return out
}

// unhexed undoes the hexadecimal in which tshark shows a body since 4.2, with colons between the
// bytes or without; what is no JSON then comes back as it is.
func unhexed(s string) string {
	if len(s) < 4 || s[:2] != "7b" && s[:2] != "5b" {
		return s
	}
	step := 2
	if s[2] == ':' {
		step = 3
	}
	out := make([]byte, 0, len(s)/step+1)
	for i := 0; i < len(s); i += step {
		if v, ok := hexDigits(s, i, 2); ok && (step == 2 || i+2 == len(s) || s[i+2] == ':') {
			out = append(out, byte(v))
			continue
		}
		return s
	}
	return Text(out)
}
