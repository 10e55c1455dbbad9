package evidence

import (
	"strings"
	"testing"
)

func TestWhatOnlyLooksLikeAFactIsNone(t *testing.T) {
	const (
		get    = "GET https://api.fibregateway.com/v1/places/7\n"
		failed = `{"uuid":"` + thirdID + `","code":"ORDER_NOT_FOUND","messages":["No such order"]}`
		broken = "https://api.fibregateway.com/v1/product-orders/100000001/appointments/"
		prose  = "We tried to move the appointment of this customer and the gateway did not\nlet us do so because it says that an order is open that we do not see in\nour own system and so we cannot go on with it at all until somebody has\nlooked at it and tells us what the state of the order in your system is."
		row    = "GET,https://api.fibregateway.com/v1/places/7"
	)
	checkPrinted(t, []printing{
		{"a place's postcode is no order", "Hello, our order fails with 404\n" + get + "\nKind regards\nMax\nHauptstr. 5\n10115 Berlin\n", "order_id", ""},
		{"nor a process' number", "order call:\n28417 ERROR POST https://api.fibregateway.com/v1/places 404\n", "order_id", ""},
		{"nor a count", "order call:\n" + get + "Total:\n15000 calls affected\n", "order_id", ""},
		{"an id with a name is not the error's too", get + "request id: " + oneID + ", ORDER_NOT_FOUND\n", "error_uuid", ""},
		{"an id of something else, behind a full stop", get + "We have no request id. Our ticket is at " + oneID + "\n", "request_id", ""},
		{"a file's name", get + "There is no request id in our logs.\nFile\n" + oneID + ".har\n", "request_id", ""},
		{"a word in capitals is no zone", "2025-01-09 14:47:33 " + get + "LA COMMANDE EST REFUSEE\n", "timestamp", ""},
		{"blanks before a zone", get + "Times from       UTC\nm UTC\n", "timestamp", ""},
		{"when a person wrote is not when the call was made", "All times UTC\nStart Time: 2025-01-09T13:47:33Z\n15:10 Max: this failed\n" + get + "HTTP/1.1 401 Unauthorized\n", "timestamp", "2025-01-09T13:47:33Z"},
		{"how long it took is no status", "The call is slow (500 ms) and then we see\n" + get + failed + "\n", "status", ""},
		{"nor how many orders", get + "We see this for the 500 orders of today:\n" + failed + "\n", "status", ""},
		{"how many orders beside a status", "All calls get 401 Unauthorized since this morning, about 500 orders are affected.\n", "status", "401"},
		{"not in production", "X-Request-ID: " + oneID + "\nGET /v1/places gives 404 on staging, not in production.\n", "environment", ""},
		{"a body of two words", get + "403\n\nResponse body\n\nForbidden\nby policy\n", "response_body", "Forbidden\nby policy"},
		{"a body that starts like a label", "Request:\n\nPOST https://api.fibregateway.com/v1/places\nAccept: */*\n\nResponse:\n\n502 Bad Gateway\nServer: nginx\n\nError code: 502, no upstream\n", "response_body", "Error code: 502, no upstream"},
		{"a body with one member", `{"request":{"method":"POST","url":"https://api.fibregateway.com/v1/places","body":{"body":"Hello there"}},"response":{"status":400}}`, "request_body", `{"body":"Hello there"}`},
		{"an error that was sent on", `{"request":{"method":"POST","url":"https://api.fibregateway.com/v1/places","body":` + failed + `},"response":{"status":400,"body":"no"}}`, "request_body", failed},
		{"a message between brackets", "X-Request-ID: " + oneID + "\nError message: <No such order>\nResponse: 404\n", "error_message", "<No such order>"},
		{"the id of an envelope", "X-Request-ID: " + oneID + "\n" + get + "<wsa:MessageID>uuid:" + thirdID + "</wsa:MessageID>\n", "error_uuid", ""},
		{"a box without columns", "order 7 was stuck\n+-----+\n| a |\n| POST https://cvt.fibregateway.com/v1/orders |\n| 409 |\n+-----+\nX-Request-ID: " + oneID + "\n", "url", "https://cvt.fibregateway.com/v1/orders"},
		{"production that is not affected", "production is not affected\nPOST /v1/orders HTTP/1.1\nX-Request-ID: " + oneID + "\n\nHTTP/1.1 409 Conflict\n", "environment", ""},
		{"a live system for tests", "live system test on staging\nPOST /v1/orders HTTP/1.1\nX-Request-ID: " + oneID + "\n\nHTTP/1.1 409 Conflict\n", "environment", ""},
		{"the gateway's error through another host", "> GET /v1/a HTTP/1.1\n> Host: cvt.fibregateway.com\n>\n< HTTP/1.1 404 Not Found\n<\n\n> POST /fibre/v1/orders HTTP/1.1\n> Host: 10.0.0.7:8080\n>\n< HTTP/1.1 500 x\n<\n" + failed + "\n", "status", "500"},
		{"data of an event", `{"request_id":"` + oneID + `","data":{"user":"x"},"event":"cron"}`, "request_body", ""},
		{"data of an event below an answer", "POST https://cvt.fibregateway.com/v1/orders\n409 Conflict\n" + `{"ts":1,"request_id":"` + oneID + `","payload":{"job":"mail"},"level":"info"}` + "\n", "request_body", ""},
		{"when a token expires", "token expires epoch 1785834000\nPOST /v1/orders HTTP/1.1\nX-Request-ID: " + oneID + "\n\nHTTP/1.1 409 Conflict\n", "timestamp", ""},
		{"when a call was good", "last good call was at 11:44:18\nPOST https://cvt.fibregateway.com/v1/orders 409\n2026-08-04 zone UTC\n", "timestamp", ""},
		{"a letter's date above a call's", "Datum: 2026-07-01T10:00:00Z\nTimestamp: 2026-08-04T12:00:00Z\nPOST /v1/orders HTTP/1.1\nX-Request-ID: " + oneID + "\n\nHTTP/1.1 409 Conflict\n", "timestamp", "2026-08-04T12:00:00Z"},
		{"an id between a request and its answer", "Request-ID: " + oneID + "\n> POST /v1/orders HTTP/1.1\n> Host: cvt.fibregateway.com\n>\nRequest-ID: " + otherID + "\n< HTTP/1.1 409 Conflict\n<\n\n> GET /v1/orders/9 HTTP/1.1\n> Host: cvt.fibregateway.com\n>\n< HTTP/1.1 500 x\n<\n\n", "request_id", ""},
		{"how long a field may be", "the field \"ORDER_ID\" 400 characters\nPOST https://cvt.fibregateway.com/v1/orders\n", "status", ""},
		{"how many days", "our answer 404 days later\nPOST https://cvt.fibregateway.com/v1/orders\n", "status", ""},
		{"an error's id behind two names", "response:UUID:" + thirdID + ", code: A_B\nPOST https://cvt.fibregateway.com/v1/orders 409\n", "error_uuid", thirdID},
		{"a place in capitals", "time;Fehlerort;request;status\n2026-08-02T09:00:00Z;LEEDS;GET https://cvt.fibregateway.com/v1/orders;500\n", "error_code", ""},
		{"a root path", `{"method":"GET","host":"api.fibregateway.com","path":"/","status":401}`, "url", "https://api.fibregateway.com/"},
		{"what came, by a short name", `{"method":"GET","url":"https://api.fibregateway.com/v1/places/7","statusCode":404,"res":{"detail":"no such","place":"Rome"}}`, "response_body", `{"detail":"no such","place":"Rome"}`},
		{"a column beside the one that is named", "method,url,limit,status\n" + row + ",500,409\n", "status", "409"},
		{"a column before it", "expected,method,url,status\n200," + row + ",404\n", "status", "404"},
		{"an address of something else", "page,method,url,status\nhttps://shop.example.com/x," + row + ",404\n", "url", "https://api.fibregateway.com/v1/places/7"},
		{"two columns that may be it", "expected,actual,method,url\n200,404," + row + "\n", "status", ""},
		{"an address beside a call", "page,Call,HTTP\nhttps://shop.example.com/x,GET https://api.fibregateway.com/v1/places/7,404\n", "url", "https://api.fibregateway.com/v1/places/7"},
		{"requests that are none", "id,request,status\n1,create order,404\n2,delete order,500\n", "status", ""},
		{"an action of one's own beside a test's", `{"Action":"output","Package":"a","Output":"x"}` + "\n" + `{"Action":"call","request_id":"` + oneID + `","url":"https://api.fibregateway.com/v1/places","method":"GET","status":500}` + "\n", "request_id", oneID},
		{"an output of no test", `{"Action":"output","Output":"x"}` + "\n" + `{"Action":"start","request_id":"` + oneID + `","url":"https://api.fibregateway.com/v1/places","method":"GET","status":500}` + "\n", "status", "500"},
		{"a list of what one got and wants", "Things:\n+ got a call\n- want a fix\n- request id: " + oneID + "\n- status: 500\n", "request_id", oneID},
		{"a change of a program", get + "\n- want := 1\n+ got := 2\n-request_id: " + oneID + "\n+request_id: " + otherID + "\n", "request_id", oneID},
		{"a day below an address", "GET " + broken + "\n2026-01-05\nstatus 404\n", "url", broken},
		{"a code below an address", "the url is " + broken + "\nSUPPLIER_2\n", "url", broken},
		{"an order below an address", "see " + broken + "\n100000002\n", "url", broken},
		{"a status below an address", "see " + broken + "?a=\n404\n", "url", broken + "?a="},
		{"a code that a query breaks off before", "see " + broken + "?supplier=\nSUPPLIER_2\n", "url", broken + "?supplier=SUPPLIER_2"},
		{"lines of a body in prose", "POST https://api.fibregateway.com/v1/places HTTP/1.1\nContent-Type: text/plain\n\n" + prose + "\n\nHTTP/1.1 409 Conflict\n\n" + prose + "\n", "response_body", prose},
		{"those that curl shows", "> POST /v1/places HTTP/1.1\n> Host: api.fibregateway.com\n>\n< HTTP/1.1 409 Conflict\n<\n" + prose + "\n", "response_body", prose},
		{"counts under initials", `{"response":{"c":200,"s":500,"items":3},"url":"https://api.fibregateway.com/v1/places/7","method":"GET"}`, "status", ""},
		{"the body that they are", `{"response":{"c":200,"s":500,"items":3},"url":"https://api.fibregateway.com/v1/places/7","method":"GET"}`, "response_body", `{"c":200,"s":500,"items":3}`},
		{"a hash of an id", `{"request_id":Hash("abc"),"status":404,"url":"https://api.fibregateway.com/v1/places"}`, "request_id", ""},
		{"a masked order", `{"orderId":mask("100000001"),"status":404,"url":"https://api.fibregateway.com/v1/places"}`, "order_id", ""},
		{"how long a text is", `Order(id=len("100000001"), status=len("404"), url="https://api.fibregateway.com/v1/places")`, "status", ""},
		{"a type that keeps its value", `{"request_id":UUID("` + oneID + `"),"status":404,"url":"https://api.fibregateway.com/v1/places"}`, "request_id", oneID},
		{"a longer name before the exact one", `{"shop_request":"` + oneID + `","request_id":"` + otherID + `","status":409}`, "request_id", otherID},
		{"a request to people", `{"pull_request":"` + oneID + `","status":409,"url":"https://api.fibregateway.com/v1/places"}`, "request_id", ""},
		{"a path with blanks", "GET /v1/orders/a b c.pdf\n", "url", "/v1/orders/a b c.pdf"},
		{"a port that is none", `{"remote":{"host":"api.fibregateway.com","port":0},"method":"GET","path":"/v1/x","status":404}`, "url", "https://api.fibregateway.com/v1/x"},
		{"a port of a client", `{"remote":{"host":"api.fibregateway.com","port":51234},"method":"GET","path":"/v1/x","status":404}`, "url", "https://api.fibregateway.com/v1/x"},
	})
}

func TestLiteralsThatNothingClosesBehindBodiesCostTheirLine(t *testing.T) {
	for _, unit := range []string{"{\"a\":1} {\n", "x {\"a\":1,\"b\":2} {\n", "no to {\"a\":1,\"b\":2}: {\"uuid\":\n"} {
		text := strings.Repeat(unit, 64<<10/len(unit))
		if got := workOf(text) / len(text); got > perByte {
			t.Errorf("%q: each byte is looked at %d times", unit, got)
		}
	}
}
