package evidence

import (
	"strings"
	"sync"
)

// steps counts the bytes that searches look at, for the test that holds reading and redaction
// to work that grows with the text alone. It is nil outside of that test.
var steps *int

// visited counts n bytes that a search looked at.
func visited(n int) {
	if steps != nil {
		*steps += n
	}
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isAlpha(c byte) bool { return isLower(c|0x20) && c < 0x80 }
func isAlnum(c byte) bool { return isAlpha(c) || isDigit(c) }
func isBlank(c byte) bool { return c == ' ' || c == '\t' }
func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isHex(c byte) bool {
	return isDigit(c) || (c|0x20 >= 'a' && c|0x20 <= 'f')
}

// isUUID reports whether s is 8-4-4-4-12 hexadecimal digits.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch i {
		case 8, 13, 18, 23:
			if s[i] != '-' {
				return false
			}
		default:
			if !isHex(s[i]) {
				return false
			}
		}
	}
	return true
}

// allDigits reports whether s is one or more decimal digits.
func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// at returns the byte at i, 0 outside of s.
func at(s string, i int) byte {
	if i < 0 || i >= len(s) {
		return 0
	}
	return s[i]
}

// hasFold reports whether s starts with prefix, whatever the case of ASCII letters.
func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && mayFold(s, prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// mayFold reports whether a text that is as long as prefix at least may start with it, by their first letters: it spares
// most comparisons.
func mayFold(s, prefix string) bool {
	return prefix == "" || prefix[0] >= 0x80 || (s[0]^prefix[0])&^0x20 == 0
}

// saysFold reports whether a text holds the name of a header field that has a hyphen, such as X-Request-ID, whatever the
// case of its letters: by its first hyphen, which is rarer than they are.
func saysFold(text, name string) bool {
	front := strings.IndexByte(name, '-')
	for i := 0; ; {
		n := strings.IndexByte(text[i:], '-')
		if n < 0 {
			return false
		}
		if i += n + 1; i > front && hasFold(text[i-1-front:], name) {
			return true
		}
	}
}

// skipBlank returns the first place at or after i that is neither space nor tab.
func skipBlank(s string, i int) int {
	from := i
	for i < len(s) && isBlank(s[i]) {
		i++
	}
	visited(i - from)
	return i
}

// wordList is words that blanks part, taken apart when somebody first asks for them: a list that a program never asks
// for isn't linked into it.
type wordList struct {
	words   string
	once    sync.Once
	list    []string
	byFirst [256][]string // by their first byte
}

// all returns the words in their order.
func (l *wordList) all() []string {
	l.once.Do(func() {
		l.list = strings.Fields(l.words)
		for _, w := range l.list {
			l.byFirst[w[0]] = append(l.byFirst[w[0]], w)
		}
	})
	return l.list
}

// begins reports whether a word begins with one of the list.
func (l *wordList) begins(word string) bool {
	if l.all(); word == "" {
		return false
	}
	for _, start := range l.byFirst[word[0]] {
		if strings.HasPrefix(word, start) {
			return true
		}
	}
	return false
}

// lookout finds where a part of a text stands next, for places that only move on: each byte is passed once.
type lookout struct {
	text, part string
	looked     bool
	next       int
}

// from returns the first place at or after i where the part stands, the text's length for none.
func (a *lookout) from(i int) int {
	if a.next < i || !a.looked {
		a.looked, a.next = true, len(a.text)
		if n := strings.Index(a.text[i:], a.part); n >= 0 {
			a.next = i + n
		}
	}
	return a.next
}

// isASCII reports whether a text has no byte beyond ASCII.
func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// lineEnd returns where the line that holds i ends, without its CR and LF.
func lineEnd(s string, i int) int {
	n := strings.IndexByte(s[i:], '\n')
	if n < 0 {
		n = len(s) - i
	}
	visited(n)
	n += i
	if n > i && s[n-1] == '\r' {
		n--
	}
	return n
}
