package evidence

import (
	"strings"
)

// startLine is the first line of a message within a line of the document.
type startLine struct {
	at    int    // where it starts in the line
	text  string // in the form of RFC 9112
	arrow int    // where the arrow before it starts in the line; at when there is none
	field string // the pseudo-field of HTTP/2 that starts the message, "" for a start line
	crlf  bool   // the line shows its end as \r\n
}

// findStart finds a request line or status line within a line.
func findStart(line string) (s startLine, ok bool) {
	if len(line) > 1<<16 {
		return s, false
	}
	end := len(strings.TrimRight(line, " \t"))
	text := line[:end]
	if t, cut := strings.CutSuffix(text, `\r\n`); cut {
		text, s.crlf = t, true
	}
	if i := statusIn(text); i >= 0 {
		s.at, s.text = i, statusLineOf(text[i:])
	} else if i, request := requestIn(text); i >= 0 {
		s.at, s.text = i, request
	} else if i := pseudoIn(text); i >= 0 {
		s.at, s.text = i, text[i:]
		s.field = text[i : i+strings.IndexByte(text[i+1:], ':')+1]
	} else {
		return s, false
	}
	s.arrow = arrowBefore(line, s.at)
	return s, s.at <= maxFrame
}

// statusIn returns where a status line starts in a line that ends with it, or where a status
// behind an arrow does; -1 for nowhere.
func statusIn(line string) int {
	if i := strings.LastIndex(line, "HTTP/"); i >= 0 && isStatusLine(line[i:]) && (i == 0 || !isAlnum(line[i-1]) && !quoteByte(line[i-1]) || packetBytes(line[:i])) {
		return i
	}
	for _, arrow := range []string{"<-- ", "<--- ", "<- ", "<< ", "← ", "<= "} {
		if i := strings.Index(line, arrow); i >= 0 && i <= maxFrame {
			i = skipBlank(line, i+len(arrow))
			if status, _ := splitStatus(line[i:]); status > 0 {
				return i
			}
		}
	}
	if i := strings.Index(line, "< "); i >= 0 && strings.Trim(line[:i], "0123456789 ") == "" && i <= 8 { // 1 < 409
		if status, _ := splitStatus(line[i+2:]); status > 0 && len(line) == i+5 {
			return i + 2
		}
	}
	return -1
}

// statusLineOf writes a status line without what loggers put behind it.
func statusLineOf(s string) string {
	status, reason := splitStatus(s)
	if i := strings.Index(reason, "http"); i >= 0 {
		reason = strings.TrimSpace(reason[:i])
	}
	if i := strings.IndexAny(reason, "(["); i >= 0 {
		reason = strings.TrimSpace(reason[:i])
	}
	if i := strings.LastIndexByte(reason, ' '); i >= 0 && isSize(reason[i+1:]) { // Conflict 154b
		reason = reason[:i]
	}
	return "HTTP/1.1 " + threeDigits(status) + " " + reason
}

func threeDigits(n int) string {
	return string([]byte{byte('0' + n/100%10), byte('0' + n/10%10), byte('0' + n%10)})
}

// isSize reports whether a word is a number of bytes: 154b, 1.2k.
func isSize(w string) bool {
	n := 0
	for n < len(w) && (isDigit(w[n]) || w[n] == '.') {
		n++
	}
	return n > 0 && n < len(w) && len(w)-n <= 2 && isAlpha(w[n])
}

// requestIn finds a request line that a line ends with. Without its version it must be absolute,
// or stand behind an arrow, a colon or nothing.
func requestIn(line string) (i int, text string) {
	rest, version := line, ""
	if n := lastVersion(line); n >= 0 {
		rest, version = strings.TrimRight(line[:n], " \t"), line[n:]
	}
	if version == "h2" || version == "h3" {
		version = "HTTP/" + version[1:]
	}
	version = strings.ToUpper(version) // http/1.1, as protocols are named in RFC 7301
	for from := 0; from < len(rest) && from <= maxFrame; {
		n := strings.IndexByte(rest[from:], ' ')
		if n < 0 {
			return -1, ""
		}
		end := from + n
		start := end
		for start > from && isUpper(rest[start-1]) {
			start--
		}
		if packetBytes(rest[:start]) || packetBytes(rest[:end]) {
			for !methods[rest[start:end]] && end-start > 3 {
				start++
			}
		}
		if methods[rest[start:end]] && (start == 0 || packetBytes(rest[:start]) || !isAlnum(rest[start-1]) && !quoteByte(rest[start-1])) {
			u := skipBlank(rest, end)
			target := rest[u:]
			if isTarget(target) && (version != "" && !strings.ContainsAny(target, " \t") || openRequest(rest, start, target)) {
				return start, rest[start:end] + " " + target + " " + firstOf(version, "HTTP/1.1")
			}
		}
		from = end + 1
	}
	return -1, ""
}

// pseudoIn returns where a pseudo-field (RFC 9113 §8.3) that a line ends with starts behind a
// blank, -1 for nowhere.
func pseudoIn(line string) int {
	for from := 0; from < min(len(line), maxFrame); {
		n := strings.Index(line[from:], " :")
		if n < 0 {
			return -1
		}
		from += n + 1
		if h, ok := headerLine(line[from:]); ok {
			switch h.Name {
			case ":method", ":path", ":authority", ":scheme", ":status":
				return from
			}
		}
	}
	return -1
}

// lastVersion returns where the version that a line ends with starts, or the name of the protocol
// in its place (RFC 7301 §6: h2); -1 for none.
func lastVersion(line string) int {
	n := strings.LastIndexByte(line, ' ')
	if n < 0 || len(line)-n > 10 || !hasFold(line[n+1:], "http/") && line[n+1:] != "h2" && line[n+1:] != "h3" {
		return -1
	}
	return n + 1
}

// packetBytes reports whether a text ends in the bytes before a packet's payload as captures print them,
// a dot for each that has no character: "...>......mGET /v1".
func packetBytes(before string) bool {
	if n := len(before); n >= 4 && n <= 8 && strings.Count(before, ".")*3 >= n {
		return true // the two times of RFC 7323 §3.2, behind an option that reads as the end of a line
	}
	word := before[strings.LastIndexByte(before, ' ')+1:]
	return strings.Count(word, "..") >= 2 && strings.Count(word, ".")*3 >= len(word)
}

// openRequest reports whether a request line without a version is one: what stands before it and
// the form of its target leave no doubt.
func openRequest(line string, start int, target string) bool {
	if strings.ContainsAny(target, " \t\"'<>{}[]()|,") {
		return false
	}
	before := strings.TrimRight(line[:start], " \t")
	clear := before == "" || strings.IndexByte(":>]-|", before[len(before)-1]) >= 0 || strings.HasSuffix(before, "→")
	return clear && (hasFold(target, "http") || before != "")
}

// arrowBefore returns where the arrow or mark that stands before i starts, i for none.
func arrowBefore(line string, i int) int {
	n := i
	for n > 0 && isBlank(line[n-1]) {
		n--
	}
	for _, arrow := range []string{"→", "←"} {
		if strings.HasSuffix(line[:n], arrow) {
			return n - len(arrow)
		}
	}
	m := n
	for m > 0 && strings.IndexByte("<>-=", line[m-1]) >= 0 {
		m--
	}
	if m == n || m > 0 && isAlnum(line[m-1]) {
		return i
	}
	return m
}
