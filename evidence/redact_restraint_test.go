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

// What was kept before labels of several names, old passwords, rows and keys of sentences were read stays kept.
func TestRulesOfNeighboursLeaveIdsAlone(t *testing.T) {
	const id = "11111111-aaaa-4bbb-8ccc-000000000001"
	for _, text := range []string{
		"X-Auth-Token: [redacted:token]\nold request id: 7fG3kQ9ZbX1w\n",
		"X-Auth-Token: [redacted:token]\nPrevious conversation id: 7fG3kQ9ZbX1w5Tp2\n",
		"X-Api-Key: [redacted:api-key]\nPrevious-Request-ID: aB3dE5fG7hJ9\n",
		"Password: [redacted:password]\nPrevious order: Ab12Cd34\n",
		"Password: [redacted:password] (old request id: 7fG3kQ9ZbX1w)\n",
		"Authorization: Bearer [redacted:bearer]\nold: v1.2.3-Beta4\n",
		"password [redacted:password], old price 12.50+VAT",
		"a|token|" + id + "\n",
		"|token|" + id + "|\n",
		"password|100000001\n",
		"|password|100000001|\n",
		"level=info|password|100000001|200\n",
		"error|password|order100000001|x\n",
		"secret|FC-7Q4M-2XKD|x\n",
		"|token|TENANT_1|\n|secret|SUPPLIER_2|\n",
		"(password|token|api_key2)",
		".token|select(.id==100000001)",
		"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nContent-Type: application/json\n",
		"kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdX1\nX-Request-ID: kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdX1\n",
		"the key we sent in the header: FcJourney7aBc9DeF2gHi4JkL\n",
		"the key that the object has: 0ujtsYcgvSTl8PAuAdqWYSMnLOv\n",
		"the key which we log: 0ujtsYcgvSTl8PAuAdqWYSMnLOv\n",
		"field PASSWORD(max64) failed\n",
		"USER desk PASSWORD reset2026\n",
		"user/password/errors: 3/5/422\n",
	} {
		if got := new(Reader).Clean(text).String(); got != text {
			t.Errorf("%q was redacted: %q", text, got)
		}
	}
}

// What is hidden without the rules for neighbours is hidden with them.
func TestRulesOfNeighboursLeaveNoSecret(t *testing.T) {
	const id, secret, pass = "11111111-aaaa-4bbb-8ccc-000000000001", "Zq7kR2mW9xTb4LvN8sYd", "Summer-2026!"
	for _, text := range []string{
		"Login / password: desk / Summer-2026! token: " + secret + "\n",
		"Login / password: desk / Summer-2026!, Authorization: Bearer " + secret + "\n",
		"Login / password: desk / Summer-2026! ghp_" + secret + secret + "\n",
		"Login / password: desk / Summer-2026! API key " + secret + "\n",
		"Login / password: desk / Summer-2026! (secret " + secret + ")\n",
		"Login / password: desk / Summer-2026! 2FA code 482913\n",
		"Login / password: desk / Summer-2026! old one Winter-2025!\n",
		"user/password: desk/Summer-2026! pin: 482913\n",
		"<p>Login / password: desk / Summer-2026!, token: " + secret + "</p>\n",
		`{"login/password": ["desk/Summer-2026!"], "token": "` + secret + `"}`,
		`{"text":"Login / password: desk / Summer-2026!\nRequest-ID: ` + id + `\nToken: ` + secret + `"}`,
		"Password / API key: Summer-2026! / " + secret + "\n",
		"api key / password: " + secret + " / Summer-2026!\n",
		"User / Passwort: Max Muster / geheim\n",
		"Login / Password: Anna Smith / correcthorse\n",
		"Login / Password: desk admin / letmein please\n",
		"Login / secret: desk / hunterhunter\n",
		"Client id / secret: desk / abcdefghijklmnop\n",
		"Login / token: desk / abcdefghijkl\n",
		"Login / Password: desk / SUPER_7\n",
		"Login / Password: desk / secret\n",
		"Login / Password: 100 / 404\n",
		"Login / password: desk / Pa<ss>2026x!\n",
		"Login / password: desk / Pass2026x})\n",
		"user / api key: desk / " + secret + " / R2mW9xTb4LvN8sYdZq7k\n",
		`{"credentials":"{\"id\":\"desk\",\"code\":\"` + secret + `\"}"}`,
		`{"credentials":"{\"username\":\"desk\",\"value\":\"Summer-2026!\"}"}`,
		`{"credentials":"{\"client_secret\":\"R2mW9xTb4LvN8sYdZq7k\",\"data\":\"` + secret + `\"}"}`,
		`{"credential":"{\"desk\":\"Summer-2026!\"}"}`,
		`{"GOOGLE_CREDENTIALS":"{\"type\":\"x\",\"data\":\"` + secret + secret + `\"}"}`,
		"sqlcmd -S x -U sa -p Summer-2026!\n",
		"DB_PASSWORD=($ecret2026)\n",
		"Passwort: ($Frühling)\n",
		"-Password:($ecret2026!)\n",
		"password: ( $ummer2026! )\n",
		"password: (Get-Item Summer-2026!)\n",
		"-Password (Get-Pass1 \"Summer-2026!\")\n",
		"--password as " + "Zq7kR2mW9x -u desk\n",
	} {
		got := new(Reader).Clean(text).String()
		for _, left := range []string{secret, pass, "R2mW9xTb4LvN8sYdZq7k", "482913", "Winter-2025", "geheim", "correcthorse", "letmein", "hunterhunter", "abcdefghijkl", "SUPER_7", "desk / secret", "404", "ecret2026", "Frühling", "ummer2026", "--password as", "2026x", "})\n"} {
			if strings.Contains(got, left) {
				t.Errorf("%q is left in %q", left, got)
			}
		}
		if strings.Contains(text, id) && !strings.Contains(got, "Request-ID: "+id) {
			t.Errorf("the id went: %q", got)
		}
		if json.Valid([]byte(text)) && !json.Valid([]byte(got)) {
			t.Errorf("%s is no JSON any more: %s", text, got)
		}
		if again := new(Reader).Clean(got).String(); again != got {
			t.Errorf("%q changes to %q", got, again)
		}
	}
	if text := "-Password (\n"; new(Reader).Clean(text).String() != text {
		t.Error("a bracket was redacted")
	}
}
