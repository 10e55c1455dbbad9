package evidence

import (
	"strings"
	"unicode/utf8"
)

// layer takes off one thing that a terminal, a mail or a tool that carries text puts on or around
// it. It returns nil when the text doesn't have that.
type layer func(text string) *excerpt

// layers are taken off in this order, until none is left.
var layers = []layer{withoutEscapes, apartFences, withoutQuotedPrintable, withoutMarkup, plainMarks, withoutTestEvents, withoutFailureMarks, withoutExpected, withLineFeeds, withoutBox, withoutLevels, withoutPrefix, withoutControls, withoutHardWrap, withoutFlow, withoutFill, withoutAnswerNumbers, wholeStrings, wholeCredentials, wholeAddresses, apartAnswers, withoutLinks, plainLinks, withoutPropertyEscapes, withoutAligned, withoutColumns, withoutCells, withoutLeaders, withoutStacks, withoutTabs, withColons, withPlaceholders, withoutPrompts, withoutNumbers, withoutTypes, withDaysFirst}

// maxLayers bounds how often layers are taken off.
const maxLayers = 6

// unwrapped is a text without its layers. back translates places in it into places in the text.
func unwrapped(text string) (bare string, back func(Span) Span) {
	var views []*excerpt
	looked := map[int]int{} // by layer: how many had been taken off when it was found not to be there
	for range maxLayers {
		was := len(views)
		for i, l := range layers {
			if seen, ok := looked[i]; ok && (seen == len(views) || seen < 0) {
				continue
			}
			v := l(text)
			if v == nil {
				looked[i] = len(views)
				continue
			}
			if v.once {
				looked[i] = -1
			}
			views = append(views, v)
			text = v.b.String()
		}
		if len(views) == was {
			break
		}
	}
	if len(views) == 0 {
		return text, nil
	}
	return text, func(s Span) Span {
		for i := len(views) - 1; i >= 0; i-- {
			s = views[i].span(s)
		}
		return s
	}
}

// withoutEscapes takes off the control sequences of terminals (ECMA-48 §5.4) and what they erase.
func withoutEscapes(text string) *excerpt {
	if strings.IndexByte(text, 0x1b) < 0 {
		return nil
	}
	v := &excerpt{}
	done := 0
	for i := 0; i < len(text); {
		if text[i] != 0x1b {
			i++
			continue
		}
		v.add(text[done:i], done)
		i = escapeEnd(text, i)
		done = i
	}
	v.add(text[done:], done)
	return v
}

// escapeEnd returns where the control sequence at i ends.
func escapeEnd(t string, i int) int {
	switch at(t, i+1) {
	case '[':
		if markerLen(t[i+1:]) > 0 { // the escape was before a secret
			return i + 1
		}
		for i += 2; i < len(t) && (t[i] < '@' || t[i] > '~'); i++ {
			if t[i] < ' ' { // cut off
				return i
			}
		}
		return min(i+1, len(t))
	case ']', 'P':
		for i += 2; i < len(t) && t[i] != 0x07 && t[i] != '\n'; i++ {
			if t[i] == 0x1b {
				return min(i+2, len(t))
			}
		}
		return min(i+1, len(t))
	case '(', ')':
		return min(i+3, len(t))
	}
	return min(i+2, len(t))
}

// plainMarks writes plainly what word processors, chats and browsers put in the place of plain
// marks: blanks that don't break, quotation marks that curl, and dashes for two hyphens. What has no width,
// or only says in which direction to write, goes.
func plainMarks(text string) *excerpt {
	if isASCII(text) {
		return nil
	}
	curls := strings.Contains(text, "{“") || strings.Contains(text, "“:") || strings.Contains(text, "”:") || strings.Contains(text, "-H ‘") || strings.Contains(text, "-H “") || strings.Contains(text, "[“")
	v := &excerpt{}
	done, line := 0, 0
	for i := 0; i < len(text); {
		if text[i] < 0x80 {
			if text[i] == '\n' {
				line = i + 1
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		plain, known := plainMark(r, curls)
		if known && wide(r) && withinJSON(text[line:i]) {
			known = false
		}
		if known {
			v.add(text[done:i], done)
			v.add(plain, i)
			done = i + n
		}
		i += n
	}
	if done == 0 {
		return nil
	}
	v.add(text[done:], done)
	return v
}

// wide reports whether a mark is as wide as the characters of Chinese, beside which a blank would be one
// too many.
func wide(r rune) bool { return r >= '！' && r <= '～' }

// withinJSON reports whether a line starts like JSON, whose strings keep their marks.
func withinJSON(line string) bool {
	n := skipBlank(line, 0)
	return n < len(line) && strings.IndexByte(`{["`, line[n]) >= 0
}

func plainMark(r rune, curls bool) (string, bool) {
	switch r {
	case '\u00a0', '\u202f':
		return " ", true
	case '\u2028', '\u2029', '\u0085':
		return "\n", true
	case '：', '，', '；':
		return string(r-'！'+'!') + " ", true
	case '（', '）', '＝':
		return string(r - '！' + '!'), true
	case '\u2010', '\u2011':
		return "-", true
	case '\u00ad', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2060', '\u2066', '\u2067', '\u2068', '\u2069', '\ufeff':
		return "", true
	case '“', '”', '„':
		return `"`, curls
	case '‘', '’', '‚':
		return "'", curls
	case '—':
		return "--", curls
	}
	return "", false
}

// textLines cuts a text into its lines, without their ends.
func textLines(text string) []Span {
	lines := make([]Span, 0, strings.Count(text, "\n")+1)
	for i := 0; i <= len(text); {
		n := strings.IndexByte(text[i:], '\n')
		if n < 0 {
			return append(lines, Span{i, len(text)})
		}
		end := i + n
		lines = append(lines, Span{i, end - len(text[i:end]) + len(strings.TrimRight(text[i:end], "\r"))})
		i = end + 1
	}
	return lines
}
