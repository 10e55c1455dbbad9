package mail

import (
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"

	"docket/mail/mailtest"
	"docket/models"
)

func TestWaysToTLSAndSignIn(t *testing.T) {
	for name, opt := range map[string]mailtest.Options{
		"no TLS, no sign-in":     {},
		"STARTTLS":               {StartTLS: true},
		"STARTTLS, PLAIN":        {StartTLS: true, User: "docket", Password: "p@ss w%rd"},
		"STARTTLS, LOGIN":        {StartTLS: true, User: "docket", Password: "secret", Login: true},
		"implicit TLS":           {TLS: true},
		"implicit TLS, PLAIN":    {TLS: true, User: "docket", Password: "secret"},
		"this machine, no TLS":   {User: "docket", Password: "secret", Insecure: true},
		"this machine and LOGIN": {User: "docket", Password: "secret", Insecure: true, Login: true},
	} {
		t.Run(name, func(t *testing.T) {
			sink := mailtest.NewSink(t, opt)
			mustSend(t, open(t, sink.URL(), Options{}), testPost(models.LetterReceived, false))
			if sink.Wait(1); opt.User != "" && sink.SignIns() != 1 {
				t.Error("nobody signed in")
			}
		})
	}
}

func TestTLSIsAlwaysVerified(t *testing.T) {
	for name, opt := range map[string]mailtest.Options{"STARTTLS": {StartTLS: true, User: "docket", Password: "secret"}, "implicit": {TLS: true, User: "docket", Password: "secret"}} {
		t.Run(name, func(t *testing.T) {
			sink := mailtest.NewSink(t, opt)
			address, _ := url.Parse(sink.URL())
			address.RawQuery = "" // trust the machine's authorities alone
			_, err := send(t, open(t, address.String(), Options{}), testPost(models.LetterReceived, false))
			f := faultOf(err)
			if err == nil || f.Final || !f.Down || !strings.Contains(err.Error(), "certificate") {
				t.Errorf("error %v, fault %+v", err, f)
			}
			if sink.SawPassword() {
				t.Error("the password was shown to a stranger")
			}
		})
	}
}

func TestTLSThatIsRequiredIsNotDoneWithout(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{User: "docket", Password: "secret", Insecure: true})
	_, err := send(t, open(t, sink.URL()+"?tls=required", Options{}), testPost(models.LetterReceived, false))
	if f := faultOf(err); err == nil || f.Step != "STARTTLS" || f.Final || !f.Down || sink.SawPassword() {
		t.Errorf("error %v; password shown: %v", err, sink.SawPassword())
	}
}

// A server elsewhere that does not offer TLS is played by one here that the relay takes for
// one elsewhere.
func TestCredentialsAreNotSentInPlainText(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{User: "docket", Password: "secret", Insecure: true})
	for _, security := range []string{tlsRequired, tlsOpportunistic, tlsNone} {
		r, err := parseRelay(sink.URL())
		if err != nil {
			t.Fatal(err)
		}
		r.loopback, r.security = false, security
		_, err = send(t, newPool(r, Options{}), testPost(models.LetterReceived, false))
		if f := faultOf(err); err == nil || f.Final || !f.Down || sink.SawPassword() {
			t.Errorf("%s: error %v; password shown: %v", security, err, sink.SawPassword())
		}
	}
}

func TestAWrongPasswordIsNotTheLettersFault(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{StartTLS: true, User: "docket", Password: "right"})
	address := strings.Replace(sink.URL(), "right", "wr0ng-password", 1)
	_, err := send(t, open(t, address, Options{}), testPost(models.LetterReceived, false))
	if f := faultOf(err); f.Reply.Code != 535 || f.Final || !f.Down {
		t.Errorf("fault %+v", f)
	}
}

func TestAServersEchoOfThePasswordIsScrubbed(t *testing.T) {
	r, err := parseRelay("smtp://docket:hunter2hunter2@localhost")
	if err != nil {
		t.Fatal(err)
	}
	for _, echo := range []string{"bad hunter2hunter2", "bad AGRvY2tldABodW50ZXIyaHVudGVyMg==", "bad aHVudGVyMmh1bnRlcjI="} {
		if got := r.scrub(echo); got != "bad [redacted:password]" {
			t.Errorf("scrubbed to %q", got)
		}
	}
	if f := r.fault("AUTH", errors.Join(io.EOF, errors.New("said hunter2hunter2")), true); strings.Contains(f.Error(), "hunter2") {
		t.Errorf("fault %v", f)
	}
}
