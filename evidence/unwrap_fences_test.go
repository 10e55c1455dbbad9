package evidence

import "testing"

func TestWhatChatsAndNotesPutAroundCodeIsNoPartOfIt(t *testing.T) {
	const failed = `{"uuid":"` + thirdID + `","code":"CONFLICT","messages":["No"]}`
	checkPrinted(t, []printing{
		{"a fence beside what it holds", "```curl -X DELETE https://cvt.fibregateway.com/v1/places/7\nHTTP/1.1 409 Conflict\n\n" + failed + "```\n", "method", "DELETE"},
		{"and at its end", "```curl -X DELETE https://cvt.fibregateway.com/v1/places/7\nHTTP/1.1 409 Conflict\n\n" + failed + "```\n", "response_body", failed},
		{"an address between brackets, with escapes", "curl \"<https://cvt.fibregateway.com/v1/places?a=1&amp;b=2>\"\n", "url", "https://cvt.fibregateway.com/v1/places?a=1&b=2"},
		{"the boxes of Org", "#+BEGIN_SRC restclient\nGET https://cvt.fibregateway.com/v1/places/7\n#+END_SRC\n\n#+RESULTS:\n#+BEGIN_SRC js\n" + failed + "\n// GET https://cvt.fibregateway.com/v1/places/7\n// HTTP/1.1 409 Conflict\n#+END_SRC\n", "response_body", failed},
		{"marks of a wiki around a call", "| Request: <code><nowiki>POST https://cvt.fibregateway.com/v1/places</nowiki></code>\nResponse: 409\n", "url", "https://cvt.fibregateway.com/v1/places"},
		{"and its method", "| Request: <code><nowiki>POST https://cvt.fibregateway.com/v1/places</nowiki></code>\nResponse: 409\n", "method", "POST"},
		{"a line's end written twice", "<p>PATCH https://cvt.fibregateway.com/v1/places/7<br>\nX-Request-ID: " + oneID + "<br>\nX-Tenant: TENANT_16</p>\n<p>415 Unsupported Media Type</p>", "request_body", ""},
		{"the titles of a window's panes", "POST\nhttps://cvt.fibregateway.com/v1/places\nSend\nBody\nScripts\nX-Request-ID\n" + oneID + "\nBody\nTest Results\n409 Conflict\n" + failed + "\n", "request_body", ""},
		{"what the lower pane shows", "POST\nhttps://cvt.fibregateway.com/v1/places\nSend\nBody\nScripts\nX-Request-ID\n" + oneID + "\nBody\nTest Results\n409 Conflict\n" + failed + "\n", "response_body", failed},
		{"what was sent and what came in one line", "POST https://cvt.fibregateway.com/v1/places - 409\nfail: the gateway said no to {\"place\":{\"id\":\"7\"}}: " + failed + "\n", "response_body", failed},
		{"two statuses to choose from are none", "GET https://cvt.fibregateway.com/v1/places is repeated after a 503 or a 429, waiting as told.\n", "status", ""},
	})
}
