package evidence

import (
	"fmt"
	"strings"
	"testing"
)

const benchBlock = "Date: Fri, 06 Jan 2023 07:54:30 GMT\nX-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc\nX-Conversation-ID: 5b6df604-483e-400e-bfc2-e8e831b6c6b8\nTenant: TENANT_1\nSupplier: SUPPLIER_2\n\nRequest:\n\nPOST https://cvt.fibregateway.com/v1/product-orders\nAuthorization: Bearer fgw_hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd\nContent-Type: application/json\n\n{\"place\":{\"id\":\"100000001\"},\"note\":\"%s\",\"supplier\":\"SUPPLIER_2\"}\n\nResponse: 422\n\n{\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"INVALID_REQUEST\",\"messages\":[\"The supplier API returned the following message: UPRN 100000001 is not within our coverage area\"]}\n"

func blockOf(size int) string {
	words := strings.Repeat("customer asked for an earlier slot, see visit 12; ", size/50+1)
	return fmt.Sprintf(benchBlock, words[:max(0, size-len(benchBlock))])
}

func benchmark(b *testing.B, text string, work func(*Reader, string)) {
	r := &Reader{Fingerprint: testPrint}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		work(r, text)
	}
}

// benchFormats write an exchange whose request has a body of about the size given, as five tools do.
var benchFormats = []struct {
	name string
	text func(size int) string
}{
	{"block", blockOf},
	{"curl", func(size int) string {
		return "> POST /v1/product-orders HTTP/1.1\n> Host: cvt.fibregateway.com\n> Authorization: Bearer fgw_hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd\n> X-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc\n>\n< HTTP/1.1 422 Unprocessable Entity\n< Date: Fri, 06 Jan 2023 07:54:30 GMT\n< Content-Type: application/json\n<\n" + documentOf(size)
	}},
	{"har", func(size int) string {
		const entry = `{"startedDateTime":"2023-01-06T07:54:30.123Z","request":{"method":"POST","url":"https://cvt.fibregateway.com/v1/product-orders","headers":[{"name":"Authorization","value":"Bearer fgw_hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd"},{"name":"X-Request-ID","value":"c878520d-6ffc-4d63-a367-95a8f94d7%03d"}],"postData":{"mimeType":"application/json","text":"{\"place\":{\"id\":\"100000001\"}}"}},"response":{"status":422,"headers":[{"name":"Date","value":"Fri, 06 Jan 2023 07:54:30 GMT"}],"content":{"mimeType":"application/json","text":"{\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"INVALID_REQUEST\",\"messages\":[\"no\"]}"}}}`
		return `{"log":{"version":"1.2","entries":[` + rowsOf(entry, ",\n", size) + `]}}`
	}},
	{"log", func(size int) string {
		return rowsOf(`{"level":"error","time":"2023-01-06T07:54:30.123Z","req":{"method":"POST","url":"https://cvt.fibregateway.com/v1/product-orders","headers":{"authorization":"Bearer fgw_hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd","x-request-id":"c878520d-6ffc-4d63-a367-95a8f94d7%03d"}},"res":{"status":422},"msg":"call failed"}`, "\n", size)
	}},
	{"trace", func(size int) string {
		message := "POST /v1/product-orders HTTP/1.1\r\nHost: cvt.fibregateway.com\r\nX-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc\r\nAuthorization: Bearer fgw_hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd\r\n\r\n"
		return "=> Send header, 200 bytes (0xc8)\n" + trace(message) + "=> Send data, 1000 bytes (0x3e8)\n" + trace(documentOf(size/5)) + "<= Recv header, 26 bytes (0x1a)\n" + trace("HTTP/1.1 422 Unprocessable\r\n")
	}},
}

// documentOf is a JSON document of about size bytes.
func documentOf(size int) string {
	return `{"items":[` + rowsOf(`{"id":"100000%03d","state":"PENDING","note":"call before noon"}`, ",", size) + `]}`
}

// rowsOf writes a pattern with a growing number of three digits until it has size bytes.
func rowsOf(pattern, between string, size int) string {
	var out strings.Builder
	for n := 0; n == 0 || out.Len()+len(pattern) < size; n++ {
		if n > 0 {
			out.WriteString(between)
		}
		fmt.Fprintf(&out, pattern, n%1000)
	}
	return out.String()
}

func BenchmarkRead(b *testing.B)  { benchmarkFormats(b, func(r *Reader, s string) { r.Read(s) }) }
func BenchmarkClean(b *testing.B) { benchmarkFormats(b, func(r *Reader, s string) { r.Clean(s) }) }

func benchmarkFormats(b *testing.B, work func(*Reader, string)) {
	for _, f := range benchFormats {
		for _, size := range []int{4 << 10, 64 << 10, 1 << 20, 4 << 20} {
			b.Run(fmt.Sprintf("%s/%dKB", f.name, size>>10), func(b *testing.B) { benchmark(b, f.text(size), work) })
		}
	}
}

// TestTheTextsOfTheBenchmarksAreRead keeps the figures from being those of texts that nobody reads.
func TestTheTextsOfTheBenchmarksAreRead(t *testing.T) {
	for _, f := range benchFormats {
		var r Reader
		report := r.Read(f.text(4 << 10))
		if ex := report.Exchange(); ex == nil || ex.Request == nil || ex.Request.Method != "POST" || ex.Response == nil || ex.Response.Status != 422 {
			t.Errorf("%s: read as %+v", f.name, ex)
		}
		if strings.Contains(report.Text.String(), "hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd") {
			t.Errorf("%s: the token is still there", f.name)
		}
	}
}

// BenchmarkLimits reads the largest texts that anybody may send: each takes less than a second
// and 200 MB.
func BenchmarkLimits(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"50000-brackets", strings.Repeat("[", 50000)},
		{"50000-closed-brackets", strings.Repeat("[", 50000) + strings.Repeat("]", 50000)},
		{"50000-objects", strings.Repeat(`{"a":`, 50000)},
		{"100000-headers", "GET / HTTP/1.1\n" + rowsOf("X-Header-%03d: value\n", "", 2200000)},
		{"5MB-line", strings.Repeat("abcdefghi ", 500000)},
		{"5MB-line-of-JSON", documentOf(5 << 20)},
		{"5MB-word", strings.Repeat("a", 5<<20)},
	} {
		b.Run(c.name, func(b *testing.B) {
			benchmark(b, c.text, func(r *Reader, s string) { r.Read(s) })
		})
	}
}

// BenchmarkCleanAll redacts the fields of a form, most of them empty, together.
func BenchmarkCleanAll(b *testing.B) {
	texts := make([]string, 22)
	texts[0], texts[1], texts[2] = "TENANT_1", "c878520d-6ffc-4d63-a367-95a8f94d70dc", "The order was refused."
	var r Reader
	b.Run("together", func(b *testing.B) {
		for b.Loop() {
			r.CleanAll(texts...)
		}
	})
	b.Run("each", func(b *testing.B) {
		for b.Loop() {
			for _, t := range texts {
				r.Clean(t)
			}
		}
	})
}

// BenchmarkHostile reads each text at one size and at four times that size: the figures per
// byte stay the same where the work is linear.
func BenchmarkHostile(b *testing.B) {
	for _, c := range []struct{ name, unit string }{
		{"brackets", "["}, {"braces", `{"a":`}, {"headers", "X-Header-Name: value\n"}, {"secret-headers", "X-Api-Key: abc123def4\n"}, {"one-line", "abcdefghi "},
		{"open-quotes", `"password":"`}, {"open-lists", "auth=["}, {"pem", "-----BEGIN PRIVATE KEY-----"}, {"curl", "curl \\\n"}, {"curl-quotes", "curl 'a\n"},
		{"sections", "Response: 200\n{\n"}, {"requests", "GET / HTTP/1.1\n"}, {"blocks", "put {\n"}, {"closed blocks", "put {\n}\n"}, {"templates", "fetch('https://a.example/{a}')\n"}, {"backslashes", `\`}, {"schemes", "://"}, {"bearer", "Bearer "}, {"cookies", "Cookie: a=b, "},
		{"cdata", "<password><![CDATA["}, {"userinfo", "://a:b"}, {"labels", "request id "}, {"escaped", `\"token\":\"`}, {"jwt", "eyJ."}, {"fold", "Authorization: a\n b\n"},
		{"spaces", " "}, {"newlines", "\n"}, {"markers", "[redacted:x]"}, {"cookie-list", `"cookies": [`}, {"notes", "* a\n"}, {"arrows", "> GET / HTTP/1.1\n"}, {"answers", "< HTTP/1.1 200 OK\n"}, {"uuid-bodies", "{\"uuid\":\n"}, {"numbers", "1 "}, {"same", "aaaaaaaaaaaaaaaa"}, {"commas", "Cookie: a=b,c=d,"},
	} {
		for _, size := range []int{256 << 10, 1 << 20} {
			b.Run(fmt.Sprintf("%s/%dKB", c.name, size>>10), func(b *testing.B) {
				benchmark(b, strings.Repeat(c.unit, size/len(c.unit)), func(r *Reader, s string) { r.Read(s) })
			})
		}
	}
}
