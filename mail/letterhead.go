package mail

import (
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"docket/models"
)

// Letterhead is what all letters of an installation share.
type Letterhead struct {
	Organisation string          // whose support this is: "Fibre Cafe"
	BaseURL      string          // address of the pages, without a slash at its end
	From         netmail.Address // the sender; bounces come back to it
	Prefix       string          // of references: "FC"

	ReplyBy    func(models.Ticket) time.Time // when staff have promised a first answer; nil, or a zero time: no promise
	TicketLink func(models.Ticket) string    // opens the ticket: it carries the key that goes by mail
	NotMeLink  func(models.Letter) string    // the page behind "I did not ask for this"
}

// Check names what is wrong with the letterhead. What it lets pass can't make every letter
// fail, so that a fault found later is the fault of one letter.
func (h Letterhead) Check() error {
	if h.TicketLink == nil || h.NotMeLink == nil {
		return errors.New("letterhead: the links are missing")
	}
	if u, err := url.Parse(h.BaseURL); err != nil || u.Host == "" || strings.HasSuffix(h.BaseURL, "/") {
		return errors.New("letterhead: the address of the pages is not one")
	}
	if _, err := reparse(h.From.Address); err != nil {
		return fmt.Errorf("letterhead: sender: %w", err)
	}
	for field, value := range map[string]string{"sender's name": h.From.Name, "organisation": h.Organisation, "prefix": h.Prefix} {
		if err := refuseControls(field, value); err != nil {
			return fmt.Errorf("letterhead: %w", err)
		}
	}
	return nil
}

// Compose writes a letter: a text part and an HTML part that say the same. An error is final,
// because the same letter would fail again.
func (h Letterhead) Compose(post models.Post) (*gomail.Msg, error) {
	sheet, err := h.sheet(post)
	if err != nil {
		return nil, err
	}
	msg, err := h.address(post.Letter, sheet.Subject)
	if err != nil {
		return nil, err
	}
	if err := thread(msg, post); err != nil {
		return nil, err
	}
	text, html, err := sheet.set()
	if err != nil {
		return nil, err
	}
	msg.SetBodyString(gomail.TypeTextPlain, text)
	msg.AddAlternativeString(gomail.TypeTextHTML, html)
	return msg, nil
}

// address makes a message with the header fields that don't depend on its words.
func (h Letterhead) address(letter models.Letter, subject string) (*gomail.Msg, error) {
	to, err := reparse(letter.To)
	if err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	for field, value := range map[string]string{"subject": subject, "sender's name": h.From.Name, "sender": h.From.Address} {
		if err := refuseControls(field, value); err != nil {
			return nil, err
		}
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&netmail.Address{Name: h.From.Name, Address: h.From.Address})
	msg.ToMailAddress(to)
	msg.Subject(subject)
	msg.SetDateWithValue(letter.CreatedAt.UTC())
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834 §5: no robot answers it
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")  // the same for Exchange, MS-OXCMAIL §2.2.3.2.14
	return msg, nil
}

// thread names the letter, and the letter that its thread began with (RFC 5322 §3.6.4).
func thread(msg *gomail.Msg, post models.Post) error {
	if err := checkMessageID(post.Letter.HeaderID); err != nil {
		return err
	}
	msg.SetMessageIDWithValue(post.Letter.HeaderID)
	if post.Root == "" || post.Root == post.Letter.HeaderID {
		return nil
	}
	if err := checkMessageID(post.Root); err != nil {
		return fmt.Errorf("thread: %w", err)
	}
	msg.SetGenHeader(gomail.HeaderReferences, "<"+post.Root+">")
	msg.SetGenHeader(gomail.HeaderInReplyTo, "<"+post.Root+">")
	return nil
}

// reparse reads one address and keeps only its addr-spec, so that what goes out was written
// by us from parsed parts, whatever came in.
func reparse(address string) (*netmail.Address, error) {
	if err := refuseControls("address", address); err != nil {
		return nil, err
	}
	parsed, err := netmail.ParseAddress(address)
	if err != nil {
		return nil, errors.New("not one mail address") // the cause would quote the address
	}
	return &netmail.Address{Address: parsed.Address}, nil
}

// checkMessageID refuses what would not stay one msg-id between "<" and ">".
func checkMessageID(id string) error {
	local, domain, ok := strings.Cut(id, "@")
	odd := func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' || r == '@' }
	if !ok || local == "" || domain == "" || strings.ContainsFunc(local+domain, odd) {
		return errors.New("not a Message-ID")
	}
	return nil
}

// refuseControls refuses control characters, which could end a header field and begin another.
func refuseControls(field, value string) error {
	if strings.ContainsFunc(value, breaksLine) {
		return fmt.Errorf("%s: control characters are refused", field)
	}
	return nil
}

// breaksLine reports control characters and Unicode's own line and paragraph ends.
func breaksLine(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }
