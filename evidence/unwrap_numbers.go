package evidence

import "strings"

// withoutNumbers takes off the numbers that an editor puts before the lines of a body, as a picture of
// its window is read: runs of lines that count from 1, the first of which opens a body. What stands apart
// there in "https ://" is joined.
func withoutNumbers(text string) *excerpt {
	if !strings.Contains(text, "\n2 ") && !strings.Contains(text, "http ://") && !strings.Contains(text, "https ://") {
		return nil
	}
	v := &excerpt{}
	found := false
	count := 0
	for _, l := range textLines(text) {
		line := text[l.Start:l.End]
		number, n := digits(line, 5)
		body := skipBlank(line, n)
		switch {
		case n > 0 && body > n && number == 1 && strings.IndexByte("{[", at(line, body)) >= 0:
			count = 1
		case n > 0 && count > 0 && number == count+1 && body > n:
			count++
			found = true
		default:
			count, n = 0, 0
		}
		rest := line[n:]
		if i := strings.Index(rest, " ://"); i > 0 && strings.HasSuffix(strings.TrimSuffix(rest[:i], "s"), "http") {
			v.add(rest[:i], l.Start+n)
			rest, n, found = rest[i+1:], n+i+1, true
		}
		v.add(rest, l.Start+n)
		v.add("\n", l.End)
	}
	if !found {
		return nil
	}
	return v
}
