package evidence

import (
	"strings"
	"testing"
)

// mayChange is how many of the harmless texts redaction may touch: one in a hundred.
const mayChange = 2

func TestHarmlessTextStaysAsItIs(t *testing.T) {
	var r Reader
	changed := 0
	seen := map[string]bool{}
	for _, text := range harmlessTexts {
		if seen[text] {
			t.Errorf("twice: %q", text)
		}
		seen[text] = true
		if got := r.Clean(text).String(); got != text {
			changed++
			t.Logf("redacted without need:\n  in  %q\n  got %q", text, got)
		}
	}
	if len(harmlessTexts) < 200 || changed > mayChange {
		t.Errorf("%d of %d harmless texts changed", changed, len(harmlessTexts))
	}
}

// A whole page of harmless texts is no more suspicious than each of them.
func TestHarmlessTextsTogetherStayAsTheyAre(t *testing.T) {
	var r Reader
	for _, sep := range []string{"\n", "\n\n", "\r\n", "\n> "} {
		text := strings.Join(harmlessTexts, sep)
		got := strings.Split(r.Clean(text).String(), "\n")
		changed := 0
		for i, line := range strings.Split(text, "\n") {
			if i < len(got) && got[i] != line {
				changed++
				t.Logf("%q became %q", line, got[i])
			}
		}
		if changed > mayChange {
			t.Errorf("parted by %q: %d lines changed", sep, changed)
		}
	}
}

var harmlessTexts = []string{
	// Ids.
	"X-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc",
	"x-conversation-id: 5B6DF604-483E-400E-BFC2-E8E831B6C6B8",
	"X-Request-ID: req-7f3a9c21b4e8d6f0a1b2c3d4",
	"X-Correlation-ID: 0HMVBQ3TQ9K2S:00000001",
	"request_id=req_8sKd92LmQpX7 conversation_id=conv_Kd92LmQpX7sa",
	"traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
	"tracestate: congo=t61rcWkgMzE,rojo=00f067aa0ba902b7",
	"X-B3-TraceId: 80f198ee56343ba864fe8b2a57d3eff7",
	"X-Amzn-Trace-Id: Root=1-63441c4a-abcdef012345678912345678",
	"cf-ray: 784a1b2c3d4e5f60-LHR",
	"X-Amz-Cf-Id: hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmdhR4PzdNr3eonYzEzTA==",
	"x-ms-request-id: 6b1f2d3c-501e-0045-7a2b-9d3c4e000000",
	"x-goog-generation: 1671234567890123",
	`{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"INVALID_REQUEST","messages":["The UPRN is wrong"]}`,
	`{"orderId":"100000001","supplierReference":"BT-2023-0004471-A"}`,
	`{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","state":"acknowledged"}`,
	"order 100000001 for UPRN 100023336956 at EC1A 1BB",
	"UPRN: 100023336956, postcode SW1A 2AA",
	"Supplier reference: ONEA123456789, service id FTTP00012345",
	"GET /v1/product-orders/100000001/appointments/55 HTTP/1.1",
	"GET https://api.fibregateway.com/v1/orders/3f2504e0-4f89-41d3-9a0c-0305e82c3301",
	"/v1/addresses/A00001234567/premises?postcode=EC1A1BB",
	"https://cvt.fibregateway.com/v1/products?filter=speed&sort=price&page=2&limit=50",
	"session 3 of the migration starts at 10:30",
	"Tenant: TENANT_1\nSupplier: SUPPLIER_2",
	"01ARZ3NDEKTSV4RRFFQ69G5FAV is the ULID of the event",
	"the ObjectId is 507f1f77bcf86cd799439011",
	"event id: evt_1NG8Du2eZvKYlo2CUI79vXWy",
	"Message-ID: <CAKz0m4Rk7Y2mW9xTb4LvN8sYd@mail.example.org>",
	"In-Reply-To: <20230106075430.GA1234@mx.example>",
	// Hashes and sums.
	"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"Digest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=",
	"ETag: \"33a64df551425fcc55e4d42a148795d9f25f89d4\"",
	"ETag: W/\"0815-Zq7kR2mW9xTb4LvN8sYd\"",
	"If-None-Match: \"686897696a7c876b7e\"",
	"Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==",
	"commit 91c8f1e4b7a2d3c5e6f708192a3b4c5d6e7f8091",
	"image: registry.example/docket@sha256:9b2a3c4d5e6f708192a3b4c5d6e7f80919b2a3c4d5e6f708192a3b4c5d6e7f809",
	"integrity: sha512-Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdZq7kRg==",
	"md5sum d41d8cd98f00b204e9800998ecf8427e  a.txt",
	"golang.org/x/net v0.17.0 h1:pVaXccu2ozPjCXewfr1S7xza/zcXTity9cCdXQYSjIM=",
	"fingerprint SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8",
	"* SSL certificate: serial 04:9f:3a:7b:c1:22",
	"crc32 0xcbf43926, adler 0x11e60398",
	// Documents in base64 and certificates.
	`{"file":"JVBERi0xLjQKJcfsj6IKNSAwIG9iago8PC9MZW5ndGggNiAwIFIvRmlsdGVyIC9GbGF0ZURlY29kZT4+CnN0cmVhbQp4nCtUMNAz"}`,
	"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
	"-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----",
	"-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKs\n-----END PUBLIC KEY-----",
	"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUZ3nQ5W2mW9xTb4LvN8sYd desk@example",
	`{"content":"SGVsbG8gd29ybGQsIHRoaXMgaXMgYSBsZXR0ZXIgd2l0aG91dCBhbnl0aGluZyBpbiBpdC4="}`,
	`{"text":"eyJvcmRlcklkIjoiMTAwMDAwMDAxIiwic3RhdGUiOiJkb25lIn0=","encoding":"base64"}`,
	`{"type":"Buffer","data":[123,34,111,114,100,101,114,34,58,34,49,48,48,48,48,48,48,48,49,34,125]}`,
	`[10,20,30,40,50,60,70,80,90,100,110,120,130,140,150,160,170]`,
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
	"7b226f726465724964223a22313030303030303031222c226f6b223a747275657d",
	// Headers that say nothing.
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
	"Accept: application/json;q=0.9, */*;q=0.8",
	"Content-Type: multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
	"Strict-Transport-Security: max-age=31536000; includeSubDomains",
	"WWW-Authenticate: Bearer realm=\"fibre\", error=\"invalid_token\", error_description=\"The access token expired\"",
	"WWW-Authenticate: Basic realm=\"Restricted\"",
	"Access-Control-Allow-Headers: Authorization, X-Api-Key, Content-Type",
	"Access-Control-Allow-Credentials: true",
	"Vary: Authorization, Cookie, Accept-Encoding",
	"Date: Fri, 06 Jan 2023 07:54:30 GMT",
	"Server: nginx/1.25.3",
	"Via: 1.1 google, 1.1 varnish",
	"X-RateLimit-Remaining: 4999\nX-RateLimit-Reset: 1672991670",
	"Idempotency-Key: 8e03978e-40d5-43e8-bc93-6894a57f9324",
	"X-Idempotency-Key: order-100000001-attempt-2",
	"Set-Cookie: ",
	"Content-Security-Policy: default-src 'none'; script-src 'self' 'sha256-B2yPHKaXnvFWtRChIbabYmUBFZdVfKKXHbWtWidDVF8='",
	"X-Forwarded-For: 203.0.113.7, 198.51.100.22",
	"Location: https://api.fibregateway.com/v1/product-orders/100000001",
	"Link: <https://api.example/v1/x?page=3>; rel=\"next\"",
	"Accept-Language: en-GB,en;q=0.9",
	"Cache-Control: private, max-age=0, no-store",
	"Content-Disposition: attachment; filename=\"order-100000001-2023-01-06.pdf\"",
	"Retry-After: 120",
	// Sentences about secrets.
	"The access token is missing, invalid or has expired.",
	"Your password is wrong. Please try again.",
	"my password is not accepted since Monday",
	"the token was issued yesterday at 10:30",
	"The token we use is the one you sent us in January.",
	"We have a valid token, but the call is refused.",
	"Is the API key the same for CVT and PRODUCTION?",
	"The key is to ask for the UPRN first.",
	"password is required",
	"password must have at least 12 characters",
	"The bearer of this letter may enter the site.",
	"We pass orderId 100000001 and get a 422.",
	"We pass TENANT_1 as the tenant.",
	"3 tests pass, 2 fail",
	"pass: 12, fail: 3",
	"No authorization header was sent.",
	"The Authorization header is set by the proxy.",
	"Basic authentication is used on CVT, Bearer on PRODUCTION.",
	"basic package: 100/20 Mbit",
	"Negotiate with the supplier about the date.",
	"We log in with the user desk.",
	"login with your account, then open Orders",
	"the session expired after 30 minutes",
	"Session: morning, engineer between 08:00 and 13:00",
	"cookie banner blocks the page",
	"The signature of the customer is on page 2.",
	"Signed by J. Smith on 2023-01-06",
	"secret santa is on Friday",
	"It is no secret that the supplier is slow.",
	"The secretary called about order 100000001.",
	"Our credentials were changed last week.",
	"credentials: see the vault",
	"Please send us a new API key.",
	"the client secret has been rotated on 2023-01-06T07:54:30Z",
	"token expired at 2023-01-06T07:54:30Z",
	"Token expires in 3600 s",
	"we use OAuth2 client credentials with the scope orders.write",
	"the pin is on the back of the router",
	"The passphrase is asked for at the start.",
	"Passwort vergessen? Bitte melden.",
	"mot de passe oublié",
	"the code is INVALID_REQUEST",
	"error code: E12345678",
	"Please reset the port at /exchange/reset/port12",
	"auth fails with 401",
	"API key header: X-Api-Key",
	"token type: Bearer",
	"token endpoint: https://auth.fibregateway.com/oauth2/token",
	"client_id: fibre-portal",
	"the user is TENANT_1_PROD_2023",
	// Masks, placeholders and variables.
	"Authorization: Bearer {{access_token}}",
	"Authorization: Bearer $TOKEN",
	"Authorization: Bearer <token>",
	"Authorization: Bearer ***",
	"Authorization: Bearer [redacted:bearer]",
	"Authorization: Bearer xxxxxxxx",
	"curl -u $USER:$PASS https://x.example",
	"curl -H \"Authorization: Bearer ${TOKEN}\" https://x.example",
	"password=****",
	"PASSWORD=${DB_PASSWORD}",
	`{"password":null,"token":""}`,
	`{"password":"********"}`,
	`{"token":"<redacted>"}`,
	`"api_key": "{{apiKey}}"`,
	"api_key: %API_KEY%",
	`os.environ["API_KEY"]`,
	`process.env.CLIENT_SECRET`,
	`req.SetBasicAuth(user, password)`,
	`const token = await getToken();`,
	`headers["Authorization"] = "Bearer " + token`,
	// JSON, code and configuration without secrets.
	`{"token_type":"bearer","expires_in":3600,"scope":"orders.read orders.write"}`,
	`{"total_tokens":1200,"max_tokens":4096}`,
	`{"nextPageToken":"Zq7kR2mW9xTb4LvN8sYd"}`,
	`{"continuationToken":"Zq7kR2mW9xTb4LvN8sYd"}`,
	`{"key":"colour","value":"red"}`,
	`{"primaryKey":"ORD-2023-000012","foreignKey":"100000001"}`,
	`{"cacheKey":"orders:TENANT_1:2023-01"}`,
	`{"partitionKey":"TENANT_1_20230106"}`,
	`{"authentication":{"type":"oauth2","required":true}}`,
	`{"passwordPolicy":{"minLength":12,"upper":true}}`,
	`{"password_changed_at":"2023-01-06T07:54:30Z"}`,
	`{"signatureRequired":true,"signedBy":"customer"}`,
	`{"publicKey":"MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKs"}`,
	`{"speed":"1000/115","product":"FTTP-1000-2023"}`,
	`{"place":{"id":"A00001234567","postcode":"EC1A 1BB"}}`,
	`{"appointment":{"slot":"AM","date":"2023-01-06","ref":"APT00012345"}}`,
	`{"messages":["field 'authToken' is unknown","field 'pass' is unknown"]}`,
	`{"email":"desk@example.org","phone":"+44 20 7946 0958"}`,
	`{"session":{"orderRef":"ORD-12345678"}}`,
	`{"cookies":[],"headersSize":-1,"bodySize":0}`,
	`{"pin":null,"otp":false}`,
	`"secret_arn": "arn:aws:secretsmanager:eu-west-1:402918837715:secret:fgw/prod-Qm3xTz"`,
	"API request id: Zq7kR2mW9xTb4LvN8sYd\nAPI version: 2024.12.01-rc3build77abc\n",
	`<order id="100000001"><state>done</state></order>`,
	`<password required="true"/>`,
	`<input type="password" name="password">`,
	`<label for="password">Password</label>`,
	"type User struct {\n\tPassword string\n\tToken    string\n}",
	"def login(user, password):\n    return session.post(url)",
	"SELECT password, token FROM users WHERE id = 12",
	"the order is identified by 100000001",
	"name: orders\nvalue: 12",
	"- name: ORDER_ID\n  value: ORD100000001A",
	"keys:\n  - colour\n  - size",
	"tokens:\n  - expired\n  - revoked",
	"id,name,state\n1,orders,done\n2,visits,open",
	"| Field | Type | Meaning |\n|---|---|---|\n| password | string | The password of the user |",
	"| X-Request-ID | c878520d-6ffc-4d63-a367-95a8f94d70dc |",
	// Commands and logs.
	"docker run -p 8080:80 --name docket docket:1.2.3",
	"docker run --user 1000:1000 image",
	"curl -X POST https://api.fibregateway.com/v1/orders -d '{\"orderId\":\"100000001\"}'",
	"curl: (28) Operation timed out after 10001 milliseconds",
	"ssh -p 2222 desk@x.example",
	"mysql -h db.example -P 3306 -u desk -p orders",
	"git checkout -b fix-token-refresh2",
	"kubectl get pods -n fibre-7d9f8b6c5d",
	"pod docket-7d9f8b6c5d-x2vzq restarted",
	"127.0.0.1 - - [06/Jan/2023:07:54:30 +0000] \"GET /v1/orders/100000001 HTTP/1.1\" 200 512",
	"2023-01-06T07:54:30.123Z INFO [http-nio-8080-exec-7] c.f.gateway.OrderController - order 100000001 created",
	"\tat com.fibre.gateway.TokenFilter.doFilter(TokenFilter.java:42)",
	"java.lang.NullPointerException: Cannot invoke \"String.length()\" because \"password\" is null",
	"goroutine 17 [running]:\nmain.main.func1(0xc000012345, 0x1f)",
	"0x00007ff8a1b2c3d4 in ssl3_read_bytes ()",
	"* TLSv1.3 (OUT), TLS handshake, Client hello (1):\n* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384",
	"* Server auth using Basic with user 'desk'",
	"0000: 47 45 54 20 2f 76 31 2f 6f 72 64 65 72 73 2f 31 GET /v1/orders/1",
	"00000000: 7b22 6f72 6465 7249 6422 3a22 3130 3022  {\"orderId\":\"100\"",
	"PING api.fibregateway.com (203.0.113.7): 56 data bytes",
	"npm ERR! code E401",
	"openssl s_client -connect api.fibregateway.com:443 -servername api.fibregateway.com",
	"Subject: Re: [FC-7Q4M-2XKD] Order 100000001 is refused",
	"FC-7Q4M-2XKD",
	"https://docs.example/reference/authentication#bearer-tokens",
	"https://app.example/reset-password?lang=en",
	"https://github.com/fibre/gateway/pull/1234/commits/91c8f1e4b7a2d3c5e6f708192a3b4c5d6e7f8091",
	"https://x.example/services/broadband/products/FTTP-1000-2023",
	"file:///C:/Users/desk/Documents/token2023.txt",
	"desk@example.org / +44 20 7946 0958",
	"IBAN GB29 NWBK 6016 1331 9268 19",
	"^B1 begin sending request - token ::http::1",
	"MAC 00:1A:2B:3C:4D:5E, serial ALCLF1234567, ONT ref ONT-00AB12CD",
	"2001:db8:85a3::8a2e:370:7334",
	"v1.2.3-rc.4+build.20230106",
	"\x1b[32mINFO\x1b[0m order \x1b[1m100000001\x1b[0m created",
	"A long sentence about the order that a mail program has broken at seventy-two\ncolumns, as they do, with ORD-2023-000012345-A at the end of one and\nTENANT_1_PROD_2023X at the start of the next.",
}
