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
	r := &Reader{Key: []byte("k")}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		work(r, text)
	}
}

func BenchmarkRead(b *testing.B) {
	for _, size := range []int{2 << 10, 4 << 10, 64 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			benchmark(b, blockOf(size), func(r *Reader, s string) { r.Read(s) })
		})
	}
}

func BenchmarkClean(b *testing.B) {
	for _, size := range []int{2 << 10, 4 << 10, 64 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			benchmark(b, blockOf(size), func(r *Reader, s string) { r.Clean(s) })
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
		{"sections", "Response: 200\n{\n"}, {"requests", "GET / HTTP/1.1\n"}, {"backslashes", `\`}, {"schemes", "://"}, {"bearer", "Bearer "}, {"cookies", "Cookie: a=b, "},
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
