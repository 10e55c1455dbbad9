package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"docket/models"
	"docket/models/modelstest"
)

// BenchmarkStaffPages reads the pages of staff over HTTP from eight clients, with 10,000 and
// 100,000 tickets on each engine: rate, times, and bytes over the wire.
func BenchmarkStaffPages(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("sqlite/tickets=%d", n), func(b *testing.B) {
			p := newProgram(b)
			p.readPages(b, modelstest.Fill(b, "sqlite:"+filepath.Join(p.dir, "docket.db"), n))
		})
		b.Run(fmt.Sprintf("postgres/tickets=%d", n), func(b *testing.B) {
			database := modelstest.Postgres(b)
			p := newProgram(b, "DOCKET_DATABASE_URL="+database)
			p.readPages(b, modelstest.Fill(b, database, n))
		})
	}
}

func (p *program) readPages(b *testing.B, stock modelstest.Stock) {
	p.start()
	r := &reader{p: p, cookie: p.staffCookie(b), transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 8}}
	for _, page := range [][2]string{
		{"first", "/admin"}, {"page20", r.page(b, "/admin?view=all", 20)},
		{"view", "/admin?view=waiting_supplier"}, {"all", "/admin?view=all"}, {"resolved", "/admin?view=resolved"},
		{"environment", "/admin?environment=CVT"}, {"priority", "/admin?priority=2"}, {"tenant", "/admin?tenant=TENANT_7"},
		{"supplier", "/admin?supplier=SUPPLIER_3"}, {"assignee", "/admin?assignee=" + stock.Staff[3].String()}, {"nobody", "/admin?assignee=none"},
		{"text-rare", "/admin?q=" + url.QueryEscape(stock.Rare)}, {"text-common", "/admin?q=" + url.QueryEscape(stock.Common)},
	} {
		b.Run(page[0], func(b *testing.B) { r.read(b, func(int) string { return page[1] }, http.StatusOK) })
	}
	b.Run("identifier", func(b *testing.B) {
		r.read(b, func(n int) string {
			return "/admin?q=" + strings.ToUpper(stock.Tickets[n%len(stock.Tickets)].RequestID)
		}, http.StatusSeeOther)
	})
	b.Run("ticket", func(b *testing.B) {
		r.read(b, func(n int) string { return ticketOf(stock.Tickets[n%len(stock.Tickets)]) }, http.StatusOK)
	})
}

func ticketOf(t models.Ticket) string { return "/admin/tickets/" + t.Reference.Format("FC") }

// staffCookie hires somebody and signs them in.
func (p *program) staffCookie(b *testing.B) string {
	const email, password = "bench@fibre.example", "tractor velvet lagoon kettle"
	p.command(b, password+"\n", "staff", "add", email, "--password-stdin")
	form := url.Values{"email": {email}, "password": {password}}
	request, err := http.NewRequest(http.MethodPost, "http://"+p.addr+"/admin/login", strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", "http://"+p.addr)
	resp, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	for _, cookie := range resp.Cookies() {
		if cookie.Name == "docket-staff" {
			return cookie.Name + "=" + cookie.Value
		}
	}
	b.Fatalf("signing in answered %d without a session", resp.StatusCode)
	return ""
}

// reader reads pages of staff.
type reader struct {
	p         *program
	cookie    string
	transport *http.Transport
}

// get reads a page to its end and returns its status and its length on the wire.
func (r *reader) get(path, encoding string) (status int, body []byte, err error) {
	request, err := http.NewRequest(http.MethodGet, "http://"+r.p.addr+path, nil)
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Cookie", r.cookie)
	request.Header.Set("Accept-Encoding", encoding)
	resp, err := r.transport.RoundTrip(request)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(resp.Body)
	return resp.StatusCode, body, err
}

// page follows "Next" from a page of the queue to its n-th and returns where that is.
func (r *reader) page(b *testing.B, path string, n int) string {
	for range n - 1 {
		_, body, err := r.get(path, "identity")
		if err != nil {
			b.Fatal(err)
		}
		if path = nextOf(string(body)); path == "" {
			b.Fatal("the queue has too few pages")
		}
	}
	return path
}

// nextOf is where a page's link to the next one leads.
func nextOf(page string) string {
	for link := range strings.SplitSeq(page, `href="`) {
		address, _, _ := strings.Cut(link, `"`)
		if strings.HasPrefix(address, "/admin?") && strings.Contains(address, "after=") {
			return strings.ReplaceAll(address, "&amp;", "&")
		}
	}
	return ""
}

// read gets b.N pages from eight clients.
func (r *reader) read(b *testing.B, path func(n int) string, want int) {
	var next, wire atomic.Int64
	times := make([][]time.Duration, 8)
	b.ResetTimer()
	var all sync.WaitGroup
	for c := range times {
		all.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				start := time.Now()
				status, body, err := r.get(path(int(n)), "gzip")
				if err != nil || status != want {
					b.Errorf("%s: %d %v", path(int(n)), status, err)
					return
				}
				times[c] = append(times[c], time.Since(start))
				wire.Store(int64(len(body)))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	took := slices.Concat(times...)
	if len(took) == 0 {
		return
	}
	slices.Sort(took)
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "/s")
	b.ReportMetric(milliseconds(took[len(took)/2]), "p50-ms")
	b.ReportMetric(milliseconds(took[len(took)*99/100]), "p99-ms")
	b.ReportMetric(float64(wire.Load())/1024, "wire-KB")
}

// command runs a command of the program on this one's data, with something on its standard input.
func (p *program) command(b *testing.B, input string, args ...string) {
	cmd := p.prepare(b, args...)
	cmd.Stdin = strings.NewReader(input)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %v\n%s", args, err, out)
	}
}
