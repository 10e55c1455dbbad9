package evidence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// monthStems are how the names of the months begin in the languages of Europe that write the day
// first, in their order. Where two languages give two months one beginning, a longer one tells them apart.
var monthStems = [12]string{
	"jan jän ene gen sty led ian jaan janv sau siječ tammi oca ιαν січ янв яну",
	"feb fev fév lut úno veeb vas velj helmi şub φεβ лют фев",
	"mar már mär maa mrt bře kov ožuj μαρ μάρ бер мар",
	"apr ápr avr abr kwi dub baland trav huhti nis απρ квіт апр",
	"may mai maj máj mei mag kvě geg svib touko μαΐ μάι μαι трав мая май",
	"jun júin jún juin giu cze červen červn iun juun bir lipn kesäk haz ιουν ιούν черв июн юни",
	"jul júl juil lug lip červenc iul juul lie srpnj heinä tem ιουλ ιούλ лип июл юли",
	"aug aoû ago sie srp rugpj kolov elok ağu αυγ αύγ серп авг",
	"sep sze set wrz zář rugs ruj syysk eyl σεπ вер сен сеп",
	"oct okt out ott paź říj spal lokak eki οκτ жовт окт",
	"nov lis lap noi studen marras kas νοε νοέ лист ноя ное",
	"dec déc dez des dic gru pro dets jouluk ara δεκ груд дек",
}

// monthStem is one of monthStems with its month.
type monthStem struct {
	text  string
	month int
}

// stemsByFront holds monthStems by their first byte.
var stemsByFront = func() (t [256][]monthStem) {
	for i, stems := range monthStems {
		for _, stem := range strings.Fields(stems) {
			t[stem[0]] = append(t[stem[0]], monthStem{stem, i + 1})
		}
	}
	return t
}()

// foreignMonth returns the month whose name in one of those languages a text starts with, 0 for none.
// Only what a day stands before can be one: the stems are words of other trades too.
func foreignMonth(s string) (found int) {
	n := wordLen(s)
	if n < 3 || n > 32 {
		return 0
	}
	word, longest := strings.ToLower(s[:n]), 0
	for _, stem := range stemsByFront[word[0]] {
		if len(stem.text) > longest && strings.HasPrefix(word, stem.text) {
			found, longest = stem.month, len(stem.text)
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
