package models_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"docket/models"
)

// note is a change that writes one address.
func note(name string) func(tx *gorm.DB) error {
	return func(tx *gorm.DB) error { return tx.Create(&models.Address{Mailbox: name}).Error }
}

var errBad = errors.New("bad change")

// badNote is a change that fails after it has written.
func badNote(name string) func(tx *gorm.DB) error {
	return func(tx *gorm.DB) error { return errors.Join(note(name)(tx), errBad) }
}

// hold keeps the writer busy until release is called, so that what comes meanwhile waits.
func (r *rig) hold() (release func()) {
	r.Helper()
	entered, leave := make(chan struct{}), make(chan struct{})
	var once, entering sync.Once
	go func() {
		_ = r.Change(context.Background(), func(*gorm.DB) error {
			entering.Do(func() { close(entered) })
			<-leave
			return nil
		})
	}()
	<-entered
	release = func() { once.Do(func() { close(leave) }) }
	r.Cleanup(release)
	return release
}

// waitFor waits until a condition holds.
func (r *rig) waitFor(what string, holds func() bool) {
	r.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			r.Fatal(what)
		}
	}
}

// group sends changes to the held writer, lets it go and returns their outcomes.
func (r *rig) group(changes ...func(*gorm.DB) error) []error {
	r.Helper()
	release := r.hold()
	outcomes := make([]error, len(changes))
	var all sync.WaitGroup
	for i, do := range changes {
		all.Go(func() { outcomes[i] = r.Change(context.Background(), do) })
	}
	r.waitFor("changes do not wait", func() bool { return r.Waiting() == len(changes) })
	release()
	all.Wait()
	return outcomes
}

func TestOneBadChangeInAGroupFailsAlone(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	outcomes := r.group(note("a"), badNote("b"), note("c"), note("d"), badNote("e"), note("f"))
	for i, bad := range []bool{false, true, false, false, true, false} {
		if errors.Is(outcomes[i], errBad) != bad {
			t.Errorf("change %d: %v", i, outcomes[i])
		}
	}
	if n := r.count(&models.Address{}); n != 4 {
		t.Errorf("%d rows, want 4", n)
	}
}

func TestAGroupIsOneTransaction(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	release := r.hold()
	r.faults.set(0, false, nil)
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() { r.must(r.Change(context.Background(), note(fmt.Sprint(i)))) })
	}
	r.waitFor("changes do not wait", func() bool { return r.Waiting() == 10 })
	release()
	all.Wait()
	if seen, _ := r.faults.clear(); seen != 1+1+10+1 { // the holder's COMMIT, then BEGIN, ten INSERTs, COMMIT
		t.Errorf("%d statements, want 13", seen)
	}
}

func TestARefusalWithoutWritingLeavesTheGroupAlone(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	runs := 0
	counted := func(tx *gorm.DB) error { runs++; return note("a")(tx) }
	outcomes := r.group(counted, func(*gorm.DB) error { return models.ErrNotFound })
	if outcomes[0] != nil || !errors.Is(outcomes[1], models.ErrNotFound) || runs != 1 {
		t.Errorf("outcomes %v after %d runs", outcomes, runs)
	}
}

func TestAPanickingChangeFailsAlone(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	outcomes := r.group(note("a"), func(*gorm.DB) error { panic("oh") }, note("c"))
	if outcomes[0] != nil || outcomes[1] == nil || outcomes[2] != nil {
		t.Errorf("outcomes %v", outcomes)
	}
}

func TestBeyondWaitingIsBusyAtOnce(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, func(cfg *models.StoreConfig) { cfg.Waiting = 3 })
	release := r.hold()
	defer release()
	for i := range 3 {
		go func() { _ = r.Change(context.Background(), note(fmt.Sprint(i))) }()
	}
	r.waitFor("changes do not wait", func() bool { return r.Waiting() == 3 })
	if _, err := r.Submit(t.Context(), models.Scope{}, aFiling(1)); !errors.Is(err, models.ErrBusy) {
		t.Errorf("got %v, want ErrBusy", err)
	}
}

func TestACallerThatLeavesWhileWaitingWritesNothing(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	release := r.hold()
	ctx, leave := context.WithCancel(t.Context())
	outcome := make(chan error)
	go func() { outcome <- r.Change(ctx, note("gone")) }()
	r.waitFor("change does not wait", func() bool { return r.Waiting() == 1 })
	leave()
	if err := <-outcome; !errors.Is(err, context.Canceled) || errors.Is(err, models.ErrUnknownOutcome) {
		t.Errorf("got %v", err)
	}
	release()
	r.must(r.Heartbeat(t.Context()))
	if n := r.count(&models.Address{}); n != 0 {
		t.Errorf("%d rows, want none", n)
	}
}

func TestACallerThatLeavesAfterwardsDoesNotKnowTheOutcome(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	ctx, leave := context.WithCancel(t.Context())
	goOn := make(chan struct{})
	err := r.Change(ctx, func(tx *gorm.DB) error {
		defer time.AfterFunc(50*time.Millisecond, func() { close(goOn) })
		leave()
		<-ctx.Done()
		return note("kept")(tx)
	})
	if err != nil && !errors.Is(err, models.ErrUnknownOutcome) {
		t.Errorf("got %v", err)
	}
	<-goOn
	r.must(r.Heartbeat(t.Context()))
	if n := r.count(&models.Address{}); n != 1 {
		t.Errorf("%d rows, want the one that was taken", n)
	}
}

// coded is an error with a result code, as the engine's are.
type coded int

func (c coded) Error() string { return fmt.Sprintf("sqlite error %d", int(c)) }
func (c coded) Code() int     { return int(c) }

func TestTroubleWithStorageIsNamedAndPassesWithoutARestart(t *testing.T) {
	t.Parallel()
	const begin, insert, commit = 1, 2, 3
	for _, trouble := range []struct {
		name string
		n    int
		err  error
		want error
	}{
		{"disk full at the commit", commit, coded(13), models.ErrFull},
		{"disk full at a statement", insert, coded(13), models.ErrFull},
		{"read-only at the begin", begin, coded(8), models.ErrFull},
		{"file gone at the begin", begin, coded(14), models.ErrFull},
		{"write error before the commit", insert, coded(10 | 3<<8), models.ErrFull},
		{"sync error at the commit", commit, coded(10 | 4<<8), models.ErrUnknownOutcome},
		{"locked by another program", begin, coded(5), models.ErrBusy},
		{"anything else at the commit", commit, errBroken, models.ErrUnknownOutcome},
	} {
		for _, lasting := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s lasting=%v", trouble.name, lasting), func(t *testing.T) {
				r := onSQLite(t)
				r.faults.set(trouble.n, lasting, trouble.err)
				if err := r.Change(t.Context(), note("a")); !errors.Is(err, trouble.want) {
					t.Errorf("got %v, want %v", err, trouble.want)
				}
				r.faults.clear()
				if n := r.count(&models.Address{}); n != 0 {
					t.Errorf("%d rows, want none", n)
				}
				r.must(r.Change(t.Context(), note("b")))
			})
		}
	}
}

func TestAFaultInAGroupNeverSplitsAChange(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	for n := 1; ; n++ {
		before := r.rows()
		release := r.hold()
		var filed int64
		var all sync.WaitGroup
		var mu sync.Mutex
		for range 4 {
			all.Go(func() {
				if _, err := r.Submit(context.Background(), models.Scope{}, aFiling(n)); err == nil {
					mu.Lock()
					filed++
					mu.Unlock()
				}
			})
		}
		r.waitFor("filings do not wait", func() bool { return r.Waiting() == 4 })
		r.faults.set(n, false, errBroken)
		release()
		all.Wait()
		_, struck := r.faults.clear()
		if got := r.rows(); got != before.plus(rows{filed, filed, filed, filed}) {
			t.Fatalf("fault at statement %d: %d filed, rows %+v after %+v", n, filed, got, before)
		}
		if !struck {
			return
		}
	}
}

func TestCloseLosesNothingThatWaits(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		var wait sync.WaitGroup
		var mu sync.Mutex
		filed := map[models.Reference]bool{}
		for i := range 200 {
			wait.Go(func() {
				ticket, err := r.Submit(context.Background(), models.Scope{}, aFiling(i))
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					filed[ticket.Reference] = true
				} else if !errors.Is(err, models.ErrBusy) {
					r.Error(err)
				}
			})
		}
		r.waitFor("nothing is filed", func() bool { mu.Lock(); defer mu.Unlock(); return len(filed) > 0 })
		r.must(r.Close())
		wait.Wait()
		r.must(r.Close())
		if _, err := r.Submit(context.Background(), models.Scope{}, aFiling(1)); !errors.Is(err, models.ErrBusy) {
			r.Errorf("a closed store answers %v", err)
		}
		again := newRig(r.T, r.url)
		tickets := all[models.Ticket](again)
		if len(tickets) != len(filed) {
			r.Errorf("%d tickets acknowledged, %d kept", len(filed), len(tickets))
		}
	})
}

func TestAnswersAtTheSameTimeAllCount(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		f := r.submit("ada@isp.example")
		var wait sync.WaitGroup
		for range 16 {
			wait.Go(func() {
				if _, err := r.Answer(context.Background(), scope(f), f.Reference, newForm(), reader.Clean("again")); err != nil {
					r.Error(err)
				}
			})
		}
		wait.Wait()
		if n := r.count(&models.Message{}); n != 16 {
			r.Errorf("%d messages, want 16", n)
		}
	})
}
