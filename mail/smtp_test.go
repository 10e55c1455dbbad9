package mail

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"docket/mail/mailtest"
	"docket/models"
)

// open opens a transport that ends with the test.
func open(t *testing.T, address string, opt Options) Transport {
	t.Helper()
	transport, err := OpenTransport(address, "", opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = transport.Close() })
	return transport
}

// send sends one letter over a transport.
func send(t *testing.T, transport Transport, post models.Post) (models.ServerReply, error) {
	t.Helper()
	h := testLetterhead()
	msg, err := h.Compose(post)
	if err != nil {
		t.Fatal(err)
	}
	env, err := h.envelope(post)
	if err != nil {
		t.Fatal(err)
	}
	return transport.Send(t.Context(), msg, env)
}

func mustSend(t *testing.T, transport Transport, post models.Post) {
	t.Helper()
	if reply, err := send(t, transport, post); err != nil || reply.Code != 250 {
		t.Fatalf("reply %v, error %v", reply, err)
	}
}

func TestALetterArrivesAsItWasComposed(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	post := testPost(models.LetterReply, true)
	mustSend(t, open(t, sink.URL(), Options{}), post)
	got, want := sink.Wait(1)[0], composed(t, testLetterhead(), post)
	if got.Text != want.Text || got.HTML != want.HTML || got.Header.Get("In-Reply-To") != "<"+post.Root+">" {
		t.Errorf("arrived as\n%s", got.Raw)
	}
	if got.From != "support@fibre.example" || len(got.To) != 1 || got.To[0] != "jane@isp.example" {
		t.Errorf("envelope from %q to %q", got.From, got.To)
	}
}

func TestInternationalMailIsAskedForOnlyWhereItIsNeeded(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	transport := open(t, sink.URL(), Options{})
	for to, want := range map[string]bool{"jane@isp.example": false, "jürgen@isp.example": true} {
		post := testPost(models.LetterReply, true)
		post.Message.Body = clean("grüße")
		post.Letter.To = to
		mustSend(t, transport, post)
		letters := sink.Letters()
		if last := letters[len(letters)-1]; last.UTF8 != want || last.To[0] != to {
			t.Errorf("to %q: SMTPUTF8 %v", last.To, last.UTF8)
		}
	}
}

func TestAConnectionIsKeptBetweenLetters(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{StartTLS: true, User: "docket", Password: "pa:ss/wörd"})
	transport := open(t, sink.URL(), Options{})
	for range 5 {
		mustSend(t, transport, testPost(models.LetterLink, false))
	}
	if sink.Connections() != 1 || sink.SignIns() != 1 {
		t.Errorf("%d connections and %d sign-ins for 5 letters", sink.Connections(), sink.SignIns())
	}
}

func TestADeadConnectionIsReplacedOnce(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	transport := open(t, sink.URL(), Options{})
	mustSend(t, transport, testPost(models.LetterLink, false))
	sink.HangUp()
	mustSend(t, transport, testPost(models.LetterLink, false))
	if sink.Connections() != 2 || len(sink.Letters()) != 2 {
		t.Errorf("%d connections, %d letters", sink.Connections(), len(sink.Letters()))
	}
}

func TestAServerThatWantsAFreshConnectionGetsOne(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	letters := 0
	sink.Refuse(func(step mailtest.Step, _ string) error {
		if step == mailtest.Mail {
			if letters++; letters == 2 {
				return mailtest.Reply(421, "too many letters on this connection")
			}
		}
		return nil
	})
	transport := open(t, sink.URL(), Options{})
	mustSend(t, transport, testPost(models.LetterLink, false))
	mustSend(t, transport, testPost(models.LetterLink, false))
	if sink.Connections() != 2 || len(sink.Letters()) != 2 {
		t.Errorf("%d connections, %d letters", sink.Connections(), len(sink.Letters()))
	}
}

func TestAnIdleConnectionIsEnded(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	transport := open(t, sink.URL(), Options{Idle: time.Nanosecond})
	mustSend(t, transport, testPost(models.LetterLink, false))
	sink.WaitEnded(1)
	mustSend(t, transport, testPost(models.LetterLink, false))
	if sink.Connections() != 2 {
		t.Errorf("%d connections", sink.Connections())
	}
}

func TestWhatAServerSaysDecides(t *testing.T) {
	for _, c := range []struct {
		step        mailtest.Step
		code        int
		final, down bool
	}{
		{mailtest.Rcpt, 550, true, false},
		{mailtest.Rcpt, 450, false, false},
		{mailtest.Data, 554, true, false},
		{mailtest.Data, 451, false, false},
		{mailtest.Mail, 550, false, true}, // our sender is refused: the operator's to mend
		{mailtest.Mail, 451, false, true},
		{mailtest.Rcpt, 421, false, true}, // the service closes
		{mailtest.Rcpt, 530, false, true}, // sign in first: the operator's to mend
		{mailtest.Connect, 554, false, true},
		{mailtest.Connect, 421, false, true},
	} {
		sink := mailtest.NewSink(t, mailtest.Options{})
		sink.Refuse(func(step mailtest.Step, _ string) error {
			if step == c.step {
				return mailtest.Reply(c.code, "not today")
			}
			return nil
		})
		_, err := send(t, open(t, sink.URL(), Options{}), testPost(models.LetterReceived, false))
		f := faultOf(err)
		if err == nil || f.Final != c.final || f.Down != c.down || f.Reply.Code != c.code || f.Reply.Text != "not today" {
			t.Errorf("%d at %s: final %v, down %v, reply %+v", c.code, c.step, f.Final, f.Down, f.Reply)
		}
	}
}

func TestARefusedLetterLeavesTheConnectionUsable(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	sink.Refuse(func(step mailtest.Step, address string) error {
		if step == mailtest.Rcpt && address == "gone@isp.example" {
			return mailtest.Reply(550, "no such mailbox")
		}
		return nil
	})
	transport := open(t, sink.URL(), Options{})
	gone := testPost(models.LetterReceived, false)
	gone.Letter.To = "gone@isp.example"
	if _, err := send(t, transport, gone); err == nil || !faultOf(err).Final {
		t.Errorf("error %v", err)
	}
	mustSend(t, transport, testPost(models.LetterReceived, false))
	if sink.Connections() != 1 || len(sink.Letters()) != 1 {
		t.Errorf("%d connections, %d letters", sink.Connections(), len(sink.Letters()))
	}
}

func TestAConnectionLostWithinTheTextIsAPassingFaultOfOneLetter(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	sink.Refuse(func(step mailtest.Step, _ string) error {
		if step == mailtest.Middle {
			return errors.New("pulled the plug")
		}
		return nil
	})
	transport := open(t, sink.URL(), Options{})
	_, err := send(t, transport, testPost(models.LetterReceived, false))
	if f := faultOf(err); err == nil || f.Final || f.Down || sink.Connections() != 1 {
		t.Errorf("error %v after %d connections", err, sink.Connections())
	}
	sink.Refuse(nil)
	mustSend(t, transport, testPost(models.LetterReceived, false))
	if len(sink.Letters()) != 1 {
		t.Errorf("%d letters", len(sink.Letters()))
	}
}

func TestAServerThatIsNotThereIsDown(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	sink.Stop()
	_, err := send(t, open(t, sink.URL(), Options{}), testPost(models.LetterReceived, false))
	if f := faultOf(err); err == nil || f.Step != "connect" || !f.Down || f.Final {
		t.Errorf("error %v", err)
	}
}

func TestEveryStepHasATimeLimit(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close() // it never says a word
	_, err = send(t, open(t, "smtp://"+listener.Addr().String(), Options{Step: 300 * time.Millisecond}), testPost(models.LetterReceived, false))
	if f := faultOf(err); err == nil || f.Step != "greeting" || !f.Down || f.Final {
		t.Errorf("error %v", err)
	}
}

func TestSendBreaksOffWithItsContext(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	sink.Refuse(func(step mailtest.Step, _ string) error {
		if step == mailtest.Data {
			cancel()
			<-t.Context().Done() // the answer to the letter never comes
		}
		return nil
	})
	h, post := testLetterhead(), testPost(models.LetterReceived, false)
	msg, _ := h.Compose(post)
	env, _ := h.envelope(post)
	if _, err := open(t, sink.URL(), Options{}).Send(ctx, msg, env); err == nil || faultOf(err).Final {
		t.Errorf("error %v", err)
	}
}

func TestNoMoreConnectionsThanAllowed(t *testing.T) {
	for asked, want := range map[int]int{0: 1, 1: 1, 3: 3, 9: 4} {
		if got := cap(newPool(relay{}, Options{Connections: asked}).slots); got != want {
			t.Errorf("%d for %d", got, asked)
		}
	}
}
