package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Excerpt is what is kept of a HAR file that is too long to be evidence: a HAR of some of its
// calls. It is raw and has to be redacted together with Aside.
type Excerpt struct {
	Text  string
	Aside string // of calls that were left out, what may name a secret that stands in the others
	Kept  int    // calls in Text
	Calls int    // calls in the file

	held int // the most bytes that were held at once
}

// The limits of an excerpt, as parts of its length.
const (
	stringPart = 4 // a longer string of any call is left out
	callPart   = 2 // a longer call is left out
	asideTimes = 4 // Aside may be so many times as long
)

// The lengths of a file, in bytes. A file of at most LongestWhole is kept as it is; of a longer HAR an
// excerpt of about LongestExcerpt, because markers may be longer than the secrets that they replace.
const (
	LongestWhole   = 1 << 20
	LongestExcerpt = LongestWhole / 4 * 3
)

// longestForeign is the longest string that is kept of a call to another host, in bytes.
const longestForeign = 4 << 10

// ExcerptHAR reads a HAR file (HTTP Archive 1.2) as it comes and keeps at most so many bytes of
// it: the calls to the gateway before others, those that failed before others, later ones before
// earlier. ok is false when no call was found. It holds a few times most in memory, however long
// the file is. An error is the source's.
func (r *Reader) ExcerptHAR(src io.Reader, most int) (e Excerpt, ok bool, err error) {
	x := &excerpter{reader: r, most: most}
	s := harScanner{longest: most / stringPart, most: most / callPart, call: x.call}
	chunk := make([]byte, 32<<10)
	for err == nil && !s.strange {
		var n int
		n, err = src.Read(chunk)
		x.size += int64(n)
		s.scan(chunk[:n])
		x.held = max(x.held, len(chunk)+cap(s.buf)+x.length+cap(x.aside))
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return Excerpt{}, false, err
	}
	x.calls, x.shortened = x.calls+s.dropped, x.shortened+s.shortened
	return x.excerpt(), x.kept() > 0, nil
}

// keptCall is a call of an excerpt: its JSON, and its place among all.
type keptCall struct {
	text  []byte
	place int
}

// excerpter chooses calls. A rank is how little they matter: failed calls to the gateway, others
// to it, failed calls elsewhere, others.
type excerpter struct {
	reader    *Reader
	most      int
	ranks     [4][]keptCall
	length    int // of what is kept, in bytes
	aside     []byte
	size      int64 // of the file read so far, in bytes
	calls     int
	shortened int // how many contents were left out
	held      int
}

// harCall is what ranks a call.
type harCall struct {
	Request  json.RawMessage `json:"request"`
	Response json.RawMessage `json:"response"`
}

// call takes one call, whose bytes are the scanner's and good for this function alone.
func (x *excerpter) call(text []byte) {
	x.calls++
	var c harCall
	if json.Unmarshal(text, &c) != nil {
		return
	}
	rank := x.rank(c)
	if rank >= 2 {
		s := harScanner{longest: longestForeign, most: len(text) + 1, inside: true}
		s.scan(text)
		text, x.shortened = s.buf, x.shortened+s.shortened
	}
	kept := keptCall{bytes.Clone(text), x.calls}
	x.ranks[rank] = append(x.ranks[rank], kept)
	x.length += len(kept.text)
	for x.length > x.most {
		x.leaveOut()
	}
}

// rank says how little a call matters.
func (x *excerpter) rank(c harCall) (rank int) {
	var q struct {
		URL string `json:"url"`
	}
	var a struct {
		Status json.RawMessage `json:"status"`
	}
	_, _ = json.Unmarshal(c.Request, &q), json.Unmarshal(c.Response, &a) // what isn't as it should be ranks as nothing
	if x.reader.Environment(hostOf(q.URL)) == "" {
		rank = 2
	}
	status, err := strconv.ParseFloat(strings.Trim(string(a.Status), `"`), 64)
	if err == nil && status >= 100 && status < 400 {
		rank++
	}
	return rank
}

// leaveOut drops the oldest of the calls that matter least, and keeps aside what may name a secret.
func (x *excerpter) leaveOut() {
	for rank := len(x.ranks) - 1; rank >= 0; rank-- {
		if q := x.ranks[rank]; len(q) > 0 {
			x.length -= len(q[0].text)
			x.setAside(q[0].text)
			q[0] = keptCall{}
			x.ranks[rank] = q[1:]
			return
		}
	}
}

func (x *excerpter) setAside(text []byte) {
	var c harCall
	if json.Unmarshal(text, &c) == nil && len(x.aside)+len(text) < asideTimes*x.most {
		x.aside = append(append(append(append(x.aside, c.Request...), "\n\n"...), c.Response...), "\n\n"...)
	}
}

func (x *excerpter) kept() (n int) {
	for _, q := range x.ranks {
		n += len(q)
	}
	return n
}

// excerptOpen is how an excerpt begins; its comment follows.
const excerptOpen = `{"log":{"version":"1.2","creator":{"name":"Docket","version":"1"},"comment":`

// excerpt writes the calls in the order of the file.
func (x *excerpter) excerpt() Excerpt {
	e := Excerpt{Aside: string(x.aside), Kept: x.kept(), Calls: x.calls, held: x.held}
	domain := firstOf(x.reader.Domain, DefaultDomain)
	words := fmt.Sprintf("This is an excerpt of a HAR file of %.1f MB: %d of its %d calls, those to %s first and of those the ones that failed.",
		float64(x.size)/1e6, e.Kept, e.Calls, domain)
	if x.shortened > 0 {
		words += fmt.Sprintf(" %d long contents have been left out of them.", x.shortened)
	}
	comment, _ := json.Marshal(words) // a string can't fail
	var b strings.Builder
	b.Grow(x.length + 2*e.Kept + len(comment) + 128)
	b.WriteString(excerptOpen)
	b.Write(comment)
	b.WriteString(`,"entries":[`)
	for next := [4]int{}; ; {
		rank := x.earliest(next)
		if rank < 0 {
			break
		}
		if next != [4]int{} {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.Write(x.ranks[rank][next[rank]].text)
		next[rank]++
	}
	b.WriteString("\n]}}\n")
	e.Text = b.String()
	return e
}

// earliest returns the rank whose next call comes first in the file, -1 when there is none.
func (x *excerpter) earliest(next [4]int) int {
	first := -1
	for rank, q := range x.ranks {
		if next[rank] < len(q) && (first < 0 || q[next[rank]].place < x.ranks[first][next[first]].place) {
			first = rank
		}
	}
	return first
}

// ExcerptWords returns the sentence in which an excerpt says what was left out, "" for a text
// that is none.
func ExcerptWords(text Clean) (words string) {
	rest, ok := strings.CutPrefix(text.text, excerptOpen)
	if !ok {
		return ""
	}
	if json.NewDecoder(strings.NewReader(rest[:min(len(rest), 1<<10)])).Decode(&words) != nil {
		return ""
	}
	return words
}
