package evidence

import (
	"encoding/base64"
	"strings"
)

// crypts are the prefixes of hashes of passwords (crypt(5), and PHC strings).
var crypts = []string{"$1$", "$2a$", "$2b$", "$2x$", "$2y$", "$5$", "$6$", "$7$", "$9$", "$y$", "$gy$", "$apr1$", "$argon2", "$pbkdf2", "$scrypt", "$bcrypt", "{SSHA", "{SHA"}

// crypt redacts the hash of a password at i. It returns where the walk goes on.
func (s *scan) crypt(i int) int {
	t := s.text
	if c := at(t, i+1); t[i] == '{' && c != 'S' {
		return i + 1
	}
	for _, c := range crypts {
		if !strings.HasPrefix(t[i:], c) {
			continue
		}
		end := i + len(c)
		for end < len(t) && (isAlnum(t[end]) || strings.IndexByte("./$=,+-_}", t[end]) >= 0) {
			end++
		}
		visited(end - i)
		for end > i && strings.IndexByte(".,-", t[end-1]) >= 0 {
			end--
		}
		if end-i >= 20 {
			s.add(i, end, "password-hash")
			return end
		}
	}
	return i + 1
}

// der redacts base64 of a private key or of a PKCS #12 store: a sequence that starts with the
// version 0, 1 or 3 (RFC 8017 §A.1.2, RFC 5958 §2, RFC 5915 §3, RFC 7292 §4). A certificate
// starts otherwise. It returns where the walk goes on, 0 for none.
func (s *scan) der(i, j int) int {
	t := s.text
	if t[i] != 'M' || j-i < 8 || !derVersion(t[i:min(i+12, len(t))]) {
		return 0
	}
	end := j
	for end < len(t) && (is64[t[end]] || t[end] == '=') {
		end++
	}
	s.charge(end - i)
	visited(end - i)
	if end-i < 64 {
		return 0
	}
	s.add(i, end, "private-key")
	return end
}

// derVersion reports whether base64 starts as a sequence with a version does.
func derVersion(front string) bool {
	raw, err := base64.RawStdEncoding.DecodeString(front[:len(front)&^3])
	if err != nil || len(raw) < 8 || raw[0] != 0x30 {
		return false
	}
	p := 2
	if raw[1] > 0x80 {
		p += int(raw[1] & 0x7f)
	}
	return p+3 <= len(raw) && raw[p] == 2 && raw[p+1] == 1 && (raw[p+2] == 0 || raw[p+2] == 1 || raw[p+2] == 3)
}

// putty redacts the private lines of a key of PuTTY, whose "Private-Lines" stands from i to j.
func (s *scan) putty(j int) int {
	t := s.text
	end := lineEnd(t, j)
	for range 256 {
		n := strings.IndexByte(t[end:], '\n')
		if n < 0 {
			break
		}
		start := end + n + 1
		stop := lineEnd(t, min(start, len(t)))
		start = skipBlank(t, start)
		for start < stop && (t[start] == '>' || t[start] == ' ') {
			start++
		}
		s.charge(stop - end)
		if stop-start < 16 || base64End(t, start) < stop {
			break
		}
		s.add(start, stop, "private-key")
		end = stop
	}
	return end
}
