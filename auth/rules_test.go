package auth

import (
	"strings"
	"testing"
)

func TestAPasswordIsLongAndNobodysFirstGuess(t *testing.T) {
	known := []string{"anna.lind@fibrecafe.example", "Anna Lind", "Fibre Cafe"}
	for _, c := range []struct {
		name, password, want string
	}{
		{"four words", "tractor velvet lagoon sixty", ""},
		{"twelve random signs", "k7#mQ2x9w4!t", ""},
		{"signs alone", "$%&/()=?+*#'-_", ""},
		{"any script", "четыре слова рядом", ""},
		{"a common word in a long phrase", "the password of my first bicycle", ""},
		{"256 bytes", strings.Repeat("abcdefgh", 32), "too easy"},
		{"256 different bytes", strings.Repeat("tractor velvet lagoon sixtyfour ", 8), ""},
		{"257 bytes", strings.Repeat("tractor velvet lagoon sixtyfour ", 8) + "x", "longer than 256"},
		{"eleven characters", "k7#mQ2x9w4!", "at least 12"},
		{"eleven characters of two bytes", "четыресловa", "at least 12"},
		{"a common word twice", "passwordpassword", "too easy"},
		{"a common word and a year", "Password2026!", "too easy"},
		{"digits in a row", "123456789012", "too easy"},
		{"keys in a row", "qwertyuiopasdf", "too easy"},
		{"one sign", "aaaaaaaaaaaaaaa", "too easy"},
		{"two signs", "xyxyxyxyxyxyxyxy", "too easy"},
		{"one's address", "anna.lind@fibrecafe.example", "too easy"},
		{"one's name and a year", "AnnaLind2026", "too easy"},
		{"the organisation", "FibreCafe-Fibre-Cafe", "too easy"},
	} {
		got := Check(c.password, known...)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}
