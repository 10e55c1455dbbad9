package evidence

import "strings"

// tracedMethod takes the method of a call that failed from the traceback of Python which shows who made it:
// the only one that a frame's source line gives its client.
func tracedMethod(text string, ex *Exchange) {
	q := ex.Request
	if q == nil || q.Method != "" || ex.Failure == nil {
		return
	}
	only := ""
	lines := textLines(text)
	for k := 1; k < len(lines); k++ {
		above, line := text[lines[k-1].Start:lines[k-1].End], text[lines[k].Start:lines[k].End]
		if len(line) > maxLogLine || !isFrame(strings.TrimLeft(above, " ")) {
			continue
		}
		visited(len(line))
		if m := sourceMethod(line); only == "" {
			only = m
		} else if m != "" && m != only {
			return
		}
	}
	if only != "" {
		q.Method, ex.requestAssumed = only, true
	}
}

// sourceMethod returns the method that a line of Python calls a client with: requests.post(…), request("post", …).
func sourceMethod(line string) string {
	for from := 0; ; {
		n := strings.IndexByte(line[from:], '(')
		if n < 0 {
			return ""
		}
		from += n + 1
		front := line[:from-1]
		word := front[strings.LastIndexAny(front, " .=(")+1:]
		switch word {
		case "post", "put", "patch", "delete":
			return strings.ToUpper(word)
		case "request":
			if quoteByte(at(line, from)) {
				if m := strings.ToUpper(wordOf(line[from+1:])); methods[m] {
					return m
				}
			}
		}
	}
}
