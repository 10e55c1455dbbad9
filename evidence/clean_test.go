package evidence

import (
	"strings"
	"testing"
)

func TestTheTextsOfOneFormAreRedactedTogether(t *testing.T) {
	const secret = "Zq7kR2mW9xTb4LvN8sYd"
	for _, c := range []struct {
		name     string
		in, want []string
	}{
		{"no texts", nil, nil},
		{"nothing to redact", []string{"a", "", "b"}, []string{"a", "", "b"}},
		{"found later, stands earlier", []string{"I used " + secret, "", "X-Api-Key: " + secret},
			[]string{"I used [redacted:api-key]", "", "X-Api-Key: [redacted:api-key]"}},
		{"found by shape", []string{"Bearer " + secret, secret}, []string{"Bearer [redacted:bearer]", "[redacted:bearer]"}},
		{"the password of a Basic credential", []string{"Authorization: Basic ZGVzazpodW50ZXIyMjI=", "hunter222"},
			[]string{"Authorization: Basic [redacted:basic]", "[redacted:password]"}},
		{"an id of one text stays in another", []string{"X-Request-ID: abcdef1234567", "X-Api-Key: zyxwvu7654321", "abcdef1234567"},
			[]string{"X-Request-ID: abcdef1234567", "X-Api-Key: [redacted:api-key]", "abcdef1234567"}},
	} {
		var r Reader
		got := r.CleanAll(c.in...)
		if strings.Join(strs(got), "|") != strings.Join(c.want, "|") || len(got) != len(c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if again := r.CleanAll(strs(got)...); strings.Join(strs(again), "|") != strings.Join(strs(got), "|") {
			t.Errorf("%s: not idempotent: %q then %q", c.name, got, again)
		}
	}
}

func strs(all []Clean) []string {
	var out []string
	for _, c := range all {
		out = append(out, c.String())
	}
	return out
}
