package evidence

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// maxMoment is the longest text that is read as a time, in bytes.
const maxMoment = 96

// errNoMoment is the cause when a text is no time.
var errNoMoment = errors.New("no date and time of day")

// momentError says why a text is no time: what stands at rest, or the cause. It is written when somebody asks, for most
// texts that are tried are none.
type momentError struct {
	written string
	rest    int
	cause   error
}

func (e *momentError) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("parse time %q: %v", e.written, e.cause)
	}
	return fmt.Sprintf("parse time %q: unexpected %q", e.written, e.written[e.rest:])
}

func (e *momentError) Unwrap() error { return e.cause }

// ParseMoment reads a time: HTTP-date in its three forms (RFC 9110 §5.6.7), RFC 3339, epoch
// seconds to nanoseconds, mail dates (RFC 5322), web server logs, and dates with the month
// in English words. 08/09/2023 is an error because it is two days, unless a zone of Europe or America tells
// which number is the month; 08/31/2023 is one. A text
// without a zone gives the wall clock time in Local, with Zoned false.
func ParseMoment(text string) (Moment, error) {
	written := strings.TrimSpace(text)
	if len(written) > maxMoment {
		return Moment{}, fmt.Errorf("parse time: %w", errNoMoment)
	}
	if m, ok := epoch(written); ok {
		return m, nil
	}
	if isInstant(written) {
		if t, err := time.Parse(time.RFC3339, written); err == nil && t.Year() >= 1970 {
			return Moment{UTC: t, Local: t, Written: written, Zoned: true}, nil
		}
	}
	if isAlpha(at(written, 0)) && at(written, 3) == ' ' {
		if t, err := time.Parse(time.ANSIC, written); err == nil && t.Year() >= 1970 {
			return Moment{UTC: t, Local: t, Written: written, Zoned: true}, nil // asctime-date is GMT
		}
	}
	var c clock
	n := c.read(written)
	if n < len(written) {
		return Moment{}, &momentError{written: written, rest: n}
	}
	m, err := c.moment()
	if err != nil {
		return Moment{}, &momentError{written: written, cause: err}
	}
	m.Written = written
	return m, nil
}

// isInstant reports whether a text has the form in which most tools write a time: 2026-01-09T07:54:30.123Z.
func isInstant(s string) bool {
	if len(s) < len("2026-01-09T07:54:30Z") || len(s) > len("2026-01-09T07:54:30.123456789Z") || s[4] != '-' || s[10] != 'T' || s[len(s)-1] != 'Z' {
		return false
	}
	return s[19] == 'Z' || s[19] == '.'
}

// epoch reads seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by
// their size; seconds may have a fraction. The years 2001 to 2286 are meant.
func epoch(s string) (Moment, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	if !allDigits(whole) || frac != "" && !allDigits(frac) || len(s) > 30 {
		return Moment{}, false
	}
	var n int64
	for i := 0; i < len(whole); i++ {
		n = n*10 + int64(whole[i]-'0')
	}
	var t time.Time
	switch len(whole) {
	case 10:
		t = time.Unix(n, nanos(frac))
	case 13:
		t = time.UnixMilli(n)
	case 16:
		t = time.UnixMicro(n)
	case 19:
		t = time.Unix(0, n)
	default:
		return Moment{}, false
	}
	return Moment{UTC: t.UTC(), Local: t.UTC(), Written: s, Zoned: true}, true
}

// nanos reads the digits after a decimal sign as nanoseconds.
func nanos(digits string) int64 {
	var n int64
	for i := 0; i < 9; i++ {
		n *= 10
		if i < len(digits) {
			n += int64(digits[i] - '0')
		}
	}
	return n
}

// clock gathers the parts of a time as they are read.
type clock struct {
	year, month, day int
	hour, min, sec   int
	nanos            int64
	offset           int // seconds east of Greenwich
	hasDate, hasTime bool
	zoned            bool
	placed           bool // the zone is that of a place: summer adds an hour to the offset
	unsure           bool // day and month may be the other way round
	told             bool // a word that says so stands before the time of day: kl., um
	dayFirst         bool // a word of a language that writes the day first stands before the date
	half             byte // 'a' or 'p' of a 12-hour clock
}

// moment puts the parts together.
func (c *clock) moment() (Moment, error) {
	if !c.hasDate || !c.hasTime || c.unsure {
		return Moment{}, errNoMoment
	}
	if c.half != 0 {
		if c.hour < 1 || c.hour > 12 {
			return Moment{}, errors.New("hour beyond 12")
		}
		c.hour %= 12
		if c.half == 'p' {
			c.hour += 12
		}
	}
	leap := c.sec == 60
	if leap {
		c.sec = 59
	}
	if c.hour > 23 || c.min > 59 || c.sec > 59 || c.year < 1970 || c.year > 9999 {
		return Moment{}, errors.New("out of range")
	}
	local := time.Date(c.year, time.Month(c.month), c.day, c.hour, c.min, c.sec, int(c.nanos), time.UTC)
	if local.Day() != c.day || int(local.Month()) != c.month {
		return Moment{}, errors.New("no such day")
	}
	if leap {
		local = local.Add(time.Second)
	}
	if c.placed {
		ahead, known := summer(local, time.Duration(c.offset)*time.Second)
		if !known {
			return Moment{Local: local}, nil
		}
		return Moment{UTC: local.Add(-time.Duration(c.offset+ahead) * time.Second), Local: local, Zoned: true}, nil
	}
	if !c.zoned {
		return Moment{Local: local}, nil
	}
	return Moment{UTC: local.Add(-time.Duration(c.offset) * time.Second), Local: local, Zoned: true}, nil
}
