package evidence

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// answerRules tell who refused or failed: the one who checks credentials, the limit on requests, the
// supplier, the gateway, or what lies between; and what it means that nothing came.
var answerRules = []diagnosisRule{
	{name: "credentials_refused", look: credentialsRefused,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{
				{answered("401 Unauthorized", `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"UNAUTHORIZED","messages":["Access token is missing"]}`, ""),
					"The response is 401 UNAUTHORIZED: “Access token is missing”. The request, as pasted, has no Authorization header."},
				{strings.Replace(answered("401 Unauthorized", "", `WWW-Authenticate: Bearer realm="fc", error="invalid_token", error_description="The token was revoked"`), "Accept: */*", "authorization: Bearer Zq7kR2mW9xTb4LvN8sYd", 1),
					"The response is 401 Unauthorized. Its WWW-Authenticate says “The token was revoked”."},
			}, []string{answered("403 Forbidden", "", ""), answered("200 OK", "", ""), tokenCall(`{"exp":1672990500}`, "401 Unauthorized")}
		}},
	{name: "not_allowed", look: notAllowed,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{answered("403 Forbidden", `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"FORBIDDEN","messages":["Tenant is not enabled for this supplier"]}`, ""),
					"The response is 403 FORBIDDEN: “Tenant is not enabled for this supplier”."}}, []string{answered("401 Unauthorized", "", ""), answered("403 Forbidden", "<html><h1>403 Forbidden</h1></html>", "Content-Type: text/html"),
					answered("403 Forbidden", `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"ORDER_REJECTED","messages":["The supplier API returned the following message: no"]}`, "")}
		}},
	{name: "rate_limited", look: rateLimited,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{
				{answered("429 Too Many Requests", "", "Retry-After: 120"), "The response is 429 Too Many Requests. Its Retry-After asks to wait 2 min: not before 2023-01-06 07:56:30 UTC."},
				{answered("429 Too Many Requests", "", "Retry-After: Fri, 06 Jan 2023 08:54:30 GMT"), "The response is 429 Too Many Requests. Its Retry-After asks to wait until 2023-01-06 08:54:30 UTC."},
				{answered("429", "", ""), "The response is 429. It has no Retry-After: wait longer each time."},
			}, []string{answered("503 Service Unavailable", "", "Retry-After: 120")}
		}},
	{name: "supplier_refused", look: supplierRefused,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{answered("422 Unprocessable Entity", `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"INVALID_REQUEST","messages":["The supplier API returned the following message: UPRN 1 is not within our coverage area"]}`, ""),
					"The response is 422 INVALID_REQUEST: “The supplier API returned the following message: UPRN 1 is not within our coverage area”."}}, []string{
					answered("403 Forbidden", `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"FORBIDDEN","messages":["Tenant is not enabled for this supplier"]}`, ""),
					answered("400 Bad Request", `{"code":"SUPPLIER_UNKNOWN","messages":["supplier is not known"]}`, ""), answered("502 Bad Gateway", "", "")}
		}},
	{name: "supplier_failed", look: supplierFailed,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{answered("504 Gateway Timeout", `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"SUPPLIER_TIMEOUT","messages":["The supplier API did not answer within 30000 ms"]}`, ""),
				"The response is 504 SUPPLIER_TIMEOUT: “The supplier API did not answer within 30000 ms”."},
				{answered("503 Service Unavailable", `{"code":"SUPPLIER_UNAVAILABLE","messages":["The supplier API is unavailable: planned maintenance until 06:00"]}`, "Retry-After: 60"),
					"The response is 503 SUPPLIER_UNAVAILABLE: “The supplier API is unavailable: planned maintenance until 06:00”. Its Retry-After asks to wait 1 min: not before 2023-01-06 07:55:30 UTC."}}, []string{answered("500 Internal Server Error", `{"code":"INTERNAL_ERROR","messages":["Unexpected error"]}`, ""), answered("504 Gateway Timeout", "", "")}
		}},
	{name: "upstream_failed", look: upstreamFailed,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{answered("502 Bad Gateway", "<html><h1>502 Bad Gateway</h1></html>", "Content-Type: text/html\nServer: nginx"), "The response is 502 Bad Gateway, from nginx."},
				{answered("503", "", "Retry-After: 60"), "The response is 503. Its Retry-After asks to wait 1 min: not before 2023-01-06 07:55:30 UTC."}}, []string{answered("500 Internal Server Error", "", ""), answered("504 Gateway Timeout", `{"code":"SUPPLIER_TIMEOUT","messages":["The supplier API did not answer"]}`, "")}
		}},
	{name: "gateway_failed", look: gatewayFailed,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{answered("500 Internal Server Error", `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"INTERNAL_ERROR","messages":["Unexpected error"]}`, ""),
				"The response is 500 INTERNAL_ERROR: “Unexpected error”. Its error uuid d48e1fee-095a-478e-b453-858c76254d49 finds the trace."}}, []string{answered("422", "", ""), answered("502 Bad Gateway", "", ""), answered("500", `{"code":"SUPPLIER_ERROR","messages":["The supplier API returned an unreadable response"]}`, "")}
		}},
	{name: "no_response", look: nothingCame,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{{"curl: (28) Operation timed out after 30001 milliseconds with 0 bytes received", "The text says “curl: (28) Operation timed out after 30001 milliseconds with 0 bytes received”."},
				{"curl: (6) Could not resolve host: cvt.fibregateway.com", "The text says “curl: (6) Could not resolve host: cvt.fibregateway.com”."}}, []string{answered("504 Gateway Timeout", "", "")}
		}},
}

// answered is a call with this answer, for the examples.
func answered(status, body, headers string) string {
	if headers != "" {
		headers += "\n"
	}
	return "GET /v1/available-appointments HTTP/1.1\nHost: cvt.fibregateway.com\nAccept: */*\nX-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc\n\nHTTP/1.1 " +
		status + "\nDate: Fri, 06 Jan 2023 07:54:30 GMT\n" + headers + "\n" + body + "\n"
}

func credentialsRefused(x *examination) []Finding {
	if x.response.Status != 401 || x.bySupplier() || x.explained("token_expired", "token_not_yet_valid") {
		return nil
	}
	why := x.answer() + challenge(header(x.response.Headers, "WWW-Authenticate"))
	if len(x.request.Headers) > 0 && header(x.request.Headers, "Authorization") == "" {
		why += " The request, as pasted, has no Authorization header."
	}
	return only(Finding{Kind: Cause, Says: "The credentials of this call were not accepted.", Why: why, Span: x.response.Span})
}

// challenge is what a WWW-Authenticate says in words (RFC 6750 §3).
func challenge(value string) string {
	_, words, _ := strings.Cut(value, "error_description=\"")
	words, _, ok := strings.Cut(words, "\"")
	if !ok || words == "" {
		return ""
	}
	return " Its WWW-Authenticate says “" + clip(words, 120) + "”."
}

func notAllowed(x *examination) []Finding {
	if x.response.Status != 403 || x.bySupplier() || isHTML(x.response.Body) {
		return nil
	}
	return only(Finding{Kind: Cause, Says: "The credentials were understood, but they may not do this.", Why: x.answer(), Span: x.response.Span})
}

func rateLimited(x *examination) []Finding {
	if x.response.Status != 429 {
		return nil
	}
	wait := x.wait()
	if wait == "" {
		wait = " It has no Retry-After: wait longer each time."
	}
	return only(Finding{Kind: Cause, Says: "Too many calls in a short time: this one was turned away unread.", Why: x.answer() + wait, Span: x.response.Span})
}

// wait says how long a Retry-After asks to wait (RFC 9110 §10.2.3), "" when there is none.
func (x *examination) wait() string {
	value := header(x.response.Headers, "Retry-After")
	if n, err := strconv.Atoi(value); err == nil && n >= 0 && n <= 1e7 {
		wait := time.Duration(n) * time.Second
		if x.at.IsZero() {
			return " Its Retry-After asks to wait " + lasting(wait) + "."
		}
		return " Its Retry-After asks to wait " + lasting(wait) + ": not before " + instant(x.at.Add(wait)) + "."
	}
	if at, err := ParseMoment(value); err == nil && at.Zoned {
		return " Its Retry-After asks to wait until " + instant(at.UTC) + "."
	}
	return ""
}

func supplierRefused(x *examination) []Finding {
	if s := x.response.Status; s < 400 || s > 499 || s == 429 || !x.bySupplier() {
		return nil
	}
	return only(Finding{Kind: Cause, Says: "The supplier refused this; the gateway passed its answer on.", Why: x.answer(), Span: x.response.Span})
}

func supplierFailed(x *examination) []Finding {
	if x.response.Status < 500 || !x.bySupplier() {
		return nil
	}
	return only(Finding{Kind: Cause, Says: "The supplier’s system failed or did not answer; the gateway itself worked.", Why: x.answer() + x.wait(), Span: x.response.Span})
}

func upstreamFailed(x *examination) []Finding {
	if s := x.response.Status; s < 502 || s > 504 || x.bySupplier() {
		return nil
	}
	why := strings.TrimSuffix(x.answer(), ".")
	if server := header(x.response.Headers, "Server"); server != "" && x.failure().Code == "" {
		why += ", from " + clip(server, 40)
	}
	return only(Finding{Kind: Cause, Says: "A server on the way got no answer from the one behind it, or is overloaded.", Why: why + "." + x.wait(), Span: x.response.Span})
}

func gatewayFailed(x *examination) []Finding {
	s := x.response.Status
	if s < 500 || s >= 502 && s <= 504 || x.bySupplier() {
		return nil
	}
	why := x.answer()
	if id, ok := x.report.Fact(ErrorUUID); ok {
		why += " Its error uuid " + id.Value + " finds the trace."
	}
	return only(Finding{Kind: Cause, Says: "The fault is on the server’s side: sending the same again will hardly help.", Why: why, Span: x.response.Span})
}

// silence says what it means that no response came.
var silence = map[string]string{
	Timeout:           "No response came in time. The call may have been carried out all the same: look before you repeat it.",
	ConnectionRefused: "The connection was refused: the call did not reach the gateway.",
	DNS:               "The host’s name was not found: the call did not leave your side.",
	TLS:               "No secure connection came about: the call was not sent.",
	OtherFailure:      "The call ended before a response came.",
}

func nothingCame(x *examination) []Finding {
	f := x.ex.Failure
	if _, said := x.report.Fact(NoResponse); f == nil || !said {
		return nil
	}
	return only(Finding{Kind: Cause, Field: NoResponse, Says: silence[f.Kind], Why: "The text says “" + clip(strings.Join(strings.Fields(clip(f.Words, 400)), " "), 160) + "”.", Span: f.Span})
}

// failure is the gateway's error as it was read, from the body or from labels.
func (x *examination) failure() (e GatewayError) {
	if f, ok := x.report.Fact(ErrorCode); ok {
		e.Code = f.Value
	}
	if f, ok := x.report.Fact(ErrorMessage); ok {
		e.Messages = strings.Split(f.Value, "\n")
	}
	return e
}

// answer writes what came back: "The response is 422 INVALID_REQUEST: “…”."
func (x *examination) answer() string {
	e := x.failure()
	words := fmt.Sprintf("The response is %d", x.response.Status)
	if e.Code != "" {
		words += " " + clip(e.Code, 48)
	} else if x.response.Reason != "" {
		words += " " + clip(x.response.Reason, 48)
	}
	if len(e.Messages) > 0 {
		return words + ": “" + clip(strings.TrimSuffix(e.Messages[0], "."), 160) + "”."
	}
	return words + "."
}

// bySupplier reports whether the gateway's error tells of something that the supplier did, as against
// naming the supplier that the request asked for.
func (x *examination) bySupplier() bool {
	for _, message := range x.failure().Messages {
		if supplierActs(message) {
			return true
		}
	}
	return false
}

// What error messages say of a supplier: what its system is called, what it does, and how it is.
var (
	systems = wordSet("api system service endpoint backend gateway platform")
	deeds   = wordSet("returned responded replied answered reported rejected refused declined failed said sent timed did didn't does could cannot can't")
	ailing  = wordSet("unavailable down unreachable offline busy overloaded available responding reachable answering")
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// supplierActs reads "the supplier [API] returned", "… is not available", "rejected by the supplier".
func supplierActs(message string) bool {
	words := strings.FieldsFunc(strings.ToLower(clip(message, 400)), func(r rune) bool { return strings.ContainsRune(" \t.,:;()\"“”", r) })
	word := func(i int) string {
		if i < 0 || i >= len(words) {
			return ""
		}
		return words[i]
	}
	for i, w := range words {
		if w != "supplier" {
			continue
		}
		front, next := word(i-1), i+1
		if front == "the" {
			front = word(i - 2)
		}
		for systems[word(next)] || strings.ContainsAny(word(next), "_0123456789") {
			next++
		}
		state := word(next + 1)
		if state == "not" {
			state = word(next + 2)
		}
		if front == "by" || front == "from" || deeds[word(next)] || word(next) == "is" && ailing[state] {
			return true
		}
	}
	return false
}
