package evidence

import "strings"

// wellWords are words by which people say that a call worked.
var wellWords = map[string]bool{"worked": true, "succeeded": true, "successful": true, "geklappt": true, "funktionierte": true, "gelukt": true, "réussi": true, "funcionó": true, "udało": true, "prošlo": true, "riuscita": true, "funcionou": true}

// wentWell reports whether the sentence around a place, or else the line where that has one id, tells of a call that
// worked, and of none that failed.
func wentWell(text string, place Span) bool {
	if place.Start > len(text) {
		return false
	}
	front := text[max(0, place.Start-maxSentence):place.Start]
	front = front[strings.LastIndexByte(front, '\n')+1:]
	behind := restOfLine(text, place.Start, maxSentence)
	sentence := front[max(0, strings.LastIndex(front, ". ")):]
	if n := strings.Index(behind, ". "); n >= 0 {
		sentence += behind[:n]
	} else {
		sentence += behind
	}
	visited(len(front))
	well, told := outcomeOf(sentence)
	if line := front + behind; !told && idsIn(line) <= 1 { // else the line tells of several calls
		well, _ = outcomeOf(line)
	}
	return well
}

// outcomeOf returns whether words tell of a call that worked, and of none that failed, and whether they tell of either.
func outcomeOf(words string) (well, told bool) {
	for w := range strings.FieldsFuncSeq(strings.ToLower(words), func(r rune) bool { return strings.ContainsRune(" \t,;:()!.-→>", r) }) {
		if v, n := digits(w, 4); n == 3 && n == len(w) && reasons[v] != "" {
			if v >= 400 {
				return false, true
			}
			well = well || v < 300
		}
		if strings.HasPrefix(w, "fail") {
			return false, true
		}
		well = well || wellWords[w]
	}
	return well, well
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
