package evidence

import "strings"

// headless redacts the first line of a text where it is the rest of a credential whose head is lost: one word that looks
// generated, with a header's line below it.
func (s *scan) headless() {
	t := s.text
	end := 0
	for end < len(t) && end < maxRepeat && (isAlnum(t[end]) || strings.IndexByte("-_.~+/=", t[end]) >= 0) {
		end++
	}
	visited(end)
	w := t[:end]
	switch len(w) {
	case 43, 64, 86: // a digest in base64 or as the URL's
		return
	}
	if len(w) < minHeadless || strings.HasSuffix(w, "=") || strings.Contains(w, ".eyJ") || !mixedCase(w) || !dense(w) || !strongValue(strings.TrimRight(w, "=")) || !restOfToken(strings.ReplaceAll(w, "/", "")) {
		return
	}
	below := strings.TrimLeft(t[end:min(len(t), end+maxKey)], "'\"\\^`")
	if rest := strings.TrimLeft(below, " \\^`\r"); strings.HasPrefix(rest, "\n") {
		below = strings.TrimLeft(rest[1:], " \t>")
	} else if !strings.HasPrefix(below, " -") {
		return
	}
	if flag, ok := strings.CutPrefix(strings.TrimLeft(below, " "), "-H"); ok {
		below = strings.TrimLeft(flag, " '\"$")
	}
	if startsHeader(below) {
		s.addShape(0, end, "bearer")
	}
}

// dense reports whether the letters and digits of a word change their kind as often as in what is generated, and not as
// in names of classes and tests.
func dense(w string) bool { return mixes(w)*10 >= len(w)*3 }

// minHeadless is the shortest rest of a credential that is known by the header's line below it, in bytes: longer than the
// ids that some systems make of letters and digits.
const minHeadless = 32

// fold takes the lines into a header value that continue it (obsolete line folding,
// RFC 9112 §5.2): indented deeper than the header, and no header themselves.
func (s *scan) fold(v, end int, w site) int {
	t := s.text
	if w.sep != ':' || w.rule.grip != scheme && w.rule.grip != pairs && strings.IndexByte(t[w.key:w.keyEnd], '-') < 0 {
		return end
	}
	for lines := 0; lines < 64; lines++ {
		p := end
		for c := at(t, p); c == '\r' || isBlank(c) || p == end && (c == ',' || c == ';'); c = at(t, p) {
			p++
		}
		if at(t, p) != '\n' {
			return end
		}
		p++
		c := skipBlank(t, p)
		stop := lineEnd(t, min(c, len(t)))
		s.charge(stop - end)
		if c-p <= w.key-s.line || c == stop || strings.Contains(t[c:stop], ": ") || startsHeader(t[c:stop]) || strings.IndexByte("-*•{\"'", at(t, c)) >= 0 {
			return end
		}
		if markerLen(t[c:]) > 0 && isMarker(t[c:stop]) {
			return end
		}
		end = stop
	}
	return end
}

// below redacts a value that stands on the line under its key, as browsers copy headers.
func (s *scan) below(v int, w site) int {
	t := s.text
	if w.sep == '\t' && !w.json {
		return s.quotedBelow(v, w)
	}
	if w.sep != ':' || w.json || !s.lineLong(v, w) {
		return v
	}
	p := v
	if at(t, p) == '\r' {
		p++
	}
	if at(t, p) != '\n' {
		return v
	}
	start := skipBlank(t, p+1)
	apart := false
	if c := at(t, start); c == '\n' || c == '\r' {
		start, apart = skipSpace(t, start), true
	}
	end := lineEnd(t, min(start, len(t)))
	s.charge(end - v)
	line := t[min(start, end):end]
	oneWord := line != "" && !strings.ContainsAny(line, " \t:") && strings.IndexByte("{[<", line[0]) < 0
	switch {
	case apart && !(oneWord && len(line) >= minCarried && restOfToken(line) && !isMarker(line)):
		return v
	case apart:
	case w.rule.grip == pairs && strings.Contains(line, "=") && !strings.Contains(line, ": "):
	case w.rule.grip == scheme && authScheme(firstWord(line)) != "":
	case oneWord && (w.rule.grip == whole || w.rule.grip == scheme || w.rule.grip == single) && (strings.IndexByte(t[w.key:w.keyEnd], '-') > 0 || looksRandom(line)):
	default:
		return v
	}
	s.secret(start, end, w.rule, false)
	return v
}

func firstWord(line string) string {
	if n := strings.IndexAny(line, " \t"); n >= 0 {
		return line[:n]
	}
	return line
}

// quotedBelow redacts the string that is all of the line below a key and a tab.
func (s *scan) quotedBelow(v int, w site) int {
	t := s.text
	p := v
	if at(t, p) == '\r' {
		p++
	}
	if at(t, p) != '\n' {
		return v
	}
	q := quoteAt(t, p+1)
	if q.width == 0 {
		return v
	}
	start := p + 1 + q.width
	end := q.closing(t, start)
	s.charge(end - v)
	if c := at(t, end+q.width); c != '\n' && c != '\r' && c != 0 || !tokenLike(t[start:end]) {
		return v
	}
	return past(v, s.secret(start, end, w.rule, true))
}
