package models

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
)

func newReference(t testing.TB) Reference {
	t.Helper()
	r, err := NewReference(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAReferenceIsReadHoweverItIsSaid(t *testing.T) {
	t.Parallel()
	r, err := NewReference(bytes.NewReader([]byte{7, 0, 1, 20, 2, 29, 19}))
	if err != nil {
		t.Fatal(err)
	}
	written := r.Format("FC") // FC-701M-2XK?
	check := string(r[7])
	for _, spoken := range []string{
		written, strings.ToLower(written), "fc 701m 2xk" + check, "7O1M2XK" + check, "7oIm-2xk" + check,
		"FC7OLM2XK" + check, "  F C - 7 0 1 M 2 X K " + check, "7-0-1-M-2-X-K-" + check,
	} {
		got, err := ParseReference("FC", spoken)
		if err != nil || got != r {
			t.Errorf("%q read as %q, %v; want %q", spoken, got, err, r)
		}
	}
}

func TestEveryWrongSymbolIsNoticed(t *testing.T) {
	t.Parallel()
	for range 50 {
		r := newReference(t)
		for i := range len(r) {
			for _, c := range []byte(alphabet) {
				if c == r[i] {
					continue
				}
				wrong := string(r[:i]) + string(c) + string(r[i+1:])
				if _, err := ParseReference("FC", wrong); err == nil {
					t.Fatalf("%s passed for %s", wrong, r)
				}
			}
		}
	}
}

// Luhn misses one swap of neighbours: that of the two symbols whose doubled digit sums are alike.
func TestSwapsOfNeighboursAreNoticed(t *testing.T) {
	t.Parallel()
	missed, tried := 0, 0
	for range 500 {
		r := newReference(t)
		for i := range len(r) - 1 {
			if r[i] == r[i+1] {
				continue
			}
			tried++
			swapped := string(r[:i]) + string(r[i+1]) + string(r[i]) + string(r[i+2:])
			if _, err := ParseReference("FC", swapped); err == nil {
				missed++
			}
		}
	}
	if missed*100 > tried {
		t.Errorf("%d of %d swaps were missed", missed, tried)
	}
}

func TestWhatIsNoReferenceIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "FC", "FC-", "hello", "FC-7Q4M-2XK", "FC-7Q4M-2XKDD", "FC-7Q4M-2XKU", "ÄÖÜ-1234-5678", strings.Repeat("7", 4000)} {
		if got, err := ParseReference("FC", text); err == nil {
			t.Errorf("%q was read as %q", text, got)
		}
	}
}

func TestReferencesSpreadOverTheWholeAlphabet(t *testing.T) {
	t.Parallel()
	seen := map[byte]bool{}
	for range 400 {
		for _, c := range []byte(newReference(t)) {
			seen[c] = true
		}
	}
	if len(seen) != 32 {
		t.Errorf("%d symbols of 32 were drawn", len(seen))
	}
}

func FuzzParseReference(f *testing.F) {
	f.Add("FC-7Q4M-2XKD")
	f.Add("fc 7O1M")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseReference("FC", text)
		if err != nil {
			return
		}
		if again, err := ParseReference("FC", r.Format("FC")); err != nil || again != r {
			t.Errorf("%q read as %q, which reads as %q, %v", text, r, again, err)
		}
	})
}
