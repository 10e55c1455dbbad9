package evidence

import (
	"slices"
	"strings"
)

// scan is one walk over a text in search of secrets. It only moves forward. What stands
// behind a key may be looked at again for the next key; once such looks have cost lookPrice
// for each byte of the text, each goes no further than narrow bytes, so that the work grows
// with the length of the text whatever the text.
type scan struct {
	text      string // what is looked at: the whole, or its front once looks have become dear
	whole     string
	spent     int     // bytes looked at behind keys
	ends      [4]Span // the last searches of labelEnd: from where, to where
	finds     []find
	learnt    []string        // secrets known under another spelling, such as a Basic password
	ids       map[string]bool // values of correlation keys: they stay where they repeat
	line      int             // where the current line starts
	tool      *tool           // whose command line is open, nil for none
	command   int             // where the current command line (curl …) ends; 0 for none
	kty       int             // where the last "kty" of a JSON web key stands, 0 for none
	table     Span            // the last table of comma-separated values that was read
	cookieEnd int             // how far lists of cookies have been read
	value     Span            // the last string under a key "value", for pairs written value first
}

// wordByte marks the bytes that make up words; letters, digits and "_" also start one.
var wordByte = func() (t [256]bool) {
	for c := range t {
		t[c] = isAlnum(byte(c)) || c == '_' || c == '-' || c == '.'
	}
	return t
}()

const (
	lookPrice = 64
	narrow    = 1 << 10
)

// charge counts n bytes looked at behind a key.
func (s *scan) charge(n int) { s.spent += n }

// walk goes over the text word by word.
func (s *scan) walk() {
	s.whole = s.text
	s.headless()
	for i := markerRest(s.text); i < len(s.whole); {
		if s.spent > 1<<16+lookPrice*len(s.whole) {
			s.text = s.whole[:min(len(s.whole), i+narrow)]
		}
		for i = s.step(i); i < len(s.text) && !stepStop[s.text[i]] && i != s.line; i++ { // where nothing starts
		}
	}
	s.text = s.whole
}

// step looks at what starts at i and returns where the walk goes on.
func (s *scan) step(i int) int {
	t := s.text
	switch c := t[i]; {
	case isAlnum(c) || c == '_':
		if amongBytes(t, i) {
			return i + len("0f")
		}
		return s.word(i, s.wordEnd(i))
	case c == '\n':
		s.line = i + 1
	case c == '[' && markerLen(t[i:]) > 0:
		return i + markerLen(t[i:])
	case c == '-' && strings.HasPrefix(t[i:], pemBegin):
		return s.pem(i)
	case i == s.line && startsRule(t, i):
		s.pipeTable(i)
	case c == ':':
		return s.userinfo(i)
	case c == '$' || c == '{':
		return s.crypt(i)
	case foreignFront[c]:
		return s.foreign(i)
	}
	return i + 1
}

// stepStop marks the bytes at which step may have something to look at, wherever in a line they stand. At the front of
// one it is always asked.
var stepStop = func() (t [256]bool) {
	for c := range t {
		t[c] = isAlnum(byte(c)) || foreignFront[c] || strings.IndexByte("_\n[-:${", byte(c)) >= 0
	}
	return t
}()

// startsRule reports whether the rule of a table may start at i.
func startsRule(t string, i int) bool {
	switch t[i] {
	case '|', '+':
		return true
	case '-':
		return at(t, i+1) == '-'
	}
	return strings.HasPrefix(t[i:], "├")
}

// amongBytes reports whether the word at i is a byte in hexadecimal with another behind it: the columns of a
// dump hold nothing that a word of two letters says, and are most of it.
func amongBytes(t string, i int) bool {
	return i+6 <= len(t) && t[i+2] == ' ' && t[i+5] == ' ' && hexByte[t[i]] && hexByte[t[i+1]] && hexByte[t[i+3]] && hexByte[t[i+4]]
}

// hexByte marks the digits of bytes in hexadecimal.
var hexByte = func() (t [256]bool) {
	for c := range t {
		t[c] = isHex(byte(c))
	}
	return t
}()

func (s *scan) wordEnd(i int) int {
	for i < len(s.text) && wordByte[s.text[i]] {
		if s.text[i] == '-' && strings.HasPrefix(s.text[i:], "-----") {
			break
		}
		i++
	}
	return i
}

// word looks at one word: is it a secret by its shape, or does it say that one follows?
// It returns where the walk goes on.
func (s *scan) word(i, j int) int {
	if i = s.unescape(i, j); i >= j {
		return j
	}
	if c := at(s.text, j); c >= 0xC0 && c != 0xE2 {
		last := i + strings.LastIndexAny(s.text[i:j], "-_") + 1 // API-Schlüssel
		if next := s.foreign(last); next > last+1 {
			return next
		}
	}
	if next := s.shaped(i, j); next > 0 {
		return next
	}
	if n := arnLen(s.text, i, j); n > 0 {
		return i + n
	}
	if c := at(s.text, j); c == '/' || c == ' ' && at(s.text, j+1) == '/' {
		s.besideUser(i, j)
	}
	if c := at(s.text, j); c == '/' && at(s.text, i-1) == '/' {
		s.path(i, j)
	} else if c == '(' || c == ' ' || c == '=' || isAtom(s.text, i, j) {
		s.call(i, j)
		s.spelt(i, j)
	}
	if s.text[i] == 'S' || s.text[i] == 'P' {
		s.stored(i, j)
	}
	if c := at(s.text, i-1); c == '-' || s.tool != nil && i <= s.command && (c == '/' || isBlank(c)) {
		if next := s.flag(i, j); next > 0 {
			return next
		}
	}
	if c := at(s.text, j); isBlank(c) || c == '"' && isBlank(at(s.text, j+1)) {
		s.commandAt(i, j)
	}
	if s.printed(i, j) {
		return j
	}
	if s.mayName(i, j) {
		if rule := ruleFor(s.text, i, j); rule != nil {
			return s.place(i, j, rule)
		}
	}
	if at(s.text, j) == ':' {
		s.bound(i, j)
	}
	if next := s.jwk(i, j); next > 0 {
		return next
	}
	if strings.EqualFold(s.text[i:j], "key") {
		s.prefixedKey(i, j)
		s.usedKey(i, j)
		s.wlanKey(i, j)
	}
	if j-i >= 3 && j-i < maxKey && hasFold(s.text[i:j], "api") {
		s.apiKey(i, j)
		if j-i == len("api") && isBlank(at(s.text, j)) && s.ofKey(i) {
			return s.sentence(j, j, &spokenKeyRule)
		}
	}
	if last := s.text[j-1] | 0x20; (last == 'e' || last == 'd') && (isBlank(at(s.text, j)) || at(s.text, j) == ':') && s.lockCode(i, j) {
		return s.sentence(j, j, &lockRule)
	}
	s.former(i)
	s.note(i, j)
	return j
}

// spelling is a word, in letters of either case, and what is looked for where it stands.
type spelling struct {
	word string
	look func(s *scan, i, j int)
}

// spellings are the words of commands, statements and configurations that say that a secret is near. What looks there is
// asked for these words alone, in letters of either case.
var spellings = func() (all []spelling) {
	add := func(look func(s *scan, i, j int), words ...string) {
		for _, w := range words {
			all = append(all, spelling{strings.ToLower(w), look})
		}
	}
	add((*scan).charArray, "toCharArray")
	add((*scan).dataSource, "tcp", "tcp6", "unix")
	add((*scan).operand, "use", "user", "htpasswd")
	add((*scan).setx, "setx", "setx.exe")
	add((*scan).connect, "sqlplus", "sqlldr", "expdp", "impdp", "rman", "sqlcl", "logon", "using", "connect", "conn")
	add((*scan).decoded, "base64")
	add((*scan).piped, "echo", "printf", secureString)
	add((*scan).insert, "values")
	add((*scan).copied, "from")
	for w := range devicesByWord {
		add((*scan).device, w)
	}
	return all
}()

// spellingsByFront holds them by their first letter and their length.
var spellingsByFront = func() (t [1 << 5][1 << 5][]spelling) {
	for _, sp := range spellings {
		slot := &t[sp.word[0]&0x1f][len(sp.word)&0x1f]
		*slot = append(*slot, sp)
	}
	return t
}()

// spelt looks for what the word from i to j, if it is one of spellings, says to be near.
func (s *scan) spelt(i, j int) {
	if j-i >= 1<<5 {
		return
	}
	for _, sp := range spellingsByFront[s.text[i]&0x1f][j-i] {
		if strings.EqualFold(s.text[i:j], sp.word) {
			sp.look(s, i, j)
		}
	}
}

// foreignKeys are the words for a password that ASCII doesn't spell whole.
var foreignKeys = []string{"contraseña", "hasło", "hasłem", "hasła", "пароль", "lösenordet", "lösenord", "parolă", "clé utilisée", "clé actuelle", "heslo", "schlüssel", "jelszó", "κωδικός", "şifre", "パスワード", "パスフレーズ", "密码", "密碼", "口令", "비밀번호"}

// foreignLocks are words for a key, of whatever lock, that ASCII doesn't spell whole.
var foreignLocks = []string{"clé", "klíč", "kľúč", "ključ", "nøgle", "nøglen", "nøkkel", "nøkkelen", "ключ"}

// foreignFront marks the bytes, no letters of ASCII, that foreignKeys start with.
var foreignFront = func() (m [256]bool) {
	for _, w := range slices.Concat(foreignKeys, foreignCodes, foreignLocks) {
		m[w[0]] = w[0] >= 0x80
		m[strings.ToUpper(w)[0]] = w[0] >= 0x80
	}
	return m
}()

// foreign looks whether the word at i is one of foreignKeys. It returns where the walk goes on.
func (s *scan) foreign(i int) int {
	for _, w := range foreignCodes {
		if hasFold(s.text[i:], w) && (w[0] >= 0x80 || namesCode(lineBefore(s.text, i))) {
			j := i + len(w)
			if sep, v := separator(s.text, j); sep == ':' || sep == '=' {
				return s.valueAt(v, site{key: i, keyEnd: j, sep: sep, rule: &codeRule})
			}
			return s.sentence(j, j, &codeRule)
		}
	}
	for _, w := range foreignLocks {
		if j := i + len(w); hasFold(s.text[i:], w) && s.usedKey(i, j) {
			return j
		}
	}
	for _, w := range foreignKeys {
		if j := i + len(w); hasFold(s.text[i:], w) {
			if next := s.twin(i, j, &passwordRule); next > 0 {
				return next
			}
			if next := s.afterParticle(j, &passwordRule); next > 0 {
				return next
			}
			closer := quoteAt(s.text, j)
			sep, v := separator(s.text, j+closer.width)
			if sep == '>' || sep == '|' {
				return s.place(i, j, &passwordRule)
			}
			if (sep == ':' || sep == '=') && strings.HasPrefix(w, "clé") { // of whatever lock
				return j
			}
			if sep == ':' || sep == '=' {
				return s.valueAt(v, site{key: i, keyEnd: j, sep: sep, json: closer.width > 0, rule: &passwordRule})
			}
			if v := leaderEnd(s.text, skipBlank(s.text, j)); v > 0 && s.opensLine(i) && s.inColumn(v, &passwordRule) {
				return v
			}
			return s.sentence(j, j, &passwordRule)
		}
	}
	return i + 1
}

// foreignCodes are words that end the name of a code that is good for once.
var foreignCodes = []string{"verificación", "vérification", "verificação", "ワンタイムコード", "認証コード"}

// namesCode reports whether a text ends with "code of", as it is said in French, Spanish and Portuguese.
func namesCode(front string) bool {
	front = strings.ToLower(front)
	return strings.HasSuffix(front, "code de ") || strings.HasSuffix(front, "código de ") || strings.HasSuffix(front, "codigo de ")
}

// codeRule is the rule for what they name.
var codeRule = keyRule{kind: "otp", grip: single}

// passwordRule is the rule for what a word of another language names.
var passwordRule = keyRule{kind: "password", grip: single}

// unescape steps over what an escape left at the front of a word: the n of "\nCookie", the
// 22 of "%22token", the u0022 of "\u0022token".
func (s *scan) unescape(i, j int) int {
	switch at(s.text, i-1) {
	case '\\':
		if hasFold(s.text[i:j], "u0022") || hasFold(s.text[i:j], "u0027") || hasFold(s.text[i:j], "u0026") {
			return i + 5
		}
		if strings.HasPrefix(s.text[i:j], "x22") || strings.HasPrefix(s.text[i:j], "x27") {
			return i + 3
		}
		if c := s.text[i]; j-i > 1 && (c == 'n' || c == 'r' || c == 't') && isAlpha(s.text[i+1]) {
			return i + 1
		}
	case '%':
		if strings.HasPrefix(s.text[i:j], "2522") {
			return i + 4
		}
		if j-i > 2 && isHex(s.text[i]) && isHex(s.text[i+1]) {
			return i + 2
		}
	}
	return i
}

// addShape notes what is a secret by its looks alone. Where it is labelled as an id, and nothing
// names it a secret, it stays.
func (s *scan) addShape(start, end int, kind string) {
	if s.add(start, end, kind) && len(s.finds) > 0 && s.finds[len(s.finds)-1].start == start {
		s.finds[len(s.finds)-1].looks = true
	}
}

// add notes a secret, unless it is empty or a marker already.
func (s *scan) add(start, end int, kind string) bool {
	if start < end && !isMarker(s.text[start:end]) {
		s.finds = append(s.finds, find{start: start, end: end, kind: kind})
	}
	return start < end
}
