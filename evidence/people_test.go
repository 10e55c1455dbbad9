package evidence

import (
	"strconv"
	"testing"
)

// What people write and paste, one rule a line: the text, a member of what "docket parse" prints, and
// its value.
func TestWhatPeopleWriteIsReadByItsForm(t *testing.T) {
	const (
		id    = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		conv  = "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
		fault = "d48e1fee-095a-478e-b453-858c76254d49"
		url   = "https://cvt.fibregateway.com/v1/places/7"
	)
	checkPrinted(t, []printing{
		{"a time behind a status in marks of code", "GET " + url + "\n\nResponse `404 Not Found` at `2024-05-06T07:08:09Z`\n", "timestamp", "2024-05-06T07:08:09Z"},
		{"a stream's number behind a relayed time", "2024-05-06T07:08:09Z 02E $ curl -X DELETE \"${API}\"\n2024-05-06T07:08:10Z 02E HTTP/1.1 403 Forbidden\n2024-05-06T07:08:10Z 02E X-Request-ID: " + id + "\n2024-05-06T07:08:10Z 02E \n", "method", "DELETE"},
		{"rows between bars without titles", "|Tenant|Net_A|\n|Request ID|{{" + id + "}}|\n|Conversation ID|*" + conv + "*|\n", "conversation_id", conv},
		{"rows between bars whose titles stand between two", "||What||Which||\n||Order number|4711|\n|Request ID|" + id + "|\n", "order_id", "4711"},
		{"rows between bars that name nothing known stay", "|a|4711|\n|b|4712|\n", "order_id", ""},
		{"an order in German", "GET " + url + "\nAuftragsnummer: 470011\n", "order_id", "470011"},
		{"an order in French", "GET " + url + "\n- N° de commande = 470011\n", "order_id", "470011"},
		{"a customer's number is no order", "GET " + url + "\nKundennummer: 470011\n", "order_id", ""},
		{"the supplier's own order number", "GET " + url + "\nSupplier order number: A-12\n", "supplier_reference", "A-12"},
		{"quoted-printable, soft breaks", "Content-Transfer-Encoding: quoted-printable\n\nX-Request-ID: c878520d-6ffc-4d6=\n3-a367-95a8f94d70dc\nConv =3D " + conv + "\n", "request_id", id},
		{"quoted-printable, bytes", "Content-Transfer-Encoding: quoted-printable\n\nTenant: Breitband M=C3=BCnchen\n", "tenant", "Breitband München"},
		{"what only looks like quoted-printable stays", "GET " + url + "?a=3D\n", "url", url + "?a=3D"},
		{"cells below one another: a status", "Request\n\nGET " + url + "\n\nHTTP status\n\n404\n", "status", "404"},
		{"a number below a word that is no status", "Request\n\nGET " + url + "\n\nFloor\n\n404\n", "status", ""},
		{"a sentence's code, its message in quotes", "We did a DELETE on " + url + " (request id " + id + ") and got the code NOT_FOUND – “There is no such place”.", "error_message", "There is no such place"},
		{"a sentence's status", "Then we sent a GET to " + url + " (request id " + id + ") and it answered with a *404* today", "status", "404"},
		{"a uuid in brackets behind an error's code", "error NOT_FOUND, 'There is no such place' (" + fault + ") on GET " + url, "error_uuid", fault},
		{"an arrow to a status behind marks of code", "- `GET " + url + "` → **404 Not Found**\n", "status", "404"},
		{"tables of settings", "[Case]\nRequest-ID = " + id + "\n[request]\nverb = GET\nurl = '" + url + "'\n[response]\nstatus = 404\n", "method", "GET"},
		{"a value over lines", "[request]\nmethod = \"PUT\"\nurl = \"" + url + "\"\nbody = \"\"\"\n{\"a\":\n1}\n\"\"\"\n", "request_body", "{\"a\":\n1}"},
		{"settings that show no call", "[core]\na = 1\nb = 2\nc = 3\n", "url", ""},
		{"a variable of a request file", "@domain = fibregateway.com\n@base = https://cvt.{{domain}}/v1\n\nGET {{base}}/places/7\nHost: cvt.fibregateway.com\n\nHTTP/1.1 404 Not Found\n", "environment", "CVT"},
		{"a host in a variable below", "GET https://{{where}}/v1/places/7 HTTP/1.1\n\n@where=cvt.fibregateway.com\n", "url", url},
		{"attributes of XML", "<call verb=\"GET\" url=\"" + url + "\"><x:response xmlns:x='urn:x' status='404'>{&quot;code&quot;:&quot;NOT_FOUND&quot;,&quot;messages&quot;:[&quot;a&quot;]}</x:response></call>", "error_code", "NOT_FOUND"},
		{"headers of XML", "<item><method>GET</method><url>" + url + "</url><request><headers><header name=\"X-Request-ID\">" + id + "</header></headers></request></item>", "request_id", id},
		{"messages within XML", "<item>\n<request base64=\"true\"><![CDATA[R0VUIC92MS9wbGFjZXMvNyBIVFRQLzEuMQ0KSG9zdDogY3Z0LmZpYnJlZ2F0ZXdheS5jb20NCg0K]]></request>\n</item>", "url", url},
		{"a name of two columns goes before its value over rows", "╔════╦═══════╗\n║ Tenant ║ Net_A ║\n║ Request ║ GET https://cvt.fibregateway.com/v1/pla ║\n║ ║ ces/7 ║\n║ Status ║ 404 ║\n╚════╩═══════╝\n", "url", url},
		{"a conversation's id in more words", "GET " + url + "\n\nIdentifiant de la conversation (reçu) : " + conv + "\n", "conversation_id", conv},
		{"an id in another language", "GET " + url + "\n\nWir sahen das gestern. Konversations-ID: " + conv + "\n", "conversation_id", conv},
		{"a request's id in another language", "GET " + url + "\n\nKod żądania: " + id + "\n", "request_id", id},
		{"another service's id is none", "GET " + url + "\n\nX-Amzn-Request-Id: " + id + "\n", "request_id", ""},
		{"a status in another language", "GET " + url + "\n\nStatuskod: 404\n", "status", "404"},
		{"a number behind another name", "GET " + url + "\n\nZimmer: 404\n", "status", ""},
		{"a status behind an article beside a party", "TENANT_4 får ett 503 hela tiden\nGET " + url + "\n", "status", "503"},
		{"a count is no status", "We moved 500 lines for TENANT_4\nGET " + url + "\n", "status", ""},
		{"a label of a person below a request ends its headers", "GET " + url + "\nRoom: 2\nHello there\n", "request_body", ""},
		{"a label that tells what came of a request", "Request: GET " + url + "\nX-Request-ID: " + id + "\nResultat: 404 Not Found\n", "status", "404"},
		{"a time whose name says UTC", "GET " + url + "\nX-Request-ID: " + id + "\n\nWhen (UTC)\n2024-05-06 07:08:09\n", "timestamp", "2024-05-06T07:08:09Z"},
		{"a label's time before that of a mail", "From: a@b.example\nDate: Mon, 6 May 2024 09:00:00 +0000\n\nGET " + url + "\n\nTime: 2024-05-06T07:08:09Z\n", "timestamp", "2024-05-06T07:08:09Z"},
		{"a form's word for no answer is no failure", "GET " + url + "\n\n### Supplier\n\n_No response_\n", "no_response", ""},
		{"an answer in code below its question", "Tenant?\n`Net_A`\n\nTenant code\n*TENANT_4*\nGET " + url + "\n", "tenant", "TENANT_4"},
		{"another party's code is no value", "GET " + url + "\n\nTenant / Supplier: TENANT_4 / SUPPLIER_5\n", "supplier", "SUPPLIER_5"},
		{"hyphens of a word processor", "GET " + url + "\n\nRequest‑ID: c878520d‑6ffc‑4d63‑a367‑95a8f94d70dc\n", "request_id", id},
		{"cells of a spreadsheet", "Method\tGET\nURL\t" + url + "\nResponse\t\"{\"\"code\"\":\"\"NOT_FOUND\"\",\"\"messages\"\":[\"\"a\"\"]}\"\n", "error_code", "NOT_FOUND"},
		{"rows of an error", "When (UTC);Method;URL;Status;Error message\n2024-05-06 07:08:09;GET;" + url + ";404;There is no such place\n", "error_message", "There is no such place"},
		{"a PowerShell session", "PS C:\\> Invoke-RestMethod -Method Delete -Uri " + url + "\nInvoke-RestMethod : {\"code\":\"NOT_FOUND\",\"messages\":[\"a\"]}\nAt line:1 char:1\n+ Invoke-RestMethod -Method Delete -Uri https://cvt.fibregateway.com/v1 ...\n", "url", url},
		{"an editor's line numbers", "GET https ://cvt.fibregateway.com/v1/places/7\nStatus: 404 Not Found\n1 {\n2  \"code\":\"NOT_FOUND\",\n3  \"messages\":[\"a\"]\n4 }\n", "error_code", "NOT_FOUND"},
		{"escaped paragraphs", "&lt;p&gt;Seen by TENANT_4&lt;/p&gt;&lt;pre&gt;GET " + url + "&lt;/pre&gt;", "tenant", "TENANT_4"},
		{"a page shows no call", "<html><body><a href=\"" + url + "\">a</a><p>Method</p></body></html>", "method", ""},
	})
}

// printing is a text, a member of what "docket parse" prints for it, and its value; "" is null.
type printing struct{ name, in, member, want string }

func checkPrinted(t *testing.T, cases []printing) {
	t.Helper()
	var r Reader
	for _, c := range cases {
		if got := printed(r.Parse(c.in), c.member); got != c.want {
			t.Errorf("%s: %s = %q, want %q in %q", c.name, c.member, got, c.want, c.in)
		}
	}
}

// printed returns a member of what "docket parse" prints, "" for null.
func printed(p Parsed, member string) string {
	switch member {
	case "status":
		if p.Status == nil {
			return ""
		}
		return strconv.Itoa(*p.Status)
	case "error_message":
		if len(p.ErrorMessages) != 1 {
			return ""
		}
		return p.ErrorMessages[0]
	}
	value, ok := map[string]*string{
		"environment": p.Environment, "order_id": p.OrderID, "tenant": p.Tenant, "supplier": p.Supplier, "supplier_reference": p.SupplierReference, "timestamp": p.Timestamp,
		"request_id": p.RequestID, "conversation_id": p.ConversationID, "method": p.Method, "url": p.URL, "error_uuid": p.ErrorUUID, "error_code": p.ErrorCode,
		"request_body": p.RequestBody, "response_body": p.ResponseBody, "no_response": p.NoResponse,
	}[member]
	if !ok {
		panic("nothing is printed as " + member)
	}
	return deref(value)
}
