package models

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docket/evidence"
)

// Bounds of what is kept to be searched, in bytes.
const (
	longestWord     = 60   // of one run of letters; the rest of a longer one is not looked at
	filingWords     = 1000 // of a filing
	messageWords    = 2000 // of a message or a note
	mostSearchWords = 16   // words of a search; more are not looked at
)

// wordsIn returns the runs of letters and digits of a text in lower case, each once, in their
// order. What is searched and what it is searched for go through it alike, so that no engine's
// own idea of a word matters.
func wordsIn(text string) []string {
	var words []string
	known := map[string]bool{}
	for _, run := range strings.FieldsFunc(strings.ToLower(text), parts) {
		if run = cutText(run, longestWord); !known[run] {
			known[run] = true
			words = append(words, run)
		}
	}
	return words
}

// parts reports whether a character stands between words. Marks belong to the letter before them.
func parts(r rune) bool {
	return r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
}

// cutText returns the beginning of a text, at most so many bytes, cut between characters.
func cutText(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// searchedFor returns what a filing is found by.
func searchedFor(t Ticket, p Papers) string {
	text := strings.Join([]string{
		cutText(t.Summary.String(), 200), t.ErrorCode, t.Tenant, t.Supplier, cutText(t.SupplierReference.String(), 100),
		cutText(t.Name.String(), 100), t.Email, cutText(t.ErrorMessage.String(), 300), t.Method, cutText(t.URL.String(), 300),
		cutText(p.Description.String(), 600),
	}, " ")
	return strings.Join(wordsIn(cutText(text, filingWords)), " ")
}

// searchedIn returns what a text of a conversation makes its ticket be found by.
func searchedIn(text evidence.Clean) string {
	return strings.Join(wordsIn(cutText(text.String(), messageWords)), " ")
}

// search is what somebody looks for: all of the words, of which the last may be the beginning of one.
type search []string

// searchFor reads a search.
func searchFor(text string) search {
	words := wordsIn(text)
	return words[:min(len(words), mostSearchWords)]
}

// shortestPrefix is the length, in bytes, from which a last word is also taken for the beginning
// of a longer one. Shorter ones begin too many.
const shortestPrefix = 3

// open reports whether the last word may be the beginning of a longer one.
func (s search) open() bool { return len(s) > 0 && len(s[len(s)-1]) >= shortestPrefix }

// hits reports whether words, with spaces between them, hold what is looked for.
func (s search) hits(words string) bool {
	found := make([]bool, len(s))
	for word := range strings.SplitSeq(words, " ") {
		for i, wanted := range s {
			if word == wanted || i == len(s)-1 && s.open() && strings.HasPrefix(word, wanted) {
				found[i] = true
			}
		}
	}
	for _, ok := range found {
		if !ok {
			return false
		}
	}
	return len(s) > 0
}
