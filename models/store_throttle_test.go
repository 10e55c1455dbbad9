package models_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gorm.io/gorm"

	"docket/models"
)

// byAccount and byNetwork are two throttles as a sign-in has them.
var (
	byAccount = models.Throttle{Key: "account 1", Free: 3, First: time.Second, Longest: 5 * time.Second}
	byNetwork = models.Throttle{Key: "network 1", Free: 10, First: time.Minute, Longest: time.Hour}
)

// try tries and checks how long it has to wait.
func (r *rig) try(want time.Duration, throttles ...models.Throttle) {
	r.Helper()
	got, err := r.Try(r.Context(), throttles)
	r.must(err)
	if got != want {
		r.Errorf("wait %v, want %v", got, want)
	}
}

func TestTriesCostMoreTheMoreThereWere(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 3 {
			r.try(0, byAccount)
		}
		for _, wait := range []time.Duration{1, 2, 4, 5, 5, 5} { // doubled, up to the longest
			wait *= time.Second
			r.try(wait, byAccount)
			r.clock.advance(wait - time.Millisecond)
			r.try(time.Millisecond, byAccount)
			r.clock.advance(time.Millisecond)
			r.try(0, byAccount)
		}
	})
}

func TestATryThatMustWaitCountsNothing(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 3 {
			r.try(0, byAccount, byNetwork)
		}
		for range 20 {
			r.try(time.Second, byAccount, byNetwork)
		}
		for range 7 { // of ten free ones, three are used
			r.try(0, byNetwork)
		}
		r.try(time.Minute, byNetwork)
		r.try(time.Minute, byNetwork, byAccount) // the longest of the waits
	})
}

func TestThrottlesOfOtherKeysDoNotTouch(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 3 {
			r.try(0, byAccount)
		}
		r.try(time.Second, byAccount)
		other := byAccount
		other.Key = "account 2"
		r.try(0, other)
	})
}

func TestSuccessForgetsTries(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 3 {
			r.try(0, byAccount, byNetwork)
		}
		r.must(r.ForgetTries(r.Context(), []models.Throttle{byAccount}))
		for range 3 {
			r.try(0, byAccount)
		}
		r.try(time.Second, byAccount)
		if tries := r.tries(); tries[byNetwork.Key] != 3 {
			r.Errorf("tries are %v", tries)
		}
	})
}

// tries returns what is counted.
func (r *rig) tries() map[string]int {
	r.Helper()
	counted := map[string]int{}
	r.must(r.Read(r.Context(), func(tx *gorm.DB) error {
		var rows []struct {
			Key   string
			Tries int
		}
		err := tx.Table("throttles").Find(&rows).Error
		for _, row := range rows {
			counted[row.Key] = row.Tries
		}
		return err
	}))
	return counted
}

func TestACounterIsForgottenAfterADay(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for range 3 {
			r.try(0, byAccount)
		}
		r.clock.advance(24*time.Hour - time.Second)
		r.try(0, byAccount)
		r.try(2*time.Second, byAccount) // the fourth try counted on
		r.clock.advance(24 * time.Hour)
		for range 3 {
			r.try(0, byAccount)
		}
		r.try(time.Second, byAccount)
	})
}

func TestAClockSetBackDoesNotLockAnybodyOut(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.clock.advance(365 * 24 * time.Hour)
		for range 3 {
			r.try(0, byAccount)
		}
		r.clock.advance(-365 * 24 * time.Hour)
		r.try(0, byAccount)
		r.clock.advance(12 * time.Hour)
		for range 2 {
			r.try(0, byAccount)
		}
		r.clock.advance(-6 * time.Hour)
		r.try(byAccount.Longest, byAccount)
	})
}

func TestOldCountersAreSweptOut(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		for i := range 150 {
			r.try(0, models.Throttle{Key: fmt.Sprint("old ", i), Free: 1})
		}
		r.clock.advance(24*time.Hour + time.Second)
		for range 2 {
			r.try(0, byAccount)
		}
		if tries := r.tries(); len(tries) != 1 || tries[byAccount.Key] != 2 {
			r.Errorf("left: %d counters", len(tries))
		}
	})
}

func TestTriesAtTheSameTimeAreCountedOneAfterTheOther(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		var through atomic.Int64
		var wait sync.WaitGroup
		for i := range 24 {
			pair := []models.Throttle{byAccount, byNetwork}
			if i%2 == 0 {
				slices.Reverse(pair)
			}
			wait.Go(func() {
				must, err := r.Try(context.Background(), pair)
				if err != nil {
					r.Error(err)
				}
				if err == nil && must == 0 {
					through.Add(1)
				}
			})
		}
		wait.Wait()
		if n := through.Load(); n != 3 {
			r.Errorf("%d of 24 tries got through, want the 3 free ones", n)
		}
	})
}
