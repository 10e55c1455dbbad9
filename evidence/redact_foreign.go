package evidence

import "strings"

// apiKey redacts what a label names with the word API from i to j and others of any language: one
// word that looks generated behind a colon, on the same line. "Clave de API utilizada: …"
func (s *scan) apiKey(i, j int) {
	t := s.text
	if j > i+3 && t[i+3] != '-' {
		return
	}
	front := t[max(s.line, i-maxKey):i]
	rest := restOfLine(t, j, 2*maxKey)
	n := strings.IndexAny(rest, ":=")
	wide := strings.Index(rest, "：")
	if wide >= 0 && (n < 0 || wide < n) {
		n = wide + len("：") - 1
	}
	visited(len(front))
	if n < 0 || strings.ContainsAny(strings.TrimSuffix(front, "d'"), ":=,{\"'?&/") || strings.ContainsAny(rest[:n], "={\"'?&/(") {
		return
	}
	if name, clause, ok := strings.Cut(rest[:n], ","); ok && !(saysKey(front+t[i:j]+name) && saysOf(clause)) {
		return
	}
	start := skipBlank(t, j+n+1)
	end := start
	for end < len(t) && (isAlnum(t[end]) || t[end] == '-' || t[end] == '_') {
		end++
	}
	v := t[start:end]
	s.charge(end - start)
	visited(end - start)
	if c := at(t, end); len(v) < minAPIKey || c != 0 && !isSpace(c) || !(restOfToken(v) || allHex(v) && saysKey(front+rest[:n])) || saysID(front) || saysID(rest[:n]) {
		return
	}
	s.add(start, end, "api-key")
}

// spokenKeyRule is the rule for a key that a sentence of another language tells behind its name.
var spokenKeyRule = keyRule{kind: "api-key", grip: random}

// maxOfKey is how far before "API" the word for its key may begin in a sentence, in bytes: "clave de la ".
const maxOfKey = 16

// ofKey reports whether the text before i on its line ends with a word for a key that belongs to what follows: "clé d'",
// "klucz ", "clave de ".
func (s *scan) ofKey(i int) bool {
	front := strings.ToLower(s.text[max(s.line, i-maxOfKey):i])
	visited(len(front))
	front = strings.TrimSuffix(strings.TrimSuffix(front, "d'"), "d’")
	front = strings.TrimSuffix(strings.TrimRight(front, " "), " de")
	w := lastWord(front)
	return w != "key" && saysKey(w)
}

// maxToKey is how far behind the word "key" of a sentence the key may begin, in bytes.
const maxToKey = 40

// prefixedKey redacts the key that a sentence tells behind the word for it, from i to j, where it has the form that
// vendors give theirs: a few small letters, a mark, and what is generated. "the key we agreed on: fck_…".
func (s *scan) prefixedKey(i, j int) {
	t := s.text
	rest := restOfLine(t, j, maxToKey)
	if !isBlank(at(t, j)) && at(t, j) != ':' || keyOfOther(strings.ToLower(lastWord(t[max(s.line, i-maxKey):i]))) || strings.ContainsAny(rest, "\"'{}=<>") {
		return
	}
	for p := 0; p < len(rest); p++ {
		if !isLower(rest[p]) || isAlnum(at(t, j+p-1)) {
			continue
		}
		n := p
		for n < len(rest) && isLower(rest[n]) {
			n++
		}
		if mark := at(rest, n); mark != '_' && mark != '-' {
			if w := rest[p:n]; !isFunctionWord(w) && !copulas[w] && !strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "ing") {
				return // of something else
			}
		} else if n-p >= 2 && n-p <= 8 && !idFronts[rest[p:n]] {
			start, end := j+p, s.wordEnd(j+p)
			visited(end - start)
			s.charge(end - start)
			if w := t[min(j+n+1, end):end]; len(w) >= minAPIKey && mixedCase(w) && restOfToken(w) && at(t, end) != '.' && at(t, end) != '/' && !s.ofCache(start, end) {
				s.add(start, end, "key")
			}
			return
		}
		p = n
	}
}

// idFronts begin ids of what a system keeps, as the keys of vendors begin with their names.
var idFronts = map[string]bool{"req": true, "ord": true, "order": true, "conv": true, "evt": true, "job": true, "run": true, "txn": true, "usr": true, "cus": true, "acct": true, "id": true, "trace": true, "span": true, "corr": true, "msg": true, "tkt": true}

// minAPIKey is the shortest word that is taken for a key by its label's language alone, in bytes.
const minAPIKey = 20

// saysID reports whether words name an id, a version or a build.
func saysID(words string) bool {
	for _, w := range keyWords(words) {
		if w == "id" || w == "uuid" || w == "build" || w == "commit" || w == "request" || w == "trace" || strings.HasPrefix(w, "ident") || strings.HasPrefix(w, "ver") {
			return true
		}
	}
	return false
}

// saysKey reports whether words call something a key, in whatever language of those that the desk is written in.
func saysKey(words string) bool {
	low := strings.ToLower(words)
	if keyOfOther(low) {
		return false
	}
	for _, w := range [...]string{"clé", "cle ", "clave", "chiave", "chave", "schlüssel", "sleutel", "klucz", "nyckel", "key", "キー", "klíč", "kľúč", "ključ", "kulcs", "avain", "nøgle", "nøkkel", "ключ", "κλειδί", "anahtar", "cheie"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// maxClause is how many words the clause may have that says of a key who uses it.
const maxClause = 6

// saysOf reports whether a clause is a few plain words, none of which names an id, between the name of a key and its colon:
// ", který používáme", ", den wir verwenden".
func saysOf(clause string) bool {
	words := strings.Fields(strings.TrimRight(clause, " :："))
	for _, w := range words {
		if !plainWord(w) {
			return false
		}
	}
	return len(words) >= 2 && len(words) <= maxClause && !keyOfOther(strings.ToLower(clause))
}

// saysUse reports whether a clause says that somebody uses something, and neither sends nor logs it.
func saysUse(clause string) bool {
	for _, w := range strings.Fields(strings.ToLower(clause)) {
		for _, stem := range [...]string{"use", "using", "utilis", "emple", "verwend", "nutz", "benutz", "gebruik", "usa", "utiliz", "używ", "použív", "použi", "korist", "használ", "käyt", "bruge", "brukar", "använd", "использ"} {
			if strings.HasPrefix(w, stem) {
				return true
			}
		}
	}
	return false
}

// speakers begin the clause of English that says of what stands before it who uses it: the key we use.
var speakers = map[string]bool{"we": true, "i": true, "you": true, "they": true}

// usedKey redacts what a sentence tells behind the word for a key that ends at j and a clause that says who uses it: "the
// key we use: …", "klíč, který používáme: …".
func (s *scan) usedKey(i, j int) bool {
	t := s.text
	rest := restOfLine(t, j, 2*maxKey)
	n := strings.IndexByte(rest, ':')
	if n < 0 || strings.ContainsAny(rest[:n], "=\"'{}<>/") {
		return false
	}
	clause, comma := strings.CutPrefix(strings.TrimLeft(rest[:n], " "), ",")
	if first := strings.ToLower(wordOf(strings.TrimLeft(clause, " "))); !speakers[first] && !relatives[first] || n > 0 && rest[0] != ' ' && !comma {
		return false
	}
	if !saysOf(clause) || !saysUse(clause) || saysID(clause) || keyOfOther(strings.ToLower(lastWord(t[max(s.line, i-maxKey):i]))) {
		return false
	}
	start := skipBlank(t, j+n+1)
	end := s.wordEnd(start)
	s.charge(end - i)
	visited(end - start)
	w := strings.TrimRight(t[start:end], ".")
	if c := at(t, start+len(w)); len(w) < minHeadless || c != 0 && !isSpace(c) && c != ',' && c != '.' || !mixedCase(w) || !dense(w) || !tokenLike(w) || !restOfToken(w) {
		return false
	}
	if front, _, ok := strings.Cut(w, "_"); ok && idFronts[front] {
		return false
	}
	return s.add(start, start+len(w), "key")
}

// keyOfOther reports whether words in small letters call something a key that is none of a lock: an
// idempotency key, a primary key.
func keyOfOther(low string) bool {
	for _, w := range [...]string{"idempot", "correl", "objedn", "zamów", "bestell", "order", "pedido", "ordine", "comand", "primar", "cache", "rout", "sort", "partition", "trace"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}
