package evidence

import (
	"encoding/json"
	"strings"
)

// mayName reports whether what stands around the word from i to j lets it name a value. It
// is the cheap question that spares most words the dear one.
func (s *scan) mayName(i, j int) bool {
	t := s.text
	switch at(t, j) {
	case ' ', '\t':
		k := skipBlank(t, j)
		switch c := at(t, k); {
		case c == ':' || c == '=' || (c == '!' && at(t, k+1) == '=') || (c == '.' && at(t, k+1) == '.') || c == '-' || c == '%' || c == '|' || c == '/' || c == '+' || c == '&' || c >= 0x80 || t[j] == '\t' || k > j+1 && t[k-1] == '\t':
			return true
		case c == 'i' && strings.HasPrefix(t[k:], "is "), c == '<' && strings.HasPrefix(t[k:], hereString):
			return true
		}
		if k > j+1 && s.opensLine(i) {
			return true
		}
		c := at(t, i-1)
		return c == '-' || c == '<' || c == ':' || at(t, j-1) == '.' && at(t, j-2) == '.' && s.opensLine(i) || t[j] == ' ' && speaks(t, i, j)
	case '*', ';', '/':
		return true
	case '|':
		return at(t, skipBlank(t, s.line)) == '|'
	case '(':
		return quoteAt(t, j+1).width > 0 || isUpper(at(t, j-1)) && isUpper(t[i])
	case ':', '=', '"', '\'', '`', '\\', '>', ']', '[', '%', '&', '^', '<':
		return true
	}
	if t := s.text; at(t, j) >= 0x80 {
		return gapLen(t[j:]) > 0 || strings.HasPrefix(t[j:], "：") || quoteAt(t, j).width > 0
	}
	c := at(t, j)
	switch at(t, i-1) {
	case '\n', 0:
		return c == '\n' || c == '\r' || c == ',' && j-s.line < maxHead
	case '=', ',', ' ', ';', '\t':
		return c == 0 || c == '\r' || c == '\n' || c == ',' && j-s.line < maxHead
	}
	return c == ',' && j-s.line < maxHead
}

// maxIndent is how far a list of names and values in columns may be indented, in bytes.
const maxIndent = 8

// opensLine reports whether nothing but blanks stands before i on its line.
func (s *scan) opensLine(i int) bool {
	if i-s.line > maxKey {
		return false
	}
	front := strings.TrimLeft(s.text[s.line:i], " \t")
	return i-s.line-len(front) <= maxIndent && (front == "" || front[len(front)-1] == ':' && isFieldName(front[:len(front)-1])) // a name, or its front
}

// place redacts what stands beside the key from i to j and returns where the walk goes on.
func (s *scan) place(i, j int, r *keyRule) int {
	t := s.text
	if sayable[r.kind] {
		if next := s.twin(i, j, r); next > 0 {
			return next
		}
	}
	closer := quoteAt(t, j)
	k := brackets(t, j+closer.width)
	for at(t, k) == '*' {
		k++ // **Token**: …
	}
	if v := binaryBehind(t, i-closer.width, k); closer.width > 0 && v > 0 {
		return s.valueAt(v, site{key: i, keyEnd: j, sep: ',', json: true, rule: r})
	}
	if v := s.pointedAt(i, j, k); v > 0 {
		return s.valueAt(v, site{key: i, keyEnd: j, sep: ':', rule: r})
	}
	sep, v := separator(t, k)
	if closer.width > 0 && sep != ',' && sep != '>' {
		k, sep, v = acrossLines(t, k, sep, v)
	}
	if r.kind == "password" {
		if c := at(t, skipBlank(t, j)); !isAlnum(c) {
			s.usedAs(i)
		}
		s.setFor(j)
	}
	switch {
	case sep == ':' && at(t, i-1) == '/' && isStatus(wordOf(restOfLine(t, v, 8))): // POST /v1/password: 401
		return j
	case at(t, j) == '(':
		return s.setter(i, j, r)
	case s.inHead(i, j, k, r):
		return j
	case sep == ',' && s.labelled(i, k) > 0: // Key: name, Value: value
		return past(j, s.valueAt(s.labelled(i, k), site{key: i, keyEnd: j, sep: ':', json: true, rule: r}))
	case closer.width == 0 && sep == ',':
		if next := s.constant(j, skipBlank(t, v), r); next > j || !relativeBehind(t, v) || !speaks(t, i, j) || !sayable[r.kind] {
			return next
		}
		return s.sentence(j, j, r) // the token, which …
	case sep == '|':
		return s.cell(i, j, v, r)
	case sep == ':' && at(t, v) == '\n' && s.listBelow(i, v, r):
		return j
	case sep == 0 && closer.width == 0 && at(t, k) == '|':
		return s.tightCell(i, j, k+1, r)
	case sep == '<':
		return s.neighbour(j, r)
	case sep == 0 && closer.width > 0 && v > k && quoteAt(t, v).width > 0: // "name" "value" of Clojure and OCaml
		return s.pair(i, v, j, closer, r)
	case sep == 0 && r.grip == pairs && i == s.line && (at(t, j) == '\n' || at(t, j) == '\r'): // a browser's list of names and values
		return s.below(j, site{key: i, keyEnd: j, sep: ':', rule: r})
	case sep == 0:
		return s.apartFrom(i, j, k, closer, r)
	case sep == ',':
		if closer.width > 0 {
			return s.pair(i, v, j, closer, r)
		}
		return j
	case sep == '>' && closer.width > 0 && s.valueFirst(i):
		s.secret(s.value.Start, s.value.End, r, true)
		return j
	case sep == '>' && closer.width > 0:
		return s.attribute(i, j, v, r)
	case sep == '>':
		return s.element(i, j, v, r)
	case sep == '\t' && closer.width > 0:
		return j
	}
	return s.valueAt(v, site{key: i, keyEnd: j, sep: sep, json: closer.width > 0, rule: r})
}

// binaryBehind returns where the value stands behind a name that is a string of bytes of Erlang, whose quote opens at open and
// which ends at k: {<<"name">>, <<"value">>}, #{<<"name">> => <<"value">>}; 0 for another text.
func binaryBehind(t string, open, k int) int {
	if !strings.HasPrefix(at2(t, k), ">>") || open < len(binaryHead) || t[open-len(binaryHead):open] != binaryHead {
		return 0
	}
	m := skipBlank(t, k+len(">>"))
	switch {
	case strings.HasPrefix(at2(t, m), "=>"):
		return skipBlank(t, m+len("=>"))
	case at(t, m) == ',' && at(t, open-len(binaryHead)-1) == '{':
		return skipBlank(t, m+1)
	}
	return 0
}

// pointedAt returns where the value stands that an arrow leads to from the header's name that opens its line and ends at j:
// "X-Api-Key → …"; 0 for another text. What arrows lead to elsewhere are steps.
func (s *scan) pointedAt(i, j, k int) int {
	t := s.text
	m := skipBlank(t, k)
	if at(t, m) < 0x80 || !strings.HasPrefix(t[m:], "→") || !s.opensLine(i) || k == j && !strings.ContainsAny(t[i:j], "-_") {
		return 0
	}
	v := skipBlank(t, m+len("→"))
	w := strings.TrimRight(restOfLine(t, v, maxToken), " \t\r")
	if w == "" || strings.ContainsAny(w, " →/") || isID(w) || isCode(w) {
		return 0
	}
	return v
}

// usedAs redacts the word that a sentence says to be the password whose name stands at i: "with … as password".
func (s *scan) usedAs(i int) {
	t := s.text
	front := t[max(s.line, i-maxUsed):i]
	bare := strings.TrimRight(front, " ")
	as := bare[strings.LastIndexByte(bare, ' ')+1:]
	switch as {
	case "as", "als", "comme", "como", "come", "som", "jako":
	default:
		return
	}
	front = strings.TrimRight(bare[:len(bare)-len(as)], " ")
	start := strings.LastIndexAny(front, " \t\"'`") + 1
	s.charge(len(front))
	visited(len(front))
	if w := front[start:]; marked(w) && tokenLike(w) && !harmless(w) {
		at := max(s.line, i-maxUsed) + start
		s.add(at, at+len(w), "password")
	}
}

// setFor redacts what the password of an account is set to by a statement of SQL, behind the word that ends at j: SET
// PASSWORD FOR 'desk'@'%' = '…'.
func (s *scan) setFor(j int) {
	t := s.text
	if !hasFold(t[j:], " for ") || !hasFold(strings.TrimRight(t[max(0, j-len("set password")):j], " "), "set password") {
		return
	}
	v := j + len(" for ")
	for range 2 { // 'desk'@'%'
		q := quoteAt(t, v)
		if q.width != 1 {
			return
		}
		v = q.closing(t, v+1) + 1
		s.charge(v - j)
		if at(t, v) == '@' {
			v++
			continue
		}
		break
	}
	if v > len(t) || !strings.HasPrefix(t[v:], " = ") {
		return
	}
	v += len(" = ")
	if q := quoteAt(t, v); q.width == 1 {
		start := v + q.width
		if end := q.closing(t, start); !harmless(t[start:end]) {
			s.add(start, end, "password")
		}
	}
}

// maxUsed is how far before "password" the word stands that is used as one, in bytes.
const maxUsed = 96

// getters are the first words of functions that are told a secret's name.
var getters = map[string]bool{
	"get": true, "read": true, "load": true, "find": true, "has": true, "is": true, "require": true, "fetch": true, "resolve": true, "lookup": true, "check": true, "expect": true, "assert": true, "delete": true, "remove": true, "create": true, "rotate": true, "reset": true, "new": true, "validate": true, "label": true, "error": true, "message": true, "change": true, "forgot": true, "hash": true, "verify": true, "i18n": true, "translate": true,
}

// setter redacts the only argument of a function whose name from i to j is that of a secret, when it looks
// like one: .clientSecret("…").
func (s *scan) setter(i, j int, r *keyRule) int {
	t := s.text
	q := quoteAt(t, j+1)
	if q.width == 0 {
		return s.operandOf(i, j, r)
	}
	start := j + 1 + q.width
	end := q.closing(t, start)
	s.charge(end - j)
	w := t[start:end]
	if words := keyWords(t[i:j]); len(words) > 1 && getters[words[0]] || at(t, skipBlank(t, min(len(t), end+q.width))) != ')' || !tokenLike(w) && !(r.kind == "password" && marked(w) && w != strings.ToLower(w)) {
		return j
	}
	return past(j, s.secret(start, end, r, true))
}

// operandOf redacts what a command of a mainframe is given under the name from i to j, in capitals: ALTUSER DESK
// PASSWORD(…).
func (s *scan) operandOf(i, j int, r *keyRule) int {
	t := s.text
	if r.kind != "password" || r.grip == loginGrip || !isBlank(at(t, i-1)) || strings.ToUpper(t[i:j]) != t[i:j] {
		return j
	}
	switch front := t[max(s.line, i-maxHead):i]; wordOf(strings.TrimLeft(front[strings.LastIndexAny(front, ":>#$")+1:], " ")) {
	case "ALTUSER", "ALU", "ADDUSER", "AU", "ADDGROUP", "INSERT", "CHANGE", "TSS":
	default:
		return j // SQL's, or a type's
	}
	s.charge(i - s.line)
	end := j + 1
	for end < len(t) && end-j < maxKey && (isAlnum(t[end]) || strings.IndexByte("@#$!.-+%", t[end]) >= 0) {
		end++
	}
	visited(end - j)
	if w := t[j+1 : end]; at(t, end) == ')' && marked(w) && !harmless(w) {
		s.add(j+1, end, r.kind)
		return end
	}
	return j
}

// site is a value's place: what stands before it decides where it ends.
type site struct {
	key, keyEnd int
	sep         byte
	json        bool // the key stood in quotes of its own
	rule        *keyRule
}

// valueAt redacts the value at v.
func (s *scan) valueAt(v int, w site) int {
	t := s.text
	if n := markerLen(at2(t, v)); n > 0 && (hostBehind(t, v+n) || v+n == bareEnd(t, v)) { // the host behind a token stays
		return v + n
	}
	if n := phpString(t, v); n > 0 {
		v += n
	}
	if c := at(t, v); strings.IndexByte("burfN@:", c) >= 0 && c != 0 && (at(t, v+1) == '"' || at(t, v+1) == '\'') {
		v++
	}
	if strings.HasPrefix(at2(t, v), `"""`) || strings.HasPrefix(at2(t, v), "'''") { // of TOML and Python
		v += len(`""`)
	}
	if strings.HasPrefix(at2(t, v), binaryHead) && quoteAt(t, v+len(binaryHead)).width > 0 {
		v += len(binaryHead)
	}
	v += rustType(t, v)
	v += wrapperHead(t, v)
	v += pointerHead(t, v)
	if q := quoteAt(t, v); q.width > 0 && v == w.keyEnd+1 && at(t, v+q.width) == ':' && !w.json { // the end of the key: "token:":12
		w.json, w.keyEnd = true, v
		return s.valueAt(skipGap(t, v+q.width+1), w)
	}
	if q := quoteAt(t, v); q.width > 0 {
		return s.secret(v+q.width, s.quoteEnd(q, v+q.width), w.rule, true)
	}
	if start, end := byteList(t, v); end > 0 {
		return past(v, s.secret(start, end, w.rule, true))
	}
	if n := arrayHead(t, v); n > 0 {
		return s.items(v+n, w)
	}
	switch c := at(t, v); {
	case c == '[' && markerLen(t[v:]) == 0:
		return s.list(v, w)
	case c == '(' && (w.json || w.sep == '=') && w.rule.kind == "authorization" && quoteAt(t, v+1).width > 0: // 'auth': ('desk', '…')
		s.argument(v+1, &callRule{arg: 1, kind: "password"})
		return v + 1
	case c == '{':
		if w.rule.grip == pairs {
			return s.cookieObject(v)
		}
		return s.wrapped(v, w)
	case w.json && (isDigit(c) || isAlpha(c) || c == '-') && authSchemeLen(restOfLine(t, v, maxKey)) == 0:
		return s.literal(v, w)
	}
	return s.bare(v, w)
}

// rustType returns the length of the type and what follows it up to the string that a constant of Rust is given:
// [u8; 16] = *b"…"; 0 for none.
func rustType(t string, v int) int {
	if !strings.HasPrefix(t[min(v, len(t)):], "[u8; ") {
		return 0
	}
	p := v + len("[u8; ")
	for p < len(t) && p-v < 16 && isDigit(t[p]) {
		p++
	}
	rest := t[p:min(len(t), p+8)]
	for _, head := range [...]string{"] = *b\"", "] = b\""} {
		if strings.HasPrefix(rest, head) {
			return p + len(head) - 1 - v
		}
	}
	return 0
}

func at2(t string, i int) string {
	if i >= len(t) {
		return ""
	}
	return t[i:]
}

// past returns where to go on after a value: at least at v.
func past(v, end int) int { return max(v, end) }

// literal redacts a number under a quoted key; true, false and null stay, and so do counts
// ("tokens": 12).
func (s *scan) literal(v int, w site) int {
	t := s.text
	end := v
	for end < len(t) && (isAlnum(t[end]) || t[end] == '.' || t[end] == '-' || t[end] == '+') {
		end++
	}
	s.charge(end - v)
	if !strings.ContainsAny(t[v:min(end, v+32)], "0123456789") || t[w.keyEnd-1]|0x20 == 's' || harmless(t[v:end]) {
		return past(v, end)
	}
	if c := at(t, end); c != 0 && !isSpace(c) && strings.IndexByte(",}]\\)", c) < 0 { // a word that starts as a number
		return s.bare(v, w)
	}
	if allDigits(t[v:end]) || t[v] == '-' || isDigit(t[v]) && json.Valid([]byte(t[v:end])) {
		s.finds = append(s.finds, find{start: v, end: end, kind: w.rule.kind, quote: true, depth: quoteAt(t, w.keyEnd).depth})
		return end
	}
	return s.bare(v, w)
}

// list redacts every string of ["…", "…"], or what stands in [Bearer …].
func (s *scan) list(v int, w site) int {
	t := s.text
	p := skipSpace(t, v+1)
	if quoteAt(t, p).width == 0 {
		if at(t, p) == '{' && w.rule.grip != pairs {
			return s.wrapped(p, w)
		}
		if p > v+1 && strings.IndexByte(t[v:p], '\n') >= 0 || at(t, p) == '{' || at(t, p) == '[' && markerLen(t[p:]) == 0 {
			if w.rule.grip == pairs {
				return s.cookieObject(v)
			}
			return v + 1
		}
		end := bracketEnd(t, p)
		if w.json && at(t, end) == ']' && !harmless(t[p:end]) { // values without quotes of their own
			s.finds = append(s.finds, find{start: p, end: end, kind: w.rule.kind, quote: true, depth: quoteAt(t, w.keyEnd).depth})
			return end
		}
		return s.secret(p, end, w.rule, true)
	}
	for {
		q := quoteAt(t, p)
		if q.width == 0 {
			return p
		}
		end := q.closing(t, p+q.width)
		s.secret(p+q.width, end, w.rule, true)
		p = skipSpace(t, min(end+q.width, len(t)))
		s.charge(p - end)
		if at(t, p) != ',' {
			return past(v, p)
		}
		p = skipSpace(t, p+1)
	}
}

func skipSpace(t string, i int) int {
	from := i
	for i < len(t) && isSpace(t[i]) {
		i++
	}
	visited(i - from)
	return i
}

// bracketEnd returns where the bare text from i on meets a bracket, or the end of the line.
func bracketEnd(t string, i int) int {
	for i < len(t) && t[i] != ']' && t[i] != '\n' && t[i] != '\r' {
		n := 1
		if t[i] == '[' {
			if n = markerLen(t[i:]); n == 0 {
				return i
			}
		}
		i += n
	}
	return i
}
