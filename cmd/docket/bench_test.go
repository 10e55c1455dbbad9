package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkFiling files tickets over HTTP, each durable before its answer, with the load
// generator on the same machine.
func BenchmarkFiling(b *testing.B) {
	for _, clients := range []int{1, 8, 32, 256} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			p := newProgram(b)
			p.start()
			b.ResetTimer()
			p.load(b, clients)
		})
	}
}

// load files b.N tickets from so many clients and reports how it went.
func (p *program) load(b *testing.B, clients int) {
	var next, refused atomic.Int64
	times := make([][]time.Duration, clients)
	forms := make([][]byte, b.N)
	for i := range forms {
		forms[i] = p.filing()
	}
	b.ResetTimer()
	start := time.Now()
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			c, err := p.dial()
			if err != nil {
				b.Error(err)
				return
			}
			defer c.conn.Close()
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				got, err := c.file(forms[n-1])
				if err != nil {
					b.Error(err)
					return
				}
				if got.status != http.StatusSeeOther {
					refused.Add(1)
				}
				times[i] = append(times[i], got.took)
			}
		})
	}
	wg.Wait()
	took := time.Since(start)
	all := slices.Concat(times...)
	slices.Sort(all)
	b.ReportMetric(float64(len(all))/took.Seconds(), "tickets/s")
	b.ReportMetric(milliseconds(all[len(all)/2]), "p50-ms")
	b.ReportMetric(milliseconds(all[len(all)*99/100]), "p99-ms")
	b.ReportMetric(float64(refused.Load()), "refused")
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BenchmarkIntakePage gets the first page, and reports what it costs a browser.
func BenchmarkIntakePage(b *testing.B) {
	p := newProgram(b)
	p.start()
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 8}
	page := fetch(b, transport, p.addr, "/", "gzip")
	total := int64(page.wire)
	requests := 1
	for _, path := range assets(page.text) {
		total += int64(fetch(b, transport, p.addr, path, "br, gzip").wire)
		requests++
	}
	b.SetParallelism(4)
	b.ResetTimer()
	start := time.Now()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			fetch(b, transport, p.addr, "/", "gzip")
		}
	})
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "pages/s")
	b.ReportMetric(float64(total)/1024, "wire-KB")
	b.ReportMetric(float64(requests), "requests")
}

// fetched is an answer: its length on the wire, and its text when that was asked for as gzip.
type fetched struct {
	wire int
	text string
}

func fetch(b *testing.B, transport *http.Transport, addr, path, encodings string) fetched {
	r, err := http.NewRequest(http.MethodGet, "http://"+addr+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", encodings)
	resp, err := transport.RoundTrip(r)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		b.Fatalf("%s: %d %v", path, resp.StatusCode, err)
	}
	got := fetched{wire: len(raw)}
	if path == "/" && resp.Header.Get("Content-Encoding") == "gzip" {
		zr, err := gzip.NewReader(strings.NewReader(string(raw)))
		if err != nil {
			b.Fatal(err)
		}
		text, err := io.ReadAll(zr)
		if err != nil {
			b.Fatal(err)
		}
		got.text = string(text)
	}
	return got
}

// assets lists the style sheet and the script of a page.
func assets(page string) []string {
	var paths []string
	for _, part := range strings.Split(page, `"`) {
		if strings.HasPrefix(part, "/static/") && (strings.HasSuffix(part, ".css") || strings.HasSuffix(part, ".js")) && !slices.Contains(paths, part) {
			paths = append(paths, part)
		}
	}
	return paths
}

// BenchmarkStart boots the program on an empty directory until it is ready, and reports memory
// idle and after 10,000 filings.
func BenchmarkStart(b *testing.B) {
	var ready time.Duration
	for range b.N {
		p := newProgram(b)
		start := time.Now()
		p.start()
		if status, _ := p.get("/readyz", ""); status != http.StatusOK {
			b.Fatal(status)
		}
		ready += time.Since(start)
		b.ReportMetric(p.resident(b), "idle-MB")
		p.many(b, 10_000)
		b.ReportMetric(p.resident(b), "after-10000-MB")
		p.kill()
	}
	b.ReportMetric(milliseconds(ready)/float64(b.N), "ready-ms")
	if info, err := os.Stat(os.Getenv("DOCKET_BINARY")); err == nil {
		b.ReportMetric(float64(info.Size())/(1<<20), "binary-MB")
	}
}

func (p *program) many(b *testing.B, n int) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			c, err := p.dial()
			if err != nil {
				b.Error(err)
				return
			}
			defer c.conn.Close()
			for next.Add(1) <= int64(n) {
				if _, err := c.file(p.filing()); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// resident is the memory that the process holds, in MB (VmRSS of /proc).
func (p *program) resident(b *testing.B) float64 {
	raw, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), "status"))
	if err != nil {
		lacking(b, "no /proc here")
	}
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "VmRSS:") {
			kb, err := strconv.Atoi(strings.Fields(line)[1])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	return 0
}
