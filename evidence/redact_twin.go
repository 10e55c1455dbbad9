package evidence

import "strings"

// maxTwin is how long the name and the value beside those of a secret may be, in bytes.
const maxTwin = 64

// twin redacts the secret among values that are joined as the names before them are: "Login / password: desk / …",
// "user + password: desk + …", "Password / login / tenant: … / desk / TENANT_1". The name of the secret stands from i to
// j. It returns where the walk goes on, 0 for another text.
func (s *scan) twin(i, j int, r *keyRule) int {
	if i-s.line > maxHead {
		return 0
	}
	t := s.text
	l := s.twinLabel(i, j)
	if l.joint == 0 {
		return 0
	}
	v, end, named := s.twinValues(l.end)
	if v == 0 {
		return 0
	}
	parts := cutTwin(t[v:end], l)
	if parts == nil || strings.Contains(t[v:end], "//") {
		return 0
	}
	for _, p := range parts[:len(parts)-1] {
		if w := t[v+p.Start : v+p.End]; w == "" || strings.ContainsAny(w, " \t") {
			if named && w != "" && !strings.ContainsAny(t[v:end], "0123456789!#$%&*+?~^@") {
				return end // words about them
			}
			return 0
		}
	}
	part := parts[l.before]
	start := v + part.Start
	w := twinWord(t[start : v+part.End])
	other := parts[(l.before+1)%2]
	first := t[v+other.Start : v+other.End]
	plain := strings.ReplaceAll(w, "/", "_")
	likely := looksRandom(plain) && !isID(w) || r.kind == "password" && (marked(plain) || jumbled(w)) || r.kind == "otp" && isOneTimeCode(w)
	switch {
	case !named && strings.IndexByte(w, '/') >= 0:
		return 0 // a path
	case isMarker(w), harmless(w), registerCode(w), isStatus(w) && isStatus(first), r.kind != "password" && onlyWord(w):
		return end
	case likely && (named || l.joint == '/'):
	case !named || len(w) < part.End-part.Start || l.joint != '/' || marked(first) || r.grip != whole && r != &passwordRule:
		return 0
	}
	s.add(start, start+len(w), r.kind)
	return end
}

// isStatus reports whether a word is the number of a status.
func isStatus(w string) bool { return len(w) == 3 && allDigits(w) }

// cutTwin cuts values at the mark that joins them, as many as the label has names, and takes what encloses each away;
// nil where they are fewer.
func cutTwin(text string, l twinLabel) (parts []Span) {
	const around = " \t`*{}\"'"
	joint := " " + string(l.joint) + " "
	if !strings.Contains(text, joint) {
		if joint = string(l.joint); l.joint != '/' {
			return nil
		}
	}
	p := 0
	for n := l.before + l.behind; n > 0; n-- {
		q := strings.Index(text[p:], joint)
		if l.before == 0 && l.behind == 1 { // the user has none
			q = strings.LastIndex(text, joint)
		}
		if q < 0 || len(joint) == 1 && (q > 0 && isBlank(text[p+q-1]) || isBlank(at(text, p+q+1))) {
			return nil
		}
		parts = append(parts, Span{p, p + q})
		p += q + len(joint)
	}
	parts = append(parts, Span{p, len(text)})
	for n, part := range parts {
		w := text[part.Start:part.End]
		parts[n].Start += len(w) - len(strings.TrimLeft(w, around))
		if n < len(parts)-1 {
			parts[n].End = parts[n].Start + len(strings.Trim(w, around))
		}
	}
	return parts
}

// twinWord returns the first word of a text without the marks behind it.
func twinWord(text string) string {
	n := 0
	for n < len(text) && strings.IndexByte(" \t`\"'", text[n]) < 0 {
		n++
	}
	visited(n)
	return strings.TrimRight(text[:n], ".,;}*)")
}

// twinLabel is a label of several names: the mark that joins them, how many of them stand before and behind that of the
// secret, and where the label ends.
type twinLabel struct {
	joint          byte
	before, behind int
	end            int
}

// twinLabel returns the label that the name of a secret from i to j is one of several names of, at the front of its line
// or its cell; its joint is 0 where there is none.
func (s *scan) twinLabel(i, j int) twinLabel {
	t := s.text
	l := twinLabel{end: j}
	p := skipBlank(t, j)
	behind := isJoint(at(t, p)) && (at(t, p) == '/' || p > j && isBlank(at(t, p+1)))
	if c := at(t, i-1); !behind && (i == s.line || strings.IndexByte("?!,;.\\)]}", at(t, j)) >= 0 || c < 0x80 && !isAlpha(c) && c != ' ' && c != '-' && !isJoint(c)) {
		return l // nothing before it that a mark may join with it
	}
	own := i // where the words before it begin that belong to its name
	for own > s.line && i-own < maxTwin && (isAlpha(t[own-1]) || t[own-1] >= 0x80 || t[own-1] == ' ' || t[own-1] == '-') {
		own--
	}
	visited(i - own)
	if c := at(t, own-1); own > s.line && isJoint(c) && (c == '/' || t[own] == ' ' && isBlank(at(t, own-2))) {
		front := s.labelFront(own-1, c)
		if front < 0 || !areTwinNames(t[front:own-1], c) {
			return twinLabel{}
		}
		l.joint, l.before = c, 1+strings.Count(t[front:own-1], string(c))
	} else if !behind || s.labelFront(own, 0) < 0 {
		return twinLabel{}
	}
	if c := at(t, p); behind && (l.joint == 0 || l.joint == c) {
		end := p + 1
		for end < len(t) && end-p < maxTwin && (isAlnum(t[end]) || t[end] >= 0x80 && !strings.HasPrefix(t[end:], "：") || t[end] == c || strings.IndexByte(" -_.", t[end]) >= 0) {
			end++
		}
		visited(end - j)
		if !areTwinNames(t[p+1:end], c) {
			return twinLabel{}
		}
		l.joint, l.behind = c, 1+strings.Count(t[p+1:end], string(c))
		l.end = p + 1 + len(strings.TrimRight(t[p+1:end], " "))
	}
	return l
}

// isJoint reports whether a mark joins names of one label.
func isJoint(c byte) bool { return c == '/' || c == '+' || c == '&' }

// labelFront returns where the label starts that goes on at p, at the front of its line or its cell; -1 where something
// else stands before it.
func (s *scan) labelFront(p int, joint byte) int {
	t, start := s.text, p
	for start > s.line && p-start < maxTwin && (isAlnum(t[start-1]) || t[start-1] >= 0x80 || joint != 0 && t[start-1] == joint || strings.IndexByte(" -_.*", t[start-1]) >= 0) {
		start--
	}
	visited(p - start)
	if start > s.line && strings.IndexByte("|>\t\"'", t[start-1]) < 0 {
		return -1
	}
	return start
}

// areTwinNames reports whether a text is one to three names of isTwinName, joined.
func areTwinNames(text string, joint byte) bool {
	names := strings.Split(text, string(joint))
	for _, name := range names {
		if !isTwinName(name) {
			return false
		}
	}
	return len(names) <= 3
}

// isTwinName reports whether a text is one to three plain words that name no secret.
func isTwinName(name string) bool {
	words := strings.Fields(strings.TrimLeft(name, "-*• "))
	if len(words) == 0 || len(words) > 3 {
		return false
	}
	for _, w := range words {
		if w = strings.Trim(w, "*_."); !plainWord(w) || wordLen(w) == 0 {
			return false
		}
	}
	last := strings.ToLower(words[len(words)-1])
	for _, w := range foreignKeys {
		if last == w {
			return false
		}
	}
	return ruleFor(last, 0, len(last)) == nil || last == "login" || last == "user"
}

// twinValues returns where the two values behind the label that ends at k stand, within one line, cell, pair of tags or
// pair of quotes, and whether more than a blank parts them; 0 for no label.
func (s *scan) twinValues(k int) (v, end int, named bool) {
	t := s.text
	for strings.IndexByte("*`_\"'", at(t, k)) >= 0 && k < len(t) {
		k++
	}
	m := skipGap(t, k)
	switch c := at(t, m); {
	case c == ':' || c == '=' || c == '|' || strings.HasPrefix(at2(t, m), "："):
		for v = m; at(t, v) == '|' || at(t, v) == c; v++ {
		}
		if c >= 0x80 {
			v = m + len("：")
		}
	case c == '<' && at(t, m+1) == '/': // </td><td>
		n := strings.Index(t[m:min(len(t), m+maxTwin)], "><")
		if n < 0 {
			return 0, 0, false
		}
		shut := strings.IndexByte(t[m+n+1:min(len(t), m+n+maxTwin)], '>')
		if shut < 0 {
			return 0, 0, false
		}
		v = m + n + 1 + shut + 1
	default:
		v = m
		for _, dash := range [...]string{"→ ", "-> ", "=> ", "– ", "— ", "- "} {
			if strings.HasPrefix(at2(t, m), dash) {
				v = m + len(dash)
			}
		}
	}
	named = v > m
	if v = skipBlank(t, v); at(t, v) == '\r' || at(t, v) == '\n' { // on the line below
		v, named = skipSpace(t, v), false
	}
	end = v
	for end < len(t) && end-v < 4*maxTwin && strings.IndexByte("\n\r|<", t[end]) < 0 {
		end++
	}
	s.charge(end - k)
	visited(end - k)
	if v == k { // nothing parts it
		return 0, 0, false
	}
	if q := quoteAt(t, v); q.width > 0 {
		v += q.width
		end = min(end, q.closing(t[:end], v))
	}
	end = v + len(strings.TrimRight(t[v:max(v, end)], " \t"))
	return v, end, named
}
