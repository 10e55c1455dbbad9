package templates

import (
	"net/url"
	"strconv"

	"docket/models"
)

// LetterLine is one letter in a list of staff.
type LetterLine struct {
	Address       string // of its own page
	State         string
	Tone          Tone
	Kind          string
	To            string
	Reference     string // of its ticket
	TicketAddress string
	Summary       string
	Tries         string
	Next          *Age   // when it is tried next, nil for never
	Reply         string // the server's words, or why it does not go
	Written       Moment
	Again         string // what the button that sends it says, empty for no button
	Drop          bool   // it can be kept from going
	Back          string // of the address of a decision: the state whose letters the reader looks through
}

// lineOfLetter is a letter as staff see it.
func lineOfLetter(f Frame, l models.Letter, files bool) LetterLine {
	line := LetterLine{
		Address: "/admin/letters/" + l.ID.String(), State: letterStateWords(l, files), Tone: letterTone(l.State),
		Kind: orWords(kindWords[l.Kind], string(l.Kind)), To: l.To, Tries: strconv.Itoa(l.Attempts),
		Reply: serverWords(l), Written: f.at(l.CreatedAt), Again: againWords(l.State),
		Drop: l.State != models.LetterSent && l.State != models.LetterDropped,
	}
	if l.State == models.LetterQueued || l.State == models.LetterDelayed {
		line.Next = &Age{At: l.DueAt, Now: f.Site.Now, What: "Next try", Ahead: true}
	}
	return line
}

// serverWords are what the server has said last.
func serverWords(l models.Letter) string {
	if l.ReplyCode == 0 {
		return l.ReplyText
	}
	return strconv.Itoa(l.ReplyCode) + " " + l.ReplyText
}

// againWords are on the button that sends a letter, empty where none is needed.
func againWords(s models.LetterState) string {
	switch s {
	case models.LetterDelayed:
		return "Try now"
	case models.LetterHeld:
		return "Let it go"
	case models.LetterGivenUp, models.LetterDropped, models.LetterSent:
		return "Send again"
	}
	return ""
}

// letterLines are the rows of the letters' page. A letter that has gone can be sent again from
// its own page alone: by the row it would be too easy.
func letterLines(p LettersShow) []LetterLine {
	var lines []LetterLine
	for _, row := range p.Page.Rows {
		line := letterLine(p.Frame, row, p.Files)
		if row.Letter.State == models.LetterSent {
			line.Again = ""
		}
		if p.Filter.State != "" {
			line.Back = "?state=" + string(p.Filter.State)
		}
		lines = append(lines, line)
	}
	return lines
}

func letterLine(f Frame, row models.LetterRow, files bool) LetterLine {
	line := lineOfLetter(f, row.Letter, files)
	line.Reference, line.TicketAddress = f.Site.reference(row.Reference), f.Site.caseURL(row.Reference)
	line.Summary = row.Summary.String()
	return line
}

// caseLettersOf are the letters of a case.
func caseLettersOf(p CaseShow) []LetterLine {
	var lines []LetterLine
	for _, l := range p.Case.Letters {
		lines = append(lines, lineOfLetter(p.Frame, l, p.MailToFiles))
	}
	return lines
}

// letterViews are the states to filter by, those that need somebody first.
var letterViews = []struct {
	state models.LetterState
	words string
}{
	{"", "All"}, {models.LetterGivenUp, "Given up"}, {models.LetterHeld, "Held"}, {models.LetterDelayed, "Delayed"},
	{models.LetterQueued, "About to leave"}, {models.LetterSent, "Sent"}, {models.LetterDropped, "Not sent"},
}

// letterTabs are the states with what they hold.
func letterTabs(p LettersShow) []Tab {
	var tabs []Tab
	for _, v := range letterViews {
		tab := Tab{Words: v.words, Address: lettersURL(models.LetterFilter{State: v.state}), Here: p.Filter.State == v.state}
		if v.state != "" {
			tab.Count = many(p.Page.Counts[v.state])
		}
		tabs = append(tabs, tab)
	}
	return tabs
}

// lettersURL is the address of a part of the letters.
func lettersURL(f models.LetterFilter) string {
	q := url.Values{}
	if f.State != "" {
		q.Set("state", string(f.State))
	}
	if f.After != "" {
		q.Set("after", f.After)
	}
	if f.Before != "" {
		q.Set("before", f.Before)
	}
	if len(q) == 0 {
		return "/admin/letters"
	}
	return "/admin/letters?" + q.Encode()
}

// lettersBeside is another page of the same letters, empty for none.
func lettersBeside(p LettersShow, after, before string) string {
	if after == "" && before == "" {
		return ""
	}
	return lettersURL(models.LetterFilter{State: p.Filter.State, After: after, Before: before})
}

// emptyLetters says why there is none.
func emptyLetters(p LettersShow) Empty {
	if p.Filter.State == models.LetterGivenUp {
		return Empty{"No letter has failed", "Every letter has gone, or will be tried again by itself.", []NavLink{{"/admin/letters", "All letters"}}}
	}
	if p.Filter.State != "" {
		return Empty{"No such letter", "No letter is in this state now.", []NavLink{{"/admin/letters", "All letters"}}}
	}
	return Empty{"No letter yet", "A letter is written when a ticket is filed and when you reply. Each one appears here with what has become of it.", nil}
}

// heldWords say what holding means, after since when and by whom.
func heldWords(h models.Hold) string {
	if h.By == "" {
		return ", because the data were restored from a backup: a person has to look first. New letters are written and wait."
	}
	return ". New letters are written and wait."
}

// mayHold reports whether the reader may hold all letters and let them go.
func mayHold(f Frame) bool { return f.Reader.Role.AtLeast(models.RoleLead) }

// letterDetails are the facts of a letter.
func letterDetails(l LetterLine, p LetterShow) []Detail {
	letter := p.Row.Letter
	all := []Detail{
		{Label: "Ticket", Value: l.Reference, Mono: true, Copies: true, More: &NavLink{l.TicketAddress, "Open the ticket"}},
		{Label: "Summary", Value: l.Summary},
		{Label: "To", Value: l.To, Mono: true, Copies: true},
		{Label: "Tries", Value: l.Tries},
		timeDetail("Next try", letter.DueAt, "", p.Frame.Site.Zone),
		timeDetail("Written", letter.CreatedAt, "", p.Frame.Site.Zone),
		{Label: "Message-ID", Value: letter.HeaderID, Mono: true, Copies: true},
	}
	if letter.SentAt != nil {
		all = append(all, timeDetail("Gone", *letter.SentAt, "", p.Frame.Site.Zone))
	}
	var known []Detail
	for _, d := range all {
		if (d.Value != "" || d.At != nil) && (d.Label != "Next try" || l.Next != nil) {
			known = append(known, d)
		}
	}
	return known
}
