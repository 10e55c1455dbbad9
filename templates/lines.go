package templates

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// NamedValue is one line of a plain text.
type NamedValue struct{ Name, Value string }

// Lines is a plain text of named values, one a line, for preformatted text: a value moves to the
// next line before it breaks within.
type Lines []NamedValue

// Render writes the lines (templ.Component). Templates can't: they add white space that
// preformatted text would show.
func (l Lines) Render(_ context.Context, w io.Writer) error {
	var b strings.Builder
	for n, line := range l {
		if n > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(templ.EscapeString(line.Name) + `: <span class="token">` + templ.EscapeString(line.Value) + `</span>`)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
