package evidence

import "testing"

// callElements writes the call of a load test as an element whose attributes say of what type a text is.
func callElements(path, status, requestID, sent, got string) string {
	return `  <sample t="88" ok="false" thread="Users 1-2">
    <response_headers class="java.lang.String">HTTP/1.1 ` + status + `
Content-Type: application/json
</response_headers>
    <request_headers class="java.lang.String">Host: cvt.fibregateway.com
X-Request-ID: ` + requestID + `
</request_headers>
    <response_data class="java.lang.String">` + got + `</response_data>
    <verb type="string">PUT</verb>
    <query_string type="string">` + sent + `</query_string>
    <java.net.URI>https://cvt.fibregateway.com` + path + `</java.net.URI>
  </sample>
`
}

func TestElementsOfOneNameAreCallsOfTheirOwn(t *testing.T) {
	const id, other = "c878520d-6ffc-4d63-a367-95a8f94d70dc", "d48e1fee-095a-478e-b453-858c76254d49"
	refused := callElements("/v1/places/7", "409 Conflict", id, `{"a":1}`, `{"code":"TAKEN","messages":[]}`)
	done := callElements("/v1/places/8", "200 OK", other, "", "{}")
	run := func(calls string) string {
		return "<?xml version=\"1.0\"?>\n<run version=\"1.2\">\n" + calls + "</run>\n"
	}
	twice := refused + callElements("/v1/places/7", "409 Conflict", other, `{"a":2}`, `{"code":"TAKEN","messages":[]}`)
	for _, c := range []struct {
		name, text string
		exchanges  int
	}{{"two", run(done + refused), 2}, {"one", run(refused), 1}, {"the same call twice", run(twice), 2}} {
		if got := (&Reader{}).Parse(c.text).Exchanges; got != c.exchanges {
			t.Errorf("%s: %d exchanges, want %d", c.name, got, c.exchanges)
		}
	}
	checkPrinted(t, []printing{
		{"the method of a typed element", run(done + refused), "method", "PUT"},
		{"a URL under the name of its class", run(done + refused), "url", "https://cvt.fibregateway.com/v1/places/7"},
		{"the status above the headers", run(refused + done), "status", "409"},
		{"the headers of the same element", run(refused + done), "request_id", id},
		{"JSON in the place of a query is the body", run(done + refused), "request_body", `{"a":1}`},
		{"no query, no body", run(done), "request_body", ""},
		{"the last of two that failed", run(twice), "request_id", other},
		{"attributes that say something stay", `<call method="PUT" url="https://cvt.fibregateway.com/v1/places/7"><answer status="409">{"code":"TAKEN","messages":[]}</answer></call>`, "status", "409"},
	})
}
