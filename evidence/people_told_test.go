package evidence

import (
	"testing"
	"time"
)

func TestMarksOtherThanAColonPartNamesFromValues(t *testing.T) {
	const (
		id    = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		conv  = "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
		url   = "https://cvt.fibregateway.com/v1/places/7"
		error = `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"NOT_FOUND","messages":["a"]}`
	)
	checkPrinted(t, []printing{
		{"an arrow", "Request -> GET " + url + "\nRequest id --> " + id + "\n", "request_id", id},
		{"an arrow of one character", "Conversation id → " + conv + "\nGET " + url + "\n", "conversation_id", conv},
		{"a dash before a status", "GET " + url + "\nResponse — 404\n" + error, "status", "404"},
		{"dots that lead to a value", "Verb ........ DELETE\nURL ......... " + url + "\nStatus ...... 404\n", "method", "DELETE"},
		{"a name within a sentence stays", "The order … 4711 … is late\nGET " + url + "\n", "order_id", ""},
		{"columns without outer bars", "Tenant | Net_A\nOrder id | 470011\nRequest | GET " + url + "\n", "order_id", "470011"},
		{"one bar is no column", "Order id | 470011 | 12\nGET " + url + "\n", "order_id", ""},
		{"cells with commas between them", "name,value\nsupplier,Net_B\nrequest_id," + id + "\nrequest,GET " + url + "\nstatus,404\n", "request_id", id},
		{"a cell with doubled quotes", "order id;470011\ntime;\"Mon, 06 May 2024 07:08:09 GMT\"\nresponse body;\"{\"\"code\"\":\"\"NOT_FOUND\"\",\"\"messages\"\":[\"\"a\"\"]}\"\n", "error_code", "NOT_FOUND"},
		{"one comma is a sentence's", "Order id, 470011\nGET " + url + "\n", "order_id", ""},
		{"braces of a GUID", "X-Request-ID: {" + id + "}\nGET " + url + "\n", "request_id", id},
	})
}

func TestAStatusIsReadWhereItStands(t *testing.T) {
	const (
		url   = "https://cvt.fibregateway.com/v1/places/7"
		error = `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"NOT_FOUND","messages":["a"]}`
	)
	checkPrinted(t, []printing{
		{"above an error, whatever the words", "GET " + url + "\nVastaus: 404\n" + error, "status", "404"},
		{"above an error, in a sentence", "GET " + url + "\n\nWhat came back was a 404:\n\n" + error, "status", "404"},
		{"before an error in its line", "GET " + url + "\nсервер ответил 404 " + error, "status", "404"},
		{"a number within the line above is none", "GET " + url + "\n404 customers see this:\n" + error, "status", ""},
		{"a line further up is none", "GET " + url + "\nRoom 404\n\nIt said:\n" + error, "status", ""},
		{"right behind the URL of a log", "2024-05-06T07:08:09Z GET " + url + " 404 tenant=Net_A\n", "status", "404"},
		{"before what it came from", "hm, 404 on " + url + " (GET)", "status", "404"},
		{"below a request, under a word of another language", "Pyyntö: POST " + url + "\nVastaus: 404\n\n" + error, "request_body", ""},
		{"a length is no status", "POST " + url + "\nContent-Length: 404\n\n{\"a\":1}", "status", ""},
	})
}

func TestASentenceOfACallSaysTheRest(t *testing.T) {
	const (
		id    = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		fault = "d48e1fee-095a-478e-b453-858c76254d49"
		url   = "https://cvt.fibregateway.com/v1/places/7"
	)
	said := "At 07:08:09 UTC on 6 May 2024 our job did a GET " + url + " (request id " + id + "), which returned 404 NOT_FOUND, “There is no such place”, with the uuid " + fault + "."
	checkPrinted(t, []printing{
		{"the status", said, "status", "404"},
		{"the code of the error", said, "error_code", "NOT_FOUND"},
		{"its message", said, "error_message", "There is no such place"},
		{"its uuid", said, "error_uuid", fault},
		{"the time", said, "timestamp", "2024-05-06T07:08:09Z"},
	})
}

func TestDatesAreReadInTheWordsOfOtherLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"6 mai 2024 à 07:08:09 UTC":             "2024-05-06T07:08:09Z",
		"le 6 juillet 2024 à 07h08 (UTC)":       "2024-07-06T07:08:00Z",
		"6 juin 2024, 07:08:09 UTC":             "2024-06-06T07:08:09Z",
		"6 de diciembre de 2024 a las 07:08 Z":  "2024-12-06T07:08:00Z",
		"6. März 2024 um 07:08:09 UTC":          "2024-03-06T07:08:09Z",
		"6 października 2024 o 07:08:09 +02:00": "2024-10-06T05:08:09Z",
		"6 giugno 2024 alle ore 07:08:09 UTC":   "2024-06-06T07:08:09Z",
		"6-JUN-24 07.08.09.123 AM +00:00":       "2024-06-06T07:08:09Z",
		"6 giugno 2024 insieme 07:08:09 UTC":    "",
		"6 listy 2024 07:08:09 UTC":             "2024-11-06T07:08:09Z",
		"set 6 2024 07:08:09 UTC":               "",
		"6 items 2024 07:08:09 UTC":             "",
	} {
		got := ""
		if m, _ := proseMoment("a " + text + "."); m != "" {
			read, err := ParseMoment(m)
			if err != nil {
				t.Errorf("%q: %v", m, err)
				continue
			}
			got = read.UTC.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestWhatIsSaidOfAnErrorIsReadBehindItsStatus(t *testing.T) {
	const (
		fault = "d48e1fee-095a-478e-b453-858c76254d49"
		url   = "https://cvt.fibregateway.com/v1/places/7"
	)
	checkPrinted(t, []printing{
		{"a code of one word before its message", "GET " + url + "\nAnswer: 403 FORBIDDEN, \"Not for you, sorry\"\n", "error_code", "FORBIDDEN"},
		{"the reason in capitals is no code", "GET " + url + "\nAnswer: 403 FORBIDDEN\n", "error_code", ""},
		{"a client's code is none", "GET " + url + " failed, code ERR_BAD_REQUEST\n", "error_code", ""},
		{"a uuid with its name behind the code", "GET " + url + " -> 404 (NOT_FOUND, uuid " + fault + ")", "error_uuid", fault},
		{"a message to the line's end", "GET " + url + "\nResponse 404: code=NOT_FOUND message=There is no such place\n", "error_message", "There is no such place"},
		{"a message in another language", "GET " + url + "\nResponse: 404\nFehlermeldung: Es gibt keinen solchen Ort\n", "error_message", "Es gibt keinen solchen Ort"},
		{"a person's words under another name", "GET " + url + "\nResponse: 404\nBeschreibung: Es gibt keinen solchen Ort\n", "error_message", ""},
		{"a path before its host", "PATCH /v1/places/7 on cvt.fibregateway.com\nResponse: 404\n", "url", url},
		{"a path before another host", "PATCH /v1/places/7 on other.example\nResponse: 404\n", "environment", ""},
		{"a status told in the summary and again below", "Summary: it returns 404\nGET " + url + "\nX-Request-ID=a-1\nResponse 404: code=NOT_FOUND\n", "url", url},
	})
}

func TestWhatStandsForAllCallsIsTakenForTheOneThatFailed(t *testing.T) {
	const calls = "GET https://cvt.fibregateway.com/v1/places/7\nResponse: 404\n\nGET https://cvt.fibregateway.com/v1/places/8\nResponse: 200\n\n"
	checkPrinted(t, []printing{
		{"the only tenant", calls + "Tenant: Net_A\n", "tenant", "Net_A"},
		{"one of two", "Tenant: Net_B\nGET https://cvt.fibregateway.com/v1/places/6\nResponse: 200\n\n" + calls + "Tenant: Net_A\n", "tenant", ""},
		{"a form below a request's headers", "POST https://cvt.fibregateway.com/v1/places\nContent-Type: application/x-www-form-urlencoded\n\na=1&b=2\n\nResponse: 404\n", "request_body", "a=1&b=2"},
		{"a NUL ends an id", "X-Request-ID: a-1\ufffd\nGET https://cvt.fibregateway.com/v1/places/7\n", "request_id", "a-1"},
		{"marks of direction", "X-Request-ID: \u2068a-1\u2069\nGET https://cvt.fibregateway.com/v1/places/7\n", "request_id", "a-1"},
	})
}

func TestLabelsOfPeopleBelowACallAreNoHeaders(t *testing.T) {
	const (
		id    = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		conv  = "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
		fault = "d48e1fee-095a-478e-b453-858c76254d49"
		url   = "https://cvt.fibregateway.com/v1/places/7"
		error = `{"uuid":"` + fault + `","code":"NOT_FOUND","messages":["a"]}`
	)
	checkPrinted(t, []printing{
		{"a time", "Kutsu: GET " + url + "\nAika: 2024-05-06T07:08:09Z\nRequest-ID: " + id + "\n", "timestamp", "2024-05-06T07:08:09Z"},
		{"an answer with its body", "Call: GET " + url + "\nResponse: 404 " + error, "status", "404"},
		{"headers are", "Call: GET " + url + "\nX-Request-ID: " + id + "\nAccept: a/b\n\nResponse: 404\n", "request_id", id},
		{"an error below a request is what came back", "`GET " + url + "`\n" + error + "\n", "request_body", ""},
		{"a status in marks of code", "`GET " + url + "`\nwe see `404` again\n" + error + "\n", "status", "404"},
		{"a status before its code", "Kutsu GET " + url + " palautti 404 (NOT_FOUND).\n", "status", "404"},
		{"a count before a supplier's code", "Kutsu GET " + url + "\n404 NET_1 lines\n", "status", ""},
		{"wide marks", "请求：DELETE " + url + "\nConversation ID：" + conv + "\n", "conversation_id", conv},
		{"wide marks within JSON", "GET " + url + "\nResponse: 404\n{\"code\":\"NOT_FOUND\",\"messages\":[\"错误：a\"]}\n", "error_message", "错误：a"},
		{"a uuid under error", "tenant=Net_A; method=GET; url=" + url + "; status=404; error=" + fault + "; code=NOT_FOUND", "error_uuid", fault},
		{"the id of an error in another language", "GET " + url + "\nUUID virheen: " + fault + "\n", "error_uuid", fault},
	})
}
