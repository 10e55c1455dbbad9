package evidence

import "testing"

// Facts that share a line, a name or a body with others.
func TestFactsThatShareALineAreToldApart(t *testing.T) {
	const (
		place  = "https://cvt.fibregateway.com/v1/places"
		id     = "X-Request-ID: " + oneID + "\n"
		failed = `{"uuid":"` + thirdID + `","code":"PLACE_LOCKED","messages":["The place is locked"]}`
		inline = id + "request: PATCH " + place + "/7 {\"a\":1}\nresponse: 409 " + failed + "\n"
		form   = "New entry: \"Tell us of a problem\"\n\nTenant code\nTENANT_6\n\nX-Request-ID\n" + oneID + "\n\nSupplier code\nSUPPLIER_2\n\nError code / message\nPLACE_LOCKED / The place is locked\n\nError UUID\n" + thirdID + "\n\nComment\nAgain!\n"
		wget   = "Setting --header (header) to X-Request-ID: " + oneID + "\nSetting --post-data (postdata) to {\"a\":1}\nSetting --method (method) to POST\nSetting --body-data (bodydata) to {\"a\":1}\n\nHTTP/1.1 422 Unprocessable Entity\n\n" + failed + "\n"
		ask    = "> POST /v1/places HTTP/1.1\n> Host: cvt.fibregateway.com\n> X-Request-ID: " + oneID + "\n"
		digest = "$ curl -v --digest -u desk " + place + " -d '{\"a\":1}'\n" + ask + "> Content-Length: 0\n>\n< HTTP/1.1 401 Unauthorized\n< Content-Length: 0\n<\n" + ask + "> Content-Length: 7\n>\n< HTTP/1.1 403 Forbidden\n<\n"
		rows   = "=> Send header, 173 bytes (0xad)\n0000: POST /v1/places HTTP/1.1\n001a: Host: cvt.fibregateway.com\n0036: Cookie: SESSION=rt41Zg2BJUgDmPP4rUkno8mlasORHs4gZEzko10cabcdefg; XSR\n0076: F-TOKEN=6yb0uD3enQr3d2XL5OYmKaPj; lang=nb\n009f: Content-Length: 7\n00b2: \n=> Send data, 7 bytes (0x7)\n0000: {\"a\":1}\n<= Recv header, 24 bytes (0x18)\n0000: HTTP/1.1 404 Not Found\n0018: \n"
		bruno  = "Book a place (422 Unprocessable Entity) - 17 ms\nPOST " + place + "\nx-request-id: " + oneID + "\n" + failed + "\n   ✕ assert: res.status: eq 201\nAssertionError: expected undefined to be a string\n    at module.exports (/srv/vm.js:1:94) {\n  showDiff: false,\n  actual: undefined,\n  operator: 'strictEqual'\n}\n"
	)
	checkPrinted(t, []printing{
		{"a call with its body behind it", inline, "url", place + "/7"},
		{"the body", inline, "request_body", `{"a":1}`},
		{"an error behind a call was not sent", id + "request: PATCH " + place + "/7 " + failed + "\n", "request_body", ""},
		{"one id for two names", "X-Request-ID and X-Conversation-ID are " + oneID + " here.\n\nGET " + place + "\n", "request_id", oneID},
		{"or for the names behind a stroke", "X-Request-ID/X-Conversation-ID: " + oneID + "\n\nGET " + place + "\n", "conversation_id", oneID},
		{"two ids for two names", "X-Request-ID and X-Conversation-ID: " + oneID + " " + otherID + "\n", "conversation_id", otherID},
		{"the second id on the line below", "X-Request-ID and X-Conversation-ID: " + oneID + "\n" + otherID + "\n\nGET " + place + "\n", "request_id", oneID},
		{"a call with blanks behind it", id + "request: PATCH " + place + "/7   \nresponse: 409 " + failed + "\n", "url", place + "/7"},
		{"one of them told alone", "The X-Conversation-ID is " + oneID + " and the X-Request-ID we don't have.\n", "request_id", ""},
		{"a code and a message under one label", form, "error_message", "The place is locked"},
		{"the code", form, "error_code", "PLACE_LOCKED"},
		{"a success that is told behind its call", "Hi, GET " + place + "?a=b answers 200 with an empty list.\n\n" + id, "status", "200"},
		{"a failure that is told behind its call", "GET " + place + "?supplier=SUPPLIER_2 failed TypeError: fetch failed\n    at node:internal/deps/undici/undici:14976:13\n", "supplier", "SUPPLIER_2"},
		{"a count behind a call", "Hi, GET " + place + "?a=b answers 200 times a day.\n\n" + id, "status", ""},
		{"markup that quotes nothing", "Supplier: \"><b onload=\"a(1)\">\n" + id + "\nGET " + place + "\n", "supplier", "\"><b onload=\"a(1)\">"},
		{"a statement within a value", "Supplier: SUPPLIER_4'); DROP TABLE tickets;--\n" + id + "\nGET " + place + "\n", "supplier", "SUPPLIER_4'); DROP TABLE tickets;--"},
		{"a mark behind a code", "Supplier: SUPPLIER_4\",\n" + id + "\nGET " + place + "\n", "supplier", "SUPPLIER_4"},
		{"a call's flag behind a code", "  Supplier: SUPPLIER_4' --compressed \\\n" + id + "\nGET " + place + "\n", "supplier", "SUPPLIER_4"},
		{"a code in quotes", "Supplier: 'SUPPLIER_4' (fibre)\n" + id + "\nGET " + place + "\n", "supplier", "SUPPLIER_4"},
		{"whose it is", "Supplier: SUPPLIER_4's test system\n" + id + "\nGET " + place + "\n", "supplier", "SUPPLIER_4"},
		{"a setting that sets another", wget, "request_body", `{"a":1}`},
		{"a call that is repeated behind a challenge", digest, "request_body", `{"a":1}`},
		{"a full row that redaction has shortened", rows, "request_body", `{"a":1}`},
		{"an error below the headers of a request", bruno, "error_code", "PLACE_LOCKED"},
		{"an object of a test is no answer", bruno, "request_body", ""},
	})
}
