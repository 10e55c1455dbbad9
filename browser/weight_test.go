package browser

import (
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The bounds of a first load, over the wire and with compression.
const (
	mostIntake   = 40_000
	mostDesk     = 60_000
	mostScript   = 20_000
	mostRequests = 3
)

// load is what a page costs a browser that comes for the first time, until it is ready. The icon is
// left out: it is loaded after the page, by browsers with a window alone, and holds nothing up. What
// redacts in the browser, the toolchain's script and the module among it, is asked for after the
// page's load event and is not counted either; a test below says so.
type load struct {
	ready    bool // the load event has been fired
	mu       sync.Mutex
	urls     map[network.RequestID]string
	kinds    map[string]network.ResourceType // by address
	bytes    map[string]float64
	blocking []string
}

func (l *load) note(ev any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if l.ready || strings.HasSuffix(ev.Request.URL, ".svg") {
			return
		}
		l.urls[ev.RequestID], l.kinds[ev.Request.URL] = ev.Request.URL, ev.Type
		if ev.Type == network.ResourceTypeScript && ev.RenderBlockingBehavior == network.RenderBlockingBehaviorBlocking {
			l.blocking = append(l.blocking, ev.Request.URL)
		}
	case *cdppage.EventLoadEventFired:
		l.ready = true
	case *network.EventLoadingFinished:
		if url := l.urls[ev.RequestID]; url != "" {
			l.bytes[url] += ev.EncodedDataLength
		}
	}
}

// total adds up what a page's files cost: all of them, or those of one kind.
func (l *load) total(kind network.ResourceType) (bytes float64) {
	for url, n := range l.bytes {
		if kind == "" || l.kinds[url] == kind {
			bytes += n
		}
	}
	return bytes
}

// weigh loads a page in a new profile.
func (p *program) weigh(path string) *load {
	p.t.Helper()
	g := p.open()
	l := &load{urls: map[network.RequestID]string{}, kinds: map[string]network.ResourceType{}, bytes: map[string]float64{}}
	if err := chromedp.Listen(g.ctx, l.note); err != nil {
		p.t.Fatal(err)
	}
	g.visit(path)
	g.until(`document.readyState === "complete" && performance.getEntriesByType("resource").length >= 2`)
	l.mu.Lock()
	defer l.mu.Unlock()
	p.t.Logf("%s: %d requests, %.0f bytes, %.0f of them scripts", path, len(l.bytes), l.total(""), l.total(network.ResourceTypeScript))
	if len(l.blocking) > 0 {
		p.t.Errorf("%s: render-blocking scripts: %v", path, l.blocking)
	}
	return l
}

func TestTheIntakeCostsThreeRequestsAnd40KB(t *testing.T) {
	t.Parallel()
	l := start(t).weigh("/")
	if n := len(l.kinds); n > mostRequests || n == 0 {
		t.Errorf("%d requests, want 1 to %d: %v", n, mostRequests, l.kinds)
	}
	if bytes := l.total(""); bytes > mostIntake || bytes == 0 {
		t.Errorf("%.0f bytes, want at most %d", bytes, mostIntake)
	}
}

func TestWhatRedactsIsAskedForOnceThePageIsReady(t *testing.T) {
	t.Parallel()
	g := start(t).open()
	g.ready()
	type entry struct {
		Name     string
		After    bool
		Blocking string
	}
	late := eval[[]entry](g, `performance.getEntriesByType("resource").filter(e => /redactor|worker/.test(e.name)).map(e => ({
		Name: e.name, Blocking: e.renderBlockingStatus, After: e.startTime >= performance.getEntriesByType("navigation")[0].loadEventStart}))`)
	if len(late) == 0 {
		t.Error("nothing that redacts was asked for")
	}
	for _, e := range late {
		if !e.After || e.Blocking == "blocking" {
			t.Errorf("%s holds the page up: after the load event %t, %s", e.Name, e.After, e.Blocking)
		}
	}
}

func TestAFullQueueAndALongCaseCost60KBAndTheirScripts20KB(t *testing.T) {
	t.Parallel()
	p := start(t)
	for _, path := range []string{"/gallery/queue-many", "/gallery/case-story"} {
		l := p.weigh(path)
		if bytes := l.total(""); bytes > mostDesk || bytes == 0 {
			t.Errorf("%s: %.0f bytes, want at most %d", path, bytes, mostDesk)
		}
		scripts := 0
		for _, kind := range l.kinds {
			if kind == network.ResourceTypeScript {
				scripts++
			}
		}
		if bytes := l.total(network.ResourceTypeScript); bytes > mostScript || scripts != 2 { // app.js and admin.js are all there is
			t.Errorf("%s: %d scripts of %.0f bytes, want 2 of at most %d", path, scripts, bytes, mostScript)
		}
	}
}
