package evidence

import (
	"net/url"
	"strings"
	"testing"
)

// quotings are the ways in which tools and shells write a JSON body within something else.
var quotings = []struct {
	name  string
	of    func(body string) string
	plain bool // a quote within a value is not written as those around it
}{
	{"as it is", func(s string) string { return s }, false},
	{"in a string", jsonIn, false},
	{"in a string in a string", func(s string) string { return jsonIn(`{"body":` + jsonIn(s) + `}`) }, false},
	{"cmd, doubled", func(s string) string { return `curl -d "` + strings.ReplaceAll(s, `"`, `""`) + `" https://a.example` }, false},
	{"a cell of CSV", func(s string) string {
		return `864,"` + strings.ReplaceAll(s, `"`, `""`) + `",2026-01-02T10:00:00Z`
	}, false},
	{"a cell of CSV with a string", func(s string) string {
		return `864,"` + strings.ReplaceAll(jsonIn(s), `"`, `""`) + `",2026-01-02T10:00:00Z`
	}, false},
	{"cmd, careted", func(s string) string { return `curl --data-raw ^"` + careted(s) + `^" ^` + "\n  --compressed" }, false},
	{"cmd, careted within quotes", func(s string) string { return `curl --data-raw "` + careted(s) + `" ^` + "\n  --compressed" }, false},
	{"cmd, a careted string", func(s string) string { return `curl --data-raw ^"` + careted(`{"body":`+jsonIn(s)+`}`) + `^"` }, false},
	{"PowerShell", func(s string) string {
		return "Invoke-WebRequest -Uri \"https://a.example\" -Body \"" + strings.ReplaceAll(s, `"`, "`\"") + `"`
	}, false},
	{"PowerShell, for a program", func(s string) string { return `curl.exe -d "` + strings.ReplaceAll(s, `"`, "\\`\"") + `"` }, false},
	{"PowerShell, doubled for a program", func(s string) string { return `curl.exe -d "` + strings.ReplaceAll(s, `"`, `\""`) + `"` }, false},
	{"bash", func(s string) string { return `curl -d '` + strings.ReplaceAll(s, "'", `'\''`) + `'` }, false},
	{"octal", func(s string) string { return strings.ReplaceAll(s, `"`, `\042`) }, true},
	{"hexadecimal", func(s string) string { return strings.ReplaceAll(s, `"`, `\x22`) }, true},
	{"Unicode", func(s string) string { return strings.ReplaceAll(s, `"`, `\u0022`) }, true},
	{"HTML", func(s string) string { return strings.ReplaceAll(s, `"`, "&quot;") }, true},
	{"a form", func(s string) string { return "q=" + url.QueryEscape(s) }, true},
	{"a form in a form", func(s string) string { return "q=" + url.QueryEscape(url.QueryEscape(s)) }, true},
	{"SQL", func(s string) string { return strings.ReplaceAll(s, `"`, "''") }, true},
	{"guillemets", func(s string) string {
		return strings.NewReplacer(`{"`, "{«", `":"`, "»:«", `","`, "»,«", `"}`, "»}").Replace(s)
	}, true},
}

// careted writes a text as browsers copy it for cmd: quotes and backslashes behind a backslash, then each mark behind a
// caret.
func careted(s string) string {
	var b strings.Builder
	for _, c := range []byte(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)) {
		if strings.IndexByte(cmdMarks, c) >= 0 {
			b.WriteByte('^')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// A password that has nothing of a token is known by its name alone, so the name must be seen and the value's end found
// in whatever way the quotes are written.
func TestANamedPasswordIsHiddenInEveryQuoting(t *testing.T) {
	var r Reader
	for _, q := range quotings {
		for _, password := range []string{"hunter2blue", `hunter2\"blue`, `hunter2blue\\`, "hunter2,blue"} {
			if q.plain && strings.Contains(password, `\`) {
				continue
			}
			text := q.of(`{"username":"anna","password":"` + password + `","orderId":"4500012"}`)
			got := r.Clean(text).String()
			if strings.Contains(got, "hunter2") || strings.Contains(got, "blue") {
				t.Errorf("%s: %q leaks in %s", q.name, password, got)
			}
			for _, stays := range []string{"anna", "4500012"} {
				if !strings.Contains(got, stays) {
					t.Errorf("%s: %q is lost in %s", q.name, stays, got)
				}
			}
		}
	}
}

func TestHeadersAreHiddenInEveryQuoting(t *testing.T) {
	var r Reader
	for _, q := range quotings {
		for _, header := range []string{`"Authorization":"Bearer hunter2blue"`, `"Authorization":"hunter2blue"`, `"authorization":["Bearer hunter2blue"]`, `"X-Api-Key":"hunter2blue"`, `"Cookie":"SID=hunter2blue; lang=en"`, `"set-cookie":"SID=hunter2blue; Path=/"`, `"url":"https://anna:hunter2blue@a.example/v1?access_token=hunter2blue&orderId=1"`} {
			text := q.of(`{"tenant":"TENANT_3",` + header + `,"orderId":"4500012"}`)
			got := r.Clean(text).String()
			if strings.Contains(got, "hunter2") || strings.Contains(got, "blue") {
				t.Errorf("%s: %s leaks in %s", q.name, header, got)
			}
			for _, stays := range []string{"TENANT_3", "4500012"} {
				if !strings.Contains(got, stays) {
					t.Errorf("%s: %q is lost in %s", q.name, stays, got)
				}
			}
		}
	}
}

func TestPairsOfOtherLanguagesAreKnown(t *testing.T) {
	checkExamples(t, "pairs", []example{
		{`[{<<"username">>,<<"anna">>},{<<"password">>,<<"hunter2blue">>}]`, `[{<<"username">>,<<"anna">>},{<<"password">>,<<"[redacted:password]">>}]`},
		{`(("username" . "anna") ("client_secret" . "f8Jd-qq29_mVs1x"))`, `(("username" . "anna") ("client_secret" . "[redacted:secret]"))`},
		{`{:username "anna" :password "hunter2blue"}`, `{:username "anna" :password "[redacted:password]"}`},
		{`a:2:{s:8:"username";s:4:"anna";s:8:"password";s:11:"hunter2blue";}`, `a:2:{s:8:"username";s:4:"anna";s:8:"password";s:11:"[redacted:password]";}`},
		{`{"username":{"S":"anna"},"password":{"S":"hunter2blue"}}`, `{"username":{"S":"anna"},"password":{"S":"[redacted:password]"}}`},
		{`--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2blue\r\n--b`, `--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n[redacted:password]\r\n--b`},
		{`{"body":"--b\r\nContent-Disposition: form-data; name=\"password\"\r\nContent-Type: text/plain\r\n\r\nhunter2blue\r\n--b--"}`, `{"body":"--b\r\nContent-Disposition: form-data; name=\"password\"\r\nContent-Type: text/plain\r\n\r\n[redacted:password]\r\n--b--"}`},
		{`{"b":"{\"c\":\"--b\\r\\nContent-Disposition: form-data; name=\\\"password\\\"\\r\\n\\r\\nhunter2blue\\r\\n--b--\"}"}`, `{"b":"{\"c\":\"--b\\r\\nContent-Disposition: form-data; name=\\\"password\\\"\\r\\n\\r\\n[redacted:password]\\r\\n--b--\"}"}`},
		{"- name: Authorization\n  value: Bearer hunter2blue\n", "- name: Authorization\n  value: Bearer [redacted:bearer]\n"},
		{"Key: X-Api-Key, Value: hunter2blue\nKey: X-Request-ID, Value: 4500012", "Key: X-Api-Key, Value: [redacted:api-key]\nKey: X-Request-ID, Value: 4500012"},
		{"X-Api-Key → hunter2blue", "X-Api-Key → [redacted:api-key]"},
		{`session.auth = ("anna", "hunter2blue")`, `session.auth = ("anna", "[redacted:password]")`},
		{`conn.request :basic_auth, 'anna', 'hunter2blue'`, `conn.request :basic_auth, 'anna', '[redacted:password]'`},
		{`hackney: [basic_auth: {"anna", "hunter2blue"}]`, `hackney: [basic_auth: {"anna", "[redacted:password]"}]`},
		{`[request setValue:@"hunter2blue" forHTTPHeaderField:@"X-Api-Key"];`, `[request setValue:@"[redacted:api-key]" forHTTPHeaderField:@"X-Api-Key"];`},
		{`{"hasło":"hunter2blue","zamówienie":"4500012"}`, `{"hasło":"[redacted:password]","zamówienie":"4500012"}`},
		{"<lösenord>hunter2blue</lösenord>", "<lösenord>[redacted:password]</lösenord>"},
		{`{"motdepasse":"hunter2blue"}`, `{"motdepasse":"[redacted:password]"}`},
		{"setx FGW_PASSWORD hunter2blue", "setx FGW_PASSWORD [redacted:password]"},
		{"C:\\> SETX.EXE /M FGW_PASSWORD hunter2blue & setx ORDER 4500012", "C:\\> SETX.EXE /M FGW_PASSWORD [redacted:password] & setx ORDER 4500012"},
		{"setx /s host /u anna /p hunter2blue FGW_TOKEN hunter3blue", "setx /s host /u anna /p [redacted:password] FGW_TOKEN [redacted:token]"},
		{`#{<<"password">> => <<"hunter2blue">>, <<"order">> => <<"4500012">>}`, `#{<<"password">> => <<"[redacted:password]">>, <<"order">> => <<"4500012">>}`},
		{`{<<"password">>, <<"hunter2blue">>}`, `{<<"password">>, <<"[redacted:password]">>}`},
		{`[d setObject:@"hunter2blue" forKey:@"password"];`, `[d setObject:@"[redacted:password]" forKey:@"password"];`},
		{`{"body":"--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2\nblue\r\n--b--"}`, `{"body":"--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n[redacted:password]\r\n--b--"}`},
		{`{"body":"--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2blue"}`, `{"body":"--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n[redacted:password]"}`},
		{"--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2blue\r\n--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"order\"\r\n\r\n4500012\r\n--b--\r\n", "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n[redacted:password]\r\n--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"order\"\r\n\r\n4500012\r\n--b--\r\n"},
		{"--b\r\nContent-Disposition: form-data; name=\"password\"; filename=\"p.txt\"\r\n\r\nhunter2blue\r\n--b--\r\n", "--b\r\nContent-Disposition: form-data; name=\"password\"; filename=\"p.txt\"\r\n\r\n[redacted:password]\r\n--b--\r\n"},
		{`"--b\r\nContent-Disposition: form-data; name=\"password\"; charset=utf-8\r\n\r\nhunter2blue\r\n--b--"`, `"--b\r\nContent-Disposition: form-data; name=\"password\"; charset=utf-8\r\n\r\n[redacted:password]\r\n--b--"`},
		{`next=https%3A%2F%2Fa.example%2F%3Fpassword%3Dhunter2%2526blue%26order%3D4500012`, `next=https%3A%2F%2Fa.example%2F%3Fpassword%3D[redacted:password]%26order%3D4500012`},
		{`864,"{""password"":""$hunter2blue!"",""order"":""4500012""}",x`, `864,"{""password"":""[redacted:password]"",""order"":""4500012""}",x`},
		{`864,"{""password"" : ""hunter2blue"",""order"":""4500012""}",x`, `864,"{""password"" : ""[redacted:password]"",""order"":""4500012""}",x`},
		{`864,"[{""name"":""password"",""value"":""hunter2blue""},{""name"":""order"",""value"":""4500012""}]",x`, `864,"[{""name"":""password"",""value"":""[redacted:password]""},{""name"":""order"",""value"":""4500012""}]",x`},
		{`[{\""key\"":\""X-Api-Key\"",\""value\"":\""hunter2blue\""}]`, `[{\""key\"":\""X-Api-Key\"",\""value\"":\""[redacted:api-key]\""}]`},
		{`<user password=""!hunter2blue"" order=""4500012""/>`, `<user password=""[redacted:password]"" order=""4500012""/>`},
		{`UPDATE users SET password = 'it''s hunter2blue' WHERE order = '4500012'`, `UPDATE users SET password = '[redacted:password]' WHERE order = '4500012'`},
		{`password = @"hunter2""blue"; order = "4500012"`, `password = @"[redacted:password]"; order = "4500012"`},
		{`Passwort: »hunter2blue«, Bestellung 4500012`, `Passwort: »[redacted:password]«, Bestellung 4500012`},
	}, []string{
		`[<<"password">>,<<"username">>]`,
		`("password" . nil)`,
		`name="password"\r\n`,
		"Key: X-Api-Key, Value: missing", "X-Api-Key → required", `[request setValue:@"4500012" forHTTPHeaderField:@"X-Order-ID"];`, "- name: Authorization\n  value: Bearer\n",
		"Invalid API key → order 4500012 rejected", "token → ORDER_REJECTED", "fetch OAuth token → PATCH /v1/orders/4500012", "Settings → API key → Regenerate", "X-Auth-Token → 401 for 4500012",
		"PASSWORD=\"\"ORDER=4500012", `Passwort: »«, Bestellung 4500012`, "setx FGW_PASSWORD %PW% /M", "setx password for order 4500012", "We call setx PASSWORD then order 4500012",
		`$key = "token" . "TENANT_3";`, `validates :password "must be longer for order 4500012"`, `expected :token "4500012"`,
		`{"body":"--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"order\"\r\n\r\n4500012\r\n--b--"}`,
		`"field name=\"password\"\n\nOrder 4500012 failed\nTenant TENANT_3"`,
		"setx PATH C:\\fibre",
		`x=""`, `{"password":"","orderId":"4500012"}`, `{""password"":"""",""orderId"":""4500012""}`,
	})
}
