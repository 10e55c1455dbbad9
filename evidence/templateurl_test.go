package evidence

import "testing"

func TestAURLWithVariablesIsTheOneThatWasCalled(t *testing.T) {
	const (
		source = "Traceback (most recent call last):\n  File \"move.py\", line 4, in move\n    r = session.put(f'https://cvt.fibregateway.com/v1/places/{place}/moves?to={to}')\n"
		seven  = "\nrequests.exceptions.HTTPError: 409 Client Error: Conflict for url: https://cvt.fibregateway.com/v1/places/7/moves?to=8\n"
		eight  = "\nrequests.exceptions.HTTPError: 409 Client Error: Conflict for url: https://cvt.fibregateway.com/v1/places/8\n"
	)
	checkPrinted(t, []printing{
		{"the only one", source + seven, "url", "https://cvt.fibregateway.com/v1/places/7/moves?to=8"},
		{"the method of the source", source + seven, "method", "PUT"},
	})
	if got := (&Reader{}).Parse(source + eight); got.Method != nil && *got.Method == "PUT" && *got.URL == "https://cvt.fibregateway.com/v1/places/8" {
		t.Error("another URL is none of the source's")
	}
	for _, c := range []struct {
		template, url string
		want          bool
	}{
		{"https://a.example/v1/{a}", "https://a.example/v1/7", true},
		{"https://a.example/v1/${a}/b", "https://a.example/v1/7/b", true},
		{"https://a.example/v1/{a}", "https://a.example/v1/7/b", false},
		{"https://a.example/v1/{a}", "https://a.example/v1/", false},
		{"https://a.example/v1/{a}-{b}", "https://a.example/v1/7-8", true},
		{"https://a.example/v1/x?y={a}&z=1", "https://a.example/v1/x?y=7&z=2", false},
	} {
		if got := matchesTemplate(c.template, c.url); got != c.want {
			t.Errorf("%s and %s: %t", c.template, c.url, got)
		}
	}
}
