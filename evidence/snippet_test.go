package evidence

import "testing"

// Programs as people write them: each asks for the same call.
func TestAProgramIsReadAsTheCallItMakesInAnyLanguage(t *testing.T) {
	const url = gatewayURL + "/4711/cancel"
	want := asks{method: "POST", url: url, body: `{"reason":"late"}`, headers: []Header{{"X-Request-ID", "abc-1"}}}
	get := asks{method: "GET", url: gatewayURL + "?supplier=S_1", headers: []Header{{"X-Request-ID", "abc-1"}}}
	checkCommands(t, []struct {
		name, in string
		want     asks
	}{
		{"an f-string of Python", "import httpx\nBASE_URL = \"https://cvt.fibregateway.com\"\norder_id = \"4711\"\nr = httpx.post(f\"{BASE_URL}/v1/product-orders/{order_id}/cancel\", json={\"reason\": \"late\"}, headers={\"X-Request-ID\": \"abc-1\"})\n", want},
		{"urllib of Python", "req = urllib.request.Request('" + url + "', data=json.dumps({'reason': 'late'}).encode(), method='POST')\nreq.add_header('X-Request-ID', 'abc-1')\nurllib.request.urlopen(req)\n", want},
		{"a template of JavaScript", "const base = 'https://cvt.fibregateway.com';\nconst id = '4711';\nconst res = await fetch(`${base}/v1/product-orders/${id}/cancel`, {\n  method: 'POST',\n  headers: { 'X-Request-ID': 'abc-1' },\n  body: JSON.stringify({ reason: 'late' }),\n});\n", want},
		{"concatenation in Java", "String base = \"https://cvt.fibregateway.com\";\nHttpRequest r = HttpRequest.newBuilder(URI.create(base + \"/v1/product-orders/4711\" +\n    \"/cancel\"))\n  .header(\"X-Request-ID\", \"abc-1\")\n  .POST(BodyPublishers.ofString(\"{\\\"reason\\\":\" + \"\\\"late\\\"}\"))\n  .build();\n", want},
		{"a text block of Java", "var req = new HttpPost(\"" + url + "\");\nreq.addHeader(\"X-Request-ID\", \"abc-1\");\nreq.setEntity(new StringEntity(\"\"\"\n  {\"reason\":\"late\"}\n  \"\"\"));\nclient.execute(req);\n", want},
		{"a verbatim string of C#", "var res = await client.PostAsync(\"" + url + "\", new StringContent(@\"{\"\"reason\"\":\"\"late\"\"}\"));\nclient.DefaultRequestHeaders.Add(\"X-Request-ID\", \"abc-1\");\n", want},
		{"a raw string of Go", "req, err := http.NewRequest(http.MethodPost, \"" + url + "\", strings.NewReader(`{\"reason\":\"late\"}`))\nreq.Header.Set(\"X-Request-ID\", \"abc-1\")\n", want},
		{"a here-document of Ruby", "res = Faraday.post('" + url + "', <<~JSON, 'X-Request-ID' => 'abc-1')\n  {\"reason\":\"late\"}\nJSON\n", want},
		{"a here-string of PowerShell", "$body = @\"\n{\"reason\":\"late\"}\n\"@\nInvoke-RestMethod -Uri '" + url + "' -Method Post -Headers @{ 'X-Request-ID' = 'abc-1' } -Body $body\n", want},
		{"a map of PowerShell as JSON", "$body = @{ reason = 'late' } | ConvertTo-Json\nInvoke-RestMethod -Uri '" + url + "' -Method Post -Headers @{ 'X-Request-ID' = 'abc-1' } -Body $body\n", want},
		{"options of curl in PHP", "<?php\n$ch = curl_init('" + url + "');\ncurl_setopt($ch, CURLOPT_POST, true);\ncurl_setopt($ch, CURLOPT_HTTPHEADER, ['X-Request-ID: abc-1']);\ncurl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['reason' => 'late']));\n", want},
		{"Laravel", "$response = Http::withHeaders(['X-Request-ID' => 'abc-1'])->post('" + url + "', ['reason' => 'late']);\n", want},
		{"parameters in a map", "resp = requests.get('" + gatewayURL + "', params={'supplier': 'S_1'}, headers={'X-Request-ID': 'abc-1'})\n", get},
		{"parameters in Go", "client.R().SetQueryParam(\"supplier\", \"S_1\").SetHeader(\"X-Request-ID\", \"abc-1\").Get(\"" + gatewayURL + "\")\n", get},
		{"a host and a path", "conn = http.client.HTTPSConnection('cvt.fibregateway.com')\nconn.request('GET', '/v1/product-orders?supplier=S_1', headers={'X-Request-ID': 'abc-1'})\n", get},
	})
}

func TestWhatOnlyLooksLikeAProgramIsNone(t *testing.T) {
	for _, in := range []string{
		"Please call us (see \"https://cvt.fibregateway.com/help\") if it fails.",
		"The portal at \"https://cvt.fibregateway.com/portal\" is slow; we're on it.",
		"see the documentation = \"https://cvt.fibregateway.com/docs\"",
		"{\"url\":\"https://cvt.fibregateway.com/v1/x\",\"method\":\"POST\"}",
		"time=12:00 level=info url=\"https://cvt.fibregateway.com/v1/x\" method=POST",
		"Response {\n  status: 422,\n  url: 'https://cvt.fibregateway.com/v1/x'\n}",
		"Params(method='POST', url=URL('https://cvt.fibregateway.com/v1/x'), headers=<CIMultiDict('Accept': 'a')>)",
		"print(\"https://cvt.fibregateway.com/v1/x\")\n",
	} {
		if got := (snippet{}).parts(newDocument(&Reader{}, in)); len(got) > 0 {
			t.Errorf("%q reads as %s %s", in, got[0].request.Method, got[0].request.URL)
		}
	}
}

func TestTheLinesBelowAProgramAreLeftToOthers(t *testing.T) {
	var r Reader
	p := r.Parse("requests.post(\"" + gatewayURL + "\", json={\"a\": 1})\n# 409 below\n\nHTTP/1.1 409 Conflict\nContent-Type: application/json\n\n{\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"X_Y\",\"messages\":[\"a\"]}\n")
	if p.Status == nil || *p.Status != 409 || p.Method == nil || *p.Method != "POST" || p.Exchanges != 1 {
		t.Errorf("reads as %+v", p)
	}
}

func TestStringsOfEveryLanguageHoldWhatTheyMean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"backslashes", `"a\"b\n\u00e9\x41"`, "a\"b\né" + "A"},
		{"JSON in single quotes that keep their backslashes", `'{"a":"b \"c\""}'`, `{"a":"b \"c\""}`},
		{"doubled quotes", `@"{""a"":""b""}"`, `{"a":"b"}`},
		{"backticks before quotes", "\"{`\"a`\":1}\"", `{"a":1}`},
		{"a raw string of Rust", `r#"{"a":"\n"}"#`, `{"a":"\n"}`},
		{"a raw string of C++", `R"({"a":1})"`, `{"a":1}`},
		{"three quotes", `"""{"a":1}"""`, `{"a":1}`},
		{"a long bracket of Lua", `[[{"a":1}]]`, `{"a":1}`},
		{"a here-document", "<<EOT\n{\"a\":1}\nEOT\n", `{"a":1}`},
		{"an apostrophe is none", "'s order failed\n", ""},
	} {
		l, ok := (&literalReader{text: c.in}).at(0)
		if l.value != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %v, want %q", c.name, l.value, ok, c.want)
		}
	}
}
