package handlers

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"docket/models"
)

// statsLast is how long counts of the store are good for: scraping more often asks it no more often.
const statsLast = 10 * time.Second

// statsPatience is how long a scrape waits for the store; without an answer it has no counts of it.
const statsPatience = 3 * time.Second

// gauges tell how things stand at the moment of a scrape.
type gauges struct {
	stats  func(context.Context) (models.Stats, error)
	health *Health
	clock  models.Clock

	mu   sync.Mutex
	at   time.Time // of the counts below
	last models.Stats
	err  error
}

// The descriptions of what gauges tell.
var (
	describeTickets  = prometheus.NewDesc("docket_tickets", "Tickets by state.", []string{"state"}, nil)
	describeLetters  = prometheus.NewDesc("docket_letters", "Letters that have not gone, by state.", []string{"state"}, nil)
	describeOldest   = prometheus.NewDesc("docket_letters_oldest_age_seconds", "Age of the oldest letter that waits, 0 for none.", []string{"state"}, nil)
	describeHeld     = prometheus.NewDesc("docket_letters_held", "1 while no letter leaves because somebody holds all.", nil, nil)
	describeWaiting  = prometheus.NewDesc("docket_database_waiting", "Changes that wait for their turn at the database.", nil, nil)
	describeReady    = prometheus.NewDesc("docket_ready", "1 when the program can serve, as /readyz tells.", nil, nil)
	describeFreeDisk = prometheus.NewDesc("docket_disk_free_bytes", "Free disk under the data directory.", nil, nil)
)

// The states that always have a series, also with nothing in them.
var (
	ticketStates = []models.State{models.New, models.Open, models.WaitingRequester, models.WaitingSupplier, models.Resolved, models.Closed}
	letterStates = []models.LetterState{models.LetterQueued, models.LetterDelayed, models.LetterHeld, models.LetterGivenUp, models.LetterDropped}
	waitStates   = []models.LetterState{models.LetterQueued, models.LetterDelayed, models.LetterHeld}
)

// count begins to count, and to tell how the store and the program's health stand.
func (s *Server) count() error {
	if s.metrics = s.Metrics; s.metrics == nil {
		s.metrics = NewMetrics("")
	}
	s.scrape = s.metrics.handler()
	return s.metrics.registry.Register(&gauges{stats: s.Store.Stats, health: s.Health, clock: s.Clock})
}

// Describe names what Collect may send (prometheus.Collector).
func (g *gauges) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		describeTickets, describeLetters, describeOldest, describeHeld, describeWaiting, describeReady, describeFreeDisk,
	} {
		out <- d
	}
}

// Collect sends how things stand (prometheus.Collector).
func (g *gauges) Collect(out chan<- prometheus.Metric) {
	tell := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	tell(describeReady, number(g.health.problem() == nil))
	if g.health.Free != nil {
		if free, err := g.health.Free(); err == nil {
			tell(describeFreeDisk, float64(free))
		}
	}
	stats, err := g.counts()
	if err != nil {
		return // no series at all rather than a wrong one
	}
	tell(describeWaiting, float64(stats.Waiting))
	tell(describeHeld, number(stats.LettersHeld))
	for _, state := range ticketStates {
		tell(describeTickets, float64(stats.Tickets[state]), string(state))
	}
	for _, state := range letterStates {
		tell(describeLetters, float64(stats.Letters[state]), string(state))
	}
	for _, state := range waitStates {
		tell(describeOldest, stats.OldestLetter[state].Seconds(), string(state))
	}
}

// counts asks the store, at most once in statsLast. Scrapes at the same time wait for one answer.
func (g *gauges) counts() (models.Stats, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now := g.clock(); g.at.IsZero() || now.Sub(g.at) >= statsLast || now.Before(g.at) {
		ctx, stop := context.WithTimeout(context.Background(), statsPatience)
		defer stop()
		g.last, g.err = g.stats(ctx)
		g.at = g.clock()
	}
	return g.last, g.err
}

func number(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
