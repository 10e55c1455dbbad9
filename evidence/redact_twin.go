package evidence

import "strings"

// maxTwin is how long the name and the value beside those of a secret may be, in bytes.
const maxTwin = 64

// twin redacts the secret of two values that are joined as the names before them are: "Login / password: desk / …",
// "user + password: desk + …", "Password / login: … / desk". The name of the secret stands from i to j. It returns where
// the walk goes on, 0 for another text.
func (s *scan) twin(i, j int, r *keyRule) int {
	if i-s.line > maxHead {
		return 0
	}
	t := s.text
	joint, second := s.jointBefore(i), true
	k := j
	if joint == 0 {
		second = false
		if joint, k = s.jointBehind(j); joint == 0 || s.labelFront(i) < 0 {
			return 0
		}
	}
	v, end, named := s.twinValues(k)
	if v == 0 {
		return 0
	}
	first, rest := cutTwin(t[v:end], joint, second)
	if rest == "" || first == "" {
		return 0
	}
	if strings.ContainsAny(first, " \t") {
		if named && !strings.ContainsAny(t[v:end], "0123456789!#$%&*+?~^@") {
			return end // words about them
		}
		return 0
	}
	start := end - len(rest)
	w := twinWord(rest)
	alone := len(w) == len(rest)
	if !second {
		w, first, start = first, w, v+strings.Index(t[v:end], first)
	}
	likely := looksRandom(strings.ReplaceAll(w, "/", "_")) && !isID(w) || r.kind == "password" && (marked(strings.ReplaceAll(w, "/", "_")) || jumbled(w))
	switch {
	case isMarker(w), harmless(w), registerCode(w), isStatus(w) && isStatus(first), r.kind != "password" && onlyWord(w):
		return end
	case likely && (named || joint == '/'):
	case !named || !alone || joint != '/' || marked(first) || r.grip != whole && r != &passwordRule:
		return 0
	}
	s.add(start, start+len(w), r.kind)
	return end
}

// isStatus reports whether a word is the number of a status.
func isStatus(w string) bool { return len(w) == 3 && allDigits(w) }

// cutTwin cuts two values at the mark that joins them, and takes what encloses each away. rest ends as the text does.
func cutTwin(text string, joint byte, second bool) (first, rest string) {
	const around = " \t`*{}\"'"
	n, width := strings.Index(text, " "+string(joint)+" "), 3
	switch {
	case n >= 0:
	case joint != '/':
	case second:
		n, width = strings.IndexByte(text, joint), 1
	default:
		n, width = strings.LastIndexByte(text, joint), 1
	}
	if n < 0 {
		return "", ""
	}
	return strings.Trim(text[:n], around), strings.TrimLeft(text[n+width:], around)
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

// jointBefore returns the mark that joins the name at i to the name of something else that begins its line or its cell,
// 0 for none.
func (s *scan) jointBefore(i int) byte {
	t := s.text
	p := i
	for p > s.line && isBlank(t[p-1]) {
		p--
	}
	joint := at(t, p-1)
	if p == s.line || strings.IndexByte("/+&", joint) < 0 || joint != '/' && !(p < i && isBlank(at(t, p-2))) {
		return 0
	}
	p--
	if start := s.labelFront(p); start < 0 || !isTwinName(t[start:p]) {
		return 0
	}
	return joint
}

// labelFront returns where the label starts that goes on at p, at the front of its line or its cell; -1 where something
// else stands before it.
func (s *scan) labelFront(p int) int {
	t, start := s.text, p
	for start > s.line && p-start < maxTwin && (isAlnum(t[start-1]) || t[start-1] >= 0x80 || strings.IndexByte(" -_.*", t[start-1]) >= 0) {
		start--
	}
	visited(p - start)
	if start > s.line && strings.IndexByte("|>\t\"'", t[start-1]) < 0 {
		return -1
	}
	return start
}

// jointBehind returns the mark that joins the name that ends at j to the name of something else, and where that one
// ends; 0 for none.
func (s *scan) jointBehind(j int) (joint byte, end int) {
	t := s.text
	p := skipBlank(t, j)
	joint = at(t, p)
	if strings.IndexByte("/+&", joint) < 0 || joint == 0 || joint != '/' && !(p > j && isBlank(at(t, p+1))) {
		return 0, 0
	}
	p++
	end = p
	for end < len(t) && end-p < maxTwin && (isAlnum(t[end]) || t[end] >= 0x80 && !strings.HasPrefix(t[end:], "：") || strings.IndexByte(" -_.", t[end]) >= 0) {
		end++
	}
	visited(end - j)
	if !isTwinName(t[p:end]) {
		return 0, 0
	}
	return joint, p + len(strings.TrimRight(t[p:end], " "))
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
	v = skipBlank(t, v)
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
