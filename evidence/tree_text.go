package evidence

import "strings"

// quotedText reads the string that starts at i.
func (r *treeReader) quotedText(i int) int {
	t := r.text
	long := strings.HasPrefix(t[i:], `"""`) || strings.HasPrefix(t[i:], "'''")
	end, width := i+1, 1
	if long {
		end, width = i+3, 3
	}
	start, escaped := end, false
	for ; end < len(t); end++ {
		c := t[end]
		if c == '\\' {
			escaped = true
			end++
			continue
		}
		if c == t[i] && (!long || strings.HasPrefix(t[end:], t[i:i+3])) {
			break
		}
		if c == '\n' && !long && t[i] != '`' {
			break // cut off
		}
	}
	end = min(end, len(t))
	value := t[start:end]
	if escaped {
		value = unescapeText(value)
	}
	closed := end < len(t) && t[end] == t[i]
	if closed {
		end += width
	}
	r.addText(value, Span{i, end})
	return end
}

// escapedText reads a string whose quotes are escaped themselves: a literal within a string.
func (r *treeReader) escapedText(i int) int {
	q := quoteAt(r.text, i)
	start := i + q.width
	end := q.closing(r.text, start)
	r.addText(unescapeText(r.text[start:end]), Span{i, min(end+q.width, len(r.text))})
	if l := r.last; l != nil && l.span.Start == i {
		l.quote = uint8(min(q.width, 255))
	}
	return min(end+q.width, len(r.text))
}

// addText adds a string, or continues the one before it.
func (r *treeReader) addText(value string, span Span) {
	o := r.top()
	if l := r.last; l != nil && l.kind == textNode && !o.keyed && (o.joined || r.adjacent(l, span.Start)) {
		r.extend(l, value)
		l.span.End = span.End
		o.joined = false
		return
	}
	o.joined = false
	if o.keyed && r.text[span.Start] == '"' && isRepr(value) { // of a frame's variable: "'POST'"
		value, span = unescapeText(value[1:len(value)-1]), Span{span.Start + 1, span.End - 1}
	}
	n := r.room.node(textNode, span)
	n.value = value
	r.add(n)
}

// isRepr reports whether a text is a string as Python shows it, with its quotes, and nothing else.
func isRepr(v string) bool {
	if len(v) < 2 || v[0] != '\'' || v[len(v)-1] != '\'' {
		return false
	}
	return closingQuote(v, 0) == len(v)-1
}

// extend continues a string. Its value grows in place: there may be many that continue it.
func (r *treeReader) extend(n *node, value string) {
	if r.extended != n {
		r.extended, r.long = n, &strings.Builder{}
		r.long.WriteString(n.value)
	}
	r.long.WriteString(value)
	n.value = r.long.String()
}

// adjacent reports whether a string continues the one before it because nothing parts them: on one
// line, behind a backslash, or within parentheses, as Python has it.
func (r *treeReader) adjacent(l *node, start int) bool {
	between := r.text[l.span.End:start]
	blank := strings.Trim(between, " \t\r\n\\bBrRuU") == ""
	return blank && (!strings.Contains(between, "\n") || strings.Contains(between, "\\") || r.top().closer == ')' || l.key != "" && r.top().closer == '}' && !r.keyAt(start))
}

// keyAt reports whether the string whose quote stands at i is a key: a separator follows it.
func (r *treeReader) keyAt(i int) bool {
	t := r.text
	end := strings.IndexByte(t[i+1:min(len(t), i+256)], t[i])
	return end < 0 || startsSeparator(t, i+1+end+1)
}

// phpTypes are words with a length behind them that say the type of what follows (var_dump).
var phpTypes = map[string]bool{"string": true, "array": true, "object": true}

// word reads a bare word: a number, a literal, a key, or what some languages print in place of a
// string. In a map it ends at the separator when it can be a key.
func (r *treeReader) word(i int) int {
	t, o := r.text, r.top()
	end, parens, key := i, 0, !o.keyed
loop:
	for ; end < len(t); end++ {
		switch c := t[end]; {
		case c == '[' && markerLen(t[end:]) > 0:
			end += markerLen(t[end:]) - 1
		case c == '\n' || c == '\r' || c == ',' && parens == 0 && !o.lined || c == ';' && o.node.kind != listNode && parens == 0:
			break loop
		case c == '}' || c == ']' || c == ')' && parens == 0:
			break loop
		case c == ')':
			parens--
		case c == '(' && end > i && !phpTypes[strings.TrimRight(t[i:end], " ")] && !key && isBlank(t[end-1]):
			parens++
		case c == '{' || c == '[' || c == '(':
			break loop
		case quoteByte(c) && (end-i <= 2 || c == '"' && (!o.keyed || strings.HasPrefix(t[i:end], "0x"))):
			break loop // the prefix of a string: b'…'
		case isBlank(c) && o.glued && (!o.keyed || startsField(t, end+1)):
			break loop
		case (c == ':' || c == '=') && key && end > i && (o.glued || separates(t, end)):
			break loop
		case c == '-' && at(t, end+1) == '>' && key:
			break loop
		case isBlank(c):
			key = key && (startsSeparator(t, end) || o.closer == '}' && longKey(t, i))
		}
	}
	if end == i {
		return i + 1
	}
	word := strings.TrimRight(t[i:end], " \t")
	if phpTypes[word] && at(t, end) == '(' {
		if n := strings.IndexByte(t[end:min(len(t), end+40)], ')'); n > 0 && !strings.ContainsAny(t[end:end+n], "'\"=\n") {
			if next := r.counted(end+1, end+n+1); next > 0 {
				return next
			}
			return end + n + 1
		}
	}
	if at(t, end) == '"' && strings.HasPrefix(word, "0x") {
		return end // where a debugger found the string
	}
	if quoteByte(at(t, end)) && len(word) <= 2 && word == t[i:end] && strings.Trim(word, "bBrRuUfF$@") == "" {
		return end
	}
	n := r.room.node(wordNode, Span{i, i + len(word)})
	n.value = word
	r.add(n)
	return end
}

// longKey reports whether a key of several words that begin with capitals starts at i: Status Code: 409.
func longKey(t string, i int) bool {
	n := i
	for n < len(t) && n-i <= maxKey && (isAlpha(t[n]) || t[n] == ' ' && isUpper(at(t, n+1))) {
		n++
	}
	return isUpper(t[i]) && at(t, n) == ':' && isBlank(at(t, n+1))
}

// counted reads the string whose length stands at i and whose quote follows a blank at end, with quotes
// in it as they are: string(9) "{"a":"b"}". It returns the place behind it, 0 when the length is wrong.
func (r *treeReader) counted(i, end int) int {
	n, width := digits(r.text[i:], 8)
	start := end + len(` "`)
	if width == 0 || start+n >= len(r.text) || !strings.HasPrefix(r.text[end:], ` "`) || r.text[start+n] != '"' {
		return 0
	}
	visited(n)
	r.addText(r.text[start:start+n], Span{start - 1, start + n + 1})
	return start + n + 1
}

// startsField reports whether the name of a field of a Go struct or map stands at i, or the end.
func startsField(t string, i int) bool {
	n := i
	for n < len(t) && (isAlnum(t[n]) || strings.IndexByte("_-", t[n]) >= 0) && n-i <= 64 {
		n++
	}
	if at(t, n) == '=' || at(t, n) == '.' {
		name, _, ok := strings.Cut(t[i:min(len(t), i+maxKey)], "=")
		return ok && isFieldName(name)
	}
	return at(t, n) == ':' && n > i && isAlpha(t[i]) && !isBlank(at(t, n+1)) && at(t, n+1) != '/' || n >= len(t) || at(t, i) == '}' || at(t, i) == ']'
}

// startsStruct reports whether the fields of a Go struct, as %+v prints it, start at i: {A:b C:d}.
func startsStruct(t string, i int) bool {
	if startsGroup(t, i) {
		return true
	}
	line := t[i:min(len(t), i+256)]
	if !isUpper(at(t, i)) || !startsField(t, i) {
		return false
	}
	end := strings.IndexAny(line, " ,}\n")
	return end >= 0 && line[end] == ' ' || end > 0 && line[end] == '}'
}

// startsGroup reports whether keys and values with blanks between them start at i: {a=b c=d}.
func startsGroup(t string, i int) bool {
	key, rest, ok := strings.Cut(t[i:min(len(t), i+256)], "=")
	if !ok || !isFieldName(key) || rest == "" || rest[0] == '>' {
		return false
	}
	value, next, _ := strings.Cut(rest, " ")
	next, _, ok = strings.Cut(next, "=")
	return ok && isFieldName(next) && value != "" && !strings.ContainsAny(value, ",\n}\"'")
}

// separates reports whether the colon or equals sign at i follows a key rather than standing
// within a value: the one of "https://" and of "08:19" doesn't.
func separates(t string, i int) bool {
	if t[i] == '=' {
		return true
	}
	c := at(t, i+1)
	return c != '/' && !(isDigit(c) && isDigit(at(t, i-1)))
}

// startsSeparator reports whether only blanks stand between i and a separator.
func startsSeparator(t string, i int) bool {
	i = skipBlank(t, i)
	c := at(t, i)
	return c == ':' || c == '=' || c == '-' && at(t, i+1) == '>'
}
