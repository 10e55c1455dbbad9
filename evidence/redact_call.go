package evidence

import "strings"

// callRule says that an argument of a function, or of a command that names what it takes, is a
// secret where it stands as a string.
type callRule struct {
	names  []string // without case and marks: setbasicauth
	arg    int      // the first is 0, firstString is the first one in quotes
	kind   string
	random bool // only what looks like one
	called bool // only with brackets: the name is a word of other texts too
	sends  bool // only behind a method of HTTP; the arguments before may be expressions, on lines of their own
	hits   []example
	misses []string
}

// firstString is the place of an argument that may stand alone, or behind one that isn't in quotes.
const firstString = -1

var callRules = []callRule{
	{names: []string{"nodesetcookie", "erlangsetcookie"}, arg: firstString, kind: "cookie", called: true, random: true,
		hits:   []example{{`Node.set_cookie(:"BfyDxudjTQ1Omq95zAjagf")`, `Node.set_cookie(:"[redacted:cookie]")`}, {`Node.set_cookie(Node.self(), :"BfyDxudjTQ1Omq95zAjagf")`, `Node.set_cookie(Node.self(), :"[redacted:cookie]")`}},
		misses: []string{`Node.set_cookie(node, cookie)`, `Node.set_cookie(:"order cookies are off")`}},
	{names: []string{"setbasicauth", "httpbasicauth", "httpdigestauth", "basicauth", "httpbasic", "usernamepasswordcredentials", "usernamepasswordcredential", "networkcredential", "credentialsbasic", "authorizationbasic", "proxyauthorizationbasic", "passwordauthentication", "usernamepasswordauthenticationtoken", "withbasicauth", "basicauthentication", "httpauth", "login"}, arg: 1, kind: "password",
		hits: []example{
			{`req.SetBasicAuth("desk", "UbXjfiuQt60X")`, `req.SetBasicAuth("desk", "[redacted:password]")`},
			{`requests.get(u, auth=HTTPBasicAuth('desk', 'UbXjfiuQt60X'))`, `requests.get(u, auth=HTTPBasicAuth('desk', '[redacted:password]'))`},
			{`Credentials.basic("desk", "UbXjfiuQt60X")`, `Credentials.basic("desk", "[redacted:password]")`},
			{`req.basic_auth 'desk', 'UbXjfiuQt60X'`, `req.basic_auth 'desk', '[redacted:password]'`},
			{`.basic_auth("desk", Some("UbXjfiuQt60X"))`, `.basic_auth("desk", Some("[redacted:password]"))`},
			{`requests.get(u, auth=("desk", "UbXjfiuQt60X"))`, `requests.get(u, auth=("desk", "[redacted:password]"))`},
			{`#3 amend.php(6): login('https://x.example/v1', 'desk', 'UbXjfiuQt60X')`, `#3 amend.php(6): login('https://x.example/v1', 'desk', '[redacted:password]')`},
		},
		misses: []string{`req.SetBasicAuth(user, pass)`, `HTTPBasicAuth("desk", os.environ["PASS"])`, `login("desk")`, "basic_auth is not set, 'none'"}},
	{names: []string{"auth"}, arg: 1, kind: "password", called: true,
		hits:   []example{{`auth=("desk", "UbXjfiuQt60X")`, `auth=("desk", "[redacted:password]")`}},
		misses: []string{`auth=("desk", password)`, `auth("desk")`}},
	{names: []string{"cookie", "setcookie", "cookiesset", "cookiejarset"}, arg: 1, kind: "cookie", called: true, random: true,
		hits: []example{
			{`New-Object System.Net.Cookie("FGSID", "BfyDxudjTQ1Omq95zAjagf", "/", "a.example")`, `New-Object System.Net.Cookie("FGSID", "[redacted:cookie]", "/", "a.example")`},
			{`store.addCookie(new BasicClientCookie("gate", "BfyDxudjTQ1Omq95zAjagf"));`, `store.addCookie(new BasicClientCookie("gate", "[redacted:cookie]"));`},
			{`session.cookies.set('gate', 'BfyDxudjTQ1Omq95zAjagf')`, `session.cookies.set('gate', '[redacted:cookie]')`},
		},
		misses: []string{`response.setCookie("Max-Age", "3600")`, `cookie("path", "/v1/orders/100000001")`, `new Cookie("lang", "en-GB")`, `expect.cookie("gate", "is missing on the response")`, `new Cookie(name, value)`, `the cookie "gate", "lang" and others`, `jar.getCookie("gate")`}},
	{names: []string{"open"}, arg: 4, kind: "password", sends: true,
		hits: []example{
			{`xhr.open("POST", "https://x.example/v1", true, "desk", "UbXjfiuQt60X");`, `xhr.open("POST", "https://x.example/v1", true, "desk", "[redacted:password]");`},
			{`x.open('GET', base + "/orders?a=" + encodeURIComponent(id), async, user, 'UbXjfiuQt60X')`, `x.open('GET', base + "/orders?a=" + encodeURIComponent(id), async, user, '[redacted:password]')`},
			{"xhr.open(\n  \"PATCH\",\n  [base, path].join(\"/\"),\n  true,\n  \"desk\",\n  \"hunterblue\"\n);", "xhr.open(\n  \"PATCH\",\n  [base, path].join(\"/\"),\n  true,\n  \"desk\",\n  \"[redacted:password]\"\n);"},
			{`xmlhttp.Open "POST", "https://x.example/v1", False, "desk", "UbXjfiuQt60X"`, `xmlhttp.Open "POST", "https://x.example/v1", False, "desk", "[redacted:password]"`},
		},
		misses: []string{`xhr.open("POST", "https://x.example/v1", true);`, `xhr.open("GET", u, false, user, password)`, `open("a.log", "r", -1, "utf-8", "strict")`, "xmlhttp.Open \"POST\", url, False\nLog \"sent\", \"to the gateway\"", `xhr.open("GET", url("a", "b", "c", "d", "e"))`}},
	{names: []string{"credentials", "addpassword"}, arg: 3, kind: "password", called: true,
		hits: []example{
			{`$ua->credentials('a.example:443', 'gateway', 'desk', 'UbXjfiuQt60X');`, `$ua->credentials('a.example:443', 'gateway', 'desk', '[redacted:password]');`},
			{`mgr.add_password(None, "https://a.example", "desk", "UbXjfiuQt60X")`, `mgr.add_password(None, "https://a.example", "desk", "[redacted:password]")`},
		},
		misses: []string{`credentials("desk", load(), 'a', b)`, `ua.credentials('a.example:443', 'gateway', user, pass)`}},
	{names: []string{"x509certificate2", "loadpkcs12fromfile", "loadpkcs12", "pkcs12decode", "setwallet"}, arg: 1, kind: "password", called: true, random: true,
		hits:   []example{{`new X509Certificate2("C:\\certs\\gw.pfx", "UbXjfiuQt60X")`, `new X509Certificate2("C:\\certs\\gw.pfx", "[redacted:password]")`}, {`utl_http.set_wallet('file:/u01/app/wallet', 'Y7bVnlw_w_5kd');`, `utl_http.set_wallet('file:/u01/app/wallet', '[redacted:password]');`}},
		misses: []string{`new X509Certificate2("gw.pfx", password)`, `new X509Certificate2("gw.pem")`}},
	{names: []string{"authenticationheadervalue", "setauthscheme"}, arg: 1, kind: "bearer",
		hits:   []example{{`new AuthenticationHeaderValue("Bearer", "Zq7kR2mW9xTb4LvN8sYd")`, `new AuthenticationHeaderValue("Bearer", "[redacted:bearer]")`}},
		misses: []string{`new AuthenticationHeaderValue("Bearer", token)`}},
	{names: []string{"converttosecurestring", "setauthtoken", "withtoken", "setbearertoken", "bearerauth", "setbearerauth", "securestring"}, arg: 0, kind: "password",
		hits: []example{
			{`ConvertTo-SecureString "UbXjfiuQt60X" -AsPlainText -Force`, `ConvertTo-SecureString "[redacted:password]" -AsPlainText -Force`},
			{`ConvertTo-SecureString -String 'UbXjfiuQt60X' -AsPlainText`, `ConvertTo-SecureString -String '[redacted:password]' -AsPlainText`},
		},
		misses: []string{`ConvertTo-SecureString $p -AsPlainText`}},
}

// callsByName is callRules by their names.
var callsByName = func() map[string]*callRule {
	m := map[string]*callRule{}
	for i := range callRules {
		for _, n := range callRules[i].names {
			m[n] = &callRules[i]
		}
	}
	return m
}()

// maxCall is how long the arguments of a call may be, in bytes.
const maxCall = 512

// call redacts the argument of a call whose name stands from i to j.
func (s *scan) call(i, j int) {
	t := s.text
	if j-i > maxKey {
		i += strings.LastIndexByte(t[i:j], '.') + 1 // of System.Security.Cryptography
	}
	if j-i < 4 || j-i > maxKey {
		return
	}
	open := at(t, j)
	if open != '(' && open != ' ' && !(open == '=' && at(t, j+1) == '(') && !isAtom(t, i, j) {
		return
	}
	if open == ' ' && strings.IndexByte("\"'-$(", at(t, j+1)) < 0 {
		return
	}
	var buf [maxKey]byte
	k := splitKey(t[i:j], &buf)
	r := callsByName[string(k.flat)]
	if r == nil {
		r = callsByName[string(k.prev)+string(k.last)]
	}
	if r == nil && len(k.last) >= 4 {
		r = callsByName[string(k.last)]
	}
	if r == nil || r.called && open == ' ' {
		return
	}
	p := j
	if open == '=' {
		p++
	}
	if open == ',' || open == ':' {
		p = skipBlank(t, p+1)
	}
	if c := at(t, p); c == '(' || c == '{' && open == ':' {
		p++
	}
	s.argument(p, r)
}

// isAtom reports whether the word from i to j is what a call of Ruby or Elixir is named by: request :basic_auth, "desk", "…";
// basic_auth: {"desk", "…"}.
func isAtom(t string, i, j int) bool {
	return at(t, i-1) == ':' && at(t, j) == ',' || strings.HasPrefix(t[j:], ": {\"") && strings.HasSuffix(t[i:j], "auth")
}

// argument redacts the argument that a rule names of those that start at p.
func (s *scan) argument(p int, r *callRule) {
	t := s.text
	from, wanted, behind := p, r.arg, false // behind an address
	bracketed, deep := at(t, p-1) == '(', 0 // brackets open within an argument
	for arg := 0; p < len(t) && p-from < maxCall; {
		q := quoteAt(t, p)
		if q.width == 0 {
			switch c := t[p]; {
			case r.sends && (c == '(' || c == '['):
				deep++
			case deep > 0 && (c == ')' || c == ']'):
				deep--
			case deep > 0 || r.sends && bracketed && c == '\n':
			case strings.HasPrefix(t[p:], "Some("):
				p += len("Some")
			case strings.HasPrefix(t[p:], "()"):
				p++
			case c == ',':
				arg++
			case c == ')' || c == '\n' || c == ';' || c == '(' || c == '[':
				s.charge(p - from)
				return
			}
			p++
			continue
		}
		start := p + q.width
		end := q.closing(t, start)
		if n := strings.Index(t[start:end], `",`); n >= 0 && t[p] == '\'' { // the string around it ends before its quote is closed
			end = start + n
		}
		if w := t[start:end]; deep > 0 {
			// of an expression
		} else if arg == 0 && r.sends && !methods[strings.ToUpper(w)] {
			break
		} else if arg == wanted && behind && threeStrings(t, end+q.width) {
			wanted++ // where to, before who
		} else if arg == wanted || wanted == firstString {
			if end > start && !harmless(w) && end-start < maxRepeat && (!r.random || marked(w) || tokenLike(w)) {
				s.add(start, end, r.kind)
			}
			break
		} else if arg == 0 && r.arg > 0 && strings.Contains(w, "://") {
			behind = true
		}
		p = min(end+q.width, len(t))
	}
	s.charge(p - from)
	visited(p - from)
}

// threeStrings reports whether one more string follows the argument that ends at p.
func threeStrings(t string, p int) bool {
	p = skipBlank(t, min(p, len(t)))
	return at(t, p) == ',' && quoteAt(t, skipBlank(t, p+1)).width > 0
}
