package evidence

import "testing"

// Forms, talk and reports in layouts of their own, and what is none of their facts.
func TestFormsAndTalkAreReadByWhatTheyName(t *testing.T) {
	const (
		call   = "POST https://cvt.fibregateway.com/v1/places\n"
		id     = "X-Request-ID: " + oneID + "\n"
		failed = `{"uuid":"` + thirdID + `","code":"PLACE_UNKNOWN","messages":["No such place"]}` + "\n"
		form   = "Environment\tCVT\nTenant\tTENANT_3\nSupplier\tSUPPLIER_8\nX-Request-ID\t" + oneID + "\n"
		led    = "Ambiente: ............ CVT\nTenant: .............. TENANT_55\nOrden: ............... 9128524\nX-Request-ID: ........ " + oneID + "\nError: ............... UNAUTHORIZED\nUUID de error: ....... " + thirdID + "\n"
		danish = "Miljø\nCVT\n\nLejer (tenant)\nTENANT_13\n\nOrdrenummer\n4395179\n\nSvarkode\n409\n\nFejlkode\nORDER_LOCKED\n\nFejlbesked\nOrder is locked by another amendment\n\nX-Request-ID\n" + oneID + "\n"
		italic = "Ambiente\nCVT\n\nID richiesta\n" + oneID + "\n\nCodice errore\nDUPLICATE_ORDER\n\nMessaggio\nEsiste già un ordine aperto\n\nUUID errore\n" + thirdID + "\n"
		issue  = "### Environment\n\nCVT\n\n### X-Request-ID\n\n" + oneID + "\n\n### What did you send?\n\n```json\n{\"a\": 1}\n```\n\n### What came back?\n\nHTTP/2 400\n" + failed
		wiki   = "|Environment|CVT|\n|X-Request-ID|{{" + oneID + "}}|\n\n{noformat}\nPOST /v1/places HTTP/1.1\nHost: cvt.fibregateway.com\nContent-Type: application/json\n{noformat}\n\n{code:json}\n{\"a\": 1}\n{code}\n\n*422 Unprocessable Entity*\n{code:json}\n" + failed + "{code}\n"
		pasted = "GET https://cvt.fibregateway.com/v1/places\n" + id + "\n<html>\n<head><title>504 Gateway Time-out</title></head>\n</html>\n"
		ticket = "Niamh Doyle (Corrib)\nMar 19, 2026, 14:31 GMT\n\n" + call + "at 14:02:16 UTC on 19 March 2026, nothing came back: read timed out\n" + id
		column = "Umgebung;Zeitstempel;Auftrag;Methode;URL;Status;RequestId\nCVT;2025-12-09T16:03:28+01:00;8648132;DELETE;https://cvt.fibregateway.com/v1/places/7;404;" + oneID + "\n"
		quoted = "\"txn_time\",\"env\",\"http_method\",\"url\",\"http_status\",\"x_request_id\"\n\"2026-07-02T06:11:29Z\",\"CVT\",\"POST\",\"https://cvt.fibregateway.com/v1/places\",\"409\",\"" + oneID + "\"\n"
		alert  = "Triggered at: 2025-07-18 at 03:26 UTC\n\nDetails:\n  tenant: TENANT_7\n  sample_time: 2025-07-18T03:24:50Z\n  sample_request: POST https://cvt.fibregateway.com/v1/places\n  sample_status: 500\n  sample_request_id: " + oneID + "\n"
		steps  = "4. Test by hand\n   curl -i -H \"X-Request-ID: $(uuidgen)\" https://cvt.fibregateway.com/v1/...\n5. Fill in below\n\nx-request-id      " + oneID + "\ncall              POST https://cvt.fibregateway.com/v1/places\nanswer            429 " + failed
		batch  = "2026-04-21 (all times UTC)\n06:10  batch starts\n06:20  Noor: sample taken from the log, call at 06:12:44\n\n       " + call + "       x-request-id " + oneID + "\n       503\n"
	)
	checkPrinted(t, []printing{
		{"a time behind more words for it", form + "Time of sample call\t2026-02-11 07:53:19 UTC\nSeen again 2026-02-12 08:00:00 UTC.\n" + call, "timestamp", "2026-02-11T07:53:19Z"},
		{"a time that a question asks for, in its zone", id + "When did it happen? (UTC): 2026-02-11 07:53:19\nSeen again 2026-02-12 08:00:00 UTC.\n" + call, "timestamp", "2026-02-11T07:53:19Z"},
		{"a time named in Polish", form + "Czas zdarzenia (UTC)\t2026-02-11 07:53:19\nSeen again 2026-02-12 08:00:00 UTC.\n" + call, "timestamp", "2026-02-11T07:53:19Z"},
		{"a column of times by another name", quoted, "timestamp", "2026-07-02T06:11:29Z"},
		{"when a ticket was made is not when the call was", id + call + "Ticket created: 2026-02-11 07:53:19 UTC\nTime of the call: 2026-02-10 06:00:01 UTC\n", "timestamp", "2026-02-10T06:00:01Z"},
		{"the time at the head of a comment comes last", ticket, "timestamp", "2026-03-19T14:02:16Z"},
		{"a time of day told of the call itself", batch, "timestamp", "2026-04-21T06:12:44Z"},
		{"a sentence's time does not part a form from its call", "Between 07:50 and 08:35 UTC on 11 Feb 2026 every call failed with 502.\n\n" + form + "Sample call\t" + call + "Time of sample call\t2026-02-11 07:53:19 UTC\nHTTP status\t502\n", "timestamp", "2026-02-11T07:53:19Z"},
		{"a day that the text names once more", call + "\n" + id + "When: 02/09/2026 06:58:12 UTC\n--\nSent from 198.51.100.32 on September 2, 2026 at 7:06 am\n", "timestamp", "2026-09-02T06:58:12Z"},
		{"a day and a time of day in rows of their own", "Miljø: CVT\nDato: 28.10.2025\nKlokkeslæt: 14.05.19 (CET)\nRequest-id: " + oneID + "\n" + call, "timestamp", "2025-10-28T13:05:19Z"},
		{"a remark in a column of names", "call            POST https://cvt.fibregateway.com/v1/places\noccurred (ms)   1784707331250\nx-request-id    " + oneID + "\n", "timestamp", "2026-07-22T08:02:11.25Z"},
		{"a time of today", call + id + "\nIt was at 15:20:44 GMT today (11 Feb 2026) if that helps.\n", "timestamp", "2026-02-11T15:20:44Z"},
		{"hours, minutes and seconds by their letters", id + call + "No dia 20 de novembro de 2025, às 10h15m42s (UTC)\n", "timestamp", "2025-11-20T10:15:42Z"},
		{"when it began is not when the call was", "since about 05:30 UTC today (2 October 2024) calls die\n\nsent 2024-10-02T05:34:17Z\n" + id + call, "timestamp", "2024-10-02T05:34:17Z"},
		{"a time in the zone of a people", id + call + "Tidpunkt: 2026-01-29 14:50:03 (svensk tid)\n", "timestamp", "2026-01-29T13:50:03Z"},
		{"a time in the zone of a place, without brackets", "Hoje (28/04/2026) às 11h15, horário de Brasília, o x-request-id foi " + oneID + "\n" + call, "timestamp", "2026-04-28T14:15:00Z"},
		{"a zone that ASCII doesn't spell", id + call + "Čas: 20. 2. 2026 9:48:34 SEČ\n", "timestamp", "2026-02-20T08:48:34Z"},
		{"a year before the name of a month", id + call + "Időpont: 2026. április 9. 11:05:59 (UTC)\n", "timestamp", "2026-04-09T11:05:59Z"},

		{"a status by the name of its code", call + id + "Code retour : 404\nMessage : « No product order was found »\n", "status", "404"},
		{"a status before its code and a dash", call + id + "Retorno: 409 - DUPLICATE_ORDER\n", "status", "409"},
		{"a status beside the supplier's in the message", "Request-ID ........... : " + oneID + "\nHTTP-Code ............ : 502\nFehlertext ........... : The supplier answered with (status 503)\nFehler-UUID .......... : " + thirdID + "\n" + call, "status", "502"},
		{"a status that came back", call + id + "bei jeder Abfrage 401 zurück\nCode UNAUTHORIZED\n", "status", "401"},
		{"a status behind a word for an error", call + id + "saatavuuskysely antaa virheen 502 tuotannossa\n", "status", "502"},
		{"a status behind an arrow", call + id + "amend 94418035 -> 422 after 301 ms\n", "status", "422"},
		{"a status that is an item of a list", "prod; TENANT_18; GET /v1/places on api.fibregateway.com; 504; 2026-02-02T07:15:40Z; req " + oneID + "\n", "status", "504"},
		{"a status with its code and no call", "Auftrag 4942509, Tenant TENANT_10.\nBekommt 403 zurück, Fehlercode ACCESS_DENIED.\nRequest-ID: " + oneID + "\nTel. 0831 / 0000 417\n", "status", "403"},
		{"a telephone's last digits are none", failed + call + id + "\nTel. 0831 / 0000 417\n", "status", ""},

		{"a status with a comma behind it", call + id + "\n422, this is what we got back:\n\n" + failed, "status", "422"},
		{"the status, not the one in the message", "(08:33:05) gaf POST https://cvt.fibregateway.com/v1/places voor TENANT_24 een 502 terug met de melding \"The supplier answered (status 404)\", Request-ID is " + oneID + "\n", "status", "502"},

		{"the order in a column of another language", column, "order_id", "8648132"},
		{"an order behind an abbreviation", "Ambiente: CVT\nN. ordine Fibre Cafe:    3368587\n" + id + call, "order_id", "3368587"},
		{"an order told with where it is from", "the order number at Fibre Cafe is 8474485, and my number is 01632 960957. " + id, "order_id", "8474485"},
		{"an order behind a colon", "ci risulta un ordine bloccato: 4567008 (SUPPLIER_15)\n" + id, "order_id", "4567008"},

		{"an id that is told by a verb", "die Request-ID lautet " + oneID + " und die Conversation-ID " + otherID + ".\n" + call, "request_id", oneID},
		{"an id under a longer name", alert, "request_id", oneID},
		{"an id behind the word that begins the answer", call + "[09:00] Nils: und die X-Request-ID?\n[09:02] Sabine: sorry. " + oneID + "\n", "request_id", oneID},
		{"an id behind a yes", call + "Joost 11:09\nheb je de request id erbij?\nSanne 11:10\nja: " + oneID + "\n", "request_id", oneID},
		{"instructions are no call", steps, "request_id", oneID},
		{"another's id is not taken for it", call + "upstream_request_id " + oneID + "\n", "request_id", ""},

		{"leaders behind the colons", led, "tenant", "TENANT_55"},
		{"a code that only its label tells", led, "error_code", "UNAUTHORIZED"},
		{"a code before its uuid", call + "el error dice UNAUTHORIZED, uuid " + thirdID + "\n", "error_code", "UNAUTHORIZED"},
		{"a verdict in capitals is no code", call + "FAILED: PLACE_UNKNOWN (error uuid " + thirdID + ")\n", "error_code", "PLACE_UNKNOWN"},
		{"the message that a form has below its name", danish, "error_message", "Order is locked by another amendment"},
		{"a plain word for a message behind the code", italic, "error_message", "Esiste già un ordine aperto"},
		{"code and message below a question", id + call + "9) Error code and text?\n   INTERNAL_ERROR - Unexpected failure, please contact support\n", "error_message", "Unexpected failure, please contact support"},
		{"code and message in one line of words", call + "error uuid " + thirdID + "\nfoutmelding UNAUTHORIZED - The access token has expired\n", "error_message", "The access token has expired"},
		{"a message below its label", call + id + "Error code: PLACE_UNKNOWN\nError message:\nNo such place at all\n", "error_message", "No such place at all"},
		{"a message behind the code that fronts a line", "x-request-id " + oneID + "\nPLACE_UNKNOWN - No such place at all\nerror uuid " + thirdID + "\n", "error_message", "No such place at all"},
		{"a message in guillemets behind its label", call + id + "Code erreur : PLACE_UNKNOWN\nMessage : « The order is already being cancelled »\n", "error_message", "The order is already being cancelled"},
		{"a dotted name", id + call + "error.code      PLACE_UNKNOWN\nerror.messages  No such place at all\nerror.uuid      " + thirdID + "\n", "error_message", "No such place at all"},

		{"one that is denied is none", "live, not CVT\norder no: 5073565\n" + id, "environment", "PRODUCTION"},
		{"denied behind a comma is not denied", "It is the live portal, not the test one.\n" + id, "environment", "PRODUCTION"},
		{"no supplier", call + id + "Supplier ID: -\n", "supplier", ""},

		{"a body below the question for it", issue, "request_body", `{"a": 1}`},
		{"a body in a macro of its own", wiki, "request_body", `{"a": 1}`},
		{"what a form shows below its error was sent", "- request id: " + oneID + "\n- foutcode: PLACE_UNKNOWN\n- uuid van de fout: " + thirdID + "\n\nIk heb dit meegestuurd:\n\n{\"a\":1}\n", "request_body", `{"a":1}`},
		{"a form as a body", id + "Request: POST https://cvt.fibregateway.com/oauth/token\nRequest body: grant_type=client_credentials&scope=orders\nResponse code: 401\n", "request_body", "grant_type=client_credentials&scope=orders"},
		{"the page of a proxy", pasted + "they die with a 504\n", "response_body", "<html>\n<head><title>504 Gateway Time-out</title></head>\n</html>"},
		{"the words above an answer are none of it", "GET https://cvt.fibregateway.com/v1/places\n" + id + "\nThe answer at 09:03:15 UTC (15/04/2026):\n" + failed, "response_body", failed[:len(failed)-1]},
		{"a method in brackets behind what was done", id + "Fehler-UUID: " + thirdID + "\nOperación: modificación de pedido (PATCH)\n", "method", "PATCH"},
		{"a parameter with a comma", "Requête : GET https://cvt.fibregateway.com/v1/places?expand=a,b\n" + id, "url", "https://cvt.fibregateway.com/v1/places?expand=a,b"},
	})
}

// What only resembles the layouts above.
func TestTalkOfOtherThingsIsNoFact(t *testing.T) {
	const (
		url    = "https://api.fibregateway.com/v1/orders"
		failed = "POST " + url + " failed. Request id " + oneID + ".\n"
	)
	checkPrinted(t, []printing{
		{"a level before an id is no code", "WARN " + oneID + " POST " + url + " 409\n", "error_code", ""},
		{"a word in capitals before a uuid is none", "The INVOICE, uuid " + oneID + "\n" + failed, "error_code", ""},
		{"an urgent call is none", "Error: URGENT - Please call me back\n" + failed, "error_code", ""},
		{"a country is none", "Country code, error?\nGERMANY - The customer lives there\n" + failed, "error_code", ""},
		{"a form ends with its line", "Body sent: a=1&b=2\nRequest id: " + oneID + "\nOrder id: 100000001\n", "order_id", "100000001"},
		{"an answer in words is no body", "What did you send?\nNothing yet.\n" + failed, "request_body", ""},
		{"JSON that nothing announces was not sent", "Error uuid: " + oneID + "\n{\"name\":\"Desk\",\"team\":\"NOC\"}\n", "request_body", ""},
		{"a body below its status, whatever stands between", "Response\nStatus: 409\nurl was POST " + url + "\nbody: {\"detail\":\"no\"}\n", "response_body", `{"detail":"no"}`},
		{"a quantity is no order", "Method\tURL\tStatus\tX-Request-ID\tOrder quantity\nPOST\t" + url + "\t409\t" + oneID + "\t4711\n", "order_id", ""},
		{"a customer's number is none", failed + "Bestellung Kundennummer ist 77712345\n", "order_id", ""},
		{"a ticket's is none", failed + "For this order our ticket is 88812345\n", "order_id", ""},
		{"an order within another word is none", failed + "border gateway id is 77712345\n", "order_id", ""},
		{"a page behind an arrow is no status", "Menu → 404 Orders\n" + failed, "status", ""},
		{"a limit behind an arrow is none", "limit -> 500 per day\n" + failed, "status", ""},
		{"a count of calls is none", "HTTP calls: 500\nRequest id: " + oneID + "\n", "status", ""},
		{"a count of errors is none", "errors, 500 today\n" + failed, "status", ""},
		{"what is missing is none", "Chybí 500 objednávek\n" + failed, "status", ""},
		{"money back is none", "refund 400 back to me\n" + failed, "status", ""},
		{"rooms are none", "404, 405, 406 are the room numbers\n" + failed, "status", ""},
		{"a list of whatever is none", "A; 500; 20\n" + failed, "status", ""},
		{"a step before a word in capitals is none", "step 450 - CHECK_STOCK\n" + failed, "status", ""},
		{"the end of a mail is no message", "Error text:\nSent from my iPhone at home\nRequest id: " + oneID + "\n", "error_message", ""},
		{"when somebody is there is not when the call was", "Best time to reach me: 2026-08-05T10:00Z\nTime: 2026-08-04T09:00Z\n" + failed, "timestamp", "2026-08-04T09:00:00Z"},
		{"a letter's reference is no error", "Mail reference " + oneID + " regarding POST " + url + " 409\n", "error_uuid", ""},
		{"live on the environment for tests", "We are live on CVT. Request id: " + oneID + "\n", "environment", "CVT"},
		{"the last that failed", `{"url":"` + url + `","method":"POST","status":409}` + "\n" + `{"path":"/v1/orders/7","method":"DELETE","status":500}` + "\n", "method", "DELETE"},
		{"a limit that was exceeded", "read timeout:30000 exceeded POST " + url + " failed.\n", "no_response", "timeout"},
		{"words for an error's members are no error", "We got no answer (timed out), so no uuid, no code and no messages. POST " + url + " failed.\n", "no_response", "timeout"},
	})
}

// Output of tools: whose time it is, what was sent, and what belongs to another call.
func TestReportsOfToolsAreReadByWhatHoldsTheirCalls(t *testing.T) {
	const (
		call   = `"method":"POST","url":"https://cvt.fibregateway.com/v1/places"`
		failed = `{"uuid":"` + thirdID + `","code":"SUPPLIER_TIMEOUT","messages":["No such place"]}`
		har    = `{"log":{"pages":[{"startedDateTime":"2026-08-12T07:19:12Z"}],"entries":[{"startedDateTime":"2026-08-12T07:19:40Z","request":{` + call + `,"headers":[{"name":"x-request-id","value":"` + oneID + `"}]},"response":{"status":0,"_error":"net::ERR_CONNECTION_TIMED_OUT"}}]}}`
		spans  = `[{"kind":"CLIENT","tags":{"http.method":"GET","http.url":"https://cvt.fibregateway.com/v1/places","http.status_code":"500"}},{"kind":"SERVER","tags":{"http.method":"GET","http.path":"/check","http.status_code":"502"}}]`
		otel   = "Span #0\n    Name           : PATCH\n    Start time     : 2026-06-16 22:32:15 +0000 UTC\nAttributes:\n     -> http.request.method: Str(PATCH)\n     -> url.full: Str(https://cvt.fibregateway.com/v1/places/7)\n     -> http.request.header.x-request-id: Slice([\"" + oneID + "\"])\n     -> http.response.status_code: Int(409)\n"
		mojo   = "GET /v1/places HTTP/1.1\\x0d\nAuthorization: Bearer Zq7kR2mW9xTb4LvN8sYdQwErTy12\\x0d\nX-Request-ID: " + oneID + "\\x0d\nHost: cvt.fibregateway.com\\x0d\n\\x0d\n\nHTTP/1.1 503 Service Unavailable\\x0d\nDate: Thu, 17 Sep 2026 02:14:55 GMT\\x0d\n\\x0d\n" + failed + "\n"
		finest = "sent: {\"a\":1}\nFINEST: Creating new HttpsClient with url:https://cvt.fibregateway.com/v1/places and proxy:DIRECT with connect timeout:-1\nFINE: sun.net.www.MessageHeader@38 pairs: {POST /v1/places HTTP/1.1: null}{Content-Type: application/json}{X-Request-ID: " + oneID + "}{Host: cvt.fibregateway.com}\nFINE: sun.net.www.MessageHeader@26 pairs: {null: HTTP/1.1 409 Conflict}{Date: Thu, 16 Jul 2026 06:44:50 GMT}{X-Request-ID: " + oneID + "}\n409 " + failed + "\n"
		trace  = "> POST /v1/places HTTP/1.1\n> Host: cvt.fibregateway.com\n>\n> {\"note\":\"call back\\nX-Request-ID: " + otherID + "\\nHTTP/1.1 200 OK\"}\n\n< HTTP/1.1 422 Unprocessable Entity\n<\n< " + failed + "\n"
		squid  = "1770793435.218  10012 10.4.2.9 TCP_MISS_ABORTED/000 0 POST https://cvt.fibregateway.com/v1/places - HIER_DIRECT/203.0.113.10 -\n"
		retry  = "+ curl -i https://cvt.fibregateway.com/v1/places\nHTTP/2 503 \ndate: Thu, 20 Nov 2025 18:30:04 GMT\n\nHTTP/2 503 \ndate: Thu, 20 Nov 2025 18:30:05 GMT\n\nHTTP/2 503 \ndate: Thu, 20 Nov 2025 18:30:06 GMT\n\n"
		http   = "### add note\nPOST https://cvt.fibregateway.com/v1/places\nContent-Type: application/json\n\n{\n  \"a\": [ 1 }\n}\n\n<> 2026-02-18T125007.400.json\n\n###\n\nHTTP/1.1 400 Bad Request\n\n" + failed + "\n"
		mono   = "[2026-07-08T13:20:44+01:00] fgw.INFO: cancel requested {\"order\":\"66301429\",\"user\":\"m.osei\"} []\n[2026-07-08T13:20:44+01:00] fgw.DEBUG: >>>>>>>> POST /v1/places HTTP/1.1 Host: cvt.fibregateway.com Accept: */*  {\"a\":1} <<<<<<<< HTTP/1.1 409 Conflict Content-Type: application/json  " + failed + " -------- NULL [] []\n"
		slog   = `{"time":"2025-12-01T07:03:55Z","msg":"failed","call":{"requestId":"` + oneID + `","tenant":"TENANT_31"},"err":"Post \"https://cvt.fibregateway.com/v1/places\": context deadline exceeded"}`
		here   = "$ curl -sSi --json @- https://cvt.fibregateway.com/v1/places <<'EOF'\n> {\"a\":1,\n>  \"b\":2}\n> EOF\nHTTP/1.1 404 Not Found\n\n" + failed + "\n"
		starry = "* Petición: GET https://cvt.fibregateway.com/v1/places\n* ID de petición: " + oneID + "\n* Código HTTP: 504\n* Respuesta: " + failed + "\n"
		amazon = "(" + otherID + ") Starting execution for request: " + otherID + "\n(" + otherID + ") Endpoint request headers: {X-Request-ID=" + oneID + ", X-Tenant=TENANT_2}\n(" + otherID + ") Sending request to https://cvt.fibregateway.com/v1/places\n(" + otherID + ") Received response. Status: 422\n(" + otherID + ") Endpoint response headers: {Date=Sun, 26 Jan 2025 12:36:18 GMT, X-Request-ID=" + oneID + "}\n(" + otherID + ") Endpoint response body: " + failed + "\n"
		assert = "    payload = {'a': 1}\n>       assert r.status_code == 201, r.text\nE       AssertionError: " + failed + "\nE       assert 409 == 201\nE        +  where 409 = <Response [409]>.status_code\nh          = {'X-Request-ID': '" + oneID + "', 'X-Tenant': 'TENANT_8'}\n----- Captured stdout call -----\nPOST https://cvt.fibregateway.com/v1/places\n{'Date': 'Mon, 11 May 2026 10:08:10 GMT', 'Content-Type': 'application/json', 'X-Request-ID': '" + oneID + "', 'Server': 'x'}\n"
	)
	checkPrinted(t, []printing{
		{"the entry's time, not the page's", har, "timestamp", "2026-08-12T07:19:40Z"},
		{"the call to the gateway, not the one around it", spans, "status", "500"},
		{"types of a collector", otel, "request_id", oneID},
		{"a line's end that a secret took with it", mojo, "request_id", oneID},
		{"what was printed before it was sent", finest, "request_body", `{"a":1}`},
		{"JSON within a trace", trace, "method", "POST"},
		{"a client that left", squid, "timestamp", "2026-02-11T07:03:55.218Z"},
		{"a status line's blank wraps nothing", retry, "timestamp", "2025-11-20T18:30:06Z"},
		{"a body that is broken ends with its paragraph", http, "request_body", "{\n  \"a\": [ 1 }\n}"},
		{"a message in one line", mono, "request_body", `{"a":1}`},
		{"ids of a call are no body", slog, "request_body", ""},
		{"a document that a shell prompts for", here, "request_body", "{\"a\":1,\n \"b\":2}"},
		{"a list of stars is no trace", starry, "status", "504"},
		{"the scheme that a flag asks for", "$ xh -v post cvt.fibregateway.com/v1/places a=b --https\nPOST /v1/places HTTP/1.1\nHost: cvt.fibregateway.com\n\nHTTP/1.1 409 Conflict\n\n" + failed + "\n", "url", "https://cvt.fibregateway.com/v1/places"},
		{"an id between request and answer is known", amazon, "url", "https://cvt.fibregateway.com/v1/places"},
		{"bodies above the call that has their id", assert, "url", "https://cvt.fibregateway.com/v1/places"},
	})
}
