package evidence

import "testing"

func TestStatusesAreToldByTheirNames(t *testing.T) {
	const (
		call   = "PUT https://cvt.fibregateway.com/v1/places\n\n"
		listed = "Version             : 1.1\nStatusCode          : UnprocessableEntity\nRequestMessage      : Method: PUT, RequestUri: 'https://cvt.fibregateway.com/v1/places', Version: 1.1, Content: System.Net.Http.StringContent, Headers:\n                      {\n                        X-Request-ID: " + oneID + "\n                      }\nIsSuccessStatusCode : False\n"
		shell  = "{\n  _id: ObjectId(\"65f1c1e2a9b4a519c4fb3e1d\"),\n  requestId: UUID(\"" + oneID + "\"),\n  at: ISODate(\"2026-03-04T10:11:12.345Z\"),\n  method: 'PUT',\n  url: 'https://cvt.fibregateway.com/v1/places',\n  status: NumberInt(409)\n}\n"
	)
	checkPrinted(t, []printing{
		{"what PowerShell lists", listed, "status", "422"},
		{"no body behind the request in it", listed, "request_body", ""},
		{"a constant", call + "response.StatusCode: HttpStatusCode.NotFound\n", "status", "404"},
		{"a member's", `{"method":"PUT","url":"https://cvt.fibregateway.com/v1/places","status":"NOT_FOUND"}`, "status", "404"},
		{"but the state of an order is none", `{"method":"PUT","url":"https://cvt.fibregateway.com/v1/places","status":"LOCKED"}`, "status", ""},
		{"nor are two names", call + "StatusCode: NotFound\nStatusCode: Conflict\n", "status", ""},
		{"nor a word of a sentence", call + "There is a conflict with StatusCode handling here.\n", "status", ""},

		{"types around an id", shell, "request_id", oneID},
		{"types around a time", shell, "timestamp", "2026-03-04T10:11:12.345Z"},
		{"types around a number", shell, "status", "409"},
	})
}
