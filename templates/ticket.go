package templates

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"docket/evidence"
	"docket/models"
)

// Stub is the receipt: what somebody keeps of a ticket just filed.
type Stub struct {
	Reference   string
	Environment string
	Summary     string
	ReplyBy     *Moment // when staff have promised an answer, nil for no promise
	Letter      string  // what has become of the confirmation
	Email       string
	Identifiers Lines  // every identifier as plain text, for another tracker
	Filed       string // id of the form that filed it: its draft is done
}

// stubOf writes the receipt.
func stubOf(p TicketShow) Stub {
	t := p.Conversation.Ticket
	s := Stub{
		Reference: p.Site.reference(t.Reference), Environment: t.Environment, Summary: t.Summary.String(),
		Letter: letterWords(p), Email: t.Email, Identifiers: identifiers(p.Site, t), Filed: t.SubmissionID.String(),
	}
	if !p.ReplyBy.IsZero() {
		s.ReplyBy = &Moment{At: p.ReplyBy, Zone: p.Site.Zone, Minutes: true}
	}
	return s
}

// identifiers lists a ticket's facts as plain text, times in UTC.
func identifiers(site Site, t models.Ticket) Lines {
	var lines Lines
	for _, line := range []NamedValue{
		{"Ticket", site.reference(t.Reference)},
		{"Summary", t.Summary.String()},
		{"Environment", t.Environment},
		{"Order id", t.OrderID},
		{"Tenant", t.Tenant},
		{"Supplier", t.Supplier},
		{"Supplier's reference", t.SupplierReference.String()},
		{"Time of the call", exactOrNone(t.OccurredAt)},
		{"X-Request-ID", t.RequestID},
		{"X-Conversation-ID", t.ConversationID},
		{"Error uuid", t.ErrorUUID},
		{"Error code", t.ErrorCode},
		{"Filed", exactOrNone(t.CreatedAt)},
	} {
		if line.Value != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func exactOrNone(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return Moment{At: at}.exact()
}

// Detail is one line of a ticket's facts.
type Detail struct {
	Label   string
	Value   string
	Mono    bool
	Copies  bool     // it has a copy button
	At      *Moment  // a time instead of a value
	Written string   // the time as its writer wrote it
	More    *NavLink // where there is more about it, nil for nowhere
}

// detailsOf lists what is known of a ticket, but not its environment, which stands apart.
func detailsOf(p TicketShow) []Detail {
	t := p.Conversation.Ticket
	all := []Detail{
		{Label: "Tenant", Value: t.Tenant, Mono: true},
		{Label: "Supplier", Value: t.Supplier, Mono: true},
		{Label: "X-Request-ID", Value: t.RequestID, Mono: true, Copies: true},
		{Label: "X-Conversation-ID", Value: t.ConversationID, Mono: true, Copies: true},
		{Label: "Order id", Value: t.OrderID, Mono: true, Copies: true},
		{Label: "Supplier’s own reference", Value: t.SupplierReference.String(), Mono: true, Copies: true},
		timeDetail("Time of the call", t.OccurredAt, t.OccurredWritten, p.Site.Zone),
		{Label: "Call", Value: strings.TrimSpace(t.Method + " " + t.URL.String()), Mono: true, Copies: true},
		{Label: "Response", Value: responseWords(t)},
		{Label: "Error uuid", Value: t.ErrorUUID, Mono: true, Copies: true},
		{Label: "Error code", Value: t.ErrorCode, Mono: true},
		{Label: "Error messages", Value: t.ErrorMessage.String()},
		{Label: "Impact", Value: impactWords[t.Impact]},
		{Label: "Requester", Value: strings.TrimSpace(t.Name.String() + " " + t.Email)},
		timeDetail("Filed", t.CreatedAt, "", p.Site.Zone),
	}
	var known []Detail
	for _, d := range all {
		if d.Value != "" || d.At != nil {
			known = append(known, d)
		}
	}
	return known
}

func timeDetail(label string, at time.Time, written string, zone *time.Location) Detail {
	d := Detail{Label: label, Mono: true}
	if !at.IsZero() {
		d.At, d.Written, d.Copies, d.Value = &Moment{At: at, Zone: zone}, written, written != "", Moment{At: at}.exact()
	}
	return d
}

// responseWords say what came back.
func responseWords(t models.Ticket) string {
	if t.NoResponse != "" {
		return strings.TrimPrefix(strings.TrimPrefix(noResponseWords[t.NoResponse], "No: "), "No, for ")
	}
	if t.Status == 0 {
		return ""
	}
	return strings.TrimSpace(strconv.Itoa(t.Status) + " " + http.StatusText(t.Status))
}

// Paper is one long text of a ticket, as it was redacted.
type Paper struct {
	ID     string
	Title  string
	Text   string
	SHA256 string // empty for none
	Folded bool   // closed until somebody opens it
}

// papersOf lists a ticket's long texts.
func papersOf(p models.Papers) []Paper {
	var all []Paper
	for _, paper := range []Paper{
		{ID: "paper-request", Title: "Request", Text: p.Request.String()},
		{ID: "paper-response", Title: "Response", Text: p.Response.String()},
		{ID: "paper-evidence", Title: "Evidence as pasted", Text: p.Evidence.String(), SHA256: p.EvidenceSHA256, Folded: true},
	} {
		if paper.Text != "" {
			all = append(all, paper)
		}
	}
	return all
}

// Utterance is one message as a reader sees it.
type Utterance struct {
	Who  string
	Ours bool // from staff
	At   Moment
	Text string
}

// utterancesOf lists the conversation, the requester's description first.
func utterancesOf(p TicketShow) []Utterance {
	c := p.Conversation
	var all []Utterance
	description := c.Papers.Description.String()
	if description != "" && (len(c.Messages) == 0 || c.Messages[0].Body.String() != description) {
		all = append(all, Utterance{Who: orWords(c.Ticket.Name.String(), "You"), At: Moment{At: c.Ticket.CreatedAt, Zone: p.Site.Zone, Minutes: true}, Text: description})
	}
	for _, m := range c.Messages {
		all = append(all, Utterance{
			Who: author(p.Site, m), Ours: m.Author != models.Requester,
			At: Moment{At: m.CreatedAt, Zone: p.Site.Zone, Minutes: true}, Text: m.Body.String(),
		})
	}
	return all
}

// author says who wrote a message.
func author(site Site, m models.Message) string {
	name := m.AuthorName.String()
	switch m.Author {
	case models.Staff:
		if name == "" {
			return site.Organisation + " support"
		}
		return name + ", " + site.Organisation + " support"
	case models.System:
		return site.Organisation + " support"
	}
	return orWords(name, "You")
}

// Answer is the form for the requester's next message.
type Answer struct {
	Action string
	FormID string
	Text   string
	Error  string
	Words  string // of the label
}

// body is the name of the answer's control.
const body evidence.Field = "body"

// answerOf is the form as it stands.
func answerOf(p TicketShow) Answer {
	a := Answer{
		Action: p.Site.ticketURL(p.Conversation.Ticket.Reference) + "/messages", FormID: p.FormID.String(),
		Text: p.Answer, Error: mistake(p.Problems, body), Words: "Add to this ticket",
	}
	if p.Conversation.Ticket.State == models.WaitingRequester {
		a.Words = "Your answer"
	}
	return a
}

// unconfirmed reports whether the reader can show that the mailbox is theirs, for this ticket.
func unconfirmed(p TicketShow) bool {
	return p.Mailed && !p.Conversation.Proved && p.Conversation.Address.BlockedAt == nil
}

// Head names a ticket and says whose turn it is.
type Head struct {
	Reference, Environment, Summary string
	Turn                            Turn
	YourTurn                        bool
	ReplyBy                         *Moment // while nobody has answered, nil for no promise
}

// headOf is the head of a ticket's page.
func headOf(p TicketShow) Head {
	t := p.Conversation.Ticket
	h := Head{
		Reference: p.Site.reference(t.Reference), Environment: t.Environment,
		Summary: orWords(t.Summary.String(), "Ticket "+p.Site.reference(t.Reference)),
		Turn:    turnOf(t), YourTurn: t.State == models.WaitingRequester,
	}
	if t.State == models.New && !p.ReplyBy.IsZero() {
		h.ReplyBy = &Moment{At: p.ReplyBy, Zone: p.Site.Zone, Minutes: true}
	}
	return h
}

// ticketTitle is the title of a ticket's page.
func ticketTitle(p TicketShow) string {
	reference := p.Site.reference(p.Conversation.Ticket.Reference)
	if p.Receipt {
		return reference + " is filed"
	}
	return reference + ": " + turnOf(p.Conversation.Ticket).Words
}

// Confirm is the form that proves a mailbox.
type Confirm struct{ Action, Email string }

// Details are the facts of a ticket.
type Details struct {
	Environment string
	Lines       []Detail
}
