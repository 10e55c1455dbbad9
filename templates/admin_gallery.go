package templates

import (
	"slices"
	"strings"
	"time"

	"docket/models"
)

// deskSpecimens are the pages of staff in every state.
func deskSpecimens(site Site) []Specimen {
	return slices.Concat(doorSpecimens(site), queueSpecimens(site), caseSpecimens(site), lettersSpecimens(site), accountSpecimens(site))
}

func doorSpecimens(site Site) []Specimen {
	kept := SignIn{Site: site, Next: "/admin/tickets/FC-7Q4M-2XKD", Notice: "You were signed out, because nothing was done for 30 minutes.",
		Kept: &KeptText{Reference: "7Q4M2XKD"}}
	unkept := kept
	unkept.Kept = &KeptText{"7Q4M2XKD", []string{"The supplier has found it:\n\na wrong route. Authorization: Bearer [redacted:bearer]"},
		"We can’t tell whose draft it is: the page that it came from does not say so, or is too old."}
	wrong := SignIn{Site: site, Email: "tom@cafe.example", Problems: []models.Problem{{Field: password, Message: "Address and password do not belong together."}}}
	setUp := SetUp{Site: site, Key: "k", Name: "Tom Okafor", Email: "tom@cafe", Problems: []models.Problem{
		{Field: models.FieldEmail, Message: "Write your e-mail address in full, such as anna@example.com."},
		{Field: password, Message: "Use at least 12 characters."},
	}}
	return []Specimen{
		{"sign-in", "Sign in", SignInPage(SignIn{Site: site})},
		{"sign-in-mistaken", "Sign in, refused", SignInPage(wrong)},
		{"sign-in-kept", "Sign in, with a text that was not sent", SignInPage(kept)},
		{"sign-in-unkept", "Sign in, with a text that could not be kept", SignInPage(unkept)},
		{"sign-in-first", "Sign in, before there is an account", SignInPage(SignIn{Site: site, Setup: true})},
		{"set-up", "Set up", SetUpPage(SetUp{Site: site, Key: "k"})},
		{"set-up-mistaken", "Set up, mistakes", SetUpPage(setUp)},
		{"desk-failure", "Failure at the desk, with a reply that was not sent", FailurePage(Failure{
			Site: site, Status: 503, Title: "We are busy", Sentence: "Nothing was saved. Wait a few seconds and send it again.", Desk: true,
			ErrorUUID: sampleID(9).String(), Unsent: &Unsent{Action: "/admin/tickets/FC-7Q4M-2XKD/reply", FormID: sampleID(8), Body: "The supplier has found it.", Writer: "w", Seen: 7, Then: models.Resolved},
		})},
		{"go-on", "Go on to the desk", GoOnPage(GoOn{site, "/gallery/go-on#main"})}, // a part of itself, or it would lead away
	}
}

func queueSpecimens(site Site) []Specimen {
	nothing := sampleQueue(site, 0)
	done := sampleQueue(site, 0)
	done.Counts[models.ViewSupplier], done.Counts[models.ViewResolved], done.Counts[models.ViewAll] = 2, 40, 42
	filtered := sampleBusy(site)
	filtered.Filter = models.QueueFilter{Environment: models.Production, Supplier: "SUPPLIER_2", Unassigned: true}
	filtered.Page.Rows = slices.DeleteFunc(filtered.Page.Rows, func(r models.QueueRow) bool {
		return r.Ticket.Environment != models.Production || r.Ticket.Supplier != "SUPPLIER_2" || r.Assignee != ""
	})
	filtered.Page.Next, filtered.Page.Previous = "n", "p"
	unmatched := filtered
	unmatched.Page = models.QueuePage{Latest: models.Mark{Latest: 9}}
	hits := sampleQueue(site, 8)
	hits.Filter = models.QueueFilter{Text: "coverage area", View: models.ViewAll}
	hits.Frame.Search, hits.Page.Capped = "coverage area", true
	unfound := hits
	unfound.Page = models.QueuePage{Latest: models.Mark{Latest: 9}}
	held := sampleQueue(site, 3)
	held.Frame.Held, held.Frame.Failed, held.Frame.Notice = &models.Hold{Since: sampleFiled, By: "Berta Voss"}, 1, "The ticket has been assigned."
	return []Specimen{
		{"queue-nothing", "Queue, before the first ticket", QueuePage(nothing)},
		{"queue-done", "Queue, nothing waits for us", QueuePage(done)},
		{"queue-few", "Queue, three tickets", QueuePage(sampleQueue(site, 3))},
		{"queue-many", "Queue, sixty tickets", QueuePage(sampleBusy(site))},
		{"queue-filtered", "Queue, filtered", QueuePage(filtered)},
		{"queue-unmatched", "Queue, filters that nothing passes", QueuePage(unmatched)},
		{"queue-search", "Queue, a search", QueuePage(hits)},
		{"queue-unfound", "Queue, a search without hits", QueuePage(unfound)},
		{"queue-shared", "Queue, an identifier of several tickets", QueuePage(sampleShared(site))},
		{"queue-held", "Queue, letters held", QueuePage(held)},
	}
}

// sampleShared is a search for an identifier that several tickets have.
func sampleShared(site Site) QueueShow {
	p := sampleQueue(site, 0)
	p.Counts[models.ViewAll] = 60
	p.Filter = models.QueueFilter{Text: strings.ToUpper(sampleTicket().ConversationID), View: models.ViewAll}
	p.Frame.Search = p.Filter.Text
	for n := range 3 {
		p.Found = append(p.Found, sampleRow(n).Ticket)
	}
	return p
}

func caseSpecimens(site Site) []Specimen {
	late := sampleCase(site)
	late.ReplyBy, late.Late = sampleFiled.Add(time.Hour), true
	late.Case.Ticket.MailboxProved = false
	mistaken := sampleStory(site)
	mistaken.Reply, mistaken.Picked, mistaken.Reason = "", Picked{urgency, "4"}, ""
	mistaken.Problems = []models.Problem{
		{Field: reason, Message: "Say why, so that whoever looks next knows."},
		{Field: body, Message: "Write your answer before you send it."},
		{Field: note, Message: "Write the note before you keep it."},
	}
	closed := sampleStory(site)
	closed.Case.Ticket.State, closed.Case.Ticket.Environment, closed.Case.Assignee = models.Closed, models.CVT, &sampleBerta
	blocked := sampleFiled
	closed.Case.Address.BlockedAt = &blocked
	return []Specimen{
		{"case-replied", "Case, a reply just sent", CasePage(sampleReplied(site))},
		{"case-new", "Case, just filed", CasePage(sampleCase(site))},
		{"case-late", "Case, the promise missed, mailbox not proved", CasePage(late)},
		{"case-story", "Case, in the middle of its life", CasePage(sampleStory(site))},
		{"case-changed", "Case, somebody else was first", CasePage(sampleChanged(site))},
		{"case-mistaken", "Case, mistakes", CasePage(mistaken)},
		{"case-closed", "Case, closed, mailbox blocked", CasePage(closed)},
		{"case-raw", "Case, evidence that is no HTTP", CasePage(sampleRaw(site))},
		{"case-form", "Case, a form sent and a list too deep to fold", CasePage(sampleDeep(site))},
	}
}

// sampleReplied is a case to which Tom has just replied.
func sampleReplied(site Site) CaseShow {
	p := sampleStory(site)
	p.Reply, p.Case.Drafts, p.Case.Ticket.State = "", nil, models.WaitingRequester
	p.Case.Entries = append(p.Case.Entries, models.Entry{
		Message: &models.Message{ID: sampleID(61), Author: models.Staff, AuthorID: &sampleTom.ID, Body: clean("Thank you. The supplier says that the route is mended: please try one address again.")},
		Who:     "Tom Okafor", At: sampleNow,
	}, models.Entry{Event: &models.Event{Kind: "state", Actor: models.Staff, From: "open", To: "waiting_requester"}, Who: "Tom Okafor", At: sampleNow})
	p.Added, p.Frame.Notice = FromUs, "Your reply is on the ticket, and its letter on the way."
	return p
}

// sampleChanged is a case on which somebody else was first.
func sampleChanged(site Site) CaseShow {
	p := sampleStory(site)
	p.Reply, p.Case.Drafts = "Henry asks: which order id?", nil
	since := []models.Entry{
		{Message: &models.Message{Author: models.Staff, Body: clean("We have found the cause: a wrong route at SUPPLIER_2.")}, Who: "Berta Voss", At: sampleNow.Add(-2 * time.Minute)},
		{Event: &models.Event{Kind: "state", Actor: models.Staff, From: "open", To: "waiting_supplier"}, Who: "Berta Voss", At: sampleNow.Add(-2 * time.Minute)},
	}
	p.Case.Entries = append(p.Case.Entries, since...)
	p.Changed = &models.Changed{Since: since, Seen: 19}
	return p
}

// sampleRaw is a case whose papers are no HTTP, without a response.
func sampleRaw(site Site) CaseShow {
	p := sampleCase(site)
	p.Case.Papers.Request, p.Case.Papers.Response = clean("we call the address service from our CRM, the token was [redacted:token]"), clean("")
	t := &p.Case.Ticket
	t.Status, t.NoResponse, t.ErrorUUID, t.ErrorCode, t.ErrorMessage = 0, "timeout", "", "", clean("")
	t.Summary = clean("No answer from the address service")
	p.Case.Letters, p.Case.Entries, p.MailToFiles = nil, nil, true
	p.Request, p.Response = nil, nil
	return p
}

// sampleDeep is a case with a form for a request and more JSON than can be folded.
func sampleDeep(site Site) CaseShow {
	p := sampleCase(site)
	p.Case.Papers.Request = clean("POST https://api.fibregateway.com/v1/token HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=client_credentials&client_secret=[redacted:secret]&scope=orders%20appointments&audience=")
	p.Case.Papers.Response = clean("HTTP/1.1 200 OK\nContent-Type: application/json\n\n" + strings.Repeat("[", deepest+1) + "1.50" + strings.Repeat("]", deepest+1))
	t := &p.Case.Ticket
	t.Status, t.ErrorUUID, t.ErrorCode, t.ErrorMessage, t.Summary = 200, "", "", clean(""), clean("200 with a token that nothing takes")
	parsePapers(&p)
	return p
}

func lettersSpecimens(site Site) []Specimen {
	empty := LettersShow{Frame: sampleFrame(site), Files: true}
	none := empty
	none.Filter.State = models.LetterGivenUp
	held := sampleLetters(site)
	held.Frame.Held = &models.Hold{Since: sampleFiled, By: "Berta Voss"}
	restored := sampleLetters(site)
	restored.Frame.Held, restored.Frame.Reader = &models.Hold{Since: sampleFiled}, sampleAgent
	for i := range restored.Page.Rows[:3] {
		restored.Page.Rows[i].Letter.State = models.LetterHeld
	}
	restored.Page.Counts = map[models.LetterState]int{models.LetterHeld: 3, models.LetterSent: 12}
	lead := restored
	lead.Frame.Held, lead.Frame.Reader = nil, sampleBerta
	row := sampleLetters(site).Page.Rows
	return []Specimen{
		{"letters", "Letters", LettersPage(sampleLetters(site))},
		{"letters-empty", "Letters, none yet", LettersPage(empty)},
		{"letters-none", "Letters, none has failed", LettersPage(none)},
		{"letters-held", "Letters, held by a lead", LettersPage(held)},
		{"letters-restored", "Letters, held after a restore, seen by an agent", LettersPage(restored)},
		{"letters-deciding", "Letters, held after a restore, seen by a lead", LettersPage(lead)},
		{"letter", "Letter, given up", LetterPage(LetterShow{Frame: sampleFrame(site), Row: row[2]})},
		{"letter-file", "Letter, written as a file", LetterPage(LetterShow{Frame: sampleFrame(site), Row: row[3], Text: "Subject: FC-7Q4M-2XKD is filed\r\n\r\nYour ticket is filed.\r\nhttps://support.cafe.example/tickets/FC-7Q4M-2XKD?key=[cut]\r\n"})},
	}
}

func accountSpecimens(site Site) []Specimen {
	account := AccountShow{Frame: sampleFrame(site), Current: sampleID(51), Sessions: []models.Session{
		{ID: sampleID(51), Browser: "Firefox on Linux", CreatedAt: sampleFiled, SeenAt: sampleNow},
		{ID: sampleID(52), Browser: "Safari on iPhone", CreatedAt: sampleFiled.Add(-time.Hour), SeenAt: sampleFiled},
	}}
	wrong := account
	wrong.Frame.Reader.Shortcuts = false
	wrong.Problems = []models.Problem{{Field: current, Message: "This is not your password."}, {Field: password, Message: "Use at least 12 characters."}}
	gone, disabled := sampleFiled, models.Account{ID: sampleID(24), Email: "old@cafe.example", Role: models.RoleAgent}
	disabled.DisabledAt = &gone
	staff := StaffList{Frame: sampleFrame(site), Accounts: []models.Account{sampleBerta, sampleTom, sampleAgent, disabled}}
	added := staff
	added.Fresh = &FreshPassword{"yusuf@cafe.example", "marsh-oboe-plinth-quill-42"}
	refused := staff
	refused.Email, refused.Role = "tom@cafe.example", models.RoleLead
	refused.Problems = []models.Problem{{Field: models.FieldEmail, Message: "Somebody has an account with this address already."}}
	return []Specimen{
		{"account", "Own account", AccountPage(account)},
		{"account-mistaken", "Own account, password refused", AccountPage(wrong)},
		{"staff", "Staff", StaffPage(staff)},
		{"staff-added", "Staff, somebody added", StaffPage(added)},
		{"staff-mistaken", "Staff, mistakes", StaffPage(refused)},
	}
}
