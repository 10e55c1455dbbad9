package evidence

import "strings"

// insert redacts the values in the columns of secrets of the statement whose word VALUES stands from i to j,
// behind the names of its columns: INSERT INTO t (id, api_secret) VALUES (1, '…'), (2, '…').
func (s *scan) insert(i, j int) {
	t := s.text
	if j-i != len("values") || !strings.EqualFold(t[i:j], "values") {
		return
	}
	head := strings.TrimRight(t[max(0, i-maxHead):i], " \t\r\n")
	open := strings.LastIndexByte(head, '(')
	s.charge(len(head))
	visited(len(head))
	if open < 0 || head[len(head)-1] != ')' {
		return
	}
	names := strings.Split(head[open+1:len(head)-1], ",")
	if len(names) > maxColumns {
		return
	}
	rules := make([]*keyRule, len(names))
	secret := false
	for n, name := range names {
		if name = strings.Trim(name, " \t\r\n`\"[]"); isFieldName(name) {
			rules[n] = ruleFor(name, 0, len(name))
			secret = secret || rules[n] != nil
		}
	}
	if !secret {
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

// row redacts the strings of a row of values, which starts at p, that stand in the columns of secrets. It returns
// the place behind the row.
func (s *scan) row(p int, rules []*keyRule) int {
	t := s.text
	from := p
	for column := 0; p < len(t) && p-from < maxHead; p++ {
		switch t[p] {
		case '\'':
			start := p + 1
			for p++; p < len(t) && (t[p] != '\'' || at(t, p+1) == '\''); p++ {
				if t[p] == '\\' || t[p] == '\'' {
					p++
				}
			}
			if p = min(p, len(t)); column < len(rules) && rules[column] != nil && p > start {
				s.take(start, p, rules[column], true)
			}
		case ',':
			column++
		case ')':
			visited(p - from)
			return p + 1
		}
	}
	visited(p - from)
	return p
}
