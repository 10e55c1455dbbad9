package evidence

import (
	"strings"
	"unicode/utf8"
)

// testReport reads what runners of collections (newman, Bruno) print of each call: the request
// with its status in brackets or below it, bodies and the output of scripts in boxes, and errors.
//
//	PATCH https://cvt.fibregateway.com/v1/product-orders/29678980
//	409 Conflict ★ 5ms time ★ 665B↑ 415B↓ size
//	┌ ↑ raw ★ 143B
//	│ {"requestedStartDate":"2026-12-06","supplier":"SUPPLIE
//	│ R_11"}
//	└
type testReport struct{}

const testReportName = "test report"

func (f testReport) parts(d *document) (out []part) {
	for k := 0; k < len(d.lines); {
		next := k + 1
		if first, last := d.ends(k); !d.taken[k] && (isUpper(first) || last == 's') {
			line, start := d.trimmed(k)
			if r, end := f.call(d, k, line, start); end > k {
				out = append(out, r.part(d, testReportName))
				d.take(k, end)
				next = end
			} else if p := f.named(line, start); p != nil {
				out = append(out, *p)
				d.take(k, k+1)
			}
		}
		k = next
	}
	return out
}

// call reads the call that starts in line k; next is k for a line that is none.
func (testReport) call(d *document, k int, line string, start int) (r record, next int) {
	method, rest, _ := strings.Cut(line, " ")
	if !methods[method] || !hasFold(rest, "http") || len(line) > maxLogLine {
		return r, k
	}
	url, rest, _ := strings.Cut(rest, " ")
	if !strings.Contains(url, "://") {
		return r, k
	}
	r = record{method: method, url: url, span: Span{start, d.lines[k].End}}
	rest = strings.TrimSpace(rest)
	end := k + 1
	switch result, closed := strings.CutSuffix(rest, "]"); {
	case closed && strings.HasPrefix(result, "["):
		words, _, _ := strings.Cut(result[1:], ", ")
		if r.status, r.reason = splitStatus(words); r.status == 0 && words != "errored" {
			return r, k
		}
	case rest == "" && end < len(d.lines) && !d.taken[end]:
		below, _ := d.trimmed(end)
		words, _, marked := strings.Cut(below, " ★ ")
		if r.status, r.reason = splitStatus(words); !marked || r.status == 0 {
			return r, k
		}
		end++
	default:
		return r, k
	}
	for end < len(d.lines) && !d.taken[end] {
		line, _ := d.trimmed(end)
		first, _, _ := strings.Cut(line, " ")
		if methods[first] || line != "" && strings.HasPrefix("↳❏→#", first) || strings.HasPrefix(line, "┌──") {
			break
		}
		if strings.HasPrefix(line, "┌") || line == "-" {
			end = r.box(d, end)
			continue
		}
		if r.status == 0 && failureKind(line) != "" {
			set(&r.failure, line)
		}
		end++
	}
	r.span.End = d.lines[end-1].End
	return r, end
}

// box reads a box: a body with an arrow that says which way it went, or what a script printed.
func (r *record) box(d *document, k int) (next int) {
	title, _ := d.trimmed(k)
	var b brokenText
	for next = k + 1; next < len(d.lines) && !d.taken[next]; next++ {
		line, start := d.trimmed(next)
		_, n := utf8.DecodeRuneInString(line)
		if !strings.HasPrefix(line, "│") && !strings.HasPrefix(line, "|") {
			if strings.HasPrefix(line, "└") || line == "-" {
				next++
			}
			break
		}
		start += n
		content, _ := strings.CutPrefix(d.text[start:d.lines[next].End], " ")
		b.pieces = append(b.pieces, textSpan{content, Span{d.lines[next].End - len(content), d.lines[next].End}})
	}
	v := b.joined()
	text := v.b.String()
	switch {
	case strings.Contains(title, "↑"):
		set(&r.bodies[requestSide], text)
	case strings.Contains(title, "↓"):
		set(&r.bodies[responseSide], text)
	default:
		r.printed(text, v)
	}
	return next
}

// printed takes the facts that a script printed as names and values in turn, or in a line each.
func (r *record) printed(text string, v *excerpt) {
	root, _, _ := readTree("["+text+"]", 0)
	for i, n := range root.kids {
		if body := n.source("[" + text + "]"); n.key == "" && looksLikeError(body) {
			set(&r.bodies[responseSide], body)
			continue
		}
		name, value := n.key, n
		if name == "" && n.scalar() && i+1 < len(root.kids) {
			name, value = strings.TrimRight(n.value, ": "), root.kids[i+1]
		}
		f := factOf(name)
		if f == "" || f == OccurredAt || f == ErrorMessage || !value.scalar() || value.kind != textNode && value.key == "" {
			continue
		}
		at := value.inner()
		place := v.span(Span{at.Start - 1, at.End - 1})
		if got, _, ok := labelValue(value.value, found{field: f, sep: ':'}, true); ok && got == value.value {
			r.labels = append(r.labels, Label{f, name, got, place})
		}
	}
}

// named reads a call of which only the name of its test and the status are shown:
// "Orders/Create order (422 Unprocessable Entity) - 64 ms".
func (testReport) named(line string, start int) *part {
	name, took, ok := strings.Cut(line, ") - ")
	open := strings.LastIndexByte(name, '(')
	if !ok || open < 1 || !strings.HasSuffix(took, "ms") || strings.TrimRight(took, "0123456789. ms") != "" {
		return nil
	}
	status, reason := splitStatus(name[open+1:])
	if status == 0 {
		return nil
	}
	span := Span{start, start + len(line)}
	return &part{format: testReportName, response: &Response{Status: status, Reason: reason, Span: span}, span: span}
}
