package evidence

import (
	"testing"
	"time"
)

func TestParseMomentReads(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"an HTTP-date", "Thu, 31 Aug 2023 14:46:48 GMT", "2023-08-31T14:46:48Z"},
		{"an RFC 850 date", "Thursday, 31-Aug-23 14:46:48 GMT", "2023-08-31T14:46:48Z"},
		{"an asctime date, which is GMT", "Thu Aug  3 14:46:48 2023", "2023-08-03T14:46:48Z"},
		{"RFC 3339", "2023-08-31T14:46:48Z", "2023-08-31T14:46:48Z"},
		{"RFC 3339 with a space and an offset", "2023-08-31 14:46:48+05:30", "2023-08-31T09:16:48Z"},
		{"a fraction with a dot", "2023-08-31T14:46:48.123456789Z", "2023-08-31T14:46:48.123456789Z"},
		{"a fraction with a comma", "2023-08-31 14:46:48,123 UTC", "2023-08-31T14:46:48.123Z"},
		{"an offset without a colon", "2023-08-31T14:46:48-0400", "2023-08-31T18:46:48Z"},
		{"epoch seconds", "1693493208", "2023-08-31T14:46:48Z"},
		{"epoch seconds with a fraction", "1693493208.5", "2023-08-31T14:46:48.5Z"},
		{"epoch milliseconds", "1693493208123", "2023-08-31T14:46:48.123Z"},
		{"epoch microseconds", "1693493208123456", "2023-08-31T14:46:48.123456Z"},
		{"epoch nanoseconds", "1693493208123456789", "2023-08-31T14:46:48.123456789Z"},
		{"an nginx log", "31/Aug/2023:14:46:48 +0100", "2023-08-31T13:46:48Z"},
		{"an nginx log in brackets", "[31/Aug/2023:14:46:48 +0000]", "2023-08-31T14:46:48Z"},
		{"a mail date", "Thu, 31 Aug 2023 14:46:48 +0100", "2023-08-31T13:46:48Z"},
		{"a mail date with a comment", "31 Aug 2023 14:46:48 +0100 (BST)", "2023-08-31T13:46:48Z"},
		{"a 12-hour clock in EST", "Feb 9, 2024 4:40:12 PM EST", "2024-02-09T21:40:12Z"},
		{"a full month", "10 April 2023 at 02:11:41 UTC", "2023-04-10T02:11:41Z"},
		{"the time first", "08:22:43 UTC on 2023-01-06", "2023-01-06T08:22:43Z"},
		{"summer time in Britain", "31 Aug 2023 15:46 BST", "2023-08-31T14:46:00Z"},
		{"a US date that can be no other", "08/31/2023 02:46:48 PM UTC", "2023-08-31T14:46:48Z"},
		{"a European date that can be no other", "31/08/2023 14:46:48Z", "2023-08-31T14:46:48Z"},
		{"the basic form", "20230831T144648Z", "2023-08-31T14:46:48Z"},
		{"a leap second", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
		{"GMT and an offset", "2023-08-31 14:46:48 GMT+1", "2023-08-31T13:46:48Z"},
		{"a month cut short, with its full stop", "14 sept. 2025 10:00 UTC", "2025-09-14T10:00:00Z"},
		{"the same in German", "14. Jan. 2025 um 10:00 Uhr MEZ", "2025-01-14T09:00:00Z"},
		{"a month in French", "14 févr. 2025 à 10h05 UTC", "2025-02-14T10:05:00Z"},
		{"hours as in Dutch", "14 mrt. 2025 om 10u30 CET", "2025-03-14T09:30:00Z"},
		{"a clock as in Danish", "14. jan. 2025 kl. 10.30 CET", "2025-01-14T09:30:00Z"},
		{"a month's name between", "2025-Sep-14 10:00 UTC", "2025-09-14T10:00:00Z"},
		{"a place in summer", "12-May-2025 09:31:40 Europe/London", "2025-05-12T08:31:40Z"},
		{"a place in winter", "2025-12-01 09:00 Europe/Helsinki", "2025-12-01T07:00:00Z"},
		{"the second before a place's summer", "2025-03-30 01:59:59 Europe/Berlin", "2025-03-30T00:59:59Z"},
		{"the first of a place's summer", "2025-03-30 03:00:00 Europe/Berlin", "2025-03-30T01:00:00Z"},
		{"the first hour that a place's clocks show once again", "2025-10-26 03:00:00 Europe/Berlin", "2025-10-26T02:00:00Z"},
		{"a place behind an offset", "2025-05-12T09:31:40+02:00[Europe/London]", "2025-05-12T07:31:40Z"},
		{"the time first, the date as in Spanish", "09:31:04 UTC del 9/3/2026", "2026-03-09T09:31:04Z"},
		{"a date as in Czech", "10:11:12 CET dne 3. 4. 2026", "2026-04-03T09:11:12Z"},
		{"a date as in Hungarian", "2026. 10. 01. 15:45:38 CET", "2026-10-01T14:45:38Z"},
		{"midnight on a 12-hour clock", "Aug 31 2023 12:00 AM GMT", "2023-08-31T00:00:00Z"},
	} {
		m, err := ParseMoment(c.in)
		if err != nil || !m.Zoned || m.UTC.Format(time.RFC3339Nano) != c.want || m.Written == "" {
			t.Errorf("%s: %q = %v %v %v, want %s", c.name, c.in, m.UTC, m.Zoned, err, c.want)
		}
	}
}

func TestParseMomentWithoutAZoneGivesWallClockTime(t *testing.T) {
	for in, want := range map[string]string{
		"2023-08-31 14:46":               "2023-08-31T14:46:00Z",
		"31/08/2023, 14:46:48":           "2023-08-31T14:46:48Z",
		"2025-10-26 02:30 Europe/Berlin": "2025-10-26T02:30:00Z", // which comes twice
		"31 August 2023 2:46:48 pm":      "2023-08-31T14:46:48Z",
	} {
		m, err := ParseMoment(in)
		if err != nil || m.Zoned || !m.UTC.IsZero() || m.Local.Format(time.RFC3339) != want {
			t.Errorf("%q = %+v %v, want local %s", in, m, err, want)
		}
	}
}

func TestParseMomentRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":                        "",
		"a word":                         "yesterday",
		"a day that is two days":         "08/09/2023 10:00:00 UTC",
		"the same behind its time":       "10:00:00 UTC on 08/09/2023",
		"a place that nothing knows":     "2023-08-31 10:00:00 Europe/Nowhere",
		"a date alone":                   "2023-08-31",
		"a time alone":                   "14:46:48 UTC",
		"a day that isn't":               "2023-02-30T10:00:00Z",
		"an hour that isn't":             "2023-02-20T25:00:00Z",
		"a time with something after it": "2023-08-31T14:46:48Z or so",
		"an order id":                    "4747686",
		"a phone number":                 "020 7946 0102",
	} {
		if m, err := ParseMoment(in); err == nil {
			t.Errorf("%s: %q = %+v", name, in, m)
		}
	}
}
