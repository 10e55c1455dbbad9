package evidence

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// bytesAt reads a list of at least minDump bytes, decimal or 0x00, behind the bracket at i. end
// is where reading stopped, i for no list.
func bytesAt(t string, i int) (b blob, end int) {
	p := skipSpace(t, i+1)
	if !isDigit(at(t, p)) {
		return b, i
	}
	start, sep := p, ""
	asHex := strings.HasPrefix(t[p:], "0x")
	var plain []byte
	for {
		n, next := byteAt(t, p, asHex)
		if next == p || len(plain) < 4 && n < 0x09 {
			break
		}
		plain = append(plain, n)
		end = next
		q := skipSpace(t, next)
		if at(t, q) != ',' {
			break
		}
		q = skipSpace(t, q+1)
		if sep == "" {
			sep = t[next:q]
		}
		p = q
	}
	if end <= i {
		return b, p
	}
	if len(plain) < minDump || !isText(string(plain)) {
		return b, end
	}
	b = blob{start: start, end: end, plain: string(plain)}
	b.encode = func(s string) string {
		var out strings.Builder
		for k := 0; k < len(s); k++ {
			if k > 0 {
				out.WriteString(sep)
			}
			if asHex {
				fmt.Fprintf(&out, "0x%02x", s[k])
			} else {
				out.WriteString(strconv.Itoa(int(s[k])))
			}
		}
		return out.String()
	}
	return b, end
}

// byteAt reads one byte of a list. next is p for none.
func byteAt(t string, p int, asHex bool) (n byte, next int) {
	q := p
	if asHex {
		if !strings.HasPrefix(t[p:], "0x") {
			return 0, p
		}
		q += 2
	}
	v := 0
	d := q
	for d < len(t) && d-q < 4 && (isDigit(t[d]) || asHex && isHex(t[d])) {
		if asHex {
			v = v<<4 | int(unhex(t[d]))
		} else {
			v = 10*v + int(t[d]-'0')
		}
		d++
	}
	if d == q || v > 255 {
		return 0, p
	}
	return byte(v), d
}

// dumpString reads the string of JSON whose quote stands at i, when it holds the lines of a dump.
// end is where reading stopped, i for no such string.
func dumpString(t string, i int) (b blob, end int) {
	end = quote{1, '"', 0}.closing(t, i+1)
	inner := t[i+1 : end]
	if at(t, end) != '"' || !strings.Contains(inner, `\n`) || !dumpHint(inner) {
		return b, i
	}
	var plain string
	if json.Unmarshal([]byte(t[i:end+1]), &plain) != nil {
		return b, end
	}
	visited(len(inner))
	return blob{start: i + 1, end: end, plain: plain, encode: func(s string) string {
		out, _ := json.Marshal(s)
		return string(out[1 : len(out)-1])
	}}, end
}

// dumpHint reports whether an escaped line break with an offset behind it stands in a string.
func dumpHint(s string) bool {
	for {
		n := strings.Index(s, `\n`)
		if n < 0 {
			return false
		}
		s = strings.TrimPrefix(strings.TrimLeft(s[n+2:], " "), "0x")
		p := 0
		for p < 8 && isHex(at(s, p)) {
			p++
		}
		if p >= 4 && (at(s, p) == ':' || at(s, p) == ' ') {
			return true
		}
	}
}
