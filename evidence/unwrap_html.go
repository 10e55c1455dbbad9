package evidence

import (
	"html"
	"strings"
)

// withoutMarkup writes the source of a page as a reader sees it, and undoes the escapes of HTML in a
// text that is full of them.
func withoutMarkup(text string) *excerpt {
	if !escapedHTML(text) && !isPage(text) {
		return nil
	}
	v := &excerpt{}
	done := 0
	for i := 0; i < len(text); i++ {
		var piece string
		var end int
		switch {
		case text[i] == '&':
			piece, end = entity(text, i)
		case strings.HasPrefix(text[i:], cdataOpen): // as it was written, on lines of its own
			start := i + len(cdataOpen)
			end = behind(text, start, "]]>")
			v.add(text[done:i]+"\n", done)
			v.add(strings.TrimSuffix(text[start:end], "]]>"), start)
			done, piece = end, "\n"
		case text[i] == '<':
			piece, end = markup(text, i, v)
		}
		if end > i {
			v.add(text[done:max(done, i)], done)
			v.add(piece, i)
			done = end
			i = end - 1
		}
	}
	v.add(text[done:], done)
	return v
}

// escapedHTML reports whether the marks of a text are escaped as HTML's are.
func escapedHTML(text string) bool {
	escaped := strings.Count(text, "&quot;") + strings.Count(text, "&#34;") + strings.Count(text, "&#x22;")
	marks := strings.Count(text, "&lt;") + strings.Count(text, "&gt;")
	return escaped+marks >= 2 && escaped >= strings.Count(text, `"`) && !strings.Contains(text, "\n< HTTP/") && !isDocument(text)
}

// isPage reports whether a whole text is the source of a part of a page: elements of HTML from its
// front to its end.
func isPage(text string) bool {
	text = strings.TrimSpace(text)
	if hasFold(text, "<!doctype html") {
		text = strings.TrimSpace(text[behind(text, 0, ">"):])
	}
	if elementName(text, 0) == "" || !strings.HasSuffix(text, ">") || isDocument(text) {
		return false
	}
	return strings.Count(text, "</p>")+strings.Count(text, "</td>")+strings.Count(text, "</li>")+strings.Count(text, "</dd>") >= 2
}

// entity undoes the escape at i and returns the place behind it, i for none.
func entity(text string, i int) (plain string, end int) {
	n := strings.IndexByte(text[i:min(len(text), i+10)], ';')
	if n < 0 {
		return "", i
	}
	plain = html.UnescapeString(text[i : i+n+1])
	if plain == text[i:i+n+1] {
		return "", i
	}
	if end := escapedTag(text, i); plain == "<" && end > 0 {
		return "\n", end
	}
	return strings.ReplaceAll(plain, "\u00a0", " "), i + n + 1
}

// markup returns what a reader sees in the place of the mark-up at i, below what is written already,
// and the place behind it, i for none.
func markup(text string, i int, v *excerpt) (seen string, end int) {
	if !isAlpha(at(text, i+1)) && at(text, i+1) != '/' {
		return "", i
	}
	n := strings.IndexByte(text[i:min(len(text), i+256)], '>')
	if n < 0 {
		return "", i
	}
	tag := strings.ToLower(text[i+1 : i+n])
	end = i + n + 1
	switch name, _, _ := strings.Cut(tag, " "); {
	case name == "script" || name == "style" || name == "head" || name == "ac:parameter" && !strings.Contains(tag, `"title"`): // settings, no text
		return "", behind(text, end, "</"+text[i+1:i+1+len(name)]+">")
	case (name == "br" || name == "br/") && at(text, end) == '\n':
		return "\n", end + 1 // the source goes on in the next line as well
	case startsLine(tag) && !strings.HasSuffix(v.b.String(), "\t"): // the first paragraph of a cell stays in its row
		return "\n", end
	case startsCell(tag) && !strings.HasSuffix(v.b.String(), "\n"):
		return "\t", end
	}
	return "", end
}

const cdataOpen = "<![CDATA["

// isDocument reports whether a text is one element of XML that isn't HTML's: its names tell what it holds.
func isDocument(text string) bool {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "<?xml") {
		text = strings.TrimSpace(text[behind(text, 0, "?>"):])
	}
	switch name := strings.ToLower(elementName(text, 0)); name {
	case "", "html", "body", "table", "tbody", "dl", "span", "ul", "ol", "code", "blockquote", "section", "article", "a", "b", "font", "td", "th":
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
	return name == "td" || name == "th" || name == "dd"
}

// startsLine reports whether a tag of HTML starts a line.
func startsLine(tag string) bool {
	if strings.HasPrefix(tag, "/dt") {
		return false // what it names stands beside it
	}
	tag = strings.Trim(tag, "/ ")
	name, _, _ := strings.Cut(tag, " ")
	switch name {
	case "br", "p", "div", "pre", "codeblock", "blockquote", "li", "tr", "dt", "h1", "h2", "h3", "h4", "h5", "h6":
		return true
	}
	return false
}
