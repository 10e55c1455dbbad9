package evidence

import (
	"encoding/base64"
	"strings"
)

// shape says what a kind of secret looks like, wherever it stands: a vendor's prefix, then
// at least min bytes of letters, digits, "_" and "-" (and "." where dots is set).
type shape struct {
	kind   string
	prefix string
	min    int
	upper  bool // the rest is capitals and digits
	digit  bool // the rest holds at least one digit
	dots   bool
	hex    bool // the rest is lower-case hexadecimal, and the word ends with it
	hits   []example
	misses []string
}

// shaped redacts the word from i to j when it is a secret by its looks. It returns where
// the walk goes on, 0 when the word is none.
func (s *scan) shaped(i, j int) int {
	t := s.text
	for _, sh := range shapesByFront[frontSlot(t[i], at(t, i+1))] {
		if end := sh.end(t, i, j); end > 0 {
			s.addShape(i, end, sh.kind)
			if sh.kind == "aws-key" {
				s.awsSecret(end)
			}
			return end
		}
	}
	if end := s.gatewayToken(i, j); end > 0 {
		return end
	}
	if end := s.odd(i, j); end > 0 {
		return end
	}
	if at(t, j) == '!' && strings.HasPrefix(t[i:j], "00D") {
		return s.salesforce(i, j)
	}
	switch {
	case j-i == 6 && t[i]|0x20 == 'b' && strings.EqualFold(t[i:j], "bearer"):
		return s.bearer(j)
	case j-i == 5 && t[i]|0x20 == 'b' && strings.EqualFold(t[i:j], "basic"):
		s.basicLabel(i, j)
		return s.basic(j)
	case j-i == 4 && t[i:j] == "NTLM" || j-i == 9 && t[i:j] == "Negotiate":
		return s.negotiate(i, j)
	case j-i == 4 && t[i:j] == "AUTH":
		return s.smtpAuth(j)
	case j-i == 13 && t[i:j] == "Private-Lines":
		return s.putty(j)
	case t[i] == 'M' && s.der(i, j) > 0:
		return s.der(i, j)
	case j-i > 20:
		return s.jwt(i, j)
	}
	return 0
}

// salesforce redacts the session of Salesforce whose organisation is the word from i to j: 00D…!AQ….
func (s *scan) salesforce(i, j int) int {
	t := s.text
	end := j + 1
	for end < len(t) && end-j < maxToken && (isAlnum(t[end]) || t[end] == '.' || t[end] == '_') {
		end++
	}
	visited(end - i)
	if n := j - i; n != 15 && n != 18 || end-j < 60 {
		return 0
	}
	s.addShape(i, end, "session")
	return end
}

// awsSecret redacts the secret key that stands near a key id of AWS which ends at p: a word of 40
// letters of base64.
func (s *scan) awsSecret(p int) {
	t := s.text
	stop := min(len(t), p+128)
	for i := p; i < stop; i++ {
		if !is64[t[i]] {
			continue
		}
		end := i
		for end < len(t) && end-i <= 40 && is64[t[end]] {
			end++
		}
		if v := t[i:end]; end-i == 40 && !allHex(v) && looksRandom(strings.ReplaceAll(v, "/", "")) && !is64[at(t, end)] {
			s.add(i, end, "aws-secret")
		}
		i = end
	}
	s.charge(128)
	visited(stop - p)
}

// gatewayToken redacts a token of the gateway within the word from i to j, or one whose
// underscore is percent-encoded.
func (s *scan) gatewayToken(i, j int) int {
	t := s.text
	start, p := i, 0
	if j-i >= 3 && t[j-3:j] == "fgw" && hasFold(t[j:], "%5F") {
		start, p = j-3, j+3
	} else if j-i > 20 && strings.IndexByte(t[i:j], '_') >= 0 {
		if n := strings.Index(t[i:j], "fgw_"); n > 0 {
			start, p = i+n, i+n+len("fgw_")
		}
	}
	if p == 0 {
		return 0
	}
	end := p
	for end < len(t) && (isAlnum(t[end]) || t[end] == '_' || t[end] == '-') {
		end++
	}
	if end-p < 16 {
		return 0
	}
	s.addShape(start, end, "gateway-token")
	return end
}

// end returns where a secret of this shape that starts at i ends, 0 when there is none.
func (sh *shape) end(t string, i, j int) int {
	if !strings.HasPrefix(t[i:j], sh.prefix) {
		return 0
	}
	p, digit := i+len(sh.prefix), false
	for ; p < j; p++ {
		c := t[p]
		if sh.upper && !isUpper(c) && !isDigit(c) || c == '.' && !sh.dots || sh.hex && !(isDigit(c) || c >= 'a' && c <= 'f') {
			break
		}
		digit = digit || isDigit(c)
	}
	for p > i && (t[p-1] == '.' || t[p-1] == '-') {
		p--
	}
	if p-i-len(sh.prefix) < sh.min || sh.digit && !digit || sh.hex && p < j && isAlnum(t[p]) {
		return 0
	}
	return p
}

// bearer redacts what follows the word Bearer that ends at j, when it looks like a token:
// "The bearer of this letter" stays.
func (s *scan) bearer(j int) int {
	v := gap(s.text, j)
	if c := at(s.text, v); c == '\n' || c == '\r' {
		return s.bearerBelow(skipSpace(s.text, v))
	}
	if v == j {
		return 0
	}
	end := bareEnd(s.text, v)
	s.charge(end - v)
	tok := s.text[v:end]
	if jwtSignature(tok) > 0 || jwtCut(tok) || len(tok) < 6 || isMarker(tok) || harmless(tok) {
		return 0
	}
	if looksRandom(tok) || strings.ContainsAny(tok, "0123456789") && !strings.Contains(tok, "://") {
		s.add(v, end, "bearer")
		return end
	}
	return 0
}

// bearerBelow redacts the token that stands alone on the line below the word Bearer.
func (s *scan) bearerBelow(v int) int {
	end := lineEnd(s.text, v)
	s.charge(end - v)
	if end-v < minCarried || !restOfToken(s.text[v:end]) || jwtSignature(s.text[v:end]) > 0 {
		return 0
	}
	s.add(v, end, "bearer")
	return end
}

// basic redacts what follows the word Basic that ends at j, when it decodes to "user:password".
func (s *scan) basic(j int) int {
	v := gap(s.text, j)
	end := v
	for end < len(s.text) && (isAlnum(s.text[end]) || strings.IndexByte("+/=", s.text[end]) >= 0) {
		end++
	}
	s.charge(end - v)
	visited(end - v)
	if v == j || end-v < 4 || end-v > 4096 {
		return 0
	}
	plain, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s.text[v:end], "="))
	if err != nil || strings.IndexByte(string(plain), ':') < 0 {
		return 0
	}
	s.learnBasic(s.text[v:end])
	s.add(v, end, "basic")
	return end
}

// negotiate redacts the base64 behind the scheme NTLM or Negotiate (RFC 4559), in a request or an
// answer.
func (s *scan) negotiate(i, j int) int {
	v := skipBlank(s.text, j)
	end := base64End(s.text, v)
	s.charge(end - v)
	visited(end - v)
	if v == j || end-v < minCarried {
		return 0
	}
	s.add(v, end, strings.ToLower(s.text[i:j]))
	return end
}

// smtpAuth redacts what the command AUTH of SMTP (RFC 4954), of IMAP or of Redis ends in, and
// the answer to the server's "Password:" in base64.
func (s *scan) smtpAuth(j int) int {
	t := s.text
	end := lineEnd(t[:min(len(t), j+maxRepeat)], j)
	s.charge(end - j)
	end = j + len(strings.TrimRight(t[j:end], "\" \r")) // "AUTH" "desk" "…", as Redis shows a command
	words := strings.Fields(strings.ReplaceAll(t[j:end], `"`, " "))
	if len(words) == 0 || len(words) > 2 {
		return 0
	}
	last := words[len(words)-1]
	start := end - len(last)
	if words[0] == "LOGIN" && len(words) == 1 {
		return s.smtpPassword(end)
	}
	if t[start:end] != last || len(words) == 2 && len(last) < 4 || harmless(last) || !marked(strings.TrimRight(last, "=")) && !looksRandom(last) {
		return 0
	}
	s.add(start, end, "password")
	return end
}

// smtpPassword redacts the line below "334 UGFzc3dvcmQ6", which asks for a password.
func (s *scan) smtpPassword(p int) int {
	t := s.text
	ahead := t[p:min(len(t), p+512)]
	n := strings.Index(ahead, "UGFzc3dvcmQ6")
	s.charge(len(ahead))
	visited(len(ahead))
	if n < 0 {
		return 0
	}
	start := skipSpace(t, p+n+len("UGFzc3dvcmQ6"))
	if rest := t[start:]; strings.HasPrefix(rest, "C: ") || strings.HasPrefix(rest, "> ") || strings.HasPrefix(rest, "-> ") {
		start += strings.IndexByte(rest, ' ') + 1 // who says it
	}
	end := base64End(t, start)
	if end-start < 4 {
		return 0
	}
	s.add(start, end, "password")
	return end
}

// gap steps over the space between a scheme and its credentials: blanks, %20 or "+".
func gap(t string, j int) int {
	if strings.HasPrefix(t[min(j, len(t)):], "%20") {
		return j + 3
	}
	if at(t, j) == '+' {
		return j + 1
	}
	return skipBlank(t, j)
}
