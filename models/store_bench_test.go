package models_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"docket/evidence"
	"docket/models"
)

var reader = &evidence.Reader{Domain: "fibregateway.com"}

// aFiling makes a filing of everyday size, about 4 KB, from a new form.
func aFiling(n int) models.Filing {
	clean := reader.Clean
	return models.FilingOf(models.Ticket{
		SubmissionID: uuid.New(), ContentHash: strings.Repeat("0a", 16),
		Environment: models.CVT, Tenant: "TENANT_1", Supplier: "SUPPLIER_2",
		OccurredAt: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), OccurredWritten: "2026-11-23T09:00:00Z",
		RequestID: uuid.NewString(), ConversationID: uuid.NewString(), OrderID: fmt.Sprint(4711000 + n),
		Method: "GET", URL: clean("https://cvt.fibregateway.com/v1/orders"), Status: 422,
		ErrorUUID: uuid.NewString(), ErrorCode: "ORDER_INVALID", ErrorMessage: clean("address unknown"),
		Name: clean("Ada"), Email: fmt.Sprintf("ada%d@isp.example", n), Summary: clean("order refused"),
		Impact: models.Question, Priority: 4,
	}, models.Papers{
		Description: clean("It fails since this morning."),
		Request:     clean("GET https://cvt.fibregateway.com/v1/orders"), Response: clean("422 Unprocessable"),
		Evidence: clean(strings.Repeat("> GET /v1/orders HTTP/1.1\n< HTTP/1.1 422\n", 90)), EvidenceSHA256: strings.Repeat("0b", 32),
	})
}

func BenchmarkSubmit(b *testing.B) {
	for _, clients := range []int{1, 8, 32, 256} {
		benchmarkSubmit(b, clients, false)
	}
	benchmarkSubmit(b, 32, true)
}

func benchmarkSubmit(b *testing.B, clients int, caps bool) {
	b.Run(fmt.Sprintf("clients=%d/caps=%v", clients, caps), func(b *testing.B) {
		store, err := models.OpenStore(b.Context(), models.StoreConfig{
			URL: "sqlite:" + filepath.Join(b.TempDir(), "docket.db"), MailCaps: caps,
		})
		if err != nil {
			b.Fatal(err)
		}
		defer store.Close()
		race(b, clients, func(n int) error {
			_, err := store.Submit(context.Background(), models.Scope{}, aFiling(n))
			return err
		})
	})
}

// race runs do b.N times from a number of clients and reports the rate.
func race(b *testing.B, clients int, do func(n int) error) {
	b.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for range clients {
		all.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				if err := do(int(n)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkRawInsert writes rows of a filing's size without a store, for comparison.
func BenchmarkRawInsert(b *testing.B) {
	for _, group := range []int{1, 32} {
		b.Run(fmt.Sprintf("group=%d", group), func(b *testing.B) {
			db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "raw.db")+
				"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			db.SetMaxOpenConns(1)
			if _, err := db.Exec("CREATE TABLE raw (id text PRIMARY KEY, a text, b text, c text, d text, body text);" +
				"CREATE INDEX ra ON raw (a); CREATE INDEX rb ON raw (b); CREATE INDEX rc ON raw (c); CREATE INDEX rd ON raw (d)"); err != nil {
				b.Fatal(err)
			}
			rawInserts(b, db, group)
		})
	}
}

func rawInserts(b *testing.B, db *sql.DB, group int) {
	body := strings.Repeat("> GET /v1/orders HTTP/1.1\n< HTTP/1.1 422\n", 100)
	b.ResetTimer()
	for n := 0; n < b.N; n += group {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		stmt, err := tx.Prepare("INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?)")
		if err != nil {
			b.Fatal(err)
		}
		for range min(group, b.N-n) {
			if _, err := stmt.Exec(uuid.NewString(), uuid.NewString(), uuid.NewString(), uuid.NewString(), uuid.NewString(), body); err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
