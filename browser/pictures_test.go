package browser

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPictures saves what people see, in two sizes, light and dark, when DOCKET_SHOTS names a
// directory for it: DOCKET_SHOTS=/tmp/shots go test -run TestPictures .
func TestPictures(t *testing.T) {
	if os.Getenv("DOCKET_SHOTS") == "" {
		t.Log("DOCKET_SHOTS names no directory: no pictures")
		return
	}
	start(t).states(func(g *page, name string) {
		wanted := []string{"intake-empty", "intake-filled", "intake-problems", "intake-remembered", "intake-duplicate", "receipt",
			"ticket-mailed", "ticket-conversation", "find", "find-problems", "not-me", "error"}
		if slices.Contains(wanted, name) {
			g.shoot(name)
			g.size(1280, 800)
		}
	})
}

// shoot saves a picture of the page when DOCKET_SHOTS names a directory for them.
func (g *page) shoot(name string) {
	g.t.Helper()
	dir := os.Getenv("DOCKET_SHOTS")
	if dir == "" {
		return
	}
	for _, width := range []int64{390, 1280} {
		height := map[int64]int64{390: 844, 1280: 800}[width]
		for _, scheme := range []string{"light", "dark"} {
			g.size(width, height)
			g.scheme(scheme)
			g.picture(fmt.Sprintf("%s/%s-%d-%s.png", dir, name, width, scheme))
		}
	}
}

func (g *page) picture(file string) {
	g.t.Helper()
	shot, err := chromedp.Run(g.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(file, shot, 0o600); err != nil {
		g.t.Fatal(err)
	}
}
