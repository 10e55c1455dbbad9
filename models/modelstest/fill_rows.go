package modelstest

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"docket/evidence"
	"docket/models"
)

// round is rows to be written together, by table.
type round struct {
	rows  []any
	words []wordsRow
}

// wordsRow is what a ticket is found by: lower-case words with spaces between them.
type wordsRow struct {
	ticket uuid.UUID
	words  string
}

func (r *round) add(rows ...any) { r.rows = append(r.rows, rows...) }

// The long texts are few, because cleaning them is what takes the time.
var (
	bodies = cleanEach(20, func(i int) string {
		return fmt.Sprintf("We have looked at it again, and it still fails for %d lines.\nCan you tell us what to do next?", i)
	})
	papers = cleanEach(20, func(i int) string {
		return strings.Repeat(fmt.Sprintf("> GET /v1/orders/%d HTTP/1.1\n> Accept: application/json\n< HTTP/1.1 422\n", i), 18)
	})
)

func cleanEach(n int, text func(i int) string) (all []evidence.Clean) {
	for i := range n {
		all = append(all, clean(text(i)))
	}
	return all
}

// ticket draws the k-th ticket, counted from the oldest: one every five minutes.
func (f *filler) ticket(k int) models.Ticket {
	at := f.start.Add(-time.Duration(f.n-k) * 5 * time.Minute)
	t := models.Ticket{
		ID: f.id(at), Reference: f.reference(), SubmissionID: f.id(at), ContentHash: strings.Repeat("0a", 16),
		Environment: models.Production, OrderID: fmt.Sprint(10_000_000 + k/2), Tenant: fmt.Sprintf("TENANT_%d", f.random.IntN(40)),
		Supplier: fmt.Sprintf("SUPPLIER_%d", f.random.IntN(8)), OccurredAt: at, OccurredWritten: at.Format(time.RFC3339),
		RequestID: f.id(at).String(), ConversationID: fmt.Sprintf("00000000-0000-4000-8000-%012d", k/3), Method: "GET",
		URL: urls[k%len(urls)], Status: 422, ErrorUUID: f.id(at).String(), ErrorCode: "INVALID_REQUEST",
		ErrorMessage: bodies[0], Name: names[k%len(names)], Email: fmt.Sprintf("ada%d@isp%d.example", k%997, k%40),
		MailboxProved: true, Summary: summaries[f.random.IntN(len(summaries))], Impact: models.Impacts[f.random.IntN(4)],
		State: f.state(), CreatedAt: at, UpdatedAt: at, WaitingSince: at,
	}
	if f.random.IntN(5) == 0 {
		t.Environment = models.CVT
	}
	t.Priority = models.PriorityOf(t.Environment, t.Impact)
	t.QueueRank = models.RankOf(t.Priority, t.Environment)
	if t.State != models.New {
		t.WaitingSince = at.Add(time.Duration(f.random.IntN(4000)) * time.Second)
		if f.random.IntN(10) > 0 {
			t.AssigneeID = &f.staff[f.random.IntN(len(f.staff))]
		}
	}
	return t
}

var (
	urls = cleanEach(5, func(i int) string { return fmt.Sprintf("https://gateway.fibregateway.com/v1/orders/%d", i) })

	names     = cleanEach(50, func(i int) string { return fmt.Sprintf("Ada %d", i) })
	summaries = cleanEach(200, func(i int) string {
		return fmt.Sprintf("GET /v1/orders answers 422 since %d o'clock: %s", i%24, vocabulary[i])
	})
)

// addTo adds a ticket with all that belongs to it.
func (f *filler) addTo(r *round, t models.Ticket, k int) {
	text := papers[k%len(papers)]
	letter := f.letter(t, models.LetterReceived, nil)
	r.add(&t, &models.Papers{
		TicketID: t.ID, Description: bodies[k%len(bodies)], Request: urls[k%len(urls)], Response: bodies[0],
		Evidence: text, EvidenceSHA256: models.Digest(text),
	}, &models.Event{TicketID: t.ID, Kind: "filed", Actor: models.Requester, Channel: "browser", To: "new", At: t.CreatedAt})
	r.words = append(r.words, wordsRow{t.ID, f.words(t, k)})
	if k%1000 == 1 && t.State != models.Closed {
		letter.State = models.LetterGivenUp
	}
	r.add(&letter)
	if t.State != models.New && k%3 != 0 {
		f.converse(r, t)
	}
}

// converse adds a reply of staff and an answer to it.
func (f *filler) converse(r *round, t models.Ticket) {
	for i, author := range []models.Author{models.Staff, models.Requester} {
		at := t.CreatedAt.Add(time.Duration(i+1) * time.Hour)
		m := models.Message{ID: f.id(at), TicketID: t.ID, FormID: f.id(at), Author: author, Body: bodies[f.random.IntN(len(bodies))], CreatedAt: at}
		e := models.Event{TicketID: t.ID, Kind: "message", Actor: author, Channel: "browser", To: m.ID.String(), At: at}
		if author == models.Staff {
			m.AuthorID, e.ActorID = &f.staff[0], &f.staff[0]
			l := f.letter(t, models.LetterReply, &m.ID)
			defer r.add(&l)
		}
		r.add(&m, &e)
		r.words = append(r.words, wordsRow{t.ID, "we have looked at it again and it still fails"})
	}
}

func (f *filler) letter(t models.Ticket, kind models.LetterKind, message *uuid.UUID) models.Letter {
	id := f.id(t.CreatedAt)
	return models.Letter{
		ID: id, TicketID: t.ID, MessageID: message, Kind: kind, To: t.Email, Mailbox: t.Email, Cap: models.CapProved,
		HeaderID: id.String() + "@docket.example", State: models.LetterSent, Attempts: 1, PlannedAt: t.CreatedAt, DueAt: t.CreatedAt,
		ReplyCode: 250, ReplyText: "queued", CreatedAt: t.CreatedAt, SentAt: &t.CreatedAt,
	}
}

// words are what a ticket is found by: some of its own, the same common one, in few a rare one.
func (f *filler) words(t models.Ticket, k int) string {
	words := strings.Fields(strings.ToLower(t.Tenant + " " + t.Supplier + " get https gateway fibregateway com v1 orders invalid request ada isp example " + commonWord))
	for range 40 {
		x := f.random.Float64()
		words = append(words, vocabulary[int(x*x*float64(len(vocabulary)))])
	}
	if k%1000 == 7 {
		words = append(words, rareWord)
	}
	return strings.ReplaceAll(strings.Join(words, " "), "_", " ")
}
