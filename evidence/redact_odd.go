package evidence

import "strings"

// oddShape is a secret that looks like itself in another way than by its first letters.
type oddShape struct {
	kind   string
	find   func(t string, i, j int) (start, end int) // in or behind the word from i to j; 0, 0 for none
	hits   []example
	misses []string
}

const exampleToken = "Zq7kR2mW9xTb4LvN8sYd"

var oddShapes = []oddShape{
	{kind: "seed", find: seed,
		hits: []example{
			{"cfg {Seed:SUAFTQZ2OXR5GBCWJ3DKE7HMLNP4IYVS6AKC2TQDZXRM5WGJHB3FEUL7NP Tenant:TENANT_1}", "cfg {Seed:[redacted:seed] Tenant:TENANT_1}"},
			{"used SBCVMMCBEDB64TVJZFYJOJAERZC4YVVUOE6SYR2Y76CBTENGUSGWRRVO here", "used [redacted:seed] here"},
		},
		misses: []string{"UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4", "NDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4", "SUPPLIERANDTENANTANDORDERANDAPPOINTMENTANDDELIVERYNUMBERS2", "GBCVMMCBEDB64TVJZFYJOJAERZC4YVVUOE6SYR2Y76CBTENGUSGWRRVO"}},
	{kind: "bot-token", find: botToken,
		hits: []example{
			{"used 123456789:AA" + exampleToken + "abcdefghijkl1 here", "used 123456789:[redacted:bot-token] here"},
			{"https://api.telegram.org/bot123456789:AA" + exampleToken + "abcdefghijkl1/send", "https://api.telegram.org/bot123456789:[redacted:bot-token]/send"},
		},
		misses: []string{"123456789:AAbc", "at 12:AAAA"}},
	{kind: "bot-token", find: discordToken,
		hits:   []example{{"used MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabc12." + exampleToken + "abcdef12 here", "used [redacted:bot-token] here"}},
		misses: []string{"com.example.broadband.OrderServiceImplementationFactory", "www.some-long-host-name-of-ours.example.org"}},
	{kind: "mail-key", find: mailKey,
		hits:   []example{{"used 0123456789abcdef0123456789abcdef-us12 here", "used [redacted:mail-key] here"}},
		misses: []string{"0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef-use"}},
	{kind: "cloud-token", find: midToken,
		hits: []example{
			{"used UbXjfiuQt60Xab.atlasv1." + exampleToken + exampleToken + exampleToken + " here", "used [redacted:cloud-token] here"},
			{"used patUbXjfiuQt60Xab.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef here", "used [redacted:cloud-token] here"},
		},
		misses: []string{"x.atlasv1.y", "patch.0123456789abcdef"}},
	{kind: "password", find: pgpass,
		hits:   []example{{"db.example.net:5432:orders:desk:" + exampleToken + "\n", "db.example.net:5432:orders:desk:[redacted:password]\n"}, {"*:*:*:desk:" + exampleToken + "\nlocalhost:5432:*:desk:a b1\n", "*:*:*:desk:" + exampleToken + "\nlocalhost:5432:*:desk:[redacted:password]\n"}},
		misses: []string{"App.java:54:in:method:call", "db.example.net:5432:orders", "at 10:54:12:13:14:15", "2026-05-07T10:02:33+02:00;a;https://api.example.com/v1", "2001:db8:1:2:3:4", "10.0.0.1:5432 a:b:c:d"}},
	{kind: "google-token", find: googleRefresh,
		hits:   []example{{"used 1//0g" + exampleToken + exampleToken + " here", "used [redacted:google-token] here"}},
		misses: []string{"1//2 of it", "http1//0abc"}},
}

// odd redacts the word from i to j, or what follows it, when it looks like one of oddShapes. It
// returns where the walk goes on, 0 for none.
func (s *scan) odd(i, j int) int {
	t := s.text
	if !(j-i >= 36 || isDigit(t[j-1]) && (at(t, j) == ':' || at(t, j) == '/')) {
		return 0
	}
	for n := range oddShapes {
		if start, end := oddShapes[n].find(t, i, j); end > 0 {
			s.charge(end - i)
			s.addShape(start, end, oddShapes[n].kind)
			return end
		}
	}
	return 0
}

// seed finds the seed of a pair of keys in base32: of NATS (S, whose it is, 58 letters in all) or of Stellar (56).
func seed(t string, i, j int) (int, int) {
	if t[i] != 'S' || j-i != 56 && j-i != 58 {
		return 0, 0
	}
	w, whose, digit := t[i:j], "ABCD", 0
	if len(w) == 58 {
		whose = "ACNOPUX"
	}
	for n := range len(w) {
		if !isUpper(w[n]) && (w[n] < '2' || w[n] > '7') {
			return 0, 0
		}
		if isDigit(w[n]) {
			digit++
		}
	}
	if digit < 3 || strings.IndexByte(whose, w[1]) < 0 {
		return 0, 0
	}
	return i, j
}

// botToken finds the key of a bot of Telegram: digits, a colon, 35 letters.
func botToken(t string, i, j int) (int, int) {
	d := j
	for d > i && isDigit(t[d-1]) {
		d--
	}
	if j-d < 8 || j-d > 10 || !strings.HasPrefix(t[j:], ":AA") || d > i && t[i:d] != "bot" {
		return 0, 0
	}
	end := tokenEnd(t, j+1)
	if end-j-1 < 33 {
		return 0, 0
	}
	return j + 1, end
}

func tokenEnd(t string, p int) int {
	from := p
	for p < len(t) && p-from < maxRepeat && (isAlnum(t[p]) || t[p] == '_' || t[p] == '-') {
		p++
	}
	visited(p - from)
	return p
}

// discordToken finds the token of a bot of Discord: its number in base64, a time, a digest.
func discordToken(t string, i, j int) (int, int) {
	if strings.IndexByte("MNO", t[i]) < 0 {
		return 0, 0
	}
	p := strings.Split(t[i:min(j, i+128)], ".")
	if len(p) != 3 || len(p[0]) < 23 || len(p[0]) > 28 || len(p[1]) < 6 || len(p[1]) > 7 || len(p[2]) < 27 || !looksRandom(p[0]) || !looksRandom(p[2]) {
		return 0, 0
	}
	return i, j
}

// mailKey finds the key of a sender of mail: 32 hexadecimal digits and a data centre.
func mailKey(t string, i, j int) (int, int) {
	if j-i < 36 || j-i > 38 || !allHex(t[i:i+32]) || t[i+32:i+35] != "-us" || !allDigits(t[i+35:j]) {
		return 0, 0
	}
	return i, j
}

// midToken finds tokens that name themselves in their middle.
func midToken(t string, i, j int) (int, int) {
	w := t[i:min(j, i+256)]
	if n := strings.Index(w, ".atlasv1."); n >= 10 && len(w)-n > 40 {
		return i, j
	}
	if strings.HasPrefix(w, "pat") && len(w) >= 58 && w[17] == '.' && allHex(w[18:]) && isTokenWord(w[3:17]) {
		return i, j
	}
	return 0, 0
}

func isTokenWord(w string) bool { return tokenEnd(w, 0) == len(w) }

// googleRefresh finds a refresh token of Google: 1//0 and a long word.
func googleRefresh(t string, i, j int) (int, int) {
	if t[i:j] != "1" || !strings.HasPrefix(t[j:], "//0") {
		return 0, 0
	}
	end := tokenEnd(t, j+2)
	if end-j < 30 {
		return 0, 0
	}
	return i, end
}

// pgpass finds the password in a line of a password file of PostgreSQL:
// host:port:database:user:password. The word from i to j is the port.
func pgpass(t string, i, j int) (int, int) {
	if !allDigits(t[i:j]) || j-i < 2 || j-i > 5 || at(t, i-1) != ':' || at(t, j) != ':' {
		return 0, 0
	}
	host := i - 1
	for host > 0 && i-host < maxKey && (isAlnum(t[host-1]) || t[host-1] == '.' || t[host-1] == '-' || t[host-1] == '*') {
		host--
	}
	if c := at(t, host-1); host == i-1 || host > 0 && !isSpace(c) || allDigits(t[host:i-1]) {
		return 0, 0
	}
	rest := restOfLine(t, j+1, 4*maxKey)
	parts := strings.SplitN(strings.TrimRight(rest, " \t\r"), ":", 4)
	if len(parts) != 3 || len(parts[2]) < 4 || onlyWord(parts[2]) || !isAccount(parts[0]) || !isAccount(parts[1]) {
		return 0, 0
	}
	start := j + 1 + len(parts[0]) + 1 + len(parts[1]) + 1
	return start, start + len(parts[2])
}

// isAccount reports whether a word names a database or a user: no number, time or address.
func isAccount(w string) bool {
	return w == "*" || isFieldName(w) && !isDigit(w[0]) && w[0] != '-'
}

// arnLen returns the length of the name of a resource of AWS that starts with the word from i to j:
// what it names may be a secret, and it is none. 0 for another word.
func arnLen(t string, i, j int) int {
	if t[i:j] != "arn" || at(t, j) != ':' {
		return 0
	}
	end := j
	for end < len(t) && end-i < 4*maxKey && (isAlnum(t[end]) || strings.IndexByte(":/_.-", t[end]) >= 0) {
		end++
	}
	visited(end - i)
	if strings.Count(t[i:end], ":") < 5 {
		return 0
	}
	return len(strings.TrimRight(t[i:end], ",.:"))
}
