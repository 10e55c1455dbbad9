package evidence

import (
	"strings"
	"time"
)

// doubtRules ask where the text gives two answers.
var doubtRules = []diagnosisRule{
	{name: "environment_conflict", look: twoEnvironments,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{"Environment: PRODUCTION\n" + answered("200 OK", "", ""), "The host cvt.fibregateway.com is CVT; the text also says PRODUCTION (label Environment)."},
				{"Env: CVT\n\nGET https://api.fibregateway.com/v1/orders\n", "The host api.fibregateway.com is PRODUCTION; the text also says CVT (label Env)."}}, []string{"Environment: CVT\n" + answered("200 OK", "", ""), "Environment: cvt\n\nGET https://other.example/v1/orders\n", answered("200 OK", "", "")}
		}},
	{name: "two_values", look: twoValues,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{strings.Replace(answered("200 OK", "", "X-Request-ID: 0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11"), "\nAccept", "\nX-Tenant: TENANT_1\nAccept", 1),
				"The request header X-Request-ID says c878520d-6ffc-4d63-a367-95a8f94d70dc; the text also says 0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11."}}, []string{answered("200 OK", "", "X-Request-ID: C878520D-6FFC-4D63-A367-95A8F94D70DC"), "Environment: PRODUCTION\n" + answered("200 OK", "", "")}
		}},
}

func twoEnvironments(x *examination) []Finding {
	f, _ := x.report.Fact(Environment)
	if len(f.Others) == 0 {
		return nil
	}
	other := f.Others[0].Value
	why := theWords(f.Where) + " says " + f.Value + "; the text also says " + other
	if host := x.host(); f.Where == hostWhere && host != "" {
		why = "The host " + clip(host, 80) + " is " + f.Value + "; the text also says " + other
	}
	for _, l := range x.ex.Labels {
		if l.Field == Environment && l.Name != "" && strings.EqualFold(l.Value, other) {
			why += " (label " + l.Name + ")"
			break
		}
	}
	return only(Finding{Kind: Question, Field: Environment, Says: "Was this call made to " + f.Value + " or to " + other + "?", Why: why + ".", Span: f.Span})
}

// theWords begins a sentence with the place where something stands.
func theWords(where string) string { return "The " + strings.TrimPrefix(where, "the ") }

// when says when the call was made.
func (x *examination) when() string {
	return "The call was made at " + instant(x.at) + " (" + x.atFrom + ")"
}

// host is the host that the request went to.
func (x *examination) host() string {
	if host := hostOf(x.request.URL); host != "" {
		return host
	}
	return header(x.request.Headers, "Host")
}

func twoValues(x *examination) (all []Finding) {
	for _, f := range x.report.Facts {
		if len(f.Others) == 0 || f.Field == Environment || names[f.Field] == "" {
			continue
		}
		others := make([]string, len(f.Others))
		for i, o := range f.Others {
			others[i] = clip(o.Value, 128)
		}
		all = append(all, Finding{Kind: Question, Field: f.Field, Says: "Which " + names[f.Field] + " is right?", Span: f.Span,
			Why: theWords(f.Where) + " says " + clip(f.Value, 128) + "; the text also says " + strings.Join(others, ", ") + "."})
	}
	return all
}

// timeRules compare clocks: the sender's with the gateway's, and the call's time with today.
var timeRules = []diagnosisRule{
	{name: "clock_skew", look: clockSkew,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{strings.Replace(answered("200 OK", "", ""), "Accept: */*", "Date: Fri, 06 Jan 2023 07:41:30 GMT", 1),
					"The request says that it was sent at 2023-01-06 07:41:30 UTC (header Date), the response at 2023-01-06 07:54:30 UTC: 13 min apart."},
					{strings.Replace(answered("200 OK", "", ""), "Accept: */*", "Date: Fri, 06 Jan 2023 07:58:30 GMT", 1),
						"The request says that it was sent at 2023-01-06 07:58:30 UTC (header Date), the response at 2023-01-06 07:54:30 UTC: 4 min apart."},
					{`{"time":"2023-01-06T06:54:30Z","req":{"method":"GET","url":"https://cvt.fibregateway.com/v1/a"},"res":{"statusCode":200,"headers":{"date":"Fri, 06 Jan 2023 07:54:30 GMT"}}}`,
						"The record says that it was written at 2023-01-06 06:54:30 UTC (time of the record), the response at 2023-01-06 07:54:30 UTC: 1 h apart."}}, []string{strings.Replace(answered("200 OK", "", ""), "Accept: */*", "Date: Fri, 06 Jan 2023 07:54:00 GMT", 1), answered("200 OK", "", ""),
					strings.Replace(answered("200 OK", "", ""), "Accept: */*", "Date: Fri, 06 Jan 2023 07:52:45 GMT", 1)}
		}}, // the call may have taken that long
	{name: "in_the_future", look: future,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{"X-Request-ID: a1\nDate: Fri, 06 Jan 2023 12:30:00 GMT\n", "The call was made at 2023-01-06 12:30:00 UTC (label Date); it is 2023-01-06 12:00:00 UTC now, 30 min earlier."}}, []string{"X-Request-ID: a1\nDate: Fri, 06 Jan 2023 12:04:00 GMT\n", "X-Request-ID: a1\nDate: Fri, 06 Jan 2023 11:00:00 GMT\n"}
		}},
	{name: "older_than_logs", look: tooOld,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{"X-Request-ID: a1\nDate: Wed, 05 Oct 2022 12:00:00 GMT\n",
				"The call was made at 2022-10-05 12:00:00 UTC (label Date), 93 days ago; the gateway keeps its logs for 90 days."}}, []string{"X-Request-ID: a1\nDate: Fri, 06 Jan 2023 07:54:30 GMT\n", "X-Request-ID: a1\nDate: 2022-10-05 12:00:00\n"}
		}},
}

// slowest is how long a call may take: beyond it a response's Date that follows the request's tells of
// clocks. farthest is how far apart a record and its call may be to be told from a record of another day.
const (
	slowest  = 2 * time.Minute
	farthest = 15 * time.Hour
)

func clockSkew(x *examination) []Finding {
	came, err := ParseMoment(header(x.response.Headers, "Date"))
	if err != nil {
		return nil
	}
	if sent, err := ParseMoment(header(x.request.Headers, "Date")); err == nil {
		return x.skew(sent, came, "The request says that it was sent", "header Date", x.request.Span)
	}
	for _, l := range x.ex.Labels {
		if l.Field != OccurredAt || l.Name != recordTime {
			continue
		}
		if at, err := ParseMoment(l.Value); err == nil && came.UTC.Sub(at.UTC).Abs() <= farthest {
			return x.skew(at, came, "The record says that it was written", recordTime, l.Span)
		}
	}
	return nil
}

// skew compares the sender's time with the gateway's. Whole quarters of an hour are zones, for none on
// earth differ by less; all else is a clock.
func (x *examination) skew(sent, came Moment, words, from string, span Span) []Finding {
	d := came.UTC.Sub(sent.UTC)
	if !sent.Zoned || !came.Zoned || d >= -leeway && d <= slowest {
		return nil
	}
	says := "The sender’s clock and the gateway’s differ: times in your logs and in ours will not match."
	if rest := (d.Abs() + leeway/2) % (15 * time.Minute); d.Abs() >= 29*time.Minute && rest <= leeway {
		says = "The sender’s time and the gateway’s are apart by a whole zone: one of them names the wrong one."
	}
	return only(Finding{Kind: Hint, Field: OccurredAt, Says: says, Span: span,
		Why: words + " at " + instant(sent.UTC) + " (" + from + "), the response at " + instant(came.UTC) + ": " + lasting(d) + " apart."})
}

// ahead is how far a sender's clock may be ahead of ours; a ticket takes as much.
const ahead = 5 * time.Minute

func future(x *examination) []Finding {
	if x.now.IsZero() || x.at.IsZero() || x.at.Sub(x.now) <= ahead {
		return nil
	}
	return only(Finding{Kind: Hint, Field: OccurredAt, Says: "The time of the call is in the future: check the date and its zone.", Span: x.timeSpan(),
		Why: x.when() + "; it is " + instant(x.now) + " now, " + lasting(x.at.Sub(x.now)) + " earlier."})
}

func tooOld(x *examination) []Finding {
	if x.now.IsZero() || x.at.IsZero() || x.kept <= 0 || x.now.Sub(x.at) <= x.kept {
		return nil
	}
	return only(Finding{Kind: Hint, Field: OccurredAt, Says: "The gateway’s logs of this call are most likely gone: all that is left is what you send.", Span: x.timeSpan(),
		Why: x.when() + ", " + lasting(x.now.Sub(x.at)) + " ago; the gateway keeps its logs for " + lasting(x.kept) + "."})
}

func (x *examination) timeSpan() Span {
	f, _ := x.report.Fact(OccurredAt)
	return f.Span
}
