// Package models holds the nouns of a help desk, their rules, and the only SQL.
package models

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/google/uuid"

	"docket/evidence"
)

// The environments of a gateway.
const (
	Production = "PRODUCTION"
	CVT        = "CVT"
)

// Impact says how much has stopped, in the requester's judgement.
type Impact string

// The impacts, from least to most.
const (
	Question   Impact = "question"
	OneOrder   Impact = "one_order"
	ManyOrders Impact = "many_orders"
	AllOrders  Impact = "all_orders"
)

// Impacts lists every impact, from least to most.
var Impacts = []Impact{Question, OneOrder, ManyOrders, AllOrders}

// Priority is how urgent a ticket is, 1 (P1) the most urgent to 4.
type Priority int

// PriorityOf derives the priority from environment and impact: CVT is a test environment,
// so nothing there outranks an order of a paying household.
func PriorityOf(environment string, impact Impact) Priority {
	urgency := map[Impact]Priority{AllOrders: 1, ManyOrders: 2, OneOrder: 3, Question: 4}
	p, ok := urgency[impact]
	if !ok {
		return 4
	}
	if environment == CVT {
		return min(p+2, 4)
	}
	return p
}

// String writes the priority as help desks do: "P1".
func (p Priority) String() string { return "P" + string(rune('0'+p)) }

// RankOf is the place of a ticket in the queue: the most urgent first and, at equal priority,
// PRODUCTION before CVT.
func RankOf(p Priority, environment string) int {
	if environment == CVT {
		return 2*int(p) + 1
	}
	return 2 * int(p)
}

// Ours reports whether it is staff's turn.
func (s State) Ours() bool { return s == New || s == Open }

// State says where a ticket stands and whose turn it is.
type State string

// The states of a ticket.
const (
	New              State = "new"
	Open             State = "open"
	WaitingRequester State = "waiting_requester"
	WaitingSupplier  State = "waiting_supplier"
	Resolved         State = "resolved"
	Closed           State = "closed"
)

// moves is the one table of allowed changes of state.
var moves = map[State][]State{
	New:              {Open, WaitingRequester, WaitingSupplier, Resolved, Closed},
	Open:             {WaitingRequester, WaitingSupplier, Resolved, Closed},
	WaitingRequester: {Open, WaitingSupplier, Resolved, Closed},
	WaitingSupplier:  {Open, WaitingRequester, Resolved, Closed},
	Resolved:         {Open, Closed},
	Closed:           {Open},
}

// May reports whether a ticket may go from one state to another.
func (s State) May(to State) bool {
	for _, allowed := range moves[s] {
		if allowed == to {
			return true
		}
	}
	return false
}

// Ticket is one report of a failed call, and its progress. The long texts live in Papers.
type Ticket struct {
	ID                uuid.UUID `gorm:"primaryKey"` // UUIDv7: ids sort by time of filing
	Reference         Reference
	SubmissionID      uuid.UUID // one-time id of the form that filed it
	ContentHash       string    // digest of the answers, tells a retry from an edited form
	KeyEpoch          int       // a new epoch closes every ticket key given out before
	Environment       string
	OrderID           string
	Tenant            string
	Supplier          string
	SupplierReference evidence.Clean
	OccurredAt        time.Time // UTC
	OccurredWritten   string    // the time as the requester wrote it
	RequestID         string
	ConversationID    string
	Method            string
	URL               evidence.Clean
	Status            int    // HTTP status code of the response, 0 without a response
	NoResponse        string // why none came, empty when one did
	ErrorUUID         string
	ErrorCode         string
	ErrorMessage      evidence.Clean
	Name              evidence.Clean
	Email             string // as written, one addr-spec (RFC 5322 §3.4.1)
	MailboxProved     bool   // the ticket is of somebody who reads mail at Email, so its letters may carry words
	Summary           evidence.Clean
	Impact            Impact
	Priority          Priority
	State             State
	QueueRank         int        // RankOf priority and environment
	WaitingSince      time.Time  // since when the present turn waits: our turn, since the requester's oldest unanswered words
	AssigneeID        *uuid.UUID // nil: nobody
	CreatedAt         time.Time
	UpdatedAt         time.Time
}

// Papers are the long texts of a ticket, kept apart so that a queue reads only short rows.
type Papers struct {
	TicketID       uuid.UUID `gorm:"primaryKey"`
	Description    evidence.Clean
	Request        evidence.Clean
	Response       evidence.Clean
	Evidence       evidence.Clean // as pasted, redacted, byte for byte
	EvidenceSHA256 string         // of Evidence, lower-case hexadecimal; empty without evidence
	Redactions     int            // how many secrets were replaced in all texts
}

// Digest is the SHA-256 of a text in lower-case hexadecimal, empty for no text.
func Digest(text evidence.Clean) string {
	if text.IsZero() {
		return ""
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:])
}
