package templates

import (
	"bytes"
	"context"
	"testing"
)

func BenchmarkQueuePage(b *testing.B) {
	page := QueuePage(sampleBusy(testSite))
	var buf bytes.Buffer
	for b.Loop() {
		buf.Reset()
		if err := page.Render(context.Background(), &buf); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(buf.Len()), "bytes")
}

func BenchmarkCasePage(b *testing.B) {
	page := CasePage(sampleStory(testSite))
	var buf bytes.Buffer
	for b.Loop() {
		buf.Reset()
		if err := page.Render(context.Background(), &buf); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(buf.Len()), "bytes")
}
