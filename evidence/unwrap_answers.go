package evidence

import (
	"slices"
	"strings"
)

// Bounds of numbered questions and their answers.
const (
	minNumbered    = 3   // how many there are
	maxNumbered    = 32  // and how many of them are read
	maxAskedFor    = 200 // bytes of a question
	maxAnswerLine  = 400 // bytes of a line of an answer
	maxNumberFront = 16  // bytes before and with the number
	maxMarkWord    = 8   // of which letters
)

// numbered is an entry of a list: its number, what stands in its line, and the lines below that go on with it.
type numbered struct {
	number int
	mark   string // the word before the number, "zu" for "zu 1)"
	front  int    // where the line's text starts, marks of quotations apart
	text   Span
	more   []Span
}

// withoutAnswerNumbers puts the questions of a numbered list in the place of the numbers of their answers, where one
// list asks for facts and another with the same numbers answers: "> 2. The order id", and in the reply "2. 4711".
func withoutAnswerNumbers(text string) *excerpt {
	if len(text) > maxSaid || !strings.Contains(text, "\n3") && !strings.Contains(text, "3.") && !strings.Contains(text, "3)") && !strings.Contains(text, "c)") {
		return nil
	}
	lists := numberedLists(text)
	asked := slices.IndexFunc(lists, func(l []numbered) bool { return asksForFacts(text, l) })
	if asked < 0 {
		return nil
	}
	questions := lists[asked]
	var answers []numbered
	for n, l := range lists {
		if n != asked && answersTo(text, l, questions) {
			if answers != nil {
				return nil // whose are they?
			}
			answers = l
		}
	}
	if answers == nil {
		return nil
	}
	v := &excerpt{}
	done := 0
	add := func(to int) {
		if to > done {
			v.add(text[done:to], done)
		}
		done = max(done, to)
	}
	ask := func() {
		for _, q := range questions {
			for _, l := range append([]Span{{q.front, q.text.End}}, q.more...) {
				add(l.Start)
				done = l.End
			}
		}
	}
	if questions[0].front < answers[0].front {
		ask()
	}
	for _, a := range answers {
		add(a.front)
		question := questions[a.number-1].words(text)
		answer := textSpan{text[a.text.Start:a.text.End], a.text}
		if name, message, ok := statusAndMessage(question); ok {
			if n := statusLen(answer.text); n > 0 {
				v.addAt(name+": ", a.front)
				v.add(answer.text[:n], answer.span.Start)
				v.addAt("\n", a.front)
				question = message
				rest := strings.TrimLeft(answer.text[n:], " ,;/:-–")
				answer.span.Start += len(answer.text) - len(rest)
				answer.text = rest
			}
		}
		v.addAt(question+": ", a.front)
		if end := quotedEnd(answer.text); end > 0 {
			v.add(answer.text[:end], answer.span.Start)
			v.addAt("\n", answer.span.Start+end)
			answer.text = answer.text[end:]
			answer.span.Start += end
		}
		v.add(answer.text, answer.span.Start)
		done = a.text.End
		for _, l := range a.more {
			v.add(" ", done)
			v.add(text[l.Start:l.End], l.Start)
			done = l.End
		}
	}
	if questions[0].front > answers[0].front {
		ask()
	}
	add(len(text))
	return v
}

// addAt adds words that stand nowhere in the text, all at one place in it.
func (v *excerpt) addAt(words string, origin int) {
	for i := range len(words) {
		v.add(words[i:i+1], origin)
	}
}

// numberedLists returns the runs of entries in a text whose numbers rise.
func numberedLists(text string) (lists [][]numbered) {
	var list []numbered
	for _, l := range textLines(text) {
		line := text[l.Start:min(l.End, l.Start+maxAnswerLine)]
		e, ok := numberedLine(line)
		last := len(list) - 1
		switch {
		case ok && last >= 0 && e.number > list[last].number && e.mark == list[last].mark && last < maxNumbered:
			list = append(list, e.at(l))
		case ok:
			if len(list) >= minNumbered {
				lists = append(lists, list)
			}
			list = []numbered{e.at(l)}
		case last >= 0 && l.End-l.Start <= maxAnswerLine && goesOnBelowNumber(list[last], line, l.Start):
			list[last].more = append(list[last].more, trimmedSpan(text, quotedFrom(line)+l.Start, l.End))
		}
	}
	if len(list) >= minNumbered {
		lists = append(lists, list)
	}
	return lists
}

// beforeNumbers are the words before the number of an answer that needs no mark behind it.
var beforeNumbers = map[string]bool{"ad": true, "zu": true, "re": true, "to": true, "pkt": true, "punkt": true, "nr": true, "#": true}

// keycap are the marks behind a digit that make it the picture of a key.
const keycap = "\ufe0f\u20e3"

// numberedLine reads the entry of a list at the front of a line: "2. ", "(2) ", "zu 2) ", "#2 ", "b) ".
func numberedLine(line string) (e numbered, ok bool) {
	e.front = quotedFrom(line)
	front := line[e.front:min(len(line), e.front+maxNumberFront)]
	n := 0
	for n < len(front) && n <= maxMarkWord && isAlpha(front[n]) {
		n++
	}
	if n > maxMarkWord {
		return e, false
	}
	e.mark = strings.ToLower(front[:n])
	if n == 1 && strings.IndexByte(".)", at(front, 1)) >= 0 && isBlank(at(front, 2)) && front[0]|0x20 <= 'p' { // b)
		e.number, e.mark, e.text.Start = int(front[0]|0x20-'a')+1, ")", e.front+n+1
		return e, true
	}
	gap := front[n : len(front)-len(strings.TrimLeft(front[n:], " .(#*["))]
	if strings.IndexByte(gap, '#') >= 0 {
		e.mark = "#"
	}
	n += len(gap)
	number, width := digits(front[n:], 3)
	if width == 0 || width > 2 || number == 0 {
		return e, false
	}
	n += width
	visited(n)
	end := len(front) - len(strings.TrimLeft(front[n:], ".):]-*/"))
	switch rest := front[end:]; {
	case end == n && strings.HasPrefix(rest, keycap):
		end += len(keycap)
	case end == n && strings.HasPrefix(rest, " - "):
		end += len(" -")
	case end == n && strings.HasPrefix(rest, " – "):
		end += len(" –")
	case end == n && !beforeNumbers[e.mark]:
		return e, false
	}
	if end < len(front) && !isBlank(front[end]) || end == len(front) && e.front+end < len(line) {
		return e, false
	}
	e.number, e.text.Start = number, e.front+end
	return e, true
}

// at moves an entry to the line that it was read from, without the blanks around it.
func (e numbered) at(l Span) numbered {
	e.front += l.Start
	e.text = Span{min(l.Start+e.text.Start+1, l.End), l.End}
	return e
}

// quotedFrom steps over the marks of a mail's quotations and the blanks at the front of a line.
func quotedFrom(line string) int {
	return len(line) - len(strings.TrimLeft(line, "> \t"))
}

// trimmedSpan returns a place without the blanks at its ends.
func trimmedSpan(text string, start, end int) Span {
	start = min(start, end)
	bare := strings.TrimLeft(text[start:end], " \t")
	start = end - len(bare)
	return Span{start, start + len(strings.TrimRight(bare, " \t"))}
}

// goesOnBelowNumber reports whether a line goes on with the entry above it: it is indented more than the entry's number and
// stands right below, and is no literal.
func goesOnBelowNumber(e numbered, line string, start int) bool {
	end := e.text.End
	if len(e.more) > 0 {
		end = e.more[len(e.more)-1].End
	}
	i := quotedFrom(line)
	return start-end <= 3 && i < len(line) && i >= 2 && isBlank(line[i-1]) && isBlank(line[i-2]) && strings.IndexByte("{}[]<`\"", line[i]) < 0
}

// words returns a question as the name that its answer gets: without what it has in brackets and its marks.
func (e numbered) words(text string) string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(text[e.text.Start:e.text.End]))
	for _, l := range e.more {
		b.WriteByte(' ')
		b.WriteString(text[l.Start:l.End])
	}
	q := b.String()
	if n := strings.IndexAny(q, "(["); n > 0 {
		q = q[:n]
	}
	q = strings.Trim(q, " \t?:.,;*_`-–")
	if choice, _, ok := strings.Cut(q, ", "); ok && strings.Contains(q[len(choice):], " or ") && asksForFact(choice) { // which …, production or CVT
		q = choice
	}
	for _, w := range strings.Fields(q) {
		if labelFields[flatName(w)] == Environment {
			return w
		}
	}
	return q
}

// asksForFacts reports whether a list counts from 1, most of its entries name facts, and none has a value.
func asksForFacts(text string, list []numbered) bool {
	named := 0
	for i, e := range list {
		q := e.words(text)
		if e.number != i+1 || q == "" || len(q) > maxAskedFor || len(strings.Fields(q)) > 16 || strings.ContainsAny(q, "{}=<>\"") {
			return false
		}
		if asksForFact(q) {
			named++
		}
	}
	return named >= 2 && named*3 >= len(list)*2
}

// asksForFact reports whether a question has words that name a fact.
func asksForFact(q string) bool {
	low := strings.ToLower(q)
	if namesFact(q) || labelFields[flatName(q)] != "" || namesMessage(low) {
		return true
	}
	words := strings.FieldsFunc(low, func(r rune) bool { return strings.ContainsRune(" \t,/&?:.'’", r) })
	for i, w := range words {
		if labelFields[flatName(w)] != "" || namesFact(w) || sections[w] != noSection || i+1 < len(words) && labelFields[flatName(w+words[i+1])] != "" {
			return true
		}
	}
	return false
}

// answersTo reports whether the entries of a list can be the answers to questions: each has a text, the numbers are among
// those of the questions, none names a fact itself, and some have the form of what is asked for.
func answersTo(text string, list, questions []numbered) bool {
	if len(list)*2 < len(questions) || asksForFacts(text, list) {
		return false
	}
	fits, other := 0, 0
	for _, e := range list {
		if e.number > len(questions) {
			return false
		}
		answer := strings.TrimLeft(text[e.text.Start:e.text.End], " \t*_`")
		for _, l := range e.more {
			answer += " " + text[l.Start:l.End]
		}
		visited(len(answer))
		if name, _, ok := strings.Cut(answer[:min(len(answer), maxForeignLabel)], ":"); answer == "" || ok && asksForFact(name) && !isDigit(at(name, 0)) {
			other++
			continue
		}
		switch low := strings.ToLower(questions[e.number-1].words(text)); {
		case idsIn(answer) > 0:
			fits++
		case len(idsNamed(low)) > 0 && !isAbsent(answer):
			other++
		case strings.ContainsAny(answer, "0123456789"), strings.Contains(strings.ToLower(answer), "prod"), hasFold(answer, "cvt"):
			fits++
		}
	}
	return fits >= 2 && other*3 < len(list)
}

// statusAndMessage cuts a question for an answer's status and the error's words into both: "HTTP-Status und Fehlertext".
func statusAndMessage(q string) (status, message string, ok bool) {
	for _, joint := range []string{" und ", " and ", " et ", " y ", " e ", " en ", " og ", " och ", " i ", " a ", " & ", " / ", ", ", " + "} {
		status, message, ok = strings.Cut(q, joint)
		if ok && namesStatusCode(strings.ToLower(status)) && namesMessage(strings.ToLower(message)) {
			return status, message, true
		}
	}
	return "", "", false
}

// statusLen returns the length of a status, and of its reason behind it, at the front of an answer that goes on; 0 for another.
func statusLen(answer string) int {
	status, rest := splitStatus(answer)
	if reasons[status] == "" || rest == "" || !allDigits(answer[:min(3, len(answer))]) {
		return 0
	}
	if reason := " " + reasons[status]; hasFold(answer[3:], reason) {
		return 3 + len(reason)
	}
	return 3
}

// quotedEnd returns where a text in quotation marks ends that an answer begins with and goes on behind, 0 for another.
func quotedEnd(answer string) int {
	if at(answer, 0) != '"' {
		return 0
	}
	end := strings.IndexByte(answer[1:], '"') + 2
	if end < 2 || strings.TrimLeft(answer[end:], " ,.;") == "" || strings.IndexByte(",; (", at(answer, end)) < 0 {
		return 0
	}
	return end
}
