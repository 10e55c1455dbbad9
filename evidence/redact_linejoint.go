package evidence

import "strings"

// lineJoints finds, line after line, where a text was broken within values.
type lineJoints struct {
	text      string
	printable bool // quoted-printable
	width     int  // of the lines of the packet that ngrep shows, -1 before the first, 0 outside
}

// line looks at the line that starts at i. It returns where the next line starts, and the joint
// between the two; an empty one when the line simply ends.
func (j *lineJoints) line(i int) (next, from, to int) {
	if i >= len(j.text) {
		return len(j.text), 0, 0
	}
	n := strings.IndexByte(j.text[i:], '\n')
	if n < 0 {
		return len(j.text), 0, 0
	}
	visited(n)
	next = i + n + 1
	if from, to = j.packet(i, i+n); to == 0 {
		from, to = joint(j.text, i, i+n, j.printable)
	}
	return next, from, to
}

// packet returns the joint of a line with the next one where both belong to a packet that ngrep has
// wrapped at its width: the break may stand anywhere, within a header's name or before a blank.
func (j *lineJoints) packet(i, end int) (from, to int) {
	line := strings.TrimSuffix(j.text[i:end], "\r")
	if !strings.HasPrefix(line, "  ") {
		j.width = 0
		if arrow := strings.Index(line[:min(len(line), maxFrame)], " -> "); arrow > 0 && isUpper(line[0]) && at(line, 1) == ' ' {
			j.width = -1
		}
		return 0, 0
	}
	if j.width < 0 {
		j.width = len(line)
	}
	if j.width < minCarried || len(line) != j.width || !strings.HasPrefix(j.text[end+1:], "  ") {
		return 0, 0
	}
	return i + len(line), end + 1 + len("  ")
}
