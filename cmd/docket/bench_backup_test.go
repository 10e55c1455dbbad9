package main

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"docket/models/modelstest"
)

// BenchmarkBackup backs up a database of 100,000 tickets while 20 a second are filed, restores it
// and starts on it: seconds of each, and what the backup costs those who file. Every ticket that
// was acknowledged before the backup began must open in the restored program.
func BenchmarkBackup(b *testing.B) {
	for range b.N {
		p := newProgram(b)
		modelstest.Fill(b, "sqlite:"+filepath.Join(p.dir, "docket.db"), 100_000)
		p.start()
		quiet, acknowledged := p.steady(b, 10*time.Second, nil)
		file := filepath.Join(b.TempDir(), "docket.backup")
		var took time.Duration
		beside, _ := p.steady(b, 10*time.Second, func() { took = p.timed(b, "backup", file) })
		p.kill()
		restored := newProgram(b)
		secret, err := os.ReadFile(filepath.Join(p.dir, "secret"))
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(restored.dir, "secret"), secret, 0o600); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(restored.timed(b, "restore", file).Seconds(), "restore-s")
		start := time.Now()
		restored.start()
		b.ReportMetric(time.Since(start).Seconds(), "start-s")
		for _, r := range acknowledged {
			if status, _ := restored.get(r.path, r.cookie); status != http.StatusOK {
				b.Fatalf("%s is not in the restored database: %d", r.path, status)
			}
		}
		b.ReportMetric(took.Seconds(), "backup-s")
		b.ReportMetric(milliseconds(quiet), "p99-quiet-ms")
		b.ReportMetric(milliseconds(beside), "p99-beside-ms")
		b.ReportMetric(float64(len(acknowledged)), "acknowledged")
		restored.kill()
	}
}

// timed runs a command of the program on this one's data and returns how long it took.
func (p *program) timed(b *testing.B, args ...string) time.Duration {
	start := time.Now()
	p.command(b, "", args...)
	return time.Since(start)
}

// prepare makes a command of the program ready.
func (p *program) prepare(b *testing.B, args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = p.env
	return cmd
}

// steady files 20 tickets a second for some time and until meanwhile has ended, and returns the
// 99th percentile of what filing took and every ticket that was acknowledged.
func (p *program) steady(b *testing.B, atLeast time.Duration, meanwhile func()) (p99 time.Duration, acknowledged []receipt) {
	ctx, stop := context.WithTimeout(context.Background(), atLeast)
	defer stop()
	var busy sync.WaitGroup
	if meanwhile != nil {
		busy.Go(meanwhile)
	}
	ended := make(chan struct{})
	go func() { <-ctx.Done(); busy.Wait(); close(ended) }()
	var mu sync.Mutex
	var filings sync.WaitGroup
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		select {
		case <-ended:
			tick.Stop()
			filings.Wait()
			return percentile(acknowledged, 99), acknowledged
		case <-tick.C:
			filings.Go(func() {
				r := p.once(b)
				mu.Lock()
				defer mu.Unlock()
				acknowledged = append(acknowledged, r)
			})
		}
	}
}

// once files a ticket over a connection of its own.
func (p *program) once(b *testing.B) receipt {
	c, err := p.dial()
	if err != nil {
		b.Error(err)
		return receipt{}
	}
	defer c.conn.Close()
	r, err := c.file(p.filing())
	if err != nil || r.status != http.StatusSeeOther {
		b.Errorf("filing: %d %v", r.status, err)
	}
	return r
}

func percentile(all []receipt, n int) time.Duration {
	times := make([]time.Duration, len(all))
	for i, r := range all {
		times[i] = r.took
	}
	slices.Sort(times)
	return times[len(times)*n/100]
}
