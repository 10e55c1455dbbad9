package evidence

import "testing"

func TestWhatNothingNamesIsReadOnlyBesideACall(t *testing.T) {
	const ids = "550e8400-e29b-41d4-a716-446655440000, 550e8400-e29b-41d4-a716-446655440001"
	for _, c := range []struct {
		name, text, request, tenant, supplier string
	}{
		{"two UUIDs and codes in a letter", "The parcels " + ids + " for TENANT_4 by SUPPLIER_2 were lost: connection refused, 503 Service Unavailable", "", "", ""},
		{"two UUIDs of a log without calls", "2026-11-24T10:00:00Z INFO worker started " + ids + "\n2026-11-24T10:00:02Z ERROR db: connection refused\n", "", "", ""},
		{"the same beside a call", "2026-11-24 10:00:00 INFO [TENANT_4," + ids + "] a.b - POST https://cvt.fibregateway.com/v1/appointments -> 503\n", "550e8400-e29b-41d4-a716-446655440000", "TENANT_4", ""},
		{"ids behind words", "giving up, X-Request-ID 550e8400-e29b-41d4-a716-446655440000: POST https://cvt.fibregateway.com/v1/appointments (status: 503)", "550e8400-e29b-41d4-a716-446655440000", "", ""},
	} {
		var r Reader
		got := r.Parse(c.text)
		for _, f := range []struct {
			name string
			got  *string
			want string
		}{{"request id", got.RequestID, c.request}, {"tenant", got.Tenant, c.tenant}, {"supplier", got.Supplier, c.supplier}} {
			if f.got == nil && f.want != "" || f.got != nil && *f.got != f.want {
				t.Errorf("%s: %s = %v, want %q", c.name, f.name, f.got, f.want)
			}
		}
	}
}

func TestTheTimeOfAFailureStandsAtTheFrontOfItsLineOrOneBefore(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"the line itself", "2026-11-24T10:00:02Z ERROR POST https://cvt.fibregateway.com/v1/a failed: connection refused\n", "2026-11-24T10:00:02Z"},
		{"a line before, behind a pod's name", "[pod/a-1/a] 2026-11-24T10:00:02Z calling POST https://cvt.fibregateway.com/v1/a\n\tat a.b(C.java:1)\njava.net.ConnectException\n", "2026-11-24T10:00:02Z"},
		{"no zone, no time", "2026-11-24 10:00:02 ERROR POST https://cvt.fibregateway.com/v1/a failed: connection refused\n", ""},
		{"no call, no time", "2026-11-24T10:00:02Z ERROR db: connection refused\n", ""},
	} {
		var r Reader
		got := r.Parse(c.text)
		if c.want == "" && got.Timestamp != nil || c.want != "" && (got.Timestamp == nil || *got.Timestamp != c.want) {
			t.Errorf("%s: time = %v, want %q", c.name, got.Timestamp, c.want)
		}
	}
}

func TestWhyNothingCameIsToldInEveryLanguagesWords(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"TimeoutError: Timeout awaiting 'request' for 1500ms", Timeout},
		{"Net::OpenTimeout: execution expired", Timeout},
		{"dial tcp 10.0.0.1:443: i/o timeout", Timeout},
		{"net/http: TLS handshake timeout", Timeout},
		{"The request was canceled due to the configured HttpClient.Timeout of 2 seconds elapsing.", Timeout},
		{"No connection could be made because the target machine actively refused it.", ConnectionRefused},
		{"Cannot connect to host a:443 ssl:default [Connect call failed ('127.0.0.1', 443)]", ConnectionRefused},
		{"java.net.ConnectException", ConnectionRefused},
		{"java.nio.channels.UnresolvedAddressException", DNS},
		{"dns error: failed to lookup address information", DNS},
		{"Temporary failure in name resolution", DNS},
		{"Hostname/IP does not match certificate's altnames", TLS},
		{"invalid peer certificate: UnknownIssuer", TLS},
		{"The SSL connection could not be established, see inner exception.", TLS},
		{"aiohttp.client_exceptions.ServerDisconnectedError: Server disconnected", OtherFailure},
		{`Post "https://a/": EOF`, OtherFailure},
		{"SocketError: other side closed", OtherFailure},
		{"The response ended prematurely.", OtherFailure},
		{"* TLSv1.3 (OUT), TLS handshake, Client hello (1):", ""},
		{"we time the meeting and reset the clock", ""},
		{"the connector is of the type RJ45", ""},
	} {
		if got := failureKind(c.words); got != c.want {
			t.Errorf("%q: %q, want %q", c.words, got, c.want)
		}
	}
}
