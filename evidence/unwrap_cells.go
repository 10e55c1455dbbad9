package evidence

import (
	"strings"
	"unicode/utf8"
)

// withoutCells writes a table of two columns, names and values between bars, as lines of "name:
// value". A row of titles may stand above it: with a rule below (Markdown), or between two bars each
// (Jira); without one the names must be labels.
func withoutCells(text string) *excerpt {
	if !strings.Contains(text, "|") && !strings.Contains(text, "│") && !strings.Contains(text, "┃") && !strings.Contains(text, "║") {
		return nil
	}
	lines := textLines(text)
	v := &excerpt{}
	found := false
	for i := 0; i < len(lines); {
		t := twoColumns(text, lines[i:])
		if !t.named() {
			for _, l := range lines[i:][:max(t.lines, 1)] {
				v.add(text[l.Start:l.End], l.Start)
				v.add("\n", max(l.Start, l.End-1))
			}
			i += max(t.lines, 1)
			continue
		}
		found = true
		t.write(v)
		i += t.lines
	}
	if !found {
		return nil
	}
	return v
}

// pairTable is a table of two columns.
type pairTable struct {
	lines  int // of the text
	titled bool
	known  int // names that are labels, or of a message
	rows   [][]textSpan
}

func (t *pairTable) named() bool { return len(t.rows) > 0 && (t.titled || t.known >= 2) }

// write writes a row as a line. A row without a name goes on with the value of the one above it, within
// a word where that fills its column.
func (t *pairTable) write(v *excerpt) {
	full := 0
	for _, row := range t.rows {
		full = max(full, utf8.RuneCountInString(row[1].text))
	}
	for i, row := range t.rows {
		name, value := row[0], row[1]
		switch {
		case name.text != "":
			if i > 0 {
				v.add("\n", name.span.Start)
			}
			v.add(name.text, name.span.Start)
			v.add(": ", name.span.End)
		case i > 0 && utf8.RuneCountInString(t.rows[i-1][1].text) < full-1:
			v.add(" ", value.span.Start)
		}
		v.add(value.text, value.span.Start)
	}
	v.add("\n", t.rows[len(t.rows)-1][1].span.End)
}

// twoColumns reads the table of two columns that starts with the first of some lines.
func twoColumns(text string, lines []Span) (t pairTable) {
	for n, l := range lines {
		line := text[l.Start:l.End]
		cells := cellsBetweenBars(text, l)
		switch {
		case n == 0 && len(titleCells(text, l)) == 2:
			t.titled = true
		case isTableRule(line):
			t.titled = t.titled || len(t.rows) == 1 && line[0] == '|'
			if t.titled && len(t.rows) == 1 {
				t.rows, t.known = nil, 0
			}
		case len(cells) == 2 && (cells[0].text != "" || len(t.rows) > 0):
			t.rows = append(t.rows, cells)
			if factOf(cells[0].text) != "" || sections[flatName(cells[0].text)] != noSection {
				t.known++
			}
		default:
			return t
		}
		t.lines++
	}
	return t
}

// isTableRule reports whether a line parts the names of columns from the rows, or is an edge of the
// table: |---|---:|, +----+----+, ├────┼────┤.
func isTableRule(line string) bool {
	line = strings.TrimSpace(line)
	if strings.HasPrefix(line, "|") {
		return strings.Count(line, "|") >= 2 && strings.Contains(line, "--") && strings.Trim(line, "|-: ") == ""
	}
	return strings.Contains(line, "──") && strings.Trim(line, "─┌┬┐├┼┤└┴┘╭╮╰╯") == "" ||
		strings.Contains(line, "══") && strings.Trim(line, "═╔╦╗╠╬╣╚╩╝╞╪╡") == "" || strings.HasPrefix(line, "+-") && strings.Trim(line, "+-=") == ""
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
	bar := barOf(line)
	if bar == "" || len(line) < 3*len(bar) || !strings.HasSuffix(line, bar) {
		return nil
	}
	start := len(bar)
	if strings.HasPrefix(line, "||") {
		start = 2
		if bare, ok := strings.CutSuffix(line, "||"); ok && strings.Count(bare, "|") == 3 { // both cells of titles
			line = bare + "|"
		}
	}
	quoted := false
	for i := start; i < len(line); i++ {
		switch {
		case line[i] == '`':
			quoted = !quoted
		case strings.HasPrefix(line[i:], bar) && line[i-1] != '\\' && (!quoted || i+len(bar) == len(line)):
			out = append(out, cellAt(line, start, i, l.Start))
			start = i + len(bar)
		}
	}
	return out
}

// barOf returns the bar that a row begins with, "" for none.
func barOf(line string) string {
	for _, bar := range [...]string{"|", "│", "┃", "║"} {
		if strings.HasPrefix(line, bar) {
			return bar
		}
	}
	return ""
}

// cellAt returns a cell without its marks: blanks, backticks, stars, and the double braces of Jira.
func cellAt(line string, start, end, base int) textSpan {
	cell := strings.Trim(line[start:end], " \t`*")
	if bare, ok := strings.CutPrefix(cell, "{{"); ok && strings.HasSuffix(bare, "}}") {
		cell = bare[:len(bare)-2]
	}
	if strings.HasPrefix(cell, "{color") && strings.HasSuffix(cell, "{color}") { // {color:red}*409*{color}
		if _, bare, ok := strings.Cut(strings.TrimSuffix(cell, "{color}"), "}"); ok {
			cell = strings.Trim(bare, " \t`*")
		}
	}
	at := base + start + max(0, strings.Index(line[start:end], cell))
	return textSpan{cell, Span{at, at + len(cell)}}
}

// withoutTabs writes a table of names and values that was copied out of a page, with a tab between them and maybe
// one before a remark, as lines of "name: value", where three of the names are those of facts.
func withoutTabs(text string) *excerpt {
	if !strings.Contains(text, "\t") {
		return nil
	}
	var rows []Span // where the tabs of each stand
	known := 0
	for _, l := range textLines(text) {
		line := text[l.Start:l.End]
		first := strings.IndexByte(line[:min(len(line), maxForeignLabel)], '\t')
		if first < 1 || strings.Count(line, "\t") > 2 || !isTitleCell(line[:first]) || strings.TrimSpace(line[first:]) == "" {
			continue
		}
		row := Span{l.Start + first, l.End}
		if second := strings.IndexByte(line[first+1:], '\t'); second >= 0 {
			row.End = l.Start + first + 1 + second
		}
		rows = append(rows, row)
		if namesFact(strings.TrimSpace(line[:first])) {
			known++
		}
	}
	if known < minStacked {
		return nil
	}
	v := &excerpt{}
	done := 0
	for _, r := range rows {
		v.add(text[done:r.Start], done)
		v.add(": ", r.Start)
		v.add(text[r.Start+1:r.End], r.Start+1)
		if done = r.End; at(text, done) == '\t' {
			v.add("\n", done)
			done++
		}
	}
	v.add(text[done:], done)
	return v
}

// isTitleCell reports whether a cell can be the name of what stands beside it.
func isTitleCell(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && (isAlpha(s[0]) || s[0] >= 0x80) && !strings.ContainsAny(s, ":={}[]<>\"") && !isTarget(s)
}
