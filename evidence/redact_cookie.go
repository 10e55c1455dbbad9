package evidence

import "strings"

// cookieAttributes are the names in a Set-Cookie value that are no cookies (RFC 6265bis §4.1).
var cookieAttributes = map[string]bool{
	"path": true, "domain": true, "expires": true, "max-age": true, "samesite": true,
	"priority": true, "version": true, "comment": true,
}

// cookies redacts the values of a Cookie or Set-Cookie value and keeps the names.
func (s *scan) cookies(start, end int, quoted bool) bool {
	t := s.text
	if strings.IndexByte(t[start:end], '=') < 0 {
		return looksRandom(t[start:end]) && s.add(start, end, "cookie")
	}
	if !quoted && !cookieName(t[start:end]) {
		return s.oddCookie(start, end)
	}
	for p := start; p < end; {
		n := strings.IndexByte(t[p:end], ';')
		if n < 0 {
			n = end - p
		}
		s.cookie(p, p+n)
		p += n + 1
	}
	return true
}

// oddCookie redacts the value of a cookie whose name no cookie has, when it looks random.
func (s *scan) oddCookie(start, end int) bool {
	t := s.text
	v := start + strings.IndexByte(t[start:end], '=') + 1
	stop := min(bareEnd(t, v), end)
	return looksRandom(t[v:stop]) && strings.IndexByte(t[start:v], '/') < 0 && s.add(v, stop, "cookie")
}

// cookieName reports whether a value starts with "name=" as a cookie does.
func cookieName(v string) bool {
	n := 0
	for n < len(v) && strings.IndexByte(" \t=;,:/?\"'()<>{}", v[n]) < 0 {
		n++
	}
	return n > 0 && n < len(v) && v[n] == '='
}

// cookie redacts one "name=value" and any ", name=value" joined to it.
func (s *scan) cookie(p, end int) {
	for p < end {
		p = skipSpace(s.text, p)
		eq := strings.IndexByte(s.text[min(p, end):end], '=')
		if eq < 0 {
			if v := trimRight(s.text, min(p, end), end); v-p >= minCarried && restOfToken(s.text[p:v]) {
				s.add(p, v, "cookie")
			}
			return
		}
		name := strings.ToLower(strings.TrimSpace(s.text[p : p+min(eq, maxKey)]))
		v, stop := p+eq+1, end
		p = end
		if joined := joinedCookie(s.text[v:end], name == "expires"); joined >= 0 {
			stop = v + joined
			p = stop + 1
		}
		if !cookieAttributes[name] && !(isIDKey(name) && isUUID(strings.TrimSpace(s.text[v:stop]))) {
			s.cookieValue(v, idStop(s.text, v, stop))
		}
	}
}

// cookieValue redacts the value from v to stop, and leaves blanks and quotes around it.
func (s *scan) cookieValue(v, stop int) {
	t := s.text
	for stop > v && isSpace(t[stop-1]) {
		stop--
	}
	if q := at(t, v); q == '"' && stop-v >= 2 && t[stop-1] == q {
		v, stop = v+1, stop-1
	}
	s.add(v, stop, "cookie")
}

// joinedCookie returns the comma after which another Set-Cookie value starts, -1 for none.
func joinedCookie(v string, date bool) int {
	from := 0
	for {
		n := strings.IndexByte(v[from:], ',')
		if n < 0 {
			return -1
		}
		n += from
		if rest := strings.TrimLeft(v[n+1:], " "); len(rest) < len(v)-n && cookieName(rest[:min(len(rest), 128)]) && !(date && isDigit(rest[0])) {
			return n
		}
		from = n + 1
	}
}

// cookieObject redacts the values of a list or object of cookies, as HAR and the dumps of
// HTTP clients write them: [{"name":"a","value":"b"}] or {"a":"b"}. The walk goes on inside,
// in case that something else stands there too; each place is looked at once.
func (s *scan) cookieObject(v int) int {
	if v >= s.cookieEnd {
		s.cookieEnd = s.cookieJar(v)
	}
	return v + 1
}

// cookieJar is cookieObject's look. It returns where it ended.
func (s *scan) cookieJar(v int) int {
	t := s.text
	depth, isMap := 0, t[v] == '{'
	name := ""
	for p := v; p < len(t); {
		switch c := t[p]; {
		case c == '[' || c == '{':
			depth++
			p++
		case c == ']' || c == '}':
			depth--
			p++
			if depth <= 0 {
				return p
			}
		case quoteAt(t, p).width > 0:
			q := quoteAt(t, p)
			start := p + q.width
			end := q.closing(t, start)
			next := min(end+q.width, len(t))
			if at(t, skipBlank(t, next)) == ':' {
				name = t[start:min(end, start+16)]
			} else if isMap && depth == 1 || strings.EqualFold(name, "value") {
				s.secret(start, end, &cookieRule, true)
			}
			p = max(next, p+1)
		case isSpace(c) || c == ',' || c == ':':
			p++
		default:
			n := literalLen(t[p:])
			if n == 0 {
				for n < maxKey && p+n < len(t) && wordByte[t[p+n]] {
					n++
				}
				if n == 0 || at(t, p+n) != ':' { // a name of JavaScript without quotes
					return p
				}
				name = t[p : p+min(n, 16)]
			}
			p += n
		}
	}
	return len(t)
}

// jarred redacts the value of <Cookie name=value for host/>, as Python shows a jar. The pair
// starts at p.
func (s *scan) jarred(p int) bool {
	t := s.text
	end := p
	for end < len(t) && end-p < maxRepeat && !isSpace(t[end]) && t[end] != '>' {
		end++
	}
	s.charge(end - p)
	visited(end - p)
	n := strings.IndexByte(t[p:end], '=')
	return n > 0 && strings.HasPrefix(t[end:], " for ") && s.add(p+n+1, end, "cookie")
}

// cookieRule is the rule for a value known to be a cookie's.
var cookieRule = keyRule{kind: "cookie", grip: whole}

// literalLen returns the length of the number, true, false, null or None that s starts
// with, 0 for anything else.
func literalLen(s string) int {
	n := 0
	for n < len(s) && n < 32 && (isAlnum(s[n]) || s[n] == '.' || s[n] == '-' || s[n] == '+') {
		n++
	}
	if n == 0 || isDigit(s[0]) || s[0] == '-' {
		return n
	}
	switch strings.ToLower(s[:n]) {
	case "true", "false", "null", "none":
		return n
	}
	return 0
}
