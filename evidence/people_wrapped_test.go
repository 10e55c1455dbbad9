package evidence

import "testing"

func TestMailsAreReadAcrossTheirLineBreaks(t *testing.T) {
	const (
		id    = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		conv  = "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
		fault = "d48e1fee-095a-478e-b453-858c76254d49"
		url   = "https://cvt.fibregateway.com/v1/places/7"
	)
	flowed := "Dear team, we sent a \nDELETE " + url + " with the request id \n" + id + " and then \nwaited.\n"
	checkPrinted(t, []printing{
		{"lines that flow", flowed, "request_id", id},
		{"one line that ends in a blank doesn't flow", "Tenant: Net_A \nSupplier: Net_B\nGET " + url + "\n", "tenant", "Net_A"},
		{"a list doesn't flow", "- Tenant: Net_A \n- Supplier: Net_B \n- Order id: 470011 \n- GET " + url + " \n", "supplier", "Net_B"},
		{"a name at the end of a line", "GET " + url + "\nThe conversation id was\n" + conv + " as I said.\n", "conversation_id", conv},
		{"a string over two lines", "GET " + url + "\nResponse: 404\n{\"uuid\":\"" + fault + "\",\n\"code\":\"NOT_FOUND\",\"messages\":[\"There is no\nsuch place\"]}\n", "error_message", "There is no such place"},
		{"an id over two lines", "GET " + url + "\nResponse: 404\n{\"messages\":[\"a\"],\"code\":\"NOT_FOUND\",\"uuid\":\"d48e1fee-095a-\n478e-b453-858c76254d49\"}\n", "error_uuid", fault},
		{"a string that stays open", "GET " + url + "\nResponse: 404\n{\"code\":\"NOT_FOUND\",\"messages\":[\"There is no\n\nRegards, Bo\n", "error_code", "NOT_FOUND"},
	})
}

func TestAnswersAreReadBelowTheirQuestions(t *testing.T) {
	const (
		id    = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		conv  = "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
		fault = "d48e1fee-095a-478e-b453-858c76254d49"
	)
	asked := "> Which ids did it have, conversation id and request id?\n" + conv + "\n" + id + "\n\n> When was that?\n6 May 2024 07:08:09 UTC\n\n> The answer?\nHTTP 404, " + fault + ", code NOT_FOUND\n"
	checkPrinted(t, []printing{
		{"the second of two ids", asked, "request_id", id},
		{"the first of two ids", asked, "conversation_id", conv},
		{"a time below a question for it", asked, "timestamp", "2024-05-06T07:08:09Z"},
		{"a uuid before its code", asked, "error_uuid", fault},
		{"fewer answers than were asked for", "GET https://cvt.fibregateway.com/v1/places/7\nConversation id and request id?\n" + conv + "\nno idea\n", "conversation_id", ""},
		{"rows of titles", "||Tenant|Net_A||\n||Request ID|" + id + "||\nGET https://cvt.fibregateway.com/v1/places/7\n", "request_id", id},
		{"a secret of an outline is no list", "request:\n  method: POST\n  url: https://cvt.fibregateway.com/v1/places\n  body:\n    a: [redacted:key]\nresponse:\n  status: 404\n", "request_body", `{"a":"[redacted:key]"}`},
	})
}

func TestWhatCarriesAReportIsTakenOff(t *testing.T) {
	const (
		id   = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		conv = "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
		url  = "https://cvt.fibregateway.com/v1/places/7"
	)
	checkPrinted(t, []printing{
		{"a report in a member of JSON", "[{\"key\":\"A-1\",\"body\":\"Request id: " + id + "\\nGET " + url + "\\n\\nResponse: 404\\n\"}]", "url", url},
		{"another text in one", "{\"key\":\"A-1\",\"body\":\"Hello\\nGET " + url + "\\nbye\"}", "url", ""},
		{"what a chat keeps in pieces", "{\"chat\":\"a\",\n\"all\":[{\"said\":[\"we call \",{\"kind\":\"code\",\"said\":\"GET " + url + "\"},\" and get 404:\"]},\n{\"said\":[\"X-Request-ID: \",{\"kind\":\"code\",\"said\":\"" + id + "\"}]}]}", "request_id", id},
		{"the call in its pieces", "{\"chat\":\"a\",\n\"all\":[{\"said\":[\"we call \",{\"kind\":\"code\",\"said\":\"GET " + url + "\"},\" and get 404:\"]},\n{\"said\":[\"X-Request-ID: \",{\"kind\":\"code\",\"said\":\"" + id + "\"}]}]}", "url", url},
		{"a message of a chat in HTML", "{\"from\":\"a\",\"body\":{\"contentType\":\"html\",\"content\":\"<p>X-Request-ID: " + id + "<br>Tenant: TENANT_4</p><p>GET " + url + "</p><p>Response: 404</p>\"}}", "url", url},
		{"lines of a page", "Order id: 470011\u2028Request-ID: " + id + "\u2028GET " + url, "request_id", id},
		{"a link behind its address", "DELETE " + url + "<" + url + ">\n", "url", url},
		{"a link of Markdown", "DELETE [" + url + "](" + url + ")\n", "url", url},
		{"another address in angle brackets", "DELETE " + url + " <https://other.example/a>\n", "environment", "CVT"},
		{"a string that a terminal broke", "GET " + url + "\nResponse: 404\n{\"uuid\":\"" + id + "\",\"code\":\"NOT_FOUND\",\"messages\":[\"Ther\ne is no such place\"]}\n", "error_message", "There is no such place"},
		{"what a name has in brackets", "GET " + url + "\n\nTime (UTC): 2024-05-06 07:08:09\n", "timestamp", "2024-05-06T07:08:09Z"},
		{"a letter missing", "GET " + url + "\n\nReqest ID: " + id + "\n", "request_id", id},
		{"two letters swapped", "GET " + url + "\n\nConvresationId = " + conv + "\n", "conversation_id", conv},
		{"two letters wrong", "GET " + url + "\n\nRekvest ID: " + id + "\n", "request_id", ""},
		{"no scheme", "DELETE cvt.fibregateway.com/v1/places/7\n", "url", url},
		{"another host without one", "DELETE other.example/v1/places/7\n", "url", ""},
		{"rows with hyphens", "Verb - DELETE\nURL - " + url + "\nStatus - 404\n", "status", "404"},
		{"a range is no row", "GET " + url + "\nStatus - 404\n", "method", "GET"},
	})
}
