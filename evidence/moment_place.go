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

// ownNames are the names by which people call such places themselves, or others near them.
var ownNames = map[string]string{
	"wien": "vienna", "zürich": "zurich", "roma": "rome", "rom": "rome", "lisboa": "lisbon", "milano": "rome", "barcelona": "madrid", "bruxelles": "brussels", "brussel": "brussels", "københavn": "copenhagen",
	"praha": "prague", "prahy": "prague", "warszawa": "warsaw", "warszawy": "warsaw", "beograd": "belgrade", "athen": "athens", "kyjiv": "kyiv", "münchen": "berlin", "münchn": "berlin", "hamburg": "berlin", "köln": "berlin", "frankfurt": "berlin", "londres": "london", "edinburgh": "london", "manchester": "london",
}

// steady are places whose clocks don't change, by the minutes that they are east of Greenwich.
var steady = map[string]int{
	"brasília": -180, "brasilia": -180, "lagos": 60, "abuja": 60, "johannesburg": 120, "nairobi": 180, "istanbul": 180, "dubai": 240, "karachi": 300, "india": 330, "indian": 330, "mumbai": 330, "delhi": 330, "kolkata": 330, "singapore": 480, "tokyo": 540,
}

// peoples are the words by which a country's time is called where the clocks of one of places show it, by that place.
var peoples = func() map[string]string {
	m := map[string]string{}
	for place, words := range map[string]string{
		"london":   "uk british britische britische britisk brittisk",
		"dublin":   "irish irische",
		"lisbon":   "portuguese portuguesa",
		"berlin":   "european mitteleuropäische mitteleuropäischer german swedish danish norwegian french dutch belgian italian spanish polish czech austrian swiss hungarian svensk dansk norsk tysk deutsche deutscher österreichische schweizer französische française italiana española peninsular nederlandse belgische polskiego polskim českého magyar",
		"helsinki": "finnish suomen",
		"kyiv":     "ukrainian київським києвом києвський української",
		"athens":   "greek ελλάδας",
	} {
		for _, w := range strings.Fields(words) {
			m[w] = place
		}
	}
	return m
}()

// maxPlaceWords is how many words name a place's time: "horário de Brasília", "svensk tid".
const maxPlaceWords = 4

// placeWords takes the zone that words behind a time of day name by its place or its people, without brackets, and
// returns their length; 0 for other words.
func (c *clock) placeWords(s string) int {
	end, clocks := 0, false
	for words, i := 0, 0; words < maxPlaceWords; words++ {
		n := wordLen(s[i:])
		w := strings.ToLower(s[i : i+n])
		if _, _, place := zoneOf(s[i : i+n]); n == 0 || !place && !clockWords[w] {
			break
		}
		clocks = clocks || clockWords[w] && n > len("de")
		end = i + n
		if at(s, end) != ' ' {
			break
		}
		i = end + 1
	}
	visited(end)
	if !clocks || !c.ofCity(s[:end]) {
		return 0
	}
	return end
}

// zoneOf returns how many minutes east of Greenwich the place or the people is that a word names, and whether the
// clocks there change. ok is false for another word: that of a place is written with a capital letter.
func zoneOf(word string) (minutes int, changes, ok bool) {
	low := strings.ToLower(word)
	if place, ok := peoples[low]; ok {
		return places[place], true, true
	}
	if word == low {
		return 0, false, false
	}
	for _, name := range [...]string{low, strings.TrimSuffix(low, "er")} { // Wiener Zeit
		if minutes, ok = places[firstOf(ownNames[name], name)]; ok {
			return minutes, true, true
		}
	}
	minutes, ok = steady[low]
	return minutes, false, ok
}

// clockWords may stand beside a city where it tells whose time is meant.
var clockWords = map[string]bool{"time": true, "local": true, "heure": true, "de": true, "zeit": true, "ortszeit": true, "tijd": true, "ora": true, "di": true, "hora": true, "tid": true, "czas": true, "czasu": true, "času": true, "horário": true, "idő": true, "aika": true, "lokal": true, "timezone": true, "summer": true, "winter": true, "standard": true, "central": true, "sommerzeit": true, "winterzeit": true, "sommartid": true, "vintertid": true, "sommertid": true, "zomertijd": true, "wintertijd": true, "ώρα": true, "за": true, "часом": true, "час": true}

// ofCity takes the zone of a city that a remark names, alone or beside words for a time: "heure de Paris".
func (c *clock) ofCity(remark string) bool {
	zone, named, summers := 0, false, false
	for w := range strings.FieldsSeq(remark) {
		minutes, changes, known := zoneOf(w)
		switch {
		case known && (!named || minutes == zone):
			zone, named, summers = minutes, true, changes // hora peninsular española
		case !clockWords[strings.ToLower(w)]:
			return false
		}
	}
	if named {
		c.offset, c.zoned, c.placed, c.unsure = zone*60, true, summers, false
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
