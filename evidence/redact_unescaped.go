package evidence

import (
	"net/url"
	"strings"
)

// entities are the marks that HTML and XML name.
var entities = []struct{ name, text string }{{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", `"`}, {"&amp;", "&"}, {"&apos;", "'"}, {"&#39;", "'"}, {"&#34;", `"`}, {"&#x22;", `"`}, {"&#61;", "="}, {"&#58;", ":"}}

// unescapeStop marks the bytes at which something may be escaped.
var unescapeStop = func() (m [256]bool) {
	m['<'], m['%'], m['\\'], m['&'] = true, true, true, true
	return m
}()

// unescaped shows a text with what forms, JSON, programs and markup escape as it is meant. It is
// nil when nothing is escaped.
func unescaped(t string) *lens {
	l := &lens{src: t}
	for i := 0; i < len(t); {
		if !unescapeStop[t[i]] {
			i++
			continue
		}
		n, c := 0, byte(0)
		switch t[i] {
		case '<':
			n = styling(t[i:])
		case '%':
			n, c = percent(t[i:])
		case '\\':
			n, c = escape(t[i:])
		case '&':
			for _, e := range entities {
				if hasFold(t[i:], e.name) {
					n, c = len(e.name), e.text[0]
				}
			}
		}
		if n == 0 {
			i++
			continue
		}
		l.replace(i, i+n, c)
		i += n
	}
	visited(len(t))
	if len(l.segs) == 0 && l.done == 0 {
		return nil
	}
	return l
}

// stylings are the elements of HTML that show a text in another way and mean nothing.
var stylings = []string{"span", "b", "i", "em", "strong", "code", "font", "mark", "u", "tt"}

// styling returns the length of the tag of such an element that s starts with, 0 for none.
func styling(s string) int {
	p := 1
	if at(s, p) == '/' {
		p++
	}
	n := p
	for n < len(s) && n-p < 7 && isAlpha(s[n]) {
		n++
	}
	if at(s, n) != '>' && at(s, n) != ' ' {
		return 0
	}
	for _, name := range stylings {
		if strings.EqualFold(s[p:n], name) {
			end := strings.IndexAny(s[n:min(len(s), n+128)], "<>\n")
			if end >= 0 && s[n+end] == '>' {
				return n + end + 1
			}
			return 0
		}
	}
	return 0
}

// percent reads a percent-encoded byte (RFC 3986 §2.1), encoded up to three times over.
func percent(s string) (int, byte) {
	p := 1
	for p < 5 && strings.HasPrefix(s[p:], "25") {
		p += 2
	}
	if !isHex(at(s, p)) || !isHex(at(s, p+1)) {
		return 0, 0
	}
	return shown(p+2, unhex(s[p])<<4|unhex(s[p+1]))
}

// escape reads \u0041 or \x41, behind any number of backslashes.
func escape(s string) (int, byte) {
	p := 0
	for p < len(s) && p < maxBackslashes && s[p] == '\\' {
		p++
	}
	switch {
	case strings.HasPrefix(s[p:], "u00") && isHex(at(s, p+3)) && isHex(at(s, p+4)):
		return shown(p+5, unhex(s[p+3])<<4|unhex(s[p+4]))
	case at(s, p) == 'x' && isHex(at(s, p+1)) && isHex(at(s, p+2)):
		return shown(p+3, unhex(s[p+1])<<4|unhex(s[p+2]))
	}
	return 0, 0
}

// shown takes an escaped byte when it is ASCII text; a line break counts.
func shown(n int, c byte) (int, byte) {
	if c >= 0x20 && c < 0x7f || c == '\n' || c == '\r' || c == '\t' {
		return n, c
	}
	return 0, 0
}

// escapedBack is back for text in which marks are escaped: what is encoded again is escaped
// again.
func (l *lens) escapedBack(finds []find) []find {
	out := l.back(finds)
	for i := range out {
		if with := out[i].with; with != nil && strings.IndexByte(l.src[out[i].start:out[i].end], '%') >= 0 {
			out[i].with = func(r *Reader) string { return url.QueryEscape(with(r)) }
		}
	}
	return out
}
