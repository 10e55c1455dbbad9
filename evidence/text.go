package evidence

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text turns the bytes of a file into text. UTF-16 is known by its byte order mark, or by a
// third of the even or of the odd bytes being NUL; anything else is taken for UTF-8. A byte
// order mark goes. What is no UTF-8, and NUL, become U+FFFD: a text column of PostgreSQL
// holds neither.
func Text(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		raw = raw[3:]
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return withoutNUL(decodeUTF16(raw[2:], 0))
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return withoutNUL(decodeUTF16(raw[2:], 1))
	default:
		if low := lowByte(raw); low >= 0 {
			return withoutNUL(decodeUTF16(raw, low))
		}
	}
	return withoutNUL(strings.ToValidUTF8(string(raw), string(utf8.RuneError)))
}

// withoutNUL replaces NUL.
func withoutNUL(s string) string {
	return strings.ReplaceAll(s, "\x00", string(utf8.RuneError))
}

// lowByte tells which byte of each pair is the low one in UTF-16 without a mark: the one
// beside a byte that is NUL in at least a third of the pairs. -1 means no UTF-16.
func lowByte(raw []byte) int {
	var nul [2]int
	for i, c := range raw {
		if c == 0 {
			nul[i%2]++
		}
	}
	pairs := len(raw) / 2
	switch {
	case pairs == 0 || nul[0] == nul[1]:
		return -1
	case nul[1] > nul[0] && 3*nul[1] >= pairs:
		return 0
	case nul[0] > nul[1] && 3*nul[0] >= pairs:
		return 1
	}
	return -1
}

// decodeUTF16 decodes pairs of bytes of which the one at low is the low one. A byte left over
// at the end is U+FFFD.
func decodeUTF16(raw []byte, low int) string {
	units := make([]uint16, 0, len(raw)/2+1)
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i+low])|uint16(raw[i+1-low])<<8)
	}
	if len(raw)%2 == 1 {
		units = append(units, utf8.RuneError)
	}
	return string(utf16.Decode(units))
}
