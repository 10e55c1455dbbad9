package evidence

import "testing"

func TestANameWithNothingBehindItHasNoValue(t *testing.T) {
	for name := range labelFields {
		for _, mark := range []string{":", ": ", ":\t", "=", " = ", ": `", ": *", ": [", ": [ ", "|", ": |", ": '\"", " -> ", ": {"} {
			if got := labels(name+mark, 0); len(got) > 0 {
				t.Errorf("%q has %v", name+mark, got)
			}
			var r Reader
			if got := r.Read(name + mark).Facts; len(got) > 0 {
				t.Errorf("%q holds %v", name+mark, got)
			}
		}
	}
}
