//go:build scratch

package models_test

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"docket/models"
	"docket/models/modelstest"
)

func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestScratchCPU(t *testing.T) {
	path := "/tmp/q/stock.db"
	if _, err := os.Stat(path); err != nil {
		modelstest.Fill(t, "sqlite:"+path, 100_000)
	}
	store := modelstest.Open(t, models.StoreConfig{URL: "sqlite:" + path})
	sam, err := store.AddAccount(t.Context(), models.Account{Email: fmt.Sprint(time.Now().UnixNano()) + "@fibre.example", Name: reader.Clean("Sam"), Role: models.RoleAgent})
	if err != nil {
		t.Fatal(err)
	}
	desk := models.DeskOf(sam)
	twentieth := models.QueueFilter{View: models.ViewAll}
	for range 19 {
		page, err := store.Queue(t.Context(), desk, twentieth)
		if err != nil || page.Next == "" {
			t.Fatalf("no page 20: %v", err)
		}
		twentieth.After = page.Next
	}
	ctx := context.Background()
	page, _ := store.Queue(ctx, desk, models.QueueFilter{View: models.ViewAll})
	var refs []models.Reference
	for _, r := range page.Rows {
		refs = append(refs, r.Ticket.Reference)
	}
	i := 0
	var ids []string
	for _, r := range refs[:10] {
		c, _ := store.Case(ctx, desk, r)
		ids = append(ids, c.Ticket.RequestID)
	}
	queue := func(f models.QueueFilter) func() error {
		return func() error { _, err := store.Queue(ctx, desk, f); return err }
	}
	for _, c := range []struct {
		name string
		do   func() error
	}{
		{"first", queue(models.QueueFilter{})}, {"page20", queue(twentieth)}, {"all", queue(models.QueueFilter{View: models.ViewAll})},
		{"resolved", queue(models.QueueFilter{View: models.ViewResolved})}, {"cvt", queue(models.QueueFilter{Environment: models.CVT})},
		{"tenant", queue(models.QueueFilter{Tenant: "TENANT_7"})}, {"nobody", queue(models.QueueFilter{Unassigned: true})},
		{"tenant+supplier closed", queue(models.QueueFilter{View: models.ViewClosed, Tenant: "TENANT_7", Supplier: "SUPPLIER_3", Environment: models.CVT})},
		{"rare", queue(models.QueueFilter{View: models.ViewAll, Text: "zebra"})},
		{"common", queue(models.QueueFilter{View: models.ViewAll, Text: "timeout"})},
		{"beginning", queue(models.QueueFilter{View: models.ViewAll, Text: "timeo"})},
		{"both", queue(models.QueueFilter{View: models.ViewAll, Text: "zebra timeout"})},
		{"filtered", queue(models.QueueFilter{View: models.ViewOurs, Text: "timeout", Tenant: "TENANT_7"})},
		{"case", func() error { i++; _, err := store.Case(ctx, desk, refs[i%len(refs)]); return err }},
		{"identified", func() error {
			i++
			_, err := store.Identified(ctx, desk, "FC", ids[i%len(ids)])
			return err
		}},
	} {
		if want := os.Getenv("ONLY"); want != "" && want != c.name {
			continue
		}
		for range 20 {
			c.do()
		}
		best := time.Hour
		for range 15 {
			n := 40
			s := cpu()
			for range n {
				if err := c.do(); err != nil {
					t.Fatal(err)
				}
			}
			best = min(best, (cpu()-s)/time.Duration(n))
		}
		fmt.Printf("%-24s cpu %8v\n", c.name, best)
	}
}
