package evidence

import "strings"

// loginWords, or their fronts, say that a line or a list tells how to get in somewhere.
var loginWords = [...]string{"login", "log in", "logon", "sign in", "credential", "access to", "access:", "access for", "accès", "acceso", "acesso", "zugang", "zugäng", "anmeld", "toegang", "inlog", "identifiant", "s'ouvre", "connexion", "dostęp", "přístup", "přihl", "adgang", "tilgang", "åtkomst", "käyttäj", "hozzáfér"}

// maxList is how far above an item of a list the line stands that says what the list is of, in bytes.
const maxList = 512

// besideUser redacts the password that a slash parts from its user, whose name or mail address the word from i to j ends:
// "oper / …", "viewer/…". Where nothing around them speaks of a login, the password must be one beyond doubt.
func (s *scan) besideUser(i, j int) {
	t := s.text
	c := at(t, i-1)
	p := j + 1
	if at(t, j) == ' ' {
		if at(t, p) != '/' || at(t, p+1) != ' ' {
			return
		}
		p += len("/ ")
	} else if c != ' ' {
		return // a path
	}
	if c != 0 && !isSpace(c) && c != '@' && c != '(' {
		return
	}
	if !isAccount(t[i:j]) || t[j] == '/' && strings.HasPrefix(t[i:j], "application") { // a media type
		return
	}
	end := p
	for end < len(t) && end-p < maxKey && !isSpace(t[end]) && strings.IndexByte("/\"'`<>|:;(){}[]=", t[end]) < 0 {
		end++
	}
	visited(end - p)
	if c := at(t, end); c != 0 && !isSpace(c) && c != ';' && c != ')' && c != '<' && c != '|' {
		return
	}
	w := strings.TrimRight(t[p:end], ".,?)")
	if len(w) < 8 || isCode(w) || isID(w) || registerCode(w) || harmless(w) || isMoment(w) || strings.Contains(w, "&amp") {
		return
	}
	user := c == '@' || t[i:j] == strings.ToLower(t[i:j])
	switch mixed := mixedCase(w); {
	case mixed && user && strings.ContainsAny(w, "!#$&*?^~") && marked(w) && !strings.Contains(w, "C#"):
	case mixed && user && len(w) >= 10 && tokenLike(w) && s.tellsLogin(i):
	case c == '@' && capitalRun(w) && s.tellsLogin(i):
	default:
		return
	}
	s.add(p, p+len(w), "password")
}

// capitalRun reports whether a word has several capitals and small letters behind one another within one of its parts, as
// no name has: gannet-PBANMRug.
func capitalRun(w string) bool {
	upper := 0
	for i := 0; i < len(w); i++ {
		switch {
		case isUpper(w[i]):
			upper++
		case upper >= 3 && isLower(w[i]):
			return len(w) < maxKey
		default:
			upper = 0
		}
	}
	return false
}

// tellsLogin reports whether one of loginWords stands before i on its line, or in the line that opens the block of lines
// that it belongs to.
func (s *scan) tellsLogin(i int) bool {
	t := s.text
	from := max(0, i-maxList)
	front := t[from:i]
	s.charge(len(front))
	visited(len(front))
	if n := strings.LastIndex(front, "\n\n"); n >= 0 {
		front = front[n+2:]
	}
	line := front[strings.LastIndexByte(front, '\n')+1:]
	head, _, _ := strings.Cut(front, "\n")
	for _, text := range [...]string{line, head} {
		if n := len(text) - 2*maxKey; n > 0 {
			text = text[n:]
		}
		text = strings.ToLower(text)
		for _, w := range loginWords {
			if strings.Contains(text, w) {
				return true
			}
		}
	}
	return false
}

// basicLabel redacts the pair of user and password in base64 that a label with the word Basic, from i to j, names:
// "Basic auth used : …".
func (s *scan) basicLabel(i, j int) {
	t := s.text
	if i-s.line > maxKey {
		return
	}
	rest := restOfLine(t, j, maxKey)
	n := strings.IndexAny(rest, ":=")
	if n < 0 || strings.Trim(rest[:n], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ()_- ") != "" {
		return
	}
	start := skipBlank(t, j+n+1)
	start += quoteAt(t, start).width
	end := start
	for end < len(t) && end-start < maxToken && is64[t[end]] {
		end++
	}
	for end < len(t) && t[end] == '=' && end-start < maxToken {
		end++
	}
	s.charge(end - i)
	visited(end - start)
	if w := t[start:end]; len(w) >= minCarried && isBasic(w) {
		s.learnBasic(w)
		s.add(start, end, "basic")
	}
}

// locks are what a code that people are told opens: a tunnel, a radio network.
var locks = [...]string{"vpn", "wifi", "wi-fi", "wlan"}

// lockRule is the rule for what opens them.
var lockRule = keyRule{kind: "secret", grip: single}

// lockCode reports whether the word from i to j is that for a code and those beside it say that it opens one of locks:
// "code du VPN", "WLAN-Code", "code for the guest wifi".
func (s *scan) lockCode(i, j int) bool {
	w := s.text[i:j]
	w = strings.ToLower(w[strings.LastIndexByte(w, '-')+1:])
	if w != "code" && w != "kod" && w != "codice" {
		return false
	}
	rest := restOfLine(s.text, j, maxKey)
	if n := strings.IndexAny(rest, ":=.,;"); n >= 0 {
		rest = rest[:n]
	}
	text := strings.ToLower(s.text[max(s.line, i-len("guest wi-fi ")):j] + rest)
	for _, w := range locks {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// particles stand between the name of a secret and the secret in Japanese, Chinese and Korean.
var particles = [...]string{"は", "が", "是", "为", "為", "는", "은"}

// afterParticle redacts the password that one of particles at j says: パスワードは「…」です. It returns where the walk goes
// on, 0 for another text.
func (s *scan) afterParticle(j int, r *keyRule) int {
	t := s.text
	p := 0
	for _, w := range particles {
		if strings.HasPrefix(t[j:], w) {
			p = skipBlank(t, j+len(w))
		}
	}
	if p == 0 {
		return 0
	}
	for _, open := range [...]string{"、", "「", "『", "“"} {
		if strings.HasPrefix(at2(t, p), open) {
			p += len(open)
		}
	}
	p += quoteAt(t, p).width
	end := p
	for end < len(t) && end-p < maxKey && t[end] > ' ' && t[end] < 0x80 && strings.IndexByte("\"'`,;<>", t[end]) < 0 {
		end++
	}
	visited(end - j)
	if w := t[p:end]; !marked(w) && !looksRandom(w) && !jumbled(w) || harmless(w) || isID(w) {
		return 0
	}
	return past(p, s.secret(p, end, r, true))
}
