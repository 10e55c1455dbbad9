package templates

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"docket/models"
)

// Age says how long ago something was, or in how long it will be, in the one unit that matters:
// "5 min", "3 h", "12 d", "in 25 min".
type Age struct {
	At, Now time.Time
	What    string // what was or will be then: "Waiting since"
	Ahead   bool   // it was to come: once past, it is due now
}

// words write the age.
func (a Age) words() string {
	d := a.Now.Sub(a.At)
	switch {
	case d <= -time.Minute:
		return "in " + span(-d)
	case a.Ahead:
		return "now"
	}
	return span(d)
}

func span(d time.Duration) string {
	switch d = max(d, 0); {
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d/time.Hour)) + " h"
	}
	return strconv.Itoa(int(d/(24*time.Hour))) + " d"
}

// exact writes the instant in UTC (RFC 3339).
func (a Age) exact() string { return Moment{At: a.At}.exact() }

// standsFor says in plain words whose turn it is, for staff.
func standsFor(s models.State) string {
	switch s {
	case models.New:
		return "New, waiting for us"
	case models.Open:
		return "Waiting for us"
	case models.WaitingRequester:
		return "Waiting for the requester"
	case models.WaitingSupplier:
		return "Waiting for the supplier"
	case models.Resolved:
		return "Resolved"
	case models.Closed:
		return "Closed"
	}
	return string(s)
}

// turnWords say the same where space is short, below the heading "Turn".
func turnWords(s models.State) string {
	switch s {
	case models.New:
		return "Ours, new"
	case models.Open:
		return "Ours"
	case models.WaitingRequester:
		return "Requester’s"
	case models.WaitingSupplier:
		return "Supplier’s"
	}
	return standsFor(s)
}

// waitingSince is since when the present turn waits.
func waitingSince(t models.Ticket) time.Time {
	if t.WaitingSince.IsZero() {
		return t.CreatedAt
	}
	return t.WaitingSince
}

// viewWords name the views of the queue.
var viewWords = map[models.View]string{
	models.ViewOurs: "Our turn", models.ViewNew: "New", models.ViewOpen: "Open",
	models.ViewSupplier: "Supplier’s turn", models.ViewAsked: "Requester’s turn",
	models.ViewResolved: "Resolved", models.ViewClosed: "Closed", models.ViewAll: "All",
}

// roleWords name what a role may do.
var roleWords = map[models.Role]string{
	models.RoleAgent: "Agent: tickets and letters",
	models.RoleLead:  "Lead: also holds all letters",
	models.RoleAdmin: "Admin: also manages accounts",
}

// many writes a count that stops at models.MostCounted: "12", "1,000+".
func many(n int) string {
	if n > models.MostCounted {
		return thousands(models.MostCounted) + "+"
	}
	return thousands(n)
}

func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	digits := strconv.Itoa(n % 1000)
	return strconv.Itoa(n/1000) + "," + strings.Repeat("0", 3-len(digits)) + digits
}

// kindWords say what a letter tells.
var kindWords = map[models.LetterKind]string{
	models.LetterReceived: "Confirmation",
	models.LetterReply:    "Reply",
	models.LetterLink:     "Fresh link",
	models.LetterBlocked:  "Last letter: no more mail",
	models.LetterAnswered: "To staff: the requester answered",
}

// letterStateWords say how far a letter has come. Files says that letters are written as files.
func letterStateWords(l models.Letter, files bool) string {
	switch l.State {
	case models.LetterQueued:
		if l.PlannedAt.After(l.CreatedAt) {
			return "Waits its turn"
		}
		return "About to leave"
	case models.LetterDelayed:
		return "Delayed"
	case models.LetterHeld:
		return "Held: may have gone already"
	case models.LetterSent:
		if files {
			return "Written as a file"
		}
		return "Sent"
	case models.LetterGivenUp:
		return "Given up"
	case models.LetterDropped:
		return "Not sent, by decision"
	}
	return string(l.State)
}

// letterTone is how bad the state of a letter is.
func letterTone(s models.LetterState) Tone {
	switch s {
	case models.LetterGivenUp:
		return Danger
	case models.LetterDelayed, models.LetterHeld:
		return Warning
	case models.LetterSent:
		return Success
	}
	return Plain
}

// because names what tickets share, by the words of Kin.Because.
var because = map[string]string{
	"request": "same X-Request-ID", "conversation": "same X-Conversation-ID",
	"order": "same order id", "error": "same error uuid",
}

// becauseWords join the reasons why tickets belong together.
func becauseWords(reasons []string) string {
	var words []string
	for _, reason := range reasons {
		words = append(words, orWords(because[reason], reason))
	}
	return listed(words)
}

// names finds accounts' names by their ids.
type names map[string]string

func namesOf(staff []models.Account) names {
	all := names{}
	for _, a := range staff {
		all[a.ID.String()] = a.Title()
	}
	return all
}

// title is the name behind an id, or the text itself when it is none.
func (n names) title(id string) string {
	if name := n[id]; name != "" {
		return name
	}
	if _, err := uuid.Parse(id); err == nil {
		return "somebody who has left"
	}
	return id
}
