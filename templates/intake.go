package templates

import (
	"slices"
	"strconv"

	"docket/evidence"
	"docket/models"
)

// Group is a part of the docket: its questions asked in full, or as rows when answered.
type Group struct {
	ID     string
	Title  string
	Intro  string // empty for none
	Fields []Field
	Rows   bool
}

// Docket is the form's facts as they stand.
type Docket struct {
	Groups     []Group
	Meter      Meter
	Diagnosis  Diagnosis
	Left       []Field // what still has to be answered; before a reading, only what is wrong
	Yours      []Link  // the reader's own tickets about the same request
	Remembered string  // what this browser's memory gave, empty for nothing
	Read       bool    // the evidence has been read, or something has been answered
	Number     string  // the reference as a blank: "FC-____-____"
	Stays      bool    // the button stays in sight
}

// Meter counts the published list.
type Meter struct{ Found, Of int }

// docketOf arranges the form. Before anything is read it asks everything in the order of the
// published list; afterwards what is left comes first and what is answered becomes rows.
func docketOf(p TicketNew) Docket {
	fields := fieldsOf(p)
	d := Docket{Meter: meterOf(p), Diagnosis: diagnosisOf(p), Yours: linksTo(p.Site, p.Yours), Remembered: rememberedOf(p), Read: read(p), Stays: !fresh(p), Number: p.Site.reference("________")}
	for _, f := range fields {
		if f.Error != "" || (d.Read && (f.Standing == Missing || len(f.Ask) > 0 && !f.None)) {
			d.Left = append(d.Left, f)
		}
	}
	if !d.Read {
		d.Groups = inOrder(fields)
		return d
	}
	d.Groups = arranged(fields)
	return d
}

// read reports whether there is anything to arrange by.
func read(p TicketNew) bool { return p.Reading != nil && len(p.Reading.Report.Facts) > 0 }

// fieldsOf lists every question but the evidence, in the order of the form, as it stands.
func fieldsOf(p TicketNew) []Field {
	var fields []Field
	for _, name := range models.Fields {
		if name == models.FieldEvidence || (name == models.FieldZone && !p.AskZone) {
			continue
		}
		fields = append(fields, fieldOf(p, name))
	}
	return fields
}

// fieldOf is one question as it stands.
func fieldOf(p TicketNew, name evidence.Field) Field {
	f := blank(name)
	f.Value = p.Submission.Answer(name).String()
	f.Error = mistake(p.Problems, name)
	f.None = p.None[name]
	f.Standing = Typed
	switch {
	case f.Value == "" && wanted(p, name):
		f.Standing = Missing
	case f.Value == "":
		f.Standing = Open
	case filled(p, name) && found(p, name):
		f.Standing, f.Where = Found, "in your evidence"
	case remembers(name) && (filled(p, name) || p.Remembered):
		f.Standing = Remembered
	}
	if p.Reading != nil {
		f = withFact(f, p.Reading.Report)
	}
	for _, problem := range p.Problems {
		if problem.Field == name && len(problem.Others) > 0 {
			f.Ask, f.Value = problem.Others, ""
		}
	}
	if name == evidence.OccurredAt {
		f.ReadAs = readAs(p, f.Value)
	}
	if f.Control == Select {
		f.Options = withOption(f.Options, f.Value)
	}
	return f
}

// withFact adds where the evidence gives an answer, and what else it says.
func withFact(f Field, report evidence.Report) Field {
	fact, ok := report.Fact(evidence.Field(f.Name))
	if !ok {
		return f
	}
	if f.Standing == Found {
		f.Where = orWords(fact.Where, f.Where)
		if fact.Assumed {
			f.Standing = Assumed
		}
	}
	own := evidence.Other{Value: fact.Value, Where: fact.Where, Span: fact.Span}
	switch {
	case len(fact.Others) == 0:
	case f.Value == "":
		f.Ask = append([]evidence.Other{own}, fact.Others...)
	default:
		for _, o := range append([]evidence.Other{own}, fact.Others...) {
			if o.Value != f.Value {
				f.Others = append(f.Others, o)
			}
		}
	}
	return f
}

// readAs says which instant a written time is, nil when its zone leaves doubt.
func readAs(p TicketNew, written string) *Moment {
	moment, err := evidence.ParseMoment(written)
	if written == "" || err != nil || !moment.Zoned {
		return nil
	}
	return &Moment{At: moment.UTC, Zone: p.Site.Zone}
}

// withOption makes sure that a select can show its value.
func withOption(options []Option, value string) []Option {
	if slices.ContainsFunc(options, func(o Option) bool { return o.Value == value }) {
		return options
	}
	return append(slices.Clone(options), Option{Value: value, Words: value})
}

// always are the fields that every ticket needs.
var always = []evidence.Field{
	evidence.Environment, evidence.Tenant, evidence.Supplier, evidence.OccurredAt, models.FieldZone,
	evidence.RequestID, evidence.ConversationID, evidence.RequestText,
	models.FieldImpact, evidence.Summary, models.FieldEmail,
}

// wanted reports whether a field is asked for as things stand.
func wanted(p TicketNew, name evidence.Field) bool {
	switch name {
	case evidence.ResponseText:
		return p.Submission.NoResponse.IsZero()
	case evidence.ErrorCode, evidence.ErrorMessage:
		return failed(p)
	}
	return slices.Contains(always, name)
}

func filled(p TicketNew, name evidence.Field) bool {
	return slices.ContainsFunc(p.Filled, func(f Filled) bool { return f.Field == name })
}

// found reports whether the reading gave an answer.
func found(p TicketNew, name evidence.Field) bool {
	if p.Reading == nil {
		return false
	}
	_, ok := p.Reading.Report.Fact(name)
	return ok
}

// remembers reports whether a browser's memory keeps an answer.
func remembers(name evidence.Field) bool {
	return slices.Contains([]evidence.Field{evidence.Environment, evidence.Tenant, models.FieldName, models.FieldEmail, models.FieldImpact}, name)
}

// rememberedOf writes what this browser's memory gave.
func rememberedOf(p TicketNew) string {
	if !p.Remembered {
		return ""
	}
	var parts []string
	for _, answer := range []evidence.Clean{p.Submission.Name, p.Submission.Email, p.Submission.Tenant, p.Submission.Environment} {
		if !answer.IsZero() {
			parts = append(parts, answer.String())
		}
	}
	if words := impactWords[models.Impact(p.Submission.Impact.String())]; words != "" {
		parts = append(parts, words)
	}
	return listed(parts)
}

func mistake(problems []models.Problem, name evidence.Field) string {
	for _, problem := range problems {
		if problem.Field == name {
			return problem.Message
		}
	}
	return ""
}

// meterOf counts what of the published list is there. An order id counts when there is one;
// the error's details count when the response is an error.
func meterOf(p TicketNew) Meter {
	s := p.Submission
	m := Meter{}
	there := func(name evidence.Field) bool {
		return !s.Answer(name).IsZero() && mistake(p.Problems, name) == ""
	}
	for _, name := range []evidence.Field{
		evidence.Environment, evidence.Tenant, evidence.Supplier, evidence.OccurredAt, evidence.RequestID,
		evidence.ConversationID, evidence.RequestText,
	} {
		m = m.with(there(name))
	}
	m = m.with(there(evidence.ResponseText) || there(evidence.NoResponse))
	if !s.OrderID.IsZero() {
		m = m.with(there(evidence.OrderID))
	}
	if failed(p) {
		m = m.with(there(evidence.ErrorCode) && there(evidence.ErrorMessage))
	}
	return m
}

func (m Meter) with(found bool) Meter {
	m.Of++
	if found {
		m.Found++
	}
	return m
}

// failed reports whether the response is known to be an error with details.
func failed(p TicketNew) bool {
	s := p.Submission
	return !s.ErrorCode.IsZero() || !s.ErrorMessage.IsZero() || !s.ErrorUUID.IsZero()
}

// words write the meter as text.
func (m Meter) words() string {
	return strconv.Itoa(m.Found) + " of " + strconv.Itoa(m.Of) + " found"
}

// pitch is the distance between two holes of the meter, in pixels.
const pitch = 13

func (m Meter) width() string       { return strconv.Itoa(m.Of * pitch) }
func (m Meter) box() string         { return "0 0 " + m.width() + " 12" }
func (m Meter) centre(n int) string { return strconv.Itoa(n*pitch + pitch/2) }

// Link leads to a ticket.
type Link struct{ Reference, Address, Words string }

// linksTo writes the links to tickets.
func linksTo(site Site, tickets []models.Ticket) []Link {
	var links []Link
	for _, t := range tickets {
		links = append(links, Link{site.reference(t.Reference), site.ticketURL(t.Reference), t.Summary.String()})
	}
	return links
}

// fresh reports whether nothing has been sent yet, so that a draft may be put back.
func fresh(p TicketNew) bool {
	return p.Reading == nil && len(p.Problems) == 0 && p.Notice == "" && p.Filed == nil
}
