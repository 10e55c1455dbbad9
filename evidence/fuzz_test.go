package evidence

import (
	"encoding/json"
	"math/rand"
	"strings"
	"testing"
)

var seeds = []string{
	"Cookie:[",
	"", "Date: Fri, 06 Jan 2023 07:54:30 GMT\nTenant: TENANT_1\n\nRequest:\n\nGET https://cvt.fibregateway.com/v1/x?token=abc123def\n\nResponse: 422\n\n{\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"X\",\"messages\":[\"a\"]}",
	"> GET / HTTP/1.1\r\n> Host: x\r\n> Authorization: Bearer abc1\r\n> \r\n< HTTP/1.1 200 OK\r\n< Set-Cookie: a=b; Path=/\r\n< \r\n{}\n",
	`{"a":"{\"password\":\"x\\\"y\"}","cookies":[{"name":"a","value":"b"}],"token":12}`,
	"curl -u a:bcdefgh1 -H 'X-Api-Key: k1' --data-raw '{\"a\":1}' https://x.example/p\ncurl: (28) Operation timed out",
	"{Authorization=[Bearer abc1], Cookie=[a=b]} https://u:p@h/ -----BEGIN RSA PRIVATE KEY-----\\nMIIabc\\n",
	"password=\"'[redacted:x]'\" eyJhbGciOiJI.eyJzdWIiOiIx.abcdefgh Cookie:\n a=b\n c=d",
	"curl -u sk_test_4eC39HqLyjWDarjtT1zdp7dc: https://x '-u' 'a:b' -x a:b@c | X-Api-Key | Zq7kR2mW9xTb |\nBearer\nZq7kR2mW9xTb4LvN8sZz\n",
	"{\x22password\x22:\x22S1\x22} “token”: “S2” user%5Bpassword%5D=a password: |\n  b\n {\"kty\":\"oct\",\"k\":\"Zq7kR2mW9xTb4LvN8sZz\"} {\"password\":{\"new\":\"S3\"}}",
	"Authorization: Bearer abc;X-Request-ID: d48e1fee-095a-478e-b453-858c76254d49\n-----BEGIN RSA PRIVATE KEY-----\n> MIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----<td>token</td><td>a1b2c3d4e5</td>",
	"<password>a</password>&quot;token&quot;:&quot;b1&quot; %22key%22%3A%22v%22 \\u0022secret\\u0022:\\u0022v\\u0022",
}

// brokenMarkers counts the starts of markers that are none.
func brokenMarkers(s string) int {
	n := 0
	for i := strings.Index(s, markerOpen); i >= 0; {
		if markerLen(s[i:]) == 0 {
			n++
		}
		next := strings.Index(s[i+1:], markerOpen)
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return n
}

// plantings are places in which a secret must never survive, whatever stands around them.
func plantings(secret string) []string {
	call := "GET /a HTTP/1.1\r\nAuthorization: Bearer " + secret + "\r\nAccept: */*\r\n\r\n"
	return []string{
		"\nAuthorization: Bearer " + secret + "\n", "\nx-api-key: " + secret + "\n", "\n{\"password\":\"" + secret + "\"}\n",
		"\nhttps://u:" + secret + "@h.example/\n", "\nCookie: a=" + secret + "\n",
		"\n\n" + trace(call) + "\n", "\n\n" + xxd(call) + "\n", "\n\n" + b64(call) + "\n\n",
		"\n\x1b[31mx-api-key\x1b[0m: \x1b[1m" + secret + "\x1b[0m\n",
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	for n, a := range attacks {
		l := &loot{rnd: rand.New(rand.NewSource(int64(n)))}
		text := l.fill(a.text)
		if a.wrap != nil {
			text = a.wrap(text)
		}
		f.Add(text)
	}
	for _, s := range harmlessTexts {
		f.Add(s)
	}
	const planted = "Zq7XvT2mPw9LkR4s"
	f.Fuzz(func(t *testing.T, s string) {
		plain, keyed := Reader{}, Reader{Fingerprint: testPrint}
		for _, r := range []Reader{plain, keyed} {
			once := r.Clean(s)
			if again := plain.Clean(once.String()); again != once {
				t.Fatalf("not idempotent: %q\n once  %q\n twice %q", s, once, again)
			}
			if n := brokenMarkers(once.String()); n > brokenMarkers(s) {
				t.Fatalf("a marker was broken: %q gives %q", s, once)
			}
			if keyed.Holds(once.String()) {
				t.Fatalf("redacted text still holds a secret: %q", once)
			}
			if json.Valid([]byte(s)) && !json.Valid([]byte(once.String())) {
				t.Fatalf("no longer JSON: %q gives %q", s, once)
			}
		}
		if strings.Contains(laidOpen(s), planted) {
			return
		}
		for _, p := range plantings(planted) {
			got := plain.Clean(s + p + s).String()
			if strings.Contains(got, planted) || strings.Contains(laidOpen(got), planted) {
				t.Fatalf("%q survives in %q", p, got)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	for _, s := range samples(f) {
		if len(s.text) <= 8<<10 {
			f.Add(s.text)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		if work := workOf(s); work > perByte*(len(s)+64) {
			t.Fatalf("%d bytes are looked at %d times", len(s), work)
		}
		var r Reader
		report := r.Read(s)
		text := report.Text.String()
		for _, fact := range report.Facts {
			if fact.Span.Start < 0 || fact.Span.End > len(text) || fact.Span.Start > fact.Span.End {
				t.Fatalf("%s: span %v of %d bytes", fact.Field, fact.Span, len(text))
			}
		}
		if report.Chosen >= len(report.Exchanges) {
			t.Fatalf("chose %d of %d", report.Chosen, len(report.Exchanges))
		}
		if ex := report.Exchange(); ex != nil && ex.Request != nil {
			r.ParseRequest(r.Clean(ex.Request.String()))
		}
		r.Parse(s)
	})
}

func FuzzParseMoment(f *testing.F) {
	for _, s := range []string{"Thu, 31 Aug 2023 14:46:48 GMT", "31/Aug/2023:14:46:48 +0000", "1693493208123", "Feb 9, 2024 4:40:12 PM EST", "2023-08-31T14:46:48,5+0100"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMoment(s)
		if err == nil && m.Zoned == m.UTC.IsZero() {
			t.Fatalf("%q: zoned %v, %v", s, m.Zoned, m.UTC)
		}
	})
}
