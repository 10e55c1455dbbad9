package mail

import (
	"context"
	"strings"
	"testing"
	"time"

	"docket/mail/mailtest"
)

func TestAProbeTellsHowTheServerIsReachedAndSendsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		opt      mailtest.Options
		secured  bool
		signedIn bool
	}{
		"in the clear":          {mailtest.Options{}, false, false},
		"STARTTLS and sign-in":  {mailtest.Options{StartTLS: true, User: "docket", Password: "secret"}, true, true},
		"implicit TLS, sign-in": {mailtest.Options{TLS: true, User: "docket", Password: "secret"}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			sink := mailtest.NewSink(t, c.opt)
			got, err := Probe(t.Context(), sink.URL(), Options{})
			if err != nil || strings.HasPrefix(got.TLS, "TLS 1.") != c.secured || got.SignedIn != c.signedIn {
				t.Errorf("%+v, %v", got, err)
			}
			if sink.WaitEnded(1); len(sink.Letters()) != 0 {
				t.Error("a letter was sent")
			}
		})
	}
}

func TestAProbeNamesTheStepThatFailsAndNeverThePassword(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{StartTLS: true, User: "docket", Password: "right"})
	wrong := strings.Replace(sink.URL(), "right", "wr0ng-password", 1)
	gone := mailtest.NewSink(t, mailtest.Options{})
	gone.Stop()
	for step, address := range map[string]string{
		"AUTH": wrong, "connect": gone.URL(), "mail server": "smtp://docket:wr0ng-password@",
		"STARTTLS": strings.Replace(gone.URL(), gone.Address(), mailtest.NewSink(t, mailtest.Options{}).Address(), 1) + "?tls=required",
	} {
		_, err := Probe(t.Context(), address, Options{})
		if err == nil || !strings.HasPrefix(err.Error(), step+": ") || strings.Contains(err.Error(), "wr0ng") {
			t.Errorf("%s: %v", step, err)
		}
	}
}

func TestAProbeOfASilentServerEndsWithItsTime(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	sink.Refuse(func(mailtest.Step, string) error { <-t.Context().Done(); return nil })
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err := Probe(ctx, sink.URL(), Options{}); err == nil {
		t.Error("a server that says nothing was reached")
	}
}
