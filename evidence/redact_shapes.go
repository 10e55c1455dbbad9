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
	hits   []example
	misses []string
}

// shapes is the table of vendors' prefixes. A word must start with one.
var shapes = []shape{
	{kind: "gateway-token", prefix: "fgw_", min: 16,
		hits: []example{
			{"I used fgw_hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd today", "I used [redacted:gateway-token] today"},
			{"keyfgw_Zq7kR2mW9xTb4LvN8sYd", "key[redacted:gateway-token]"}, {"_fgw_Zq7kR2mW9xTb4LvN8sYd", "_[redacted:gateway-token]"},
			{"fgw%5FZq7kR2mW9xTb4LvN8sYd", "[redacted:gateway-token]"}, {"\\x22fgw_Zq7kR2mW9xTb4LvN8sYd\\x22", "\\x22[redacted:gateway-token]\\x22"},
		},
		misses: []string{"fgw_orders", "the fgw_ prefix"}},
	{kind: "aws-key", prefix: "AKIA", min: 16, upper: true,
		hits: []example{{"AKIAIOSFODNN7EXAMPLE", "[redacted:aws-key]"}}, misses: []string{"AKIA", "AKIAlowercase0000000"}},
	{kind: "aws-key", prefix: "ASIA", min: 16, upper: true,
		hits: []example{{"ASIAIOSFODNN7EXAMPLE", "[redacted:aws-key]"}}, misses: []string{"ASIA PACIFIC"}},
	{kind: "github-token", prefix: "ghp_", min: 20, hits: []example{{"ghp_16C7e42F292c6912E7710c838347Ae178B4a", "[redacted:github-token]"}}, misses: []string{"ghp_x"}},
	{kind: "github-token", prefix: "gho_", min: 20, hits: []example{{"gho_16C7e42F292c6912E7710c838347Ae178B4a", "[redacted:github-token]"}}, misses: []string{"gho_x"}},
	{kind: "github-token", prefix: "ghu_", min: 20, hits: []example{{"ghu_16C7e42F292c6912E7710c838347Ae178B4a", "[redacted:github-token]"}}, misses: []string{"ghu_x"}},
	{kind: "github-token", prefix: "ghs_", min: 20, hits: []example{{"ghs_16C7e42F292c6912E7710c838347Ae178B4a", "[redacted:github-token]"}}, misses: []string{"ghs_x"}},
	{kind: "github-token", prefix: "ghr_", min: 20, hits: []example{{"ghr_16C7e42F292c6912E7710c838347Ae178B4a", "[redacted:github-token]"}}, misses: []string{"ghr_x"}},
	{kind: "github-token", prefix: "github_pat_", min: 20, hits: []example{{"github_pat_11ABCDEFG0abcdefghij_klmnopqrst", "[redacted:github-token]"}}, misses: []string{"github_pat_name"}},
	{kind: "gitlab-token", prefix: "glpat-", min: 16, hits: []example{{"glpat-AbCdEfGh1234567890Xy", "[redacted:gitlab-token]"}}, misses: []string{"glpat-short"}},
	{kind: "slack-token", prefix: "xoxb-", min: 10, digit: true, hits: []example{{"xoxb-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxb-"}},
	{kind: "slack-token", prefix: "xoxp-", min: 10, digit: true, hits: []example{{"xoxp-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxp-"}},
	{kind: "slack-token", prefix: "xoxa-", min: 10, digit: true, hits: []example{{"xoxa-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxa-"}},
	{kind: "slack-token", prefix: "xoxr-", min: 10, digit: true, hits: []example{{"xoxr-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxr-"}},
	{kind: "slack-token", prefix: "xoxs-", min: 10, digit: true, hits: []example{{"xoxs-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxs-"}},
	{kind: "slack-token", prefix: "xoxe-", min: 10, digit: true, hits: []example{{"xoxe-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxe-"}},
	{kind: "slack-token", prefix: "xapp-", min: 10, digit: true, hits: []example{{"xapp-1-A0123456789-1234567890", "[redacted:slack-token]"}}, misses: []string{"xapp-"}},
	{kind: "slack-token", prefix: "xoxc-", min: 10, digit: true, hits: []example{{"xoxc-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxc-"}},
	{kind: "google-secret", prefix: "GOCSPX-", min: 20, hits: []example{{"GOCSPX-Zq7kR2mW9xTb4LvN8sYdabcd", "[redacted:google-secret]"}}, misses: []string{"GOCSPX-x"}},
	{kind: "stripe-key", prefix: "sk_live_", min: 16, hits: []example{{"sk_live_4eC39HqLyjWDarjtT1zdp7dc", "[redacted:stripe-key]"}}, misses: []string{"sk_live_"}},
	{kind: "stripe-key", prefix: "sk_test_", min: 16, hits: []example{{"sk_test_4eC39HqLyjWDarjtT1zdp7dc", "[redacted:stripe-key]"}}, misses: []string{"sk_test_"}},
	{kind: "stripe-key", prefix: "rk_live_", min: 16, hits: []example{{"rk_live_4eC39HqLyjWDarjtT1zdp7dc", "[redacted:stripe-key]"}}, misses: []string{"rk_live_"}},
	{kind: "webhook-secret", prefix: "whsec_", min: 16, hits: []example{{"whsec_4eC39HqLyjWDarjtT1zdp7dc", "[redacted:webhook-secret]"}}, misses: []string{"whsec_"}},
	{kind: "api-key", prefix: "sk-", min: 20, digit: true, hits: []example{{"sk-abcdefghij1234567890AB", "[redacted:api-key]"}}, misses: []string{"sk-SK", "sk-a-very-long-name-of-a-thing"}},
	{kind: "google-key", prefix: "AIza", min: 30, hits: []example{{"AIzaSyA1234567890abcdefghijklmnopqrstuvw", "[redacted:google-key]"}}, misses: []string{"AIzawa"}},
	{kind: "google-token", prefix: "ya29.", min: 20, dots: true, hits: []example{{"ya29.a0AfH6SMBx1234567890abcdef", "[redacted:google-token]"}}, misses: []string{"ya29.x"}},
	{kind: "npm-token", prefix: "npm_", min: 30, hits: []example{{"npm_1234567890abcdefghijklmnopqrstuvwxyz", "[redacted:npm-token]"}}, misses: []string{"npm_config_registry"}},
	{kind: "pypi-token", prefix: "pypi-", min: 40, hits: []example{{"pypi-AgEIcHlwaS5vcmcCJDEyMzQ1Njc4LTEyMzQtMTIzNC0x", "[redacted:pypi-token]"}}, misses: []string{"pypi-server"}},
	{kind: "sendgrid-key", prefix: "SG.", min: 40, dots: true, digit: true, hits: []example{{"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", "[redacted:sendgrid-key]"}}, misses: []string{"SG.1"}},
	{kind: "cloud-token", prefix: "dop_v1_", min: 32, hits: []example{{"dop_v1_0123456789abcdef0123456789abcdef", "[redacted:cloud-token]"}}, misses: []string{"dop_v1_"}},
	{kind: "hub-token", prefix: "hf_", min: 30, hits: []example{{"hf_abcdefghijklmnopqrstuvwxyzABCDEFGH", "[redacted:hub-token]"}}, misses: []string{"hf_hub"}},
	{kind: "shop-token", prefix: "shpat_", min: 20, hits: []example{{"shpat_0123456789abcdef0123456789abcdef", "[redacted:shop-token]"}}, misses: []string{"shpat_x"}},
	{kind: "vault-token", prefix: "hvs.", min: 20, dots: true, hits: []example{{"hvs.CAESIJ1234567890abcdefgh", "[redacted:vault-token]"}}, misses: []string{"hvs.x"}},
}

// shapesByLetter is shapes by first letter.
var shapesByLetter = func() (t [256][]*shape) {
	for i := range shapes {
		c := shapes[i].prefix[0]
		t[c] = append(t[c], &shapes[i])
	}
	return t
}()

// shaped redacts the word from i to j when it is a secret by its looks. It returns where
// the walk goes on, 0 when the word is none.
func (s *scan) shaped(i, j int) int {
	t := s.text
	for _, sh := range shapesByLetter[t[i]] {
		if end := sh.end(t, i, j); end > 0 {
			s.add(i, end, sh.kind)
			return end
		}
	}
	if end := s.gatewayToken(i, j); end > 0 {
		return end
	}
	switch {
	case j-i == 6 && t[i]|0x20 == 'b' && strings.EqualFold(t[i:j], "bearer"):
		return s.bearer(j)
	case j-i == 5 && t[i]|0x20 == 'b' && strings.EqualFold(t[i:j], "basic"):
		return s.basic(j)
	case j-i > 20:
		return s.jwt(i, j)
	}
	return 0
}

// gatewayToken redacts a token of the gateway within the word from i to j, or one whose
// underscore is percent-encoded.
func (s *scan) gatewayToken(i, j int) int {
	t := s.text
	start, p := i, 0
	if j-i >= 3 && t[j-3:j] == "fgw" && hasFold(t[j:], "%5F") {
		start, p = j-3, j+3
	} else if n := strings.Index(t[i:j], "fgw_"); n > 0 && j-i > 20 {
		start, p = i+n, i+n+len("fgw_")
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
	s.add(start, end, "gateway-token")
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
		if sh.upper && !isUpper(c) && !isDigit(c) || c == '.' && !sh.dots {
			break
		}
		digit = digit || isDigit(c)
	}
	for p > i && (t[p-1] == '.' || t[p-1] == '-') {
		p--
	}
	if p-i-len(sh.prefix) < sh.min || sh.digit && !digit {
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

// jwt redacts the signature of a JWT within the word from i to j.
func (s *scan) jwt(i, j int) int {
	n := strings.Index(s.text[i:j], "eyJ")
	if n < 0 {
		n = strings.Index(s.text[i:j], "ewo")
	}
	if n < 0 {
		return 0
	}
	start := i + n
	if c := at(s.text, j); (c == '\n' || c == '\r') && (jwtSignature(s.text[start:j]) > 0 || jwtSignature(s.text[start:j]+"aaaa") == j-start) {
		s.carried(j, "jwt")
	}
	if sig := jwtSignature(s.text[start:j]); sig > 0 {
		s.add(start+sig, j, "jwt")
		return j
	}
	return 0
}

// jwtStart reports whether v starts as base64url of JSON does: {" or { and a line break.
func jwtStart(v string) bool { return strings.HasPrefix(v, "eyJ") || strings.HasPrefix(v, "ewo") }

// jwtSignature returns where the part after header and claims starts in a JWT (RFC 7519) or
// JWE (RFC 7516), 0 when v is neither or ends before.
func jwtSignature(v string) int {
	if !jwtStart(v) {
		return 0
	}
	dots, part := 0, 0
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '.':
			if part < 4 {
				return 0
			}
			dots++
			part = 0
			if dots == 2 {
				return jwtTail(v, i+1)
			}
		case isAlnum(c) || c == '-' || c == '_':
			part++
		default:
			return 0
		}
	}
	return 0
}

// jwtTail returns i when what follows it is a signature, 0 otherwise.
func jwtTail(v string, i int) int {
	for p := i; p < len(v); p++ {
		if !isAlnum(v[p]) && strings.IndexByte("-_.=", v[p]) < 0 {
			return 0
		}
	}
	if len(v)-i < 4 {
		return 0
	}
	return i
}

// jwtCut reports whether v is a JWT without its signature, or with a marker in its place.
func jwtCut(v string) bool {
	if !jwtStart(v) {
		return false
	}
	n := strings.IndexByte(v, '[')
	return n > 0 && isMarker(v[n:]) && strings.Count(v[:n], ".") == 2 && v[n-1] == '.' && jwtSignature(v[:n]+"aaaa") == n
}
