package evidence

import "strings"

// pane reads what browsers give when their pane of headers is copied: names and values in turn, each
// on a line of its own, the general ones first, then those of the response, then those of the
// request, with titles between or without.
type pane struct{}

const paneName = "browser's headers"

// maxPane is how many lines of a pane are read.
const maxPane = 1024

func (pane) parts(d *document) (out []part) {
	for k := 0; k+1 < len(d.lines); {
		next := k + 1
		if !d.taken[k] && d.lines[k].End-d.lines[k].Start < 32 && generalName(d, k) != noAttribute {
			p := &paneReader{d: d}
			if end := p.read(k); p.r.named() && p.fields >= 3 {
				p.r.span = Span{d.lines[k].Start, d.lines[end-1].End}
				out = append(out, p.r.part(d, paneName))
				d.take(k, end)
				next = end
			}
		}
		k = next
	}
	return out
}

// paneReader is a pane being read.
type paneReader struct {
	d      *document
	r      record
	side   side
	fields int
}

// read reads the pairs of lines from line k on and returns the line behind them.
func (p *paneReader) read(k int) int {
	d := p.d
	p.side = responseSide
	for n := 0; k+1 < len(d.lines) && !d.taken[k] && n < maxPane; n++ {
		name, _ := d.trimmed(k)
		value, at := d.trimmed(k + 1)
		switch title := paneTitle(name); {
		case title != noSide:
			p.side = title
			k++
			continue
		case sectionOf(name) != noSection && opensJSON(value): // a body, from another pane
			return k
		case name == "" || value == "" || strings.HasSuffix(name, ":") && name != ":":
			return k
		}
		if attr := generalName(d, k); attr != noAttribute {
			m := &recorder{text: d.text}
			m.scalar(&p.r, &node{kind: textNode, key: name, value: value, span: Span{at, at + len(value)}}, noSide, attr)
		} else if !p.field(name, value) {
			return k
		}
		p.fields++
		k += 2
	}
	return k
}

// field takes a header field. The pseudo-fields of HTTP/2 start the request.
func (p *paneReader) field(name, value string) bool {
	if strings.ContainsAny(name, " \t") {
		return name == "Remote Address" || name == "Referrer Policy"
	}
	if _, ok := headerLine(name + ": x"); !ok {
		return false
	}
	if name[0] == ':' {
		p.side = requestSide
		return true
	}
	p.r.headers[p.side] = append(p.r.headers[p.side], Header{name, value})
	return true
}

// generalName returns what a line names that is a general field of a pane.
func generalName(d *document, k int) attribute {
	switch d.line(k) {
	case "Request URL":
		return urlAttr
	case "Request Method":
		return methodAttr
	case "Status Code":
		return statusAttr
	}
	return noAttribute
}

// paneTitle returns the side whose headers a line announces.
func paneTitle(line string) side {
	words := strings.Fields(strings.ToLower(line))
	if len(words) < 2 || words[1] != "headers" || len(words) > 3 {
		return noSide
	}
	return sideWords[words[0]]
}
