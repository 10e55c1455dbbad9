package evidence

import (
	"strings"
	"unicode/utf8"
)

// stringLiteral is a string as the source text of a program writes it.
type stringLiteral struct {
	value      string // with its escapes undone
	start, end int    // of its content
	next       int    // the place behind it
}

// literalReader finds string literals in a text. It remembers what nothing closes, so that no text is
// looked at for each of its quotes.
type literalReader struct {
	text   string
	absent map[string]bool // how strings end that have no end behind where one was sought
	dead   [128]int        // by quote: up to where it starts nothing
	open   int             // strings over several lines that nothing closes
	body   Span            // of the last here-document: it stands below the line that names it
}

// at reads the string literal that starts at i, in whatever language: quotes with backslashes,
// doubled or behind a backtick, raw strings, texts in three quotes, and here-documents. ok is false
// where none starts, as at an apostrophe.
func (r *literalReader) at(i int) (l stringLiteral, ok bool) {
	t := r.text
	if l, ok = r.fenced(i); ok {
		return l, true
	}
	switch c := t[i]; {
	case c == '<':
		return r.hereDocument(i)
	case c == '@' && (at(t, i+1) == '"' || at(t, i+1) == '\''):
		return r.hereString(i)
	case !quoteByte(c) || c == '\'' && i > 0 && isAlnum(t[i-1]) && !prefixed(t, i):
		return l, false
	}
	return r.quoted(i, i > 0 && (t[i-1] == 'r' || t[i-1] == 'R') && prefixed(t, i))
}

// prefixed reports whether the letters right before a quote can say what kind of string it is: b'…'.
func prefixed(t string, i int) bool {
	n := i
	for n > 0 && i-n < 3 && isAlpha(t[n-1]) {
		n--
	}
	return n < i && (n == 0 || !isAlnum(t[n-1])) && strings.Trim(t[n:i], "bBrRuUfFcL") == ""
}

// fences are how strings start that hold quotes as they are, and how they end.
var fences = []struct{ open, close string }{
	{`"""`, `"""`}, {"'''", "'''"}, {`r#"`, `"#`}, {`r##"`, `"##`}, {`#"`, `"#`}, {`R"(`, `)"`}, {`r"(`, `)"`}, {`R"json(`, `)json"`},
	{"~s(", ")"}, {"~S(", ")"}, {"~s|", "|"}, {"~S|", "|"}, {"%q(", ")"}, {"%Q(", ")"}, {"%({", "})"}, {"%q{", "}"}, {"%Q{", "}"},
	{"q({", "})"}, {"qq({", "})"}, {"q{{", "}}"}, {"qq{{", "}}"}, {"q|", "|"}, {"[[", "]]"}, {"[=[", "]=]"}, {"{|", "|}"},
}

// fenced reads a string between two fences.
func (r *literalReader) fenced(i int) (l stringLiteral, ok bool) {
	t := r.text
	if i > 0 && isAlnum(t[i-1]) && t[i] != '"' && t[i] != '\'' {
		return l, false
	}
	for _, f := range fences {
		if !strings.HasPrefix(t[i:], f.open) {
			continue
		}
		start := i + len(f.open)
		if f.open == "[[" && !quoteByte(at(t, skipSpace(t, start))) && at(t, skipSpace(t, start)) != '{' || f.open == "{|" && at(t, skipSpace(t, start)) != '{' {
			continue // a list of lists, the parameters of a block
		}
		n := r.index(start, f.close)
		if n < 0 {
			continue
		}
		l = stringLiteral{start: start, end: start + n, next: start + n + len(f.close)}
		if f.open[len(f.open)-1] == '{' { // the fence is a bracket of the JSON itself
			l.start, l.end = start-1, l.end+1
		}
		l.value = t[l.start:l.end]
		if f.open == f.close && strings.Contains(l.value, `\`) && !isJSON(l.value) {
			l.value = unescapeText(l.value)
		}
		return l, true
	}
	return l, false
}

// index returns how far behind i a string stands, -1 for nowhere.
func (r *literalReader) index(i int, s string) int {
	if i > len(r.text) || r.absent[s] {
		return -1
	}
	n := strings.Index(r.text[i:], s)
	if n < 0 {
		visited(len(r.text) - i)
		if r.absent == nil {
			r.absent = map[string]bool{}
		}
		r.absent[s] = true
		return -1
	}
	visited(n)
	return n
}

// hereDocument reads the text between <<WORD or <<<WORD and the line that is WORD.
func (r *literalReader) hereDocument(i int) (l stringLiteral, ok bool) {
	t, n := r.text, i
	for n < len(t) && n-i < 3 && t[n] == '<' {
		n++
	}
	if n-i < 2 {
		return l, false
	}
	n += len(t[n:min(len(t), n+2)]) - len(strings.TrimLeft(t[n:min(len(t), n+2)], "-~"))
	quote := at(t, n)
	if quoteByte(quote) {
		n++
	}
	word := n
	for n < len(t) && isAlnum(t[n]) || at(t, n) == '_' {
		n++
	}
	label := t[word:n]
	if label == "" || !isUpper(label[0]) || r.open >= maxOpenLiterals {
		return l, false
	}
	start := lineEnd(t, n) + 1
	for from := start; from < len(t); {
		end := lineEnd(t, from)
		line := strings.TrimLeft(t[from:end], " \t")
		if rest, is := strings.CutPrefix(line, label); is && (rest == "" || !isAlnum(rest[0])) {
			visited(from - i)
			l = stringLiteral{value: strings.TrimSpace(t[start:from]), start: start, end: from, next: n}
			if quoteByte(quote) && at(t, n) == quote {
				l.next++
			}
			r.body = Span{start - 1, end - len(rest)}
			return l, true
		}
		from = end + 1
	}
	r.open++
	visited(len(t) - i)
	return l, false
}

// hereString reads what stands in lines between @" and "@ (PowerShell), or the string behind an @.
func (r *literalReader) hereString(i int) (l stringLiteral, ok bool) {
	t := r.text
	if c := at(t, i+2); c != '\n' && c != '\r' {
		return r.quoted(i+1, false)
	}
	n := r.index(i+2, "\n"+t[i+1:i+2]+"@")
	if n < 0 {
		return l, false
	}
	l = stringLiteral{start: i + 3, end: i + 2 + n, next: i + 2 + n + 3}
	l.value = strings.TrimSpace(t[l.start:l.end])
	if t[i+1] == '"' {
		l.value = backticks.Replace(l.value)
	}
	return l, true
}

// quoted reads a string between two quotes. How the first quote in it is written tells how it
// escapes: \", "" or `".
func (r *literalReader) quoted(i int, raw bool) (l stringLiteral, ok bool) {
	t, q := r.text, r.text[i]
	if i < r.dead[q] {
		return l, false
	}
	escape := byte(0)
	if q == '`' {
		escape = '`' // none
	}
	for n := i + 1; n < len(t); n++ {
		switch c := t[n]; {
		case c == '\\' && at(t, n+1) != 0 && escape != '`' && escape != q && !(raw && at(t, n+1) != q):
			if next := t[n+1]; next == q && escape == 0 {
				if at(t, i-1) == '@' && at(t, n+2) == q && at(t, n+3) != ')' {
					continue // @"…\""…": the backslash is one
				}
				escape = '\\'
			} else if next == '`' && q == '"' && at(t, n+2) == '"' {
				continue
			}
			n++
		case c == '`' && q == '"' && at(t, n+1) == q && (escape == 0 || escape == '`'):
			escape = '`'
			n++
		case c == q && at(t, n+1) == q && q != '`' && n > i+1 && (escape == q || escape == 0 && at(t, i-1) == '@'):
			escape = q
			n++
		case c == q:
			visited(n - i)
			l = stringLiteral{start: i + 1, end: n, next: n + 1}
			l.value = unquotedValue(t[l.start:l.end], q, escape, raw)
			return l, true
		case c == '\n' && q != '`' && (r.open >= maxOpenLiterals || !bodyLike(t[i+1:n])):
			visited(n - i)
			r.dead[q] = n // an apostrophe, or cut off
			return l, false
		}
	}
	visited(len(t) - i)
	r.dead[q] = len(t)
	if q != '`' {
		r.dead[q] = lineEnd(t, i)
		r.open++
	}
	return l, false
}

// bodyLike reports whether a text that goes on in the next line starts as a body does.
func bodyLike(s string) bool {
	s = strings.TrimLeft(s, " \t\r\n")
	return s == "" || s[0] == '{' || s[0] == '[' && !isAlpha(at(s, 1)) || s[0] == '<'
}

// unquotedValue undoes the escapes of a string.
func unquotedValue(s string, q, escape byte, raw bool) string {
	switch {
	case escape == '`' && q != '`':
		return backticks.Replace(s)
	case escape == q && q != '`':
		return strings.ReplaceAll(s, string([]byte{q, q}), string(q))
	case raw || q == '`' || strings.IndexByte(s, '\\') < 0:
		return s
	}
	value := codePoints(unescapeText(s))
	if bodyLike(s) && s != "" && !isJSON(value) {
		// Languages differ in which escapes single quotes have.
		for _, other := range []string{s, singleQuotes.Replace(s)} {
			if isJSON(other) {
				return other
			}
		}
	}
	return value
}

// codePoints reads bytes that are no UTF-8 as code points: \xE9 is é in most languages.
func codePoints(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			r = rune(s[i])
		}
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

// backticks undoes the escapes of PowerShell, singleQuotes those of Perl, PHP and Ruby between
// single quotes.
var (
	backticks    = strings.NewReplacer("`\"", `"`, "``", "`", "`n", "\n", "`r", "\r", "`t", "\t", "`$", "$", "`\\", `\`)
	singleQuotes = strings.NewReplacer(`\\`, `\`, `\'`, `'`)
)
