package templates

import (
	"time"

	"github.com/google/uuid"

	"docket/evidence"
	"docket/models"
)

// Frame is what every page of staff shows beside its content.
type Frame struct {
	Site   Site
	Reader models.Account // who is signed in
	Search string         // what stands in the search box
	Held   *models.Hold   // no letter leaves; nil: they go
	Failed int            // letters given up that nobody has seen to, up to models.MostCounted and one more
	Notice string         // what has just been done, empty for nothing
}

// SignIn is GET /admin/login, and the answer of a change whose session had ended.
type SignIn struct {
	Site     Site
	Email    string
	Next     string // path to go to afterwards, empty for the queue
	Problems []models.Problem
	Notice   string // why the page is shown, such as an ended session
	Kept     *KeptText
	Setup    bool // there is no account yet: the console shows the set-up link
}

// KeptText is what somebody had written when their session ended.
type KeptText struct {
	Reference models.Reference
	Texts     []string // that could not be kept, redacted; none: they are drafts of the account that wrote them
	Why       string   // they could not
}

// SetUp is the page of the one-time set-up link: the first account.
type SetUp struct {
	Site     Site
	Key      string
	Name     string
	Email    string
	Problems []models.Problem
}

// AccountShow is GET /admin/account: password, sessions, preferences of the reader.
type AccountShow struct {
	Frame    Frame
	Sessions []models.Session
	Current  uuid.UUID // the session of this browser
	Problems []models.Problem
}

// StaffList is GET /admin/staff.
type StaffList struct {
	Frame    Frame
	Accounts []models.Account
	Name     string // of the form to add one, as typed
	Email    string
	Role     models.Role
	Problems []models.Problem
	Fresh    *FreshPassword // shown once
}

// FreshPassword is a new account's first password; it is shown once and kept nowhere.
type FreshPassword struct{ Email, Password string }

// QueueShow is GET /admin.
type QueueShow struct {
	Frame  Frame
	Filter models.QueueFilter
	Page   models.QueuePage
	Counts models.QueueCounts
	Staff  []models.Account // for the filter by assignee
	Found  []models.Ticket  // the text is an identifier, and several tickets have it
}

// CaseShow is GET /admin/tickets/{reference}.
type CaseShow struct {
	Frame       Frame
	Case        models.Case
	Request     *evidence.Request  // as read from the papers, nil when it can't be
	Response    *evidence.Response // the same
	Findings    []evidence.Finding // what the evidence tells, as things stand today
	Writer      string             // says in the forms whom the page is shown to
	ReplyID     uuid.UUID          // one-time id of the reply form
	NoteID      uuid.UUID          // one-time id of the note form
	Reply       string             // text in the reply box, redacted
	Then        models.State       // chosen with the reply
	Note        string
	Picked      Picked           // in a refused form
	Reason      string           // typed into the priority form when it was refused
	Problems    []models.Problem // fields: "body", "note", "reason", "state", "priority", "assignee"
	Changed     *models.Changed  // somebody else was first
	ReplyBy     time.Time        // when a first answer is promised, zero when given or passed
	Late        bool             // the promise has been missed
	MailToFiles bool
	Added       Turned // what the reader has just added, which the notice stands with; empty for nothing
}

// Picked is what somebody chose in a small form of a case, by its value.
type Picked struct {
	Field evidence.Field // empty: there was no such form
	Value string
}

// LettersShow is GET /admin/letters.
type LettersShow struct {
	Frame  Frame
	Filter models.LetterFilter
	Page   models.LetterPage
	Files  bool // letters are written as files and can be read here
}

// LetterShow is GET /admin/letters/{id}: one letter, with its text where it was written as a file.
type LetterShow struct {
	Frame Frame
	Row   models.LetterRow
	Text  string // the mail as it was written, ticket keys cut; empty when there is no file
}

// GoOn is the page between another site's link and a page of staff: the browser does not send
// the cookie of a strict session along with a link from elsewhere, only with ours.
type GoOn struct {
	Site Site
	Path string // where to
}
