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
		if !strings.HasPrefix(bare, "-> ") {
			continue
		}
		front := l.End - len(bare)
		v.add(text[done:front], done)
		done = front + len("-> ")
		name, typed, ok := strings.Cut(bare, ": ")
		if !ok {
			if strings.HasSuffix(bare, "::") { // of a map
				v.add(text[done:l.End-1], done)
				done = l.End
			}
			continue
		}
		if value, at := exportedValue(typed); at > 0 {
			found++
			from := front + len(name) + len(": ")
			v.add(text[done:from], done)
			v.add(value, from+at)
			done = l.End
		}
	}
	if found < minExported {
		return nil
	}
	v.add(text[done:], done)
	return v
}

// exportedValue returns what stands in the brackets of a type, and where; 0 for another value.
func exportedValue(typed string) (value string, at int) {
	for _, open := range exported {
		value, ok := strings.CutPrefix(typed, open)
		if value, closed := strings.CutSuffix(value, ")"); ok && closed {
			at = len(open)
			if inner, list := strings.CutPrefix(value, `["`); list && strings.HasSuffix(inner, `"]`) && strings.Count(inner, `"`) == 1 {
				return inner[:len(inner)-len(`"]`)], at + len(`["`)
			}
			return value, at
		}
	}
	return "", 0
}
