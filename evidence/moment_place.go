package evidence

import (
	"strings"
	"time"
)

// places are the zones of the IANA time zone database whose clocks go by the rule of the European Union, by the
// minutes that they are east of Greenwich in winter.
var places = func() map[string]int {
	m := map[string]int{}
	for minutes, names := range map[int]string{
		0:   "london dublin lisbon belfast jersey guernsey isle_of_man",
		60:  "amsterdam andorra belgrade berlin bratislava brussels budapest copenhagen gibraltar ljubljana luxembourg madrid malta monaco oslo paris podgorica prague rome san_marino sarajevo skopje stockholm tirane vaduz vatican vienna warsaw zagreb zurich",
		120: "athens bucharest helsinki kyiv kiev mariehamn riga sofia tallinn vilnius",
	} {
		for _, name := range strings.Fields(names) {
			m[name] = minutes
		}
	}
	return m
}()

// place reads the name of a zone by its place, Europe/London, which says no more where an offset stands before it.
// It returns the length of the name.
func (c *clock) place(s string) int {
	n := 0
	for n < len(s) && (isAlpha(s[n]) || s[n] == '_' || s[n] == '/') {
		n++
	}
	if c.zoned {
		return n
	}
	name, ok := strings.CutPrefix(strings.ToLower(s[:n]), "europe/")
	minutes, known := places[name]
	if !ok || !known {
		return 0
	}
	c.offset, c.zoned, c.placed, c.unsure = minutes*60, true, true, false
	return n
}

// clockWords may stand beside a city where it tells whose time is meant.
var clockWords = map[string]bool{"time": true, "local": true, "heure": true, "de": true, "zeit": true, "ortszeit": true, "tijd": true, "ora": true, "di": true, "hora": true, "tid": true, "czas": true}

// ofCity takes the zone of a city that a remark names, alone or beside words for a time: "heure de Paris".
func (c *clock) ofCity(remark string) bool {
	zone, named := 0, false
	for w := range strings.FieldsSeq(remark) {
		minutes, known := places[strings.ToLower(w)]
		switch {
		case known && isUpper(w[0]) && !named:
			zone, named = minutes, true
		case !clockWords[strings.ToLower(w)]:
			return false
		}
	}
	if named {
		c.offset, c.zoned, c.placed, c.unsure = zone*60, true, true, false
	}
	return named
}

// summer returns how many seconds the clocks of a place are ahead of those in winter when they show a time.
// known is false in the hour that they show twice, and in the one that they skip.
func summer(local time.Time, winter time.Duration) (ahead int, known bool) {
	utc := local.Add(-winter)
	start, end := lastSunday(utc.Year(), time.March), lastSunday(utc.Year(), time.October)
	switch {
	case !utc.Before(start) && utc.Before(start.Add(time.Hour)):
		return 0, false
	case utc.Before(start) || !utc.Before(end.Add(time.Hour)):
		return 0, true
	case utc.Before(end):
		return int(time.Hour / time.Second), true
	}
	return 0, false
}

// lastSunday returns when the clocks change in a month: on its last Sunday, at 01:00 UTC (directive 2000/84/EC of
// the European Union).
func lastSunday(year int, month time.Month) time.Time {
	last := time.Date(year, month, 31, 1, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}
