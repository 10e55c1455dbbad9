package evidence

import "strings"

// flagRule says that what follows a command's flag holds a secret. The long names that end
// like keys (--password, --oauth2-bearer) are keyRules; these are the others.
type flagRule struct {
	names  []string // without dashes; one letter: -x
	grip   grip     // whole: "user:password"; pairs: cookies
	proxy  bool     // "user:password@host"
	hits   []example
	misses []string
}

var flagRules = []flagRule{
	{names: []string{"u", "user", "U", "proxy-user", "auth", "a"}, grip: whole,
		hits: []example{
			{"curl -u desk:UbXjfiuQt60X https://x.example", "curl -u desk:[redacted:password] https://x.example"},
			{"curl --user 'desk:Ub Xj' https://x.example", "curl --user 'desk:[redacted:password]' https://x.example"},
			{"curl --proxy-user=desk:UbXj https://x.example", "curl --proxy-user=desk:[redacted:password] https://x.example"},
			{"curl -sSu desk:UbXj https://x.example", "curl -sSu desk:[redacted:password] https://x.example"},
			{"curl -udesk:UbXj https://x.example", "curl -udesk:[redacted:password] https://x.example"},
			{"http -a desk:UbXj x.example", "http -a desk:[redacted:password] x.example"},
			{"curl -u sk_test_4eC39HqLyjWDarjtT1zdp7dc: https://x", "curl -u [redacted:stripe-key]: https://x"},
			{"curl -u Zq7kR2mW9xTb4LvN8sYd: https://x", "curl -u [redacted:token]: https://x"},
			{"curl -u desk:'UbXjfiuQt60X' https://x", "curl -u desk:'[redacted:password]' https://x"},
			{`curl -u "desk":"UbXjfiuQt60X" https://x`, `curl -u "desk":"[redacted:password]" https://x`},
			{"curl -u $'desk:UbXjfiuQt60X' https://x", "curl -u $'desk:[redacted:password]' https://x"},
			{"curl '-u' 'desk:UbXjfiuQt60X' https://x", "curl '-u' 'desk:[redacted:password]' https://x"},
			{"http -A bearer -a Zq7kR2mW9xTb4LvN8sYd https://x", "http -A bearer -a [redacted:token] https://x"},
		},
		misses: []string{"curl -u desk https://x.example", "ls -u a:b", "docker run --user 1000:1000 image"}},
	{names: []string{"cert", "E", "proxy-cert"}, grip: whole,
		hits: []example{
			{"curl --cert client.pem:UbXjfiuQt60X https://x", "curl --cert client.pem:[redacted:password] https://x"},
			{"curl -E client.pem:UbXjfiuQt60X https://x", "curl -E client.pem:[redacted:password] https://x"},
		},
		misses: []string{"curl --cert client.pem https://x"}},
	{names: []string{"x", "proxy", "preproxy", "socks5"}, grip: whole, proxy: true,
		hits: []example{
			{"curl -x desk:UbXjfiuQt60X@proxy.example:3128 https://x", "curl -x desk:[redacted:password]@proxy.example:3128 https://x"},
			{"curl --proxy desk:UbXjfiuQt60X@proxy.example:3128 https://x", "curl --proxy desk:[redacted:password]@proxy.example:3128 https://x"},
		},
		misses: []string{"curl -x proxy.example:3128 https://x", "curl --proxy http://proxy.example:3128 https://x"}},
	{names: []string{"b"}, grip: pairs,
		hits:   []example{{`curl -b "SID=abc; x=y" https://x.example`, `curl -b "SID=[redacted:cookie]; x=[redacted:cookie]" https://x.example`}},
		misses: []string{"curl -b cookies.txt https://x.example", "git checkout -b a=b"}},
}

// clients are the commands whose short flags are known.
var clients = []string{"curl", "curl.exe", "wget", "http", "https", "xh", "httpie"}

// nodeCookie is the rule for what the nodes of Erlang know each other by.
var nodeCookie = keyRule{kind: "secret", grip: single}

// commandReach is how far behind its name a command's flags are looked for, in bytes: a
// command line with a large body before its flags is longer than any other.
const commandReach = 64 << 10

// flag redacts what follows the flag whose name stands from i to j, when a client's command
// line is open. It returns where the walk goes on, 0 when there is nothing to redact.
func (s *scan) flag(i, j int) int {
	t := s.text
	if t[i:j] == "setcookie" && isBlank(at(t, j)) { // of Erlang
		return s.valueAt(skipBlank(t, j), site{key: i, keyEnd: j, sep: ' ', rule: &nodeCookie})
	}
	open := s.command > 0 && i <= s.command
	if open && s.tool != nil {
		if next := s.toolFlag(i, j); next > 0 {
			return next
		}
	}
	if at(t, i-1) != '-' {
		return 0
	}
	if !open || s.tool != nil {
		if v := skipBlank(t, j); t[i:j] == "u" && isBlank(at(t, i-2)) && at(t, v) == '\'' {
			return s.flagged(v, &flagRules[0]) // told in words: pass it as -u 'desk:…'
		}
		return 0
	}
	for n := range flagRules {
		for _, name := range flagRules[n].names {
			if v := flagValue(t, i, j, name); v > 0 {
				return s.flagged(v, &flagRules[n])
			}
		}
	}
	return 0
}

// flagValue returns where the value of the named flag starts, 0 when the word is another.
func flagValue(t string, i, j int, name string) int {
	long := at(t, i-2) == '-'
	if len(name) > 1 != long {
		return 0
	}
	if t[i:j] == name || !long && clustered(t[i:j], name) {
		v := skipBlank(t, j)
		if at(t, j) == '=' {
			v = j + 1
		}
		if q := at(t, j); (q == '\'' || q == '"') && (at(t, i-2) == q || long && at(t, i-3) == q) {
			v = skipBlank(t, j+1) // '-u' 'a:b'
		}
		if v > j {
			return v
		}
		if quoteAt(t, j).width > 0 {
			return j
		}
	}
	if !long && len(name) == 1 && t[i] == name[0] && j > i+1 && isBlank(at(t, i-2)) {
		return i + 1
	}
	return 0
}

// clustered reports whether a word is a cluster of short flags without values that ends in
// the named one: the sSu of "curl -sSu desk:…".
func clustered(w, name string) bool {
	return len(w) > 1 && len(w) < 12 && w[len(w)-1:] == name && strings.Trim(w[:len(w)-1], "sSvkLiIfgGNOJqan0123456") == ""
}

// flagged redacts the value at v of a flag: cookies, what follows the colon of
// "user:password", or a user that is a token.
func (s *scan) flagged(v int, r *flagRule) int {
	t := s.text
	v, end := s.flagWord(v)
	if r.grip == pairs {
		if strings.IndexByte(t[v:end], '=') < 0 {
			return 0
		}
		s.cookies(v, end, true)
		return end
	}
	colon := colonIn(t[v:end])
	host := strings.LastIndexByte(t[v:end], '@')
	switch {
	case colon >= 0 && strings.HasPrefix(t[v+colon:], "://"), r.proxy && host < colon:
		return 0
	case colon < 0 || colon+1 == end-v && colon >= minCarried:
		return s.tokenUser(v, end, colon, r)
	case colon+1 >= end-v:
		return s.quotedPassword(end)
	}
	if r.proxy {
		end = v + host
	}
	s.shaped(v, min(s.wordEnd(v), v+colon))
	if !harmless(t[v+colon+1 : end]) {
		s.add(v+colon+1, end, "password")
	}
	return end
}

// flagWord returns where the text of a flag's value starts and ends. A first part in quotes
// may go on behind them: "desk":'…'.
func (s *scan) flagWord(v int) (start, end int) {
	t := s.text
	if at(t, v) == '$' && at(t, v+1) == '\'' {
		v++
	}
	start = v
	if q := quoteAt(t, v); q.width > 0 {
		start = v + q.width
		end = q.closing(t, start)
		if at(t, end+q.width) == ':' && strings.IndexByte(t[start:end], ':') < 0 {
			end += q.width + 1
		}
	} else {
		end = bareEnd(t, v)
		for end < len(t) && strings.IndexByte("!?", t[end]) >= 0 { // no sentence ends here
			end++
		}
	}
	s.charge(end - v)
	return start, end
}

// tokenUser redacts a user without a password that looks like a token: curl -u sk_…:
func (s *scan) tokenUser(v, end, colon int, r *flagRule) int {
	if colon >= 0 {
		end = v + colon
	}
	if r.proxy || end-v < minCarried || !restOfToken(s.text[v:end]) {
		return 0
	}
	if next := s.shaped(v, s.wordEnd(v)); next > 0 {
		return next
	}
	s.add(v, end, "token")
	return end
}

// quotedPassword redacts the password that starts behind "user:" in quotes of its own.
func (s *scan) quotedPassword(v int) int {
	q := quoteAt(s.text, v)
	start, end := v+q.width, 0
	if q.width > 0 {
		end = q.closing(s.text, start)
	} else {
		end = bareEnd(s.text, start)
	}
	s.charge(end - v)
	if start < end && !harmless(s.text[start:end]) {
		s.add(start, end, "password")
	}
	return end
}

// colonIn returns the first colon of v outside of markers, -1 for none.
func colonIn(v string) int {
	for p := 0; p < len(v); p++ {
		if v[p] == ':' {
			return p
		}
		if v[p] == '[' {
			p += max(markerLen(v[p:]), 1) - 1
		}
	}
	return -1
}
