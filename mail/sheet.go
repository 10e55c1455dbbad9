package mail

import (
	"bytes"
	"cmp"
	_ "embed"
	htmltemplate "html/template"
	"strings"
	texttemplate "text/template"
	"unicode"

	"docket/models"
)

// sheet is a letter in words, before it is set as text and as HTML.
type sheet struct {
	Subject      string
	Title        string   // what this letter is
	Opening      []string // leads up to the reference
	Reference    string   // the one clear number
	Stands       string   // where the ticket stands and whose turn it is
	Quote        string   // a message in full; only if confirmed
	QuoteBy      string   // who wrote it
	Facts        []fact   // only if confirmed
	Action       action   // what to do with the ticket; zero in the last letter
	Next         []string // what happens next, and by when
	Withheld     string   // why the letter says so little; empty when it doesn't
	NotMe        action   // how to get no more letters
	NotMeTitle   string   // "I did not ask for this", unless the letter is to staff
	Organisation string
	BaseURL      string
}

// fact is one line of what was filed.
type fact struct{ Label, Value string }

// action is a link with the words that lead to it.
type action struct{ Words, Link string }

// carry adds what people wrote. Its caller has made sure that the reader asked for it (Post.Confirmed).
func (s *sheet) carry(post models.Post) {
	s.Withheld = ""
	switch {
	case post.Letter.Kind == models.LetterReceived:
		s.Facts = facts(post.Ticket)
	case post.Letter.Kind == models.LetterReply && post.Message != nil:
		s.Quote = strings.TrimSpace(plain(post.Message.Body.String()))
		s.QuoteBy = oneLine(post.Message.AuthorName.String())
		s.Facts = []fact{{"Environment", environment(post.Ticket.Environment)}, {"Your report", oneLine(post.Ticket.Summary.String())}}
	case post.Letter.Kind == models.LetterAnswered && post.Message != nil:
		s.Quote = strings.TrimSpace(plain(post.Message.Body.String()))
		s.QuoteBy = cmp.Or(oneLine(post.Ticket.Name.String()), post.Ticket.Email)
		s.Facts = facts(post.Ticket)
	}
	s.Facts = withoutEmpty(s.Facts)
}

// facts lists what finds the call in the gateway's audit log. All of it was redacted before
// it was stored.
func facts(t models.Ticket) []fact {
	return []fact{
		{"Environment", environment(t.Environment)},
		{"Summary", oneLine(t.Summary.String())},
		{"X-Request-ID", oneLine(t.RequestID)},
		{"X-Conversation-ID", oneLine(t.ConversationID)},
		{"Order", oneLine(t.OrderID)},
		{"Error code", oneLine(t.ErrorCode)},
	}
}

func withoutEmpty(all []fact) []fact {
	var kept []fact
	for _, f := range all {
		if f.Value != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

// environment says in words which environment a ticket is about.
func environment(name string) string {
	switch name {
	case models.Production:
		return "PRODUCTION (live orders)"
	case models.CVT:
		return "CVT (the test environment)"
	}
	return oneLine(name)
}

// oneLine folds every run of white space into one space, so that a value can't look like
// several lines of the letter.
func oneLine(text string) string { return strings.Join(strings.Fields(plain(text)), " ") }

// plain drops control characters other than line ends and tabs, and the marks that reverse
// the direction of the text after them.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\u2028' || r == '\u2029':
			return '\n'
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
}

// quoted marks every line of a text as somebody else's.
func quoted(text string) string { return "> " + strings.ReplaceAll(text, "\n", "\n> ") }

//go:embed letter.txt
var textSource string

//go:embed letter.html
var htmlSource string

var (
	textLetter = texttemplate.Must(texttemplate.New("letter.txt").
			Funcs(texttemplate.FuncMap{"quoted": quoted, "wrap": wrap}).Parse(textSource))
	htmlLetter = htmltemplate.Must(htmltemplate.New("letter.html").Parse(htmlSource))
)

// set renders the letter as text and as HTML.
func (s sheet) set() (text, html string, err error) {
	var t, h bytes.Buffer
	if err := textLetter.Execute(&t, s); err != nil {
		return "", "", err
	}
	if err := htmlLetter.Execute(&h, s); err != nil {
		return "", "", err
	}
	return t.String(), h.String(), nil
}

// lineLength is where our own words are wrapped, in characters: they stay under the 78 of
// RFC 5322 §2.1.1 when quoted.
const lineLength = 72

// wrap breaks our own words into lines. A word that is longer, such as a link, stays whole.
func wrap(text string) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		length := len([]rune(word))
		switch {
		case i == 0:
		case column+1+length > lineLength:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += length
	}
	return b.String()
}
