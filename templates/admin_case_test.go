package templates

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"docket/models"
)

func TestANoteCantBeTakenForAnythingElse(t *testing.T) {
	d := parsed(t, CasePage(sampleStory(testSite)))
	secret := "SUPPLIER_2 had a planned change last night"
	holders := d.all(func(n *html.Node) bool { return n.Data == "li" && strings.Contains(text(n), secret) })
	if len(holders) != 1 || attr(holders[0], "data-entry") != "note" || !strings.Contains(text(holders[0]), "Internal note – only staff see this") {
		t.Error("the note does not say what it is")
	}
	for _, li := range d.all(func(n *html.Node) bool { return n.Data == "li" && attr(n, "data-entry") != "note" }) {
		if strings.Contains(text(li), "Internal note") {
			t.Errorf("%q says that it is a note", text(li))
		}
	}
	reply, note := form(t, d, "/reply"), form(t, d, "/notes")
	if attr(reply.root, "data-kind") != "reply" || attr(note.root, "data-kind") != "note" {
		t.Error("the two forms look alike")
	}
	for name, f := range map[string]document{"Reply to anna@isp.example": reply, "Internal note": note} {
		if got := text(f.tags("label")[0]); got != name {
			t.Errorf("the box is labelled %q, want %q", got, name)
		}
	}
	for want, f := range map[string]document{"Reply to anna@isp.example": reply, "Keep note, inside only": note} {
		if got := text(f.tags("button")[0]); got != want {
			t.Errorf("the button says %q, want %q", got, want)
		}
	}
}

func TestWhatTheMailWillCarryIsSaid(t *testing.T) {
	blocked := sampleFiled
	for want, change := range map[string]func(*CaseShow){
		"mailed to them in full":        func(p *CaseShow) {},
		"has asked for no mail":         func(p *CaseShow) { p.Case.Address.BlockedAt = &blocked },
		"only says that there is":       func(p *CaseShow) { p.Case.Ticket.MailboxProved = false },
		"is written to a file":          func(p *CaseShow) { p.MailToFiles = true },
		"waits: letters are held":       func(p *CaseShow) { p.Frame.Held = &models.Hold{} },
		"asked for no mail from us.":    func(p *CaseShow) { p.Case.Address.BlockedAt, p.MailToFiles = &blocked, true },
		"its mail is written to a file": func(p *CaseShow) { p.MailToFiles, p.Case.Ticket.MailboxProved = true, false },
	} {
		p := sampleCase(testSite)
		change(&p)
		if got := text(parsed(t, CasePage(p)).byID("body-hint")); !strings.Contains(strings.ToLower(got), want) {
			t.Errorf("%q is not said: %q", want, got)
		}
	}
}

func TestTheSecondOfTwoPeopleSeesWhatHappenedAndKeepsTheText(t *testing.T) {
	p := sampleChanged(testSite)
	d := parsed(t, CasePage(p))
	top := d.byID("problems")
	if top == nil || attr(top, "tabindex") != "-1" || !has(top, "autofocus") {
		t.Fatal("nothing takes focus")
	}
	for _, want := range []string{"Berta Voss replied", "a wrong route at SUPPLIER_2", "Waiting for the supplier", "6 Jan 2023, 11:29"} {
		if !strings.Contains(text(top), want) {
			t.Errorf("%q is not said on top: %s", want, text(top))
		}
	}
	for _, ending := range []string{"/reply", "/state", "/priority", "/assignee"} {
		if got := value(t, form(t, d, ending), "seen"); got != "19" {
			t.Errorf("%s has seen %s, want 19", ending, got)
		}
	}
	reply := form(t, d, "/reply")
	if value(t, reply, "body") != p.Reply || text(reply.tags("button")[0]) != "Send all the same" {
		t.Errorf("the box holds %q, the button says %q", value(t, reply, "body"), text(reply.tags("button")[0]))
	}
}

func TestAFormShowsWhatWasChosenWhenItWasRefused(t *testing.T) {
	p := sampleCase(testSite)
	p.Then, p.Picked, p.Reason = models.Resolved, Picked{urgency, "4"}, "too loud"
	d := parsed(t, CasePage(p))
	for name, want := range map[string]string{"then": "resolved", "priority": "4", "reason": "too loud", "state": "new", "assignee": "", "form_id": sampleID(31).String(), "seen": "7"} {
		at := map[string]string{"then": "/reply", "form_id": "/reply", "seen": "/reply", "priority": "/priority", "reason": "/priority", "state": "/state", "assignee": "/assignee"}[name]
		f := form(t, d, at)
		if name == "assignee" {
			f = document{d.byID("assignee").Parent}
		}
		if got := value(t, f, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestPriorityIsAsDerivedOrOverridden(t *testing.T) {
	p := sampleCase(testSite) // PRODUCTION, many orders: P2
	if got := urgencyValue(p.Case.Ticket); got != "0" {
		t.Errorf("a derived priority is %s in the form, want 0", got)
	}
	p.Case.Ticket.Priority = 1
	if got := urgencyValue(p.Case.Ticket); got != "1" {
		t.Errorf("an overridden priority is %s in the form, want 1", got)
	}
	var offered []string
	for _, o := range urgencyOptions(p.Case.Ticket) {
		offered = append(offered, o.Value+" "+o.Words)
	}
	if want := []string{"0 P2, as derived", "1 P1", "3 P3", "4 P4"}; !slices.Equal(offered, want) {
		t.Errorf("offered: %v", offered)
	}
}

func TestOnlyAllowedMovesAreOffered(t *testing.T) {
	for state, want := range map[models.State][]string{
		models.New:      {"new", "open", "waiting_requester", "waiting_supplier", "resolved", "closed"},
		models.Resolved: {"open", "resolved", "closed"},
		models.Closed:   {"open", "closed"},
	} {
		var got []string
		for _, o := range stateOptions(state) {
			got = append(got, o.Value)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v", state, got)
		}
	}
}

func TestADraftSaysWhenItWasKeptAndOnlyWhileItIsTheSame(t *testing.T) {
	p := sampleStory(testSite)
	kept := func() string {
		return text(form(t, parsed(t, CasePage(p)), "/reply").all(func(n *html.Node) bool { return attr(n, "role") == "status" })[0])
	}
	if got := kept(); !strings.HasPrefix(got, "Draft kept 6 Jan 2023, 11:30") {
		t.Errorf("said: %q", got)
	}
	p.Reply += " and more"
	if got := kept(); got != "" {
		t.Errorf("a text that is no draft is said to be kept: %q", got)
	}
}

func TestTakeItIsOnePressUnlessTheReaderHasIt(t *testing.T) {
	take := func(p CaseShow) []*html.Node {
		return parsed(t, CasePage(p)).all(func(n *html.Node) bool {
			return n.Data == "input" && attr(n, "name") == "assignee" && attr(n, "value") == "me"
		})
	}
	if len(take(sampleCase(testSite))) != 1 {
		t.Error("nobody has it, and no button takes it")
	}
	if len(take(sampleStory(testSite))) != 0 {
		t.Error("the reader has it and is offered to take it")
	}
}

func TestHistoryIsToldInWords(t *testing.T) {
	d := parsed(t, CasePage(sampleStory(testSite)))
	told := words(document{d.all(func(n *html.Node) bool { return attr(n, "class") == "timeline" })[0]})
	for _, want := range []string{
		"Anna Lind filed the ticket", "Berta Voss and Tom Okafor read it", "Tom Okafor took it",
		"State: New, waiting for us → Waiting for the requester, by Tom Okafor", "by the requester",
		"Priority: P2 → P1, by Berta Voss: four tenants report the same", "could not be delivered",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("not told: %s", want)
		}
	}
	for _, id := range []string{sampleTom.ID.String(), "waiting_requester"} {
		if strings.Contains(told, id) {
			t.Errorf("the history shows %s", id)
		}
	}
	lost := d.all(func(n *html.Node) bool {
		return attr(n, "class") == "event" && strings.Contains(text(n), "could not be delivered")
	})
	if len(lost) != 1 || !has(lost[0], "data-danger") {
		t.Error("a lost letter looks like any other event")
	}
}

func TestHandingOverIsToldByNames(t *testing.T) {
	w := teller{sampleCase(testSite), namesOf([]models.Account{sampleTom, sampleBerta})}
	tom, berta := &sampleTom.ID, &sampleBerta.ID
	for want, e := range map[string]models.Event{
		"Tom Okafor took it":                          {Kind: "assignee", ActorID: tom, To: tom.String()},
		"Berta Voss gave it to Tom Okafor":            {Kind: "assignee", ActorID: berta, From: berta.String(), To: tom.String()},
		"Tom Okafor gave it back: nobody has it":      {Kind: "assignee", ActorID: tom, From: tom.String()},
		"Tom Okafor gave it to somebody who has left": {Kind: "assignee", ActorID: tom, To: sampleID(99).String()},
	} {
		line, told := w.event(e, "", sampleNow)
		if !told || line.Text != want {
			t.Errorf("told %q, want %q", line.Text, want)
		}
	}
}

func TestAMessageAndANoteAreToldOnce(t *testing.T) {
	p := sampleStory(testSite)
	n := len(entriesOf(p))
	for _, kind := range []string{"message", "note"} {
		p.Case.Entries = append(p.Case.Entries, models.Entry{Event: &models.Event{Kind: kind, Actor: models.Staff}, At: sampleNow})
	}
	if got := len(entriesOf(p)); got != n {
		t.Errorf("%d lines, want %d: they stand there themselves", got, n)
	}
}

func TestTheNoticeOfAReplyStandsWithTheReplyWhereThePageOpens(t *testing.T) {
	p := sampleReplied(testSite)
	other := models.Message{ID: sampleID(62), Author: models.Staff, AuthorID: &sampleBerta.ID, Body: clean("One more thing.")}
	p.Case.Entries = append(p.Case.Entries, models.Entry{Message: &other, Who: "Berta Voss", At: sampleNow})
	d := parsed(t, CasePage(p))
	said := d.all(func(n *html.Node) bool { return attr(n, "role") == "status" && text(n) == p.Frame.Notice })
	if len(said) != 1 || attr(said[0].Parent, "id") != EntryID(sampleID(61)) || attr(said[0].Parent, "tabindex") != "-1" {
		t.Errorf("the notice stands %d times, not once at the top of the reply, which takes focus", len(said))
	}
	if n := strings.Count(words(d), p.Frame.Notice); n != 1 {
		t.Errorf("it is said %d times", n)
	}
}

func TestANoticeWithoutAnEntryStandsOnTop(t *testing.T) {
	for name, change := range map[string]func(*CaseShow){
		"of another deed":             func(p *CaseShow) { p.Added = "" },
		"of a note that is not there": func(p *CaseShow) { p.Added, p.Frame.Reader = Inside, sampleAgent },
	} {
		p := sampleReplied(testSite)
		change(&p)
		d := parsed(t, CasePage(p))
		top := d.all(func(n *html.Node) bool {
			return attr(n, "role") == "status" && attr(n.Parent, "id") == "main" && text(n) == p.Frame.Notice
		})
		if len(top) != 1 || strings.Count(words(d), p.Frame.Notice) != 1 {
			t.Errorf("%s: on top %d times", name, len(top))
		}
	}
}
