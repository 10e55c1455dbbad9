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
// than four bytes stays, as do markers, and the ids by which the call is found: request,
// conversation and order id, and the error's uuid. Hiding the same again changes nothing.
func (r *Reader) Hide(c Clean, secrets ...string) Clean {
	for range maxRounds {
		finds := hidden(c.text, secrets, r.idPlaces(c))
		if len(finds) == 0 {
			return c
		}
		c = Clean{r.replace(c.text, finds)}
	}
	return c
}

// idPlaces returns where the ids stand that a report on the text uses, in order.
func (r *Reader) idPlaces(c Clean) (places []Span) {
	for _, f := range r.ReadClean(c).Facts {
		switch f.Field {
		case RequestID, ConversationID, OrderID, ErrorUUID:
			for _, id := range append([]string{f.Value}, f.Others...) {
				places = append(places, placesOf(c.text, id)...)
			}
		}
	}
	sort.Slice(places, func(i, j int) bool { return places[i].Start < places[j].Start })
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
	places := append([]Span(nil), keep...)
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
	sort.Slice(places, func(i, j int) bool { return places[i].Start < places[j].Start })
	reach := 0
	for i := range places { // each reaches as far as those before it
		reach = max(reach, places[i].End)
		places[i].End = reach
	}
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
	return apart(outside(finds, places))
}
