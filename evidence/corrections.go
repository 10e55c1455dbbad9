package evidence

import (
	"slices"
	"strings"
)

// regrets are how the words begin by which people take back what they said, in small letters, in the languages that they
// write to the desk in.
var regrets = strings.Fields("sorry apolog correction corrected oops mistake mistyp entschuld korrektur berichtig pardon désol rectif correctif scusa scusate correzione rettific perdón perdona disculp corrijo corrección desculp correção vergiss przepr sprostow omlouv oprav undskyld beklager rettelse förlåt ursäkta rättelse anteeksi korjaus elnézést bocsánat javítás вибач извин oprosti ispravak συγγνώμη διόρθωση")

// negations stand before what is taken back: "not A but B".
var negations = map[string]bool{"not": true, "nicht": true, "pas": true, "non": true, "no": true, "niet": true, "inte": true, "ikke": true, "nie": true, "ne": true, "не": true, "não": true, "nem": true, "ei": true, "δεν": true}

// regretted reports whether a line takes something back.
func regretted(line string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(line)) {
		w = strings.TrimLeft(w, "\"'(*_[-")
		for _, start := range regrets {
			if strings.HasPrefix(w, start) {
				return true
			}
		}
	}
	return false
}

// corrections puts what people say to be right, in a line that takes back what they said before, in its place.
func (g *gathering) corrections() {
	if len(g.text) > maxSaid {
		return
	}
	first := len(g.text) // what is taken back was said before
	for _, f := range [...]Field{RequestID, ConversationID, ErrorUUID, OrderID, Environment} {
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
		if visited(len(line)); !regretted(line) {
			continue
		}
		var ids, orders, environments amended
		named := map[Field]bool{}
		for i := 0; i < len(line); {
			n := 0
			for i+n < len(line) && (isAlnum(line[i+n]) || line[i+n] >= 0x80 || line[i+n] == '-') {
				n++
			}
			switch w := line[i : i+n]; {
			case isUUID(w):
				ids.add(line, w, i)
			case isOrderNumber(w):
				orders.add(line, w, i)
			case environmentOf(w) != "":
				environments.add(line, environmentOf(w), i)
			case n > 0:
				if f := namedByWord(line, i, i+n); f != "" {
					named[f] = true
				}
			}
			i += max(n, 1)
		}
		for _, f := range [...]Field{RequestID, ConversationID, ErrorUUID} {
			if named[f] && !(named[RequestID] && named[ConversationID]) {
				g.correct(f, ids, l.Start)
			}
		}
		if named[OrderID] {
			g.correct(OrderID, orders, l.Start)
		}
		g.correct(Environment, environments, l.Start)
		var times amended
		if m, i := proseMoment(line); m != "" {
			times.add(line, m, i)
			g.correct(OccurredAt, times, l.Start)
		}
	}
}

// ofProgram reports whether a line begins as those of logs and of JSON do.
func ofProgram(line string) bool {
	front := strings.TrimLeft(line, " \t")
	return front == "" || strings.IndexByte("{}[]\"<|", front[0]) >= 0 && !isDigit(at(front, 1)) || len(front) > 4 && allDigits(front[:4]) && front[4] == '-'
}

// sameWords say that one thing is another.
var sameWords = map[string]bool{"same": true, "identical": true, "equals": true, "identisch": true, "dieselbe": true, "gleich": true, "gleiche": true, "idem": true, "identique": true, "même": true, "misma": true, "stessa": true, "dezelfde": true, "samma": true, "samme": true}

// sameIDs takes the request id for that of the conversation where a line says so: "X-Conversation-ID: same as the request id".
func (g *gathering) sameIDs() {
	id := g.facts[RequestID]
	if id == nil || g.facts[ConversationID] != nil || len(g.text) > maxSaid {
		return
	}
	for _, l := range textLines(g.text) {
		line := g.text[l.Start:min(l.End, l.Start+maxFront)]
		name, value, ok := strings.Cut(line, ":")
		if !ok || len(name) > maxKey || labelFields[flatName(name[bulletEnd(name):])] != ConversationID {
			continue
		}
		visited(len(line))
		words := strings.FieldsFunc(strings.ToLower(value), func(r rune) bool { return strings.ContainsRune(" ,.;()-", r) })
		if slices.ContainsFunc(words, func(w string) bool { return sameWords[w] }) && slices.ContainsFunc(words, func(w string) bool { return namedByWord(w, 0, len(w)) == RequestID }) {
			g.add(ConversationID, id.Value, "the text", Span{l.Start, l.Start + len(line)}, true)
			return
		}
	}
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

// amended are the values of one kind in a line that takes something back, but for those that it negates.
type amended struct{ sole }

// add takes a value at i, unless a word right before it says that it was none.
func (a *amended) add(line, value string, i int) {
	front := strings.Fields(strings.ToLower(line[max(0, i-maxKey):i]))
	for _, w := range front[max(0, len(front)-2):] {
		if negations[w] {
			return
		}
	}
	a.sole.add(value, i)
}

// correct takes the only value that a line at start says to be right. What the host of the request says stays, and is
// asked about.
func (g *gathering) correct(f Field, a amended, start int) {
	if !a.found() {
		return
	}
	place := Span{start + a.span.Start, start + a.span.End}
	held := g.facts[f]
	switch {
	case held == nil:
	case same(f, held.Value, a.value) || held.Span.Start > place.Start:
		return
	case held.Where == hostWhere:
		g.add(f, a.value, "the correction", place, false)
		return
	}
	g.facts[f] = &Fact{Field: f, Value: a.value, Where: "the correction", Span: place}
}

// well are words by which people say that a call worked.
var well = map[string]bool{"worked": true, "works": true, "fine": true, "succeeded": true, "successful": true, "ok": true, "okay": true, "bra": true, "geklappt": true, "funktionierte": true, "gelukt": true, "goed": true, "réussi": true, "funcionó": true, "bien": true, "udało": true, "poprawnie": true, "prošlo": true, "riuscita": true, "funcionou": true}

// wentWell reports whether the sentence around a place tells of a call that worked, and of none that failed.
func wentWell(text string, place Span) bool {
	if place.Start > len(text) {
		return false
	}
	from := place.Start - len(lineBefore(text, place.Start))
	if n := strings.LastIndex(text[from:place.Start], ". "); n >= 0 {
		from += n
	}
	sentence := text[from:place.Start] + restOfLine(text, place.Start, maxSentence)
	if n := strings.Index(sentence[place.Start-from:], ". "); n >= 0 {
		sentence = sentence[:place.Start-from+n]
	}
	good := false
	for w := range strings.FieldsFuncSeq(strings.ToLower(sentence), func(r rune) bool { return strings.ContainsRune(" \t,;:()!.-→>", r) }) {
		if v, n := digits(w, 4); n == 3 && n == len(w) && reasons[v] != "" {
			if v >= 400 {
				return false
			}
			good = good || v < 300
		}
		good = good || well[w]
	}
	return good
}

// notOfSuccess takes for the id of the failing request the only one that is told elsewhere than in a sentence about a call
// that worked.
func (g *gathering) notOfSuccess() {
	held := g.facts[RequestID]
	if held == nil || strings.Contains(held.Where, " header ") || len(g.text) > maxSaid || !wentWell(g.text, held.Span) {
		return
	}
	var failed sole
	eachUUID(g.text, func(i int) {
		if f, _ := idNamedBefore(g.text, i); f == RequestID && !wentWell(g.text, Span{i, i}) {
			failed.add(g.text[i:i+36], i)
		}
	})
	if failed.found() {
		g.facts[RequestID] = &Fact{Field: RequestID, Value: failed.value, Where: "the text", Span: failed.span}
	}
}
