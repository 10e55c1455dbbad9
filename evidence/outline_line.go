package evidence

import "strings"

// outlineKey reads "key: value", "key : value" and "key:" at the front of a line. sep is true when
// a separator follows the key.
func outlineKey(line string) (key, value string, sep bool) {
	if i := strings.Index(line, "=>"); i > 0 && i <= maxKey && (line[0] == ':' || line[0] == '"') { // Ruby
		key = strings.Trim(line[:i], " \t:\"")
		return key, strings.TrimSpace(line[i+2:]), key != ""
	}
	n := 0
	for n < len(line) && n <= maxKey && (isAlnum(line[n]) || strings.IndexByte("_-.@/ \"'", line[n]) >= 0) {
		n++
	}
	if at(line, n) == '(' && n > 0 { // time (UTC): …
		if end := strings.IndexByte(line[n:min(len(line), n+maxKey/2)], ')'); end > 0 && at(line, n+end+1) == ':' {
			n += end + 1
		}
	}
	if n > 0 && n < len(line) && line[n] == '\t' && isAlpha(line[0]) && strings.Count(line, "\t") == 1 { // cells
		return strings.Trim(line[:n], " \"'"), strings.TrimSpace(line[n+1:]), true
	}
	if n == 0 || n >= len(line) || line[n] != ':' || n+1 < len(line) && !isBlank(line[n+1]) {
		return "", "", false
	}
	key = strings.Trim(line[:n], " \t\"'")
	if strings.Count(key, " ") > 3 || key == "" {
		return "", "", false
	}
	return key, strings.TrimSpace(line[n+1:]), true
}

// sectionTitle returns "request" or "response" for a line that is a title of it: the word among
// marks, or after a logger's words and before a colon ("INFO: HEADERS: RESPONSE HEADERS:").
func sectionTitle(line string) string {
	if client, message, ok := strings.Cut(line, "."); ok && (message == "request" || message == "response") && isWord(client) {
		return message // the name of an event: excon.request
	}
	bare := strings.Trim(line, "~=-*#<>[]| \t_+:")
	if bare == line || len(bare) > 40 {
		return ""
	}
	words := keyWords(bare)
	if side := sideTold(words); len(words) > 3 && line == bare+":" && isUpper(line[0]) {
		return side // The request we sent was:
	}
	switch {
	case len(words) == 1 && (words[0] == "request" || words[0] == "response") && strings.TrimRight(line, ":") != bare:
		return words[0]
	case len(words) >= 2 && words[len(words)-1] == "headers" && strings.HasSuffix(line, ":"):
		if w := words[len(words)-2]; w == "response" || w == "request" {
			return w + "Headers"
		}
	}
	return ""
}

// sideTold returns "request" or "response" for the words of a sentence that names one of them, and no
// part of it.
func sideTold(words []string) (side string) {
	for _, w := range words {
		if w == "request" || w == "response" {
			if side != "" {
				return ""
			}
			side = w
		} else if _, attr, _ := classify(w); attr != noAttribute {
			return ""
		}
	}
	return side
}

func isWord(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isAlpha(s[i]) {
			return false
		}
	}
	return s != "" && len(s) <= 32
}

// isTypeName reports whether a text is a word or the name of a type, as a program prints an object that it
// doesn't know how to print.
func isTypeName(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if !isWord(part) {
			return false
		}
	}
	return true
}

// toldInWords returns the members that a line among the others gives in words: the method and URL of
// "Sending HTTP request PATCH https://…", the status of "Received HTTP response after 142 ms - 409".
func toldInWords(line string, place Span) []*node {
	if q := proseRequest(line); q != nil && strings.HasSuffix(line, q.URL) && !strings.HasPrefix(line, q.Method) {
		return []*node{{key: "method", value: q.Method, span: place}, {key: "url", value: q.URL, kind: textNode, span: place}}
	}
	for _, arrow := range []string{"← ", "<- ", "<-- "} {
		if told, ok := strings.CutPrefix(strings.TrimPrefix(line, "- "), arrow); ok {
			if status, reason := splitStatus(told); status > 0 && isReason(status, reason) {
				return []*node{{key: "status", value: threeDigits(status), span: place}}
			}
		}
	}
	if status := arrived(line); status > 0 {
		return []*node{{key: "status", value: threeDigits(status), span: place}}
	}
	return nil
}

// arrived returns the status behind the dash that ends a logged sentence on a request or response, or behind
// that of a logger and before how long it took, 0 for another line: "Received HTTP response headers after
// 142 ms - 409", "a.Client rid=… - 204 in 86 ms".
func arrived(line string) int {
	i := strings.LastIndex(line, " - ")
	if rest := line[i+1:]; i >= 0 && len(rest) > len("- 204 in 8") && allDigits(rest[2:5]) && strings.HasPrefix(rest[5:], " in ") {
		_, n := digits(rest[9:], 8)
		unit := strings.TrimLeft(rest[9+n:], " ")
		if v, _ := digits(rest[2:], 3); reasons[v] != "" && n > 0 && (strings.HasPrefix(unit, "ms") && !isAlnum(at(unit, 2)) || strings.HasPrefix(unit, "s") && !isAlnum(at(unit, 1))) {
			return v
		}
	}
	if i < 0 || len(line) != i+6 || !allDigits(line[i+3:]) || line[i+3] < '1' || line[i+3] > '5' {
		return 0
	}
	if low := strings.ToLower(line[:i]); !strings.Contains(low, "response") && !strings.Contains(low, "request") {
		return 0
	}
	status, _ := digits(line[i+3:], 3)
	return status
}

// receivedStatus returns the status that a line gives right behind the words that it was received, 0 for another line:
// "Received response. Status: 502, Integration latency: 907 ms".
func receivedStatus(line string) int {
	if !strings.Contains(line, "eceived") {
		return 0
	}
	low := strings.ToLower(line)
	visited(len(line))
	n := max(strings.Index(low, "received response"), strings.Index(low, "response received"))
	if n < 0 {
		return 0
	}
	rest := strings.TrimLeft(low[n+len("response received"):], ".,;:- ")
	for _, word := range [...]string{"with ", "http ", "status", " code"} {
		rest = strings.TrimPrefix(rest, word)
	}
	rest = strings.TrimLeft(rest, ":= ")
	if v, digits := digits(rest, 4); digits == 3 && reasons[v] != "" && !isAlnum(at(rest, digits)) && strings.Contains(low[n:len(low)-len(rest)], "status") {
		return v
	}
	return 0
}
