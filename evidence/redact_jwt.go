package evidence

import "strings"

// jwt redacts the signature of a JWT within the word from i to j.
func (s *scan) jwt(i, j int) int {
	n := strings.Index(s.text[i:j], "eyJ")
	if n < 0 {
		n = strings.Index(s.text[i:j], "ewo")
	}
	if n < 0 {
		return 0
	}
	if sig := jwtRest(s.text[i:j], n); sig > 0 {
		s.carried(j, "jwt")
		s.add(i+sig, j, "jwt")
		return j
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

// jwtRest returns where the signature starts in a JWT whose header lost its front, and whose claims start at n; 0 for
// another word.
func jwtRest(v string, n int) int {
	if n < 1 || v[n-1] != '.' || tokenEnd(v[:n-1], 0) != n-1 {
		return 0
	}
	claims := tokenEnd(v, n) - n
	sig := n + claims + 1
	if claims < 16 || sig >= len(v) || v[sig-1] != '.' || len(v)-sig < minCarried || tokenEnd(v, sig) != len(v) {
		return 0
	}
	return sig
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
