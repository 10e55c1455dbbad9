package evidence

import "strings"

// apartFrom handles a key without a separator: a flag and its value, "password is …", an
// element with attributes, the value-first pair, a form part.
func (s *scan) apartFrom(i, j, k int, closer quote, r *keyRule) int {
	t := s.text
	m := skipBlank(t, k)
	if at(t, k-1) == '.' {
		m = i + len(strings.TrimRight(t[i:k], "."))
	}
	if v := leaderEnd(t, m); v > 0 && closer.width == 0 && s.opensLine(i) && s.inColumn(v, r) {
		return v
	}
	m = skipBlank(t, k)
	start, end := escapedPart(t, i, k)
	switch {
	case end > 0:
		return past(j, s.secret(start, end, r, true))
	case closer.width > 0 && at(t, m) == '.' && isBlank(at(t, m+1)) && m > k && at(t, i-closer.width-1) == '(': // ("name" . "value") of Lisp
		return s.pair(i, m+1, j, closer, r)
	case closer.width == 0 && at(t, i-1) == ':' && m > k && quoteAt(t, m).width > 0 && strings.IndexByte(t[max(s.line, i-maxKey):i], '{') >= 0: // {:name "value" of Clojure
		return s.valueAt(m, site{key: i, keyEnd: j, sep: ':', rule: r})
	case serialHead(t, k) > 0:
		return s.valueAt(k+serialHead(t, k), site{key: i, keyEnd: j, sep: ':', json: true, rule: r})
	case closer.width > 0 && s.valueFirst(i):
		s.secret(s.value.Start, s.value.End, r, true)
	case formValue(t, i, k) > 0:
		return s.formPart(formValue(t, i, k), r)
	case s.attributeValue(i, k, closer) > 0:
		return s.valueAt(s.attributeValue(i, k, closer), site{key: i, keyEnd: j, sep: '=', json: true, rule: r}) // name="…" value="…"
	case s.labelled(i, k) > 0:
		return past(j, s.valueAt(s.labelled(i, k), site{key: i, keyEnd: j, sep: ':', json: true, rule: r}))
	case closer.width == 0 && i == s.line && s.above(k, r):
		return j
	case closer.width > 0 || m == k:
		return j
	case m > k+1 && s.opensLine(i) && s.inColumn(m, r):
		return m
	case at(t, i-1) == '-' && (i < 2 || t[i-2] == '-' || isBlank(t[i-2])):
		if s.saidOfFlag(i, m) {
			return j
		}
		if end := bareEnd(t, m); at(t, m) == '$' && isUpper(t[i]) && at(t, i-2) != '-' && isWord(t[m+1:end]) { // PowerShell's variables
			return j
		}
		return s.valueAt(m, site{key: i, keyEnd: j, sep: ' ', rule: r})
	case at(t, i-1) == '<' && r.grip == pairs && s.jarred(m):
	case at(t, i-1) == '<' || at(t, i-1) == ':':
		if e := strings.IndexAny(t[m:min(len(t), m+256)], "<>\n"); e >= 0 && t[m+e] == '>' {
			return s.element(i, j, m+e+1, r)
		}
	case r.kind == "password" && (s.besideLogin(i, m) || s.behindUser(i, m)):
		return m
	case speaks(t, i, j) && sayable[r.kind]:
		return s.sentence(j, k, r)
	}
	return j
}

// saidOfFlag reports whether the words from m on go on with a sentence about the flag at i, not with its value.
func (s *scan) saidOfFlag(i, m int) bool {
	rest := restOfLine(s.text, m, 2*maxKey)
	visited(len(rest))
	words := strings.Fields(rest)
	if len(words) < 2 || !isFunctionWord(words[0]) || strings.Contains(strings.ReplaceAll(rest, " --", ""), " -") {
		return false
	}
	return plainWord(strings.TrimRight(words[1], ".,;")) && strings.Trim(s.text[max(s.line, i-maxKey):i], "- \t") != ""
}

// leaderEnd returns where what the dots from m on lead to starts: ".......... …"; 0 for none.
func leaderEnd(t string, m int) int {
	p := m
	for _, dot := range [...]string{".", "·", "…"} {
		for p < len(t) && p-m < maxLeader && strings.HasPrefix(t[p:], dot) {
			p += len(dot)
		}
	}
	visited(p - m)
	if p-m < 3 || !isBlank(at(t, p)) {
		return 0
	}
	return skipBlank(t, p)
}

// maxLeader is how long the dots between a name and its value may be, in bytes.
const maxLeader = 256

// isAmount reports whether a word is a number with the unit of a time or a size behind it: 12.34ms.
func isAmount(w string) bool {
	unit := strings.TrimLeft(w, "0123456789.,")
	switch strings.ToLower(unit) {
	case "ms", "s", "sec", "min", "h", "b", "kb", "mb", "gb", "kib", "mib", "%", "x":
		return unit != w
	}
	return false
}

// inColumn redacts the word at m that ends its line, in a column beside that of the names.
func (s *scan) inColumn(m int, r *keyRule) bool {
	t := s.text
	end := m
	for end < len(t) && end-m < maxRepeat && !isSpace(t[end]) {
		end++
	}
	s.charge(end - m)
	visited(end - m)
	if c := at(t, skipBlank(t, end)); c != 0 && c != '\n' && c != '\r' {
		return false
	}
	w := strings.TrimPrefix(t[m:end], "base64:")
	if len(w) >= 32 && w[0] != '/' {
		w = strings.ReplaceAll(w, "/", "")
	}
	return !isMoment(w) && !isAmount(w) && (tokenLike(w) || r.kind == "password" && marked(w) || len(w) >= 32 && allHex(w)) && s.take(m, end, r, true)
}

// besideLogin redacts the last word of the line, at m, that a password's name at i stands before: behind a
// login, as .netrc has it, or in a column of its own.
func (s *scan) besideLogin(i, m int) bool {
	t := s.text
	end := m
	for end < len(t) && end-m < maxKey && !isSpace(t[end]) && strings.IndexByte("\"\\{}", t[end]) < 0 {
		end++
	}
	if isMoment(t[m:end]) {
		return false
	}
	if c := at(t, skipBlank(t, end)); c != 0 && c != '\n' && c != '\r' || !marked(t[m:end]) || harmless(t[m:end]) {
		return false
	}
	front := strings.ToLower(t[s.line:i])
	above := strings.ToLower(t[max(0, s.line-maxKey):s.line])
	s.charge(len(front))
	visited(len(front) + len(above))
	alone := strings.TrimLeft(front, " \t>-") == ""
	above = strings.TrimSpace(above[strings.LastIndexByte(strings.TrimRight(above, "\n"), '\n')+1:])
	logs := func(line string) bool {
		return strings.HasPrefix(line, "login ") || strings.Contains(line, " login ") || strings.HasPrefix(line, "account ") || strings.HasPrefix(strings.TrimLeft(line, "<> -"), "331 ") // RFC 959
	}
	return (alone && isBlank(at(t, m-2)) || alone && logs(above) || logs(front)) && s.add(m, end, "password")
}

// behindUser redacts the word at m behind the name of a password at i and that of its user, where both open a statement:
// RACF: USER DESK PASSWORD … EXPIRES ….
func (s *scan) behindUser(i, m int) bool {
	t := s.text
	front := t[max(s.line, i-2*maxKey):i]
	visited(len(front))
	words := strings.Fields(front)
	if len(words) < 2 || i-s.line > 2*maxKey {
		return false
	}
	user := words[len(words)-1]
	switch strings.ToLower(words[len(words)-2]) {
	case "user", "username", "userid", "login", "uid", "logonid":
	default:
		return false
	}
	if before := firstOf(strings.Join(words[:len(words)-2], " "), ":"); strings.IndexByte(":>#$;%", before[len(before)-1]) < 0 {
		return false // words of a sentence
	}
	end := m
	for end < len(t) && end-m < maxKey && !isSpace(t[end]) && strings.IndexByte("\"',;()", t[end]) < 0 {
		end++
	}
	visited(end - m)
	w := t[m:end]
	capitals := t[i] == 'P' && t[i+1] == 'A'
	if !isFieldName(user) && !isAccount(user) || !marked(w) || harmless(w) || strings.ContainsAny(w, "_") || !tokenLike(w) && !(capitals && w == strings.ToUpper(w)) {
		return false
	}
	return s.add(m, end, "password")
}

// sayable are the kinds of secrets that sentences name.
var sayable = map[string]bool{"password": true, "token": true, "secret": true, "api-key": true, "key": true, "bearer": true, "credential": true, "otp": true}

// attributeValue returns where the value of the tag starts in which the word at i is the name:
// behind value= or content=; 0 for none.
func (s *scan) attributeValue(i, k int, closer quote) int {
	t := s.text
	front := t[max(0, i-maxKey):i]
	if n := strings.LastIndexAny(front, "\"'"); n >= 0 && isPathOf(front[n+1:]) { // name="gateway/apiKey"
		front = front[:n+1]
	}
	front = strings.TrimRight(front, "\"'\\ ")
	if closer.width == 0 || !strings.HasSuffix(front, "=") && !strings.HasSuffix(front, "key:") && !strings.HasSuffix(front, "name:") {
		return 0
	}
	tag := t[k:min(len(t), k+256)]
	if n := strings.IndexAny(tag, "<>\n"); n >= 0 {
		tag = tag[:n]
	}
	s.charge(len(tag))
	visited(len(tag))
	for _, name := range [...]string{" value=", " content=", " value: "} {
		if n := strings.Index(tag, name); n >= 0 && quoteAt(t, k+n+len(name)).width > 0 {
			return k + n + len(name)
		}
	}
	return 0
}

// isPathOf reports whether a text is empty, or words that lead to a name with slashes, full stops, colons or dollars between.
func isPathOf(s string) bool {
	for i := 0; i < len(s); i++ {
		if !wordByte[s[i]] && s[i] != '/' && s[i] != ':' && s[i] != '$' {
			return false
		}
	}
	return s == "" || strings.IndexByte("/.:$", s[len(s)-1]) >= 0
}

// labelled returns where the value of the name at i starts that a line of its own labels as one:
// "name: API_KEY" and below it "value: …", or above it "String value: …" (tshark), or one behind a comma on the same line:
// "Key: X-Api-Key, Value: …" (.NET); 0 for none.
func (s *scan) labelled(i, k int) int {
	t := s.text
	front := strings.TrimRight(t[max(s.line, i-16):i], "\"' ")
	if !strings.HasSuffix(front, "name:") && !strings.HasSuffix(front, "Name:") && !strings.HasSuffix(front, "key:") && !strings.HasSuffix(front, "Key:") {
		return 0
	}
	p := skipSpace(t, k)
	if hasFold(t[p:], ", value:") {
		return skipBlank(t, p+len(", value:"))
	}
	if c := at(t, skipBlank(t, k)); c != 0 && c != '\n' && c != '\r' {
		return 0
	}
	for _, label := range [...]string{"value:", "string value:"} {
		if hasFold(t[p:], label) {
			return skipBlank(t, p+len(label))
		}
	}
	if s.line > 1 {
		above := strings.LastIndexByte(t[max(0, s.line-1-maxHead):s.line-1], '\n') + 1 + max(0, s.line-1-maxHead)
		s.charge(s.line - above)
		visited(s.line - above)
		for _, label := range [...]string{"value:", "string value:"} {
			if v := skipBlank(t, above); hasFold(t[v:], label) {
				return skipBlank(t, v+len(label))
			}
		}
	}
	return 0
}

// above redacts the token that stands alone on the line below its key, which stands alone too
// and ends at k.
func (s *scan) above(k int, r *keyRule) bool {
	t := s.text
	if at(t, k) == '\r' {
		k++
	}
	if at(t, k) != '\n' {
		return false
	}
	start := skipBlank(t, k+1)
	end := lineEnd(t, min(start, len(t)))
	s.charge(end - k)
	return end-start >= minCarried && end-start < maxRepeat && tokenLike(t[start:end]) && restOfToken(t[start:end]) && s.take(start, end, r, true)
}

// listBelow redacts the items of a list of YAML below its key.
func (s *scan) listBelow(i, v int, r *keyRule) bool {
	t := s.text
	did := false
	for range 64 {
		p := skipBlank(t, v+1)
		if at(t, p) != '-' || at(t, p+1) != ' ' {
			break
		}
		p = skipBlank(t, p+2)
		end := lineEnd(t, p)
		s.charge(end - v)
		q := quoteAt(t, p)
		stop := end
		if q.width > 0 {
			p += q.width
			stop = q.closing(t, p)
		}
		if w := t[p:stop]; looksRandom(w) || r.kind == "password" && marked(w) {
			did = s.take(p, stop, r, true) || did
		}
		if at(t, end) == '\r' {
			end++
		}
		if at(t, end) != '\n' {
			break
		}
		v = end
	}
	return did
}

// arrayHead returns the length of what PHP writes before the items of an array: "array:1 [",
// "Array", a line break and "(", "array(1) {"; 0 for none.
func arrayHead(t string, v int) int {
	if c := at(t, v); c != 'a' && c != 'A' || !hasFold(t[v:], "array") {
		return 0
	}
	p := v + len("array")
	for p < len(t) && p-v < 16 && (isDigit(t[p]) || t[p] == ':' || t[p] == '(' && isDigit(at(t, p+1)) || t[p] == ')') {
		p++
	}
	if p = skipSpace(t, p); strings.IndexByte("[({", at(t, p)) < 0 || at(t, p) == 0 {
		return 0
	}
	return p + 1 - v
}

// wrapperHead returns the length of the name and the bracket before the string that a value of another
// type wraps: Some("…"), SecretStr('…'), with line breaks as a debugger sets them; 0 for none.
func wrapperHead(t string, v int) int {
	if !isUpper(at(t, v)) {
		return 0
	}
	p := v
	for p < len(t) && p-v < 24 && isAlnum(t[p]) {
		p++
	}
	if at(t, p) != '(' {
		return 0
	}
	p = skipSpace(t, p+1)
	if isDigit(at(t, p)) && at(t, p+1) == ',' { // BinData(0, '…')
		p = skipSpace(t, p+2)
	}
	q := quoteAt(t, p)
	if q.width == 0 {
		return 0
	}
	end := q.closing(t, p+q.width)
	visited(end - v)
	if end = skipSpace(t, min(len(t), end+q.width)); at(t, end) == ',' {
		end = skipSpace(t, end+1)
	}
	if at(t, end) != ')' { // a call has more arguments
		return 0
	}
	return p - v
}

// byteList returns where the numbers of a list of bytes of Go or Rust stand: []uint8{0x3b, 0xea}; 0, 0
// for none.
func byteList(t string, v int) (start, end int) {
	for _, head := range [...]string{"[]uint8{", "[]byte{", "&[]byte{", "[]uint8(", "vec![", "&["} {
		if !strings.HasPrefix(t[v:], head) {
			continue
		}
		start = v + len(head)
		end = start
		for end < len(t) && (isAlnum(t[end]) || isSpace(t[end]) || t[end] == ',') {
			end++
		}
		visited(end - start)
		if !isDigit(at(t, start)) || strings.IndexByte("]})", at(t, end)) < 0 {
			return 0, 0
		}
		return start, end
	}
	return decimalBytes(t, v)
}

// minBytes is how many numbers a list must have to be taken for the bytes of a secret.
const minBytes = 8

// decimalBytes is byteList for a list without its type, as Go prints it: [82 76 67 …].
func decimalBytes(t string, v int) (start, end int) {
	if at(t, v) != '[' {
		return 0, 0
	}
	n, p := 0, v+1
	for p < len(t) && isDigit(t[p]) {
		b, k := digits(t[p:], 4)
		if b > 255 || k > 3 {
			return 0, 0
		}
		n++
		if p += k; at(t, p) == ' ' {
			p++
		}
	}
	visited(p - v)
	if n < minBytes || at(t, p) != ']' {
		return 0, 0
	}
	return v + 1, p
}

// items redacts the items of an array of PHP: 0 => "…", [0] => ….
func (s *scan) items(p int, w site) int {
	t := s.text
	for range 16 {
		q := skipSpace(t, p)
		for q < len(t) && q-p < maxKey && (isDigit(t[q]) || t[q] == '[' || t[q] == ']') {
			q++
		}
		sep, v := separator(t, q)
		s.charge(q - p)
		if sep != '=' {
			break
		}
		line := v
		if v = skipSpace(t, v); arrayHead(t, v) > 0 || strings.IndexByte(t[line:v], '\n') >= 0 && quoteAt(t, v).width == 0 && phpString(t, v) == 0 {
			break // the next line says something else
		}
		w.sep, w.json = ' ', false
		p = past(v, s.valueAt(v, w))
		p += quoteAt(t, p).width
		if at(t, p) == ',' {
			p++
		}
	}
	return p
}

// constant redacts the last argument of a call behind a constant that names it, as in
// curl_setopt($c, CURLOPT_USERPWD, "…").
func (s *scan) constant(j, v int, r *keyRule) int {
	t := s.text
	if at(t, v) == ':' {
		v++ // an atom of Elixir, a symbol of Ruby
	}
	binary := strings.HasPrefix(at2(t, v), binaryHead)
	if binary {
		v += len(binaryHead)
	}
	q := quoteAt(t, v)
	if q.width == 0 {
		return j
	}
	start := v + q.width
	end := q.closing(t, start)
	s.charge(end - v)
	behind := min(end+q.width, len(t))
	if binary && strings.HasPrefix(t[behind:], ">>") {
		behind += len(">>")
	}
	if r.kind == "basic" && at(t, j) == ',' && s.login(start, end) { // {:basic, "desk:…"}
		return end
	}
	if c := at(t, skipBlank(t, behind)); (c == ')' || c == '}') && (r.grip == loginGrip || looksRandom(t[start:end]) || c == '}' && r.kind == "password" && marked(t[start:end])) && s.take(start, end, r, true) {
		return end
	}
	return j
}

// binaryHead opens a string of bytes in Erlang.
const binaryHead = "<<"

// pointerHead returns the length of the address that a debugger prints before the string at it: 0x5555 "…"; 0
// for none.
func pointerHead(t string, v int) int {
	if !strings.HasPrefix(t[min(v, len(t)):], "0x") {
		return 0
	}
	p := v + len("0x")
	for p < len(t) && p-v < 20 && isHex(t[p]) {
		p++
	}
	if at(t, p) != ' ' || quoteAt(t, p+1).width == 0 {
		return 0
	}
	return p + 1 - v
}
