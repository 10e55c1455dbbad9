package browser

import (
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// The bounds of the intake's first load, over the wire and with compression.
const (
	mostBytes    = 40_000
	mostRequests = 3
)

// The page, its style sheet and its script are the three requests. A browser with a window may
// also ask for the icon, which is counted apart: it is loaded after the page and holds nothing up.
func TestTheIntakeCostsThreeRequestsAnd40KB(t *testing.T) {
	g := start(t).open()
	var mu sync.Mutex
	asked, bytes, kinds, blocking := map[network.RequestID]string{}, 0.0, []string{}, []string{}
	err := chromedp.Listen(g.ctx, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch ev := ev.(type) {
		case *network.EventRequestWillBeSent:
			if strings.HasSuffix(ev.Request.URL, ".svg") {
				return
			}
			asked[ev.RequestID] = ev.Request.URL
			kinds = append(kinds, string(ev.Type))
			if ev.Type == network.ResourceTypeScript && ev.RenderBlockingBehavior == network.RenderBlockingBehaviorBlocking {
				blocking = append(blocking, ev.Request.URL)
			}
		case *network.EventLoadingFinished:
			if asked[ev.RequestID] != "" {
				bytes += ev.EncodedDataLength
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	g.visit("/")
	g.until(`document.readyState === "complete" && performance.getEntriesByType("resource").length >= 2`)
	mu.Lock()
	defer mu.Unlock()
	t.Logf("%d requests (%s), %.0f bytes", len(asked), strings.Join(kinds, ", "), bytes)
	if len(asked) > mostRequests || len(asked) == 0 {
		t.Errorf("%d requests, want 1 to %d: %v", len(asked), mostRequests, asked)
	}
	if bytes > mostBytes || bytes == 0 {
		t.Errorf("%.0f bytes, want at most %d", bytes, mostBytes)
	}
	if len(blocking) > 0 {
		t.Errorf("render-blocking scripts: %v", blocking)
	}
}
