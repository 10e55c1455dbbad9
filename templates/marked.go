package templates

import (
	"context"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
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
	Whole bool          // show all of it, however long
	About evidence.Span // the call that is shown when that is not all
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

// place is a part of a text that is marked.
type place struct {
	evidence.Span
	keys   string // of the fields and values that are found there, apart by blanks
	class  string // of what is marked for all to see, empty for what only lights up
	title  string
	secret bool
}

// cut shortens the text to what is shown, around the call that the facts are about, and moves the
// places of facts with it.
func (m Marked) cut() Marked {
	if m.Whole || len(m.Text) <= longestPreview {
		return m
	}
	start := max(0, min(m.About.Start-longestPreview/16, len(m.Text)-longestPreview))
	if n := strings.IndexByte(m.Text[start:min(len(m.Text), start+longestPreview/16)], '\n'); start > 0 && n >= 0 {
		start += n + 1
	}
	end := min(start+longestPreview, len(m.Text))
	for start > 0 && !utf8.RuneStart(m.Text[start]) {
		start--
	}
	for end < len(m.Text) && !utf8.RuneStart(m.Text[end]) {
		end--
	}
	m.Text = m.Text[start:end]
	move := func(s evidence.Span) evidence.Span {
		return evidence.Span{Start: max(0, s.Start-start), End: min(len(m.Text), s.End-start)}
	}
	facts := slices.Clone(m.Facts)
	for i := range facts {
		facts[i].Span, facts[i].Others = move(facts[i].Span), slices.Clone(facts[i].Others)
		for j, o := range facts[i].Others {
			facts[i].Others[j].Span = move(o.Span)
		}
	}
	m.Facts = facts
	return m
}

// places lists what is marked: where secrets were, and where facts and their other values are.
func (m Marked) places() []place {
	var all []place
	for _, at := range marker.FindAllStringIndex(m.Text, mostMarks) {
		all = append(all, place{Span: evidence.Span{Start: at[0], End: at[1]}, class: "secret", title: "hidden before anything is stored", secret: true})
	}
	add := func(f evidence.Fact, span evidence.Span, keys string) {
		if !m.inside(span) {
			return
		}
		p := place{Span: span, keys: keys}
		if f.Field != evidence.RequestText && f.Field != evidence.ResponseText && f.Field != evidence.Summary {
			p.class, p.title = factClass(m.Text[span.Start:span.End]), blank(f.Field).Label
		}
		all = append(all, p)
	}
	for _, f := range m.Facts {
		name := string(f.Field)
		if len(f.Others) == 0 {
			add(f, f.Span, name)
			continue
		}
		add(f, f.Span, name+" "+name+"-1")
		for i, o := range f.Others {
			add(f, o.Span, name+" "+name+"-"+strconv.Itoa(i+2))
		}
	}
	return all
}

// inside reports whether a span is a place in the text.
func (m Marked) inside(s evidence.Span) bool {
	return 0 <= s.Start && s.Start < s.End && s.End <= len(m.Text) &&
		utf8.RuneStart(m.Text[s.Start]) && (s.End == len(m.Text) || utf8.RuneStart(m.Text[s.End]))
}

// stretch is a part of a text between the edges of places, and what is to be seen there.
type stretch struct {
	evidence.Span
	keys, class, title string
}

// stretches divides the text at the edges of all places. Of what lies over one another a secret's
// place wins, then the shortest; every field whose place it is finds it by its key.
func (m Marked) stretches() (all []stretch) {
	places := m.places()
	edges := []int{0, len(m.Text)}
	for _, p := range places {
		edges = append(edges, p.Start, p.End)
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	slices.SortStableFunc(places, func(a, b place) int { return a.Start - b.Start })
	var open []place
	for i := 0; i+1 < len(edges); i++ {
		at := evidence.Span{Start: edges[i], End: edges[i+1]}
		open = slices.DeleteFunc(open, func(p place) bool { return p.End <= at.Start })
		for len(places) > 0 && places[0].Start <= at.Start {
			open, places = append(open, places[0]), places[1:]
		}
		all = append(all, seen(at, open))
	}
	return all
}

// seen is what is to be seen where places lie over one another.
func seen(at evidence.Span, open []place) stretch {
	s := stretch{Span: at}
	var keys []string
	top := place{Span: evidence.Span{End: math.MaxInt}}
	for _, p := range open {
		keys = append(keys, strings.Fields(p.keys)...)
		if p.class != "" && (p.secret || !top.secret && p.End-p.Start < top.End-top.Start) {
			top = p
		}
	}
	s.keys, s.class, s.title = strings.Join(keys, " "), top.class, top.title
	if s.class == "fact token" && top.Span != at {
		s.class = "fact"
	}
	return s
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
	for _, s := range m.stretches() {
		text := breakable(m.Text[s.Start:s.End])
		keys := ""
		if s.keys != "" {
			keys = ` data-for="` + templ.EscapeString(s.keys) + `"`
		}
		switch {
		case s.class != "":
			b.WriteString(`<mark class="` + s.class + `" title="` + templ.EscapeString(s.title) + `"` + keys + `>` + text + `</mark>`)
		case keys != "":
			b.WriteString(`<span` + keys + `>` + text + `</span>`)
		default:
			b.WriteString(text)
		}
	}
}

// breaks offers a line break between the parts of an address or of a compact body, so that a
// line is not broken in the middle of one, nor behind the slash that a path begins with. It
// changes no text that is copied.
var breaks = strings.NewReplacer("&amp;", "&amp;<wbr>", ",", ",<wbr>", " /", " /", "//", "//<wbr>", "/", "/<wbr>")

// breaking is a text of one line with line breaks offered in it (templ.Component).
type breaking string

// Render writes the text.
func (t breaking) Render(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, breakable(string(t)))
	return err
}

// identifier is a UUID (RFC 9562 §4): it moves to the next line before it breaks at a hyphen.
var identifier = regexp.MustCompile(`[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}`)

// breakable escapes a text, offers line breaks in it and keeps identifiers whole.
func breakable(text string) string {
	if len(text) > mostBroken {
		return templ.EscapeString(text)
	}
	return identifier.ReplaceAllString(breaks.Replace(templ.EscapeString(text)), `<span class="token">$0</span>`)
}
