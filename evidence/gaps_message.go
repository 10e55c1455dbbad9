package evidence

import "strings"

// maxSentence is the longest message of an error that is looked for, in bytes.
const maxSentence = 320

// openCurled and openAngle open a quotation as word processors and as French, Italian and Spanish write it, and
// closeCurled and closeAngle close it.
const (
	openCurled, closeCurled = "“", "”"
	openAngle, closeAngle   = "«", "»"
)

// wideMarks open a quotation, and the marks behind them close it: German, Czech and Polish open low, Swedish both alike.
var wideMarks = []struct {
	open   string
	closes []string
}{
	{openCurled, []string{closeCurled}}, {openAngle, []string{closeAngle}}, {"„", []string{"“", "”", "\""}}, {closeAngle, []string{openAngle}}, {closeCurled, []string{closeCurled}},
}

// wideQuotation returns the quotation in such marks that a text starts with, without the blanks within them, and
// where it stands; "" for none.
func wideQuotation(s string) (quoted string, at int) {
	for _, m := range wideMarks {
		inner, ok := strings.CutPrefix(s, m.open)
		if !ok {
			continue
		}
		for _, mark := range m.closes {
			if quoted, _, ok = strings.Cut(inner, mark); ok {
				bare := strings.Trim(quoted, " \u00a0\u202f")
				return bare, len(m.open) + strings.Index(quoted, bare)
			}
		}
	}
	return "", 0
}

// soleMessage finds the only sentence that the key of a message names, or else the only one in
// quotation marks.
func soleMessage(text string) sole {
	var named, quoted sole
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"' && (i == 0 || isSpace(text[i-1]) || text[i-1] == '('): // no value of a key
			rest := restOfLine(text, i+1, maxSentence)
			if n := strings.IndexByte(rest, '"'); n > 0 {
				if _, header := headerLine(rest[:n]); !header && isSentence(rest[:n]) && (!isLower(rest[0]) || strings.Count(rest[:n], " ") >= 3 && tellsError(lineBefore(text, i))) { // no name in small letters
					quoted.add(rest[:n], i+1)
				}
				i += n
			}
		case c == openCurled[0] || c == openAngle[0]:
			if q, n := wideQuotation(restOfLine(text, i, maxSentence)); isSentence(q) && (!isLower(q[0]) || tellsError(lineBefore(text, i))) {
				quoted.add(q, i+n)
			}
		case c == 'm' || c == 'M':
			if v := messageNamed(text, i); v > 0 {
				rest := strings.TrimRight(restOfLine(text, v, maxSentence), " \t\r\"']")
				said := strings.TrimLeft(rest, "\"'[")
				start := v + len(rest) - len(said)
				if !isSentence(said) {
					break
				}
				if strings.HasSuffix(text[:i], relays) {
					start = i - len(relays)
					said = text[start : v+len(rest)]
					said = withinMarks(text[max(0, start-8):start], said)
				}
				named.add(said, start)
			}
		}
	}
	if named.value != "" {
		return named
	}
	return quoted
}

// withinMarks cuts a sentence at the mark that closes the quotation which the text before it opens.
func withinMarks(before, said string) string {
	before = strings.TrimRight(before, " \u00a0\u202f")
	for _, m := range wideMarks {
		if !strings.HasSuffix(before, m.open) {
			continue
		}
		for _, mark := range m.closes {
			if quoted, _, ok := strings.Cut(said, mark); ok {
				return strings.TrimRight(quoted, " \u00a0\u202f")
			}
		}
	}
	return said
}

// relays begins the message by which the gateway passes on that of a supplier: the whole of it is the error's.
const relays = "The supplier API returned the following "

// tellsError reports whether the words before a quotation on its line are those of somebody who tells of an error.
func tellsError(front string) bool {
	low := strings.ToLower(front)
	for _, w := range [...]string{"err", "mess", "sa", "fail", "text", "mel", "mens"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	for w := range strings.FieldsSeq(front) {
		if isCodeOfError(strings.Trim(w, "\"',.:;()")) {
			return true
		}
	}
	return strings.TrimSpace(front) == ""
}

// messageNamed returns where the bare value starts that the word at i names a message, 0 for none.
func messageNamed(text string, i int) int {
	if !hasFold(text[i:], "message") || isAlpha(at(text, i-1)) {
		return 0
	}
	n := i + len("message")
	if c := at(text, n); c == 's' || c == 'S' {
		n++
	}
	if n = skipBlank(text, n); at(text, n) != ':' && at(text, n) != '=' {
		return 0
	}
	return skipBlank(text, n+1)
}

// isSentence reports whether a text is words: two of them at least, and no code.
func isSentence(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) >= 8 && strings.IndexByte(s, ' ') > 0 && (isAlpha(s[0]) || s[0] >= 0x80) && !strings.ContainsAny(s, "{}\\=<>") && !strings.Contains(s, "://")
}

// soleErrorCode finds the only word that has the form of an error's code: capitals with a lower line
// between them, of no tenant and no variable, outside JSON.
func soleErrorCode(text string) (s sole) {
	for i := 0; i < len(text); {
		if !isUpper(text[i]) || i > 0 && (isAlnum(text[i-1]) || strings.IndexByte("_-.$%{\"'/", text[i-1]) >= 0) {
			i++
			continue
		}
		end := i
		for end < len(text) && (isUpper(text[end]) || isDigit(text[end]) || text[end] == '_') {
			end++
		}
		w := text[i:end]
		visited(len(w))
		if c := at(text, end); isCodeOfError(w) && !isAlnum(c) && strings.IndexByte("=-(/\"'", c) < 0 && (c != '.' || !isAlnum(at(text, end+1))) {
			s.add(w, i)
		}
		i = end
	}
	if s.value != "" && strings.Contains(text, s.value+"=") { // a variable's name
		return sole{}
	}
	return s
}

// isCodeOfError reports whether a word has the form of an error's code and of nothing else.
func isCodeOfError(w string) bool {
	return strings.IndexByte(w, '_') > 0 && isErrorCode(w) && !isRegisterCode(w) && namesItself(w) == "" && !strings.HasPrefix(w, "ERR_")
}
