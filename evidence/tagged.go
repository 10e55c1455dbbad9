package evidence

import "strings"

// tagged reads the records of Varnish: lines with a tag that says what the value behind it is.
//
//   - ReqMethod      DELETE
//   - ReqHeader      Host: cvt.fibregateway.com
//     --  BerespStatus   409
//
// The transactions with backends repeat the one with the client: they only count where that isn't
// shown.
type tagged struct{}

const taggedName = "tagged log"

func (f tagged) parts(d *document) (out []part) {
	var all []*tagRecord
	var lines []int
	open := map[string]*tagRecord{}
	for k := range d.lines {
		if d.taken[k] || d.lines[k].End-d.lines[k].Start > maxLogLine {
			continue
		}
		t, ok := tagOf(d.line(k))
		if !ok {
			continue
		}
		d.look(k)
		r := open[t.who]
		if r == nil || r.endedBefore(t) {
			r = &tagRecord{backend: t.backend, record: record{span: d.lines[k]}}
			open[t.who] = r
			all = append(all, r)
		}
		lines = append(lines, k)
		r.add(t, d.lines[k])
	}
	client := false
	for _, r := range all {
		client = client || !r.backend && r.told()
	}
	for _, r := range all {
		if r.told() && !(client && r.backend) {
			out = append(out, r.part(d, taggedName))
		}
	}
	if len(out) > 0 {
		for _, k := range lines {
			d.take(k, k+1)
		}
	}
	return out
}

// tag is what a line says.
type tag struct {
	who     string // the number of the transaction, or its depth, and which side
	backend bool
	side    side
	name    string // "method", "url", "header" …
	value   string
}

// tagOf reads a line: the transaction's dashes or number, the tag, for a raw log the side, and the
// value.
func tagOf(line string) (t tag, ok bool) {
	i := 0
	for i < len(line) && i < 24 && (isBlank(line[i]) || isDigit(line[i]) || line[i] == '-' || line[i] == '*') {
		i++
	}
	visited(i)
	number := strings.Trim(line[:i], " \t")
	n := i
	for n < len(line) && (isAlpha(line[n]) || line[n] == '_') {
		n++
	}
	if n == i || i == 0 || n-i > 32 || n < len(line) && !isBlank(line[n]) {
		return t, false
	}
	words := keyWords(line[i:n])
	t.value = strings.TrimSpace(line[n:])
	if allDigits(number) && len(t.value) > 2 && (t.value[0] == 'c' || t.value[0] == 'b') && isBlank(t.value[1]) {
		t.value = strings.TrimSpace(t.value[1:])
	}
	if len(words) == 1 && words[0] == "timestamp" {
		t.name, t.who = "time", number
		return t, number != ""
	}
	if len(words) == 2 && words[0] == "fetch" && words[1] == "error" {
		t.name, t.who = "error", number
		return t, number != ""
	}
	if len(words) != 2 {
		return t, false
	}
	switch words[0] {
	case "req":
		t.side = requestSide
	case "resp":
		t.side = responseSide
	case "bereq":
		t.side, t.backend = requestSide, true
	case "beresp":
		t.side, t.backend = responseSide, true
	default:
		return t, false
	}
	t.name = words[1]
	t.who = number
	return t, number != ""
}

// tagRecord is a transaction that is being read.
type tagRecord struct {
	record
	backend bool
}

func (r *tagRecord) told() bool { return r.method != "" && r.target() != "" }

// endedBefore reports whether a tag starts another transaction. A backend's transaction has a number
// or dashes of its own.
func (r *tagRecord) endedBefore(t tag) bool {
	return t.side == requestSide && t.name == "method" && (r.status > 0 || r.method != "")
}

// add takes what a tag says.
func (r *tagRecord) add(t tag, place Span) {
	r.backend = r.backend || t.backend
	r.span.End = place.End
	switch t.name {
	case "method":
		set(&r.method, t.value)
	case "url":
		if r.path == "" {
			r.setTarget(t.value, urlAttr)
		}
	case "status":
		if status, _ := splitStatus(t.value); status > 0 {
			r.status = status
		}
	case "reason":
		r.reason = t.value
	case "header":
		if h, ok := headerLine(t.value); ok {
			r.headers[t.side] = append(r.headers[t.side], h)
		}
	case "error":
		set(&r.failure, t.value)
	case "time":
		name, rest, ok := strings.Cut(t.value, ": ")
		epoch, _, _ := strings.Cut(rest, " ")
		if _, err := ParseMoment(epoch); ok && err == nil && name == "Start" {
			at := place.End - len(t.value) + len(name) + 2
			r.times = append(r.times, textSpan{epoch, Span{at, at + len(epoch)}})
		}
	}
}
