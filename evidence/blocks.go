package evidence

import "strings"

// titledBlocks reads a request that a file of a client tells in blocks between braces, each with a title
// and its closing brace at the margin, as Bruno keeps them: the block with a method's name holds the
// address, others the headers and the body.
type titledBlocks struct{}

func (f titledBlocks) parts(d *document) (out []part) {
	open := 0
	for k := 0; k < len(d.lines) && open < maxOpenLiterals; {
		b := readBlock(d, k)
		if b.end < 0 {
			open++
		}
		if b.end <= k {
			k++
			continue
		}
		first := k
		var file requestFile
		for b.end > k {
			file.add(d, b)
			k = b.end
			for k < len(d.lines) && !d.taken[k] && d.blank(k) {
				k++
			}
			if b = readBlock(d, k); b.end < 0 {
				open++
			}
		}
		if q := file.request; q.Method != "" && q.URL != "" {
			q.Span = Span{d.lines[first].Start, d.endOf(first, k)}
			out = append(out, part{format: commandLineName, request: &q, command: true, span: q.Span})
			d.take(first, k)
		}
	}
	return out
}

// titledBlock is a block whose lines lie between first and end-1.
type titledBlock struct {
	title      string
	first, end int // end is behind the closing brace, 0 for no block, -1 for one that nothing closes
}

// readBlock reads the block whose title is line k.
func readBlock(d *document, k int) (b titledBlock) {
	if k >= len(d.lines) || d.taken[k] {
		return b
	}
	line := d.line(k)
	title, ok := strings.CutSuffix(strings.TrimRight(line[:min(len(line), maxKey)], " \t"), " {")
	if !ok || !isLower(at(title, 0)) || strings.Trim(title, "abcdefghijklmnopqrstuvwxyz:-") != "" {
		return b
	}
	for n := k + 1; n < len(d.lines) && !d.taken[n]; n++ {
		d.look(n)
		if strings.TrimRight(d.line(n), " \t") == "}" {
			return titledBlock{title, k + 1, n + 1}
		}
	}
	return titledBlock{end: -1}
}

// requestFile is a request of which blocks have been met.
type requestFile struct{ request Request }

// add takes what a block says of the request.
func (r *requestFile) add(d *document, b titledBlock) {
	q := &r.request
	name, _, _ := strings.Cut(b.title, ":")
	switch method := strings.ToUpper(name); {
	case methods[method]:
		for _, h := range blockFields(d, b) {
			if h.Name == "url" && isTarget(h.Value) {
				q.Method, q.URL = method, h.Value
			}
		}
	case b.title == "headers":
		q.Headers = blockFields(d, b)
	case name == "body":
		text := d.text[d.lines[b.first].Start:d.lines[b.end-1].Start]
		set(&q.Body, strings.TrimSpace(text))
	}
}

// blockFields returns the "name: value" lines of a block, without those that a tilde switches off.
func blockFields(d *document, b titledBlock) (out []Header) {
	for n := b.first; n < b.end-1; n++ {
		line, _ := d.trimmed(n)
		if h, ok := headerLine(line); ok && line[0] != '~' {
			out = append(out, h)
		}
	}
	return out
}
