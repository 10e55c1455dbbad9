package evidence

import "strings"

// snippet reads the source text of a program that makes a call as the request that it asks for:
// what tools generate, such as Postman, DevTools or curl --libcurl, and what people paste of their own.
// program.go reads the text into a tree, whatever the language, and calls.go what its calls mean.
type snippet struct{}

const snippetName = "program"

func (snippet) parts(d *document) []part {
	if !quotesAddress(d.text, d.reader.domain()) {
		return nil
	}
	var out []part
	open := 0
	for k := 0; k < len(d.lines) && open < maxOpenLiterals; {
		if d.taken[k] || !d.codeStarts(k) {
			k++
			continue
		}
		p, end, closed := d.program(k)
		if !closed {
			open++
		}
		c := newCalls(d, p)
		requests := c.requests()
		traced := k > 0 && isFrame(strings.TrimLeft(d.line(k-1), " "))
		for _, q := range requests {
			out = append(out, part{format: snippetName, request: q, command: !traced, weak: traced, span: q.Span})
		}
		for _, a := range c.replies {
			if len(requests) > 0 {
				out = append(out, part{format: snippetName, response: a, span: a.Span})
			}
		}
		if len(requests) > 0 {
			d.take(k, d.at(k, end-1)+1)
		} else if !closed {
			k++
			continue
		}
		k = max(k, d.at(k, end-1)) + 1
	}
	return out
}

// quotesAddress reports whether a text holds a URL, or a host of the gateway, as a string.
func quotesAddress(text, domain string) bool {
	for _, start := range []string{`"http`, "'http", "`http"} {
		if strings.Contains(text, start) {
			return true
		}
	}
	for i := strings.Index(text, domain); i >= 0; {
		n := i
		for n > 0 && (isAlnum(text[n-1]) || text[n-1] == '.' || text[n-1] == '-') {
			n--
		}
		if quoteByte(at(text, n-1)) {
			return true
		}
		next := strings.Index(text[i+1:], domain)
		if next < 0 {
			return false
		}
		i += 1 + next
	}
	return false
}

// program reads the program that starts in line k, up to the first line that can't belong to it. end
// is the place behind it; closed is false when a bracket of it stays open.
func (d *document) program(k int) (p *program, end int, closed bool) {
	p = newProgram(d.text)
	i := d.lines[k].Start
	from := i
	empty := 0
	for i < len(d.text) {
		if d.text[i] == '\n' && i != p.body.Start {
			line := d.at(k, i) + 1
			if line < len(d.lines) {
				k = line - 1
				if !p.goesOn(d, line, &empty) {
					break
				}
			}
		}
		i = p.step(i)
	}
	end = max(from+1, p.tail)
	closed = len(p.stack) == 1
	for len(p.stack) > 1 {
		p.close(i)
	}
	p.root().span = Span{from, end}
	visited(i - from)
	return p, end, closed
}

// maxEmpty is how many empty lines a program has between its lines.
const maxEmpty = 2

// goesOn reports whether line k belongs to the program before it.
func (p *program) goesOn(d *document, k int, empty *int) bool {
	if d.taken[k] {
		return false
	}
	line, _ := d.trimmed(k)
	if line == "" {
		*empty++
		return *empty <= maxEmpty
	}
	if isStatusLine(line) || isRequestLine(line) || strings.HasPrefix(line, "```") || isFrame(line) {
		return false
	}
	*empty = 0
	if len(p.stack) > 1 {
		return true
	}
	if s := p.top(); s.keyed || s.joined || s.last == nil && s.name == nil && p.hangs(d.lines[k].Start) {
		return true
	}
	if n := d.next(k + 1); n > 0 && isIdentifier(line) && at(d.text, skipBlank(d.text, d.lines[n].Start)) == '.' {
		return true // a chain of calls follows
	}
	return codeLine(line)
}

func isIdentifier(s string) bool {
	for i := 0; i < len(s); i++ {
		if !nameByte(s[i]) && s[i] != '.' {
			return false
		}
	}
	return isAlpha(s[0])
}

// hangs reports whether the last mark before a place leaves a statement open.
func (p *program) hangs(i int) bool {
	for i > 0 && isSpace(p.text[i-1]) {
		i--
	}
	return i > 0 && (strings.IndexByte(",=+|&", p.text[i-1]) >= 0 || strings.HasSuffix(p.text[:i], " in"))
}

// codeStarts reports whether a program may start in line k.
func (d *document) codeStarts(k int) bool {
	i := skipBlank(d.text, d.lines[k].Start)
	if c := at(d.text, i); !isAlpha(c) && strings.IndexByte("$@(/<[_", c) < 0 || d.lines[k].End-i < 3 || d.lines[k].End-i > maxLogLine {
		return false
	}
	line, _ := d.trimmed(k)
	return !isFrame(line) && codeLine(line)
}

// isFrame reports whether a line is the head of a frame in a traceback of Python, whose source line is below it.
func isFrame(line string) bool {
	return strings.HasPrefix(line, `File "`) && strings.Contains(line, `", line `)
}

// keywords start statements of programs, and with a mark of a program in the line nothing else.
var keywords = wordSet(`import from require require_once use using package include const let var val def func fn fun function async await
	try catch except finally if else elif for foreach while return public private protected static class struct namespace module library open end
	do begin rescue ensure with print println puts echo final auto my our local interface type extern pub new raise throw defer go
	match switch case unless int char String void in dim set Set Dim Sub Public Private object`)

// codeLine reports whether a line reads as a statement of a program: by what it starts with, by a call
// or an assignment in it, or by how it ends.
func codeLine(line string) bool {
	next := at(line, 1)
	switch c := line[0]; c {
	case '}', ')', ']':
		return strings.Trim(line, "})];, ") == "" || next == '.' || next == ')' || next == ']' || next == '\'' || isBlank(next) || codeEnds(line)
	case '.', '$', '@', '&':
		return isAlpha(next) || next == '_' || c == '$' && next == '.' || next == '{' && c == '@'
	case '/':
		return next == '/' || next == '*'
	case '|', '>':
		return next == '>' || next == '|'
	case '#':
		return isAlpha(next) || next == '[' || next == ' '
	case '<':
		return next == '?'
	case '(', '{', '[', '*':
		return c == '(' && isAlpha(next) && strings.ContainsAny(line, `"'[:`) || line == "{" || c == '[' && isAlpha(next) && strings.HasSuffix(line, "];") || c == '*' && next == '/'
	case ';', '%':
		return next == c
	}
	n := 0
	for n < len(line) && (nameByte(line[n]) || strings.IndexByte(".:>-\\", line[n]) >= 0) {
		n++
	}
	word := line[:n]
	switch {
	case (cmdlet(word) || alias(word)) && strings.HasPrefix(line[n:], " : "): // what PowerShell says of an error
		return false
	case alias(word) && parameter(line[n:]):
		return true
	case n == 0 || word == "at" && strings.IndexByte(line, ':') > 0: // a frame of a stack
		return false
	case keywords[strings.TrimRight(word, ":")]:
		return n == len(line) || strings.ContainsAny(line, `({=;"'<.`) || codeEnds(line) || strings.Count(line, " ") == 1
	case at(line, n) == '(' || at(line, n) == '!' && at(line, n+1) == '(':
		return true
	}
	return cmdlet(word) || assigned(line[:min(len(line), 160)]) || called(line, n) || codeEnds(line)
}

// codeEnds reports whether a line ends as statements and blocks do.
func codeEnds(line string) bool {
	return strings.IndexByte(";{(", line[len(line)-1]) >= 0 || strings.HasSuffix(line, ");")
}

// alias reports whether a word is what PowerShell calls a command for short that makes calls.
func alias(w string) bool { return w == "irm" || w == "iwr" || w == "curl" || w == "wget" }

// parameter reports whether a text goes on with a parameter of PowerShell, or with an address and one.
func parameter(s string) bool {
	n := strings.Index(s, " -")
	return n >= 0 && isUpper(at(s, n+2)) && isLower(at(s, n+3)) && (n == 0 || isURLWord(strings.Trim(s[:n], " \"'")))
}

// cmdlet reports whether a word is the name of a command of PowerShell: Verb-Noun.
func cmdlet(w string) bool {
	verb, noun, ok := strings.Cut(w, "-")
	return ok && len(verb) > 2 && len(noun) > 3 && isUpper(verb[0]) && isUpper(noun[0]) && isLower(verb[1]) && strings.IndexByte(noun, '-') < 0 && strings.IndexByte(w, ':') < 0
}

// assigned reports whether a line sets a name, or a member or an entry of one.
func assigned(line string) bool {
	for _, mark := range []string{" = ", " := ", " <- ", " += ", "=@{", " =\t", " => "} {
		n := strings.Index(line, mark)
		if n <= 0 {
			continue
		}
		before, value := line[:n], strings.TrimSpace(line[n+len(mark):])
		if strings.Count(before, " ") <= 4 && (strings.ContainsAny(value, `"'({[$.`+"`") || strings.ContainsAny(before, "._") || mark == " := " || mark == " <- ") {
			return true
		}
	}
	return strings.HasSuffix(line, " =")
}

// called reports whether the name that ends at n is a member or function that takes what follows.
func called(line string, n int) bool {
	return strings.Contains(line[:n], ".") && isBlank(at(line, n)) && quoteByte(at(line, skipBlank(line, n))) || strings.Contains(line[:n], "::") || strings.Contains(line[:n], "->")
}
