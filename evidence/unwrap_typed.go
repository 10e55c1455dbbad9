package evidence

import "strings"

// exported are the types that OpenTelemetry's collector writes around the values of attributes.
var exported = []string{"Str(", "Int(", "Double(", "Bool(", "Slice(", "Map("}

// minExported is how many attributes are written so where a collector printed them.
const minExported = 3

// withoutTypes writes the attributes that OpenTelemetry's collector prints, "     -> url.full: Str(https://…)", as lines
// of names and values alone. A list of one string is written as the string.
func withoutTypes(text string) *excerpt {
	if strings.Count(text, " -> ") < minExported || !strings.Contains(text, "Str(") {
		return nil
	}
	v := &excerpt{}
	done, found := 0, 0
	for _, l := range textLines(text) {
		line := text[l.Start:l.End]
		visited(len(line))
		bare := strings.TrimLeft(line, " \t")
		name, typed, ok := strings.Cut(bare, ": ")
		if name, ok = strings.CutPrefix(name, "-> "); !ok || !strings.HasSuffix(typed, ")") {
			continue
		}
		for _, open := range exported {
			value, ok := strings.CutPrefix(typed[:len(typed)-1], open)
			if !ok {
				continue
			}
			if inner, list := strings.CutPrefix(value, `["`); list && strings.HasSuffix(inner, `"]`) && strings.Count(inner, `"`) == 1 {
				value = inner[:len(inner)-len(`"]`)]
			}
			found++
			front := l.Start + strings.Index(line, name)
			from := l.Start + strings.LastIndex(line, value)
			v.add(text[done:front-len("-> ")], done)
			v.add(name+": ", front)
			v.add(value, from)
			done = l.End
			break
		}
	}
	if found < minExported {
		return nil
	}
	v.add(text[done:], done)
	return v
}
