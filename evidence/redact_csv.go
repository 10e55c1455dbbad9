package evidence

import "strings"

// maxColumns is how many columns a table of comma-separated values may have.
const maxColumns = 64

// maxHead is the longest first line of such a table, in bytes.
const maxHead = 4 << 10

// column redacts the column of comma-separated values under the name from i to j, which
// stands in the first line: user,password. Its lines have as many commas as the first.
func (s *scan) column(i, j int, r *keyRule) {
	t := s.text
	if j-s.line >= maxHead || s.line > s.table.Start && s.line < s.table.End {
		return // too long a line, or one of the table that was read
	}
	stop := lineEnd(t[:min(len(t), s.line+maxHead)], j)
	head := t[s.line:stop]
	s.charge(len(head))
	commas := strings.Count(head, ",")
	if commas == 0 || commas > maxColumns || strings.ContainsAny(head, " \t:=\"'{}[]<>()") {
		return
	}
	at := strings.Count(t[s.line:i], ",")
	defer func() { s.table = Span{s.line, stop} }()
	for stop < len(t) {
		start := strings.IndexByte(t[stop:], '\n')
		if start < 0 {
			return
		}
		start += stop + 1
		stop = lineEnd(t, min(start, len(t)))
		s.charge(stop - start)
		cells := strings.Split(t[start:stop], ",")
		if len(cells) != commas+1 {
			return
		}
		for _, c := range cells[:at] {
			start += len(c) + 1
		}
		v := strings.Trim(cells[at], `"`)
		start += strings.Index(cells[at], v)
		if s.stands(start, start+len(v), r) {
			s.take(start, start+len(v), r, true)
		}
	}
}
