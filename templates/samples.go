package templates

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"docket/evidence"
	"docket/models"
)

// The samples are what the gallery shows. None of them is anybody's ticket.

var (
	sampleCall  = time.Date(2023, 1, 6, 7, 54, 30, 0, time.UTC)
	sampleFiled = time.Date(2023, 1, 6, 8, 11, 2, 0, time.UTC)
)

// clean makes a sample text. The samples hold markers and no secrets.
func clean(text string) evidence.Clean { return new(evidence.Reader).Clean(text) }

// sampleCurl is a transcript with two secrets in it, as it is after redaction.
const sampleCurl = `> POST /v1/orders HTTP/1.1
> Host: api.fibregateway.com
> Authorization: Bearer [redacted:bearer]
> Cookie: [redacted:cookie]
> X-Request-ID: 0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11
> X-Conversation-ID: 77c1f1ce-1d0e-4c33-8a0e-65b9c33a6c02
> Content-Type: application/json
>
{"orderType":"PROVIDE","tenant":"TENANT_1","accessLine":{"uprn":"100000001"}}
< HTTP/1.1 504 Gateway Timeout
< Date: Fri, 06 Jan 2023 07:54:30 GMT
<
{"uuid":"6a1f4f07-44a2-4f0c-9a55-0a5f6d0e7b55","code":"SUPPLIER_TIMEOUT","messages":["The supplier did not answer in time"]}`

// sampleFact finds a value's place in a text.
func sampleFact(text string, f evidence.Field, value, where string) evidence.Fact {
	fact := evidence.Fact{Field: f, Value: value, Where: where}
	if at := strings.Index(text, value); at >= 0 {
		fact.Span = evidence.Span{Start: at, End: at + len(value)}
	}
	return fact
}

// sampleBlock is the reading of the published block.
func sampleBlock() *Reading {
	at := func(f evidence.Field, value, where string) evidence.Fact { return sampleFact(example, f, value, where) }
	message := "The supplier API returned the following message: UPRN 100000001 is not within our coverage area"
	summary := at(evidence.Summary, "422 INVALID_REQUEST on GET /v1/available-appointments", "made from the request and the error")
	summary.Assumed = true
	request := example[strings.Index(example, "GET "):strings.Index(example, "\n\nResponse")]
	body := example[strings.Index(example, `{"uuid"`):]
	return &Reading{Lines: 13, Report: evidence.Report{
		Text: clean(example), Chosen: 0,
		Exchanges: []evidence.Exchange{{Format: "the published block"}},
		Facts: []evidence.Fact{
			at(evidence.Environment, "CVT", "host cvt.fibregateway.com"),
			at(evidence.Tenant, "TENANT_1", "line “Tenant”"),
			at(evidence.Supplier, "SUPPLIER_2", "line “Supplier”"),
			at(evidence.OccurredAt, "Fri, 06 Jan 2023 07:54:30 GMT", "line “Date”"),
			at(evidence.RequestID, "c878520d-6ffc-4d63-a367-95a8f94d70dc", "line “X-Request-ID”"),
			at(evidence.ConversationID, "5b6df604-483e-400e-bfc2-e8e831b6c6b8", "line “X-Conversation-ID”"),
			at(evidence.RequestText, request, "below “Request”"),
			at(evidence.ResponseText, "422\n\n"+body, "below “Response”"),
			at(evidence.ErrorUUID, "d48e1fee-095a-478e-b453-858c76254d49", "“uuid” in the error body"),
			at(evidence.ErrorCode, "INVALID_REQUEST", "“code” in the error body"),
			at(evidence.ErrorMessage, message, "“messages” in the error body"),
			summary,
		},
	}}
}

// sampleCall504 is the reading of a transcript that leaves questions.
func sampleCall504() *Reading {
	at := func(f evidence.Field, value, where string) evidence.Fact {
		return sampleFact(sampleCurl, f, value, where)
	}
	order := at(evidence.OrderID, "4500012", "number in the path, most likely the order")
	order.Assumed = true
	tenant := at(evidence.Tenant, "TENANT_1", "“tenant” in the request body")
	tenant.Others = []evidence.Other{{Value: "TENANT_7", Where: "label Tenant"}}
	return &Reading{Lines: 13, Order: []int{1, 0}, Report: evidence.Report{
		Text: clean(sampleCurl), Chosen: 1,
		Redactions: []evidence.Redaction{{Kind: "bearer", Count: 1}, {Kind: "cookie", Count: 1}},
		Exchanges:  sampleExchanges(),
		Missing:    []evidence.Field{evidence.Supplier},
		Facts: []evidence.Fact{
			at(evidence.Environment, models.Production, "host api.fibregateway.com"), tenant,
			at(evidence.OccurredAt, "2023-01-06 07:54:30", "log line"),
			at(evidence.RequestID, "0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11", "request header X-Request-ID"),
			at(evidence.ConversationID, "77c1f1ce-1d0e-4c33-8a0e-65b9c33a6c02", "request header X-Conversation-ID"),
			order,
			at(evidence.RequestText, sampleCurl[:strings.Index(sampleCurl, "< HTTP")], "lines that begin with “>”"),
			at(evidence.ResponseText, sampleCurl[strings.Index(sampleCurl, "< HTTP"):], "lines that begin with “<”"),
			at(evidence.ErrorUUID, "6a1f4f07-44a2-4f0c-9a55-0a5f6d0e7b55", "“uuid” in the error body"),
			at(evidence.ErrorCode, "SUPPLIER_TIMEOUT", "“code” in the error body"),
			at(evidence.ErrorMessage, "The supplier did not answer in time", "“messages” in the error body"),
		},
	}}
}

// sampleToldCall is a call whose evidence tells much: the token had expired, and two lines disagree.
const sampleToldCall = `Environment: PRODUCTION
Tenant: TENANT_1
Supplier: SUPPLIER_2

GET /v1/product-orders/4500012 HTTP/1.1
Host: cvt.fibregateway.com
Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZW5hbnQtMSIsImV4cCI6MTY3Mjk5MDUwMH0.[redacted:jwt]
X-Request-ID: 0b9b4e1c-6f0a-4a51-9d0e-0d6f6f1f2a11

HTTP/1.1 401 Unauthorized
Date: Fri, 06 Jan 2023 07:54:30 GMT
Content-Type: application/json

{"uuid":"6a1f4f07-44a2-4f0c-9a55-0a5f6d0e7b55","code":"UNAUTHORIZED","messages":["The access token is not valid"]}`

// sampleTold is the reading of a call whose evidence tells much.
func sampleTold() *Reading {
	return &Reading{Lines: 16, Report: new(evidence.Reader).ReadClean(clean(sampleToldCall))}
}

// sampleExchanges are two calls, the second of which failed.
func sampleExchanges() []evidence.Exchange {
	at := &evidence.Moment{UTC: sampleCall, Written: "2023-01-06 07:54:30", Zoned: true}
	return []evidence.Exchange{
		{Format: "curl -v", At: &evidence.Moment{Written: "07:54:12"}, Response: &evidence.Response{Status: 200, Reason: "OK"},
			Request: &evidence.Request{Method: "GET", URL: "https://api.fibregateway.com/v1/addresses/100000001"}},
		{Format: "curl -v", At: at, Response: &evidence.Response{Status: 504, Reason: "Gateway Timeout"},
			Request: &evidence.Request{Method: "POST", URL: "https://api.fibregateway.com/v1/orders"}},
	}
}

// sampleMany is the reading of a browser's trace with more calls than are listed.
func sampleMany() *Reading {
	r := sampleCall504()
	two := r.Report.Exchanges
	r.Report.Exchanges, r.Order = nil, nil
	for n := range mostCalls + 12 {
		r.Report.Exchanges = append(r.Report.Exchanges, two[1-min(n%5, 1)])
		r.Order = append(r.Order, n)
	}
	r.Report.Exchanges[3] = evidence.Exchange{Failure: &evidence.Failure{Kind: evidence.TLS}, Request: two[0].Request}
	r.Report.Exchanges[4] = evidence.Exchange{Response: &evidence.Response{Status: 403}}
	r.Report.Chosen, r.Lines = 0, 2841
	facts := r.Report.Facts
	const head = `{"log":{"version":"1.2","creator":{"name":"Docket","version":"1"},"comment":"This is an excerpt of a HAR file of 58.2 MB: 72 of its 340 calls, those to fibregateway.com first and of those the ones that failed. 41 long contents have been left out of them.","entries":[` + "\n"
	r.Report.Text = clean(head + sampleCurl)
	for i, f := range facts {
		facts[i].Span = evidence.Span{Start: f.Span.Start + len(head), End: f.Span.End + len(head)}
	}
	return r
}

// sampleAsking is the intake with every sort of disagreement.
func sampleAsking(site Site) TicketNew {
	p := sampleRead(site, sampleCall504())
	facts := p.Reading.Report.Facts
	others := map[evidence.Field]evidence.Other{
		evidence.Environment:  {Value: models.CVT, Where: "label Environment"},
		evidence.RequestID:    {Value: "5d1c7a52-8f0e-4c55-b3ad-0f6f3c2b9e10", Where: "response header X-Request-ID"},
		evidence.OrderID:      {Value: "4500013", Where: "request body"},
		evidence.ErrorMessage: {Value: "The supplier is not available", Where: "label Error message"},
	}
	for i, f := range facts {
		if o, ok := others[f.Field]; ok {
			facts[i].Others = []evidence.Other{o}
			*p.Submission.Answer(f.Field) = clean("")
		}
	}
	p.None = map[evidence.Field]bool{evidence.OrderID: true}
	p.Problems = []models.Problem{
		{Field: FieldExchange, Message: "You have chosen another call. The docket is about that one now: check it, and file it again."},
		{Field: evidence.RequestID, Message: "Your evidence gives more than one value. Choose the right one."},
		{Field: FieldHide, Message: "Nothing was hidden: this text does not stand in the evidence, or it is shorter than 4 characters, or it is an id by which we find the call."},
	}
	return p
}

// sampleRead is the intake after a reading, with the answers that it gave.
func sampleRead(site Site, r *Reading) TicketNew {
	if r.Report.Findings == nil {
		r.Report.Findings = new(evidence.Reader).ReadClean(r.Report.Text).Findings
	}
	p := TicketNew{Site: site, Reading: r, By: ByBrowser, Submission: models.Submission{ID: sampleID(1), Evidence: r.Report.Text}}
	for _, fact := range r.Report.Facts {
		if len(fact.Others) > 0 {
			continue
		}
		*p.Submission.Answer(fact.Field) = clean(fact.Value)
		p.Filled = append(p.Filled, Filled{fact.Field, "5f3a0c9e"})
	}
	return p
}

// sampleMistaken is the intake with mistakes to mend.
func sampleMistaken(site Site) TicketNew {
	p := sampleRead(site, sampleCall504())
	p.AskZone = true
	p.Submission.Email, p.Submission.RequestID = clean("anna.example"), clean("")
	p.Problems = []models.Problem{
		{Field: models.FieldZone, Message: "Choose the zone of the clock that wrote this time."},
		{Field: evidence.RequestID, Message: "Give the X-Request-ID of the call. It is in the request headers."},
		{Field: models.FieldImpact, Message: "Say how much is stuck."},
		{Field: models.FieldEmail, Message: "Write your e-mail address in full, such as anna@example.com."},
	}
	return p
}

// sampleTicket is a ticket as filed from the published block.
func sampleTicket() models.Ticket {
	return models.Ticket{
		ID: sampleID(2), SubmissionID: sampleID(1), Reference: "7Q4M2XKD", Environment: models.CVT,
		Tenant: "TENANT_1", Supplier: "SUPPLIER_2", OccurredAt: sampleCall, OccurredWritten: "Fri, 06 Jan 2023 07:54:30 GMT",
		RequestID: "c878520d-6ffc-4d63-a367-95a8f94d70dc", ConversationID: "5b6df604-483e-400e-bfc2-e8e831b6c6b8",
		Method: "GET", URL: clean("https://cvt.fibregateway.com/v1/available-appointments?appointmentPurpose=PROVIDE&appointmentFromDate=2023-01-25&supplier=SUPPLIER_2"),
		Status: 422, ErrorUUID: "d48e1fee-095a-478e-b453-858c76254d49", ErrorCode: "INVALID_REQUEST",
		ErrorMessage: clean("The supplier API returned the following message: UPRN 100000001 is not within our coverage area"),
		Name:         clean("Anna Lind"), Email: "anna@isp.example", Impact: models.OneOrder, Priority: 4,
		Summary: clean("422 INVALID_REQUEST on GET /v1/available-appointments"), State: models.New, CreatedAt: sampleFiled,
	}
}

// sampleShow is a ticket's page.
func sampleShow(site Site) TicketShow {
	text := clean(sampleCurl)
	parts := strings.SplitN(sampleCurl, "< HTTP", 2)
	return TicketShow{
		Site: site, FormID: sampleID(3), ReplyBy: sampleFiled.Add(4 * time.Hour),
		Conversation: models.Conversation{
			Ticket: sampleTicket(),
			Papers: models.Papers{
				Request: clean(parts[0]), Response: clean("< HTTP" + parts[1]),
				Evidence: text, EvidenceSHA256: models.Digest(text), Redactions: 2,
			},
			Letter: &models.Letter{State: models.LetterQueued, To: "anna@isp.example"},
		},
	}
}

// sampleTalk is a ticket's page with a conversation that waits for its requester.
func sampleTalk(site Site) TicketShow {
	p := sampleShow(site)
	p.Mailed = true
	p.Conversation.Ticket.State = models.WaitingRequester
	p.Conversation.Ticket.Environment = models.Production
	p.Conversation.Messages = []models.Message{
		{Author: models.Requester, AuthorName: clean("Anna Lind"), CreatedAt: sampleFiled,
			Body: clean("We expected slots for this address: the same call gave some on Monday.\n\nNothing changed on our side.")},
		{Author: models.Staff, AuthorName: clean("Tom Okafor"), CreatedAt: sampleFiled.Add(50 * time.Minute),
			Body: clean("Thank you, we see the call. The supplier answers that the address is outside its area. Could you check the UPRN against the address that your customer gave?")},
	}
	return p
}

// sampleID is a stable id.
func sampleID(n byte) uuid.UUID { return uuid.UUID{0x01, 0x8f, 6: 0x70, 8: 0x80, 15: n} }
