package evidence

import (
	"strings"
	"testing"
)

// What tools print with another option, and people write in other words, one rule a line: the text, a
// member of what "docket parse" prints, and its value.
func TestOtherOptionsAndOtherWordsAreReadAsWell(t *testing.T) {
	const (
		id    = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		conv  = "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
		fault = "d48e1fee-095a-478e-b453-858c76254d49"
		url   = "https://cvt.fibregateway.com/v1/places/7"
		err   = `{"uuid":"` + fault + `","code":"NO_PLACE","messages":["There is no such place"]}`
	)
	checkPrinted(t, []printing{
		{"rows of a trace are no lines that a terminal broke", "=> Send header, 57 bytes (0x39)\n0000: PUT /v1/places/7 HTTP/1.1\n001b: Host: cvt.fibregateway.com\n0037: \n=> Send data, 195 bytes (0xc3)\n0000: {\"a\":\"" + strings.Repeat("x", 58) + "\n0040: " + strings.Repeat("x", 64) + "\n0080: " + strings.Repeat("x", 64) + "\n00c0: x\"}\n", "request_body", `{"a":"` + strings.Repeat("x", 187) + `"}`},
		{"an id that was", "GET " + url + " failed, its request id was " + id + ".\n", "request_id", id},
		{"a short name before an id in marks of code", "GET " + url + " failed, req `" + id + "`\n", "request_id", id},
		{"a short name before another value", "GET " + url + " failed, req `abc`\n", "request_id", ""},
		{"an abbreviated label", "GET " + url + "\n\nThis is about order no. 470011 of ours.\n", "order_id", "470011"},
		{"a message in quotes within a sentence", "GET " + url + "\n\nIt gave HTTP 404 with message \"There is no such place\" again\n", "error_message", "There is no such place"},
		{"a code in brackets behind a status", "GET " + url + "\n\nIt failed with HTTP status 404 (NO_PLACE).\n", "error_code", "NO_PLACE"},
		{"in production", "Order number 470011 fails in production, HTTP 404.\nRequest ID " + id + "\n", "environment", "PRODUCTION"},
		{"a platform for production", "Order number 470011 fails on the production platform, HTTP 404.\nRequest ID " + id + "\n", "environment", "PRODUCTION"},
		{"a production line", "Our production line stands still, HTTP 404.\nRequest ID " + id + "\n", "environment", ""},
		{"a status that a call gives", "GET " + url + " gives 503 since noon\n", "status", "503"},
		{"o'clock in German", "Zeitpunkt: 06.05.2024, 09:08:09 Uhr MESZ\nGET " + url + "\n", "timestamp", "2024-05-06T07:08:09Z"},
		{"epoch seconds with a fraction", "ts: 1714979289.5\nGET " + url + "\n", "timestamp", "2024-05-06T07:08:09.5Z"},
		{"a name within the quotes of an access log", `10.0.0.9 - - [06/May/2024:07:08:09 +0000] "PUT /v1/places/7 HTTP/1.1" 404 9 "-" "a/1" "cvt.fibregateway.com" "rid=` + id + `"` + "\n", "request_id", id},
		{"the first chunk of a body", `<- "GET /v1/places/7 HTTP/1.1\r\nHost: cvt.fibregateway.com\r\n\r\n"` + "\n" + `-> "HTTP/1.1 404 Not Found\r\n"` + "\n" + `-> "Transfer-Encoding: chunked\r\n"` + "\n" + `-> "\r\n"` + "\n" + `-> "9\r\n"` + "\n" + `-> "{\"a\":[1]}"` + "\n" + `-> "\r\n"` + "\n" + `-> "0\r\n"` + "\n", "response_body", `{"a":[1]}`},
		{"brackets of a tool around an error", "GET " + url + "\n404 Not Found\nLeft out of the body: [" + err + "] done.\n", "error_message", "There is no such place"},
		{"cells of HTML", "<table><tr><td>Request ID</td><td>" + id + "</td></tr><tr><td>Request</td><td>GET " + url + "</td></tr><tr><td>Body</td><td>{&quot;a&quot;:1}</td></tr></table>", "request_id", id},
		{"a response above its request", "Response: 404\n\n" + err + "\n\nRequest: DELETE " + url + "\n\nConversation ID: " + conv + "\n", "method", "DELETE"},
		{"a form as the body of a block", "Request:\n\nPOST https://cvt.fibregateway.com/oauth/token\n\ngrant_type=client_credentials&scope=orders\n\nResponse: 401\n", "request_body", "grant_type=client_credentials&scope=orders"},
		{"a fact below a request is no form", "Request:\n\nPOST " + url + "\n\nstage=2\n", "request_body", ""},
		{"a body of another call's command line", "$ curl -d a=b https://cvt.fibregateway.com/oauth/token\n\nGET /v1/places/7 HTTP/1.1\nHost: cvt.fibregateway.com\n\nHTTP/1.1 401 Unauthorized\nServer: a\n", "request_body", ""},
		{"the scheme that a command line asks for", "$ curl -v http://cvt.fibregateway.com/v1/places/7\n> GET /v1/places/7 HTTP/1.1\n> Host: cvt.fibregateway.com\n> \n< HTTP/1.1 404 Not Found\n< Server: a\n< \n", "url", "http://cvt.fibregateway.com/v1/places/7"},
		{"an answer that a client made up", "> GET " + url + "\n> Accept: */*\n> \n< 500 Can't connect to cvt.fibregateway.com:443 (Connection refused)\n< Content-Type: text/plain\n< Client-Warning: Internal response\n< \n", "no_response", ConnectionRefused},
		{"an answer that a client made up has no status", "> GET " + url + "\n> Accept: */*\n> \n< 500 read timeout\n< Content-Type: text/plain\n< Client-Warning: Internal response\n< \n", "status", ""},
		{"a status before the literal of a call", `[06/May/2024] a.ERROR: HTTP 404 {"method":"PUT","url":"` + url + `","headers":{"X-Request-ID":"` + id + `"},"response":` + err + "}\n", "status", "404"},
		{"levels and names of loggers before lines", "DEBUG:a.b:PUT " + url + "\nDEBUG:a.b:request headers {'Accept': '*/*', 'X-Request-ID': '" + id + "', 'X-Tenant': 'TENANT_4'}\nDEBUG:a.b:request body b'{\"a\":1}'\nERROR:a.c:404 " + err + "\n", "tenant", "TENANT_4"},
		{"lines that carriage returns part", "Tenant: TENANT_4\rRequest:\r\rGET " + url + "\r\rResponse: 404\r", "status", "404"},
		{"a mark that nothing closes", "Tenant: 'n Net\nGET " + url + "\n", "tenant", "'n Net"},
		{"facts behind a status", "Request: PUT " + url + "\nResponse: HTTP 404, code NO_PLACE, uuid " + fault + "\n", "error_uuid", fault},
		{"a person's name of an id below a request", "PUT " + url + "\nRequest-ID: " + id + "\n\nHello\n", "request_id", id},
		{"marks of Jira around a body", "GET " + url + "\n\ngot *404 Not Found*\n\n{code:json}\n" + err + "\n{code}\n", "status", "404"},
		{"the title of a row in Jira's markup", "GET " + url + "\n\n||X-Request-ID||" + id + "||\n", "request_id", id},
		{"titles of columns in Jira's markup", "GET " + url + "\n\n||Tenant||Supplier||\n", "tenant", ""},
		{"an element of XML with escapes keeps its names", "<case><requestId>" + id + "</requestId><request method=\"PUT\">" + url + "</request><response status=\"404\">{&quot;code&quot;:&quot;NO_PLACE&quot;}</response></case>\n", "request_id", id},
		{"an address in the place of a request's body", "<case><request method=\"PUT\">" + url + "</request><response status=\"404\">a</response></case>\n", "url", url},
		{"a status that a sentence gives a call", "PUT " + url + " fails with a 502 (request ID: " + id + ") today\n", "status", "502"},
		{"a wait that a sentence gives a call", "PUT " + url + " waits for 500 ms (request ID: " + id + ")\n", "status", ""},
		{"a uuid behind an error's code", "GET " + url + "\n\nError: NO_PLACE " + fault + "\n", "error_uuid", fault},
		{"a status from a host", "503 from cvt.fibregateway.com today, rid=" + id + "\n", "status", "503"},
		{"a code that somebody got", "GET " + url + "\n\nWe got NO_PLACE from it.\n", "error_code", "NO_PLACE"},
		{"a time behind a call", "PUT " + url + " at 07:08:09 UTC on 6 May 2024.\n", "timestamp", "2024-05-06T07:08:09Z"},
		{"a call before a time", "PUT " + url + " at 07:08:09 UTC on 6 May 2024.\n", "url", url},
	})
}
