package evidence

import "testing"

const (
	oneID   = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
	otherID = "6b8f8f3e-4c0d-4c3e-9c43-f1c1d6a2b901"
	thirdID = "d48e1fee-095a-478e-b453-858c76254d49"
)

func TestAnIDToldApartFromItsNameIsThatOfTheOnlyNameBeforeIt(t *testing.T) {
	const (
		call  = "POST https://cvt.fibregateway.com/v1/places gives 409 CONFLICT_FOUND\n"
		talk  = "[10:05] Ilya\nhave you got the uuid from the body\n\n[10:06] Ngozi\n" + oneID + "  CONFLICT_FOUND\nrequest id was " + otherID + ", tenant is TENANT_1\n\n[10:07] Ilya\nta, they want the conversation id as well\n\n[10:09] Ngozi\n" + thirdID + "\n"
		note  = "He read out the request id, I had him send it as a text to be sure: " + oneID + ". The error's uuid he had in his log: " + otherID + ".\n"
		order = "[27.05.25, 18:04:20] Lena: " + call + "[27.05.25, 18:05:03] Cem: Auftrag?\n[27.05.25, 18:05:31] Lena: 5148806, Mandant TENANT_9\n"
	)
	checkPrinted(t, []printing{
		{"asked for the error, told below", call + talk, "error_uuid", oneID},
		{"told with its name", call + talk, "request_id", otherID},
		{"asked for the conversation", call + talk, "conversation_id", thirdID},
		{"a clause lies between", call + note, "request_id", oneID},
		{"and again in the next sentence", call + note, "error_uuid", otherID},
		{"two names before one id say nothing", call + "They want the request id and the conversation id.\n\n" + oneID + "\n", "request_id", ""},
		{"a name with a value of its own is spent", call + "They want the request id: " + otherID + ".\nand then\n" + oneID + "\n", "request_id", otherID},
		{"an id under another key", call + "They want the request id.\nspan: " + oneID + "\n", "request_id", ""},
		{"an order asked for", order, "order_id", "5148806"},
		{"an order in another language", call + "encomenda 5561320, TENANT_13\n", "order_id", "5561320"},
		{"the number of something else", call + "the order is stuck, ticket 5561320\n", "order_id", ""},
		{"a telephone's number", call + "order?\n55613 204 11\n", "order_id", ""},
		{"what a form says of an id before it", call + "Step 5  X-Request-ID   <uuid>   -> " + oneID + "\n", "request_id", oneID},
		{"a question that names one fact in its middle", call + "> 1. Your order id, if there is one?\n\n5017726\n", "order_id", "5017726"},
		{"a question about where", "> Which environment is it?\n\nPRODUCTION\n\n> X-Request-ID?\n\n" + oneID + "\n", "environment", "PRODUCTION"},
		{"production in another language", "La X-Request-ID è " + oneID + ": HTTP 403 (ACCESS_DENIED). Ambiente di produzione.\n", "environment", "PRODUCTION"},
		{"the id of a request that nothing else shows", "La X-Request-ID è " + oneID + ": HTTP 403 (ACCESS_DENIED).\n", "request_id", oneID},
		{"a product is no production", "La X-Request-ID è " + oneID + ": HTTP 403 (ACCESS_DENIED), un prodotto.\n", "environment", ""},
		{"production beside the test platform", "Not in production, CVT alone: POST /v1/places, X-Request-ID " + oneID + " -> 409\n", "environment", "CVT"},
	})
}

func TestATimeMayBeToldInPieces(t *testing.T) {
	const (
		title = "Timeline for 2026-11-03, all times in UTC\n\n06:58:40  alert\n"
		call  = "07:02:15  Femi repeats one call by hand:\n          GET https://api.fibregateway.com/v1/product-orders/2860155\n          -> connection refused\n"
		log   = "Nov 28 07:30:48 lb haproxy[19]: 10.20.4.17:52248 [28/Nov/2026:07:30:46.596] out gw/gw1 0/0/0/-1/2002 504 198 - - sH-- 1/1/0/0/0 0/0 {api.fibregateway.com} \"POST /v1/product-orders HTTP/1.1\"\n"
		list  = "All on 29 September 2026 (times UTC):\n\n1. 10:14:09 - `POST https://api.fibregateway.com/v1/appointments` -> 201\n2. 10:15:47 - `GET https://api.fibregateway.com/v1/appointments/7` -> 404\n"
		pod   = "Started: Fri, 14 Aug 2026 04:11:58 +0000\n\nlog:\n04:20:05.118Z INFO GET https://api.fibregateway.com/v1/places/7?from=2026-08-20\n04:20:35.121Z ERROR i/o timeout\n"
	)
	checkPrinted(t, []printing{
		{"a day in the title, a time of day at the line above", title + call, "timestamp", "2026-11-03T07:02:15Z"},
		{"two days are none", title + "(first seen on 2026-11-02)\n" + call, "timestamp", ""},
		{"no zone, no time", "Timeline for 2026-11-03\n\n" + call, "timestamp", ""},
		{"two zones are none", title + "in the summer CET is used\n" + call, "timestamp", ""},
		{"the zone of a log, told beside it", "Times are UTC.\n\n" + log, "timestamp", "2026-11-28T07:30:46.596Z"},
		{"a log without one", log, "timestamp", ""},
		{"entries of a list", list, "timestamp", "2026-09-29T10:15:47Z"},
		{"a zone at the time, the day elsewhere, another day in a query", pod, "timestamp", "2026-08-14T04:20:05.118Z"},
		{"a day behind a time, in another language", "alle 07:48:10 UTC del 9 febbraio 2026: POST https://api.fibregateway.com/v1/places, read timed out\n", "timestamp", "2026-02-09T07:48:10Z"},
		{"a mail's stations", "Received: from a.example by b.example\n id 4Z2; Thu, 13 Mar 2025 10:31:58 +0100 (CET)\nDate: Thu, 13 Mar 2025 10:31:55 +0100\nFrom: Jo <jo@a.example>\nSubject: help\n\nZeitpunkt: 13.03.2025 08:55:10 UTC\nPOST https://api.fibregateway.com/v1/places\n\nHTTP-Status: 409\n", "timestamp", "2025-03-13T08:55:10Z"},
	})
}

func TestWhatAnAnswerIsIsToldByItsForm(t *testing.T) {
	const (
		failed = `{"uuid":"` + thirdID + `","code":"CONFLICT","messages":["The supplier API gave an unreadable response (status 500)"]}`
		cut    = `{"uuid":"` + thirdID + `","code":"CONF... (178 bytes)]"`
		called = "GET https://cvt.fibregateway.com/v1/places/7\nX-Request-ID: " + oneID + "\n"
	)
	checkPrinted(t, []printing{
		{"a status alone above header fields", called + "\n401\nDate: Mon, 28 Sep 2026 06:44:52 GMT\n\n" + failed + "\n", "status", "401"},
		{"names and values in one list, as Node keeps them", called + "\n409 [\n  'Content-Type',\n  'application/json',\n  'Date',\n  'Tue, 03 Oct 2023 06:57:37 GMT'\n]\n" + failed + "\n", "timestamp", "2023-10-03T06:57:37Z"},
		{"the status before it", called + "\n409 [\n  'Content-Type',\n  'application/json',\n  'Date',\n  'Tue, 03 Oct 2023 06:57:37 GMT'\n]\n" + failed + "\n", "status", "409"},
		{"the status that a message tells of is another's", called + failed + "\n\nthat was the 502 from 08:31:19 UTC on 1 April 2025\n", "status", "502"},
		{"an error printed whole and cut is one", "-> POST https://cvt.fibregateway.com/v1/places\n<- 409 CONFLICT in 337 ms: " + failed + "\n\nHttpClientErrorException$Conflict: 409 Conflict: \"" + cut + "\n", "error_code", "CONFLICT"},
		{"something else printed before the error", called + "HTTP/1.1 409 Conflict\n\nopts {\"order\": 7}\n" + failed + "\n", "error_uuid", thirdID},
		{"labels in a form are no body", "Call: " + called + "HTTP status: 409\nX-Request-ID: " + oneID + "\n\nTenant: TENANT_4\nSupplier: SUPPLIER_3\n", "response_body", ""},
		{"labels in another language", called + "\nHTTP-Status: 409\nFehler-UUID: " + thirdID + "\nFehlercode: ORDER_NOT_AMENDABLE\nMeldung: The order has been completed\n", "error_uuid", thirdID},
		{"keys with points", "gateway.request.method=POST\ngateway.request.url=https\\://cvt.fibregateway.com/v1/places\ngateway.response.error.uuid=" + thirdID + "\ngateway.response.error.code=CONFLICT\ngateway.response.status=409\ngateway.timestamp=2026-03-20T11\\:41\\:57Z\n", "error_uuid", thirdID},
		{"a remark behind a body", called + "Preview: " + `{"uuid":"` + thirdID + `","code":"FORBIDDEN","messages":["No"]}` + "   (403, in the afternoon)\n", "status", "403"},
	})
}

func TestWhatAClientSentIsToldByItsForm(t *testing.T) {
	const (
		sent   = `{"place":{"id":"7"}}`
		quoted = `"{\"place\":{\"id\":\"7\"}}"`
		failed = `{"uuid":"` + thirdID + `","code":"CONFLICT","messages":["No"]}`
	)
	checkPrinted(t, []printing{
		{"a body with how it is written", `[{"method":"POST","url":"https://cvt.fibregateway.com/v1/places","request":{"body":{"text":` + quoted + `,"charset":null}},"response":{"status":409}}]`, "request_body", sent},
		{"a body of a collection", `{"method":"POST","endpoint":"https://cvt.fibregateway.com/v1/places","body":{"contentType":"application/json","body":` + quoted + `}}`, "request_body", sent},
		{"a body with members of its own", `{"method":"POST","url":"https://cvt.fibregateway.com/v1/places","request":{"body":{"text":"a","type":"NOTE"}},"response":{"status":409}}`, "request_body", `{"text":"a","type":"NOTE"}`},
		{"an address in memory", "2026/11/28 07:31:14 PATCH https://cvt.fibregateway.com/v1/places/7\nresp: &{Status:409 Conflict StatusCode:409 Proto:HTTP/2.0 Header:map[Content-Type:[application/json]] Body:0x3a471c1f6020 ContentLength:130}\n", "request_body", ""},
		{"an error told beside what was sent", `2026/11/28 07:31:13 http2: Transport encoding header ":authority" = "cvt.fibregateway.com"` + "\n" + `2026/11/28 07:31:13 http2: Transport encoding header ":method" = "POST"` + "\n" + `2026/11/28 07:31:13 http2: Transport encoding header ":path" = "/v1/places"` + "\n" + `2026/11/28 07:31:13 http2: Transport received DATA stream=1 len=174 data="{\"uuid\":\"` + thirdID + `\",\"code\":\"CONFLICT\",\"messages\":[\"No\"]}"` + "\n422 Unprocessable Entity " + failed + "\n", "request_body", ""},
		{"counts of requests", `{"run":{"stats":{"requests":{"total":1,"failed":0}},"executions":[{"request":{"method":"POST","url":{"protocol":"https","host":["cvt","fibregateway","com"],"path":["v1","places"]}},"response":{"code":503}}]}}`, "request_body", ""},
		{"a query in pieces", `{"request":{"method":"GET","url":{"protocol":"https","host":["cvt","fibregateway","com"],"path":["v1","places"],"query":[{"key":"supplier","value":"SUPPLIER_6"},{"key":"page","value":"2","disabled":true}]}},"response":{"code":503}}`, "url", "https://cvt.fibregateway.com/v1/places?supplier=SUPPLIER_6"},
		{"the path of a cookie", "Warning: file_get_contents(https://cvt.fibregateway.com/v1/places/7): Failed to open stream: HTTP request failed! HTTP/1.1 403 Forbidden\narray(2) {\n  [0]=>\n  string(22) \"HTTP/1.1 403 Forbidden\"\n  [1]=>\n  string(45) \"Set-Cookie: S=abcdefgh; Path=/; Secure; HttpOnly\"\n}\n", "url", "https://cvt.fibregateway.com/v1/places/7"},
		{"columns that their cells tell", "| # | UTC | Call | HTTP | X-Request-ID |\n|---|---|---|---|---|\n| 1 | 2025-05-06 10:14:22 | `POST https://cvt.fibregateway.com/v1/places` | 403 | " + oneID + " |\n", "timestamp", "2025-05-06T10:14:22Z"},
		{"and their status", "| # | UTC | Call | HTTP | X-Request-ID |\n|---|---|---|---|---|\n| 1 | 2025-05-06 10:14:22 | `POST https://cvt.fibregateway.com/v1/places` | 403 | " + oneID + " |\n", "status", "403"},
	})
}

func TestATextThatTellsOfNoCallGivesNothing(t *testing.T) {
	checkPrinted(t, []printing{
		{"release notes", "# Release notes 3.12\n- a `409 Conflict` is shown as such\n- we retry a 503 three times\n- Status codes 400 and 422 have colours\n", "status", ""},
		{"a newsletter", "Het aantal 422-meldingen daalt. De testomgeving (CVT) is niet bereikbaar, u kunt een 503 ontvangen.\n", "status", ""},
		{"and its environment", "Het aantal 422-meldingen daalt. De testomgeving (CVT) is niet bereikbaar, u kunt een 503 ontvangen.\n", "environment", ""},
		{"the number of an invoice", "Rechnung\n\nIhre Bestellnummer: 4500012873\nZahlbar bis 30.11.2024\n", "order_id", ""},
		{"a complaint with one status", "order 7142280 in production gives 404 NOT_FOUND\n", "status", "404"},
		{"a form that has just been begun", "Order id: 4500012873\n", "order_id", "4500012873"},
	})
}

func TestAFormMayBeFilledInInParts(t *testing.T) {
	const failed = `{"uuid":"` + thirdID + `","code":"CONFLICT","messages":["No"]}`
	checkPrinted(t, []printing{
		{"a form that says what belongs there", "Tenant: <your tenant>\nX-Request-ID: " + oneID + "\n", "tenant", ""},
		{"an id that belongs there", "X-Request-ID: <uuid>\nTenant: TENANT_4\n", "request_id", ""},
		{"an id between brackets", "X-Request-ID: <" + oneID + ">\nTenant: TENANT_4\n", "request_id", oneID},
		{"a browser's pane, what came before what was sent", "Request URL: https://cvt.fibregateway.com/v1/places\nRequest Method: POST\nStatus Code: 422\ndate: Sat, 23 Mar 2024 10:12:59 GMT\nx-request-id: " + oneID + "\n:authority: cvt.fibregateway.com\n:method: POST\n:path: /v1/places\n:scheme: https\ncontent-type: application/json\nx-request-id: " + oneID + "\n\nResponse:\n" + failed + "\n", "status", "422"},
		{"a method by its name", "Invoke-RestMethod -Method Patch -Uri $uri\nhttps://cvt.fibregateway.com/v1/places/7\n" + failed + "\n", "method", "PATCH"},
		{"the number of a call and its time", "2) Wed, 08 Jan 2025 15:30:04 GMT\nPOST https://cvt.fibregateway.com/v1/places\nX-Request-ID: " + oneID + "\n\nResponse: 409\n\n" + failed + "\n", "timestamp", "2025-01-08T15:30:04Z"},
		{"a zone beside a name in another language", "Fecha y hora (UTC): 2024-04-09 16:20:11\nX-Request-ID: " + oneID + "\n", "timestamp", "2024-04-09T16:20:11Z"},
		{"a zone of Europe, where the day is first", "Op 05-11-2024 om 13:27:50 CET: POST https://cvt.fibregateway.com/v1/places -> 409\n", "timestamp", "2024-11-05T12:27:50Z"},
		{"a zone of America, where the month is", "05/11/2024 13:27:50 EST: POST https://cvt.fibregateway.com/v1/places -> 409\n", "timestamp", "2024-05-11T18:27:50Z"},
		{"a zone of neither", "05-11-2024 13:27:50 UTC: POST https://cvt.fibregateway.com/v1/places -> 409\n", "timestamp", ""},
		{"cells with titles of their own", "Env\tWhen (UTC)\tMethod\tEndpoint\tHTTP\nPROD\t2024-11-19 22:40:18\tPATCH\thttps://api.fibregateway.com/v1/places/7\t502\n", "status", "502"},
		{"and a zone in one", "Env\tWhen (UTC)\tMethod\tEndpoint\tHTTP\nPROD\t2024-11-19 22:40:18\tPATCH\thttps://api.fibregateway.com/v1/places/7\t502\n", "timestamp", "2024-11-19T22:40:18Z"},
		{"an id beside an error's code", "GET https://cvt.fibregateway.com/v1/places/7\n||Field||Value||\n|Response|{color:#de350b}*409*{color}|\n|Error|{{ORDER_NOT_AMENDABLE}} - " + thirdID + "|\n", "error_uuid", thirdID},
		{"a status in colour", "GET https://cvt.fibregateway.com/v1/places/7\n||Field||Value||\n|Response|{color:#de350b}*409*{color}|\n|Error|{{ORDER_NOT_AMENDABLE}} - " + thirdID + "|\n", "status", "409"},
		{"a name in quotation marks is no message", "POST https://cvt.fibregateway.com/v1/places answered 503 SUPPLIER_UNAVAILABLE, error uuid " + thirdID + "\nalert \"gateway error rate\" fires\n", "error_message", ""},
	})
}

func TestValuesStandAsTheyAreWritten(t *testing.T) {
	checkPrinted(t, []printing{
		{"a formula", "Tenant: =cmd|' /C calc'!A0\nX-Request-ID: " + oneID + "\n", "tenant", "=cmd|' /C calc'!A0"},
		{"an arrow behind a colon", "X-Request-ID: => " + oneID + "\nTenant :=TENANT_4\n", "request_id", oneID},
		{"two marks for one", "X-Request-ID: " + oneID + "\nTenant := TENANT_4\n", "tenant", "TENANT_4"},
		{"half a reason in capitals is a code", "X-Request-ID: " + oneID + "\nGET https://cvt.fibregateway.com/v1/places/7 came back with 422 UNPROCESSABLE, message is \"The day is a bank holiday\"\n", "error_code", "UNPROCESSABLE"},
		{"a reason in capitals is none", "X-Request-ID: " + oneID + "\nGET https://cvt.fibregateway.com/v1/places/7 came back with 409 CONFLICT, sorry\n", "error_code", ""},
		{"a stream without encryption", "===\nFollow: http,ascii\nNode 0: 203.0.113.10:37204\nNode 1: 203.0.113.10:80\n60\nGET /v1/places/7 HTTP/1.1\nHost: cvt.fibregateway.com\n\n\n\t40\nHTTP/1.1 409 Conflict\nContent-Length: 0\n\n", "url", "http://cvt.fibregateway.com/v1/places/7"},
	})
}

func TestATimeWhosePartsStandApartIsAssumed(t *testing.T) {
	const call = "07:02:15  GET https://api.fibregateway.com/v1/places/7 -> connection refused\n"
	for _, c := range []struct {
		text    string
		assumed bool
	}{
		{"Timeline for 2026-11-03, all times in UTC\n\n" + call, true},
		{"2026-11-03T07:02:15Z GET https://api.fibregateway.com/v1/places/7 -> connection refused\n", false},
	} {
		var r Reader
		report := r.Read(c.text)
		if at, ok := report.Fact(OccurredAt); !ok || at.Assumed != c.assumed {
			t.Errorf("%q: found %t, assumed %t", c.text, ok, at.Assumed)
		}
	}
}

func TestWhatPeopleSayOfACallIsReadInTheirWords(t *testing.T) {
	const (
		call   = "POST https://cvt.fibregateway.com/v1/places\n"
		failed = `{"uuid":"` + thirdID + `","code":"CANCEL_REJECTED","messages":["Too late"]}` + "\n"
		row    = "-[ RECORD 1 ]---+-----\ntenant          | TENANT_1\nhttp_method     | POST\nurl             | https://cvt.fibregateway.com/v1/places\nhttp_status     | 412\n"
		form   = "Request: " + call + "Response: "
	)
	checkPrinted(t, []printing{
		{"seconds since 1970 by their name", call + "sent epoch 1752570123\n", "timestamp", "2025-07-15T09:02:03Z"},
		{"a number without one", call + "sent number 1752570123\n", "timestamp", ""},
		{"a longer number", call + "epoch 17525701231\n", "timestamp", ""},
		{"two of them", call + "sent epoch 1752570123, received epoch: 1752570188\n", "timestamp", ""},
		{"a zone behind a place's name", call + "ce matin, le 12 juin 2025 à 09:05:31 (heure de Paris, UTC+2).\n", "timestamp", "2025-06-12T07:05:31Z"},
		{"a zone behind a remark in words", call + "on 12 June 2025 at 09:05:31 (our own clock, CEST).\n", "timestamp", "2025-06-12T07:05:31Z"},
		{"a remark without a zone", call + "on 12 June 2025 at 09:05:31 (our own clock, fast).\n", "timestamp", ""},
		{"a status that opens a clause", "full url " + call[5:len(call)-1] + " we POST to it, 409 back\n" + failed, "status", "409"},
		{"a number of things there", call + "we POST to it, 409 orders are stuck\n" + failed, "status", ""},
		{"a message beside the code that a record names", row + "error_code      | TOO_LATE\nerror_message   | It was changed (version 4)\n", "error_message", "It was changed (version 4)"},
		{"a client's words of it", row + "error_message   | Request failed with status code 412\n", "error_message", ""},
		{"short for an error's text", "X-Request-ID: " + oneID + "\n" + call + "ERR CODE....: INTERNAL_ERROR\nERR TEXT....: An error occurred. Quote the uuid\n", "error_message", "An error occurred. Quote the uuid"},
		{"plain bytes for port 80", "19:50:12.4 IP 10.0.0.2.51000 > 203.0.113.24.80: Flags [P.], seq 1:9, length 8: HTTP: GET /v1/places/7 HTTP/1.1\nE...iv@.@.\n..J.....GET /v1/places/7 HTTP/1.1\nHost: cvt.fibregateway.com\n\n", "url", "http://cvt.fibregateway.com/v1/places/7"},
		{"where something goes wrong", "production is giving us 500, X-Request-ID " + oneID + "\n", "environment", "PRODUCTION"},
		{"where it was seen", "we see 500 on production, X-Request-ID " + oneID + "\n", "environment", "PRODUCTION"},
		{"what was sent, in a line of the log before", `{"msg":"cancel","request_id":"` + oneID + `","payload":"{\"reason\":\"A\"}"}` + "\n" + `{"error":"Post \"https://cvt.fibregateway.com/v1/places\": context deadline exceeded","request_id":"` + oneID + `"}` + "\n", "request_body", `{"reason":"A"}`},
		{"an error number of the system", `Error: reqwest::Error { kind: Request, url: "https://cvt.fibregateway.com/v1/places", source: Error(Connect, Os { code: 111, kind: ConnectionRefused, message: "Connection refused" }) }` + "\n", "status", ""},
		{"nor is it an answer", `Error: reqwest::Error { kind: Request, url: "https://cvt.fibregateway.com/v1/places", source: Error(Connect, Os { code: 111, kind: ConnectionRefused, message: "Connection refused" }) }` + "\n", "no_response", "connection_refused"},
		{"the exception above the call that it is about", "E   requests.exceptions.HTTPError: 409 Client Error: Conflict for url: https://cvt.fibregateway.com/v1/places\n---- Captured stdout call ----\n" + call + failed, "status", "409"},
		{"short names of ids in an access log", `192.0.2.3 - - [13/Oct/2026:06:12:44 +0200] "GET /v1/places/7 HTTP/1.1" 403 121 "-" "sync/3.2" api.fibregateway.com xrid=` + oneID + " xcid=" + otherID + "\n", "request_id", oneID},
		{"a word between an answer and its error", "> PATCH /v1/places HTTP/1.1\nHost: cvt.fibregateway.com\nContent-Length: 59\n\n< HTTP/1.1 409 Conflict\n< Content-Type: application/json\n< \n* left intact\nArray\n(\n    [url] => https://cvt.fibregateway.com/v1/places\n    [http_code] => 409\n)\n" + failed, "response_body", failed[:len(failed)-1]},
		{"and nobody has sent it", "> PATCH /v1/places HTTP/1.1\nHost: cvt.fibregateway.com\nContent-Length: 59\n\n< HTTP/1.1 409 Conflict\n< Content-Type: application/json\n< \n* left intact\nArray\n(\n    [url] => https://cvt.fibregateway.com/v1/places\n    [http_code] => 409\n)\n" + failed, "request_body", ""},
		{"no answer, and why", "Tenant: TENANT_1\nX-Request-ID: " + oneID + "\n" + form + "none, the TLS handshake fails:\n\n  javax.net.ssl.SSLHandshakeException: PKIX path validation failed\n  Caused by: java.security.cert.CertificateExpiredException: NotAfter: Sun Nov 02 23:59:59 UTC 2025\n", "response_body", ""},
	})
}

func TestWhatPeopleFillInIsReadInTheirOwnOrder(t *testing.T) {
	const (
		call     = "POST https://cvt.fibregateway.com/v1/places\n"
		failed   = `{"uuid":"` + thirdID + `","code":"CANCEL_REJECTED","messages":["Too late"]}` + "\n"
		asked    = "(11:50:11) Renata: Do you have the request id and conversation id?\n(11:50:58) Callum: " + oneID + " and " + otherID + ", in that order\n"
		excel    = "Datum;Uhrzeit (UTC);Mandant;Methode;Adresse;Statuscode;Fehlercode;Fehlertext\n17.01.2025;10:31:56;TENANT_23;GET;https://api.fibregateway.com/v1/places/8;401;UNAUTHORIZED;The access token has expired\n"
		polish   = "OŚ CZASU (czas UTC)\n\n2025-03-04 07:58:02  telefon\n2025-03-04 08:11:37  odtworzone:\n                     PATCH https://cvt.fibregateway.com/v1/places/7\n2025-03-04 08:30:00  wysłane\n"
		tries    = "First try, 2025-08-20T04:30:00Z\n  X-Request-ID: " + oneID + "\n  answer: 202 Accepted, {\"id\":\"7730915\"}\n\nSecond try, 2025-08-20T04:40:00Z\n  X-Request-ID: " + otherID + "\n  answer: 409 Conflict, " + failed + "\nBoth: " + call
		probes   = `{"time":"2026-11-28T11:42:26Z","host":"cvt.fibregateway.com","method":"POST","uri":"/v1/product-orders","status":422}` + "\n" + `{"time":"2026-11-28T11:42:26Z","host":"203.0.113.20","method":"GET","uri":"/healthz","status":404}` + "\n"
		compared = "Yesterday, good:\n  Date: Mon, 29 Jun 2026 10:15:31 GMT\n  X-Request-ID: " + oneID + "\n  GET https://api.fibregateway.com/v1/places/8\n  200, twelve places\n\nToday, bad:\n  Date: Tue, 30 Jun 2026 10:15:33 GMT\n  X-Request-ID: " + otherID + "\n  GET https://api.fibregateway.com/v1/places/8\n  500\n  " + failed
		cells    = "Date (UTC)\tTime (UTC)\tMethod\tURL\tStatus\tX-Request-ID\tToken\tError uuid\n2026-08-04\t15:12:20\tGET\thttps://api.fibregateway.com/v1/places/8\t422\t" + oneID + "\t2BV88QECQh2wtsS3D7qCDfUBKt9K\t\n"
		box      = "As text:\n\n +----------------------------------------------------+\n | Order Manager                                  [x] |\n +----------------------------------------------------+\n |  Request   GET https://api.fibregateway.com/v1/n/5 |\n |  Tenant    TENANT_34                               |\n +----------------------------------------------------+\n"
		steps    = "2024-07-02T05:14:40.118Z env:\n2024-07-02T05:14:40.121Z   GATEWAY: https://cvt.fibregateway.com\n2024-07-02T05:14:44.332Z " + call + "2024-07-02T05:14:45.017Z <- 503 Service Unavailable\n"
		loggedIn = "2026-11-28 11:42:20,295 urllib3 DEBUG https://api.fibregateway.com:443 \"POST /v1/places HTTP/1.1\" 409 154\n2026-11-28 11:42:20,296 root ERROR answer headers: {'Content-Type': 'application/json', 'Date': 'Sat, 28 Nov 2026 11:42:20 GMT', 'X-Request-ID': '" + oneID + "'}\n"
	)
	checkPrinted(t, []printing{
		{"two ids in the order of the question", call + asked, "conversation_id", otherID},
		{"the first of them", call + asked, "request_id", oneID},
		{"one id for two names is neither", call + "Do you have the request id and conversation id?\n" + oneID + "\n", "conversation_id", ""},
		{"a day and a time of day in two columns", excel, "timestamp", "2025-01-17T10:31:56Z"},
		{"an error's code under a title of another language", excel, "error_code", "UNAUTHORIZED"},
		{"and its words", excel, "error_message", "The access token has expired"},
		{"a day and a time above the call, the zone in the title", polish, "timestamp", "2025-03-04T08:11:37Z"},
		{"each try with its time", tries, "timestamp", "2025-08-20T04:40:00Z"},
		{"and with its id", tries, "request_id", otherID},
		{"an answer's body was not sent", tries, "request_body", ""},
		{"a probe in the log of a server", probes, "status", "422"},
		{"a box drawn with characters", box, "url", "https://api.fibregateway.com/v1/n/5"},
		{"the line of the call, not of what stands above it", steps, "timestamp", "2024-07-02T05:14:44.332Z"},
		{"the server's Date behind a clock without a zone", loggedIn, "timestamp", "2026-11-28T11:42:20Z"},
		{"an answer behind its letter", call + "\nQ: X-Request-ID?\nA: " + oneID + "\n", "request_id", oneID},
		{"an answer behind its word in another language", call + "\nPytanie: X-Conversation-ID?\nOdpowiedź: " + otherID + "\n", "conversation_id", otherID},
		{"words behind an address", "PATCH https://cvt.fibregateway.com/v1/places/7 met token van gisteren\n", "url", "https://cvt.fibregateway.com/v1/places/7"},
		{"a blank within a query", "GET https://cvt.fibregateway.com/v1/places?postcode=EH1 1YZ&a=b\n", "url", "https://cvt.fibregateway.com/v1/places?postcode=EH1 1YZ&a=b"},
		{"two calls compared, the first without its answer", compared, "request_id", otherID},
		{"the second has its own time", compared, "timestamp", "2026-06-30T10:15:33Z"},
		{"one call and two ids are a question", "X-Request-ID: " + oneID + "\n" + call + "\n422\n" + failed + "\nX-Request-ID: " + otherID + "\n", "request_id", oneID},
		{"cells of a spreadsheet", cells, "request_id", oneID},
		{"a day first, as its language has it", "Le POST https://cvt.fibregateway.com/v1/places du 12/06/2026 à 15:21:07 UTC n'a reçu aucune réponse.\n", "timestamp", "2026-06-12T15:21:07Z"},
		{"a day or a month first, from when", "The POST https://cvt.fibregateway.com/v1/places on 12/06/2026 from 15:21:07 UTC got no answer.\n", "timestamp", ""},
		{"a day or a month first", "The POST https://cvt.fibregateway.com/v1/places on 12/06/2026 at 15:21:07 UTC got no answer.\n", "timestamp", ""},
		{"an error below the line of another call", `192.0.2.3 - - [13/Jun/2026:13:13:13 +0000] "GET /v1/places HTTP/1.1" 401 136 "-" "a/1" host=cvt.fibregateway.com` + "\n" + `192.0.2.3 - - [13/Jun/2026:13:13:14 +0000] "GET /app.js HTTP/1.1" 200 812 "-" "a/1" host=desk.example` + "\nreply body was " + failed, "error_code", "CANCEL_REJECTED"},
		{"words for a time in another language", call + "27/05/2025, 17:06 WEST\nData e hora: 2025-05-27T15:48:09Z\n", "timestamp", "2025-05-27T15:48:09Z"},
		{"a day of something else in it", call + "X-Request-ID: " + oneID + "\nData de ativação: 2025-05-27\n", "timestamp", ""},
		{"milliseconds with a remark", call + "sent_at=1736239512345 (epoch ms)\n", "timestamp", "2025-01-07T08:45:12.345Z"},
		{"a time of day that a sentence gives the call", "Started: April 03, 2024 11:47 AM (UTC)\n(11:49:30) Callum: " + call + "(11:52:12) Callum: the call was at 11:44:18, today, UTC as well\n", "timestamp", "2024-04-03T11:44:18Z"},
		{"no code at all", "X-Request-ID: " + oneID + "\n" + call + "aucune réponse, pas de code HTTP.\n", "error_code", ""},
		{"a status before a code in quotes", "TENANT_28, live system. Cancel comes back with \"ORDER_NOT_CANCELLABLE\", 409.\n", "status", "409"},
		{"the live system", "TENANT_28, live system. Cancel comes back with \"ORDER_NOT_CANCELLABLE\", 409.\n", "environment", "PRODUCTION"},
		{"a live session", "TENANT_28, live session. Cancel comes back with \"ORDER_NOT_CANCELLABLE\", 409.\n", "environment", ""},
		{"production in another language, before more", "error 500 en producción con el proveedor, x-request-id " + oneID + "\n", "environment", "PRODUCTION"},
		{"a postcode under its own label", call + "la commande est refusée\nCode postal du client : 75011\n", "order_id", ""},
		{"the directory of a cloud is no tenant", `{"tenant": "` + oneID + `",` + "\n" + ` "tokenType": "Bearer"}` + "\n\n" + call + "Tenant: TENANT_32\n", "tenant", "TENANT_32"},
		{"a status and how long it took", "DELETE https://cvt.fibregateway.com/v1/places/7\n405 in 61 ms, x-request-id: " + oneID + "\n" + failed, "status", "405"},
		{"when somebody says so, in quotes, is no message", "TENANT_28. Cancel comes back with \"ORDER_NOT_CANCELLABLE\", 409.\nHappened \"some time before lunch\".\n", "error_message", ""},
		{"an account in JSON was not sent", `{"private_key": "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B37R9zIH4Bn2DgB6ZHF9qAzMZ9HXV9vspACi1ksKj\n-----END PRIVATE KEY-----\n", "client_id": "1044"}` + "\n\n" + call + "422 " + failed, "request_body", ""},
	})
}
