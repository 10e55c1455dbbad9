package models_test

import (
	"strings"
	"testing"

	"docket/models"
)

func TestACursorIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	r.pile(120)
	grace := r.desk("Grace")
	for _, f := range []models.QueueFilter{{View: models.ViewAll}, {View: models.ViewAll, Text: "order"}} {
		cursor := r.queue(grace, f).Next
		if again, ok := models.CursorAgain(cursor); !ok || again != cursor {
			t.Errorf("%q is read as %q", cursor, again)
		}
		for _, other := range []string{"", cursor + "=", cursor[:len(cursor)-1], cursor + cursor, " " + cursor, strings.ToLower(cursor) + "é"} {
			if _, ok := models.CursorAgain(other); ok {
				t.Errorf("%q is taken for a cursor", other)
			}
		}
	}
}

func FuzzCursor(f *testing.F) {
	for _, text := range []string{"", "cQADAAZg7yx7awABogemxmBxmqMb4BeaYrAt", "aAAAAAAAAAAB", "cQ", "'; DROP TABLE tickets; --", "////////////////////////////////////"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if again, ok := models.CursorAgain(text); ok && again != text {
			t.Errorf("%q is the same cursor as %q", text, again)
		}
	})
}

func FuzzWords(f *testing.F) {
	for _, text := range []string{"No coverage in Leeds", "a_b-c", "é É", "“x”", "\xff\x00", strings.Repeat("x", 200)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, word := range models.WordsIn(text) {
			if word == "" || len(word) > 60 || strings.ContainsAny(word, " \"'\\:&|!()<>*^-_\x00") || strings.ToValidUTF8(word, "?") != word {
				t.Errorf("%q has the word %q", text, word)
			}
			if again := models.WordsIn(word); len(again) != 1 || again[0] != word {
				t.Errorf("%q is %q when it is read again", word, again)
			}
		}
	})
}
