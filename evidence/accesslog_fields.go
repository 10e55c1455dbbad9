package evidence

import "strings"

// logField is a field of a line.
type logField struct {
	key   string // before = or :, "" for a field without
	text  string
	at    int
	quote byte // what is around it: " ' [ {, 0 for nothing
}

// logFields cuts a line into its fields.
func logFields(line string) (out []logField) {
	for i := 0; i < len(line); {
		c := line[i]
		switch {
		case isBlank(c) || c == '|' || c == ',' || c == ';':
			i++
			continue
		case c == '"' || c == '\'' || c == '{' || c == '[' && markerLen(line[i:]) == 0:
			if f, next := closedField(line, i); next > 0 {
				out = append(out, f)
				i = next
				continue
			}
		}
		f := logField{at: i}
		end := i
		for end < len(line) && !isBlank(line[end]) && line[end] != '|' {
			if n := markerLen(line[end:]); n > 0 {
				end += n
				continue
			}
			if c := line[end]; (c == '=' || c == ':') && end > i && f.key == "" && isFieldName(line[i:end]) && (c == '=' || !isDigit(at(line, end+1)) && at(line, end+1) != '/') {
				f.key = line[i:end]
				end = skipPast(line, end+1, c == ':')
				f.at = end
				if quoteByte(at(line, end)) {
					if q, next := closedField(line, end); next > 0 {
						q.key = f.key
						f, end = q, next
						break
					}
				}
				continue
			}
			end++
		}
		if f.quote == 0 {
			f.text = strings.TrimRight(line[f.at:end], ",;")
		}
		out = append(out, f)
		i = max(end, i+1)
	}
	return out
}

// skipPast steps over the blank behind a colon, when quotes follow.
func skipPast(line string, i int, colon bool) int {
	if n := skipBlank(line, i); colon && quoteByte(at(line, n)) {
		return n
	}
	return i
}

// isFieldName reports whether a word can be the name of a field.
func isFieldName(w string) bool {
	for i := 0; i < len(w); i++ {
		if !isAlnum(w[i]) && strings.IndexByte("_-.$", w[i]) < 0 {
			return false
		}
	}
	return w != "" && len(w) <= maxKey && !isDigit(w[0])
}

// closedField reads the field whose quote or bracket stands at i; next is 0 when nothing closes it.
func closedField(line string, i int) (f logField, next int) {
	f = logField{at: i + 1, quote: line[i]}
	closer, limit := line[i], len(line)
	switch line[i] {
	case '{':
		closer, limit = '}', min(limit, i+1<<10)
	case '[':
		closer, limit = ']', min(limit, i+128)
	case '\'':
		if i > 0 && isAlnum(line[i-1]) {
			return f, 0
		}
	}
	for n := i + 1; n < limit; n++ {
		if m := markerLen(line[n:]); m > 0 {
			n += m - 1
			continue
		}
		if line[n] == '\\' && f.quote != '[' {
			n++
			continue
		}
		if line[n] == closer {
			f.text = line[i+1 : n]
			return f, n + 1
		}
	}
	visited(limit - i)
	return f, 0
}
