package templates

import (
	"context"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"docket/evidence"
)

// Marked is redacted text with what matters in it marked: where secrets were, and where facts
// were found.
type Marked struct {
	Text  string
	Facts []evidence.Fact
	Whole bool // show all of it, however long
}

// longestPreview is how much of a text is shown marked up, in bytes. The whole text is in the
// box below it; marking megabytes would only make the page slow.
const longestPreview = 64 << 10

// mostMarks is how many secrets' places are marked, and mostBroken the size in bytes of a text with
// line breaks offered in it: beyond, marks would make a page of many megabytes.
const (
	mostMarks  = 2000
	mostBroken = 128 << 10
)

// marker matches what stands in the place of a secret.
var marker = regexp.MustCompile(`\[redacted:[^\]\n]{1,60}\]`)

// stretch is a marked part of a text, in bytes.
type stretch struct {
	evidence.Span
	class, title string
}

// cut shortens the text to what is shown.
func (m Marked) cut() Marked {
	if m.Whole || len(m.Text) <= longestPreview {
		return m
	}
	end := longestPreview
	for end > 0 && !utf8.RuneStart(m.Text[end]) {
		end--
	}
	m.Text = m.Text[:end]
	return m
}

// stretches lists the marked parts in the order of the text, none overlapping another; a
// secret's place wins over a fact's.
func (m Marked) stretches() []stretch {
	var all []stretch
	for _, at := range marker.FindAllStringIndex(m.Text, mostMarks) {
		all = append(all, stretch{evidence.Span{Start: at[0], End: at[1]}, "secret", "hidden before anything is stored"})
	}
	for _, fact := range m.Facts {
		if m.markable(fact) && !slices.ContainsFunc(all, func(s stretch) bool { return s.Start < fact.Span.End && fact.Span.Start < s.End }) {
			all = append(all, stretch{fact.Span, factClass(m.Text[fact.Span.Start:fact.Span.End]), blank(fact.Field).Label})
		}
	}
	slices.SortFunc(all, func(a, b stretch) int { return a.Start - b.Start })
	return all
}

// markable reports whether a fact has one short place in the text.
func (m Marked) markable(f evidence.Fact) bool {
	s := f.Span
	return f.Field != evidence.RequestText && f.Field != evidence.ResponseText &&
		0 <= s.Start && s.Start < s.End && s.End <= len(m.Text) &&
		utf8.RuneStart(m.Text[s.Start]) && (s.End == len(m.Text) || utf8.RuneStart(m.Text[s.End]))
}

// factClass keeps an identifier in one piece where a line ends.
func factClass(value string) string {
	if len(value) <= 64 && !strings.ContainsAny(value, " \n\t") {
		return "fact token"
	}
	return "fact"
}

// Render writes the text with its marks (templ.Component). It is written by hand because a
// template would add white space, and in evidence white space counts.
func (m Marked) Render(_ context.Context, w io.Writer) error {
	var b strings.Builder
	m.cut().write(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (m Marked) write(b *strings.Builder) {
	at := 0
	for _, s := range m.stretches() {
		b.WriteString(breakable(m.Text[at:s.Start]))
		b.WriteString(`<mark class="` + s.class + `" title="` + templ.EscapeString(s.title) + `">`)
		b.WriteString(breakable(m.Text[s.Start:s.End]) + `</mark>`)
		at = s.End
	}
	b.WriteString(breakable(m.Text[at:]))
}

// breaks offers a line break between the parts of an address or of a compact body, so that a
// line is not broken in the middle of one, nor behind the slash that a path begins with. It
// changes no text that is copied.
var breaks = strings.NewReplacer("&amp;", "&amp;<wbr>", ",", ",<wbr>", " /", " /", "//", "//<wbr>", "/", "/<wbr>")

// identifier is a UUID (RFC 9562 §4): it moves to the next line before it breaks at a hyphen.
var identifier = regexp.MustCompile(`[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}`)

// breakable escapes a text, offers line breaks in it and keeps identifiers whole.
func breakable(text string) string {
	if len(text) > mostBroken {
		return templ.EscapeString(text)
	}
	return identifier.ReplaceAllString(breaks.Replace(templ.EscapeString(text)), `<span class="token">$0</span>`)
}
