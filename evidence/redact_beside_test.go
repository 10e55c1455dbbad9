package evidence

import (
	"strings"
	"testing"
)

func TestLongTextsAreRedactedInEveryView(t *testing.T) {
	const secret = "Zq7XvT2mPw9LkR4s"
	filler := strings.Repeat("customer asked for an earlier slot, see visit 12\n", minBeside/40)
	text := filler + "x-api-key: " + secret + "\n" + xxd("GET /a HTTP/1.1\r\nx-api-key: "+secret+"\r\n\r\n") + filler
	if len(text) < minBeside {
		t.Fatal("the text is too short to be redacted on two processors")
	}
	var r Reader
	got := r.Clean(text).String()
	if strings.Contains(got, secret) || strings.Contains(laidOpen(got), secret) {
		t.Error("a secret survives in a long text")
	}
	if r.Clean(got).String() != got {
		t.Error("redacting a long text again changes it")
	}
}

func TestAPanicOnAnotherProcessorIsPassedOn(t *testing.T) {
	defer func() {
		if got := recover(); got != "lost" {
			t.Errorf("the caller recovers %v, want the panic of the work beside it", got)
		}
	}()
	beside(minBeside, func() { panic("lost") })()
}
