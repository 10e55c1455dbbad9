package evidence

import (
	"slices"
	"strconv"
	"time"
)

// FindingKind says what a person can do with a finding.
type FindingKind string

// The kinds of findings.
const (
	Cause    FindingKind = "cause"    // it explains how the call ended
	Question FindingKind = "question" // the text gives two answers: the person decides
	Hint     FindingKind = "hint"     // worth knowing before or after filing
)

// Finding is what the evidence tells about a call beyond its facts. It informs and blocks nothing.
type Finding struct {
	Rule  string      `json:"rule"` // its name in snake_case: "token_expired"
	Says  string      `json:"says"` // one sentence for the person
	Why   string      `json:"why"`  // the reason, with the values that it rests on
	Kind  FindingKind `json:"-"`
	Field Field       `json:"-"` // the answer that it is about, empty for none
	Span  Span        `json:"-"` // where the evidence says so
}

// diagnosisRule looks for one thing in what was read. It needs no network, and without a clock says
// nothing that depends on today. A rule that isn't sure says nothing.
type diagnosisRule struct {
	name string
	look func(*examination) []Finding
	// examples are texts in which it speaks, with its reason, and texts in which it must not. They are
	// made when they are asked for, so that no program carries them about.
	examples func() (hits []diagnosed, misses []string)
}

// diagnosed is a text and the reason that a rule gives for what it finds there; the tests run every one.
type diagnosed struct{ in, why string }

// diagnosisRules are the rules of all tables, the most telling first: a later one may keep silent
// because an earlier one has explained the same. Being a function, not a variable, it leaves them out
// of the browser's module, which only redacts.
func diagnosisRules() []diagnosisRule {
	return slices.Concat(tokenRules, answerRules, bodyRules, typeRules, sentRules, doubtRules, timeRules)
}

// examination is what a rule may look at.
type examination struct {
	report   *Report
	ex       *Exchange
	request  Request   // empty when the text shows none
	response Response  // empty when the text shows none
	at       time.Time // when the call was made, zero when the text doesn't say
	atFrom   string    // what says so: "response header Date"
	now      time.Time // zero: no clock
	kept     time.Duration
}

// diagnose adds the findings to a report that has its facts.
func (r *Reader) diagnose(report *Report) {
	x := &examination{report: report, ex: report.Exchange(), kept: r.LogsKept}
	if x.ex == nil {
		return
	}
	if x.ex.Request != nil {
		x.request = *x.ex.Request
	}
	if x.ex.Response != nil {
		x.response = *x.ex.Response
	}
	if r.Now != nil {
		x.now = r.Now()
	}
	if f, ok := report.Fact(OccurredAt); ok {
		if m, err := ParseMoment(f.Value); err == nil && m.Zoned {
			x.at, x.atFrom = m.UTC, f.Where
		}
	}
	for _, rule := range diagnosisRules() {
		for _, f := range rule.look(x) {
			f.Rule = rule.name
			report.Findings = append(report.Findings, f)
		}
	}
	slices.SortStableFunc(report.Findings, func(a, b Finding) int { return weight[a.Kind] - weight[b.Kind] })
}

// weight orders findings: what explains the call, what has to be decided, what is worth knowing.
var weight = map[FindingKind]int{Cause: 0, Question: 1, Hint: 2}

// explained reports whether one of the rules has found something.
func (x *examination) explained(rules ...string) bool {
	for _, f := range x.report.Findings {
		for _, name := range rules {
			if f.Rule == name {
				return true
			}
		}
	}
	return false
}

// only is a rule's only finding.
func only(f Finding) []Finding { return []Finding{f} }

// instant writes a time for a reason.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") + " UTC" }

// lasting writes a length of time in its two largest units: "2 h 5 min", "3 days".
func lasting(d time.Duration) string {
	d = d.Abs().Round(time.Second)
	whole := func(n time.Duration, one, many string) string {
		if n == 1 {
			return "1 " + one
		}
		return strconv.FormatInt(int64(n), 10) + " " + many
	}
	switch day := 24 * time.Hour; {
	case d >= day:
		return whole(d/day, "day", "days")
	case d >= time.Hour && d%time.Hour >= time.Minute:
		return whole(d/time.Hour, "h", "h") + " " + whole(d%time.Hour/time.Minute, "min", "min")
	case d >= time.Hour:
		return whole(d/time.Hour, "h", "h")
	case d >= time.Minute:
		return whole(d/time.Minute, "min", "min")
	}
	return whole(d/time.Second, "s", "s")
}
