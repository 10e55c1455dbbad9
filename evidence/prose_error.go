package evidence

import "strings"

// sentence reports whether a line that names a call says what came of it in a sentence, which prose
// reads: the record knows no outcome.
func (r *record) sentence(line string) bool {
	return r.status == 0 && failureKind(r.failure) == "" && r.spoken(line)
}

// spoken reports whether a line names a call in a sentence: words stand before the URL.
func (r *record) spoken(line string) bool {
	url := strings.Index(line, r.target())
	if url < 0 || len(line) > maxProseLine || strings.IndexByte(line, '\n') >= 0 {
		return false
	}
	words := 0
	for w := range strings.FieldsSeq(line[:url]) {
		if wordLen(w) == len(w) && strings.ToLower(w) == w {
			words++
		}
	}
	return words >= 3
}

// openMarks are the marks that open a quotation, and those that close it.
var openMarks = []struct{ open, close string }{{`"`, `"`}, {"“", "”"}, {"„", "”“"}, {"«", "»"}, {"‘", "’"}, {"'", "'"}, {"_", "_"}, {"*", "*"}}

// quotedBehind returns the quotation that a text starts with, but for what parts it from the word
// before: its mark, a colon or a dash; and where it stands. It is "" when there is none.
func quotedBehind(s string) (quoted string, at int) {
	for at < len(s) && at < 12 {
		for _, m := range openMarks {
			rest, ok := strings.CutPrefix(s[at:], m.open)
			if !ok || rest == "" || strings.IndexByte(" :`*_,", rest[0]) >= 0 {
				continue
			}
			for n := 1; n < len(rest); {
				end := strings.IndexAny(rest[n:], m.close)
				if end < 0 {
					break
				}
				if end += n; !isAlnum(behindMark(rest[end:])) {
					if strings.IndexByte(rest[:end], ' ') < 0 {
						return "", 0
					}
					return rest[:end], at + len(m.open)
				}
				n = end + 1
			}
		}
		switch {
		case strings.IndexByte(" \t:,-`*_>)", s[at]) >= 0:
			at++
		case strings.HasPrefix(s[at:], "–") || strings.HasPrefix(s[at:], "—") || strings.HasPrefix(s[at:], "→"):
			at += len("–")
		default:
			return "", 0
		}
	}
	return "", 0
}

// behindMark returns the byte behind the mark that a text starts with.
func behindMark(s string) byte {
	n := 1
	for n < len(s) && s[n]&0xC0 == 0x80 {
		n++
	}
	return at(s, n)
}

// maxTold is how far behind the code of an error its message and uuid may reach, in bytes.
const maxTold = 512

// wordForError reports whether a word is one for an error, in whatever language.
func wordForError(w string) bool {
	return stemField(strings.Trim(strings.ToLower(w), ":|*`_,;()"), anyUUID) == ErrorUUID
}

// errorRow reports whether a line is labelled as an error: "| error | CODE – …".
func errorRow(line string) bool {
	name, _, ok := strings.Cut(line[bulletEnd(line):min(len(line), bulletEnd(line)+maxForeignLabel)], " ")
	return ok && wordForError(name) && strings.ContainsAny(line[:min(len(line), maxForeignLabel)], ":|")
}

// dashedBehind returns the sentence that follows a dash right behind the code of an error, to the end of the line or of
// its cell, and where it stands; "" for none.
func dashedBehind(s string) (said string, at int) {
	rest := strings.TrimLeft(s, "`*_\"")
	for _, dash := range [...]string{" – ", " — ", " - "} {
		inner, ok := strings.CutPrefix(rest, dash)
		if !ok {
			continue
		}
		inner, _, _ = strings.Cut(inner, "|")
		said := strings.Trim(inner, " \t*_`")
		if isSentence(said) && isUpper(said[0]) && strings.IndexByte(said, '(') < 0 {
			return said, len(s) - len(rest) + len(dash) + strings.Index(inner, said)
		}
	}
	return "", 0
}

// toldError reads what a sentence says behind the code of an error that ends at a place: the message
// as a quotation, and the uuid right behind it or in brackets. named says that a word for an error stands before
// the code.
func toldError(line string, end, start int, named bool) (out []Label) {
	line = line[:min(len(line), end+maxTold)]
	q, at := quotedBehind(line[end:])
	if q == "" && (named || errorRow(line)) {
		q, at = dashedBehind(line[end:])
	}
	for _, mark := range [...]string{", ", " / "} { // code, message: as their label asks for them
		said, ok := strings.CutPrefix(line[end:], mark)
		label, _, _ := strings.Cut(line[:min(end, maxForeignLabel)], ": ")
		if said = strings.TrimRight(said, " \t"); q == "" && ok && len(label) < end && namesMessage(strings.ToLower(label)) && isSentence(said) && isUpper(said[0]) {
			q, at = said, len(mark)
		}
	}
	if q != "" {
		at += start + end
		out = append(out, Label{ErrorMessage, "", q, Span{at, at + len(q)}})
	}
	if n := len(line) - len(strings.TrimLeft(line[end:], " :,/-–")); n > end {
		if f, ok := labelAt(line, n); ok && f.field == ErrorUUID {
			n = f.value
		}
		if w := wordOf(line[n:]); isUUID(w) {
			return append(out, Label{ErrorUUID, "", w, Span{start + n, start + n + len(w)}})
		}
	}
	for i := end; i < len(line); {
		n := strings.IndexAny(line[i:], "([")
		if n < 0 {
			break
		}
		i += n + 1
		if f, ok := labelAt(line, i); ok && f.field == ErrorUUID { // (error uuid …)
			i = f.value
		}
		if w := wordOf(line[i:]); isUUID(w) {
			return append(out, Label{ErrorUUID, "", w, Span{start + i, start + i + len(w)}})
		}
	}
	return out
}
