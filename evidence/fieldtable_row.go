package evidence

import "strings"

// tableRow is a row, and the connection that it belongs to.
type tableRow struct {
	record
	stream string
}

// row reads line k.
func (t *table) row(d *document, k int) tableRow {
	line, start := d.line(k), d.lines[k].Start
	r := tableRow{record: record{span: d.lines[k]}}
	m := &recorder{text: line, base: start}
	var date *logField
	cells := cellsOf(line, t.sep)
	if t.barred {
		cells = cells[:0]
		for _, c := range cellsBetweenBars(d.text, d.lines[k]) {
			cells = append(cells, logField{text: c.text, at: c.span.Start - start})
		}
	}
	for i, c := range cells {
		if c.text == "" || c.text == "-" {
			continue
		}
		n := &node{kind: textNode, value: c.text, span: Span{c.at, c.at + len(c.text)}}
		if i < len(t.columns) {
			n.key = t.columns[i]
		} else if n.key = cellKind(c.text); n.key == "" || t.columns != nil {
			continue
		}
		words := keyWords(n.key)
		last := words[max(0, len(words)-1):]
		switch {
		case len(last) == 1 && last[0] == "stream":
			r.stream = c.text
		case len(words) == 1 && words[0] == "date":
			cell := c
			date = &cell
		case len(words) == 1 && words[0] == "time" && date != nil && t.sep != ',':
			r.utc(line, start, *date, c)
		case len(last) == 1 && last[0] == "epoch":
			r.times = append(r.times, textSpan{c.text, Span{start + c.at, start + c.at + len(c.text)}})
		default:
			m.member(&r.record, n, noSide)
			r.error(n, start)
		}
	}
	r.settle(noSide)
	return r
}

// callColumn is the name of a column whose cells are request lines.
const callColumn = "request"

// nameColumns names the columns whose titles nothing knows ("Call", "HTTP", "UTC") by what their first
// cells hold.
func (t *table) nameColumns(first []textSpan) {
	for i, c := range first {
		if i >= len(t.columns) || c.text == "" {
			continue
		}
		if _, attr, _ := classify(t.columns[i]); attr != noAttribute || labelFields[flatName(t.columns[i])] != "" {
			continue
		}
		side := sideWords[strings.ToLower(t.columns[i])]
		kind := cellKind(c.text)
		switch _, call := requestLine(c.text); {
		case call:
			t.columns[i] = callColumn
		case side != noSide:
		case kind == "time":
			t.columns[i] = "time " + t.columns[i]
		case kind != "" && kind != "body":
			t.columns[i] = kind
		}
	}
}

// spansOf returns what cells hold.
func spansOf(cells []logField) (out []textSpan) {
	for _, c := range cells {
		out = append(out, textSpan{text: c.text})
	}
	return out
}

// error takes a cell that a column names as a part of the error.
func (r *tableRow) error(n *node, start int) {
	switch f := labelFields[flatName(n.key)]; f {
	case ErrorUUID, ErrorCode, ErrorMessage:
		if v, _, ok := labelValue(n.value, found{field: f, sep: ':'}, true); ok && v == n.value {
			r.labels = append(r.labels, Label{f, n.key, v, Span{start + n.span.Start, start + n.span.End}})
		}
	}
}

// utc takes the time of a date and a time of day, which the extended log format has in UTC.
func (r *tableRow) utc(line string, start int, date, clock logField) {
	place := Span{start + date.at, start + clock.at + len(clock.text)}
	r.times = append(r.times, textSpan{date.text + "T" + clock.text + "Z", place})
}

// cellKind names what a cell without a name holds, "" when it doesn't tell.
func cellKind(s string) string {
	status, n := digits(s, 4)
	_, err := ParseMoment(s)
	switch {
	case methods[s]:
		return "method"
	case isTarget(s):
		return "url"
	case n == 3 && n == len(s) && reasons[status] != "":
		return "status"
	case s[0] == '{' || s[0] == '[':
		return "body"
	case err == nil && len(s) >= 12:
		return "time"
	}
	return ""
}
