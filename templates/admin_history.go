package templates

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"docket/models"
)

// Turned says what an entry of a case is, for its looks.
type Turned string

// The kinds of entries.
const (
	FromThem Turned = "theirs" // the requester wrote it
	FromUs   Turned = "ours"   // staff wrote it, and the requester sees it
	Inside   Turned = "note"   // staff wrote it, and nobody else sees it
	History  Turned = "event"  // something was done
)

// CaseEntry is one line of a case as staff see it.
type CaseEntry struct {
	ID     string // of its element, empty for none
	Kind   Turned
	Who    string
	At     Moment
	Text   string
	Danger bool   // something has gone wrong
	Notice string // says that the reader has just added it, empty when not

	own     bool     // the reader wrote it
	readers []string // of a run of reads, which are told in one line
}

// EntryID is the id of the element that shows a message or a note.
func EntryID(of uuid.UUID) string {
	if of == uuid.Nil {
		return ""
	}
	return "entry-" + of.String()
}

// justAdded is the entry that the reader has just added, -1 for none: the notice stands with it,
// because that is where the page opens.
func justAdded(p CaseShow, entries []CaseEntry) int {
	for i := len(entries) - 1; i >= 0 && p.Added != ""; i-- {
		if entries[i].Kind == p.Added && entries[i].own {
			return i
		}
	}
	return -1
}

// entriesOf is the conversation with the notes and the history, oldest first.
func entriesOf(p CaseShow) []CaseEntry {
	t := p.Case.Ticket
	var all []CaseEntry
	if text := p.Case.Papers.Description.String(); text != "" && !repeats(p.Case.Entries, text) {
		all = append(all, CaseEntry{Kind: FromThem, Who: requesterTitle(t), At: p.Frame.at(t.CreatedAt), Text: text})
	}
	all = append(all, linesOf(p, p.Case.Entries)...)
	if at := justAdded(p, all); at >= 0 {
		all[at].Notice = p.Frame.Notice
	}
	return all
}

// said is the frame of a case, without the notice when an entry has it.
func said(p CaseShow) Frame {
	if justAdded(p, linesOf(p, p.Case.Entries)) >= 0 {
		p.Frame.Notice = ""
	}
	return p.Frame
}

// repeats reports whether the first message says the same as the ticket's description.
func repeats(entries []models.Entry, description string) bool {
	first := slices.IndexFunc(entries, func(e models.Entry) bool { return e.Message != nil })
	return first >= 0 && entries[first].Message.Body.String() == description
}

// linesOf tells entries in words.
func linesOf(p CaseShow, entries []models.Entry) []CaseEntry {
	teller := teller{p, namesOf(append(p.Case.Staff, p.Case.People...))}
	var all []CaseEntry
	for _, e := range entries {
		line, told := teller.line(e)
		last := len(all) - 1
		switch {
		case !told:
		case len(line.readers) > 0 && last >= 0 && len(all[last].readers) > 0:
			all[last] = readBy(append(all[last].readers, line.readers...), line.At)
		default:
			all = append(all, line)
		}
	}
	return all
}

// requesterTitle is how staff call who filed a ticket.
func requesterTitle(t models.Ticket) string { return orWords(t.Name.String(), t.Email) }

// teller puts the entries of one case into words.
type teller struct {
	page  CaseShow
	names names
}

func (w teller) line(e models.Entry) (line CaseEntry, told bool) {
	switch {
	case e.Message != nil:
		return w.message(e), true
	case e.Note != nil:
		who := orWords(e.Who, w.names.title(e.Note.AuthorID.String()))
		return CaseEntry{
			ID: EntryID(e.Note.ID), Kind: Inside, Who: who, At: w.page.Frame.at(e.At), Text: e.Note.Body.String(),
			own: e.Note.AuthorID == w.page.Frame.Reader.ID,
		}, true
	case e.Event != nil:
		return w.event(*e.Event, e.Who, e.At)
	}
	return line, false
}

func (w teller) message(e models.Entry) CaseEntry {
	m, line := *e.Message, CaseEntry{ID: EntryID(e.Message.ID), Kind: FromUs, Who: e.Who, At: w.page.Frame.at(e.At), Text: e.Message.Body.String()}
	line.own = m.AuthorID != nil && *m.AuthorID == w.page.Frame.Reader.ID
	if m.Author == models.Requester {
		line.Kind = FromThem
		line.Who = orWords(m.AuthorName.String(), requesterTitle(w.page.Case.Ticket))
		return line
	}
	line.Who = orWords(line.Who, orWords(m.AuthorName.String(), w.page.Frame.Site.Organisation+" support"))
	return line
}

// event tells an event, unless another line says the same.
func (w teller) event(e models.Event, who string, at time.Time) (CaseEntry, bool) {
	who = w.actor(e, who)
	line := CaseEntry{Kind: History, Who: who, At: w.page.Frame.at(at)}
	switch e.Kind {
	case "message", "note": // the message and the note stand there themselves
		return line, false
	case "read":
		return readBy([]string{who}, line.At), true
	case "letter":
		line.Text = letterEvent(e, who)
		line.Danger = e.To == string(models.LetterGivenUp)
	default:
		line.Text = w.deed(e, who)
	}
	if reason := e.Reason.String(); reason != "" {
		line.Text += ": " + reason
	}
	return line, true
}

// actor names who did it.
func (w teller) actor(e models.Event, who string) string {
	switch {
	case who != "":
		return who
	case e.ActorID != nil:
		return w.names.title(e.ActorID.String())
	case e.Actor == models.Requester:
		return "the requester"
	}
	return "Docket"
}

// deed says what somebody did to a ticket.
func (w teller) deed(e models.Event, who string) string {
	switch e.Kind {
	case "filed":
		return requesterTitle(w.page.Case.Ticket) + " filed the ticket"
	case "state":
		return "State: " + standsFor(models.State(e.From)) + " → " + standsFor(models.State(e.To)) + ", by " + who
	case "priority":
		return "Priority: " + priorityWord(e.From) + " → " + priorityWord(e.To) + ", by " + who
	case "assignee":
		return w.handed(e, who)
	case "confirmed":
		return "The requester has shown that the mailbox is theirs"
	case "revoked":
		return "The links mailed before no longer open the ticket"
	case "unblocked":
		return "The owner of the mailbox allows mail again"
	}
	return strings.TrimSpace(e.Kind + " " + e.To + ", by " + who)
}

// handed says who has a ticket now.
func (w teller) handed(e models.Event, who string) string {
	switch {
	case e.To == "":
		return who + " gave it back: nobody has it"
	case (e.ActorID != nil && e.To == e.ActorID.String()) || w.names.title(e.To) == who:
		return who + " took it"
	}
	return who + " gave it to " + w.names.title(e.To)
}

// priorityWord writes a priority that an event holds as "1" or "P1".
func priorityWord(value string) string { return "P" + strings.TrimPrefix(value, "P") }

// readBy tells in one line who has opened a ticket one after the other.
func readBy(who []string, at Moment) CaseEntry {
	var once []string
	for _, name := range who {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	return CaseEntry{Kind: History, At: at, Text: listed(once) + " read it", readers: once}
}

// letterEvent says what has become of a letter.
func letterEvent(e models.Event, who string) string {
	to := models.LetterState(e.To)
	switch {
	case e.Actor == models.Staff && to == models.LetterDropped:
		return who + " decided that a letter does not go"
	case e.Actor == models.Staff:
		return who + " sent a letter again"
	case to == models.LetterGivenUp:
		return "A letter could not be delivered and was given up"
	case to == models.LetterSent:
		return "The letter has gone"
	case to == models.LetterDelayed:
		return "The mail server has not taken the letter yet"
	case e.From == string(models.LetterLink):
		return "A fresh link was asked for"
	}
	return "Letter: " + strings.ToLower(letterStateWords(models.Letter{State: to}, false))
}

// sideWords say on whose side somebody is, after their name.
func sideWords(k Turned) string {
	if k == FromThem {
		return ", requester"
	}
	return ""
}

// newsLine tells an entry in one line, for somebody who has not seen it.
func newsLine(e CaseEntry) string {
	switch e.Kind {
	case FromThem:
		return e.Who + " wrote: “" + e.Text + "”"
	case FromUs:
		return e.Who + " replied: “" + e.Text + "”"
	case Inside:
		return e.Who + " noted, for staff alone: “" + e.Text + "”"
	}
	return e.Text
}

// kinCount counts the related tickets.
func kinCount(c models.Case) string {
	if c.MoreKin {
		return strconv.Itoa(len(c.Kin)) + "+"
	}
	return strconv.Itoa(len(c.Kin))
}
