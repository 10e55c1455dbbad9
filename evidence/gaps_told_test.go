package evidence

import "testing"

// What people tell in letters, notes and answers of their own.
func TestTimesAreReadAsPeopleTellThem(t *testing.T) {
	const (
		call = "POST https://cvt.fibregateway.com/v1/places\n"
		id   = "X-Request-ID: " + oneID + "\n"
		head = "From: Ismail <i@tidewater.example>\nSent: 12 February 2026 11:47\nSubject: FW: search dead\n\n"
	)
	checkPrinted(t, []printing{
		{"the year's mark in Polish", id + call + "\nCzas: 2 kwietnia 2026 r., godz. 09:18:55 (CEST)\n", "timestamp", "2026-04-02T07:18:55Z"},
		{"the year's mark in Ukrainian", id + call + "\nчас: 13 жовтня 2025 р., 17:06:20 (UTC+3)\n", "timestamp", "2025-10-13T14:06:20Z"},
		{"a Hungarian day and its full stop", id + call + "\nidőpont: 2026. február 11., 14:22:05 (CET)\n", "timestamp", "2026-02-11T13:22:05Z"},
		{"words between a time and its zone", id + call + "\nστις 8 Μαΐου 2026, στις 13:27:54 ώρα Ελλάδας (UTC+3)\n", "timestamp", "2026-05-08T10:27:54Z"},
		{"a zone with an ending", id + call + "\njučer (12.5.2026.) oko 16:10 po CEST-u\n", "timestamp", "2026-05-12T14:10:00Z"},
		{"units behind blanks, and a zone that goes on in the next line", id + call + "\nle mardi 7 juillet 2026, à 14 h 05 min 12 s (heure de\nParis), en test\n", "timestamp", "2026-07-07T12:05:12Z"},
		{"the zone of a city's people", id + call + "\n29.10.2025 um 14:20:08 Uhr Wiener Zeit\n", "timestamp", "2025-10-29T13:20:08Z"},
		{"a zone in three words", id + call + "\non Thursday the 18th of June 2026 at 14:37:52, British Summer Time. I know it.\n", "timestamp", "2026-06-18T13:37:52Z"},
		{"a full stop between hours and minutes", id + call + "\n- 14 Jul 2026 10.05 UTC\n", "timestamp", "2026-07-14T10:05:00Z"},
		{"a day and a time of day in two sentences", id + "Vi gjorde ett anrop den 2 juni 2026. Det kom, kl. 11.42.30 svensk sommartid, inte fram:\n\n" + call, "timestamp", "2026-06-02T09:42:30Z"},
		{"a time of the day that a mail is of", head + "search fell over this morning at 08:51:26 UTC:\n" + call + "\n" + id, "timestamp", "2026-02-12T08:51:26Z"},
		{"a time of today, not when the note was made", "PHONE IN 26/03/2026 10:48 GMT, taken by DW\n  req id   " + oneID + "\nHappened today 10:31:05 (GMT)\n", "timestamp", "2026-03-26T10:31:05Z"},
		{"a time of day behind an item's letter", "both on 27 May 2026, times are UTC:\n\nb) 09:31:47 " + call + "   " + id, "timestamp", "2026-05-27T09:31:47Z"},

		{"the end of a sentence is no abbreviation", id + call + "\nOrdered on 12 May 2026. At 10:11:12 UTC on 14 May 2026 it failed.\n", "timestamp", "2026-05-14T10:11:12Z"},
		{"two times of day are none of the call", id + "Det var den 2 juni 2026 igen. Anropen kom, kl. 11.42.30 CEST och sedan kl. 11.50.10 CEST, inte fram.\n\n" + call, "timestamp", ""},
	})
}

func TestIdsAreReadAsPeopleTellThem(t *testing.T) {
	const (
		call   = "POST https://cvt.fibregateway.com/v1/places\n"
		id     = "X-Request-ID: " + oneID + "\n"
		asked  = "> 5. X-Request-ID and X-Conversation-ID\n\n" + oneID + "\nand\n" + otherID + "\n\n" + call
		arrow  = "Bitte noch X-Request-ID und X-Conversation-ID.\n==> " + oneID + " und " + otherID + "\n\n" + call
		finn   = call + "\npyynnön tunnus " + oneID + "\nkeskustelun tunnus " + otherID + "\nvirheen uuid " + thirdID + "\n"
		letter = "The request in question was numbered " + oneID + ", and they tell me that the error carries the identifier " + thirdID + ".\n" + call
		filled = "Dear desk, our system sent a PATCH to the address below, with the new date,\nwhich is something that we do forty times a month without trouble. The uuid\nof the error that came with the answer to our call, as far as I can tell\nfrom this log, was " + thirdID + ". My colleague has added to our\nlog that the X-Request-ID was\n" + oneID + " and that it was sent at noon.\n\n" + call
		below  = call + id + "{\n   \"place\": {\n      \"id\": \"1\"\n   }\n}\n\nRespuesta (400)\n"
	)
	checkPrinted(t, []printing{
		{"two ids in the lines below a question for both", asked, "request_id", oneID},
		{"and the other", asked, "conversation_id", otherID},
		{"two ids behind an arrow", arrow, "request_id", oneID},
		{"the other of these", arrow, "conversation_id", otherID},
		{"a word for an identifier behind what it is of", finn, "request_id", oneID},
		{"of a conversation", finn, "conversation_id", otherID},
		{"an id in Danish", "* anmodnings-id = " + oneID + "\n* samtale-id = " + otherID + "\n" + call, "request_id", oneID},
		{"a request that is numbered", letter, "request_id", oneID},
		{"an error that carries an identifier", letter, "error_uuid", thirdID},
		{"a sentence over several lines", filled, "request_id", oneID},
		{"JSON right below the fields of a request", below, "request_body", "{\n   \"place\": {\n      \"id\": \"1\"\n   }\n}"},

		{"the identifier of something else", "The session in question carries the identifier " + thirdID + ".\n" + call, "error_uuid", ""},
	})
}

func TestWhatIsTakenBackIsCorrected(t *testing.T) {
	const (
		call = "POST https://cvt.fibregateway.com/v1/places\n"
		id   = "X-Request-ID: " + oneID + "\n"
	)
	checkPrinted(t, []printing{
		{"a wrong id", "x-request-id is " + oneID + "\nsorry, wrong request id, that was the GET before. It's " + otherID + "\n", "request_id", otherID},
		{"in Polish, below the block", call + "\n" + id + "\nPrzepraszam, wkleiłem zły. Właściwy X-Request-ID to " + otherID + ".\n", "request_id", otherID},
		{"not one order but another", "Auftrag 3135055 hängt.\n" + call + "\n" + id + "Entschuldigung: Auftrag nicht 3135055, sondern 6980671.\n", "order_id", "6980671"},
		{"an environment", "It has stopped on PRODUCTION, request id " + oneID + ".\n\nCorrection to the above: this was CVT, not PRODUCTION.\n", "environment", "CVT"},
		{"an id of a call that worked", "first one went fine, 201, request id " + otherID + "\nthen the second one -> 409. request id " + oneID + "\n" + call, "request_id", oneID},
		{"an id in the sentence of the retry", call + "gav 502.\n\nRequest-id för det anropet är " + oneID + ". Vi skickade om, med request-id " + otherID + ", och det gick bra (201).\n", "request_id", oneID},

		{"an apology that corrects nothing", id + call + "\nSorry for the trouble, the conversation id is " + otherID + ".\n", "request_id", oneID},
		{"the host of the call stays", call + "\n" + id + "Sorry, this was PRODUCTION.\n", "environment", "CVT"},
	})
}

func TestAnswersAreReadAsPeopleTellThem(t *testing.T) {
	const (
		call   = "POST https://cvt.fibregateway.com/v1/places\n"
		id     = "X-Request-ID: " + oneID + "\n"
		failed = `{"uuid":"` + thirdID + `","code":"PLACE_UNKNOWN","messages":["No such place"]}` + "\n"
		wiki   = "||Item||Value||\n|X-Request-ID|{{" + oneID + "}}|\n|Request|{{POST https://cvt.fibregateway.com/v1/places}}|\n|Response|(x) 503|\n"
		worked = "https://cvt.fibregateway.com/v1/places/7 (a GET) answers with 200 and\n\n{\"id\":\"7\",\"state\":\"completed\"}\n\nbut nobody has been there.\n" + id
	)
	checkPrinted(t, []printing{
		{"behind a wiki's mark", wiki, "status", "503"},
		{"with an exclamation", "Alweer een 503!! Vandaag. GET https://cvt.fibregateway.com/v1/places\nrequest-id " + oneID + "\n", "status", "503"},
		{"before the error that came", call + "\n" + id + "Did you get a status code, and a body?\n[TK] yes, 400 and " + failed, "status", "400"},
		{"with a code", "Places stopped working, 500 with code MAPPING_FAILED and no message. Request id " + oneID + ".\n", "status", "500"},
		{"of a success, with what came", worked, "response_body", `{"id":"7","state":"completed"}`},
		{"and none of it was sent", worked, "request_body", ""},
		{"a message in German marks", call + "\n" + id + "Im Log steht 409 APPOINTMENT_CONFLICT mit der Meldung „The slot overlaps with another“, mehr nicht.\n", "error_message", "The slot overlaps with another"},
		{"a supplier's message in angle marks", call + "\n" + id + "422 avec le message « The supplier API returned the following message: ONT serial is unknown ».\nL'erreur porte le code ORDER_REJECTED.\n", "error_message", "The supplier API returned the following message: ONT serial is unknown"},

		{"a count before a code", call + "\n" + id + "There were 500 orders with code MAPPING_FAILED.\n", "status", ""},
	})
}

func TestFormsAndLettersOfOtherLanguagesAreRead(t *testing.T) {
	const (
		call    = "POST https://cvt.fibregateway.com/v1/places\n"
		id      = "X-Request-ID: " + oneID + "\n"
		aligned = "Anmodnings-id    " + oneID + "\nSvar             409 Conflict\nFejlkode         DUPLICATE_ORDER\nBesked           An open order already exists\n"
		led     = "Kod odpowiedzi ............ 500\nKod błędu ................. INTERNAL_ERROR\nUUID błędu ................ " + thirdID + "\nKomunikat ................. An unexpected error occurred, please contact support\nIdentyfikator konwersacji . " + otherID + "\n"
		wide    = "Adresse:                              https://cvt.fibregateway.com/v1/places\nStatuscode:                           422\nFehlercode:                           UNPROCESSABLE\n"
		two     = "duas chamadas no dia 5 de novembro de 2025.\n\n1.ª chamada\n • GET https://cvt.fibregateway.com/v1/slots\n • às 10h16m02s (hora de Lisboa)\n • resposta: 200\n\n2.ª chamada\n • " + call + " • às 10h17m44s (hora de Lisboa)\n • ID do pedido: " + oneID + "\n • resposta: 422\n"
	)
	checkPrinted(t, []printing{
		{"a message behind blanks", call + "\n" + aligned, "error_message", "An open order already exists"},
		{"a code behind blanks", call + "\n" + aligned, "error_code", "DUPLICATE_ORDER"},
		{"a message behind leaders", call + "\n" + led, "error_message", "An unexpected error occurred, please contact support"},
		{"an id behind one dot of them", call + "\n" + led, "conversation_id", otherID},
		{"a code of one word far behind its colon", id + wide, "error_code", "UNPROCESSABLE"},
		{"a code that is", "felkoden är UNAUTHORIZED, fel-uuid `" + thirdID + "`\n" + id + call, "error_code", "UNAUTHORIZED"},
		{"a message in Finnish", call + "\n" + id + "- virheilmoitus: startDate must not be in the past\n- virheen uuid: " + thirdID + "\n", "error_message", "startDate must not be in the past"},
		{"a status before its verb", call + "\n" + id + "Die Schnittstelle hat mit 409 geantwortet, mehr wissen wir nicht.\n", "status", "409"},
		{"the status of a success that is told", "Status was 201, so we carried on.\n" + call + "\n" + id, "status", "201"},
		{"a status before a code of OAuth", "(13:05:17) Visitor: it is " + call + "(13:05:30) Visitor: 400 invalid_client\n(13:07:21) Visitor: " + id, "status", "400"},
		{"a method before its status", id + "- PATCH, got 409\n", "method", "PATCH"},
		{"an id that is that of the request", call + "\n" + id + "X-Conversation-ID: same as the request id (our client copies it)\n", "conversation_id", oneID},
		{"an error by its number", call + "\n" + id + "In the answer stood ORDER_LOCKED. As error number " + thirdID + " was given.\n", "error_uuid", thirdID},
		{"a request in Slovak", call + "\n* ID požiadavky " + oneID + "\n", "request_id", oneID},
		{"a time in Hungarian", call + "\n" + id + "2025. november 19-én 14:36:08-kor (CET) lekérdeztük\n", "timestamp", "2025-11-19T13:36:08Z"},
		{"a time in Bulgarian", call + "\n" + id + "Дата и час: 22 януари 2026 г., 17:03:39 ч. (UTC+2)\n", "timestamp", "2026-01-22T15:03:39Z"},
		{"a time in Dutch", "op 21 maart 2026 om 10.42.18 uur Nederlandse tijd\n" + id + call, "timestamp", "2026-03-21T09:42:18Z"},
		{"a time in Spanish", call + "\n" + id + "El 9 de octubre de 2025 a las 18:05:31, hora peninsular española.\n", "timestamp", "2025-10-09T16:05:31Z"},
		{"a time of today in a chat", "[15/09/2026, 18:27:20] P: " + id + "[15/09/2026, 18:27:59] P: it was at 16:51:44 UTC today\n", "timestamp", "2026-09-15T16:51:44Z"},
		{"a time within one call's lines", two, "timestamp", "2025-11-05T10:17:44Z"},

		{"words that a log aligns", call + "\n" + id + "ERROR            Something went wrong in the queue\n", "error_message", ""},
		{"a count of successes", call + "\n" + id + "The status was 201 orders behind.\n", "status", ""},
	})
}

func TestChatsFormsAndTwoCallsAreReadByTheirShape(t *testing.T) {
	const (
		call  = "POST https://cvt.fibregateway.com/v1/places\n"
		id    = "X-Request-ID: " + oneID + "\n"
		chat  = "11/06/2025, 17:06 - Dave: ok, order 4898266 on live, TENANT_26\n11/06/2025, 17:06 - Dave: req " + oneID + "\n11/06/2025, 17:08 - Kirsty: ta, what time was it?\n11/06/2025, 17:08 - Dave: 16:51:09 BST\n"
		form  = "Tenant code *\nTENANT_23\nSupplier code\nSUPPLIER_5\nX-Request-ID *\n" + oneID + "\nDate of the call (DD/MM/YYYY) *\n28/04/2026\nTime of the call, UTC (HH:MM:SS) *\n07:15:38\nError code\nSLOT_UNKNOWN\nError message\nNo appointment is held against this order\nHow urgent is it? *\nOne order affected\n"
		prose = "Yesterday (Sunday 8 March 2026) we did two things against api.fibregateway.com.\n\nFirst, at 18:30:02 UTC, we asked for slots. That was fine: GET /v1/slots gave us a 200. Request ID " + otherID + " in case you need it.\n\nThen at 18:31:40 UTC we tried POST /v1/places and that one came back 409. Request ID for that is " + oneID + ".\n"
		desk  = "caller: Femi (TENANT_15), cb 01632 960 417\n - modify appt on ord 6445626\n - says gets 409 every time\n - err code read out: SLOT_LOCKED\nrq " + oneID + "\ncv " + otherID + "\nerr uuid " + thirdID + "\n"
		rows  = "1) 28.1.2026 klo 10.02.11 (UTC) GET https://cvt.fibregateway.com/v1/places/7 -> 200\n   pyynnön tunnus " + otherID + "\n2) 28.1.2026 klo 10.02.49 (UTC) GET https://cvt.fibregateway.com/v1/places/7 -> 404\n   pyynnön tunnus " + oneID + "\n"
		ask   = "Podpora: A X-Request-ID?\nZuzana: " + oneID + "\nPodpora: X-Conversation-ID?\nZuzana: moment... " + otherID + "\nPodpora: Aký stav ste dostali?\nZuzana: 503\n"
	)
	checkPrinted(t, []printing{
		{"the day of a chat's stamp, whose order the zone tells", chat, "timestamp", "2025-06-11T15:51:09Z"},
		{"on live", chat, "environment", "PRODUCTION"},
		{"a form's day and time in two fields", form, "timestamp", "2026-04-28T07:15:38Z"},
		{"a form's message", form, "error_message", "No appointment is held against this order"},
		{"the method of the call that failed", prose, "method", "POST"},
		{"the id of it", prose, "request_id", oneID},
		{"and when it was", prose, "timestamp", "2026-03-08T18:31:40Z"},
		{"no status within a telephone's number", desk, "status", "409"},
		{"ids by two letters", desk, "conversation_id", otherID},
		{"an order by its abbreviation", desk, "order_id", "6445626"},
		{"the id below the call that failed", rows, "request_id", oneID},
		{"an answer behind a word and dots", ask, "conversation_id", otherID},
		{"a status that answers a question", ask, "status", "503"},
		{"a party that is taken back", "TENANT_13, and SUPPLIER_9 - no wait, SUPPLIER_9 was our other order, this one is SUPPLIER_4\n" + id + call, "supplier", "SUPPLIER_4"},
		{"a time that is taken back", "the time is NOT 2025-05-13 09:20:44 UTC but 2025-05-14 09:20:44 UTC\n" + id + call, "timestamp", "2025-05-14T09:20:44Z"},
		{"what was first said to be the request's", "request id `" + otherID + "`\nargh no, that was the conversation id, sorry. request id is `" + oneID + "`\n", "conversation_id", otherID},
		{"a status behind an article and before a verb", "kregen wij een 400 terug van jullie API:\n\n" + call + "\n" + id, "status", "400"},
		{"a code that begins with a word for validity", call + "\n" + id + "401 INVALID_AUDIENCE. Last one 20 Nov 2025 15:17:03 UTC.\n", "timestamp", "2025-11-20T15:17:03Z"},
		{"when a chat began is not when the call was", "Chat started: Monday, 5 January 2026 13:02 (UTC)\n\nVisitor: it is " + call + "Visitor: " + id + "Nadia: What time was it?\nVisitor: 5 Jan 2026 12:49:36 UTC, TENANT_22\n", "timestamp", "2026-01-05T12:49:36Z"},
		{"an order that isn't the person's own", "Our order no.: 99120437\nFibre Cafe order id: 80200271\nRequest id: " + oneID + "\n", "order_id", "80200271"},
	})
}
