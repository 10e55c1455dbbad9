package evidence

import (
	"slices"
	"strings"
)

// minRepeat is the shortest secret that is looked for elsewhere in a text, in bytes:
// shorter ones stand in too many harmless words.
const minRepeat = 8

// maxRepeat is the longest; keys in files are longer, and have a shape of their own.
const maxRepeat = 2048

// maxSharing is how many secrets with the same first eight bytes are told apart.
const maxSharing = 8

// repeated holds secrets by their first eight bytes, with a filter that turns most places
// of a text away at once, so that the search doesn't grow with the number of secrets.
type repeated struct {
	kinds  map[uint64][]string
	values map[uint64][]string
	filter [1 << 12]bool
	front  [1 << 10]bool // the first two bytes
}

// repeats redacts the secrets that were found wherever else they stand in the text.
func (s *scan) repeats(r *repeated) {
	if len(r.values) == 0 {
		return
	}
	s.finds = apart(s.finds)
	known := s.finds
	t := s.text
	next := 0
	for i := 0; i+minRepeat <= len(t); {
		if next < len(known) && i >= known[next].start {
			i = max(i, known[next].end)
			next++
			continue
		}
		if t[i] == '[' {
			if n := markerLen(t[i:]); n > 0 {
				i += n
				continue
			}
		}
		stop := len(t)
		if next < len(known) {
			stop = known[next].start
		}
		n, kind := r.match(t, i, stop)
		if n > 0 {
			s.finds = append(s.finds, find{start: i, end: i + n, kind: kind})
			i += n
			continue
		}
		for i++; i < stop && i+minRepeat <= len(t) && t[i] != '[' && !r.front[frontSlot(t[i], t[i+1])]; i++ { // where none starts
		}
	}
}

func newRepeated() *repeated {
	return &repeated{kinds: map[uint64][]string{}, values: map[uint64][]string{}}
}

// gather takes the secrets of a text that are worth looking for.
func (r *repeated) gather(s *scan) {
	for _, f := range s.finds {
		r.take(s, s.text[f.start:f.end], f.kind)
	}
	for _, v := range s.learnt {
		r.take(s, v, "password")
	}
}

func (r *repeated) take(s *scan, v, kind string) {
	if len(v) < minRepeat || len(v) > maxRepeat {
		return
	}
	head := headOf(v, 0)
	known := r.values[head]
	if len(known) >= maxSharing || slices.Contains(known, v) {
		return
	}
	if isID(v) || harmless(v) || !telling(v) || s.ids[strings.ToLower(v)] || strings.Contains(v, markerOpen) {
		return
	}
	r.values[head] = append(known, v)
	r.kinds[head] = append(r.kinds[head], kind)
	r.filter[slot(head)] = true
	r.front[frontSlot(v[0], v[1])] = true
}

// telling reports whether a value is so much its own that it means the same wherever it
// stands: it mixes letters with digits or marks, or cases over some length. A code of a
// register, a host, an address or a time is no secret where it stands again.
func telling(v string) bool {
	var lower, upper, digit, mark bool
	for i := 0; i < len(v); i++ {
		c := v[i]
		lower, upper, digit = lower || isLower(c), upper || isUpper(c), digit || isDigit(c)
		mark = mark || !isAlnum(c) && strings.IndexByte("-_./ \t:;,", c) < 0
	}
	switch {
	case !lower && !upper || strings.ContainsAny(v, " \t") && len(v) < 12:
		return false
	case !digit && !mark && !(lower && upper && len(v) >= 16):
		return false
	case registerCode(v) || hostLike(v) || len(v) <= maxMoment && isMoment(v):
		return false
	}
	return true
}

// registerCode reports whether v looks like TENANT_1 or SUPPLIER-12.
func registerCode(v string) bool {
	n := len(v)
	for n > 0 && isDigit(v[n-1]) {
		n--
	}
	if n == 0 || len(v)-n > 4 {
		return false
	}
	for i := 0; i < n; i++ {
		if !isUpper(v[i]) && v[i] != '_' && v[i] != '-' {
			return false
		}
	}
	return strings.ContainsAny(v, "_-")
}

// hostLike reports whether v is a host name, a mail address or a URL without credentials.
func hostLike(v string) bool {
	if _, after, ok := strings.Cut(v, "://"); ok {
		v, _, _ = strings.Cut(after, "/")
	}
	if user, after, ok := strings.Cut(v, "@"); ok && isHost(user) {
		v = after
	}
	if i := strings.LastIndexByte(v, ':'); i > 0 && allDigits(v[i+1:]) {
		v = v[:i]
	}
	dot := strings.LastIndexByte(v, '.')
	if dot <= 0 || !isHost(v) || v != strings.ToLower(v) || len(v)-dot < 3 || len(v)-dot > 8 {
		return false
	}
	for i := dot + 1; i < len(v); i++ {
		if !isLower(v[i]) {
			return false
		}
	}
	return true
}

func isMoment(v string) bool {
	_, err := ParseMoment(v)
	return err == nil
}

// isID reports whether a value is an identifier rather than a secret: a UUID or a number.
func isID(v string) bool { return isUUID(v) || allDigits(v) }

// headOf returns the eight bytes at i as a number.
func headOf(t string, i int) (h uint64) {
	for _, c := range []byte(t[i : i+8]) {
		h = h<<8 | uint64(c)
	}
	return h
}

func slot(head uint64) uint64 { return head * 0x9e3779b97f4a7c15 >> 52 }

// match returns the length and kind of the longest known secret that stands at i and ends
// before stop, 0 for none.
func (r *repeated) match(t string, i, stop int) (int, string) {
	if !r.front[frontSlot(t[i], t[i+1])] {
		return 0, ""
	}
	head := headOf(t, i)
	if !r.filter[slot(head)] {
		return 0, ""
	}
	best, kind := 0, ""
	for n, v := range r.values[head] {
		last := i + len(v)
		if len(v) > best && last <= stop && t[last-1] == v[len(v)-1] && strings.HasPrefix(t[i:stop], v) && standsAlone(t, i, i+len(v)) {
			best, kind = len(v), r.kinds[head][n]
		}
	}
	return best, kind
}

// standsAlone reports whether the secret from i to j is not a part of something else. One
// that is long and has digits never is; a word of letters must stand between blanks or
// marks of its own, and nothing within an id counts.
func standsAlone(t string, i, j int) bool {
	if withinID(t, i, j) {
		return false
	}
	v := t[i:j]
	if len(v) >= 12 && strings.ContainsAny(v, "0123456789") {
		return true
	}
	before, after := at(t, i-1), at(t, j)
	if isAlnum(before) && isAlnum(v[0]) || isAlnum(after) && isAlnum(v[len(v)-1]) {
		return false
	}
	if strings.ContainsAny(v, "0123456789") {
		return true
	}
	return strings.IndexByte(".-/_@", before) < 0 && strings.IndexByte("-/_@", after) < 0 && !(after == '.' && isAlnum(at(t, j+1))) || before == 0 && after == 0
}

// withinID reports whether the bytes from i to j lie within a UUID or a number.
func withinID(t string, i, j int) bool {
	for i > 0 && j-i <= 36 && (isAlnum(t[i-1]) || t[i-1] == '-') {
		i--
	}
	for j < len(t) && j-i <= 36 && (isAlnum(t[j]) || t[j] == '-') {
		j++
	}
	return isID(t[i:j])
}
