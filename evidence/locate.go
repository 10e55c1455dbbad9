package evidence

import "strings"

// locate narrows the places of a fact and of its other values from the message that they come
// from to the value itself, where the message shows it as it is.
func (f *Fact) locate(text string) {
	if f.Field == RequestText || f.Field == ResponseText || f.Field == Summary {
		return
	}
	f.Span = narrowed(text, f.Span, firstOf(f.word, f.Value), f.Where)
	for i, o := range f.Others {
		f.Others[i].Span = narrowed(text, o.Span, o.Value, o.Where)
	}
}

// narrowed returns where a word stands within a place of a text: behind the name that its source
// ends with, such as "request header X-Tenant", else the first time as a word of its own. A word
// that isn't there leaves the place as it is.
func narrowed(text string, in Span, word, where string) Span {
	if word == "" || in.Start < 0 || in.End > len(text) || in.Start >= in.End {
		return in
	}
	part := text[in.Start:in.End]
	if _, name, ok := strings.Cut(where, " header "); ok {
		if at, ok := wordIn(part, name); ok {
			if behind, ok := wordIn(part[at.End:], word); ok {
				return Span{in.Start + at.End + behind.Start, in.Start + at.End + behind.End}
			}
		}
	}
	if at, ok := wordIn(part, word); ok {
		return Span{in.Start + at.Start, in.Start + at.End}
	}
	return in
}

// wordIn finds a word between signs that are no part of one, as it is written or in lower case.
func wordIn(text, word string) (at Span, ok bool) {
	for _, w := range [...]string{word, strings.ToLower(word)} {
		for from := 0; from < len(text); {
			n := strings.Index(text[from:], w)
			if n < 0 {
				break
			}
			s := Span{from + n, from + n + len(w)}
			if (s.Start == 0 || !isAlnum(text[s.Start-1])) && (s.End == len(text) || !isAlnum(text[s.End])) {
				return s, true
			}
			from = s.End
		}
	}
	return Span{}, false
}
