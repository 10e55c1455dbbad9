package evidence

import "testing"

// The forms that no one rule owns: keys in files, tokens that a line break cuts.
func TestKeysAndTokensGoInTheFormsInWhichTheyArePasted(t *testing.T) {
	const secret = "Zq7kR2mW9xTb4LvN8sYd"
	const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0."
	checkExamples(t, "forms", []example{
		{"-----BEGIN RSA PRIVATE KEY-----\n> MIIEpAIBAAKCAQEA" + secret + "\n> " + secret + secret + "\n", "[redacted:private-key]\n"},
		{"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB\n\n" + secret + secret + "\nthen", "[redacted:private-key]\nthen"},
		{"k=-----BEGIN+PRIVATE+KEY-----%0A" + secret + "%2B" + secret + "%0Aab%3D%3D%0A-----END+PRIVATE+KEY-----&a=b", "k=[redacted:private-key]&a=b"},
		{"-----BEGIN RSA PRIVATE KEY-----<br>" + secret + secret + "<br>" + secret + "<br>", "[redacted:private-key]<br>"},
		{`"-----BEGIN PRIVATE KEY-----\n` + secret + `\nAB\n-----END PRIVATE KEY-----\n"`, `"[redacted:private-key]\n"`},
		{`{"kty":"RSA","n":"abc","e":"AQAB","d":"` + secret + `"}`, `{"kty":"RSA","n":"abc","e":"AQAB","d":"[redacted:private-key]"}`},
		{`{"k":"` + secret + `","kty":"oct"}`, `{"k":"[redacted:private-key]","kty":"oct"}`},
		{"the jwt ewogICJhbGciOiJIUzI1NiJ9.ewogICJzdWIiOiIxIn0." + secret, "the jwt ewogICJhbGciOiJIUzI1NiJ9.ewogICJzdWIiOiIxIn0.[redacted:jwt]"},
		{"wget --header 'X-Api-Key: " + secret + "' \\\n  'https://cvt.fibregateway.com/v1/x'", "wget --header 'X-Api-Key: [redacted:api-key]' \\\n  'https://cvt.fibregateway.com/v1/x'"},
		{`headers.insert("X-Api-Key", "` + secret + `".parse().unwrap());`, `headers.insert("X-Api-Key", "[redacted:api-key]".parse().unwrap());`},
		{`    {"X-Api-Key", "` + secret + `"}`, `    {"X-Api-Key", "[redacted:api-key]"}`},
		{`:headers {"X-Api-Key" "` + secret + `"}`, `:headers {"X-Api-Key" "[redacted:api-key]"}`},
		{`Header.add h "X-Api-Key" "` + secret + `" in`, `Header.add h "X-Api-Key" "[redacted:api-key]" in`},
		{jwt + "\n" + secret, jwt + "\n[redacted:jwt]"},
		{"Authorization: Bearer " + jwt + "abcdefgh\n" + secret + "\nHost: x", "Authorization: Bearer " + jwt + "[redacted:jwt]\n[redacted:jwt]\nHost: x"},
	}, []string{
		`{"d":"` + secret + `"}`, `{"kty":"RSA","kid":"` + secret + `"}`,
		"-----BEGIN PUBLIC KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END PUBLIC KEY-----",
		"Bearer\nsomebody else", "JVBERi0xLjQKJcfsj6IKNSAwIG9iago8PC9MZW5ndGggNiAwIFI",
		"UPRN\nTENANT_1_PROD_2023X", `{"session":{"orderRef":"ORD-12345678"}}`, "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
		"The order 100000001 for EC1A 1BB\nd48e1fee-095a-478e-b453-858c76254d49\n", "sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	})
}
