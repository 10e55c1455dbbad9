package evidence

import "strings"

// meaning is what a flag of a client says.
type meaning byte

const (
	_ meaning = iota
	// Flags that take a value:
	someValue // that says nothing here
	methodValue
	headerValue
	agentValue
	refererValue
	bodyValue
	encodedValue // a part of a form that the client encodes
	jsonValue
	formMeaning // a part of a multipart form
	fileValue   // a body that the text doesn't show
	uploadValue
	urlValue
	queryValue
	schemeValue
	// Flags that take none:
	getFlag
	headFlag
	formFlag
	secureFlag
	nextFlag
)

func (m meaning) valued() bool { return m >= someValue && m <= schemeValue }

// client says how the command line of a program is read.
type client struct {
	format string
	scheme string // of a URL that names none
	flags  map[string]meaning
	items  bool // words are METHOD URL ITEM… as HTTPie has it
}

// commandClients are the programs whose command lines are read, by name.
var commandClients = func() map[string]*client {
	curl := &client{format: curlCommandName, scheme: "http", flags: flagsOf(map[meaning]string{
		methodValue: "-X --request", headerValue: "-H --header", agentValue: "-A --user-agent", refererValue: "-e --referer",
		bodyValue: "-d --data --data-raw --data-binary --data-ascii", encodedValue: "--data-urlencode", jsonValue: "--json",
		formMeaning: "-F --form --form-string", uploadValue: "-T --upload-file", urlValue: "--url", queryValue: "--url-query",
		getFlag: "-G --get", headFlag: "-I --head", nextFlag: "-: --next",
		someValue: `-u --user -o --output -w --write-out -m --max-time --connect-timeout -b --cookie -c --cookie-jar -x --proxy
			-U --proxy-user -E --cert --key --cacert --capath --resolve --connect-to --retry --retry-delay --retry-max-time -K --config
			-D --dump-header -r --range -C --continue-at -y --speed-time -Y --speed-limit -z --time-cond --oauth2-bearer --ciphers
			--interface --limit-rate --pass --cert-type --key-type --tls-max --tls13-ciphers --noproxy -t --telnet-option -Q --quote
			-P --ftp-port --trace --trace-ascii --trace-config --stderr --unix-socket --aws-sigv4 --max-redirs --dns-servers --proto
			--proto-default --output-dir --local-port --keepalive-time --max-filesize --doh-url --rate --proxy-header --socks5
			--socks5-hostname --preproxy --pinnedpubkey --curves --crlfile --happy-eyeballs-timeout-ms --variable --expand-url
			--expand-data --expand-header --request-target --hsts --alt-svc --etag-save --etag-compare --libcurl`,
	})}
	wget := &client{format: commandLineName, scheme: "http", flags: flagsOf(map[meaning]string{
		methodValue: "--method", headerValue: "--header", agentValue: "-U --user-agent", refererValue: "--referer",
		bodyValue: "--post-data --body-data", fileValue: "--post-file --body-file",
		someValue: `-O --output-document -o --output-file -a --append-output -t --tries -T --timeout --connect-timeout --read-timeout
			--dns-timeout -P --directory-prefix --user --password --http-user --http-password --proxy-user --proxy-password -w --wait
			--waitretry --limit-rate -Q --quota --bind-address --load-cookies --save-cookies --certificate --private-key
			--ca-certificate --ca-directory --secure-protocol --max-redirect --prefer-family --restrict-file-names -e --execute
			-l --level -A -R -D -I -X -i --input-file -B --base --progress --retry-on-http-error --ciphers --compression --report-speed`,
	})}
	httpie := flagsOf(map[meaning]string{
		bodyValue: "--raw", formFlag: "-f --form --multipart", schemeValue: "--default-scheme", secureFlag: "--https",
		someValue: `-a --auth -A --auth-type -p --print -P --history-print -o --output --timeout --proxy --verify --cert --cert-key
			--cert-key-pass --max-redirects --max-headers --session --session-read-only -s --style --pretty --ssl --ciphers --boundary
			--format-options --response-charset --response-mime -b_ --bearer --resolve --interface --http-version --unix-socket`,
	})
	h := &client{format: commandLineName, scheme: "http", items: true, flags: httpie}
	hs := &client{format: commandLineName, scheme: "https", items: true, flags: httpie}
	lynx := &client{format: commandLineName, scheme: "http", flags: flagsOf(map[meaning]string{headFlag: "-head", agentValue: "-useragent"})}
	load := &client{format: commandLineName, scheme: "http", flags: flagsOf(map[meaning]string{
		methodValue: "-m", headerValue: "-H --header", bodyValue: "-d", fileValue: "-p -D", someValue: "-n -c -z -q -T -t -o -C -a -A -U -r -k -x -h2 -cpus -dir",
	})}
	return map[string]*client{"lynx": lynx, "siege": load, "aria2c": load, "curl": curl, "wget": wget, "wget2": wget, "http": h, "https": hs, "xh": h, "xhs": hs}
}()

func flagsOf(by map[meaning]string) map[string]meaning {
	m := map[string]meaning{}
	for what, names := range by {
		for _, f := range strings.Fields(names) {
			m[f] = what
		}
	}
	return m
}

// command is a command line being read.
type command struct {
	*client
	method, url, query    string
	headers               []Header
	data                  []string
	operands              []string
	sends                 bool // a body, though the text may not show it
	get, head, form, sent bool // sent: the body comes from what is written into the client
	upload, json          bool
	scheme                string
}

// requests reads the words of a command line: one request, or several that --next parts. It
// returns none when they name no URL.
func (c *client) requests(words []string, stdin string, piped bool) (out []*Request) {
	for from := 1; from <= len(words); {
		m := &command{client: c, scheme: c.scheme}
		from += m.read(words[from-1:]) + 1
		if c.items && !m.items(piped) {
			return nil
		}
		path, known := m.elsewhere()
		if known {
			m.url = path
		}
		if q := m.request(stdin, piped); q.URL != "" || known {
			out = append(out, q)
		}
	}
	return out
}

// read reads the words behind the first and returns how many it read, with the --next at their end.
func (c *command) read(words []string) int {
	for i := 1; i < len(words); i++ {
		w := straightDashes(words[i])
		if c.flags[w] == nextFlag {
			return i
		}
		i += c.word(w, words[i+1:])
	}
	return len(words)
}

// straightDashes undoes what word processors and chats make of the dashes before a flag.
func straightDashes(w string) string {
	for _, dash := range []string{"—", "–", "‑"} {
		if rest, ok := strings.CutPrefix(w, dash); ok {
			rest = strings.TrimLeft(rest, "-—–")
			if len(rest) > 1 && rest == strings.ToLower(rest) {
				return "--" + rest
			}
			return "-" + rest
		}
	}
	return w
}

// word reads one word and returns how many of those behind it belong to it.
func (c *command) word(w string, rest []string) int {
	switch {
	case strings.HasPrefix(w, "--"):
		name, value, joined := strings.Cut(w, "=")
		m := c.flags[name]
		if joined || !m.valued() {
			c.flag(m, value)
			return 0
		}
		if len(rest) > 0 {
			c.flag(m, rest[0])
		}
		return 1
	case len(w) > 2 && w[0] == '-' && c.flags[w] != 0 && !c.flags[w].valued():
		c.flag(c.flags[w], "")
	case len(w) > 1 && w[0] == '-':
		return c.short(w, rest)
	default:
		c.operands = append(c.operands, w)
		if c.url == "" && !c.client.items && isURLWord(w) {
			c.setURL(w)
		}
	}
	return 0
}

// short reads a cluster of one-letter flags: -sS, -XPOST, -vH 'A: b'.
func (c *command) short(w string, rest []string) int {
	for i := 1; i < len(w); i++ {
		m := c.flags["-"+w[i:i+1]]
		if !m.valued() {
			c.flag(m, "")
			continue
		}
		if i+1 < len(w) {
			c.flag(m, strings.TrimPrefix(w[i+1:], "="))
			return 0
		}
		if len(rest) > 0 {
			c.flag(m, rest[0])
		}
		return 1
	}
	return 0
}

// unbroken joins the name of a header, and an id in its value, where a terminal has broken the line.
func unbroken(field string) string {
	if strings.IndexByte(field, '\n') < 0 {
		return field
	}
	name, value, _ := strings.Cut(field, ":")
	if id := strings.ReplaceAll(value, "\n", ""); isUUID(strings.TrimSpace(id)) {
		value = id
	}
	return strings.ReplaceAll(name, "\n", "") + ":" + value
}

// flag reads a flag with its value.
func (c *command) flag(m meaning, value string) {
	switch m {
	case methodValue:
		c.method = strings.ToUpper(value)
	case headerValue:
		if h, ok := headerLine(unbroken(value)); ok && h.Value != "" {
			c.headers = append(c.headers, h)
		}
	case agentValue:
		c.headers = append(c.headers, Header{"User-Agent", value})
	case refererValue:
		c.headers = append(c.headers, Header{"Referer", value})
	case bodyValue, jsonValue:
		c.json = c.json || m == jsonValue
		c.body(value)
	case encodedValue:
		c.body(encodedPair(value))
	case formMeaning, fileValue:
		c.sends = true
	case uploadValue:
		c.upload, c.sent = true, value == "-" || value == "."
	case urlValue:
		c.setURL(value)
	case queryValue:
		c.addQuery(encodedPair(value))
	case schemeValue:
		c.scheme = strings.TrimRight(value, ":/")
	case getFlag:
		c.get = true
	case headFlag:
		c.head = true
	case secureFlag:
		c.scheme = "https"
	case formFlag:
		c.form = true
	}
}
