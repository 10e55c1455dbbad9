package evidence

import "strings"

// pair redacts the value of {"name":"x-api-key","value":"…"}, in either order, and of a
// flat list of names and values.
func (s *scan) pair(i, v, j int, closer quote, r *keyRule) int {
	t := s.text
	p := skipSpace(t, v)
	if c := at(t, p); (c == 'b' || c == 'u') && (at(t, p+1) == '"' || at(t, p+1) == '\'') {
		p++
	}
	q := quoteAt(t, p)
	if q.width == 0 {
		return j
	}
	end := q.closing(t, p+q.width)
	s.charge(end - p)
	if strings.EqualFold(t[p+q.width:end], "value") || strings.EqualFold(t[p+q.width:end], "values") {
		if sep, v := separator(t, min(end+q.width, len(t))); sep == ':' {
			return s.valueAt(v, site{key: i, keyEnd: j, sep: sep, json: true, rule: r})
		}
	}
	w := t[p+q.width : end]
	if c := at(t, skipBlank(t, min(end+q.width, len(t)))); closesPair(c) && (r.grip == pairs && cookieName(w) || r.grip == scheme && authSchemeLen(w) > 0) {
		return s.secret(p+q.width, end, r, true)
	}
	if c := at(t, skipBlank(t, min(end+q.width, len(t)))); closesPair(c) && (r.grip == loginGrip && s.login(p+q.width, end) || r.grip != loginGrip && scrambled(w) && s.take(p+q.width, end, r, true)) {
		return end
	}
	if looksRandom(w) {
		if c := at(t, skipBlank(t, min(end+q.width, len(t)))); closesPair(c) || c == '"' && isBlank(at(t, v-1)) && tokenLike(t[p+q.width:end]) || isAlpha(c) && isBlank(at(t, v-1)) {
			return s.secret(p+q.width, end, r, true)
		}
	}
	return j
}

// minScrambled and minMarks say how long a value is that nobody but a generator writes, in bytes, and how many different
// marks it has.
const minScrambled, minMarks = 16, 3

// scrambled reports whether a value has letters of both cases, digits and several marks in it, none of which is a word,
// a place or a piece of a program: a salt.
func scrambled(w string) bool {
	if len(w) < minScrambled || len(w) > maxToken || !mixedCase(w) || strings.Contains(w, "://") || strings.ContainsAny(w, " \t\n\r") {
		return false
	}
	marks, run := 0, 0
	var seen [128]bool
	for i := 0; i < len(w); i++ {
		c := w[i]
		switch {
		case c >= 0x80:
			return false
		case isLower(c):
			if run++; run > 6 {
				return false
			}
			continue
		case !isAlnum(c) && strings.IndexByte("-_./:,", c) < 0 && !seen[c]:
			seen[c] = true
			marks++
		}
		run = 0
	}
	return marks >= minMarks
}

// closesPair reports whether a mark may follow a name and a value that are two strings, in whatever
// language: f("name", "value"), {"name", "value"}, "value".parse(), f "name" "value" in.
func closesPair(c byte) bool {
	return c == 0 || strings.IndexByte(",])}.;|&\r\n", c) >= 0
}

// valueFirst reports whether the key at i is the name of {"value":"…","name":"…"}.
func (s *scan) valueFirst(i int) bool {
	if s.value.End == 0 || i-s.value.End > 128 || i < s.value.End {
		return false
	}
	if at(s.text, s.value.Start-2) == '=' {
		tag := s.text[s.value.End:i]
		return !strings.ContainsAny(tag, "<>") && strings.HasSuffix(strings.TrimRight(tag, "\"'\\"), "name=")
	}
	if i-s.value.End > 32 {
		return false
	}
	between := strings.Map(func(r rune) rune {
		if isAlnum(byte(r)) || r == ',' || r == ':' {
			return r
		}
		return -1
	}, strings.ToLower(s.text[s.value.End:i]))
	return between == ",name:" || between == ",key:" || strings.HasPrefix(between, ",") && strings.Contains(between, "header") || strings.HasPrefix(between, "forhttpheader") || between == "forkey:"
}

// stored redacts the value that the command of Redis from i to j keeps under a key whose parts name a secret: SET
// "otp:desk" "481553", SETEX "token:7" "300" "…".
func (s *scan) stored(i, j int) {
	t := s.text
	behind := 0 // arguments between the key and the value
	switch t[i:j] {
	case "SET", "SETNX":
	case "SETEX", "PSETEX":
		behind = 1
	default:
		return
	}
	p := j + quoteAt(t, j).width
	var args [3]Span
	for n := range behind + 2 {
		p = skipBlank(t, p)
		q := quoteAt(t, p)
		if q.width == 0 {
			return
		}
		args[n] = Span{p + q.width, q.closing(t, p+q.width)}
		p = min(args[n].End+q.width, len(t))
		s.charge(p - args[n].Start)
	}
	value := args[behind+1]
	for start := args[0].Start; start < args[0].End; {
		n := strings.IndexByte(t[start:args[0].End], ':')
		if n < 0 {
			n = args[0].End - start
		}
		if r := ruleFor(t, start, start+n); r != nil {
			if w := t[value.Start:value.End]; tokenLike(w) || r.kind == "password" && marked(w) || r.kind == "otp" && isOneTimeCode(w) && len(w) == 6 {
				s.bared(value.Start, value.End, r.kind)
			}
			return
		}
		start += n + 1
	}
}
