package evidence

import (
	"slices"
	"strings"
)

// What no format found may still stand in the text, in a notation that nothing here knows. Where the
// whole text gives only one value for what the chosen exchange lacks, the value is taken and called
// assumed; where it gives two, neither is.

// sole keeps the only one of several values; two that differ are none.
type sole struct {
	value string
	span  Span
	many  bool
}

func (s *sole) add(value string, start int) {
	switch {
	case s.value == "":
		s.value, s.span = value, Span{start, start + len(value)}
	case !strings.EqualFold(s.value, value):
		s.many = true
	}
}

func (s *sole) found() bool { return s.value != "" && !s.many }

// fillMessages completes the request and the response of a call by what stands anywhere in its text.
func (r *Reader) fillMessages(text string, report *Report, ex *Exchange) {
	alone := !report.othersCall(ex)
	ex.answeredBelow(text)
	if ex.Failure == nil && (ex.Response == nil || ex.Response.Status == 0 || ex.Response.Status >= 400) {
		fillError(text, report, ex)
		if alone && (ex.Response == nil || ex.Response.Status == 0) {
			fillStatus(text, ex)
		}
	}
	if !alone {
		return
	}
	if q := ex.Request; q == nil || q.URL == "" || q.Method == "" {
		r.fillRequest(text, ex)
	}
	r.fillSent(text, report, ex)
	fillAnswer(text, report, ex)
	fillPage(text, ex)
}

// othersCall reports whether the text shows another call whole, to which what stands only once may belong.
func (r *Report) othersCall(ex *Exchange) bool {
	for i := range r.Exchanges {
		if other := &r.Exchanges[i]; other != ex && other.Request != nil && (other.Response != nil || other.Failure != nil) {
			return true
		}
	}
	return false
}

// othersFail reports whether another call of the text got an error.
func (r *Report) othersFail(ex *Exchange) bool {
	for i := range r.Exchanges {
		if other := &r.Exchanges[i]; other != ex && other.Response != nil && (other.Response.Status >= 400 || looksLikeError(other.Response.Body)) {
			return true
		}
	}
	return false
}

// maxURL is the longest URL that is looked for, in bytes.
const maxURL = 4 << 10

// restOfLine returns the line from i on, at most n bytes of it.
func restOfLine(text string, i, n int) string {
	rest := text[i:min(len(text), i+n)]
	if end := strings.IndexByte(rest, '\n'); end >= 0 {
		rest = rest[:end]
	}
	visited(len(rest))
	return rest
}

// proseCall is a method with a path behind it among a person's words.
type proseCall struct {
	method   string
	at, path int // where the method and the path start
}

// maxProseCalls is how many of them are looked at.
const maxProseCalls = 8

// fillRequest takes the only URL of the gateway in a text, or else the only path behind a method, and
// the only method.
func (r *Reader) fillRequest(text string, ex *Exchange) {
	var method, url, path sole
	var failed []proseCall // paths behind methods, but for those of calls that are said to have worked
	for i := 0; i < len(text); {
		if !isUpper(text[i]) && text[i] != 'h' || i > 0 && isAlnum(text[i-1]) {
			i++
			continue
		}
		end := i + 1
		for end < len(text) && isAlpha(text[end]) {
			end++
		}
		w := text[i:end]
		switch {
		case methods[w] && w != "TRACE" && w != "HEAD" && at(text, end) != '-' && at(text, i-1) != '-':
			method.add(w, i)
			if n := skipBlank(text, end); n > end && at(text, n) == '/' && isAlpha(at(text, n+1)) && len(failed) < maxProseCalls {
				path.add(wordOf(restOfLine(text, n, maxURL)), n)
				if !wentWell(text, Span{i, n}) {
					failed = append(failed, proseCall{w, i, n})
				}
			}
		case (w == "http" || w == "https") && !url.many && strings.HasPrefix(text[end:], "://"):
			line := text[max(0, i-1):i] + restOfLine(text, i, maxURL)
			found := urlAt(line, min(i, 1))
			if r.Environment(hostOf(found)) != "" && len(pathOf(found)) > 1 {
				url.add(found, i)
			}
			end = i + max(len(found), end-i)
		}
		visited(end - i)
		i = end
	}
	if path.many && !url.found() && len(failed) == 1 {
		c := failed[0]
		method, path = sole{}, sole{}
		method.add(c.method, c.at)
		path.add(strings.TrimRight(wordOf(restOfLine(text, c.path, maxURL)), ".,;:"), c.path)
		if q := ex.Request; q != nil && q.URL == "" && q.Body == "" {
			ex.Request = nil
		}
	}
	q := ex.Request
	if q == nil {
		if !url.found() && !path.found() {
			if method.found() && (at(text, method.span.Start-1) == '(' && at(text, method.span.End) == ')' || beforeStatus(text, method.span.End)) { // PATCH, in brackets behind what was done
				ex.Request, ex.requestAssumed = &Request{Method: method.value, Span: method.span}, true
			}
			return
		}
		q = &Request{Span: url.span}
		if !url.found() {
			q.Span = path.span
		}
		ex.Request = q
	}
	switch {
	case q.URL != "":
	case url.found():
		q.URL = url.value
	case path.found() && url.value == "":
		q.URL = path.value
	}
	if method.value == "" {
		method = methodNamed(text)
	}
	if q.Method == "" && q.URL != "" && method.found() {
		q.Method = method.value
	}
	ex.requestAssumed = true
}

// beforeStatus reports whether a text goes on from a method with a comma or an arrow, and the status of an error within a
// word or two: "PATCH, got 409", "DELETE -> 403".
func beforeStatus(text string, i int) bool {
	rest := strings.TrimLeft(restOfLine(text, i, maxKey), " ")
	bare := strings.TrimLeft(rest, ",->→= ")
	if bare == rest {
		return false
	}
	for n, w := range strings.Fields(bare) {
		if isErrorStatus(strings.Trim(w, ".,;:!()")) {
			return true
		}
		if n == 2 || !onlyWord(w) {
			return false
		}
	}
	return false
}

// methodNamed finds the only method that the word for it names, in capitals or not: "-Method Patch".
func methodNamed(text string) (s sole) {
	for from := 0; ; {
		n := strings.Index(text[from:], "ethod") // Method, method
		if n < 0 {
			return s
		}
		from += n + len("ethod")
		rest := strings.TrimLeft(restOfLine(text, from, maxKey), " :=\"'")
		if w := wordOf(rest); methods[strings.ToUpper(w)] {
			s.add(strings.ToUpper(w), from)
		}
	}
}

// fromText takes the facts that no message shows and that the whole text gives only once.
func (g *gathering) fromText(report *Report) {
	text := report.Text.text
	if !g.ex.toldIn(text) && !g.ex.named() {
		return
	}
	if g.facts[Tenant] == nil || g.facts[Supplier] == nil {
		parties := soleParties(text)
		for _, f := range []Field{Tenant, Supplier} {
			if s := parties[f]; !s.found() || !report.otherAsks(g.ex, s.value) {
				g.assume(f, s)
			}
		}
	}
	if g.facts[Environment] == nil {
		where := report.soleEnvironment()
		if where.value == "" {
			where = soleProduction(text)
		}
		g.assume(Environment, &where)
	}
	g.fromIDs(text, report)
	if at := g.facts[OccurredAt]; at != nil && !isZoned(at.Value) {
		if date := soleDate(text); date.found() { // the server's, behind the clock of a log
			g.facts[OccurredAt] = nil
			g.assume(OccurredAt, &date)
		}
	}
	if g.facts[OccurredAt] == nil {
		at := soleDate(text)
		if at.value == "" {
			at = soleMoment(text)
		}
		g.assume(OccurredAt, &at)
	}
	if !report.othersFail(g.ex) {
		g.fromError(text)
	}
}

// soleEnvironment finds the only environment that the text names among its calls.
func (r *Report) soleEnvironment() (s sole) {
	for i := range r.Exchanges {
		for _, l := range r.Exchanges[i].Labels {
			if l.Field == Environment {
				s.add(l.Value, l.Span.Start)
				s.span.End = max(s.span.End, l.Span.End)
			}
		}
	}
	return s
}

// fromIDs takes the ids that the text names, or else those that it tells apart from their names.
func (g *gathering) fromIDs(text string, report *Report) {
	missing := func(fields ...Field) bool {
		return slices.ContainsFunc(fields, func(f Field) bool { return g.facts[f] == nil })
	}
	alone := !report.othersCall(g.ex)
	var ids map[Field]*sole
	if missing(RequestID, ConversationID) || alone && missing(ErrorUUID) {
		ids = soleIDs(text)
	}
	if !alone && missing(RequestID) {
		if own := report.ownLines(g.ex, text); own.End > own.Start {
			id := soleIDs(text[own.Start:own.End])[RequestID]
			id.span = Span{id.span.Start + own.Start, id.span.End + own.Start}
			g.assume(RequestID, id)
		}
	}
	if missing(RequestID, ConversationID) {
		g.assume(ConversationID, ids[ConversationID]) // that of all calls
		if alone {
			g.assume(RequestID, ids[RequestID])
		}
	}
	if alone && missing(ErrorUUID) && !report.othersFail(g.ex) {
		if id := ids[ErrorUUID]; !g.holds(id.value) {
			g.assume(ErrorUUID, id)
		}
	}
	if alone && missing(RequestID, ConversationID, ErrorUUID, OrderID) {
		apart := soleApart(text)
		for _, f := range []Field{RequestID, ConversationID, ErrorUUID, OrderID} {
			if f != ErrorUUID || !report.othersFail(g.ex) && !g.holds(apart[f].value) {
				g.assume(f, apart[f])
			}
		}
	}
	g.fromRow()
	g.fromShared()
	if alone && g.facts[OrderID] == nil {
		order := soleNumber(text)
		g.assume(OrderID, &order)
	}
}

// ownLines returns where the lines from the call of an exchange on stand, up to the next call or an empty line.
func (r *Report) ownLines(ex *Exchange, text string) Span {
	if ex.Request == nil || ex.Request.Span.Start >= len(text) {
		return Span{}
	}
	own := Span{ex.Request.Span.Start, min(len(text), ex.Request.Span.Start+maxApart)}
	if n := strings.Index(text[own.Start:own.End], "\n\n"); n >= 0 {
		own.End = own.Start + n
	}
	for i := range r.Exchanges {
		if q := r.Exchanges[i].Request; q != nil && q.Span.Start > own.Start {
			own.End = min(own.End, q.Span.Start)
		}
	}
	visited(own.End - own.Start)
	return own
}

// besideStatus reports whether a line up to a quotation gives a status, and behind it words of the closed classes alone.
func besideStatus(front string, status int) bool {
	n := strings.LastIndex(front, threeDigits(status))
	if n < 0 {
		return false
	}
	for w := range strings.FieldsSeq(front[n+3:]) {
		if w = strings.Trim(w, ",;:()-–\"“«"); w != "" && !isFunctionWord(w) && !answerWords[w] {
			return false
		}
	}
	return true
}

// saidBelow reports whether nothing but a word of saying stands before the quotation at i on its line, and the line above
// gives the status: "- cancel gives 403", "- says "…"".
func saidBelow(text string, i, status int) bool {
	if i > len(text) {
		return false
	}
	front := lineBefore(text, i)
	words := strings.Fields(strings.ToLower(strings.Trim(front[bulletEnd(front):], " \"“„«:")))
	start := i - len(front)
	return len(words) == 1 && answerWords[words[0]] && start > 0 && strings.Contains(lineBefore(text, start-1), threeDigits(status))
}

// answerWords are words for an answer or an error, or of saying, in small letters.
var answerWords = map[string]bool{
	"said": true, "says": true, "got": true, "get": true, "error": true, "code": true, "response": true, "returned": true, "returns": true, "answer": true, "answers": true, "answered": true, "responds": true, "responded": true, "gives": true,
	"réponse": true, "erreur": true, "respuesta": true, "risposta": true, "antwort": true, "antwoord": true, "fehler": true, "fout": true, "svar": true, "svaret": true, "odpowiedź": true, "resposta": true, "erro": true,
}

// saidBefore reports whether the line up to the place i tells of an answer: by its status, or a word for it.
func saidBefore(text string, i, status int) bool {
	front := strings.ToLower(lineBefore(text, i))
	if strings.Contains(front, threeDigits(status)) {
		return true
	}
	words := strings.Fields(front)
	for n := max(0, len(words)-4); n < len(words); n++ {
		if w := strings.Trim(words[n], ",;:()*_`"); answerWords[w] || wordForError(w) {
			return true
		}
	}
	return false
}

// holds reports whether an id is known as that of the request or the conversation.
func (g *gathering) holds(id string) bool {
	for _, f := range [...]Field{RequestID, ConversationID} {
		if fact := g.facts[f]; fact != nil && strings.EqualFold(fact.Value, id) {
			return true
		}
	}
	return false
}

// fromError takes the code and the message of an error that the text names without its body.
func (g *gathering) fromError(text string) {
	failed := g.ex.Response != nil && g.ex.Response.Status >= 400 && g.ex.Response.Body == ""
	if g.facts[ErrorCode] == nil && (g.facts[ErrorUUID] != nil || failed) {
		code := soleErrorCode(text)
		if g.facts[ErrorUUID] != nil || code.found() && saidBefore(text, code.span.Start, g.ex.Response.Status) {
			g.assume(ErrorCode, &code)
		}
	}
	if g.facts[ErrorMessage] != nil || g.facts[ErrorUUID] == nil && g.facts[ErrorCode] == nil && !failed {
		return
	}
	said := soleMessage(text)
	if g.facts[ErrorUUID] == nil && g.facts[ErrorCode] == nil {
		front := strings.ToLower(lineBefore(text, min(said.span.Start, len(text))))
		if !namesMessage(front) && !besideStatus(front, g.ex.Response.Status) && !saidBelow(text, said.span.Start, g.ex.Response.Status) {
			return
		}
	}
	if p := g.ex.Response; p != nil && p.Status > 0 && strings.Contains(said.value, threeDigits(p.Status)) {
		return // a client's own words
	}
	g.assume(ErrorMessage, &said)
}

// assume takes the only value of a field that nothing else tells.
func (g *gathering) assume(f Field, s *sole) {
	if g.facts[f] == nil && s.found() {
		g.add(f, s.value, "the text", s.span, true)
	}
}
