package evidence

import (
	"slices"
	"strings"
)

// maxLabelAbove is the longest line that names the value below it, in bytes.
const maxLabelAbove = 128

// labelAbove reads a line that ends in the name of a fact whose value is the next line that isn't
// empty, as cells of a table, the questions of a form and their headings are copied. The value must
// have the form of the fact, and stand alone.
func (b *block) labelAbove(k int, line string) bool {
	if len(line) > maxLabelAbove {
		return false
	}
	name := strings.Trim(line, "*_`#>:?. \t")
	if n := strings.Index(name, " ("); n > 0 && strings.HasSuffix(name, ")") {
		name = name[:n]
	}
	if !strings.Contains(name, " ") {
		name = name[strings.LastIndexByte(name, '.')+1:] // response.statusCode
	}
	sentence, cut := withoutVerb(name) // that a mail broke before its value
	fields := idsNamed(name)
	field, status := lastLabel(sentence), sections[flatName(name)] == statusSection
	if field == "" && asksWhen(line) {
		field = OccurredAt
	}
	if field == "" && !status && len(fields) == 0 && strings.HasSuffix(line, "?") {
		field = labelAsked(name)
	}
	if field == "" && strings.HasSuffix(line, ":") && labelFields[flatName(name)] == ErrorMessage && hasFold(name, "err") {
		return b.messageBelow(k, name)
	}
	if field == "" && !status && len(fields) < 2 && !asksForError(name) {
		return false
	}
	next := b.d.next(k + 1)
	if next < 0 || next > k+2 {
		return false
	}
	if len(fields) > 1 {
		return b.idsBelow(fields, next)
	}
	value, start := b.d.trimmed(next)
	if id := wordOf(value); cut && isUUID(id) {
		value = id
	}
	if n := answerMark(value); strings.HasSuffix(line, "?") && (n <= len("Ans: ") || answerMark(line) > 0) {
		value, start = value[n:], start+n // Q: …? A: …
	}
	bare := strings.TrimLeft(value, "`*")
	start += len(value) - len(bare)
	bare = strings.TrimRight(bare, "`*")
	if field == "" && !status {
		return b.errorBelow(name, bare, start)
	}
	if field == "" {
		return b.statusBelow(bare, next, start)
	}
	value, ok := valueAlone(field, line, bare)
	if ok {
		span := Span{start, start + len(bare)}
		b.out = append(b.out, part{format: blockName, label: &Label{field, name, value, span}, span: span})
	}
	return ok
}

// answerMark returns the length of the word that a form puts before a question or an answer: "A: ", "Pytanie: ".
func answerMark(value string) int {
	if n := strings.Index(value, ": "); n > 0 && n <= maxKey/2 && isUpper(value[0]) && strings.IndexByte(value[:n], ' ') < 0 && labelFields[flatName(value[:n])] == "" {
		return n + len(": ")
	}
	return 0
}

// valueAlone returns the value of a field that a line holds and nothing else.
func valueAlone(f Field, name, line string) (v string, ok bool) {
	switch f {
	case OccurredAt:
		v = inNamedZone(name, line)
		return v, len(line) <= maxMoment && isZoned(v)
	case Environment:
		v = environmentOf(wordOf(line))
		return v, v != "" && len(line) <= maxLabelAbove/2
	case Tenant, Supplier:
		return line, isCode(line) && (namesItself(line) == "" || namesItself(line) == f)
	case OrderID:
		return line, isUUID(line) || allDigits(line) && len(line) <= 32
	}
	return line, isUUID(line)
}

// messageBelow reads the sentence that stands in the line below the label of an error's message in line k.
func (b *block) messageBelow(k int, name string) bool {
	if k+1 >= len(b.d.lines) || b.d.taken[k+1] {
		return false
	}
	said, start := b.d.trimmed(k + 1)
	if !isSentence(said) || len(said) > maxTold || isLabelled(said) || len(labels(said, 0)) > 0 || strings.HasPrefix(said, "Sent from ") || strings.HasPrefix(said, "See ") {
		return false
	}
	span := Span{start, start + len(said)}
	b.out = append(b.out, part{format: blockName, label: &Label{ErrorMessage, name, said, span}, span: span})
	return true
}

// asksForError reports whether a question or a heading names the code of an error among other words.
func asksForError(name string) bool {
	low := strings.ToLower(name)
	return saysCode(low) && slices.ContainsFunc(strings.Fields(low), wordForError)
}

// errorBelow reads the code of an error and its message behind a dash, which stand at start below what asks for them.
func (b *block) errorBelow(name, line string, start int) bool {
	code := wordOf(line)
	if !standsForError(code) {
		return false
	}
	said, at := dashedBehind(line[len(code):])
	if said == "" {
		return false
	}
	at += start + len(code)
	for _, l := range []Label{{ErrorCode, name, code, Span{start, start + len(code)}}, {ErrorMessage, name, said, Span{at, at + len(said)}}} {
		b.out = append(b.out, part{format: blockName, label: &l, span: l.Span})
	}
	return true
}

// statusBelow reads a status that stands alone in line next, below its name.
func (b *block) statusBelow(value string, next, start int) bool {
	status, reason := splitStatus(value)
	if status == 0 || reason != "" && reasonOf(status, reason) == "" {
		return false
	}
	b.response(next, value, start)
	return true
}

// labelAsked returns the only fact that the words of a question name, "" for none or for several.
func labelAsked(question string) (only Field) {
	words := strings.Fields(question)
	for n := 1; n <= len(words) && n <= 2*maxLabelWords; n++ {
		if f := lastLabel(strings.Trim(strings.Join(words[max(0, n-2):n], " "), ",;")); f != "" && f != only {
			if only != "" {
				return ""
			}
			only = f
		}
	}
	return only
}

// lastLabel returns the fact that the last words of a name mean, "" for none or for one whose value
// can be any text.
func lastLabel(name string) Field {
	words := strings.Fields(name)
	for n := min(maxLabelWords, len(words)); n > 0; n-- {
		switch f := labelFields[flatName(strings.Join(words[len(words)-n:], ""))]; f {
		case RequestID, ConversationID, OrderID, ErrorUUID, Tenant, Supplier, Environment, OccurredAt:
			return f
		}
	}
	return ""
}
