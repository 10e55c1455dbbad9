package evidence

import "testing"

func TestFileBytesBecomeTextThatADatabaseHolds(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"UTF-8", "caf\u00e9", "caf\u00e9"},
		{"a UTF-8 byte order mark goes", "\xef\xbb\xbfa: b", "a: b"},
		{"UTF-16LE by its mark", "\xff\xfea\x00:\x00", "a:"},
		{"UTF-16BE by its mark", "\xfe\xff\x00a\x00:", "a:"},
		{"UTF-16LE without a mark", "G\x00E\x00T\x00", "GET"},
		{"UTF-16BE without a mark", "\x00G\x00E\x00T", "GET"},
		{"a pair outside the first plane", "\xff\xfe\x3d\xd8\x00\xde", "\U0001F600"},
		{"half a pair", "\xff\xfea\x00b", "a\ufffd"},
		{"NUL is replaced", "a long line of text\x00b", "a long line of text\ufffdb"},
		{"NUL in UTF-16 is replaced", "\xff\xfea\x00\x00\x00", "a\ufffd"},
		{"Latin-1 is replaced", "caf\xe9!", "caf\ufffd!"},
		{"only NUL", "\x00\x00", "\ufffd\ufffd"},
	} {
		if got := Text([]byte(c.in)); got != c.want {
			t.Errorf("%s: Text(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestAGatewayErrorHoldsNoNUL(t *testing.T) {
	e, ok := ParseGatewayError(`{"uuid":"a\u0000b","code":"C\u0000","messages":["m\u0000"]}`)
	if !ok || e.UUID != "a\ufffdb" || e.Code != "C\ufffd" || e.Messages[0] != "m\ufffd" {
		t.Errorf("got %+v, %v", e, ok)
	}
}
