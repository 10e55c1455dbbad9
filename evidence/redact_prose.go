package evidence

import "strings"

// spoken are the words that a sentence says before a secret: "my password is …". They end a key.
var spoken = []string{"password", "passwort", "passphrase", "passcode", "passwd", "pwd", "pw", "pass", "token", "secret", "key", "kennwort", "wachtwoord", "passe", "senha", "pin", "otp", "bearer", "credentials", "credential", "by", "base", "jeton", "clave", "chave", "chiave", "sleutel", "klucz", "nyckel", "parola", "heslo", "salasana", "adgangskode", "adgangskoden", "passord", "passordet", "kodeord", "kodeordet", "geslo", "lozinka", "code", "seed", "einmalcode", "verificatiecode", "engangskode", "creds", "zugangsdaten", "identifiants", "inloggegevens"}

// spokenByLetter is spoken by last letter.
var spokenByLetter = func() (m [256][]string) {
	for _, w := range spoken {
		c := w[len(w)-1]
		m[c] = append(m[c], w)
	}
	return m
}()

// speaks reports whether the word from i to j may be followed by a secret in a sentence. It is
// cheap, since most words of a text are asked.
func speaks(t string, i, j int) bool {
	for _, w := range spokenByLetter[t[j-1]|0x20] {
		if n := j - len(w); n >= i && t[n]|0x20 == w[0] && strings.EqualFold(t[n:j], w) {
			return true
		}
	}
	return false
}

// copulas stand between the name of a secret and the secret.
var copulas = map[string]bool{"is": true, "was": true, "are": true, "ist": true, "lautet": true, "war": true, "es": true, "est": true, "è": true, "é": true, "jest": true, "je": true, "är": true, "er": true, "wordt": true, "wird": true, "devient": true, "diventa": true, "blir": true, "bliver": true, "sind": true, "zijn": true, "sont": true, "son": true, "sono": true, "são": true, "są": true, "jsou": true, "=": true, ":": true, "-": true, "–": true, "—": true, "->": true, "=>": true}

// stillWords stand between "is" and the secret.
var stillWords = map[string]bool{
	"dan": true, "dann": true, "then": true, "alors": true, "poi": true, "still": true, "now": true, "currently": true, "again": true, "simply": true, "just": true, "weiterhin": true, "jetzt": true, "nun": true, "aktuell": true, "noch": true,
	"since": true, "yesterday": true, "today": true, "seit": true, "gestern": true, "heute": true, "sinds": true, "gisteren": true, "vandaag": true, "depuis": true, "hier": true, "desde": true, "ayer": true, "hoy": true, "da": true, "ieri": true, "oggi": true, "od": true, "wczoraj": true, "dziś": true,
	"toujours": true, "maintenant": true, "actuellement": true, "ahora": true, "adesso": true, "ancora": true, "agora": true, "ainda": true, "nu": true, "nog": true, "steeds": true, "teraz": true, "nadal": true,
}

// keyFiles are kinds of files that a passphrase is of, and whose names no plain word has.
var keyFiles = map[string]bool{"p12": true, "p8": true, "p7b": true, "pkcs12": true, "pkcs8": true, "x509": true}

// isAcronym reports whether w is a name in capitals with digits or marks, such as PKCS#12.
func isAcronym(w string) bool {
	for i := 0; i < len(w); i++ {
		if !isUpper(w[i]) && !isDigit(w[i]) && strings.IndexByte("#-+/", w[i]) < 0 {
			return false
		}
	}
	return len(w) <= 12 && w != "" && isUpper(w[0]) && !registerCode(w)
}

// spokenNumber reports whether w is the digits of a code that the word before it names once more: the PIN of
// the token 580317. front is the text before it.
func spokenNumber(w, front string) bool {
	w = strings.TrimRight(w, ".,;")
	if !allDigits(w) || len(w) < 4 || len(w) > 8 {
		return false
	}
	switch strings.ToLower(lastWord(strings.TrimRight(front[max(0, len(front)-maxKey):], " \t"))) {
	case "token", "pin", "otp":
		return true
	}
	return false
}

// isNew reports whether somebody tells a passphrase by its name, which ends at j, or a new password: what is
// quoted otherwise may be said of it.
func (s *scan) isNew(j int) bool {
	front := strings.ToLower(s.text[max(s.line, j-maxKey):j])
	visited(len(front))
	words := strings.Fields(front)
	if len(words) == 0 || strings.HasSuffix(front, "passphrase") {
		return len(words) > 0
	}
	switch words[max(0, len(words)-2)] {
	case "new", "current", "temporary", "initial":
		return true
	}
	return false
}

// isPhrase reports whether a quoted value is a passphrase of words: three at least, none of them short.
func isPhrase(w string) bool {
	n := 0
	for word := range strings.FieldsSeq(w) {
		if !isWord(word) || len(word) < 4 || word != strings.ToLower(word) {
			return false
		}
		n++
	}
	return n > 2
}

// relatives begin the clause that says something of what stands before its comma.
var relatives = map[string]bool{
	"which": true, "that": true, "der": true, "die": true, "das": true, "den": true, "dem": true, "welcher": true, "welchen": true, "welches": true, "dat": true, "welke": true,
	"que": true, "qui": true, "dont": true, "che": true, "cui": true, "som": true, "który": true, "kterým": true, "kterého": true, "ktorý": true, "ktorú": true, "koji": true, "koju": true, "ki": true, "amit": true, "amelyet": true, "jota": true, "jonka": true, "который": true, "которую": true, "którego": true, "którą": true, "które": true, "který": true, "kterou": true, "které": true,
}

// relativeBehind reports whether a blank and one of relatives stand at p: the key, which is …
func relativeBehind(t string, p int) bool {
	if !isBlank(at(t, p)) {
		return false
	}
	p = skipBlank(t, p)
	n := wordLen(t[p:min(len(t), p+16)])
	return isBlank(at(t, p+n)) && relatives[t[p:p+n]]
}

// maxAside is how many words may stand between a secret's name and "is": the token we use is.
const maxAside = 6

// sentence redacts the secret that a sentence names by the word from i to j, which a blank
// follows at k: "password is …", "the token we use is …", "with token …". It returns where the
// walk goes on.
func (s *scan) sentence(j, k int, r *keyRule) int {
	t := s.text
	p := skipBlank(t, k)
	if at(t, p) == ',' {
		if !relativeBehind(t, p+1) {
			return j
		}
		p = skipBlank(t, p+1)
	}
	said, told := false, false // right before, and at all
	changed := 0               // how many of the words say that it was changed to another
	for n := 0; (n <= maxAside || (said || changed > 0) && n <= maxAside+2) && p < len(t); n++ {
		q := quoteAt(t, p)
		if q.width > 0 && (said || n == 0 || strongQuote(t, p+q.width)) {
			return s.spokenValue(j, p+q.width, s.quoteEnd(q, p+q.width), r, said || n == 0 && r.kind == "password" && strings.IndexByte("cg", q.kind) >= 0)
		}
		if end := s.remarkEnd(p); end > 0 { // (please don't share)
			p = skipBlank(t, end)
			continue
		}
		if end := s.asideEnd(p, q); end > 0 { // whose it is: the password of "desk" is …
			p = skipBlank(t, end)
			continue
		}
		end := p
		for end < len(t) && end-p < maxRepeat && !isSpace(t[end]) {
			end++
		}
		s.charge(end - p)
		visited(end - p)
		w := t[p:end]
		if r.kind == "key" && n < 3 && !said && keyOfOther(strings.ToLower(w)) {
			return j
		}
		told = told || said
		if tellsChange(strings.ToLower(w)) {
			changed++
		}
		if said || n == 0 && !plainWord(strings.TrimSuffix(w, ":")) || (told || changed > 0 && isFunctionWord(strings.ToLower(lastWord(t[k:p]))) || r.kind == "password" && strings.ContainsAny(w, "!#$%&*+=?~^") && isFunctionWord(strings.ToLower(lastWord(t[k:p])))) && strongValue(strings.TrimRight(w, ".,;")) {
			stop := bareEnd(t[:end], p)
			if !copulas[w] {
				if next := s.spokenValue(j, p, stop, r, said); next > j || !plainWord(w) {
					return next
				}
			}
		}
		switch {
		case len(w) <= 6 && copulas[strings.ToLower(w)]:
			said = true
		case said && stillWords[strings.ToLower(w)]: // is still …
		case strings.HasSuffix(w, ":") && plainWord(w[:len(w)-1]):
			said = true
		case !said && n <= 3 && len(w) >= 20 && mixedCase(w):
			return s.spokenValue(j, p, bareEnd(t[:end], p), r, false)
		case r.kind == "otp" && spokenNumber(w, t[:p]):
			return s.secret(p, p+len(strings.TrimRight(w, ".,;")), r, true)
		case n > 0 && !said && (isAcronym(w) || keyFiles[w]): // the passphrase of the PKCS#12 is …, of the p12 is …
		case n > 0 && (isServiceName(w) || r.kind == "password" && isRoom(w)): // whose it is
		case !plainWord(w):
			return j
		default:
			said = false // was changed to: what follows must look generated
		}
		p = skipBlank(t, end)
		if c := at(t, p); c == '\n' || c == '\r' {
			return j
		}
	}
	return j
}

// maxAsideRemark is how long a remark in brackets between a secret's name and the secret may be, in bytes.
const maxAsideRemark = 64

// remarkEnd returns where a remark of words in brackets ends that opens at p, 0 for what isn't one.
func (s *scan) remarkEnd(p int) int {
	if at(s.text, p) != '(' {
		return 0
	}
	rest := s.text[p:min(len(s.text), p+maxAsideRemark)]
	visited(len(rest))
	n := strings.IndexAny(rest, ")\n")
	if n < 0 || rest[n] != ')' || strings.ContainsAny(rest[:n], "=\"{}<>") || !isAlpha(at(rest, 1)) || saysID(rest[:n]) {
		return 0
	}
	return p + n + 1
}

// changeWords are the fronts of words that say that something was changed.
var changeWords = [...]string{"chang", "reset", "zmien", "zmie", "geänder", "änder", "gewijzigd", "cambi", "modif", "mudad", "mudou", "alterad", "ændr", "endre", "ändra", "změn", "zmen"}

// tellsChange reports whether a word in small letters starts as one of changeWords does.
func tellsChange(w string) bool {
	for _, front := range changeWords {
		if strings.HasPrefix(w, front) {
			return true
		}
	}
	return false
}

// isRoom reports whether a word is the number of a room, a site or a version: 2.14.
func isRoom(w string) bool {
	return w != "" && len(w) <= 6 && isDigit(w[0]) && strings.Trim(w, "0123456789.") == "" && isDigit(w[len(w)-1])
}

// isServiceName reports whether a word can be the name of a program's account: small letters, digits and at least one
// lower line.
func isServiceName(w string) bool {
	return len(w) < 24 && strings.IndexByte(w, '_') > 0 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz0123456789_") == "" && isLower(w[0])
}

// asideEnd returns where a word in quotes ends that opens at p, 0 for what isn't one.
func (s *scan) asideEnd(p int, q quote) int {
	if q.width == 0 {
		return 0
	}
	end := p + q.width
	for end < len(s.text) && end-p < maxKey && (isAlpha(s.text[end]) || s.text[end] >= 0x80) && quoteAt(s.text, end).width == 0 {
		end++
	}
	visited(end - p)
	closer := quoteAt(s.text, end)
	if closer.width == 0 || !plainWord(s.text[p+q.width:end]) || !isBlank(at(s.text, end+closer.width)) {
		return 0
	}
	return end + closer.width
}

// strongQuote reports whether the word that a quote opens before p is surely generated.
func strongQuote(t string, p int) bool {
	end := p
	for end < len(t) && end-p < 64 && isAlnum(t[end]) {
		end++
	}
	visited(end - p)
	return end-p >= 12 && mixedCase(t[p:end])
}

// spokenValue redacts the value from v to end when it is one: after "is" it must not read like
// prose, without it look generated.
func (s *scan) spokenValue(j, v, end int, r *keyRule, said bool) int {
	v = min(skipBlank(s.text, v), end)
	if strings.HasPrefix(s.text[v:end], "{{") { // in Jira's markup, as code
		if inner := strings.TrimRight(s.text[v+2:end], "}.,; "); strongValue(inner) {
			v, end = v+2, v+2+len(inner)
		}
	}
	w := strings.TrimRight(s.text[v:end], ".,;:!?) ")
	end = v + len(w)
	if r.kind == "credential" && s.login(v, end) {
		return end
	}
	if said && (r.kind == "secret" || r.kind == "key" || r.kind == "password") && isSeed(w) && !wordy(w) {
		return past(j, s.secret(v, end, r, true))
	}
	if r.kind == "key" && isTopic(w) {
		return j
	}
	ok := strongValue(w) || r.kind == "otp" && (isOneTimeCode(w) && (said || len(w) == 6) && !hasFold(strings.TrimLeft(s.text[end:], " "), "ms") || isSeed(w))
	if said {
		ok = ok && r.kind == "otp" || isBase64Secret(w) || looksRandom(w) && !isCode(w) && !wordyCode(w) || r.kind == "password" && (marked(w) || jumbled(w) || quoteBefore(s.text, v).width > 0 && isPhrase(w) && s.isNew(j))
	}
	if ok && !harmless(w) && !strings.HasPrefix(w, "[redacted") && (jwtSignature(w) > 0 || !isUUID(w)) {
		return past(j, s.secret(v, end, r, true))
	}
	return j
}

// isBase64Secret reports whether w is at least 32 bytes in base64 (RFC 4648 §4) with letters of both cases and digits, and
// padded: no path.
func isBase64Secret(w string) bool {
	bare := strings.TrimRight(w, "=")
	return len(w) >= 32 && len(w)%4 == 0 && len(bare) < len(w) && !strings.Contains(bare, "%") && base64End(bare, 0) == len(bare) && mixedCase(bare)
}

// isTopic reports whether w is the name of a queue, a topic or an entry: three words or numbers at least, with full stops
// or colons between them.
func isTopic(w string) bool {
	parts := strings.FieldsFunc(w, func(r rune) bool { return r == '.' || r == ':' })
	for _, p := range parts {
		if !allDigits(p) && !onlyWord(p) {
			return false
		}
	}
	return len(parts) >= 3
}

// isOneTimeCode reports whether w can be a code that is good for once: four to eight digits.
func isOneTimeCode(w string) bool { return len(w) >= 4 && len(w) <= 8 && allDigits(w) }

// isSeed reports whether w can be the secret that one-time codes are made from, in base32 (RFC 4648 §6).
func isSeed(w string) bool {
	return len(w) >= 16 && strings.Trim(w, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=") == "" && strings.ContainsAny(w, "234567")
}

// wordyCode reports whether w looks like the code of an order or of a product.
func wordyCode(w string) bool { return registerCode(w) || w == strings.ToUpper(w) && wordy(w) }

// jumbled reports whether a word of letters changes its case so often that nobody writes it but as a password,
// or twice around letters that nobody can speak.
func jumbled(w string) bool {
	changes, pairs, mute, muted := 0, 0, 0, false
	for i := 0; i < len(w); i++ {
		if !isAlpha(w[i]) {
			return false
		}
		if mute++; isUpper(w[i]) || strings.IndexByte("aeiouy", w[i]) >= 0 {
			mute = 0
		}
		muted = muted || mute >= 5
		if i > 1 && isUpper(w[i]) && isUpper(w[i-1]) {
			pairs++ // which the names of types seldom have
		}
		if i > 0 && isUpper(w[i]) != isUpper(w[i-1]) {
			changes++
		}
	}
	return len(w) >= 8 && pairs > 0 && (changes > 3 || changes > 1 && muted && isUpper(w[len(w)-1]))
}

// marked reports whether a password of a person stands at w: letters with digits or marks.
func marked(w string) bool {
	if len(w) < 5 || len(w) > 64 || strings.ContainsAny(w, " \t/<>()") {
		return false
	}
	letter, other := false, false
	for i := 0; i < len(w); i++ {
		letter = letter || isAlpha(w[i])
		other = other || isDigit(w[i]) || strings.IndexByte("!@#$%^&*+=?~", w[i]) >= 0
	}
	return letter && other && !registerCode(w) && !hostLike(w)
}

// plainWord reports whether w is a word of a sentence.
func plainWord(w string) bool {
	for i := 0; i < len(w); i++ {
		if !isAlpha(w[i]) && w[i] != '\'' && w[i] != '-' && w[i] < 0x80 {
			return false
		}
	}
	return w != "" && w[0] != '-' && len(w) < 24 && !(len(w) > 12 && looksRandom(w))
}

// strongValue reports whether a word is surely generated: letters of both cases with digits, or
// a long mix of letters and digits.
func strongValue(w string) bool {
	if len(w) >= 32 && w[0] != '/' && !strings.Contains(w, "//") {
		w = strings.ReplaceAll(w, "/", "") // base64
	}
	if len(w) < 8 || !tokenLike(w) || strings.ContainsAny(w, "()<>{}[]/\\@$") {
		return false
	}
	return mixedCase(w) || len(w) >= 20
}

// mixedCase reports whether w holds letters of both cases and digits.
func mixedCase(w string) bool {
	var lower, upper, digit bool
	for i := 0; i < len(w); i++ {
		lower, upper, digit = lower || isLower(w[i]), upper || isUpper(w[i]), digit || isDigit(w[i])
	}
	return lower && upper && digit
}

// login redacts the password of a pair of user and password: "desk / …", "desk:…".
func (s *scan) login(v, end int) bool {
	if end-v > 256 {
		return false
	}
	t := s.text[v:end]
	n := strings.IndexAny(t, "/:")
	if n < 1 || n > 64 || strings.HasPrefix(t[n:], "://") || strings.HasPrefix(t[n:], "//") {
		return false
	}
	p := skipBlank(s.text, v+n+1)
	if p > end || strings.ContainsAny(strings.TrimSpace(t[:n]), " \t{}[]()=") || t[n] == ':' && p > v+n+1 {
		return false
	}
	stop := bareEnd(s.text[:end], p)
	w := strings.TrimRight(s.text[p:stop], ".,;!?)")
	if isMarker(w) {
		return true
	}
	if strings.HasSuffix(w, "=") && stop < end && quoteAt(s.text, stop).width > 0 { // the key of what comes next
		return false
	}
	if strings.IndexByte(w, ':') >= 0 || !marked(w) && !looksRandom(w) || harmless(w) || isUUID(w) || namesItself(w) != "" {
		return false
	}
	return s.add(p, p+len(w), "password")
}
