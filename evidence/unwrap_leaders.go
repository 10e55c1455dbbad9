package evidence

import "strings"

// withoutLeaders takes the dots off that lead from the names of a form to its values, before their colons or behind,
// where three lines have them: "Entorno ......: CVT", "Identificador .: 4711", "Ambiente: ...... CVT".
func withoutLeaders(text string) *excerpt {
	if !strings.Contains(text, "..:") && !strings.Contains(text, ".. :") && !strings.Contains(text, ": ..") {
		return nil
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
