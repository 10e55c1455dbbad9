package evidence

import "strings"

// curlCommand reads the command line of curl as a request: what it asks for. What followed,
// when the text shows it, is read by the other readers.
type curlCommand struct{}

const curlCommandName = "curl command"

// maxOpenQuotes is how many command lines with a quote that nothing closes are tried: each
// costs a look at the whole text behind it.
const maxOpenQuotes = 3

func (f curlCommand) parts(d *document) []part {
	var out []part
	open := 0
	for k := 0; k < len(d.lines) && open < maxOpenQuotes; k++ {
		if d.taken[k] {
			continue
		}
		n := commandStart(d.line(k))
		if n < 0 {
			continue
		}
		start := d.lines[k].Start + n
		words, length, ok := shellWords(d.text[start:])
		if !ok {
			open++
			continue
		}
		last := d.at(k, start+length-1)
		q := curlRequest(words)
		if q == nil {
			k = last
			continue
		}
		q.Span = Span{start, start + length}
		out = append(out, part{format: curlCommandName, request: q, command: true, span: q.Span})
		d.take(k, last+1)
		k = last
	}
	return out
}

// commandStart returns where a curl command starts in a line, at its front or behind a
// prompt, -1 for none.
func commandStart(line string) int {
	for from := 0; from < len(line) && from < 256; {
		n := strings.Index(line[from:min(len(line), from+256)], "curl")
		if n < 0 {
			return -1
		}
		n += from
		after := n + 4
		if strings.HasPrefix(line[after:], ".exe") {
			after += 4
		}
		if (n == 0 || isBlank(line[n-1]) || line[n-1] == '`' || line[n-1] == '$') && isBlank(at(line, after)) {
			return n
		}
		from = n + 4
	}
	return -1
}

// valued are the flags of curl that take a value, besides those that are read.
var valued = func() map[string]bool {
	m := map[string]bool{}
	for _, f := range strings.Fields(`-u --user -o --output -w --write-out -A --user-agent -e --referer -m --max-time
		--connect-timeout -b --cookie -c --cookie-jar -F --form -T --upload-file -x --proxy -U --proxy-user -E --cert --key
		--cacert --capath --resolve --connect-to --retry --retry-delay -K --config -D --dump-header -r --range -C -y -Y -z
		--oauth2-bearer --ciphers --interface --limit-rate --pass --cert-type --key-type --tls-max --noproxy -t -Q -P
		--trace --trace-ascii --stderr --unix-socket --aws-sigv4 --max-redirs --dns-servers --form-string --proto`) {
		m[f] = true
	}
	return m
}()

// command is a curl command line being read.
type command struct {
	method, url string
	headers     []Header
	data        []string
	get, head   bool
}

// curlRequest reads the words of a curl command; nil when they name no URL.
func curlRequest(words []string) *Request {
	var c command
	for i := 1; i < len(words); i++ {
		i += c.word(words[i], words[i+1:])
	}
	if c.url == "" {
		return nil
	}
	q := &Request{Method: c.method, URL: c.url, Headers: c.headers, Body: strings.Join(c.data, "&")}
	if c.get && q.Body != "" {
		sep := "?"
		if strings.Contains(q.URL, "?") {
			sep = "&"
		}
		q.URL, q.Body = q.URL+sep+q.Body, ""
	}
	if q.Method == "" {
		q.Method = c.impliedMethod(q.Body)
	}
	return q
}

func (c *command) impliedMethod(body string) string {
	switch {
	case c.head:
		return "HEAD"
	case body != "":
		return "POST"
	}
	return "GET"
}

// word reads one word and returns how many of those behind it belong to it.
func (c *command) word(w string, rest []string) int {
	switch {
	case strings.HasPrefix(w, "--"):
		name, value, joined := strings.Cut(w, "=")
		if joined && c.flag(name, value) {
			return 0
		}
		if len(rest) > 0 && c.flag(w, rest[0]) || valued[w] {
			return 1
		}
		c.head = c.head || w == "--head"
		c.get = c.get || w == "--get"
	case len(w) > 1 && w[0] == '-':
		return c.short(w, rest)
	case c.url == "" && isURLWord(w):
		c.setURL(w)
	}
	return 0
}

// short reads a cluster of one-letter flags: -sS, -XPOST, -vH 'A: b'.
func (c *command) short(w string, rest []string) int {
	for i := 1; i < len(w); i++ {
		f := "-" + w[i:i+1]
		if i+1 < len(w) && (c.takes(f) || valued[f]) {
			c.flag(f, w[i+1:])
			return 0
		}
		if c.takes(f) || valued[f] {
			if len(rest) > 0 {
				c.flag(f, rest[0])
			}
			return 1
		}
		c.head = c.head || f == "-I"
		c.get = c.get || f == "-G"
	}
	return 0
}

func (c *command) takes(f string) bool { return f == "-X" || f == "-H" || f == "-d" }

// flag reads a flag with its value; false for a flag that doesn't matter here.
func (c *command) flag(name, value string) bool {
	switch name {
	case "-X", "--request":
		c.method = strings.ToUpper(value)
	case "-H", "--header":
		if h, ok := headerLine(value); ok {
			c.headers = append(c.headers, h)
		}
	case "-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "--json":
		c.data = append(c.data, value)
	case "--url":
		c.setURL(value)
	default:
		return false
	}
	return true
}

func (c *command) setURL(w string) {
	if !strings.Contains(w, "://") {
		w = "http://" + w // curl's own guess
	}
	c.url = w
}

// isURLWord reports whether a word of a command line can be its URL.
func isURLWord(w string) bool {
	if strings.Contains(w, "://") {
		return hasFold(w, "http")
	}
	host, _, _ := strings.Cut(w, "/")
	name, port, _ := strings.Cut(host, ":")
	return strings.Contains(name, ".") && isHost(name) && (port == "" || allDigits(port)) && (strings.Contains(w, "/") || port != "")
}
