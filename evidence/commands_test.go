package evidence

import (
	"strings"
	"testing"
)

// asks is what a command line asks for; "" and nil are not looked at.
type asks struct {
	method, url, body string
	headers           []Header
}

func checkCommands(t *testing.T, cases []struct {
	name, in string
	want     asks
}) {
	t.Helper()
	var r Reader
	for _, c := range cases {
		ex := r.Read(c.in).Exchange()
		if ex == nil || ex.Request == nil {
			t.Errorf("%s: no request in %q", c.name, c.in)
			continue
		}
		q := ex.Request
		if q.Method != c.want.method || q.URL != c.want.url || q.Body != c.want.body {
			t.Errorf("%s: %s %s %q, want %s %s %q in %q", c.name, q.Method, q.URL, q.Body, c.want.method, c.want.url, c.want.body, c.in)
		}
		for _, h := range c.want.headers {
			if got := header(q.Headers, h.Name); got != h.Value {
				t.Errorf("%s: %s is %q, want %q in %q", c.name, h.Name, got, h.Value, c.in)
			}
		}
	}
}

const gatewayURL = "https://cvt.fibregateway.com/v1/product-orders"

func TestCurlIsReadInTheQuotingOfEveryShell(t *testing.T) {
	const body = `{"a":"b c","n":1}`
	post := asks{method: "POST", url: gatewayURL, body: body}
	checkCommands(t, []struct {
		name, in string
		want     asks
	}{
		{"single quotes of bash", `curl -X POST '` + gatewayURL + `' -d '` + body + `'`, post},
		{"double quotes of bash", `curl -X POST "` + gatewayURL + `" -d "{\"a\":\"b c\",\"n\":1}"`, post},
		{"a single quote within single quotes", `curl ` + gatewayURL + ` -d '{"a":"it'\''s"}'`, asks{method: "POST", url: gatewayURL, body: `{"a":"it's"}`}},
		{"escapes of $'…'", `curl ` + gatewayURL + ` --data-raw $'{"a":"it\'s\\n","b":"caf\u00e9\x21\041"}'`, asks{method: "POST", url: gatewayURL, body: `{"a":"it's\n","b":"café!!"}`}},
		{"lines joined by backslashes", "curl \\\n  -X POST \\\n  " + gatewayURL + " \\\n  -d '" + body + "'", post},
		{"carets of cmd", "curl ^\"" + gatewayURL + "^\" ^\n  -X ^\"POST^\" ^\n  --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"b c^\\^\",^\\^\"n^\\^\":1^}^\"", post},
		{"carets within double quotes of cmd", "curl \"" + gatewayURL + "\" ^\n  -H \"sec-ch-ua: ^\\^\"Edge^\\^\";v=^\\^\"112^\\^\"\" ^\n  --data-raw \"^{^\\^\"a^\\^\":^\\^\"b c^\\^\",^\\^\"n^\\^\":1^}\" ^\n  -X \"POST\" ^\n  --compressed", post},
		{"a caret before the end of a string", "curl -X POST " + gatewayURL + " -d \"a=^\" -H \"X-A: 1\"", asks{method: "POST", url: gatewayURL, body: "a=^"}},
		{"carets within the address", "curl \"" + gatewayURL + "?at=^%^7B^%^22id^%^22^%^7D^&page=2\" ^\n  --compressed", asks{method: "GET", url: gatewayURL + "?at=%7B%22id%22%7D&page=2"}},
		{"double quotes and carets at line ends of cmd", "curl -X POST \"" + gatewayURL + "\" ^\r\n  -H \"Accept: text/plain\" ^\r\n  -d \"{\\\"a\\\":\\\"b c\\\",\\\"n\\\":1}\"", post},
		{"doubled quotes of cmd", `curl -X POST "` + gatewayURL + `" -d "{""a"":""b c"",""n"":1}"`, post},
		{"backticks of PowerShell", "curl.exe -X POST `\n  \"" + gatewayURL + "\" `\n  -d '" + body + "'", post},
		{"escaped quotes of PowerShell", "curl.exe -X POST " + gatewayURL + " -d \"{`\"a`\":`\"b c`\",`\"n`\":1}\"", post},
		{"escaped quotes that PowerShell passes on", "curl.exe -X POST " + gatewayURL + " -d \"{\\`\"a\\`\":\\`\"b c\\`\",\\`\"n\\`\":1}\"", post},
		{"quotes that PowerShell passes on", `curl.exe -X POST ` + gatewayURL + ` -d '{\"a\":\"b c\",\"n\":1}'`, post},
		{"a here-document", "curl -X POST " + gatewayURL + " -d @- <<'EOF'\n" + body + "\nEOF\n", post},
		{"a here-string", `curl -X POST ` + gatewayURL + ` -d @- <<< '` + body + `'`, post},
		{"a pipe", `echo '` + body + `' | curl -X POST ` + gatewayURL + ` -d @-`, post},
		{"the attribute of script(1)", `Script started on 2026-11-24 [COMMAND="curl -X POST '` + gatewayURL + `' -d '{}'" <not executed on terminal>]`, asks{method: "POST", url: gatewayURL, body: "{}"}},
		{"a variable of the script", "BASE=https://cvt.fibregateway.com\nBODY='" + body + "'\ncurl -X POST \"$BASE/v1/product-orders\" -d \"$BODY\"", post},
	})
}

func TestCurlFlagsMeanWhatCurlMakesOfThem(t *testing.T) {
	checkCommands(t, []struct {
		name, in string
		want     asks
	}{
		{"--json sets method and types", `curl --json '{"a":1}' ` + gatewayURL, asks{method: "POST", url: gatewayURL, body: `{"a":1}`, headers: []Header{{"Content-Type", "application/json"}, {"Accept", "application/json"}}}},
		{"--json=", `curl --json='{"a":1}' ` + gatewayURL, asks{method: "POST", url: gatewayURL, body: `{"a":1}`}},
		{"-u takes a value", `curl -u desk:hunter22 ` + gatewayURL, asks{method: "GET", url: gatewayURL}},
		{"-G moves data into the query", `curl -G ` + gatewayURL + ` --data-urlencode 'from=2026-12-01 08:00' -d supplier=S_1`, asks{method: "GET", url: gatewayURL + "?from=2026-12-01+08%3A00&supplier=S_1"}},
		{"--url-query", `curl --url-query 'a=b c' --url-query +d=e ` + gatewayURL, asks{method: "GET", url: gatewayURL + "?a=b+c&d=e"}},
		{"-F is a form that the text doesn't show", `curl -F file=@a.pdf -F 'meta={"a":1}' ` + gatewayURL, asks{method: "POST", url: gatewayURL}},
		{"@file isn't shown", `curl -d @order.json ` + gatewayURL, asks{method: "POST", url: gatewayURL}},
		{"-T puts", `curl -T order.json ` + gatewayURL, asks{method: "PUT", url: gatewayURL}},
		{"-I asks for the head", `curl -sSI ` + gatewayURL, asks{method: "HEAD", url: gatewayURL}},
		{"-X wins", `curl -XPATCH -d '{"a":1}' ` + gatewayURL, asks{method: "PATCH", url: gatewayURL, body: `{"a":1}`}},
		{"joined short flags", `curl -sSLXPUT -HAccept:text/plain -d'{"a":1}' ` + gatewayURL, asks{method: "PUT", url: gatewayURL, body: `{"a":1}`, headers: []Header{{"Accept", "text/plain"}}}},
		{"data in several flags", `curl -d a=1 -d b=2 ` + gatewayURL, asks{method: "POST", url: gatewayURL, body: "a=1&b=2"}},
		{"--request= and --url=", `curl --request=DELETE --url=` + gatewayURL, asks{method: "DELETE", url: gatewayURL}},
		{"a URL without a scheme", `curl cvt.fibregateway.com/v1/x`, asks{method: "GET", url: "http://cvt.fibregateway.com/v1/x"}},
		{"--oauth2-bearer takes a value", `curl --oauth2-bearer abcdefgh12345678 ` + gatewayURL, asks{method: "GET", url: gatewayURL}},
	})
}

func TestWgetAndHTTPieAreReadAsTheirManualsHaveIt(t *testing.T) {
	checkCommands(t, []struct {
		name, in string
		want     asks
	}{
		{"--post-data", `wget -qO- --post-data '{"a":1}' --header 'Content-Type: application/json' ` + gatewayURL, asks{method: "POST", url: gatewayURL, body: `{"a":1}`, headers: []Header{{"Content-Type", "application/json"}}}},
		{"--method and --body-data", `wget --method=PATCH --body-data='{"a":1}' ` + gatewayURL, asks{method: "PATCH", url: gatewayURL, body: `{"a":1}`}},
		{"--method in a word of its own", "wget --quiet \\\n  --method GET \\\n  --header 'Accept: text/plain' \\\n   '" + gatewayURL + "'", asks{method: "GET", url: gatewayURL, headers: []Header{{"Accept", "text/plain"}}}},
		{"--header twice", `wget --header="A-B: c" --header="D-E: f" "` + gatewayURL + `"`, asks{method: "GET", url: gatewayURL, headers: []Header{{"A-B", "c"}, {"D-E", "f"}}}},
		{"HTTPie's shorthand", `http POST ` + gatewayURL + ` X-Tenant:TENANT_1 supplier=S_1 count:=2 deep:='{"a":[1]}' from==2026-12-01`, asks{method: "POST", url: gatewayURL + "?from=2026-12-01", body: `{"supplier":"S_1","count":2,"deep":{"a":[1]}}`, headers: []Header{{"X-Tenant", "TENANT_1"}}}},
		{"HTTPie's implied POST", `https cvt.fibregateway.com/v1/product-orders supplier=S_1`, asks{method: "POST", url: gatewayURL, body: `{"supplier":"S_1"}`}},
		{"HTTPie's implied GET", `https cvt.fibregateway.com/v1/product-orders X-Tenant:TENANT_1`, asks{method: "GET", url: gatewayURL}},
		{"HTTPie's form", `http --form POST ` + gatewayURL + ` a=b 'c=d e'`, asks{method: "POST", url: gatewayURL, body: "a=b&c=d+e"}},
		{"HTTPie's nested keys", `http ` + gatewayURL + ` place[id]=7 'items[]:=1' items[]:=2`, asks{method: "POST", url: gatewayURL, body: `{"place":{"id":"7"},"items":[1,2]}`}},
		{"HTTPie's list of objects", `http ` + gatewayURL + ` items[0][id]=7 items[0][act]=add items[1][id]=8`, asks{method: "POST", url: gatewayURL, body: `{"items":[{"id":"7","act":"add"},{"id":"8"}]}`}},
		{"what is written into HTTPie", `echo '{"a":1}' | http PUT ` + gatewayURL, asks{method: "PUT", url: gatewayURL, body: `{"a":1}`}},
		{"printf undoes backslashes", `printf '{"a":"\\"b\\""}'| http PUT ` + gatewayURL, asks{method: "PUT", url: gatewayURL, body: `{"a":"\"b\""}`}},
		{"xh", `xh post ` + gatewayURL + ` a=b`, asks{method: "POST", url: gatewayURL, body: `{"a":"b"}`}},
	})
}

func TestProseThatNamesAClientIsNoCommand(t *testing.T) {
	var r Reader
	for _, in := range []string{
		"We use curl for this and it worked yesterday.", "curl is installed, wget is not.", "http is blocked by the proxy, https works",
		"wget and curl both fail", strings.Repeat("curl ", 5),
	} {
		if ex := r.Read(in).Exchange(); ex != nil && ex.Request != nil {
			t.Errorf("%q reads as %s %s", in, ex.Request.Method, ex.Request.URL)
		}
	}
}
