package evidence

import "strings"

// dumpLine is a line of a dump.
type dumpLine struct {
	start, end int                 // of the line, without what stands behind its columns
	tail       int                 // where the line ends
	hex        int                 // where the first byte's digits stand
	n          int                 // bytes
	ascii      int                 // where the column of text starts, 0 for none
	gap        int                 // byte before which the column of text has a blank more, 0 for none
	at         int                 // its first byte among those of the dump
	shown      [maxDumpWidth]uint8 // where the digits of each byte stand behind those of the first
}

// maxDumpWidth is how many bytes a line of a dump shows at most.
const maxDumpWidth = 32

// minDump is the fewest bytes that make a dump.
const minDump = 16

// dumpLineAt reads the line from i to end as one of a dump.
func dumpLineAt(t string, i, end int) (d dumpLine, ok bool) {
	p := i
	for p < end && p-i < 12 && strings.IndexByte(" \t>|", t[p]) >= 0 {
		p++
	}
	hex := offsetEnd(t, p, end)
	if hex == 0 { // behind what a logger puts before it, as .NET does
		if n := strings.Index(t[i:min(end, i+maxDumpPrefix)], "] "); n >= 0 && strings.HasPrefix(t[min(end, i+n+10):end], " : ") {
			hex = offsetEnd(t, i+n+2, end)
		}
	}
	if hex == 0 || end-hex > 1024 {
		return d, false
	}
	d = dumpLine{start: i, tail: end, hex: hex}
	d.end = beforeMarkers(t, d.hex, end)
	return d, d.hex < d.end && d.columns(t)
}

// digits returns where the digits of byte k stand.
func (d *dumpLine) digits(k int) int { return d.hex + int(d.shown[k]) }

// maxDumpPrefix is the longest text that a logger puts before a line of a dump, in bytes.
const maxDumpPrefix = 160

// offsetEnd returns where the bytes stand behind an offset at p, 0 when there is none.
func offsetEnd(t string, p, end int) int {
	if strings.HasPrefix(t[p:end], "0x") {
		p += 2
	}
	o := p
	for p < end && p-o < 9 && isHex(t[p]) {
		p++
	}
	if p-o < 4 || p-o > 8 {
		return 0
	}
	switch c := at(t, p); {
	case c == ':' || c == '|':
		p++
	case c != ' ':
		return 0
	case strings.HasPrefix(t[p:end], " : "):
		p += 3
	case at(t, p+1) != ' ' && !(isPair(t, p+1) && at(t, p+3) == ' '):
		return 0
	}
	return min(skipBlank(t, p), end)
}

// beforeMarkers returns where the columns end before the markers that redaction put behind them.
func beforeMarkers(t string, from, end int) int {
	if n := strings.Index(t[from:end], "  "+markerOpen); n >= 0 {
		p := from + n
		for p < end && strings.HasPrefix(t[p:end], "  "+markerOpen) {
			m := markerLen(t[p+2 : end])
			if m == 0 {
				return end
			}
			p += 2 + m
		}
		if p == end {
			return from + n
		}
	}
	return end
}

// isPair reports whether two hexadecimal digits or two stars stand at p.
func isPair(t string, p int) bool {
	return isHex(at(t, p)) && isHex(at(t, p+1)) || at(t, p) == '*' && at(t, p+1) == '*'
}

// columns finds the bytes of a line and the column of text that agrees with them.
func (d *dumpLine) columns(t string) bool {
	var pairs [maxDumpWidth]int
	n := 0
	for p := d.hex; n < maxDumpWidth && p+2 <= d.end && isPair(t, p); n++ {
		pairs[n] = p
		p += 2
		if at(t, p) == ' ' && isPair(t, p+1) {
			p++
		} else if at(t, p) == '-' && n+1 == 8 && isPair(t, p+1) {
			p++
		} else if q := skipBlank(t, p); n+1 == 8 && q > p && q <= p+3 && isPair(t, q) {
			p = q
		}
	}
	visited(d.end - d.hex)
	for k := n; k > 0; k-- {
		p := pairs[k-1] + 2
		if p == d.end && k == n && n >= 8 {
			d.show(pairs[:k])
			return true
		}
		if p < d.end && (t[p] == ' ' || t[p] == ':') {
			if a, gap := textColumn(t, p, d.end, pairs[:k]); a > 0 {
				d.ascii, d.gap = a, gap
				d.show(pairs[:k])
				return true
			}
		}
	}
	return false
}

// show keeps where the digits of the line's bytes stand.
func (d *dumpLine) show(pairs []int) {
	d.n = len(pairs)
	for k, p := range pairs {
		d.shown[k] = uint8(p - d.hex)
	}
}

// textColumn returns where the text of the bytes at pairs starts between p and end, 0 when what
// stands there is another text, and before which byte it has a blank more.
func textColumn(t string, p, end int, pairs []int) (a, gap int) {
	bar := end > p && (t[end-1] == '|' || t[end-1] == '<' && strings.IndexByte(t[p:end], '>') >= 0)
	if bar {
		end--
		if a := skipBlank(t, p) + 1; a+len(pairs) <= end && (t[a-1] == '|' || t[a-1] == '>') && agrees(t, a, a+len(pairs), pairs) && strings.TrimLeft(t[a+len(pairs):end], " ") == "" {
			return a, 0 // filled up to the width of a row
		}
	}
	for a := min(end-len(pairs), p+160); a > p; a-- {
		if agrees(t, a, end, pairs) {
			return a, 0
		}
		if t[a] != ' ' && !bar {
			break
		}
		if bar && (t[a] == '|' || t[a] == '>') {
			break
		}
	}
	// Wireshark parts the text in the middle too.
	if a := end - len(pairs) - 1; a > p && len(pairs) > 8 && t[a+8] == ' ' && agrees(t, a, a+8, pairs[:8]) && agrees(t, a+9, end, pairs[8:]) {
		return a, 8
	}
	// Blanks at the end of the last line may be gone.
	a = skipBlank(t, p)
	if a < end && end-a < len(pairs) && agrees(t, a, end, pairs[:end-a]) && blankBytes(t, pairs[end-a:]) {
		return a, 0
	}
	return 0, 0
}

func blankBytes(t string, pairs []int) bool {
	for _, p := range pairs {
		if t[p:p+2] != "20" {
			return false
		}
	}
	return true
}

// agrees reports whether the text from a to end is that of the bytes at pairs.
func agrees(t string, a, end int, pairs []int) bool {
	if a < 0 || a+len(pairs) != end {
		return false
	}
	visited(len(pairs))
	for k, p := range pairs {
		c := t[a+k]
		if t[p] == '*' {
			if c != '*' {
				return false
			}
			continue
		}
		b := unhex(t[p])<<4 | unhex(t[p+1])
		if b == ' ' && c == '.' {
			continue // tcpdump has it so
		}
		if b >= 0x20 && b < 0x7f && c != b || (b < 0x20 || b >= 0x7f) && c != '.' {
			return false
		}
	}
	return true
}
