package templates

import (
	"slices"

	"github.com/a-h/templ"

	"docket/evidence"
	"docket/models"
)

// Specimen is one page in one state, to be looked at and tested.
type Specimen struct {
	Slug string // of its address: /gallery/{slug}
	Name string
	Page templ.Component
}

// Specimens lists every page in every state.
func Specimens(site Site) []Specimen {
	return slices.Concat(intakeSpecimens(site), ticketSpecimens(site), otherSpecimens(site), deskSpecimens(site))
}

// intakeSpecimens are the intake's states.
func intakeSpecimens(site Site) []Specimen {
	empty := TicketNew{Site: site, Submission: models.Submission{ID: sampleID(1)}}
	remembered := empty
	remembered.Remembered = true
	remembered.Submission.Email, remembered.Submission.Tenant = clean("anna@isp.example"), clean("TENANT_1")
	nothing := empty
	nothing.Submission.Evidence = clean("It does not work since this morning.")
	nothing.Reading = &Reading{Lines: 1, Report: evidence.Report{Text: nothing.Submission.Evidence, Chosen: -1}}
	typed := empty
	typed.Submission.Tenant = clean("TENANT_1")
	typed.Problems = sampleMistaken(site).Problems[1:]
	complete := sampleRead(site, sampleBlock())
	complete.Submission.Impact, complete.Submission.Email = clean("one_order"), clean("anna@isp.example")
	ticket := sampleTicket()
	filed := complete
	filed.Filed = &ticket
	twice := complete
	twice.Yours = []models.Ticket{ticket}
	hidden := complete
	hidden.Hidden = "Hidden in 1 place. It can’t be brought back."
	busy := complete
	busy.Notice = "We could not save your ticket just now. Nothing was sent, and everything you typed is still here. File it again in a moment."
	return []Specimen{
		{"intake", "Intake, empty", TicketNewPage(empty)},
		{"intake-remembered", "Intake, with what this browser remembers", TicketNewPage(remembered)},
		{"intake-read", "Intake, the published block read", TicketNewPage(sampleRead(site, sampleBlock()))},
		{"intake-asking", "Intake, a transcript with secrets, a conflict and gaps", TicketNewPage(sampleRead(site, sampleCall504()))},
		{"intake-told", "Intake, evidence that tells much", TicketNewPage(sampleRead(site, sampleTold()))},
		{"intake-many", "Intake, an excerpt of a HAR file with many calls", TicketNewPage(sampleRead(site, sampleMany()))},
		{"intake-disagreeing", "Intake, values that disagree, another call chosen, nothing hidden", TicketNewPage(sampleAsking(site))},
		{"intake-hidden", "Intake, more hidden by the person", TicketNewPage(hidden)},
		{"intake-mistaken", "Intake, mistakes after a reading", TicketNewPage(sampleMistaken(site))},
		{"intake-typed", "Intake, mistakes in a form filled by hand", TicketNewPage(typed)},
		{"intake-nothing", "Intake, nothing found in the text", TicketNewPage(nothing)},
		{"intake-complete", "Intake, complete", TicketNewPage(complete)},
		{"intake-twice", "Intake, likely a duplicate", TicketNewPage(twice)},
		{"intake-filed", "Intake, filed before with other answers", TicketNewPage(filed)},
		{"intake-busy", "Intake, not saved", TicketNewPage(busy)},
	}
}

// ticketSpecimens are the states of a ticket's page.
func ticketSpecimens(site Site) []Specimen {
	receipt := sampleShow(site)
	receipt.Receipt = true
	files := receipt
	files.MailToFiles = true
	answering := sampleTalk(site)
	answering.Problems = []models.Problem{{Field: body, Message: "Write your answer before you send it."}}
	specimens := []Specimen{
		{"receipt", "Receipt", TicketShowPage(receipt)},
		{"receipt-files", "Receipt, mail written to files", TicketShowPage(files)},
		{"ticket-mistaken", "Ticket, empty answer", TicketShowPage(answering)},
		{"ticket-talk", "Ticket, waiting for the requester, came by mail", TicketShowPage(sampleTalk(site))},
	}
	for _, state := range []models.State{models.New, models.Open, models.WaitingSupplier, models.Resolved, models.Closed} {
		p := sampleShow(site)
		p.Conversation.Ticket.State = state
		specimens = append(specimens, Specimen{"ticket-" + string(state), "Ticket, " + turnOf(p.Conversation.Ticket).Words, TicketShowPage(p)})
	}
	return specimens
}

// otherSpecimens are the states of the remaining pages.
func otherSpecimens(site Site) []Specimen {
	return []Specimen{
		{"find", "Find", FindPage(Find{Site: site})},
		{"find-missing", "Find, sent here by a ticket that did not open", FindPage(Find{Site: site, Missing: true, Reference: "FC-7Q4M-2XKD"})},
		{"find-mistaken", "Find, mistakes", FindPage(Find{Site: site, Reference: "FC-1", Problems: []models.Problem{
			{Field: reference, Message: "Give the ticket number as it stands in the mail, such as FC-7Q4M-2XKD."},
			{Field: models.FieldEmail, Message: "Write your e-mail address in full, such as anna@example.com."},
		}})},
		{"find-sent", "Find, answered", FindPage(Find{Site: site, Sent: true})},
		{"failure-unsent", "Failure, with a message that was not sent", FailurePage(Failure{
			Site: site, Status: 503, Title: "We are busy", Sentence: "Nothing was saved. Wait a few seconds and send it again.",
			ErrorUUID: sampleID(9).String(), Unsent: &Unsent{Action: "/tickets/FC-7Q4M-2XKD/messages", FormID: sampleID(8), Body: "It happens for every address in this street."},
		})},
		{"not-me", "Not me", NotMePage(NotMe{Site: site, Action: "/letters/1/not-me"})},
		{"not-me-done", "Not me, done", NotMePage(NotMe{Site: site, Action: "/letters/1/not-me", Blocked: true, Done: true})},
		{"not-me-undone", "Not me, taken back", NotMePage(NotMe{Site: site, Done: true})},
		{"failure", "Failure", FailurePage(Failure{Site: site, Status: 500, Title: "Something broke on our side",
			Sentence: "Your page was not made. What you sent before is safe. Try again in a minute.", ErrorUUID: sampleID(9).String()})},
		{"not-found", "Not found", FailurePage(Failure{Site: site, Status: 404, Title: "There is no such page",
			Sentence: "Check the address, or start from one of the pages below.", ErrorUUID: sampleID(8).String()})},
	}
}

// fieldSamples are questions of every kind in every standing, each with a name of its own.
func fieldSamples() []Field {
	standings := []Standing{Found, Assumed, Typed, Remembered, Missing, Open}
	var all []Field
	for _, name := range []evidence.Field{evidence.RequestID, evidence.RequestText, models.FieldDescription, models.FieldImpact, evidence.NoResponse} {
		for _, standing := range standings {
			f := blank(name)
			f.Name, f.Standing, f.Where = string(name)+"-"+string(standing), standing, "response header X-Request-ID"
			all = append(all, f)
		}
		wrong := blank(name)
		wrong.Name, wrong.Error = string(name)+"-mistaken", "Say what it is, as it stands in your log."
		all = append(all, wrong)
	}
	return all
}

// rowSamples are answered questions.
func rowSamples() []Field {
	var all []Field
	for _, f := range fieldsOf(sampleRead(Site{}, sampleBlock())) {
		f.Name = "row-" + f.Name
		all = append(all, f)
	}
	return all
}

// letterSamples are the sentences on what has become of a confirmation.
func letterSamples() []string {
	var all []string
	for _, state := range []models.LetterState{models.LetterQueued, models.LetterDelayed, models.LetterSent, models.LetterGivenUp} {
		p := sampleShow(Site{})
		p.Conversation.Letter.State = state
		all = append(all, letterWords(p))
	}
	return all
}
