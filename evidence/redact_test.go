package evidence

import (
	"encoding/json"
	"testing"
)

func TestEveryRuleKeepsItsExamples(t *testing.T) {
	for _, r := range keyRules {
		checkExamples(t, r.kind, r.hits, r.misses)
	}
	for _, r := range shapes {
		checkExamples(t, r.prefix, r.hits, r.misses)
	}
	for _, r := range flagRules {
		checkExamples(t, "-"+r.names[0], r.hits, r.misses)
	}
}

func checkExamples(t *testing.T, rule string, hits []example, misses []string) {
	t.Helper()
	var r Reader
	if len(hits) == 0 || len(misses) == 0 {
		t.Errorf("%s: a rule needs hits and misses", rule)
	}
	for _, h := range hits {
		got := r.Clean(h.in).String()
		if got != h.out {
			t.Errorf("%s:\n  in   %q\n  got  %q\n  want %q", rule, h.in, got, h.out)
		}
		if again := r.Clean(got).String(); again != got {
			t.Errorf("%s: not idempotent:\n  once  %q\n  twice %q", rule, got, again)
		}
		if json.Valid([]byte(h.in)) && !json.Valid([]byte(got)) {
			t.Errorf("%s: no longer JSON: %q", rule, got)
		}
	}
	for _, m := range misses {
		if got := r.Clean(m).String(); got != m {
			t.Errorf("%s: redacted what is harmless:\n  in  %q\n  got %q", rule, m, got)
		}
	}
}
