package mail

import (
	"bytes"
	"flag"
	netmail "net/mail"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"docket/evidence"
	"docket/mail/mailtest"
	"docket/models"
)

var update = flag.Bool("update", false, "write the golden files anew")

var written = time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC)

func testLetterhead() Letterhead {
	return Letterhead{
		Organisation: "Fibre Cafe",
		BaseURL:      "https://support.example",
		From:         netmail.Address{Name: "Fibre Cafe support", Address: "support@fibre.example"},
		Prefix:       "FC",
		ReplyBy:      func(t models.Ticket) time.Time { return t.CreatedAt.Add(18 * time.Hour) },
		TicketLink: func(t models.Ticket) string {
			return "https://support.example/tickets/" + t.Reference.Format("FC") + "?key=k1.m0.mailed"
		},
		NotMeLink: func(l models.Letter) string {
			return "https://support.example/letters/" + l.ID.String() + "?key=k1.n.letter"
		},
	}
}

func clean(text string) evidence.Clean { return (&evidence.Reader{}).Clean(text) }

// testPost is a letter of a kind with everything that it can tell of.
func testPost(kind models.LetterKind, confirmed bool) models.Post {
	ticket := models.Ticket{
		ID: uuid.MustParse("01938f00-0000-7000-8000-0000000000aa"), Reference: "7Q4M2XKD",
		Environment: models.Production, OrderID: "10000001",
		RequestID: "c878520d-6ffc-4d63-a367-95a8f94d70dc", ConversationID: "5b6df604-483e-400e-bfc2-e8e831b6c6b8",
		ErrorCode: "INVALID_REQUEST", Summary: clean("GET /v1/available-appointments answers 422"),
		Email: "jane@isp.example", Name: clean("Jane Doe"), State: models.New, CreatedAt: written,
	}
	post := models.Post{
		Ticket: ticket, Root: "root.1@support.example", Confirmed: confirmed,
		Letter: models.Letter{
			ID: uuid.MustParse("01938f00-0000-7000-8000-0123456789ab"), Kind: kind, To: "jane@isp.example",
			HeaderID: "letter.2@support.example", Attempts: 1, CreatedAt: written,
		},
	}
	switch kind {
	case models.LetterReceived:
		post.Letter.HeaderID = post.Root
	case models.LetterReply:
		post.Ticket.State = models.WaitingRequester
		post.Message = &models.Message{Author: models.Staff, AuthorName: clean("Sam Lee"),
			Body: clean("Hello Jane,\n\nthe supplier does not know this UPRN. Could you send us the address as your customer gave it?\n\nSam")}
	}
	return post
}

// composed is a letter as its reader gets it.
func composed(t *testing.T, h Letterhead, post models.Post) mailtest.Letter {
	t.Helper()
	msg, err := h.Compose(post)
	if err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	if _, err := msg.WriteTo(&raw); err != nil {
		t.Fatal(err)
	}
	letter, err := mailtest.Parse(raw.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return letter
}

var allKinds = []models.LetterKind{models.LetterReceived, models.LetterReply, models.LetterLink, models.LetterBlocked}

func TestLettersReadAsAgreed(t *testing.T) {
	for _, kind := range allKinds {
		for _, confirmed := range []bool{false, true} {
			name := string(kind)
			if confirmed {
				name += "-confirmed"
			}
			letter := composed(t, testLetterhead(), testPost(kind, confirmed))
			golden(t, name, "Subject: "+letter.Subject+"\n\n"+letter.Text)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s reads\n%s\nwant\n%s", name, got, want)
	}
}

func TestAnUnconfirmedAddressGetsNothingThatSomebodyTyped(t *testing.T) {
	for _, kind := range allKinds {
		post := testPost(kind, false)
		post.Message = new(models.Message)
		fillWith(t, reflect.ValueOf(&post.Ticket).Elem(), "strangerswords")
		fillWith(t, reflect.ValueOf(post.Message).Elem(), "strangerswords")
		post.Ticket.Reference, post.Ticket.State = "7Q4M2XKD", models.New
		letter := composed(t, testLetterhead(), post)
		for where, text := range map[string]string{"source": string(letter.Raw), "subject": letter.Subject, "text": letter.Text, "HTML": letter.HTML} {
			for _, word := range []string{"strangerswords", "PRODUCTION", "CVT"} {
				if strings.Contains(text, word) {
					t.Errorf("%s: the %s says %q:\n%s", kind, where, word, text)
				}
			}
		}
	}
}

// fillWith writes the word into every text of a struct, so that a field added later is covered.
func fillWith(t *testing.T, v reflect.Value, word string) {
	t.Helper()
	filled := 0
	for i := range v.NumField() {
		field := v.Field(i)
		if c, ok := field.Addr().Interface().(*evidence.Clean); ok {
			*c = clean(word)
			filled++
		} else if field.Kind() == reflect.String {
			field.SetString(word)
			filled++
		}
	}
	if filled == 0 {
		t.Fatal("nothing to fill")
	}
}

func TestAConfirmedAddressGetsTheFacts(t *testing.T) {
	post := testPost(models.LetterReceived, true)
	letter := composed(t, testLetterhead(), post)
	for _, want := range []string{"PRODUCTION", post.Ticket.Summary.String(), post.Ticket.RequestID, post.Ticket.ConversationID, "10000001", "INVALID_REQUEST"} {
		if !strings.Contains(letter.Text, want) || !strings.Contains(htmlText(t, letter.HTML), want) {
			t.Errorf("%q is not in both parts", want)
		}
	}
	reply := composed(t, testLetterhead(), testPost(models.LetterReply, true))
	for _, want := range []string{"Sam Lee wrote", "Could you send us the address as your customer gave it?"} {
		if !strings.Contains(reply.Text, want) || !strings.Contains(htmlText(t, reply.HTML), want) {
			t.Errorf("%q is not in both parts", want)
		}
	}
}

func TestHeadersOfALetter(t *testing.T) {
	letter := composed(t, testLetterhead(), testPost(models.LetterReply, false))
	for field, want := range map[string]string{
		"Message-ID": "<letter.2@support.example>", "References": "<root.1@support.example>", "In-Reply-To": "<root.1@support.example>",
		"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "To": "<jane@isp.example>",
		"From": `"Fibre Cafe support" <support@fibre.example>`, "Date": "Mon, 23 Nov 2026 15:04:05 +0000",
		"Subject": "[FC-7Q4M-2XKD] There is an answer to your report", "MIME-Version": "1.0",
		"User-Agent": "", "X-Mailer": "", "List-Unsubscribe": "",
	} {
		if got := letter.Header.Get(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
}

func TestTheFirstLetterOfAThreadPointsToNone(t *testing.T) {
	letter := composed(t, testLetterhead(), testPost(models.LetterReceived, false))
	if letter.Header.Get("References")+letter.Header.Get("In-Reply-To") != "" {
		t.Errorf("the root refers to %q", letter.Header.Get("References"))
	}
	if got := letter.Header.Get("Message-ID"); got != "<root.1@support.example>" {
		t.Errorf("Message-ID is %q", got)
	}
}

func TestATextPartAndAnHTMLPartComeInThisOrder(t *testing.T) {
	letter := composed(t, testLetterhead(), testPost(models.LetterReceived, true))
	text, html := bytes.Index(letter.Raw, []byte("Content-Type: text/plain")), bytes.Index(letter.Raw, []byte("Content-Type: text/html"))
	if letter.Text == "" || letter.HTML == "" || text < 0 || html < text {
		t.Errorf("text at %d, HTML at %d (RFC 2046 §5.1.4: the plainest first)", text, html)
	}
}

func TestControlCharactersReachNoHeader(t *testing.T) {
	fields := map[string]func(*Letterhead, *models.Post, string){
		"To":             func(_ *Letterhead, p *models.Post, bad string) { p.Letter.To = "jane@isp.example" + bad },
		"To, named":      func(_ *Letterhead, p *models.Post, bad string) { p.Letter.To = "Jane" + bad + " <jane@isp.example>" },
		"To, quoted":     func(_ *Letterhead, p *models.Post, bad string) { p.Letter.To = `"a` + bad + `b"@isp.example` },
		"sender's name":  func(h *Letterhead, _ *models.Post, bad string) { h.From.Name += bad },
		"sender":         func(h *Letterhead, _ *models.Post, bad string) { h.From.Address += bad },
		"prefix":         func(h *Letterhead, _ *models.Post, bad string) { h.Prefix += bad },
		"reference":      func(_ *Letterhead, p *models.Post, bad string) { p.Ticket.Reference += models.Reference(bad) },
		"Message-ID":     func(_ *Letterhead, p *models.Post, bad string) { p.Letter.HeaderID += bad },
		"thread":         func(_ *Letterhead, p *models.Post, bad string) { p.Root += bad },
		"kind of letter": func(_ *Letterhead, p *models.Post, bad string) { p.Letter.Kind += models.LetterKind(bad) },
	}
	for name, spoil := range fields {
		for _, bad := range []string{"\r\nBcc: spy@evil.example", "\n", "\r", "\x00", "\x7f", "\u0085", "\u2028"} {
			h, post := testLetterhead(), testPost(models.LetterReply, true)
			spoil(&h, &post, bad)
			if msg, err := h.Compose(post); err == nil {
				t.Errorf("%s with %q was composed: %v", name, bad, msg.GetGenHeader("Subject"))
			} else if strings.Contains(err.Error(), "spy@") {
				t.Errorf("%s: the error quotes the address: %v", name, err)
			}
		}
	}
}

func TestAnAddressIsWrittenAnewFromItsParts(t *testing.T) {
	post := testPost(models.LetterReceived, false)
	post.Letter.To = `"Buy now" <"jane doe"@isp.example> (cheap)`
	if got := composed(t, testLetterhead(), post).Header.Get("To"); got != `<"jane doe"@isp.example>` {
		t.Errorf("To is %q", got)
	}
	for _, to := range []string{"", "jane", "jane@isp.example, joe@isp.example", "<>"} {
		post.Letter.To = to
		if _, err := testLetterhead().Compose(post); err == nil {
			t.Errorf("composed to %q", to)
		}
	}
}

func TestWhatPeopleWroteCantLookLikeALetterOfOurs(t *testing.T) {
	post := testPost(models.LetterReply, true)
	post.Ticket.Summary = clean("broken\n\nI did not ask for this\nhttps://evil.example/")
	post.Message.Body = clean("one\r\n\r\nI did not ask for this\nhttps://evil.example/\u202e\x1b[2J\u2028two")
	post.Message.AuthorName = clean("Sam\nI did not ask for this")
	for line := range strings.Lines(composed(t, testLetterhead(), post).Text) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "https://evil") || line == "two" || strings.ContainsAny(line, "\u202e\x1b\r") {
			t.Errorf("a line of its own: %q", line)
		}
	}
}

func TestNoPromiseIsMadeWithoutATime(t *testing.T) {
	h := testLetterhead()
	h.ReplyBy = nil
	if text := oneLine(composed(t, h, testPost(models.LetterReceived, false)).Text); !strings.Contains(text, "as soon as they can") || strings.Contains(text, "answers by") {
		t.Errorf("the letter promises:\n%s", text)
	}
}

func TestALateConfirmationPromisesNothingThatHasHappened(t *testing.T) {
	post := testPost(models.LetterReceived, false)
	post.Ticket.State = models.WaitingRequester
	if text := oneLine(composed(t, testLetterhead(), post).Text); strings.Contains(text, "answers by") || !strings.Contains(text, "It is your turn") {
		t.Errorf("the letter says:\n%s", text)
	}
}

func TestEveryStateIsSaidInPlainWords(t *testing.T) {
	for _, state := range []models.State{models.New, models.Open, models.WaitingRequester, models.WaitingSupplier, models.Resolved, models.Closed} {
		post := testPost(models.LetterLink, false)
		post.Ticket.State = state
		text := composed(t, testLetterhead(), post).Text
		if !strings.Contains(text, "turn") || strings.Contains(text, "_") {
			t.Errorf("%s is said as:\n%s", state, text)
		}
	}
}

func TestALetterheadIsCheckedBeforeTheFirstLetter(t *testing.T) {
	if err := testLetterhead().Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Letterhead){
		"no sender":        func(h *Letterhead) { h.From.Address = "" },
		"two senders":      func(h *Letterhead) { h.From.Address = "a@b.example, c@d.example" },
		"line in the name": func(h *Letterhead) { h.From.Name = "a\nb" },
		"no address":       func(h *Letterhead) { h.BaseURL = "" },
		"slash at the end": func(h *Letterhead) { h.BaseURL += "/" },
		"no ticket link":   func(h *Letterhead) { h.TicketLink = nil },
		"no way out":       func(h *Letterhead) { h.NotMeLink = nil },
	} {
		h := testLetterhead()
		if spoil(&h); h.Check() == nil {
			t.Errorf("%s passes", name)
		}
	}
}
