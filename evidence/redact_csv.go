package evidence

import "strings"

// maxColumns is how many columns a table of comma-separated values may have.
const maxColumns = 64

// maxHead is the longest first line of such a table, in bytes.
const maxHead = 4 << 10

// inHead redacts the column of a table under the name from i to j, quoted or not, when that
// stands in the first line: user,password. k is behind its closing quote.
func (s *scan) inHead(i, j, k int, r *keyRule) bool {
	t := s.text
	if j-s.line >= maxHead {
		return false
	}
	start := i - (k - j)
	if start < s.line {
		return false
	}
	before, after := at(t, start-1), at(t, k)
	var sep byte
	switch {
	case after == ',' || after == ';' || after == '\t':
		sep = after
	case (after == '\n' || after == '\r' || after == 0) && (before == ',' || before == ';' || before == '\t'):
		sep = before
	default:
		return false
	}
	if start > s.line && before != sep {
		return false
	}
	return s.column(start, j, sep, r)
}

// column is inHead for columns parted by sep. Its lines have as many of them as the first.
func (s *scan) column(start, j int, sep byte, r *keyRule) bool {
	t := s.text
	if s.line > s.table.Start && s.line < s.table.End {
		return false // a line of the table that was read
	}
	stop := lineEnd(t[:min(len(t), s.line+maxHead)], j)
	head := t[s.line:stop]
	s.charge(len(head))
	seps := strings.Count(head, string(sep))
	if seps == 0 || seps > maxColumns || strings.ContainsAny(head, ":={}[]<>") || sep != '\t' && strings.ContainsAny(head, "()") || sep == ',' && strings.ContainsAny(head, " \t") {
		return false
	}
	at := strings.Count(t[s.line:start], string(sep))
	titles := strings.Split(head, string(sep))
	known := 0 // columns of facts beside it: the name of the next is no value
	for _, title := range titles {
		if columnKind(strings.TrimSpace(title)) != "" {
			known++
		}
	}
	titled := seps > 2 && known > 1 && at < seps && isTitle(strings.TrimSpace(titles[at+1]))
	did := false
	defer func() { s.table = Span{s.line, stop} }()
	for stop < len(t) {
		line := strings.IndexByte(t[stop:], '\n')
		if line < 0 {
			return did
		}
		line += stop + 1
		end := lineEnd(t, min(line, len(t)))
		s.charge(end - line)
		cells := strings.Split(t[line:end], string(sep))
		if len(cells) != seps+1 {
			return did
		}
		did = did || titled
		stop = end
		for _, c := range cells[:at] {
			line += len(c) + 1
		}
		v := strings.Trim(cells[at], `"' `)
		line += strings.Index(cells[at], v)
		if isMarker(v) {
			did = true
		} else if s.stands(line, line+len(v), r) || authSchemeLen(v) > 0 {
			did = s.take(line, line+len(v), r, true) || did
		}
	}
	return did
}
