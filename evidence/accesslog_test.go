package evidence

import "testing"

func TestAccessLogsAreReadWhateverTheirFormat(t *testing.T) {
	const (
		order = "/v1/product-orders/8410740"
		cvt   = "https://gw.cvt.fibregateway.com" + order
		rid   = "10bef5e2-9b62-4c13-9efb-993ac29eaff3"
	)
	for _, c := range []struct {
		name, line  string
		method, url string
		status      int
		at          string // "" for a time without a zone
		request     string // id
		failure     string
	}{
		{"Apache common", `10.0.0.9 - - [24/Nov/2026:19:45:02 +0000] "PATCH /v1/product-orders/8410740 HTTP/1.1" 409 154`, "PATCH", order, 409, "2026-11-24T19:45:02Z", "", ""},
		{"the virtual host first", `gw.cvt.fibregateway.com:443 10.0.0.9 - - [24/Nov/2026:20:45:02 +0100] "PATCH /v1/product-orders/8410740 HTTP/1.1" 409 154 "-" "curl/8"`, "PATCH", "https://gw.cvt.fibregateway.com:443" + order, 409, "2026-11-24T19:45:02Z", "", ""},
		{"a request line without quotes", `10.0.0.9 24/Nov/2026:19:45:02 +0000 PATCH /v1/product-orders/8410740 HTTP/1.1 409 154 gw.cvt.fibregateway.com`, "PATCH", cvt, 409, "2026-11-24T19:45:02Z", "", ""},
		{"a request line in single quotes", `2026-11-24T19:45:02Z 10.0.0.9 'PATCH /v1/product-orders/8410740 HTTP/1.1' 409 host=gw.cvt.fibregateway.com reqid=` + rid, "PATCH", cvt, 409, "2026-11-24T19:45:02Z", rid, ""},
		{"the status first", `409 PATCH https://gw.cvt.fibregateway.com/v1/product-orders/8410740 HTTP/1.1 12ms 2026-11-24T19:45:02Z`, "PATCH", cvt, 409, "2026-11-24T19:45:02Z", "", ""},
		{"fields parted by bars", `2026-11-24T19:45:02+00:00|10.0.0.9|gw.cvt.fibregateway.com|PATCH /v1/product-orders/8410740 HTTP/1.1|409|154|rid=` + rid, "PATCH", cvt, 409, "2026-11-24T19:45:02Z", rid, ""},
		{"Envoy, with the id before the host", `[2026-11-24T19:45:02.123Z] "PATCH /v1/product-orders/8410740 HTTP/2" 409 - via_upstream - "-" 142 91 12 11 "10.0.0.9" "curl/8" "` + rid + `" "gw.cvt.fibregateway.com" "10.2.0.9:8080" outbound|443||gw.example.svc - 10.2.0.9:443 10.0.0.9:36000 - -`, "PATCH", cvt, 409, "2026-11-24T19:45:02Z", rid, ""},
		{"Envoy, given up by the client", `[2026-11-24T19:45:02.123Z] "PATCH /v1/product-orders/8410740 HTTP/1.1" 0 DC downstream_remote_disconnect - "-" 142 0 3000 - "-" "curl/8" "` + rid + `" "gw.cvt.fibregateway.com" "10.2.0.9:8080"`, "PATCH", cvt, 0, "2026-11-24T19:45:02Z", rid, Timeout},
		{"nginx, given up by the client", `10.0.0.9 - - [24/Nov/2026:19:45:02 +0000] "PATCH /v1/product-orders/8410740 HTTP/1.1" 499 0 "-" "curl/8" host=gw.cvt.fibregateway.com`, "PATCH", cvt, 0, "2026-11-24T19:45:02Z", "", Timeout},
		{"Traefik", `10.0.0.9 - - [24/Nov/2026:19:45:02 +0000] "PATCH /v1/product-orders/8410740 HTTP/2.0" 409 154 "-" "-" 12 "gw@docker" "http://10.0.0.9:80" 5ms`, "PATCH", order, 409, "2026-11-24T19:45:02Z", "", ""},
		{"an application load balancer", `https 2026-11-24T19:45:02.123456Z app/lb/50dc6c495c0c9188 10.0.0.9:2817 10.0.1.5:80 0.000 0.001 0.000 409 409 340 366 "PATCH https://gw.cvt.fibregateway.com:443/v1/product-orders/8410740 HTTP/1.1" "curl/8" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2`, "PATCH", "https://gw.cvt.fibregateway.com:443" + order, 409, "2026-11-24T19:45:02Z", "", ""},
		{"HAProxy, with syslog before it", `Nov 24 19:45:10 lb haproxy[1234]: 10.0.0.9:60032 [24/Nov/2026:19:45:10.198] fe~ be/gw1 0/0/0/2/2 409 418 - - ---- 1/1/0/0/0 0/0 {gw.cvt.fibregateway.com|TENANT_15} {application/json} "PATCH /v1/product-orders/8410740 HTTP/1.1"`, "PATCH", cvt, 409, "", "", ""},
		{"HAProxy, given up by the client", `10.0.0.9:60032 [24/Nov/2026:19:45:10.198] fe~ be/gw1 0/0/0/-1/3001 -1 0 - - CH-- 1/1/0/0/0 0/0 {gw.cvt.fibregateway.com} "PATCH /v1/product-orders/8410740 HTTP/1.1"`, "PATCH", cvt, 0, "", "", Timeout},
		{"HAProxy, answered for a server that was silent", `10.0.0.9:60032 [24/Nov/2026:19:45:10.198] fe~ be/gw1 0/0/0/-1/3001 504 198 - - sH-- 1/1/0/0/0 0/0 {gw.cvt.fibregateway.com} "PATCH /v1/product-orders/8410740 HTTP/1.1"`, "PATCH", cvt, 504, "", "", ""},
		{"Squid", `1795549502.732 200 10.0.0.9 TCP_MISS/409 493 PATCH http://gw.cvt.fibregateway.com/v1/product-orders/8410740 - HIER_DIRECT/10.2.0.9 application/json`, "PATCH", "http://gw.cvt.fibregateway.com" + order, 409, "2026-11-24T19:45:02.732Z", "", ""},
		{"Varnish", `10.0.0.9 - - [24/Nov/2026:19:45:02 +0000] "PATCH http://gw.cvt.fibregateway.com/v1/product-orders/8410740 HTTP/1.1" 409 154 "-" "curl/8" pass`, "PATCH", "http://gw.cvt.fibregateway.com" + order, 409, "2026-11-24T19:45:02Z", "", ""},
		{"ids in quotes with their names", `10.0.0.9 [2026-11-24T19:45:02+00:00] "PATCH /v1/product-orders/8410740 HTTP/1.1" 409 154 0.012 "x_request_id=` + rid + `" x_request_id="` + rid + `" host="gw.cvt.fibregateway.com"`, "PATCH", cvt, 409, "2026-11-24T19:45:02Z", rid, ""},
		{"the error log of nginx alone", `2026/11/24 19:45:02 [error] 12#12: *19 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.0.0.9, server: _, request: "PATCH /v1/product-orders/8410740 HTTP/1.1", upstream: "http://10.2.0.9:8080/v1/product-orders/8410740", host: "gw.cvt.fibregateway.com"`, "PATCH", cvt, 0, "", "", Timeout},
		{"an id alone at the end", `10.0.0.9 - - [24/Nov/2026:19:45:02 +0000] "PATCH /v1/product-orders/8410740 HTTP/1.1" 409 154 "-" "curl/8" 0.017 ` + rid, "PATCH", order, 409, "2026-11-24T19:45:02Z", rid, ""},
		{"an id alone of what was called before", `10.0.0.9 - - [24/Nov/2026:19:45:02 +0000] "PATCH /v1/product-orders/8410740 HTTP/1.1" 409 154 parent=` + rid, "PATCH", order, 409, "2026-11-24T19:45:02Z", "", ""},
		{"the lines of a container", `gw-1  | 10.0.0.9 - - [24/Nov/2026:19:45:02 +0000] "PATCH /v1/product-orders/8410740 HTTP/1.1" 409 154 "-" "curl/8" "-"`, "PATCH", order, 409, "2026-11-24T19:45:02Z", "", ""},
	} {
		e := one(t, c.name, c.line)
		if e == nil {
			continue
		}
		if e.Request == nil || e.Request.Method != c.method || e.Request.URL != c.url {
			t.Errorf("%s: request = %+v", c.name, e.Request)
		}
		if got := e.Response; c.status == 0 != (got == nil) || got != nil && got.Status != c.status {
			t.Errorf("%s: response = %+v, want %d", c.name, got, c.status)
		}
		if got := e.Failure; c.failure == "" != (got == nil) || got != nil && got.Kind != c.failure {
			t.Errorf("%s: failure = %+v", c.name, got)
		}
		at := ""
		if e.At != nil && e.At.Zoned {
			at = e.At.UTC.Format("2006-01-02T15:04:05.999Z07:00")[:19] + "Z"
		}
		if at != "" && c.at != "" && at != c.at[:19]+"Z" || (at == "") != (c.at == "") {
			t.Errorf("%s: at %q, want %q", c.name, at, c.at)
		}
		id := ""
		for _, l := range e.Labels {
			if l.Field == RequestID {
				id = l.Value
			}
		}
		if id != c.request {
			t.Errorf("%s: request id %q, want %q", c.name, id, c.request)
		}
	}
}

func TestALineOfTheErrorLogAndOneOfTheAccessLogAreOneRequest(t *testing.T) {
	e := one(t, "nginx", `2026/11/24 19:45:02 [error] 12#12: *19 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.0.0.9, server: _, request: "GET /v1/product-orders/8410740 HTTP/1.1", upstream: "http://10.2.0.9:8080/v1/product-orders/8410740", host: "gw.cvt.fibregateway.com"
10.0.0.9 - - [24/Nov/2026:19:45:02 +0000] "GET /v1/product-orders/8410740 HTTP/1.1" 504 167 "-" "curl/8"
`)
	if e == nil || e.Response == nil || e.Response.Status != 504 || e.Request.URL != "https://gw.cvt.fibregateway.com/v1/product-orders/8410740" || e.Failure != nil {
		t.Errorf("got %+v", e)
	}
}

func TestLogsOfProxiesInJSONTellTheHostThatWasAskedFor(t *testing.T) {
	const url = "https://gw.cvt.fibregateway.com/v1/product-orders/8410740"
	for _, c := range []struct {
		name, line string
		status     int
		failure    string
	}{
		{"Traefik, the client's host first", `{"ClientHost":"10.0.0.9","DownstreamStatus":409,"RequestHost":"gw.cvt.fibregateway.com","RequestMethod":"PATCH","RequestPath":"/v1/product-orders/8410740","StartUTC":"2026-11-24T19:45:02Z"}`, 409, ""},
		{"Envoy, the upstream's host first", `{"upstream_host":"10.2.0.9:8080","authority":"gw.cvt.fibregateway.com","method":"PATCH","path":"/v1/product-orders/8410740","response_code":504,"response_flags":"UT"}`, 504, ""},
		{"nginx, given up by the client", `{"request":"PATCH /v1/product-orders/8410740 HTTP/1.1","status":"499","host":"gw.cvt.fibregateway.com","request_time":"5.001"}`, 0, Timeout},
		{"an archive of Firefox, without a response", `{"log":{"entries":[{"request":{"method":"PATCH","url":"` + url + `","headers":[]},"response":{"status":0,"statusText":"","headers":[],"content":{"size":0,"text":""}}}]}}`, 0, OtherFailure},
		{"an archive of Chromium, refused", `{"log":{"entries":[{"request":{"method":"PATCH","url":"` + url + `","headers":[]},"response":{"status":0,"headers":[],"content":{"size":0},"_error":"net::ERR_CONNECTION_REFUSED"}}]}}`, 0, ConnectionRefused},
		{"Charles", `[{"status":"COMPLETE","method":"PATCH","scheme":"https","host":"gw.cvt.fibregateway.com","path":"/v1/product-orders/8410740","request":{"sizes":{"headers":10,"body":2},"header":{"headers":[{"name":"Accept","value":"*/*"}]}},"response":{"status":409,"header":{"firstLine":"HTTP/1.1 409 Conflict","headers":[{"name":"Content-Type","value":"application/json"}]}}}]`, 409, ""},
	} {
		e := one(t, c.name, c.line)
		if e == nil {
			continue
		}
		if e.Request == nil || e.Request.Method != "PATCH" || e.Request.URL != url || e.Request.Body != "" {
			t.Errorf("%s: request = %+v", c.name, e.Request)
		}
		if got := e.Response; c.status == 0 != (got == nil) || got != nil && got.Status != c.status {
			t.Errorf("%s: response = %+v", c.name, got)
		}
		if got := e.Failure; c.failure == "" != (got == nil) || got != nil && got.Kind != c.failure {
			t.Errorf("%s: failure = %+v", c.name, got)
		}
	}
}
