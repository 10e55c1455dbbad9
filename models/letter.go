package models

import (
	"strings"
	"time"

	"github.com/google/uuid"
)

// LetterKind says what a letter tells.
type LetterKind string

// The letters.
const (
	LetterReceived LetterKind = "received" // your ticket is filed
	LetterReply    LetterKind = "reply"    // there is a new message
	LetterLink     LetterKind = "link"     // the fresh link you asked for
	LetterBlocked  LetterKind = "blocked"  // we will not write to this address again
	LetterAnswered LetterKind = "answered" // to staff: the requester has answered
)

// LetterState says how far a letter has come.
type LetterState string

// The states of a letter.
const (
	LetterQueued  LetterState = "queued"   // not tried yet
	LetterDelayed LetterState = "delayed"  // tried, will be tried again
	LetterHeld    LetterState = "held"     // may have gone already: a person decides (Restore)
	LetterSent    LetterState = "sent"     // the next server has taken it (RFC 5321 §6.1)
	LetterGivenUp LetterState = "given_up" // refused for good, or five days have passed
	LetterDropped LetterState = "dropped"  // staff decided that it does not go
)

// Cap says which caps a letter counts against. Letters of one Cap never wait for another's.
type Cap string

// The caps.
const (
	CapNone     Cap = "none"     // it never goes, or is the last one to its address
	CapUnproved Cap = "unproved" // nobody has shown that its reader has asked for it
	CapProved   Cap = "proved"   // staff wrote it, or it is of a proved ticket (Ticket.MailboxProved)
	CapStaff    Cap = "staff"    // it goes to staff
)

// Letter is one mail to one person, written in the transaction of the change it tells of.
type Letter struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	TicketID  uuid.UUID
	MessageID *uuid.UUID // the conversation's message that it carries, nil for none
	AccountID *uuid.UUID // the member of staff that it goes to, nil: to the requester
	Kind      LetterKind
	To        string `gorm:"column:to_address"`
	Mailbox   string // the normalised address, for caps and blocks
	Cap       Cap
	HeaderID  string // Message-ID without angle brackets (RFC 5322 §3.6.4), fixed for every try
	State     LetterState
	Attempts  int
	PlannedAt time.Time  // when the caps let it go; what they count
	DueAt     time.Time  // not to be tried before
	TakenAt   *time.Time // since when a courier has it in hand, nil: nobody has
	ReplyCode int        // the server's last reply code (RFC 5321 §4.2), 0 for none
	ReplyText string     // the server's last words
	CreatedAt time.Time
	SentAt    *time.Time
}

// Address is what is known of somebody's mailbox.
type Address struct {
	Mailbox   string     `gorm:"primaryKey"` // normalised
	BlockedAt *time.Time // its owner has asked for no more mail
}

// MailboxOf normalises an address, so that spellings of one mailbox count as one for caps and
// blocks: lower case, without a "+tag" in the local part, and at Gmail without dots, which
// delivers them all to one. It is no address to write to.
func MailboxOf(address string) string {
	address = strings.ToLower(strings.TrimSpace(address))
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address
	}
	local, domain := address[:at], strings.TrimSuffix(address[at+1:], ".")
	if tag := strings.IndexByte(local, '+'); tag > 0 {
		local = local[:tag]
	}
	if domain == "gmail.com" || domain == "googlemail.com" {
		local, domain = strings.ReplaceAll(local, ".", ""), "gmail.com"
	}
	return local + "@" + domain
}
