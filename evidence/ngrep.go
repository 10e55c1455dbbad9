package evidence

import (
	"strings"
	"unicode/utf8"
)

// dotted reads messages that ngrep shows on one line, or wrapped at the width of a terminal, with
// a dot for each byte that has no character:
//
//	T 127.0.0.1:50188 -> 127.0.0.2:80 [AP] #4
//	  POST /v1/product-orders HTTP/1.1..Host: gw.cvt.fibregateway.com..Accept: */
//	  *....{"supplier":"SUPPLIER_8"}
type dotted struct{}

const dottedName = "capture"

func (f dotted) parts(d *document) (out []part) {
	for k := 0; k < len(d.lines); {
		next := k + 1
		if start := d.lines[k].Start; !d.taken[k] && (at(d.text, start+1) == ' ' || at(d.text, start) == '#') {
			d.look(k)
			if v, end := f.packet(d, k); v != nil {
				if parts := v.read(d.reader, rawHTTP{}); len(parts) > 0 {
					for i := range parts {
						parts[i].format = dottedName
					}
					out = append(append(out, parts...), timeOfCapture(d, k)...)
					next = end
					d.take(k, next)
				}
			}
		}
		k = next
	}
	return out
}

// timeOfCapture is the time that the title of a packet carries.
func timeOfCapture(d *document, k int) []part {
	m, at := lineMoment(d.line(k))
	if m == "" {
		return nil
	}
	at += d.lines[k].Start
	place := Span{at, at + len(m)}
	return []part{{format: dottedName, weak: true, span: place, label: &Label{OccurredAt, "time of the capture", m, place}}}
}

// packet takes the message in the packet whose title is line k.
func (dotted) packet(d *document, k int) (v *excerpt, next int) {
	title := d.line(k)
	arrow := strings.Index(title[:min(len(title), maxFrame)], " -> ")
	if arrow < 0 {
		return nil, k
	}
	rest := arrow + 4 + strings.IndexByte(title[arrow+4:]+" ", ' ')
	for rest < len(title) && (isBlank(title[rest]) || title[rest] == '[' || title[rest] == '#') {
		if !isBlank(title[rest]) {
			rest += strings.IndexByte(title[rest:]+" ", ' ')
			continue
		}
		rest++
	}
	var w brokenText
	if rest < len(title) {
		w.pieces = append(w.pieces, d.piece(d.lines[k].Start+rest, d.lines[k].End))
		next = k + 1
	} else {
		for next = k + 1; next < len(d.lines) && !d.taken[next]; next++ {
			d.look(next)
			if line := d.line(next); !strings.HasPrefix(line, "  ") || strings.TrimSpace(line) == "" {
				break
			}
			w.pieces = append(w.pieces, d.piece(d.lines[next].Start+2, d.lines[next].End))
		}
	}
	if !w.startsMessage() {
		return nil, k
	}
	return w.lines(), next
}

// brokenText is a text that was broken at a width.
type brokenText struct{ pieces []textSpan }

func (w *brokenText) startsMessage() bool {
	if len(w.pieces) == 0 {
		return false
	}
	first := w.pieces[0].text
	if hasFold(first, "HTTP/1.") {
		return true
	}
	method, rest, ok := strings.Cut(first[:min(len(first), 16)], " ")
	return ok && methods[method] && rest != "" && (rest[0] == '/' || rest[0] == 'h' || rest[0] == '*')
}

// lines joins the pieces, and breaks the head of the message at its dots.
func (w *brokenText) lines() *excerpt {
	all := w.joined()
	text := all.b.String()
	head := strings.Index(text, "....")
	if head < 0 {
		head = len(text)
	}
	v := &excerpt{}
	for i := 0; i < head; {
		n := strings.Index(text[i:head], "..")
		if n < 0 {
			n = head - i
		}
		v.add(text[i:i+n], all.origin(i))
		v.add("\n", all.origin(min(i+n, len(text)-1)))
		i += n + 2
	}
	if head+4 < len(text) {
		v.add("\n", all.origin(head))
		v.add(text[head+4:], all.origin(head+4))
	}
	return v
}

// joined puts the pieces together. Blanks at their ends that an editor has trimmed are there again.
func (w *brokenText) joined() *excerpt {
	v := &excerpt{}
	width := 0
	for _, p := range w.pieces {
		if !strings.Contains(p.text, markerOpen) { // no longer as wide as it was
			width = max(width, utf8.RuneCountInString(p.text))
		}
	}
	eaten := false
	for i, p := range w.pieces {
		visited(len(p.text))
		missing := max(0, width-utf8.RuneCountInString(p.text))
		if eaten || strings.Contains(p.text, markerOpen) {
			missing = 0 // how wide it was can't be told
		}
		if n := strings.Index(p.text, ".."); eaten && n >= 0 { // what redaction took went on in this line
			p = textSpan{p.text[n:], Span{p.span.Start + n, p.span.End}}
		}
		eaten = lastMarker(p.text) != ""
		if i == len(w.pieces)-1 {
			v.add(strings.TrimRight(p.text, " "), p.span.Start)
			break
		}
		v.add(p.text, p.span.Start)
		switch {
		case missing < 4:
			v.add("   "[:missing], p.span.End-1)
		default:
			v.add("\n", p.span.End-1) // the text's own end of a line
		}
	}
	return v
}
