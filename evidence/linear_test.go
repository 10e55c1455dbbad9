package evidence

import (
	"math/rand"
	"runtime"
	"strings"
	"testing"
)

// hostile are short texts that have no end of starts, keys, quotes and brackets: each says
// something about what follows, and repeated nothing keeps the promise.
var hostile = []string{
	":path: /a\n", ":authority: a\n", ":method: GET\n", ":status: 200\n", "Tenant: T1\n", "'GET / HTTP/1.1\n", ">GET / HTTP/1.1\n", "```Response\n", "Request:\n", "Response: 200\n{\n",
	"Body: {}\n", "Body:\n", "GET / HTTP/1.1\n", "HTTP/1.1 200 OK\n", "< HTTP/1.1 200 OK\n", "> GET / HTTP/1.1\n", "* a\n", "curl \\\n", "curl 'a\n", "curl: (7) x\n",
	"cookie://\t", "\t", "<cookie\t", "Set-Cookie:   }name", "Cookie: ", "}Cookie:", "cookie=", "Cookie: a=b, ", "Cookie: a=b,c=d,", "\"cookies\": [", "\"cookie\":{\"",
	"Authorization: ", "Authorization:\n ", "Authorization: a\n b\n", "auth=", "auth=[", "auth:", "Bearer ", "Basic+", "Basic AAAA:", "token\t", "password ", "password is ", "token is a ",
	"\"password\":\"", "\"password\":", "'token':'", "`token`:`", "\\\"token\\\":\\\"", "%22token%22%3A%22", "\\u0022token\\u0022:\\u0022", "&quot;token&quot;:&quot;", "^\"token^\":^\"",
	"<password>", "<password><![CDATA[", "<password a=", "name=\"token\" value=\"", "\"value\":\"a\",\"name\":\"token\",", "name=\"password\"\n\n", "\"token\",\"", "token,",
	"-----BEGIN PRIVATE KEY-----\n", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAAA\n",
	"eyJ.", "eyJhbGci.eyJhbGci.", "fgw_", "sk-", "://", "://a:", "://a@", ":\\/\\/a:b", "a://b:c@d", "request id ", "X-Request-ID: ", "requestId=", "\"requestId\":\"", "uuid ", "{\"uuid\":\n", "{\"uuid\":\"a\",\"code\":",
	"\\", "[", "{\"a\":", "\"", "'", "^", "%", "&", "<", "| a ", "[redacted:", "[redacted:x]", " ", "\n", "\r\n", "1 ", "a", "a-", "http", "'http", "error A_B ", "CVT ", "tenant a ", "2023-01-01 ", "X-A: b\n c\n", " c\n", "X-A: b\n",
	"f(\"http://a/b\" + ", "f('http://a',{\n", "x = 'http://a\n", "x = @\"http\n", "f(r#\"http://a", "f(\"http://a\",<<A\n", "x = f(\"http://a\") (* ", "x = \"{http\n", "x = f(x,\"http://a\")\n", ":a \"http\" ",
	"curl -u ", "curl -u \"", "-u '", "-b ^\"", "-u a:", "Date: 1\n", "valueAuthorization: ",
	"token,", "token,token\n", "token,a\n", "user,password\na,b\n", "a,\n", "| token | ", "<td>token</td><td>", "name=\"token\">", "{\"kty\":\"k\",", "{\"d\":\"a1a1a1a1a1a1a1a1\",", "token: |\n  a\n", "token: |\n",
	"Bearer a1a1a1a1a1a1a1a1\n", "a1a1a1a1a1a1a1a1\n", "Bearer\n", "{\"token\":{\"a\":\"b\",", "\"token\":{", "\"token\"\n", "“token”: “", "\u00a0", "token\u00a0", "\\x22token\\x22:", "token[", "%5B", "name=password\nA: b\n",
	"-----BEGIN PRIVATE KEY-----\nProc-Type: 4\n", "\"string(2) \"", "-x a:b@c ", "-u 'a':", ",requestId=", "a; b; ", "fgw%5F", "x.fgw_", "ewo.",
	"GET / HTTP/1.1.\nA: b.\n", "T a:1 -> b:2 [AP]\n  GET /a..A: b\n", "x (a): GET / HTTP/1.1\\r\\n\n", "x [a] (b): 1 bytes\n", "a header: \"a: b\"\n", "a line: \"GET / HTTP/1.1\"\n", "data=\"{\\\"", "- ReqMethod GET\n", "- RespStatus 200\n",
	"+a|GET / HTTP/1.1|a:b\n", "a [1] \"GET / HTTP/1.1\" 200 1\n", "1.1.1.1 - - \"GET / HTTP/1.1\" 499 0 {a|b} 'c' k=\"v\" ", "{a|", "k: \"", "TCP_MISS/200 1 GET http://a/ ", "method\turl\tstatus\n", "GET\t/a\t200\n", "#Fields: cs-method cs-uri-stem sc-status\n",
	"GET https://a/ [200 OK, 1b]\n", "GET https://a/\n200 OK ★ 1ms\n", "┌ ↑ a\n", "-\n| a\n", "1 0.1 1.1.1.1 → 1.1.1.1 HTTP 1 GET / HTTP/1.1\n", "a :path: /a\n", "a.clireq[1]: GET / HTTP/1.1\na.clihdr[1]: a: b\n",
	"|00000000| 47 45 54 20 |GET |\n", "0000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a   GET / HTTP/1.1..\n", "a] 00000000 : 47 45 : GE\n", "474554202f20485454502f312e310d0a\n", "47455420", "a\n0000: 47 45 54 20 2f 47 45 54 GET /GET\n",
	"0000: 41 41 41 41 AAAA\n", "0x0000:  4141 4141  AAAA\n", "00000000: ** **  **\n", "0000: ", "0000: 41 ", "41 41 ", "0000: a\n0040: a\n", "\x1b[", "\x1b[31m", "\\u001b[", "\\x41", "\\u0041", "%41", "%2541", "%25", "&lt;", "&quot;",
	"\" +\n\"", "' '", "\"\n\"", "'a' + 'b' + ", "\"a\"\n\"b\"\n", "\u200b", "│ a │\n", "| a |\n", "=3D", "=\n", "a=\n", "> a\n", strings.Repeat("a1B2c3D4", 9) + "\n", "> " + strings.Repeat("a1B2c3D4", 9) + "\n",
	"[65,65,65,65,65,65,65,65,65,65,65,65,65,65,65,65],", "[65,", "[6", "{0x41, ", "0x41,0x41,", "cGFzc3dvcmQ9YWJjZGVmZ2gxMjM0NTY3OA==", "cGFzc3dvcmQ9YWJjZGVmZ2gxMjM0NTY3OA== ", strings.Repeat("cGFzc3dvcmQ9", 6) + "\n", "70617373776f72643d61626364656667 ", "ZXlK",
	"/token/", "/token/a1", "/hooks/a/b/c/d", "/reset", "SetBasicAuth(", "SetBasicAuth(\"a\", ", "auth=(", "auth=(\"", "password is the ", "token we use is ", "by ", "pass ", "key a ", "пароль", "hasło ", "contraseña: ",
	"docker -p ", "docker login -p a1b2c3d4 ", "mysql -pa1b2c3d4 ", "smbclient -U a%b1c2d3e4 ", "$6$", "$2a$a", "{SSHA", "AKIA", "AKIAIOSFODNN7EXAMPLE ", "MIIB", "MIIEpAIBAAKCAQEA ", "Private-Lines: ", "NTLM ", "Negotiate a", "1//0", "123456789:AA", "thin:a/", "thin:a/b@",
	"Authorization: Bearer eyJhbGci.eyJleHAi.a\n", "{\"a\":1,}\n", "POST /a HTTP/1.1\nX-Request-ID: a1\nContent-Type: application/json\n\n{\"a\":1}\n", "HTTP/1.1 422\n\n{\"messages\":[\"supplier is not\"]}\n",
	"name: token\n", "name: token\nvalue: a\n", "value: a\nKey: token\n", "tokens:\n  - a\n", "  - a1b2c3d4e5\n", "<Cookie a=b", "user: a:b ", "a\ttoken\n", "a;token\n", "\"a\",\"token\"\n", "<input name=\"token\" ", "value=\"a\" name=\"token\" ", "{\"token\":{\"values\":[{\"value\":", "token:\n\na1b2c3d4e5f6a1b2\n", "SECRET, \"a\")",
	"\"\\n0000: 41\\n\",", "\"\\n", "\"\\n0000:", "[31m", "[31", "<span>", "<span ", "</", "array:1 [", "\"token\" => array:1 [\n 0 => ", "[token] => Array\n(\n[0] => ", "AUTH ", "AUTH LOGIN\n", "AUTH a b1c2d3\n", "UGFzc3dvcmQ6\n", "token\na1b2c3d4e5f6g7h8\n", "token\n", "Sec-WebSocket-Protocol: ", "key: \"token\" value: \"", "token | a\n", "use token a b ",
	"* {\n", "> GET / HTTP/1.1\n* {\n", "*** a ***\n", "** Request **\na: b\n", "Headers: a=b\n", " a: 'b\n", "a: 'b\n c\n", "string(9) \"{\n", "-> a: b\n", "A HEADERS\n", "f(404,{a(404,{", "R('A', 'http", "b'{\"a\":", "$ a 'http://a/b'\n", "request: POST\n", "I/a( 1): a\n", "[a] request id a\n",
	"[a]\na = '''\n", "[a]\n", "[request]\na = b\nc = d\ne = f\n", "<a>\n", "<a>", "<a b='c'>", "<a b='c", "<a/>\n", "<![CDATA[", "<!--", "@a = b\n{{a}}\n", "{{a}}", "|a|b|\n", "|tenant|b|\n", "||a||b||\n", "code A_B: 'a ", "code A_B (", "=C3=BC", "Content-Transfer-Encoding: quoted-printable\n=\n", "Status\n", "order a: 1234\n", "PS /a> a -b http://a\n", "At a char:1\n+ a\n", "1 {\n2 a\n", "https ://", "| | b |\n", "│ tenant │ b │\n", "+--+--+\n", "a\tb\n", "a_B code A_B ", "ID request: c878520d-6ffc-4d63-a367-95a8f94d70dc, ", "stat: 404\n", "een 404 CVT ", "&lt;p&gt;", "Time (UTC)\n",
	"DEBUG:a.b:x\n", "a\r", "< 500 a\n< B: c\n", "order no. ", "message \"", "in production ", "</td><td>", "a=b&c=d\n\n", "PUT http://a/b 07:08:09 UTC on 6 May ", "Response: 404, code A_B, uuid ", "got A_B ", "409 (A_B) ", "500 from a.b ", "id was ", "req `", "HTTP/1.1 404 a\nTransfer-Encoding: chunked\n\n9\n", "HTTP 404 {\"url\":\"http://a\"}\n", "[{\"uuid\":1,\"messages\":2}] ", "Response: 404\n\nRequest: GET http://a/b\n", "POST http://a/b fails with a 502 ", "Tenant: 'a\n",
	"{\"uuid\":", "{uuid", "uuid}", "{\\\"uuid\\\":\\\"", "date: ", "date: Thu, 30 May 2024 03:40:57 GMT ", "X-Request-ID c878520d-6ffc-4d63-a367-95a8f94d70dc ", "PUT /a/b ", "PUT /a/", "https://cvt.fibregateway.com/b ", "http", "status 404 ", "CVT 404 ", "messages 404 ", "TENANT_1 ", "T_", "\" a b c d e \" ", "\" ", "message: ", "message: a b c d e ", " een 404 ", "fibregateway.com ", "cvt.fibregateway.com", "~{\"a\":7}~ ", "{\\\"a\\\":7} ", "Bearer eyJhbGci.eyJleHAi.a1 ", "..: a\n", "a ..: b\n", "<![CDATA[a]]>", "<p>a</p>", "<script>", "CLIENT_SECRET <<< '", "key: Some(\n\"", "key: []uint8{0x1, ", "a.b:5432:", "API ", "api:", "API a: ", "arn:", "arn:a:b:c:d:e:f", ">> api-key: a1b2c3d4e5f6a7b8c9d0\n", "password: a1b2c3d4e5f6a7b8 c ", "Connected to cvt.fibregateway.com (",
	`password=""a`, `form-data; name="password";`, `^\^"a`, `form-data; name=\"password\"\r`,
}

func TestWorkGrowsWithTheLengthOfTheTextAndNothingElse(t *testing.T) {
	units := append([]string(nil), hostile...)
	random := rand.New(rand.NewSource(1))
	for range 60 {
		units = append(units, hostile[random.Intn(len(hostile))]+hostile[random.Intn(len(hostile))])
	}
	if testing.Short() || raceDetector { // work is the same with it and takes ten times as long; .ci/unit runs it without
		units = units[:60]
	}
	for n, unit := range units {
		checkWork(t, "GET / HTTP/1.1\nX-A: b\n", unit, 64<<10)
		checkWork(t, "cookie://", unit, 64<<10)
		checkWork(t, "", unit, 128<<10)
		if !testing.Short() && !raceDetector && n < len(hostile) && n%8 == 0 {
			checkWork(t, "", unit, 1<<20)
		}
	}
}

// perByte is how often a byte may be looked at. Texts that people paste stay under 96: each format
// looks at the lines that those before it have left.
const perByte = 600

func checkWork(t *testing.T, front, unit string, size int) {
	t.Helper()
	text := front + strings.Repeat(unit, size/len(unit))
	got := workOf(text)
	if got > perByte*len(text) {
		t.Errorf("%q and %q repeated to %d KB: each byte is looked at %d times", front, unit, size>>10, got/len(text))
	}
}

// workOf returns how many bytes are looked at to redact and read a text.
func workOf(text string) int {
	n := 0
	steps = &n
	defer func() { steps = nil }()
	var r Reader
	report := r.Read(text)
	r.ParseRequest(report.Text)
	r.ParseResponse(report.Text)
	return n
}

func TestLooksBehindKeysStayCheapInTextsThatPeoplePaste(t *testing.T) {
	for _, s := range samples(t) {
		if got := workOf(s.text) / max(len(s.text), 1); got > 96 {
			t.Errorf("%s: each byte is looked at %d times", s.name, got)
		}
	}
}

// What is copied isn't counted as looked at: it shows in what is allocated.
func TestMemoryGrowsWithTheLengthOfTheTextAndNothingElse(t *testing.T) {
	units := []string{"{\"a\":\"b cccc\",\"n\":1}\n", "{\n\"a\":[\"b\"]\n}\n", "<a><b>c</b></a>\n"}
	for n, unit := range hostile {
		if n%8 == 0 || !testing.Short() && !raceDetector && n%2 == 0 {
			units = append(units, unit)
		}
	}
	allocated := func(text string) uint64 {
		var before, after runtime.MemStats
		var r Reader
		runtime.ReadMemStats(&before)
		r.Read(text)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	const size = 32 << 10
	for _, unit := range units {
		text := strings.Repeat(unit, size/len(unit))
		if short, long := allocated(text), allocated(text+text+text+text); long > 8*short+1<<20 {
			t.Errorf("%q: %d KB for %d KB of text, %d KB for four times as much", unit, short>>10, len(text)>>10, long>>10)
		}
	}
}
