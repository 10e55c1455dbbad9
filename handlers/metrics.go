package handlers

import (
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"docket/evidence"
	"docket/models"
)

// Metrics counts what the program does, for Prometheus. Every label's values come from a list of
// our own, never from a request, so that nobody outside can make series.
type Metrics struct {
	registry *prometheus.Registry
	filings  *prometheus.CounterVec
	problems *prometheus.CounterVec
	signIns  *prometheus.CounterVec
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	database *prometheus.HistogramVec
	counted  lastFiled
}

// The outcomes of a try to sign in.
const (
	signInOK        = "ok"
	signInFailed    = "failed"
	signInThrottled = "throttled"
)

// browserChannel is how a ticket comes that a person files on a page.
const browserChannel = "browser"

// latencies are the upper ends of the buckets of durations, in seconds.
var latencies = []float64{.001, .0025, .005, .01, .02, .05, .1, .25, .5, 1, 2.5, 5, 10}

// NewMetrics starts counting, on a registry of its own. The version is the program's.
func NewMetrics(version string) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	durations := func(name, help, label string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: latencies}, []string{label})
	}
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		filings:  counter("docket_filings_total", "Tickets filed; the same form again does not count.", "channel"),
		problems: counter("docket_form_problems_total", "Problems that kept an intake form from being filed, by its field.", "field"),
		signIns:  counter("docket_signins_total", "Tries of staff to sign in: ok, failed, or throttled before the password was looked at.", "outcome"),
		requests: counter("docket_http_requests_total", "Requests by route, method and class of status.", "route", "method", "code"),
		took:     durations("docket_http_request_duration_seconds", "From the request's header to the end of its answer.", "route"),
		database: durations("docket_database_duration_seconds", "What the database was asked to do, with the wait for its turn.", "kind"),
	}
	m.registry.MustRegister(m.filings, m.problems, m.signIns, m.requests, m.took, m.database, buildInfo(version),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.beginAtZero()
	return m
}

// buildInfo tells which program runs.
func buildInfo(version string) prometheus.Collector {
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "docket_build_info", Help: "Always 1; which program this is.",
		ConstLabels: prometheus.Labels{"version": version, "goversion": runtime.Version()},
	})
	info.Set(1)
	return info
}

// beginAtZero makes the series that are known beforehand, so that the first count is an increase.
func (m *Metrics) beginAtZero() {
	m.filings.WithLabelValues(browserChannel)
	for _, f := range models.Fields {
		m.problems.WithLabelValues(string(f))
	}
	for _, kind := range []string{"change", "read"} { // as models.StoreConfig.Observe tells
		m.database.WithLabelValues(kind)
	}
	for _, outcome := range []string{signInOK, signInFailed, signInThrottled} {
		m.signIns.WithLabelValues(outcome)
	}
}

// Database counts one thing that the database was asked to do. The kind is a word of the store's.
func (m *Metrics) Database(kind string, took time.Duration) {
	m.database.WithLabelValues(kind).Observe(took.Seconds())
}

// signIn counts one try to sign in.
func (m *Metrics) signIn(outcome string) { m.signIns.WithLabelValues(outcome).Inc() }

// filed counts a ticket once, however often its form comes. A ticket older than the request that
// was answered with it has been counted before.
func (m *Metrics) filed(channel string, t models.Ticket, begun time.Time) {
	if t.CreatedAt.Before(begun.Truncate(time.Microsecond)) || !m.counted.add(t.Reference) {
		return
	}
	m.filings.WithLabelValues(channel).Inc()
}

// refused counts the problems of a form.
func (m *Metrics) refused(problems []models.Problem) {
	for _, p := range problems {
		m.problems.WithLabelValues(fieldLabel(p.Field)).Inc()
	}
}

// fieldLabel is the label of a form's field.
func fieldLabel(f evidence.Field) string {
	for _, known := range models.Fields {
		if f == known {
			return string(f)
		}
	}
	return "other"
}

// lastFiled remembers the latest tickets that were counted: as many as can be in the hands of
// requests at once.
type lastFiled struct {
	mu   sync.Mutex
	ring [1024]models.Reference
	next int
	in   map[models.Reference]bool
}

// add reports whether the ticket is new to it.
func (l *lastFiled) add(ref models.Reference) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.in[ref] {
		return false
	}
	if l.in == nil {
		l.in = map[models.Reference]bool{}
	}
	delete(l.in, l.ring[l.next])
	l.ring[l.next], l.in[ref] = ref, true
	l.next = (l.next + 1) % len(l.ring)
	return true
}

// countRequest counts a request once it has been answered.
func (s *Server) countRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		route := routeOf(c)
		s.metrics.requests.WithLabelValues(route, methodOf(c), strconv.Itoa(c.Response().Status/100)+"xx").Inc()
		s.metrics.took.WithLabelValues(route).Observe(time.Since(start).Seconds())
		return err
	}
}

// handler writes what was counted in Prometheus' text format. A few at once are enough, and one
// broken part does not hide the others.
func (m *Metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 4, Registry: m.registry,
	})
}
