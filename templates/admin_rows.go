package templates

import (
	"strconv"
	"strings"

	"docket/models"
)

// TicketLine is one ticket in a list of staff.
type TicketLine struct {
	Reference, Address, Environment, Priority string
	Summary, Supplier, Tenant, Error          string
	Row                                       string // what a row says of the summary beside its other columns
	State                                     models.State
	Age                                       Age
	Assignee                                  string // empty for nobody
	Failed                                    bool   // a letter of it has failed
	Why                                       string // why it is listed, empty for no special reason
}

// lineOf is a ticket as staff see it in a list.
func lineOf(site Site, t models.Ticket) TicketLine {
	return TicketLine{
		Reference: site.reference(t.Reference), Address: site.caseURL(t.Reference), Environment: t.Environment,
		Priority: t.Priority.String(), Summary: orWords(t.Summary.String(), "No summary"),
		Supplier: t.Supplier, Tenant: t.Tenant, Error: errorWords(t), State: t.State,
		Age: Age{At: waitingSince(t), Now: site.Now, What: ageWhat(t.State)},
	}
}

func ageWhat(s models.State) string {
	if s == models.Resolved || s == models.Closed {
		return "Done since"
	}
	return "Waiting since"
}

// caseURL is the address of a ticket's page for staff.
func (s Site) caseURL(r models.Reference) string { return "/admin/tickets/" + s.reference(r) }

// errorWords say in short what came back: "422 INVALID_REQUEST", "timeout".
func errorWords(t models.Ticket) string {
	if t.NoResponse != "" {
		return strings.TrimSpace(strings.ReplaceAll(t.NoResponse, "_", " ") + " " + t.ErrorCode)
	}
	status := ""
	if t.Status > 0 {
		status = strconv.Itoa(t.Status)
	}
	return strings.TrimSpace(status + " " + t.ErrorCode)
}

// besideError is what a summary says beyond the error, which has a column of its own: of the
// suggested "422 INVALID_REQUEST on GET /v1/orders" it is the call. A summary in other words, and
// one that says nothing else, stays as it is.
func besideError(t models.Ticket, summary string) string {
	leads := []string{errorWords(t)}
	if t.NoResponse != "" {
		leads = append(leads, "No response ("+strings.ReplaceAll(t.NoResponse, "_", " ")+")")
	}
	for _, lead := range leads {
		if rest, cut := strings.CutPrefix(summary, lead+" on "); cut && lead != "" && rest != "" {
			return rest
		}
	}
	return summary
}

// queueLines are the rows of the queue.
func queueLines(p QueueShow) []TicketLine {
	lines := make([]TicketLine, 0, len(p.Page.Rows))
	for _, row := range p.Page.Rows {
		line := lineOf(p.Frame.Site, row.Ticket)
		line.Assignee, line.Failed, line.Row = row.Assignee, row.LetterFailed, besideError(row.Ticket, line.Summary)
		if id := row.Ticket.AssigneeID; id != nil && *id == p.Frame.Reader.ID {
			line.Assignee = "you"
		}
		lines = append(lines, line)
	}
	return lines
}

// foundLines are the tickets that an identifier names, with the reason.
func foundLines(p QueueShow) []TicketLine {
	lines := make([]TicketLine, 0, len(p.Found))
	for _, t := range p.Found {
		line := lineOf(p.Frame.Site, t)
		line.Why = foundBy(p.Filter.Text, t)
		lines = append(lines, line)
	}
	return lines
}

// foundBy says which identifier of a ticket a text holds.
func foundBy(text string, t models.Ticket) string {
	text = strings.ToLower(text)
	for _, id := range []NamedValue{
		{"X-Request-ID", t.RequestID}, {"X-Conversation-ID", t.ConversationID},
		{"error uuid", t.ErrorUUID}, {"order id", t.OrderID},
	} {
		if id.Value != "" && strings.Contains(text, strings.ToLower(id.Value)) {
			return "this " + id.Name
		}
	}
	return "this identifier"
}

// kinLines are the tickets that belong to another one, with the reason.
func kinLines(site Site, kin []models.Kin) []TicketLine {
	lines := make([]TicketLine, 0, len(kin))
	for _, k := range kin {
		line := lineOf(site, k.Ticket)
		line.Why = becauseWords(k.Because)
		lines = append(lines, line)
	}
	return lines
}

// whole gives a text for the mouse to show in full, when the column may be too narrow for it.
func whole(text string, column int) string {
	if len(text) > column {
		return text
	}
	return ""
}
