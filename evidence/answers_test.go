package evidence

import "testing"

// How the outputs of clients go on, one rule a line: the text, a member of what "docket parse" prints, and
// its value.
func TestAnswersBelongToTheCommandThatAskedForThem(t *testing.T) {
	const (
		url  = "https://cvt.fibregateway.com/v1/places/7"
		id   = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		one  = `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"NO_PLACE","messages":["There is no such place"]}`
		two  = `{"uuid":"5b6df604-483e-400e-bfc2-e8e831b6c6b8","code":"BUSY","messages":["Later"]}`
		asks = "$ curl -i -X PUT -d '{\"a\":1}' " + url + "\n"
	)
	checkPrinted(t, []printing{
		{"the last of several tries", asks + "HTTP/1.1 503 Service Unavailable\nServer: a\n\n" + two + "\nHTTP/1.1 404 Not Found\nServer: a\n\n" + one + "\n", "method", "PUT"},
		{"another id is of another call", asks[:len(asks)-1] + " -H 'X-Request-ID: " + id + "'\nHTTP/1.1 503 Service Unavailable\nServer: a\n\n" + two + "\nHTTP/1.1 404 Not Found\nX-Request-ID: d48e1fee-095a-478e-b453-858c76254d49\n\n" + one + "\n", "method", ""},
		{"a redirect is followed", "$ curl -iL http://cvt.fibregateway.com/places/7\nHTTP/1.1 308 Permanent Redirect\nLocation: " + url + "\n\nHTTP/1.1 404 Not Found\nServer: a\n\n" + one + "\n", "url", url},
		{"a redirect within the host", "$ curl -iL https://cvt.fibregateway.com/places/7\nHTTP/1.1 308 Permanent Redirect\nLocation: /v1/places/7\n\nHTTP/1.1 404 Not Found\nServer: a\n\n" + one + "\n", "url", url},
		{"what went wrong is told before the answer that broke off", asks + "curl: (18) transfer closed with 9 bytes remaining to read\nHTTP/1.1 404 Not Found\nServer: a\n\n" + one + "\n", "request_body", `{"a":1}`},
		{"an answer shown whole below its status and body", "PUT " + url + "\n\nResponse: 404\n\n" + one + "\n\nHTTP/1.1 404 Not Found\nX-Request-ID: " + id + "\n\n{\"uuid\":\"d48e\n", "error_code", "NO_PLACE"},
		{"a tunnel through a proxy is no answer", asks + "> CONNECT cvt.fibregateway.com:443 HTTP/1.1\n> Host: cvt.fibregateway.com:443\n> \n< HTTP/1.1 200 Connection established\n< \n> PUT /v1/places/7 HTTP/1.1\n> Host: cvt.fibregateway.com\n> \n< HTTP/1.1 404 Not Found\n< Server: a\n< \n", "request_body", `{"a":1}`},
		{"headers and body as literals behind each other", "PUT " + url + " HTTP/1.1\n\nresponse {'Content-Type': 'application/json', 'X-Request-ID': '" + id + "'} " + one + "\n", "request_id", id},
		{"the status above an error", "PUT " + url + "\n\n// prints: 404\n// " + one + "\n", "status", "404"},
		{"a number above another body", "PUT " + url + "\n\nbytes: 404\n{\"a\":1}\n", "status", ""},
		{"a status alone below its call", "PUT " + url + "\n404\n12 ms\nResponse Body\n" + one + "\n", "status", "404"},
		{"what a console shows folded is no body", "PUT " + url + "\n404\nTiming\n{phases: {…}}\nResponse Body\n" + one + "\n", "response_body", one},
		{"the body of another pane", "Request URL\n" + url + "\nRequest Method\nPUT\nStatus Code\n404 Not Found\nserver\na\nResponse\n" + one + "\n", "error_code", "NO_PLACE"},
		{"an answer and a request without titles", "Request URL: " + url + "\nRequest Method: PUT\nStatus Code: 404 Not Found\nReferrer Policy: no-referrer\n\nserver: a\nx-request-id: " + id + "\n\n:authority: cvt.fibregateway.com\n:method: PUT\n:path: /v1/places/7\nx-tenant: TENANT_4\nx-request-id: " + id + "\n", "tenant", "TENANT_4"},
		{"the time of a note", "* Current time is 2024-05-06T07:08:09.010Z\n\n> PUT /v1/places/7 HTTP/1.1\n> Host: cvt.fibregateway.com\n> \n* Operation timed out after 5001 milliseconds with 0 bytes received\n", "timestamp", "2024-05-06T07:08:09.01Z"},
		{"a patience is no time-out", "* Enable timeout of 5000ms\n> PUT /v1/places/7 HTTP/1.1\n> Host: cvt.fibregateway.com\n> \n", "no_response", ""},
		{"what a client was told to print", one + "\nstatus=404\nverb=PUT\nurl=" + url + "\ntime_total=0.2\n", "status", "404"},
		{"what a script sets", "url=" + url + "\nverb=PUT\nlimit=4\ncurl -X PUT $url\n", "status", ""},
		{"bytes of the handshake open no literal", "== Info: TLSv1.3 (OUT), TLS handshake, Client hello (1):\n=> Send SSL data, 66 bytes (0x42)\n0000: .{url:'..........................................................\n0040: .\n=> Send header, 57 bytes (0x39)\n0000: PUT /v1/places/7 HTTP/1.1\n001b: Host: cvt.fibregateway.com\n0037: \n<= Recv SSL data, 1 bytes (0x1)\n0000: .\n=> Send data, 7 bytes (0x7)\n0000: {\"a\":1}\n", "request_body", `{"a":1}`},
		{"headers of an inspected answer are members", "<-- 404 Not Found [Object: null prototype] {\n  'content-type': 'application/json',\n  date: 'Mon, 06 May 2024 07:08:09 GMT'\n} { uuid: 'd48e1fee-095a-478e-b453-858c76254d49', code: 'NO_PLACE', messages: [ 'a' ] }\n", "timestamp", "2024-05-06T07:08:09Z"},
		{"a frame of a stack is no program", "HTTPError: 404 (Not Found): PUT " + url + "\n    at async next (file:///srv/app/a.js:8:13) {\n  options: {\n    url: URL { href: '" + url + "' },\n    method: 'PUT',\n    headers: {\n      accept: '*/*',\n      'x-tenant': 'TENANT_4'\n    }\n  }\n}\n", "tenant", "TENANT_4"},
		{"what PowerShell says of an error is no program", "$u = '" + url + "'\nInvoke-RestMethod -Uri $u -Method Put\nInvoke-RestMethod : " + one + "\n", "error_code", "NO_PLACE"},
		{"a constant of a protocol is no code of the gateway", "PUT " + url + " failed\nsend GOAWAY frame <error_code=REFUSED_STREAM(0x07)>\n", "error_code", ""},
		{"the status that ends what looks like a logger's words", url + ":\n2024-05-06 07:08:09 ERROR 404: Not Found.\n", "status", "404"},
		{"a method among what looks like a logger's words", "07:08:09.010\tINFO\tPUT Request : url=" + url + "\n", "method", "PUT"},
		{"a level is no method", "07:08:09.010 [main] TRACE a.b.C - X-Request-ID: " + id + "\nGET " + url + "\n", "method", "GET"},
		{"a method in small letters, an address and a body", "{ status: 404, data: " + one + " }\nput " + url + " {\"a\":1}\n", "request_body", `{"a":1}`},
		{"a small word before an address", "Please get " + url + " {\"a\":1}\n", "method", ""},
		{"a message with its title within a literal", "time=\"2024-05-06T07:08:09Z\" level=info msg=\"Request:\\nPUT /v1/places/7 HTTP/1.1\\r\\nHost: cvt.fibregateway.com\\r\\n\\r\\n{\\\"a\\\":1}\\n\" request_id=" + id + "\n", "request_body", `{"a":1}`},
		{"an arrow before a status among bullets", "Error: put: 404 Not Found\nCall log:\n  - → PUT " + url + "\n    - accept: */*\n    - x-tenant: TENANT_4\n  - ← 404 Not Found\n    - server: a\n    - x-request-id: " + id + "\n", "status", "404"},
		{"short names of PowerShell's commands", "PS C:\\a> curl -Method PUT -Uri " + url + " -Headers @{'X-Tenant'='TENANT_4'} -Body '{\"a\":1}'\n", "tenant", "TENANT_4"},
		{"what PowerShell says of an error of a short name", "PS C:\\a> iwr -Method PUT -Uri " + url + "\niwr : " + one + "\n", "error_code", "NO_PLACE"},
		{"sentences as titles", "The request we sent was:\n\nMethod: PUT\nURL: " + url + "\nBody: {\"a\":1}\n\nThe response we got was:\n\nStatus: 404 - Not Found\nHeaders: {\n  \"server\": \"a\"\n}\nBody: " + one + "\n", "response_body", one},
		{"prompts of lines that go on", "PS C:\\a> curl.exe -X PUT `\n>> -d '{\"a\":1}' `\n>> " + url + "\n", "request_body", `{"a":1}`},
	})
}

func TestCommandsAreReadWithTheFilesThatTheTextShows(t *testing.T) {
	const sends = "$ curl -i --data-binary @place.json " + gatewayURL + "\n"
	checkCommands(t, []struct {
		name, in string
		want     asks
	}{
		{"prompts of lines that go on", "$ curl -X PUT \\\n> -d '{\"a\":1}' \\\n> " + gatewayURL + "\n", asks{"PUT", gatewayURL, `{"a":1}`, nil}},
		{"prompts of lines that go on within quotes", "% curl -X PUT " + gatewayURL + " -d '{\nquote> \"a\":1\nquote> }'\n", asks{"PUT", gatewayURL, "{\n\"a\":1\n}", nil}},
		{"a file that was printed", "$ cat place.json\n{\n  \"a\": 1\n}\n" + sends, asks{"POST", gatewayURL, "{\n  \"a\": 1\n}", nil}},
		{"a file that was written", "$ cat > place.json <<'EOF'\n{\"a\":1}\nEOF\n" + sends, asks{"POST", gatewayURL, `{"a":1}`, nil}},
		{"a file that was written, the other way round", "$ cat <<EOF > ./place.json\n{\"a\":1}\nEOF\n" + sends, asks{"POST", gatewayURL, `{"a":1}`, nil}},
		{"a file that a word went into", "$ echo '{\"a\":1}' > place.json\n" + sends, asks{"POST", gatewayURL, `{"a":1}`, nil}},
		{"another file", "$ cat > other.json <<EOF\n{\"a\":1}\nEOF\n" + sends, asks{"POST", gatewayURL, "", nil}},
		{"a file that is written into a client", "$ echo '{\"a\":1}' > place.json\n$ http POST " + gatewayURL + " < place.json\n", asks{"POST", gatewayURL, `{"a":1}`, nil}},
		{"a file that Wget sends", "$ echo '{\"a\":1}' > place.json\n$ wget --post-file=place.json " + gatewayURL + "\n", asks{"POST", gatewayURL, `{"a":1}`, nil}},
		{"a file that the shell reads", "$ cat > place.json <<EOF\n{\"a\":1}\nEOF\n$ curl -d \"$(cat place.json)\" " + gatewayURL + "\n", asks{"POST", gatewayURL, `{"a":1}`, nil}},
	})
}
