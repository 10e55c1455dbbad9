package evidence

import (
	"encoding/json"
	"strings"
)

// shownEnds reads messages whose lines show how they end: a carriage return as \x0d, \r, ^M or <CR>,
// or as the dot that ngrep prints for it.
type shownEnds struct{}

const shownEndsName = "capture"

// lineEnds are how tools show the end of a line, the longest first.
var lineEnds = []string{`[\r][\n]`, `\x0d\x0a`, `<CR><LF>`, `\r\n`, `\x0d`, `<CR>`, "^M$", "^M", "␍␊", "␍", `\r`, "."}

func (f shownEnds) parts(d *document) (out []part) {
	for k := 0; k < len(d.lines); {
		next := k + 1
		if first, last := d.ends(k); !d.taken[k] && isUpper(first) && !isDigit(last) {
			if v, end := f.message(d, k); v != nil {
				if parts := v.read(d.reader, rawHTTP{}); len(parts) > 0 {
					for i := range parts {
						parts[i].format = shownEndsName
					}
					out = append(out, parts...)
					d.take(k, end)
					next = end
				}
			}
		}
		k = next
	}
	return out
}

// message takes the message that starts in line k. It is nil when none does, or none with ends
// that show.
func (shownEnds) message(d *document, k int) (v *excerpt, next int) {
	line, start := d.trimmed(k)
	end := endShown(line)
	if end == "" || end == `\r\n` && start > d.lines[k].Start || // a dissector's, with more between
		k+1 >= len(d.lines) || d.taken[k+1] {
		return nil, k
	}
	v = &excerpt{}
	v.add(strings.TrimSuffix(line, end), start)
	v.add("\n", d.lines[k].End-1)
	k = d.packetBehind(k + 1)
	following, _ := d.trimmed(k)
	bare, ended := strings.CutSuffix(following, end)
	if _, isHeader := headerLine(bare); !ended && !markerEndsAt(bare, len(bare)-1) || !isHeader && bare != "" { // a secret may have taken its line's end with it
		return nil, k
	}
	for ; k < len(d.lines) && !d.taken[k]; k = d.packetBehind(k + 1) {
		line, start := d.trimmed(k)
		bare, ended := strings.CutSuffix(line, end)
		if _, isHeader := headerLine(bare); !isHeader && bare != "" || line == "" {
			break
		}
		v.add(bare, start)
		v.add("\n", d.lines[k].End-1)
		if ended && bare == "" {
			return v, restOf(d, v, k+1, end)
		}
	}
	return v, k
}

// packetBehind returns the line that goes on from line k where a capture broke a message into packets: the one below the
// title of the next packet. Else it is k.
func (d *document) packetBehind(k int) int {
	n := k
	for n < len(d.lines) && n < k+maxPacketGap && d.blank(n) {
		n++
	}
	if n == k || n+1 >= len(d.lines) || d.taken[n] || d.taken[n+1] || !isPacketTitle(d.line(n)) || d.starts(n+1) {
		return k
	}
	if first, _ := d.trimmed(n + 1); endShown(first) != "" {
		return k // another message
	}
	return n + 1
}

// maxPacketGap is how many empty lines stand at most between two packets.
const maxPacketGap = 4

// isPacketTitle reports whether a line is what ngrep heads a packet with: "T 10.0.0.4:80 -> 10.0.0.7:43340 [AP] #8".
func isPacketTitle(line string) bool {
	_, to, ok := strings.Cut(line[:min(len(line), 2*maxKey)], " -> ")
	return ok && strings.HasPrefix(line, "T ") && strings.Contains(to, " [")
}

// endShown returns how a start line shows its end, "" for a line that is none, or that doesn't.
func endShown(line string) string {
	for _, end := range lineEnds {
		if bare, ok := strings.CutSuffix(line, end); ok && (isStatusLine(bare) || isRequestLine(bare)) {
			return end
		}
	}
	return ""
}

// restOf adds the body of a message: JSON to its end, anything else up to an empty line.
func restOf(d *document, v *excerpt, k int, end string) int {
	v.add("\n", d.lines[k-1].End-1)
	if n := d.packetBehind(k); n > k && opensJSON(d.line(n)) {
		k = n
	}
	if k >= len(d.lines) || d.taken[k] || d.blank(k) || d.starts(k) {
		return k
	}
	if line := d.line(k); strings.HasPrefix(line, "< ") || strings.HasPrefix(line, "> ") { // the next piece
		return k
	}
	body, next := d.body(k, true)
	text := strings.ReplaceAll(body.text, end+"\n", "\n")
	if end == `\r` && !json.Valid([]byte(text)) {
		text = strings.ReplaceAll(text, `\\`, `\`) // socat writes each backslash twice
	}
	v.add(text, body.span.Start)
	return next
}

// ends returns the first byte of line k that isn't blank, and the last; 0 for an empty line.
func (d *document) ends(k int) (first, last byte) {
	l := d.lines[k]
	i := l.Start
	for i < l.End && isBlank(d.text[i]) {
		i++
	}
	visited(i - l.Start + 1)
	if i == l.End {
		return 0, 0
	}
	return d.text[i], d.text[l.End-1]
}
