package evidence

import "strings"

// word reads a name with what leads to it: client.post, Net::HTTP::Post, $this->client, -Method.
func (p *program) word(i int) int {
	t, end := p.text, i+1
	for end < len(t) {
		c := t[end]
		switch next := at(t, end+1); {
		case nameByte(c) || (c == '!' || c == '?') && next != '=' && isAlnum(t[end-1]) && next == '(':
			end++
		case (c == '.' || c == '/' || c == '\\' || c == '-') && isAlpha(next) && (c != '-' || strings.IndexByte(t[i:end], '.') < 0) && (c != '/' || isAlpha(t[end-1])):
			end += 2
		case c == ':' && next == ':' && nameByte(at(t, end+2)), c == '-' && next == '>' && nameByte(at(t, end+2)), c == '?' && next == '.' && isAlpha(at(t, end+2)):
			end += 3
		default:
			return p.named(&node{kind: wordNode, value: t[i:end], span: Span{i, end}})
		}
	}
	return p.named(&node{kind: wordNode, value: t[i:end], span: Span{i, end}})
}

// named adds a word.
func (p *program) named(n *node) int {
	s := p.top()
	switch l := s.last; {
	case n.value == "to" && l != nil && l.kind == textNode: // "Accept" to "text/plain" of Kotlin
		p.separate(false)
		return n.span.End
	case s.joined && l != nil && l.kind == textNode && !s.keyed:
		p.extend(l, "{"+strings.TrimLeft(n.value, "$")+"}", n.span.End)
		return n.span.End
	}
	symbol := isFlag(n.value)
	alone := symbol && !s.keyed && s.name == nil
	if symbol && s.name != nil && n.value[0] == '-' {
		s.name = nil
		alone = true
	}
	if n.value[0] == ':' && !alone {
		n.value = n.value[1:]
	}
	p.add(n)
	if alone {
		s.name = n
	}
	return n.span.End
}

// mark reads a mark and returns the place behind it.
func (p *program) mark(i int) int {
	t := p.text
	s := p.top()
	two := t[i:min(len(t), i+2)]
	switch c := t[i]; {
	case two == "==" || two == "!=" || two == "<=" || two == ">=" || two == "=~" || two == "&&":
		s.last = nil
		return i + 2
	case two == "=>" || two == ":=" || two == "<-" && isBlank(at(t, i-1)):
		p.separate(two != "=>")
		return i + 2
	case two == "|>" || two == "::":
		return i + 2
	case two == "->":
		if s.last != nil && s.last.kind == textNode {
			p.separate(false)
		}
		return i + 2
	case c == '<' && at(t, i-1) == '=': // headers=<CIMultiDict(…)>
		p.shown = true
	case c == ':' || c == '=':
		p.separate(c == '=')
	case c == '+' && at(t, i+1) != '=' || c == '&' && s.last != nil || c == '.' && !isDigit(at(t, i+1)):
		s.joined = s.last != nil && s.last.scalar() && !s.keyed
	}
	return i + 1
}

// separate makes the value before a separator a key. A type between the two is none: x: String = "…".
func (p *program) separate(assigns bool) {
	s := p.top()
	l := s.last
	if l == nil || s.keyed {
		return
	}
	key, owner := l.value, ""
	switch {
	case l.scalar() && l.key != "" && assigns:
		key, l.key = l.key, ""
	case l.scalar() && l.key != "":
		return
	case l.kind == listNode && len(l.kids) == 1 && l.kids[0].scalar():
		key, owner = l.kids[0].value, l.class
	case !l.scalar():
		return
	}
	l.key = ""
	p.drop(l)
	s.key, s.keyed, s.sets, s.owner, s.name = key, true, assigns, owner, nil
}
