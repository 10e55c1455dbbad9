package evidence

import "strings"

// maxRows is how many rows of a table are looked at for the columns of secrets.
const maxRows = 256

// ruleMarks are what the rule between the names of a table's columns and its rows is drawn with.
const ruleMarks = "|-+=: \t\r├┼┤─╪═╞╡┿━┝┥"

// bars part the cells of such a table.
var bars = [...]string{"|", "│", "┃"}

// pipeTable redacts the columns of the table whose rule starts at i, below the line that gives them names of
// secrets, among other words too: | who | password / key |. Databases draw such tables, with and without bars at
// their sides, and Markdown has them.
func (s *scan) pipeTable(i int) {
	t := s.text
	if i < 2 || s.line > s.table.Start && s.line < s.table.End || !strings.HasPrefix(t[i:], "├") && !strings.HasPrefix(t[i:], "+-") && !strings.HasPrefix(t[i:], "--") && strings.IndexByte("-:", at(t, skipBlank(t, i+1))) < 0 {
		return
	}
	rule := restOfLine(t, i, maxHead)
	if strings.Trim(rule, "- \r") == "" && strings.Contains(rule, "- -") {
		s.dashTable(i, rule)
		return
	}
	if strings.Trim(rule, ruleMarks) != "" || strings.Trim(rule, "- \t\r") == "" || strings.TrimRight(rule, " \t\r") == "|-" { // of MediaWiki
		return
	}
	above := t[max(0, i-1-maxHead) : i-1]
	from := i - 1 - len(above) + strings.LastIndexByte(above, '\n') + 1
	s.charge(len(rule) + i - from)
	visited(i - from)
	bar := ""
	for _, b := range bars {
		if bar == "" && strings.Contains(t[from:i], b) {
			bar = b
		}
	}
	if bar == "" {
		return
	}
	rules, secret := []*keyRule{}, false
	for _, cell := range cellsWithin(t, from, i-1, bar) {
		r := s.columnRule(cell)
		rules = append(rules, r)
		secret = secret || r != nil
	}
	if !secret {
		return
	}
	line := i + len(rule) + 1
	for n := 0; n < maxRows && line < len(t); n++ {
		end := lineEnd(t, line)
		s.charge(end - line)
		if !strings.Contains(t[line:end], bar) {
			if strings.Trim(t[line:end], ruleMarks) == "" && end > line { // between rows
				line = end + 1
				continue
			}
			break
		}
		for column, cell := range cellsWithin(t, line, end, bar) {
			if column < len(rules) && rules[column] != nil {
				s.tableCell(cell, rules[column])
			}
		}
		line = end + 1
	}
	s.table = Span{i - 1, line}
}

// dashTable redacts the columns of the table whose rule starts at i and has a run of dashes as wide as each column, as
// sqlplus, sqlcmd and PowerShell print it.
func (s *scan) dashTable(i int, rule string) {
	t := s.text
	above := t[max(0, i-1-maxHead) : i-1]
	from := i - 1 - len(above) + strings.LastIndexByte(above, '\n') + 1
	s.charge(len(rule) + i - from)
	visited(i - from + len(rule))
	rules := map[int]*keyRule{}
	var columns []Span // within a line
	for p := 0; p < len(rule) && len(columns) < maxColumns; {
		if rule[p] != '-' {
			p++
			continue
		}
		end := p
		for end < len(rule) && rule[end] == '-' {
			end++
		}
		if start := from + p; start < i-1 {
			if r := s.columnRule(Span{start, min(from+end, i-1)}); r != nil {
				rules[len(columns)] = r
			}
		}
		columns = append(columns, Span{p, end})
		p = end
	}
	if len(rules) == 0 {
		return
	}
	line := i + len(rule) + 1
	for n := 0; n < maxRows && line < len(t); n++ {
		end := lineEnd(t, line)
		s.charge(end - line)
		if strings.TrimSpace(t[line:end]) == "" {
			break
		}
		if !strings.Contains(t[line:end], markerOpen) { // which is not as wide as what it stands for
			for column, c := range columns {
				if r := rules[column]; r != nil {
					s.dashCell(line, end, c, r)
				}
			}
		}
		line = end + 1
	}
	s.table = Span{i - 1, line}
}

// dashCell redacts the word that starts in a column of the row from line to end, and ends with it or before the next.
func (s *scan) dashCell(line, end int, column Span, r *keyRule) {
	t := s.text
	start := line + column.Start
	if start >= end || column.Start > 0 && !isBlank(t[start-1]) {
		return
	}
	stop := min(line+column.End, end)
	for stop < end && !isBlank(t[stop]) {
		stop++
	}
	visited(stop - start)
	s.tableCell(Span{start, stop}, r)
}

// columnRule returns the rule for what one of a cell's words names, nil for none.
func (s *scan) columnRule(cell Span) *keyRule {
	t := s.text
	for p := cell.Start; p < cell.End; {
		if !isAlpha(t[p]) {
			p++
			continue
		}
		end := p
		for end < cell.End && wordByte[t[end]] {
			end++
		}
		if r := ruleFor(t, p, end); r != nil {
			return r
		}
		p = end
	}
	return nil
}

// cellsWithin returns the cells between the bars of the line from p to end, without bars at its sides.
func cellsWithin(t string, p, end int, bar string) (cells []Span) {
	visited(end - p)
	if from := skipBlank(t, p); strings.HasPrefix(t[from:end], bar) {
		p = from + len(bar)
	}
	for p < end {
		stop := end
		if n := strings.Index(t[p:end], bar); n >= 0 {
			stop = p + n
		}
		cells = append(cells, Span{p, stop})
		p = stop + len(bar)
	}
	return cells
}

// tableCell redacts the word of a cell in the column of a secret where it can be one.
func (s *scan) tableCell(cell Span, r *keyRule) {
	t := s.text
	v := strings.Trim(t[cell.Start:cell.End], " \t\r`*_")
	at := cell.Start + strings.Index(t[cell.Start:cell.End], v)
	if strings.IndexByte(v, ' ') < 0 && (tokenLike(v) || r.kind == "password" && marked(v) || len(v) >= 32 && allHex(v)) {
		s.take(at, at+len(v), r, true)
	}
}
