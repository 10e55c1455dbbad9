package evidence

import "strings"

// maxVars bounds how many variables of a script are kept.
const maxVars = 256

// assign keeps a variable that a script sets: NAME=value, export NAME='value', set NAME=value.
func (s *script) assign(line string) {
	line = strings.TrimLeft(line, " \t$>%+")
	for _, w := range []string{"export ", "set ", "local ", "declare "} {
		line = strings.TrimPrefix(line, w)
	}
	n := 0
	for n < len(line) && (isAlnum(line[n]) || line[n] == '_') {
		n++
	}
	if n == 0 || at(line, n) != '=' || isDigit(line[0]) || len(line) > maxLogLine || len(s.vars) >= maxVars {
		return
	}
	words, end, ok := shellWords(line)
	if !ok || len(words) != 1 || strings.TrimSpace(line[end:]) != "" && line[end] != ';' {
		return
	}
	if s.vars == nil {
		s.vars = map[string]string{}
	}
	s.vars[line[:n]] = s.known(words)[0][n+1:]
}

// known puts the values of variables that the script sets into the words that use them.
func (s *script) known(words []string) []string {
	if len(s.vars) == 0 {
		return words
	}
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = expanded(w, func(name string) (string, bool) { v, ok := s.vars[name]; return v, ok })
	}
	return out
}

// maxExpanded bounds a text whose variables are replaced, in bytes.
const maxExpanded = 256 << 10

// expanded replaces $name, ${name}, #{name}, {name}, {{name}} and %name% where a value is known.
func expanded(s string, value func(string) (string, bool)) string {
	if !strings.ContainsAny(s, "${%") || len(s) > maxExpanded {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		name, n := reference(s[i:])
		if n > 0 && b.Len() < maxExpanded {
			if v, ok := value(name); ok && len(v) < maxLogLine {
				b.WriteString(v)
				i += n
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// isVariable reports whether a value is a variable that nothing sets, and no more: $RID.
func isVariable(s string) bool {
	_, n := reference(s)
	return n > 0 && n == len(s)
}

// reference reads the reference to a variable at the front of s and returns its length, 0 for none.
func reference(s string) (name string, n int) {
	i := 0
	for i < len(s) && i < 3 && strings.IndexByte("$#{%", s[i]) >= 0 {
		i++
	}
	for i < len(s) && i > 0 && isBlank(s[i]) {
		i++
	}
	end := i
	for end < len(s) && (isAlnum(s[end]) || s[end] == '_') && end-i < 64 {
		end++
	}
	if i == 0 || end == i || isDigit(s[i]) {
		return "", 0
	}
	name = s[i:end]
	mark := strings.TrimRight(s[:i], " \t")
	closers := strings.Count(mark, "{")
	for closers > 0 && at(s, end) == '}' {
		closers--
		end++
	}
	if mark == "%" {
		if at(s, end) != '%' {
			return "", 0
		}
		return name, end + 1
	}
	if closers > 0 || mark == "#" {
		return "", 0
	}
	return name, end
}
