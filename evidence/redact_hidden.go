package evidence

import (
	"sort"
	"strings"
)

// minHidden is the shortest text that a person can hide, in bytes: a shorter one stands in too
// much else.
const minHidden = 4

// hiddenKind is the kind of what a person hid.
const hiddenKind = "hidden"

// Hide redacts what a person selected as secret, wherever it stands in the text. What is shorter
// than four bytes stays, as do markers, and with their labels the ids by which the call is found:
// request, conversation and order id, and the error's uuid. Of a selection that reaches over such
// a place, the rest is hidden. Hiding the same again changes nothing.
func (r *Reader) Hide(c Clean, secrets ...string) Clean {
	return r.HideAll([]Clean{c}, secrets...)[0]
}

// HideAll is Hide for texts that belong together: an id of one of them stays in all.
func (r *Reader) HideAll(texts []Clean, secrets ...string) []Clean {
	ids := r.ids(texts)
	out := make([]Clean, len(texts))
	for i, c := range texts {
		for range maxRounds {
			finds := hidden(c.text, secrets, idPlaces(c.text, ids))
			if len(finds) == 0 {
				break
			}
			c = Clean{r.replace(c.text, finds)}
		}
		out[i] = c
	}
	return out
}

// mostIDs is how many different ids are kept from being hidden: each is looked for in the whole text.
const mostIDs = 64

// ids returns the ids of the calls in texts, those that a report uses first.
func (r *Reader) ids(texts []Clean) (ids []string) {
	seen := map[string]bool{}
	keep := func(id string) {
		if low := strings.ToLower(id); !seen[low] && len(ids) < mostIDs {
			seen[low] = true
			ids = append(ids, id)
		}
	}
	for _, c := range texts {
		report := r.read(c, -1)
		eachID(report.Facts, keep)
		for n := 0; n < len(report.Exchanges) && len(ids) < mostIDs; n++ {
			other := Report{Text: c, Exchanges: report.Exchanges, Chosen: n}
			r.conclude(&other)
			eachID(other.Facts, keep)
		}
	}
	return ids
}

// eachID calls keep for the ids among facts.
func eachID(facts []Fact, keep func(string)) {
	for _, f := range facts {
		switch f.Field {
		case RequestID, ConversationID, OrderID, ErrorUUID:
			keep(f.Value)
			for _, o := range f.Others {
				keep(o.Value)
			}
		}
	}
}

// longestLabel is how far before an id its label is looked for, in bytes.
const longestLabel = 64

// idPlaces returns where ids stand in a text with their labels, in order: what stands before an id
// on its line, or since the last sign that ends a value.
func idPlaces(text string, ids []string) (places []Span) {
	for _, id := range ids {
		for _, at := range placesOf(text, id) {
			from := max(0, at.Start-longestLabel)
			if n := strings.LastIndexAny(text[from:at.Start], "\r\n,;&?{["); n >= 0 {
				from += n + 1
			} else if from > 0 {
				from = at.Start
			}
			places = append(places, Span{from, at.End})
		}
	}
	return places
}

// placesOf returns where a word stands in a text, whatever its case.
func placesOf(text, word string) (places []Span) {
	if word == "" {
		return nil
	}
	for _, w := range [...]string{word, strings.ToLower(word), strings.ToUpper(word)} {
		for from := 0; ; {
			n := strings.Index(text[from:], w)
			if n < 0 {
				break
			}
			places = append(places, Span{from + n, from + n + len(w)})
			from += n + len(w)
		}
	}
	return places
}

// hidden finds what a person selected; the longest first, so that a part doesn't keep the whole.
func hidden(text string, secrets []string, keep []Span) (finds []find) {
	for _, s := range secrets {
		s = strings.TrimSpace(s)
		if len(s) < minHidden {
			continue
		}
		for from := 0; ; {
			n := strings.Index(text[from:], s)
			if n < 0 {
				break
			}
			finds = append(finds, find{start: from + n, end: from + n + len(s), kind: hiddenKind})
			from += n + len(s)
		}
	}
	return apart(cutOut(finds, text, inOrder(append(markerPlaces(text), keep...))))
}

// markerPlaces returns where the markers of a text stand.
func markerPlaces(text string) (places []Span) {
	for i := 0; i < len(text); {
		n := strings.Index(text[i:], markerOpen)
		if n < 0 {
			break
		}
		i += n
		m := max(markerLen(text[i:]), 1)
		places = append(places, Span{i, i + m})
		i += m
	}
	return places
}

// inOrder sorts places and lets each reach as far as those before it.
func inOrder(places []Span) []Span {
	sort.Slice(places, func(i, j int) bool { return places[i].Start < places[j].Start })
	reach := 0
	for i := range places {
		reach = max(reach, places[i].End)
		places[i].End = reach
	}
	return places
}

// cutOut cuts places out of finds. What is left of a find must be long enough to be hidden by
// itself: blanks and quotes around an id say nothing.
func cutOut(finds []find, text string, places []Span) (out []find) {
	keep := func(f find, start, end int) {
		for start < end && isSpace(text[start]) {
			start++
		}
		for end > start && isSpace(text[end-1]) {
			end--
		}
		if end-start >= minHidden {
			f.start, f.end = start, end
			out = append(out, f)
		}
	}
	for _, f := range finds {
		at := f.start
		for n := sort.Search(len(places), func(i int) bool { return places[i].End > f.start }); n < len(places) && places[n].Start < f.end; n++ {
			keep(f, at, min(places[n].Start, f.end))
			at = max(at, places[n].End)
		}
		keep(f, at, f.end)
	}
	return out
}
