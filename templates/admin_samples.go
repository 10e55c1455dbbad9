package templates

import (
	"fmt"
	"slices"
	"time"

	"docket/evidence"
	"docket/models"
)

// sampleNow is when the pages of staff are looked at in the gallery.
var sampleNow = sampleFiled.Add(3*time.Hour + 20*time.Minute)

// The staff of the gallery.
var (
	sampleTom   = models.Account{ID: sampleID(21), Email: "tom@cafe.example", Name: clean("Tom Okafor"), Role: models.RoleAdmin, Letters: true, Shortcuts: true}
	sampleBerta = models.Account{ID: sampleID(22), Email: "berta@cafe.example", Name: clean("Berta Voss"), Role: models.RoleLead}
	sampleAgent = models.Account{ID: sampleID(23), Email: "yusuf@cafe.example", Name: clean("Yusuf Demir"), Role: models.RoleAgent}
)

// sampleFrame is the frame as Tom sees it.
func sampleFrame(site Site) Frame {
	site.Now = sampleNow
	return Frame{Site: site, Reader: sampleTom}
}

// sampleFault is one sort of call that fails, for rows that differ.
type sampleFault struct {
	environment, tenant, supplier, code, summary string
	status                                       int
	impact                                       models.Impact
}

var sampleFaults = []sampleFault{
	{models.Production, "TENANT_1", "SUPPLIER_2", "SUPPLIER_TIMEOUT", "504 SUPPLIER_TIMEOUT on POST /v1/orders since 07:40, every order of ours is stuck", 504, models.AllOrders},
	{models.Production, "TENANT_4", "SUPPLIER_2", "SUPPLIER_TIMEOUT", "504 SUPPLIER_TIMEOUT on POST /v1/orders", 504, models.ManyOrders},
	{models.Production, "TENANT_2", "SUPPLIER_7", "ORDER_STATE_CONFLICT", "409 ORDER_STATE_CONFLICT on PATCH /v1/orders/4500012", 409, models.OneOrder},
	{models.CVT, "TENANT_1", "SUPPLIER_2", "INVALID_REQUEST", "422 INVALID_REQUEST on GET /v1/available-appointments", 422, models.AllOrders},
	{models.Production, "TENANT_11", "SUPPLIER_3", "", "No answer at all from /v1/addresses", 0, models.OneOrder},
	{models.CVT, "TENANT_8", "SUPPLIER_1", "UNAUTHORISED", "401 UNAUTHORISED on GET /v1/orders although the token is fresh", 401, models.OneOrder},
	{models.Production, "TENANT_3", "SUPPLIER_2", "", "200 with an empty list where Monday gave eleven slots", 200, models.Question},
}

// sampleCode is a reference that differs for every row.
func sampleCode(n int) models.Reference {
	const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	code := []byte("7Q4M2XKD")
	for i := range code {
		code[i] = symbols[(int(code[i])*7+n*(11+2*i)+i*n*n)%len(symbols)]
	}
	return models.Reference(code)
}

// sampleRow is the n-th ticket of a full queue.
func sampleRow(n int) models.QueueRow {
	fault, t := sampleFaults[n%len(sampleFaults)], sampleTicket()
	t.Reference, t.Environment, t.Tenant, t.Supplier = sampleCode(n), fault.environment, fault.tenant, fault.supplier
	t.Status, t.ErrorCode, t.Summary, t.Impact = fault.status, fault.code, clean(fault.summary), fault.impact
	if t.Status == 0 {
		t.NoResponse = evidence.Timeout
	}
	t.Priority = models.PriorityOf(t.Environment, t.Impact)
	t.State, t.WaitingSince = models.New, sampleNow.Add(-time.Duration(n*n*3+7)*time.Minute)
	row := models.QueueRow{Ticket: t, LetterFailed: n == 4}
	if n%3 > 0 {
		who := []models.Account{sampleTom, sampleBerta}[n%3-1]
		row.Ticket.State, row.Ticket.AssigneeID, row.Assignee = models.Open, &who.ID, who.Title()
	}
	return row
}

// sampleQueue is the queue with so many tickets in all.
func sampleQueue(site Site, tickets int) QueueShow {
	p := QueueShow{Frame: sampleFrame(site), Staff: []models.Account{sampleBerta, sampleTom, sampleAgent}}
	for n := range min(tickets, models.QueueLength) {
		p.Page.Rows = append(p.Page.Rows, sampleRow(n))
	}
	slices.SortStableFunc(p.Page.Rows, func(a, b models.QueueRow) int {
		return models.RankOf(a.Ticket.Priority, a.Ticket.Environment) - models.RankOf(b.Ticket.Priority, b.Ticket.Environment)
	})
	if tickets > models.QueueLength {
		p.Page.Next = "p4"
	}
	p.Page.Latest = models.Mark{Latest: int64(100 + tickets)}
	p.Counts = models.QueueCounts{
		models.ViewOurs: tickets, models.ViewNew: (tickets + 2) / 3, models.ViewOpen: tickets - (tickets+2)/3,
		models.ViewSupplier: 0, models.ViewAsked: 0, models.ViewResolved: 0, models.ViewClosed: 0, models.ViewAll: tickets,
	}
	return p
}

// sampleBusy is a queue after a year.
func sampleBusy(site Site) QueueShow {
	p := sampleQueue(site, 60)
	p.Counts[models.ViewSupplier], p.Counts[models.ViewAsked] = 14, 23
	p.Counts[models.ViewResolved], p.Counts[models.ViewClosed], p.Counts[models.ViewAll] = 310, 1001, 1001
	p.Frame.Failed = 3
	return p
}

// sampleCase is a ticket's page of staff, just filed.
func sampleCase(site Site) CaseShow {
	show := sampleShow(site)
	p := CaseShow{
		Frame: sampleFrame(site), ReplyID: sampleID(31), NoteID: sampleID(32), ReplyBy: sampleFiled.Add(4 * time.Hour),
		Case: models.Case{Ticket: show.Conversation.Ticket, Papers: show.Conversation.Papers, Staff: []models.Account{sampleBerta, sampleTom, sampleAgent}, Seen: 7},
	}
	t := &p.Case.Ticket
	t.WaitingSince, t.MailboxProved = sampleFiled, true
	t.Environment, t.Impact, t.Priority = models.Production, models.ManyOrders, 2
	t.Summary = clean("504 SUPPLIER_TIMEOUT on POST /v1/orders")
	t.Method, t.URL, t.Status = "POST", clean("https://api.fibregateway.com/v1/orders?dryRun=false&note=caf%C3%A9%20line"), 504
	t.ErrorUUID, t.ErrorCode, t.ErrorMessage = "6a1f4f07-44a2-4f0c-9a55-0a5f6d0e7b55", "SUPPLIER_TIMEOUT", clean("The supplier did not answer in time")
	p.Case.Papers.Request, p.Case.Papers.Response = clean(sampleRequest), clean(sampleResponse)
	p.Case.Entries = []models.Entry{{Event: &models.Event{Kind: "filed", Actor: models.Requester}, At: sampleFiled}}
	p.Case.Letters = []models.Letter{sampleLetter(1, models.LetterSent, "")}
	parsePapers(&p)
	return p
}

// parsePapers reads a sample's papers as the handlers do.
func parsePapers(p *CaseShow) {
	reader := new(evidence.Reader)
	p.Request, p.Response = nil, nil
	if request, ok := reader.ParseRequest(p.Case.Papers.Request); ok {
		p.Request = &request
	}
	if response, ok := reader.ParseResponse(p.Case.Papers.Response); ok {
		p.Response = &response
	}
	p.Findings = reader.ReadClean(p.Case.Papers.Request.Above(p.Case.Papers.Response)).Findings
}

const sampleRequest = `POST /v1/orders?dryRun=false&note=caf%C3%A9%20line HTTP/1.1
Host: api.fibregateway.com
Authorization: Bearer [redacted:bearer]
X-Request-ID: 0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11
X-Conversation-ID: 77c1f1ce-1d0e-4c33-8a0e-65b9c33a6c02
Content-Type: application/json

{"orderType":"PROVIDE","tenant":"TENANT_1","externalId":12345678901234567890,"accessLine":{"uprn":"100000001","technology":"FTTP","speed":{"down":1000.0,"up":115}},"contacts":[{"name":"A. Lind","phone":"+44 20 7946 0018"},{"name":"Site office","phone":null}],"portalToken":"[redacted:token]","notes":[]}`

const sampleResponse = `HTTP/1.1 504 Gateway Timeout
Date: Fri, 06 Jan 2023 07:54:30 GMT
Content-Type: application/json
X-Request-ID: 0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11

{"uuid":"6a1f4f07-44a2-4f0c-9a55-0a5f6d0e7b55","code":"SUPPLIER_TIMEOUT","messages":["The supplier did not answer in time"]}`

// sampleStory is a case in the middle of its life, with everything that can be on it.
func sampleStory(site Site) CaseShow {
	p := sampleCase(site)
	p.Case.Ticket.State, p.Case.Assignee, p.ReplyBy = models.Open, &sampleTom, time.Time{}
	p.Case.Ticket.AssigneeID, p.Case.Ticket.Priority = &sampleTom.ID, 1
	p.Case.Ticket.WaitingSince = sampleFiled.Add(2 * time.Hour)
	p.Case.Entries = sampleEntries()
	p.Case.Letters = []models.Letter{sampleLetter(2, models.LetterGivenUp, "5.1.1 mailbox unavailable"), sampleLetter(1, models.LetterSent, "")}
	p.Case.Drafts = []models.Draft{{Kind: models.DraftReply, Body: clean("Thank you. The supplier says that"), UpdatedAt: sampleNow.Add(-time.Minute)}}
	p.Reply = "Thank you. The supplier says that"
	p.Case.Kin = sampleKin()
	return p
}

// sampleEntries are a conversation with notes and history.
func sampleEntries() []models.Entry {
	at := func(minutes int) time.Time { return sampleFiled.Add(time.Duration(minutes) * time.Minute) }
	event := func(minutes int, who string, e models.Event) models.Entry {
		return models.Entry{Event: &e, Who: who, At: at(minutes)}
	}
	talk := sampleTalk(Site{}).Conversation.Messages
	tom, berta := &sampleTom.ID, &sampleBerta.ID
	last := models.Message{Author: models.Requester, AuthorName: clean("Anna Lind"), Body: clean("The UPRN is right, we checked it twice. It now fails for every address in the street, with\n\nX-Request-ID: 2d1c1b5e-6b0a-4a6e-8a55-5a0f6d0e7b90")}
	return []models.Entry{
		event(0, "", models.Event{Kind: "filed", Actor: models.Requester}),
		{Message: &talk[0], At: at(0)},
		event(20, "Berta Voss", models.Event{Kind: "read", Actor: models.Staff, ActorID: berta}),
		event(21, "Tom Okafor", models.Event{Kind: "read", Actor: models.Staff, ActorID: tom}),
		event(22, "Tom Okafor", models.Event{Kind: "assignee", Actor: models.Staff, ActorID: tom, To: tom.String()}),
		{Note: &models.Note{Body: clean("SUPPLIER_2 had a planned change last night. Ask their desk before we ask Anna for more.")}, Who: "Berta Voss", At: at(31)},
		{Message: &talk[1], Who: "Tom Okafor", At: at(50)},
		event(50, "Tom Okafor", models.Event{Kind: "state", Actor: models.Staff, ActorID: tom, From: "new", To: "waiting_requester"}),
		event(52, "", models.Event{Kind: "letter", Actor: models.System, From: "queued", To: "given_up"}),
		{Message: &last, At: at(120)},
		event(120, "", models.Event{Kind: "state", Actor: models.Requester, From: "waiting_requester", To: "open"}),
		event(130, "Berta Voss", models.Event{Kind: "priority", Actor: models.Staff, ActorID: berta, From: "2", To: "1", Reason: clean("four tenants report the same since 07:40")}),
	}
}

// sampleKin are tickets that belong to the sample.
func sampleKin() []models.Kin {
	var kin []models.Kin
	for n, why := range [][]string{{"request", "conversation"}, {"conversation"}, {"error"}} {
		t := sampleRow(n + 1).Ticket
		kin = append(kin, models.Kin{Ticket: t, Because: why})
	}
	return kin
}

// sampleLetter is a letter of the sample.
func sampleLetter(n byte, state models.LetterState, reply string) models.Letter {
	l := models.Letter{
		ID: sampleID(40 + n), Kind: models.LetterReceived, To: "anna@isp.example", State: state, ReplyText: reply,
		HeaderID: fmt.Sprintf("018f0000-0000-7000-8000-0000000000%d@cafe.example", 40+n), CreatedAt: sampleFiled.Add(time.Duration(n) * 20 * time.Minute),
	}
	l.PlannedAt, l.DueAt = l.CreatedAt, l.CreatedAt
	if n%2 == 0 {
		l.Kind = models.LetterReply
	}
	if state != models.LetterQueued && state != models.LetterHeld && state != models.LetterDropped {
		l.Attempts = 1
	}
	switch state {
	case models.LetterGivenUp:
		l.ReplyCode = 550
	case models.LetterDelayed:
		l.ReplyCode, l.Attempts, l.DueAt = 451, 4, sampleNow.Add(25*time.Minute)
	case models.LetterSent:
		at := l.CreatedAt.Add(2 * time.Second)
		l.ReplyCode, l.ReplyText, l.SentAt = 250, "2.0.0 Ok: queued as 4Qz1", &at
	}
	return l
}

// sampleLetters is the letters' page.
func sampleLetters(site Site) LettersShow {
	p := LettersShow{Frame: sampleFrame(site)}
	p.Frame.Failed = 1
	add := func(n byte, state models.LetterState, reply string) {
		t := sampleRow(int(n)).Ticket
		p.Page.Rows = append(p.Page.Rows, models.LetterRow{Letter: sampleLetter(n, state, reply), Reference: t.Reference, Summary: t.Summary})
	}
	add(9, models.LetterQueued, "")
	add(8, models.LetterDelayed, "4.3.2 The server is shutting down, try again later")
	add(7, models.LetterGivenUp, "5.1.1 <anna@isp.example>: Recipient address rejected: User unknown in virtual mailbox table")
	add(6, models.LetterSent, "")
	add(5, models.LetterDropped, "")
	add(4, models.LetterSent, "")
	p.Page.Counts = map[models.LetterState]int{models.LetterQueued: 1, models.LetterDelayed: 1, models.LetterGivenUp: 1, models.LetterSent: 1001, models.LetterDropped: 1}
	p.Page.Next, p.Page.Previous = "l2", "l1"
	return p
}
