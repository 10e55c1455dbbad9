package evidence

import "strings"

// Bounds of a text whose placeholders are filled: how many are, and how long a value may be in bytes.
const (
	maxPlaceholders = 256
	maxPlaceholder  = 512
)

// withPlaceholders puts the values that a text gives to names into {{name}}, wherever that stands in it, as the clients do
// that send such requests: lines "@name = value" of a request file, the variables of a collection or an environment.
func withPlaceholders(text string) *excerpt {
	values := placeholdersOf(text)
	if len(values) == 0 {
		return nil
	}
	v := &excerpt{}
	done := 0
	for i, filled := 0, 0; filled < maxPlaceholders; {
		n := strings.Index(text[i:], "{{")
		if n < 0 {
			break
		}
		i += n
		name, length := placeholder(text[i:])
		value, known := values[name]
		if length == 0 || !known || value == "" {
			i += 2
			continue
		}
		v.add(text[done:i], done)
		for b := range len(value) { // all of it stands where the name does
			v.add(value[b:b+1], i)
		}
		filled++
		i += length
		done = i
	}
	if done == 0 {
		return nil
	}
	v.add(text[done:], done)
	return v
}

// placeholder reads the {{name}} or {{ _.name }} at the front of s and returns its length, 0 for none.
func placeholder(s string) (name string, n int) {
	s = s[:min(len(s), maxKey)]
	inside, _, ok := strings.Cut(s[len("{{"):], "}}")
	name = strings.TrimPrefix(strings.TrimSpace(inside), "_.")
	if !ok || name == "" || isDigit(name[0]) || strings.TrimFunc(name, func(r rune) bool { return r < 0x80 && (isAlnum(byte(r)) || strings.ContainsRune("_-.", r)) }) != "" {
		return "", 0
	}
	return name, len("{{") + len(inside) + len("}}")
}

// placeholdersOf returns the values that a text gives to names, those in which others stand apart; "" for a name
// that it gives several.
func placeholdersOf(text string) map[string]string {
	if !strings.Contains(text, "{{") {
		return nil
	}
	values := map[string]string{}
	add := func(name, value string) {
		if len(values) >= maxVars || name == "" || value == "" || len(value) > maxPlaceholder || strings.Contains(value, "{{") || strings.ContainsAny(value, "\"\\") {
			return
		}
		if had, ok := values[name]; ok && had != value {
			value = ""
		}
		values[name] = value
	}
	vars := false
	for _, l := range textLines(text) {
		line := strings.TrimSpace(text[l.Start:min(l.End, l.Start+2*maxPlaceholder)])
		switch name, value, ok := strings.Cut(line, "="); {
		case line == "}":
			vars = false
		case ok && line[0] == '@':
			add(strings.TrimSpace(name[1:]), strings.TrimSpace(value))
		case strings.HasPrefix(line, "vars") && strings.HasSuffix(line, " {"): // of Bruno
			vars = true
		case vars:
			name, value, _ = strings.Cut(line, ":")
			add(name, strings.TrimSpace(value))
		}
	}
	addMembers(text, add)
	return values
}

// addMembers adds the variables that JSON lists, {"key":"host","value":"https://…"}, and members that are a base URL,
// "host":"https://…".
func addMembers(text string, add func(name, value string)) {
	for i := 0; ; {
		n := strings.IndexByte(text[i:], ':')
		if n < 0 {
			visited(len(text))
			return
		}
		i += n + 1
		name := stringBefore(text[:i-1])
		value, end := stringAt(text, i)
		switch {
		case end == 0:
		case name == "key":
			next := skipSpace(text, end)
			if at(text, next) != ',' {
				continue
			}
			if member, colon := stringAt(text, next+1); member == "value" {
				if of, _ := stringAt(text, skipSpace(text, colon)+1); at(text, skipSpace(text, colon)) == ':' {
					add(value, of)
				}
			}
		case hasFold(value, "http://") || hasFold(value, "https://"):
			add(name, value)
		}
	}
}

// stringAt reads the string of JSON, without escapes, that stands at i but for blanks; end is behind it, 0 for none.
func stringAt(text string, i int) (s string, end int) {
	i = skipSpace(text, i)
	if at(text, i) != '"' {
		return "", 0
	}
	rest := text[i+1 : min(len(text), i+1+maxPlaceholder)]
	n := strings.IndexByte(rest, '"')
	visited(max(n, 0))
	if n < 0 || strings.ContainsAny(rest[:n], "\\\n") {
		return "", 0
	}
	return rest[:n], i + 1 + n + 1
}

// stringBefore returns the string of JSON that a text ends with, "" for none.
func stringBefore(text string) string {
	text = strings.TrimRight(text[max(0, len(text)-maxKey):], " ")
	if text == "" || text[len(text)-1] != '"' {
		return ""
	}
	text = text[:len(text)-1]
	n := strings.LastIndexByte(text, '"')
	visited(len(text) - n)
	return text[n+1:]
}
