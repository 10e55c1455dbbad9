package evidence

import (
	"strings"
	"unicode/utf8"
)

// Bounds of the paragraphs that a mail or an editor has filled: how wide their lines are at most, in characters, and how
// many lines of a text must go on in the next.
const (
	minFilled     = 56
	maxFilled     = 80
	minFillBreaks = 3
	fillSlack     = 8 // how much further a word may go that somebody who breaks lines by hand puts into the next
)

// withoutFill joins the lines of paragraphs that were broken where the next word didn't fit, so that a sentence is whole.
// Only lines of words are joined: what is labelled, indented, begins as a log does or stands below the head of a message
// stays as it is.
func withoutFill(text string) *excerpt {
	lines := textLines(text)
	if len(lines) <= minFillBreaks {
		return nil
	}
	wide := 0
	for _, l := range lines {
		if n := l.End - l.Start; n >= minFilled && n <= 2*maxFilled {
			wide++
		}
	}
	if wide < minFillBreaks {
		return nil
	}
	width, long := 0, 0
	prose := make([]bool, len(lines))
	for i, l := range lines {
		prose[i] = ofSentence(text[l.Start:l.End])
		switch n := utf8.RuneCountInString(text[l.Start:l.End]); {
		case !prose[i]:
		case n > maxFilled:
			long++
		case n > width && (i == 0 || prose[i-1] || i+1 < len(lines) && startsProse(text, lines[i+1])):
			width = n
		}
	}
	if width < minFilled || long*8 > wide {
		return nil
	}
	head := headLine(text, lines)
	joined := make([]bool, len(lines)) // line i and the next
	breaks, low, other := 0, 0, 0
	for i := 0; i+1 < min(len(lines), head); i++ {
		if !prose[i] || !startsProse(text, lines[i+1]) || !prose[i+1] && !endsParagraph(lines, text, i+1) {
			continue
		}
		next := text[lines[i+1].Start:lines[i+1].End]
		word, _, _ := strings.Cut(next, " ")
		if utf8.RuneCountInString(text[lines[i].Start:lines[i].End])+1+utf8.RuneCountInString(word) <= width-fillSlack {
			other++
			continue
		}
		joined[i] = true
		if breaks++; isLower(next[0]) || next[0] >= utf8.RuneSelf {
			low++
		}
	}
	if breaks < minFillBreaks || low*2 < breaks || other*3 > breaks {
		return nil
	}
	v := &excerpt{}
	done := 0
	for i, l := range lines {
		if joined[i] {
			v.add(text[done:l.End], done)
			v.add(" ", l.End)
			done = lines[i+1].Start
		}
	}
	v.add(text[done:], done)
	return v
}

// ofSentence reports whether a line can be one of a filled paragraph: it begins at the margin, isn't labelled, and most of
// its words are nothing but letters.
func ofSentence(line string) bool {
	if len(line) < minFilled/2 || len(line) > 3*maxFilled || strings.IndexByte(line, '\t') >= 0 || strings.Contains(line, "  ") && !strings.Contains(line, ".  ") || strings.ContainsAny(line, "{}|<>=") {
		return false
	}
	if !isAlnum(line[0]) && line[0] < utf8.RuneSelf && strings.IndexByte("(\"'", line[0]) < 0 {
		return false
	}
	words, plain := 0, 0
	for w := range strings.FieldsSeq(line[:min(len(line), minFilled)]) {
		visited(len(w) + 1)
		if words < 3 && (strings.HasSuffix(w, ":") || methods[w]) || words == 0 && (hasFold(w, "HTTP/") || levels[w] || strings.IndexByte(w, ':') > 0) {
			return false
		}
		words++
		if w = strings.Trim(w, ".,;:!?()\"'’"); onlyWord(w) && w != "" {
			plain++
		}
	}
	return plain >= 3 && plain*3 >= words*2 || words == 2 && strings.Contains(line, "://")
}

// startsProse reports whether a line may go on with the sentence of the line before it.
func startsProse(text string, l Span) bool {
	if l.End == l.Start {
		return false
	}
	line := text[l.Start:l.End]
	word, _, _ := strings.Cut(line, " ")
	return (isAlnum(line[0]) || line[0] >= utf8.RuneSelf || strings.IndexByte("(\"'", line[0]) >= 0) && !methods[word] && !strings.HasSuffix(word, ":") && !hasFold(word, "HTTP/") && listed(line, 0) == 0 && !strings.Contains(line, "\t") && bulletEnd(line) == 0
}

// endsParagraph reports whether line i is the last of its paragraph.
func endsParagraph(lines []Span, text string, i int) bool {
	return i+1 >= len(lines) || strings.TrimSpace(text[lines[i+1].Start:lines[i+1].End]) == ""
}

// headLine returns which line is the first of a message, whose body keeps its lines; the number of lines where none is.
func headLine(text string, lines []Span) int {
	for i, l := range lines {
		line := text[l.Start:min(l.End, l.Start+maxLink)]
		if strings.HasPrefix(line, "> ") || strings.HasPrefix(line, "< ") {
			line = line[2:]
		}
		if visited(len(line)); isStatusLine(line) || isRequestLine(line) {
			return i
		}
	}
	return len(lines)
}
