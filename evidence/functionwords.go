package evidence

import (
	"slices"
	"strings"
)

// functionWords are the words of the closed classes, prepositions, conjunctions, pronouns, articles and the commonest
// adverbs, of the languages that people write to the desk in. What stands before one of them is not the number of
// something that has a name.
var functionWords = map[string]string{
	"en": `about after again against all and any as at back because before both but by during each every for from if in into just like now of off on once only or our out over per
		since so still than that the then there this though through till to today until upon via was we were when where which while with without yesterday you your it is are has`,
	"de": `aber als am an auf aus bei beim bis da dass dem den der des doch durch ein eine einem einen einer er es für gegen gestern hat heute ich ihr im immer ins ist jetzt mal mit
		nach nicht noch nun nur ob oder seit sie sind trotz um und uns unser vom von vor wann war wegen weil wenn wieder wir wo zu zum zur zurück`,
	"nl": `aan als bij dan dat de deze dit door een en er gisteren heeft het hij ik ja maar met na naar niet nog nu om omdat onder ons onze op sinds steeds te tegen terug terwijl toen
		tot u uit vandaag van vanaf vanuit voor waar wanneer want weer wij wordt zonder zijn`,
	"fr": `à alors après au aussi aux avant avec car ce cette chaque chez comme dans de depuis des dès donc du elle en encore est et hier il je la le les lors lorsque mais ne nos
		notre nous ou où par pas pendant pour puis quand que qui sans si sur toujours tous tout un une vers vous`,
	"es": `a al ante antes así aún aunque ayer bajo como con contra cuando de del desde donde durante el ella en entre es esta este hasta hay hoy la las le lo los más mi mientras
		muy ni nos nuestra nuestro para pero por porque pues que se según si siempre sin sobre su también tras un una y ya`,
	"pt": `ao aos após até às com como contra da das de depois desde do dos durante ela ele em enquanto entre era essa este está há hoje já mais mas na nas não no nos nós nossa nosso
		ontem os ou para pela pelo por porque quando que se sem sempre seu sobre sua também um uma`,
	"it": `abbiamo ai al alla alle anche ancora che chi ci come con contro da dal dalla dalle degli dei del della delle di dopo dove durante è ed fra gli ha ho ieri il la le lo ma
		mentre mi ne nei nel nella noi non nostra nostro oggi ogni per perché più poi prima quando questa questo se sempre senza si solo sono su sul sulla tra tutti un una verso`,
	"da": `af alle at blev da de den denne der det dette efter eller en end er et fordi fra får gik hos hver hvis hvor i igen ikke ind jeg kan kl kun lige med men mens mod mot når nå
		og også om op på siden som så til tilbage uten uden vi ved var vår vores å`,
	"sv": `alla att av blev de den denna det detta där efter eller en ett fast från för får han har hos i idag igen igår inte jag kan kl man med medan men mot när nu och också om oss på
		sedan sen som så till tillbaka trots utan var vi vid vår våra är`,
	"pl": `aby ale bez bo co czy dla do gdy gdzie i jak jest jeśli już kiedy który lub ma mimo na nad nam nas nasz nie niż o od oraz po pod podczas ponownie przed przez przy się są
		ta tak też to tylko w we wczoraj wciąż więc z za ze znowu że dziś`,
	"cs": `aby ale ani až bez by co do jak jako je jen jsme již k kde kdy když ke která který mezi na nad nám nás náš ne nebo než o od po pod pouze pro proti před při s se si stále
		ta tak také ten to u už v ve včera však z za ze že zpět dnes`,
	"hu": `a az és hogy nem meg is de vagy ha mert most csak már még után előtt alatt óta közben volt van`,
	"fi": `ja on ei että kun jos mutta sekä tai vain vielä nyt eilen tänään jälkeen ennen alkaen kanssa ilman`,
}

// functionWord tells for each of functionWords whether English has it and whether another language does.
var functionWord = func() map[string]struct{ english, foreign bool } {
	m := map[string]struct{ english, foreign bool }{}
	for language, words := range functionWords {
		for w := range strings.FieldsSeq(words) {
			known := m[w]
			if language == "en" {
				known.english = true
			} else {
				known.foreign = true
			}
			m[w] = known
		}
	}
	return m
}()

// isFunctionWord reports whether a word, in small letters, is one of functionWords.
func isFunctionWord(w string) bool {
	_, ok := functionWord[w]
	return ok
}

// minForeign is how many different words that English doesn't have tell that a text is in another language.
const minForeign = 3

// writesDayFirst reports whether a text is in one of those languages and not in English: all of them write the day
// before the month.
func writesDayFirst(text string) bool {
	english, foreign := 0, map[string]bool{}
	for i := 0; i < len(text); {
		if !isAlpha(text[i]) && text[i] < 0x80 {
			i++
			continue
		}
		n := max(wordLen(text[i:]), 1)
		visited(n)
		if alone := strings.IndexByte("\x00 \t\n('\"", at(text, i-1)) >= 0 && strings.IndexByte("\x00 \t\r\n.,;:!?)'", at(text, i+n)) >= 0; alone && n < 16 {
			w := strings.ToLower(text[i : i+n])
			switch known := functionWord[w]; {
			case known.english && !known.foreign:
				english++
			case known.foreign && !known.english:
				foreign[w] = true
			}
		}
		i += n
	}
	return len(foreign) >= minForeign && len(foreign) > english
}

// withDaysFirst writes the dates of a text in a language that writes the day first with full stops, 03.02.2026 for
// 03/02/2026, where the number of the month could be that of the day.
func withDaysFirst(text string) *excerpt {
	if len(text) > maxSaid {
		return nil
	}
	var marks []Span
	var days []string // as RFC 3339 has them, read with the day first
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) || i > 0 && (isAlnum(text[i-1]) || strings.IndexByte("/-.\"=_", text[i-1]) >= 0) {
			continue
		}
		seps, day := dayFirstDate(text, i)
		for _, sep := range seps {
			marks = append(marks, Span{sep, sep + 1})
			days = append(days, day)
			i = sep
		}
	}
	if marks == nil || !writesDayFirst(text) && !namesDay(text, days) {
		return nil
	}
	return replaced(text, marks, ".")
}

// namesDay reports whether a text names one of some days in another way too, which leaves no doubt.
func namesDay(text string, days []string) (told bool) {
	eachClock(text, func(c *clock, _ string, _ int) {
		told = told || c.day != c.month && slices.Contains(days, writtenDay(c.year, c.month, c.day))
	})
	return told
}

// dayFirstDate returns where the marks stand in the date at i whose numbers could change places; nothing for none. read is
// its day when the day comes first.
func dayFirstDate(t string, i int) (seps []int, read string) {
	day, n := digits(t[i:], 3)
	first := i + n
	sep := at(t, first)
	if n > 2 || sep != '/' && sep != '-' {
		return nil, ""
	}
	month, k := digits(t[first+1:], 3)
	second := first + 1 + k
	if k == 0 || k > 2 || at(t, second) != sep {
		return nil, ""
	}
	year, l := digits(t[second+1:], 5)
	if end := second + 1 + l; l != 4 || day > 12 || month > 12 || day < 1 || month < 1 || year < 1970 || isAlnum(at(t, end)) || at(t, end) == sep {
		return nil, ""
	}
	return []int{first, second}, writtenDay(year, month, day)
}
