package mail

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"docket/mail/mailtest"
	"docket/models"
	"docket/models/modelstest"
)

// answeredPost tells a member of staff of an answer.
func answeredPost() models.Post {
	post := testPost(models.LetterAnswered, true)
	staff := uuid.MustParse("01938f00-0000-7000-8000-0000000000bb")
	post.Letter.To, post.Letter.AccountID = "sam@fibre.example", &staff
	post.Ticket.State = models.Open
	post.Message = &models.Message{Author: models.Requester, Body: clean("The UPRN is right.\n\nIt still fails.")}
	return post
}

func TestALetterToStaffReadsAsAgreed(t *testing.T) {
	letter := composed(t, testLetterhead(), answeredPost())
	golden(t, "answered", "Subject: "+letter.Subject+"\n\n"+letter.Text)
}

func TestALetterToStaffOpensNothing(t *testing.T) {
	letter := composed(t, testLetterhead(), answeredPost())
	for where, text := range map[string]string{"source": string(letter.Raw), "text": letter.Text, "HTML": letter.HTML} {
		if strings.Contains(text, "k1.") {
			t.Errorf("a key is in the %s:\n%s", where, text)
		}
	}
	if !strings.Contains(letter.Text, "https://support.example/admin/tickets/FC-7Q4M-2XKD") || !strings.Contains(letter.HTML, "https://support.example/admin/account") {
		t.Errorf("the links are missing:\n%s", letter.Text)
	}
}

func TestAnAnswerIsMailedToTheAssigneeWhoWantsIt(t *testing.T) {
	store, sink := modelstest.Store(t), mailtest.NewSink(t, mailtest.Options{})
	stop, _ := work(t, store, open(t, sink.URL(), Options{}), nil)
	ticket, err := store.Submit(t.Context(), models.Scope{}, modelstest.Filing(t))
	if err != nil {
		t.Fatal(err)
	}
	sink.Wait(1)
	sam, err := store.AddAccount(t.Context(), models.Account{Email: "sam@fibre.example", Name: clean("Sam Lee"), Role: models.RoleAgent, Letters: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Assign(t.Context(), models.DeskOf(sam), ticket.Reference, 1<<60, &sam.ID); err != nil {
		t.Fatal(err)
	}
	scope := models.ScopeOf([]models.Grant{{Reference: ticket.Reference, Epoch: ticket.KeyEpoch, Mailed: true}})
	answer := func() {
		t.Helper()
		if _, err := store.Answer(t.Context(), scope, ticket.Reference, uuid.New(), clean("It still fails.")); err != nil {
			t.Fatal(err)
		}
	}
	answer()
	letter := sink.Wait(2)[1]
	if letter.To[0] != "sam@fibre.example" || !strings.Contains(letter.Text, "> It still fails.") {
		t.Errorf("to %q:\n%s", letter.To, letter.Text)
	}
	if err := store.SetPreferences(t.Context(), sam.ID, false, true); err != nil {
		t.Fatal(err)
	}
	answer()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if n := len(sink.Wait(2)); n != 2 {
		t.Errorf("%d letters: one went to somebody who wants none", n)
	}
}
