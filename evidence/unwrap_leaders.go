package evidence

import (
	"strings"
	"unicode/utf8"
)

// withoutLeaders takes the dots off that lead from the names of a form to its values, before their colons or behind,
// where three lines have them: "Entorno ......: CVT", "Identificador .: 4711", "Ambiente: ...... CVT".
func withoutLeaders(text string) *excerpt {
	if !strings.Contains(text, "..:") && !strings.Contains(text, ".. :") && !strings.Contains(text, ": ..") {
		return withoutBareLeaders(text)
	}
	var leaders []Span
	led := 0
	for _, l := range textLines(text) {
		line := text[l.Start:l.End]
		colon := strings.IndexByte(line[:min(len(line), 2*maxParted)], ':')
		if colon < 0 {
			continue
		}
		rest := line[colon+1:]
		if value := strings.TrimLeft(rest, " ."); value != "" && strings.HasPrefix(rest, " .") && rest[len(rest)-len(value)-1] == ' ' {
			if strings.HasPrefix(rest, " ..") {
				led++
			}
			leaders = append(leaders, Span{l.Start + colon + 1, l.End - len(value) - 1})
			continue
		}
		name := strings.TrimRight(line[:colon], " .")
		if name == "" || len(name) == colon || !strings.Contains(line[len(name):colon], ".") {
			continue
		}
		if strings.Contains(line[len(name):colon], "..") {
			led++
		}
		leaders = append(leaders, Span{l.Start + len(name), l.Start + colon})
	}
	if led < 3 {
		return nil
	}
	return replaced(text, leaders, "")
}

// minLed is how many lines of a form lead from names to values with dots alone.
const minLed = 3

// withoutBareLeaders writes colons for the dots that lead from the names of a form to its values, up to one column:
// "Komunikat .......... An unexpected error". A name as long as the others' dots has one.
func withoutBareLeaders(text string) *excerpt {
	if strings.Count(text, " ....") < minLed {
		return nil
	}
	type led struct{ name, value int }
	var rows []led
	columns := map[int]int{}
	for _, l := range textLines(text) {
		line := text[l.Start:min(l.End, l.Start+2*maxParted)]
		dots := strings.Index(line, " .")
		if dots <= 0 || strings.IndexByte(line[:dots], ':') >= 0 {
			continue
		}
		visited(len(line))
		end := dots + 1 + len(line[dots+1:]) - len(strings.TrimLeft(line[dots+1:], "."))
		if at(line, end) != ' ' || skipBlank(line, end) == len(line) {
			continue
		}
		column := utf8.RuneCountInString(line[:end])
		if strings.HasPrefix(line[dots:], " ....") {
			columns[column]++
		}
		rows = append(rows, led{l.Start + dots, l.Start + end})
	}
	v := &excerpt{}
	done, found := 0, 0
	for _, r := range rows {
		start := strings.LastIndexByte(text[:r.name], '\n') + 1
		if columns[utf8.RuneCountInString(text[start:r.value])] < minLed {
			continue
		}
		v.add(text[done:r.name], done)
		v.add(":", r.name)
		done = r.value
		found++
	}
	if found < minLed {
		return nil
	}
	v.add(text[done:], done)
	return v
}
