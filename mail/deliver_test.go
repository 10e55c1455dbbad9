package mail

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"docket/mail/mailtest"
	"docket/models"
)

func TestAPanicOverOneLetterStopsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, accept)
		bad := d.queue(3)[1]
		stop, log := work(t, d, v, func(c *Courier) {
			link := c.Letterhead.NotMeLink
			c.Letterhead.NotMeLink = func(l models.Letter) string {
				if l.ID == bad.Letter.ID {
					panic("somebody's words")
				}
				return link(l)
			}
		})
		time.Sleep(time.Hour)
		_ = stop()
		if l := d.letter(bad); l.State != models.LetterGivenUp || !strings.Contains(l.ReplyText, "fault in the program") {
			t.Errorf("letter %+v", l)
		}
		if v.once(2); !strings.Contains(log.String(), "letter panicked") || strings.Contains(log.String(), "somebody") {
			t.Errorf("log %s", log)
		}
	})
}

func TestAPanicInTheTransportIsAPassingFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, func(_ context.Context, n int, _ string) error {
			if n == 1 {
				panic("boom")
			}
			return nil
		})
		d.queue(2)
		stop, _ := work(t, d, v, nil)
		time.Sleep(time.Second)
		_ = stop()
		if d.count(models.LetterDelayed) != 1 || d.count(models.LetterSent) != 1 {
			t.Errorf("notes %v", d.notes)
		}
	})
}

func TestLogsNameLettersAndNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers := []error{nil, noMailbox, greylisted, &Fault{Step: "AUTH", Down: true, Reply: models.ServerReply{Code: 535, Text: "no such mailbox for jane@isp.example"}}}
		d, v := newDesk(t), newVan(t, func(_ context.Context, n int, _ string) error { return answers[min(n, len(answers))-1] })
		letters := d.queue(4)
		stop, log := work(t, d, v, nil)
		time.Sleep(time.Second)
		_ = stop()
		for _, want := range []string{"letter sent", "letter given up", "letter delayed", "mail server can't be used", letters[0].Letter.ID.String(), `"reply":550`, `"reply":450`, `"attempt":1`} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("the log lacks %q:\n%s", want, log)
			}
		}
		for _, never := range []string{"jane", "isp.example", "no such mailbox", "key=", "FC-7Q4M"} {
			if strings.Contains(log.String(), never) {
				t.Errorf("the log says %q:\n%s", never, log)
			}
		}
	})
}

func TestAServersWordsAreTidied(t *testing.T) {
	c := &Courier{}
	c.setDefaults()
	got := c.tidy(models.ServerReply{Code: 550, Text: "no\x1b[31m such\r\nmailbox\x00 " + strings.Repeat("é", 600)}).Text
	if !strings.HasPrefix(got, "no[31m such mailbox ééé") || len([]rune(got)) != longestWords || !strings.HasSuffix(got, "é…") {
		t.Errorf("kept %q", got)
	}
	got = c.tidy(models.ServerReply{Text: "refused: Authorization: Bearer 8f3kq0v7nq2m5x1z"}).Text
	if strings.Contains(got, "8f3kq0v7nq2m5x1z") || !strings.Contains(got, "refused") {
		t.Errorf("kept %q", got)
	}
}

func TestALogSaysWhyTheServerCantBeReached(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	sink.Stop()
	d := newDesk(t)
	d.queue(1)
	noted := make(chan struct{}, 1)
	d.fail = func(deed string) error {
		if deed == "delayed" {
			noted <- struct{}{}
		}
		return nil
	}
	stop, log := work(t, d, open(t, sink.URL(), Options{}), nil)
	<-noted
	if _ = stop(); !strings.Contains(log.String(), `"step":"connect"`) || !strings.Contains(log.String(), "connection refused") {
		t.Errorf("log %s", log)
	}
	if l := d.letter(d.posts[0]); l.State != models.LetterDelayed || !strings.Contains(l.ReplyText, "connection refused") {
		t.Errorf("letter %+v", l)
	}
}
