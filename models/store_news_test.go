package models_test

import (
	"database/sql"
	"reflect"
	"testing"

	"gorm.io/gorm"

	"docket/models"
	"docket/models/modelstest"
)

func TestAFilingThatCommitsAfterALaterOneIsNews(t *testing.T) {
	t.Parallel()
	r := newRig(t, modelstest.Postgres(t))
	grace := r.desk("Grace")
	r.submit("first@isp.example")
	holder, err := sql.Open("pgx", r.url)
	r.must(err)
	defer holder.Close()
	held, err := holder.BeginTx(r.Context(), nil)
	r.must(err)
	defer held.Rollback()
	_, err = held.Exec("SELECT pg_advisory_xact_lock(hashtextextended('late@isp.example', 0))") // a filing takes it after its event
	r.must(err)
	done := make(chan error)
	go func() {
		ticket := aFiling(1).Ticket()
		ticket.Email = "late@isp.example"
		_, err := r.Submit(r.Context(), models.Scope{}, models.FilingOf(ticket, models.Papers{}))
		done <- err
	}()
	for waits := false; !waits; {
		r.must(held.QueryRow("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)").Scan(&waits))
	}
	r.submit("early@isp.example")
	since := r.queue(grace, models.QueueFilter{}).Latest
	filed, _, mark, err := r.News(r.Context(), grace, since)
	if err != nil || filed != 0 || mark.String() != since.String() {
		r.Errorf("before it is there, %d are news since %v, up to %v: %v", filed, since, mark, err)
	}
	r.must(held.Commit())
	r.must(<-done)
	if filed, _, _, err := r.News(r.Context(), grace, models.Mark{Latest: since.Latest}); filed != 0 || err != nil {
		r.Errorf("it was not late: %d, %v", filed, err)
	}
	filed, _, mark, err = r.News(r.Context(), grace, since)
	if err != nil || filed != 1 || len(mark.Late) != 0 {
		r.Errorf("once it is there, %d are news since %v, up to %v: %v", filed, since, mark, err)
	}
	if filed, _, _, err := r.News(r.Context(), grace, mark); filed != 0 || err != nil {
		r.Errorf("it is news again: %d, %v", filed, err)
	}
}

func TestEventsThatNeverCameFitAMark(t *testing.T) {
	t.Parallel()
	r := newRig(t, modelstest.Postgres(t))
	grace := r.desk("Grace")
	r.submit("ada@isp.example")
	r.must(r.Change(r.Context(), func(tx *gorm.DB) error {
		return tx.Exec("SELECT nextval(pg_get_serial_sequence('events', 'id')) FROM generate_series(1, 3000)").Error
	}))
	r.submit("bob@isp.example")
	for range 2 {
		mark := r.queue(grace, models.QueueFilter{}).Latest
		again, ok := models.ParseMark(mark.String())
		if len(mark.Late) != 200 || mark.Late[199] != mark.Latest-1 || !ok || !reflect.DeepEqual(again, mark) {
			r.Errorf("it names %d, up to %v, and is read as %v", len(mark.Late), mark.Latest, again)
		}
		if filed, _, _, err := r.News(r.Context(), grace, mark); filed != 0 || err != nil {
			r.Errorf("%d are news, %v", filed, err)
		}
	}
}
