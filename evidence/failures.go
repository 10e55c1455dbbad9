package evidence

import "strings"

// failures are words by which tools and people say why no response came, in small letters. The
// first that a line holds decides: what an error's name or code says stands before what its
// sentence may say of anything.
var failures = []struct{ kind, words string }{
	{Timeout, `handshake timeout|timed out|timedout|timeout exceeded|deadline exceeded|etimedout|time-out|timeouterror|timeout error|timeoutexception|readtimeout|opentimeout|writetimeout|connecttimeout|pooltimeout|ms exceeded|
		i/o timeout|read timeout|connect timeout|timeout was reached|timeout awaiting|timeout after|timeout while|timeout elapsed|timeout waiting|deadline has elapsed|
		execution expired|httpclient.timeout|_timeout'|_timeout"|headers_timeout|connect_timeout|body_timeout|etimeout|econnaborted|receive timeout|request timeout after|
		err_timed_out|_timed_out|ns_error_net_timeout`},
	{OtherFailure, `unexpected eof while reading`},
	{ConnectionRefused, `connection refused|econnrefused|actively refused|refused connection|refused the connection|connect call failed|couldn't connect to server|could not connect to server|failed to connect|connectexception|err_connection_refused|ns_error_connection_refused`},
	{DNS, `could not resolve|couldn't resolve|could not be resolved|enotfound|no such host|name or service not known|eai_again|unknownhostexception|unknown host|
		nameresolutionerror|getaddrinfo|name resolution|unable to resolve|cannot resolve|can't resolve|failed to resolve|nodename nor servname|no address associated|bad hostname|
		failed to lookup address|dns error|dns lookup|host not found|nxdomain|unresolvedaddressexception|err_name_not_resolved|ns_error_unknown_host`},
	{TLS, `ssl certificate problem|certificate verify failed|certificate_verify_failed|ssl handshake|tls handshake failed|tls handshake error|handshake failure|handshake failed|handshake_failure|x509:|self-signed certificate|
		self signed certificate|self_signed_cert|sslhandshakeexception|sslexception|unable to verify the first certificate|unable_to_verify_leaf|unable to get local issuer|certificate has expired|
		cert_has_expired|certificate is not|pkix path|sslerror|ssl_error|ssl error|ssl connect error|ssl connection could not be established|ssl_connect returned|ssl routines|wrong version number|
		unknown issuer|unknownissuer|invalid peer certificate|not trusted|altnames|altname_invalid|does not match certificate|authenticationexception|err_cert_|err_ssl_|err_tls_`},
	{OtherFailure, `rst_stream|stream error|goaway|broken pipe|epipe|connection closed|connection was closed|closed connection|connection aborted|remote end closed|unexpected eof|unexpected end of file|
		end of file reached|eoferror|connection reset|reset by peer|econnreset|forcibly closed|other side closed|socket closed|empty reply from server|socket hang up|server disconnected|
		disconnected without|ended prematurely|premature close|prematurely closed|connection lost|connectionlost|no data received|incomplete read|incompleteread|incomplete message|net::err_|ns_error_|": eof`},
}

// saidBy lists the words of the failures one by one.
var saidBy = func() (out []struct{ words, kind string }) {
	for _, f := range failures {
		for w := range strings.SplitSeq(f.words, "|") {
			out = append(out, struct{ words, kind string }{strings.TrimLeft(w, " \t\n"), f.kind})
		}
	}
	return out
}()

// isSetting reports whether a text goes on from the name of a limit that is not set: "connect timeout:-1".
func isSetting(s string) bool { return strings.HasPrefix(s, ":-1") || strings.HasPrefix(s, "=-1") }

// failureKind returns the kind of failure that a line tells of, "" for none.
func failureKind(line string) string {
	if len(line) > 1<<10 {
		line = line[:1<<10]
	}
	low := strings.ToLower(line)
	if strings.Contains(low, "continuing anyway") || strings.Contains(low, "handshake has read") {
		return "" // curl --insecure, the figures of openssl s_client
	}
	if n := strings.IndexByte(low, '{'); n >= 0 && strings.Contains(low, "uuid") && looksLikeError(low[n:]) {
		return "" // an error of the gateway, which came
	}
	for _, f := range saidBy {
		if n := strings.Index(low, f.words); n >= 0 && !isSetting(low[n+len(f.words):]) && !strings.HasSuffix(low[:n], "supplier") {
			return f.kind
		}
	}
	return ""
}
