package evidence

import "strings"

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

// former redacts the secret that the word at i says to be an old one, when the one that took its place was told right
// before: "… (the old one, …, doesn't work any more)".
func (s *scan) former(i int) {
	t := s.text
	if i+2 >= len(t) || !formerFront[frontThree(t, i)] {
		return
	}
	n := wordLen(t[i:min(len(t), i+24)])
	visited(n)
	if n < 3 || !formerWords[strings.ToLower(t[i:i+n])] {
		return
	}
	front := t[max(0, i-maxFormer):i]
	visited(len(front))
	known := strings.Contains(front, markerOpen)
	for n := len(s.finds) - 1; n >= 0 && n >= len(s.finds)-4; n-- {
		known = known || s.finds[n].end <= i && i-s.finds[n].end < maxFormer && !s.finds[n].looks
	}
	if !known || strings.Contains(front, "\n\n") {
		return
	}
	apart := false // by a mark or by "was"
	for p, words := i+n, 0; words < 6 && p < len(t) && p-i < maxFormer; words++ {
		for p < len(t) && (isSpace(t[p]) || strings.IndexByte(",:(=-", t[p]) >= 0) {
			apart = apart || !isSpace(t[p])
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
		if !plainWord(w) {
			return
		}
		apart = copulas[strings.ToLower(w)] || start+len(w) < end
		p = end
	}
}

// formerSecret reports whether w looks like a password beyond doubt: by its marks, or where something sets it apart by
// its letters of both cases and digits.
func formerSecret(w string, apart bool) bool {
	if !marked(w) || harmless(w) || isUUID(w) || isCode(w) || strings.ContainsAny(w, "@=") || isMoment(w) {
		return false
	}
	return strings.ContainsAny(w, "!#$%&*+?~^") && len(w) >= 6 || apart && mixedCase(w) && tokenLike(w)
}
