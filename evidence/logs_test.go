package evidence

import (
	"strings"
	"testing"
)

// What servers, captures, loggers and the printers of several languages write, one rule a line: the
// text, a member of what "docket parse" prints, and its value.
func TestLinesOfServersAndOfPrintersAreRead(t *testing.T) {
	const (
		id    = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		conv  = "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
		trace = "11111111-2222-4333-8444-555555555555"
		fault = "d48e1fee-095a-478e-b453-858c76254d49"
		host  = "cvt.fibregateway.com"
		url   = "https://" + host + "/v1/places/7"
		err   = `{"uuid":"` + fault + `","code":"NO_PLACE","messages":["There is no such place"]}`
	)
	php := func(pairs ...string) string {
		s := "Array\n(\n"
		for i := 0; i < len(pairs); i += 2 {
			s += "    [" + pairs[i] + "] => Array\n        (\n            [0] => " + pairs[i+1] + "\n        )\n\n"
		}
		return s + ")\n"
	}
	checkPrinted(t, []printing{
		{"a host between method and path", "06/May/2024:07:08:09 +0000|PUT|" + host + "|/v1/places/7|404|0.1\n", "url", url},
		{"a host between method and path has a status behind", "06/May/2024:07:08:09 +0000|PUT|" + host + "|/v1/places/7|404|0.1\n", "status", "404"},
		{"the port of plain HTTP", host + `:80 10.0.0.9 - - [06/May/2024:07:08:09 +0000] "PUT /v1/places/7 HTTP/1.1" 404 9` + "\n", "url", "http://" + host + ":80/v1/places/7"},
		{"two ids in quotes of an access log, that of the request first", `10.0.0.9 - - [06/May/2024:07:08:09 +0000] "PUT /v1/places/7 HTTP/1.1" 404 9 "` + id + `" "` + conv + `"` + "\n", "conversation_id", conv},
		{"captured headers of a proxy", "10.0.0.9:1 [06/May/2024:07:08:09.1] a b/c 0/0/0/1/1 404 9 - - ---- 1/1/1/1/0 0/0 {" + host + "|" + id + "|" + conv + `} "PUT /v1/places/7 HTTP/1.1"` + "\n", "request_id", id},
		{"a code of a tenant behind two ids", "2024-05-06T07:08:09Z | WARN | " + id + " | " + conv + " | TENANT_4 | PUT " + url + " failed: 404 Not Found\n", "tenant", "TENANT_4"},
		{"a method behind the address", "10.0.0.9 " + url + ` method=PUT status=404 rid="` + id + `"` + "\n", "method", "PUT"},
		{"keys and values in braces with blanks between", "2024-05-06T07:08:09Z WARN call{http.method=PUT http.url=" + url + " x_request_id=" + id + "}: a::b: refused http.status_code=404 body=" + err + "\n", "request_id", id},
		{"keys and values behind such braces", "2024-05-06T07:08:09Z WARN call{http.method=PUT http.url=" + url + " x_request_id=" + id + "}: a::b: refused http.status_code=404 body=" + err + "\n", "error_uuid", fault},
		{"pairs of tuples are headers", "%Req{method: :put, url: \"" + url + "\", headers: [{\"Accept\", \"*/*\"}, {\"X-Request-ID\", \"" + id + "\"}], status: 404, response_headers: [{\"Server\", \"a\"}, {\"Date\", \"Mon, 06 May 2024 07:08:09 GMT\"}]}\n", "timestamp", "2024-05-06T07:08:09Z"},
		{"the header's own name before a platform's", "START RequestId: " + trace + "\nPUT " + url + " failed { 'X-Request-ID': '" + id + "', status: 404 }\n", "request_id", id},
		{"a message without quotes", "method\tPUT\nurl\t" + url + "\nstatus\t404\nmessage\tthe answer was " + err + "\n", "error_uuid", fault},
		{"a map printed under the word response is no header of the request", "PUT " + url + "\nresponse: map[Content-Length:[9] Date:[Mon, 06 May 2024 07:08:09 GMT] Server:[a]]\n404 Not Found\n", "timestamp", "2024-05-06T07:08:09Z"},
		{"the numbers of a client's messages before their lines", "1 > PUT " + url + "\n1 > Accept: */*\n1 > X-Request-ID: " + id + "\n\n1 < 404\n1 < Server: a\n1 < Content-Length: 9\n", "status", "404"},
		{"an array of PHP that holds headers", php("Accept", "*/*", "X-Request-ID", id, "Host", host) + "PUT " + url + "\n", "request_id", id},
		{"the array of the request belongs to the call below it", php("Accept", "*/*", "X-Tenant", "TENANT_4", "Host", host) + "PUT " + url + "\n404\n" + err + "\n", "tenant", "TENANT_4"},
		{"a value of PHP goes on to the end of its line", "PUT " + url + "\n" + php("Server", "a", "Date", "Mon, 06 May 2024 07:08:09 GMT", "X-Request-ID", id), "timestamp", "2024-05-06T07:08:09Z"},
		{"a status alone above an error", php("Accept", "*/*", "X-Request-ID", id, "Host", host) + "PUT " + url + "\n404\n" + err + "\n", "status", "404"},
		{"nanoseconds of the epoch", `{"timeUnixNano":"1714979289500000000","attributes":[{"key":"http.method","value":{"stringValue":"PUT"}},{"key":"url.full","value":{"stringValue":"` + url + `"}},{"key":"status_code","value":{"intValue":"404"}}]}`, "timestamp", "2024-05-06T07:08:09.5Z"},
		{"bytes of a packet before a request line", "07:08:09.1 IP 10.0.0.9.5 > 10.0.0.7.80: Flags [P.], length 90\nE..h..@.@.k..\n.......xPUT /v1/places/7 HTTP/1.1\nHost: " + host + "\nX-Request-ID: " + id + "\n\n", "method", "PUT"},
		{"bytes of a packet before a status line", "07:08:09.1 IP 10.0.0.7.80 > 10.0.0.9.5: Flags [P.], length 90\nE..h..@.@.k..\n.......xHTTP/1.1 404 Not Found\nServer: a\nX-Request-ID: " + id + "\n\n", "status", "404"},
		{"a note below the title of a message", "PUT " + url + " -> 404\n>>> REQUEST >>>\n(no query)\naccept: */*\nx-request-id: " + id + "\n\n{\"a\":1}\n\n<<< RESPONSE <<<\nserver: a\ncontent-type: application/json\n\n" + err + "\n", "request_body", `{"a":1}`},
		{"the time of the line that names the call", "--> PUT " + url + "\n<-- HTTP FAILED: java.net.SocketTimeoutException: timeout\n2024-05-06T07:08:09Z WARN a.B - gave up {requestId=" + id + "}\n", "timestamp", "2024-05-06T07:08:09Z"},
		{"words before the error in a record's body", `{"body":{"stringValue":"it said ` + strings.ReplaceAll(err, `"`, `\"`) + `"},"http.method":"PUT","url.full":"` + url + `","status_code":404}`, "response_body", err},
		{"two times of a packet before a request line", "07:08:09.1 IP 10.0.0.9.5 > 10.0.0.7.80: Flags [P.], length 90\nE..h..@.@.k..\n\t..*N.Y_POST /v1/places/7 HTTP/1.1\nHost: " + host + "\nX-Request-ID: " + id + "\n\n", "method", "POST"},
		{"a line that a collector carries", `{"log":"PUT ` + url + ` -> 404 requestId=` + id + `\n","stream":"stderr","time":"2024-05-06T07:08:09Z"}`, "request_id", id},
		{"a record that a collector carries", `{"log":"{\"method\":\"PUT\",\"url\":\"` + url + `\",\"status\":404}\n","stream":"stderr","time":"2024-05-06T07:08:09Z"}`, "status", "404"},
		{"where a line was written is no body", `{"log":"PUT ` + url + ` -> 404\n","stream":"stderr","time":"2024-05-06T07:08:09Z"}`, "request_body", ""},
		{"a number of HTTP/2 is no code of the gateway", "PUT " + url + " gave 404\nsend GOAWAY frame (last_stream_id=0, error_code=NO_ERROR(0x00))\n", "error_code", ""},
		{"a call in keys and values without a result", "level=debug msg=outgoing method=PUT path=/v1/places/7 host=" + host + "\nlevel=error msg=incoming status=404\n", "url", url},
		{"a status in a tuple", "{\"PUT\", \"" + url + "\"}\n{:ok, {{'HTTP/1.1', 404, 'Not Found'}, [{'server', 'a'}, {'date', 'Mon, 06 May 2024 07:08:09 GMT'}, {'content-type', 'text/plain'}], \"none\"}}\n", "status", "404"},
		{"a version in small letters", "I/Client ( 88): --> PUT " + url + " http/1.1\nI/Client ( 88): X-Request-ID: " + id + "\nI/Client ( 88): --> END PUT\n", "method", "PUT"},
		{"a header behind a secret that ngrep broke", "T 10.0.0.9:1 -> 10.0.0.7:80 [AP] #4\n  PUT /v1/places/7 HTTP/1.1..Host: cvt.fibregateway.com..Authorization: Beare\n  r fgw_p7T952AX6yBTfcWX8YUD2PLMpPq6GkgsU2GD..X-Tenant: TENANT_4..X-Request-I\n  D: " + id + "....\n", "tenant", "TENANT_4"},
		{"the length of a packet is no status", "    4 2024-05-06 07:08:09.1    10.0.0.9 → 10.0.0.7    HTTP 500 PUT /v1/places/7 HTTP/1.1 \n    6 2024-05-06 07:08:09.2    10.0.0.7 → 10.0.0.9    HTTP/JSON 532 HTTP/1.1 404 Not Found , JavaScript Object Notation (application/json)\n", "status", "404"},
	})
}

// ngrep breaks a message at the width of a terminal, within a token as anywhere else, and prints the
// ends of its lines as dots.
func TestNoTokenSurvivesWhereNgrepBreaksIt(t *testing.T) {
	for header, token := range map[string]string{
		"Authorization: Bearer ": "fgw_p7T952AX6yBTfcWX8YUD2PLMpPq6GkgsU2GD",
		"Authorization: Basic ":  "c3ZjLXNUcVQ6cE03UnVXcTJ4Vg==",
		"X-Api-Key: ":            "Vx94653M3ZLV4Lcy52DuRwwTTxcWXGDH",
	} {
		for n := range 75 {
			text := "PUT /v1/places/7 HTTP/1.1..Host: cvt.fibregateway.com..User-Agent: " + strings.Repeat("a", n) + ".." + header + token + "..Content-Length: 9..X-Tenant: TENANT_4....{\"places\":1}"
			shown := "T 10.0.0.9:1 -> 10.0.0.7:80 [AP] #4\n"
			for len(text) > 75 {
				shown, text = shown+"  "+text[:75]+"\n", text[75:]
			}
			var r Reader
			redacted := r.Read(shown + "  " + text + "\n").Text.String()
			for i := 0; i+8 <= len(token); i++ {
				if strings.Contains(redacted, token[i:i+8]) {
					t.Errorf("%q survives in %q", token[i:i+8], redacted)
					break
				}
			}
		}
	}
}
