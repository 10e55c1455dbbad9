package evidence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// monthStems are how the names of the months begin in the languages of Europe that write the day
// first, in their order.
var monthStems = [12]string{
	"jan jän ene gen sty led ian", "feb fev fév lut úno", "mar már mär maa mrt bře", "apr ápr avr abr kwi dub", "may mai maj máj mei mag kvě", "jun jún juin giu cze červen červn iun",
	"jul júl juil lug lip červenc iul", "aug aoû ago sie srp", "sep sze set wrz zář", "oct okt out ott paź říj", "nov lis", "dec déc dez des dic gru pro",
}

// foreignMonth returns the month whose name in one of those languages a text starts with, 0 for none.
// Only what a day stands before can be one: the stems are words of other trades too.
func foreignMonth(s string) (found int) {
	n := wordLen(s)
	if n < 3 || n > 16 {
		return 0
	}
	word, longest := strings.ToLower(s[:n]), 0
	for i, stems := range monthStems {
		for stem := range strings.FieldsSeq(stems) {
			if len(stem) > longest && strings.HasPrefix(word, stem) {
				found, longest = i+1, len(stem)
			}
		}
	}
	return found
}

// wordLen returns the length of the word that a text starts with, in bytes.
func wordLen(s string) int {
	for i, r := range s {
		if !unicode.IsLetter(r) {
			return i
		}
	}
	return len(s)
}

// joiner returns the length of a short word that stands between the parts of a time: "at", "de", "à",
// "las"; 0 for what may be a part itself.
func joiner(s string) int {
	n := wordLen(s)
	if n == 0 || utf8.RuneCountInString(s[:n]) > 4 || s[:n] != strings.ToLower(s[:n]) || s[:n] == "am" || s[:n] == "pm" || weekday(s[:n]) {
		return 0
	}
	if _, zone := zones[s[:n]]; zone {
		return 0
	}
	return n
}
