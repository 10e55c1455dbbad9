package evidence

import (
	"strings"
	"unicode/utf8"
)

// Bounds of a table that lies on its side.
const (
	minSideways = 4  // rows, the titles apart
	maxSideways = 64 // and how many are read
	maxCalls    = 12 // columns
)

// withoutColumns sets a table upright that lies on its side, with the names of the facts in its first column and one
// column for each call: each call gets a row, as the reader of tables has it, or, where no row says what was called, the
// column of the call that failed becomes lines of "name: value". What a column of numbers before the names, or one of
// remarks behind the values has goes.
func withoutColumns(text string) *excerpt {
	if len(text) > maxSaid || !strings.ContainsAny(text, "|│┃║\t") && strings.Count(text, "   ") < minSideways {
		return nil
	}
	lines := textLines(text)
	var v *excerpt
	done := 0
	for i := 0; i < len(lines); {
		g := gridAt(text, lines[i:])
		if g.lines > 0 && g.sideways() {
			if v == nil {
				v = &excerpt{}
			}
			v.add(text[done:lines[i].Start], done)
			g.write(v)
			done = lines[i+g.lines-1].End
		}
		i += max(g.lines, 1)
	}
	if v == nil {
		return nil
	}
	v.add(text[done:], done)
	return v
}

// grid is a table of three columns or more, row by row.
type grid struct {
	lines  int // of the text
	titled bool
	rows   [][]textSpan
	call   int // the column that the facts are in, 0 for all
}

// gridAt reads the table that starts with the first of some lines: between bars, parted by tabs, or by blanks that align
// the columns.
func gridAt(text string, lines []Span) (g grid) {
	for _, cut := range []func(string, Span, []int) ([]textSpan, []int){barCells, tabCells, blankCells} {
		g = grid{}
		var columns []int
		for _, l := range lines {
			if l.End-l.Start > maxAnswerLine || g.lines >= maxSideways {
				break
			}
			line := text[l.Start:l.End]
			if g.lines > 0 && isTableRule(line) {
				g.lines++
				continue
			}
			row, at := cut(text, l, columns)
			if len(row) < 3 || len(g.rows) == 0 && !mayNameRow(row) {
				break
			}
			if len(g.rows) > 0 {
				visited(len(line))
			}
			if len(row) > maxCalls || len(g.rows) > 0 && len(row) != len(g.rows[0]) {
				break
			}
			columns = at
			g.rows = append(g.rows, row)
			g.lines++
		}
		if len(g.rows) >= minSideways {
			return g
		}
	}
	return grid{lines: min(g.lines, 1)}
}

// mayNameRow reports whether the first cells of a table can be a title, a name, or the number of a row, rather than what
// points at places in source text.
func mayNameRow(row []textSpan) bool {
	if r, _ := utf8.DecodeRuneInString(row[1].text); r >= '─' && r <= '╿' {
		return false
	}
	cell := row[0].text
	return cell == "" || cell == "#" || len(cell) <= maxForeignLabel && (isAlpha(cell[0]) || cell[0] >= 0x80) || allDigits(strings.TrimRight(cell, ".)"))
}

// barCells cuts a row between bars, or one of titles between two bars each.
func barCells(text string, l Span, _ []int) ([]textSpan, []int) {
	l.Start = l.End - len(strings.TrimLeft(text[l.Start:l.End], " "))
	if cells := titleCells(text, l); cells != nil {
		return cells, nil
	}
	return cellsBetweenBars(text, l), nil
}

// tabCells cuts a row at its tabs.
func tabCells(text string, l Span, _ []int) (out []textSpan, _ []int) {
	line := text[l.Start:l.End]
	if strings.Count(line, "\t") < 2 {
		return nil, nil
	}
	for start := 0; start <= len(line); {
		end := start + max(0, strings.IndexByte(line[start:]+"\t", '\t'))
		out = append(out, cellAt(line, start, end, l.Start))
		start = end + 1
	}
	return out, nil
}

// blankCells cuts a row at two blanks or more. Its cells start in the columns of the row above, where there is one; the
// titles of the columns may leave the first without one.
func blankCells(text string, l Span, columns []int) (out []textSpan, at []int) {
	line := text[l.Start:l.End]
	if strings.IndexByte(line, '\t') >= 0 || !strings.Contains(strings.TrimSpace(line), "  ") {
		return nil, nil
	}
	var starts []int
	for i := skipBlank(line, 0); i < len(line); {
		end := i + max(0, strings.Index(line[i:]+"  ", "  "))
		out = append(out, cellAt(line, i, end, l.Start))
		starts = append(starts, utf8.RuneCountInString(line[:i]))
		i = end + len(line[min(end, len(line)):]) - len(strings.TrimLeft(line[min(end, len(line)):], " "))
	}
	if columns == nil {
		if starts[0] > 8 && len(starts) > 1 { // titles, none above the names
			return append([]textSpan{{"", Span{l.Start, l.Start}}}, out...), append([]int{-1}, starts...)
		}
		return out, starts
	}
	cells := make([]textSpan, len(columns))
	for i := range cells {
		cells[i].span = Span{l.End, l.End}
	}
	for i, n := range starts {
		k := 0
		for k < len(columns) && columns[k] != n && !(k == 0 && columns[0] < 0 && i == 0) {
			k++
		}
		if k == len(columns) {
			return nil, nil
		}
		cells[k] = out[i]
	}
	return cells, columns
}

// sideways reports whether the first column names facts, and finds which of the others tells of the call.
func (g *grid) sideways() bool {
	if g.numbered() {
		for i := range g.rows {
			g.rows[i] = g.rows[i][1:]
		}
	}
	known := 0
	for i, row := range g.rows {
		name := row[0].text
		switch {
		case i > 0 && name != "" && (!isTitleCell(name) || len(name) > maxForeignLabel):
			return false
		case asksForFact(name) && (i > 0 || !g.namedColumns()):
			known++
		}
	}
	if known < minStacked || known*2 < len(g.rows) {
		return false
	}
	if !asksForFact(g.rows[0][0].text) || g.namedColumns() {
		g.titled = true
		g.rows = g.rows[1:]
	}
	if len(g.rows) < minStacked {
		return false
	}
	if len(g.rows[0]) == 2 {
		g.call = 1
	} else if g.call = g.soleCall(); g.call == 0 && !g.upright() {
		g.call = g.failed()
	}
	return true
}

// namedColumns reports whether the first row names the columns rather than a fact: none of its cells behind the first is
// a value.
func (g *grid) namedColumns() bool {
	for _, c := range g.rows[0][1:] {
		if valueLike(c.text) {
			return false
		}
	}
	return !asksForFact(g.rows[0][0].text) || flatName(g.rows[0][0].text) == "when" || g.rows[0][0].text == ""
}

// valueLike reports whether a cell has the form of a value that only a call has: an id, a time, a status, an address, a
// number.
func valueLike(s string) bool {
	if s == "" || s == "-" {
		return false
	}
	_, call := requestLine(s)
	return call || isUUID(s) || cellKind(s) != "" || isOrderNumber(s) || isCode(s) && namesItself(s) != "" || isCodeOfError(s)
}

// numbered reports whether the first column counts the rows and another one, behind it, names them.
func (g *grid) numbered() bool {
	count := 0
	for i, row := range g.rows {
		number, n := digits(row[0].text, 3)
		switch {
		case n > 0 && n == len(strings.TrimRight(row[0].text, ".)")) && number == count+1:
			count++
		case i > 0 || n > 0:
			return false
		}
	}
	return count >= minStacked
}

// soleCall returns the only column behind the names whose cells have the forms of values, 0 when there are several.
func (g *grid) soleCall() (call int) {
	for c := 1; c < len(g.rows[0]); c++ {
		n := 0
		for _, row := range g.rows {
			if valueLike(row[c].text) {
				n++
			}
		}
		if n >= 2 && call > 0 {
			return 0
		}
		if n >= 2 {
			call = c
		}
	}
	return call
}

// upright reports whether the calls can be rows of a table that is read.
func (g *grid) upright() bool {
	t := &table{header: true, barred: true}
	var first []textSpan
	for _, row := range g.rows {
		t.columns = append(t.columns, row[0].text)
		first = append(first, row[1])
	}
	t.nameColumns(first)
	return t.orNil() != nil
}

// failed returns the only column with the status of an error, -1 when there are several or none.
func (g *grid) failed() int {
	failed := -1
	for _, row := range g.rows {
		low := strings.ToLower(row[0].text)
		if !namesStatusCode(low) && sections[flatName(low)] != statusSection {
			continue
		}
		for c := 1; c < len(row); c++ {
			if status, _ := splitStatus(row[c].text); status >= 400 && reasons[status] != "" {
				if failed > 0 && failed != c {
					return -1
				}
				failed = c
			}
		}
	}
	return failed
}

// write writes each call as a row, or the one that the facts are of as lines. Where none is, what all agree on stays.
func (g *grid) write(v *excerpt) {
	if g.call != 0 {
		for i, row := range g.rows {
			if i > 0 {
				v.addAt("\n", row[0].span.Start)
			}
			c := max(g.call, 1)
			if row[0].text == "" || row[c].text == "" || g.call < 0 && !agree(row[1:]) {
				continue
			}
			v.add(row[0].text, row[0].span.Start)
			v.addAt(": ", row[0].span.End)
			v.add(row[c].text, row[c].span.Start)
		}
		return
	}
	for c := range g.rows[0] {
		if c > 0 {
			v.addAt("\n", g.rows[0][c].span.Start)
		}
		for _, row := range g.rows {
			v.addAt("| ", row[c].span.Start)
			v.add(row[c].text, row[c].span.Start)
			v.addAt(" ", row[c].span.End)
		}
		v.addAt("|", g.rows[len(g.rows)-1][c].span.End)
		if c == 0 {
			v.addAt("\n"+strings.Repeat("|---", len(g.rows))+"|", g.rows[0][0].span.End)
		}
	}
}

// agree reports whether all cells of a row hold the same.
func agree(cells []textSpan) bool {
	for _, c := range cells {
		if c.text != cells[0].text {
			return false
		}
	}
	return true
}
