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
	texts := []string{text}
	r.redact(texts)
	return Clean{texts[0]}
}

// CleanAll redacts the texts of one form together: a secret that is found in one of them goes
// wherever it stands in the others too. The results come in the order of the texts.
func (r *Reader) CleanAll(texts ...string) []Clean {
	work := append([]string(nil), texts...)
	r.redact(work)
	out := make([]Clean, len(work))
	for i, t := range work {
		out[i] = Clean{t}
	}
	return out
}

// redact replaces the secrets of texts that belong together.
func (r *Reader) redact(texts []string) {
	for range maxRounds {
		finds := scanSecrets(texts)
		if finds == nil {
			return
		}
		for i, f := range finds {
			if len(f) > 0 {
				texts[i] = r.replace(texts[i], f)
			}
		}
	}
}

// Holds reports whether Clean would redact something in a text, such as a token typed into
// a field for an id.
func (r *Reader) Holds(text string) bool { return scanSecrets([]string{text}) != nil }

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

// scanSecrets finds the secrets of texts that belong together: by place, by shape, and
// wherever a secret found in one of these ways stands again. The finds of each text come in
// its order, none overlapping; nil means that there are none in any text.
func scanSecrets(texts []string) [][]find {
	var scans []*scan
	ids := map[string]bool{}
	found := false
	for _, t := range texts {
		s := &scan{text: t}
		s.walk()
		found = found || len(s.finds) > 0
		scans = append(scans, s)
		for id := range s.ids {
			ids[id] = true
		}
	}
	if !found {
		return nil
	}
	return repeatAll(scans, ids)
}

// repeatAll adds what repeats from one text to another.
func repeatAll(scans []*scan, ids map[string]bool) [][]find {
	r := newRepeated()
	for _, s := range scans {
		s.ids = ids
		r.gather(s)
	}
	out := make([][]find, len(scans))
	found := false
	for i, s := range scans {
		s.repeats(r)
		out[i] = apart(s.finds)
		found = found || len(out[i]) > 0
	}
	if !found {
		return nil
	}
	return out
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
