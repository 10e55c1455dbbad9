package evidence

import "testing"

// What was read at first sight too little or too much, each by the structure that tells it.
func TestFactsAreTakenFromWhereTheyBelong(t *testing.T) {
	const (
		place   = "https://cvt.fibregateway.com/v1/places"
		call    = "POST https://cvt.fibregateway.com/v1/places"
		failed  = `{"uuid":"` + thirdID + `","code":"PLACE_UNKNOWN","messages":["No such place"]}`
		headers = "Content-Type: application/json\nX-Request-ID: " + oneID + "\n"
		rows    = "Three suppliers, one call each, all on 2024-05-28:\n\n time (UTC)  supplier    result  x-request-id\n 09:14:02    SUPPLIER_1  201     " + otherID +
			"\n 09:16:58    SUPPLIER_8  422     " + oneID + "\n\nEvery call was " + call + ".\n\n" + failed + "\n"
		shared = "| 09:14:02 | 201 | " + oneID + " |\n| 09:16:58 | 422 | " + oneID + " |\n\n" + call + "\n" + failed + "\n"
		net    = "2026-10-28T22:31:06.114Z info: A.B[100] Sending HTTP request GET https://cvt.fibregateway.com/v1/places\n2026-10-28T22:31:06.243Z info: A.B[101] Received HTTP response headers after 127.4018ms - 401\n"
		varExp = "array (\n  'uuid' => '" + thirdID + "',\n  'code' => 'PLACE_UNKNOWN',\n  'messages' => \n  array (\n    0 => 'No such place',\n  ),\n)\n"
		printR = "Array\n(\n    [uuid] => " + thirdID + "\n    [code] => PLACE_UNKNOWN\n    [messages] => Array\n        (\n            [0] => No such place\n        )\n\n)\n"
		frames = "Traceback (most recent call last):\n  File \"/opt/desk/a.py\", line 2, in <module>\n    "
		below  = "\n  File \"/opt/desk/lib/requests/api.py\", line 71, in request\n    return session.request(method=method, url=url, **kwargs)\nrequests.exceptions.ConnectionError: HTTPSConnectionPool(host='cvt.fibregateway.com', port=443): Max retries exceeded with url: /v1/places (Caused by NameResolutionError(\"Failed to resolve 'cvt.fibregateway.com'\"))\n"
		quoted = "Date: Wed, 5 Nov 2025 16:31:08 +0100\nSubject: FW: no slots\n\nOn 5 Nov 2025 Tobias wrote:\n\nSure:\n\n> GET https://cvt.fibregateway.com/v1/places\n> Date: Wed, 05 Nov 2025 14:12:37 GMT\n> " +
			"X-Request-ID: " + oneID + "\n>\n> Response: 422\n> {\"uuid\":\"" + thirdID + "\",\"code\":\"PLACE_UNKNOWN\",\n> \"messages\":[\"No such\n> place\"]}\n\nLina\n"
		settings = call + "\n" + headers + "\n409 " + failed + "\n\n{\n  \"ConnectionStrings\": {\"Orders\": \"Server=sql\"},\n  \"FibreGateway\": {\"Tenant\": \"TENANT_13\"}\n}\n"
		spoken   = "GET https://cvt.fibregateway.com/v1/places gives 401\n[10:42] Aisha\nWhich request id?\n\n[10:44] Marek\nsorry. this one: " + oneID + ", conversation " + otherID + "\n"
		undici   = "UNDICI 1: sending request to POST https://cvt.fibregateway.com//v1/places\nUNDICI 1: received response to POST https://cvt.fibregateway.com//v1/places - HTTP 502\nResponse {\n  status: 502,\n  headers: Headers { 'x-request-id': '" + oneID + "' },\n  url: 'https://cvt.fibregateway.com/v1/places'\n}\n"
		apigw    = "(" + otherID + ") Extended Request Id: VKp3mH2ZLPEEb9A=\n(" + otherID + ") Endpoint request headers: {X-Tenant=TENANT_1, X-Request-ID=" + oneID + "}\n(" + otherID + ") Sending request to https://cvt.fibregateway.com/v1/places\n(" + otherID + ") Received response. Status: 500, Integration latency: 1241 ms\n"
		idea     = "### swap\n" + call + "\n" + headers + "\n{\"a\":1}\n\n###\n\n" + call + "\n\nHTTP/1.1 409 Conflict\n" + headers + "\n" + failed + "\n"
		guzzle   = call + " HTTP/1.1\nHost: cvt.fibregateway.com\n" + headers + "\n{\"a\":1}\n----\nHTTP/1.1 400 Bad Request\n" + headers + "\n" + failed + "\n----\nClient error: `" + call + "` resulted in a `400 Bad Request` response:\n" + `{"uuid":"` + thirdID + `","code":"PLACE_UN (truncated...)` + "\n"
		socat    = "> 2026/11/28 15:31:30.000787173  length=271 from=0 to=270\nGET /v1/places HTTP/1.1\\r\nHost: cvt.fibregateway.com\\r\nX-Request-ID: " + oneID + "\\r\n\\r\n< 2026/11/28 15:31:30.000882407  length=393 from=0 to=392\nHTTP/1.1 403 Forbidden\\r\nContent-Type: application/json\\r\n\\r\n" + failed + "\n"
		proxied  = `192.0.2.3:1 [28/Nov/2026:15:32:56.395] in gw/gw1 0/0/0/40/40 200 651 - - ---- 1/1/0/0/0 0/0 {cvt.fibregateway.com|` + oneID + `|} "GET /v1/places/7?supplier=SUPPLIER_2 HTTP/1.1"` + "\n" +
			`192.0.2.3:2 [28/Nov/2026:15:32:56.460] in gw/gw1 0/0/0/-1/2001 504 198 - - sH-- 1/1/0/0/0 0/0 {cvt.fibregateway.com|` + otherID + `|` + thirdID + `} "POST /v1/places HTTP/1.1"` + "\n"
		threads = "2026-01-19 22:47:03.118 +0000 [w-3] INFO  a.G rid=" + otherID + " - PUT https://cvt.fibregateway.com/v1/places/7\n2026-01-19 22:47:03.120 +0000 [w-1] INFO  a.G rid=" + oneID + " - POST https://cvt.fibregateway.com/v1/places\n2026-01-19 22:47:03.204 +0000 [w-3] INFO  a.G rid=" + otherID +
			" - 204 in 86 ms\na.WebClientResponseException: 402 Payment Required from POST https://cvt.fibregateway.com/v1/places\n2026-01-19 22:47:03.379 +0000 [w-1] ERROR a.G rid=" + oneID + " - answer was " + failed + "\n"
		envoy  = `[2026-08-19T03:12:09.014Z] "POST /v1/places HTTP/1.1" 503 UC 64 95 15002 - "-" "a/1" "` + oneID + `" "cvt.fibregateway.com" "203.0.113.24:443" "` + otherID + "\"\n" + `[2026-08-19T03:12:07.551Z] "GET /v1/places/7 HTTP/1.1" 200 - 0 812 96 95 "-" "a/1" "` + thirdID + `" "cvt.fibregateway.com" "203.0.113.24:443" "` + otherID + "\"\n"
		form   = "He posts this form to https://cvt.fibregateway.com/oauth/token :\n\ngrant_type=client_credentials&client_id=desk&scope=orders\n\nand gets\n\nHTTP/1.1 401 Unauthorized\nX-Request-ID: " + oneID + "\n\n{\"error\":\"invalid_client\"}\n"
		gdb    = "$1 = {\n  method = 0x5555 \"GET\",\n  url = 0x5560 \"https://cvt.fibregateway.com/v1/places\",\n  request_id = 0x5570 \"" + oneID + "\",\n  status = 500\n}\n$2 = {\n  tenant = 0x5580 \"TENANT_14\",\n}\n"
		dumper = "POST https://cvt.fibregateway.com/v1/places\n$opts = {\n  'content' => '{\"orderId\":\"2291405\"}',\n  'headers' => {\n    'Accept' => 'application/json',\n    'X-Request-ID' => '" + oneID + "',\n    'X-Tenant' => 'TENANT_8'\n  }\n};\n$res = {\n  'content' => '" + failed + "',\n  'headers' => {\n    'server' => 'a',\n    'x-request-id' => '" + oneID + "'\n  },\n  'status' => '409',\n  'url' => 'https://cvt.fibregateway.com/v1/places'\n};\n"
	)
	checkPrinted(t, []printing{
		{"two queries are two calls", "GET " + place + "?supplier=SUPPLIER_1 HTTP/1.1\nX-Request-ID: " + oneID + "\n\nGET " + place + "?supplier=SUPPLIER_2 HTTP/1.1\n\nHTTP/1.1 500 Internal Server Error\n", "supplier", "SUPPLIER_2"},
		{"a retry has no body of the call before", call + " HTTP/1.1\nX-Request-ID: " + oneID + "\n\n{\"a\":1}\n\n" + call + " HTTP/1.1\n\nHTTP/1.1 500 Internal Server Error\n", "request_body", ""},
		{"a link that somebody posted", "Jane posted a link to " + place + " and it returns 404\n", "method", ""},
		{"what was done before a comma", "The ticket was deleted, then " + place + " returned 404\n", "method", ""},
		{"a number that somebody says", "The manager said 500 orders; " + call + "\n", "status", ""},
		{"a count in places", "rid=" + oneID + " tests - 500 in 3 suites\n", "status", ""},
		{"what a queue was given", "  File \"x.py\", line 3, in f\n    self.queue.put(item)" + below, "method", ""},
		{"a tenant that a line tells", "tenant=TENANT_1\n\nGET " + place + "?tenant=TENANT_1 HTTP/1.1\n\nHTTP/1.1 200 OK\n\n" + call + " HTTP/1.1\n\nHTTP/1.1 500 Internal Server Error\n", "tenant", "TENANT_1"},
		{"rows of something with a name", call + " fails with 409.\n\n" + oneID + " 409 in stock\n" + otherID + " 200 in stock\n", "request_id", ""},
		{"an id of letters", "X-Request-ID: kqzvwxyp\n" + call + " 500\n", "request_id", "kqzvwxyp"},
		{"another site", "500 from our web site since monday\n", "status", ""},
		{"a log file that tells of a call", "logfile 2023-01-06 07:54:30Z says:\n" + call + " -> 500\n", "timestamp", "2023-01-06T07:54:30Z"},
		{"a key with a code's letters", "\"code\":\"INVALID_API_KEY\"\n" + call + " -> 401, uuid " + thirdID + "\n", "error_uuid", thirdID},
		{"the times that a client took", "HTTPError: Request failed with status code 404: GET " + place + " {\n  timings: {\n    start: 1795883203549,\n    socket: 1795883203551,\n    lookup: 1795883203561,\n    connect: 1795883203562\n  },\n  options: Options {\n    ...\n  }\n", "response_body", ""},
		{"the answer in a line that its call's id finds", threads, "request_id", oneID},
		{"and its call, between two threads", threads, "status", "402"},
		{"an id more at the end of a proxy's format", envoy, "conversation_id", otherID},
		{"a form as it is sent", form, "request_body", "grant_type=client_credentials&client_id=desk&scope=orders"},
		{"a string behind its address", gdb, "request_id", oneID},
		{"a code behind its address", gdb, "tenant", "TENANT_14"},
		{"what was sent within what a program prints", dumper, "request_body", `{"orderId":"2291405"}`},
		{"a status with an ending", "Sanne  10:47\nwij krijgen al een kwartier 503's op productie bij SUPPLIER_7\n\n`GET https://cvt.fibregateway.com/v1/places`\n\n" + failed + "\nrequest id " + oneID + "\n", "status", "503"},
		{"a status before a word of another language", "na CVT dostajemy 403 przy sprawdzaniu usługi u operatora SUPPLIER_9.\n\nMetoda i adres: " + call + "\nX-Request-ID: " + oneID + "\n\n" + failed + "\n", "status", "403"},
		{"a status and how long it took, as curl writes them", "curl -s -o out.json -w '%{http_code} %{time_total}\\n' -H 'X-Request-ID: " + oneID + "' https://cvt.fibregateway.com/v1/places\n404 0.218734\n$ cat out.json\n" + failed + "\n", "status", "404"},
		{"a status of the registry", "`PATCH https://cvt.fibregateway.com/v1/places/7` 423, x-request-id " + oneID + "\n", "status", "423"},
		{"the test platform in small letters", "cancel failing AGAIN\ncvt, TENANT_4 SUPPLIER_3\norder 5071896\nreq " + oneID + "\n409 PLACE_UNKNOWN\n", "environment", "CVT"},
		{"a path that has its letters", "see /opt/cvt/run.sh\nTENANT_4, order 5071896\nreq " + oneID + "\n409 PLACE_UNKNOWN\n", "environment", ""},
		{"a label with a remark", "Auftragsnummer (Fibre Cafe): 7719340\nX-Request-ID: " + oneID + "\n" + call + " -> 409\n", "order_id", "7719340"},
		{"production behind an article", "seit heute lässt sich ein Auftrag in der Produktion nicht mehr stornieren.\nX-Request-ID: " + oneID + "\nHTTP-Status: 409\n\n" + failed + "\n", "environment", "PRODUCTION"},
		{"the time of the call in milliseconds", "Tenant code: TENANT_31\nTime of the call: 1771493482000\nX-Request-ID: " + oneID + "\nHTTP method: POST\nURL: https://cvt.fibregateway.com/v1/places\nHTTP status: 422\n", "timestamp", "2026-02-19T09:31:22Z"},
		{"an error's reference", "Sorry, something went wrong. Error reference " + thirdID + "\nX-Request-ID: " + oneID + "\n" + call + " -> 500\n", "error_uuid", thirdID},
		{"the supplier of the row that failed", rows, "supplier", "SUPPLIER_8"},
		{"the id of the row that failed", rows, "request_id", oneID},
		{"the time of the row that failed", rows, "timestamp", "2024-05-28T09:16:58Z"},
		{"an id that all rows have is no request's", shared, "request_id", ""},
		{"a status behind the dash of a log", net, "status", "401"},
		{"an event's number is no status", net[:119], "status", ""},
		{"an array that PHP exports", call + "\nHTTP 409\n" + varExp, "error_message", "No such place"},
		{"an array that PHP prints", call + "\nHTTP 409\n" + printR, "error_message", "No such place"},
		{"an array that says no error", call + "\nHTTP 409\narray (\n  'a' => 'b',\n)\n", "response_body", ""},
		{"when a log file was made", "# Logfile created on 2026-11-28 14:49:29 +0000 by logger.rb/v1.5.0\n" + call + " -> 422\n", "timestamp", ""},
		{"words in the place of an id", "Environment: CVT\nX-Request-ID – not sent by our client\nRequest: " + call + "\n", "request_id", ""},
		{"no id at all", "Environment: CVT\nX-Request-ID: n/a\nRequest: " + call + "\n", "request_id", ""},
		{"an id that is no UUID", "Environment: CVT\nX-Request-ID: checkout7\nRequest: " + call + "\n", "request_id", "checkout7"},
		{"labels in another language, in a list", "Een voorbeeld:\n\n- tenant: TENANT_3\n- X-Request-ID: " + oneID + "\n- verzoek: " + call + "\n- HTTP-status: 503\n- foutcode: PLACE_UNKNOWN\n- melding: No such place here\n- fout-uuid: " + thirdID + "\n", "error_message", "No such place here"},
		{"their error's uuid", "Een voorbeeld:\n\n- tenant: TENANT_3\n- X-Request-ID: " + oneID + "\n- verzoek: " + call + "\n- HTTP-status: 503\n- foutcode: PLACE_UNKNOWN\n- fout-uuid: " + thirdID + "\n", "error_uuid", thirdID},
		{"the live system, with a no in another sentence", "TENANT_12 gets no answer from us. Live system. Order 4471926.\n", "environment", "PRODUCTION"},
		{"not the live system", "TENANT_12 gets no answer from the live system. Order 4471926.\n", "environment", ""},
		{"a status from the gateway", "503 from the live gateway for every SUPPLIER_9 order since 07:40\n", "status", "503"},
		{"a commit that names one", "2817696 retry 504 from the gateway twice\n", "status", ""},
		{"what was done to an address", "X-Request-ID " + oneID + "\nWe posted the order to https://cvt.fibregateway.com/v1/places and got a 422 back.\n", "method", "POST"},
		{"what another sentence did", "X-Request-ID " + oneID + "\nI posted this in chat. The address https://cvt.fibregateway.com/v1/places answered 422.\n", "method", ""},
		{"what was sent, below a word for it", "failed {\n  method: 'POST',\n  url: 'https://cvt.fibregateway.com/v1/places',\n  status: 422,\n  sent: { 'x-request-id': '" + oneID + "', 'content-type': 'application/json' },\n  body: '" + failed + "'\n}\n", "request_body", ""},
		{"an address with one slash too many", undici, "url", "https://cvt.fibregateway.com/v1/places"},
		{"a call's lines behind its id in brackets", apigw, "request_id", oneID},
		{"and their status", apigw, "status", "500"},
		{"an address in a variable, the path behind it", "curl -is \"$FGW/v1/product-orders/5898581\" -H \"X-Request-ID: " + oneID + "\"\nHTTP/2 401\n\n", "order_id", "5898581"},
		{"its method", "curl -is \"$FGW/v1/product-orders/5898581\" -H \"X-Request-ID: " + oneID + "\"\nHTTP/2 401\n\n", "method", "GET"},
		{"an id in a variable", "curl -is https://cvt.fibregateway.com/v1/places -H \"X-Request-ID: $RID\"\nHTTP/2 401\nX-Request-ID: " + oneID + "\n\n", "request_id", oneID},
		{"an id out of a map", "requests.get('https://cvt.fibregateway.com/v1/places', headers={'X-Request-ID': e['r7']})\n", "request_id", ""},
		{"an answer with the tenant behind it", call + " never answers\n[11:03] Piotr: conversation id? and which tenant\n[11:04] Dana: " + oneID + ", TENANT_11\n", "conversation_id", oneID},
		{"an answer with another id behind it", spoken, "request_id", oneID},
		{"an id of all calls", "a) GET https://cvt.fibregateway.com/v1/places/7\n   X-Request-ID " + oneID + " -> 200\nb) " + call + "\n   X-Request-ID " + thirdID + " -> 422\n\nX-Conversation-ID ist bei allen " + otherID + ".\n", "conversation_id", otherID},
		{"a mail that quotes a call", quoted, "response_body", "{\"uuid\":\"" + thirdID + "\",\"code\":\"PLACE_UNKNOWN\",\n\"messages\":[\"No such place\"]}"},
		{"its time, and not the mail's", quoted, "timestamp", "2025-11-05T14:12:37Z"},
		{"a form's message beside uuid and code", "| Tenant | TENANT_2 |\n| --- | --- |\n| X-Request-ID | " + oneID + " |\n| Method | POST |\n| URL | https://cvt.fibregateway.com/v1/places |\n| Status | 409 |\n| Error uuid | " + thirdID + " |\n| Error code | PLACE_UNKNOWN |\n| Message | Only known places can be used |\n", "error_message", "Only known places can be used"},
		{"several of a status", "getting 403s for TENANT_22 since the deploy\n" + call + "\nX-Request-ID: " + oneID + "\n", "status", "403"},
		{"an address as a chat exports it", "GET https://cvt.fibregateway.com/v1/places?a=1&amp;b=2\n", "url", "https://cvt.fibregateway.com/v1/places?a=1&b=2"},
		{"the settings of a program were not sent", settings, "request_body", ""},
		{"a variable's name is no error's code", "\"FIBRE_SUBSCRIPTION_ID\": \"" + otherID + "\"\n" + call + " -> 500, X-Request-ID " + oneID + "\n", "error_uuid", ""},
		{"a frame's call is that of the line above", "2024-06-25T07:12:08+00:00 a: " + call + " X-Request-ID=" + oneID + "\n" + frames + "requests.post('https://cvt.fibregateway.com/v1/places',json=payload)" + below, "request_id", oneID},
		{"and the frame below is none", "2024-06-25T07:12:08+00:00 a: " + call + " X-Request-ID=" + oneID + "\n" + frames + "requests.post('https://cvt.fibregateway.com/v1/places',json=payload)" + below, "url", "https://cvt.fibregateway.com/v1/places"},
		{"the method of a frame", frames + "r = requests.post(url, json=payload)" + below, "method", "POST"},
		{"frames with two methods", frames + "r = requests.post(url, json=payload)\n  File \"/opt/a.py\", line 3, in b\n    self.session.put(url)" + below, "method", ""},
		{"a request printed again by its line", idea, "request_body", `{"a":1}`},
		{"an error that an exception cuts", guzzle, "response_body", failed},
		{"the next piece of a relay is no body", socat, "request_body", ""},
		{"what only another call's query asks for", proxied, "supplier", ""},
	})
}
