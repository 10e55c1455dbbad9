package evidence

import (
	"strings"
	"testing"
)

// What tools print of calls and answers, in layouts of their own.
func TestWhatToolsPrintIsReadByItsStructure(t *testing.T) {
	const (
		place   = "https://cvt.fibregateway.com/v1/places"
		failed  = `{"uuid":"` + thirdID + `","code":"PLACE_UNKNOWN","messages":["No such place"]}`
		escaped = `{\"uuid\":\"` + thirdID + `\",\"code\":\"PLACE_UNKNOWN\",\"messages\":[\"No such place\"]}`
		access  = `web-1  | {"level":"info","ts":"2026-03-14T08:40:50Z","method":"GET","url":"` + place + `","status":200,"request_id":"` + oneID + `"}` + "\n"
		refused = `web-1  | {"level":"info","ts":"2026-03-14T08:40:50Z","method":"POST","url":"` + place + `","status":415,"request_id":"` + oneID + `"}` + "\n"
		pekko   = "22:18:15.441 DEBUG a.B - request: HttpRequest(HttpMethod(POST)," + place + "?ids=1,2,List(X-Request-ID: " + oneID + ", X-Tenant: TENANT_3),HttpEntity.Strict(application/json,{\"a\":1}),HttpProtocol(HTTP/1.1))\n22:18:15.702 ERROR a.B - response: HttpResponse(422 Unprocessable Entity,List(),HttpEntity.Strict(application/json," + failed + "),HttpProtocol(HTTP/1.1))\n"
		rust    = `url: Url { scheme: "https", cannot_be_a_base: false, username: "", password: None, host: Some(Domain("cvt.fibregateway.com")), port: Some(8443), path: "/v1/places", query: Some("supplier=SUPPLIER_2"), fragment: None }`
		pool    = "(host='cvt.fibregateway.com', port=8443): Max retries exceeded with url: /v1/places (Caused by NewConnectionError(\"[Errno 111] Connection refused\"))\n"
		sent    = `"POST /v1/places HTTP/1.1\r\nHost: cvt.fibregateway.com\r\nX-Request-ID: ` + oneID + `\r\n\r\n`
		zap     = `{"level":"error","ts":1795912918.5,"msg":"refused","curl":"curl -X POST ` + place + ` -H 'X-Request-ID: ` + oneID + `' -d '{\"a\":1}'","httpStatus":429,"reply":` + failed + `}` + "\n"
		script  = "$ cat m.sh\nRID=" + oneID + "\ncurl -sS --fail-with-body -w '\\n%{json}\\n' -H \"X-Request-ID: $RID\" \"" + place + "/$1?supplier=SUPPLIER_6\"\n$ ./m.sh 7\ncurl: (22) The requested URL returned error: 504\n" + failed + "\n" + `{"http_code":504,"method":"GET","scheme":"HTTPS","url":"` + place + `/7?supplier=SUPPLIER_6","url_effective":"` + place + `/7?supplier=SUPPLIER_6"}` + "\n"
		saved   = `{"item":[{"request":{"method":"GET","header":[{"key":"X-Request-ID","value":"` + oneID + `"}],"url":{"raw":"{{base-url}}/v1/places/:id","host":["{{base-url}}"],"path":["v1","places",":id"],"variable":[{"key":"id","value":"7"}]}},"response":[{"code":404,"status":"Not Found","body":"` + `{}"}]}],"variable":[{"key":"base-url","value":"https://cvt.fibregateway.com"}]}`
		bruno   = "get {\n  url: {{host}}/v1/places\n}\n\nheaders {\n  X-Request-ID: " + oneID + "\n}\n\nvars:pre-request {\n  host: https://cvt.fibregateway.com\n}\n"
		noted   = "> X-Request-ID: " + oneID + "\n> \n< HTTP/1.1 429 Too Many Requests\n< Date: Mon, 19 May 2025 16:19:29 GMT\n< \n* Connection #0 to host cvt.fibregateway.com left intact\n"
		console = "PS C:\\> Invoke-RestMethod -Method Post -Uri " + place + " -Body $b\nInvoke-RestMethod : {\"uuid\":\"" + thirdID + "\",\"code\":\"PLACE_UNKNOWN\",\"messages\":[\"There is no such pla\nce\"]}\nAt line:1 char:1\n+ Invoke-RestMethod -Method Post ...\n    + CategoryInfo          : InvalidOperation: (a) [Invoke-RestMethod], WebException\n"
		listed  = "StatusCode : 404\nContent    : {\"uuid\":\"" + thirdID + "\",\"code\":\"PLACE_UNKNOWN\",\"messages\":[\"There is \n             no such place\"]}\nRawContent : HTTP/1.1 404 Not Found\n             X-Request-ID: " + oneID + "\n"
		laravel = "<?php\n$client->patch(\"/v1/places/$id\", ['headers' => ['X-Request-ID' => $rid], 'base_uri' => 'https://cvt.fibregateway.com']);\n\n[2026-06-30T09:01:15+00:00] production.ERROR: Client error: `PATCH " + place + "/7` resulted in a `404 Not Found` response:\n" + failed + "\n {\"requestId\":\"" + oneID + "\",\"request\":{\"a\":1}}\n"
		smoke   = "  request  POST " + place + "\n           x-request-id: " + oneID + "\n           x-note: a\n             b\n           {\"a\":1}\n  response 404 Not Found\n           date: Tue, 02 Dec 2025 11:37:07 GMT\n           " + failed + "\n"
		printed = "Feb 2, 2026 8:00:01 AM a.B c\nFINE: a.MessageHeader@1 pairs: {GET /v1/places HTTP/1.1: null}{X-Request-ID: " + oneID + "}{Host: cvt.fibregateway.com}\nFeb 2, 2026 8:00:02 AM a.B c\nFINE: a.MessageHeader@2 pairs: {null: HTTP/1.1 404 Not Found}{Content-Type: application/json}{Date: Mon, 02 Feb 2026 08:00:02 GMT}\nHTTP 404\n" + failed + "\n"
		shell7  = "PS C:\\> Invoke-RestMethod -Uri \"" + place + "\" -Headers @{ 'X-Request-ID' = '" + oneID + "' }\nInvoke-RestMethod:\n" + failed + "\nPS C:\\> $Error[0].Exception.Response\n\nStatusCode          : NotFound\nReasonPhrase        : Not Found\nRequestMessage      : Method: GET, RequestUri: '" + place + "', Version: 1.1, Content: <null>, Headers:\n                      {\n                        X-Request-ID: " + oneID + "\n                      }\nIsSuccessStatusCode : False\n"
		compare = "{\n-   \"error\": null,\n+   \"error\": " + failed + ",\n    \"method\": \"GET\",\n    \"requestId\": \"" + oneID + "\",\n-   \"status\": 200,\n+   \"status\": 404,\n    \"url\": \"" + place + "\"\n  }\n\n"
		pytest  = "E       AssertionError: assert {'code': 'PLA...d23a'} == {'result': 'OK'}\nE         Full diff:\nE           {\nE         +  'code': 'PLACE_UNKNOWN',\nE         +  'messages': ['No such place'],\nE         -  'result': 'OK',\nE         +  'uuid': '" + thirdID + "',\nE           }\n\nINFO fgw:a.py:7 POST " + place + " -> 404 x-request-id: " + oneID + "\n"
		events  = `{"Time":"2026-02-02T08:00:01Z","Action":"run","Test":"TestA"}` + "\n" + `{"Time":"2026-02-02T08:00:02Z","Action":"output","Test":"TestA","Output":"    a_test.go:7: GET ` + place + ` x-request-id=` + oneID + `\n"}` + "\n" + `{"Time":"2026-02-02T08:00:03Z","Action":"output","Test":"TestA","Output":"    a_test.go:9: got 404, want 200: ` + escaped + `\n"}` + "\n" + `{"Time":"2026-02-02T08:00:03Z","Action":"fail","Test":"TestA"}` + "\n"
		frames  = `{"event_id":"6f1b2d64f08572bad67be856d9587314","exception":{"values":[{"type":"HTTPStatusError","value":"Client error '404 Not Found' for url '` + place + `'","stacktrace":{"frames":[{"vars":{"headers":{"X-Request-ID":"'` + oneID + `'"},"method":"'PUT'","payload":"'{\"a\":1}'","resp_text":"'` + escaped + `'"}}]}}]},"request":{"url":"https://desk.example/book","method":"POST","headers":{"Host":"desk.example","Cookie":"a=b"}}}`
		nested  = `{"_source":{"@timestamp":"2026-05-11T06:18:29.337Z","message":"{\"stream\":\"stdout\",\"log\":\"{\\\"req\\\":{\\\"m\\\":\\\"PUT\\\",\\\"u\\\":\\\"` + place + `\\\",\\\"h\\\":{\\\"x-request-id\\\":\\\"` + oneID + `\\\",\\\"accept\\\":\\\"*/*\\\"}},\\\"res\\\":{\\\"s\\\":404,\\\"b\\\":\\\"{}\\\"}}\"}"}}`
		quoted  = `10.0.0.4 "PUT /v1/places HTTP/1.1" 404 host=cvt.fibregateway.com rid=` + oneID + ` body="{\x22uuid\x22:\x22` + thirdID + `\x22,\x22code\x22:\x22PLACE_UNKNOWN\x22,\x22messages\x22:[\x22No such place\x22]}"` + "\n"
		monolog = "[2026-02-02T08:44:19+00:00] shop.INFO: Submitting {\"cart\":5,\"shop_request\":\"" + oneID + "\",\"tenant\":\"TENANT_9\"} \n[2026-02-02T08:44:20+00:00] shop.ERROR: Client error: `POST " + place + "` resulted in a `404 Not Found` response:\n" + failed + "\n"
		cxf     = "INFO: Inbound Message\n------------------\nID: 1\nAddress: https://esb.example/a\nHttp-Method: POST\nHeaders: {Accept=[*/*], content-type=[text/xml]}\nPayload: <a:Order xmlns:a=\"urn:a\">\n  <id>7</id>\n</a:Order>\n------------------\nFeb 2, 2026 8:00:01 AM a.B\nINFO: Outbound Message\n------------------\nID: 2\nAddress: " + place + "\nHttp-Method: POST\nHeaders: {Accept=[application/json], X-Request-ID=[" + oneID + "]}\nPayload: {\"a\":1}\n------------------\nFeb 2, 2026 8:00:02 AM a.B\nINFO: Inbound Message\n------------------\nID: 2\nResponse-Code: 404\nHeaders: {content-type=[application/json], x-request-id=[" + oneID + "]}\nPayload: " + failed + "\n------------------\n"
		mailed  = "Hallo,\n\nbitte prüfen.\nGruß\nA\n\n> -----Ursprüngliche Nachricht-----\n> POST " + place + "\n> X-Request-ID: " + oneID + "\n>\n> Antwort: HTTP 404\n> {\"uuid\":\"" + thirdID + "\",\"code\":\"PLACE_UNKNOWN\",\n> \"messages\":[\"No such\n> place\"]}\n"
		table   = "\"Date\",\"@http.method\",\"@http.url\",\"@http.status_code\",\"@request_id\"\n\"2026-02-02T08:00:04.388Z\",\"GET\",\"" + place + "\",\"404\",\"" + oneID + "\"\n"
		packets = "T 10.0.0.4:51234 -> 203.0.113.24:80 [AP] #4\nGET /v1/places HTTP/1.1.\nHost: cvt.fibregateway.com.\n.\n\n\nT 2026/11/29 01:54:24.503623 203.0.113.24:80 -> 10.0.0.4:51234 [AP] #6\nHTTP/1.1 404 Not Found.\n\n\nT 2026/11/29 01:54:24.503698 203.0.113.24:80 -> 10.0.0.4:51234 [AP] #8\nDate: Sun, 29 Nov 2026 01:54:23 GMT.\nX-Request-ID: " + oneID + ".\n.\n\n\nT 2026/11/29 01:54:24.503699 203.0.113.24:80 -> 10.0.0.4:51234 [AP] #9\n" + failed + "\n"
		source  = "        h = {'Accept': 'text/plain', 'X-Request-ID': '" + oneID + "'}\n        log.info(\"POST %s\", {k: v for k, v in h.items() if k != \"Accept\"})\nINFO fgw:a.py:7 POST " + place + " headers={'X-Request-ID': '" + oneID + "', 'Content-Type': 'application/json'}\nINFO fgw:a.py:9 404 " + failed + "\n"
	)
	checkPrinted(t, []printing{
		{"a line below a header that opens a body", smoke, "request_body", `{"a":1}`},
		{"and what stands left of it", smoke, "status", "404"},
		{"with its body", smoke, "response_body", failed},
		{"a query that words go on behind", "DELETE " + place + "?supplier=SUPPLIER_4 failed: 404 for order 7\nX-Request-ID: " + oneID + "\n", "url", place + "?supplier=SUPPLIER_4"},
		{"the status in them", "DELETE " + place + "?supplier=SUPPLIER_4 failed: 404 for order 7\nX-Request-ID: " + oneID + "\n", "status", "404"},
		{"why nothing came, in them", "DELETE " + place + "?supplier=SUPPLIER_4 timed out after 30 s\nX-Request-ID: " + oneID + "\n", "url", place + "?supplier=SUPPLIER_4"},
		{"the status once more, above the body", printed, "error_code", "PLACE_UNKNOWN"},
		{"the call of that", printed, "request_id", oneID},
		{"an error above the status of its call", shell7, "error_code", "PLACE_UNKNOWN"},
		{"that status", shell7, "status", "404"},
		{"what Jest received", "- Expected  - 2\n+ Received  + 2\n\n  " + compare, "status", "404"},
		{"the error in it", "- Expected  - 2\n+ Received  + 2\n\n  " + compare, "error_code", "PLACE_UNKNOWN"},
		{"what Go's cmp got", "    a_test.go:7: Do() mismatch (-want +got):\n      " + strings.ReplaceAll(compare, "\n", "\n    "), "status", "404"},
		{"what pytest has on its left", pytest, "error_message", "No such place"},
		{"or its right", strings.NewReplacer("  - ", "  + ", "  + ", "  - ").Replace(pytest), "error_uuid", thirdID},
		{"what PHPUnit got", "--- Expected\n+++ Actual\n@@ @@\n " + compare, "status", "404"},
		{"what testify got", "\tDiff:\n\t--- Expected\n\t+++ Actual\n\t@@ -1,3 +1,3 @@\n\t " + strings.ReplaceAll(compare, "\n", "\n\t"), "status", "404"},
		{"where the marks are the other way round", "+ actual - expected\n\n  " + compare, "status", "404"},
		{"what was expected under a plus", "+ expected - actual\n\n  " + strings.NewReplacer("\n-", "\n+", "\n+", "\n-").Replace(compare), "status", "404"},
		{"a variable of a frame", frames, "request_id", oneID},
		{"what is sent beside the headers, in a frame", strings.NewReplacer(`"method":"'PUT'",`, "", `"headers":{"X`, `"headers":{"Accept":"'*/*'","X`).Replace(frames), "request_body", `{"a":1}`},
		{"its method", frames, "method", "PUT"},
		{"and not that of the page", frames, "url", place},
		{"its body", frames, "request_body", `{"a":1}`},
		{"and what came", frames, "error_code", "PLACE_UNKNOWN"},
		{"JSON within JSON within JSON", nested, "request_id", oneID},
		{"with initials as its keys", nested, "url", place},
		{"a status under one", nested, "status", "404"},
		{"a body that nginx escaped", quoted, "error_code", "PLACE_UNKNOWN"},
		{"an id that an application names", monolog, "request_id", oneID},
		{"which is no body", monolog, "request_body", ""},
		{"a message below a rule", cxf, "url", place},
		{"its own body", cxf, "request_body", `{"a":1}`},
		{"its answer", cxf, "status", "404"},
		{"an original message in German", mailed, "error_message", "No such place"},
		{"a date with its time of day", table, "timestamp", "2026-02-02T08:00:04.388Z"},
		{"what a program makes a map from is no body", source, "request_body", ""},
		{"what a gateway of one's own received", "2026-02-02T08:00:04.388Z\t(" + otherID + ") Sending request to " + place + "\n2026-02-02T08:00:04.388Z\t(" + otherID + ") Received response. Status: 404, Integration latency: 907 ms\n(" + otherID + ") Endpoint response headers: {Content-Type=application/json, X-Request-ID=" + oneID + "}\n(" + otherID + ") Method completed with status: 503\n", "status", "404"},
		{"a status alone below a request is no body", "GET " + place + "\nX-Request-ID: " + oneID + "\n\n404\n", "request_body", ""},
		{"a status that a test expected", "{\"error\":\"expected status 200 but was 404: " + strings.ReplaceAll(failed, `"`, `\"`) + "\",\"url\":\"" + place + "\",\"method\":\"GET\"}\n", "status", "404"},
		{"an end that shows above an empty line", "GET /v1/places HTTP/1.1.\n\nHost: cvt.fibregateway.com.\n", "method", "GET"},
		{"what go test -json makes events of", events, "request_id", oneID},
		{"the body in one of them", events, "error_code", "PLACE_UNKNOWN"},
		{"the next record of a log is no body", refused + `web-1  | {"level":"debug","msg":"Service selected","time":"2026-03-14T08:40:54Z"}` + "\n", "response_body", ""},
		{"nor that of a success", access + `{"level":30,"time":1773477650123,"pid":1,"msg":"closing"}` + "\n", "response_body", ""},
		{"what has a severity and no time is one", refused + `{"severity":"HIGH","detail":"a"}` + "\n", "response_body", `{"severity":"HIGH","detail":"a"}`},
		{"a case class", pekko, "url", place + "?ids=1,2"},
		{"and its answer", pekko, "error_code", "PLACE_UNKNOWN"},
		{"a URL in its parts", "2025-05-13T23:49:32Z ERROR a: failed error=reqwest::Error { kind: Status(500), " + rust + " }\n", "url", "https://cvt.fibregateway.com:8443/v1/places?supplier=SUPPLIER_2"},
		{"a status that a variant carries", "2025-05-13T23:49:32Z ERROR a: failed error=reqwest::Error { kind: Status(500, None), " + rust + " }\n", "status", "500"},
		{"a pool with a port", "requests.exceptions.ConnectionError: HTTPSConnectionPool" + pool, "url", "https://cvt.fibregateway.com:8443/v1/places"},
		{"a pool without TLS", "requests.exceptions.ConnectionError: HTTPConnectionPool" + pool, "url", "http://cvt.fibregateway.com:8443/v1/places"},
		{"bytes of a system call", `00:42:00.5 sendto(5, ` + sent + `", 443, MSG_NOSIGNAL, NULL, 0) = 443` + "\n", "url", "http://cvt.fibregateway.com/v1/places"},
		{"bytes before they are encrypted", `SSL_write(0x55d0, ` + sent + `", 443) = 443` + "\n", "url", place},
		{"bytes that dtruss shows", `write(0x5, ` + sent + `\0", 0x1F4)		 = 500 0` + "\n", "request_body", ""},
		{"a command in a record", zap, "request_body", `{"a":1}`},
		{"with the id that it sends", zap, "request_id", oneID},
		{"and what came of it", zap, "status", "429"},
		{"the arguments of a script", script, "request_id", oneID},
		{"its answer above curl's own JSON", script, "response_body", failed},
		{"variables of a collection", saved, "url", place + "/7"},
		{"variables of a request file", bruno, "url", place},
		{"variables that two environments set", `GET {{host}}/v1/places` + "\nX-Request-ID: " + oneID + "\n\n" + `{"dev":{"host":"https://cvt.fibregateway.com"},"prod":{"host":"https://api.fibregateway.com"}}` + "\n", "environment", ""},
		{"a source before Go's time", "(all times are UTC)\n\ndesk 2026/11/28 00:41:58.3 main.go:10: Put \"" + place + "\": context deadline exceeded\n", "timestamp", "2026-11-28T00:41:58.3Z"},
		{"a host in the notes alone", noted, "environment", "CVT"},
		{"notes of two environments", noted + "* Connection #1 to host api.fibregateway.com left intact\n", "environment", ""},
		{"an error that a console broke", console, "error_message", "There is no such place"},
		{"a list that a console broke at a blank", listed, "error_message", "There is no such place"},
		{"a header without a value", `{"request":{"method":"GET","url":"` + place + `","headers":{"X-Request-ID":null}},"response":{"status":409}}`, "request_id", ""},
		{"a header that Node leaves out", "Response {\n  status: 409,\n  headersList: HeadersList {\n    [Symbol(headers map)]: Map(2) { 'date' => [Object], 'x-request-id' => [Object] }\n  },\n  url: '" + place + "'\n}\n", "request_id", ""},
		{"lftp's connection to port 80", "---- Connecting to cvt.fibregateway.com (192.0.2.7) port 80\n---> GET /v1/places HTTP/1.1\n---> Host: cvt.fibregateway.com\n---> \n<--- HTTP/1.1 409 Conflict\n", "url", "http://cvt.fibregateway.com/v1/places"},
		{"a variable is no id", laravel, "error_code", "PLACE_UNKNOWN"},
		{"an address that a mail broke", "> GET https://api.cvt.fibregateway.com/v1/product-orders/8835485?supplier=\n> SUPPLIER_7\n> X-Request-ID: " + oneID + "\n", "url", "https://api.cvt.fibregateway.com/v1/product-orders/8835485?supplier=SUPPLIER_7"},
		{"a word below an address", "GET https://api.cvt.fibregateway.com/v1/product-orders/7712345/notes/\nRegards\n", "url", "https://api.cvt.fibregateway.com/v1/product-orders/7712345/notes/"},
		{"a packet to port 80", "T 10.0.0.4:51234 -> 203.0.113.24:80 [AP] #4\nGET /v1/places HTTP/1.1.\nHost: cvt.fibregateway.com.\nX-Request-ID: " + oneID + ".\n.\n", "url", "http://cvt.fibregateway.com/v1/places"},
		{"why nothing came, behind a literal", "2026-03-14T10:00:00Z ERROR a: Request { method: PUT, url: \"" + place + "\" } failed: operation timed out\n", "no_response", "timeout"},
		{"or before it", "2026-03-14T10:00:00Z ERROR a: connection refused {\"method\":\"PUT\",\"url\":\"" + place + "\"}\n", "no_response", "connection_refused"},
		{"a setting is no failure", "2026-03-14T10:00:00Z INFO a: sending {\"method\":\"PUT\",\"url\":\"" + place + "\"} timeout=30000\n", "no_response", ""},
		{"a sentence about a path", "X-Request-ID: " + oneID + "\n\nGET /v1/places/7 does not work any more\n", "url", "/v1/places/7"},
		{"a blank within a query", "X-Request-ID: " + oneID + "\n\nGET /v1/places?name=Main street 7 and 8\n", "url", "/v1/places?name=Main street 7 and 8"},
		{"what a sentence's call carries", "X-Request-ID: " + oneID + "\n\nDer Aufruf war POST /v1/places mit {\"a\":1}. Antwort: HTTP 409\n", "request_body", `{"a":1}`},
		{"what it answers", "GET " + place + "/7 answered 200 with {\"a\":1}\n", "response_body", `{"a":1}`},
		{"bytes that a packet goes on with", packets, "request_id", oneID},
		{"the body in a packet of its own", packets, "response_body", failed},
		{"the packet of another message", "T 10.0.0.4:51234 -> 203.0.113.24:80 [AP] #4\nGET /v1/places HTTP/1.1.\nHost: cvt.fibregateway.com.\n.\n\nT 203.0.113.24:80 -> 10.0.0.4:51234 [AP] #6\nHTTP/1.1 404 Not Found.\nX-Request-ID: " + oneID + ".\n.\n" + failed + "\n", "request_body", ""},
		{"a file of curl's flags", "url = \"" + place + "\"\nheader = \"X-Request-ID: " + oneID + "\"\nsilent\n\nHTTP/1.1 401 Unauthorized\n\n", "method", "GET"},
		{"what it sends", "url = " + place + "\nheader = \"X-Request-ID: " + oneID + "\"\ndata = \"{\\\"a\\\":1}\"\n\nHTTP/1.1 401 Unauthorized\n\n", "request_body", `{"a":1}`},
		{"settings without a header", "url = \"" + place + "\"\ndata = \"x\"\nretry = 3\n\nX-Request-ID: " + oneID + "\n", "method", ""},
		{"a body in a cell, its quotes doubled", "time,message\n1761484003,\"HTTP Method: POST\"\n1761484003,\"Endpoint request URI: " + place + "\"\n1761484003,\"Endpoint request body: {\"\"a\"\":\"\"\"\",\"\"b\"\":[1]}\"\n1761484003,\"Endpoint response body: {\"\"uuid\"\":\"\"" + thirdID + "\"\",\"\"code\"\":\"\"PLACE_UNKNOWN\"\",\"\"messages\"\":[\"\"No such place\"\"]}\"\n1761484003,\"Status: 404\"\n", "request_body", `{"a":"","b":[1]}`},
		{"an error that a console broke before a blank", strings.Replace(console, "pla\nce", "\n place", 1), "error_message", "There is no such place"},
		{"an id that a mail broke behind a dash", "> GET " + place + "\n> X-Request-ID: " + oneID[:24] + "\n> " + oneID[24:] + "\n", "request_id", oneID},
		{"a dash before another id", "> GET " + place + "\n> X-Request-ID: " + oneID + "\n> places -\n> " + otherID + "\n", "request_id", oneID},
		{"what unittest got", "FAIL: test_a (t.T)\nAssertionError: Tuples differ: (201, []) != (503, [])\n\nFirst differing element 0:\n201\n503\n\n- (201,\n+ (503,\n   []) : POST " + place + " -> " + failed + "\n", "status", "503"},
		{"elements that are no statuses", "First differing element 0:\n7\n503\n\nGET " + place + " -> 404\nX-Request-ID: " + oneID + "\n", "status", "404"},
		{"headers behind a status, and the answer's bytes", "> GET " + place + "\n> Headers({'host': 'cvt.fibregateway.com', 'x-request-id': '" + oneID + "', 'accept': '*/*'})\n< 404 Not Found [(b'Date', b'Sun, 29 Nov 2026 01:54:15 GMT'), (b'Content-Type', b'application/json')]\n< b'" + failed + "'\nTraceback (most recent call last):\n  File \"q.py\", line 7, in <module>\n", "response_body", failed},
		{"the time in those", "> GET " + place + "\n< 404 Not Found [(b'Date', b'Sun, 29 Nov 2026 01:54:15 GMT'), (b'Content-Type', b'application/json')]\n< b'" + failed + "'\n", "timestamp", "2026-11-29T01:54:15Z"},
		{"the time of the last login", "Last Successful login time: Fri Oct 09 2026 15:58:11 +02:00\n\nGET " + place + "\nX-Request-ID: " + oneID + "\nstatus_code 403\nheader 1   Date: Fri, 09 Oct 2026 14:02:41 GMT\n", "timestamp", "2026-10-09T14:02:41Z"},
		{"the time of another record", "level=info ts=2026-09-02T05:58:13Z caller=main.go:71 msg=\"starting\" pass=1\nlevel=debug ts=2026-09-02T05:58:41Z method=GET url=" + place + " status=404 x_request_id=" + oneID + "\n", "timestamp", "2026-09-02T05:58:41Z"},
	})
}

// Texts that are cut off where a reader looks for more, each the smallest of its kind, stop no reader.
func TestNoTextIsTooShortToRead(t *testing.T) {
	var r Reader
	texts := []string{"* a\n< HTTP/1.1 200 OK\n", "* \n< HTTP/1.1 200 OK", "First differing element 0:\n201\n503\n", "First differing element 0:", "Full diff:", "url = \nheader = \"", "url =\nheader", "HTTP/1.1 502 Bad Gateway [", "< 502 Bad Gateway [(b'Date', b'x')]\n< b'", "{\"\"a\"\"", "-\n", "0-\n0"}
	for _, start := range []string{"HTTP/1.1 200 OK", "GET /x HTTP/1.1"} {
		for _, end := range lineEnds {
			for _, below := range []string{"", "\n", "\n\n", "\n \n", "\r\n\r\n", "\n]", "\n)", "\n\n\nT 1 -> 2 [", "\n\nT 1 -> 2 [\n", "\n\nT 1 -> 2 [\n]"} {
				texts = append(texts, start+end+below, "\n"+start+end+below)
			}
		}
	}
	for _, text := range texts {
		func() {
			defer func() {
				if cause := recover(); cause != nil {
					t.Errorf("Read(%q) stops: %v", text, cause)
				}
			}()
			r.Read(text)
		}()
	}
}
