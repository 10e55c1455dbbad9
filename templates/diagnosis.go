package templates

import (
	"slices"

	"docket/evidence"
)

// Diagnosis is what the evidence tells about a call beyond its facts, each with its reason.
type Diagnosis struct {
	Title    string
	Findings []Told
}

// Told is one finding.
type Told struct {
	Kind evidence.FindingKind
	Says string
	Why  string
	At   string // id of the field that it asks about, empty when nothing is asked here
}

// icon is the sign beside a finding.
func (t Told) icon() string {
	switch t.Kind {
	case evidence.Cause:
		return "alert"
	case evidence.Question:
		return "question"
	}
	return "info"
}

// kind is the word that says the same as the sign.
func (t Told) kind() string {
	switch t.Kind {
	case evidence.Cause:
		return "Likely cause: "
	case evidence.Question:
		return "Question: "
	}
	return "Worth knowing: "
}

// diagnosisOf is what the intake tells before filing. Two values of one field are asked beside that
// field and not here as well. Only where an environment was typed that nobody chose between the two it
// is told here, because the wrong one sends a ticket astray.
func diagnosisOf(p TicketNew) Diagnosis {
	d := Diagnosis{Title: "What your evidence tells"}
	if p.Reading == nil {
		return d
	}
	for _, f := range p.Reading.Report.Findings {
		told := Told{Kind: f.Kind, Says: f.Says, Why: f.Why}
		if f.Kind == evidence.Question {
			if f.Field != evidence.Environment || !filled(p, f.Field) || settled(p, f.Field) {
				continue
			}
			told.At = string(f.Field)
		}
		d.Findings = append(d.Findings, told)
	}
	return d
}

// settled reports whether the person has chosen between the values of a field.
func settled(p TicketNew, field evidence.Field) bool {
	return slices.ContainsFunc(p.Settled, func(s Filled) bool { return s.Field == field })
}

// caseDiagnosis is what the stored evidence tells staff, questions included: the requester has answered
// them, and staff may want to know that there were two answers.
func caseDiagnosis(p CaseShow) Diagnosis {
	d := Diagnosis{Title: "What the evidence tells"}
	for _, f := range p.Findings {
		d.Findings = append(d.Findings, Told{Kind: f.Kind, Says: f.Says, Why: f.Why})
	}
	return d
}

// words are what is said aloud of the diagnosis, short: the likely cause, empty for none. The rest is
// read in its place.
func (d Diagnosis) words() string {
	for _, told := range d.Findings {
		if told.Kind == evidence.Cause {
			return ". " + told.kind() + told.Says
		}
	}
	return ""
}

// diagnosisSamples are diagnoses in every state.
func diagnosisSamples() []Diagnosis {
	return []Diagnosis{
		{Title: "What your evidence tells", Findings: []Told{
			{evidence.Cause, "The access token had expired before the call was made.", "Its exp is 2023-01-06 07:35:00 UTC; the call was made at 2023-01-06 07:54:30 UTC (response header Date), 19 min later.", ""},
			{evidence.Question, "Was this call made to CVT or to PRODUCTION?", "The host cvt.fibregateway.com is CVT; the text also says PRODUCTION (label Environment).", "diagnosis-sample"},
			{evidence.Hint, "The request carries no X-Conversation-ID.", "None of the 5 headers of the request, as pasted, is X-Conversation-ID. The gateway asks for it on every request: it joins the calls of one journey.", ""},
		}},
	}
}
