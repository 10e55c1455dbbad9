package models_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"docket/models"
)

func TestTwoTakersNeverGetTheSameLetter(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 60 {
			r.submit("ada@isp.example")
		}
		taken := map[uuid.UUID]int{}
		var mu sync.Mutex
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				for range 15 {
					posts, err := r.TakeLetters(context.Background(), 2, time.Minute)
					if err != nil {
						r.Error(err)
					}
					mu.Lock()
					for _, p := range posts {
						taken[p.Letter.ID]++
					}
					mu.Unlock()
				}
			})
		}
		wait.Wait()
		for id, n := range taken {
			if n != 1 {
				r.Errorf("letter %v was taken %d times", id, n)
			}
		}
		if len(taken) != 60 {
			r.Errorf("%d letters were taken, want 60", len(taken))
		}
	})
}

func TestALetterThatNobodyReportsIsTriedAgainAfterPatience(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.submit("ada@isp.example")
		first := r.take(5)
		if len(first) != 1 || first[0].Letter.Attempts != 1 {
			r.Fatalf("took %+v", first)
		}
		due, ok, err := r.NextLetter(r.Context())
		r.must(err)
		if !ok || !due.Equal(r.clock.Now().Add(5*time.Minute)) || !due.Equal(first[0].Letter.DueAt) {
			r.Errorf("due at %v, %v", due, ok)
		}
		r.clock.advance(5*time.Minute - time.Second)
		if n := len(r.take(5)); n != 0 {
			r.Errorf("%d letters within patience", n)
		}
		r.clock.advance(time.Second)
		if again := r.take(5); len(again) != 1 || again[0].Letter.Attempts != 2 {
			r.Errorf("after patience: %+v", again)
		}
	})
}

func TestNewLettersAreNotStarvedByOldOnesNorOldByNew(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 20 {
			r.submit("ada@isp.example")
		}
		for _, p := range r.take(20) {
			r.must(r.LetterDelayed(r.Context(), p.Letter.ID, models.ServerReply{Code: 451}, r.clock.Now()))
		}
		r.clock.advance(time.Minute)
		for range 20 {
			r.submit("bob@other.example")
		}
		for _, size := range []struct{ n, fresh int }{{10, 5}, {5, 3}, {1, 1}, {30, 11}} {
			fresh := 0
			posts := r.take(size.n)
			for _, p := range posts {
				if p.Letter.Attempts == 1 {
					fresh++
				}
			}
			if fresh != size.fresh {
				r.Errorf("%d of %d letters are new, want %d", fresh, len(posts), size.fresh)
			}
		}
	})
}

func (r *rig) letter(id uuid.UUID) (l models.Letter) {
	r.Helper()
	r.must(r.Read(context.Background(), func(tx *gorm.DB) error { return tx.Take(&l, "id = ?", id).Error }))
	return l
}

func TestALettersTriesAreNoted(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		id := r.take(1)[0].Letter.ID
		next := r.clock.Now().Add(time.Hour).UTC()
		for range 2 {
			r.must(r.LetterDelayed(r.Context(), id, models.ServerReply{Code: 451, Text: "later"}, next))
		}
		if l := r.letter(id); l.State != models.LetterDelayed || !l.DueAt.Equal(next) || l.ReplyCode != 451 || l.ReplyText != "later" {
			r.Errorf("delayed: %+v", l)
		}
		r.must(r.LetterGivenUp(r.Context(), id, models.ServerReply{Code: 550, Text: "no"}))
		r.must(r.LetterDelayed(r.Context(), id, models.ServerReply{Code: 451}, next))
		if l := r.letter(id); l.State != models.LetterGivenUp || l.ReplyCode != 550 {
			r.Errorf("given up: %+v", l)
		}
		if _, ok, _ := r.NextLetter(r.Context()); ok {
			r.Error("a letter that is given up waits")
		}
		r.must(r.LetterSent(r.Context(), id, models.ServerReply{Code: 250}))
		r.must(r.LetterGivenUp(r.Context(), id, models.ServerReply{Code: 550}))
		if l := r.letter(id); l.State != models.LetterSent || l.SentAt == nil || !l.SentAt.Equal(r.clock.Now()) {
			r.Errorf("sent: %+v", l)
		}
		if got := len(r.history(ticket)); got != 1+3 {
			r.Errorf("history %q", r.history(ticket))
		}
		if err := r.LetterSent(r.Context(), uuid.New(), models.ServerReply{}); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("unknown letter: %v", err)
		}
	})
}

func TestReleasedLettersAreAsIfNeverTaken(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.submit("ada@isp.example")
		id := r.take(1)[0].Letter.ID
		r.must(r.ReleaseLetters(r.Context(), []uuid.UUID{id}))
		if again := r.take(1); len(again) != 1 || again[0].Letter.Attempts != 1 {
			r.Errorf("took %+v", again)
		}
	})
}

func TestOnlyAMailedGrantConfirms(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		if err := r.Confirm(r.Context(), scope(ticket), ticket.Reference); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("got %v", err)
		}
		if r.take(1)[0].Confirmed {
			r.Error("confirmed")
		}
		r.clock.advance(time.Hour)
		for range 2 {
			r.must(r.Confirm(r.Context(), mailed(ticket), ticket.Reference))
		}
		if !r.take(1)[0].Confirmed {
			r.Error("not confirmed")
		}
		if got := r.history(ticket); len(got) != 2 {
			r.Errorf("history %q", got)
		}
	})
}

func TestBlockWithdrawsLettersExpiresKeysAndSaysSoOnce(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket, other := r.submit("ada@isp.example"), r.submit("ada+x@isp.example")
		letter := r.take(1)[0].Letter
		for _, t := range []models.Ticket{ticket, other} {
			r.must(r.Confirm(r.Context(), mailed(t), t.Reference))
		}
		for range 2 {
			r.must(r.Block(r.Context(), letter.ID))
		}
		r.submit("ada@isp.example")
		r.must(r.SendLink(r.Context(), ticket.Reference, "ada@isp.example"))
		r.clock.advance(time.Hour)
		posts := r.take(10)
		if len(posts) != 1 || posts[0].Letter.Kind != models.LetterBlocked {
			r.Fatalf("waiting letters: %+v", posts)
		}
		blocked, kept := ticket, other
		if letter.TicketID == other.ID {
			blocked, kept = other, ticket
		}
		if _, err := r.Conversation(r.Context(), mailed(blocked), blocked.Reference); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("an old key opens the ticket: %v", err)
		}
		_, err := r.Conversation(r.Context(), mailed(kept), kept.Reference)
		r.must(err)
		blocked.KeyEpoch++
		if page, err := r.Conversation(r.Context(), mailed(blocked), blocked.Reference); page.Proved || err != nil {
			r.Errorf("the ticket that nobody asked for still carries words: %v, %v", page.Proved, err)
		}
		r.must(r.Unblock(r.Context(), letter.ID))
		r.submit("ada@isp.example")
		if n := len(r.take(10)); n != 1 {
			r.Errorf("%d letters after Unblock", n)
		}
		if err := r.Block(r.Context(), uuid.New()); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("unknown letter: %v", err)
		}
	})
}

func TestBlockingOverAndOverSendsOneLetterADay(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		letter := r.take(1)[0].Letter.ID
		blocked := func() (n int) {
			for _, l := range all[models.Letter](r) {
				if l.Kind == models.LetterBlocked {
					n++
				}
			}
			return n
		}
		for range 5 {
			for range 5 {
				r.must(r.Block(r.Context(), letter))
			}
			r.must(r.Unblock(r.Context(), letter))
		}
		r.must(r.Block(r.Context(), letter))
		if n := blocked(); n != 1 {
			r.Errorf("%d letters, want 1", n)
		}
		page, err := r.Conversation(r.Context(), models.ScopeOf([]models.Grant{{Reference: ticket.Reference, Epoch: 6}}), ticket.Reference)
		if err != nil || page.Ticket.KeyEpoch != 6 {
			r.Errorf("key epoch %d, %v; want one for each time that the address was not blocked", page.Ticket.KeyEpoch, err)
		}
		r.clock.advance(24 * time.Hour)
		r.must(r.Block(r.Context(), letter)) // it is blocked already
		if n := blocked(); n != 1 {
			r.Errorf("%d letters after a second block, want 1", n)
		}
		r.must(r.Unblock(r.Context(), letter))
		r.must(r.Block(r.Context(), letter))
		if n := blocked(); n != 2 {
			r.Errorf("%d letters a day later, want 2", n)
		}
	})
}

func TestALetterThatSaysWeStopDoesNotGoOnceTheBlockIsTakenBack(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.submit("ada@isp.example")
		letter := r.take(1)[0].Letter.ID
		r.must(r.Block(r.Context(), letter))
		r.must(r.Unblock(r.Context(), letter))
		if posts := r.take(5); len(posts) != 0 {
			r.Errorf("took %+v", posts)
		}
		r.clock.advance(25 * time.Hour)
		r.must(r.Block(r.Context(), letter))
		r.must(r.Block(r.Context(), letter))
		if posts := r.take(5); len(posts) != 1 || posts[0].Letter.Kind != models.LetterBlocked {
			r.Errorf("took %+v", posts)
		}
	})
}

func TestSendLinkDoesTheSameWorkForStrangers(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		ticket := r.submit("ada@isp.example")
		steps := map[string]int{}
		for _, try := range []struct {
			name, address string
			ref           models.Reference
			letters       int64
		}{
			{"theirs", "ADA@isp.example", ticket.Reference, 2},
			{"not theirs", "eve@evil.example", ticket.Reference, 2},
			{"no such ticket", "ada@isp.example", "00000000", 2},
			{"nobody", "", "00000000", 2},
		} {
			r.faults.set(0, false, nil)
			r.must(r.SendLink(r.Context(), try.ref, try.address))
			steps[try.name], _ = r.faults.clear()
			if n := r.count(&models.Letter{}); n != try.letters {
				r.Errorf("%s: %d letters, want %d", try.name, n, try.letters)
			}
		}
		for name, n := range steps {
			if n != steps["theirs"] {
				r.Errorf("%s takes %d statements, theirs %d", name, n, steps["theirs"])
			}
		}
	}, withCaps)
}

func TestLettersInHandAtACrashAreDueAtOnceAfterTheNextStart(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.submit("ada@isp.example")
		r.submit("bob@isp.example")
		sent := r.take(1)[0]
		r.must(r.LetterSent(r.Context(), sent.Letter.ID, models.ServerReply{Code: 250}))
		lost := r.take(1)[0]
		if again := r.take(5); len(again) != 0 {
			r.Fatalf("%d letters are due beside those in hand", len(again))
		}
		r.must(r.ReclaimLetters(r.Context()))
		again := r.take(5)
		if len(again) != 1 || again[0].Letter.ID != lost.Letter.ID || again[0].Letter.Attempts != 2 {
			r.Errorf("took %+v", again)
		}
	})
}

func TestALetterThatWaitsForItsNextTryIsNotReclaimed(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.submit("ada@isp.example")
		post := r.take(1)[0]
		r.must(r.LetterDelayed(r.Context(), post.Letter.ID, models.ServerReply{Code: 451}, r.clock.Now().Add(time.Hour)))
		r.must(r.ReclaimLetters(r.Context()))
		if again := r.take(5); len(again) != 0 {
			r.Errorf("%d letters are due", len(again))
		}
	})
}

func TestAnAddressIsBlockedUntilItIsUnblocked(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.submit("ada@isp.example")
		letter := r.take(1)[0].Letter.ID
		for _, step := range []struct {
			change func(context.Context, uuid.UUID) error
			want   bool
		}{{nil, false}, {r.Block, true}, {r.Unblock, false}} {
			if step.change != nil {
				r.must(step.change(r.Context(), letter))
			}
			if got, err := r.Blocked(r.Context(), letter); got != step.want || err != nil {
				r.Errorf("blocked %v, %v; want %v", got, err, step.want)
			}
		}
		if _, err := r.Blocked(r.Context(), uuid.New()); !errors.Is(err, models.ErrNotFound) {
			r.Errorf("an unknown letter: %v", err)
		}
	})
}
