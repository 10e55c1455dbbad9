package evidence

import "strings"

// bareEnd returns where the unquoted word at v ends: at a blank, a quote, or a mark that
// ends values where unquoted ones stand (queries, forms, maps, markup). Markers are stepped over.
func bareEnd(t string, v int) int {
	end := wordEnds(t, v)
	visited(end - v)
	return end
}

func wordEnds(t string, v int) int {
	twice := strings.HasPrefix(t[max(0, v-len("%253D")):v], "%25") // what stands before it is encoded twice
	for p := v; p < len(t); p++ {
		switch c := t[p]; c {
		case ' ', '\t', '\n', '\r', '"', '\'', '`', '&', ';', '<', '|':
			return p
		case '[':
			if n := markerLen(t[p:]); n > 0 {
				p += n - 1
			}
		case ',':
			if endsAfter(t, p+1) {
				return p
			}
		case ')', '}', ']', '>', '.', '!', '?':
			if closesAt(t, p) || c == '.' && endsInDots(t, p) {
				return p
			}
		case '^':
			if n := at(t, p+1); n == '@' && setsVariable(t, p+2) || n == '"' || n == '\n' || n == '\r' || n == 0 || n == '&' || caretQuote(t, p).width > 0 {
				return p
			}
		case '\\':
			if escapeEnds(t, p) {
				return p
			}
		case 0xE2: // the quotation mark of a word processor that closes a word
			if next := at(t, p+3); curly(t[p:]) && (next == 0 || isSpace(next) || strings.IndexByte(",;:)}]", next) >= 0) {
				return p
			}
		case '%':
			rest := t[p+1:]
			if twice {
				rest = strings.TrimPrefix(rest, "25")
			}
			if strings.HasPrefix(rest, "22") || strings.HasPrefix(rest, "26") || strings.HasPrefix(rest, "0A") || strings.HasPrefix(rest, "0D") {
				return p
			}
		}
	}
	return len(t)
}

// setsVariable reports whether the name of a variable and "=" stand at i, as behind ^@ where cat -v shows an environment.
func setsVariable(t string, i int) bool {
	n := i
	for n-i < maxKey && (isUpper(at(t, n)) || isDigit(at(t, n)) || at(t, n) == '_') {
		n++
	}
	return n-i > 2 && at(t, n) == '='
}

// endsAfter reports whether a comma before i parts values rather than belonging to one.
func endsAfter(t string, i int) bool {
	c := at(t, i)
	if c == 0 || isSpace(c) || c == '"' || c == '\'' || c == '{' || c == '[' {
		return true
	}
	for n := 0; n < maxKey && i < len(t); n++ {
		switch c := t[i]; {
		case c == ':' || c == '=':
			return n > 0
		case !wordByte[c]:
			return false
		}
		i++
	}
	return false
}

// closesAt reports whether the closing marks at p end a value: only more of them, a
// delimiter or the end may follow.
func closesAt(t string, p int) bool {
	for n := 0; n < 8; n++ {
		p++
		c := at(t, p)
		if c == 0 || isSpace(c) || strings.IndexByte("\"'`,;&<|\\", c) >= 0 || c == '{' && opensPair(t, p) {
			return true
		}
		if strings.IndexByte(")}]>.", c) < 0 {
			return false
		}
	}
	return true
}

// opensPair reports whether the brace at p opens the next of the pairs of a message's header, as Java prints them:
// {Accept: a}{Host: b}.
func opensPair(t string, p int) bool {
	if at(t, p-1) != '}' {
		return false
	}
	end := p + 1
	for end < len(t) && end-p < maxKey && wordByte[t[end]] {
		end++
	}
	visited(end - p)
	return end > p+1 && at(t, end) == ':' && isBlank(at(t, end+1))
}

// endsInDots reports whether the end of a header's line stands at p as ngrep prints it: two dots, and
// the next header or the end of the head behind them.
func endsInDots(t string, p int) bool {
	if at(t, p+1) != '.' {
		return false
	}
	if p += 2; strings.HasPrefix(t[p:], "..") {
		return true
	}
	n := 0
	for n < maxKey && wordByte[at(t, p+n)] {
		n++
	}
	return n > 1 && isAlpha(t[p]) && at(t, p+n) == ':' && at(t, p+n+1) == ' '
}

// escapeEnds reports whether the backslash at p starts an escaped quote or line break.
func escapeEnds(t string, p int) bool {
	for n := 0; n < maxBackslashes && at(t, p) == '\\'; n++ {
		p++
	}
	switch at(t, p) {
	case '"', '\'', 0, '\n', '\r':
		return true
	case 'u':
		return strings.HasPrefix(t[p:], "u0022") || strings.HasPrefix(t[p:], "u0026")
	case 'r':
		return at(t, p+1) == '\\'
	case 'n':
		return lineStarts(t, p+1)
	}
	return false
}

// lineStarts reports whether a header, a quote, another escape or nothing follows an escaped
// line break.
func lineStarts(t string, p int) bool {
	c := at(t, p)
	if c == 0 || isSpace(c) || strings.IndexByte("\"'\\{[-", c) >= 0 {
		return true
	}
	for n := 0; n < maxKey && wordByte[at(t, p)]; n++ {
		p++
	}
	return at(t, p) == ':'
}

// bare redacts an unquoted value. In a header or a label it runs to the end of the line,
// elsewhere it is one word.
func (s *scan) bare(v int, w site) int {
	t := s.text
	if open := quoteBefore(t, w.key); open.width > 0 && !w.json && w.sep == ':' {
		return past(v, s.secret(v, s.quoteEnd(open, v), w.rule, true))
	}
	if at(t, v) == '\n' || at(t, v) == '\r' || v >= len(t) {
		return s.below(v, w)
	}
	if s.yamlBlock(v, w) {
		return v
	}
	if p := skipBlank(t, v+len(openBracket(t, v))); hasFold(t[min(p, len(t)):], secureString) {
		return s.secureArgument(p+len(secureString), w)
	} else if p > v && at(t, w.key-1) == '-' && isUpper(t[w.key]) && (w.sep == ' ' || w.sep == ':') { // PowerShell's
		if next := s.evaluated(v, p, w); next > 0 {
			return next
		}
	}
	if end := beforeHost(t, v); end > 0 && w.rule.kind == "token" {
		return past(v, s.secret(v, end, w.rule, false))
	}
	if !s.lineLong(v, w) {
		end := bareEnd(t, v)
		if w.rule.grip == scheme {
			end = schemeEnd(t, v, end)
		}
		return past(v, s.secret(v, end, w.rule, false))
	}
	end := s.fold(v, s.labelEnd(v, w), w)
	return past(v, s.secret(v, end, w.rule, false))
}

// evaluated deals with what PowerShell works out in the brackets at v, whose first word stands at p: a variable, or a
// command, of whose arguments those go that look like secrets. It returns where the walk goes on, 0 for another text.
func (s *scan) evaluated(v, p int, w site) int {
	t := s.text
	rest := restOfLine(t, p, 4*maxKey)
	visited(len(rest))
	if rest == "" || rest == "\r" {
		return p
	}
	shut := strings.IndexByte(rest, ')')
	if shut > 1 && rest[0] == '$' && isWord(strings.TrimRight(rest[1:shut], " ")) {
		return p
	}
	if !isCmdlet(rest) {
		return 0
	}
	if shut < 0 {
		shut = len(rest)
	}
	for q := strings.IndexAny(rest+" ", " )"); q < shut; {
		q = skipBlank(rest, q)
		end := q
		for end < shut && !isBlank(rest[end]) {
			end++
		}
		word := strings.Trim(rest[q:end], "'\"")
		if start := p + q + strings.Index(rest[q:end], word); word != "" && word[0] != '$' && word[0] != '-' && (tokenLike(word) || marked(word) && strings.ContainsAny(word, "!#$%&*+?~^")) && !harmless(word) {
			s.add(start, start+len(word), w.rule.kind)
			return start + len(word)
		}
		q = end
	}
	return p
}

// openBracket returns the bracket that stands at i, "" for none.
func openBracket(t string, i int) string {
	if at(t, i) == '(' {
		return "("
	}
	return ""
}

// isCmdlet reports whether a text begins with the name of a command of PowerShell, a verb and a noun: Get-Secret.
func isCmdlet(t string) bool {
	n, mark := 0, 0
	for n < len(t) && n < maxKey && (isAlpha(t[n]) || t[n] == '-' || mark > 0 && isDigit(t[n])) {
		if t[n] == '-' {
			mark = n
		}
		n++
	}
	return mark > 1 && n > mark+2 && isUpper(t[0]) && isUpper(t[mark+1]) && (isSpace(at(t, n)) || at(t, n) == ')')
}

// secureString is the command of PowerShell that makes a password of a string.
const secureString = "ConvertTo-SecureString"

// secureArgument redacts the argument behind secureString. Variables stay.
func (s *scan) secureArgument(p int, w site) int {
	t := s.text
	for range 4 {
		p = skipBlank(t, p)
		p = skipBlank(t, p+len(openBracket(t, p)))
		if q := quoteAt(t, p); q.width > 0 {
			return past(p, s.secret(p+q.width, s.quoteEnd(q, p+q.width), w.rule, true))
		}
		end := bareEnd(t, p)
		switch c := at(t, p); {
		case c == 0 || c == '$' || c == '(' || c == '\n' || end == p:
			return p
		case c != '-':
			return past(p, s.secret(p, end, w.rule, false))
		}
		p = end
	}
	return p
}

// beforeHost returns where the token at v ends that the host which it is for stands behind, 0 for none:
// x-access-token:…@github.com/desk/orders.git.
func beforeHost(t string, v int) int {
	end := v
	for end < len(t) && end-v < maxToken && wordByte[t[end]] {
		end++
	}
	visited(end - v)
	if !hostBehind(t, end) || !tokenLike(t[v:end]) {
		return 0
	}
	return end
}

// hostBehind reports whether "@", a host and a path stand at p.
func hostBehind(t string, p int) bool {
	if at(t, p) != '@' {
		return false
	}
	host := p + 1
	for host < len(t) && host-p < maxToken && wordByte[t[host]] {
		host++
	}
	visited(host - p)
	return at(t, host) == '/' && hostLike(t[p+1:host])
}

// maxToken is the longest token that is looked for before a host, in bytes.
const maxToken = 256

// lineLong reports whether a value runs to the end of its line: a header's or a label's
// does, a query's or a flag's doesn't.
func (s *scan) lineLong(v int, w site) bool {
	inBrackets := at(s.text, w.key-1) == '[' && !isAlnum(at(s.text, w.key-2)) // [password] => …
	if w.sep == ' ' || w.sep == '=' && !isBlank(at(s.text, w.keyEnd)) && !inBrackets {
		return false
	}
	if w.rule.grip == pairs {
		return true
	}
	return w.key-s.line <= maxKey && !strings.ContainsAny(s.text[s.line:w.key], ":=,{\"'?&")
}

// schemeEnd takes the credentials after a scheme into a value.
func schemeEnd(t string, v, end int) int {
	if authScheme(t[v:end]) == "" || !isBlank(at(t, end)) {
		return end
	}
	return bareEnd(t, skipBlank(t, end))
}

// labelEnd returns where a line-long value ends: at the end of the line, or before the next
// label on the same line, so that an id that shares the line stays. Values that share an end
// are searched once.
func (s *scan) labelEnd(v int, w site) int {
	kind := 0
	if w.rule.grip == pairs || w.rule.grip == scheme {
		kind = 1
	}
	bracket := at(s.text, w.key-1) == '['
	if bracket {
		kind += 2
	}
	known := &s.ends[kind]
	if v < known.Start || v > known.End {
		*known = Span{v, labelStop(s.text, v, w.rule.grip, bracket)}
		visited(known.End - v)
	}
	return trimRight(s.text, v, min(known.End, len(s.text)))
}

// labelStop is the search of labelEnd, with the blanks before the end.
func labelStop(t string, v int, g grip, bracket bool) int {
	end := v
	for end < len(t) && t[end] != '\n' && t[end] != '\r' {
		switch c := t[end]; {
		case c == '[':
			if n := markerLen(t[end:]); n > 0 {
				end += n - 1
			}
		case c == '\\' && escapeEnds(t, end), c == '.' && endsInDots(t, end):
			return end
		case c == ']' && bracket && closesAt(t, end), c == '}' && at(t, end+1) == '{' && opensPair(t, end+1):
			return end
		case c == ' ' || c == '\t':
			if nextLabel(t, end, g) && !(g == scheme && authScheme(t[v:end]) != "" && !idFollows(t, end)) {
				return end
			}
			end = skipBlank(t, end)
			continue
		case (c == ',' || c == ';') && endsBeforeID(t, end, g):
			return end
		case c == '`' || c == '|':
			return end
		}
		end++
	}
	return end
}

// nextLabel reports whether another "label:" starts after the blank at p. Cookies and
// credentials hold "name=" themselves, other values don't.
func nextLabel(t string, p int, g grip) bool {
	p = skipBlank(t, p)
	n := 0
	for n < maxKey && wordByte[at(t, p+n)] {
		n++
	}
	if n < 2 || !isAlpha(at(t, p)) {
		return false
	}
	switch at(t, p+n) {
	case ':':
		return at(t, p+n+1) != '/'
	case '=':
		return g != pairs && (g != scheme || isIDKey(t[p:p+n]))
	case '\t':
		return isIDKey(t[p : p+n])
	case ' ':
		return isIDKey(t[p:p+n]) || strings.EqualFold(t[p:p+n], "request") || strings.EqualFold(t[p:p+n], "conversation")
	}
	return false
}

// idFollows reports whether the label behind the blank at p is the key of an id.
func idFollows(t string, p int) bool {
	p = skipBlank(t, p)
	n := p
	for n-p < maxKey && wordByte[at(t, n)] {
		n++
	}
	return n > p && (isIDKey(t[p:n]) || strings.IndexByte(t[p:n], '-') > 0)
}

func trimRight(t string, v, end int) int {
	for end > v && (isBlank(t[end-1]) || t[end-1] == ',') {
		end--
	}
	return end
}
