package templates

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// What is shown as a tree; a larger or deeper text is only indented, and one beyond what can be
// indented is shown as it is.
const (
	largestTree   = 32 << 10  // bytes
	deepest       = 32        // containers within one another
	mostNodes     = 1500      // values and containers
	largestIndent = 256 << 10 // bytes, before and after a fourfold growth
	openLevels    = 2         // containers that are open from the start
)

// Tree is a JSON text, indented and folded. Every key, string and number keeps its spelling,
// doubles stay, and the text that a browser copies from it is the same JSON.
type Tree struct{ root jsonNode }

// jsonNode is a value, or a container with its values.
type jsonNode struct {
	key   string // as spelled, with quotation marks; empty in a list
	text  string // a value as spelled, the opening bracket of a container
	parts []jsonNode
}

// treeOf reads a JSON text, unless it is none or too large or deep to fold.
func treeOf(text string) (Tree, bool) {
	if len(text) > largestTree || !json.Valid([]byte(text)) || depth(text) > deepest {
		return Tree{}, false
	}
	r := jsonReader{text: text, decoder: json.NewDecoder(strings.NewReader(text))}
	r.decoder.UseNumber()
	root, err := r.value("")
	return Tree{root}, err == nil && root.text != "" && root.size() <= mostNodes
}

// size is how many values and containers there are.
func (n jsonNode) size() int {
	all := 1
	for _, part := range n.parts {
		all += part.size()
	}
	return all
}

// depth is how many containers are within one another at most. The text is valid JSON.
func depth(text string) int {
	now, most, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '{' || c == '['):
			now++
			most = max(most, now)
		case !quoted && (c == '}' || c == ']'):
			now--
		}
	}
	return most
}

// jsonReader reads tokens and keeps their spelling.
type jsonReader struct {
	text    string
	decoder *json.Decoder
}

// token returns the next token and how it is spelled.
func (r jsonReader) token() (json.Token, string, error) {
	before := r.decoder.InputOffset()
	token, err := r.decoder.Token()
	if err != nil {
		return nil, "", err
	}
	return token, strings.TrimLeft(r.text[before:r.decoder.InputOffset()], " \t\r\n,:"), nil
}

// value reads one value; treeOf has bounded how deep it can go.
func (r jsonReader) value(key string) (jsonNode, error) {
	token, spelled, err := r.token()
	node := jsonNode{key: key, text: spelled}
	bracket, container := token.(json.Delim)
	if err != nil || !container {
		return node, err
	}
	for r.decoder.More() {
		name := ""
		if bracket == '{' {
			if _, name, err = r.token(); err != nil {
				return node, err
			}
		}
		part, err := r.value(name)
		if err != nil {
			return node, err
		}
		node.parts = append(node.parts, part)
	}
	_, _, err = r.token()
	return node, err
}

// Render writes the tree as nested <details> (templ.Component). It is written by hand because a
// template would add white space, which would be copied with the text.
func (t Tree) Render(_ context.Context, w io.Writer) error {
	var b strings.Builder
	t.root.write(&b, 0, "")
	_, err := io.WriteString(w, b.String())
	return err
}

func (n jsonNode) write(b *strings.Builder, level int, comma string) {
	indent := strings.Repeat("  ", level)
	if len(n.parts) == 0 {
		b.WriteString(`<div class="v">` + indent + n.label() + n.scalar() + comma + "\n</div>")
		return
	}
	open := ""
	if level < openLevels {
		open = " open"
	}
	b.WriteString("<details" + open + `><summary data-holds="` + n.holds() + `">` + indent + n.label() + n.text + "\n</summary><div>")
	for i, part := range n.parts {
		after := ","
		if i == len(n.parts)-1 {
			after = ""
		}
		part.write(b, level+1, after)
	}
	b.WriteString("</div>" + indent + n.closing() + comma + "\n</details>")
}

// label is the key of a value.
func (n jsonNode) label() string {
	if n.key == "" {
		return ""
	}
	return "<b>" + templ.EscapeString(n.key) + "</b>: "
}

// scalar is a value, or a container that holds nothing.
func (n jsonNode) scalar() string {
	switch n.text[0] {
	case '{', '[':
		return n.text + n.closing()
	case '"':
		return marked(n.text)
	}
	return "<i>" + n.text + "</i>"
}

func (n jsonNode) closing() string {
	if n.text == "{" {
		return "}"
	}
	return "]"
}

// holds counts what a folded container holds.
func (n jsonNode) holds() string {
	closing := n.closing()
	if n.text == "{" {
		return count(len(n.parts), "field ", "fields ") + closing
	}
	return strconv.Itoa(len(n.parts)) + " " + closing
}

// marked writes a short text with the places of its secrets marked.
func marked(text string) string {
	var b strings.Builder
	m := Marked{Text: text, Whole: true}
	m.write(&b)
	return b.String()
}

// indented indents a JSON text that is too large to fold. Other texts, and those that would grow
// beyond measure, stay as they are.
func indented(text string) string {
	if len(text) > largestIndent || !json.Valid([]byte(text)) || depth(text) > 2*deepest {
		return text
	}
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text), "", "\t"); err != nil || b.Len() > 4*largestIndent {
		return text
	}
	return b.String()
}
