package evidence

import "strings"

// Bounds of a text whose placeholders are filled: how many are, and how long a value may be in bytes.
const (
	maxPlaceholders = 256
	maxPlaceholder  = 512
)

// withPlaceholders puts the values that lines "@name = value" of a request file give into {{name}},
// wherever they stand in the text, as editors that send such files do.
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
		name, length := reference(text[i:])
		value, known := values[name]
		if length == 0 || !known {
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

// placeholdersOf returns the values that a text gives to names, those in which others stand apart.
func placeholdersOf(text string) map[string]string {
	if !strings.Contains(text, "{{") || !strings.Contains(text, "@") {
		return nil
	}
	values := map[string]string{}
	for _, l := range textLines(text) {
		line := strings.TrimSpace(text[l.Start:min(l.End, l.Start+2*maxPlaceholder)])
		name, value, ok := strings.Cut(line, "=")
		value = strings.TrimSpace(value)
		if ok && line[0] == '@' && len(values) < maxVars && value != "" && len(value) <= maxPlaceholder && !strings.Contains(value, "{{") {
			values[strings.TrimSpace(name[1:])] = value
		}
	}
	return values
}
