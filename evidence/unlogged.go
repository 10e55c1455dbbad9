package evidence

import "strings"

// levels are the words by which loggers grade a line.
var levels = map[string]bool{
	"TRACE": true, "DEBUG": true, "INFO": true, "NOTICE": true, "WARN": true, "WARNING": true, "ERROR": true, "ERR": true, "FATAL": true, "CRITICAL": true, "CRIT": true, "SEVERE": true,
	"FINE": true, "FINER": true, "FINEST": true, "CONFIG": true, "WRN": true, "INF": true, "DBG": true, "TRC": true, "ALERT": true, "VERBOSE": true,
}

// unlogged returns what the lines that are left say behind what a logger puts before each: its
// time, level and name; and the ids that stand there. It is nil when no line has that.
func unlogged(d *document) (*excerpt, []part) {
	v := &excerpt{}
	var ids []part
	told := map[string]bool{}
	found := false
	for k := range d.lines {
		if d.taken[k] {
			v.add("\n", d.lines[k].Start) // nothing may be read across it
			continue
		}
		d.look(k)
		line := d.line(k)
		n := 0
		if len(line) <= maxLogLine {
			n = loggerEnd(line)
		}
		if n > 0 {
			found = true
			ids = append(ids, logFront(line[:n], d.lines[k].Start, told)...)
		}
		v.add(line[n:], d.lines[k].Start+n)
		v.add("\n", d.lines[k].End)
	}
	if !found {
		return nil, nil
	}
	return v, ids
}

// loggerEnd returns where a line's message starts behind a logger's prefix; 0 for a line without
// one. The prefix starts with a time.
func loggerEnd(line string) int {
	start := skipBlank(line, 0)
	for start < len(line) && (line[start] == '[' || line[start] == '<') {
		start++
	}
	front := line[start:min(len(line), start+maxMoment)]
	if front == "" || !isDigit(front[0]) && month(front) == 0 && !(len(front) > 4 && front[3] == ' ' && weekday(strings.ToLower(front[:3]))) {
		return 0
	}
	var c clock
	n := c.read(front)
	if !c.hasTime || n < 8 {
		return 0
	}
	n += start
	end := separatorEnd(line, n)
	if end == 0 {
		end = levelEnd(line, n)
	}
	return end
}

// separatorEnd returns where the message starts behind the mark with which a logger parts it from
// its own words.
func separatorEnd(line string, from int) int {
	depth := 0
	for i := from; i < len(line) && i < from+maxFrame; i++ {
		switch c := line[i]; {
		case c == '[' || c == '{' || c == '(':
			depth++
		case (c == ']' || c == '}' || c == ')') && depth > 0:
			depth--
		case c == '"' || c == '=':
			if depth == 0 {
				return 0
			}
		case depth > 0:
		case c == ':' && isBlank(at(line, i+1)) && i > from, c == '-' && isBlank(at(line, i+1)) && isBlank(at(line, i-1)):
			return min(skipBlank(line, i+1), tellsFrom(line, from, i))
		}
	}
	return 0
}

// tellsFrom returns where the words before a mark tell of a call already, and are none of the logger's:
// from its method, its status alone ("ERROR 404: Not Found"), or all of them before "Status:"; a place behind the line where they
// don't.
func tellsFrom(line string, from, mark int) int {
	for i := from; i < mark; {
		n := i
		for n < mark && isAlnum(line[n]) {
			n++
		}
		if n == mark && strings.EqualFold(line[i:n], "status") { // (id) Received response. Status: 502
			return skipBlank(line, from+1+strings.LastIndexAny(line[from:mark], ")]"))
		}
		if w := line[i:n]; methods[w] && !levels[w] || n == mark && statusOf(w) > 0 {
			return i
		}
		i = n + 1
	}
	return len(line)
}

// levelEnd returns where the message starts behind a level.
func levelEnd(line string, from int) int {
	for i := from; i < len(line) && i < from+64; {
		n := i
		for n < len(line) && isAlpha(line[n]) {
			n++
		}
		if levels[strings.ToUpper(line[i:n])] {
			for n < len(line) && strings.IndexByte(" \t]:|", line[n]) >= 0 {
				n++
			}
			return n
		}
		i = max(n, i+1)
	}
	return 0
}
