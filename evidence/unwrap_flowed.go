package evidence

import (
	"encoding/json"
	"strings"
)

// maxFlowed is the longest line that a program for mails leaves by itself, in bytes (RFC 3676 §4.2).
const maxFlowed = 100

// withoutFlow joins the lines of a text that a mail has wrapped: those that end in one blank and go on
// in the next (format=flowed, RFC 3676 §4.1), where there are a few of them.
func withoutFlow(text string) *excerpt {
	if strings.Count(text, " \n")+strings.Count(text, " \r\n") < 3 {
		return nil
	}
	lines := textLines(text)
	flows := func(i int) bool {
		line := text[lines[i].Start:lines[i].End]
		if i+1 >= len(lines) || len(line) < 2 || len(line) > maxFlowed || line[len(line)-1] != ' ' || strings.IndexByte(" \t:=", line[len(line)-2]) >= 0 || line == "-- " || line == "> " {
			return false
		}
		if _, row := dumpRowOf(line); row || isStatusLine(strings.TrimRight(line, " ")) {
			return false
		}
		return goesOn(text, lines[i+1]) && text[lines[i+1].Start] != '{'
	}
	broken, ends := 0, 0
	for i, l := range lines {
		if strings.HasSuffix(text[l.Start:l.End], " ") {
			ends++
		}
		if flows(i) {
			broken++
		}
	}
	if broken < 3 || broken*10 < ends*7 {
		return nil
	}
	v := &excerpt{}
	for i, l := range lines {
		v.add(text[l.Start:l.End], l.Start)
		if !flows(i) && i+1 < len(lines) {
			v.add("\n", max(l.Start, lines[i+1].Start-1))
		}
	}
	return v
}

// maxMailed is the longest line that mails are broken into, in bytes (RFC 5322 §2.1.1).
const maxMailed = 78

// maxWhole is the longest JSON text whose broken strings are mended, in bytes.
const maxWhole = 64 << 10

// wholeStrings puts together the strings of JSON that a mail broke at their blanks, where that makes
// it valid.
func wholeStrings(text string) *excerpt {
	var v *excerpt
	done := 0
	for i, tries := 0, 0; i < len(text) && tries < maxOpenLiterals; {
		end := lineEnd(text, i)
		start := skipBlank(text, i)
		if n := strings.Index(text[start:min(end, start+maxKey)], ` : {"`); n > 0 { // Invoke-RestMethod : {…
			start += n + len(" : ")
		}
		if c := at(text, start); start >= end || c != '{' && c != '[' || !breaksString(text[start:end]) {
			i = end + 1
			continue
		}
		breaks, to := brokenStrings(text, start)
		visited(to - start)
		tries++
		if len(breaks) == 0 || !json.Valid([]byte(mended(text, start, to, breaks, " "))) {
			i = max(end, to) + 1
			continue
		}
		if v == nil {
			v = &excerpt{}
		}
		for _, b := range breaks {
			v.add(text[done:b.Start], done)
			v.add(seam(text, b), b.Start)
			done = b.End
		}
		i = to
	}
	if v != nil {
		v.add(text[done:], done)
	}
	return v
}

// breaksString reports whether a line of JSON, or one below it, may end within a string: it doesn't close.
func breaksString(line string) bool {
	e := jsonEnd{active: true}
	return e.feed(line) == 0
}

// brokenStrings returns the line breaks within the strings of the JSON text that starts at i, with the
// blanks around them, and where the text ends.
func brokenStrings(t string, i int) (breaks []Span, end int) {
	depth, quoted := 0, false
	stop := min(len(t), i+maxWhole)
	for ; i < stop; i++ {
		switch c := t[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted && (c == '\n' || c == '\r'):
			from, to := i, i
			for from > 0 && isBlank(t[from-1]) {
				from--
			}
			for to < stop && strings.IndexByte(" \t\r\n", t[to]) >= 0 {
				to++
			}
			breaks = append(breaks, Span{from, to})
			i = to - 1
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth <= 0 {
				return breaks, i + 1
			}
		}
	}
	return nil, i
}

// mended returns a text without its breaks.
func mended(t string, start, end int, breaks []Span, joint string) string {
	var b strings.Builder
	for _, s := range breaks {
		b.WriteString(t[start:s.Start])
		b.WriteString(joint)
		start = s.End
	}
	b.WriteString(t[start:end])
	return b.String()
}

// betweenWords reports whether a break parts two words rather than one: neither side of it is a lone letter.
func betweenWords(t string, b Span) bool {
	front := t[max(0, b.Start-maxKey):b.Start]
	front = front[strings.LastIndexAny(front, "\" ")+1:]
	word := wordOf(t[b.End:min(len(t), b.End+maxKey)])
	return len(front) > 1 && (len(word) > 1 || word == "a" || word == "I")
}

// seam returns what stood where a line was broken: nothing within an id, else a blank.
func seam(t string, b Span) string {
	if isBlank(at(t, b.Start)) {
		return " "
	}
	line := strings.TrimSpace(t[strings.LastIndexByte(t[:b.Start], '\n')+1 : b.Start])
	if len(line) > maxMailed && (strings.IndexByte(line, ' ') >= 0 || len(line)%10 == 0 || !betweenWords(t, b)) {
		if t[b.End-1] == ' ' && at(t, b.End-2) == '\n' {
			return " " // which the terminal put at the front of the next line
		}
		return "" // a terminal's: a mail would have been broken at a blank before
	}
	const reach = len("c878520d-6ffc-4d63-a367-95a8f94d70dc")
	front := t[max(0, b.Start-reach):b.Start]
	front = front[strings.LastIndexAny(front, "\" ")+1:]
	if isUUID(wordOf(front + t[b.End:min(len(t), b.End+reach)])) {
		return ""
	}
	return " "
}
