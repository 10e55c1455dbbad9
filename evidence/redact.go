package evidence

import (
	"sort"
	"strings"
)

// find is a secret in a text: the bytes from start to end give way to a marker of this kind.
type find struct {
	start, end int
	kind       string
	quote      bool // the secret stood bare in JSON (a number): the marker gets quotes
}

// maxRounds is how often a text is gone over. The first round finds what there is; the
// second proves it. More are only needed where replacing one secret uncovers another.
const maxRounds = 6

// Clean redacts a text. Redacting the result again changes nothing.
func (r *Reader) Clean(text string) Clean {
	for range maxRounds {
		finds := scanSecrets(text)
		if len(finds) == 0 {
			break
		}
		text = r.replace(text, finds)
	}
	return Clean{text}
}

// Holds reports whether Clean would redact something in a text, such as a token typed into
// a field for an id.
func (r *Reader) Holds(text string) bool { return len(scanSecrets(text)) > 0 }

// replace writes the text with a marker for each find; finds are in order and apart.
func (r *Reader) replace(text string, finds []find) string {
	var b strings.Builder
	b.Grow(len(text) + 16*len(finds))
	done := 0
	for _, f := range finds {
		b.WriteString(text[done:f.start])
		mark := r.marker(f.kind, text[f.start:f.end])
		if f.quote {
			mark = `"` + mark + `"`
		}
		b.WriteString(mark)
		done = f.end
	}
	b.WriteString(text[done:])
	return b.String()
}

// scanSecrets finds the secrets of a text: by place, by shape, and wherever a secret found
// in one of these ways stands again. The finds come in the order of the text, none overlapping.
func scanSecrets(text string) []find {
	s := &scan{text: text}
	s.walk()
	if len(s.finds) == 0 {
		return nil
	}
	s.spareIDs()
	s.repeats()
	return apart(s.finds)
}

// apart sorts finds and drops those that overlap an earlier one.
func apart(finds []find) []find {
	inOrder := func(i, j int) bool { return finds[i].start < finds[j].start }
	if !sort.SliceIsSorted(finds, inOrder) {
		sort.SliceStable(finds, inOrder)
	}
	out := finds[:0]
	end := 0
	for _, f := range finds {
		if f.start >= end && f.end > f.start {
			out = append(out, f)
			end = f.end
		}
	}
	return out
}
