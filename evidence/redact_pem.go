package evidence

import "strings"

const pemBegin = "-----BEGIN"

// pemHeaders are the headers that a block may have before its base64 (RFC 1421 §4.6).
var pemHeaders = []string{"Proc-Type:", "DEK-Info:", "Comment:", "Key-Info:", "Content-Domain:", "Version:", "Hash:", "MessageID:", "Charset:"}

// pem redacts a private key in PEM form (RFC 7468), its lines raw, quoted in a mail, or joined
// by an escaped line break. Certificates and public keys stay. i is where the begin line starts.
func (s *scan) pem(i int) int {
	end := pemEnd(s.text, i)
	if end == i {
		return i + len(pemBegin)
	}
	s.add(i, end, "private-key")
	return end
}

// pemEnd returns where the private key that begins at i ends, i when none does.
func pemEnd(t string, i int) int {
	if !strings.HasPrefix(t[i:], pemBegin) {
		return i
	}
	body, label := pemLine(t, i+len(pemBegin))
	if !strings.Contains(label, "PRIVATE KEY") {
		return i
	}
	return pemClose(t, body, label)
}

// pemLine reads the label of a begin or end line from p on, and where the line ends.
func pemLine(t string, p int) (end int, label string) {
	head := t[p:min(len(t), p+80)]
	n := strings.Index(head, "-----")
	if n < 0 {
		return p, ""
	}
	label = strings.NewReplacer("+", " ", "%20", " ").Replace(head[:n])
	return p + n + 5, strings.TrimSpace(label)
}

// pemClose returns where the block whose body starts at i ends: at the end line of its own
// label, or where its lines stop being headers and base64. So a block that was cut takes
// nothing else with it.
func pemClose(t string, i int, label string) int {
	end := i
	for {
		p := skipBreaks(t, end)
		if strings.HasPrefix(t[p:], "-----END") {
			if after, l := pemLine(t, p+len("-----END")); l == label {
				return after
			}
			return end
		}
		q := pemHeader(t, p)
		if q == p {
			q = base64End(t, p)
		}
		if q == p || !keyLine(t, p, q) {
			return end
		}
		visited(q - end)
		end = q
	}
}

// pemHeader returns where the header of a block that starts at p ends, p for none.
func pemHeader(t string, p int) int {
	for _, h := range pemHeaders {
		if hasFold(t[p:], h) {
			end := lineEnd(t, p)
			if n := strings.Index(t[p:end], `\n`); n >= 0 {
				end = p + n
			}
			return end
		}
	}
	return p
}

// base64End returns where the base64 from p on ends; form-encoded marks belong to it.
func base64End(t string, p int) int {
	for p < len(t) {
		switch c := t[p]; {
		case isAlnum(c) || c == '+' || c == '/' || c == '=':
			p++
		case c == '%' && (hasFold(t[p:], "%2B") || hasFold(t[p:], "%2F") || hasFold(t[p:], "%3D")):
			p += 3
		default:
			return p
		}
	}
	return p
}

// keyLine reports whether the base64 from p to q is a line of a key: a long one that is no
// hash, or a short one that ends the block.
func keyLine(t string, p, q int) bool {
	if t[q-1] == '=' || strings.HasSuffix(t[p:q], "%3D") || strings.IndexByte(t[p:q], ':') >= 0 {
		return true
	}
	if q-p >= 16 {
		return q-p > 40 || !allHex(t[p:q])
	}
	return strings.HasPrefix(t[skipBreaks(t, q):], "-----END")
}

func allHex(v string) bool {
	for i := 0; i < len(v); i++ {
		if !isHex(v[i]) {
			return false
		}
	}
	return true
}

// breaks are the other ways in which line breaks are written.
var breaks = []string{"<br>", "<br/>", "<br />", "&#10;", "&#13;", "&#xA;", "&#xD;", "%0A", "%0D", "&gt;"}

// skipBreaks steps over line breaks, raw or escaped, the blanks around them, and the marks
// that mails and program texts put before and behind a line.
func skipBreaks(t string, i int) int {
	for i < len(t) {
		switch c := t[i]; {
		case isSpace(c) || strings.IndexByte(">|\"',+", c) >= 0:
			i++
		case c == '\\' && (at(t, i+1) == 'n' || at(t, i+1) == 'r'):
			i += 2
		case c == '\\' && (at(t, i+1) == '\\' || isSpace(at(t, i+1))):
			i++
		default:
			n := otherBreak(t[i:])
			if n == 0 {
				return i
			}
			i += n
		}
	}
	return i
}

func otherBreak(s string) int {
	if s[0] != '<' && s[0] != '&' && s[0] != '%' {
		return 0
	}
	for _, b := range breaks {
		if hasFold(s, b) {
			return len(b)
		}
	}
	return 0
}
