package evidence

import "strings"

// deviceRule says which words of a router's or a switch's configuration a secret follows.
type deviceRule struct {
	word   string   // the last of them
	before []string // one of these stands before it in the line; none: the number of how the secret is kept follows
	hits   []example
	misses []string
}

var deviceRules = []deviceRule{
	{word: "password",
		hits:   []example{{"username netops privilege 15 password 7 0879667C184B501F3D3809", "username netops privilege 15 password 7 [redacted:password]"}, {"neighbor 10.0.0.1 password 7 03135F3D161716184427", "neighbor 10.0.0.1 password 7 [redacted:password]"}},
		misses: []string{"password 7 characters at least", "password 2 of 3", "service password-encryption"}},
	{word: "secret",
		hits:   []example{{"enable secret 9 $9$nhEmQVczB7dqsO$X.HsgL6x1il0RxkOSSvyQYwucySCt7qFm4v7pqCxkKM", "enable secret 9 [redacted:password]"}},
		misses: []string{"secret 3 of 5"}},
	{word: "key",
		hits:   []example{{" key 7 03135F3D161716184427303224", " key 7 [redacted:password]"}, {"tacacs-server key 7 03135F3D161716184427303224", "tacacs-server key 7 [redacted:password]"}},
		misses: []string{"key 1 of 4", "key 2 is 2048 bits"}},
	{word: "md5",
		hits:   []example{{"ip ospf message-digest-key 1 md5 7 03135F3D161716184427", "ip ospf message-digest-key 1 md5 7 [redacted:password]"}},
		misses: []string{"md5 5 d41d8cd98f00b204e9800998ecf8427"}},
	{word: "key", before: []string{"isakmp"},
		hits:   []example{{"crypto isakmp key YFFmzE4CWNuLaxrFQarG address 203.0.113.80", "crypto isakmp key [redacted:password] address 203.0.113.80"}},
		misses: []string{"crypto isakmp key exchange"}},
	{word: "community", before: []string{"snmp-server", "snmp"},
		hits:   []example{{"snmp-server community aR7Kz8Ge1F3E RO 20", "snmp-server community [redacted:password] RO 20"}},
		misses: []string{"snmp-server community public RO", "set community 65000:120"}},
	{word: "pre-shared-key", before: []string{"", "local", "remote"},
		hits:   []example{{" pre-shared-key Zq7kR2mW9xTb4LvN", " pre-shared-key [redacted:password]"}},
		misses: []string{"authentication pre-shared-key is set", "pre-shared-key authentication"}},
}

// maxKept is the longest secret in a device's configuration, in bytes.
const maxKept = 256

// device redacts the secret behind the word from i to j of a device's configuration.
func (s *scan) device(i, j int) {
	t := s.text
	for n := range deviceRules {
		r := &deviceRules[n]
		if j-i != len(r.word) || t[i:j] != r.word {
			continue
		}
		v := skipBlank(t, j)
		if r.before == nil {
			if !isDigit(at(t, v)) || !isBlank(at(t, v+1)) {
				continue
			}
			v = skipBlank(t, v+1)
		} else if !r.follows(lineBefore(t, i)) {
			continue
		}
		end := v
		for end < len(t) && end-v < maxKept && !isSpace(t[end]) {
			end++
		}
		s.charge(end - i)
		visited(end - v)
		if w := t[v:end]; !harmless(w) && !isMarker(w) && len(w) >= 6 && (w[0] == '$' && len(w) > 16 || allHex(w) && len(w) >= 10 && len(w)%2 == 0 && r.before == nil || r.before != nil && (tokenLike(w) || marked(w))) {
			s.add(v, end, "password")
			return
		}
	}
}

// follows reports whether one of the words that a rule asks for stands before its own in a line.
func (r *deviceRule) follows(front string) bool {
	front = strings.TrimRight(front, " \t")
	for _, w := range r.before {
		if w == "" && front == "" || w != "" && (front == w || strings.HasSuffix(front, " "+w)) {
			return true
		}
	}
	return false
}
