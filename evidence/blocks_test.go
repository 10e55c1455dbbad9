package evidence

import "testing"

func TestARequestIsReadOutOfTitledBlocks(t *testing.T) {
	const (
		file  = "meta {\n  name: move\n}\n\nput {\n  url: https://cvt.fibregateway.com/v1/places/7\n  body: json\n}\n\n"
		heads = "headers {\n  X-Tenant: TENANT_2\n  ~X-Request-ID: d48e1fee-095a-478e-b453-858c76254d49\n  X-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc\n}\n\n"
		body  = "body:json {\n  {\n    \"a\": 1\n  }\n}\n"
		reply = "\n409 {\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"TAKEN\",\"messages\":[\"a\"]}\n"
	)
	checkPrinted(t, []printing{
		{"the method is a title", file + heads + body + reply, "method", "PUT"},
		{"the address below it", file + reply, "url", "https://cvt.fibregateway.com/v1/places/7"},
		{"a header, but for one that is switched off", file + heads + body, "request_id", "c878520d-6ffc-4d63-a367-95a8f94d70dc"},
		{"a body of JSON", file + heads + body + reply, "request_body", "{\n    \"a\": 1\n  }"},
		{"a body of a form", file + "body:form-urlencoded {\n  a: 1\n}\n", "request_body", "a: 1"},
		{"the answer below", file + heads + body + reply, "status", "409"},
		{"no block without its end", "put {\n  url: https://cvt.fibregateway.com/v1/places/7\n", "method", ""},
	})
}
