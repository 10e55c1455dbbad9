package evidence

// grip is how a rule takes hold of the value beside a key.
type grip int

const (
	whole   grip = iota // all of the value
	single              // all of it, when it is one word that doesn't read like prose
	random              // one word of at least eight bytes with letters and digits
	scheme              // an Authorization value: the scheme stays
	pairs               // a Cookie value: the names stay
	setPair             // a Set-Cookie value: name and attributes stay
)

// example is a text before and after redaction; the tests run every one.
type example struct{ in, out string }

// keyRule says that what stands beside certain keys is a secret. A key is a header, a label,
// a JSON, form or query key, or a flag.
type keyRule struct {
	kind    string
	names   []string // the last part of a key: "token" for X-Auth-Token, authToken, auth_token
	ends    []string // the end of a key without its separators: "token" for "authtoken"
	after   []string // the part before must be one of these: "api" for "api-key"
	not     []string // the part before, or the whole key, must be none of these
	inQuery bool     // only as a whole key in a query string
	grip    grip
	hits    []example
	misses  []string
}

// keyRules is the table of rules by place. The first rule that fits a key decides.
var keyRules = []keyRule{
	{kind: "authorization", names: []string{"authorization", "authorisation"}, ends: []string{"authorization"}, grip: scheme,
		hits: []example{
			{"Authorization: Bearer abc.def", "Authorization: Bearer [redacted:bearer]"},
			{"proxy-authorization: Basic ZGVzazpodW50ZXIy\r\n", "proxy-authorization: Basic [redacted:basic]\r\n"},
			{"Authorization: 0f9d8c7b", "Authorization: [redacted:authorization]"},
			{`{"authorization":["Bearer abc1"],"a":1}`, `{"authorization":["Bearer [redacted:bearer]"],"a":1}`},
			{`* h2h3 [authorization: Bearer abc1]`, `* h2h3 [authorization: Bearer [redacted:bearer]]`},
			{"Authorization: Bearer abc1\r\n  def2\r\nHost: x", "Authorization: Bearer [redacted:bearer]\r\nHost: x"},
			{`{"name":"authorization","value":"Bearer abc1"}`, `{"name":"authorization","value":"Bearer [redacted:bearer]"}`},
			{`-H 'Authorization: Bearer abc1' -v`, `-H 'Authorization: Bearer [redacted:bearer]' -v`},
			{`Authorization: Digest username="a", response="b"`, `Authorization: Digest [redacted:digest]`},
			{`b'Host: x\r\nAuthorization: Bearer abc1\r\nAccept: y\r\n'`, `b'Host: x\r\nAuthorization: Bearer [redacted:bearer]\r\nAccept: y\r\n'`},
			{"{Authorization=[Bearer abc1], Accept=[x]}", "{Authorization=[Bearer [redacted:bearer]], Accept=[x]}"},
		},
		misses: []string{
			"The Authorization header is missing", "authorization: required", `"Authorization": null`,
			"Authorization: Bearer {{token}}", "WWW-Authenticate: Bearer realm=x", "Authorization:",
		}},
	{kind: "cookie", names: []string{"cookie", "cookies"}, grip: pairs,
		hits: []example{
			{"Cookie: SID=abc; theme=dark", "Cookie: SID=[redacted:cookie]; theme=[redacted:cookie]"},
			{"Set-Cookie: SID=abc; Path=/; HttpOnly", "Set-Cookie: SID=[redacted:cookie]; Path=/; HttpOnly"},
			{`{"set-cookie":["a=b; Path=/"]}`, `{"set-cookie":["a=[redacted:cookie]; Path=/"]}`},
			{`"cookies": [{"name": "sid", "value": "abc"}]`, `"cookies": [{"name": "sid", "value": "[redacted:cookie]"}]`},
			{`"cookies": {"sid": "abc"}`, `"cookies": {"sid": "[redacted:cookie]"}`},
		},
		misses: []string{"the cookie: see below", `"cookies": []`, "alert(document.cookie)", "Cookie policy: https://a.example/?b=c"}},
	{kind: "password", names: []string{"password", "passwords", "passwd", "passphrase", "passcode", "pwd", "passwort"}, ends: []string{"password", "passwd", "passphrase"},
		hits: []example{
			{`{"password":"hunter2","a":"b"}`, `{"password":"[redacted:password]","a":"b"}`},
			{`"body":"{\"password\":\"hun\\\"ter2\"}"`, `"body":"{\"password\":\"[redacted:password]\"}"`},
			{"user=me&password=hunter2&x=1", "user=me&password=[redacted:password]&x=1"},
			{"Password: hunter2", "Password: [redacted:password]"},
			{"DB_PASSWORD=hunter2", "DB_PASSWORD=[redacted:password]"},
			{"<wsse:Password Type=\"t\">hunter2</wsse:Password>", "<wsse:Password Type=\"t\">[redacted:password]</wsse:Password>"},
			{"wget --password hunter2 https://x.example", "wget --password [redacted:password] https://x.example"},
			{`{"password":12345678}`, `{"password":"[redacted:password]"}`},
			{"Password\thunter2", "Password\t[redacted:password]"},
		},
		misses: []string{"password: required", "your password is wrong", `"password": null`, "a forgotten password", "password=***", `["password","username"]`}},
	{kind: "password", names: []string{"pass", "pw"}, grip: single,
		hits:   []example{{"--pass s3cret", "--pass [redacted:password]"}, {"smtp_pass=s3cret", "smtp_pass=[redacted:password]"}},
		misses: []string{"pass: 12, fail: 3", "tests pass", "pass: all"}},
	{kind: "api-key", ends: []string{"apikey", "subscriptionkey", "functionskey"},
		hits: []example{
			{"x-api-key: abc123", "x-api-key: [redacted:api-key]"},
			{"apikey: abc123", "apikey: [redacted:api-key]"},
			{"API key: abc123", "API key: [redacted:api-key]"},
			{`{"name": "x-api-key",  "value": "abc123"}`, `{"name": "x-api-key",  "value": "[redacted:api-key]"}`},
			{`<Header name="X-Api-Key" value="abc123"/>`, `<Header name="X-Api-Key" value="[redacted:api-key]"/>`},
			{`{"value":"abc123","name":"x-api-key"}`, `{"value":"[redacted:api-key]","name":"x-api-key"}`},
			{"X-Api-Key:\nabc123\nHost:\nx", "X-Api-Key:\n[redacted:api-key]\nHost:\nx"},
		},
		misses: []string{"keyboard: qwerty12", "monkey: banana12"}},
	{kind: "api-key", names: []string{"key"}, after: []string{"api"},
		hits:   []example{{"api key = abc123", "api key = [redacted:api-key]"}},
		misses: []string{"the key: see page 12"}},
	{kind: "private-key", ends: []string{"privatekey"},
		hits:   []example{{`{"privateKey":"MIIabc"}`, `{"privateKey":"[redacted:private-key]"}`}},
		misses: []string{`{"publicKey":"MIIabc"}`}},
	{kind: "key", names: []string{"key", "keys"}, after: []string{"access", "secret", "client", "auth", "account", "shared", "master", "encryption", "signing", "license", "session", "service", "app", "application", "partner", "tenant", "supplier", "gateway", "consumer", "user", "host", "hmac", "aes", "sas", "token"},
		hits: []example{
			{"X-Gateway-Key: abc123", "X-Gateway-Key: [redacted:key]"},
			{"AccountKey=abc123==;EndpointSuffix=x", "AccountKey=[redacted:key];EndpointSuffix=x"},
		},
		misses: []string{"Idempotency-Key: 5b6df604-483e-400e-bfc2-e8e831b6c6b8", "addressKey: A00001234567", "primary_key: 12", `{"key":"colour","value":"red"}`}},
	{kind: "key", names: []string{"key"}, inQuery: true, grip: single,
		hits:   []example{{"https://x.example/?key=abc12345&a=b", "https://x.example/?key=[redacted:key]&a=b"}},
		misses: []string{"key=abc12345"}},
	{kind: "key", ends: []string{"key"}, not: []string{"key", "idempotency", "idempotent", "public", "primary", "foreign", "partition", "routing", "cache", "sort", "order", "address", "natural", "business", "correlation", "message", "event", "dedup", "deduplication", "object", "row", "group", "unique", "websocket", "socket", "journey", "request", "conversation", "translation", "i18n", "issue", "location", "premises", "monkey", "turkey", "whiskey", "hotkey", "lookup", "index", "search", "dedupe"}, grip: single,
		hits:   []example{{"X-Partner-Access-Key: abc123", "X-Partner-Access-Key: [redacted:key]"}, {"X-Fibre-Key: abc123", "X-Fibre-Key: [redacted:key]"}},
		misses: []string{"Sec-WebSocket-Key: dGhlIHNhbXBsZQ==", "X-Idempotency-Key: order-4471-a", "monkey: banana12"}},
	{kind: "secret", names: []string{"secret", "secrets"}, ends: []string{"secret"},
		hits: []example{
			{"client_secret=abc123&grant_type=x", "client_secret=[redacted:secret]&grant_type=x"},
			{`'clientSecret': 'abc123'`, `'clientSecret': '[redacted:secret]'`},
		},
		misses: []string{"secretariat: desk1234", "Secretary: J. Smith", "it is no secret"}},
	{kind: "token", names: []string{"token", "tokens"}, ends: []string{"token"}, not: []string{"page", "next", "continuation", "sync", "cursor", "cancellation", "prompt", "completion", "total", "max", "nextpage"},
		hits: []example{
			{"X-Auth-Token: abc123", "X-Auth-Token: [redacted:token]"},
			{`{"access_token":"abc","token_type":"bearer"}`, `{"access_token":"[redacted:token]","token_type":"bearer"}`},
			{`{"accessToken":{"value":"abc123"}}`, `{"accessToken":{"value":"[redacted:token]"}}`},
			{"?access_token=abc&page=2", "?access_token=[redacted:token]&page=2"},
			{`%22token%22%3A%22abc123%22`, `%22token%22%3A%22[redacted:token]%22`},
			{`\u0022token\u0022:\u0022abc123\u0022`, `\u0022token\u0022:\u0022[redacted:token]\u0022`},
			{"the token is abc123de", "the token is [redacted:token]"},
		},
		misses: []string{`{"tokenType":"bearer"}`, `{"nextPageToken":"abc123"}`, "token is expired", "the access token is missing, invalid or has expired", `"total_tokens": 12`}},
	{kind: "session", names: []string{"session", "sid", "sessid"}, ends: []string{"session", "sessionid", "sessid", "sessiontoken"}, grip: single,
		hits: []example{
			{"sessionid=abc123", "sessionid=[redacted:session]"},
			{`"JSESSIONID":"abc123"`, `"JSESSIONID":"[redacted:session]"`},
		},
		misses: []string{"session: two of three", "Session expired", "session: morning"}},
	{kind: "session", names: []string{"id"}, after: []string{"session"}, grip: single,
		hits:   []example{{"Session ID: abc123def4", "Session ID: [redacted:session]"}},
		misses: []string{"Request ID: abc123def4", "id: abc123def4", `{"id":"100000001"}`}},
	{kind: "signature", names: []string{"signature", "sig", "hmac"}, ends: []string{"signature"}, grip: single,
		hits:   []example{{"?a=b&sig=abc123", "?a=b&sig=[redacted:signature]"}, {"X-Amz-Signature=abc123&x=1", "X-Amz-Signature=[redacted:signature]&x=1"}},
		misses: []string{"signature: J. Smith", "a digital signature"}},
	{kind: "credential", names: []string{"credential", "credentials"}, ends: []string{"credential"}, grip: single,
		hits:   []example{{`{"credential":"abc123"}`, `{"credential":"[redacted:credential]"}`}},
		misses: []string{"credentials: include", "Access-Control-Allow-Credentials: true", `"credentials":{"type":"oauth"}`}},
	{kind: "assertion", ends: []string{"assertion"}, grip: random,
		hits:   []example{{"client_assertion=abc123def4&x=1", "client_assertion=[redacted:assertion]&x=1"}},
		misses: []string{"assertion: 12", "assertions: 3 passed"}},
	{kind: "code-verifier", ends: []string{"codeverifier"},
		hits:   []example{{"code_verifier=abc123", "code_verifier=[redacted:code-verifier]"}},
		misses: []string{`{"code":"INVALID_REQUEST"}`}},
	{kind: "code", names: []string{"code"}, inQuery: true, grip: random,
		hits:   []example{{"/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=x", "/callback?code=[redacted:code]&state=x"}},
		misses: []string{"?code=INVALID_REQUEST", `{"code":"E12345678"}`, "?postcode=EC1A1BB"}},
	{kind: "otp", names: []string{"otp", "totp", "pin", "cvv", "cvc"}, grip: single,
		hits:   []example{{`{"otp":"123456"}`, `{"otp":"[redacted:otp]"}`}},
		misses: []string{"pin: optional"}},
	{kind: "bearer", names: []string{"jwt", "bearer"}, grip: random,
		hits:   []example{{"--oauth2-bearer 7a3UPvWX4gUy7vdH https://x", "--oauth2-bearer [redacted:bearer] https://x"}},
		misses: []string{"The bearer of this letter", "bearer: somebody"}},
	{kind: "authorization", names: []string{"auth"}, grip: random,
		hits:   []example{{"X-Auth: abc12345", "X-Auth: [redacted:authorization]"}},
		misses: []string{"auth: oauth2", `"auth":{"type":"basic"}`, "author: jo12345678"}},
}
