package evidence

import "strings"

// withoutPropertyEscapes undoes the escapes of Java's property files in the lines that give names
// values: "call.url=https\://…". At least two lines must have one.
func withoutPropertyEscapes(text string) *excerpt {
	if !strings.Contains(text, `\:`) && !strings.Contains(text, `\=`) {
		return nil
	}
	var escapes []int
	lines := 0
	for _, l := range textLines(text) {
		line := text[l.Start:l.End]
		n := strings.IndexByte(line[:min(len(line), maxKey)], '=')
		if n <= 0 || !isFieldName(strings.TrimRight(line[:n], " ")) {
			continue
		}
		was := len(escapes)
		for i := n + 1; i+1 < len(line); i++ {
			if line[i] == '\\' {
				if strings.IndexByte(":=#!", line[i+1]) >= 0 {
					escapes = append(escapes, l.Start+i)
				}
				i++
			}
		}
		if len(escapes) > was {
			lines++
		}
	}
	if lines < 2 {
		return nil
	}
	v := &excerpt{}
	done := 0
	for _, i := range escapes {
		v.add(text[done:i], done)
		done = i + 1
	}
	v.add(text[done:], done)
	return v
}
