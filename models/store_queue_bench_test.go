package models_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"docket/models"
	"docket/models/modelstest"
)

// BenchmarkDesk reads the queue, searches and opens tickets from eight clients, with 10,000 and
// 100,000 tickets on each engine. Page 20 is of all tickets, the others of a view's own.
func BenchmarkDesk(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("sqlite/tickets=%d", n), func(b *testing.B) { benchmarkDesk(b, sqliteURL(b), n) })
		b.Run(fmt.Sprintf("postgres/tickets=%d", n), func(b *testing.B) { benchmarkDesk(b, modelstest.Postgres(b), n) })
	}
}

func benchmarkDesk(b *testing.B, url string, n int) {
	stock := modelstest.Fill(b, url, n)
	store := modelstest.Open(b, models.StoreConfig{URL: url})
	sam, err := store.AddAccount(b.Context(), models.Account{Email: "sam@fibre.example", Name: reader.Clean("Sam"), Role: models.RoleAgent})
	if err != nil {
		b.Fatal(err)
	}
	desk := models.DeskOf(sam)
	for _, q := range benchedQueues(b, store, desk, stock) {
		b.Run(q.name, func(b *testing.B) {
			clients(b, 8, func(int) error {
				page, err := store.Queue(context.Background(), desk, q.filter)
				if err == nil && len(page.Rows) == 0 {
					err = fmt.Errorf("%+v leaves nothing", q.filter)
				}
				return err
			})
		})
	}
	b.Run("counts", func(b *testing.B) {
		clients(b, 8, func(int) error { _, err := store.QueueCounts(context.Background(), desk); return err })
	})
	b.Run("identifier", func(b *testing.B) {
		clients(b, 8, func(n int) error {
			found, err := store.Identified(context.Background(), desk, "FC", stock.Tickets[n%len(stock.Tickets)].RequestID)
			if err == nil && len(found) != 1 {
				err = fmt.Errorf("%d tickets found", len(found))
			}
			return err
		})
	})
	b.Run("case", func(b *testing.B) {
		clients(b, 8, func(n int) error {
			_, err := store.Case(context.Background(), desk, stock.Tickets[n%len(stock.Tickets)].Reference)
			return err
		})
	})
}

// benched is a part of the queue that is read again and again.
type benched struct {
	name   string
	filter models.QueueFilter
}

func benchedQueues(b *testing.B, store *models.Store, desk models.Desk, stock modelstest.Stock) []benched {
	b.Helper()
	twentieth := models.QueueFilter{View: models.ViewAll}
	for range 19 {
		page, err := store.Queue(b.Context(), desk, twentieth)
		if err != nil || page.Next == "" {
			b.Fatalf("no page 20: %v", err)
		}
		twentieth.After = page.Next
	}
	return []benched{
		{"first", models.QueueFilter{}}, {"page20", twentieth}, {"all", models.QueueFilter{View: models.ViewAll}}, {"resolved", models.QueueFilter{View: models.ViewResolved}},
		{"environment", models.QueueFilter{Environment: models.CVT}}, {"priority", models.QueueFilter{Priority: 2}}, {"tenant", models.QueueFilter{Tenant: "TENANT_7"}},
		{"supplier", models.QueueFilter{Supplier: "SUPPLIER_3"}}, {"assignee", models.QueueFilter{Assignee: stock.Staff[3]}}, {"nobody", models.QueueFilter{Unassigned: true}},
		{"tenant+supplier", models.QueueFilter{View: models.ViewClosed, Tenant: "TENANT_7", Supplier: "SUPPLIER_3", Environment: models.CVT}},
		{"search-rare", models.QueueFilter{View: models.ViewAll, Text: stock.Rare}}, {"search-common", models.QueueFilter{View: models.ViewAll, Text: stock.Common}},
		{"search-beginning", models.QueueFilter{View: models.ViewAll, Text: stock.Common[:5]}}, {"search-both", models.QueueFilter{View: models.ViewAll, Text: stock.Rare + " " + stock.Common}},
		{"search-filtered", models.QueueFilter{View: models.ViewOurs, Text: stock.Common, Tenant: "TENANT_7"}},
	}
}

// clients runs do b.N times from a number of clients and reports the rate and how long one takes.
func clients(b *testing.B, n int, do func(i int) error) {
	b.Helper()
	var next atomic.Int64
	times := make([][]time.Duration, n)
	var all sync.WaitGroup
	b.ResetTimer()
	for c := range n {
		all.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				start := time.Now()
				if err := do(int(i)); err != nil {
					b.Error(err)
					return
				}
				times[c] = append(times[c], time.Since(start))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	took := slices.Concat(times...)
	slices.Sort(took)
	if len(took) == 0 {
		return
	}
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
