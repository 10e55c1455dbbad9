package evidence

import (
	"html"
	"strings"
	"unicode/utf8"
)

// layer takes off one thing that a terminal, a mail or a tool that carries text puts on or around
// it. It returns nil when the text doesn't have that.
type layer func(text string) *excerpt

// layers are taken off in this order, until none is left.
var layers = []layer{withoutEscapes, withoutEntities, plainMarks, withoutBox, withoutPrefix, withoutControls, withoutHardWrap, wholeCredentials, apartAnswers, withoutCells}

// maxLayers bounds how often layers are taken off.
const maxLayers = 6

// unwrapped is a text without its layers. back translates places in it into places in the text.
func unwrapped(text string) (bare string, back func(Span) Span) {
	var views []*excerpt
	for range maxLayers {
		was := len(views)
		for _, l := range layers {
			if v := l(text); v != nil {
				views = append(views, v)
				text = v.b.String()
			}
		}
		if len(views) == was {
			break
		}
	}
	if len(views) == 0 {
		return text, nil
	}
	return text, func(s Span) Span {
		for i := len(views) - 1; i >= 0; i-- {
			s = views[i].span(s)
		}
		return s
	}
}

// withoutEscapes takes off the control sequences of terminals (ECMA-48 §5.4) and what they erase.
func withoutEscapes(text string) *excerpt {
	if strings.IndexByte(text, 0x1b) < 0 {
		return nil
	}
	v := &excerpt{}
	done := 0
	for i := 0; i < len(text); {
		if text[i] != 0x1b {
			i++
			continue
		}
		v.add(text[done:i], done)
		i = escapeEnd(text, i)
		done = i
	}
	v.add(text[done:], done)
	return v
}

// escapeEnd returns where the control sequence at i ends.
func escapeEnd(t string, i int) int {
	switch at(t, i+1) {
	case '[':
		for i += 2; i < len(t) && (t[i] < '@' || t[i] > '~') && t[i] >= ' '; i++ {
		}
		return min(i+1, len(t))
	case ']', 'P':
		for i += 2; i < len(t) && t[i] != 0x07 && t[i] != '\n'; i++ {
			if t[i] == 0x1b {
				return min(i+2, len(t))
			}
		}
		return min(i+1, len(t))
	case '(', ')':
		return min(i+3, len(t))
	}
	return min(i+2, len(t))
}

// withoutEntities undoes the escapes of HTML in a text that is full of them.
func withoutEntities(text string) *excerpt {
	escaped := strings.Count(text, "&quot;") + strings.Count(text, "&#34;") + strings.Count(text, "&#x22;")
	marks := strings.Count(text, "&lt;") + strings.Count(text, "&gt;")
	if escaped+marks < 2 || escaped < strings.Count(text, `"`) || strings.Contains(text, "\n< HTTP/") {
		return nil
	}
	v := &excerpt{}
	done := 0
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '&':
			n := strings.IndexByte(text[i:min(len(text), i+10)], ';')
			if n < 0 {
				continue
			}
			plain := html.UnescapeString(text[i : i+n+1])
			if plain == text[i:i+n+1] {
				continue
			}
			v.add(text[done:i], done)
			v.add(strings.ReplaceAll(plain, "\u00a0", " "), i)
			i += n
			done = i + 1
		case text[i] == '<' && (isAlpha(at(text, i+1)) || at(text, i+1) == '/'):
			n := strings.IndexByte(text[i:min(len(text), i+256)], '>')
			if n < 0 {
				continue
			}
			v.add(text[done:i], done)
			if tag := strings.ToLower(text[i+1 : i+n]); startsLine(tag) {
				v.add("\n", i)
			}
			i += n
			done = i + 1
		}
	}
	v.add(text[done:], done)
	return v
}

// startsLine reports whether a tag of HTML starts a line.
func startsLine(tag string) bool {
	tag = strings.Trim(tag, "/ ")
	name, _, _ := strings.Cut(tag, " ")
	switch name {
	case "br", "p", "div", "pre", "li", "tr":
		return true
	}
	return false
}

// plainMarks writes plainly what word processors, chats and browsers put in the place of plain
// marks: blanks that don't break, quotation marks that curl, and dashes for two hyphens.
func plainMarks(text string) *excerpt {
	curls := strings.Contains(text, "{“") || strings.Contains(text, "“:") || strings.Contains(text, "”:") || strings.Contains(text, "-H ‘") || strings.Contains(text, "-H “") || strings.Contains(text, "[“")
	if !curls && !strings.Contains(text, "\u00a0") && !strings.Contains(text, "\u200b") && !strings.Contains(text, "\u202f") {
		return nil
	}
	v := &excerpt{}
	done := 0
	for i := 0; i < len(text); {
		if text[i] < 0x80 {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		plain, known := plainMark(r, curls)
		if known {
			v.add(text[done:i], done)
			v.add(plain, i)
			done = i + n
		}
		i += n
	}
	v.add(text[done:], done)
	if done == 0 {
		return nil
	}
	return v
}

func plainMark(r rune, curls bool) (string, bool) {
	switch r {
	case '\u00a0', '\u202f':
		return " ", true
	case '\u200b', '\ufeff', '\u2060':
		return "", true
	case '“', '”', '„':
		return `"`, curls
	case '‘', '’', '‚':
		return "'", curls
	case '—':
		return "--", curls
	}
	return "", false
}

// textLines cuts a text into its lines, without their ends.
func textLines(text string) (lines []Span) {
	for i := 0; i <= len(text); {
		n := strings.IndexByte(text[i:], '\n')
		if n < 0 {
			return append(lines, Span{i, len(text)})
		}
		end := i + n
		lines = append(lines, Span{i, end - len(text[i:end]) + len(strings.TrimRight(text[i:end], "\r"))})
		i = end + 1
	}
	return lines
}

// withoutPrefix takes off what stands before nearly every line: the quotation marks of a mail, the
// names of containers, line numbers, and the times of tools that relay another's output. The time
// of a log stays: it belongs to its lines.
func withoutPrefix(text string) *excerpt {
	lines := textLines(text)
	if len(lines) < 3 {
		return nil
	}
	if v := withoutQuoting(text, lines); v != nil {
		return v
	}
	return withoutRelay(text, lines)
}

func withoutQuoting(text string, lines []Span) *excerpt {
	quoted, filled := 0, 0
	for _, l := range lines {
		line := text[l.Start:l.End]
		if strings.TrimSpace(line) != "" {
			filled++
		}
		if strings.HasPrefix(line, ">") && !strings.HasPrefix(line, ">>> ") {
			quoted++
		}
	}
	if quoted < 3 || quoted*10 < filled*7 {
		return nil
	}
	v := &excerpt{}
	for _, l := range lines {
		line := text[l.Start:l.End]
		n := 0
		if strings.HasPrefix(line, ">") {
			n = 1
			if at(line, 1) == ' ' {
				n = 2
			}
		}
		v.add(line[n:], l.Start+n)
		v.add("\n", min(l.End, len(text)-1))
	}
	return v
}

// relayPrefix is what a relaying tool puts before lines: its shape, as shapeOf and blankless write it.
type relayPrefix struct{ shape string }

// withoutRelay takes off a prefix that shares its shape.
func withoutRelay(text string, lines []Span) *excerpt {
	shape := relayShape(text, lines)
	if shape == "" {
		return nil
	}
	p := relayPrefix{shape}
	matched, filled, telling := 0, 0, false
	for _, l := range lines {
		line := text[l.Start:l.End]
		if strings.TrimSpace(line) == "" {
			continue
		}
		filled++
		if n, ok := p.cut(line); ok {
			matched++
			telling = telling || carried(line[n:])
		}
	}
	if !telling || matched < 3 || matched*10 < filled*8 {
		return nil
	}
	v := &excerpt{}
	for _, l := range lines {
		line := text[l.Start:l.End]
		n, _ := p.cut(line)
		v.add(line[n:], l.Start+n)
		v.add("\n", min(l.End, len(text)-1))
	}
	return v
}

// relayShape finds the prefix that most lines share: the longest that the first lines agree on, up
// to a blank behind it.
func relayShape(text string, lines []Span) string {
	counts := map[string]int{}
	best := ""
	for i, l := range lines {
		if i > 64 {
			break
		}
		line := text[l.Start:l.End]
		for _, n := range relayEnds(line) {
			shape := blankless(shapeOf(line[:n]))
			counts[shape]++
			if c := counts[shape]; c >= 3 && (c > counts[best] || c == counts[best] && len(shape) > len(best)) {
				best = shape
			}
		}
	}
	if counts[best]*10 < min(len(lines), 64)*6 {
		return ""
	}
	return best
}

// relayEnds returns where a prefix of a relaying tool may end in a line: behind a number and a tab
// or colon, a name and a bar, a time, or a time, host and program.
func relayEnds(line string) (ends []int) {
	i := skipBlank(line, 0)
	n := i
	for n < len(line) && isDigit(line[n]) {
		n++
	}
	if n > i && n-i <= 6 && (at(line, n) == '\t' || at(line, n) == ':' && !isDigit(at(line, n+1)) || at(line, n) == '|') {
		ends = append(ends, n+1)
	}
	if bar := strings.Index(line[:min(len(line), 64)], "| "); bar > 0 && strings.IndexByte("{\"'", line[0]) < 0 {
		ends = append(ends, bar+2)
	}
	if end := strings.Index(line[:min(len(line), 128)], "] "); end > 0 && line[0] == '[' {
		ends = append(ends, end+2)
		ends = append(ends, timeEnds(line, end+2)...)
	}
	return append(ends, timeEnds(line, i)...)
}

// timeEnds returns where a prefix may end that starts with a time at i: behind it, or behind the
// host and program that syslog adds, or the stream that container engines do.
func timeEnds(line string, i int) (ends []int) {
	front := line[i:min(len(line), i+maxMoment)]
	if front == "" || !isDigit(front[0]) && month(front) == 0 {
		return nil
	}
	var c clock
	n := timePrefix(&c, front)
	if !c.hasTime || n < 8 || !isBlank(at(line, i+n)) {
		return nil
	}
	end := i + n + 1
	ends = append(ends, end)
	for _, stream := range []string{"stdout F ", "stderr F "} {
		if strings.HasPrefix(line[end:], stream) {
			ends = append(ends, end+len(stream))
		}
	}
	if colon := strings.Index(line[end:min(len(line), end+96)], ": "); colon > 0 {
		tag := line[end : end+colon]
		if strings.Count(tag, " ") == 1 && !strings.ContainsAny(tag, "\"'{}=") { // host program[pid]:
			ends = append(ends, end+colon+2)
		}
	}
	return ends
}

// timePrefix reads the time at the front of a text: a date and a time of day, or syslog's, which
// has no year.
func timePrefix(c *clock, front string) int {
	n := c.read(front)
	if month(front) > 0 {
		if len(front) > 15 && front[3] == ' ' && front[9] == ':' && front[12] == ':' {
			return 15
		}
	}
	return n
}

// blankless writes a shape with each run of blanks as one.
func blankless(shape string) string {
	var b strings.Builder
	for i := 0; i < len(shape); i++ {
		if c := shape[i]; c != ' ' || i == 0 || shape[i-1] != ' ' {
			b.WriteByte(c)
		}
	}
	return strings.TrimLeft(b.String(), " ")
}

// cut returns where the content of a line starts that has the prefix. Words in place of the
// prefix's own, such as another container's name, do as well when its marks stand.
func (p relayPrefix) cut(line string) (int, bool) {
	for _, n := range relayEnds(line) {
		shape := blankless(shapeOf(line[:n]))
		if shape == p.shape || strings.HasSuffix(p.shape, "| ") && strings.HasSuffix(shape, "| ") {
			return n, true
		}
	}
	bare := strings.TrimRight(line, " \t")
	if blankless(shapeOf(bare)) == strings.TrimRight(p.shape, " \t") {
		return len(line), true
	}
	return 0, false
}

// carried reports whether a line looks like the output of another tool rather than the message of
// a logger.
func carried(content string) bool {
	bare := strings.TrimLeft(content, " \t")
	if bare == "" {
		return false
	}
	switch {
	case strings.HasPrefix(content, "> ") || strings.HasPrefix(content, "< ") || strings.HasPrefix(content, "* "):
		return true
	case strings.HasPrefix(bare, "send: ") || strings.HasPrefix(bare, "reply: ") || strings.HasPrefix(bare, "Traceback"):
		return true
	case bare[0] == '{' && at(bare, 1) == '"':
		return true
	}
	if _, dump := dumpLineAt(content, 0, len(content)); dump {
		return true
	}
	return isStatusLine(bare) || isRequestLine(bare) || strings.HasPrefix(bare, "---re")
}
