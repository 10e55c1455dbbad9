package evidence

import "strings"

// maxKey is how much of a word's end is looked at to tell whether it names a secret.
const maxKey = 48

// key is a word taken apart: "X-Api-Key" and "xApiKey" are flat "xapikey", last "key",
// prev "api".
type key struct {
	flat, last, prev []byte
}

// splitKey lowers a word and splits it at separators and at changes of case. The result
// lives in buf.
func splitKey(w string, buf *[maxKey]byte) key {
	if len(w) > maxKey {
		w = w[len(w)-maxKey:]
	}
	n, last, prev := 0, 0, 0
	cut := func() {
		if n > last {
			prev, last = last, n
		}
	}
	for i := 0; i < len(w); i++ {
		c := w[i]
		if !isAlnum(c) {
			if i < len(w)-1 {
				cut()
			}
			continue
		}
		if isUpper(c) && i > 0 && startsPart(w, i) {
			cut()
		}
		if isUpper(c) {
			c |= 0x20
		}
		buf[n] = c
		n++
	}
	return key{flat: buf[:n], last: buf[last:n], prev: buf[prev:last]}
}

// startsPart reports whether the capital at i starts a part: aB, or the last of ABc.
func startsPart(w string, i int) bool {
	return isLower(w[i-1]) || isDigit(w[i-1]) || isUpper(w[i-1]) && i+1 < len(w) && isLower(w[i+1])
}

// rulesByEnd holds keyRules, in order, under the two letters that their keys end in.
var rulesByEnd = func() (t [1 << 10][]*keyRule) {
	for i := range keyRules {
		r := &keyRules[i]
		for _, n := range append(append([]string{}, r.names...), r.ends...) {
			end := endSlot(n, len(n))
			if at := t[end]; len(at) == 0 || at[len(at)-1] != r {
				t[end] = append(t[end], r)
			}
		}
	}
	return t
}()

// thirdLetters marks, for each slot of rulesByEnd, the letters that stand before the two in the rules' keys.
var thirdLetters = func() (t [1 << 10]uint32) {
	for i := range keyRules {
		r := &keyRules[i]
		for _, n := range append(append([]string{}, r.names...), r.ends...) {
			t[endSlot(n, len(n))] |= thirdLetter(n)
		}
	}
	return t
}()

// thirdLetter marks the letter before the last two of a word in one bit; every bit where no letter stands there: a
// separator or a digit tells nothing of the letter before it.
func thirdLetter(w string) uint32 {
	if len(w) < 3 || !isAlpha(w[len(w)-3]) {
		return 1<<32 - 1
	}
	return 1 << (w[len(w)-3] & 0x1f)
}

// endSlot is the slot of rulesByEnd for a word that ends at j, in letters of either case.
func endSlot(t string, j int) uint { return uint(t[j-2]&0x1f)<<5 | uint(t[j-1]&0x1f) }

// ruleFor returns the rule for the word from i to j when it names a secret, nil otherwise.
func ruleFor(t string, i, j int) *keyRule {
	for j > i && !isAlnum(t[j-1]) {
		j--
	}
	if j-i < 2 {
		return nil
	}
	if r := ruleNamed(t, i, j); r != nil {
		return r
	}
	if e := withoutTail(t, i, j); e < j {
		return ruleNamed(t, i, e)
	}
	return nil
}

// keyTails are what may follow the name of a secret in a key: password1, passwordConfirm.
var keyTails = []string{"confirmation", "confirmed", "confirm", "repeat", "again", "verify", "value", "string", "plain"}

// tailsByEnd holds keyTails by their last letter.
var tailsByEnd = func() (t [1 << 5][]string) {
	for _, tail := range keyTails {
		end := tail[len(tail)-1] & 0x1f
		t[end] = append(t[end], tail)
	}
	return t
}()

// withoutTail returns where the word from i to j ends without its number or tail.
func withoutTail(t string, i, j int) int {
	e := j
	for e > i && isDigit(t[e-1]) {
		e--
	}
	if e == j {
		for _, tail := range tailsByEnd[t[j-1]&0x1f] {
			if n := j - len(tail); n > i && t[n]|0x20 == tail[0] && strings.EqualFold(t[n:j], tail) {
				e = n
				break
			}
		}
	}
	for e > i && !isAlnum(t[e-1]) {
		e--
	}
	return e
}

// ruleNamed returns the rule for the word from i to j as it stands.
func ruleNamed(t string, i, j int) *keyRule {
	if j-i < 2 {
		return nil
	}
	slot := endSlot(t, j)
	rules := rulesByEnd[slot]
	if len(rules) == 0 || thirdLetters[slot]&thirdLetter(t[i:j]) == 0 {
		return nil
	}
	var buf [maxKey]byte
	k := splitKey(t[i:j], &buf)
	for _, r := range rules {
		if r.named(k) && r.fits(t, i, k) {
			return r
		}
	}
	return nil
}

// named reports whether a key is one of the rule's, by its last part or its end.
func (r *keyRule) named(k key) bool {
	for _, n := range r.names {
		if string(k.last) == n {
			return true
		}
	}
	for _, end := range r.ends {
		if len(k.flat) >= len(end) && string(k.flat[len(k.flat)-len(end):]) == end {
			return true
		}
	}
	return false
}

// fits reports whether the rule takes a key where it stands.
func (r *keyRule) fits(t string, i int, k key) bool {
	for _, p := range r.not {
		if string(k.prev) == p || string(k.flat) == p {
			return false
		}
	}
	if r.after != nil {
		prev := string(k.prev)
		if prev == "" {
			prev = wordBefore(t, i)
		}
		found := false
		for _, p := range r.after {
			found = found || prev == p
		}
		return found
	}
	if r.inQuery {
		return len(k.prev) == 0 && (at(t, i-1) == '?' || at(t, i-1) == '&')
	}
	return true
}

// wordBefore returns the word before i in lower case when one space parts them: "api" for
// the key of "API key".
func wordBefore(t string, i int) string {
	if at(t, i-1) != ' ' {
		return ""
	}
	j := i - 1
	for j > 0 && i-j < maxKey && isAlnum(t[j-1]) {
		j--
	}
	var buf [maxKey]byte
	if j == i-1 {
		return ""
	}
	return string(splitKey(t[j:i-1], &buf).last)
}
