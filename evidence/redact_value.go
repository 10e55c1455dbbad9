package evidence

import (
	"encoding/base64"
	"strings"
)

// secret redacts the value from start to end under a rule. quoted says that its ends are
// certain, because quotes or brackets mark them. It returns where the walk goes on: behind
// what it found when the value is dealt with, else at its start, so that its parts are looked at.
func (s *scan) secret(start, end int, r *keyRule, quoted bool) int {
	known := len(s.finds)
	switch {
	case !s.take(start, end, r, quoted):
		return start
	case len(s.finds) > known:
		return min(end, s.finds[len(s.finds)-1].end)
	}
	return end
}

// take is secret that tells whether the value is dealt with.
func (s *scan) take(start, end int, r *keyRule, quoted bool) bool {
	t := s.text
	s.charge(end - start)
	visited(end - start)
	start = skipBlank(t, start)
	for end > start && isSpace(t[end-1]) {
		end--
	}
	if start >= end || isMarker(t[start:end]) || harmless(t[start:end]) || !quoted && pemEnd(t, start) > end {
		return false // the front of a block
	}
	switch r.grip {
	case scheme:
		return s.credentials(start, end, r.kind)
	case pairs:
		return s.cookies(start, end, quoted)
	case blobGrip:
		if r.kind == "basic" && !isBasic(t[start:end]) || end-start < 24 || r.kind != "basic" && end-start < 40 || !looksRandom(strings.Map(plainToken, t[start:end])) {
			return false
		}
	case tokens:
		return s.tokens(start, end, r.kind)
	case loginGrip:
		return s.login(start, end)
	case single:
		if r.kind == "credential" && s.login(start, end) {
			return true
		}
		if r.kind == "credential" && !quoted && opensObject(t[start:end]) {
			return false // whose members say for themselves what they are
		}
		if r.kind == "credential" && isObject(t, start, end) {
			return false // likewise
		}
		if r.kind == "otp" && (isOneTimeCode(strings.ReplaceAll(t[start:end], " ", "")) || isSeed(strings.ToUpper(strings.ReplaceAll(t[start:min(end, start+maxToken)], " ", "")))) {
			return s.bared(start, end, r.kind)
		}
		if !quoted && prosy(t[start:end]) {
			return s.leading(start, end, r.kind)
		}
		if r.kind == "key" && s.ofCache(start, end) {
			return false
		}
		if r.kind == "key" && isTarget(t[start:end]) && t[start] != '/' {
			return false // the URL that an error is about: its parts are looked at for themselves
		}
	case random:
		if v := t[start:end]; !looksRandom(v) || registerCode(v) || len(v) < r.min || r.hex && (len(v) != 32 || !allHex(v)) {
			return r.kind == "authorization" && s.login(start, end)
		}
	}
	return s.bared(start, end, r.kind)
}

// opensObject reports whether a value begins with the name of a type and a bracket, and the name of a member: Credentials(id=.
func opensObject(v string) bool {
	name, member, ok := strings.Cut(v, "(")
	if !ok || name == "" || !isUpper(name[0]) || !isFieldName(name) {
		return false
	}
	key, _, pair := strings.Cut(member, "=")
	return pair && isFieldName(key) && !strings.ContainsAny(key, "0123456789")
}

// isObject reports whether an object of JSON stands from start to end whose members say for themselves what they are:
// one of them is named as a secret, and of the others none looks like one.
func isObject(t string, start, end int) bool {
	if t[start] != '{' || t[end-1] != '}' {
		return false
	}
	named := false
	name := Span{} // of the member whose value comes next
	for p := start + 1; p < end; {
		q := quoteAt(t, p)
		if q.width == 0 {
			p++
			continue
		}
		open := p + q.width
		shut := q.closing(t[:end], open)
		if shut >= end {
			visited(end - start)
			return false
		}
		p = shut + q.width
		if at(t, skipBlank(t, p)) == ':' {
			name = Span{open, shut}
			continue
		}
		w := t[open:shut]
		switch key := t[name.Start:name.End]; {
		case name.End == 0:
			visited(end - start)
			return false // a list's, or none's
		case ruleFor(t, name.Start, name.End) != nil:
			named = true
		case strings.HasSuffix(key, "id") || strings.HasSuffix(key, "Id") || strings.HasSuffix(key, "ID") || isMarker(w) || isID(w) || strings.Contains(w, "://") || hostLike(w):
		case looksRandom(w) || marked(w) || jumbled(w) || strongValue(w):
			visited(end - start)
			return false
		}
	}
	visited(end - start)
	return named
}

// ofCache reports whether the key from start to end is that of a cache's entry, as builds name theirs: words and a hash
// of the files that the entry is made from, where the line calls it a cache's.
func (s *scan) ofCache(start, end int) bool {
	w := s.text[start:end]
	n := strings.LastIndexByte(w, '-')
	if n < 0 || len(w) > 256 || !allHex(w[n+1:]) || len(w)-n-1 < 32 || !wordy(w[:n]) || strings.IndexByte(w[:n], ' ') >= 0 {
		return false
	}
	line := strings.ToLower(s.text[max(s.line, start-maxHead):end])
	visited(len(line))
	return strings.Contains(line, "cache")
}

// leading redacts the first of several words where it looks generated: more is said behind it.
func (s *scan) leading(start, end int, kind string) bool {
	n := strings.IndexAny(s.text[start:end], " \t")
	if n < 0 {
		return false
	}
	word := strings.TrimRight(s.text[start:start+n], ".,;")
	return len(word) >= minCarried && looksRandom(word) && restOfToken(word) && s.bared(start, start+len(word), kind)
}

// tokens redacts the words of a list that look generated.
func (s *scan) tokens(start, end int, kind string) (did bool) {
	t := s.text
	for p := start; p < end; p++ {
		q := p
		for q < end && (isAlnum(t[q]) || strings.IndexByte("-_~+/=", t[q]) >= 0) {
			q++
		}
		if q-p >= minCarried && tokenLike(t[p:q]) {
			did = s.add(p, q, kind) || did
		}
		p = q
	}
	return did
}

// bared redacts a value that may be a token with a scheme before it, or a JWT.
func (s *scan) bared(start, end int, kind string) bool {
	t := s.text
	if n := authSchemeLen(t[start:end]); n > 0 {
		return s.credentials(start, end, kind)
	}
	if sig := jwtSignature(t[start:end]); sig > 0 {
		s.carried(end, "jwt")
		return s.add(start+sig, end, "jwt")
	}
	if !jwtCut(t[start:end]) && s.add(start, end, kind) {
		s.carried(end, kind)
		return true
	}
	return jwtCut(t[start:end])
}

// credentials redacts an Authorization value: the scheme stays, and of a JWT the header and
// the claims (SAFE 12).
func (s *scan) credentials(start, end int, kind string) bool {
	t := s.text
	n := authSchemeLen(t[start:end])
	if n > 0 {
		kind = authScheme(t[start : start+n])
		start = skipSpace(t, start+n)
		if start >= end || harmless(t[start:end]) {
			return false
		}
	}
	if n == 0 && !strings.ContainsAny(t[start:end], "0123456789") && strings.Contains(t[start:end], " ") && prosy(t[start:end]) {
		return false
	}
	if kind == "basic" {
		s.learnBasic(t[start:end])
	}
	if sig := jwtSignature(t[start:end]); sig > 0 {
		s.carried(end, "jwt")
		return s.add(start+sig, end, "jwt")
	}
	if !jwtCut(t[start:end]) && s.add(start, end, kind) {
		s.carried(end, kind)
		return true
	}
	return jwtCut(t[start:end])
}

// isBasic reports whether a value is a pair of user and password in base64 (RFC 7617).
func isBasic(v string) bool {
	plain, err := base64.StdEncoding.DecodeString(v)
	return err == nil && strings.IndexByte(string(plain), ':') > 0 && isPrintable(string(plain))
}

func isPrintable(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// learnBasic remembers the password of a Basic credential (RFC 7617), so that it goes
// wherever else it stands.
func (s *scan) learnBasic(v string) {
	if len(v) > 1024 {
		return
	}
	plain, err := base64.StdEncoding.DecodeString(v)
	if err != nil {
		return
	}
	if _, pass, ok := strings.Cut(string(plain), ":"); ok {
		s.learnt = append(s.learnt, pass)
	}
}

// authSchemes are the schemes that a credential may start with, lower case, and the kind
// that a marker gives it.
var authSchemes = map[string]string{
	"bearer": "bearer", "basic": "basic", "digest": "digest", "negotiate": "negotiate", "ntlm": "ntlm",
	"token": "token", "apikey": "api-key", "api-key": "api-key", "jwt": "bearer", "hmac": "hmac", "mac": "hmac",
	"aws4-hmac-sha256": "signature", "signature": "signature", "sharedaccesssignature": "signature",
	"hawk": "hmac", "oauth": "oauth", "dpop": "bearer", "hoba": "hoba", "scram-sha-256": "scram", "gnap": "bearer", "sharedkey": "signature",
}

// authScheme returns the kind of an authentication scheme, "" for a word that is none.
func authScheme(w string) string {
	if len(w) > 24 {
		return ""
	}
	return authSchemes[strings.ToLower(w)]
}

// authSchemeLen returns the length of the scheme that a value starts with, 0 for none.
func authSchemeLen(v string) int {
	n := 0
	for n < len(v) && n < 25 && !isSpace(v[n]) {
		n++
	}
	if n == len(v) || n == 25 || authScheme(v[:n]) == "" {
		return 0
	}
	return n
}

// plainWords are values that say something about a secret and are none.
var plainWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`true false null nil none undefined required optional missing invalid
		expired empty unknown yes no n/a na bearer basic digest oauth oauth2 jwt string object number boolean
		redacted removed hidden masked present absent valid revoked deleted disabled enabled include omit
		same-origin set unset changed incorrect wrong given supplied provided accepted rejected denied granted
		header headers cookie cookies password token secret key session signature authorization apikey
		code text public private default type value name example placeholder sanitized censored confidential
		array forbidden unauthorized inherit noauth all see application authentication customer supplier tenant
		production environment reference response request conversation username administrator`) {
		m[w] = true
	}
	return m
}()

// harmless reports whether a value is no secret: a word about one, a variable of a tool, or
// a mask that somebody put there already.
func harmless(v string) bool {
	v = strings.Trim(v, ".,;:!?)")
	if v == "" || len(v) <= 24 && plainWords[strings.ToLower(v)] {
		return true
	}
	if len(v) > 64 {
		return false
	}
	if computed(v) {
		return true
	}
	if strings.Trim(v, "*•xX.…#") == "" {
		return true
	}
	return variable(v)
}

// computed reports whether a value is what a program works out: a call without a string in it,
// or a variable of the environment.
func computed(v string) bool {
	for _, front := range [...]string{"await ", "process.env", "os.environ", "os.Getenv(", "System.getenv(", "ENV[", "$env:", "${"} {
		if strings.HasPrefix(v, front) {
			return front != "${" || isName(v[2:], "$")
		}
	}
	return strings.HasSuffix(v, "()") && isName(strings.TrimSuffix(v, "()"), "")
}

// variable reports whether a value is {{name}}, ${name}, $NAME, %NAME% or <name>.
func variable(v string) bool {
	for _, b := range [...][2]string{{"{{", "}}"}, {"${", "}"}, {"<", ">"}, {"%", "%"}, {"$", ""}, {"[redacted", ""}} {
		if inner, ok := strings.CutPrefix(v, b[0]); ok {
			if inner, ok = strings.CutSuffix(inner, b[1]); ok && b[0] != "[redacted" && inner != "" && isName(inner, b[0]) {
				return true
			}
		}
	}
	return false
}

func isName(v, open string) bool {
	for i := 0; i < len(v); i++ {
		c := v[i]
		if isDigit(c) || open == "$" && isLower(c) || !isAlpha(c) && strings.IndexByte("_-. :", c) < 0 {
			return false
		}
	}
	return true
}

// prosy reports whether a value reads like words: more than one, or a single one without
// digits that is short or all letters of one case.
func prosy(v string) bool {
	if strings.ContainsAny(v, " \t") || len(v) < 4 {
		return true
	}
	return onlyWord(v)
}

// onlyWord reports whether v is letters alone, lower case after the first, and not long.
func onlyWord(v string) bool {
	if len(v) > 20 {
		return false
	}
	for i := 0; i < len(v); i++ {
		if !isLower(v[i]) && !(i == 0 && isUpper(v[i])) {
			return false
		}
	}
	return true
}

// looksRandom reports whether v is one word that mixes letters and digits, or a long one
// that mixes cases: the look of a generated secret.
func looksRandom(v string) bool {
	if len(v) < 8 || strings.ContainsAny(v[:min(len(v), 4096)], " \t/:") {
		return false
	}
	var digit, lower, upper bool
	for i := 0; i < len(v) && !(digit && lower && upper); i++ {
		digit = digit || isDigit(v[i])
		lower = lower || isLower(v[i])
		upper = upper || isUpper(v[i])
	}
	return digit && (lower || upper) || len(v) >= 20 && lower && upper && strings.IndexByte(v, '-') < 0
}
