package evidence

import "strings"

// maxRows is how many rows of a table are looked at for the columns of secrets.
const maxRows = 256

// pipeTable redacts the columns of the table whose rule of dashes starts at i, below the line that gives them
// names of secrets, among other words too: | who | password / key |.
func (s *scan) pipeTable(i int) {
	t := s.text
	if c := at(t, skipBlank(t, i+1)); c != '-' && c != ':' || i < 2 || s.line > s.table.Start && s.line < s.table.End {
		return
	}
	rule := restOfLine(t, i, maxHead)
	head := t[max(0, i-1-maxHead) : i-1]
	head = head[strings.LastIndexByte(head, '\n')+1:]
	s.charge(len(rule) + len(head))
	visited(len(head))
	if strings.Trim(rule, "|-: \t\r") != "" || at(head, 0) != '|' {
		return
	}
	rules := map[int]*keyRule{}
	column := 0
	for p := 1; p < len(head); {
		if head[p] == '|' {
			column++
		}
		if !isAlpha(head[p]) {
			p++
			continue
		}
		end := p
		for end < len(head) && wordByte[head[end]] {
			end++
		}
		if r := ruleFor(head, p, end); r != nil && rules[column] == nil {
			rules[column] = r
		}
		p = end
	}
	if len(rules) == 0 {
		return
	}
	line := i + len(rule) + 1
	for n := 0; n < maxRows && line < len(t) && t[line] == '|'; n++ {
		end := lineEnd(t, line)
		s.charge(end - line)
		s.cells(line, end, rules)
		line = end + 1
	}
}

// cells redacts the cells of the row from p to end that stand in the columns of secrets.
func (s *scan) cells(p, end int, rules map[int]*keyRule) {
	t := s.text
	visited(end - p)
	for column := 0; p < end; column++ {
		start := p + 1
		stop := end
		if n := strings.IndexByte(t[start:end], '|'); n >= 0 {
			stop = start + n
		}
		if r := rules[column]; r != nil {
			v := strings.Trim(t[start:stop], " \t\r`*_")
			at := start + strings.Index(t[start:stop], v)
			if strings.IndexByte(v, ' ') < 0 && (tokenLike(v) || r.kind == "password" && marked(v)) {
				s.take(at, at+len(v), r, true)
			}
		}
		p = stop
	}
}
