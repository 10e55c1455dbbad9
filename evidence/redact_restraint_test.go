package evidence

import (
	"encoding/json"
	"strings"
	"testing"
)

// What stands near the words of a secret and is none: ids, counts, names of programs, a letter's words.
func TestWordsOfSecretsAreSaidOfOtherThingsToo(t *testing.T) {
	for _, text := range []string{
		"Invalid token, X-Request-ID: 06b3f4e81a528854dd1c219cfab96721",
		"Invalid token, requestId=06b3f4e81a528854dd1c219cfab96721",
		"401 Invalid API key, X-Conversation-ID: 06b3f4e81a528854dd1c219cfab96721",
		"expired token, HttpClientErrorException: 401",
		"SELECT id, token, createdAtUtc2 FROM t",
		"import { getToken, OrderStatusV2Client }",
		"def f(token, AuthenticationHeaderValue):",
		"Internet user desk 07222223-3453-420b-b0e4-71f4ccda14d0",
		"net user journey 07222223-3453-420b-b0e4-71f4ccda14d0 failed",
		"Net user growth Q3-2026 was fine",
		"the key thing is X-Request-ID: req_01HV8Kq2mW9xTb4LvN8sYdZz",
		"key question, order ord_01HV8Kq2mW9xTb4LvN8sYdZz is stuck",
		"key pair prod-Server2026EuWest1Backup",
		"key content: 49db2fe5-1a2b-4c3d-8e9f-0123456789ab",
		"Key content: 100000001",
		"clé utilisée = 07222223-3453-420b-b0e4-71f4ccda14d0",
		"Clé utilisée : X-Request-ID",
		"the cache key is ord_vPyl0XMhWRooLtDL93NqQ5S3xk5g",
		"key: order_vPyl0XMhWRooLtDL93NqQ5S3xk5g.json",
		"password: {{apiPassword}}",
		"the token is {{token}}",
		"00DG7rL9G9dm11r is the organisation",
		"wrong pin, 4744271",
		"Wrong password, ORD4711x9K2",
		"the token (of request): 06b3f4e81a528854dd1c219cfab96721",
		"API key (X-Request-ID): 06b3f4e81a528854dd1c219cfab96721",
		"Identifiants : d48e1fee-095a-478e-b453-858c76254d49",
		"identifiants: 4744271",
		`{"identifiants":["4744271","d48e1fee-095a-478e-b453-858c76254d49"]}`,
		"identifiants: TENANT_1/SUPPLIER_2",
		"NAME       PASSWORD\n---------- --------------------\ndesk       ok\n\nrequestId: d48e1fee-095a-478e-b453-858c76254d49",
		"Test      Pass\n--------- -----------\norders    TestOrders",
		"verificación: d48e1fee-095a-478e-b453-858c76254d49",
		"vérification : 4744271",
		"vérification de l'adresse: 75001 Paris",
		"pincode 560034 Bangalore",
		`{"pincode":"560034"}`,
		"set pin 1024 high on the board",
		"the pin 8080",
		"MFA code 5000 ms timeout",
		"2FA code 2026 was accepted",
		"invalid PIN, 4711 attempts",
		"backup codes: 404 409 500",
		"Recovery codes: ORDER_NOT_FOUND, SUPPLIER_TIMEOUT",
		"recovery code: ERR-4711-A",
		"changed password for 'desk' on order = '4744271'",
		"Reset password for 'desk' failed, status = 'FAILED'",
		`{"note":"reset password for 'desk'", "sql":"select a = '4744271' and b"}`,
		"the password in KeePass2DBx",
		"Passwort für Kunde4711A2",
		"password with SHA256Rsa2",
		"echo -n '06b3f4e81a528854dd1c219cfab96721' | xxd",
		"parameters: $1 = '06b3f4e81a528854dd1c219cfab96721'",
		"sess: 4711",
		"authentication_string: d48e1fee-095a-478e-b453-858c76254d49",
		"basic: premium_100_50_ftth_business_2026_residential_v2",
		"step 6 key 6 orderLine2Id4",
		"error 0 password 0 order4711x",
		"COPY t (token, id) FROM stdin;\n\nX-Request-ID:\n06b3f4e81a528854dd1c219cfab96721",
	} {
		if got := new(Reader).Clean(text).String(); got != text {
			t.Errorf("%q was redacted: %q", text, got)
		}
	}
}

// The ways in which a value may look like something else.
func TestAnOddValueIsRedactedAllTheSame(t *testing.T) {
	for _, text := range []string{
		`{"credential":"aB3(xY7z9Q"}`,
		"credential=aB3(xY7z9Q",
		"Credentials: x7(Kq)9mZ2pLw",
		`"credentials": "desk(admin):UbXjfiuQt60X"`,
		"<password>\nUbXjfiuQt60X\n</Password>",
		"<password>\nUbXjfiuQt60X\n</ns:password>",
		"|password|\n|-|\n|hunter2|",
	} {
		got := new(Reader).Clean(text).String()
		for _, secret := range []string{"aB3(xY7z9Q", "x7(Kq)9mZ2pLw", "UbXjfiuQt60X", "hunter2"} {
			if strings.Contains(got, secret) {
				t.Errorf("%q is left in %q", secret, got)
			}
		}
	}
}

func TestJSONStaysJSONWhateverStandsInItsLists(t *testing.T) {
	for _, text := range []string{
		`{"verification_code": [123456, 654321]}`,
		`{"tokens":[true,"a"],"b":1}`,
		`{"session": [123456, 654321]}`,
		`{"body": "{\"otp\": 560034}"}`,
		`{"body":"{\"session\": [123456, 654321]}"}`,
		`{"msg":"set password for 'desk' = '","z":"'x"}`,
	} {
		if got := new(Reader).Clean(text).String(); !json.Valid([]byte(got)) {
			t.Errorf("%s is no JSON any more: %s", text, got)
		}
	}
}
