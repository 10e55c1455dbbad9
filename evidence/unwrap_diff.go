package evidence

import (
	"slices"
	"strings"
)

// comparisons are the marks one of which stands above every comparison.
var comparisons = []string{"+ Received", "+ Actual", "+ actual", "+ Expected", "+ expected", "+++ Actual", "+++ Expected", "+++ Received", "+got", "+want", "+ got", "+ want", "+Actual", "+Received", fullDiff, firstDiffering}

// fullDiff is what pytest prints above a comparison, whose marks mean left and right.
const fullDiff = "Full diff:"

// firstDiffering is what Python's unittest prints above the two values that differ first, and the comparison below them.
const firstDiffering = "First differing element "

// withoutExpected takes what a test expected out of the comparison that its failure shows, and the marks off what came.
// A line above it says which mark is whose: "- Expected", "+ Received", "+ actual - expected", "(-want +got)".
func withoutExpected(text string) *excerpt {
	if !slices.ContainsFunc(comparisons, func(mark string) bool { return strings.Contains(text, mark) }) {
		return nil
	}
	var v *excerpt
	lines := textLines(text)
	done := 0
	for k := 0; k < len(lines); {
		came, first := comparedBelow(text, lines, k)
		if came == 0 {
			k++
			continue
		}
		base := text[lines[k].Start : lines[k].Start+skipBlank(text[lines[k].Start:lines[k].End], 0)]
		for k = first; k < len(lines); k++ {
			line := text[lines[k].Start:lines[k].End]
			visited(len(base) + 1)
			mark := at(line, len(base))
			if next, _ := comparedBelow(text, lines, k); next != 0 || !strings.HasPrefix(line, base) || mark != '+' && mark != '-' && mark != ' ' && !strings.HasPrefix(line[len(base):], "@@ ") {
				break
			}
			if mark == ' ' {
				continue
			}
			if v == nil {
				v = &excerpt{once: true}
			}
			if mark != came {
				v.add(text[done:lines[k].Start], done)
				done = min(lines[k].End+len("\n"), len(text))
				continue
			}
			place := lines[k].Start + len(base)
			v.add(text[done:place], done)
			v.add(" ", place)
			done = place + 1
		}
	}
	if v != nil {
		v.add(text[done:], done)
	}
	return v
}

// comparedBelow reads the line or the two lines above a comparison, from line k on. came is the mark of what came, 0 for
// other lines; first is the comparison's first line.
func comparedBelow(text string, lines []Span, k int) (came byte, first int) {
	line := strings.TrimSpace(text[lines[k].Start:min(lines[k].End, lines[k].Start+maxKey)])
	if visited(len(line)); line == fullDiff {
		return erringMark(text, lines[k+1:]), k + 1
	}
	if strings.HasPrefix(line, firstDiffering) && k+4 < len(lines) {
		return failingMark(text, lines[k+1], lines[k+2]), k + 4
	}
	if n := strings.LastIndexByte(line, '('); n >= 0 {
		line = line[n+1:]
	}
	mark, expected, rest := markNamed(line)
	if mark == 0 {
		return 0, k
	}
	first = k + 1
	other, also, _ := markNamed(rest)
	if other == 0 && first < len(lines) {
		other, also, _ = markNamed(strings.TrimSpace(text[lines[first].Start:min(lines[first].End, lines[first].Start+maxKey)]))
		first++
	}
	if other == 0 || other == mark || also == expected {
		return 0, k
	}
	for n := 0; n < 2 && first < len(lines) && strings.TrimSpace(text[lines[first].Start:lines[first].End]) == ""; n++ {
		first++
	}
	if expected {
		return other, first
	}
	return mark, first
}

// failingMark returns the mark of the one of two values that is the status of an error, for it came, where the other is that
// of a success; 0 for others.
func failingMark(text string, first, second Span) byte {
	status := func(l Span) int {
		v, n := digits(text[l.Start:l.End], 4)
		if n != 3 || strings.TrimSpace(text[l.Start+n:l.End]) != "" || reasons[v] == "" {
			return 0
		}
		return v / 100
	}
	switch a, b := status(first), status(second); {
	case a == 2 && b >= 4:
		return '+'
	case a >= 4 && b == 2:
		return '-'
	}
	return 0
}

// erringMark returns the mark of the side of a comparison that has an error's messages, for it came; + where none or both do.
func erringMark(text string, lines []Span) byte {
	var has [2]bool
	for _, l := range lines[:min(len(lines), maxLinesBefore)] {
		line := strings.TrimLeft(text[l.Start:l.End], " ")
		if visited(len(line)); line == "" {
			break
		}
		if strings.Contains(line, "messages") {
			has[0], has[1] = has[0] || line[0] == '+', has[1] || line[0] == '-'
		}
	}
	if has[1] && !has[0] {
		return '-'
	}
	return '+'
}

// withoutFailureMarks takes the E off that pytest puts before the lines of what failed.
func withoutFailureMarks(text string) *excerpt {
	const mark = "E   "
	if !strings.HasPrefix(text, mark) && !strings.Contains(text, "\n"+mark) {
		return nil
	}
	v := &excerpt{once: true}
	done, run := 0, 0
	lines := textLines(text)
	marked := func(k int) bool { return k < len(lines) && strings.HasPrefix(text[lines[k].Start:lines[k].End], mark) }
	for k, l := range lines {
		if !marked(k) {
			run = 0
			continue
		}
		if run++; run == 1 && !marked(k+1) {
			continue // one line, such as that of a ticket
		}
		v.add(text[done:l.Start], done)
		v.add(" ", l.Start)
		done = l.Start + 1
	}
	if done == 0 && len(v.from) == 0 {
		return nil
	}
	v.add(text[done:], done)
	return v
}

// markNamed reads a mark at the front of a line, and the word behind it which says whose it is: what was expected, or
// what came. Nothing but another mark stands behind that. mark is 0 for another line.
func markNamed(line string) (mark byte, expected bool, rest string) {
	bare := strings.TrimLeft(line, line[:min(len(line), 1)])
	if line == "" || line[0] != '+' && line[0] != '-' || len(line)-len(bare) > 3 {
		return 0, false, ""
	}
	bare = strings.TrimLeft(bare, " ")
	n := 0
	for n < len(bare) && isAlpha(bare[n]) {
		n++
	}
	rest = strings.TrimLeft(bare[n:], " ")
	if strings.Trim(rest, "):") != "" && rest[0] != '+' && rest[0] != '-' {
		return 0, false, "" // a sentence, or an assignment
	}
	switch strings.ToLower(bare[:n]) {
	case "expected", "want", "wanted", "expect", "snapshot":
		return line[0], true, rest
	case "actual", "received", "got", "have", "value":
		return line[0], false, rest
	}
	return 0, false, ""
}
