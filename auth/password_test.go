package auth

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// reference is from the test suite of the argon2 reference implementation: "password", "somesalt".
const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"

func TestAHashIsItsPasswordsAlone(t *testing.T) {
	p := NewPasswords()
	hash, err := p.Hash(t.Context(), "correct horse")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%q, %v", hash, err)
	}
	for _, c := range []struct {
		hash, password string
		want           bool
	}{
		{hash, "correct horse", true}, {hash, "correct horse ", false}, {hash, "", false},
		{reference, "password", true}, {reference, "Password", false},
		{"", "", false}, {"", "correct horse", false}, {"correct horse", "correct horse", false},
	} {
		if got, err := p.Verify(t.Context(), c.hash, c.password); got != c.want || err != nil {
			t.Errorf("%q of %q: %v, %v", c.password, c.hash, got, err)
		}
	}
}

func TestTheSamePasswordTwiceHasTwoHashes(t *testing.T) {
	p := NewPasswords()
	one, err1 := p.Hash(t.Context(), "correct horse")
	two, err2 := p.Hash(t.Context(), "correct horse")
	if one == two || err1 != nil || err2 != nil {
		t.Errorf("%q, %q, %v, %v", one, two, err1, err2)
	}
}

func TestNobodysHashCostsAsMuchAsAnothers(t *testing.T) {
	var asked []cost
	p := NewPasswords()
	p.hash = func(_, salt []byte, c cost) []byte {
		if len(salt) != saltLength {
			t.Errorf("%d bytes of salt", len(salt))
		}
		asked = append(asked, c)
		return make([]byte, c.key)
	}
	hash, err := p.Hash(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range []string{hash, "", "nonsense"} {
		right, err := p.Verify(t.Context(), h, "x")
		if want := h == hash; right != want || err != nil {
			t.Errorf("%q: %v, %v", h, right, err)
		}
	}
	for _, c := range asked {
		if c != current {
			t.Errorf("asked for %v", c)
		}
	}
	if len(asked) != 4 {
		t.Errorf("%d hashes were made", len(asked))
	}
}

func TestHashesWaitForTheirTurnAndNotForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, done, answers := NewPasswords(), make(chan struct{}), make(chan error, hashesAtOnce)
		p.hash = func(_, _ []byte, c cost) []byte { <-done; return make([]byte, c.key) }
		for range hashesAtOnce {
			go func() {
				_, err := p.Hash(t.Context(), "x")
				answers <- err
			}()
		}
		synctest.Wait()
		start := time.Now()
		if _, err := p.Verify(t.Context(), reference, "x"); !errors.Is(err, ErrBusy) || time.Since(start) != hashPatience {
			t.Errorf("%v after %s", err, time.Since(start))
		}
		close(done)
		for range hashesAtOnce {
			if err := <-answers; err != nil {
				t.Error(err)
			}
		}
		if _, err := p.Verify(t.Context(), reference, "x"); err != nil {
			t.Errorf("once there is room again: %v", err)
		}
	})
}

func TestWhoIsKnownHashesBeforeStrangersWhoCameFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, order := NewPasswords(), make(chan string, 6)
		var held []*Turn
		for range hashesAtOnce {
			turn, err := p.Turn(t.Context(), Stranger)
			if err != nil {
				t.Fatal(err)
			}
			held = append(held, turn)
		}
		wait := func(name string, rank Rank) {
			go func() {
				turn, err := p.Turn(t.Context(), rank)
				if err != nil {
					order <- name + ": " + err.Error()
					return
				}
				order <- name
				turn.End()
			}()
			synctest.Wait()
		}
		wait("first stranger", Stranger)
		wait("second stranger", Stranger)
		wait("first known", Known)
		wait("second known", Known)
		if p.Waiting(Known) != 2 || p.Waiting(Stranger) != 2 {
			t.Errorf("%d and %d wait", p.Waiting(Known), p.Waiting(Stranger))
		}
		held[0].End()
		held[0].End()
		for _, want := range []string{"first known", "second known", "first stranger", "second stranger"} {
			if got := <-order; got != want {
				t.Errorf("%s came, want %s", got, want)
			}
		}
		again, err := p.Turn(t.Context(), Stranger)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Turn(t.Context(), Known); !errors.Is(err, ErrBusy) || p.Waiting(Known) != 0 {
			t.Errorf("ended twice, a turn gave two places: %v, %d wait", err, p.Waiting(Known))
		}
		again.End()
	})
}

func TestAHashOfAnotherCostIsMadeAgain(t *testing.T) {
	fresh, err := NewPasswords().Hash(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	for hash, want := range map[string]bool{fresh: false, reference: true, "": true, "nonsense": true} {
		if NeedsRehash(hash) != want {
			t.Errorf("%q: %v", hash, !want)
		}
	}
}

func TestAHashThatCostsTooMuchOrIsMisshapenIsNobodys(t *testing.T) {
	for _, bad := range []string{
		"$argon2id$v=19$m=65537,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", // memory
		"$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=65536,t=9,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",   // passes
		"$argon2id$v=19$m=65536,t=2,p=257$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", // lanes, 1 in a byte
		"$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", // version
		"$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$",
		"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPd", // stray bits
		"$argon2id$v=19$m=65536,t=2,p=1$" + strings.Repeat("c29t", 30) + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		reference + "$", " " + reference,
	} {
		if _, ok := readPHC(bad); ok {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestDrawnPasswordsAreLongReadableAndGood(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		p := NewPassword()
		if signs := strings.ReplaceAll(p, "-", ""); len(signs) != 25 || strings.Trim(signs, "abcdefghijklmnopqrstuvwxyz234567") != "" {
			t.Fatalf("%q", p)
		}
		if problem := Check(p); problem != "" || seen[p] {
			t.Errorf("%q: %s", p, problem)
		}
		seen[p] = true
	}
}

func FuzzReadPHC(f *testing.F) {
	f.Add(reference)
	f.Add("$argon2id$v=19$m=8,t=1,p=1$$")
	f.Fuzz(func(t *testing.T, text string) {
		h, ok := readPHC(text)
		if !ok {
			return
		}
		if h.memory > dearest.memory || h.passes > dearest.passes || h.lanes > dearest.lanes || len(h.result) > int(dearest.key) {
			t.Errorf("%q asks for %v", text, h.cost)
		}
		if h.String() != text {
			t.Errorf("%q was read as %q", text, h)
		}
	})
}
