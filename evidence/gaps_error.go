package evidence

import (
	"html"
	"strings"
)

// maxErrors is how many places are looked at for an error of the gateway.
const maxErrors = 64

// maxErrorText is the longest error that is looked for, with its escapes, in bytes.
const maxErrorText = 16 << 10

// fillError takes the only error of the gateway that a text shows, however it is quoted, where the
// response shows none, unless it is another call's.
func fillError(text string, report *Report, ex *Exchange) {
	if p := ex.Response; p != nil && (lenientError(p.Body).UUID != "" || p.Body != "" && !strings.Contains(p.Body, "uuid")) {
		return
	}
	var only sole
	body := ""
	for from, n := 0, 0; n < maxErrors; n++ {
		i := strings.Index(text[from:], "uuid")
		if i < 0 {
			break
		}
		i += from
		from = i + len("uuid")
		if found, e, start := errorAround(text, i); found != "" {
			only.add(e.UUID, start)
			body = found
			only.span = Span{start, start + len(found)}
		}
	}
	if !only.found() {
		return
	}
	for i := range report.Exchanges {
		if other := &report.Exchanges[i]; other != ex && other.Response != nil && strings.Contains(other.Response.Body, only.value) {
			return
		}
	}
	if ex.Response == nil {
		ex.Response = &Response{Span: only.span.within(len(text))}
	}
	ex.Response.Body, ex.responseAssumed = body, true
}

// errorAround returns the error of the gateway in whose braces the place i stands, freed from the quotes
// and escapes around it.
func errorAround(text string, i int) (body string, e GatewayError, start int) {
	low := max(0, i-maxErrorText)
	start = strings.LastIndexByte(text[low:i], '{')
	if start < 0 {
		return "", e, 0
	}
	start += low
	visited(i - start)
	rest := text[start:min(len(text), start+maxErrorText)]
	for end, tries := 0, 0; tries < 4; tries++ {
		n := strings.IndexByte(rest[end:], '}')
		if n < 0 {
			break
		}
		end += n + 1
		visited(n)
		body, e = freedError(rest[:end])
		if body != "" {
			return body, e, start
		}
	}
	if cut := restOfLine(rest, 0, len(rest)); strings.IndexByte(cut, '}') < 0 { // the tool broke off
		if e = lenientError(cut); isUUID(e.UUID) && e.Code != "" {
			return cut, e, start
		}
	}
	return "", e, 0
}

// freedError reads an error of the gateway that is quoted several times over.
func freedError(piece string) (string, GatewayError) {
	for range 4 {
		if e, ok := ParseGatewayError(piece); ok && isUUID(e.UUID) && (e.Code != "" || len(e.Messages) > 0) {
			return piece, e
		}
		visited(len(piece))
		switch {
		case strings.Contains(piece, `\"`):
			piece = unescapeText(piece)
		case strings.Contains(piece, "&quot;") || strings.Contains(piece, "&#34;"):
			piece = html.UnescapeString(piece)
		case strings.Contains(piece, `""`):
			piece = strings.ReplaceAll(piece, `""`, `"`) // a cell of comma-separated values
		case strings.Contains(piece, "\n"):
			piece = oneLine.Replace(piece)
		default:
			return "", GatewayError{}
		}
	}
	return "", GatewayError{}
}
