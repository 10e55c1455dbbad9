package evidence

import (
	"runtime"
	"sort"
	"strings"
)

// view is a text as somebody meant it: lines joined that a tool broke, a dump's bytes, what
// base64 holds. Every rule looks at every view, and what is found there is taken back to the
// places in the text that the view shows.
type view struct {
	text  string
	back  func(finds []find) []find // finds in the view, as finds in the text that it shows
	scan  *scan
	inner []*view
	sure  bool   // what is found here goes wherever it stands, also in a dump
	dumps []Span // lines that only the views of them speak for
}

// maxViews is how deep views are made of views: base64 of a dump of base64.
const maxViews = 3

// newView looks at a text, and at what it shows when it is read in other ways.
func newView(text string, back func([]find) []find, depth int) *view {
	v := &view{text: text, back: back, scan: &scan{text: text}}
	if depth == maxViews {
		v.scan.walk()
		return v
	}
	wait := beside(len(text), v.scan.walk)
	v.inner = v.others(depth)
	wait()
	return v
}

// minBeside is the shortest text that is worth a second processor, in bytes.
const minBeside = 64 << 10

// shares reports whether work on a text of n bytes is shared with a second processor. Short texts don't wait for
// one, and work that is counted is done in turn.
func shares(n int) bool { return n >= minBeside && steps == nil && runtime.GOMAXPROCS(0) > 1 }

// beside runs f for a text of n bytes beside what its caller does until it calls wait, which passes
// on the panic of f; where the work isn't shared, it runs f at once.
func beside(n int, f func()) (wait func()) {
	if !shares(n) {
		f()
		return func() {}
	}
	done := make(chan any, 1)
	go func() {
		defer func() { done <- recover() }()
		f()
	}()
	return func() {
		if p := <-done; p != nil {
			panic(p)
		}
	}
}

// others makes the views of a view.
func (v *view) others(depth int) (all []*view) {
	add := func(text string, back func([]find) []find, depth int) *view {
		in := newView(text, back, depth)
		all = append(all, in)
		return in
	}
	if l := joined(v.text); l != nil {
		add(l.text(), l.back, maxViews-1)
	}
	if l := unescaped(v.text); l != nil {
		add(l.text(), l.escapedBack, max(depth+1, maxViews-1))
	}
	for _, d := range dumps(v.text) {
		v.dumps = append(v.dumps, Span{d.lines[0].start, d.lines[len(d.lines)-1].tail})
		add(d.text, d.back, depth+1).sure = true
	}
	for _, b := range blobs(v.text) {
		add(b.plain, b.back, depth+1)
	}
	return all
}

// each calls f for the view and all views within.
func (v *view) each(f func(*view)) {
	f(v)
	for _, in := range v.inner {
		in.each(f)
	}
}

// collect returns the finds of a view and of those within, in order and apart.
func (v *view) collect() []find {
	finds := v.scan.finds
	var sure []find
	for _, in := range v.inner {
		found := in.collect()
		switch {
		case len(found) == 0:
		case in.sure:
			sure = append(sure, in.back(found)...)
		default:
			finds = append(finds, in.back(found)...)
		}
	}
	if len(v.dumps) > 0 {
		finds = around(finds, v.text, v.dumps)
	}
	return apart(append(finds, sure...))
}

// around cuts finds off where they reach into one of the places, which are in order: a folded
// header may seem to go on in the dump below it.
func around(finds []find, text string, places []Span) []find {
	out := finds[:0:0]
	for _, f := range finds {
		n := sort.Search(len(places), func(i int) bool { return places[i].End > f.start })
		if n < len(places) && places[n].Start < f.end {
			f.end = max(f.start, places[n].Start)
			for f.end > f.start && isSpace(text[f.end-1]) {
				f.end--
			}
			f.secret = ""
		}
		if f.end > f.start {
			out = append(out, f)
		}
	}
	return out
}

// lens is a view in which bytes are left out or replaced.
type lens struct {
	src  string
	out  strings.Builder
	segs []seg
	done int // how far src is copied
}

// seg says where n bytes of a lens come from: each from width bytes of the source, one where
// the source is copied.
type seg struct{ at, n, src, width int32 }

// replace writes a byte in the place of the source from i to j, which nothing written so far
// reaches; 0 leaves that place out.
func (l *lens) replace(i, j int, c byte) {
	if l.out.Cap() == 0 {
		l.out.Grow(len(l.src))
	}
	l.copy(i)
	if c != 0 {
		l.note(1, i, j-i)
		l.out.WriteByte(c)
	}
	l.done = j
}

// copy writes the source up to i as it is.
func (l *lens) copy(i int) {
	if i > l.done {
		l.note(i-l.done, l.done, 1)
		l.out.WriteString(l.src[l.done:i])
		l.done = i
	}
}

// note keeps where the next n bytes come from. What goes on as the last does makes one with it.
func (l *lens) note(n, src, width int) {
	if k := len(l.segs) - 1; k >= 0 {
		if s := &l.segs[k]; int(s.width) == width && int(s.src+s.n*s.width) == src {
			s.n += int32(n)
			return
		}
	}
	l.segs = append(l.segs, seg{int32(l.out.Len()), int32(n), int32(src), int32(width)})
}

func (l *lens) text() string {
	l.copy(len(l.src))
	visited(2 * len(l.src))
	return l.out.String()
}

// back takes finds to the source. What lies in several lines gets a marker in each, so that
// lines stay lines.
func (l *lens) back(finds []find) (out []find) {
	shown := l.out.String()
	for _, f := range finds {
		if f.secret == "" {
			f.secret = shown[f.start:f.end]
		}
		for _, p := range l.pieces(f) {
			if !isMarker(l.src[p.Start:p.End]) {
				f.start, f.end = p.Start, p.End
				out = append(out, f)
			}
		}
	}
	return out
}

// pieces returns the places in the source of a find: one in each line, or all of them together
// when they are written anew.
func (l *lens) pieces(f find) (out []Span) {
	n := sort.Search(len(l.segs), func(i int) bool { return int(l.segs[i].at+l.segs[i].n) > f.start })
	for ; n < len(l.segs) && int(l.segs[n].at) < f.end; n++ {
		from, to := l.segs[n].part(f.start, f.end)
		if last := len(out) - 1; last >= 0 && (f.with != nil || strings.IndexByte(l.src[out[last].End:from], '\n') < 0) {
			out[last].End = to
		} else {
			out = append(out, Span{from, to})
		}
	}
	return out
}

// part returns the place in the source of what a segment shows between two places of the lens.
func (s seg) part(start, end int) (from, to int) {
	first, last := max(0, start-int(s.at)), min(int(s.n), end-int(s.at))
	return int(s.src) + first*int(s.width), int(s.src) + last*int(s.width)
}
