package evidence

import (
	"slices"
	"strings"
)

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

// quotes are what mails say above what they quote.
var quotes = []string{
	"wrote:", "schrieb", "a écrit", "escribió", "ha scritto", "schreef", "napisał", "skrev",
	"Original Message", "Ursprüngliche Nachricht", "Message d'origine", "Mensaje original", "Messaggio originale", "Oorspronkelijk bericht", "Mensagem original",
	"Opprinnelig melding", "Oprindelig meddelelse", "Ursprungligt meddelande", "Alkuperäinen viesti", "Wiadomość oryginalna", "Původní zpráva", "Eredeti üzenet",
}

// withoutQuoting takes off the marks of a mail's quotations: where nearly all is quoted, or where the text says
// that it quotes and shows no wire, whose lines a client marks in the same way.
func withoutQuoting(text string, lines []Span) *excerpt {
	quoted, filled, wire := 0, 0, false
	for _, l := range lines {
		line := text[l.Start:l.End]
		if strings.TrimSpace(line) != "" {
			filled++
		}
		if isQuoted(line) {
			quoted++
		}
		wire = wire || strings.HasPrefix(line, "< ") || strings.HasPrefix(line, "* ")
	}
	if quoted < 3 {
		return nil
	}
	says := func(mark string) bool { return strings.Contains(text, mark) }
	if quoted*10 < filled*7 && (wire || !slices.ContainsFunc(quotes, says)) {
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

// isQuoted reports whether a line is one of a quotation rather than of an interpreter.
func isQuoted(line string) bool {
	return strings.HasPrefix(line, ">") && !strings.HasPrefix(line, ">>> ")
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
			telling = telling || carried(line[n:]) || n == callEnd(line)
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
	if len(line) > 4 && line[1] == '/' && isUpper(line[0]) { // I/tag(pid): of Android
		if end := strings.Index(line[:min(len(line), 64)], "): "); end > 0 && isDigit(line[end-1]) {
			ends = append(ends, end+3)
		}
	}
	if end := callEnd(line); end > 0 {
		ends = append(ends, end)
	}
	return append(ends, timeEnds(line, i)...)
}

// callEnd returns where the id in brackets ends by which a server tells the lines of one call from others, 0
// for a line without it: "(d48e1fee-…) ".
func callEnd(line string) int {
	end := len(anyUUID) + 2
	if at(line, 0) != '(' || at(line, end) != ' ' || at(line, end-1) != ')' || !isUUID(line[1:end-1]) {
		return 0
	}
	return end + 1
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
	if n := strings.IndexByte(line[end:min(len(line), end+6)], ' '); n > 0 && isDigit(line[end]) && isAlpha(line[end+n-1]) { // 01O, the number and kind of a stream
		ends = append(ends, end+n+1)
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

// sameShape reports whether a text has a shape: blankless(shapeOf(text)) == shape.
func sameShape(text, shape string) bool {
	for i := len(text) - len(strings.TrimLeft(text, " ")); i < len(text); i++ {
		c := text[i]
		switch {
		case i > 0 && (c == ' ' && text[i-1] == ' ' || isDigit(c) && isDigit(text[i-1])):
			continue
		case isDigit(c):
			c = '0'
		}
		if shape == "" || shape[0] != c {
			return false
		}
		shape = shape[1:]
	}
	return shape == ""
}

// cut returns where the content of a line starts that has the prefix. Words in place of the
// prefix's own, such as another container's name, do as well when its marks stand.
func (p relayPrefix) cut(line string) (int, bool) {
	for _, n := range relayEnds(line) {
		if sameShape(line[:n], p.shape) || strings.HasSuffix(p.shape, "| ") && line[n-1] == ' ' && strings.HasSuffix(strings.TrimRight(line[:n], " "), "|") {
			return n, true
		}
	}
	if sameShape(strings.TrimRight(line, " \t"), strings.TrimRight(p.shape, " \t")) {
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
