package evidence

import (
	"strings"
	"testing"
)

const (
	shownRequest  = "POST /v1/product-orders/1234567/cancel HTTP/1.1\r\nHost: gw.cvt.fibregateway.com\r\nX-Request-ID: 893d706f-3243-4fd7-9fe9-b9810559bed4\r\n\r\n" + `{"cancellationReason":"no longer so"}`
	shownResponse = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nX-Request-ID: 893d706f-3243-4fd7-9fe9-b9810559bed4\r\n\r\n" + `{"code":"NOT_FOUND","messages":["no such order"]}`
)

// ended writes a message with its line ends shown.
func ended(message, end string) string {
	return strings.ReplaceAll(message, "\r\n", end+"\n") + "\n"
}

// loggedChunks writes a message as mod_dumpio does, with notes of sizes between.
func loggedChunks(message, way string) string {
	const front = "[Tue Nov 24 19:45:08.110177 2026] [dumpio:trace7] [pid 2:tid 3] mod_dumpio.c(100): [client 10.0.0.9:37136] mod_dumpio:  "
	var b strings.Builder
	for _, line := range strings.SplitAfter(message, "\r\n") {
		b.WriteString(front + way + " (data-HEAP): 12 bytes\n" + front + way + " (data-TRANSIENT): " + strings.ReplaceAll(line, "\r\n", `\r\n`) + "\n")
	}
	return b.String()
}

// brokenAt writes a text in lines of a width, as ngrep does.
func brokenAt(text string, width int) string {
	var b strings.Builder
	for ; len(text) > width; text = text[width:] {
		b.WriteString("  " + text[:width] + "\n")
	}
	return b.String() + "  " + text + strings.Repeat(" ", width-len(text)) + "\n"
}

func TestMessagesAreReadOutOfCaptures(t *testing.T) {
	const to, back = "T 10.0.0.2:50182 -> 203.0.113.10:80 [AP] #4", "T 203.0.113.10:80 -> 10.0.0.2:50182 [AP] #6"
	dots := strings.NewReplacer("\r\n", "..")
	field := func(label, text string) string {
		return "2026/11/24 19:45:04 [debug] 2#2: *23 " + label + ": \"" + text + "\"\n"
	}
	for _, c := range []struct {
		name, text   string
		withoutBody  bool // the tool shows none
		withoutReply bool
	}{
		{"cat -v", ended(shownRequest, "^M") + "\n" + ended(shownResponse, "^M"), false, false},
		{"cat -A", ended(shownRequest, "^M$") + "\n" + ended(shownResponse, "^M$"), false, false},
		{"ends as \\x0d", "-- Client >>> Server\n" + ended(shownRequest, `\x0d`) + "\n-- Client <<< Server\n" + ended(shownResponse, `\x0d`), false, false},
		{"ngrep by line", to + "\n" + ended(shownRequest, ".") + "\n" + back + "\n" + ended(shownResponse, "."), false, false},
		{"ngrep on one line", to + " " + dots.Replace(shownRequest) + "\n" + back + " " + dots.Replace(shownResponse) + "\n", false, false},
		{"ngrep, broken", to + "\n" + brokenAt(dots.Replace(shownRequest), 76) + "\n" + back + "\n" + brokenAt(dots.Replace(shownResponse), 76), false, false},
		{"the chunks of a server", loggedChunks(shownRequest, "dumpio_in") + loggedChunks(shownResponse, "dumpio_out"), false, false},
		{"what HAProxy shows, without bodies", "0:fe.clireq[000b:ffff]: POST /v1/product-orders/1234567/cancel HTTP/1.1\n0:fe.clihdr[000b:ffff]: host: gw.cvt.fibregateway.com\n0:be.srvrep[000b:000c]: HTTP/1.1 404 Not Found\n0:be.srvhdr[000b:000c]: content-type: application/json\n", true, false},
		{"the debug log of nginx", field("http2 header", ":method: POST") + field("http2 header", ":path: /v1/product-orders/1234567/cancel") + field("http2 header", ":scheme: https") + field("http2 header", ":authority: gw.cvt.fibregateway.com") +
			field("http2 request line", "POST /v1/product-orders/1234567/cancel HTTP/2.0") + field("http script var", "x") + "2026/11/24 19:45:04 [debug] 2#2: *23 http proxy status 404 \"404 Not Found\"\n" + field("http proxy header", "Content-Type: application/json") + field("http proxy header", "Server: a"), true, false},
		{"Varnish", "*   << Request  >> 2\n-   ReqMethod      POST\n-   ReqURL         /v1/product-orders/1234567/cancel\n-   ReqHeader      Host: gw.cvt.fibregateway.com\n-   RespStatus     404\n-   RespReason     Not Found\n**  << BeReq    >> 3\n--  BereqMethod    POST\n--  BereqURL       /v1/other\n--  BerespStatus   200\n", true, false},
		{"Varnish, raw", "         2 ReqMethod      c POST\n         2 ReqURL         c /v1/product-orders/1234567/cancel\n         2 ReqHeader      c Host: gw.cvt.fibregateway.com\n         2 RespStatus     c 404\n", true, false},
		{"the forensic log of Apache", "+1:2:3|POST /v1/product-orders/1234567/cancel HTTP/1.1|Host:gw.cvt.fibregateway.com|Accept:*/*\n-1:2:3\n", true, true},
	} {
		e := one(t, c.name, c.text)
		if e == nil {
			continue
		}
		scheme := "https"
		if strings.HasPrefix(c.name, "ngrep") { // to port 80
			scheme = "http"
		}
		if e.Request == nil || e.Request.Method != "POST" || e.Request.URL != scheme+"://gw.cvt.fibregateway.com/v1/product-orders/1234567/cancel" || (e.Request.Body == "") != c.withoutBody {
			t.Errorf("%s: request = %+v", c.name, e.Request)
		}
		if c.withoutReply != (e.Response == nil) || e.Response != nil && (e.Response.Status != 404 || (e.Response.Body != `{"code":"NOT_FOUND","messages":["no such order"]}`) != c.withoutBody) {
			t.Errorf("%s: response = %+v", c.name, e.Response)
		}
	}
}

func TestThePacketsLineIsReadWhenNothingElseIsShown(t *testing.T) {
	e := one(t, "tshark", "    4 0.000065000 10.0.0.2 → 203.0.113.10 HTTP 689 PATCH /v1/product-orders/51212620 HTTP/1.1  (application/json)\n    6 0.000405000 203.0.113.10 → 10.0.0.2 HTTP/JSON 493 HTTP/1.1 409 Conflict , JSON (application/json)\n")
	if e == nil || e.Request == nil || e.Request.Method != "PATCH" || e.Request.URL != "/v1/product-orders/51212620" || e.Response == nil || e.Response.Status != 409 || e.Response.Reason != "Conflict" {
		t.Errorf("got %+v", e)
	}
}

func TestTablesAreReadByTheNamesOfTheirColumns(t *testing.T) {
	const body = `{"code":"NOT_FOUND","messages":["no such order"]}`
	for _, c := range []struct{ name, text, url string }{
		{"tshark -T fields, a row for each packet", "frame.time_epoch\ttcp.stream\thttp.request.method\thttp.request.full_uri\thttp.response.code\thttp.file_data\n1795549760.1\t0\tGET\thttp://cvt.fibregateway.com/v1/a\t\t\n1795549760.2\t1\tGET\thttp://cvt.fibregateway.com/v1/b\t\t\n1795549760.3\t0\t\t\t404\t" + body + "\n1795549760.4\t1\t\t\t200\t{}\n", "http://cvt.fibregateway.com/v1/a"},
		{"the same without names", "1795549760.1\t0\tGET\thttp://cvt.fibregateway.com/v1/a\t\t\n1795549760.2\t0\t\t\t404\t" + body + "\n", "http://cvt.fibregateway.com/v1/a"},
		{"CSV in quotes", "time,method,url,status,response_body\n2026-11-24T19:45:02Z,GET,http://cvt.fibregateway.com/v1/a,404,\"" + strings.ReplaceAll(body, `"`, `""`) + "\"\n", "http://cvt.fibregateway.com/v1/a"},
		{"the extended log format", "#Fields: date time cs-method cs-uri-stem cs-uri-query cs-host sc-status\n2026-11-24 19:45:02 GET /v1/a supplier=A cvt.fibregateway.com 404\n", "https://cvt.fibregateway.com/v1/a?supplier=A"},
	} {
		var r Reader
		report := r.Read(c.text)
		if report.Chosen < 0 {
			t.Errorf("%s: nothing is read", c.name)
			continue
		}
		e := report.Exchanges[report.Chosen]
		if e.Request == nil || e.Request.Method != "GET" || e.Request.URL != c.url || e.Response == nil || e.Response.Status != 404 || strings.Contains(c.text, body[:5]) && e.Response.Body != body {
			t.Errorf("%s: %+v %+v", c.name, e.Request, e.Response)
		}
		if e.At == nil || !e.At.Zoned || e.At.UTC.Year() != 2026 {
			t.Errorf("%s: at %+v", c.name, e.At)
		}
	}
}

func TestTestReportsTellTheCallAndItsBoxes(t *testing.T) {
	e := one(t, "newman", "↳ Amend order\n  PATCH https://cvt.fibregateway.com/v1/product-orders/29678980  \n  409 Conflict ★ 5ms time ★ 665B↑ 415B↓ size\n  ┌ ↑ raw ★ 27B\n  │ {\"supplier\":\n  │ \"SUPPLIER_11\"}\n  └\n  ┌ ↓ application/json ★ 49B\n  │ {\"code\":\"A_B\",\"messages\":[\"no \n  │ such order\"]}\n  └\n  1. accepted\n  ┌\n  │ 'X-Request-ID', '893d706f-3243-4fd7-9fe9-b98105\n  │ 59bed4'\n  └\n")
	if e == nil || e.Request == nil || e.Request.Method != "PATCH" || !strings.Contains(e.Request.Body, "SUPPLIER_11") || e.Response == nil || e.Response.Status != 409 || e.Response.Body != `{"code":"A_B","messages":["no such order"]}` {
		t.Fatalf("got %+v", e)
	}
	if len(e.Labels) != 1 || e.Labels[0].Value != "893d706f-3243-4fd7-9fe9-b9810559bed4" {
		t.Errorf("labels = %+v", e.Labels)
	}
	e = one(t, "newman, refused", "↳ Create order\n  POST https://gw.cvt.fibregateway.com:9443/v1/product-orders [errored]\n     connect ECONNREFUSED 127.0.0.2:9443\n  2. accepted\n")
	if e == nil || e.Failure == nil || e.Failure.Kind != ConnectionRefused || e.Request.URL != "https://gw.cvt.fibregateway.com:9443/v1/product-orders" {
		t.Errorf("got %+v", e)
	}
}

func TestHeaderFieldsMayShareACell(t *testing.T) {
	const table = "frame.time_epoch|http.request.method|http.host|http.request.uri|http.request.line\n1795549760.1|GET|cvt.fibregateway.com|/v1/a|"
	for _, between := range []string{",", ";", ""} {
		checkPrinted(t, []printing{
			{"the last of three", table + `Accept: */*\r\n` + between + `X-Tenant: TENANT_2\r\n` + between + `X-Request-ID: 893d706f-3243-4fd7-9fe9-b9810559bed4\r\n` + "\n", "request_id", "893d706f-3243-4fd7-9fe9-b9810559bed4"},
			{"one", table + `X-Request-ID: 893d706f-3243-4fd7-9fe9-b9810559bed4\r\n` + "\n", "request_id", "893d706f-3243-4fd7-9fe9-b9810559bed4"},
		})
	}
}
