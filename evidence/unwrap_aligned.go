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
	if !strings.Contains(text, "\n"+deepBlanks) || len(text) > maxSaid {
		return nil
	}
	lines := textLines(text)
	names := map[int]int{} // of facts, by the column of their values
	columns := make([]int, len(lines))
	known := 0
	for i, l := range lines {
		name, column := alignedAt(text[l.Start:min(l.End, l.Start+maxAnswerLine)])
		visited(len(name))
		if columns[i] = column; column > 0 && namesFact(strings.TrimRight(name, " .:")) {
			names[column]++
			known = max(known, names[column])
		}
	}
	if known < minAligned {
		return nil
	}
	v := &excerpt{}
	done := 0
	within := 0 // the column of the row above
	for i, l := range lines {
		line := text[l.Start:l.End]
		if !strings.HasPrefix(line, deepBlanks) {
			within = columns[i]
			continue
		}
		if names[within] < minAligned || skipBlank(line, 0) != within || !isAlignedRest(strings.TrimLeft(line, " ")) {
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

// deepBlanks are as many as the shortest name and two blanks take.
const deepBlanks = "       "

// alignedAt returns the name of a row and the column in which its value starts, behind two blanks or more; 0 for
// another line.
func alignedAt(line string) (name string, column int) {
	if strings.HasPrefix(line, deepBlanks) || strings.IndexByte(line, '\t') >= 0 {
		return "", 0
	}
	front := len(line) - len(strings.TrimLeft(line, " "))
	gap := strings.Index(line[front:], "  ")
	if gap <= 0 || gap > maxParted {
		return "", 0
	}
	value := skipBlank(line, front+gap)
	if value >= len(line) || !isTitleCell(strings.TrimRight(line[front:front+gap], ":")) {
		return "", 0
	}
	return line[front : front+gap], utf8.RuneCountInString(line[:value])
}

// isAlignedRest reports whether what stands alone in the column of the values can be the rest of one, rather than JSON, a list or a
// row of columns.
func isAlignedRest(rest string) bool {
	return rest != "" && strings.IndexByte("{}[]<|*-", rest[0]) < 0 && !strings.Contains(rest, "  ")
}

// alignedJoint returns what stands between the two parts of a value: nothing within an address or an id, else a blank.
func alignedJoint(above, rest string) string {
	last := above[strings.LastIndexByte(above, ' ')+1:]
	if strings.Contains(rest, " ") {
		return " "
	}
	if isTarget(last) && isRestOfAddress(rest, 0) || isUUID(last+rest) {
		return ""
	}
	return " "
}
