package templates

import (
	"slices"
	"strconv"
	"time"

	"docket/evidence"
	"docket/models"
)

// The names of the controls on a case that problems are said of.
const (
	note     evidence.Field = "note"
	reason   evidence.Field = "reason"
	state    evidence.Field = "state"
	urgency  evidence.Field = "priority"
	assignee evidence.Field = "assignee"
)

// at is an instant on a page of staff, to the minute.
func (f Frame) at(t time.Time) Moment { return Moment{At: t, Zone: f.Site.Zone, Minutes: true} }

// address is where one of a case's forms goes.
func (p CaseShow) address(form string) string {
	return p.Frame.Site.caseURL(p.Case.Ticket.Reference) + "/" + form
}

// seen is what the page shows, so that a change made by somebody else in between is noticed.
func (p CaseShow) seen() string {
	if p.Changed != nil {
		return strconv.FormatInt(p.Changed.Seen, 10)
	}
	return strconv.FormatInt(p.Case.Seen, 10)
}

// caseTitle is the title of a case's page.
func caseTitle(p CaseShow) string {
	return p.Frame.Site.reference(p.Case.Ticket.Reference) + ": " + orWords(p.Case.Ticket.Summary.String(), "no summary")
}

// CaseHead names a case, says whose turn it is and who has it.
type CaseHead struct {
	Reference, Environment, Priority, Summary string
	State                                     models.State
	Words                                     string
	Since                                     Moment
	Age                                       Age
	Promise                                   *Moment // of a first answer, nil for none
	Late                                      bool    // the promise has been missed
	Holder                                    string  // "Nobody has it"
	Mine                                      bool
	Take                                      string // what the button that takes it says
}

// caseHead is the head of a case.
func caseHead(p CaseShow) CaseHead {
	t, site := p.Case.Ticket, p.Frame.Site
	h := CaseHead{
		Reference: site.reference(t.Reference), Environment: t.Environment, Priority: t.Priority.String(),
		Summary: orWords(t.Summary.String(), "No summary"), State: t.State, Words: standsFor(t.State),
		Since: p.Frame.at(waitingSince(t)), Age: Age{At: waitingSince(t), Now: site.Now, What: ageWhat(t.State)},
		Late: p.Late, Holder: "Nobody has it", Take: "Take it",
	}
	if !p.ReplyBy.IsZero() {
		by := p.Frame.at(p.ReplyBy)
		h.Promise = &by
	}
	switch a := p.Case.Assignee; {
	case a == nil:
	case a.ID == p.Frame.Reader.ID:
		h.Holder, h.Mine = "You have it", true
	default:
		h.Holder, h.Take = a.Title()+" has it", "Take it over"
	}
	return h
}

// Writing is one of the two forms that take what somebody writes on a case.
type Writing struct {
	Kind   models.DraftKind
	Action string
	Writer string
	FormID string
	Seen   string
	Field  evidence.Field // id of the control
	Label  string
	Hint   string // who will see it
	Text   string
	Error  string
	Send   string // what the button says
	Rows   string
	Drafts string  // address that takes drafts
	Kept   *Moment // when the draft in the box was kept, nil for none
	Then   []Option
	Chosen string // of Then
}

// replyOf is the form that answers the requester.
func replyOf(p CaseShow) Writing {
	to := p.Case.Ticket.Email
	w := Writing{
		Kind: models.DraftReply, Action: p.address("reply"), Writer: p.Writer, FormID: p.ReplyID.String(), Seen: p.seen(), Field: body,
		Label: "Reply to " + to, Hint: mailWords(p), Text: p.Reply, Error: mistake(p.Problems, body),
		Send: "Reply to " + to, Rows: "6", Drafts: p.address("drafts"), Kept: draftKept(p, models.DraftReply),
		Then: thenOptions, Chosen: string(p.Then),
	}
	if w.Chosen == "" {
		w.Chosen = string(models.WaitingRequester)
	}
	if p.Changed != nil && p.Reply != "" {
		w.Send = "Send all the same"
	}
	return w
}

// noteOf is the form that keeps an internal note.
func noteOf(p CaseShow) Writing {
	return Writing{
		Kind: models.DraftNote, Action: p.address("notes"), Writer: p.Writer, FormID: p.NoteID.String(), Field: note,
		Label: "Internal note", Hint: "Only staff see it. It is never mailed and never on the requester’s page.",
		Text: p.Note, Error: mistake(p.Problems, note), Send: "Keep note, inside only", Rows: "3",
		Drafts: p.address("drafts"), Kept: draftKept(p, models.DraftNote),
	}
}

// thenOptions say whose turn it is after a reply.
var thenOptions = []Option{
	{Value: string(models.WaitingRequester), Words: "wait for the requester"},
	{Value: string(models.WaitingSupplier), Words: "wait for the supplier"},
	{Value: string(models.Resolved), Words: "it is resolved"},
	{Value: string(models.Open), Words: "it stays our turn"},
}

// draftKept is when the draft that stands in a box was kept, nil when the box holds something else.
func draftKept(p CaseShow, kind models.DraftKind) *Moment {
	text := p.Reply
	if kind == models.DraftNote {
		text = p.Note
	}
	for _, d := range p.Case.Drafts {
		if d.Kind == kind && d.Body.String() == text {
			at := p.Frame.at(d.UpdatedAt)
			return &at
		}
	}
	return nil
}

// mailWords say what the mail that goes with a reply will carry.
func mailWords(p CaseShow) string {
	const page = "It stands on their page"
	switch t := p.Case.Ticket; {
	case p.Case.Address.BlockedAt != nil:
		return page + " alone: the owner of this mailbox has asked for no mail from us."
	case p.MailToFiles:
		return page + ". Its mail is written to a file: this installation sends none."
	case p.Frame.Held != nil:
		return page + " at once. Its mail waits: letters are held."
	case !t.MailboxProved:
		return page + ". The mail only says that there is an answer, without your words: nobody has proved yet that this mailbox is theirs."
	}
	return page + ", and it is mailed to them in full."
}

// Choosing is a small form with one choice.
type Choosing struct {
	Action, Writer, Seen string
	Field                evidence.Field
	Label                string
	Options              []Option
	Value                string
	Error                string
	Send                 string
	Reason               *Field // also asked for, nil for no reason
}

// movesOf are the forms that change where a case stands.
func movesOf(p CaseShow) []Choosing {
	t := p.Case.Ticket
	all := []Choosing{
		{Action: p.address("state"), Field: state, Label: "State", Options: stateOptions(t.State), Value: string(t.State), Send: "Change state"},
		{Action: p.address("assignee"), Field: assignee, Label: "Assignee", Options: holderOptions(p), Value: holderValue(p.Case), Send: "Assign"},
		{Action: p.address("priority"), Field: urgency, Label: "Priority", Options: urgencyOptions(t), Value: urgencyValue(t), Send: "Change priority", Reason: &Field{
			Name: string(reason), Label: "Why, when it is not as derived", Control: Line, Standing: Typed,
			Value: p.Reason, Error: mistake(p.Problems, reason),
		}},
	}
	for i := range all {
		if all[i].Field == p.Picked.Field && all[i].has(p.Picked.Value) {
			all[i].Value = p.Picked.Value
		}
		all[i].Writer, all[i].Seen, all[i].Error = p.Writer, p.seen(), mistake(p.Problems, all[i].Field)
	}
	return all
}

// has reports whether a value can be chosen.
func (c Choosing) has(value string) bool {
	return slices.ContainsFunc(c.Options, func(o Option) bool { return o.Value == value })
}

// stateOptions are the states that a ticket may go to, and the one it is in.
func stateOptions(now models.State) []Option {
	var options []Option
	for _, s := range []models.State{models.New, models.Open, models.WaitingRequester, models.WaitingSupplier, models.Resolved, models.Closed} {
		if s == now || now.May(s) {
			options = append(options, Option{Value: string(s), Words: standsFor(s)})
		}
	}
	return options
}

// holderOptions are those who may have a ticket.
func holderOptions(p CaseShow) []Option {
	options := []Option{{Words: "nobody"}}
	for _, a := range p.Case.Staff {
		words := a.Title()
		if a.ID == p.Frame.Reader.ID {
			words += " (you)"
		}
		options = append(options, Option{Value: a.ID.String(), Words: words})
	}
	return options
}

func holderValue(c models.Case) string {
	if c.Assignee == nil {
		return ""
	}
	return c.Assignee.ID.String()
}

// derived is the priority that follows from impact and environment.
func derived(t models.Ticket) models.Priority { return models.PriorityOf(t.Environment, t.Impact) }

// urgencyOptions are the derived priority, which needs no reason, and the others.
func urgencyOptions(t models.Ticket) []Option {
	own := derived(t)
	options := []Option{{Value: "0", Words: own.String() + ", as derived"}}
	for p := models.Priority(1); p <= 4; p++ {
		if p != own {
			options = append(options, Option{Value: strconv.Itoa(int(p)), Words: p.String()})
		}
	}
	return options
}

// urgencyValue is the ticket's priority as the form says it.
func urgencyValue(t models.Ticket) string {
	if t.Priority == derived(t) {
		return "0"
	}
	return strconv.Itoa(int(t.Priority))
}
