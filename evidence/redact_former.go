package evidence

import (
	"slices"
	"strings"
)

// formerWords say of a secret that it is none any more: "the old one, …, doesn't work".
var formerWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`old bisher bisheriges statt zamiast místo former formerly previous previously
		alte alten altes alter bisherige bisherigen vorige vorherige früher vorher
		ancien ancienne précédent précédente anciennement antigua antiguo antiga antigo anterior vieja viejo
		vecchia vecchio precedente oude vroeger gamle gammel gamla gammalt forrige tidigare
		stare stary poprzednie poprzedni starý staré předchozí staro stari vanha régi eski`) {
		m[w] = true
	}
	return m
}()

// formerFront marks the three bytes that formerWords start with.
var formerFront = func() (m [1 << 15]bool) {
	for w := range formerWords {
		m[frontThree(w, 0)] = true
	}
	return m
}()

// frontThree is the slot of formerFront for a word at i, in letters of either case.
func frontThree(t string, i int) int {
	return int(t[i]&0x1f)<<10 | int(t[i+1]&0x1f)<<5 | int(t[i+2]&0x1f)
}

// maxFormer is how far behind a secret, and before the one that it took the place of, a word of formerWords stands, in
// bytes.
const maxFormer = 96

// former redacts the password that the word at i says to be an old one, when the one that took its place was told right
// before, on the same line: "… (the old one, …, doesn't work any more)".
func (s *scan) former(i int) {
	t := s.text
	if i+2 >= len(t) || !formerFront[frontThree(t, i)] {
		return
	}
	n := wordLen(t[i:min(len(t), i+24)])
	visited(n)
	if n < 3 || !formerWords[strings.ToLower(t[i:i+n])] || strings.IndexByte("-_", at(t, i+n)) >= 0 && i+n < len(t) {
		return
	}
	known := -1 // where the one before ends
	front := t[max(s.line, i-maxFormer):i]
	visited(len(front))
	if m := strings.LastIndex(front, markerOpen+"password"); m >= 0 {
		known = i - len(front) + m + markerLen(front[m:])
	}
	for n := len(s.finds) - 1; n >= 0 && n >= len(s.finds)-4; n-- {
		if f := s.finds[n]; f.kind == "password" && !f.looks && f.end <= i && f.end > i-len(front) {
			known = max(known, f.end)
		}
	}
	if known < 0 || strings.ContainsAny(t[known:i], ":=") || saysID(t[known:i]) {
		return
	}
	apart := false // by a mark or by "was"
	for p, words := i+n, 0; words < 6 && p < len(t) && p-i < maxFormer; words++ {
		for p < len(t) && (isBlank(t[p]) || strings.IndexByte(",:(=-", t[p]) >= 0) {
			apart = apart || !isBlank(t[p])
			p++
		}
		q := quoteAt(t, p)
		start := p + q.width
		end := start
		for end < len(t) && end-start < 64 && !isSpace(t[end]) && (q.width == 0 || quoteAt(t, end).width == 0) {
			end++
		}
		s.charge(end - p)
		visited(end - p)
		w := strings.TrimRight(t[start:end], ".,;:)?\"'")
		if full := t[start:min(end, start+len(w)+1)]; strings.HasSuffix(full, "!") {
			w = full
		}
		if formerSecret(w, apart || q.width > 0) {
			s.add(start, start+len(w), "password")
			return
		}
		low := strings.ToLower(w)
		if r := ruleFor(low, 0, len(low)); !isFunctionWord(low) && !copulas[low] && low != "one" && (r == nil || r.kind != "password") && !slices.Contains(foreignKeys, low) {
			return // of something else
		}
		apart = copulas[low] || start+len(w) < end
		p = end
	}
}

// formerSecret reports whether w looks like a password beyond doubt: by its marks, or where something sets it apart by
// its letters of both cases and digits.
func formerSecret(w string, apart bool) bool {
	if !marked(w) || harmless(w) || isUUID(w) || isCode(w) || strings.ContainsAny(w, "@=") || isMoment(w) || isDigit(w[0]) && strings.Contains(w, ".") {
		return false
	}
	return strings.ContainsAny(w, "!#$%&*+?~^") && len(w) >= 6 || apart && mixedCase(w) && tokenLike(w)
}
