package evidence

import (
	"fmt"
	"slices"
	"strings"
)

// piecedTime is the name of a time whose parts the text tells in several places: it is assumed.
const piecedTime = "time of the text"

// fillClock completes a time that a text tells in pieces: the zone that it names once for all its times
// ("all times UTC"), and the day that it names once above times of day. Longer texts than people write are
// not looked at.
func fillClock(text string, report *Report, ex *Exchange) {
	if len(text) > maxSaid {
		return
	}
	zone, looked := sole{}, false
	told := func() string {
		if !looked {
			zone, looked = soleZone(text), true
		}
		if !zone.found() {
			return ""
		}
		return zone.value
	}
	for i := range ex.Labels {
		l := &ex.Labels[i]
		if l.Field != OccurredAt || isZoned(l.Value) {
			continue
		}
		if m, err := ParseMoment(l.Value); err == nil && !m.Zoned && told() != "" && isZoned(l.Value+" "+told()) {
			l.Value += " " + told()
		}
	}
	ofDay, today := sole{}, false
	ex.At = ex.moment()
	alone := !report.othersCall(ex)
	if alone && (ex.At == nil || !ex.At.Zoned || ex.timeIsUnnamed()) {
		ofDay, today = soleTimeOfDay(text)
	}
	if ex.At == nil && (ofDay.many || !alone) {
		for _, near := range [...]Span{ex.ownLine(text), ex.paragraph(text)} {
			ofDay, today = soleTimeOfDay(text[near.Start:near.End])
			if ofDay.span = (Span{ofDay.span.Start + near.Start, ofDay.span.End + near.Start}); ofDay.found() {
				break
			}
		}
	}
	today = today && (ex.At == nil || ex.At.Local.Second() == 0 && ex.At.Local.Nanosecond() == 0) // a whole stamp is the call's
	if ex.At != nil && ex.At.Zoned && !ex.tellsTimeElsewhere(text) && !(today && ofDay.found()) {
		return
	}
	if ex.At == nil && told() != "" {
		if m := soleWallClock(text); m.found() && isZoned(m.value+" "+told()) {
			ex.Labels = append(ex.Labels, Label{OccurredAt, piecedTime, m.value + " " + told(), m.span})
			ex.At = ex.moment()
			return
		}
	}
	at, c, above := clockAbove(text, ex)
	if told := soleClockTold(text); told.found() {
		at, c, above = told.span, clock{zoned: isZoned(anyDay + told.value)}, 0
	} else if ofDay.found() && (today || ex.At == nil && (at.Start == at.End || !c.zoned && isZoned(anyDay+ofDay.value))) {
		at, c, above = ofDay.span, clock{zoned: isZoned(anyDay + ofDay.value)}, 0
	}
	if at.Start == at.End || ex.At != nil && ex.At.Zoned && above > 0 || !c.zoned && told() == "" {
		return
	}
	written := text[at.Start:at.End]
	if !c.hasDate {
		day := soleDay(text, at.Start)
		if !day.found() {
			day = stampAbove(text, at.Start)
		}
		if !day.found() {
			return
		}
		written = day.value + " " + written
	}
	if !c.zoned {
		written += " " + told()
	}
	if isZoned(written) {
		ex.Labels = append([]Label{{OccurredAt, piecedTime, written, at}}, ex.Labels...)
		ex.At = ex.moment()
	}
}

// ownLine returns where the line with the request of an exchange stands, up to where the request ends.
func (e *Exchange) ownLine(text string) Span {
	if e.Request == nil || e.Request.Span.Start >= len(text) {
		return Span{}
	}
	i := e.Request.Span.Start
	return Span{i - len(lineBefore(text, i)), i + len(restOfLine(text, i, maxFront))}
}

// paragraph returns where the lines around the request of an exchange begin and end, up to an empty one.
func (e *Exchange) paragraph(text string) Span {
	if e.Request == nil || e.Request.Span.Start >= len(text) {
		return Span{}
	}
	i := e.Request.Span.Start
	from := max(0, i-maxApart)
	if n := strings.LastIndex(text[from:i], "\n\n"); n >= 0 {
		from += n
	}
	to := min(len(text), i+maxApart)
	if n := strings.Index(text[i:to], "\n\n"); n >= 0 {
		to = i + n
	}
	visited(to - from)
	return Span{from, to}
}

// timeIsUnnamed reports whether no label names the time of an exchange.
func (e *Exchange) timeIsUnnamed() bool {
	return slices.ContainsFunc(e.Labels, func(l Label) bool { return l.Field == OccurredAt && l.Span == e.At.Span && l.Name == textTime })
}

// tellsTimeElsewhere reports whether the time of an exchange stands in another line than the call, without a
// label or behind one that begins with another word ("Start Time").
func (e *Exchange) tellsTimeElsewhere(text string) bool {
	if e.Request == nil {
		return false
	}
	for _, l := range e.Labels {
		if l.Field == OccurredAt && l.Span == e.At.Span && l.Span.End <= len(text) {
			from, to := min(l.Span.Start, e.Request.Span.Start), min(max(l.Span.Start, e.Request.Span.Start), len(text))
			visited(to - from)
			words := strings.Fields(strings.TrimRight(lineBefore(text, l.Span.Start), " \t:=*"))
			return (l.Name == textTime || len(words) > 1 && words[len(words)-1] == l.Name) && strings.Contains(text[from:to], "\n")
		}
	}
	return false
}

// soleZone finds the only zone that a text names apart from a time: "all times UTC", "(CET)".
func soleZone(text string) (s sole) {
	for i := 0; i < len(text); {
		if text[i] == '(' {
			remark := strings.ReplaceAll(text[i:min(len(text), i+maxRemark)], "\n", " ")
			c := clock{hasTime: true}
			if n := c.remarkedZone(remark); n > 0 && c.placed && strings.Contains(remark[:n], " ") {
				s.add(remark[:n], i) // (heure de Paris)
			}
		}
		if !isUpper(text[i]) {
			i++
			continue
		}
		end := i
		for end < len(text) && isAlnum(text[end]) {
			end++
		}
		visited(end - i)
		if w := text[i:end]; len(w) >= 3 && len(w) <= 4 && w == strings.ToUpper(w) && !isAlnum(at(text, i-1)) && !behindTime(text, i) && (!alsoWords[w] || at(text, i-1) == '(') {
			if _, zone := zones[strings.ToLower(w)]; zone && strings.IndexByte("-_/+", at(text, end)) < 0 && strings.IndexByte("-_/", at(text, i-1)) < 0 {
				s.add(w, i)
			}
		}
		i = end
	}
	return s
}

// behindTime reports whether a time of day, or the number of a day, stands before the place i.
func behindTime(text string, i int) bool {
	front := strings.ToLower(strings.TrimRight(text[max(0, i-8):i], " \t(["))
	for _, half := range [...]string{"am", "pm"} {
		front = strings.TrimRight(strings.TrimSuffix(front, half), " ")
	}
	return front != "" && isDigit(front[len(front)-1])
}

// alsoWords are the zones whose names are words of other languages in capitals: such a one must stand in
// brackets.
var alsoWords = map[string]bool{"EST": true, "IST": true, "MET": true, "WET": true}

// maxLinesToClock is how many lines above a call are looked at for the time of day that it was made at.
const maxLinesToClock = 6

// clockAbove returns the time of day at the front of the line that tells of a call, or of the closest line
// above it, and how many lines above it is.
func clockAbove(text string, ex *Exchange) (place Span, c clock, above int) {
	from := ex.Span.Start
	if ex.Request != nil {
		from = ex.Request.Span.Start
	}
	end := min(from, len(text))
	for n := 0; n < maxLinesToClock && end >= 0; n++ {
		start := strings.LastIndexByte(text[:end], '\n') + 1
		line := restOfLine(text, start, maxMoment)
		visited(end - start)
		i := listed(line, bulletEnd(line))
		i += len(line[i:]) - len(strings.TrimLeft(line[i:], "[(*"))
		var c clock
		if length := dayAndClock(&c, line[i:]); length > 0 {
			return Span{start + i, start + i + length}, c, n
		}
		if length := c.timeOfDay(line[i:]); isDigit(at(line, i)) && length > 0 {
			rest := line[i+length:]
			c.zoned = strings.HasPrefix(rest, "Z") && !isAlnum(at(rest, 1))
			if c.zoned {
				length++
			}
			if strings.IndexByte(" \t])*:,", at(line+" ", i+length)) >= 0 {
				return Span{start + i, start + i + length}, c, n
			}
		}
		end = start - 1
	}
	return Span{}, clock{}, 0
}

// anyDay stands before a time of day where only its form matters.
const anyDay = "2000-01-01 "

// addLabelled adds the times of day that stand alone behind a label: "Uhrzeit (UTC): 11:36:52".
func (s *sole) addLabelled(text string) {
	above := "" // the line before
	for _, l := range textLines(text) {
		line := text[l.Start:min(l.End, l.Start+maxForeignLabel+maxKey)]
		label := above
		if above = line; label != "" && isDigit(at(line, 0)) && len(line) < len(anyDay)+len("11:36:52") {
			name, _, _ := strings.Cut(label[bulletEnd(label):], " (")
			name, _, _ = strings.Cut(name, ",")
			if _, err := ParseMoment(anyDay + line); err == nil && len(line) >= len("11:36:52") && namesCallTime(strings.ToLower(strings.TrimRight(name, " *:?"))) {
				s.add(line, l.Start)
			}
		}
		n := strings.IndexAny(line, ":\t")
		if n < 0 || l.End-l.Start > len(line) {
			continue
		}
		value := strings.TrimSpace(line[n+1:])
		if visited(n); value == "" || !isDigit(value[0]) {
			continue
		}
		visited(len(value))
		name, _, _ := strings.Cut(line[bulletEnd(line[:n]):n], " (")
		if _, err := ParseMoment(anyDay + value); err == nil && len(value) >= len("11:36:52") && (namesTime(strings.ToLower(name)) || labelFields[flatName(name)] == OccurredAt) {
			s.add(value, l.Start+strings.LastIndex(line, value))
		}
	}
}

// namesTime reports whether a label, in small letters, is made of words for a time.
func namesTime(name string) bool {
	for w := range strings.FieldsSeq(name) {
		if !timeWords[w] {
			return false
		}
	}
	return name != ""
}

// tellsOther reports whether the words before a time of day say that it is not when the failing call was made: the last
// good one, or till when or since when something is.
func tellsOther(front string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(front)) {
		switch strings.Trim(w, ".,:;") {
		case "good", "last", "until", "till", "since", "before", "after", "between", "deadline", "bis", "seit":
			return true
		}
	}
	return false
}

// ofOthers are words of a line that tells when something else than a call is, or how long it took.
var ofOthers = map[string]bool{"ends": true, "end": true, "from": true, "open": true, "daily": true, "every": true, "duration": true, "took": true, "uptime": true, "arrives": true, "comes": true, "by": true, "sla": true, "cron": true, "maintenance": true, "restarted": true, "leave": true, "please": true, "back": true, "appointment": true, "technician": true, "engineer": true}

// ofOther reports whether the words before a time of day have one of them.
func ofOther(front string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(front)), func(w string) bool { return ofOthers[strings.Trim(w, ".,:;")] })
}

// soleClockTold finds the only time of day, with its seconds, that a sentence gives a call, "the call was at
// 11:44:18", or a label.
func soleClockTold(text string) (s sole) {
	s.addLabelled(text)
	for from := 0; ; {
		n := strings.Index(text[from:], " at ")
		if n < 0 {
			return s
		}
		i := from + n + len(" at ")
		from = i
		var c clock
		front := strings.ToLower(lineBefore(text, i))
		if length := c.timeOfDay(restOfLine(text, i, maxKey)); length >= len("11:44:18") && (strings.Contains(front, "call was") || strings.Contains(front, "request was") || strings.HasSuffix(front, "call at ") || strings.HasSuffix(front, "request at ")) && !tellsOther(front) {
			s.add(text[i:i+length], i)
		}
	}
}

// todays are the words for today, and for its parts, before a time of day.
var todays = map[string]bool{
	"morning": true, "afternoon": true, "matin": true, "aujourd": true, "hui": true, "stamattina": true, "mañana": true, "tarde": true, "manhã": true, "vanmorgen": true, "vanmiddag": true, "früh": true, "mittag": true, "nachmittag": true, "morse": true, "dziś": true, "dzisiaj": true, "tänään": true,
}

// soleTimeOfDay finds the only time of day with its seconds that stands within a sentence, with the zone behind it. today
// reports whether words before it say that it is one of the day that the text is of.
func soleTimeOfDay(text string) (s sole, today bool) {
	for _, l := range textLines(text) {
		line := text[l.Start:l.End]
		if len(line) > maxProseLine || ofProgram(line) {
			continue
		}
		front := 0
		if line[0] == '[' { // when somebody said it
			front = strings.IndexByte(line, ']') + 1
		}
		if !hasTimeOfDay(line[front:]) && !strings.Contains(line, " kl") && !betweenDigits(line, 'h') { // kl. 11.42.30, 10h17m44s
			continue
		}
		visited(len(line) - front)
		front += bulletEnd(line[front:])
		for i := front; i < len(line); {
			if !isDigit(line[i]) || i > 0 && (isAlnum(line[i-1]) || strings.IndexByte("-./:+", line[i-1]) >= 0 || inQuery(line, i)) {
				i++
				continue
			}
			rest := line[i:min(len(line), i+maxMoment)]
			var dated, c clock
			if n := dated.read(rest); dated.hasDate {
				i += max(n, 1)
				continue
			}
			c = clock{year: 2000, month: 1, day: 1, hasDate: true, told: dayFirst[strings.Trim(strings.ToLower(lastWord(line[:i])), ".")]}
			n := c.read(rest)
			if of := (&clock{}).timeOfDay(rest); c.hasTime && of >= len("11:44:18") && strings.IndexByte("(/", at(line, i-1)) < 0 && (i > front || c.zoned) {
				if said := line[max(0, i-maxSentence):i]; tellsOther(said) || ofOther(said) {
					i += n
					continue
				}
				told := strings.TrimRight(rest[:n], " ,]")
				if strings.IndexByte(told, '(') < 0 {
					told = strings.TrimRight(told, ")")
				}
				s.add(told, l.Start+i)
				words := strings.FieldsFunc(strings.ToLower(line[max(0, i-maxKey):i]), func(r rune) bool { return strings.ContainsRune(" ,’'(", r) })
				for _, w := range append(words[max(0, len(words)-4):], strings.Trim(wordOf(strings.TrimLeft(rest[n:], " ")), ".,")) {
					today = today || sameDay[w] || todays[w]
				}
			}
			i += max(n, 1)
		}
	}
	return s, today
}

// dayAndClock reads the day and the time of day, without a zone, that a line starts with, and returns their
// length; 0 for none.
func dayAndClock(c *clock, line string) int {
	if !isDigit(at(line, 0)) {
		return 0
	}
	var front clock
	n := front.read(line)
	if !front.hasDate || !front.hasTime || front.zoned || front.unsure {
		return 0
	}
	*c = front
	return len(strings.TrimRight(line[:n], " ,])"))
}

// writtenDay writes a day as RFC 3339 §5.6 has it (full-date).
func writtenDay(year, month, day int) string { return fmt.Sprintf("%04d-%02d-%02d", year, month, day) }

// soleDay finds the only day that a text names outside JSON and the queries of URLs, as RFC 3339 has it. At clockAt
// stands a time of day, whose numbers could be a day's: 14.05.19.
func soleDay(text string, clockAt int) (s sole) {
	eachClock(text, func(c *clock, _ string, i int) {
		if i == clockAt {
			return
		}
		s.add(writtenDay(c.year, c.month, c.day), i)
	})
	return s
}

// maxLinesToStamp is how many lines above what somebody says the stamp of a chat is looked for.
const maxLinesToStamp = 8

// stampAbove finds the day at the front of the line that the place i is in, or of the closest line above with one, as chats
// write when something was said: "[18/11/25, 12:40:02] …".
func stampAbove(text string, i int) (s sole) {
	for n := 0; n < maxLinesToStamp && i >= 0; n++ {
		start := strings.LastIndexByte(text[:i], '\n') + 1
		visited(i - start)
		line := strings.TrimLeft(restOfLine(text, start, maxMoment), "[( ")
		if n := strings.LastIndexByte(line, '['); n > 0 { // Name, [05.08.2025 16:02]
			line = line[n+1:]
		}
		stamp, _, _ := strings.Cut(line, " ")
		stamp = strings.Trim(stamp, ",")
		var c clock
		if c.read(stamp); isDigit(at(stamp, 0)) && c.hasDate {
			s.add(stamp, start)
			return s
		}
		i = start - 1
	}
	return s
}

// soleWallClock finds the only time of a day with its date that a text tells there, without a zone.
func soleWallClock(text string) (s sole) {
	eachClock(text, func(c *clock, written string, i int) {
		if c.hasTime {
			s.add(written, i)
		}
	})
	return s
}

// eachClock calls found for the dates that a text tells outside JSON and the queries of URLs, with the time of
// day where there is one.
func eachClock(text string, found func(c *clock, written string, i int)) {
	for _, l := range textLines(text) {
		if l.End-l.Start > maxProseLine {
			continue
		}
		line := text[l.Start:l.End]
		if front := strings.TrimLeft(line, " \t"); front == "" || front[0] == '{' || front[0] == '"' || front[0] == '[' && structuralList(front, 0) {
			continue
		}
		for i := 0; i < len(line); {
			if !isDigit(line[i]) && !(isAlpha(line[i]) && month(line[i:]) > 0) || i > 0 && (isAlnum(line[i-1]) || strings.IndexByte("-./", line[i-1]) >= 0) || inQuery(line, i) {
				i++
				continue
			}
			var c clock
			n := c.read(line[i:min(len(line), i+maxMoment)])
			visited(max(n, 1))
			if c.hasDate && !c.unsure && n > 0 && at(line, i-1) != '"' && !ofValidity(line[:i]) {
				found(&c, strings.TrimRight(line[i:i+n], " ,])"), l.Start+i)
				i += n
				continue
			}
			for i < len(line) && isAlnum(line[i]) {
				i++
			}
		}
	}
}
