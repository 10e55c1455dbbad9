package evidence

import "strings"

// offered is an environment that a line names, and whether a mark before it or behind it takes it or leaves it.
type offered struct {
	name          string
	span          Span
	before, after tick
}

// tick is what a person has made of a box beside a word.
type tick int

const (
	noTick tick = iota
	emptyTick
	fullTick
)

// ticks are the boxes as texts draw them.
var ticks = []struct {
	drawn string
	tick  tick
}{
	{"[x]", fullTick}, {"[X]", fullTick}, {"(x)", fullTick}, {"(X)", fullTick}, {"(*)", fullTick}, {"[*]", fullTick}, {"☑", fullTick}, {"☒", fullTick}, {"✓", fullTick}, {"✔", fullTick}, {"✅", fullTick}, {"●", fullTick}, {"◉", fullTick}, {"🔘", fullTick},
	{"[ ]", emptyTick}, {"( )", emptyTick}, {"[]", emptyTick}, {"()", emptyTick}, {"[_]", emptyTick}, {"☐", emptyTick}, {"○", emptyTick}, {"◯", emptyTick}, {"⬜", emptyTick},
}

// tickBefore returns the box that a text ends with.
func tickBefore(s string) tick { return tickAt(strings.TrimRight(s, " \t*_`"), strings.HasSuffix) }

// tickBehind returns the box that a text begins with.
func tickBehind(s string) tick { return tickAt(strings.TrimLeft(s, " \t*_`:"), strings.HasPrefix) }

// tickAt returns the box that stands at one side of a text.
func tickAt(s string, stands func(text, drawn string) bool) tick {
	for _, t := range ticks {
		if stands(s, t.drawn) {
			return t.tick
		}
	}
	return noTick
}

// conjunctions join the things to choose from, in the languages that people write to the desk in.
var conjunctions = map[string]bool{
	"or": true, "and": true, "vs": true, "of": true, "en": true, "oder": true, "und": true, "ou": true, "et": true, "o": true, "y": true, "e": true,
	"eller": true, "og": true, "och": true, "lub": true, "czy": true, "i": true, "nebo": true, "a": true, "vagy": true, "és": true, "tai": true, "ja": true,
}

// environmentsOn returns the environments that a line names, in its order.
func environmentsOn(line string) (out []offered) {
	for i := 0; i < len(line); {
		if !isAlpha(line[i]) || i > 0 && (isAlnum(line[i-1]) || strings.IndexByte("-_./@", line[i-1]) >= 0) {
			i++
			continue
		}
		j := i + wordLen(line[i:])
		if name := firstOf(environmentOf(line[i:j]), inOtherWords(strings.ToLower(line[i:j]))); name != "" && strings.IndexByte("-_.@", at(line, j)) < 0 {
			out = append(out, offered{name, Span{i, j}, tickBefore(line[:i]), tickBehind(line[j:])})
		}
		i = max(j, i+1)
	}
	return out
}

// inOtherWords returns PRODUCTION for the word for it in another language, in small letters.
func inOtherWords(w string) string {
	if hasFold(w, "produ") {
		for _, end := range productionEnds {
			if strings.HasSuffix(w, end) {
				return "PRODUCTION"
			}
		}
	}
	if w == "tuotannossa" || w == "tuotanto" {
		return "PRODUCTION"
	}
	return ""
}

// alternatives reports whether what stands between two things makes them things to choose from: a bar, a conjunction,
// or the box of the second.
func alternatives(between string, box tick) bool {
	words := strings.FieldsFunc(between, func(r rune) bool { return r < 0x80 && !isAlnum(byte(r)) })
	if box != noTick {
		return len(words) <= 2
	}
	if len(words) == 0 {
		return strings.ContainsAny(between, "/|")
	}
	return len(words) == 1 && conjunctions[strings.ToLower(words[0])]
}

// choiceOn reads a line that gives environments to choose from: side by side with nothing but marks or a
// conjunction between them, or behind a box. chosen is the one whose box is ticked; its name is empty where none or
// more than one is, and then the line says nothing of the environment.
func choiceOn(line string) (chosen offered, choice bool) {
	all := environmentsOn(line)
	several := false
	for n, e := range all {
		if n > 0 && e.name != all[0].name {
			several = true
			if !alternatives(line[all[n-1].span.End:e.span.Start], e.before) {
				return chosen, false
			}
		}
	}
	if len(all) == 0 || !several && all[0].before == noTick {
		return chosen, false
	}
	boxed := func(e offered) tick { return e.before }
	if all[0].before == noTick {
		boxed = func(e offered) tick { return e.after }
	}
	for _, e := range all {
		if boxed(e) != fullTick {
			continue
		}
		if chosen.name != "" && chosen.name != e.name {
			return offered{}, true
		}
		chosen = e
	}
	return chosen, true
}
