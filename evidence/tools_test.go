package evidence

import (
	"strings"
	"testing"
)

func TestOutputOfToolsIsReadByItsStructure(t *testing.T) {
	const url, sent = "https://cvt.fibregateway.com/v1/a", `{"a":1}`
	whole := told{"PUT", url, sent, anError, 404, anID}
	checkTold(t, []tale{
		{"a status and its reason joined by a colon, headers and body behind",
			"[a][b] 2026-11-27T10:00:00+0000 PUT " + url + ` {"Accept":"text/plain","X-Request-ID":"` + anID + `"} {"a":1}` + "\n[a][e] 2026-11-27T10:00:01+0000 PUT " + url + ` 404:Not Found {"server":"x","x-request-id":"` + anID + `"} ` + anError + "\n", whole},
		{"an error object in which the call is wrapped where a body is expected",
			"Error: 404 {\n  data: {\n    headers: { server: 'x', date: 'Fri, 27 Nov 2026 10:00:00 GMT', 'x-request-id': '" + anID + "' },\n    res: { statusCode: 404 },\n    payload: " + anError + "\n  },\n  output: { statusCode: 404, payload: { statusCode: 404, error: 'Not Found' } }\n}\n", told{answer: anError, status: 404, id: anID}},
		{"what a program that plays the server replies",
			"stub('https://cvt.fibregateway.com', {\"a\":true})\n  .put('/v1/a', {\"a\":1})\n  .matchHeader(\"content-type\", \"application/json\")\n  .matchHeader(\"x-request-id\", \"" + anID + "\")\n  .reply(404, " + anError + ", {\n  'content-type': 'application/json',\n  server: 'x'\n});\n", told{method: "PUT", url: url, answer: anError, status: 404, id: anID}},
		{"objects as Python shows them, the body behind",
			"<Request('PUT', '" + url + "')> Headers({'accept': '*/*', 'x-request-id': '" + anID + "'}) b'{\"a\":1}'\n<Response [404 Not Found]> Headers({'server': 'x', 'content-type': 'application/json'}) 0:00:00.01\n" + anError + "\n", whole},
		{"strings with their length, and lists of header lines",
			"PUT " + url + "\narray(3) {\n  [\"method\"]=>\n  string(3) \"PUT\"\n  [\"content\"]=>\n  string(7) \"{\"a\":1}\"\n  [\"header\"]=>\n  array(2) {\n    [0]=>\n    string(18) \"Accept: text/plain\"\n    [1]=>\n    string(50) \"X-Request-ID: " + anID + "\"\n  }\n}\nHTTP/1.1 404 Not Found\nServer: x\n\n" + anError + "\n", whole},
		{"quoted scalars of YAML over several lines",
			"calls:\n- request:\n    body: '{\"a\":1}'\n    headers:\n      Accept:\n      - '*/*'\n      X-Request-ID:\n      - " + anID + "\n    method: PUT\n    uri: " + url + "\n  response:\n    body:\n      string: '{\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"NOT_FOUND\",\"messages\":[\"No\n        such order\"]}'\n    status:\n      code: 404\n", whole},
		{"what a test got, not what it expected",
			"  expected:\n    call: 'PUT " + url + "'\n    status: 200\n    state: 'x'\n  actual:\n    call: 'PUT " + url + "'\n    requestId: '" + anID + "'\n    status: 404\n    date: 'Fri, 27 Nov 2026 10:00:00 GMT'\n", told{method: "PUT", status: 404, id: anID}},
		{"a summary that repeats an answer, with the URL's scheme",
			"-> PUT /v1/a HTTP/1.1\n-> Host: cvt.fibregateway.com\n-> X-Request-ID: " + anID + "\n-> \n>> {\"a\":1}\n\n<- HTTP/1.1 404 Not Found\n<- Server: x\n<- Date: Fri, 27 Nov 2026 10:00:00 GMT\n<- X-Request-ID: " + anID + "\n<- \nResponse [http://cvt.fibregateway.com/v1/a]\n  Status: 404\n  Content-Type: application/json\n  Size: 1 B\n\n$server\n[1] \"x\"\n", told{method: "PUT", url: "http://cvt.fibregateway.com/v1/a", sent: sent, status: 404, id: anID}},
		{"figures of a handshake are no failure",
			"PUT /v1/a HTTP/1.1\nHost: cvt.fibregateway.com\nX-Request-ID: " + anID + "\nContent-Type: application/json\n\n{\"a\":1}\nSSL handshake has read 1453 bytes and written 406 bytes\n---\nHTTP/1.1 404 Not Found\nServer: x\nContent-Type: application/json\n\n" + anError + "\n", whole},
		{"the options of a client in a file",
			"url = \"" + url + "\"\nrequest = \"PUT\"\nheader = \"X-Request-ID: " + anID + "\"\ncurl: (28) Operation timed out after 2 ms\n", told{method: "PUT", url: url, id: anID}},
		{"labels behind a mark of a logger",
			"[start] PUT " + url + "\n[info] request id " + anID + " tenant TENANT_1\n[error] failed with status code 404\n", told{method: "PUT", url: url, status: 404, id: anID}},
		{"header lines behind a time that begins with a weekday",
			"[Fri Nov 27 10:00:00.1 2026] [a:b] [pid 1:tid 2] c.c(4): [client 127.0.0.1:5]   X-Request-ID: " + anID + "\n[Fri Nov 27 10:00:00.2 2026] [a:b] [pid 1:tid 2] c.c(5): [client 127.0.0.1:5] serving URL " + url + "\n[Fri Nov 27 10:00:00.3 2026] [a:b] [pid 1:tid 2] c.c(6): [client 127.0.0.1:5] sent with status 404\n", told{url: url, status: 404, id: anID}},
		{"a command at a prompt gets what it names", "$ w3x -dump '" + url + "'\nHTTP/1.1 404 Not Found\nServer: x\n\n" + anError + "\n", told{method: "GET", url: url, answer: anError, status: 404}},
	})
}

func TestACommandAtAPromptThatSendsSomethingHasNoMethodOfItsOwn(t *testing.T) {
	for _, flag := range []string{"--data '{}'", "-d '{}'", "-X PUT", "--post-file a", "-m PUT"} {
		got := new(Reader).Parse("$ w3x " + flag + " 'https://cvt.fibregateway.com/v1/a'\nHTTP/1.1 404 Not Found\nServer: x\n\n")
		if m := deref(got.Method); m == "GET" {
			t.Errorf("%s: %s", flag, m)
		}
	}
}

func TestTheKeyOfATLSSessionGoes(t *testing.T) {
	const psk = "14230EC0AE496D052EEE1F9BF546B6DA6DFD8AF4E1E4AD7F1A53D6B0A949AAB0"
	if got := new(Reader).Clean("Resumption PSK: " + psk + "\nPSK identity: None\n").String(); strings.Contains(got, psk) || !strings.Contains(got, "PSK identity: None") {
		t.Errorf("%q", got)
	}
}
