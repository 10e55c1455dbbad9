package evidence

import "strings"

// maxElement is the longest text of an element that is looked at, in bytes.
const maxElement = 16 << 10

// element redacts the text of <password>…</password>.
func (s *scan) element(i, j, v int, r *keyRule) int {
	t := s.text
	p := i
	for p > 0 && i-p < maxKey && (isAlnum(t[p-1]) || t[p-1] == ':' || t[p-1] == '-' || t[p-1] == '_') {
		p--
	}
	if at(t, p-1) != '<' || at(t, v-2) == '/' {
		return j
	}
	return s.content(p, j, v, r)
}

// localName returns the front of a tag's name without blanks and the prefix of a namespace.
func localName(tag string) string {
	tag = strings.TrimLeft(tag[:min(len(tag), maxKey)], " \t")
	n := 0
	for n < len(tag) && (wordByte[tag[n]]) {
		n++
	}
	if at(tag, n) == ':' {
		return tag[n+1:]
	}
	return tag
}

// stringEnd returns where the string of JSON ends that a text may be the end of: before a quote, with its escapes, behind
// which a member goes on or ends; the length of the text for none.
func stringEnd(t string) int {
	for n := 0; n < len(t); n++ {
		if t[n] == '"' && strings.IndexByte(",}]:", at(t+",", n+1)) >= 0 {
			return len(strings.TrimRight(t[:n], `\`))
		}
	}
	return len(t)
}

// content redacts the text from v on of the element whose name stands from i to j. It crosses lines where
// the same element ends behind them.
func (s *scan) content(i, j, v int, r *keyRule) int {
	t := s.text
	stop := "<"
	if strings.HasPrefix(t[v:], "<![CDATA[") {
		v += len("<![CDATA[")
		stop = "]]>"
	}
	end := strings.Index(t[v:min(len(t), v+maxElement)], stop)
	if end < 0 {
		end = lineEnd(t, v) - v
	}
	if closed := stop == "]]>" || at(t, v+end+1) == '/' && hasFold(localName(t[v+end+2:]), localName(t[i:j])); !closed {
		if n := strings.IndexByte(t[v:v+end], '\n'); n >= 0 {
			end = n // <token> in a sentence
		}
		end = stringEnd(t[v : v+end])
	}
	start := min(skipSpace(t, v), v+end)
	stopAt := v + end
	s.charge(end)
	visited(end)
	for stopAt > start && isSpace(t[stopAt-1]) {
		stopAt--
	}
	return past(j, s.secret(start, stopAt, r, true))
}
