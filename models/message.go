package models

import (
	"time"

	"github.com/google/uuid"

	"docket/evidence"
)

// Author says on whose side somebody is.
type Author string

// The sides of a conversation, and the program itself.
const (
	Requester Author = "requester"
	Staff     Author = "staff"
	System    Author = "system"
)

// Message is one turn of the conversation that requester and staff both see.
type Message struct {
	ID         uuid.UUID `gorm:"primaryKey"` // UUIDv7: ids sort by time
	TicketID   uuid.UUID
	FormID     uuid.UUID // one-time id of the form that sent it
	Author     Author
	AuthorID   *uuid.UUID // the member of staff, nil for others
	AuthorName evidence.Clean
	Body       evidence.Clean
	CreatedAt  time.Time
}

// Event is one line of a ticket's history. Events are only ever added; the growing id orders
// them and is the position in the change feed.
type Event struct {
	ID       int64 `gorm:"primaryKey"`
	TicketID uuid.UUID
	Kind     string // "filed", "message", "note", "state", "priority", "assignee", "read", "letter", "confirmed", "revoked", "unblocked"
	Actor    Author
	ActorID  *uuid.UUID     // the member of staff, nil for others
	Channel  string         // "browser", "api", "mail", "program"
	From     string         `gorm:"column:from_value"`
	To       string         `gorm:"column:to_value"`
	Reason   evidence.Clean // given by the actor, empty for none
	At       time.Time
}
