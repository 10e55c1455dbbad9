package evidence

import "strings"

// tool says which flags of a command other than a client hold a secret.
type tool struct {
	names  []string
	flags  []string // with what stands before their names: -p, /rp
	joined bool     // the value follows the flag without a blank alone: mysql -pSECRET
	either bool     // with or without a blank
	sure   bool     // what follows the flag is a password, whatever it looks like
	pair   byte     // what parts user and password in the value, 0 for a password alone
	hits   []example
	misses []string
}

var toolRules = []tool{
	{names: []string{"docker", "podman", "az", "helm", "skopeo", "buildah", "oc", "cf", "rabbitmqadmin", "nexus", "plink", "pscp", "psftp"}, flags: []string{"-p", "-pw", "-P"},
		hits:   []example{{"docker login -u desk -p UbXjfiuQt60X registry.example", "docker login -u desk -p [redacted:password] registry.example"}, {"##[command]az login -u desk -p UbX_8Q~jf.iuQt60X --tenant a", "##[command]az login -u desk -p [redacted:password] --tenant a"}},
		misses: []string{"docker run -p 8080:80 image", "##[command]docker run -p 8080:80 image", "docker run -p 127.0.0.1:8080:80 image", "helm install -p values"}},
	{names: []string{"schtasks", "schtasks.exe", "psexec", "psexec.exe", "xfreerdp", "xfreerdp3", "wfreerdp", "wmic", "winrs", "cmdkey"}, flags: []string{"/rp", "/p", "-p", "/pass"},
		hits:   []example{{`schtasks /create /tn sync /ru FG\svc-sync /rp UbXjfiuQt60X! /tr a.cmd`, `schtasks /create /tn sync /ru FG\svc-sync /rp [redacted:password] /tr a.cmd`}, {"xfreerdp /u:desk /p:UbXjfiuQt60X /v:10.0.0.1", "xfreerdp /u:desk /p:[redacted:password] /v:10.0.0.1"}, {`psexec \\host -u desk -p UbXjfiuQt60X cmd`, `psexec \\host -u desk -p [redacted:password] cmd`}},
		misses: []string{"schtasks /query /p summary", "xfreerdp /u:desk /port:3389", "psexec -d -p cmd"}},
	{names: []string{"zip", "unzip", "bcp", "osql", "isql", "tsql", "mosquitto_pub", "mosquitto_sub"}, flags: []string{"-P"}, either: true,
		hits:   []example{{"zip -PUbXjfiuQt60X a.zip b", "zip -P[redacted:password] a.zip b"}, {"unzip -P UbXjfiuQt60X a.zip", "unzip -P [redacted:password] a.zip"}},
		misses: []string{"unzip -P a.zip", "zip -Porders-2026.zip a", "mosquitto_pub -p 1883 -t orders/4711", "bcp orders out a.dat -P $SA_PASSWORD"}},
	{names: []string{"sqlcmd"}, flags: []string{"-pw", "-P", "-p"}, either: true,
		hits: []example{{`C:\jobs>SQLCMD.EXE -S db1 -U desk -P UbXjfiuQt60X -Q "select 1"`, `C:\jobs>SQLCMD.EXE -S db1 -U desk -P [redacted:password] -Q "select 1"`},
			{"sqlcmd -S x -U sa -p Summer-2026!", "sqlcmd -S x -U sa -p [redacted:password]"}, {"sqlcmd -U sa -pw Summer-2026!", "sqlcmd -U sa -pw [redacted:password]"}},
		misses: []string{"sqlcmd -S x -p 1", "sqlcmd -S x -P $SA_PASSWORD"}},
	{names: []string{"erl", "iex", "elixir", "werl"}, flags: []string{"--cookie"}, sure: true,
		hits:   []example{{"iex --name a@b --cookie WSOFSMFRODAFTTHKJHRP -S mix", "iex --name a@b --cookie [redacted:password] -S mix"}},
		misses: []string{"iex --cookie $COOKIE -S mix", "elixir --name a@b -S mix"}},
	{names: []string{"security"}, flags: []string{"-P", "-p", "-w"}, // of macOS's keychains
		hits:   []example{{"% security import a.p12 -k login.keychain-db -P P12-1nmRdpYhU -T /usr/bin/curl", "% security import a.p12 -k login.keychain-db -P [redacted:password] -T /usr/bin/curl"}, {"security add-generic-password -a desk -s gw -w UbXjfiuQt60X", "security add-generic-password -a desk -s gw -w [redacted:password]"}},
		misses: []string{"security find-generic-password -a desk -s gw2026 -w", "security unlock-keychain -p $PASS login2.keychain-db", "security find-generic-password -w login2.keychain-db", "for security -p 8080 stays shut"}},
	{names: []string{"nmcli", "iwctl", "netsh"}, flags: []string{"password", "wifi-sec.psk", "passphrase"},
		hits:   []example{{"nmcli dev wifi connect Depot password UbXjfiuQt60X", "nmcli dev wifi connect Depot password [redacted:password]"}},
		misses: []string{"nmcli dev wifi connect Depot password is wrong"}},
	{names: []string{"sshpass"}, flags: []string{"-p"}, sure: true,
		hits:   []example{{"sshpass -p 'Dove/Copper/81' ssh desk@x.example", "sshpass -p '[redacted:password]' ssh desk@x.example"}, {"sshpass -p uUUNVfzkJLPH scp a desk@x.example:", "sshpass -p [redacted:password] scp a desk@x.example:"}, {"sshpass -p UbXjfiuQt60X ssh desk@x.example", "sshpass -p [redacted:password] ssh desk@x.example"}},
		misses: []string{"sshpass -p $SSHPASS ssh desk@x.example", "sshpass -e ssh -p 2222 desk@x.example"}},
	{names: []string{"7z", "7za", "7zz", "7zr", "rar", "winrar", "unrar", "mysql", "mysqldump", "mysqladmin", "mariadb"}, flags: []string{"-p", "-hp"}, joined: true,
		hits: []example{{"mysql -h db.example -u desk -pUbXjfiuQt60X orders", "mysql -h db.example -u desk -p[redacted:password] orders"}, {"mysql -u ops -p'Nectar4087!YPj' -e 'select 1'", "mysql -u ops -p'[redacted:password]' -e 'select 1'"}, {"7z x -pUbXjfiuQt60X a.7z", "7z x -p[redacted:password] a.7z"},
			{"rar a -hpUbXjfiuQt60X a.rar", "rar a -hp[redacted:password] a.rar"}, {`7z a -p"Two words, 1 more" a.7z`, `7z a -p"[redacted:password]" a.7z`},
			{`C:\jobs>7z a -pUbXjfiuQt60X a.7z a.json`, `C:\jobs>7z a -p[redacted:password] a.7z a.json`}, {`"C:\Program Files\7-Zip\7z.exe" a -pUbXjfiuQt60X a.7z`, `"C:\Program Files\7-Zip\7z.exe" a -p[redacted:password] a.7z`}},
		misses: []string{"mysql -u desk -p orders", "mysql --port 3306", "C:\\jobs>7z a -p a.7z order-4711.json", "rar a -prOrders a.rar"}},
	{names: []string{"redis-cli", "mongo", "mongosh", "keycloak", "kafkacat"}, flags: []string{"-a", "-p"},
		hits:   []example{{"redis-cli -a UbXjfiuQt60X ping", "redis-cli -a [redacted:password] ping"}},
		misses: []string{"redis-cli -p 6379 ping"}},
	{names: []string{"swaks"}, flags: []string{"-ap"},
		hits:   []example{{"swaks --to a@x.example -au desk -ap UbXjfiuQt60X", "swaks --to a@x.example -au desk -ap [redacted:password]"}},
		misses: []string{"swaks --to a@x.example -p smtp2525x"}},
	{names: []string{"ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldapwhoami"}, flags: []string{"-w"},
		hits:   []example{{"ldapsearch -x -D cn=desk -w UbXjfiuQt60X -b dc=x", "ldapsearch -x -D cn=desk -w [redacted:password] -b dc=x"}},
		misses: []string{"ldapsearch -x -W -b dc=x"}},
	{names: []string{"snmpwalk", "snmpget", "snmpset", "snmpbulkwalk", "snmptrap"}, flags: []string{"-A", "-X", "-c"},
		hits:   []example{{"snmpwalk -v3 -u desk -A UbXjfiuQt60X -X Zq7kR2mW9xTb 10.0.0.1", "snmpwalk -v3 -u desk -A [redacted:password] -X [redacted:password] 10.0.0.1"}},
		misses: []string{"snmpwalk -v2c -c public 10.0.0.1"}},
	{names: []string{"lftp"}, flags: []string{"-u"}, pair: ',',
		hits:   []example{{"lftp -u order,Phkmpu2FJQLt ftps://x.example", "lftp -u order,[redacted:password] ftps://x.example"}},
		misses: []string{"lftp -u order ftps://x.example"}},
	{names: []string{"smbclient", "rpcclient", "smbmap", "net", "winexe"}, flags: []string{"-U"}, pair: '%',
		hits:   []example{{"smbclient //x/share -U desk%UbXjfiuQt60X", "smbclient //x/share -U desk%[redacted:password]"}},
		misses: []string{"smbclient //x/share -U desk"}},
}

// commandName is that of a client, whose tool is nil, or a tool.
type commandName struct {
	name string
	tool *tool
}

// commandsByLetter is clients and toolRules by the first letter of their names.
var commandsByLetter = func() (m [256][]commandName) {
	for _, c := range clients {
		m[c[0]] = append(m[c[0]], commandName{c, nil})
	}
	for i := range toolRules {
		for _, n := range toolRules[i].names {
			m[n[0]] = append(m[n[0]], commandName{n, &toolRules[i]})
		}
	}
	return m
}()

// commandAt notes that a client's or a tool's command line starts with the word from i to j.
func (s *scan) commandAt(i, j int) {
	t := s.text
	name := t[i:j]
	if len(name) > 4 && len(name) < 20 && strings.EqualFold(name[len(name)-4:], ".exe") && !strings.EqualFold(name, "curl.exe") {
		name = strings.ToLower(name[:len(name)-4])
	}
	if len(name) < 2 || len(name) > 14 {
		return
	}
	for _, c := range commandsByLetter[name[0]] {
		if c.name != name {
			continue
		}
		if c.tool == nil {
			s.command, s.tool = j+commandReach, nil
			return
		}
		if i > 0 && strings.IndexByte(" \t\n|;&(`$/'\"\\>#%]", t[i-1]) < 0 { // behind a prompt, a mark of a pipeline's log, or the end of a path
			return
		}
		s.tool, s.command = c.tool, lineEnd(t[:min(len(t), j+maxHead)], j)
		s.charge(s.command - j)
	}
}

// toolFlag redacts what follows the flag whose name stands from i to j, of the tool whose command line is open.
// It returns where the walk goes on, 0 when there is nothing to redact.
func (s *scan) toolFlag(i, j int) int {
	for _, flag := range s.tool.flags {
		v := s.flagArgument(i, j, flag)
		if v == 0 {
			continue
		}
		start, end := s.flagWord(v)
		if s.tool.pair != 0 {
			n := strings.IndexByte(s.text[start:end], s.tool.pair)
			if n < 0 {
				return 0
			}
			start += n + 1
		}
		if s.tool.either && !isBlank(s.text[v-1]) && hostLike(s.text[start:end]) { // the name of a file
			return 0
		}
		if !s.tool.secretArgument(s.text[start:end], start > v) {
			return 0
		}
		s.add(start, end, "password")
		return end
	}
	return 0
}

// flagArgument returns where what a tool's flag is given starts, 0 when the word from i to j isn't that flag.
func (s *scan) flagArgument(i, j int, flag string) int {
	t := s.text
	name := strings.TrimLeft(flag, "-/")
	i -= len(flag) - len(name)
	if !isBlank(at(t, i-1)) || !strings.HasPrefix(t[i:], flag) {
		return 0
	}
	end := i + len(flag)
	c := at(t, end)
	switch {
	case s.tool.joined && (end < j || quoteAt(t, end).width > 0), flag[0] == '/' && end == j && c == ':':
		if c == ':' {
			end++
		}
		return end
	case s.tool.either && end < j:
		return end
	case !s.tool.joined && end == j && isBlank(c):
		return skipBlank(t, end)
	}
	return 0
}

// secretArgument reports whether w, which a flag of the tool is given, can be a password: more than a number, a
// place or a port. inPair says that it stands in quotes or behind its user.
func (r *tool) secretArgument(w string, inPair bool) bool {
	switch {
	case harmless(w), isPort(w), strings.HasSuffix(w, ".keychain-db"):
		return false
	case r.sure && !allDigits(w), marked(w), looksRandom(w), jumbled(w):
		return true
	}
	return inPair && marked(strings.NewReplacer("/", "_", " ", "_").Replace(w)) && strings.IndexByte("./~", w[0]) < 0
}

// isPort reports whether w ends like a port or a mapping of ports: 8080:80.
func isPort(w string) bool {
	n := strings.LastIndexByte(w, ':')
	return n >= 0 && allDigits(w[n+1:])
}

// connect redacts the password of the login that the word from i to j, a tool of Oracle's databases, is started with:
// sqlplus desk/PASSWORD@ORCL, rman target desk/PASSWORD@ORCL.
func (s *scan) connect(i, j int) {
	t := s.text
	switch t[i:j] {
	case "sqlplus", "sqlldr", "expdp", "impdp", "rman", "sqlcl":
	case "LOGON":
		if front := strings.TrimSpace(t[max(s.line, i-8):i]); front != "" && front != "TSO" && front != "READY" {
			return
		}
	case "using", "USING": // of Db2
		if front := strings.ToLower(t[max(s.line, i-2*maxKey):i]); strings.Contains(front, "connect to ") && strings.Contains(front, " user ") {
			if start, end := s.flagWord(skipBlank(t, j)); marked(t[start:end]) && !harmless(t[start:end]) {
				s.add(start, end, "password")
			}
		}
		return
	case "connect", "conn", "CONNECT", "CONN":
		if !strings.HasSuffix(strings.TrimRight(t[max(s.line, i-8):i], " "), ">") { // SQL>
			return
		}
	default:
		return
	}
	p, roles := skipBlank(t, j), false
	for range maxConnect {
		start, end := s.flagWord(p)
		w := t[start:end]
		role, of, _ := strings.Cut(w, "=")
		switch {
		case w != "" && connectRoles[strings.ToLower(role)]: // rman target desk/…@ORCL
			roles = true
			s.login(start+len(w)-len(of), end)
		case w == "" || w[0] != '-' && !strings.HasPrefix(w, "userid="):
			if n := strings.LastIndexByte(w, '@'); n > 0 {
				s.login(start, start+n)
			} else {
				s.login(start, end)
			}
			if w == "" || !roles {
				return
			}
		case w[0] != '-':
			start += len("userid=")
			s.login(start, end)
			return
		}
		if p = skipBlank(t, end); p >= len(t) || t[p] == '\n' {
			return
		}
	}
}

// maxConnect is how many words behind such a tool's name are looked at.
const maxConnect = 8

// connectRoles are the databases of which Oracle's recovery manager is told the logins.
var connectRoles = map[string]bool{"target": true, "catalog": true, "rcvcat": true, "auxiliary": true}

// setx redacts the value that the command of Windows from i to j gives to a variable with the name of a secret: setx /M
// FGW_PASSWORD ….
func (s *scan) setx(i, j int) {
	t := s.text
	if front := strings.TrimRight(t[s.line:i], " \t"); front != "" && strings.IndexByte(">$#&|;`(@", front[len(front)-1]) < 0 {
		return // a sentence's
	}
	line := t[:lineEnd(t[:min(len(t), j+maxHead)], j)]
	var name Span
	for p := skipBlank(line, j); p < len(line); {
		start, end := s.flagWord(p)
		end = min(end, len(line))
		w := line[start:end]
		p = skipBlank(line, max(end, p+1))
		switch {
		case strings.EqualFold(w, "/s"), strings.EqualFold(w, "/u"):
			_, p = s.flagWord(p)
		case strings.EqualFold(w, "/p"):
			start, end = s.flagWord(p)
			s.add(start, min(end, len(line)), "password")
			p = end
		case w == "" || w[0] == '&' || w[0] == '|':
			return
		case w[0] == '/':
		case name.End == 0:
			name = Span{start, end}
			if strings.ToUpper(w) != w && strings.IndexByte(w, '_') < 0 {
				return // a word of a sentence
			}
		default:
			if r := ruleFor(t, name.Start, name.End); r != nil && w[0] != '%' && w[0] != '$' {
				s.take(start, end, r, true)
			}
			return
		}
		p = skipBlank(line, p)
	}
}

// operand redacts the password that a command tells by its place alone, when the command's last word of its own
// stands from i to j: net use Z: \\files\orders PASSWORD, net user desk PASSWORD, htpasswd -b FILE desk PASSWORD.
func (s *scan) operand(i, j int) {
	t := s.text
	before, behind := 0, "" // how many operands stand before it, and how each of them starts
	switch strings.ToLower(t[max(s.line, i-len("net ")):j]) {
	case "net use":
		before, behind = 1, `\\`
	case "net user":
		if t[i-len("net ")] != 'n' {
			return // a sentence's
		}
		if front := strings.TrimRight(t[s.line:max(s.line, i-len("net "))], " \t"); front != "" && strings.IndexByte(">$#&|;`(", front[len(front)-1]) < 0 {
			return // the words of a sentence, or the end of another
		}
		before = 1
	default:
		if t[i:j] != "htpasswd" || !strings.HasPrefix(t[j:], " -b") && !strings.HasPrefix(t[j:], " -cb") { // else it asks
			return
		}
		before = 2
	}
	line := t[:lineEnd(t[:min(len(t), j+maxHead)], j)]
	for p, n := skipBlank(line, j), 0; p < len(line); {
		start, end := s.flagWord(p)
		w := t[start:min(end, len(line))]
		switch {
		case w == "", w[0] == '-' && before == 2, w[0] == '/':
		case n >= before:
			if (marked(w) || looksRandom(w)) && !harmless(w) && !isID(w) {
				s.add(start, end, "password")
			}
			return
		case strings.HasPrefix(w, behind):
			n++
		}
		p = skipBlank(line, max(end, p+1))
	}
}

// wlanKey redacts the key of a radio network that netsh shows in the line of its profile, whose name's first word
// stands from i to j: Key Content            : ….
func (s *scan) wlanKey(i, j int) {
	const name, gap = " Content", "      : "
	t := s.text
	rest := restOfLine(t, j, maxKey+64)
	if !strings.HasPrefix(rest, name) || strings.TrimSpace(t[s.line:i]) != "" {
		return
	}
	n := strings.Index(rest, gap)
	if n < 0 || strings.TrimSpace(rest[len(name):n]) != "" {
		return
	}
	if w := strings.TrimRight(rest[n+len(gap):], " \r"); w != "" && !isID(w) && !harmless(w) {
		s.add(j+n+len(gap), j+n+len(gap)+len(w), "password")
	}
}

// bound redacts the strings among the parameters of a statement that a database logs behind the word from i to j, which
// look like secrets: the log doesn't say what each is of.
func (s *scan) bound(i, j int) {
	t := s.text
	if !strings.EqualFold(t[i:j], "parameters") || !strings.HasPrefix(t[j:], ": $1 = ") {
		return
	}
	end := lineEnd(t[:min(len(t), j+maxHead)], j)
	s.charge(end - j)
	for p := j; p < end; {
		n := strings.Index(t[p:end], " = '")
		if n < 0 {
			return
		}
		start := p + n + len(" = '")
		stop := sqlStringEnd(t[:end], start-1)
		if stop == 0 {
			return
		}
		if w := t[start:stop]; strongValue(w) && len(w) >= 20 && !allHex(w) {
			s.bared(start, stop, "secret")
		}
		p = stop + 1
	}
}

// decoded redacts the line below the command whose word base64 stands from i to j and decodes what it is given: a
// secret of a cluster, mostly.
func (s *scan) decoded(i, j int) {
	t := s.text
	if t[i:j] != "base64" {
		return
	}
	flag := wordOf(strings.TrimLeft(restOfLine(t, j, maxKey), " "))
	if flag != "-d" && flag != "-D" && flag != "--decode" {
		return
	}
	start := lineEnd(t[:min(len(t), j+maxHead)], j) + 1
	if start >= len(t) {
		return
	}
	end := lineEnd(t[:min(len(t), start+maxRepeat)], start)
	s.charge(end - j)
	visited(end - j)
	if w := t[start:end]; tokenLike(w) && restOfToken(w) && len(w) >= 16 {
		s.bared(start, end, "secret")
	}
}

// piped redacts the string that the command from i to j, which prints it without a line break, passes on to another:
// echo -n '…' | gpg, echo desk:PASSWORD | chpasswd.
func (s *scan) piped(i, j int) {
	t := s.text
	if w := t[i:j]; w == secureString {
		s.pipedTo(i)
		return
	} else if w != "echo" && w != "printf" {
		return
	}
	p := skipBlank(t, j)
	if v, end := s.flagWord(p); strings.HasPrefix(strings.TrimLeft(restOfLine(t, min(end, len(t)), maxKey), "'\" |sudo"), "chpasswd") {
		s.login(v, end)
		return
	}
	switch {
	case t[i:j] == "echo" && strings.HasPrefix(t[p:], "-n "):
		p += len("-n ")
	case t[i:j] == "printf" && (strings.HasPrefix(t[p:], "'%s' ") || strings.HasPrefix(t[p:], "\"%s\" ")):
		p += len("'%s' ")
	default:
		return
	}
	start, end := s.flagWord(p)
	visited(end - p)
	if strings.HasPrefix(strings.TrimLeft(restOfLine(t, min(end, len(t)), 4), "'\" "), "|") && strongValue(t[start:end]) && !allHex(t[start:end]) && start > p {
		s.bared(start, end, "secret")
	}
}

// pipedTo redacts the string that is passed on to the command at i of PowerShell: '…' | ConvertTo-SecureString.
func (s *scan) pipedTo(i int) {
	front := strings.TrimRight(s.text[max(s.line, i-maxRepeat/8):i], " ")
	s.charge(len(front))
	visited(len(front))
	if front == "" || front[len(front)-1] != '|' {
		return
	}
	front = strings.TrimRight(front[:len(front)-1], " ")
	if front == "" || front[len(front)-1] != '\'' && front[len(front)-1] != '"' {
		return
	}
	end := max(s.line, i-maxRepeat/8) + len(front) - 1
	start := strings.LastIndexByte(front[:len(front)-1], front[len(front)-1]) + 1
	if w := front[start : len(front)-1]; start > 0 && !harmless(w) && strings.IndexByte(w, '$') < 0 {
		s.add(end-len(w), end, "password")
	}
}

// printed redacts the line below the command that prints the variable from i to j, which is named as a secret:
// echo $FGW_PASSWORD, printenv FGW_PASSWORD.
func (s *scan) printed(i, j int) bool {
	t := s.text
	c := at(t, j)
	if (c != '\n' && c != '\r' && c != '\'' && c != '"' && c != '}') || !isUpper(t[i]) {
		return false
	}
	front := t[max(s.line, i-maxKey):i]
	if !strings.HasSuffix(front, "echo $") && !strings.HasSuffix(front, "echo ${") && !strings.HasSuffix(front, "echo \"$") && !strings.HasSuffix(front, "printenv ") {
		return false
	}
	end := lineEnd(t[:min(len(t), j+maxKey)], j)
	start := min(end+1, len(t))
	if at(t, end) == '\r' {
		start = min(end+2, len(t))
	}
	stop := lineEnd(t[:min(len(t), start+maxRepeat)], start)
	s.charge(stop - i)
	visited(stop - i)
	r := ruleFor(t, i, j)
	w := t[start:stop]
	if r == nil || strings.Trim(t[j:end], "'\"}) ") != "" || strings.ContainsAny(w, " \t\"{}[],") || strings.HasSuffix(w, "$") || strings.HasSuffix(w, "#") || !marked(w) && !tokenLike(w) {
		return false
	}
	return s.take(start, stop, r, true)
}
