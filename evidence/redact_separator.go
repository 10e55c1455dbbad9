package evidence

import "strings"

// hereString gives the variable that a shell reads its value.
const hereString = "<<<"

// separator reads what parts a key from its value: ":", "=", "=>", "->", ":=", a tab, %3A,
// %3D, ">" of an element, "," of a pair. v is where the value starts; sep is 0 for none.
func separator(t string, k int) (sep byte, v int) {
	m := skipGap(t, k)
	if strings.HasPrefix(at2(t, m), "..") { // the dots that lead to it
		end := m
		for end < len(t) && end-m < maxKey && t[end] == '.' {
			end++
		}
		if c := at(t, skipBlank(t, end)); c == ':' || c == '=' {
			m = skipBlank(t, end)
		}
	}
	switch c := at(t, m); {
	case c >= 0x80 && strings.HasPrefix(t[m:], "：") || c == '\\' && (hasFold(t[m:], `\u003a`) || hasFold(t[m:], `\u003d`)):
		return ':', skipGap(t, m+escapedSeparator(t[m:]))
	case c == '%' && (hasFold(t[m:], "%253a") || hasFold(t[m:], "%253d")):
		return '=', m + 5
	case c == '!' && at(t, m+1) == '=': // compared with it
		v := m + len("!=")
		for at(t, v) == '=' {
			v++
		}
		if v = skipGap(t, v); quoteAt(t, v).width == 0 {
			return 0, m
		}
		return '=', v
	case c == ':' && m > k && qualified(t, m): // token ::http::1, of Tcl
		return 0, m
	case c == ':' || c == '=':
		m++
		for m < len(t) && (t[m] == '=' || t[m] == '>') {
			m++
		}
		return c, skipGap(t, m)
	case m > k && (strings.HasPrefix(t[m:], "||=") || strings.HasPrefix(t[m:], "??=")): // unless it has one
		return '=', skipGap(t, m+len("||="))
	case c == '<' && strings.HasPrefix(t[m:], hereString):
		return '=', skipGap(t, m+len(hereString))
	case c == '|' && m > k:
		return c, m + 1
	case c == '<' && m == k && at(t, m+1) == '/':
		return c, m
	case c == '-' && at(t, m+1) == '>':
		return ':', skipBlank(t, m+2)
	case c == '%' && len(t) > m+2 && t[m+1] == '3' && (t[m+2]|0x20 == 'a' || t[m+2]|0x20 == 'd'):
		return '=', m + 3
	case c == ',' || c == '>':
		return c, m + 1
	case m > k && strings.IndexByte(t[k:m], '\t') >= 0:
		return '\t', m
	}
	return 0, m
}

// qualified reports whether the name at i is a qualified one, of a namespace: ::http::1.
func qualified(t string, i int) bool {
	word := restOfLine(t, i, maxKey)
	if n := strings.IndexAny(word, " \t\"'"); n >= 0 {
		word = word[:n]
	}
	return strings.HasPrefix(word, "::") && len(word) > 2 && isAlpha(word[2]) && strings.Contains(word[2:], "::")
}
