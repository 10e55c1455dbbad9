package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"time"

	gomail "github.com/wneessen/go-mail"

	"docket/models"
)

// Transport hands letters on. When Send returns without an error, the letter is on stable
// storage here or the next server answers for it (RFC 5321 §6.1).
type Transport interface {
	// Send hands on one letter. Its error is a Fault where more is known than that it failed.
	// When ctx ends, Send breaks off: whether the letter has gone is then not known.
	Send(ctx context.Context, msg *gomail.Msg, env Envelope) (models.ServerReply, error)
	// Close ends what is open. A letter being sent is broken off.
	Close() error
}

// Envelope is what a transport needs to know of a letter beside its text.
type Envelope struct {
	From netmail.Address // where bounces go
	To   netmail.Address
	File string // file name, the same for every try of a letter and no other
}

// envelope addresses a letter. Compose has accepted it before.
func (h Letterhead) envelope(post models.Post) (Envelope, error) {
	to, err := reparse(post.Letter.To)
	if err != nil {
		return Envelope{}, err
	}
	from := netmail.Address{Address: h.From.Address}
	return Envelope{From: from, To: *to, File: fileName(h.Prefix, post)}, nil
}

// fileName is "<time>-<reference>-<kind>-<id>.eml": time and kind for the reader, and the
// random end of the letter's id, because two replies can be queued in one second.
func fileName(prefix string, post models.Post) string {
	id := post.Letter.ID.String()
	return post.Letter.CreatedAt.UTC().Format("20060102T150405Z") + "-" + post.Ticket.Reference.Format(prefix) +
		"-" + string(post.Letter.Kind) + "-" + id[len(id)-12:] + ".eml"
}

// Fault says why a letter was not taken.
type Fault struct {
	Step  string             // what was being done: "connect", "STARTTLS", "RCPT TO" …
	Reply models.ServerReply // the server's, zero when it gave none
	Final bool               // the same letter will be refused again
	Down  bool               // nothing to do with this letter: no letter gets through now
	Cause error              // nil when the reply says it all; may hold the server's words
}

func (f *Fault) Error() string {
	if f.Reply.Code != 0 {
		return fmt.Sprintf("%s: %d %s", f.Step, f.Reply.Code, f.Reply.Text)
	}
	return fmt.Sprintf("%s: %v", f.Step, f.Cause)
}

func (f *Fault) Unwrap() error { return f.Cause }

// Options tune a transport. The zero value is right for production.
type Options struct {
	// Connections is how many letters may be on their way at once, at most 4. The default is
	// 1, because then at most one letter can be sent twice by a crash: the one whose
	// acceptance could not be noted.
	Connections int
	// Name is how we introduce ourselves to a server (RFC 5321 §4.1.1.1). Empty: the name of
	// this machine.
	Name string
	// Step is the longest wait for one answer of a server, 0: 20 s. The wait for the answer
	// to a whole letter is bounded by conversation alone.
	Step time.Duration
	// Idle is how long an unused connection is kept, 0: 30 s.
	Idle time.Duration
}

// OpenTransport opens the transport to a mail server ("smtp://", "smtps://"), or, for an empty
// address, to a folder, which it makes. It does not connect yet. No error holds the password.
func OpenTransport(address, dir string, opt Options) (Transport, error) {
	if address == "" {
		return openDirectory(dir)
	}
	relay, err := parseRelay(address)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return newPool(relay, opt), nil
}

// render writes a message out before anything is sent, so that a letter that can't be written
// never leaves half of itself at a server.
func render(msg *gomail.Msg) ([]byte, error) {
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, &Fault{Step: "write", Final: true, Cause: errors.New("the letter could not be written")}
	}
	return b.Bytes(), nil
}
