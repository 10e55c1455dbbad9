package templates

import (
	"strconv"
	"strings"
	"time"

	"docket/evidence"
	"docket/models"
)

// count writes a number with its noun: "1 call", "3 calls".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// listed joins words as people do: "a, b and c".
func listed(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// impactWords say in plain words how much is stuck.
var impactWords = map[models.Impact]string{
	models.Question:   "Just a question",
	models.OneOrder:   "One order is stuck",
	models.ManyOrders: "Many orders are stuck",
	models.AllOrders:  "Every order is stuck",
}

// noResponseWords say in plain words why no response came.
var noResponseWords = map[string]string{
	evidence.Timeout:           "No: it timed out",
	evidence.ConnectionRefused: "No: the connection was refused",
	evidence.TLS:               "No: the TLS handshake failed",
	evidence.DNS:               "No: the host name was not found",
	evidence.OtherFailure:      "No, for another reason",
}

// Turn says where a ticket stands, for its requester.
type Turn struct {
	State    models.State
	Words    string // whose turn it is: "Waiting for you"
	Sentence string // what that means
}

// turnOf says whose turn it is.
func turnOf(t models.Ticket) Turn {
	turn := Turn{State: t.State}
	switch t.State {
	case models.New:
		turn.Words, turn.Sentence = "Waiting for us", "Your ticket is in the queue. You need do nothing now."
	case models.Open:
		turn.Words, turn.Sentence = "We are on it", "Somebody is looking at your ticket. You need do nothing now."
	case models.WaitingRequester:
		turn.Words, turn.Sentence = "Waiting for you", "We have asked you something and go on when you answer."
	case models.WaitingSupplier:
		turn.Words, turn.Sentence = "Waiting for the supplier", "We have asked "+orWords(t.Supplier, "the supplier")+". You need do nothing now."
	case models.Resolved:
		turn.Words, turn.Sentence = "Resolved", "If it is not, write an answer: that opens the ticket again."
	case models.Closed:
		turn.Words, turn.Sentence = "Closed", "Writing an answer opens the ticket again."
	default:
		turn.Words = string(t.State)
	}
	return turn
}

func orWords(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// letterWords say what has become of the confirmation.
func letterWords(p TicketShow) string {
	to, letter := p.Conversation.Ticket.Email, p.Conversation.Letter
	switch {
	case p.Conversation.Address.BlockedAt != nil:
		return "We do not write to " + to + ": its owner has asked us not to. Keep this page."
	case letter == nil:
		return "No confirmation is sent for this ticket. Keep this page."
	case letter.ReplyText == models.TooManyLetters:
		return "No confirmation goes to " + to + ": too many letters have been asked for to that address. Keep this page; the ticket itself is safe."
	case letter.State == models.LetterQueued && letter.PlannedAt.After(letter.CreatedAt):
		return "The confirmation to " + to + " waits its turn, because many letters have been asked for. It leaves within a day. Keep this page."
	case p.MailToFiles:
		return "The confirmation to " + to + " was written to a file: this installation sends no mail. Keep this page."
	}
	switch letter.State {
	case models.LetterSent:
		return "The confirmation has gone to " + to + ", with a link to this page."
	case models.LetterDelayed:
		return "The mail server for " + to + " has not taken the confirmation yet. We keep trying for five days."
	case models.LetterGivenUp:
		return "The confirmation could not be delivered to " + to + ". Keep this page; the ticket itself is safe."
	}
	return "A confirmation to " + to + " is about to leave, with a link to this page."
}

// secretWords name the kinds of secrets, one and many.
var secretWords = map[string][2]string{
	"hidden":        {"text chosen by you", "texts chosen by you"},
	"authorization": {"authorization header", "authorization headers"},
	"bearer":        {"bearer token", "bearer tokens"},
	"basic":         {"user name with password", "user names with passwords"},
	"cookie":        {"cookie", "cookies"},
	"jwt":           {"signed token", "signed tokens"},
	"password":      {"password", "passwords"},
	"key":           {"key", "keys"},
	"api_key":       {"API key", "API keys"},
	"private_key":   {"private key", "private keys"},
	"pem":           {"private key", "private keys"},
	"secret":        {"secret", "secrets"},
	"token":         {"token", "tokens"},
	"url":           {"password in an address", "passwords in addresses"},
	"userinfo":      {"password in an address", "passwords in addresses"},
}

// hiddenWords count the secrets that were replaced: "2 secrets hidden: 1 bearer token, 1 cookie".
func hiddenWords(redactions []evidence.Redaction) string {
	total, kinds := 0, make([]string, 0, len(redactions))
	for _, r := range redactions {
		total += r.Count
		words, ok := secretWords[r.Kind]
		if !ok {
			kind := strings.NewReplacer("_", " ", "-", " ").Replace(r.Kind)
			words = [2]string{kind, kind + " values"}
		}
		kinds = append(kinds, count(r.Count, words[0], words[1]))
	}
	if total == 0 {
		return "Nothing in it looked like a secret"
	}
	return count(total, "secret", "secrets") + " hidden: " + strings.Join(kinds, ", ")
}

// Moment is an instant as a reader sees it.
type Moment struct {
	At      time.Time
	Zone    *time.Location // the reader's, UTC when nil
	Minutes bool           // seconds are of no interest
}

// words write the instant in the reader's zone, with the offset.
func (m Moment) words() string {
	zone := m.Zone
	if zone == nil {
		zone = time.UTC
	}
	at, clock := m.At.In(zone), "15:04:05"
	if m.Minutes {
		clock = "15:04"
	}
	if _, offset := at.Zone(); offset == 0 {
		return at.Format("2 Jan 2006, "+clock) + " UTC"
	}
	return at.Format("2 Jan 2006, " + clock + " (UTC-07:00)")
}

// grain tells the script how fine the instant is.
func (m Moment) grain() string {
	if m.Minutes {
		return "minutes"
	}
	return "seconds"
}

// exact writes the instant in UTC (RFC 3339).
func (m Moment) exact() string { return m.At.UTC().Format("2006-01-02T15:04:05.999Z07:00") }
