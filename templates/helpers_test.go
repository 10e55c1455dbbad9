package templates

import (
	"context"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// pre sets marked text as the pages do. The parser drops a first line break in it.
type pre struct{ Marked }

func (p pre) Render(ctx context.Context, w io.Writer) error {
	if _, err := io.WriteString(w, "<pre>\n"); err != nil {
		return err
	}
	if err := p.Marked.Render(ctx, w); err != nil {
		return err
	}
	_, err := io.WriteString(w, "</pre>")
	return err
}

// wholeText is an element's text with all its white space.
func wholeText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
