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
		return s.thin(i)
	}
	end, colon := authority(t, start)
	s.charge(max(end-start, 0))
	if end < 0 {
		return i + 1
	}
	if colon >= 0 && colon+1 < end {
		if !harmless(t[colon+1 : end]) {
			s.add(colon+1, end, "password")
		}
		return end
	}
	user := t[start:max(end, start)]
	if colon >= 0 {
		user = t[start:colon]
	}
	if len(user) >= 16 && looksRandom(user) {
		s.add(start, start+len(user), "token")
	}
	return end
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

// thin redacts the password of "jdbc:oracle:thin:user/password@host" at the colon i.
func (s *scan) thin(i int) int {
	t := s.text
	if !strings.HasSuffix(t[max(0, i-4):i], "thin") {
		return i + 1
	}
	end := i + 1
	for end < len(t) && end-i < 256 && !isSpace(t[end]) && strings.IndexByte("@\"'", t[end]) < 0 {
		end++
	}
	s.charge(end - i)
	if n := strings.IndexByte(t[i:end], '/'); at(t, end) == '@' && n > 0 && n+1 < end-i && !harmless(t[i+n+1:end]) {
		s.add(i+n+1, end, "password")
		return end
	}
	return i + 1
}

// maxSource is how long user and password of a data source are, in bytes.
const maxSource = 128

// dataSource redacts the password before the network from i to j of a data source of Go:
// desk:…@tcp(10.3.0.9:3306)/orders.
func (s *scan) dataSource(i, j int) {
	t := s.text
	if at(t, i-1) != '@' || j-i > 4 || t[i:j] != "tcp" && t[i:j] != "tcp6" && t[i:j] != "unix" {
		return
	}
	front := t[max(s.line, i-1-maxSource) : i-1]
	front = front[strings.LastIndexAny(front, " \t\"'`=")+1:]
	s.charge(len(front))
	visited(len(front))
	if n := strings.IndexByte(front, ':'); n > 0 && isAlpha(front[0]) && strings.IndexByte(front, '/') < 0 && front[n+1:] != "" && front[n+1] != '%' && !harmless(front[n+1:]) {
		s.add(i-1-len(front)+n+1, i-1, "password")
	}
}
