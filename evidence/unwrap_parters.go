package evidence

import "strings"

// parters are the marks by which people part a name from its value where others write a colon. Those
// that sentences and lists have too need a row of such lines.
var parters = []struct {
	mark string
	rows int // how many lines with the mark a text must have
}{
	{"-->", 1}, {"->", 1}, {"==>", 1}, {"=>", 1}, {"→", 1}, {"⇒", 1}, {"➜", 1}, {"➔", 1}, {"–", 1}, {"—", 1}, {"..", 1}, {"…", 1}, {"·", 1},
	{"?", 2}, {" - ", 3}, {"|", 3}, {",", 3}, {";", 3},
}

// maxParted is the longest name that is looked at for the mark behind it, in bytes.
const maxParted = 48

// withColons writes "name: value" for a line in which another mark parts the name of a fact, a section
// or a member of a call from its value. A value in quotes is the cell of a spreadsheet (RFC 4180).
func withColons(text string) *excerpt {
	lines := textLines(text)
	rows := map[string]int{}
	var all []parted
	for n, l := range lines {
		if p, ok := partedLine(text[l.Start:l.End]); ok {
			p.line = n
			rows[p.mark]++
			all = append(all, p)
		}
	}
	var v *excerpt
	done := 0
	for _, p := range all {
		if rows[p.mark] < p.rows {
			continue
		}
		if v == nil {
			v = &excerpt{}
		}
		start := lines[p.line].Start
		v.add(text[done:start+p.name], done)
		v.add(": ", start+p.name)
		done = lines[p.line].End
		value := text[start+p.value : done]
		if p.rows > 1 && len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
			addCell(v, value[1:len(value)-1], start+p.value+1)
			continue
		}
		v.add(value, start+p.value)
	}
	if v != nil {
		v.add(text[done:], done)
	}
	return v
}

// addCell adds the text of a cell whose quotes are doubled.
func addCell(v *excerpt, cell string, origin int) {
	for {
		n := strings.Index(cell, `""`)
		if n < 0 {
			v.add(cell, origin)
			return
		}
		v.add(cell[:n+1], origin)
		cell, origin = cell[n+2:], origin+n+2
	}
}

// parted is a line with a name and a value.
type parted struct {
	line        int
	mark        string
	rows        int
	name, value int // where the name ends and the value starts
}

// partedLine finds the mark that parts the name at the front of a line from its value.
func partedLine(line string) (p parted, ok bool) {
	front := bulletEnd(line[:min(len(line), maxParted)])
	n := front
	for n < len(line) && n < front+maxParted && (isAlnum(line[n]) || strings.IndexByte(" -_/()", line[n]) >= 0) {
		if line[n] == '-' && (strings.HasPrefix(line[n:], "->") || strings.HasPrefix(line[n:], "-->")) || strings.HasPrefix(line[n:], " - ") {
			break
		}
		n++
	}
	if n == front || n >= len(line) || line[n] == ':' || line[n] == '=' && at(line, n+1) != '=' && at(line, n+1) != '>' {
		return p, false
	}
	name := strings.TrimRight(line[front:n], " ")
	for _, m := range parters {
		if !strings.HasPrefix(line[n:], m.mark) {
			continue
		}
		end := n
		for strings.HasPrefix(line[end:], m.mark) {
			end += len(m.mark)
		}
		value := skipBlank(line, len(line)-len(strings.TrimLeft(line[end:], ".:")))
		if value >= len(line) || m.rows == 1 && !isBlank(at(line, end)) && at(line, end) != ':' && !isBlank(line[n-1]) || m.mark == "|" && strings.Contains(line[value:], "|") || !namesPart(name) && (m.rows == 1 && m.mark != ".." || !namesFact(name)) {
			return p, false
		}
		if v := strings.TrimSpace(line[value:]); m.mark == "?" && strings.IndexByte(v, ' ') >= 0 && !isZoned(v) && !namesMessage(strings.ToLower(name)) { // an answer in words
			return p, false
		}
		return parted{mark: m.mark, rows: m.rows, name: front + len(name), value: value}, true
	}
	return p, false
}

// namesPart reports whether a name is that of a fact, of a section, or of a member of a call.
func namesPart(name string) bool {
	flat := flatName(name)
	if labelFields[flat] != "" || uuidNames[flat] != "" || sections[flat] != noSection {
		return true
	}
	switch _, attr, _ := classify(name); attr {
	case methodAttr, urlAttr, statusAttr, bodyAttr:
		return true
	}
	return false
}
