package evidence

import "testing"

func TestARelayedMessagePointsIntoTheText(t *testing.T) {
	const text = "POST https://cvt.fibregateway.com/v1/places -> 409\nerror uuid " + thirdID + "\n   The supplier API returned the following message: reason 07 not allowed"
	report := new(Reader).Read(text)
	f, ok := report.Fact(ErrorMessage)
	if want := "The supplier API returned the following message: reason 07 not allowed"; !ok || f.Value != want || f.Span.End > len(text) || text[f.Span.Start:f.Span.End] != want {
		t.Errorf("%+v, want %q where it stands", f, want)
	}
}
