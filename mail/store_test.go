package mail

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"docket/mail/mailtest"
	"docket/models"
	"docket/models/modelstest"
)

var _ Letters = (*models.Store)(nil)

func TestTheLettersOfARealStoreReachARealServer(t *testing.T) {
	store, sink := modelstest.Store(t), mailtest.NewSink(t, mailtest.Options{})
	stop, _ := work(t, store, open(t, sink.URL(), Options{}), nil)
	ticket, err := store.Submit(t.Context(), models.Scope{}, modelstest.Filing(t))
	if err != nil {
		t.Fatal(err)
	}
	first := sink.Wait(1)[0]
	if strings.Contains(first.Text, "Order refused") || first.To[0] != "ada@isp.example" {
		t.Errorf("to %q:\n%s", first.To, first.Text)
	}
	sam, err := store.AddAccount(t.Context(), models.Account{Email: "sam@fibre.example", Name: clean("Sam Lee"), Role: models.RoleAgent})
	if err != nil {
		t.Fatal(err)
	}
	answer := func() {
		t.Helper()
		r := models.Reply{FormID: uuid.New(), Body: clean("Please send the order id.")}
		if _, err := store.Reply(t.Context(), models.DeskOf(sam), ticket.Reference, r); err != nil {
			t.Fatal(err)
		}
	}
	answer()
	second := sink.Wait(2)[1]
	if second.Header.Get("References") != first.Header.Get("Message-ID") || strings.Contains(second.Text, "Please send") {
		t.Errorf("before the address is confirmed:\n%s", second.Raw)
	}
	scope := models.ScopeOf([]models.Grant{{Reference: ticket.Reference, Epoch: ticket.KeyEpoch, Mailed: true}})
	if err := store.Confirm(t.Context(), scope, ticket.Reference); err != nil {
		t.Fatal(err)
	}
	answer()
	if third := sink.Wait(3)[2]; !strings.Contains(third.Text, "> Please send the order id.") || !strings.Contains(third.Text, "Sam Lee wrote") {
		t.Errorf("after the address is confirmed:\n%s", third.Text)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	page, err := store.Conversation(t.Context(), scope, ticket.Reference)
	if err != nil || page.Letter == nil || page.Letter.State != models.LetterSent || page.Letter.ReplyCode != 250 || page.Letter.Attempts != 1 {
		t.Errorf("letter %+v, error %v", page.Letter, err)
	}
}
