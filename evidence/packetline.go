package evidence

import "strings"

// packetLine reads the one line that captures show of a packet with a start line: tshark without
// options, and tcpdump:
//
//	4 0.000065 10.0.0.2 → 203.0.113.10 HTTP 689 PATCH /v1/product-orders/51212620 HTTP/1.1
//	19:51:12.461 IP 10.0.0.2.52212 > 203.0.113.10.80: Flags [P.], length 343: HTTP: GET /v1 HTTP/1.1
type packetLine struct{}

const packetLineName = "capture"

func (f packetLine) parts(d *document) (out []part) {
	shown := -1 // the line behind the last packet, when nothing but its line is shown
	for k := range d.lines {
		if d.taken[k] || d.lines[k].End-d.lines[k].Start > 1<<12 {
			continue
		}
		if line := d.line(k); strings.IndexByte(line, '>') < 0 && strings.IndexByte(line, "→"[0]) < 0 {
			continue // no arrow between two addresses
		}
		visited(min(d.lines[k].End-d.lines[k].Start, maxFrame))
		start := startOfPacket(d.line(k))
		if start < 0 || shown != k && !endsHere(d, k) {
			continue
		}
		shown = k + 1
		line := d.line(k)
		span := Span{d.lines[k].Start + start, d.lines[k].End}
		if line[start] == 'H' {
			status, reason := splitStatus(cutNote(line[start:]))
			out = append(out, part{format: packetLineName, response: &Response{Status: status, Reason: reason, Span: span}, span: span})
		} else {
			t, _ := requestLine(cutNote(line[start:]))
			out = append(out, part{format: packetLineName, request: &Request{Method: t.method, URL: t.url, Span: span}, span: span})
		}
		d.take(k, k+1)
	}
	return out
}

// endsHere reports whether a packet's content isn't shown below its line.
func endsHere(d *document, k int) bool {
	return k+1 >= len(d.lines) || d.taken[k+1] || d.blank(k+1) || arrowOfPacket(d.line(k+1)) >= 0
}

// arrowOfPacket returns where the arrow between two addresses stands in a line, -1 for nowhere.
func arrowOfPacket(line string) int {
	head := line[:min(len(line), maxFrame)]
	for _, arrow := range []string{" → ", " -> ", " > "} {
		i := strings.Index(head, arrow)
		if i < 0 {
			continue
		}
		from := head[strings.LastIndexByte(head[:i], ' ')+1 : i]
		to, _, _ := strings.Cut(head[i+len(arrow):], " ")
		if isAddress(from) && isAddress(strings.TrimSuffix(to, ":")) {
			return i
		}
	}
	return -1
}

// isAddress reports whether a word is an address of IP, or the name of a host, maybe with a port.
func isAddress(s string) bool {
	return isIP(s) || strings.Count(s, ".") == 4 && strings.Trim(s, "0123456789.") == "" || isDomain(s) ||
		strings.Count(s, ".") > 1 && isHost(s) // tcpdump: host.example.https
}

// startOfPacket returns where the start line stands in a packet's line, -1 for a line of
// something else.
func startOfPacket(line string) int {
	arrow := arrowOfPacket(line)
	if arrow < 0 {
		return -1
	}
	n := strings.Index(line[arrow:], " HTTP")
	if n < 0 {
		return -1
	}
	i := arrow + n + 5
	for i < len(line) && line[i] != ' ' { // HTTP/JSON, HTTP:
		i++
	}
	i = skipBlank(line, i)
	if size, k := digits(line[i:], 9); size > 0 && at(line, i+k) == ' ' {
		i = skipBlank(line, i+k)
	}
	rest := cutNote(line[i:])
	if isStatusLine(rest) || isRequestLine(rest) {
		return i
	}
	return -1
}

// cutNote cuts what a dissector says behind a start line: "  (application/json)", " , JSON (…)".
func cutNote(s string) string {
	for _, note := range []string{"  (", " , ", " (", " [TCP"} {
		if i := strings.Index(s, note); i > 0 {
			s = s[:i]
		}
	}
	return strings.TrimRight(s, " ")
}
