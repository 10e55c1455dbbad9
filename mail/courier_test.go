package mail

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"docket/mail/mailtest"
	"docket/models"
)

var (
	greylisted  = &Fault{Step: "RCPT TO", Reply: models.ServerReply{Code: 450, Text: "later"}}
	noMailbox   = &Fault{Step: "RCPT TO", Reply: models.ServerReply{Code: 550, Text: "no such mailbox"}, Final: true}
	unreachable = &Fault{Step: "connect", Down: true, Cause: errors.New("connection refused")}
)

func accept(context.Context, int, string) error { return nil }

func TestALetterGoesWhenTheBellRings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, accept)
		stop, _ := work(t, d, v, nil)
		synctest.Wait()
		start, letter := time.Now(), d.queue(1)[0]
		synctest.Wait()
		if l := d.letter(letter); l.State != models.LetterSent || l.ReplyCode != 250 || l.ReplyText != "OK queued" || time.Since(start) > 0 {
			t.Errorf("letter %+v after %v", l, time.Since(start))
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestADelayedLetterIsTriedForFiveDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, func(context.Context, int, string) error { return greylisted })
		letter := d.queue(1)[0]
		stop, _ := work(t, d, v, nil)
		time.Sleep(6 * 24 * time.Hour)
		if err := stop(); err != nil {
			t.Error(err)
		}
		for i, want := range []time.Duration{1, 2, 4, 8, 16, 32, 48, 48} {
			if got := v.at[i+1].Sub(v.at[i]); got != want*time.Minute {
				t.Errorf("wait %d is %v, want %v", i+1, got, want*time.Minute)
			}
		}
		if life := v.at[len(v.at)-1].Sub(letter.Letter.CreatedAt); life != lifetime {
			t.Errorf("the last try came after %v", life)
		}
		if l := d.letter(letter); l.State != models.LetterGivenUp || l.ReplyCode != 450 || l.ReplyText != "later" {
			t.Errorf("letter %+v", l)
		}
	})
}

func TestALetterThatTheCapsHeldBackIsTriedForFiveDaysToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, func(context.Context, int, string) error { return greylisted })
		letter := d.queue(1)[0]
		letter.Letter.PlannedAt = time.Now().Add(7 * 24 * time.Hour)
		letter.Letter.DueAt = letter.Letter.PlannedAt
		stop, _ := work(t, d, v, nil)
		time.Sleep(14 * 24 * time.Hour)
		_ = stop()
		if first, life := v.at[0], v.at[len(v.at)-1].Sub(v.at[0]); !first.Equal(letter.Letter.PlannedAt) || life != lifetime {
			t.Errorf("first tried at %v, for %v", first, life)
		}
	})
}

func TestWaitsStayBetweenAMinuteAndAnHour(t *testing.T) {
	for n := 1; n < 200; n++ {
		for _, random := range []float64{0, 0.5, 0.999999} {
			if d := growing(shortestWait, longestWait, n, random); d < time.Minute || d > time.Hour {
				t.Errorf("failure %d waits %v", n, d)
			}
		}
	}
	if growing(shortestWait, longestWait, 3, 0) == growing(shortestWait, longestWait, 3, 0.9) {
		t.Error("nothing is spread")
	}
}

func TestARefusedLetterIsGivenUpAndHoldsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, func(_ context.Context, n int, _ string) error {
			if n == 1 {
				return noMailbox
			}
			return nil
		})
		d.queue(3)
		stop, _ := work(t, d, v, nil)
		time.Sleep(time.Hour)
		_ = stop()
		if d.count(models.LetterGivenUp) != 1 || d.count(models.LetterSent) != 2 || v.tries() != 3 {
			t.Errorf("%d tries, %v", v.tries(), d.notes)
		}
	})
}

func TestAServerThatIsDownCostsFewTries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var up atomic.Bool
		d, v := newDesk(t), newVan(t, func(context.Context, int, string) error {
			if !up.Load() {
				return unreachable
			}
			return nil
		})
		d.queue(300)
		stop, _ := work(t, d, v, nil)
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		for i, want := range []time.Duration{5, 10, 20, 40, 48, 48} {
			if got := v.at[i+1].Sub(v.at[i]); got != want*time.Second {
				t.Errorf("pause %d is %v, want %v", i+1, got, want*time.Second)
			}
		}
		if n := v.tries(); n > 16 || d.count(models.LetterQueued) < 300-n {
			t.Errorf("%d tries in 10 min; %d letters untouched", n, d.count(models.LetterQueued))
		}
		letter := d.queue(1)[0]
		up.Store(true)
		time.Sleep(longestPause)
		synctest.Wait()
		if got := d.letter(letter).State; got != models.LetterSent || d.count(models.LetterQueued) > 0 {
			t.Errorf("a minute after the server is back, the new letter is %s, %d wait", got, d.count(models.LetterQueued))
		}
		_ = stop()
		time.Sleep(time.Second)
		if d.count(models.LetterSent)+d.count(models.LetterDelayed) != 301 {
			t.Error("a letter is lost")
		}
	})
}

func TestOldLettersDontHoldUpANewOneWhileTheServerIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tried := map[string]bool{}
		d, v := newDesk(t), newVan(t, func(_ context.Context, _ int, id string) error { tried[id] = true; return unreachable })
		for _, p := range d.queue(200) {
			p.Letter.Attempts = 3
		}
		stop, _ := work(t, d, v, nil)
		time.Sleep(5 * time.Minute)
		letter := d.queue(1)[0]
		time.Sleep(longestPause)
		_ = stop()
		if !tried["<"+letter.Letter.HeaderID+">"] {
			t.Error("the new letter was not tried")
		}
	})
}

func TestStoppingFinishesTheLetterInHandAndReturnsTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, func(ctx context.Context, _ int, _ string) error {
			wait(ctx, nil, 4*time.Second)
			return ctx.Err()
		})
		d.queue(5)
		stop, _ := work(t, d, v, nil)
		time.Sleep(time.Second)
		if err := stop(); err != nil {
			t.Error(err)
		}
		v.once(1)
		for _, p := range d.posts {
			if p.Letter.State == models.LetterQueued && (p.Letter.Attempts != 0 || p.Letter.DueAt.After(time.Now())) {
				t.Errorf("not handed back: %+v", p.Letter)
			}
		}
		if d.count(models.LetterSent) != 1 || d.count(models.LetterQueued) != 4 {
			t.Errorf("notes %v", d.notes)
		}
	})
}

func TestStoppingDoesNotWaitForAStubbornServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, func(ctx context.Context, _ int, _ string) error { <-ctx.Done(); return ctx.Err() })
		d.queue(2)
		stop, _ := work(t, d, v, nil)
		time.Sleep(time.Second)
		begin := time.Now()
		_ = stop()
		if took := time.Since(begin); took != grace {
			t.Errorf("stopping took %v", took)
		}
		if d.count(models.LetterDelayed) != 1 || d.count(models.LetterQueued) != 1 {
			t.Errorf("notes %v", d.notes)
		}
	})
}

func TestASlowServerNeverHasALetterTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, func(ctx context.Context, _ int, _ string) error {
			wait(ctx, nil, conversationTime-time.Second)
			return ctx.Err()
		})
		d.queue(20)
		stop, _ := work(t, d, v, nil)
		other, _ := work(t, d, v, nil) // a second program on the same store
		time.Sleep(2 * time.Hour)
		_, _ = stop(), other()
		v.once(20)
	})
}

func TestSeveralHandsCarryAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, func(ctx context.Context, _ int, _ string) error { wait(ctx, nil, time.Second); return nil })
		d.queue(30)
		stop, _ := work(t, d, v, func(c *Courier) { c.Hands = 3 })
		time.Sleep(time.Minute)
		_ = stop()
		if v.once(30); v.most != 3 {
			t.Errorf("%d at once", v.most)
		}
	})
}

func TestAStoreInTroubleIsAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, accept)
		failures := map[string]int{"take": 2, "next": 2, "sent": 2}
		d.fail = func(deed string) error {
			if failures[deed]--; failures[deed] >= 0 {
				return models.ErrFull
			}
			return nil
		}
		d.queue(3)
		stop, _ := work(t, d, v, nil)
		time.Sleep(5 * time.Minute)
		_ = stop()
		if v.once(3); d.count(models.LetterSent) != 3 {
			t.Errorf("notes %v", d.notes)
		}
	})
}

func TestTheCourierDoesNotSpinOnAStoreThatContradictsItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, v := newDesk(t), newVan(t, accept)
		takes := 0
		d.queue(1)
		d.fail = func(deed string) error {
			if deed == "take" {
				takes++
				d.posts[0].Letter.DueAt = time.Now().Add(time.Nanosecond) // due, and never there
			}
			return nil
		}
		stop, _ := work(t, d, v, nil)
		time.Sleep(time.Minute)
		_ = stop()
		if takes > 62 {
			t.Errorf("asked %d times in a minute", takes)
		}
	})
}

func TestAWrongLetterheadStopsTheStart(t *testing.T) {
	if err := (&Courier{}).Run(t.Context()); err == nil {
		t.Error("it runs")
	}
}

func TestEveryLetterReachesARealServerOnce(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{StartTLS: true, User: "docket", Password: "secret"})
	d := newDesk(t)
	gone := d.queue(25)[7]
	gone.Letter.To = "gone@isp.example"
	sink.Refuse(func(step mailtest.Step, address string) error {
		if step == mailtest.Rcpt && address == "gone@isp.example" {
			return mailtest.Reply(550, "no such mailbox")
		}
		return nil
	})
	stop, _ := work(t, d, open(t, sink.URL(), Options{}), nil)
	letters := sink.Wait(24)
	if err := stop(); err != nil {
		t.Error(err)
	}
	seen := map[string]bool{}
	for _, l := range letters {
		if id := l.Header.Get("Message-ID"); seen[id] || id == "<"+gone.Letter.HeaderID+">" {
			t.Errorf("%s came twice or was refused", id)
		} else {
			seen[id] = true
		}
	}
	if d.count(models.LetterSent) != 24 || d.letter(gone).State != models.LetterGivenUp || sink.Connections() != 1 {
		t.Errorf("%d sent, the refused one is %s, %d connections", d.count(models.LetterSent), d.letter(gone).State, sink.Connections())
	}
}
