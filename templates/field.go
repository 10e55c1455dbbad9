package templates

import (
	"slices"
	"strconv"
	"strings"

	"docket/evidence"
	"docket/models"
)

// Standing says how an answer came to be what it is.
type Standing string

// How an answer stands.
const (
	Found      Standing = "found"      // read in the evidence
	Assumed    Standing = "assumed"    // concluded from the evidence
	Typed      Standing = "typed"      // given by the person
	Remembered Standing = "remembered" // from this browser's memory
	Missing    Standing = "missing"    // asked for and not there
	Open       Standing = "open"       // not there, and need not be
)

// Control says what kind of control takes an answer.
type Control string

// The kinds of controls.
const (
	Line   Control = "line"   // one line of text
	Area   Control = "area"   // several lines of prose
	Code   Control = "code"   // several lines, as sent over the wire
	Choice Control = "choice" // one of a few, all to be seen
	Select Control = "select" // one of many
)

// Option is one value of a choice.
type Option struct {
	Value, Words, Hint string
	Icon               string // empty for none
}

// Field is one question of the docket with its answer and everything said about it.
type Field struct {
	Name         string // of the control, and its id
	ID           string // of the control, where it isn't the name
	Label        string
	Condition    string // when it is asked: "if an order exists", empty for always
	Hint         string // where to find it
	Why          string // what it is for, said while it is missing
	Control      Control
	Mono         bool   // an identifier or code
	Type         string // of an input: "text" when empty
	InputMode    string
	Autocomplete string
	Options      []Option
	Value        string
	Standing     Standing
	Where        string           // where the evidence gives it, or why it is assumed
	Ask          []evidence.Other // several values, of which the person has to choose one
	None         bool             // the person says that none of those is right
	Others       []evidence.Other // different values that the evidence gives beside a settled answer
	ReadAs       *Moment          // the instant that a written time is, nil when there is doubt
	Error        string
	Row          bool // it stands in one line among others
}

// describedBy lists the ids of what is said about a control.
func (f Field) describedBy() string {
	var ids []string
	asks := len(f.Ask) > 0
	for part, there := range map[string]bool{
		"hint": f.Hint != "" && !asks, "found": f.note() != "" && !asks, "others": len(f.Others) > 0 && !asks,
		"ask": asks && f.Error == "", "readas": f.ReadAs != nil && !asks, "error": f.Error != "",
	} {
		if there {
			ids = append(ids, f.Name+"-"+part)
		}
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// optionID is the id of the n-th radio button; the first bears the field's own name, so that
// a link to the field reaches it.
func (f Field) optionID(n int) string {
	if n == 0 {
		return f.Name
	}
	return f.Name + "-" + f.Options[n].Value
}

// otherValues are the values that the evidence gives beside the answer.
func (f Field) otherValues() (values []string) {
	for _, o := range f.Others {
		values = append(values, o.Value)
	}
	return values
}

// askWords is the question to which of several values is right.
func (f Field) askWords() string {
	n := strconv.Itoa(len(f.Ask))
	if words := []string{2: "two", 3: "three", 4: "four"}; len(f.Ask) < len(words) {
		n = words[len(f.Ask)]
	}
	return "We find " + n + " values. Which one is right?"
}

// askID is the id of the n-th value to choose from; the first bears the field's own name, so that a
// link to the field reaches it.
func (f Field) askID(n int) string {
	if n == 0 {
		return f.Name
	}
	return f.Name + "-" + strconv.Itoa(n)
}

// askName is the name of the controls to choose with.
func (f Field) askName() string { return "choose_" + f.Name }

// words are how an option of the field reads, the value itself where there are none.
func (f Field) words(value string) string {
	for _, o := range f.Options {
		if o.Value == value {
			return o.Words
		}
	}
	return value
}

// lasting reports whether there is no other value than those to choose from: a choice among few.
func (f Field) lasting() bool { return f.Control == Choice }

// typed is the control for a value that is none of those found.
func (f Field) typed() Field {
	f.ID = f.Name + "-typed"
	return f
}

// id is the id of the control.
func (f Field) id() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// noneWords offer what is none of the values found.
func (f Field) noneWords() string {
	if f.Condition != "" {
		return "None of these"
	}
	return "Another value"
}

// note says how the answer came to be there.
func (f Field) note() string {
	switch f.Standing {
	case Found:
		return f.Where
	case Assumed:
		return f.Where
	case Remembered:
		return "from this browser’s memory"
	}
	return ""
}

// about says where to find an answer and, while it is missing, what it is for.
func (f Field) about() string {
	if f.Standing == Missing && f.Why != "" {
		return f.Hint + " " + f.Why
	}
	return f.Hint
}

// badge is the word for how the answer stands.
func (f Field) badge() string {
	switch f.Standing {
	case Found:
		return "Found"
	case Assumed:
		return "Assumed"
	case Typed:
		return "Typed"
	case Remembered:
		return "Remembered"
	case Missing:
		return "Missing"
	}
	return ""
}

// inRow is the field where one line should do.
func (f Field) inRow() Field {
	f.Row = true
	return f
}

// rows is the height of a text area, in lines.
func (f Field) rows() string {
	switch lines := strings.Count(f.Value, "\n") + 1; {
	case f.Row:
		return "2"
	case lines > 9:
		return "12"
	case lines > 4 || f.Control == Code:
		return "6"
	}
	return "3"
}

// redacted reports whether the text in a text area is as the server redacted it, so that the
// script may keep it in a draft.
func (f Field) redacted() bool { return f.Value != "" && (f.Control == Area || f.Control == Code) }

// LabelOf is what the form calls a field, for a sentence that has to say which is meant.
func LabelOf(name evidence.Field) string { return short(blank(name)) }

// blank is a field before anything is answered.
func blank(name evidence.Field) Field {
	f := questions[name]
	f.Name = string(name)
	if f.Control == "" {
		f.Control = Line
	}
	f.Standing = Open
	return f
}

// questions are the words of every field but the evidence.
var questions = map[evidence.Field]Field{
	evidence.Environment: {Label: "Environment", Control: Choice, Why: "The two keep their logs apart.",
		Hint: "Look at the host of the URL: a gateway host with “cvt” in it is CVT.",
		Options: []Option{
			{Value: models.Production, Words: "PRODUCTION", Hint: "live orders", Icon: "production"},
			{Value: models.CVT, Words: "CVT", Hint: "test orders", Icon: "cvt"},
		}},
	evidence.Tenant: {Label: "Tenant", Mono: true, Why: "It says whose calls to look through.",
		Hint: "The code of the company that places orders, such as TENANT_1."},
	evidence.Supplier: {Label: "Supplier", Mono: true, Why: "It says whose system was called.",
		Hint: "The code of the network operator, such as SUPPLIER_2. Often in the URL, after “supplier=”."},
	evidence.OccurredAt: {Label: "Time of the call", Mono: true, Why: "The logs are searched around it.",
		Hint: "Copy it from the Date header or from your log, such as Fri, 06 Jan 2023 07:54:30 GMT."},
	models.FieldZone: {Label: "Zone of that time", Control: Select, Options: zones,
		Hint: "The time does not say its zone. Which clock wrote it?"},
	evidence.RequestID: {Label: "X-Request-ID", Mono: true, Why: "It finds this one call in the audit log.",
		Hint: "A header of your request; the gateway sends it back with the response."},
	evidence.ConversationID: {Label: "X-Conversation-ID", Mono: true, Why: "It finds the calls before and after.",
		Hint: "A header of your request. All calls of one journey share it."},
	evidence.OrderID: {Label: "Order id", Condition: "if an order exists", Mono: true, InputMode: "numeric",
		Hint: "The number that the gateway gave when the order was placed, digits only."},
	evidence.SupplierReference: {Label: "Supplier’s own reference", Condition: "optional", Mono: true,
		Hint: "The supplier’s number for the order, if you know it."},
	evidence.RequestText: {Label: "Request", Control: Code, Why: "It shows what was asked for.",
		Hint: "As you sent it: method and URL, then headers, an empty line and the body."},
	evidence.ResponseText: {Label: "Response", Control: Code, Why: "It shows what came back, and from whom.",
		Hint: "As it came: the status, such as 422, then headers, an empty line and the body."},
	evidence.NoResponse: {Label: "Did a response come?", Control: Select, Options: noResponses,
		Hint: "If none came, say why and leave the response empty."},
	evidence.ErrorUUID: {Label: "Error uuid", Condition: "if the response is an error", Mono: true,
		Hint: "“uuid” in the body of the error."},
	evidence.ErrorCode: {Label: "Error code", Condition: "if the response is an error", Mono: true, Why: "It says what was refused.",
		Hint: "“code” in the body of the error, such as INVALID_REQUEST."},
	evidence.ErrorMessage: {Label: "Error messages", Condition: "if the response is an error", Control: Area, Why: "They say who refused, and why.",
		Hint: "“messages” in the body of the error, one on a line."},
	models.FieldImpact: {Label: "Impact", Control: Choice, Options: impacts,
		Hint: "How much is stuck?", Why: "It decides how soon we answer."},
	evidence.Summary: {Label: "Summary", Hint: "One line. We see it first."},
	models.FieldDescription: {Label: "Anything else", Condition: "optional", Control: Area,
		Hint: "What you expected, what you have tried. A secret typed here is hidden too."},
	models.FieldName: {Label: "Your name", Condition: "optional", Autocomplete: "name"},
	models.FieldEmail: {Label: "Your e-mail address", Type: "email", InputMode: "email", Autocomplete: "email",
		Hint: "The ticket’s number and our answers go there."},
}

// short names a field where space is short, such as the list of what is left.
func short(f Field) string {
	switch evidence.Field(f.Name) {
	case models.FieldEmail:
		return "e-mail"
	case models.FieldZone:
		return "time zone"
	case evidence.Environment, evidence.Tenant, evidence.Supplier, evidence.OccurredAt, evidence.RequestText,
		evidence.ResponseText, evidence.Summary, models.FieldImpact:
		return strings.ToLower(f.Label[:1]) + f.Label[1:]
	}
	return f.Label
}

var impacts = impactOptions()

func impactOptions() []Option {
	var options []Option
	for _, i := range models.Impacts {
		options = append(options, Option{Value: string(i), Words: impactWords[i]})
	}
	return options
}

var noResponses = noResponseOptions()

func noResponseOptions() []Option {
	options := []Option{{Words: "Yes, a response came"}}
	for _, why := range []string{evidence.Timeout, evidence.ConnectionRefused, evidence.TLS, evidence.DNS, evidence.OtherFailure} {
		options = append(options, Option{Value: why, Words: noResponseWords[why]})
	}
	return options
}
