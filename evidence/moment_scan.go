package evidence

import (
	"slices"
	"strings"
)

// read takes parts of a time from the front of s and returns how far it came: behind the
// last part that belongs to the time.
func (c *clock) read(s string) int {
	done := 0
	for i := 0; i < len(s); {
		if n := c.remarkedZone(s[i:]); n > 0 {
			i += n
			done = i
			continue
		}
		if c.hasTime && !c.zoned && (isAlpha(s[i]) || s[i] >= 0x80) {
			if n := c.placeWords(s[i:]); n > 0 {
				i += n
				done = i
				continue
			}
		}
		if strings.IndexByte(" \t,()[]", s[i]) >= 0 {
			i++
			if i == done+1 && (s[i-1] == ')' || s[i-1] == ']') {
				done = i
			}
			continue
		}
		if c.hasDate && !c.hasTime && (s[i] == ':' || s[i] == '@' && isBlank(at(s, i+1)) || shortened(s, i)) {
			i++
			continue
		}
		n, zoned := 0, c.zoned
		switch {
		case isDigit(s[i]):
			n = c.number(s[i:])
		case isAlpha(s[i]):
			n = c.name(s[i:])
		case s[i] >= 0x80 && c.month == 0 && (c.day > 0 || c.year > 0) && foreignMonth(s[i:]) > 0: // április
			n = c.name(s[i:])
		case c.hasTime && !c.zoned && wordLen(s[i:]) > 0:
			if n = wordLen(s[i:]); !oclock[strings.ToLower(s[i:i+n])] {
				n = c.zoneBehind(s[i:])
			} else if at(s, i+n) == '.' {
				n++
			}
		case s[i] == '-' && (c.hasDate || c.hasTime || c.day > 0) && ending(s[i:]) > 0:
			i += ending(s[i:])
			continue
		case c.hasDate && !c.hasTime && s[i] >= 0x80:
			if n = joiner(s[i:]); n > 0 {
				c.joined(s[i : i+n])
			}
		case s[i] == '+' || s[i] == '-' || strings.HasPrefix(s[i:], "−"):
			n = c.numericZone(s[i:])
		}
		if n == 0 {
			break
		}
		i += n
		if w := s[i-n : i]; w != "T" && (isDigit(w[0]) || joiner(w) == 0 || month(w) > 0 || c.zoned && !zoned) {
			done = i
		}
	}
	return done
}

// shortened reports whether the full stop at i ends no sentence: that of an abbreviation or an ordinal between a date
// and its time of day, "2026 r., godz. 9:18", "12.5.2026.) u 16:10".
func shortened(s string, i int) bool {
	if s[i] != '.' {
		return false
	}
	if next := at(s, i+1); next != ' ' {
		return next == ',' || next == ')'
	}
	return i+2 < len(s) && (isDigit(s[i+2]) || strings.ToLower(s[i+2:i+3]) == s[i+2:i+3] && joiner(s[i+2:]) > 0)
}

// dayFirst are the words between a day and a time of day in languages that write the day first.
var dayFirst = map[string]bool{"à": true, "às": true, "um": true, "gegen": true, "om": true, "kl": true, "klo": true, "alle": true, "las": true, "ore": true, "o": true, "vers": true, "godz": true, "hod": true}

// beforeDay are the words between a time of day and its date in such languages.
var beforeDay = map[string]bool{"am": true, "vom": true, "del": true, "il": true, "le": true, "du": true, "op": true, "van": true, "den": true, "dnia": true, "dniu": true, "dne": true, "do": true, "em": true, "de": true}

// joined notes the word between a date and its time of day.
func (c *clock) joined(word string) {
	c.dayFirst = c.hasTime && beforeDay[word]
	c.told = c.hasDate && dayFirst[word]
	c.unsure = c.unsure && !c.told
}

// digits reads up to max decimal digits at the front of s.
func digits(s string, max int) (value, n int) {
	for n < len(s) && n < max && isDigit(s[n]) {
		value = value*10 + int(s[n]-'0')
		n++
	}
	return value, n
}

// number reads what starts with a digit: a date, a time of day, a year or a day.
func (c *clock) number(s string) int {
	v, n := digits(s, 9)
	if c.hasDate && !c.hasTime && n <= 2 && at(s, n) == ' ' {
		if length := c.spokenTime(s); length > 0 {
			return length
		}
	}
	switch sep := at(s, n); {
	case (sep == ':' || (sep == 'h' || sep == 'u') && c.hasDate) && n <= 2: // 14h46, 14u46
		return c.timeOfDay(s)
	case sep == '.' && n <= 2 && c.hasDate && !c.hasTime && c.told && len(s) >= n+3 && isDigit(s[n+1]) && isDigit(s[n+2]) && !isDigit(at(s, n+3)): // kl. 14.46
		return c.timeOfDay(s)
	case sep == '.' && n == 2 && c.hasDate && !c.hasTime && len(s) > n+3 && isDigit(s[n+1]) && isDigit(s[n+2]) && isBlank(s[n+3]) && zoneWord(s[n+4:]): // 10.05 UTC
		return c.timeOfDay(s)
	case sep == '.' && n <= 2 && c.hasDate && !c.hasTime && len(s) >= n+6 && isDigit(s[n+2]) && s[n+3] == '.':
		return c.timeOfDay(s)
	case n == 8 && !c.hasDate && at(s, n) == 'T':
		return c.setDate(v/10000, v/100%100, v%100, n)
	case n == 6 && c.hasDate && !c.hasTime && c.compact(v, s[n:]):
		return n
	case (sep == '-' && at(s, n+1) < 0x80 || sep == '/' || sep == '.' && isAlnum(at(s, n+1))) && n <= 4 && !c.hasDate:
		return c.date(s, v, n, sep)
	case n <= 4 && sep == '.' && !c.hasDate && spacedDate(s) > 0:
		return c.spaced(s)
	case n == 4 && sep == '.' && at(s, n+1) == ' ' && foreignMonth(s[n+2:]) > 0: // 2026. január 14.
		return c.setYear(v, n) + 1
	case n == 4:
		return c.setYear(v, n)
	case n <= 2 && (at(s, n)|0x20 == 'a' || at(s, n)|0x20 == 'p') && at(s, n+1)|0x20 == 'm' && !c.hasTime:
		c.hour, c.hasTime = v, true
		return n
	case n <= 2 && c.day == 0:
		return n + c.setDay(v, s[n:])
	}
	return 0
}

// compact reads hhmmss of the basic form 20230831T144648Z.
func (c *clock) compact(v int, rest string) bool {
	if rest != "" && (isDigit(rest[0]) || rest[0] == ':') {
		return false
	}
	c.hour, c.min, c.sec, c.hasTime = v/10000, v/100%100, v%100, true
	return true
}

// zoneWord reports whether a text starts with the name of a zone in capitals, alone or in brackets.
func zoneWord(s string) bool {
	s = strings.TrimPrefix(s, "(")
	n := wordLen(s)
	_, ok := zones[strings.ToLower(s[:n])]
	return ok && n > 1 && s[:n] == strings.ToUpper(s[:n])
}

// clockUnits are what stands behind the hours, the minutes and the seconds where blanks part them.
var clockUnits = [3][]string{{"h", "heures", "Uhr", "Std"}, {"min", "mn", "m", "Min"}, {"s", "sec", "sek", "Sek"}}

// spokenTime reads a time of day whose parts have their units behind blanks: 14 h 05 min 12 s. It returns the length,
// 0 for another text; without effect then.
func (c *clock) spokenTime(s string) (length int) {
	var part [3]int
	i, n := 0, 0
	for n < len(part) {
		v, k := digits(s[i:], 3)
		if k == 0 || k > 2 || n > 0 && k != 2 {
			break
		}
		unit := strings.TrimLeft(s[i+k:], " ")
		blanks := len(s) - i - k - len(unit)
		w := unit[:wordLen(unit)]
		known := slices.Contains(clockUnits[n], w)
		if !known && n == 0 || blanks > 1 {
			break
		}
		part[n], length = v, i+k
		if n++; !known {
			break
		}
		length += blanks + len(w)
		if i = length; at(s, i) != ' ' {
			break
		}
		i++
	}
	visited(length)
	if n < 2 || strings.HasPrefix(strings.TrimLeft(s[length:], " "), "after") {
		return 0
	}
	c.hour, c.min, c.sec, c.hasTime = part[0], part[1], part[2], true
	return length
}

// setDay takes a day of the month and returns the length of its ordinal ending ("10th").
func (c *clock) setDay(v int, rest string) int {
	c.day = v
	c.complete()
	for _, e := range [...]string{"st", "nd", "rd", "th"} {
		if hasFold(rest, e) && !isAlpha(at(rest, 2)) {
			return 2
		}
	}
	if strings.HasPrefix(rest, ". ") && (foreignMonth(rest[2:]) > 0 || c.hasDate && isDigit(at(rest, 2))) {
		return 1
	}
	return 0
}

func (c *clock) setYear(v, n int) int {
	if c.year != 0 || v < 1970 {
		return 0
	}
	c.year = v
	c.complete()
	return n
}

func (c *clock) setDate(y, m, d, n int) int {
	if c.hasDate || m < 1 || m > 12 || d < 1 || d > 31 || c.month != 0 {
		return 0
	}
	c.year, c.month, c.day, c.hasDate = y, m, d, true
	return n
}

func (c *clock) complete() { c.hasDate = c.year > 0 && c.month > 0 && c.day > 0 }

// date reads 2023-Aug-31, 2023-08-31, 2023/08/31, 31/Aug/2023, 31-Aug-23, 08/31/2023 and 31.08.2023.
func (c *clock) date(s string, a, n int, sep byte) int {
	p := n + 1
	if m := month(s[p:]); m > 0 && n == 4 {
		for p < len(s) && isAlpha(s[p]) {
			p++
		}
		d, k := digits(at2(s, p+1), 2)
		if at(s, p) != sep || k == 0 {
			return 0
		}
		return c.setDate(a, m, d, p+1+k)
	} else if m > 0 && n <= 2 {
		for p < len(s) && isAlpha(s[p]) {
			p++
		}
		y, k := digits(at2(s, p+1), 4)
		if at(s, p) != sep || k != 2 && k != 4 {
			return 0
		}
		return c.setDate(century(y, k), m, a, p+1+k)
	}
	b, k := digits(at2(s, p), 2)
	p += k
	if k == 0 || at(s, p) != sep {
		return 0
	}
	y, l := digits(at2(s, p+1), 4)
	p += 1 + l
	switch {
	case n == 4 && (l == 1 || l == 2):
		return c.setDate(a, b, y, p)
	case n > 2 || l != 4 && l != 2:
		return 0
	case sep == '.' || a > 12 || a == b:
		return c.setDate(century(y, l), b, a, p)
	case b > 12:
		return c.setDate(century(y, l), a, b, p)
	}
	if p = c.setDate(century(y, l), b, a, p); p > 0 {
		c.unsure = !c.dayFirst
	}
	return p
}

// spacedDate returns the length of a date at the front of s whose numbers have full stops and blanks between them,
// as Czech and Hungarian write it: "3. 3. 2026", "2026. 03. 03."; 0 for none.
func spacedDate(s string) int {
	p := 0
	for n := range 3 {
		_, k := digits(s[p:], 4)
		if p += k; k == 0 || k == 3 {
			return 0
		}
		if n == 2 {
			break
		}
		if at(s, p) != '.' || at(s, p+1) != ' ' {
			return 0
		}
		p += len(". ")
	}
	return p
}

// spaced reads such a date.
func (c *clock) spaced(s string) int {
	p := spacedDate(s)
	var part [3]int
	for n, w := range strings.Fields(s[:p]) {
		part[n], _ = digits(w, 4)
	}
	if part[0] > 31 {
		if at(s, p) == '.' {
			p++
		}
		return c.setDate(part[0], part[1], part[2], p)
	}
	if part[2] < 1970 {
		return 0
	}
	return c.setDate(part[2], part[1], part[0], p)
}

// century completes a year of two digits as RFC 5322 §4.3 does.
func century(y, n int) int {
	switch {
	case n == 4:
		return y
	case y < 50:
		return 2000 + y
	}
	return 1900 + y
}

// timeOfDay reads 14:46, 14:46:48, 14:46:48.123, with a dot or a comma, and 14h46m48s.
func (c *clock) timeOfDay(s string) int {
	if c.hasTime {
		return 0
	}
	h, n := digits(s, 2)
	m, k := digits(at2(s, n+1), 2)
	if k != 2 {
		return 0
	}
	p := n + 3
	if at(s, n) == 'h' && at(s, p) == 'm' { // 10h15m42s
		p++
		if sec, k := digits(at2(s, p), 2); k == 2 {
			c.sec = sec
			p += k
			if at(s, p) == 's' {
				p++
			}
		}
	} else if at(s, p) == ':' || at(s, p) == '.' && at(s, n) == '.' {
		sec, k := digits(at2(s, p+1), 2)
		if k != 2 {
			return 0
		}
		c.sec = sec
		p += 3
		if f := at(s, p); (f == '.' || f == ',') && isDigit(at(s, p+1)) {
			e := p + 1
			for e < len(s) && isDigit(s[e]) {
				e++
			}
			c.nanos = nanos(s[p+1 : e])
			p = e
		}
	}
	c.hour, c.min, c.hasTime = h, m, true
	return p
}

// name reads a word: a month, a weekday, a zone, am or pm, or a filler such as "at".
func (c *clock) name(s string) int {
	n := 0
	for n < len(s) && isAlpha(s[n]) {
		n++
	}
	w := strings.ToLower(s[:min(n, 12)])
	switch {
	case w == "t" && c.hasDate:
		return 1
	case c.month == 0 && (c.day > 0 || c.year > 0) && foreignMonth(s) > 0:
		c.month = foreignMonth(s)
		c.complete()
		if n = wordLen(s); at(s, n) == '.' {
			n++
		}
		return n
	case month(s) > 0 && c.month == 0:
		c.month = month(s)
		c.complete()
		if at(s, n) == '.' {
			n++
		}
		return n
	case c.hasTime && (hasFold(s, "o'clock") || hasFold(s, "o’clock")):
		return strings.Index(s, "clock") + len("clock")
	case c.hasTime && oclock[strings.ToLower(s[:wordLen(s)])]:
		if n = wordLen(s); at(s, n) == '.' {
			n++
		}
		return n
	case c.hasTime && !c.hasDate && sameDay[w]:
		return n
	case weekday(w) || (w == "at" || w == "on" || w == "of" || w == "the") && (c.hasDate || c.hasTime || c.day > 0 || c.month > 0):
		return n
	case (c.day > 0 && !c.hasDate || c.hasDate != c.hasTime) && joiner(s) > 0:
		n = joiner(s)
		if c.joined(s[:n]); c.told && at(s, n) == '.' {
			n++ // kl.
		}
		return n
	case (w == "am" || w == "pm") && c.hasTime && c.half == 0:
		c.half = w[0]
		return n
	case c.hasTime && at(s, n) == '/':
		return c.place(s)
	case c.hasTime && !c.zoned:
		if whole := wordLen(s); whole > n { // SEČ
			w, n = strings.ToLower(s[:whole]), whole
		}
		if length := c.namedZone(s, w, n); length > 0 {
			return length
		}
		return c.zoneBehind(s)
	}
	if _, ok := zones[w]; ok && c.zoned {
		return n // the comment of +0100 (BST)
	}
	return 0
}

// oclock are the words for o'clock behind a time of day.
var oclock = map[string]bool{"uhr": true, "uur": true, "h": true, "hrs": true, "hours": true, "hod": true, "hodin": true, "ч": true, "год": true, "órakor": true}

// ending returns the length of the hyphen and the ending that a language puts behind a number, in small letters:
// "19-én", "14:36-kor"; 0 for none.
func ending(s string) int {
	n := 1 + wordLen(s[1:])
	if n == 1 || n > len("-kor")+2 || s[1:n] != strings.ToLower(s[1:n]) || strings.IndexByte(" ,;.)", at(s+" ", n)) < 0 {
		return 0
	}
	return n
}

// sameDay are the words for today, which may stand between a time of day and its date.
var sameDay = map[string]bool{"today": true, "heute": true, "vandaag": true, "hoy": true, "hoje": true, "oggi": true, "dnes": true, "idag": true}

var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// month returns the month that s starts with, by its English name or its first letters, 0
// for none.
func month(s string) int {
	n := 0
	for n < len(s) && isAlpha(s[n]) {
		n++
	}
	if n < 3 || n > 9 {
		return 0
	}
	for i, m := range months {
		if strings.EqualFold(s[:n], m) || (n == 3 || n == 4 && i == 8) && strings.EqualFold(s[:n], m[:n]) {
			return i + 1
		}
	}
	return 0
}

func weekday(w string) bool {
	for _, d := range [...]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		if w == d || len(w) >= 3 && len(w) <= 5 && strings.HasPrefix(d, w) {
			return true
		}
	}
	return false
}
