package evidence

import (
	"strings"
	"unicode/utf8"
)

// minAligned is how many names of facts a form has whose values blanks align in one column.
const minAligned = 3

// withoutAligned joins the value of a form that goes on in the next line with its rest, where blanks align the values
// and the rest stands in their column.
func withoutAligned(text string) *excerpt {
	if !strings.Contains(text, "   ") || len(text) > maxSaid {
		return nil
	}
	lines := textLines(text)
	names := map[int]int{} // of facts, by the column of their values
	columns := make([]int, len(lines))
	rest := make([]bool, len(lines))
	for i, l := range lines {
		line := text[l.Start:min(l.End, l.Start+maxAnswerLine)]
		columns[i], rest[i] = alignedAt(line)
		visited(columns[i])
		if columns[i] > 0 && !rest[i] {
			name := strings.TrimSpace(line[:strings.Index(strings.TrimLeft(line, " "), "  ")+skipBlank(line, 0)])
			if namesFact(strings.TrimRight(name, " .:")) {
				names[columns[i]]++
			}
		}
	}
	v := &excerpt{}
	done := 0
	within := 0 // the column of the row above
	for i, l := range lines {
		if !rest[i] {
			within = columns[i]
			continue
		}
		if within == 0 || columns[i] != within || names[within] < minAligned {
			within = 0
			continue
		}
		above := lines[i-1]
		start := l.Start + skipBlank(text[l.Start:l.End], 0)
		v.add(text[done:above.End], done)
		v.add(alignedJoint(text[above.Start:above.End], text[start:l.End]), above.End)
		done = start
	}
	if done == 0 {
		return nil
	}
	v.add(text[done:], done)
	return v
}

// alignedAt returns the column in which the value of a row starts, behind its name and two blanks or more; or that of
// a line which has nothing before it but blanks, and so may be the rest of a value. It is 0 for another line.
func alignedAt(line string) (column int, rest bool) {
	front := skipBlank(line, 0)
	if front >= len(line) || strings.IndexByte(line, '\t') >= 0 {
		return 0, false
	}
	if front > 8 {
		return utf8.RuneCountInString(line[:front]), strings.IndexByte("{}[]<|*-", line[front]) < 0 && !strings.Contains(strings.TrimSpace(line), "  ")
	}
	gap := strings.Index(line[front:], "  ")
	if gap <= 0 || gap > maxParted {
		return 0, false
	}
	value := skipBlank(line, front+gap)
	if value >= len(line) {
		return 0, false
	}
	return utf8.RuneCountInString(line[:value]), false
}

// alignedJoint returns what stands between the two parts of a value: nothing within an address or an id, else a blank.
func alignedJoint(above, rest string) string {
	last := above[strings.LastIndexByte(above, ' ')+1:]
	if strings.Contains(rest, " ") {
		return " "
	}
	if isTarget(last) && isRestOfAddress(rest) || isUUID(last+rest) {
		return ""
	}
	return " "
}
