package main

import (
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"docket/mail/mailtest"
)

// killRounds is how often the program is killed: DOCKET_KILL_ROUNDS, or 3.
func killRounds(t *testing.T) int {
	text := os.Getenv("DOCKET_KILL_ROUNDS")
	if text == "" {
		return 3
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNoAcknowledgedTicketIsLostWhenTheProgramIsKilled(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	p := newProgram(t, "DOCKET_SMTP_URL="+sink.URL(), "DOCKET_MAIL_FROM=support@cafe.example")
	var acknowledged []receipt
	rounds := killRounds(t)
	for range rounds {
		p.start()
		acknowledged = append(acknowledged, p.fileUntilKilled()...)
	}
	p.start()
	lost := 0
	for _, r := range acknowledged {
		if status, _ := p.get(r.path, r.cookie); status != http.StatusOK {
			lost++
		}
	}
	// Every acknowledged ticket has its letter; a letter that was filed and not acknowledged may come too.
	letters, twice := countLetters(sink.Wait(len(acknowledged)))
	for letters < len(acknowledged) {
		letters, twice = countLetters(sink.Wait(letters + twice + 1))
	}
	t.Logf("%d rounds: %d acknowledged, %d lost, %d letters, %d mailed twice", rounds, len(acknowledged), lost, letters, twice)
	if len(acknowledged) == 0 || lost > 0 || twice > rounds {
		t.Errorf("%d acknowledged, %d lost, %d letters, %d mailed twice in %d rounds", len(acknowledged), lost, letters, twice, rounds)
	}
}

// countLetters tells letters from repeats, which have the same Message-ID.
func countLetters(all []mailtest.Letter) (letters, twice int) {
	seen := map[string]bool{}
	for _, l := range all {
		seen[l.Header.Get("Message-Id")] = true
	}
	return len(seen), len(all) - len(seen)
}

// fileUntilKilled files from four clients and kills the program at a random moment in the middle.
func (p *program) fileUntilKilled() []receipt {
	var mu sync.Mutex
	var all []receipt
	var wg sync.WaitGroup
	enough := make(chan struct{})
	limit := 5 + rand.IntN(60)
	for range 4 {
		wg.Go(func() {
			c, err := p.dial()
			if err != nil {
				return
			}
			defer c.conn.Close()
			for {
				got, err := c.file(p.filing())
				if err != nil || got.status != http.StatusSeeOther {
					return
				}
				mu.Lock()
				if all = append(all, got); len(all) == limit {
					close(enough)
				}
				mu.Unlock()
			}
		})
	}
	select {
	case <-enough:
	case <-time.After(30 * time.Second):
		p.t.Error("filing stalled")
	}
	p.kill()
	wg.Wait()
	return all
}
