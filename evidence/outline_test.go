package evidence

import "testing"

// told is what a text tells of a call; "" and 0 are not looked at.
type told struct {
	method, url, sent, answer string
	status                    int
	id                        string // X-Request-ID
}

// tale is a text and what it tells.
type tale struct {
	name, in string
	want     told
}

// checkTold reads each text and compares what the chosen exchange says.
func checkTold(t *testing.T, cases []tale) {
	t.Helper()
	for _, c := range cases {
		got := new(Reader).Parse(c.in)
		status := 0
		if got.Status != nil {
			status = *got.Status
		}
		for _, f := range []struct {
			name string
			got  *string
			want string
		}{{"method", got.Method, c.want.method}, {"URL", got.URL, c.want.url}, {"request body", got.RequestBody, c.want.sent}, {"response body", got.ResponseBody, c.want.answer}, {"request id", got.RequestID, c.want.id}} {
			if f.want != "" && (f.got == nil || *f.got != f.want) {
				t.Errorf("%s: %s = %q, want %q in %q", c.name, f.name, deref(f.got), f.want, c.in)
			}
		}
		if c.want.status != 0 && status != c.want.status {
			t.Errorf("%s: status = %d, want %d in %q", c.name, status, c.want.status, c.in)
		}
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

const (
	anError = `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"NOT_FOUND","messages":["No such order"]}`
	anID    = "a1b2c3d4-0000-4000-8000-000000000001"
)

func TestMessagesAreToldUnderTitlesLineByLine(t *testing.T) {
	const fields = "Content-Type: application/json\nX-Request-ID: " + anID + "\n"
	want := told{"PUT", "https://cvt.fibregateway.com/v1/a", `{"a":1}`, anError, 404, anID}
	checkTold(t, []tale{
		{"titles among marks, headers below, the line of the call at the end",
			"==== Request ====\n" + fields + "\n{\"a\":1}\n\n==== Response ====\n" + fields + "\n" + anError + "\n\nPUT https://cvt.fibregateway.com/v1/a -> 404 (12 ms)\n", want},
		{"arrows before headers, titles in capitals",
			"12:00:00.000 INFO client - REQUEST: https://cvt.fibregateway.com/v1/a\nMETHOD: Verb(name=PUT)\nALL HEADERS\n-> Accept: text/plain\n-> X-Request-ID: " + anID + "\nBODY\n{\"a\":1}\n12:00:01.000 INFO client - RESPONSE: 404 Not Found\nALL HEADERS\n-> Server: x\n-> Content-Type: application/json\nBODY\n" + anError + "\n", want},
		{"a title that isn't known ends the request",
			"*** Request ***\nmethod: PUT\nurl: https://cvt.fibregateway.com/v1/a\nheaders:\n Content-Type: application/json\n X-Request-ID: " + anID + "\ndata:\n{\"a\":1}\n\n*** Oops ***\nurl: https://cvt.fibregateway.com/v1/a\nstatusCode: 404\nheaders:\n server: x\n content-type: application/json\nText:\n" + anError + "\n", want},
		{"headers beside their title and below it",
			"Request method:\tPUT\nRequest URI:\thttps://cvt.fibregateway.com/v1/a\nParams:\t<none>\nHeaders:\tAccept=text/plain\n\t\tX-Request-ID=" + anID + "\n\t\tContent-Type=application/json\nBody:\n{\"a\":1}\nHTTP/1.1 404 Not Found\nContent-Type: application/json\n\n" + anError + "\n", want},
		{"of two calls the one that failed",
			"REQUEST: https://cvt.fibregateway.com/v1/b\nMETHOD: GET\nALL HEADERS\n-> Accept: text/plain\n-> X-Request-ID: b-1\nRESPONSE: 200 OK\nALL HEADERS\n-> Server: x\nREQUEST: https://cvt.fibregateway.com/v1/a\nMETHOD: PUT\nALL HEADERS\n-> Accept: text/plain\n-> X-Request-ID: " + anID + "\nBODY\n{\"a\":1}\nRESPONSE: 404 Not Found\nALL HEADERS\n-> Server: x\nBODY\n" + anError + "\n", want},
		{"behind the mark of Android's log",
			"D/net ( 12): *** Request ***\nD/net ( 12): method: PUT\nD/net ( 12): url: https://cvt.fibregateway.com/v1/a\nD/net ( 12): headers:\nD/net ( 12):  accept: text/plain\nD/net ( 12):  X-Request-ID: " + anID + "\nD/net ( 12): data:\nD/net ( 12): {\"a\":1}\nD/net ( 12): *** Response ***\nD/net ( 12): statusCode: 404\nD/net ( 12): headers:\nD/net ( 12):  server: x\nD/net ( 12):  date: Thu, 26 Nov 2026 22:22:22 GMT\nD/net ( 12): body:\nD/net ( 12): " + anError + "\n", want},
	})
}

func TestABodyStandsBelowARuleOrAmongNotes(t *testing.T) {
	checkTold(t, []tale{
		{"a rule above it", "Request Body\n====\n{\"a\":1}\n====\nPOST https://cvt.fibregateway.com/v1/a -> 404\nResponse Body\n----\n" + anError + "\n----\n", told{sent: `{"a":1}`, answer: anError, status: 404}},
		{"in lines with the mark of a note", "> POST /v1/a HTTP/1.1\n> Host: cvt.fibregateway.com\n>\n* Sent:\n* {\n*  \"a\": 1\n* }\n< HTTP/1.1 404\n< Server: x\n<\n* Got:\n* " + anError + "\n", told{sent: "{\n \"a\": 1\n}", answer: anError, status: 404}},
		{"a note in braces is none", "> POST /v1/a HTTP/1.1\n> Host: cvt.fibregateway.com\n>\n* {not json}\n< HTTP/1.1 404\n< Server: x\n<\n" + anError + "\n", told{answer: anError, status: 404}},
		{"before what the client writes of its call, in one line", anError + `{"method":"POST","url":"https://cvt.fibregateway.com/v1/a","http_code":404}`, told{method: "POST", url: "https://cvt.fibregateway.com/v1/a", answer: anError, status: 404}},
		{"in the second line of a record's message", `{"msg":"got 404 Not Found\n{\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"NOT_FOUND\",\"messages\":[\"No such order\"]}","method":"POST","url":"https://cvt.fibregateway.com/v1/a"}`, told{answer: anError, status: 404}},
		{"as the literal of a language", "2026-11-26 10:00:00,000 DEBUG a: body: {'a': True, 'b': None}\n2026-11-26 10:00:00,100 INFO a: POST https://cvt.fibregateway.com/v1/a \"HTTP/1.1 404 Not Found\"\n", told{sent: `{"a":true,"b":null}`, status: 404}},
	})
}

func TestAStatusIsToldInPiecesOrInObjects(t *testing.T) {
	checkTold(t, []tale{
		{"a version, a number and a reason", "return_value=(b'HTTP/2', 404, b'Not Found', [(b'server', b'x'), (b'content-type', b'application/json'), (b'X-Request-ID', b'" + anID + "')])\n", told{status: 404, id: anID}},
		{"the version before it in brackets", "POST https://cvt.fibregateway.com/v1/a\n[HTTP/1.1 404 12ms]\n", told{status: 404, method: "POST"}},
		{"keys of several words, headers that only a type names", "<Response: 0x1> { URL: https://cvt.fibregateway.com/v1/a } { Status Code: 404, Headers {\n  \"Content-Type\" = ( \"application/json\" );\n  \"X-Request-ID\" = ( \"" + anID + "\" );\n} }\n", told{status: 404, id: anID}},
	})
}

func TestAFailureNamesItsURLInALiteralAndTheMethodBesideTheID(t *testing.T) {
	const text = `Error Domain=D Code=-1001 "timed out" UserInfo={StringKey=4, FailedURLKey=https://cvt.fibregateway.com/v1/a, Description=The request timed out.}` + "\nsent PUT for order 12345 with request id " + anID + "\n"
	checkTold(t, []tale{{"an error's user info", text, told{method: "PUT", url: "https://cvt.fibregateway.com/v1/a", id: anID}}})
	if got := new(Reader).Parse(text); deref(got.NoResponse) != Timeout {
		t.Errorf("no response: %q", deref(got.NoResponse))
	}
}

func TestARecordGoesOnInLinesWithoutItsFront(t *testing.T) {
	const text = "I, [2026-11-26T10:00:00.1 #7]  INFO -- request: PUT https://cvt.fibregateway.com/v1/a\nI, [2026-11-26T10:00:00.1 #7]  INFO -- request: Accept: \"text/plain\"\nX-Request-ID: \"" + anID + "\"\nX-Tenant: \"TENANT_1\"\nI, [2026-11-26T10:00:00.1 #7]  INFO -- request: {\"a\":1}\nI, [2026-11-26T10:00:00.1 #7]  INFO -- response: Status 404\n"
	checkTold(t, []tale{{"quoted values", text, told{method: "PUT", url: "https://cvt.fibregateway.com/v1/a", sent: `{"a":1}`, id: anID}}})
}
