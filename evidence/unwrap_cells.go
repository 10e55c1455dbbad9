package evidence

import "strings"

// withoutCells writes a table of two columns, names and values between bars, as lines of "name:
// value". A row of titles may stand above it: with a rule below (Markdown), or between two bars each
// (Jira); without one the names must be labels.
func withoutCells(text string) *excerpt {
	if !strings.Contains(text, "|") {
		return nil
	}
	lines := textLines(text)
	v := &excerpt{}
	found := false
	for i := 0; i < len(lines); {
		first, rows, ok := twoColumns(text, lines[i:])
		if !ok {
			for _, l := range lines[i:][:max(first+rows, 1)] {
				v.add(text[l.Start:l.End], l.Start)
				v.add("\n", max(l.Start, l.End-1))
			}
			i += max(first+rows, 1)
			continue
		}
		found = true
		for _, l := range lines[i+first : i+first+rows] {
			cells := cellsBetweenBars(text, l)
			v.add(cells[0].text, cells[0].span.Start)
			v.add(": ", cells[0].span.End)
			v.add(cells[1].text, cells[1].span.Start)
			v.add("\n", cells[1].span.End)
		}
		i += first + rows
	}
	if !found {
		return nil
	}
	return v
}

// twoColumns returns how many rows of two cells stand from the first of some lines on, and how many
// lines of titles above them. ok is false when they are no table of names and values.
func twoColumns(text string, lines []Span) (titles, rows int, ok bool) {
	titled := len(titleCells(text, lines[0])) == 2
	switch {
	case titled:
		titles = 1
	case len(cellsBetweenBars(text, lines[0])) != 2:
		return 0, 0, false
	case len(lines) > 1 && isTableRule(text[lines[1].Start:lines[1].End]):
		titled, titles = true, 2
	}
	known := 0
	for _, l := range lines[titles:] {
		cells := cellsBetweenBars(text, l)
		if len(cells) != 2 {
			break
		}
		rows++
		if factOf(cells[0].text) != "" {
			known++
		}
	}
	return titles, rows, rows > 0 && (titled || known >= 2)
}

// isTableRule reports whether a line parts the names of columns from the rows: |---|---:|.
func isTableRule(line string) bool {
	line = strings.TrimSpace(line)
	return strings.Count(line, "|") >= 2 && strings.Contains(line, "--") && strings.Trim(line, "|-: ") == ""
}

// titleCells cuts a row of titles, between two bars each as Jira writes it, into its cells; nil for
// another line.
func titleCells(text string, l Span) (out []textSpan) {
	line := strings.TrimRight(text[l.Start:l.End], " \t")
	if len(line) < 6 || !strings.HasPrefix(line, "||") || !strings.HasSuffix(line, "||") {
		return nil
	}
	for start := 2; start < len(line); {
		n := strings.Index(line[start:], "||")
		if n < 0 {
			return nil
		}
		out = append(out, cellAt(line, start, start+n, l.Start))
		start += n + 2
	}
	return out
}

// cellsBetweenBars cuts a row that bars begin and end into its cells, without the marks of code
// around them; nil for another line. The first cell may be a title, behind two bars.
func cellsBetweenBars(text string, l Span) (out []textSpan) {
	line := strings.TrimRight(text[l.Start:l.End], " \t")
	if len(line) < 3 || line[0] != '|' || line[len(line)-1] != '|' {
		return nil
	}
	start := 1
	if line[1] == '|' {
		start = 2
	}
	quoted := false
	for i := start; i < len(line); i++ {
		switch {
		case line[i] == '`':
			quoted = !quoted
		case line[i] == '|' && line[i-1] != '\\' && (!quoted || i == len(line)-1):
			out = append(out, cellAt(line, start, i, l.Start))
			start = i + 1
		}
	}
	return out
}

// cellAt returns a cell without its marks: blanks, backticks, stars, and the double braces of Jira.
func cellAt(line string, start, end, base int) textSpan {
	cell := strings.Trim(line[start:end], " \t`*")
	if bare, ok := strings.CutPrefix(cell, "{{"); ok && strings.HasSuffix(bare, "}}") {
		cell = bare[:len(bare)-2]
	}
	at := base + start + max(0, strings.Index(line[start:end], cell))
	return textSpan{cell, Span{at, at + len(cell)}}
}
