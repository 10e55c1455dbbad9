package models_test

import (
	"slices"
	"strings"
	"testing"

	"docket/models"
)

const (
	someUUID  = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
	otherUUID = "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
)

func TestWhatATextNames(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fact, text string
		ids        []string
		sure       bool
	}{
		{"a UUID", someUUID, []string{someUUID}, true},
		{"capitals", strings.ToUpper(someUUID), []string{someUUID}, true},
		{"brackets and spaces", " [ " + someUUID + " ] ", []string{someUUID}, true},
		{"braces as Windows writes them", "{" + strings.ToUpper(someUUID) + "}", []string{someUUID}, true},
		{"a header", "X-Request-ID: " + someUUID, []string{someUUID}, true},
		{"a header in small letters without its colon", "x-conversation-id " + someUUID, []string{someUUID}, true},
		{"JSON", `"uuid":"` + someUUID + `",`, []string{someUUID}, true},
		{"a URN", "urn:uuid:" + someUUID, []string{someUUID}, true},
		{"a UUID without hyphens", strings.ReplaceAll(someUUID, "-", ""), []string{someUUID}, true},
		{"a UUID that a line break was in", someUUID[:20] + "\n" + someUUID[20:], []string{someUUID}, true},
		{"a query", "request_id=" + someUUID + "&page=2", []string{someUUID}, true},
		{"an address", "https://x.example/logs/" + someUUID + "?page=2", []string{someUUID}, true},
		{"a line of a log with two", "12:00 INFO " + someUUID + " " + otherUUID + " failed", []string{someUUID, otherUUID}, true},
		{"an order id", "00123456789", []string{"00123456789"}, true},
		{"an order id with a label", "order id 00123456789", []string{"00123456789"}, true},
		{"an order id in groups", "0012 3456 789", []string{"00123456789"}, true},
		{"an order id in a path", "/v1/orders/10000001/lines", []string{"10000001"}, true},
		{"an id of another make may be a word", "req-17", []string{"req-17"}, false},
		{"and is none with its label", "X-Request-ID: req-17", []string{"req-17"}, true},
		{"a word may be an id", "timeout", []string{"timeout"}, false},
		{"two words of a search may be a label and an id", "order missing", []string{"missing"}, false},
		{"a sentence is none", "no coverage in this area", nil, false},
		{"a label alone may be an id", "order", []string{"order"}, false},
		{"a small number in a sentence is none", "answers 422 since", nil, false},
		{"nothing", " ", nil, false},
		{"what is longer than any id", strings.Repeat("x1", 70), nil, false},
		{"other scripts have no ids", "straße", nil, false},
	} {
		ids, _, sure := models.NamedBy("FC", tt.text)
		ids = slices.DeleteFunc(ids, func(id string) bool { return strings.Contains(id, "/") }) // a whole address may be an id, too
		if !slices.Equal(ids, tt.ids) || sure != tt.sure {
			t.Errorf("%s: %q names %q (sure %v), want %q (%v)", tt.fact, tt.text, ids, sure, tt.ids, tt.sure)
		}
	}
}

func TestReferencesAreFoundInWhatStandsAroundThem(t *testing.T) {
	t.Parallel()
	ref, err := models.NewReference(strings.NewReader("docket!"))
	if err != nil {
		t.Fatal(err)
	}
	written, plain := ref.Format("FC"), string(ref)
	for _, text := range []string{
		written, strings.ToLower(written), plain, "FC " + plain[:4] + " " + plain[4:], "(" + written + ")", "ticket " + written, "ref: " + plain,
		"[" + written + "] There is an answer to your report", "https://support.example/admin/tickets/" + written + "?done=note",
	} {
		if _, refs, _ := models.NamedBy("FC", text); !slices.Contains(refs, ref) {
			t.Errorf("%q names %q, want %s", text, refs, ref)
		}
	}
}

func FuzzNamedBy(f *testing.F) {
	for _, text := range []string{someUUID, "X-Request-ID: x", "order id 001", "FC-7Q4M-2XKD", "urn:uuid:", "a=b&c", "“”\x00\xff", "::::", "order order order 1"} {
		f.Add("FC", text)
	}
	f.Fuzz(func(t *testing.T, prefix, text string) {
		ids, refs, _ := models.NamedBy(prefix, text)
		if len(ids) > 8 || len(refs) > 8 {
			t.Fatalf("%d ids, %d references", len(ids), len(refs))
		}
		for _, id := range ids {
			if id == "" || len(id) > 128 || id != strings.ToLower(id) || strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' }) {
				t.Fatalf("%q names %q", text, id)
			}
		}
	})
}
