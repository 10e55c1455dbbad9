package evidence

import (
	"strconv"
	"strings"
)

// maxSummary is the longest suggested summary, in bytes.
const maxSummary = 120

// summary suggests a summary: "422 INVALID_REQUEST on GET /v1/available-appointments".
func (g *gathering) summary() {
	var what string
	switch p := g.ex.Response; {
	case p != nil && p.Status > 0:
		what = strconv.Itoa(p.Status)
		if code := g.facts[ErrorCode]; code != nil {
			what += " " + clip(code.Value, 48)
		} else if p.Reason != "" {
			what += " " + clip(p.Reason, 48)
		}
	case g.facts[NoResponse] != nil:
		what = "No response (" + strings.ReplaceAll(g.facts[NoResponse].Value, "_", " ") + ")"
	case g.facts[ErrorCode] != nil:
		what = clip(g.facts[ErrorCode].Value, 48)
	}
	on := ""
	if q := g.ex.Request; q != nil && q.Method != "" && q.URL != "" {
		on = q.Method + " " + pathOf(q.URL)
	}
	text := on
	if what != "" && on != "" {
		text = what + " on " + on
	} else if what != "" {
		text = what
	}
	g.add(Summary, clip(text, maxSummary), "request and response", g.ex.Span, true)
}
