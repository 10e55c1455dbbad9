package evidence

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// bodyRules judge whether a body that says it is JSON is.
var bodyRules = []diagnosisRule{
	{name: "request_json_invalid", look: requestJSON,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{
					{posted("application/json", `{"a":1,}`), "The request says Content-Type: application/json, and its body stops being JSON at line 1, column 8, at “}”."},
					{posted("application/json; charset=utf-8", "{\n  \"a\": 1\n  \"b\": 2\n}"), "The request says Content-Type: application/json; charset=utf-8, and its body stops being JSON at line 3, column 3, at “\"b\": 2”."},
					{posted("application/merge-patch+json", `{"ä":'b'}`), "The request says Content-Type: application/merge-patch+json, and its body stops being JSON at line 1, column 6, at “'b'}”."},
					{posted("application/json", `{"password":"Zq7kR2mW9xTb4LvN8sYd","a":}`), "The request says Content-Type: application/json, and its body stops being JSON at line 1, column 39, at “}”."},
				}, []string{
					posted("application/json", `{"a":1}`), posted("text/plain", `{"a":1,}`), posted("application/x-ndjson", "{}\n{}"),
					posted("application/json", `{"a":"b`),                    // cut off, perhaps by a tool
					posted("application/json", `{"a":[1,2,…`),                // so is this
					posted("application/json", `{"a":[1, ... 12 more items`), // and this
					posted("application/json", `{"a":"a line that a`+"\n"+`terminal wrapped"}`),
					posted("application/json", `{\"a\":1}`), // escaped by what carries the text
					posted("application/json", `{"a":1} trailing words of a log`),
					posted("application/json", "{\"token\":[redacted:token],\"a\":1}"),
					`{"req":{"method":"POST","url":"https://cvt.fibregateway.com/v1/a","headers":{"content-type":"application/json"},"body":"{ orderId: '12' }"}}`, // as a logger prints it
				}
		}},
	{name: "response_json_invalid", look: responseJSON,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{answered("500", `{"code":INTERNAL_ERROR}`, "Content-Type: application/json"),
					"The response says Content-Type: application/json, and its body stops being JSON at line 1, column 9, at “INTERNAL_ERROR}”."}}, []string{answered("500", `{"code":"INTERNAL_ERROR"}`, "Content-Type: application/json"), answered("500", `{"code":"INTERNAL_`, "Content-Type: application/json"),
					answered("500", `<html>`, "Content-Type: text/html")}
		}},
}

// posted is a request with this body, for the examples.
func posted(contentType, body string) string {
	return "POST /v1/product-orders HTTP/1.1\nHost: cvt.fibregateway.com\nContent-Type: " + contentType + "\n\n" + body + "\n"
}

func requestJSON(x *examination) []Finding {
	says := "The body of the request is not valid JSON."
	return x.notJSON("request", says, RequestText, x.request.Headers, x.request.Body, x.request.Span)
}

func responseJSON(x *examination) []Finding {
	says := "The body of the response is not valid JSON, though it says that it is."
	return x.notJSON("response", says, ResponseText, x.response.Headers, x.response.Body, x.response.Span)
}

// onTheWire are the formats that show a message byte for byte as it travelled. Loggers and clients print
// objects in their own language's way, and people shorten what they copy, which says nothing about
// what was sent.
var onTheWire = map[string]bool{
	curlName: true, rawHTTPName: true, dumpName: true, hexDumpName: true, shownEndsName: true, curlCommandName: true,
}

func (x *examination) notJSON(side, says string, field Field, headers []Header, body string, span Span) []Finding {
	kind := header(headers, "Content-Type")
	if !onTheWire[x.ex.Format] || !saysJSON(kind) {
		return nil
	}
	body = strings.TrimSpace(body)
	at, ok := jsonFault(body)
	if !ok {
		return nil
	}
	line, column := lineColumn(body, at)
	rest, _, _ := strings.Cut(body[at:], "\n")
	why := fmt.Sprintf("The %s says Content-Type: %s, and its body stops being JSON at line %d, column %d, at “%s”.", side, clip(kind, 60), line, column, clip(strings.TrimSpace(rest), 24))
	whole := x.place(span, body)
	if whole.End-whole.Start == len(body) {
		whole = Span{whole.Start + at, whole.Start + at + len(firstRune(body[at:]))}
	}
	return only(Finding{Kind: Cause, Field: field, Says: says, Why: why, Span: whole})
}

// saysJSON reports whether a media type is JSON: application/json, or anything with the suffix +json
// (RFC 6839 §3.1).
func saysJSON(contentType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	kind = strings.TrimSpace(kind)
	return kind == "application/json" || kind == "text/json" || strings.HasSuffix(kind, "+json")
}

// jsonFault returns where a body stops being JSON. ok is false for one that is JSON, and for one that
// a tool may have changed: cut off, wrapped in the middle of a string, escaped once too often, followed by other text,
// or with a marker where the doubt begins.
func jsonFault(body string) (at int, ok bool) {
	if body == "" || body[0] != '{' && body[0] != '[' {
		return 0, false
	}
	visited(len(body))
	if json.Valid([]byte(body)) { // a third of what it takes to find a fault's place
		return 0, false
	}
	var value json.RawMessage
	var fault *json.SyntaxError
	err := json.NewDecoder(strings.NewReader(body)).Decode(&value)
	if !errors.As(err, &fault) {
		return 0, false
	}
	at = int(fault.Offset) - 1
	if at < 0 || at >= len(body) || body[at] < 0x20 || body[at] == '\\' || isCut(body[at:]) || strings.Contains(body[:at], `\\"`) {
		return 0, false
	}
	return at, !maskedBefore(body, at)
}

// maskedBefore reports whether a marker may have taken more than a secret with it before this place: it
// stands outside of a string, or nothing whole follows its string.
func maskedBefore(body string, at int) bool {
	m := strings.LastIndex(body[:min(len(body), at+len(markerOpen))], markerOpen)
	if m < 0 {
		return false
	}
	end := m + markerLen(body[m:])
	return end >= at || body[end] != '"' || strings.IndexByte(body[end:at], ',') < 0
}

// cuts are how tools show that they left something out.
var cuts = []string{"…", "...", "[...", "(...", "<...", "[truncated", "<truncated", "(truncated", "-- truncated", "[trimmed", "[snip", "<snip", "// "}

// isCut reports whether a text begins with, or soon comes to, the place where a tool left something out.
func isCut(s string) bool {
	for _, c := range cuts {
		if hasFold(strings.TrimLeft(s, " ,\t"), c) {
			return true
		}
	}
	end := strings.TrimRight(s, " \n\r\t}]\"")
	return strings.HasSuffix(end, "...") || strings.HasSuffix(end, "…") || strings.HasSuffix(strings.ToLower(clip(end[max(0, len(end)-16):], 32)), "truncated")
}

// lineColumn counts from 1; columns are characters.
func lineColumn(text string, at int) (line, column int) {
	line = strings.Count(text[:at], "\n") + 1
	start := strings.LastIndexByte(text[:at], '\n') + 1
	return line, utf8.RuneCountInString(text[start:at]) + 1
}

func firstRune(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// typeRules judge the media types of bodies.
var typeRules = []diagnosisRule{
	{name: "wrong_content_type", look: wrongType,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{
					{posted("text/plain", `{"a":1}`), "The request says Content-Type: text/plain, and its body is a JSON object."},
					{posted("application/x-www-form-urlencoded", `[{"a":1}]`), "The request says Content-Type: application/x-www-form-urlencoded, and its body is a JSON array."},
					{"curl https://cvt.fibregateway.com/v1/a -H 'Content-Type: application/json' -d 'a=1&b=2'", "The request says Content-Type: application/json, and its body is a form."},
					{posted("application/json", "<order><a>1</a></order>"), "The request says Content-Type: application/json, and its body is XML or HTML."},
				}, []string{posted("application/json", `{"a":1}`), posted("application/x-www-form-urlencoded", "a=1"), posted("text/plain", "{a}"), posted("application/vnd.x+json", "{}"), posted("application/jsonl", "{}"),
					posted("application/graphql", "{}"), posted("multipart/form-data; boundary=x", "{}")}
		}},
	{name: "html_instead_of_json", look: htmlAnswer,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{
					{strings.Replace(answered("502 Bad Gateway", "<html><h1>502</h1></html>", "Content-Type: text/html\nServer: nginx"), "*/*", "application/json", 1),
						"The request accepts application/json; the response is text/html, from nginx: a proxy, a sign-in page or another host answered."},
					{strings.Replace(answered("200 OK", "<!DOCTYPE html><title>Sign in</title>", "Content-Type: text/html; charset=utf-8"), "*/*", "application/json, application/problem+json", 1),
						"The request accepts application/json, application/problem+json; the response is text/html: a proxy, a sign-in page or another host answered."},
				}, []string{
					answered("502 Bad Gateway", "<html></html>", "Content-Type: text/html"), // anything was accepted
					strings.Replace(answered("502 Bad Gateway", "{}", "Content-Type: application/json"), "*/*", "application/json", 1),
					strings.Replace(answered("200 OK", "<html></html>", "Content-Type: text/html"), "*/*", "text/html, application/json;q=0.5", 1),
					strings.Replace(answered("406", "", ""), "*/*", "application/json", 1),
				}
		}},
}

func wrongType(x *examination) []Finding {
	body, kind := strings.TrimSpace(x.request.Body), header(x.request.Headers, "Content-Type")
	low, _, _ := strings.Cut(strings.ToLower(kind), ";")
	low = strings.TrimSpace(low)
	is := bodyShape(body)
	odd := (low == "text/plain" || low == "application/x-www-form-urlencoded" || low == "text/html") && strings.HasPrefix(is, "a JSON") ||
		saysJSON(kind) && is != "" && !strings.HasPrefix(is, "a JSON")
	if !odd || x.explained("request_json_invalid") {
		return nil
	}
	return only(Finding{Kind: Cause, Field: RequestText, Says: "The Content-Type of the request does not say what its body is.",
		Why: "The request says Content-Type: " + clip(kind, 60) + ", and its body is " + is + ".", Span: x.place(x.request.Span, kind)})
}

// bodyShape says what a body is, where that is beyond doubt.
func bodyShape(body string) string {
	if body == "" {
		return ""
	}
	visited(len(body))
	switch {
	case body[0] == '{' && json.Valid([]byte(body)):
		return "a JSON object"
	case body[0] == '[' && json.Valid([]byte(body)):
		return "a JSON array"
	case body[0] == '<' && body[len(body)-1] == '>':
		return "XML or HTML"
	case isForm(body):
		return "a form"
	}
	return ""
}

// isForm reports whether a text is name=value pairs, each name a plain word
// (application/x-www-form-urlencoded).
func isForm(body string) bool {
	if len(body) > 1<<16 || strings.ContainsAny(body, " \n\t{}\"<>") {
		return false
	}
	for pair := range strings.SplitSeq(body, "&") {
		name, _, ok := strings.Cut(pair, "=")
		if !ok || name == "" || !isAlpha(name[0]) {
			return false
		}
	}
	return true
}

func isHTML(body string) bool {
	body = strings.TrimSpace(body)
	return hasFold(body, "<!doctype html") || hasFold(body, "<html") || hasFold(body, "<head")
}

func htmlAnswer(x *examination) []Finding {
	accept := strings.ToLower(header(x.request.Headers, "Accept"))
	kind, _, _ := strings.Cut(header(x.response.Headers, "Content-Type"), ";")
	kind = strings.TrimSpace(kind)
	if !strings.Contains(accept, "json") || strings.Contains(accept, "html") || !strings.EqualFold(kind, "text/html") || !isHTML(x.response.Body) {
		return nil
	}
	from := ""
	if server := header(x.response.Headers, "Server"); server != "" {
		from = ", from " + clip(server, 40)
	}
	return only(Finding{Kind: Cause, Field: ResponseText, Says: "A web page came back where JSON was asked for: this is not the gateway’s answer.",
		Why: "The request accepts " + clip(header(x.request.Headers, "Accept"), 60) + "; the response is text/html" + from + ": a proxy, a sign-in page or another host answered.", Span: x.response.Span})
}
