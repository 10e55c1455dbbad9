package evidence

import "strings"

// maxAuthority is the longest user, password and host that are looked at, in bytes.
const maxAuthority = 2048

// userinfo redacts the password of "://user:password@host" (RFC 3986 §3.2.1) at the colon i;
// a user without a password goes when it looks like a token. It returns where the walk goes on.
func (s *scan) userinfo(i int) int {
	t := s.text
	start := i + 1
	switch {
	case strings.HasPrefix(t[start:], "//"):
		start += 2
	case strings.HasPrefix(t[start:], `\/\/`):
		start += 4
	default:
		return i + 1
	}
	at, colon := authority(t, start)
	s.charge(max(at-start, 0))
	if at < 0 {
		return i + 1
	}
	if colon >= 0 && colon+1 < at {
		if !harmless(t[colon+1 : at]) {
			s.add(colon+1, at, "password")
		}
		return at
	}
	user := t[start:max(at, start)]
	if colon >= 0 {
		user = t[start:colon]
	}
	if len(user) >= 16 && looksRandom(user) {
		s.add(start, start+len(user), "token")
	}
	return at
}

// authority returns the "@" that ends the userinfo at start, and its first ":"; -1 for none.
func authority(t string, start int) (at, colon int) {
	at, colon = -1, -1
	for p := start; p < len(t) && p < start+maxAuthority; p++ {
		switch c := t[p]; {
		case c == '[' && markerLen(t[p:]) > 0:
			p += markerLen(t[p:]) - 1
		case c == '@':
			at = p
		case c == ':' && colon < 0:
			colon = p
		case isSpace(c) || strings.IndexByte("/?#\"'<>`\\", c) >= 0:
			p = len(t)
		}
	}
	if colon > at {
		colon = -1
	}
	return at, colon
}
