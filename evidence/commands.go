package evidence

import (
	"slices"
	"strings"
)

// commandLine reads the command lines of clients as requests: what they ask for. What followed,
// when the text shows it, is read by the other readers.
type commandLine struct{}

const (
	curlCommandName = "curl command"
	commandLineName = "command line"
)

// maxOpenQuotes is how many command lines with a quote that nothing closes are tried: each
// costs a look at the whole text behind it.
const maxOpenQuotes = 3

func (commandLine) parts(d *document) []part {
	s := &script{d: d}
	for k := 0; k < len(d.lines) && s.open < maxOpenQuotes; {
		k = s.line(k)
	}
	return slices.DeleteFunc(s.out, func(p part) bool { // instructions, with a place to fill in
		return p.request != nil && (strings.HasSuffix(p.request.URL, "/...") || strings.HasSuffix(p.request.URL, "/…"))
	})
}

// script is a text whose command lines are being read.
type script struct {
	d     *document
	out   []part
	open  int // quotes and here-documents that nothing closes
	vars  map[string]string
	files map[string]file // by name
}

// line reads what starts in line k and returns the line behind it.
func (s *script) line(k int) int {
	d := s.d
	if d.taken[k] {
		return k + 1
	}
	line := d.line(k)
	if next := s.settings(k); next > k {
		return next
	}
	if next := s.config(k); next > k {
		return next
	}
	n := commandStart(line)
	if n < 0 {
		if s.attribute(k, line) {
			return k + 1
		}
		s.assign(line)
		return k + 1
	}
	start := d.lines[k].Start + n
	p, ok := s.pipeline(start)
	if !ok {
		s.open++
		return k + 1
	}
	last := d.at(k, p.end-1)
	if p.client == nil {
		s.file(p, max(k, last))
		return max(k, last) + 1
	}
	if text, ok := s.shown(p.file); ok && p.stdin == "" {
		p.stdin = text
	}
	if p.heredoc != "" {
		text, after, closed := d.heredoc(last+1, p.heredoc)
		if closed {
			p.stdin, last = text, after-1
		} else {
			s.open++
		}
	}
	span := Span{start, d.lines[last].End}
	if p.heredoc == "" {
		span.End = p.end
	}
	for _, q := range p.client.requests(s.withFiles(s.known(p.words)), p.stdin, p.piped) {
		q.Span = span
		s.out = append(s.out, part{format: p.client.format, request: q, command: true, span: span})
		d.take(k, last+1)
	}
	return last + 1
}

// attribute reads a command line that is the value of an attribute, as script(1) heads its record:
// COMMAND="curl …".
func (s *script) attribute(k int, line string) bool {
	n := strings.Index(line, `="`) + 2
	end := strings.LastIndexByte(line, '"')
	if n < 2 || end <= n || n > maxFrame {
		return false
	}
	words, _, ok := shellWords(line[n:end])
	if !ok || len(words) < 2 || commandClients[clientName(words[0])] == nil {
		return false
	}
	c := commandClients[clientName(words[0])]
	span := Span{s.d.lines[k].Start + n, s.d.lines[k].Start + end}
	for _, q := range c.requests(words, "", false) {
		q.Span = span
		s.out = append(s.out, part{format: c.format, request: q, command: true, span: span})
		s.d.take(k, k+1)
	}
	return true
}

// pipeline is a client with what is written into it.
type pipeline struct {
	client  *client
	words   []string
	source  []string // the words of the last command before it
	file    string   // that is written into it
	stdin   string
	piped   bool   // something is written into it, known or not
	heredoc string // the line that ends what is written into it
	end     int
}

// pipeline reads the commands from start on, up to a client. ok is false for a quote that nothing
// closes.
func (s *script) pipeline(start int) (p pipeline, ok bool) {
	t := s.d.text
	for n := 0; n < 3; n++ {
		words, length, ok := shellWords(t[start:])
		visited(length)
		if !ok || len(words) == 0 {
			return p, ok && n > 0
		}
		p.end = start + length
		words = p.redirected(words)
		p.client = commandClients[clientName(words[0])]
		if p.client != nil {
			p.words = words
			return p, true
		}
		p.source = words
		if at(t, p.end) != '|' || at(t, p.end+1) == '|' {
			return p, true
		}
		p.piped = true
		if p.stdin == "" && len(words) > 1 && words[0] != "cat" {
			p.stdin = words[len(words)-1]
			if words[0] == "printf" && len(words) == 2 {
				p.stdin = unescapeText(p.stdin)
			}
		}
		start = skipBlank(t, p.end+1)
		for c := at(t, start); (c == '\\' || c == '^' || c == '`') && joins(t, start+1) > 0 || c == '\n'; c = at(t, start) {
			start = skipBlank(t, start+max(1, joins(t, start+1)+1))
			if c == '\n' {
				break
			}
		}
	}
	return p, true
}

// redirected takes the words that say what is written into a command, <<< text and << EOF, or that
// name a file.
func (p *pipeline) redirected(words []string) []string {
	for i := 1; i < len(words); i++ {
		mark := len(words[i]) - len(strings.TrimLeft(words[i], "<"))
		if mark == 0 || mark > 3 {
			continue
		}
		rest, end := words[i][mark:], i+1
		if rest == "" && end < len(words) {
			rest, end = words[end], end+1
		}
		p.piped = true
		switch mark {
		case 1:
			p.file = rest
		case 2:
			p.heredoc = strings.TrimPrefix(rest, "-")
		case 3:
			p.stdin = rest
		}
		return append(words[:i:i], words[end:]...)
	}
	return words
}

// heredoc returns the lines from k on up to the one that ends them, without the prompt that a shell may put before
// each of them.
func (d *document) heredoc(k int, end string) (text string, next int, closed bool) {
	const prompt = "> "
	prompted := k < len(d.lines) && strings.HasPrefix(d.line(k), prompt)
	for n := k; n < len(d.lines) && end != ""; n++ {
		line, _ := d.trimmed(n)
		if prompted {
			line = strings.TrimPrefix(line, prompt)
		}
		if line != end {
			continue
		}
		text = strings.TrimRight(d.text[d.lines[k].Start:d.lines[n].Start], "\r\n")
		if prompted {
			text = strings.ReplaceAll(strings.TrimPrefix(text, prompt), "\n"+prompt, "\n")
		}
		return text, n + 1, true
	}
	return "", k, false
}

// settings reads how Wget's debug output repeats the words of its command line: "Setting --method
// (method) to POST", one in each line from k on.
func (s *script) settings(k int) int {
	words, next := []string{"wget"}, k
	for ; next < len(s.d.lines) && !s.d.taken[next]; next++ {
		flag, ok := strings.CutPrefix(s.d.line(next), "Setting --")
		if !ok {
			break
		}
		name, rest, _ := strings.Cut(flag, " ")
		_, value, ok := strings.Cut(rest, ") to ")
		if !ok {
			break
		}
		if name == "body-data" && slices.Contains(words, "--post-data="+value) {
			continue // it sets the one for the other
		}
		words = append(words, "--"+name+"="+value)
	}
	if next == k {
		return k
	}
	c := &command{client: commandClients["wget"]}
	c.read(words)
	if q := c.request("", false); q.Method != "" {
		q.Span = Span{s.d.lines[k].Start, s.d.lines[next-1].End}
		s.out = append(s.out, part{format: commandLineName, request: q, command: true, span: q.Span})
		s.d.take(k, next)
	}
	return next
}

// config reads what a file for curl's --config says, a flag and its value in each line from k on: url = "https://…". It
// has headers, for the rest could be any program's settings.
func (s *script) config(k int) int {
	if line := s.d.line(k); strings.IndexByte(line[:min(len(line), maxKey)], '=') < 0 || !isLower(line[0]) {
		return k
	}
	c := &command{client: commandClients["curl"], scheme: commandClients["curl"].scheme}
	next, last := k, k
	for ; next < len(s.d.lines) && !s.d.taken[next]; next++ {
		line, _ := s.d.trimmed(next)
		n := 0
		for n < len(line) && n < maxKey && (isLower(line[n]) || line[n] == '-' || isDigit(line[n])) {
			n++
		}
		meant := c.flags["--"+line[:n]]
		if visited(n); n == len(line) && n > 0 && next > k && !meant.valued() {
			c.flag(meant, "") // silent
			continue
		}
		v := skipBlank(line, n)
		if !meant.valued() || at(line, v) != '=' {
			break
		}
		value := line[skipBlank(line, v+1):]
		if visited(len(value)); len(value) > 1 && value[0] == '"' && strings.HasSuffix(value, `"`) {
			value = unescapeText(value[1 : len(value)-1])
		}
		c.flag(meant, value)
		last = next
	}
	q := c.request("", false)
	if q.URL == "" || len(c.headers) == 0 {
		return k
	}
	q.Span = Span{s.d.lines[k].Start, s.d.lines[last].End}
	s.out = append(s.out, part{format: curlCommandName, request: q, command: true, span: q.Span})
	s.d.take(k, last+1)
	return last + 1
}

// commandStart returns where the command line of a client starts in a line, or of what is written
// into one: at its front or behind a prompt; -1 for none.
func commandStart(line string) int {
	end := min(len(line), 256)
	for i := 0; i < end; {
		if !isAlpha(line[i]) || i > 0 && isAlnum(line[i-1]) {
			i++
			continue
		}
		n := i
		for n < len(line) && n-i < 32 && isAlnum(line[n]) {
			n++
		}
		name := line[i:n]
		if strings.HasPrefix(line[n:], ".exe") {
			n += 4
		}
		if commandClients[name] != nil || sources[name] {
			if isBlank(at(line, n)) && (prompted(line[:i]) || name == "curl" && isBlank(at(line, i-1))) {
				return i
			}
		}
		i = n
	}
	return -1
}

// sources are the commands that write into a client.
var sources = map[string]bool{"echo": true, "printf": true, "cat": true, "jq": true}

// clientName is the name of a program without its folder and extension.
func clientName(w string) string {
	w = w[strings.LastIndexAny(w, `/\`)+1:]
	return strings.TrimSuffix(w, ".exe")
}

// prompted reports whether a command may stand behind a text: nothing, a prompt, or what a shell
// starts one with.
func prompted(before string) bool {
	s := strings.TrimRight(before, " \t")
	if s == "" {
		return true
	}
	switch c := s[len(s)-1]; c {
	case '$', '#', '>', '%', '+', '|', '&', ';', '(', '`', '!', '~', '/':
		return true
	case '.', ',', ':', '"', '\'', '-', ')', '=':
		return false
	default:
		if c >= 0x80 {
			return true // ❯ ➜ ✗
		}
	}
	switch s[strings.LastIndexAny(s, " \t(;&|")+1:] {
	case "sudo", "time", "exec", "do", "then", "env", "--", "nohup", "watch":
		return true
	}
	return false
}
