package models

import (
	"time"

	"github.com/google/uuid"

	"docket/evidence"
)

// Note is what staff tell one another about a ticket. It is a type and a table of its own: what
// takes a Message, such as a Letter or a requester's page, can't be given one.
type Note struct {
	ID        uuid.UUID `gorm:"primaryKey"` // UUIDv7: ids sort by time
	TicketID  uuid.UUID
	FormID    uuid.UUID // one-time id of the form that sent it
	AuthorID  uuid.UUID
	Body      evidence.Clean
	CreatedAt time.Time
}

// DraftKind says what a draft is going to be.
type DraftKind string

// The kinds of drafts.
const (
	DraftReply DraftKind = "reply"
	DraftNote  DraftKind = "note"
)

// Draft is what a member of staff has written on a ticket and not sent.
type Draft struct {
	AccountID uuid.UUID `gorm:"primaryKey"`
	TicketID  uuid.UUID `gorm:"primaryKey"`
	Kind      DraftKind `gorm:"primaryKey"`
	Body      evidence.Clean
	UpdatedAt time.Time
}

// Case is everything that staff see of a ticket.
type Case struct {
	Ticket   Ticket
	Papers   Papers
	Assignee *Account  // nil: nobody
	Address  Address   // what is known of the requester's mailbox
	Entries  []Entry   // the conversation, the notes and the history, oldest first
	Letters  []Letter  // newest first
	Kin      []Kin     // other tickets of the same call, journey, order or error, newest first, at most MostKin
	MoreKin  bool      // there are more than that
	Drafts   []Draft   // of the reader
	Staff    []Account // everybody who may be an assignee, by name
	People   []Account // everybody on the staff, disabled ones too, by name
	Seen     int64     // id of the last event that the page shows: what a change is compared with
}

// MostKin is the most related tickets that a case lists.
const MostKin = 50

// Entry is one line of a case: exactly one of Message, Note and Event is set.
type Entry struct {
	Message *Message
	Note    *Note
	Event   *Event
	Who     string // name of the member of staff who did it, empty for others
	At      time.Time
}

// Kin is a ticket that shares an identifier with another one.
type Kin struct {
	Ticket  Ticket
	Because []string // of "request", "conversation", "order", "error"
}

// Reply is a message of staff to be sent.
type Reply struct {
	FormID uuid.UUID
	Seen   int64 // Case.Seen of the page that it was written on
	Body   evidence.Clean
	Then   State // where the ticket goes with it: WaitingRequester when empty
}

// Changed says that somebody else has changed the ticket since the page was read. Nothing was written.
type Changed struct {
	Since []Entry // what has happened, oldest first
	Seen  int64   // to be sent when it is to be done all the same
}

func (Changed) Error() string { return "the ticket has changed meanwhile" }

// View names a choice of states in the queue.
type View string

// The views.
const (
	ViewOurs     View = "ours" // new and open: our turn; the view without a name
	ViewNew      View = "new"
	ViewOpen     View = "open"
	ViewSupplier View = "waiting_supplier"
	ViewAsked    View = "waiting_requester"
	ViewResolved View = "resolved"
	ViewClosed   View = "closed"
	ViewAll      View = "all"
)

// Views lists every view in the order of the page.
var Views = []View{ViewOurs, ViewNew, ViewOpen, ViewSupplier, ViewAsked, ViewResolved, ViewClosed, ViewAll}

// QueueFilter says which tickets of the queue are wanted. The zero filter is ViewOurs.
type QueueFilter struct {
	View        View
	Environment string // empty: both
	Tenant      string
	Supplier    string
	Priority    Priority  // 0: all
	Assignee    uuid.UUID // uuid.Nil: whoever
	Unassigned  bool      // nobody's alone
	Text        string    // words that the ticket has; the newest hits first
	After       string    // QueuePage.Next of the page before, or
	Before      string    // QueuePage.Previous of the page after
}

// QueuePage is one page of the queue.
type QueuePage struct {
	Rows     []QueueRow
	Next     string // QueueFilter.After of the next page, empty at the end
	Previous string // QueueFilter.Before of the page before, empty on the first
	Latest   Mark   // the events that there were: what News counts from
	Capped   bool   // a search ends here because it looks at the newest hits only: there are older ones
}

// QueueLength is how many tickets a page of the queue holds.
const QueueLength = 50

// QueueRow is one ticket in the queue.
type QueueRow struct {
	Ticket       Ticket // what a row shows: reference, environment, codes, answer, summary, priority, state, turn, assignee
	Assignee     string // name, empty for nobody
	LetterFailed bool   // a letter of the ticket was given up, and nobody has seen to it
}

// QueueCounts says how many tickets each view holds, counted up to MostCounted and one more.
type QueueCounts map[View]int

// MostCounted is where counting stops being worth its time.
const MostCounted = 1000

// LetterFilter says which letters are wanted.
type LetterFilter struct {
	State  LetterState // empty: all
	After  string      // LetterPage.Next of the page before, or
	Before string      // LetterPage.Previous of the page after
}

// LetterPage is one page of letters, newest first.
type LetterPage struct {
	Rows     []LetterRow
	Next     string              // LetterFilter.After of the next page, empty at the end
	Previous string              // LetterFilter.Before of the page before, empty on the first
	Counts   map[LetterState]int // up to MostCounted and one more
	Hold     *Hold               // nil: letters go
}

// LetterRow is one letter with what it belongs to.
type LetterRow struct {
	Letter    Letter
	Reference Reference
	Summary   evidence.Clean
}

// Hold says that no letter leaves until somebody lets them go.
type Hold struct {
	Since time.Time
	By    string // name, empty when the program did it
}
