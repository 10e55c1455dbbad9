package evidence

import (
	"html"
	"strings"
	"unicode/utf8"
)

// layer takes off one thing that a terminal, a mail or a tool that carries text puts on or around
// it. It returns nil when the text doesn't have that.
type layer func(text string) *excerpt

// layers are taken off in this order, until none is left.
var layers = []layer{withoutEscapes, withoutQuotedPrintable, withoutEntities, plainMarks, withLineFeeds, withoutBox, withoutLevels, withoutPrefix, withoutControls, withoutHardWrap, withoutFlow, wholeStrings, wholeCredentials, apartAnswers, withoutLinks, withoutCells, withColons, withPlaceholders, withoutPrompts, withoutNumbers}

// maxLayers bounds how often layers are taken off.
const maxLayers = 6

// unwrapped is a text without its layers. back translates places in it into places in the text.
func unwrapped(text string) (bare string, back func(Span) Span) {
	var views []*excerpt
	for range maxLayers {
		was := len(views)
		for _, l := range layers {
			if v := l(text); v != nil {
				views = append(views, v)
				text = v.b.String()
			}
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

// withoutEntities undoes the escapes of HTML in a text that is full of them.
func withoutEntities(text string) *excerpt {
	escaped := strings.Count(text, "&quot;") + strings.Count(text, "&#34;") + strings.Count(text, "&#x22;")
	marks := strings.Count(text, "&lt;") + strings.Count(text, "&gt;")
	if escaped+marks < 2 || escaped < strings.Count(text, `"`) || strings.Contains(text, "\n< HTTP/") || isDocument(text) {
		return nil
	}
	v := &excerpt{}
	done := 0
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '&':
			n := strings.IndexByte(text[i:min(len(text), i+10)], ';')
			if n < 0 {
				continue
			}
			plain := html.UnescapeString(text[i : i+n+1])
			if plain == text[i:i+n+1] {
				continue
			}
			v.add(text[done:i], done)
			if end := escapedTag(text, i); plain == "<" && end > 0 {
				v.add("\n", i)
				i = end - 1
				done = end
				continue
			}
			v.add(strings.ReplaceAll(plain, "\u00a0", " "), i)
			i += n
			done = i + 1
		case text[i] == '<' && (isAlpha(at(text, i+1)) || at(text, i+1) == '/'):
			n := strings.IndexByte(text[i:min(len(text), i+256)], '>')
			if n < 0 {
				continue
			}
			v.add(text[done:i], done)
			if tag := strings.ToLower(text[i+1 : i+n]); startsLine(tag) {
				v.add("\n", i)
			} else if startsCell(tag) && !strings.HasSuffix(v.b.String(), "\n") {
				v.add("\t", i)
			}
			i += n
			done = i + 1
		}
	}
	v.add(text[done:], done)
	return v
}

// isDocument reports whether a text is one element of XML that isn't HTML's: its names tell what it holds.
func isDocument(text string) bool {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "<?xml") {
		text = strings.TrimSpace(text[behind(text, 0, "?>"):])
	}
	switch name := strings.ToLower(elementName(text, 0)); name {
	case "", "html", "body", "table", "tbody", "span", "ul", "ol", "code", "blockquote", "section", "article", "a", "b", "font", "td", "th":
		return false
	default:
		return !startsLine(name) && strings.HasSuffix(text, "</"+text[1:1+len(name)]+">")
	}
}

// escapedTag returns where a tag that starts a line ends whose marks are escaped as the text's are, 0
// for anything else.
func escapedTag(text string, i int) int {
	i += len("&lt;")
	end := strings.Index(text[min(i, len(text)):min(len(text), i+32)], "&gt;")
	if end < 0 || !startsLine(strings.ToLower(text[i:i+end])) {
		return 0
	}
	return i + end + len("&gt;")
}

// startsCell reports whether a tag of HTML starts a cell of a table.
func startsCell(tag string) bool {
	name, _, _ := strings.Cut(tag, " ")
	return name == "td" || name == "th"
}

// startsLine reports whether a tag of HTML starts a line.
func startsLine(tag string) bool {
	tag = strings.Trim(tag, "/ ")
	name, _, _ := strings.Cut(tag, " ")
	switch name {
	case "br", "p", "div", "pre", "li", "tr":
		return true
	}
	return false
}

// plainMarks writes plainly what word processors, chats and browsers put in the place of plain
// marks: blanks that don't break, quotation marks that curl, and dashes for two hyphens. What has no width,
// or only says in which direction to write, goes.
func plainMarks(text string) *excerpt {
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
