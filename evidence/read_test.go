package evidence

import (
	"hash/crc32"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestEnvironmentIsReadFromTheHost(t *testing.T) {
	var r Reader
	for host, want := range map[string]string{
		"cvt.fibregateway.com": "CVT", "CVT.FibreGateway.com:443": "CVT", "eu.cvt.fibregateway.com": "CVT",
		"api.fibregateway.com": "PRODUCTION", "fibregateway.com": "PRODUCTION", "api.fibregateway.com.": "PRODUCTION",
		"cvt.fibregateway.com.evil.net": "", "notfibregateway.com": "", "fibregateway.com.evil.net": "", "": "", "cvt": "",
		"cvtx.fibregateway.com": "PRODUCTION", "a@b.fibregateway.com": "",
	} {
		if got := r.Environment(host); got != want {
			t.Errorf("%q = %q, want %q", host, got, want)
		}
	}
	other := Reader{Domain: "gw.example"}
	if other.Environment("cvt.gw.example") != "CVT" || other.Environment("cvt.fibregateway.com") != "" {
		t.Error("another domain's hosts are another gateway's")
	}
}

func TestReadingThePublishedBlockAsPeopleWriteIt(t *testing.T) {
	const ids = "X-Request-ID: c878520d-6ffc-4d63-a367-95a8f94d70dc\nX-Conversation-ID: 5b6df604-483e-400e-bfc2-e8e831b6c6b8\n"
	var r Reader
	for _, c := range []struct {
		name, in string
		field    Field
		want     string
	}{
		{"bullets as labels", "• Environment: CVT\n• Fibre Cafe order id: 123\n", OrderID, "123"},
		{"a bullet's environment", "- Environment = prod\n", Environment, "PRODUCTION"},
		{"an error code's label", "Error code: INVALID_REQUEST\n" + ids, ErrorCode, "INVALID_REQUEST"},
		{"bold markdown labels", "**Tenant:** TENANT_3\n", Tenant, "TENANT_3"},
		{"an id that is no UUID", "req id: abc-1\n", RequestID, "abc-1"},
		{"a very long order id isn't rounded", "order id: 12345678901234567890123\n", OrderID, "12345678901234567890123"},
		{"a very long order id in JSON isn't rounded", "Request:\n\nPOST https://cvt.fibregateway.com/v1/x\n\n{\"orderId\":12345678901234567890123}\n", OrderID, "12345678901234567890123"},
		{"a related party's role after its id", "Request:\n\nPOST https://cvt.fibregateway.com/v1/x\n\n{\"relatedParty\":[{\"id\":\"SUPPLIER_9\",\"role\":\"supplier\"}]}\n", Supplier, "SUPPLIER_9"},
		{"a response on the next line", ids + "Response:\n\n409 Conflict\n\n{\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"X_Y\",\"messages\":[\"a\",\"b\"]}", ErrorMessage, "a\nb"},
		{"a bare error body", `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"X_Y","messages":["a"]}`, ErrorUUID, "d48e1fee-095a-478e-b453-858c76254d49"},
		{"a summary", "Request: GET https://cvt.fibregateway.com/v1/available-appointments?a=b\nResponse: 422\n{\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"INVALID_REQUEST\",\"messages\":[]}", Summary, "422 INVALID_REQUEST on GET /v1/available-appointments"},
		{"curl's refusal", "curl -X POST https://cvt.fibregateway.com/v1/x -d '{}'\ncurl: (7) Failed to connect to cvt.fibregateway.com port 443: Connection refused\n", NoResponse, ConnectionRefused},
		{"curl's name error", "curl https://cvt.fibregateway.com/v1/x\ncurl: (6) Could not resolve host: cvt.fibregateway.com\n", NoResponse, DNS},
		{"curl's certificate error", "curl https://cvt.fibregateway.com/v1/x\ncurl: (60) SSL certificate problem: unable to get local issuer certificate\n", NoResponse, TLS},
		{"curl's empty reply", "curl https://cvt.fibregateway.com/v1/x\ncurl: (52) Empty reply from server\n", NoResponse, OtherFailure},
	} {
		f, ok := r.Read(c.in).Fact(c.field)
		if !ok || f.Value != c.want {
			t.Errorf("%s: %s = %q, want %q in %q", c.name, c.field, f.Value, c.want, c.in)
		}
	}
}

// A long paste is read beside the look that proves it clean. These are texts in which that look finds something after all.
func TestALongPasteIsReadAgainWhenTheSecondLookFindsSomething(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	r := &Reader{Fingerprint: testPrint}
	twice := 0
	for _, s := range samples(t) {
		if once := []string{s.text}; !r.round(once) || !r.Holds(once[0]) {
			continue
		}
		twice++
		text := s.text + strings.Repeat("\n", minBeside)
		if got, want := r.Read(text), r.ReadClean(r.Clean(text)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the text is read with what the second look hides, or isn't read again", s.name)
		}
	}
	if twice == 0 {
		t.Error("no sample needs a second round")
	}
}

func TestTheWholeSupportPageReadsLikeItsBlock(t *testing.T) {
	var r Reader
	for _, s := range samples(t) {
		if s.name != "plain-block-documentation" {
			continue
		}
		page := "Support Requests\n\n  • Environment (PRODUCTION or CVT)\n  • Fibre Cafe order id (if applicable) - this will be a numeric id\n  • Timestamp of the request/response\n\n" + s.text + "\n\nAudit\n\nThe Fibre Cafe logs all inbound requests.\nX-Request-IDUnique identifier\n"
		a, b := r.Parse(s.text), r.Parse(page)
		if *a.URL != *b.URL || *a.ResponseBody != *b.ResponseBody || *a.Timestamp != *b.Timestamp || b.Exchanges != 1 || b.OrderID != nil || *b.Environment != "CVT" {
			t.Errorf("page reads %+v", b)
		}
	}
}

func TestDifferentValuesAreAQuestion(t *testing.T) {
	var r Reader
	report := r.Read("Tenant: TENANT_1\nX-Request-ID: aaaaaaaa-0000-4000-8000-000000000001\n\nGET /v1/x HTTP/1.1\nHost: cvt.fibregateway.com\nX-Tenant: TENANT_2\nX-Request-ID: aaaaaaaa-0000-4000-8000-000000000001\n\n")
	f, _ := report.Fact(Tenant)
	if f.Value != "TENANT_2" || len(f.Others) != 1 || f.Others[0].Value != "TENANT_1" || f.Where != "request header X-Tenant" || len(report.Questions()) != 1 {
		t.Errorf("%+v %v", f, report.Questions())
	}
	if id, _ := report.Fact(RequestID); len(id.Others) > 0 {
		t.Errorf("equal ids are no question: %+v", id)
	}
}

func TestAFactPointsAtItsValueAndSoDoesEachOtherOne(t *testing.T) {
	const text = "Tenant: TENANT_1\n\nGET /v1/orders?tenant=TENANT_1 HTTP/1.1\nHost: cvt.fibregateway.com\nX-Tenant: TENANT_2\nX-Request-ID: a-1\n\n" +
		"HTTP/1.1 422 Unprocessable\nX-Request-ID: b-2\n\n{\"uuid\":\"d48e1fee-095a-478e-b453-858c76254d49\",\"code\":\"BAD\",\"messages\":[\"m\"]}"
	report := new(Reader).Read(text)
	for field, want := range map[Field]string{
		Environment: "cvt.fibregateway.com", Tenant: "TENANT_2", RequestID: "a-1", ErrorUUID: "d48e1fee-095a-478e-b453-858c76254d49", ErrorCode: "BAD",
	} {
		f, _ := report.Fact(field)
		if got := text[f.Span.Start:f.Span.End]; got != want {
			t.Errorf("%s is found at %q, want %q", field, got, want)
		}
	}
	id, _ := report.Fact(RequestID)
	if len(id.Others) != 1 || id.Others[0].Value != "b-2" || id.Others[0].Where != "response header X-Request-ID" || text[id.Others[0].Span.Start:id.Others[0].Span.End] != "b-2" {
		t.Errorf("the other id: %+v", id.Others)
	}
}

func TestAnExchangeIsReadThatAPersonChose(t *testing.T) {
	const one, two = "GET /v1/a HTTP/1.1\nHost: cvt.fibregateway.com\n\nHTTP/1.1 500 Oops\n\n", "GET /v1/b HTTP/1.1\nHost: cvt.fibregateway.com\n\nHTTP/1.1 200 OK\n\n"
	r := new(Reader)
	for n, want := range map[int]string{-1: "/v1/a", 0: "/v1/a", 1: "/v1/b", 2: "/v1/a", 1 << 40: "/v1/a", -7: "/v1/a"} {
		report := r.ReadExchange(r.Clean(one+two), n)
		if got := report.Exchange(); len(report.Exchanges) != 2 || pathOf(got.Request.URL) != want {
			t.Errorf("exchange %d of %d is about %s, want %s", n, len(report.Exchanges), got.Request.URL, want)
		}
	}
}

func TestEverySpanLiesInTheText(t *testing.T) {
	r := Reader{Fingerprint: testPrint}
	for _, s := range samples(t) {
		report := r.Read(s.text)
		for _, ex := range report.Exchanges {
			for _, l := range ex.Labels {
				if l.Span == (Span{}) {
					continue // the value has no one place
				}
				got := report.Text.String()[l.Span.Start:l.Span.End]
				got = strings.ReplaceAll(got, "\n> ", "\n") // a mail that quotes it
				if bare := strings.Trim(got, "\"'"); strings.HasPrefix(bare, l.Value) {
					continue
				}
				unbroken := strings.NewReplacer("=\n", "", "\n", "", "│", "", " ", "").Replace(got) // a value that a box or a mail has broken
				if !strings.HasPrefix(got, l.Value) && unbroken != l.Value && strings.Join(strings.Fields(got), " ") != l.Value && !strings.HasPrefix(unescapeText(strings.TrimPrefix(got, "[")), l.Value) && l.Field != Environment && (l.Field != OccurredAt || digitsIn(got) != digitsIn(l.Value) && !inPieces(l, got)) {
					t.Errorf("%s: label %s %q points at %q", s.name, l.Field, l.Value, got)
				}
			}
		}
	}
}

// digitsIn leaves of a time what says when; a table's date and time stand apart and name no zone.
func digitsIn(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

func TestRequestAndResponseSurviveTheirTextFields(t *testing.T) {
	var r Reader
	for _, s := range samples(t) {
		ex := r.Read(s.text).Exchange()
		if ex == nil {
			continue
		}
		if q := ex.Request; q != nil && q.Method != "" && q.URL != "" {
			sent := r.Clean(q.String()) // what a dump or an abbreviation showed may be redacted further as a field
			got, ok := r.ParseRequest(sent)
			if !ok || got.String() != sent.String() {
				t.Errorf("%s: request became %q, was %q", s.name, clip(got.String(), 300), clip(q.String(), 300))
			}
		}
		if p := ex.Response; p != nil && p.Status > 0 {
			got, ok := r.ParseResponse(r.Clean(p.String()))
			if !ok || got.String() != p.String() {
				t.Errorf("%s: response became %q, was %q", s.name, clip(got.String(), 300), clip(p.String(), 300))
			}
		}
	}
	if _, ok := r.ParseRequest(r.Clean("please help")); ok {
		t.Error("prose is no request")
	}
	if _, ok := r.ParseResponse(r.Clean("it failed")); ok {
		t.Error("prose is no response")
	}
}

func TestMissingNamesWhatThePublishedListAsksFor(t *testing.T) {
	var r Reader
	got := r.Read("curl -v https://cvt.fibregateway.com/v1/x\ncurl: (28) Operation timed out\n").Missing
	if !slices.Equal(got, []Field{Tenant, Supplier, OccurredAt, RequestID, ConversationID}) {
		t.Errorf("missing %v", got)
	}
}

func TestSecretsGoWhereverTheyStand(t *testing.T) {
	const uuid = "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
	var r Reader
	for _, c := range []struct{ name, in, want string }{
		{"the same secret without its label", "X-Api-Key: abc123def4\nI used abc123def4.", "X-Api-Key: [redacted:api-key]\nI used [redacted:api-key]."},
		{"a Basic password in the clear", "Authorization: Basic ZGVzazpodW50ZXIyMg==\npassword hunter22?", "Authorization: Basic [redacted:basic]\npassword [redacted:password]?"},
		{"a correlation id under a secret's label goes there and stays in its own place", "X-Request-ID: " + uuid + "\ntoken=" + uuid, "X-Request-ID: " + uuid + "\ntoken=[redacted:token]"},
		{"an API key that is a UUID goes", "X-Api-Key: " + uuid, "X-Api-Key: [redacted:api-key]"},
		{"a secret within an id stays", "password: 5b6df604\nid " + uuid, "password: [redacted:password]\nid " + uuid},
		{"a JWT keeps header and claims", "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl end", "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.[redacted:jwt] end"},
		{"a PEM key without an end", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\nthen prose", "[redacted:private-key]\nthen prose"},
		{"a certificate stays", "-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END CERTIFICATE-----"},
		{"a URL's password", "https://u:p@ssw0rd@h.example/x", "https://u:[redacted:password]@h.example/x"},
		{"line ends and broken bytes stay", "a\xff\r\nCookie: a=b\r\n\xc3", "a\xff\r\nCookie: a=[redacted:cookie]\r\n\xc3"},
		{"the bearer of a letter stays", "The bearer of this letter", "The bearer of this letter"},
		{"ids, hashes and postcodes stay", "UPRN 100000001 EC1A 1BB sha256 e3b0c44298fc1c149afbf4c8996fb924 " + uuid, "UPRN 100000001 EC1A 1BB sha256 e3b0c44298fc1c149afbf4c8996fb924 " + uuid},
	} {
		if got := r.Clean(c.in).String(); got != c.want {
			t.Errorf("%s:\n  got  %q\n  want %q", c.name, got, c.want)
		}
		if r.Holds(c.in) != (c.in != c.want) {
			t.Errorf("%s: Holds disagrees with Clean", c.name)
		}
	}
}

// testPrint tells secrets apart as the key of a server does.
func testPrint(secret string) uint32 { return crc32.ChecksumIEEE([]byte(secret)) }

func TestEqualSecretsLookEqualByTheirFingerprints(t *testing.T) {
	r := Reader{Fingerprint: testPrint}
	got := r.Clean("X-Api-Key: abc123def456\nX-Auth-Token: abc123def456\nX-Auth-Token: other1234567").String()
	prints := []string{}
	for _, line := range strings.Split(got, "\n") {
		prints = append(prints, line[len(line)-9:])
	}
	if prints[0] != prints[1] || prints[1] == prints[2] || len(got) == 0 {
		t.Errorf("%q", got)
	}
}

func TestAShortSecretLeavesNoFingerprintToCompareGuessesWith(t *testing.T) {
	r := Reader{Fingerprint: testPrint}
	if got := r.Clean(`{"pin":"7391","password":"hunter2"}`).String(); got != `{"pin":"[redacted:otp]","password":"[redacted:password]"}` {
		t.Errorf("%s", got)
	}
}

// inPieces reports whether a text is the time of day of a time whose day the evidence tells elsewhere.
func inPieces(l Label, text string) bool {
	_, rest, ok := strings.Cut(l.Value, " ")
	zone, ends := strings.CutPrefix(rest, text)
	return l.Name == piecedTime && ok && ends && text != "" && isDigit(text[0]) && strings.ContainsAny(text, ":.h") && !strings.ContainsAny(zone, "0123456789")
}
