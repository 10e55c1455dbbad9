package evidence

import (
	"slices"
	"strings"
	"sync"
)

// fillStatus takes the only status that a text names by its words, or the only number that can be the
// status of an error that the gateway gave.
func fillStatus(text string, ex *Exchange) {
	var only, bare, last sole
	told := sync.OnceValue(func() []Span { return ex.toldInMessages(text) })
	for i := 0; i < len(text); {
		if !isDigit(text[i]) || i > 0 && (isAlnum(text[i-1]) || strings.IndexByte(".-/#", text[i-1]) >= 0 || text[i-1] == ':' && isDigit(at(text, i-2))) {
			i++
			continue
		}
		v, n := digits(text[i:], 24)
		end := i + n
		if visited(n); n == 3 && (ofTelephone(text, i, end) || takenBack(text, i)) {
			i = end
			continue
		}
		if n == 3 && v >= 400 && reasons[v] != "" && inflected(text[end:min(len(text), end+16)]) {
			last.add(text[i:end], i)
		} else if n == 3 && reasons[v] != "" && !isAlnum(at(text, end)) && !(strings.IndexByte(".-:/", at(text, end)) >= 0 && isAlnum(at(text, end+1))) && !slices.ContainsFunc(told(), func(s Span) bool { return s.Start <= i && i < s.End }) {
			from, to := emphasised(text, i, end)
			if namesStatus(text, i, end, v) {
				only.add(text[i:end], i)
			} else if v >= 400 && (frontsLine(text, i, end) || opensMessage(text, i, end) || isItem(text, i, end) || opensRemark(text, i, end) || isBlank(at(text, from-1)) && !inMessages(text, i) && tellsStatus(text, i, end, v)) {
				bare.add(text[i:end], i)
			} else if v >= 400 && articles[strings.ToLower(lastWord(lineBefore(text, from)))] && cameBack[wordOf(strings.TrimLeft(text[to:min(len(text), to+16)], " "))] {
				only.add(text[i:end], i) // kregen wij een 400 terug
			} else if v >= 400 && (endsClause(text, from, to) || opensClause(text, from, to)) {
				last.add(text[i:end], i)
			}
		}
		i = max(end, i+1)
	}
	if i := bare.span.End; only.value == "" && bare.found() && ex.asksWhatCame() && followsStatus(text[i:]) {
		only = bare
	}
	if only.value == "" && last.found() && ex.asksWhatCame() && exclaimed(text, last.span) {
		only = last
	}
	if only.value == "" && (ex.showsError() || ex.errorNamed(text) || toldWithCode(text, bare, last)) {
		if only = bare; bare.value == "" && (ex.showsError() || ex.labelsError() || codeBeside(text, last.span.Start) || codeLabelled(text)) {
			only = last
		}
	}
	if only.value == "" {
		only = ex.successTold(text)
	}
	v, _ := digits(only.value, 4)
	if only.value == "" {
		only = statusByName(text)
		v = statusNamed(only.value)
	}
	if !only.found() {
		return
	}
	if ex.Response == nil {
		ex.Response = &Response{Span: only.span}
	}
	ex.Response.Status, ex.responseAssumed = v, true
}

// successTold returns the status of a success that a sentence tells right behind the address of the call, after a word for
// an answer: "GET https://… answers 200 with an empty list".
func (e *Exchange) successTold(text string) (s sole) {
	if e.Request == nil || e.Failure != nil || e.Request.URL == "" || e.Request.Span.Start >= len(text) {
		return s
	}
	i := e.Request.Span.Start
	line := restOfLine(text, i, maxProseLine)
	n := strings.Index(line, e.Request.URL)
	if n < 0 {
		return s
	}
	i += n + len(e.Request.URL)
	rest := restOfLine(text, i, maxKey)
	words := strings.Fields(rest)
	for n := 1; n < min(len(words), 4); n++ {
		w := strings.Trim(words[n], ".,;")
		if v, digits := digits(w, 4); digits == 3 && digits == len(w) && v >= 200 && v < 300 && reasons[v] != "" && answerWords[strings.ToLower(words[n-1])] && !unitBehind(text, i+strings.Index(rest, w)+3) {
			s.add(w, i+strings.Index(rest, w))
			return s
		}
	}
	return s
}

// followsStatus reports whether a text can go on behind a status, and not behind a count.
func followsStatus(behind string) bool {
	rest := strings.TrimLeft(behind[:min(len(behind), maxKey)], " ")
	next, _, ended := strings.Cut(wordOf(rest), "\n")
	return endsTold(behind) || strings.HasPrefix(strings.TrimLeft(rest, "\r"), "\n") || isOAuthCode(next) || !ended && isFunctionWord(next) && !countsBefore[next]
}

// takenBack reports whether a word for "not" stands right before a number, and another one before that: "504, not 502".
func takenBack(text string, i int) bool {
	line := strings.ToLower(lineBefore(text, i))
	word := lastWord(line)
	front := strings.TrimRight(strings.TrimSuffix(strings.TrimRight(line, " "), word), " ")
	return denials[word] && strings.HasSuffix(front, ",") && isDigit(at(front, len(front)-2))
}

// ofTelephone reports whether a number has other groups of digits beside it: 01632 960 417.
func ofTelephone(text string, i, end int) bool {
	group := func(w string) bool { return len(w) >= 2 && len(w) <= 6 && allDigits(strings.TrimLeft(w, "+(")) }
	if at(text, i-1) == ' ' && group(lastWord(text[max(0, i-12):i-1])) && !strings.HasPrefix(lastWord(text[max(0, i-12):i-1]), "20") {
		return true
	}
	return at(text, end) == ' ' && isDigit(at(text, end+1)) && group(strings.Trim(wordOf(text[end+1:min(len(text), end+9)]), ".,\n"))
}

// exclaimed reports whether a status stands between an article and a mark that ends a sentence: "Alweer een 503!!"
func exclaimed(text string, place Span) bool {
	return articles[strings.ToLower(lastWord(lineBefore(text, place.Start)))] && strings.IndexByte("!.", at(text, place.End)) >= 0
}

// toldWithCode reports whether the code of an error stands in the line of the only status there is: the first of some
// that are told so, or nothing.
func toldWithCode(text string, statuses ...sole) bool {
	for _, s := range statuses {
		if s.value != "" {
			return s.found() && codeBeside(text, s.span.Start)
		}
	}
	return false
}

// asksWhatCame reports whether a request is known by its id, and nothing of what came back.
func (e *Exchange) asksWhatCame() bool {
	return e.Response == nil && e.Failure == nil && slices.ContainsFunc(e.Labels, func(l Label) bool { return l.Field == RequestID })
}

// emphasised returns where the marks of Markdown around the word from i to end begin and end: **429**.
func emphasised(text string, i, end int) (from, to int) {
	for n := 0; n < 2 && i > 0 && end < len(text) && text[i-1] == text[end] && strings.IndexByte("*_`", text[end]) >= 0; n++ {
		i, end = i-1, end+1
	}
	return i, end
}

// compoundStems begin what people put behind a status and a hyphen.
var compoundStems = wordList{words: "es as os ös er fehl fout fel feil fejl err meld antw svar hib resp statu"}

// inflected reports whether a text starts with the ending by which a person makes a word of the status before it:
// 403s, 503's, 502er.
func inflected(behind string) bool {
	if at(behind, 0) == '-' {
		for _, stem := range compoundStems.all() {
			if hasFold(behind[1:], stem) {
				return true // 502-es, 409-fout
			}
		}
	}
	for _, ending := range [...]string{"'s", "’s", "s", "er"} {
		if strings.HasPrefix(behind, ending) && !isAlnum(at(behind, len(ending))) {
			return true
		}
	}
	return false
}

// toldInMessages returns where a text shows the messages of an exchange's error: they tell of the supplier's
// status.
func (e *Exchange) toldInMessages(text string) (places []Span) {
	if e.Response == nil {
		return nil
	}
	messages := lenientError(e.Response.Body).Messages
	from := min(e.Response.Span.Start, len(text))
	shown := text[from:min(max(from, e.Response.Span.End), len(text))]
	for _, m := range messages[:min(len(messages), 4)] {
		visited(len(shown))
		if i := strings.Index(shown, m); i >= 0 && m != "" {
			places = append(places, Span{from + i, from + i + len(m)})
		}
	}
	return places
}

// frontsLine reports whether the number from i to end is the first word of its line, and what follows is
// no unit, no list's full stop and no sentence: "409", "# 400 Thu, 09 Jan 2025 14:47:33 GMT".
func frontsLine(text string, i, end int) bool {
	for n := 1; n <= 16; n++ {
		switch c := at(text, i-n); {
		case i-n < 0 || c == '\n':
			visited(n)
			rest := strings.TrimLeft(restOfLine(text, end, 16), " \t\r,")
			return rest == "" || at(text, end) == ',' && isBlank(at(text, end+1)) && !isDigit(rest[0]) || isUpper(rest[0]) || rest[0] == '{' || adverbial[wordOf(rest)] || isDecimal(wordOf(rest)) // curl's time_total
		case isAlnum(c):
			return false
		}
	}
	return false
}

// isDecimal reports whether a word is a number with a fraction.
func isDecimal(w string) bool {
	whole, fraction, ok := strings.Cut(w, ".")
	return ok && allDigits(whole) && allDigits(fraction)
}

// adverbial are words that go on behind a status that opens its line, and not behind a number of things: "503 again on
// production", "405 in 61 ms".
var adverbial = map[string]bool{"again": true, "on": true, "in": true, "from": true, "since": true, "when": true, "every": true, "back": true, "because": true, "after": true}

// opensMessage reports whether the number from i to end is the first that somebody says in a chat, and a word of the
// closed classes follows that stands behind no count: "[16:41] Rob: 401 from …".
func opensMessage(text string, i, end int) bool {
	rest := strings.TrimSpace(restOfLine(text, end, maxKey))
	if rest == "" {
		start := i - len(lineBefore(text, i))
		return start > 0 && strings.HasSuffix(lineBefore(text, start-1), "?") && frontsMessage(text, i)
	}
	next := wordOf(rest)
	return (isOAuthCode(next) || isFunctionWord(next)) && !countsBefore[next] && frontsMessage(text, i)
}

// isOAuthCode reports whether a word has the form of an error's code in OAuth: invalid_client (RFC 6749 §5.2).
func isOAuthCode(w string) bool {
	return strings.IndexByte(w, '_') > 0 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// isItem reports whether the number from i to end is all that stands between two marks of a list of facts: "…; 504; …".
func isItem(text string, i, end int) bool {
	line := lineBefore(text, i)
	if strings.IndexByte(line, '/') < 0 && !namesParty(strings.ToUpper(line)) {
		return false // of whatever
	}
	mark := at(text, end)
	if mark != ';' && mark != '|' {
		return isBlank(mark) && at(text, end+1) == '|' && strings.HasSuffix(text[max(0, i-2):i], "| ")
	}
	return strings.HasSuffix(text[max(0, i-2):i], string(mark)+" ") || at(text, i-1) == mark
}

// opensRemark reports whether the number from i to end opens a remark in brackets, and names nothing there.
func opensRemark(text string, i, end int) bool {
	return at(text, i-1) == '(' && isBlank(at(text, i-2)) && (at(text, end) == ',' || at(text, end) == ')')
}

// showsError reports whether the text shows the error that the gateway gave, whole or by its uuid and code.
func (e *Exchange) showsError() bool {
	if e.Response != nil && looksLikeError(e.Response.Body) {
		return true
	}
	var uuid, code bool
	for _, l := range e.Labels {
		uuid, code = uuid || l.Field == ErrorUUID, code || l.Field == ErrorCode
	}
	return uuid && code
}

// errorNamed reports whether the text gives the code of an error, and a label its uuid, or the request is known that
// got it.
func (e *Exchange) errorNamed(text string) bool {
	asked := e.Request != nil && e.Request.URL != "" && e.Response == nil && e.Failure == nil
	if !asked && !e.asksWhatCame() && !e.labelsError() {
		return false
	}
	code := soleErrorCode(text)
	return code.found() || e.labelled(ErrorCode)
}

// labelsError reports whether a label gives the uuid or the code of an error.
func (e *Exchange) labelsError() bool {
	return e.labelled(ErrorCode) || slices.ContainsFunc(e.Labels, func(l Label) bool { return l.Field == ErrorUUID })
}

// labelled reports whether a label with a name gives a field.
func (e *Exchange) labelled(f Field) bool {
	return slices.ContainsFunc(e.Labels, func(l Label) bool { return l.Field == f && l.Name != "" })
}

// codeLabelled reports whether the only code of an error in a text stands behind a word for one.
func codeLabelled(text string) bool {
	code := soleErrorCode(text)
	if !code.found() {
		return false
	}
	words := strings.Fields(strings.ToLower(lineBefore(text, code.span.Start)))
	return len(words) > 0 && wordForError(words[len(words)-1])
}

// codeBeside reports whether the line that the place i is in gives the code of an error.
func codeBeside(text string, i int) bool {
	line := lineBefore(text, i) + restOfLine(text, i, maxFront)
	for w := range strings.FieldsSeq(line) {
		if isCodeOfError(strings.Trim(w, "`*_\"'.,;:()")) {
			return true
		}
	}
	return false
}

// endsClause reports whether the number from i to end is told in words of whatever language: behind an
// article, or as the last word before a stop or the end of its line, and not as the number of
// something that has a name: "Room 404".
func endsClause(text string, i, end int) bool {
	if !isBlank(at(text, i-1)) || inMessages(text, i) {
		return false
	}
	word := strings.TrimRight(text[max(0, i-maxKey):i], " \t")
	word = word[strings.LastIndexAny(word, " \t\n")+1:]
	visited(maxKey)
	if articles[word] || cameBack[wordOf(strings.TrimLeft(restOfLine(text, end, maxKey), " "))] {
		return true
	}
	if definite[word] { // "the 502 from 08:31", and not "the 500 orders"
		next := wordOf(strings.TrimLeft(restOfLine(text, end, maxKey), " \t"))
		return len(next) <= 4 || !onlyWord(next)
	}
	opens := word != "" && isUpper(word[0]) && at(text, i-1) != '\t' && strings.IndexByte(":,", word[len(word)-1]) < 0
	if word == "" || allDigits(word) || opens && !startsSentence(text, i, word) { // among the digits of a telephone
		return false
	}
	rest := strings.TrimRight(restOfLine(text, end, 8), " \t\r")
	if next := wordOf(strings.TrimLeft(rest, " ")); rest != "" && rest[0] == ' ' && wordLen(word) == len(word) && isFunctionWord(next) && !countsBefore[next] {
		return true // dostajemy 403 przy sprawdzaniu, gav 503 den 19 augusti
	}
	return !opens && (rest == "" || strings.HasPrefix(rest, " {") || strings.IndexByte(".,;:!?)\"", rest[0]) >= 0)
}

// cameBack are the words for "back", and for each time, which stand behind an answer and behind no count of things.
var cameBack = map[string]bool{"back": true, "zurück": true, "terug": true, "tilbage": true, "tilbake": true, "tillbaka": true, "indietro": true, "zpět": true, "vissza": true, "takaisin": true, "every": true}

// countsBefore are the words of the closed classes that stand behind counts too: "500 in the queue".
var countsBefore = map[string]bool{"in": true, "im": true, "of": true, "to": true, "i": true, "di": true, "de": true, "van": true, "von": true, "voor": true, "for": true}

// startsSentence reports whether the word before the number at i is the first of its sentence: "Får 500 när".
func startsSentence(text string, i int, word string) bool {
	front := strings.TrimRight(strings.TrimSuffix(strings.TrimRight(lineBefore(text, i), " \t"), word), " \t")
	return strings.ToLower(word[1:]) == word[1:] && (front == "" || strings.IndexByte(".!?", front[len(front)-1]) >= 0)
}

// maxCallLine is how far before a status the call is looked for that got it, in bytes.
const maxCallLine = 256

// opensClause reports whether the number from i to end opens a clause of a word more at most, behind the
// call that its line tells: "we POST to it, 409 back".
func opensClause(text string, i, end int) bool {
	front := strings.TrimRight(text[max(0, i-maxCallLine):i], " \t")
	front = front[strings.LastIndexByte(front, '\n')+1:]
	visited(len(front))
	if front == "" || strings.IndexByte(",;:", front[len(front)-1]) < 0 {
		return false
	}
	word, rest, _ := strings.Cut(strings.TrimLeft(restOfLine(text, end, maxKey), " \t"), " ")
	if rest != "" && (word == "" || strings.IndexByte(".,;:!?", word[len(word)-1]) < 0) {
		return false
	}
	for w := range strings.FieldsSeq(front) {
		if methods[w] {
			return true
		}
	}
	return false
}

// definite are the definite articles of the languages that people write to the desk in.
var definite = map[string]bool{
	"the": true, "der": true, "die": true, "das": true, "den": true, "dem": true, "de": true, "het": true, "le": true, "la": true, "el": true, "il": true, "o": true,
}

// articles are the indefinite ones.
var articles = map[string]bool{
	"a": true, "an": true, "ein": true, "eine": true, "einen": true, "einem": true, "een": true, "un": true, "une": true,
	"uno": true, "una": true, "um": true, "uma": true, "en": true, "et": true, "ett": true, "jeden": true,
}

// tellsStatus reports whether the words around the number from i to end, on its line, are those of somebody
// who tells of a call.
func tellsStatus(text string, i, end, v int) bool {
	from := max(0, i-48)
	from += strings.LastIndexByte(text[from:i], '\n') + 1
	line := text[from:end] + restOfLine(text, end, 32)
	visited(end - from)
	return proseStatus(line) == v || namesParty(strings.ToUpper(line))
}

// maxMessages is how far before a status the key of an error's messages is looked for, in bytes.
const maxMessages = 256

// inMessages reports whether the place i lies behind the key of an error's messages on its line: those
// tell of the supplier's status.
func inMessages(text string, i int) bool {
	front := text[max(0, i-maxMessages):i]
	front = front[strings.LastIndexByte(front, '\n')+1:]
	visited(len(front) + 1)
	return strings.Contains(front, "messages")
}

// behindArrow reports whether the line up to a number that ends at a place names a path or an order and ends with an
// arrow, and no thing that is counted follows.
func behindArrow(text string, i, end int) bool {
	front := strings.TrimRight(lineBefore(text, i), " `*")
	bare, ok := strings.CutSuffix(front, "->")
	if !ok {
		bare, ok = strings.CutSuffix(front, "→")
	}
	if !ok || unitBehind(text, end) {
		return false
	}
	rest := restOfLine(text, end, maxKey)
	if next := wordOf(strings.TrimLeft(rest, " ")); !endsTold(rest) && !isFunctionWord(next) && rest[0] != '(' {
		return false
	}
	return strings.IndexByte(bare, '/') >= 0 || slices.ContainsFunc(strings.Fields(bare), isOrderNumber)
}

// behindError reports whether a number stands between a word for one error and what doesn't count things: "virheen 502
// tuotannossa", and not "errors 500 per hour", nor "chybí 500", which is missing.
func behindError(front, rest string) bool {
	w := strings.TrimRight(strings.ToLower(lastWord(front)), ",;")
	if !wordForError(w) || strings.HasSuffix(w, "s") || strings.HasSuffix(w, "í") {
		return false
	}
	next := strings.ToLower(wordOf(strings.TrimLeft(rest, " ")))
	return endsTold(rest) || isFunctionWord(next) || inOtherWords(next) != ""
}

// leadsToCode reports whether nothing but words of the closed classes, or for a code or a body, stands between a number and
// the code of an error or its JSON: "500 with code MAPPING_FAILED", "400 and {"uuid":…".
func leadsToCode(behind string) bool {
	rest, words := strings.TrimLeft(behind, ","), 0
	for ; words < 4; words++ {
		rest = strings.TrimLeft(rest, " \n:(")
		if isCodeOfError(strings.Trim(wordOf(rest), ".,")) || strings.HasPrefix(rest, `{"uuid"`) {
			return words > 0
		}
		w := strings.Trim(strings.ToLower(wordOf(rest)), ".,;:")
		if !isFunctionWord(w) && !saysCode(w) && w != "body" {
			return false
		}
		rest = rest[len(wordOf(rest)):]
	}
	return false
}

// saysAnswered reports whether a word, in small letters, says that something was answered, in the languages that put it
// behind the status: "hat mit 409 geantwortet".
func saysAnswered(w string) bool {
	w = strings.TrimRight(w, ".,;:")
	return strings.HasSuffix(w, "antwortet") || strings.HasSuffix(w, "antwoord") || strings.HasSuffix(w, "quittiert") || w == "zurückgegeben" || w == "teruggegeven"
}

// labelledWithCode reports whether the number from i to end stands right behind a label, and before a dash and an error's
// code: "Retorno: 409 - DUPLICATE_ORDER".
func labelledWithCode(text string, i, end int) bool {
	code, ok := strings.CutPrefix(strings.TrimLeft(restOfLine(text, end, maxFront), " "), "- ")
	return ok && isCodeOfError(wordOf(code)) && strings.HasSuffix(strings.TrimRight(lineBefore(text, i), " *_"), ":")
}

// namesStatus reports whether the number from i to end is called a status, or has its reason or the code
// of an error behind it.
func namesStatus(text string, i, end, v int) bool {
	behind := text[end:min(len(text), end+32)]
	const marks = " ,;:(-'\"`"
	if isReason(v, strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(behind, marks), "message="), marks)) {
		return true
	}
	if v < 400 { // what a program compares with, or a test expected
		if v < 200 || v > 299 || !endsTold(behind) {
			return false
		}
		words := strings.Fields(strings.ToLower(lineBefore(text, i)))
		return len(words) > 1 && words[len(words)-2] == "status" && copulas[words[len(words)-1]] && (len(words) == 2 || words[len(words)-3] == "http" || words[len(words)-3] == "the" || strings.HasSuffix(words[len(words)-3], "."))
	}
	if saysAnswered(strings.ToLower(wordOf(strings.TrimLeft(behind, " ")))) {
		return true
	}
	if beforeCode(behind) || leadsToCode(text[end:min(len(text), end+maxFront)]) || behindArrow(text, i, end) || labelledWithCode(text, i, end) {
		return true
	}
	front := text[max(0, i-24):i]
	words := keyWords(front)
	visited(len(front))
	if len(words) == 0 || strings.HasSuffix(strings.TrimRight(front, " \t"), "\n") || inMessages(text, i) {
		return false
	}
	if isBlank(at(text, i-1)) && behindError(front, restOfLine(text, end, maxKey)) {
		return true
	}
	switch words[len(words)-1] {
	case "status", "http", "response", "statuscode", "statuskode", "statuskod", "httpcode", "httpstatus", "httpstatuscode":
		return true
	case "answer":
		return endsTold(behind) || isFunctionWord(wordOf(strings.TrimLeft(behind, " ")))
	case "code":
		return len(words) > 1 && (words[len(words)-2] == "status" || words[len(words)-2] == "response" || words[len(words)-2] == "http")
	}
	return false
}
