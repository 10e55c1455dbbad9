package evidence

import "testing"

func TestBodiesThatAreNoJSON(t *testing.T) {
	const (
		form   = "--cut7\nContent-Disposition: form-data; name=\"orderId\"\n\n12\n--cut7--"
		inForm = "POST /v1/files HTTP/1.1\nHost: cvt.fibregateway.com\nContent-Type: multipart/form-data; boundary=cut7\n\n"
		inXML  = "POST /soap HTTP/1.1\nHost: cvt.fibregateway.com\nContent-Type: text/xml\n\n<s:Envelope><s:Body><o:get><o:orderId>4711</o:orderId><o:supplier>SUPPLIER_3</o:supplier></o:get></s:Body></s:Envelope>\n\n"
		answer = "\n\nHTTP/1.1 413 Content Too Large\nContent-Length: 0\n"
	)
	checkPrinted(t, []printing{
		{"a form in parts, to its last boundary", inForm + form + answer, "request_body", form},
		{"the answer behind it", inForm + form + answer, "status", "413"},
		{"an order in XML", inXML + answer, "order_id", "4711"},
		{"a supplier in XML", inXML + answer, "supplier", "SUPPLIER_3"},
	})
}

func TestACallIsAnAddressOfHTTP(t *testing.T) {
	const settings = "store:\n  url: jdbc:mysql://db.example/orders?useSSL=true\n  username: desk\n  password: weyFhGhqm1yHNUin3m\nserver:\n  port: 8443\n\n"
	checkPrinted(t, []printing{
		{"a database's address is none", settings + "2026-09-01T08:33:12Z DEBUG client : HTTP PATCH https://cvt.fibregateway.com/v1/places/7\n", "url", "https://cvt.fibregateway.com/v1/places/7"},
		{"a method as a symbol", `#<struct Env method=:patch, url=#<URI::HTTPS https://cvt.fibregateway.com/v1/places/7>, status=409>` + "\n", "method", "PATCH"},
		{"an address within an object", `#<struct Env method=:patch, url=#<URI::HTTPS https://cvt.fibregateway.com/v1/places/7>, status=409>` + "\n", "url", "https://cvt.fibregateway.com/v1/places/7"},
	})
}

func TestAPageIsReadAsItIsSeen(t *testing.T) {
	const (
		id    = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
		table = "<table><tbody><tr><th><p>X-Request-ID</p></th><td><p><code>" + id + "</code></p></td></tr></tbody></table><p>Request</p>"
		list  = "<!DOCTYPE html>\n<html><head><title>CVT</title></head><body><dl>\n<dt>Tenant</dt><dd>TENANT_4</dd>\n<dt>Request id</dt><dd><tt>" + id + "</tt></dd></dl></body></html>"
		boxed = "<ac:macro><ac:parameter ac:name=\"language\">bash</ac:parameter><ac:text><![CDATA[PUT https://cvt.fibregateway.com/v1/places/7?a=1&amp=2\n\n{\"a\":\"b & c\"}]]></ac:text></ac:macro><p>Response: <b>409</b></p>"
	)
	checkPrinted(t, []printing{
		{"cells of a table", table, "request_id", id},
		{"terms of a list", list, "tenant", "TENANT_4"},
		{"what stands beside the next", list, "request_id", id},
		{"a box as it was written", table + boxed, "url", "https://cvt.fibregateway.com/v1/places/7?a=1&amp=2"},
		{"its body", table + boxed, "request_body", `{"a":"b & c"}`},
		{"what is below it", table + boxed, "status", "409"},
		{"a term's code", "<dl>\n<dt>Request id</dt><dd>" + id + "</dd>\n<dt>Error UUID</dt><dd>d48e1fee-095a-478e-b453-858c76254d49</dd>\n<dt>Error message</dt><dd>There is no such place</dd></dl>", "error_message", "There is no such place"},
		{"dots that lead to a colon", "Pedido ....: 4711\nInquilino .: TENANT_4\nProveedor ..: SUPPLIER_3\nSolicitud ...: " + id + "\n", "request_id", id},
		{"escapes of a mail are undone once", "Subject: =?utf-8?q?Zo=C3=AB?=\nContent-Transfer-Encoding: quoted-printable\n\nX-Request-ID: " + id + "\nGET https://cvt.fibregateway.com/v1/places?a=3D10\n", "url", "https://cvt.fibregateway.com/v1/places?a=10"},
	})
}
