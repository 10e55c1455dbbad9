package evidence

import "testing"

func TestHeadersThatAreKeptAsListsAreValues(t *testing.T) {
	const call = "PUT /v1/places/7 HTTP/1.1\nHost: [cvt.fibregateway.com]\nX-Request-ID: [c878520d-6ffc-4d63-a367-95a8f94d70dc]\n\n{\"a\":1}\n\n"
	checkPrinted(t, []printing{
		{"of a request", call, "request_id", "c878520d-6ffc-4d63-a367-95a8f94d70dc"},
		{"the host", call, "url", "https://cvt.fibregateway.com/v1/places/7"},
		{"of a response", "HTTP/1.1 409 Conflict\nServer: [a]\nX-Request-ID: [c878520d-6ffc-4d63-a367-95a8f94d70dc]\n\n{}\n", "request_id", "c878520d-6ffc-4d63-a367-95a8f94d70dc"},
	})
	e := one(t, "one of several", "PUT /v1/places/7 HTTP/1.1\nHost: cvt.fibregateway.com\nX-Slots: [1]\n\n{}\n")
	if e != nil && header(e.Request.Headers, "X-Slots") != "[1]" {
		t.Errorf("the brackets of one header are its own: %+v", e.Request.Headers)
	}
}

func TestACallThatIsNamedAgainIsNoSecondOne(t *testing.T) {
	const (
		sent  = "> PUT /v1/places/7 HTTP/1.1\n> Host: cvt.fibregateway.com\n>\n"
		got   = "< HTTP/1.1 409 Conflict\n< x-request-id: c878520d-6ffc-4d63-a367-95a8f94d70dc\n<\n"
		again = "*\nmismatch\n  --> move.test:3\n   |\n   | PUT https://cvt.fibregateway.com/v1/places/7\n   | ...\n 3 | 200\n   | ^^^ was 409\n   |\n\n"
		body  = "{\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"TAKEN\",\"messages\":[\"a\"]}\n"
	)
	checkPrinted(t, []printing{
		{"the id stays", sent + got + again + body, "request_id", "c878520d-6ffc-4d63-a367-95a8f94d70dc"},
		{"the error is its", sent + got + again + body, "error_code", "TAKEN"},
		{"the status too", sent + got + again + body, "status", "409"},
		{"a command among the notes tells what was sent", "* Again:\n* curl -X PUT --data '{\"a\":1}' https://cvt.fibregateway.com/v1/places/7\n*\n" + sent + got, "request_body", `{"a":1}`},
	})
}
