package handlers

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"docket/models"
)

// samples reads what metrics tell: "name{value of each label}" to the count of it.
func samples(t *testing.T, m *Metrics) map[string]float64 {
	t.Helper()
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		for _, sample := range f.GetMetric() {
			var labels []string
			for _, l := range sample.GetLabel() {
				labels = append(labels, l.GetValue())
			}
			name := f.GetName() + "{" + strings.Join(labels, ",") + "}"
			got[name] = sample.GetCounter().GetValue() + sample.GetGauge().GetValue() + float64(sample.GetHistogram().GetSampleCount())
		}
	}
	return got
}

func TestATicketIsCountedOnceHoweverOftenItsFormComes(t *testing.T) {
	s := newSite(t)
	b, form := s.browser(), paste()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { s.browser().post("/tickets", form) })
	}
	wg.Wait()
	s.now.advance(time.Hour)
	b.file(form)
	if got := samples(t, s.pages.metrics)["docket_filings_total{browser}"]; got != 1 {
		t.Errorf("one ticket was counted %v times", got)
	}
	s.browser().file(paste())
	if got := samples(t, s.pages.metrics)["docket_filings_total{browser}"]; got != 2 {
		t.Errorf("two tickets were counted %v times", got)
	}
}

func TestATicketOlderThanTheRequestWasCountedBefore(t *testing.T) {
	m, begun := NewMetrics(""), time.Date(2026, 11, 23, 9, 0, 0, 1500, time.UTC) // the store keeps microseconds
	m.filed(browserChannel, models.Ticket{Reference: "1", CreatedAt: begun.Truncate(time.Microsecond)}, begun)
	m.filed(browserChannel, models.Ticket{Reference: "2", CreatedAt: begun.Add(-time.Microsecond)}, begun)
	if got := samples(t, m)["docket_filings_total{browser}"]; got != 1 {
		t.Errorf("counted %v", got)
	}
}

func TestProblemsAreCountedByTheirField(t *testing.T) {
	s := newSite(t)
	form := paste()
	form.Del("email")
	form.Del("impact")
	if a := s.browser().post("/tickets", form); a.StatusCode != http.StatusUnprocessableEntity {
		t.Fatal(a.StatusCode)
	}
	got := samples(t, s.pages.metrics)
	for name, want := range map[string]float64{
		"docket_form_problems_total{email}": 1, "docket_form_problems_total{impact}": 1, "docket_form_problems_total{tenant}": 0,
		"docket_filings_total{browser}": 0, "docket_http_requests_total{4xx,POST,/tickets}": 1,
	} {
		if value, ok := got[name]; !ok || value != want {
			t.Errorf("%s is %v (%v), want %v", name, value, ok, want)
		}
	}
}

func TestNothingFromOutsideBecomesALabel(t *testing.T) {
	s := newSite(t)
	ask := func(n int) {
		for i := range n {
			word := strings.Repeat("x", i+1)
			for _, path := range []string{"/" + word, "/tickets/" + word, "/static/" + word, "/admin/tickets/" + word + "/" + word, "/a//" + word, "/letters/" + word + "/not-me", "/admin?q=" + word} {
				for _, method := range []string{http.MethodGet, "X" + word, http.MethodPost} {
					r := httptest.NewRequest(method, path, strings.NewReader("a="+word))
					s.pages.ServeHTTP(httptest.NewRecorder(), r)
				}
			}
		}
	}
	ask(1)
	before := samples(t, s.pages.metrics)
	ask(20)
	after := samples(t, s.pages.metrics)
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if _, ok := before[name]; !ok || strings.Contains(name, "xx,x") {
			t.Errorf("a request made the series %s", name)
		}
	}
	for _, name := range []string{"docket_http_requests_total{4xx,GET,none}", "docket_http_requests_total{4xx,other,none}"} {
		if after[name] == 0 {
			t.Errorf("%s is not counted", name)
		}
	}
}

func TestAProblemOfAFieldWithoutANameOfOursIsOther(t *testing.T) {
	m := NewMetrics("")
	m.refused([]models.Problem{{Field: "Bobby'); DROP TABLE"}})
	if got := samples(t, m)["docket_form_problems_total{other}"]; got != 1 {
		t.Errorf("counted %v", got)
	}
}

const scrapeToken = "0123456789abcdef"

func scraped(handler http.Handler, method, path, authorization string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Authorization", authorization)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func TestMetricsAreAPageThatIsNotThereWhileNoTokenIsSet(t *testing.T) {
	s := newSite(t)
	got, unknown := s.browser().get("/metrics"), s.browser().get("/nothing-here")
	if got.StatusCode != http.StatusNotFound || withoutUUIDs(got.body) != withoutUUIDs(unknown.body) {
		t.Errorf("%d\n%s", got.StatusCode, got.body)
	}
	if w := scraped(s.pages, http.MethodGet, "/metrics", "Bearer "); w.Code != http.StatusNotFound {
		t.Errorf("an empty token opens them: %d", w.Code)
	}
}

// withoutUUIDs leaves out what differs between two error pages.
func withoutUUIDs(page string) string {
	words := strings.FieldsFunc(page, func(r rune) bool { return r == '>' || r == '<' || r == '"' || r == ' ' })
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return len(w) == 36 && strings.Count(w, "-") == 4 }), " ")
}

func TestMetricsOpenToTheirTokenAlone(t *testing.T) {
	s := newSite(t, func(o *Options) { o.MetricsToken = scrapeToken })
	own, err := s.pages.MetricsHandler()
	if err != nil {
		t.Fatal(err)
	}
	for _, handler := range []http.Handler{s.pages, own} {
		for authorization, want := range map[string]int{
			"Bearer " + scrapeToken: 200, "bearer " + scrapeToken: 200, "": 401, "Bearer": 401, scrapeToken: 401,
			"Bearer " + scrapeToken[1:]: 401, "Bearer " + scrapeToken + "0": 401, "Basic " + scrapeToken: 401, "Bearer  " + scrapeToken: 401,
		} {
			w := scraped(handler, http.MethodGet, "/metrics", authorization)
			if w.Code != want || strings.Contains(w.Body.String(), "docket_ready") != (want == 200) {
				t.Errorf("%q: %d", authorization, w.Code)
			}
			if want == 401 && !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Bearer") {
				t.Errorf("%q: %q", authorization, w.Header())
			}
		}
	}
}

func TestAListenerForMetricsAnswersNothingElse(t *testing.T) {
	s := newSite(t)
	own, err := s.pages.MetricsHandler()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"/metrics": 200, "/": 404, "/admin": 404, "/metrics/": 404, "/a//metrics": 400} {
		w := scraped(own, http.MethodGet, path, "")
		if w.Code != want || w.Header().Get("X-Request-ID") == "" || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
	if w := scraped(own, http.MethodPost, "/metrics", ""); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
	if w := scraped(own, http.MethodHead, "/metrics", ""); w.Code != http.StatusOK {
		t.Errorf("HEAD: %d", w.Code)
	}
}

// standing makes metrics that tell how a store stands that never was.
func standing(clock models.Clock, stats func(context.Context) (models.Stats, error)) *Metrics {
	m := NewMetrics("1.0")
	m.registry.MustRegister(&gauges{stats: stats, clock: clock, health: &Health{
		Clock: clock, Free: func() (int64, error) { return 1 << 30, nil },
	}})
	return m
}

func TestMetricsTellHowTheStoreStands(t *testing.T) {
	now := &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	m := standing(now.Now, func(context.Context) (models.Stats, error) {
		return models.Stats{
			Tickets: map[models.State]int64{models.New: 3}, Letters: map[models.LetterState]int64{models.LetterDelayed: 2},
			OldestLetter: map[models.LetterState]time.Duration{models.LetterDelayed: time.Minute}, Waiting: 7, LettersHeld: true,
		}, nil
	})
	got := samples(t, m)
	for name, want := range map[string]float64{
		"docket_tickets{new}": 3, "docket_tickets{closed}": 0, "docket_letters{delayed}": 2, "docket_letters{given_up}": 0,
		"docket_letters_oldest_age_seconds{delayed}": 60, "docket_letters_oldest_age_seconds{queued}": 0,
		"docket_database_waiting{}": 7, "docket_letters_held{}": 1, "docket_disk_free_bytes{}": 1 << 30, "docket_ready{}": 0,
	} {
		if value, ok := got[name]; !ok || value != want {
			t.Errorf("%s is %v (%v), want %v", name, value, ok, want)
		}
	}
}

func TestScrapingOftenAsksTheStoreSeldom(t *testing.T) {
	now := &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	asked := 0
	m := standing(now.Now, func(context.Context) (models.Stats, error) { asked++; return models.Stats{}, nil })
	for range 10 {
		samples(t, m)
	}
	now.advance(statsLast - time.Millisecond)
	if samples(t, m); asked != 1 {
		t.Errorf("asked %d times in ten seconds", asked)
	}
	now.advance(time.Millisecond)
	if samples(t, m); asked != 2 {
		t.Errorf("asked %d times after ten seconds", asked)
	}
}

func TestAStoreThatCannotBeCountedGivesNoCountsAndHidesNothingElse(t *testing.T) {
	m := standing(time.Now, func(context.Context) (models.Stats, error) { return models.Stats{}, errors.New("broken") })
	got := samples(t, m)
	if _, ok := got["docket_tickets{new}"]; ok {
		t.Error("a count was made up")
	}
	if _, ok := got["docket_ready{}"]; !ok {
		t.Error("docket_ready is hidden")
	}
}
