package evidence

import (
	"slices"
	"strings"
)

// maxApart is how far behind its name an id is looked for, in bytes.
const maxApart = 512

// soleApart finds the ids that are told apart from their names, as where people ask and answer: "they want
// the conversation id" and an id alone two lines below, "Auftrag?" and a number. An id that nothing names
// is that of the only name since the id before it. Longer texts than people write are not looked at.
func soleApart(text string) map[Field]*sole {
	found := map[Field]*sole{RequestID: {}, ConversationID: {}, ErrorUUID: {}, OrderID: {}}
	if len(text) > maxSaid {
		return found
	}
	asked := pending{}
	for i := 0; i < len(text); {
		if !isAlnum(text[i]) && text[i] < 0x80 {
			i++
			continue
		}
		end := i
		for end < len(text) && (isAlnum(text[end]) || text[end] >= 0x80 || text[end] == '-' || text[end] == '_') {
			end++
		}
		visited(end - i)
		switch word := text[i:end]; {
		case isUUID(word):
			if f := asked.inRow(text, i); f != "" {
				found[f].add(word, i)
				break
			}
			name := asked.last()
			switch f := asked.take(i, RequestID, ConversationID, ErrorUUID); {
			case f == "" && besideCode(text, i, end):
				found[ErrorUUID].add(word, i)
			case f != "" && (saidAlone(text, i) || questioned(text, name)) && (inSentence(text[min(name, i):i]) || aloneInLine(text, i, end)):
				found[f].add(word, i)
			}
		case isOrderNumber(word):
			if asked.answers(OrderID, i) && (frontsMessage(text, i) && (asked.question || aloneInLine(text, i, end) && !labelled(text, i)) || strings.Trim(text[asked.at[OrderID]:i], " :#.nroNRO°º") == "") && endsNumber(text, end) {
				found[OrderID].add(word, i)
				asked.take(i, OrderID)
			}
		case at(text, end) != '"' && strings.IndexByte(`"/=?&<`, at(text, i-1)) < 0:
			asked.name(text, i, end)
		}
		i = end
	}
	return found
}

// besideCode reports whether an error's code stands right before or behind the id from i to end, in its line.
func besideCode(text string, i, end int) bool {
	front := lineBefore(text, i)
	if key := strings.TrimRight(front, " '\""); strings.HasSuffix(key, `":`) || strings.HasSuffix(key, "=") {
		return false // the value of a setting
	}
	front = strings.TrimRight(front, " \t,;:()[]-–—`*\"'|{}")
	before := front[strings.LastIndexAny(front, " \t(`*\"'{")+1:]
	behind := wordOf(strings.TrimLeft(restOfLine(text, end, maxFront), " \t,;:()[]-–—`*\"'|{}"))
	return isCodeOfError(before) || isCodeOfError(behind)
}

// inSentence reports whether a text goes on without a full stop or a line's end.
func inSentence(s string) bool {
	visited(len(s))
	return strings.IndexByte(s, '\n') < 0 && !strings.Contains(s, ". ")
}

// aloneInLine reports whether nothing but an error's code, or those of a tenant and a supplier, follows what
// goes from i to end on its line, and nothing but the name of who says it stands before.
func aloneInLine(text string, i, end int) bool {
	if !frontsMessage(text, i) {
		return false
	}
	for word := range strings.FieldsSeq(restOfLine(text, end, maxFront)) {
		switch word = strings.Trim(word, ".,;*_`"); {
		case word == "" || isCodeOfError(word) || isCode(word) && namesItself(word) != "":
		case isUUID(word) || word == "for" || word == "and" || word == "tenant" || word == "supplier" || word == "conversation" || word == "id":
		default:
			return false
		}
	}
	return true
}

// labelled reports whether words with no time among them, a label rather than who says it, stand before the
// place i on its line.
func labelled(text string, i int) bool {
	front := lineBefore(text, i)
	return strings.IndexByte(front, ':') >= 0 && !strings.ContainsAny(front, "0123456789")
}

// pending is what has been named without its value: the place behind each name.
type pending struct {
	at       map[Field]int
	question bool    // the order was asked for
	row      []Field // those of the ids that follow in the order of their names
}

// maxRow is how much of a line is looked at for ids that answer a question one behind the other, in bytes.
const maxRow = 160

// inRow returns the field of the id at i where a line gives as many ids as were asked for, in their order:
// "the request id and the conversation id?", and below it "… and …".
func (a *pending) inRow(text string, i int) (f Field) {
	if len(a.row) == 0 {
		var names []Field
		for f := range a.at {
			if f != OrderID && a.answers(f, i) {
				names = append(names, f)
			}
		}
		if len(names) < 2 || !frontsMessage(text, i) {
			return ""
		}
		line := rowAt(text, i)
		if low := strings.ToLower(line); idsIn(line) != len(names) || strings.Contains(low, "request") || strings.Contains(low, "conversation") || strings.Contains(low, "call") || strings.ContainsAny(line, "=\"{") {
			return ""
		}
		slices.SortFunc(names, func(x, y Field) int { return a.at[x] - a.at[y] })
		a.row = names
	}
	f, a.row = a.row[0], a.row[1:]
	delete(a.at, f)
	return f
}

// rowAt returns the line from i on, and the lines below it that hold nothing but an id or a short word: "… and …".
func rowAt(text string, i int) string {
	end := i
	for n := 0; n < 4; n++ {
		line := restOfLine(text, end, maxRow)
		if w := strings.TrimSpace(line); n > 0 && !isUUID(w) && (len(w) > 4 || !onlyWord(w)) {
			break
		}
		if end += len(line); at(text, end) != '\n' {
			break
		}
		end++
	}
	return text[i:end]
}

// idsIn counts the UUIDs of a line.
func idsIn(line string) (n int) {
	for word := range strings.FieldsFuncSeq(line, func(c rune) bool { return c != '-' && (c >= 0x80 || !isAlnum(byte(c))) }) {
		if isUUID(word) {
			n++
		}
	}
	return n
}

// last returns the place behind the name that stands last.
func (a *pending) last() (end int) {
	for _, n := range a.at {
		end = max(end, n)
	}
	return end
}

// name notes the id that the word from i to end names, alone or with the "id" behind it.
func (a *pending) name(text string, i, end int) {
	word := text[i:end]
	if len(word) > maxKey {
		return
	}
	f := labelFields[flatName(word)]
	if f != RequestID && f != ConversationID && f != ErrorUUID {
		f = ""
		if rest := text[end:min(len(text), end+4)]; hasFold(rest, " id") && !isAlnum(at(rest, 3)) {
			f = labelFields[flatName(word)+"id"]
		}
	}
	if f == "" && stemField(strings.ToLower(word), "0000") == OrderID {
		f = OrderID
	}
	switch f {
	case RequestID, ConversationID, ErrorUUID, OrderID:
		if a.at == nil {
			a.at = map[Field]int{}
		}
		if strings.HasSuffix(strings.ToLower(strings.TrimRight(text[max(0, i-4):i], " ")), " no") {
			return // there is none
		}
		if a.at[f] = end; f == OrderID {
			rest := restOfLine(text, end, len(" number?"))
			a.question = strings.HasPrefix(rest, "?") || strings.HasSuffix(rest, "?") && (hasFold(rest, " id") || hasFold(rest, " n"))
		}
	}
}

// answers reports whether the value at i can be that of a name before it.
func (a *pending) answers(f Field, i int) bool {
	end, named := a.at[f]
	return named && i-end <= maxApart
}

// take returns the only one of some fields that a value at i can be the value of, and forgets them all.
func (a *pending) take(i int, fields ...Field) (only Field) {
	several := 0
	for _, f := range fields {
		if a.answers(f, i) {
			only = f
			several++
		}
		delete(a.at, f)
	}
	if several > 1 {
		return ""
	}
	return only
}

// isOrderNumber reports whether a word has the form of an order's number among a person's words.
func isOrderNumber(word string) bool {
	return len(word) >= 5 && len(word) <= 9 && allDigits(word) && word[0] != '0'
}

// minSole is how many digits the only number of a text must have to be taken for the order's.
const minSole = 6

// soleNumber finds the only number among a person's words that has the form of an order's, close behind a word for an
// order or for what is done with one: "storno von 4744271 geht nicht"; or as the answer that opens a line. Longer texts
// than people write are not looked at.
func soleNumber(text string) (s sole) {
	if len(text) > maxSaid {
		return s
	}
	for i := 0; i < len(text); {
		if !isDigit(text[i]) {
			i++
			continue
		}
		_, n := digits(text[i:], 24)
		visited(n)
		end := i + n
		if w := text[i:end]; n >= minSole && isOrderNumber(w) && !isDay(w) && strings.IndexByte("\x00 \n(*`", at(text, i-1)) >= 0 && endsNumber(text, end) && strings.IndexByte("\x00 \t\r\n.,;:!?)*`", at(text, end)) >= 0 {
			if front := lineBefore(text, i); allDigits(lastWord(front)) && lastWord(front) != "" { // of a telephone
			} else if leadsToOrder(front) && !unitBehind(text, end) || strings.TrimSpace(front) == "" && at(text, end) == ',' && namesOrder(text[max(0, i-maxApart):i]) {
				s.add(w, i)
			} else {
				s.many = true // another number, of whatever
			}
		}
		i = end
	}
	return s
}

// orderStems are what words for an order, and for what is done with one, start or end with in small letters.
var orderStems = wordList{words: "order orden ordre ordine ordini comand auftrag bestel beställ zamówieni commande pedido encomenda rendel objedn tilau storno cancel annul anular annull termin afspra appoint rendez amend avbok avbest"}

// namesOrder reports whether a word of a text is one of them.
func namesOrder(text string) bool {
	visited(len(text))
	for w := range strings.FieldsSeq(strings.ToLower(text)) {
		if w = strings.Trim(w, ".,;:!?()"); orderStem(w) {
			return true
		}
	}
	return false
}

func orderStem(w string) bool {
	for _, stem := range orderStems.all() {
		if strings.HasPrefix(w, stem) || strings.HasSuffix(w, stem) && stem != "order" { // border
			return true
		}
	}
	return false
}

// numberWords are the short words for "number" before one.
var numberWords = map[string]bool{"no": true, "nr": true, "n": true, "num": true, "núm": true, "n°": true, "nº": true, "č": true, "číslo": true, "szám": true, "number": true, "nummer": true, "número": true, "numero": true}

// besideOrder reports whether a word may stand beside one for an order and leave it one: of the closed classes, for a
// number, or whose number it is.
func besideOrder(w string) bool {
	return isFunctionWord(w) || numberWords[w] || ofOrder[w]
}

// ofOrder are words beside one for an order that say whose or which it is.
var ofOrder = map[string]bool{"fibre": true, "cafe": true, "behind": true, "question": true, "concerned": true, "affected": true, "die": true, "das": true, "dahinter": true, "betroffene": true, "betreffende": true}

// maxToOrder is how many words may stand between a word for an order and its number.
const maxToOrder = 5

// leadsToOrder reports whether a text ends with a word for an order, or for what is done with one, and nothing behind
// it but words of the closed classes, "is" in some language, or a word for a number or for whose it is: "the order
// number at Fibre Cafe is"; or what has become of it and a colon: "un ordine bloccato:".
func leadsToOrder(front string) bool {
	words := strings.Fields(strings.ToLower(front))
	for n := len(words) - 1; n >= max(0, len(words)-1-maxToOrder); n-- {
		last := n == len(words)-1
		switch w := strings.Trim(words[n], ".,;:!?()*_`"); {
		case orderStem(w):
			return !last || strings.HasSuffix(words[n], ",")
		case !last && strings.IndexByte(".,;:!?", words[n][len(words[n])-1]) >= 0 && !numberWords[w]:
			return false
		case besideOrder(w), copulas[w]:
		case last && strings.HasSuffix(words[n], ":") && n > 0 && orderStem(strings.Trim(words[n-1], ".,;:!?()*_`")) && isParticiple(w):
		default:
			return false
		}
	}
	return false
}

// isParticiple reports whether a word ends as those do that say what has become of something.
func isParticiple(w string) bool {
	for _, end := range [...]string{"ato", "ata", "ito", "ado", "ada", "ido", "ed", "uck", "iert", "ert", "eerd", "ang", "é", "ée", "ny", "ane", "erad", "eret"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// unitBehind reports whether a number that ends at a place counts bytes or tells how long something took.
func unitBehind(text string, end int) bool {
	switch wordOf(strings.TrimLeft(restOfLine(text, end, maxKey), " ")) {
	case "ms", "s", "bytes", "kB", "requests", "times":
		return true
	}
	return false
}

// isDay reports whether eight digits are a day: 20260114.
func isDay(w string) bool { return len(w) == len("20260114") && strings.HasPrefix(w, "20") }

// endsNumber reports whether a number ends at the place end, rather than goes on as that of a telephone,
// a price or a time.
func endsNumber(text string, end int) bool {
	rest := strings.TrimLeft(text[end:min(len(text), end+4)], " \t")
	return rest == "" || !isDigit(rest[0]) && (strings.IndexByte(".,:/", rest[0]) < 0 || !isDigit(at(rest, 1)))
}

// frontsMessage reports whether what stands at i is the first that a line says, or the first behind the name
// of who says it.
func frontsMessage(text string, i int) bool {
	line := lineBefore(text, i)
	front := withoutInterjection(strings.TrimLeft(strings.TrimRight(line[bulletEnd(line):], " \t*_`"), "=->→"))
	return len(line) < maxFront && (front == "" || strings.HasSuffix(front, ":") && strings.Count(front, " ") < 8 && !strings.ContainsAny(front, `"{=`))
}

// maxInterjection is how long a word is that somebody says before the answer, in bytes: "sorry."
const maxInterjection = 8

// withoutInterjection takes off the one word before an answer that ends like a sentence.
func withoutInterjection(front string) string {
	front = strings.TrimSuffix(front, "..")
	n := len(front) - 1
	if n < 0 || strings.IndexByte(".,!", front[n]) < 0 {
		return front
	}
	w := lastWord(front[:n])
	if rest := strings.TrimRight(front[:n-len(w)], " "); len(w) <= maxInterjection && onlyWord(w) && (rest == "" || strings.HasSuffix(rest, ":")) {
		return rest
	}
	return front
}

// maxQuestion is how much of a question may stand behind the name of what it asks for, in bytes.
const maxQuestion = 32

// questioned reports whether the name that ends at a place stands near the end of a question: "which request
// id?", "heb je de request id erbij?".
func questioned(text string, end int) bool {
	rest := strings.TrimRight(restOfLine(text, end, maxQuestion), " \t\r")
	return strings.HasPrefix(rest, "?") || hasFold(rest, " id?") || strings.HasSuffix(rest, "?") && strings.IndexByte(rest, '?') == len(rest)-1
}

// saidAlone reports whether no key of its own stands before the id at i, as in "trace: …".
func saidAlone(text string, i int) bool {
	line := strings.TrimRight(lineBefore(text, i), " \t*_`")
	if line == "" {
		return true
	}
	switch line[len(line)-1] {
	case '"', '=', '/', '\'', '{', '[':
		return false
	case ':':
		return strings.Count(line, " ") >= 3
	}
	word := line[strings.LastIndexAny(line, " \t")+1:]
	return len(word) <= 4 || !onlyWord(word) // another noun
}

// maxFront is how much of a line is looked at for what stands before an id in it, in bytes.
const maxFront = 96

// lineBefore returns the line that i is in up to there, at most maxFront bytes of it.
func lineBefore(text string, i int) string {
	line := text[max(0, i-maxFront):i]
	line = line[strings.LastIndexByte(line, '\n')+1:]
	visited(len(line) + 1)
	return line
}
