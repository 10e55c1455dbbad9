package evidence

import "testing"

// What people write around a call in their own language and layout, and what only looks like it.
func TestPeoplesOwnLayoutsAreRead(t *testing.T) {
	const (
		call   = "POST https://cvt.fibregateway.com/v1/places\n"
		id     = "X-Request-ID: " + oneID + "\n"
		failed = `{"uuid":"` + thirdID + `","code":"PLACE_UNKNOWN","messages":["No such place"]}` + "\n"
		told   = "Fel-uuid: " + thirdID + "\nFelkod: PLACE_UNKNOWN\n"
		german = "Hallo,\nseit heute geht das nicht mehr, wir haben es auch schon mit einer anderen Adresse versucht.\n"
		portal = "Ambiente\nCVT\n\nID richiesta (X-Request-ID)\n" + oneID + "\n\nChiamata\n" + call + "\nCodice HTTP\n404\n\nMessaggio di errore\nNessun indirizzo trovato\n"
		tabs   = "Feld\tWert\nUmgebung\tCVT\nDatum\t09.07.2026\nUhrzeit (UTC)\t11:36:52\nHTTP-Status\t404\nFehlercode\tPLACE_UNKNOWN\nFehlertext\tNo such place here\nX-Request-ID\t" + oneID + "\n"
		bars   = "Estamos en CVT.\n| Nº | Petición | Código | Request ID | Hora UTC |\n| 1 | GET /v1/places/1 | 200 | " + otherID + " | 2025-04-24 06:30:02 |\n| 2 | GET /v1/places/2 | 404 | " + oneID + " | 2025-04-24 06:30:08 |\n"
		remark = "Step\tCall\tWhen (UTC)\tRequest id\tResult\tRemarks\n1\tGET /v1/places\t2026-04-14 13:02:11\t" + otherID + "\t200\tok\n2\tPOST /v1/places\t2026-04-14 13:02:44\t" + oneID + "\t422\tFAILED: PLACE_UNKNOWN \"No such place\" (error uuid " + thirdID + ")\n\nConversation id for the whole run: " + otherID + "\n"
		tries  = "Primo tentativo: 18/02/2026 09:30:11 UTC, tutto bene anche per noi, risposta 200\nID richiesta: " + otherID + "\nGET https://cvt.fibregateway.com/v1/places\n\nSecondo tentativo: 18/02/2026 09:31:48 UTC, risposta 422\nID richiesta: " + oneID + "\n" + call + failed
		mailed = "-------- Weitergeleitete Nachricht --------\nBetreff: Re: geht nicht\nDatum: Thu, 2 Oct 2025 09:40:31 +0200\nVon: A <a@desk.example>\n\n" + call + id + "409\n" + failed + "Passiert um 09:26:48 +0200 am 02.10.2025.\n"
		locust = "[2026-04-08 17:02:11,907] loadgen-1/ERROR/locustfile: GET https://cvt.fibregateway.com/v1/places -> 503 in 402 ms; sent {'X-Request-ID': '" + oneID + "', 'X-Tenant': 'TENANT_17', 'Authorization': 'Basic bG9jdXN0OjRwZDFPZldaRTNPeFUydEc='}; got " + failed + "\nGET      /v1/places              12    1(8.33%) |    231\n1   GET /v1/places: HTTPError('503 Server Error: Service Unavailable for url: /v1/places')\n"
	)
	checkPrinted(t, []printing{
		{"a status as the last thing that a label of another language gives", call + told + "Válasz: 422\n", "status", "422"},
		{"a status before an article", call + told + "Anropet gav 422 den 19 augusti.\n", "status", "422"},
		{"a status before the error itself", call + "Result: 401 " + failed, "status", "401"},
		{"a status that opens a sentence", call + failed + "Får 500 när jag avbokar\n", "status", "500"},
		{"a status in marks", call + failed + "our job gets **429** on every call\n", "status", "429"},
		{"a status as the front of a word", call + failed + "a hívás 502-es hibával tér vissza\n", "status", "502"},
		{"a status behind its name in brackets", call + "10. Rückmeldung (Statuscode): 500\n", "status", "500"},
		{"a status with a code alone", call + "ik krijg 415 terug, met `UNSUPPORTED_MEDIA_TYPE`\n", "status", "415"},
		{"a room has a number too", call + failed + "Room 404\n", "status", ""},
		{"a count is no status", call + failed + "We have 500 orders waiting\n", "status", ""},
		{"a wait is none", "PUT https://cvt.fibregateway.com/v1/places/7 waits for 500 ms (request ID: " + oneID + ")\n", "status", ""},

		{"the box that is ticked", "Omgeving: ( ) CVT  (x) Productie\n" + id + "POST /v1/places 500\n", "environment", "PRODUCTION"},
		{"boxes behind the words", "Environment: CVT [x] PRODUCTION [ ]\n" + id + "POST /v1/places 500\n", "environment", "CVT"},
		{"no box is ticked", "Environment: [ ] CVT [ ] PRODUCTION\n" + id + "POST /v1/places 500\n", "environment", ""},
		{"a question is no answer", "op cvt of prod?\nprod, api.fibregateway.com\n" + id + "POST /v1/places 500\n", "environment", "PRODUCTION"},
		{"a word that holds the environment", "Betroffen ist nur die CVT-Umgebung.\n" + id + "POST /v1/places 500\n", "environment", "CVT"},
		{"production in one word with what runs", "wij roepen jullie productieomgeving aan via een proxy\n" + id + "POST /v1/places 500\n", "environment", "PRODUCTION"},
		{"production with more behind it", "it keeps failing on production with a 409, request id " + oneID + "\n", "environment", "PRODUCTION"},
		{"the one that is named beside several calls", bars, "environment", "CVT"},

		{"the only number, behind a word of the closed classes", "HILFE storno von 4744271 geht nicht, 409 PLACE_UNKNOWN, x-request-id " + oneID + "\n", "order_id", "4744271"},
		{"the only number, behind what it is", "Die Auftragsnummer lautet 6013223.\n" + call + id, "order_id", "6013223"},
		{"one of two numbers is none", "storno von 4744271 und von 4744272 geht nicht, x-request-id " + oneID + "\n", "order_id", ""},
		{"a day in digits is none", "seit 20260114 geht das nicht, x-request-id " + oneID + "\n", "order_id", ""},
		{"a telephone is none", "Tel. von 4955019 abends\n" + call + id, "order_id", ""},
		{"a constant's value is none", call + id + "  [Symbol(kState)]: 17581054,\n", "order_id", ""},

		{"the key of somebody's ticket is no tenant", "ISP-7713\nTENANT_14 is affected\n" + call, "tenant", "TENANT_14"},
		{"a supplier that is not known", call + "Supplier: n/a\n", "supplier", ""},
		{"a URL in a list of words", "10:04 failing call: POST https://cvt.fibregateway.com/v1/places, 503, request id " + oneID + "\n", "url", "https://cvt.fibregateway.com/v1/places"},
		{"the request of Clojure", "(http/patch \"https://cvt.fibregateway.com/v1/places/7\"\n{})\nclj-http: status 409\n", "method", "PATCH"},
		{"a method and a link in Jira's marks", "# call *POST* [https://cvt.fibregateway.com/v1/places]\n" + failed, "method", "POST"},

		{"a string that a mail broke at its first blank", "> GET https://cvt.fibregateway.com/v1/places/7 404\n>\n> {\"uuid\":\"" + thirdID + "\",\"code\":\"PLACE_UNKNOWN\",\"messages\":[\"No\n> such place is known\"]}\n", "error_message", "No such place is known"},
		{"a message in guillemets", call + "refusé avec un code HTTP 403 : « Cancellation is not allowed » (code PLACE_UNKNOWN)\n", "error_message", "Cancellation is not allowed"},
		{"a message in curled marks", call + "you answered 409, “The order is past its point” (PLACE_UNKNOWN)\n", "error_message", "The order is past its point"},
		{"a message behind its code and a dash", call + "| status | 403 |\n| error | `PLACE_UNKNOWN` – No such place at all |\n", "error_message", "No such place at all"},
		{"the text of an error in Czech", call + id + "Kód chyby: PLACE_UNKNOWN\nText chyby: item must be one of add, modify\n", "error_message", "item must be one of add, modify"},
		{"a text that says there is none", call + id + "Fehlertext: keiner, die Antwort war leer\n", "error_message", ""},
		{"who says it is no message", call + id + "409\n---- Message transféré ----\nBonjour, chez nous c'est pareil : voici les faits de notre cas.\n", "error_message", ""},
		{"the supplier's message whole", call + "Error   " + thirdID + "\n        The supplier API returned the following message: reason 07 not allowed\n409 PLACE_UNKNOWN\n", "error_message", "The supplier API returned the following message: reason 07 not allowed"},
		{"a code that a sentence names", call + "we got a 503, it said PLACE_UNKNOWN.\n", "error_code", "PLACE_UNKNOWN"},
		{"a variable is no code", call + "gets 401, is FIBRE_SCOPE right?\nFIBRE_SCOPE=\"orders\"\n", "error_code", ""},

		{"labels above their values, the status", portal, "status", "404"},
		{"labels above their values, the message", portal, "error_message", "Nessun indirizzo trovato"},
		{"headings of a form above their values", "### Tenant\n\nTENANT_3\n\n### Supplier\n\n_No response_\n\n### X-Request-ID\n\n`01J9FRZH1FESTP63FQS789KAGF`\n\n### X-Conversation-ID\n\n`01J7KY814WY9621DE5EA6B5ERG`\n", "request_id", "01J9FRZH1FESTP63FQS789KAGF"},
		{"an answer that a form notes as missing", "### Tenant\n\nTENANT_3\n\n### Supplier\n\n_No response_\n\n### Request ID\n\n" + oneID + "\n\n### Conversation ID\n\n" + otherID + "\n", "supplier", ""},
		{"names and values parted by tabs", tabs, "error_message", "No such place here"},
		{"a day and a time of day in two cells", tabs, "timestamp", "2026-07-09T11:36:52Z"},
		{"a table without a rule", bars, "request_id", oneID},
		{"a column of times in its title's zone", bars, "timestamp", "2025-04-24T06:30:08Z"},
		{"rows of one width are not one line", "Order\tOur ref\tCall\tX-Request-ID\tHTTP\tSent (UTC)\n3356938\tBB-20411\tPOST /v1/places/1\t" + otherID + "\t202\t2026-01-20 09:14:05\n4878179\tBB-20415\tPOST /v1/places/2\t" + thirdID + "\t202\t2026-01-20 09:14:09\n9411123\tBB-20419\tPOST /v1/places/3\t" + oneID + "\t500\t2026-01-20 09:14:12\n", "request_id", oneID},
		{"a remark in a row, the code", remark, "error_code", "PLACE_UNKNOWN"},
		{"a remark in a row, the uuid", remark, "error_uuid", thirdID},
		{"the conversation of all rows", remark, "conversation_id", otherID},
		{"questions as labels", "Ordernummer Fibre Cafe? 8228881\nBij welke leverancier? SUPPLIER_5\nRequest-ID? " + oneID + "\n409\n", "order_id", "8228881"},
		{"a leader with a blank behind it", "Environnement ............ : CVT\nHorodatage ............... : 2026-03-17 09:02:15 +0100\nIdentifiant de requête ... : " + oneID + "\n" + call, "request_id", oneID},

		{"ids in the order of their names, before a colon", "• X-Request-ID and X-Conversation-Id headers: " + oneID + " and " + otherID + "\n" + call, "conversation_id", otherID},
		{"ids with their names behind them", "The ids were " + oneID + " (X-Request-ID) and " + otherID + " (X-Conversation-ID).\n" + call, "request_id", oneID},
		{"an id among words of French", "avec l'identifiant de requête " + oneID + " et l'identifiant de conversation " + otherID + ".\n" + call, "request_id", oneID},
		{"an id behind a name of German without a mark", call + "Anfrage-ID " + oneID + "\nKonversations-ID " + otherID + "\n", "request_id", oneID},
		{"an id that no name stands at", call + "Geräte-ID " + oneID + "\n", "request_id", ""},

		{"the day before the month, in German", german + "Am 03/02/2026 15:40:12 UTC:\n" + call, "timestamp", "2026-02-03T15:40:12Z"},
		{"a day that is two days, in English", "Hello,\nthis has been failing for us since then, at 03/02/2026 15:40:12 UTC:\n" + call, "timestamp", ""},
		{"a place's time", "le 27 janvier 2026 à 17:03:41 (heure de Paris)\n" + call + id, "timestamp", "2026-01-27T16:03:41Z"},
		{"when a mail was sent is not when the call was made", mailed, "timestamp", "2025-10-02T07:26:48Z"},
		{"the second of two tries", tries, "timestamp", "2026-02-18T09:31:48Z"},
		{"the zone in a label's first word", "Example: order 3702993\n  url: https://cvt.fibregateway.com/v1/places\n  verb: PATCH\n  http code: 422\n  req-id: " + oneID + "\n  utc time: 2025-08-19 23:11:58.310\n", "timestamp", "2025-08-19T23:11:58.31Z"},

		{"what came of a success", "We called GET https://cvt.fibregateway.com/v1/places/7\n\nThe answer was 200 OK:\n\n{\"id\":\"7\",\"state\":\"acknowledged\"}\n\nThanks\n", "response_body", `{"id":"7","state":"acknowledged"}`},
		{"what was sent, below what came of it", "It returns a 500 from the gateway.\n# call *POST* [https://cvt.fibregateway.com/v1/places]\n{\"place\":7}\n\n" + failed, "request_body", `{"place":7}`},
		{"a report's line on the failure above", locust, "request_id", oneID},
		{"a report's columns are no part of the URL", locust, "url", "https://cvt.fibregateway.com/v1/places"},
		{"a customer's number is no order", call + id + "our customer number is 4744271\n", "order_id", ""},
		{"nor is what somebody is rung on", call + id + "ring me on 4744271\n", "order_id", ""},
		{"nor what works", call + id + "works for 4744271, fails for all others\n", "order_id", ""},
		{"a zone beside a city", call + id + "Time: 2026-07-01 12:00:00 (UTC, London office)\n", "timestamp", "2026-07-01T12:00:00Z"},
		{"a name that is a city's", call + id + "Time: 2026-07-01 12:00:00 (reported by Sofia)\n", "timestamp", ""},
		{"an hour that a place's clocks skip", call + id + "Time: 2026-03-29 02:30:00 Europe/Berlin\n", "timestamp", ""},
		{"an environment that is denied", id + "POST /v1/places -> 409\nNicht in der Produktionsumgebung\n", "environment", ""},
		{"an environment that is asked for", id + "POST /v1/places -> 409\nIst das die Produktionsumgebung?\n", "environment", ""},
		{"a line that is live", id + "POST /v1/places -> 409\nThe customer is LIVE, line is up\n", "environment", ""},
		{"a constant is no code", "POST https://cvt.fibregateway.com/v1/places -> 409\nplease look at API_GATEWAY_URL\n", "error_code", ""},
		{"what a colleague said", "POST https://cvt.fibregateway.com/v1/places -> 409\n" + id + "409: my colleague said \"Please call me back today\"\n", "error_message", ""},
		{"a plea behind a code", "POST https://cvt.fibregateway.com/v1/places -> 409\n" + id + "Got ORDER_LOCKED - Please help us soon\n", "error_message", ""},
		{"a queue's length", call + told + "Wir haben 500 in der Warteschlange\n", "status", ""},
		{"a length with its unit", call + told + "We need a 400-day window\n", "status", ""},
		{"a comma in a query", "GET /search?q=Smith, John\nHost: cvt.fibregateway.com\n", "url", "https://cvt.fibregateway.com/search?q=Smith, John"},
		{"an error's uuid behind its name in Danish, without a mark", call + id + "og får 500 tilbage. Fejl-uuid " + thirdID + ".\n", "error_uuid", thirdID},
		{"a code behind its label in French", "Environnement ......... CVT\nIdentifiant requête ... " + oneID + "\nCode erreur ........... FORBIDDEN\nUUID erreur ........... " + thirdID + "\n" + call, "error_code", "FORBIDDEN"},
		{"a status in a cell", "Entorno\tCVT\nPetición\tPOST https://cvt.fibregateway.com/v1/places\nX-Request-ID\t" + oneID + "\nRespuesta\t502\nError\t" + failed, "status", "502"},
		{"a message as an answer", call + id + "Vilken tenant? TENANT_10\nFelmeddelande? Ingen bokad tid hittades\nRequest-id? " + oneID + "\n409 PLACE_UNKNOWN\n", "error_message", "Ingen bokad tid hittades"},
		{"what a logger puts between messages is no body", "DELETE /v1/places/7 HTTP/1.1\nHost: cvt.fibregateway.com\n" + id + "\n\n<<<<<<<<\nHTTP/1.1 409 Conflict\n\n" + failed, "request_body", ""},
	})
}
