package auth

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The length of a password.
const (
	shortestPassword = 12  // characters
	longestPassword  = 256 // bytes
	mostlyNew        = 8   // characters that must be left when all that others guess first is gone
	fewestSigns      = 5   // different characters
)

// commonWords are what long passwords are most often made of, one a line.
//
//go:embed common_words.txt
var commonWords string

// Check says what is wrong with a new password, in a sentence for the person who chose it; empty
// when nothing is. Known are words that others would try: their address and name, the
// organisation. Neither kinds of signs nor changes now and then are asked for (NIST SP 800-63B
// §3.1.1.2): length and being nobody's first guess are what counts.
func Check(password string, known ...string) string {
	switch {
	case utf8.RuneCountInString(password) < shortestPassword:
		return "Use at least 12 characters. Four words that have nothing to do with each other are easy to keep in mind."
	case len(password) > longestPassword:
		return "This is longer than 256 bytes. Use a shorter one."
	case guessable(password, known):
		return "This is too easy to guess: it is mostly a common word, a row of keys, your name or address, or the organisation's. Choose another."
	}
	return ""
}

// guessable reports whether little is left of a password without the words that everybody
// knows, or whether it repeats a few signs.
func guessable(password string, known []string) bool {
	rest := strings.ToLower(password)
	for _, word := range guesses(known) {
		rest = strings.ReplaceAll(rest, word, "")
	}
	signs := map[rune]bool{}
	for _, r := range password {
		signs[r] = true
	}
	return utf8.RuneCountInString(rest) < mostlyNew || len(signs) < fewestSigns
}

// guesses are the words to take out, the longest first: the parts of addresses and names count
// by themselves too.
func guesses(known []string) []string {
	words := strings.Fields(commonWords)
	for _, text := range known {
		text = strings.ToLower(text)
		words = append(words, text)
		words = append(words, strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
	}
	words = slices.DeleteFunc(words, func(w string) bool { return utf8.RuneCountInString(w) < 3 })
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}
