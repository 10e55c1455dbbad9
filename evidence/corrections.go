package evidence

import (
	"strings"
)

// regrets are how the words begin by which people are sorry for what they said, in small letters, in the languages that they
// write to the desk in. A line takes something back where it also has one of the words for wrong.
var regrets = wordList{words: "sorry apolog entschuld pardon désol scusa scusate perdón perdona disculp desculp przepr omlouv undskyld beklager förlåt ursäkta anteeksi elnézést bocsánat вибач извин oprosti συγγνώμη"}

// wrongs are how words for wrong begin.
var wrongs = wordList{words: "wrong incorrect mistyp mixed falsch verwechsel verkeerd foutief fel forkert mauvais erroné trompé sbagliat errat equivoc erróneo errad engan zły zła złe błędn pomyl chybn špatn nesprávn hibás rossz väär greșit помил неправил λάθος kriv pogrešn"}

// corrects are how words begin that take something back by themselves, where a colon stands behind them or a few words on:
// "Correction to the above: …".
var corrects = wordList{words: "correction corrected korrektur berichtigung correctif rectificatif correzione rettifica corrección correção rectificatie sprostowanie korekta oprava rettelse rättelse korjaus javítás ispravak διόρθωση"}

// interjections are such words that need no colon.
var interjections = map[string]bool{"oops": true, "argh": true, "scratch": true, "quatsch": true, "hoppla": true}

// besides are words of a line that tells of something else, which is right as well.
var besides = map[string]bool{"also": true, "too": true, "auch": true, "aussi": true, "anche": true, "también": true, "ook": true, "också": true, "også": true, "as": true, "affected": true, "again": true, "previous": true, "yesterday": true}

// takesBack returns where a line begins to take something back, -1 for nowhere, and whether it says of anything that it
// is not.
func takesBack(line string) (mark int, negates bool) {
	mark = -1
	before, sorry, wrong := "", -1, -1
	for i := 0; i < len(line); {
		n := 0
		for i+n < len(line) && strings.IndexByte(" \t\"'(*_[,;", line[i+n]) < 0 {
			n++
		}
		if n > 0 {
			w := strings.ToLower(line[i : i+n])
			word := strings.TrimRight(w, ":.!")
			switch {
			case besides[word]:
				return -1, false
			case mark >= 0:
			case interjections[word], w == "wait" && before == "no", corrects.begins(w) && strings.IndexByte(line[i:min(len(line), i+maxKey)], ':') > 0:
				mark = i
			case sorry < 0 && regrets.begins(w):
				sorry = i
			case wrong < 0 && wrongs.begins(w) && before != "went" && before != "gone": // something went wrong
				wrong = i
			}
			negates = negates || denials[word]
			before = w
		}
		i += n + 1
	}
	if mark < 0 && wrong >= 0 && (sorry >= 0 || saysWasWrong(line[:wrong])) {
		mark = max(0, min(sorry, wrong))
	}
	return mark, negates
}

// saysWasWrong reports whether the words before one for wrong are those of somebody who was: "am greșit", "I got it".
func saysWasWrong(front string) bool {
	switch strings.ToLower(lastWord(front)) {
	case "am", "i", "ich", "j'ai", "ho", "he":
		return true
	}
	return false
}

// amended are the values of one kind in a line that takes something back, but for those that it negates or says before.
type amended struct {
	sole
	before  sole
	negated string // the value that is said to be none
}

// add takes a value at i of a line, unless a word right before it says that it is not the one, or the line has said it
// before it takes something back at the mark.
func (a *amended) add(line, value string, i, mark int) {
	front := strings.Fields(strings.ToLower(line[max(0, i-maxKey):i]))
	for _, w := range front[max(0, len(front)-2):] {
		if denials[strings.Trim(w, "(,;:")] {
			a.negated = value
			return
		}
	}
	switch {
	case i < mark:
		a.before.add(value, i)
	case mark < 0 || !strings.Contains(line[:mark], value):
		a.sole.add(value, i)
	}
}

// right returns the only value that isn't taken back: one behind the mark, or else one before it.
func (a *amended) right() sole {
	if a.sole.value == "" && a.negated == "" {
		return a.before
	}
	return a.sole
}

// corrections puts what people say to be right, in a line that takes back what they said before, in its place.
func (g *gathering) corrections() {
	if len(g.text) > maxSaid {
		return
	}
	first := len(g.text) // what is taken back was said before
	for _, f := range [...]Field{RequestID, ConversationID, ErrorUUID, OrderID, OccurredAt, Tenant, Supplier, Environment} {
		if held := g.facts[f]; held != nil {
			first = min(first, held.Span.Start)
		} else if f == Environment {
			first = 0
		}
	}
	for _, l := range textLines(g.text) {
		line := g.text[l.Start:l.End]
		if l.End < first || len(line) > maxProseLine || ofProgram(line) {
			continue
		}
		visited(len(line))
		if mark, negates := takesBack(line); mark >= 0 || negates {
			g.correctBy(line, l.Start, mark)
		}
	}
}

// correctBy takes what is right from a line at start that takes something back from the mark on, or, where that is
// negative, only negates something.
func (g *gathering) correctBy(line string, start, mark int) {
	all := map[Field]*amended{}
	of := func(f Field) *amended {
		if all[f] == nil {
			all[f] = &amended{}
		}
		return all[f]
	}
	named, was := map[Field]bool{}, Field("")
	var ids amended
	for i := 0; i < len(line); {
		n := 0
		for i+n < len(line) && (isAlnum(line[i+n]) || line[i+n] >= 0x80 || line[i+n] == '-' || line[i+n] == '_') {
			n++
		}
		switch w := line[i : i+n]; {
		case isUUID(w):
			if f, _ := idNamedBefore(g.text, start+i); f != "" {
				of(f).add(line, w, i, mark)
			} else {
				ids.add(line, w, i, mark)
			}
		case isOrderNumber(w):
			of(OrderID).add(line, w, i, mark)
		case environmentOf(w) != "":
			of(Environment).add(line, environmentOf(w), i, mark)
		case namesItself(w) != "" && w == strings.ToUpper(w):
			of(namesItself(w)).add(line, w, i, mark)
		case n > 0:
			if f := namedByWord(line, i, i+n); f != "" {
				named[f] = true
				if saysWas(line[:i]) {
					was = f
				}
			}
		}
		i += max(n, 1)
	}
	for from := 0; from < len(line); {
		m, i := proseMoment(line[from:])
		if m == "" {
			break
		}
		of(OccurredAt).add(line, m, from+i, mark)
		from += i + len(m)
	}
	for _, f := range fieldOrder {
		a := all[f]
		if a == nil || f == OrderID && !named[OrderID] || mark < 0 && !g.denies(f, a.negated) {
			continue
		}
		g.correct(f, a.right(), start, was)
	}
	for _, f := range [...]Field{RequestID, ConversationID, ErrorUUID} {
		if named[f] && len(all) == 0 && !(named[RequestID] && named[ConversationID]) && (mark >= 0 || g.denies(f, ids.negated)) {
			g.correct(f, ids.right(), start, "")
		}
	}
}

// denies reports whether a value that a line negates is the one that is known.
func (g *gathering) denies(f Field, value string) bool {
	held := g.facts[f]
	return value != "" && held != nil && (same(f, held.Value, value) || held.Value == value)
}

// saysWas reports whether a text ends with "was", in some language, and an article at most: "that was the".
func saysWas(front string) bool {
	words := strings.Fields(strings.ToLower(front[max(0, len(front)-maxKey):]))
	for n := len(words) - 1; n >= max(0, len(words)-2); n-- {
		switch words[n] {
		case "was", "war", "était", "era", "fue", "var", "byl", "byla", "oli":
			return true
		}
		if !definite[words[n]] && words[n] != "the" {
			return false
		}
	}
	return false
}

// correct takes the only value that a line at start says to be right. The one that it takes back is that of the field
// which the line says that it was, if any. What the host of the request says stays, and is asked about.
func (g *gathering) correct(f Field, a sole, start int, was Field) {
	if !a.found() {
		return
	}
	place := Span{start + a.span.Start, start + a.span.End}
	held := g.facts[f]
	switch {
	case held == nil:
	case same(f, held.Value, a.value) && f != OccurredAt || held.Value == a.value || held.Span.Start > place.Start && !strings.Contains(held.Where, "the text"):
		return
	case held.Where == hostWhere:
		g.add(f, a.value, "the correction", place, false)
		return
	case was != "" && was != f && g.facts[was] == nil:
		g.add(was, held.Value, held.Where, held.Span, true)
	}
	now := &Fact{Field: f, Value: a.value, Where: "the correction", Span: place}
	if held != nil {
		now.Others = []Other{{held.Value, held.Where, held.Span}} // asked about
	}
	g.facts[f] = now
}

// namedByWord returns the id or the order that the word from i to end of a line names, "" for none.
func namedByWord(line string, i, end int) Field {
	low := strings.ToLower(line[i:end])
	f := firstOf(labelFields[flatName(low)], uuidNames[flatName(low)])
	if f == RequestID || f == ConversationID || f == ErrorUUID {
		return f
	}
	if stemField(low, "00000") == OrderID {
		return OrderID
	}
	return stemField(low, anyUUID)
}
