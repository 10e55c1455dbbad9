package evidence

import (
	"sort"
	"strings"
)

// find is a secret in a text: the bytes from start to end give way to a marker of this kind.
type find struct {
	start, end int
	kind       string
	quote      bool                 // the secret stood bare in JSON (a number): the marker gets quotes
	depth      int                  // backslashes before each of those quotes
	secret     string               // the whole secret, where the text shows it in pieces or escaped
	looks      bool                 // known by its looks alone
	with       func(*Reader) string // writes what stands there instead, when that isn't a marker
}

// maxRounds is how often a text is gone over. The first round finds what there is; the
// second proves it. More are only needed where replacing one secret uncovers another.
const maxRounds = 16

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
	if r.round(texts) {
		r.rest(texts)
	}
}

// rest replaces what the first round has left or uncovered.
func (r *Reader) rest(texts []string) {
	for range maxRounds - 1 {
		if !r.round(texts) {
			return
		}
	}
}

// round replaces the secrets that the texts show, and reports whether there were any.
func (r *Reader) round(texts []string) bool {
	finds := scanSecrets(texts)
	for i, f := range finds {
		if len(f) > 0 {
			texts[i] = r.replace(texts[i], f)
		}
	}
	return finds != nil
}

// Holds reports whether Clean would redact something in a text, such as a token typed into
// a field for an id.
func (r *Reader) Holds(text string) bool { return scanSecrets([]string{text}) != nil }

// replace writes the text with a marker for each find; finds are in order and apart.
func (r *Reader) replace(text string, finds []find) string {
	var b strings.Builder
	b.Grow(len(text) + 16*len(finds))
	done := 0
	known := markers{}
	for _, f := range finds {
		b.WriteString(text[done:f.start])
		b.WriteString(r.instead(text, f, known))
		done = f.end
	}
	b.WriteString(text[done:])
	return b.String()
}

// markers are those that were made, by kind and secret: one secret stands in many places.
type markers map[[2]string]string

// instead returns what is written in the place of a find.
func (r *Reader) instead(text string, f find, known markers) string {
	if f.with != nil {
		return f.with(r)
	}
	secret := f.secret
	if secret == "" {
		secret = text[f.start:f.end]
	}
	marker, ok := known[[2]string{f.kind, secret}]
	if !ok {
		marker = r.marker(f.kind, secret)
		known[[2]string{f.kind, secret}] = marker
	}
	if f.quote {
		mark := strings.Repeat(`\`, f.depth) + `"`
		return mark + marker + mark
	}
	return marker
}

// scanSecrets finds the secrets of texts that belong together: by place, by shape, and
// wherever a secret found in one of these ways stands again, in each of the views of each
// text. The finds of each text come in its order, none overlapping; nil means that there are
// none in any text.
func scanSecrets(texts []string) [][]find {
	views := make([]*view, len(texts))
	ids := map[string]bool{}
	found := false
	for i, t := range texts {
		views[i] = newView(t, nil, 0)
		views[i].each(func(v *view) {
			found = found || len(v.scan.finds) > 0
			for id := range v.scan.ids {
				ids[id] = true
			}
		})
	}
	if !found {
		return nil
	}
	return repeatAll(views, ids)
}

// repeatAll adds what repeats from one view to another.
func repeatAll(views []*view, ids map[string]bool) [][]find {
	named := map[string]bool{} // ids that a place names a secret
	eachView(views, func(v *view) {
		v.scan.ids = ids
		for _, f := range v.scan.finds {
			if f.looks || len(ids) == 0 {
				continue
			}
			if id := strings.ToLower(v.text[f.start:f.end]); ids[id] {
				named[id] = true
			}
		}
	})
	r := newRepeated()
	eachView(views, func(v *view) {
		v.scan.keepLabelled(named)
		r.gather(v.scan)
	})
	out := make([][]find, len(views))
	found := false
	for i, v := range views {
		v.each(func(v *view) { v.scan.repeats(r) })
		out[i] = v.collect()
		found = found || len(out[i]) > 0
	}
	if !found {
		return nil
	}
	return out
}

func eachView(views []*view, f func(*view)) {
	for _, v := range views {
		v.each(f)
	}
}

// keepLabelled drops what only looks like a secret and is labelled as an id.
func (s *scan) keepLabelled(named map[string]bool) {
	kept := s.finds[:0]
	for _, f := range s.finds {
		if f.looks && len(s.ids) > 0 {
			if id := strings.ToLower(s.text[f.start:f.end]); s.ids[id] && !named[id] {
				continue
			}
		}
		kept = append(kept, f)
	}
	s.finds = kept
}

// apart sorts finds and makes them stand apart: of two that overlap, the one that starts first
// stays, or the longer one, and of the other what reaches further when it is a secret as well.
func apart(finds []find) []find {
	inOrder := func(i, j int) bool {
		return finds[i].start < finds[j].start || finds[i].start == finds[j].start && finds[i].end > finds[j].end
	}
	if !sort.SliceIsSorted(finds, inOrder) {
		sort.SliceStable(finds, inOrder)
	}
	out := finds[:0]
	end := 0
	for _, f := range finds {
		if f.start < end && f.end > end && f.with == nil {
			f.start = end
		}
		if f.start >= end && f.end > f.start {
			out = append(out, f)
			end = f.end
		}
	}
	return out
}
