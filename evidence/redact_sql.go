package evidence

import "strings"

// insert redacts the values in the columns of secrets of the statement whose word VALUES stands from i to j,
// behind the names of its columns: INSERT INTO t (id, api_secret) VALUES (1, '…'), (2, '…').
func (s *scan) insert(i, j int) {
	t := s.text
	rules := s.columnsBefore(i)
	if rules == nil {
		return
	}
	p := skipSpace(t, j)
	for n := 0; n < maxRows && at(t, p) == '('; n++ {
		end := s.row(p+1, rules)
		s.charge(end - p)
		if p = skipSpace(t, end); at(t, p) != ',' {
			return
		}
		p = skipSpace(t, p+1)
	}
}

// columnsBefore returns the rules for the columns that a list in brackets before the place i names, nil where none
// is that of a secret.
func (s *scan) columnsBefore(i int) []*keyRule {
	t := s.text
	head := strings.TrimRight(t[max(0, i-maxHead):i], " \t\r\n")
	open := strings.LastIndexByte(head, '(')
	s.charge(len(head))
	visited(len(head))
	if open < 0 || head[len(head)-1] != ')' {
		return nil
	}
	names := strings.Split(head[open+1:len(head)-1], ",")
	if len(names) > maxColumns {
		return nil
	}
	rules := make([]*keyRule, len(names))
	secret := false
	for n, name := range names {
		if name = strings.Trim(name, " \t\r\n`\"[]\\"); isFieldName(name) {
			rules[n] = ruleFor(name, 0, len(name))
			secret = secret || rules[n] != nil
		}
	}
	if !secret {
		return nil
	}
	return rules
}

// copied redacts the values in the columns of secrets of the rows below a statement of PostgreSQL whose word FROM
// stands from i to j: COPY t (id, api_secret) FROM stdin; and rows parted by tabs.
func (s *scan) copied(i, j int) {
	t := s.text
	if !hasFold(t[skipBlank(t, j):], "stdin;") {
		return
	}
	rules := s.columnsBefore(i)
	if rules == nil {
		return
	}
	line := lineEnd(t, j) + 1
	for n := 0; n < maxRows && line < len(t) && t[line] != '\\'; n++ {
		end := lineEnd(t, line)
		if end == line {
			return
		}
		s.charge(end - line)
		for column, cell := range cellsWithin(t, line, end, "\t") {
			if column < len(rules) && rules[column] != nil {
				s.tableCell(cell, rules[column])
			}
		}
		line = end + 1
	}
}

// row redacts the strings of a row of values, which starts at p, that stand in the columns of secrets, and not
// what functions are given. It returns the place behind the row, or where a string begins that its line doesn't
// close.
func (s *scan) row(p int, rules []*keyRule) int {
	t := s.text
	from, start := p, p // of the value
	for column, deep := 0, 0; p < len(t) && p-from < maxHead; p++ {
		switch c := t[p]; {
		case c == '\'' || c == '"':
			end := sqlStringEnd(t, p)
			if end == 0 {
				visited(p - from)
				return p
			}
			if column < len(rules) && rules[column] != nil && skipSpace(t, start) == p && end > p+1 {
				s.take(p+1, end, rules[column], true)
			}
			p = end
		case c == '(':
			deep++
		case c == ')' && deep == 0:
			visited(p - from)
			return p + 1
		case c == ')':
			deep--
		case c == ',' && deep == 0:
			column++
			start = p + 1
		}
	}
	visited(p - from)
	return p
}

// sqlStringEnd returns the quote that closes the string whose quote stands at p, 0 when its line doesn't. A quote
// written twice, or behind a backslash, is one of the string's own, unless the value ends there: 'C:\'.
func sqlStringEnd(t string, p int) int {
	q := t[p]
	for i := p + 1; i < len(t) && i-p < maxRepeat && t[i] != '\n'; i++ {
		switch {
		case t[i] != q:
		case at(t, i+1) == q:
			i++
		case t[i-1] == '\\' && strings.IndexByte(",)", at(t, skipBlank(t, i+1))) < 0:
		default:
			visited(i - p)
			return i
		}
	}
	visited(min(len(t)-p, maxRepeat))
	return 0
}
