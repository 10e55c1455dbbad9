package evidence

import "strings"

// deviceRule says which words of a router's or a switch's configuration a secret follows.
type deviceRule struct {
	word   string   // the last of them
	before string   // the word before it, "" for any
	line   string   // the first word of the line, "" for any
	behind []string // one of these follows the secret, "" for the line's end; nil: how it is kept tells it (type 7, 8 or 9)
	hits   []example
	misses []string
}

var deviceRules = []deviceRule{
	{word: "password",
		hits:   []example{{"ppp chap password 0 UbXjfiuQt60X", "ppp chap password 0 [redacted:password]"}, {"username netops privilege 15 password 7 0879667C184B501F3D3809", "username netops privilege 15 password 7 [redacted:password]"}, {"neighbor 10.0.0.1 password 7 03135F3D161716184427", "neighbor 10.0.0.1 password 7 [redacted:password]"}, {`{"conf":"username a password 7 03135F3D161716184427\n!","a":1}`, `{"conf":"username a password 7 [redacted:password]\n!","a":1}`}},
		misses: []string{"password 7 characters at least", "password 2 of 3", "service password-encryption", "password 1 1234567890 times"}},
	{word: "secret",
		hits:   []example{{"enable secret 0 UbXjfiuQt60X\n", "enable secret 0 [redacted:password]\n"}, {"enable secret 9 $9$nhEmQVczB7dqsO$X.HsgL6x1il0RxkOSSvyQYwucySCt7qFm4v7pqCxkKM", "enable secret 9 [redacted:password]"}, {`{"conf":"enable secret 9 $9$nhEmQVczB7dqsO$X.HsgL6x1il0RxkOSSvyQYwucySCt7qFm4v7pqCxkKM\n!\nend","rid":"d48e1fee-095a-478e-b453-858c76254d49"}`, `{"conf":"enable secret 9 [redacted:password]\n!\nend","rid":"d48e1fee-095a-478e-b453-858c76254d49"}`}},
		misses: []string{"secret 3 of 5", "secret 0 found-2-times", "secret 0 d48e1fee-095a-478e-b453-858c76254d49", "secret 2 $HOME/.config/secret/path"}},
	{word: "key",
		hits:   []example{{"tacacs-server key 6 UbXjfiuQt60X", "tacacs-server key 6 [redacted:password]"}, {" key 7 03135F3D161716184427303224", " key 7 [redacted:password]"}, {"tacacs-server key 7 03135F3D161716184427303224", "tacacs-server key 7 [redacted:password]"}},
		misses: []string{"key 1 of 4", "key 2 is 2048 bits", "Duplicate key 7 4500012345", "key 7 d48e1fee095a478eb453858c76254d49 is the request id"}},
	{word: "key-string",
		hits:   []example{{"key-string 7 03135F3D161716184427303224", "key-string 7 [redacted:password]"}},
		misses: []string{"key-string 7 letters"}},
	{word: "authentication-key",
		hits:   []example{{"ip ospf authentication-key 7 03135F3D161716184427", "ip ospf authentication-key 7 [redacted:password]"}},
		misses: []string{"authentication-key 7 times"}},
	{word: "md5",
		hits:   []example{{"ip ospf message-digest-key 1 md5 7 03135F3D161716184427", "ip ospf message-digest-key 1 md5 7 [redacted:password]"}},
		misses: []string{"md5 7 d41d8cd98f00b204e9800998ecf8427e", "the md5 1 d41d8cd98f00b204e9800998ecf8427e matches"}},
	{word: "key", before: "isakmp", behind: []string{"address", "hostname"},
		hits:   []example{{"crypto isakmp key YFFmzE4CWNuLaxrFQarG address 203.0.113.80", "crypto isakmp key [redacted:password] address 203.0.113.80"}, {"crypto isakmp key 6 UbXjfiuQt60XYZ address 203.0.113.80", "crypto isakmp key 6 [redacted:password] address 203.0.113.80"}},
		misses: []string{"crypto isakmp key exchange", "crypto isakmp key exchange2 is on"}},
	{word: "community", before: "snmp-server", behind: []string{"RO", "RW", "ro", "rw"},
		hits:   []example{{"snmp-server community aR7Kz8Ge1F3E RO 20", "snmp-server community [redacted:password] RO 20"}},
		misses: []string{"snmp-server community public RO", "set community 65000:120", "snmp community string-2 is used"}},
	{word: "key", line: "radius-server", behind: []string{""},
		hits:   []example{{"radius-server host 10.0.0.1 key UbXjfiuQt60X\n", "radius-server host 10.0.0.1 key [redacted:password]\n"}},
		misses: []string{"radius-server host 10.0.0.1 key chain\n", "radius-server timeout 5", "the radius-server key Ub12XjfiuQ"}},
	{word: "key", line: "tacacs-server", behind: []string{""},
		hits:   []example{{"tacacs-server key UbXjfiuQt60X", "tacacs-server key [redacted:password]"}},
		misses: []string{"tacacs-server key UbXjfiuQt60X is asked"}},
	{word: "2c", before: "version", line: "snmp-server", behind: []string{""},
		hits:   []example{{"snmp-server host 10.0.0.1 version 2c UbXjfiuQt60X\r\n", "snmp-server host 10.0.0.1 version 2c [redacted:password]\r\n"}},
		misses: []string{"snmp-server host 10.0.0.1 version 2c public", "version 2c UbXjfiuQt60X"}},
	{word: "sha", before: "auth", line: "snmp-server", behind: []string{"", "priv"},
		hits:   []example{{"snmp-server user desk ops v3 auth sha UbXjfiuQt60X priv aes 128 Zq7kR2mW9xTb", "snmp-server user desk ops v3 auth sha [redacted:password] priv aes 128 [redacted:password]"}},
		misses: []string{"snmp-server user desk ops v3 auth sha SHA-256 priv"}},
	{word: "md5", before: "auth", line: "snmp-server", behind: []string{"", "priv"},
		hits:   []example{{"snmp-server user desk ops v3 auth md5 UbXjfiuQt60X", "snmp-server user desk ops v3 auth md5 [redacted:password]"}},
		misses: []string{"snmp-server group ops v3 auth md5 only"}},
	{word: "128", before: "aes", line: "snmp-server", behind: []string{""},
		hits:   []example{{"snmp-server user desk ops v3 encrypted priv aes 128 Zq7kR2mW9xTb", "snmp-server user desk ops v3 encrypted priv aes 128 [redacted:password]"}},
		misses: []string{"the cipher is aes 128 Zq7kR2mW9xTb"}},
	{word: "requirepass", behind: []string{""},
		hits:   []example{{"requirepass UbXjfiuQt60X\n", "requirepass [redacted:password]\n"}},
		misses: []string{"requirepass is off", "requirepass foobared"}},
	{word: "masterauth", behind: []string{""},
		hits:   []example{{"masterauth UbXjfiuQt60X", "masterauth [redacted:password]"}},
		misses: []string{"masterauth 12"}},
	{word: "community", before: "snmp", behind: []string{"authorization"},
		hits:   []example{{"set snmp community WkBi88aEKd3l authorization read-only", "set snmp community [redacted:password] authorization read-only"}},
		misses: []string{"set snmp community public authorization read-only"}},
	{word: "pre-shared-key", behind: []string{""},
		hits:   []example{{" pre-shared-key Zq7kR2mW9xTb4LvN", " pre-shared-key [redacted:password]"}, {" pre-shared-key local Zq7kR2mW9xTb4LvN\n", " pre-shared-key local [redacted:password]\n"}},
		misses: []string{"authentication pre-shared-key is set", "pre-shared-key rfc4306-ike", "pre-shared-key Authentication2 is on"}},
}

// devicesByWord holds deviceRules, in order, by their words.
var devicesByWord = func() map[string][]*deviceRule {
	m := map[string][]*deviceRule{}
	for i := range deviceRules {
		r := &deviceRules[i]
		m[r.word] = append(m[r.word], r)
	}
	return m
}()

// configures are words that begin a line of a device's configuration that holds a secret.
var configures = map[string]bool{
	"": true, "enable": true, "username": true, "ppp": true, "tacacs-server": true, "radius-server": true, "neighbor": true, "crypto": true, "server-private": true, "wpa-psk": true, "isis": true, "ip": true, "snmp-server": true,
}

// maxKept is the longest secret in a device's configuration, in bytes.
const maxKept = 256

// device redacts the secret behind the word from i to j of a device's configuration: one that the number before it
// says to be obscured or hashed, or that the words around tell.
func (s *scan) device(i, j int) {
	t := s.text
	for _, r := range devicesByWord[t[i:j]] {
		if r.before != "" && lastWord(strings.TrimRight(lineBefore(t, i), " ")) != r.before ||
			r.line != "" && !strings.HasPrefix(t[skipBlank(t, s.line):], r.line+" ") {
			continue
		}
		v, kind := skipBlank(t, j), byte(0)
		for _, w := range [...]string{"local ", "remote "} {
			if r.word == "pre-shared-key" && strings.HasPrefix(t[v:], w) {
				v += len(w)
			}
		}
		if isDigit(at(t, v)) && isBlank(at(t, v+1)) {
			kind = t[v]
			v = skipBlank(t, v+1)
		}
		end := v
		for end < len(t) && end-v < maxKept && !isSpace(t[end]) && strings.IndexByte("\"'\\;,", t[end]) < 0 {
			end++
		}
		s.charge(end - i)
		visited(end - v)
		w := t[v:end]
		if isMarker(w) || harmless(w) {
			continue
		}
		if kept(kind, w, t[end:min(len(t), end+16)]) && (kind > '6' || configures[firstOf(strings.Fields(t[s.line:i])...)]) || r.behind != nil && r.followed(t[end:min(len(t), end+16)]) && tokenLike(w) {
			s.add(v, end, "password")
			return
		}
	}
}

// kept reports whether a word is a secret as its type says (0 as it is, 6 encrypted, 7 obscured, 8 and 9 hashed),
// with rest behind it. What doesn't show its type by its looks stands last on its line.
func kept(kind byte, w, rest string) bool {
	switch kind {
	case '0', '6':
		return onlyBlank(rest) && tokenLike(w)
	case '7':
		return obscured(w) || onlyBlank(rest) && len(w) >= 16 && len(w)%2 == 0 && allHex(w) && w == strings.ToUpper(w) && strings.ContainsAny(w, "ABCDEF")
	case '8', '9':
		return len(w) > 16 && w[0] == '$' && w[1] == kind
	}
	return false
}

// onlyBlank reports whether nothing but blanks stands before the end of the line that a text starts in.
func onlyBlank(text string) bool {
	text = strings.TrimLeft(text, " \t\r")
	return text == "" || text[0] == '\n'
}

// obscured reports whether a word is a password as Cisco's type 7 writes it: the place in its key in two decimal
// digits, and bytes in hexadecimal.
func obscured(w string) bool {
	if len(w) < 8 || len(w)%2 != 0 || !allHex(w) || w != strings.ToUpper(w) || !strings.ContainsAny(w, "ABCDEF") {
		return false
	}
	place, n := digits(w, 2)
	return n == 2 && place <= 15
}

// followed reports whether a text starts with one of the words that a rule asks for behind the secret.
func (r *deviceRule) followed(rest string) bool {
	word := wordOf(strings.TrimLeft(rest, " \t"))
	for _, w := range r.behind {
		if w == "" && onlyBlank(rest) || w != "" && strings.TrimRight(word, "\r\n") == w {
			return true
		}
	}
	return false
}
