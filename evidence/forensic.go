package evidence

import "strings"

// forensic reads the log of Apache's mod_log_forensic: +id|request line|Name:value|Name:value…
type forensic struct{}

const forensicName = "forensic log"

func (forensic) parts(d *document) (out []part) {
	for k := range d.lines {
		if d.taken[k] || d.lines[k].End-d.lines[k].Start > maxLogLine {
			continue
		}
		if at(d.text, d.lines[k].Start) != '+' {
			continue
		}
		line, start := d.trimmed(k)
		id, rest, ok := strings.Cut(line, "|")
		first, rest, _ := strings.Cut(rest, "|")
		t, isRequest := requestLine(first)
		if !ok || !isRequest || t.version == "" || strings.ContainsAny(id, " \t") {
			continue
		}
		q := &Request{Method: t.method, Span: Span{start, start + len(line)}}
		for field := range strings.SplitSeq(rest, "|") {
			if h, ok := headerLine(field); ok {
				q.Headers = append(q.Headers, h)
			}
		}
		q.URL = d.reader.absolute(t.url, q.Headers, "")
		out = append(out, part{format: forensicName, request: q, span: q.Span})
		d.take(k, k+1)
	}
	return out
}
