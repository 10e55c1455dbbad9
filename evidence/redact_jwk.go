package evidence

import "strings"

// jwkReach is how far from "kty" the private members of a key are looked for, in bytes.
const jwkReach = 4 << 10

// jwkMembers are the members of a JSON web key that are secret (RFC 7518 §6).
var jwkMembers = map[string]bool{"d": true, "k": true, "p": true, "q": true, "dp": true, "dq": true, "qi": true}

// jwk redacts the secret members of a JSON web key. It returns where the walk goes on, 0 for
// a word that names none.
func (s *scan) jwk(i, j int) int {
	t := s.text
	if j-i > 2 {
		if j-i == 3 && t[i:j] == "kty" {
			s.kty = j
		}
		return 0
	}
	if !isLower(t[i]) {
		return 0
	}
	q := quoteAt(t, j)
	if q.width == 0 || !jwkMembers[t[i:j]] {
		return 0
	}
	sep, v := separator(t, j+q.width)
	value := quoteAt(t, v)
	if sep != ':' || value.width == 0 {
		return 0
	}
	start := v + value.width
	end := value.closing(t, start)
	s.charge(end - j)
	if end-start < minCarried || !looksRandom(t[start:end]) || !s.nearKty(end) {
		return 0
	}
	s.add(start, end, "private-key")
	return end
}

// nearKty reports whether the object around the place i names a key type.
func (s *scan) nearKty(i int) bool {
	if s.kty > 0 && i-s.kty < jwkReach {
		return true
	}
	ahead := s.text[i:min(len(s.text), i+jwkReach)]
	if n := strings.IndexByte(ahead, '}'); n >= 0 {
		ahead = ahead[:n]
	}
	s.charge(len(ahead))
	visited(len(ahead))
	return strings.Contains(ahead, "kty")
}
