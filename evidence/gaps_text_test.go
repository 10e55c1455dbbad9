package evidence

import (
	"strings"
	"testing"
)

// What the whole text gives only once, one rule a line: the text, a member of what "docket parse" prints,
// and its value.
func TestWhatStandsOnlyOnceBelongsToTheCall(t *testing.T) {
	const (
		id      = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		conv    = "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
		fault   = "d48e1fee-095a-478e-b453-858c76254d49"
		call    = "GET https://cvt.fibregateway.com/v1/places/7\n\n"
		put     = "METHOD\nPUT\n\nURL\nhttps://cvt.fibregateway.com/v1/places/7\n\n\n"
		named   = call + "uuid " + fault + ", code NO_PLACE\n"
		doubled = `"{""uuid"":""` + fault + `"",""code"":""NO_PLACE"",""messages"":[""There is no such place""]}"`
	)
	checkPrinted(t, []printing{
		{"an error whose quotes are doubled", call + "~~ " + doubled + " ~~\n", "error_code", "NO_PLACE"},
		{"an error within a string within a string", call + `%% "{\"a\":\"{\\\"uuid\\\":\\\"` + fault + `\\\",\\\"code\\\":\\\"NO_PLACE\\\",\\\"messages\\\":[]}\"}"` + "\n", "error_uuid", fault},
		{"an error with the entities of HTML", call + "<td>{&quot;uuid&quot;:&quot;" + fault + "&quot;,&quot;code&quot;:&quot;NO_PLACE&quot;,&quot;messages&quot;:[]}</td>\n", "error_uuid", fault},
		{"two errors are none", call + "~~ " + doubled + " ~~ " + strings.Replace(doubled, fault, conv, 1) + " ~~\n", "response_body", ""},
		{"a status by name", call + "~~ outcome.status=404 ~~\n", "status", "404"},
		{"a status before the code of an error", call + "so 409 PLACE_TAKEN it is\n", "status", "409"},
		{"two statuses are none", call + "~~ outcome.status=404 ~~ outcome.status=503 ~~\n", "status", ""},
		{"a number that nothing calls a status", call + "~~ visit 404 ~~\n", "status", ""},
		{"a supplier's status in an error's message", call + `{"uuid":"` + fault + `","code":"SUPPLIER_ERROR","messages":["unreadable (status 500)"]}` + "\n", "status", ""},
		{"a number beside an error of the gateway", call + "{\"uuid\":\"" + fault + "\",\"code\":\"NO_PLACE\",\"messages\":[\"Not there\"]}\n\nCVT shows 404 since noon, visit 12\n", "status", "404"},
		{"two numbers beside an error of the gateway", call + "{\"uuid\":\"" + fault + "\",\"code\":\"NO_PLACE\",\"messages\":[\"Not there\"]}\n\nCVT shows 404 since noon, elsewhere 503 here\n", "status", ""},
		{"a number alone on its line beside an error of the gateway", call + "   409\n   22 ms\n~~ " + doubled + "\n", "status", "409"},
		{"a number before a date, behind a comment's sign", call + "# 409 Thu, 30 May 2024 03:40:57 GMT\n# " + doubled + "\n", "status", "409"},
		{"a number before its unit", call + "409 ms\n~~ " + doubled + "\n", "status", ""},
		{"a number before a stop, beside the uuid and the code of an error", named + "wir bekamen 404.\n", "status", "404"},
		{"a number that ends its label's line", named + "Código de estado: 404\n", "status", "404"},
		{"a number behind an article", named + "we kregen een 404 terug\n", "status", "404"},
		{"the number of a thing that has a name", named + "Room 404\n", "status", ""},
		{"a number within a sentence", named + "im Haus 404 wohnt niemand\n", "status", ""},
		{"two numbers before stops", named + "wir bekamen 404, dann 503.\n", "status", ""},
		{"a number before a stop beside no error", call + "wir bekamen 404.\n", "status", ""},
		{"a status before its reason in quotes", call + "<Refusal 404: 'Not Found'>\n", "status", "404"},
		{"a status before its reason behind a key", call + "Refusal: 404, message='Not Found'\n", "status", "404"},
		{"the only word with the form of a code", call + "uuid " + fault + ", con el código NO_PLACE\n", "error_code", "NO_PLACE"},
		{"two words with the form of a code", call + "uuid " + fault + ", con NO_PLACE o NO_FLOOR\n", "error_code", ""},
		{"a variable", call + "uuid " + fault + ", con NO_PLACE=1\n", "error_code", ""},
		{"the escapes of a property file", "call.method=GET\ncall.url=https\\://cvt.fibregateway.com/v1/places/7\ncall.time=2024-05-30T03\\:40\\:57Z\n", "url", "https://cvt.fibregateway.com/v1/places/7"},
		{"the script that made a browser call", `{"entries":[{"_initiator":{"stack":[{"url":"https://portal.example/a.js"}]},"request":{"method":"GET","url":"https://cvt.fibregateway.com/v1/places/7","headers":[]},"response":{"status":0,"_error":"net::ERR_CONNECTION_TIMED_OUT"}}]}`, "url", "https://cvt.fibregateway.com/v1/places/7"},
		{"the second call that sentences tell of", "Sending GET https://cvt.fibregateway.com/v1/places\nSending PUT https://cvt.fibregateway.com/v1/places/7\nIt said: {\"uuid\":\"" + fault + "\",\"code\":\"NO_PLACE\",\"messages\":[]}\n", "method", "PUT"},
		{"the only sentence in quotation marks", named + "it said \"There is no such place\"\n", "error_message", "There is no such place"},
		{"two sentences in quotation marks are none", named + "it said \"There is no such place\", or \"No place is there\"\n", "error_message", ""},
		{"a word in quotation marks", named + "it said \"nothing\"\n", "error_message", ""},
		{"the sentence behind the key of a message", named + "so \"quite another one\" it is\n~~ fault_message=There is no such place\n", "error_message", "There is no such place"},
		{"a sentence beside no error", call + "it said \"There is no such place\"\n", "error_message", ""},
		{"the code of an error that was cut", call + `~~ {"uuid":"` + fault + `","code":"NO_PLACE","messages":["There is` + " (cut)\n", "error_code", "NO_PLACE"},
		{"an id behind a verb of another language", call + "~~ x-request-id to " + id + ", ~~\n", "request_id", id},
		{"an id behind another noun", call + "~~ x-request-id parcel " + id + ", ~~\n", "request_id", ""},
		{"a body behind a word that nothing knows", "~~ shipped={\"place\":7} ~~\n\n" + put + doubled + "\n", "request_body", `{"place":7}`},
		{"a body within a string", `~~ "{\"place\":\"a \\\"b\\\"\"}" ~~` + "\n\n" + put + doubled + "\n", "request_body", `{"place":"a \"b\""}`},
		{"two bodies are none", "~~ {\"place\":7} {\"place\":8} ~~\n\n" + put + doubled + "\n", "request_body", ""},
		{"what may be the answer is no body", "~~ {\"place\":7} ~~\n\n" + put, "request_body", ""},
		{"a call that has no body", call + "~~ {\"place\":7} ~~\n" + doubled + "\n", "request_body", ""},
		{"a log's record", "~~ {\"time\":7,\"message\":\"stopped\"} ~~\n\n" + put + doubled + "\n", "request_body", ""},
		{"what a program compares with", call + "~~ if (status == 201) ~~\n", "status", ""},
		{"a method on a line of its own", "METHOD\nPATCH\n\nURL\nhttps://cvt.fibregateway.com/v1/places/7\n", "method", "PATCH"},
		{"two methods are none", "verbs PATCH, PUT\nURL: https://cvt.fibregateway.com/v1/places/7\n", "method", ""},
		{"a method in the name of a header", "Access-Control-Allow-Methods-PUT: a\nURL: https://cvt.fibregateway.com/v1/places/7\n", "method", ""},
		{"a path behind a method, its host elsewhere", "Order 12 on cvt.fibregateway.com\nrequest id " + id + "\n~~ so PUT /v1/places/7 ~~\n", "url", "https://cvt.fibregateway.com/v1/places/7"},
		{"a tenant anywhere", call + "{~~TENANT_41~~\n", "tenant", "TENANT_41"},
		{"two tenants are none", call + "{~~TENANT_41~~TENANT_42~~\n", "tenant", ""},
		{"an id behind its name and more words", call + "~~ X-Request-ID header was " + id + " ~~\n", "request_id", id},
		{"an id by its header goes before a server's own", call + "~~ request: " + conv + " ~~ X-Request-ID=" + id + ", ~~\n", "request_id", id},
		{"the only host of the gateway", `{"call":{"method":"GET","url":"/v1/places/7","via":"cvt.fibregateway.com"},"status":404}` + "\n", "url", "https://cvt.fibregateway.com/v1/places/7"},
		{"two hosts are none", `{"call":{"method":"GET","url":"/v1/places/7","via":"cvt.fibregateway.com","or":"api.fibregateway.com"},"status":404}` + "\n", "url", "/v1/places/7"},
		{"a mailbox at the gateway is no host", `{"call":{"method":"GET","url":"/v1/places/7","by":"a@fibregateway.com"},"status":404}` + "\n", "url", "/v1/places/7"},
		{"an id of another service", call + "X-Amzn-Request-Id: " + id + "\n", "request_id", ""},
		{"two ids are none", call + "~~ X-Request-ID header was " + id + " ~~ X-Request-ID header was " + conv + " ~~\n", "request_id", ""},
		{"an id below a question for two", call + "Conversation id and request id?\n" + conv + "\nno idea\n", "request_id", ""},
		{"the header Date in a dump", call + "{~~[3] => date: Thu, 30 May 2024 03:40:57 GMT~~\n", "timestamp", "2024-05-30T03:40:57Z"},
		{"the dates of a certificate", call + "{~~ start date: Thu, 30 May 2024 03:40:57 GMT~~\n", "timestamp", ""},
		{"a connection to port 80", "== Info: Connected to cvt.fibregateway.com (192.0.2.1) port 80 (#0)\n=> Send header, 47 bytes (0x2f)\n0000: GET /v1/places/7 HTTP/1.1\n001b: Host: cvt.fibregateway.com\n", "url", "http://cvt.fibregateway.com/v1/places/7"},
		{"a time that a query asks for", "Anruf: https://cvt.fibregateway.com/v1/places?since=2024-05-30T03:40:57Z\nZeit: 30.05.2024 05:40\n", "timestamp", ""},
		{"a status in bold behind an arrow", "3. 10:15 — `GET https://cvt.fibregateway.com/v1/places/7` → **404**, request id " + id + "\n", "status", "404"},
		{"labels between semicolons behind a call", "order: 3; GET https://cvt.fibregateway.com/v1/places/7; status: 404; error uuid: " + fault + "; code: NO_PLACE\n", "error_code", "NO_PLACE"},
		{"the only time with a zone", call + "Schritt 4 lief 2024-05-30T03:40:57Z, danach Pause\n", "timestamp", "2024-05-30T03:40:57Z"},
		{"two times outside sentences are none", "[a]\nb = 2024-05-30T03:40:57Z\nc = 2024-05-30T03:44:57Z\n[request]\nmethod = GET\nurl = https://cvt.fibregateway.com/v1/places/7\n[response]\nstatus = 404\n", "timestamp", ""},
		{"the only time outside sentences", "[a]\nb = 2024-05-30T03:40:57Z\n[request]\nmethod = GET\nurl = https://cvt.fibregateway.com/v1/places/7\n[response]\nstatus = 404\n", "timestamp", "2024-05-30T03:40:57Z"},
		{"a time until when something is valid", call + "Das Zertifikat: notAfter=2024-05-30T03:40:57Z\n", "timestamp", ""},
		{"another field of a header", call + "X-Reset: Thu, 30 May 2024 03:40:57 GMT\n", "timestamp", ""},
		{"a time in a letter that tells of no call", "Thank you for the meeting on 12 March 2025 at 10:00 GMT.\n", "timestamp", ""},
	})
}

func TestWhatBelongsToAnotherCallIsNotTaken(t *testing.T) {
	const both = "PUT https://cvt.fibregateway.com/v1/places/7 HTTP/1.1\nX-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc\n\nHTTP/1.1 200 OK\n\n" +
		"HTTP/1.1 404 Not Found\nX-Request-ID: d48e1fee-095a-478e-b453-858c76254d49\n\n"
	checkPrinted(t, []printing{
		{"the request of the call before", both, "url", ""},
		{"its method", both, "method", ""},
	})
}

func TestWhatStandsOnlyOnceIsAssumed(t *testing.T) {
	var r Reader
	report := r.Read("METHOD\nPATCH\n\nURL\nhttps://cvt.fibregateway.com/v1/places/7\n\n{~~TENANT_41~~ outcome.status=404 ~~\n")
	for _, f := range []Field{RequestText, ResponseText, Tenant} {
		if fact, ok := report.Fact(f); !ok || !fact.Assumed {
			t.Errorf("%s is %+v, want it assumed", f, fact)
		}
	}
}
