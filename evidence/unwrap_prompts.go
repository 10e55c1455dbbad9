package evidence

import "strings"

// withoutPrompts takes off the prompts of a PowerShell session and the places that its errors point to,
// so that the commands stand as in a script. A bare URL among the arguments gets the quotes that it
// needs there.
func withoutPrompts(text string) *excerpt {
	if !strings.HasPrefix(text, "PS ") && !strings.Contains(text, "\nPS ") {
		return nil
	}
	v := &excerpt{}
	found, pointing, command, goesOn := false, false, false, false
	for _, l := range textLines(text) {
		line := text[l.Start:l.End]
		bare := strings.TrimLeft(line, " ")
		n := promptEnd(line)
		if goesOn && strings.HasPrefix(line, ">>") {
			n = skipBlank(line, len(">>"))
		}
		pointing = pointing && strings.HasPrefix(bare, "+") || hasFold(bare, "at ") && strings.Contains(bare, " char:")
		if command && n == 0 && bare != "" { // its output is no part of the script
			v.add("```\n", l.Start)
		}
		goesOn = (n > 0 || goesOn) && line != "" && goesOnBelow(line)
		command = n > 0 && n < len(line) && !goesOn || command && bare == ""
		switch {
		case n > 0:
			found = true
			addQuoted(v, line[n:], l.Start+n)
		case !pointing:
			v.add(line, l.Start)
		}
		v.add("\n", l.End)
	}
	if !found {
		return nil
	}
	return v
}

// goesOnBelow reports whether a command goes on in the next line.
func goesOnBelow(line string) bool {
	return strings.IndexByte("`{(|,", line[len(line)-1]) >= 0 || strings.HasSuffix(line, "@'") || strings.HasSuffix(line, `@"`)
}

// promptEnd returns where the command starts behind a prompt, PS C:\work> or PS /home>; 0 for none.
func promptEnd(line string) int {
	rest, ok := strings.CutPrefix(line, "PS ")
	n := strings.IndexByte(rest[:min(len(rest), 128)], '>')
	if !ok || n < 1 || strings.IndexByte("/~", rest[0]) < 0 && (at(rest, 1) != ':' || !isAlpha(rest[0])) {
		return 0
	}
	return skipBlank(line, len("PS ")+n+1)
}

// addQuoted adds a command with its bare URL in quotes.
func addQuoted(v *excerpt, line string, origin int) {
	n := strings.Index(line, " http")
	if n < 0 || !strings.Contains(line[:n], " -") || !isURLWord(urlAt(line, n+1)) || strings.Count(line[:n], `"`)%2 != 0 || strings.Count(line[:n], "'")%2 != 0 {
		v.add(line, origin)
		return
	}
	end := n + 1 + len(urlAt(line, n+1))
	v.add(line[:n+1], origin)
	v.add(`"`, origin+n+1)
	v.add(line[n+1:end], origin+n+1)
	v.add(`"`, origin+end-1)
	v.add(line[end:], origin+end)
}
