package evidence

import "strings"

// begin tells which message the lines that follow belong to. A request behind a response belongs to
// the next call.
func (o *outlining) begin(s side) {
	o.over = o.over || s == requestSide && o.side == responseSide
	o.side = s
}

// subtitle returns the key that a line is a title of within a message: headers, or nothing that is
// known, after which the members are the call's own; "" for a line that is no title.
func (o *outlining) subtitle(line string) string {
	bare := strings.Trim(line, "~=-*#<>[]| \t_+:")
	marks := len(line) - len(strings.TrimLeft(line, "*=~#<>"))
	if o.side == noSide || bare == "" || len(bare) > 40 || strings.IndexByte("{\"'", line[0]) >= 0 {
		return ""
	}
	words := keyWords(bare)
	if len(words) == 0 {
		return ""
	}
	if last := words[len(words)-1]; len(words) > 1 && last == "headers" && bare == line && strings.ToUpper(line) == line {
		return [...]string{"headers", "requestHeaders", "responseHeaders"}[o.side]
	}
	if marks >= 3 && strings.HasSuffix(strings.TrimRight(line, ": "), line[:marks]) {
		return "other"
	}
	return ""
}

// withoutBullet steps over the arrow before a line of a list.
func withoutBullet(content string, start int) (string, int) {
	if rest, ok := strings.CutPrefix(content, "-> "); ok {
		return rest, start + len(content) - len(rest)
	}
	return content, start
}

// isFieldPair reports whether a text is a header's name and value around an equals sign.
func isFieldPair(s string) bool {
	name, _, ok := strings.Cut(s, "=")
	_, field := headerLine(name + ":")
	return ok && field
}

// field adds a header that is written as name=value.
func (o *outlining) field(content string, start int) bool {
	if !isFieldPair(content) {
		return false
	}
	name, value, _ := strings.Cut(content, "=")
	at := start + len(name) + 1
	o.fields.kids = append(o.fields.kids, &node{kind: textNode, key: name, value: value, span: Span{at, at + len(value)}})
	o.nested++
	return true
}

// folded joins the lines of a quoted scalar that starts in line n (YAML 1.2 §7.3), and returns the last.
func (o *outlining) folded(n int, value string) (int, string) {
	quote := value[0]
	if len(value) > 1 && value[len(value)-1] == quote || *o.open >= maxOpenLiterals {
		return n, value
	}
	whole := []string{value}
	for k := n + 1; k < len(o.d.lines) && k <= n+maxFolded && !o.d.taken[k]; k++ {
		line, _ := o.d.trimmed(k)
		if line == "" || !isBlank(o.d.text[o.d.lines[k].Start]) {
			break
		}
		if whole = append(whole, line); line[len(line)-1] == quote {
			return k, strings.Join(whole, " ")
		}
	}
	*o.open++
	return n, value
}

// maxFolded is how many lines a quoted scalar goes on over.
const maxFolded = 64

// body reads a literal that stands among the lines of a message, its body.
func (o *outlining) body(n, start int) (int, bool) {
	root, end, ok := o.tree(start)
	if !ok {
		return n, false
	}
	root.key = "requestBody"
	if o.side == responseSide || looksLikeError(root.source(o.d.text)) {
		root.key = "responseBody"
	}
	o.root.kids = append(o.root.kids, root)
	return o.d.at(n, end-1) + 1, true
}
