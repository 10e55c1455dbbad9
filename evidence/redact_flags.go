package evidence

import "strings"

// flagRule says that what follows a command's flag holds a secret. The long names that end
// like keys (--password, --oauth2-bearer) are keyRules; these are the others.
type flagRule struct {
	names  []string // without dashes; one letter: -x
	grip   grip     // whole: "user:password"; pairs: cookies
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
		},
		misses: []string{"curl -u desk https://x.example", "ls -u a:b", "docker run --user 1000:1000 image"}},
	{names: []string{"b"}, grip: pairs,
		hits:   []example{{`curl -b "SID=abc; x=y" https://x.example`, `curl -b "SID=[redacted:cookie]; x=[redacted:cookie]" https://x.example`}},
		misses: []string{"curl -b cookies.txt https://x.example", "git checkout -b a=b"}},
}

// clients are the commands whose short flags are known.
var clients = []string{"curl", "curl.exe", "wget", "http", "https", "xh", "httpie"}

// commandReach is how far behind its name a command's flags are looked for, in bytes: a
// command line with a large body before its flags is longer than any other.
const commandReach = 64 << 10

// flag redacts what follows the flag whose name stands from i to j, when a client's command
// line is open. It returns where the walk goes on, 0 when there is nothing to redact.
func (s *scan) flag(i, j int) int {
	t := s.text
	if at(t, i-1) != '-' || s.command == 0 || i > s.command {
		return 0
	}
	for n := range flagRules {
		for _, name := range flagRules[n].names {
			if v := flagValue(t, i, j, name); v > 0 {
				return s.flagged(v, flagRules[n].grip)
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

func (s *scan) flagged(v int, g grip) int {
	t := s.text
	end := v
	if q := quoteAt(t, v); q.width > 0 {
		v += q.width
		end = q.closing(t, v)
	} else {
		end = bareEnd(t, v)
	}
	if g == pairs {
		if strings.IndexByte(t[v:end], '=') < 0 {
			return 0
		}
		s.cookies(v, end, true)
		return end
	}
	colon := strings.IndexByte(t[v:end], ':')
	if colon < 0 || colon+1 >= end-v || strings.HasPrefix(t[v+colon:], "://") {
		return 0
	}
	if !harmless(t[v+colon+1 : end]) {
		s.add(v+colon+1, end, "password")
	}
	return end
}

// commandAt notes that a client's command line starts with the word from i to j.
func (s *scan) commandAt(i, j int) {
	for _, c := range clients {
		if t := s.text; t[i:j] == c && isBlank(at(t, j)) {
			s.command = j + commandReach
		}
	}
}
