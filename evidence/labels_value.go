package evidence

import (
	"slices"
	"strings"
	"unicode"
)

// isURN reports whether the name of a label is the scheme of an address that names a message or a thing
// (RFC 9562 §4): <wsa:MessageID>uuid:…, "urn:uuid:…".
func isURN(line string, f found) bool {
	return f.value == f.end+1 && strings.EqualFold(line[f.start:f.end], "uuid") &&
		(strings.HasSuffix(line[:f.start], "urn:") || at(line, f.start-1) == '>' && strings.Contains(line[f.value:], "</"))
}

// labelValue takes the value of a label in the form that its field has. sure says that the
// text leaves no doubt about a value standing there.
func labelValue(line string, f found, sure bool) (v string, start int, ok bool) {
	start = f.value
	if f.field != ErrorMessage && isPlaceholder(line[start:]) {
		return "", start, false
	}
	for start < len(line) && strings.IndexByte(openers, line[start]) >= 0 && markerLen(line[start:]) == 0 {
		if line[start] == '<' && sure && f.field != RequestID || line[start] == '{' && !strings.HasPrefix(line[f.value:], "{{") && !isUUID(wordOf(line[start+1:])) {
			break
		}
		start++
	}
	word := wordOf(line[start:])
	rest := strings.TrimRight(line[start:], " \t")
	switch f.field {
	case RequestID, ConversationID:
		return word, start, isUUID(word) || word != "" && isAlnum(word[0]) && (sure || f.sep != ' ') && isCorrelationID(word, sure) && !isSaid(rest)
	case ErrorUUID:
		return word, start, isUUID(word) && !isURN(line, f)
	case OrderID:
		return word, start, allDigits(word) && len(word) <= 32 && (sure || len(word) >= 4)
	case Environment:
		if _, choice := choiceOn(rest); choice {
			return "", start, false
		}
		v := environmentOf(word)
		return v, start, v != ""
	case Tenant, Supplier:
		if isCode(word) {
			other := namesItself(word)
			if f.sep == ':' && strayMark(line, start, len(word)) {
				return rest, start, other == "" || other == f.field
			}
			return word, start, other == "" || other == f.field // Tenant / Supplier: TENANT_1 / SUPPLIER_1
		}
		if !sure || f.sep == ' ' || strings.HasPrefix(rest, "0x") { // where a debugger found it
			return "", start, false
		}
		if q := at(line, f.value); quoteByte(q) && (strings.Count(rest, string(q)) == 0 || at(line, f.value+1) == '>') {
			rest, start = strings.TrimRight(line[f.value:], " \t"), f.value // a mark that nothing closes, or that markup is behind, is part of it
		} else {
			bare := strings.Trim(rest, "`\"'*| ")
			rest, start = bare, start+strings.Index(rest, bare)
		}
		if none[strings.ToLower(rest)] || none[strings.ToLower(word)] && isSaid(rest) {
			return "", start, false
		}
		if f.field == Tenant && isUUID(word) {
			return "", start, false // the directory of a cloud
		}
		return rest, start, strings.Trim(rest, "`\"'*|") != "" && len(rest) <= 64 && !strings.HasPrefix(rest, "{")
	case OccurredAt:
		return momentLabel(rest, start, sure)
	case ErrorCode:
		return word, start, isErrorCode(word) && !initials[word] && namesItself(word) == "" && at(line, start+len(word)) != '(' && failureKind(word) == "" && !strings.HasPrefix(word, "ERR_")
	case SupplierReference, ErrorMessage:
		if q, at := quotedBehind(line[f.value:]); !sure && f.field == ErrorMessage && f.sep == ' ' && q != "" {
			return q, f.value + at, true // message "…", within a sentence
		}
		if !sure {
			return "", start, false
		}
		marks := "`\"'*|"
		if at(line, f.value) == '[' && start > f.value { // a list of one
			marks += "]} \t"
		}
		if q, _ := wideQuotation(rest); q != "" {
			rest = q
		}
		rest = strings.Trim(rest, marks)
		if isDigit(at(rest, 0)) && strings.Contains(wordBehind(rest), "=") { // a count, before other members
			return "", start, false
		}
		if f.field == ErrorMessage && len(rest) > maxTold && strings.Contains(rest, "://") { // a person's whole letter
			return "", start, false
		}
		return rest, start + strings.Index(line[start:], rest), rest != "" && len(rest) <= 1024 && rest[0] != '{' && rest[0] != '['
	}
	return "", start, false
}

// strayMark reports whether a quotation mark that nothing opened stands right behind the n bytes of a word, and the rest of a
// statement of SQL behind it: SUPPLIER_4'); DROP TABLE ….
func strayMark(line string, start, n int) bool {
	q, rest := at(line, start+n), strings.TrimRight(at2(line, start+n+1), " \t")
	if !quoteByte(q) || q == '`' || strings.IndexByte(line[:start], q) >= 0 || strings.Contains(rest, ": ") {
		return false
	}
	return strings.HasPrefix(rest, ")") && strings.IndexByte(rest, ';') > 0 || strings.HasPrefix(rest, "; ") || hasFold(rest, " or ") && strings.IndexByte(rest, '=') > 0
}

// wordBehind returns the second word of a text.
func wordBehind(s string) string {
	_, rest, _ := strings.Cut(s, " ")
	word, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	return word
}

// isPlaceholder reports whether a value is what a form says of one that is to be filled in: "<your tenant>".
func isPlaceholder(value string) bool {
	value = strings.TrimSpace(value[:min(len(value), maxKey)])
	if !strings.HasPrefix(value, "<") || !strings.HasSuffix(value, ">") || !isLower(at(value, 1)) {
		return false
	}
	for _, c := range value[1 : len(value)-1] {
		if !unicode.IsLetter(c) && !strings.ContainsRune(" -_'/|", c) {
			return false
		}
	}
	return true
}

// momentLabel takes a time: all of the value when it is sure, else its front.
func momentLabel(rest string, start int, sure bool) (string, int, bool) {
	if len(rest) > maxMoment {
		rest = rest[:maxMoment]
	}
	v := strings.TrimRight(rest, "`\"'*|. ")
	if _, err := ParseMoment(v); err == nil {
		return v, start, true
	}
	if number, remark, ok := strings.Cut(v, " ("); ok && strings.Contains(remark, "epoch") {
		if _, seconds := epoch(number); seconds {
			return number, start, true
		}
	}
	var c clock
	n := c.read(v)
	if _, err := c.moment(); err == nil && n > 0 {
		return strings.TrimRight(v[:n], " ,"), start, true
	}
	return "", start, false
}

// inNamedZone completes a time without a zone whose name says that it is in UTC: "Time (UTC)".
func inNamedZone(name, v string) string {
	if low := strings.ToLower(name); !strings.Contains(low, "utc") && !strings.Contains(low, "gmt") {
		return v
	}
	words := keyWords(name)
	if (slices.Contains(words, "utc") || slices.Contains(words, "gmt")) && !isZoned(v) && isZoned(v+" UTC") {
		return v + " UTC"
	}
	return v
}

// wordOf returns the word at the front of s without marks around it.
func wordOf(s string) string {
	n := 0
	for n < len(s) && n < 200 && strings.IndexByte(" \t,;`\"'<>()|*", s[n]) < 0 {
		if s[n] == '[' {
			n += max(markerLen(s[n:]), 1)
			continue
		}
		if strings.HasPrefix(s[n:], "\ufffd") { // a NUL, or what was no text
			break
		}
		n++
	}
	w := strings.TrimRight(s[:min(n, len(s))], ".:]}!?")
	if whole := len(w) + 1; whole <= n && markerEndsAt(s, len(w)) {
		return s[:whole]
	}
	return w
}

// none are words in the place of an id that nobody has.
var none = map[string]bool{"none": true, "n/a": true, "na": true, "unknown": true, "missing": true, "null": true, "nil": true, "empty": true, "unset": true, "not": true, "no": true, "unavailable": true, "keine": true, "unbekannt": true, "geen": true, "aucun": true, "ninguno": true, "nessuno": true, "brak": true, "tbd": true, "tbc": true, "-": true, "--": true, "–": true, "—": true}

// isSaid reports whether a value is a few words of a language: "see below".
func isSaid(value string) bool {
	words := strings.Fields(value)
	return len(words) > 1 && isWord(words[0]) && words[0] == strings.ToLower(words[0]) && isWord(strings.Trim(words[1], ".,;"))
}

// isCorrelationID reports whether a word can be an id that isn't a UUID: 1 to 128 visible ASCII
// characters, and no word for that there is none. Where the text isn't sure, it needs a digit.
func isCorrelationID(w string, sure bool) bool {
	if w == "" || len(w) > 128 {
		return false
	}
	for i := 0; i < len(w); i++ {
		if w[i] <= ' ' || w[i] > '~' {
			return false
		}
	}
	if none[strings.ToLower(w)] {
		return false
	}
	return sure || len(w) >= 8 && strings.ContainsAny(w, "0123456789")
}

// isCode reports whether a word looks like a code of a register: TENANT_1.
func isCode(w string) bool {
	mark := false
	for i := 0; i < len(w); i++ {
		c := w[i]
		if !isUpper(c) && !isDigit(c) && c != '_' && c != '-' {
			return false
		}
		mark = mark || c == '_' || isDigit(c)
	}
	return len(w) >= 2 && len(w) <= 64 && isUpper(w[0]) && mark
}

// initials are words in capitals that stand behind "code" in sentences and are none.
var initials = map[string]bool{"HTTP": true, "HTTPS": true, "JSON": true, "XML": true, "HTML": true, "API": true, "URL": true, "UUID": true, "TLS": true, "SSL": true, "QR": true, "SQL": true}

// isErrorCode reports whether a word looks like the gateway's error codes: INVALID_REQUEST.
func isErrorCode(w string) bool {
	for i := 0; i < len(w); i++ {
		if !isUpper(w[i]) && !isDigit(w[i]) && w[i] != '_' {
			return false
		}
	}
	return len(w) >= 4 && len(w) <= 64 && isUpper(w[0])
}

// environmentOf reads the name of an environment, "" for anything else.
func environmentOf(w string) string {
	switch strings.ToUpper(w) {
	case "PRODUCTION", "PROD", "LIVE":
		return "PRODUCTION"
	case "CVT":
		return "CVT"
	}
	return ""
}
