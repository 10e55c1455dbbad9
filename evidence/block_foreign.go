package evidence

import (
	"slices"
	"strings"
	"sync"
)

// foreignStems are what the words for a thing start or end with in the languages of Europe, in small
// letters. Only the form of the value makes a label of one.
var foreignStems = []struct {
	field Field
	stems *wordList
}{
	{ConversationID, &wordList{words: "convers konvers konverz konwers samtal gesprek gespräch keskustel beszélget razgov pogovor vestlus pokalb sarun konuşma розмов разговор συνομιλ"}},
	{RequestID, &wordList{words: "petici pedido requ anfrage richiest solicit verzoek aanvra żądani kérés kérel zapytani förfråg forespørs forespørg begär požadav požiad poptáv cerer pyyn anmodn anrop zahtjev zahtev päring užklaus pieprasī istek запит запрос заявк αίτημ αιτήμ"}},
	{ErrorUUID, &wordList{words: "uuid err fehler błęd fout chyb fejl feil virhe hiba felkod felmed feltext felets grešk napak eroar klaid kļūd помилк ошибк грешк σφάλμ"}},
	{OrderID, &wordList{words: "order orden ordre ordin auftrag bestel beställ zamówieni commande pedido encomenda rendel objedn tilau comand naro narudž sipariş замовлен заказ παραγγελ"}},
}

// messageStems are those of a message, which is a sentence.
var messageStems = wordList{words: "mensa messag meldung melding besked komunikat meddelan zpráv üzenet mesaj ilmoit viest poruk správ μήνυμ повідом сообщ"}

// notOf are words that end a label of who says something or hears it.
var notOf = map[string]bool{"van": true, "von": true, "vom": true, "de": true, "da": true, "di": true, "fra": true, "från": true, "od": true, "from": true, "aan": true, "an": true, "til": true, "till": true, "do": true, "para": true, "pour": true}

// foreignMessage reads the sentence that a line says from v on behind the word for a message.
func foreignMessage(name, line string, v int) (l Label, ok bool) {
	text, _, _ := strings.Cut(line[v:], "|")
	if inner, ok := strings.CutPrefix(text, `"`); ok { // "…" (CODE).
		if quoted, rest, closed := strings.Cut(inner, `"`); closed && len(rest) < maxKey {
			text = quoted
		}
	} else if quoted, _ := wideQuotation(text); quoted != "" {
		text = quoted
	}
	text = strings.Trim(strings.TrimSuffix(text, "\"."), " \t\"'`*_“”„«»")
	if len(text) > maxTold || strings.Count(text, " ") < 2 || strings.ContainsAny(text, "{}=") || strings.HasSuffix(text, "\"]") || isCodeOfError(wordOf(text)) || labelFields[flatName(name)] != "" {
		return l, false
	}
	words := strings.Fields(strings.ToLower(name))
	if len(words) == 0 || len(words) > 3 || slices.ContainsFunc(words, func(w string) bool { return notOf[w] }) && stemField(words[len(words)-1], anyUUID) != ErrorUUID {
		return l, false // a sentence, or who says it: Melding van, Message de Julie
	}
	if !namesMessage(strings.ToLower(name)) || isAbsent(text) {
		return l, false
	}
	at := v + strings.Index(line[v:], text)
	return Label{ErrorMessage, name, text, Span{at, at + len(text)}}, true
}

// namesMessage reports whether a label, in small letters, names a message, or the text of an error.
func namesMessage(low string) bool {
	if strings.Contains(low, "num") || strings.HasSuffix(low, "nr") { // of a report
		return false
	}
	for _, stem := range messageStems.all() {
		if strings.Contains(low, stem) {
			return true
		}
	}
	text := strings.Contains(low, "text") || strings.Contains(low, "tekst") || strings.Contains(low, "testo") || strings.Contains(low, "szöveg")
	return text && stemField(low, anyUUID) == ErrorUUID
}

// isAbsent reports whether a value says that there is none: "keiner, die Antwort war leer".
func isAbsent(value string) bool {
	word := wordOf(value)
	low := strings.ToLower(word)
	return (none[low] || strings.HasPrefix(low, "kein")) && strings.IndexByte("\x00,;.(", at(strings.TrimLeft(value[len(word):], " "), 0)) >= 0
}

// timeWords are the words for a time, a day or a clock, and what stands between two of them.
var timeWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("data fecha date datum uhrzeit zeit zeitpunkt hora heure horodatage ora orario godzina czas tijd tijdstip tidspunkt tidpunkt tid dato klockslag kl klokkeslæt aika ajankohta čas dátum idő időpont e y et und i en og och a & / de l'appel del della do da der het la") {
		m[w] = true
	}
	return m
}()

// foreignTime reads the time that a line says from v on, and nothing else, behind words for it.
func foreignTime(name, line string, v int) (l Label, ok bool) {
	if name == "" || labelFields[flatName(name)] != "" || len(line)-v > maxMoment {
		return l, false
	}
	low := strings.ToLower(strings.ReplaceAll(name, "/", " "))
	if !namesCallTime(low) {
		return l, false
	}
	text := strings.Trim(line[v:], " \t\r*_`.")
	at := v + strings.Index(line[v:], text)
	place := Span{at, at + len(text)}
	if text = inNamedZone(line[:v], text); !isZoned(text) || !hasTimeOfDay(text) && !namesTime(low) {
		return l, false
	}
	return Label{OccurredAt, name, text, place}, true
}

// maxTimeWords is how many words a label has that names the time of a call.
const maxTimeWords = 5

// namesCallTime reports whether a label, in small letters, has a word for a time, and none for what happens to
// tickets, letters and orders: "time of the sample call", "czas zdarzenia".
func namesCallTime(name string) bool {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '_' || r == '-' || r == '.' })
	told := false
	for _, w := range words {
		w = strings.Trim(w, "?,:()")
		told = told || timeWords[w] && len(w) > 3 || labelFields[w] == OccurredAt
		if otherHappenings.begins(w) {
			return false
		}
	}
	return namesTime(name) || told && len(words) <= maxTimeWords
}

// otherHappenings are what words begin with for what happens to a ticket, a letter, an order or a token.
var otherHappenings = wordList{words: "reach call-back callback pay zahl visit besuch meet creat open updat report rais clos expir valid until deliv start end appoint slot window birth due resolv last next log ticket case mail deploy build releas install instal activ erstell gemeld meld öffn geöffn eröff aktual einbau liefer gültig ablauf ouvert créa cré dépôt livr utworz zgłos zgłaszaj dostaw termin aangem aangema geopend gemel lever skapa oppret oprett crea apert aggiorn chiu abert cria entrega cita rendez afspra"}

// maxForeignLabel is the longest label that is looked at for a stem, in bytes.
const maxForeignLabel = 48

// foreignLabels reads the ids of a line whose labels name them in another language, or in more words
// than labelFields has: a few words, a mark, and the value. One of digits must be all that the line says.
func foreignLabels(line string, base int) (out []Label) {
	front := listed(line, bulletEnd(line))
	from, remark := front, -1 // where a label may start, and where what is remarked on it does
	for i := front; i < len(line); i++ {
		switch line[i] {
		case '(':
			if n := strings.IndexByte(line[i:min(len(line), i+maxForeignLabel)], ')'); n > 0 && strings.IndexByte(":=", at(line+" ", i+n+1)) >= 0 {
				remark = i // Auftragsnummer (Fibre Cafe):
				i += n
				continue
			}
			from = i + 1
			continue
		case '.', ';', ',', ')', '{', '}', '[', ']', '<', '>', '"':
			if line[i] == '.' && from == front && i-front <= len("Núm") && isBlank(at(line, i+1)) && isLower(at(line, i+2)) {
				continue // N. ordine
			}
			from = i + 1
			continue
		case ':', '=', '|':
		case ' ':
			if from == front && i > front && i <= front+maxForeignLabel && line[i-1] != ' ' && at(line, i+1) == ' ' {
				if l, ok := alignedLabel(line, front, i); ok {
					l.Span = Span{base + l.Span.Start, base + l.Span.End}
					return append(out, l)
				}
			}
			continue
		default:
			continue
		}
		end := i
		if remark >= from {
			end = remark
		}
		name := strings.Trim(line[max(from, end-maxForeignLabel):end], " \t-*_`#>|•–")
		v := i
		for v < min(len(line), i+maxForeignLabel) && strings.IndexByte(":=| \t*_`#", line[v]) >= 0 {
			v++
		}
		if l, ok := foreignMessage(name, line, v); ok && (from == front || line[from-1] == ',' && strings.IndexByte(name, ' ') < 0) {
			l.Span = Span{base + l.Span.Start, base + l.Span.End}
			return append(out, l)
		}
		if l, ok := foreignTime(name, line, v); ok && from == front {
			l.Span = Span{base + l.Span.Start, base + l.Span.End}
			return append(out, l)
		}
		value := wordOf(line[v:min(len(line), v+maxForeignLabel)])
		if from == front && labelFields[flatName(name)] == "" && errorField(name, value) == ErrorCode && strings.Trim(line[v+len(value):], " \t*_`|") == "" {
			return append(out, Label{ErrorCode, name, value, Span{base + v, base + v + len(value)}}) // Code erreur: FORBIDDEN
		}
		if f := stemField(strings.ToLower(name), value); f != "" && !levels[firstWord(name)] && (f != OrderID || from == front && strings.Trim(line[v+len(value):], " \t*_`.") == "") && labelFields[flatName(name)] == "" {
			out = append(out, Label{f, name, value, Span{base + v, base + v + len(value)}})
		}
		from = i + 1
	}
	return out
}

// alignedLabel reads the message or the code of an error that blanks alone part from its name, which begins at front and
// ends at i: "Fejlkode         DUPLICATE_ORDER".
func alignedLabel(line string, front, i int) (Label, bool) {
	name := line[front:i]
	v := skipBlank(line, i)
	value := strings.TrimRight(line[v:], " \t\r")
	if value == "" || strings.IndexByte(":=|", value[0]) >= 0 || len(name) > maxForeignLabel || v > front+maxForeignLabel || strings.Contains(value, "  ") || strings.IndexByte(value, ':') >= 0 && isBlank(at(value, strings.IndexByte(value, ':')+1)) && namesMessage(strings.ToLower(wordOf(value))) {
		return Label{}, false
	}
	if l, ok := foreignMessage(name, line, v); ok && isUpper(value[0]) {
		return l, true
	}
	if labelFields[flatName(name)] == "" && saysCode(strings.ToLower(name)) && errorField(name, value) == ErrorCode {
		return Label{ErrorCode, name, value, Span{v, v + len(value)}}, true
	}
	return Label{}, false
}

// takeForeign takes what the members of a form tell whose keys people have named.
func (r *record) takeForeign(form *node) {
	r.labels = append(r.labels, form.foreignMembers()...)
	if m := form.toldTime(); m != nil && len(r.times) == 0 {
		r.times = append(r.times, textSpan{inNamedZone(m.key, m.value), m.inner()})
	}
}

// foreignMembers reads the labels in other languages among the members of an outline.
func (n *node) foreignMembers() (out []Label) {
	for nodes := []*node{n}; len(nodes) > 0; {
		n := nodes[len(nodes)-1]
		nodes = append(nodes[:len(nodes)-1], n.kids...)
		if n.scalar() && n.key != "" && len(n.key) <= maxForeignLabel {
			front := n.key + ": "
			out = append(out, foreignLabels(front+n.value, n.span.Start-len(front))...)
		}
	}
	return out
}

// toldTime returns the member whose key labels a time and whose value is one with its zone, nil for none.
func (n *node) toldTime() *node {
	for _, kid := range n.kids {
		if kid.scalar() && len(kid.key) <= maxForeignLabel && labelFields[flatName(kid.key)] == OccurredAt && isZoned(inNamedZone(kid.key, kid.value)) {
			return kid
		}
	}
	return nil
}

// stemField returns the field that a name has a stem of and that a value has the form of.
func stemField(name, value string) Field {
	number := allDigits(value) && len(value) >= 4 && len(value) <= 32
	if !number && (!isUUID(value) && (!isBareUUID(value) || saysDigest(name)) || isKey(name)) {
		return ""
	}
	if !mayHoldStem(name) {
		return ""
	}
	words := strings.Fields(name)
	for _, s := range foreignStems {
		if (s.field == OrderID) != number {
			continue
		}
		for _, word := range words {
			word = word[strings.LastIndexByte(word, '\'')+1:] // d'ordre
			for _, stem := range s.stems.all() {
				if strings.HasPrefix(word, stem) || strings.HasSuffix(word, stem) || !number && strings.Contains(word, stem) {
					return s.field
				}
			}
		}
	}
	return ""
}

// stemFronts marks the first two bytes of foreignStems.
var stemFronts struct {
	once  sync.Once
	marks [1 << 10]bool
}

// mayHoldStem reports whether a name may hold one of foreignStems: most words don't even hold the first two bytes of one.
func mayHoldStem(name string) bool {
	stemFronts.once.Do(func() {
		for _, s := range foreignStems {
			for _, stem := range s.stems.all() {
				stemFronts.marks[frontSlot(stem[0], stem[1])] = true
			}
		}
	})
	for i := 0; i+1 < len(name); i++ {
		if stemFronts.marks[frontSlot(name[i], name[i+1])] {
			return true
		}
	}
	return false
}

// saysDigest reports whether a name is that of a hash.
func saysDigest(name string) bool {
	for _, w := range [...]string{"hash", "md5", "digest", "checksum", "sum", "fingerprint", "etag", "trace", "key"} {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// isBareUUID reports whether a value is a UUID without its hyphens, as some programs print one.
func isBareUUID(value string) bool {
	return len(value) == 32 && strings.Trim(value, "0123456789abcdefABCDEF") == "" && strings.ContainsAny(value, "abcdefABCDEF")
}

// isKey reports whether a name is that of a program's member or of a header rather than a person's words.
func isKey(name string) bool {
	if strings.Contains(name, " ") {
		return false
	}
	return strings.Contains(name, "_") || strings.Count(name, "-") > 1
}

// foreignStatus reads a line that says nothing but the status of an error or its reason, below a name of one or two
// words for it.
func foreignStatus(line string) int {
	front := bulletEnd(line)
	name, value, ok := strings.Cut(line[front:min(len(line), front+2*maxForeignLabel)], ":")
	if !ok || len(name) > maxForeignLabel/2 {
		return 0
	}
	status, reason := splitStatus(strings.Trim(value, " \t*_`"))
	if status < 400 || reason != "" && reasonOf(status, reason) == "" || reasons[status] == "" || !namesStatusCode(strings.ToLower(name)) {
		return 0
	}
	return status
}

// namesStatusCode reports whether a label, in small letters, names the status of an answer as most languages do: by
// "status", "HTTP", or a word for a code, alone or with one for an answer.
func namesStatusCode(low string) bool {
	if strings.Contains(low, "stat") || strings.HasPrefix(low, "esta") {
		return true
	}
	if bare := strings.Trim(strings.ReplaceAll(low, "http", ""), " -"); len(bare) < len(low) && (bare == "" || saysCode(bare) || wordForError(bare) && !strings.HasSuffix(bare, "s")) {
		return true
	}
	for _, code := range [...]string{"code", "kode", "kod", "kód", "código", "codigo", "codice"} {
		rest, ok := strings.CutPrefix(low, code)
		if !ok {
			rest, ok = strings.CutSuffix(low, code)
		}
		if rest = strings.Trim(rest, " -"); ok && (rest == "" || answerStem(rest)) {
			return true
		}
	}
	return false
}

// answerStem reports whether the last of some words begins as one for an answer does.
func answerStem(words string) bool {
	word := words[strings.LastIndexByte(words, ' ')+1:]
	for _, stem := range [...]string{"retour", "retorn", "répons", "resp", "rispost", "antw", "svar", "rückg", "odpow", "odpověd", "válasz", "return", "result"} {
		if strings.HasPrefix(word, stem) {
			return true
		}
	}
	return false
}

// answerNamed reads a line that gives a status, and nothing but its reason, a name of one or two words
// of any language, above the JSON that the status came with: "Resposta: 201".
func (b *block) answerNamed(k int, line string, start int) (next int) {
	front := bulletEnd(line)
	name, value, ok := strings.Cut(line[front:min(len(line), front+2*maxForeignLabel)], ":")
	if !ok || name == "" || len(name) > maxForeignLabel/2 || strings.Count(name, " ") > 1 || strings.ContainsAny(name, "0123456789/") {
		return 0
	}
	if v := strings.TrimSpace(line[front+len(name)+1:]); len(v) <= maxLogLine {
		if status, reason := splitStatus(v); status > 0 && bodyBehind(status, reason) > 0 {
			return b.response(k, v, start+len(line)-len(v))
		}
	}
	v := strings.Trim(value, " \t*_`")
	status, reason := splitStatus(v)
	if reasons[status] == "" || reason != "" && reasonOf(status, reason) == "" {
		return 0
	}
	below := b.d.next(k + 1)
	if below < 0 || below > k+2 {
		return 0
	}
	if body, _ := b.d.trimmed(below); !opensJSON(body) || !isUpper(name[0]) || status >= 400 && !looksLikeError(body) {
		return 0
	}
	return b.response(k, v, start+front+len(name)+1+strings.Index(value, v))
}
