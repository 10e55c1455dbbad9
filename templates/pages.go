package templates

import (
	"time"

	"github.com/google/uuid"

	"docket/evidence"
	"docket/models"
)

// Site is what every page needs of the installation and of the request.
type Site struct {
	Organisation string         // whose support this is: "Fibre Cafe"
	Prefix       string         // of references: "FC"
	Style        string         // address of app.css
	Script       string         // address of app.js
	Zone         *time.Location // the reader's zone, UTC unless known
	Now          time.Time
}

// TicketNew is the intake: GET /, and the answers of POST /tickets/read and POST /tickets (422, 409, 503).
type TicketNew struct {
	Site       Site
	Submission models.Submission       // answers as they stand; its ID goes into the form
	Reading    *Reading                // what reading the evidence found, nil before
	Filled     []Filled                // answers that came from the evidence and that nobody has changed
	Problems   []models.Problem        // in the order of the form
	Notice     string                  // a sentence above the form, such as why nothing was saved
	AskZone    bool                    // the time has no zone: ask for it beside the field
	Yours      []models.Ticket         // the reader's own tickets with the same request id
	Filed      *models.Ticket          // this form has filed this ticket already, with other answers
	Again      uuid.UUID               // the id under which the form files a new ticket all the same
	Remembered bool                    // requester, tenant and environment come from this browser's memory
	Settled    []Filled                // answers that settle a disagreement
	None       map[evidence.Field]bool // several values were found, and the person says that none is right
	Redactor   []string                // addresses of what redacts in the browser (static.Redactor); nil: nothing does
	Domain     string                  // the gateway's, by which a long HAR is excerpted in the browser
	By         RedactedBy              // who removed the secrets of what was sent
	Hidden     string                  // what became of the wish to hide a text, empty for no wish
}

// The fields of the intake that are no answers.
const (
	FieldExchange evidence.Field = "exchange" // which call the docket is about
	FieldHide     evidence.Field = "hide"     // text to hide
)

// Reading is what was found in the evidence.
type Reading struct {
	Report evidence.Report
	Order  []int // of its exchanges, as a person looks for one
	Lines  int   // of the evidence as read
}

// Filled says that an answer is as the evidence gave it. Digest travels in the form, so that a
// later reading replaces only what nobody has changed.
type Filled struct {
	Field  evidence.Field
	Digest string
}

// TicketShow is the page of one ticket: the receipt just after filing, the conversation later.
type TicketShow struct {
	Site         Site
	Conversation models.Conversation
	Receipt      bool      // just filed from this browser: show the stub large
	ReplyBy      time.Time // when staff have promised a first answer
	FormID       uuid.UUID // one-time id of the answer form
	Answer       string    // text typed so far
	Problems     []models.Problem
	Notice       string
	Mailed       bool // the reader came by the mailed link
	MailToFiles  bool // letters are written to files, no server is set
}

// Find is GET /find and its answer.
type Find struct {
	Site      Site
	Reference string // as typed
	Email     string
	Problems  []models.Problem
	Sent      bool // the answer, alike for a match and for none
	Missing   bool // the reader was sent here because a ticket's page did not open for them
}

// NotMe is the page behind a letter's "I did not ask for this".
type NotMe struct {
	Site    Site
	Action  string // where the button posts to
	Blocked bool   // the address gets no mail, as things stand
	Done    bool   // the reader has just changed that
}

// Failure is every error page.
type Failure struct {
	Site      Site
	Status    int    // HTTP status code
	Title     string // what happened, in a few words
	Sentence  string // what it means and what to do
	ErrorUUID string // also in the log
	Unsent    *Unsent
	Desk      bool // it answers a page of staff
}

// Unsent is a message that could not be sent, with the form to send it again.
type Unsent struct {
	Action string // where the form posts to
	FormID uuid.UUID
	Body   string       // redacted
	Writer string       // CaseShow.Writer of a page of staff, empty for a requester's
	Seen   int64        // the last event that a page of staff showed, 0 for a requester's
	Then   models.State // where the ticket goes with a reply of staff, empty for others
}
