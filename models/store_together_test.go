package models_test

import (
	"context"
	"errors"
	"testing"

	"gorm.io/gorm"

	"docket/models"
)

func TestQuestionsAskedOneAfterAnotherSeeOneStateOfTheDatabase(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.submit("ada@isp.example")
		var together, later, single int64
		r.must(r.Read(r.Context(), func(tx *gorm.DB) error {
			var first, second, third int
			r.must(models.Together(tx, &first))
			r.submit("ada@isp.example")
			r.must(models.Later(tx, &second))
			r.must(models.Together(tx, &third))
			together, later = int64(third), int64(second)
			return tx.Model(&models.Ticket{}).Count(&single).Error
		}))
		if together != 1 || later != 1 || single != 1 || r.count(&models.Ticket{}) != 2 {
			r.Errorf("together %d, later %d, single %d tickets were seen beside 1", together, later, single)
		}
	})
}

func TestASnapshotMayBeginWithAnyQuestionOrNone(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		r.submit("ada@isp.example")
		for range 40 { // more than there are connections
			var n int
			r.must(r.Read(r.Context(), func(*gorm.DB) error { return nil }))
			r.must(r.Read(r.Context(), func(tx *gorm.DB) error { return models.Together(tx, &n, "SELECT 1", "SELECT 2") }))
			if n != 1 || r.count(&models.Ticket{}) != 1 {
				r.Fatalf("%d tickets", n)
			}
		}
	})
}

func TestAFaultAmongQuestionsLeavesNoConnectionBehind(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(r *rig) {
		gone, leave := context.WithCancel(r.Context())
		leave()
		for range 40 { // more than there are connections
			var n int
			wrong := r.Read(r.Context(), func(tx *gorm.DB) error { return models.Together(tx, &n, "SELECT nothing FROM nowhere", "SELECT 1") })
			refused := r.Read(r.Context(), func(tx *gorm.DB) error {
				r.must(models.Together(tx, &n))
				return errors.New("refused")
			})
			left := r.Read(gone, func(tx *gorm.DB) error { return models.Together(tx, &n) })
			if wrong == nil || refused == nil || refused.Error() != "refused" || left == nil {
				r.Fatalf("got %v, %v, %v", wrong, refused, left)
			}
			func() {
				defer func() { _ = recover() }()
				_ = r.Read(r.Context(), func(tx *gorm.DB) error { r.must(models.Together(tx, &n)); panic("a fault") })
			}()
			r.submit("ada@isp.example")
		}
		if n := r.count(&models.Ticket{}); n != 40 {
			r.Errorf("%d tickets", n)
		}
	})
}
