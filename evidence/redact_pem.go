package evidence

import "strings"

const (
	pemBegin = "-----BEGIN "
	pemEnd   = "-----END "
)

// pem redacts a private key in PEM form (RFC 7468), its lines raw or joined by an escaped
// line break. Certificates and public keys stay. i is where the begin line starts.
func (s *scan) pem(i int) int {
	t := s.text
	head := t[i:min(len(t), i+80)]
	n := strings.Index(head[len(pemBegin):], "-----")
	if n < 0 || !strings.Contains(head[:len(pemBegin)+n], "PRIVATE KEY") {
		return i + len(pemBegin)
	}
	body := i + len(pemBegin) + n + 5
	end := s.pemClose(body)
	s.add(i, end, "private-key")
	return end
}

// pemClose returns where the block whose body starts at i ends. A block without an end line
// goes on as long as its lines look like a key.
func (s *scan) pemClose(i int) int {
	t := s.text
	if !s.pemSeen || s.pemEnd >= 0 && s.pemEnd < i {
		s.pemSeen = true
		s.pemEnd = strings.Index(t[i:], pemEnd)
		if s.pemEnd >= 0 {
			s.pemEnd += i
		}
	}
	if e := s.pemEnd; e >= i && e-i < 64<<10 && !strings.Contains(t[i:e], pemBegin) {
		n := strings.Index(t[e+len(pemEnd):min(len(t), e+80)], "-----")
		if n >= 0 {
			return e + len(pemEnd) + n + 5
		}
		return e
	}
	end := i
	for end < len(t) {
		p := skipBreaks(t, end)
		q := p
		for q < len(t) && (isAlnum(t[q]) || strings.IndexByte("+/=", t[q]) >= 0) && !(t[q] == '\\') {
			q++
		}
		if q-p < 16 && !(q > p && t[q-1] == '=') {
			break
		}
		end = q
	}
	return end
}

// skipBreaks steps over line breaks, raw or escaped, and the blanks around them.
func skipBreaks(t string, i int) int {
	for i < len(t) {
		switch {
		case isSpace(t[i]):
			i++
		case t[i] == '\\' && (at(t, i+1) == 'n' || at(t, i+1) == 'r'):
			i += 2
		case t[i] == '\\' && at(t, i+1) == '\\':
			i++
		default:
			return i
		}
	}
	return i
}
