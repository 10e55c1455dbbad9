package evidence

import "testing"

func TestAColourThatIsCutOffEndsWithItsLine(t *testing.T) {
	for text, want := range map[string]int{
		"\x1b[31mx": 5, "\x1b[1;32m": 7, `\x1b[0m`: 7, `\u001b[0m`: 9, "[31m": 4, "\x1b[39\nx": 0, "\x1b[39": 0, "\x1b[3\xddx": 0, "\x1b]0;": 0, "\x1b[redacted:token]": 0, `\x1b[redacted:token]`: 0,
	} {
		if got := colour(text); got != want {
			t.Errorf("%q has %d bytes of colour, want %d", text, got, want)
		}
	}
	if got := escapeEnd("\x1b[39\nx", 0); got != 4 {
		t.Errorf("the sequence ends at %d, want 4", got)
	}
	if got := escapeEnd("\x1b[redacted:token]", 0); got != 1 {
		t.Errorf("the escape before a marker ends at %d, want 1", got)
	}
}
