package evidence

import (
	"strings"
	"unicode/utf8"
)

// withoutBox takes off a box of lines around a text, and joins what the box has wrapped.
func withoutBox(text string) *excerpt {
	if !strings.Contains(text, "│") && !strings.Contains(text, "|\n") && !strings.HasSuffix(text, "|") {
		return nil
	}
	lines := textLines(text)
	boxed, edges, full := 0, 0, 0
	first, last := -1, 0
	for k, l := range lines {
		inner, ok := insideBox(text[l.Start:l.End])
		if ok {
			boxed++
			full = max(full, utf8.RuneCountInString(text[l.Start+inner.Start:l.Start+inner.End]))
		} else if line := strings.TrimLeft(text[l.Start:l.End], " "); !strings.HasPrefix(line, "+") || !boxEdge(line) {
			continue
		} else {
			edges++
		}
		if last = k; first < 0 {
			first = k
		}
	}
	around := len(lines)
	if edges > 1 { // other text stands above and below the box
		around = last - first + 1
	}
	if boxed < 3 || (boxed+edges)*10 < around*7 {
		return nil
	}
	v := &excerpt{}
	for _, l := range lines {
		line := text[l.Start:l.End]
		inner, ok := insideBox(line)
		switch {
		case ok:
			content := line[inner.Start:inner.End]
			bare := strings.TrimRight(content, " ")
			v.add(bare, l.Start+inner.Start)
			if utf8.RuneCountInString(bare) < full || full < 40 || edges > 1 {
				v.add("\n", l.End-1)
			}
		case strings.HasPrefix(line, "│ ") && strings.Contains(line, markerOpen): // the right side went with a secret
			v.add(line[len("│ "):], l.Start+len("│ "))
			v.add("\n", l.End-1)
		case !boxEdge(line):
			v.add(line, l.Start)
			v.add("\n", l.End-1)
		}
	}
	return v
}

// insideBox returns what a line holds between the two sides of a box.
func insideBox(line string) (Span, bool) {
	if _, dump := dumpLineAt(line, 0, len(line)); dump {
		return Span{}, false // the bars part its columns
	}
	indent := len(line) - len(strings.TrimLeft(line, " "))
	for _, side := range []string{"│", "┃", "║", "|"} {
		rest, ok := strings.CutPrefix(line[indent:], side)
		if !ok {
			continue
		}
		inner, ok := strings.CutSuffix(strings.TrimRight(rest, " \t"), side)
		if !ok || inner == "" || strings.Contains(inner, " "+side+" ") || side == "|" && strings.Contains(inner, side) { // the row of a table
			return Span{}, false
		}
		start, end := indent+len(side), indent+len(side)+len(inner)
		if inner[0] == ' ' {
			start++
		}
		if line[end-1] == ' ' && end > start {
			end--
		}
		return Span{start, end}, true
	}
	return Span{}, false
}

// boxEdge reports whether a line is the upper or lower edge of a box.
func boxEdge(line string) bool {
	return strings.Trim(line, "─━═-+╭╮╰╯┌┐└┘╔╗╚╝├┤ ") == "" && strings.TrimSpace(line) != ""
}

// withoutHardWrap joins lines that a terminal has broken at its width.
func withoutHardWrap(text string) *excerpt {
	lines := textLines(text)
	width, full := 0, 0
	for _, l := range lines {
		switch n := utf8.RuneCountInString(text[l.Start:l.End]); {
		case n > width:
			width, full = n, 1
		case n == width:
			full++
		}
	}
	if full < 3 || width < 60 || width > 250 || !brokenWithin(text, lines, width) {
		return nil
	}
	v := &excerpt{}
	joined := false
	for i, l := range lines {
		line := text[l.Start:l.End]
		v.add(line, l.Start)
		joined = utf8.RuneCountInString(line) >= width || joined && strings.Contains(line, markerOpen) && i+1 < len(lines) && goesOn(text, lines[i+1])
		if !joined {
			v.add("\n", min(l.End, len(text)-1))
		}
	}
	return v
}

// goesOn reports whether a line may be the rest of the one before it: it doesn't start like one of a
// log, a list or a transcript. A line in which a secret was replaced has lost its width.
func goesOn(text string, l Span) bool {
	if r, _ := utf8.DecodeRuneInString(text[l.Start:l.End]); r >= '─' && r <= '╿' { // of a table or box
		return false
	}
	if strings.Count(text[l.Start:l.End], "\t") >= 3 { // of a table
		return false
	}
	if _, row := dumpRowOf(text[l.Start:min(l.End, l.Start+maxOffset+1)]); row { // of a trace, as wide as the rows above it
		return false
	}
	return l.End > l.Start && strings.IndexByte(" \t-*<>#|[", text[l.Start]) < 0
}

// brokenWithin reports whether most lines of a width go on in the next: a word ends neither there
// nor does the next line start like one of a log, a list or a transcript.
func brokenWithin(text string, lines []Span, width int) bool {
	within, all := 0, 0
	for i := 0; i+1 < len(lines); i++ {
		if utf8.RuneCountInString(text[lines[i].Start:lines[i].End]) != width {
			continue
		}
		all++
		if _, dump := dumpLineAt(text, lines[i].Start, lines[i].End); dump {
			continue
		}
		if goesOn(text, lines[i+1]) {
			within++
		}
	}
	return all > 0 && within*10 >= all*7
}

// withoutControls undoes how syslog daemons write the control characters of a message: #012 for a
// line break (rsyslog, octal).
func withoutControls(text string) *excerpt {
	if strings.Count(text, "#012") < 2 {
		return nil
	}
	v := &excerpt{}
	done := 0
	for i := 0; i+4 <= len(text); i++ {
		if text[i] != '#' || text[i+1] != '0' {
			continue
		}
		var plain string
		switch text[i+2 : i+4] {
		case "11":
			plain = "\t"
		case "12":
			plain = "\n"
		case "15":
		default:
			continue
		}
		v.add(text[done:i], done)
		v.add(plain, i)
		done = i + 4
		i += 3
	}
	v.add(text[done:], done)
	return v
}

// wholeCredentials joins the lines into which a mail or a terminal broke a header that holds a
// credential, so that the headers below it still belong to the message.
func wholeCredentials(text string) *excerpt {
	lines := textLines(text)
	var v *excerpt
	done := 0
	value := ""
	for i, l := range lines {
		line := strings.TrimSpace(text[l.Start:l.End])
		if value != "" && continuesCredential(value, line) {
			if v == nil {
				v = &excerpt{}
			}
			v.add(text[done:lines[i-1].End], done)
			if authSchemeLen(value+" ") == len(value) {
				v.add(" ", lines[i-1].End)
			}
			done = l.Start
			value += line
			continue
		}
		value = ""
		if h, ok := headerLine(line); ok && i+1 < len(lines) {
			value = h.Value
		}
	}
	if v != nil {
		v.add(text[done:], done)
	}
	return v
}

// continuesCredential reports whether a line is the rest of a credential: it follows one, or its
// scheme alone, and is one word.
func continuesCredential(value, line string) bool {
	if line == "" || strings.ContainsAny(line, " \t\"{<") || markerLen(line) == 0 && strings.ContainsAny(line, ":[") && !strings.Contains(line, markerOpen) {
		return false
	}
	_, scheme, _ := strings.Cut(value, " ")
	return markerEndsAt(value, len(value)-1) || strings.HasPrefix(scheme, "eyJ") || authSchemeLen(value+" ") == len(value)
}

// apartAnswers puts the status line of an answer on a line of its own that follows right behind the
// body of the one before it, as clients print them one after the other.
func apartAnswers(text string) *excerpt {
	var v *excerpt
	done := 0
	for i := 0; ; {
		n := strings.Index(text[i:], "HTTP/")
		if n < 0 {
			break
		}
		i += n
		if c := at(text, i-1); (c == '}' || c == ']') && isStatusLine(text[i:lineEnd(text, i)]) {
			if v == nil {
				v = &excerpt{}
			}
			v.add(text[done:i], done)
			v.add("\n", i)
			done = i
		}
		i += len("HTTP/")
	}
	if v != nil {
		v.add(text[done:], done)
	}
	return v
}
