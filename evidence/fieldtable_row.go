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
			if _, err := ParseMoment(c.text); err == nil { // with the time of day
				r.times = append(r.times, textSpan{c.text, Span{start + c.at, start + c.at + len(c.text)}})
			}
		case len(words) == 1 && words[0] == "time" && date != nil && t.sep != ',':
			r.utc(line, start, *date, c)
		case len(words) > 0 && words[0] == clockColumn && date != nil:
			at := inNamedZone(n.key, date.text+" "+c.text)
			r.times = append(r.times, textSpan{at, Span{start + date.at, start + c.at + len(c.text)}})
		case len(last) == 1 && last[0] == "epoch":
			r.times = append(r.times, textSpan{c.text, Span{start + c.at, start + c.at + len(c.text)}})
		default:
			m.member(&r.record, n, noSide)
			if r.told(n, start); columnKind(n.key) == "" && len(c.text) <= maxTold && strings.IndexByte("{[", c.text[0]) < 0 && (c.quote == 0 || strings.IndexByte(c.text, '"') < 0) {
				r.remark(d.reader, c.text, start+c.at)
			}
		}
	}
	r.settle(noSide)
	return r
}

// callColumn is the name of a column whose cells are request lines.
const callColumn = "request"

// clockColumn begins the name of a column whose cells are times of day, behind one of days.
const clockColumn = "clock"

// nameClocks names a column of days and one of times of day behind it, whatever their titles say, which may name
// the zone.
func (t *table) nameClocks(first []textSpan) {
	for i := 0; i+1 < min(len(t.columns), len(first)); i++ {
		var day, clock clock
		d, c := first[i].text, first[i+1].text
		if day.read(d) == len(d) && day.hasDate && !day.hasTime && isDigit(at(c, 0)) && clock.timeOfDay(c) == len(c) && t.columns[i] != "date" {
			t.columns[i], t.columns[i+1] = "date", clockColumn+" "+t.columns[i+1]
			return
		}
	}
}

// nameColumns names the columns whose titles nothing knows ("Call", "HTTP", "UTC") by what their first
// cells hold, where no other column is or may be the same.
func (t *table) nameColumns(first []textSpan) {
	t.nameClocks(first)
	titled, likely := map[string]bool{}, map[string]int{} // by kind; the only column that may be it, else -1
	for i, title := range t.columns {
		if kind := columnKind(title); kind != "" {
			titled[kind] = true
			continue
		}
		if i >= len(first) {
			break
		}
		kind := kindOfCell(title, first[i].text)
		if _, again := likely[kind]; again {
			i = -1
		}
		likely[kind] = i
	}
	if i, ok := likely[callColumn]; ok && i >= 0 && !titled["url"] && !titled["method"] {
		t.columns[i], t.called = callColumn, true
		titled["url"], titled["method"] = true, true
	}
	for kind, i := range likely {
		switch {
		case i < 0 || kind == "" || kind == callColumn || titled[kind]:
		case kind == "time":
			t.columns[i] = timeColumn(t.columns[i])
		default:
			t.columns[i] = kind
		}
	}
}

// timeColumn returns the name of a column of times, with the zone that its title names.
func timeColumn(title string) string {
	for _, w := range keyWords(title) {
		if w == "utc" || w == "gmt" {
			return "time " + w
		}
	}
	return "timestamp"
}

// kindOfCell returns what the cell below a title that nothing knows may be, as cellKind has it; callColumn for a
// request line, "" for anything else.
func kindOfCell(title, cell string) string {
	if cell == "" {
		return ""
	}
	if _, call := requestLine(cell); call {
		return callColumn
	}
	if kind := cellKind(cell); kind != "body" && sideWords[strings.ToLower(title)] == noSide {
		return kind
	}
	return ""
}

// columnKind returns what a column's title means, as cellKind has it; "other" for another meaning, "" for none.
func columnKind(title string) string {
	switch _, attr, _ := classify(title); {
	case attr == methodAttr:
		return "method"
	case attr == urlAttr || attr == pathAttr:
		return "url"
	case attr == statusAttr:
		return "status"
	case attr == timeAttr || labelFields[flatName(title)] == OccurredAt:
		return "time"
	case attr != noAttribute || labelFields[flatName(title)] != "":
		return "other"
	}
	return ""
}

// spansOf returns what cells hold.
func spansOf(cells []logField) (out []textSpan) {
	for _, c := range cells {
		out = append(out, textSpan{text: c.text})
	}
	return out
}

// told takes a cell that a column names as a part of the error, or as an id or an order in another language.
func (r *tableRow) told(n *node, start int) {
	f := labelFields[flatName(n.key)]
	if isCodeOfError(n.value) && stemField(strings.ToLower(n.key), anyUUID) == ErrorUUID {
		f = ErrorCode
	} else if _, attr, _ := classify(n.key); f == "" && attr == noAttribute {
		if f = firstOf(errorField(n.key, n.value), stemField(strings.ToLower(n.key), n.value)); f == OrderID && !namesOrderNumber(strings.ToLower(n.key)) {
			f = ""
		}
	}
	switch f {
	case Environment:
		if env := environmentOf(strings.TrimSpace(n.value)); env != "" {
			r.labels = append(r.labels, Label{f, n.key, env, Span{start + n.span.Start, start + n.span.End}})
		}
	case OrderID, RequestID, ConversationID:
		if labelFields[flatName(n.key)] == "" { // else the record has it
			r.labels = append(r.labels, Label{f, n.key, n.value, Span{start + n.span.Start, start + n.span.End}})
		}
	case ErrorUUID, ErrorCode, ErrorMessage:
		if v, _, ok := labelValue(n.value, found{field: f, sep: ':'}, true); ok && v == n.value {
			r.labels = append(r.labels, Label{f, n.key, v, Span{start + n.span.Start, start + n.span.End}})
		}
	}
}

// remark takes what a cell tells of an error in words: FAILED: CODE "message" (error uuid …).
func (r *tableRow) remark(reader *Reader, cell string, start int) {
	for _, l := range proseFacts(reader, cell, start) {
		switch l.Field {
		case ErrorUUID, ErrorCode, ErrorMessage:
			if strings.IndexByte(cell, ' ') > 0 {
				r.labels = append(r.labels, l)
			}
		}
	}
}

// errorField returns what of an error a cell is by its form, below a title that names errors in another
// language: Fehlercode, Fehlertext.
func errorField(title, cell string) Field {
	if stemField(strings.ToLower(title), anyUUID) != ErrorUUID {
		return ""
	}
	switch {
	case isUUID(cell):
		return ErrorUUID
	case strings.EqualFold(title, "error") && standsForError(cell), isErrorCode(cell) && !initials[cell] && (strings.IndexByte(cell, '_') > 0 || saysCode(strings.ToLower(title))):
		return ErrorCode
	case isSentence(cell):
		return ErrorMessage
	}
	return ""
}

// orderTails are what follows the stem of a word for an order where it names the order or its number, and nothing
// that is counted or priced of it.
var orderTails = map[string]bool{"": true, "s": true, "n": true, "en": true, "e": true, "er": true, "u": true, "a": true, "i": true, "ea": true, "ing": true, "ling": true, "lning": true, "lés": true, "nummer": true, "snummer": true, "nr": true, "snr": true, "number": true, "id": true, "sid": true, "no": true, "ref": true, "szám": true, "lésszám": true}

// namesOrderNumber reports whether a title, in small letters, names an order or its number and nothing else.
func namesOrderNumber(title string) bool {
	named := false
	for _, w := range strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune(" -_./()#", r) }) {
		known := besideOrder(w) || w == "id" || w == "fc"
		for _, s := range foreignStems {
			for _, stem := range s.stems.all() {
				if tail, ok := strings.CutPrefix(w, stem); ok && s.field == OrderID && orderTails[tail] {
					named, known = true, true
				}
			}
		}
		if !known {
			return false
		}
	}
	return named
}

// saysCode reports whether a title, in small letters, has a word for a code.
func saysCode(low string) bool {
	for _, stem := range [...]string{"cod", "cód", "kod", "kód"} {
		if strings.Contains(low, stem) {
			return true
		}
	}
	return false
}

// anyUUID stands for a UUID where only the name of one matters.
const anyUUID = "00000000-0000-0000-0000-000000000000"

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
