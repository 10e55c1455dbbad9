package evidence

import (
	"slices"
	"strings"
)

// zones are the zone names of logs and mails, in minutes east of Greenwich. Names that
// stand for several zones are read as RFC 5322 §4.3 and British and European usage have it.
var zones = map[string]int{
	"z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "bst": 60, "ist": 330, "west": 60, "cet": 60, "cest": 120, "met": 60, "mest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180, "msk": 180,
	"est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "jst": 540, "aest": 600, "aedt": 660,
	"wat": 60, "sast": 120, "trt": 180, "pkt": 300, "sgt": 480, "hkt": 480, "awst": 480, "kst": 540, "acst": 570, "nzst": 720, "nzdt": 780, "brt": -180, "akst": -540, "akdt": -480, "hst": -600, "seč": 60, "selč": 120,
}

// namedZone reads Z, UTC, BST, and GMT+1. Europe writes the day first, America the month.
func (c *clock) namedZone(s, w string, n int) int {
	minutes, ok := zones[w]
	if !ok {
		return 0
	}
	c.zoned, c.offset = true, minutes*60
	switch {
	case minutes < 0 && c.unsure:
		c.day, c.month = c.month, c.day
		c.unsure = false
	case minutes > 0 && minutes <= 180:
		c.unsure = false
	}
	if (w == "gmt" || w == "utc") && (at(s, n) == '+' || at(s, n) == '-') && isDigit(at(s, n+1)) {
		c.zoned = false
		return n + c.numericZone(s[n:])
	}
	return n
}

// maxRemark is the longest remark in brackets behind a time that is looked at for its zone, in bytes.
const maxRemark = 48

// remarkedZone reads the zone that ends a remark in brackets: "(heure de Paris, UTC+2)".
func (c *clock) remarkedZone(s string) int {
	if s[0] != '(' || !c.hasTime || c.zoned {
		return 0
	}
	end := strings.IndexByte(s[:min(len(s), maxRemark)], ')')
	if end < 0 {
		return 0
	}
	visited(end)
	zone := strings.TrimSpace(s[strings.LastIndexAny(s[:end], "(,;=")+1 : end])
	zoned := *c
	if zoned.ofCity(strings.TrimSpace(s[1:end])) {
		*c = zoned
		return end + 1
	}
	n := 0
	for n < len(zone) && isAlpha(zone[n]) {
		n++
	}
	if n == 0 || zoned.namedZone(zone, strings.ToLower(zone[:n]), n) != len(zone) {
		return 0
	}
	*c = zoned
	return end + 1
}

// maxToZone is how many bytes of words may stand between a time of day and its zone in brackets.
const maxToZone = 40

// zoneBehind takes the zone behind words that only lead to it, and returns the length of all: "po CEST", "ώρα Ελλάδας
// (UTC+3)"; 0 for other words.
func (c *clock) zoneBehind(s string) int {
	if k := wordLen(s); (s[:k] == "po" || s[:k] == "in" || s[:k] == "w" || s[:k] == "v") && at(s, k) == ' ' && zoneWord(s[k+1:]) {
		return k + 1 + c.namedZone(s[k+1:], strings.ToLower(s[k+1:k+1+wordLen(s[k+1:])]), wordLen(s[k+1:]))
	}
	n := strings.IndexByte(s[:min(len(s), maxToZone)], '(')
	if n < 0 {
		return 0
	}
	words := strings.Split(strings.TrimSuffix(s[:n], " "), " ")
	if visited(n); len(words) > 3 || slices.ContainsFunc(words, func(w string) bool { return w == "" || wordLen(w) < len(w) }) {
		return 0
	}
	if zone := c.remarkedZone(s[n:]); zone > 0 {
		return n + zone
	}
	return 0
}

// numericZone reads +01:00, +0100 and +01 (and a minus sign in Unicode).
func (c *clock) numericZone(s string) int {
	if !c.hasTime || c.zoned {
		return 0
	}
	p := 1
	if s[0] != '+' && s[0] != '-' {
		p = len("−")
	}
	start := p
	h, n := digits(at2(s, p), 2)
	p += n
	if at(s, p) == ':' && n > 0 {
		p++
	}
	m, k := digits(at2(s, p), 2)
	p += k
	if n == 0 || k == 1 || h > 15 || m > 59 || p == start || isDigit(at(s, p)) {
		return 0
	}
	c.offset = (h*60 + m) * 60
	if s[0] != '+' {
		c.offset = -c.offset
	}
	c.zoned = true
	return p
}
