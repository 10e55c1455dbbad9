package evidence

import "testing"

// Logins as people hand them on: a user and a password with a slash between, codes of tunnels, Basic in a label.
func TestLoginsGoInTheFormsInWhichPeopleTellThem(t *testing.T) {
	checkExamples(t, "logins", []example{
		{"Logins for the night\n  * portal: desk@x.example / gannet-PBANMRug\n  * Grafana: viewer/QcsvkxGL1IvY0L  (role: viewer / editor)\n", "Logins for the night\n  * portal: desk@x.example / [redacted:password]\n  * Grafana: viewer/[redacted:password]  (role: viewer / editor)\n"},
		{"  * jump host: oper / Cpj2QTpOufV$\n", "  * jump host: oper / [redacted:password]\n"},
		{"Le dépôt s'ouvre avec robot / vRq3Hs&7Qbol, rôle : chef / exploitation", "Le dépôt s'ouvre avec robot / [redacted:password], rôle : chef / exploitation"},
		{"O acesso ao portal é suporte.norte / Cajueiro3725E5tO, perfil leitura / escrita", "O acesso ao portal é suporte.norte / [redacted:password], perfil leitura / escrita"},
		{"Zugang zum Portal: desk / Kies8TeichMoor4", "Zugang zum Portal: desk / [redacted:password]"},
		{"Code du VPN invité : 5277-Rmd1-m39qhW\n", "Code du VPN invité : [redacted:secret]\n"},
		{"the guest wifi code is m39qhW7T\n", "the guest wifi code is [redacted:secret]\n"},
		{"12) Basic auth used : ZGVzazpVYlhqZml1UXQ2MFg=\n", "12) Basic auth used : [redacted:basic]\n"},
		{"パスワードは「Sakura_3anKvIAw」です。", "パスワードは「[redacted:password]」です。"},
		{"密码是 mY3epr9lZydMC0。", "密码是 [redacted:password]。"},
		{"A hasło do wifi w sali 2.14 zmienili na lipiec8J0Nw1 jakby co", "A hasło do wifi w sali 2.14 zmienili na [redacted:password] jakby co"},
		{"the password of the desk was changed on Monday to lipiec8J0Nw1", "the password of the desk was changed on Monday to [redacted:password]"},
		{"rman target sys/sF8M1um3oBbE@ORCL catalog rman/UbXjfiuQt60X@CAT", "rman target sys/[redacted:password]@ORCL catalog rman/[redacted:password]@CAT"},
		{"RMAN> connect target sys/sF8M1um3oBbE@ORCL", "RMAN> connect target sys/[redacted:password]@ORCL"},
		{"define('SMTP_LOGIN', 'desk@x.example/mail-1PEOzqddIv');", "define('SMTP_LOGIN', 'desk@x.example/[redacted:password]');"},
		{"define('AUTH_KEY', 'mF*5+=uvN/9IG3#X7St4]Zycw5zs(w*{{z4QVOYl');", "define('AUTH_KEY', '[redacted:key]');"},
		{"<item name=\"AUTH_PASSWORD\">\n  <value string=\"WrenRPj0s1e3\" />\n</item>", "<item name=\"AUTH_PASSWORD\">\n  <value string=\"[redacted:password]\" />\n</item>"},
		{"<item name=\"HTTP_COOKIE\">\n  <value string=\"a=u0gezs; .ASPXAUTH=2EAD2775702A; culture=en-GB\" />\n</item>", "<item name=\"HTTP_COOKIE\">\n  <value string=\"a=[redacted:cookie]; .ASPXAUTH=[redacted:cookie]; culture=[redacted:cookie]\" />\n</item>"},
		{`<input name="ctl00$Main$txtPassword" value="WrenRPj0s1e3" />`, `<input name="ctl00$Main$txtPassword" value="[redacted:password]" />`},
		{"FINE: pairs: {Authorization: Bearer Zq7kR2mW9xTb4LvN8sYd}{User-Agent: Java/17}", "FINE: pairs: {Authorization: Bearer [redacted:bearer]}{User-Agent: Java/17}"},
		{"{Cookie: a=Zq7kR2mW; b=9xTb4LvN}{User-Agent: Java/17}", "{Cookie: a=[redacted:cookie]; b=[redacted:cookie]}{User-Agent: Java/17}"},
		{"{X-Api-Key: Zq7kR2mW9x}{X-Request-ID: d48e1fee-095a-478e-b453-858c76254d49}", "{X-Api-Key: [redacted:api-key]}{X-Request-ID: d48e1fee-095a-478e-b453-858c76254d49}"},
		{"La clé d'API de secours est d1dd17ee458dfa3482437705d45889328a1b559d (merci)", "La clé d'API de secours est [redacted:api-key] (merci)"},
		{"het client secret is F3UG+8mrVaA9uB4QozV/1fA6HYsmgYMPYKLD/wX5d8c=. Groet", "het client secret is [redacted:secret]. Groet"},
	}, []string{
		"La clé d'API est d48e1fee-095a-478e-b453-858c76254d49", "la clé de l'API est la bonne", "the client secret is in orders/v2/amend/Notes", "notre API est en version 2.14.1b",
		"desk / mobile 0113 496 0742 / 07700 900418", "cabinet / port: LS-CAB-118 / 14, key 22", "priority/impact: P2 / one order; read / write speed 910/112", "build 2026.36/7",
		"logins: TENANT_3 / SUPPLIER_2", "login page: chrome / Win10Pro", "Access to desk@x.example / OpenReach", "access: order / d48e1fee-095a-478e-b453-858c76254d49", "app / OrderServiceV2Impl",
		"No access for desk / 2026-05-11T12:00:00Z", "GET / HTTP/1.1", "login / OrderNotFound", "Accept: text/html, app/Xyz2Abc?a=b&c=d",
		"Code du VPN invité : voir page 12", "VPN error code: ERR-4711-A", "the code of the VPN client is 809", "status code: 5277-Rmd1-m39qhW", "postcode of the wifi site: EC1A1BB",
		"Basic auth used : yes", "Basic checks: b3JkZXJzYW5kbW9yZW9yZGVycw==", "Basic package: premium_100_50_ftth",
		"パスワードは「必須」です", "パスワードは変更", "密码是 4711", "hasło do sali 2.14 zmienili wczoraj", "the password was changed to something else", "password changed in version 2.14 of OrderService",
		"rman target / @list.cmd", "connect target to the tap", "define('ROLE_MAP', 'clerk/read-only');", "define('CACHE_KEY_SALT_ENABLED', false);", "define('LOGIN', 'wp-login.php/v2');",
		"define('AUTH_KEY', 'put your unique phrase here');", "headers.set('X-Key', 'https://x.example/A1?b=(c)&d=*e');",
		"<item name=\"AUTH_USER\">\n  <value string=\"p.kirk\" />\n</item>", "<item name=\"AUTH_PASSWORD\">\n  <value string=\"\" />\n</item>", "<item name=\"TOKEN\"><value count=\"1\" /></item>",
		"a chave da fila é agenda.4945804.retry e", "clé de cache cmd:8240315:v2", "the key is orders.4711.amend", "{a}{b: c}",
	})
}
