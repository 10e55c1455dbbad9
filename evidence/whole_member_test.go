package evidence

import "testing"

func TestMembersHoldWholeMessages(t *testing.T) {
	const form = `{"tenant":"TENANT_2","request":"PUT https://cvt.fibregateway.com/v1/places/7\nContent-Type: application/json\n\n{\"a\":1}","response":"HTTP/1.1 409 Conflict\nServer: a\n\n{\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"TAKEN\",\"messages\":[]}"}`
	checkPrinted(t, []printing{
		{"a request's method", form, "method", "PUT"},
		{"its body", form, "request_body", `{"a":1}`},
		{"a response's status", form, "status", "409"},
		{"its error", form, "error_code", "TAKEN"},
		{"a text that is no message", `{"request":"first line\nsecond line","url":"https://cvt.fibregateway.com/v1/places/7"}`, "method", ""},
	})
}

func TestARequestBelowItsResponseIsItsWhenTheIDsAreTheSame(t *testing.T) {
	answer := "HTTP/1.1 404 Not Found\nX-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc\n\n{}\n\n"
	checkPrinted(t, []printing{
		{"the same id", answer + "PUT https://cvt.fibregateway.com/v1/places/7 HTTP/1.1\nX-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc\n\n{\"a\":1}\n", "request_body", `{"a":1}`},
		{"another id", answer + "PUT https://cvt.fibregateway.com/v1/places/7 HTTP/1.1\nX-Request-ID: d48e1fee-095a-478e-b453-858c76254d49\n\n{\"a\":1}\n", "request_body", ""},
	})
}

func TestTheIDOfANewOrderIsInTheResponse(t *testing.T) {
	const call = "POST https://cvt.fibregateway.com/v1/product-orders HTTP/1.1\n\n"
	checkPrinted(t, []printing{
		{"made", call + "HTTP/1.1 201 Created\n\n{\"id\":\"8117969\",\"item\":[{\"id\":\"1\"}]}\n", "order_id", "8117969"},
		{"refused", call + "HTTP/1.1 409 Conflict\n\n{\"id\":\"8117969\"}\n", "order_id", ""},
		{"another resource", "POST https://cvt.fibregateway.com/v1/places HTTP/1.1\n\nHTTP/1.1 201 Created\n\n{\"id\":\"8117969\"}\n", "order_id", ""},
	})
}
