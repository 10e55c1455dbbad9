package evidence

import (
	"slices"
	"strings"
	"unicode"
)

// soleDate finds the time behind the header Date (RFC 9110 §6.6.1), which no word stands before: "start
// date" is a certificate's.
func soleDate(text string) (s sole) {
	for from := 0; ; {
		n := strings.IndexByte(text[from:], ':')
		if n < 0 {
			return s
		}
		i := from + n
		from = i + 1
		const marks = " \"'"
		if c := at(text, i-1); c|0x20 != 'e' && strings.IndexByte(marks, c) < 0 {
			continue
		}
		name := strings.TrimRight(text[max(0, i-len("a date\" ")):i], marks)
		visited(len("a date\" "))
		if len(name) < len("date") || !strings.EqualFold(name[len(name)-len("date"):], "date") {
			continue
		}
		before := strings.TrimRight(name[:len(name)-len("date")], marks)
		if c := at(before, len(before)-1); isAlnum(c) || strings.IndexByte("-_.", c) >= 0 {
			continue
		}
		v := len(text) - len(strings.TrimLeft(text[i+1:], marks))
		front := text[v:min(len(text), v+maxMoment)]
		var c clock
		end := c.read(front)
		if date := strings.TrimRight(front[:end], " ,"); isZoned(date) {
			s.add(date, v)
		}
	}
}

// soleMoment finds the only time with a zone that a text tells outside JSON, URLs, and words about how
// long something is valid.
func soleMoment(text string) (s sole) {
	for _, l := range textLines(text) {
		if l.End-l.Start > maxProseLine {
			continue
		}
		line := text[l.Start:l.End]
		if name, _, ok := strings.Cut(line, ":"); ok && strings.IndexByte(name, '-') > 0 && isFieldName(strings.TrimSpace(name)) {
			continue // another field of a header than Date
		}
		s.addEpochs(line, l.Start)
		if !hasTimeOfDay(line) {
			continue
		}
		for from := 0; from < len(line) && !s.many; {
			m, i := proseMoment(line[from:])
			if m == "" {
				visited(len(line) - from)
				break
			}
			visited(i + len(m))
			i += from
			from = i + len(m)
			if !ofValidity(line[:i]) && at(line, i-1) != '"' && !inQuery(line, i) {
				s.add(m, l.Start+i)
			}
		}
	}
	return s
}

// calledThen are the words that may stand before "epoch" where it tells when a call was made.
var calledThen = map[string]bool{"": true, "sent": true, "received": true, "at": true, "time": true, "called": true, "call": true, "made": true, "ts": true, "timestamp": true, "when": true, "happened": true, "unix": true, "the": true}

// addEpochs adds the seconds or milliseconds since 1970 that the word for them stands before in a line which
// starts at start: "sent epoch 1752570123".
func (s *sole) addEpochs(line string, start int) {
	for from := 0; ; {
		n := strings.Index(line[from:], "poch") // Epoch, epoch
		if n < 0 {
			return
		}
		from += n + len("poch")
		i := len(line) - len(strings.TrimLeft(line[from:], " \t:=("))
		end := i
		for end < len(line) && isDigit(line[end]) {
			end++
		}
		visited(end - from)
		front := line[:from-len("epoch")]
		if _, ok := epoch(line[i:end]); ok && i > from && !isAlnum(at(line, end)) && !ofValidity(front) && calledThen[strings.ToLower(lastWord(front))] {
			s.add(line[i:end], start+i)
		}
	}
}

// hasTimeOfDay reports whether digits stand on both sides of a colon in a line.
func hasTimeOfDay(line string) bool { return betweenDigits(line, ':') }

// betweenDigits reports whether a mark stands between digits in a line.
func betweenDigits(line string, mark byte) bool {
	for i := strings.IndexByte(line, mark); i >= 0; {
		if isDigit(at(line, i-1)) && isDigit(at(line, i+1)) {
			return true
		}
		n := strings.IndexByte(line[i+1:], mark)
		if n < 0 {
			return false
		}
		i += n + 1
	}
	return false
}

// ofValidity reports whether the last words of a text are about from when or till when something is valid, or
// how old a file is.
func ofValidity(before string) bool {
	low := strings.ToLower(before[max(0, len(before)-maxKey):])
	for _, w := range [...]string{"expire", "start date", "not before", "not after", "notbefore", "notafter", "valid", "modified", "logfile created"} {
		if n := strings.Index(low, w); n >= 0 && !strings.Contains(before[max(0, len(before)-maxKey):][max(0, n-2):], "INVALID_") { // INVALID_AUDIENCE
			return true
		}
	}
	return false
}

// soleHost finds the only host of the gateway.
func (r *Reader) soleHost(text string) (s sole) {
	domain := r.domain()
	for from := 0; ; {
		n := strings.Index(text[from:], domain)
		if n < 0 {
			return s
		}
		start, end := from+n, from+n+len(domain)
		for start > from && (isAlnum(text[start-1]) || text[start-1] == '-' || text[start-1] == '.') {
			start--
		}
		from = end
		if c := at(text, end); !isAlnum(c) && c != '-' && at(text, start-1) != '@' && (c != '.' || !isAlnum(at(text, end+1))) && r.Environment(text[start:end]) != "" {
			s.add(text[start:end], start)
		}
	}
}

// soleParties finds the codes that name themselves: TENANT_15.
func soleParties(text string) map[Field]*sole {
	all := map[Field]*sole{Tenant: {}, Supplier: {}}
	for i := 0; i < len(text); {
		if text[i] != 'T' && text[i] != 'S' || i > 0 && (isAlnum(text[i-1]) || text[i-1] == '_') {
			i++
			continue
		}
		end := i
		for end < len(text) && (isUpper(text[end]) || isDigit(text[end]) || text[end] == '_' || text[end] == '-') {
			end++
		}
		visited(end - i)
		if !isAlnum(at(text, end)) {
			if s := all[namesItself(strings.TrimRight(text[i:end], "-_"))]; s != nil {
				s.add(strings.TrimRight(text[i:end], "-_"), i)
			}
		}
		i = end
	}
	return all
}

// soleFields are the fields that UUIDs fill.
var soleFields = [...]Field{RequestID, ConversationID, ErrorUUID}

// soleIDs finds the UUIDs whose nearest word before them, on their line or the one above, says which id
// they are. A whole name, such as a header's, goes before a short one: "request" may be a server's own.
func soleIDs(text string) map[Field]*sole {
	var found struct{ full, short [len(soleFields)]sole }
	eachUUID(text, func(i int) {
		named, whole := idNamedBefore(text, i)
		if behind := idNamedBehind(text, i+36); behind != "" && (!whole || strings.IndexByte(lineBefore(text, i), ')') >= 0) {
			named, whole = behind, true
		}
		if whole && named == ErrorUUID && copulas[strings.ToLower(lastWord(strings.TrimRight(lineBefore(text, i), " `*\"'")))] {
			whole = false // the uuid that came with it was …
		}
		n := slices.Index(soleFields[:], named)
		switch {
		case n < 0 || whole && named == ErrorUUID: // "uuid:" begins the name of anything
		case whole:
			found.full[n].add(text[i:i+36], i)
		default:
			found.short[n].add(text[i:i+36], i)
		}
	})
	ids := make(map[Field]*sole, len(soleFields))
	for n, f := range soleFields {
		if ids[f] = &found.full[n]; ids[f].value == "" {
			ids[f] = &found.short[n]
		}
	}
	return ids
}

// eachUUID calls found for the place of every UUID in a text.
func eachUUID(text string, found func(i int)) {
	for from := 0; ; {
		n := strings.IndexByte(text[from:], '-')
		if n < 0 {
			return
		}
		i := from + n - 8
		from += n + 1
		if i < 0 || i+36 > len(text) || !isUUID(text[i:i+36]) || i > 0 && isAlnum(text[i-1]) || isAlnum(at(text, i+36)) {
			continue
		}
		found(i)
		from = i + 36
	}
}

// maxNameBefore is how far before an id its name is looked for, in bytes.
const maxNameBefore = 96

// maxWordsBefore is how many words may stand between an id and its name.
const maxWordsBefore = 6

// besideIDs are words between the name of an id and the id: of how many calls it is, "the conversation id is the same for
// both calls", whether it is right, and where it stands.
var besideIDs = map[string]bool{"three": true, "calls": true, "allen": true, "beiden": true, "drei": true, "toutes": true, "todas": true, "todos": true, "tutte": true, "beide": true, "appels": true, "chiamate": true, "llamadas": true, "molemmissa": true, "molemmille": true, "beider": true, "entrambe": true, "ambas": true, "both": true, "correct": true, "corect": true, "richtig": true, "richtige": true, "remains": true, "stays": true, "bleibt": true, "reste": true, "queda": true, "resta": true, "blijft": true, "rămâne": true, "pozostaje": true, "zůstává": true, "forbliver": true, "steht": true, "stands": true, "stood": true, "staat": true, "figure": true}

// idNamedBefore returns what the words before the place i say of the id that stands there, and whether
// they are its whole name.
func idNamedBefore(text string, i int) (f Field, whole bool) {
	front := withoutPlaceholder(text[max(0, i-maxNameBefore):i])
	if n := strings.LastIndexByte(strings.TrimRight(front, " \t\r\n\"'`*>|:=-"), '\n'); n >= 0 {
		front = front[n:]
	}
	visited(len(front))
	above := strings.Contains(front, "\n") && strings.TrimLeft(front[strings.LastIndexByte(front, '\n'):], " \t\r\n\"'`*>|:=-") == ""
	names := strings.FieldsFunc(front, func(r rune) bool {
		return r < 0x80 && !isAlnum(byte(r)) && r != '-' && r != '_' || r >= 0x80 && !unicode.IsLetter(r)
	})
	for n := len(names) - 1; n >= 0 && n >= len(names)-maxWordsBefore; n-- {
		name := flatName(names[n])
		f := firstOf(labelFields[name], uuidNames[name], shortNames[name], deskNames[name])
		if f == "" {
			f = firstOf(tailField(names[n]), quotedReference(names[:n+1]))
		}
		switch {
		case f != "" && above && namesOther(names[:n], f):
			return "", false // a question for two
		case f != "":
			return f, labelFields[name] != ""
		case name == "header" || name == "value" || (namesIdentity(name) || name == "number" || name == "nummer") && ofNamed(names[:n]) || answerStem(name) || besideIDs[name] || copulas[name] || len(name) <= 4 && !strings.ContainsAny(name, "0123456789"): // a verb or an article, of any language
		default:
			if stem := strings.TrimRight(strings.ToLower(names[n]), "-"); wordLen(strings.ReplaceAll(stem, "-", "a")) == len(stem) {
				f = stemField(stem, text[i:i+36]) // conversazione, Anfrage-ID
			}
			if f == "" && strings.HasSuffix(strings.TrimRight(front, " "), ":") { // Conversation id for the whole run:
				if fields := idsNamed(front); len(fields) == 1 {
					f = fields[0]
				}
			}
			return firstOf(f, subjectOf(front)), false
		}
	}
	return "", false
}

// deskNames are how people who take notes shorten the names of ids.
var deskNames = map[string]Field{"rq": RequestID, "cv": ConversationID}

// identity are how words for an identifier begin in the languages of Europe, in small letters.
var identity = []string{"ident", "tunnus", "azonos", "kenmerk", "kennung", "numbered", "ідент", "идент"}

// ofNamed reports whether the last of some words can be what an identifier is of: a short one, or one that names an id.
func ofNamed(words []string) bool {
	if len(words) == 0 {
		return false
	}
	w := strings.ToLower(words[len(words)-1])
	return len(w) <= 4 && w != "user" || uuidNames[flatName(w)] != "" || stemField(w, anyUUID) != "" || len(words) > 1 && copulas[w]
}

// namesIdentity reports whether a word is one for an identifier, of whatever.
func namesIdentity(w string) bool {
	return slices.ContainsFunc(identity, func(start string) bool { return strings.HasPrefix(w, start) })
}

// subjectOf returns the only thing with an id that a clause names which ends with a word for an identifier: "the error
// carries the identifier"; "" for another clause.
func subjectOf(clause string) (only Field) {
	clause = strings.ToLower(strings.TrimRight(clause, " :"))
	if !namesIdentity(lastWord(clause)) {
		return ""
	}
	clause = clause[strings.LastIndexAny(clause, ",;.")+1:]
	for w := range strings.FieldsSeq(clause) {
		f := firstOf(uuidNames[w], stemField(w, anyUUID))
		if f != "" && only != "" && f != only {
			return ""
		}
		only = firstOf(only, f)
	}
	return only
}

// quotedReference returns the field of an error's uuid where words end as a page asks to quote it: "this reference".
func quotedReference(words []string) Field {
	n := len(words)
	if n < 2 {
		return ""
	}
	switch front := strings.ToLower(words[n-2]); strings.ToLower(words[n-1]) {
	case "reference", "referenz", "référence", "referencia", "riferimento", "referentie", "referens":
		if front == "this" || wordForError(front) {
			return ErrorUUID
		}
	}
	return ""
}

// ofPeople are the words before "request" for what people ask of one another.
var ofPeople = map[string]bool{"pull": true, "merge": true, "change": true, "feature": true, "review": true, "support": true, "service": true, "access": true, "friend": true, "purchase": true, "quote": true}

// tailField returns the id that the last words of a longer name name, unless the first say that it is another's:
// sample_request_id, shop_request, and not upstream_request_id.
func tailField(name string) Field {
	words := keyWords(name)
	if last := words[max(0, len(words)-1):]; len(words) > 1 && !ofAnother[words[0]] && !ofPeople[words[0]] && !hasFold(name, "x-") && (last[0] == "request" || last[0] == "conversation") {
		return labelFields[last[0]+"id"] // shop_request
	}
	if len(words) < 3 || words[len(words)-1] != "id" || ofAnother[words[0]] || strings.HasPrefix(name, "x-") || strings.HasPrefix(name, "X-") {
		return ""
	}
	return labelFields[words[len(words)-2]+"id"]
}

// idNamedBehind returns what the name in brackets behind an id, which ends at a place, says of it: "… (X-Request-ID)".
func idNamedBehind(text string, end int) Field {
	rest := strings.TrimLeft(restOfLine(text, end, maxKey), " `*_")
	name, _, ok := strings.Cut(rest, ")")
	if !ok || !strings.HasPrefix(name, "(") {
		return ""
	}
	return labelFields[flatName(strings.Trim(name[1:], " `*_"))]
}

// withoutPlaceholder takes off what a form says of a value before it: "X-Request-ID <uuid> -> ".
func withoutPlaceholder(front string) string {
	bare := strings.TrimRight(front, " \t")
	for _, arrow := range [...]string{"->", "=>", "→", ":", "="} {
		bare = strings.TrimRight(strings.TrimSuffix(bare, arrow), " \t")
	}
	if n := strings.LastIndexByte(bare, '<'); n >= 0 && strings.HasSuffix(bare, ">") && isFieldName(bare[n+1:len(bare)-1]) {
		return bare[:n]
	}
	return front
}

// namesOther reports whether one of some words names another id than that of the field.
func namesOther(words []string, f Field) bool {
	for _, w := range words {
		switch other := firstOf(uuidNames[flatName(w)], labelFields[flatName(w)]); other {
		case f:
		case RequestID, ConversationID, ErrorUUID:
			return true
		}
	}
	return false
}

// where are the words of other languages for "in".
var where = map[string]bool{"en": true, "em": true, "na": true, "auf": true, "sur": true, "på": true, "op": true, "di": true, "dans": true}

// wherever reports whether a text ends with a word for where, and an article at most behind it: "auf der".
func wherever(front string) bool {
	front = strings.TrimRight(front, " ")
	w := lastWord(front)
	if definite[w] {
		w = lastWord(strings.TrimSuffix(front, w))
		return where[w] || w == "in"
	}
	return where[w]
}

// productionEnds are the ends of the words for production in the languages of Europe.
var productionEnds = []string{"ion", "ione", "ión", "ção", "ció", "cja", "cji", "tie", "sjon", "ctive", "cii", "cií"}

// surroundings are what follows the word for production where it makes one word with that for what runs.
var surroundings = []string{"omgeving", "systeem", "umgebung", "system", "miljö", "miljø", "miljön", "miljøet"}

// runsProduction reports whether a word, in small letters, is that for the production environment in one:
// productieomgeving, produktionsumgebung, produktivsystem.
func runsProduction(w string) bool {
	for _, end := range surroundings {
		if front, ok := strings.CutSuffix(w, end); ok && len(front) >= len("produktiv") {
			return true
		}
	}
	return false
}

// soleProduction finds the word for production, in whatever language, in a text that names no test
// environment: "Ambiente di produzione".
func soleProduction(text string) (s sole) {
	low := strings.ToLower(text)
	visited(len(low))
	if len(low) != len(text) || strings.Contains(low, "cvt") || strings.Contains(low, "test") || strings.Contains(low, "staging") || strings.Contains(low, "sandbox") {
		return s
	}
	for from := 0; ; {
		n := strings.Index(low[from:], "produ")
		if n < 0 {
			return s
		}
		i := from + n
		from = i + wordLen(low[i:])
		start := strings.LastIndexByte(low[:i], '\n') + 1
		compound := runsProduction(low[i:from]) && !deniesOrAsks(low[start:min(lineEnd(low, i), start+maxProseLine)], min(i-start, maxProseLine))
		if !compound && isAlpha(at(low, skipBlank(low, from))) && !wherever(lineBefore(low, i)) || isAlnum(at(low, i-1)) || strings.IndexByte("-_/.", at(low, i-1)) >= 0 || strings.IndexByte("-_/", at(low, from)) >= 0 {
			continue
		}
		if inOtherWords(low[i:from]) != "" || compound {
			s.add("PRODUCTION", i)
			s.span.End = from
		}
	}
}
