package evidence

import (
	"strings"
	"testing"
)

func TestIDsAndFactsStayBesideSecrets(t *testing.T) {
	const uuid, id = "d48e1fee-095a-478e-b453-858c76254d49", "req-7f3a9c21b4"
	for _, c := range []struct{ name, in, kept string }{
		{"request_id= after a token", "Authorization: Bearer abc request_id=" + uuid, uuid},
		{"two ids after a token", "authorization: Bearer abc123def requestId=" + uuid + " conversationId=" + uuid, "requestId=" + uuid + " conversationId=" + uuid},
		{"request_id= after a cookie", "Cookie: SID=abc request_id=" + uuid, uuid},
		{"an id after a cookie and a comma", "Cookie: SID=abc, X-Request-ID=" + uuid, uuid},
		{"a cookie that is an id", "Cookie: SID=abc1; conversation_id=" + uuid + "; x=y1", uuid},
		{"a comma without a blank", "X-Api-Key: abc123,X-Request-ID:" + uuid, uuid},
		{"a semicolon without a blank", "Authorization: Bearer abc123;X-Request-ID: " + uuid, uuid},
		{"a folded line that is a header", "Authorization: Bearer abc\r\n X-Request-ID:" + uuid, uuid},
		{"tabs", "Authorization: Bearer abc123\tX-Request-ID\t" + uuid, uuid},
		{"a quote that nothing closes", `curl -H "Authorization: Bearer abc -H X-Request-ID: ` + uuid, uuid},
		{"JSON that was cut", `{"token":"abc, requestId: ` + uuid, uuid},
		{"a key that was cut before a certificate's end", "-----BEGIN RSA PRIVATE KEY-----\n[cut]\nX-Request-ID: " + uuid + "\n-----END CERTIFICATE-----", uuid},
		{"a key that was cut before its own end", "-----BEGIN RSA PRIVATE KEY-----\n[cut]\nX-Request-ID: " + uuid + "\n-----END RSA PRIVATE KEY-----", uuid},
		{"a hash behind a cut key", "-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\nd48e1fee095a478eb453858c76254d49\nX-Request-ID: a", "d48e1fee095a478eb453858c76254d49"},
		{"a tenant that is also a cookie", "Cookie: tenant=TENANT_1; host=api.fibregateway.com\nTenant: TENANT_1", "Tenant: TENANT_1"},
		{"a host that is also a cookie", "Host: api2.fibregateway.com\nCookie: tenant=TENANT_1; host=api2.fibregateway.com", "Host: api2.fibregateway.com"},
		{"a time that is also a cookie", "Date: 2023-01-06T07:54:30Z\nCookie: seen=2023-01-06T07:54:30Z", "Date: 2023-01-06T07:54:30Z"},
		{"a tenant that is also a password", "curl -u TENANT_1:TENANT_1 https://x\nTenant: TENANT_1", "\nTenant: TENANT_1"},
		{"an id in a JSON list", `{"X-Request-ID":["` + id + `"],"X-Api-Key":["` + id + `"]}`, `ID":["` + id},
		{"an id in a pair", `{"name":"X-Request-ID","value":"` + id + `"},{"name":"X-Api-Key","value":"` + id + `"}`, `"X-Request-ID","value":"` + id},
		{"an id in a pair, value first", `{"value":"` + id + `","name":"X-Request-ID"},{"name":"X-Api-Key","value":"` + id + `"}`, `{"value":"` + id},
		{"an id in XML", "<requestId>" + id + "</requestId><password>" + id + "</password>", "<requestId>" + id},
		{"an id in a table", "| X-Request-ID | " + id + " |\nPassword: " + id, "| " + id + " |"},
		{"an id in bold", "**X-Request-ID:** " + id + "\nPassword: " + id, "X-Request-ID:** " + id},
		{"an id behind a label in prose", "Request ID " + id + "\nPassword: " + id, "Request ID " + id},
		{"an id behind a dash", "request-id - " + id + "\nPassword: " + id, "request-id - " + id},
		{"an id behind brackets", "(X-Request-ID) " + id + "\nPassword: " + id, "(X-Request-ID) " + id},
		{"a UUID that is also a key", "X-Request-ID: " + uuid + "\nX-Api-Key: " + uuid, "X-Request-ID: " + uuid},
	} {
		var r Reader
		if got := r.Clean(c.in).String(); !strings.Contains(got, c.kept) || !strings.Contains(got, markerOpen) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestThePlaceDecidesAboutAUUID(t *testing.T) {
	const uuid = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
	for _, place := range []string{"X-Api-Key: ", "Authorization: Bearer ", "X-Auth-Token: ", "Cookie: SID="} {
		var r Reader
		if got := r.Clean("X-Request-ID: " + uuid + "\n" + place + uuid).String(); strings.Count(got, uuid) != 1 || !strings.HasPrefix(got, "X-Request-ID: "+uuid+"\n") {
			t.Errorf("%s: %q", place, got)
		}
	}
}

func TestAMarkerIsNeverReplacedInPart(t *testing.T) {
	var r Reader
	const want = "curl -u [redacted:stripe-key]: https://x"
	if got := r.Clean("curl -u sk_test_4eC39HqLyjWDarjtT1zdp7dc: https://x").String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAKeyFarInALineIsNoColumn(t *testing.T) {
	for _, tail := range []string{"token[0],a", "token\t,a", "a,token\n", "a,token ", "token,"} {
		var r Reader
		text := strings.Repeat("a ", 4<<10) + tail
		if got := r.Clean(text).String(); got != text {
			t.Errorf("%q: got %q", tail, got[8<<10:])
		}
	}
}

func TestAnIDStaysThoughItLooksLikeAKey(t *testing.T) {
	const id = "sk-7Q4mZkRb2WxTn9LvYd83hJpC"
	var r Reader
	for _, text := range []string{"X-Request-ID: " + id, `{"requestId":"` + id + `"}`, "request_id=" + id + " sent, later " + id + " again"} {
		if got := r.Clean(text + "\nX-Api-Key: Zq7kR2mW9xTb4LvN8sYd").String(); !strings.HasPrefix(got, text+"\n") || strings.Contains(got, "Zq7k") {
			t.Errorf("%q became %q", text, got)
		}
	}
	for _, text := range []string{"used " + id, "X-Request-ID: " + id + "\nX-Api-Key: " + id} {
		if got := r.Clean(text).String(); strings.HasSuffix(got, id) {
			t.Errorf("%q survives as %q", text, got)
		}
	}
}
