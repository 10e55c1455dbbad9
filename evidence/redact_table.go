package evidence

import "strings"

// cell redacts the cell behind the one from i to j in a row of a table: | X-Api-Key | … |.
func (s *scan) cell(i, j, v int, r *keyRule) int {
	t := s.text
	p := i
	for p > s.line && i-p < maxKey && (wordByte[t[p-1]] || t[p-1] == '/') { // the path of a name: /gw/db/password
		p--
	}
	for p > s.line && i-p < maxKey && strings.IndexByte(" \t*`_", t[p-1]) >= 0 {
		p--
	}
	if p > s.line && at(t, p-1) != '|' {
		return j
	}
	v = skipBlank(t, v)
	for at(t, v) == '`' || at(t, v) == '*' {
		v++
	}
	end := bareEnd(t, v)
	s.charge(end - v)
	if t[v:end] == "SecureString" || t[v:end] == "String" { // the type between
		if bar := skipBlank(t, end); at(t, bar) == '|' {
			v = skipBlank(t, bar+1)
			end = bareEnd(t, v)
			s.charge(end - v)
		}
	}
	if s.stands(v, end, r) && s.take(v, end, r, true) {
		return end
	}
	return j
}

// tightCell is cell for a row that opens with a bar and has no blanks around its cells: what looks generated, or a
// person's password.
func (s *scan) tightCell(i, j, v int, r *keyRule) int {
	t := s.text
	if at(t, skipBlank(t, s.line)) != '|' {
		return j
	}
	end := v
	for end < len(t) && end-v < maxKey && !isSpace(t[end]) && t[end] != '|' {
		end++
	}
	s.charge(end - v)
	visited(end - v)
	if w := t[v:end]; at(t, end) != '|' || !tokenLike(w) && !(r.kind == "password" && marked(w) && !isID(w) && !isCode(w)) {
		return j
	}
	return s.cell(i, j, v, r)
}

// stands reports whether the word from v to end, beside a key with nothing but markup between
// them, is a value rather than a word about one.
func (s *scan) stands(v, end int, r *keyRule) bool {
	w := s.text[v:end]
	if len(w) >= 32 && len(w) < maxRepeat && w[0] != '/' && !strings.Contains(w, "//") {
		w = strings.ReplaceAll(w, "/", "") // base64
	}
	return looksRandom(w) || r.kind == "password" && !prosy(s.text[v:end])
}

// neighbour redacts the text of the element behind the one that holds the key which ends at
// j: <td>X-Api-Key</td><td>…</td>.
func (s *scan) neighbour(j int, r *keyRule) int {
	t := s.text
	p := j
	for range 2 {
		p = skipSpace(t, p)
		if at(t, p) != '<' {
			return j
		}
		n := strings.IndexByte(t[p:min(len(t), p+128)], '>')
		if n < 0 {
			return j
		}
		p += n + 1
	}
	return s.textAt(j, p, r)
}

// attribute redacts the text of <param name="password">…</param>, or the value within <item name="password">.
func (s *scan) attribute(i, j, v int, r *keyRule) int {
	front := s.text[max(0, i-maxKey):i]
	if n := strings.LastIndexAny(front, "\"'"); n >= 0 && isPathOf(front[n+1:]) { // name="ctl00$Main$txtPassword"
		front = front[:n+1]
	}
	front = strings.TrimRight(front, "\"'\\")
	if !strings.HasSuffix(front, "name=") && !strings.HasSuffix(front, "key=") && !strings.HasSuffix(front, "id=") {
		return j
	}
	if p := s.valueWithin(v); p > 0 {
		return past(j, s.valueAt(p, site{key: i, keyEnd: j, sep: '=', json: true, rule: r}))
	}
	return s.textAt(j, v, r)
}

// maxWithin is how far behind a tag the value of the element within it starts, in bytes.
const maxWithin = 64

// valueWithin returns where the only attribute of the element that opens first within the one whose tag ends at v starts,
// when it is a value: <item name="…"><value string="…"/>; 0 for none.
func (s *scan) valueWithin(v int) int {
	t := s.text
	p := skipSpace(t, v)
	if at(t, p) != '<' || p-v > maxWithin {
		return 0
	}
	tag := t[p+1 : min(len(t), p+1+maxWithin)]
	visited(len(tag))
	n := strings.IndexByte(tag, '=')
	if n < 0 {
		return 0
	}
	switch name, attribute, _ := strings.Cut(tag[:n], " "); {
	case !isFieldName(name), attribute != "value" && attribute != "string" && attribute != "content" && attribute != "text":
		return 0
	}
	if quoteAt(t, p+1+n+1).width == 0 {
		return 0
	}
	return p + 1 + n + 1
}

// textAt redacts the text from v to the next tag when it is one word that looks like a value.
func (s *scan) textAt(j, v int, r *keyRule) int {
	t := s.text
	v = skipSpace(t, v)
	end := v
	for end < len(t) && t[end] != '<' && !isSpace(t[end]) {
		end++
	}
	s.charge(end - v)
	visited(end - v)
	if at(t, skipSpace(t, end)) == '<' && s.stands(v, end, r) && s.take(v, end, r, true) {
		return end
	}
	return j
}
