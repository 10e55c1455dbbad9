package evidence

import "strings"

// withLineFeeds ends the lines of a text that parts them by carriage returns alone.
func withLineFeeds(text string) *excerpt {
	if strings.IndexByte(text, '\n') >= 0 || strings.Count(text, "\r") < 3 {
		return nil
	}
	v := &excerpt{}
	done := 0
	for i := range len(text) {
		if text[i] == '\r' {
			v.add(text[done:i], done)
			v.add("\n", i)
			done = i + 1
		}
	}
	v.add(text[done:], done)
	return v
}

// withoutLevels takes off what Python's logging puts before each line by default: a level and the name
// of a logger, each with a colon, and no blank behind them.
func withoutLevels(text string) *excerpt {
	lines := textLines(text)
	graded, filled := 0, 0
	for _, l := range lines {
		line := text[l.Start:l.End]
		if strings.TrimSpace(line) != "" {
			filled++
		}
		if gradeEnd(line) > 0 {
			graded++
		}
	}
	if graded < 3 || graded*10 < filled*6 {
		return nil
	}
	v := &excerpt{}
	for _, l := range lines {
		n := gradeEnd(text[l.Start:l.End])
		v.add(text[l.Start+n:l.End], l.Start+n)
		v.add("\n", l.End)
	}
	return v
}

// gradeEnd returns where the level and the name of a logger end at the front of a line, 0 for a line
// without them: "DEBUG:orders.client:".
func gradeEnd(line string) int {
	level, rest, ok := strings.Cut(line[:min(len(line), maxKey)], ":")
	if !ok || !levels[level] {
		return 0
	}
	name, _, ok := strings.Cut(rest, ":")
	if !ok || !isFieldName(name) {
		return 0
	}
	return len(level) + 1 + len(name) + 1
}
