package evidence

import (
	"strings"
	"unicode/utf8"
)

// transferField is the field of a mail's part that says how its text was made fit for 76 columns of
// ASCII (RFC 2045 §6).
const transferField = "content-transfer-encoding:"

// withoutQuotedPrintable undoes quoted-printable (RFC 2045 §6.7) in the parts of a mail that say so,
// and in a text that shows it by lines broken behind = and by =3D.
func withoutQuotedPrintable(text string) *excerpt {
	if !strings.Contains(text, "=\n") && !strings.Contains(text, "=\r\n") && !strings.Contains(text, "=3D") && !strings.Contains(text, "=C") {
		return nil
	}
	v := &excerpt{}
	done := 0
	for _, part := range quotedParts(text) {
		for i := part.Start; i < part.End; {
			n := strings.IndexByte(text[i:part.End], '=')
			if n < 0 {
				break
			}
			i += n
			plain, end := unquoted(text, i)
			if end == i {
				i++
				continue
			}
			v.add(text[done:i], done)
			v.add(plain, i)
			i, done = end, end
		}
	}
	if done == 0 {
		return nil
	}
	v.add(text[done:], done)
	v.once = true
	return v
}

// unquoted reads the escape at i: a soft line break, or the bytes of a text in hexadecimal. end is i
// where none stands.
func unquoted(t string, i int) (plain string, end int) {
	if eol := i + 1 + len(t[i+1:min(len(t), i+3)]) - len(strings.TrimLeft(t[i+1:min(len(t), i+3)], " \t\r")); at(t, eol) == '\n' {
		return "", eol + 1
	}
	var raw []byte
	end = i
	for at(t, end) == '=' && end+3 <= len(t) && t[end+1:end+3] == strings.ToUpper(t[end+1:end+3]) {
		v, ok := hexDigits(t, end+1, 2)
		if !ok {
			break
		}
		raw = append(raw, byte(v))
		end += 3
	}
	return withoutNUL(strings.ToValidUTF8(string(raw), string(utf8.RuneError))), end
}

// quotedParts returns the places of a text that are quoted-printable.
func quotedParts(text string) (parts []Span) {
	quoted, told, soft := -1, false, false
	for _, l := range textLines(text) {
		line := text[l.Start:l.End]
		soft = soft || strings.HasSuffix(line, "=")
		if !hasFold(line, transferField) {
			continue
		}
		told = true
		if quoted >= 0 {
			parts = append(parts, Span{quoted, l.Start})
		}
		if quoted = -1; hasFold(strings.TrimLeft(line[len(transferField):], " \t"), "quoted-printable") {
			quoted = l.End
		}
	}
	switch {
	case quoted >= 0:
		return append(parts, Span{quoted, len(text)})
	case !told && soft && strings.Contains(text, "=3D"):
		return []Span{{0, len(text)}}
	}
	return parts
}
