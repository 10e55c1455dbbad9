package evidence

import "strings"

// pathRule says that what follows a segment of a path is a secret, such as the token behind
// /reset/.
type pathRule struct {
	names  []string
	hits   []example
	misses []string
}

var pathRules = []pathRule{
	{names: []string{"token", "tokens", "access_token", "apikey", "api-key", "api_key", "secret", "key", "session", "sessions", "jwt", "sso", "otp"},
		hits:   []example{{"GET /api/token/Zq7kR2mW9xTb4LvN8sYd/orders HTTP/1.1", "GET /api/token/[redacted:token]/orders HTTP/1.1"}},
		misses: []string{"GET /v1/token/d48e1fee-095a-478e-b453-858c76254d49", "POST /oauth2/token/introspect", "GET /v1/key/A00001234567", "GET /v1/key/ORDER-2023-000012345"}},
	{names: []string{"reset", "reset-password", "resetpassword", "password-reset", "reset_password", "password", "set-password", "invite", "invites", "invitation", "magic", "magic-link", "verify", "verify-email", "confirm", "confirmation", "activate", "activation", "unsubscribe", "login", "auth", "share", "signed"},
		hits: []example{
			{"https://app.example/password/reset/Zq7kR2mW9xTb4LvN8sYd", "https://app.example/password/reset/[redacted:token]"},
			{"see https://app.example/invite/Zq7kR2mW9xTb4LvN8sYd.", "see https://app.example/invite/[redacted:token]."},
		},
		misses: []string{"https://app.example/login/oauth/authorize", "https://app.example/reset/d48e1fee-095a-478e-b453-858c76254d49", "/auth/realms/fibre", "/confirm/ORD-100000001-2023"}},
	{names: []string{"hook", "hooks", "webhook", "webhooks", "webhookb2", "services", "incomingwebhook"},
		hits: []example{
			{"https://hooks.slack.com/services/T0123ABCD/B0456EFGH/Zq7kR2mW9xTb4LvN8sYd", "https://hooks.slack.com/services/T0123ABCD/B0456EFGH/[redacted:token]"},
			{"https://discord.com/api/webhooks/123456789012345678/Zq7kR2mW9xTb4LvN8sYd", "https://discord.com/api/webhooks/123456789012345678/[redacted:token]"},
		},
		misses: []string{"https://x.example/services/broadband/100000001/availability", "/hooks/pre-commit", "/v1/webhooks/d48e1fee-095a-478e-b453-858c76254d49/deliveries"}},
}

// pathNames is the names of pathRules.
var pathNames = func() map[string]bool {
	m := map[string]bool{}
	for _, r := range pathRules {
		for _, n := range r.names {
			m[n] = true
		}
	}
	return m
}()

// pathReach is how many segments behind the name of a secret are looked at.
const pathReach = 4

// path redacts the segments behind the one from i to j that look like tokens. Nothing else in
// the path is touched; the walk goes on behind the name.
func (s *scan) path(i, j int) {
	t := s.text
	if j-i > 20 || !pathNames[strings.ToLower(t[i:j])] {
		return
	}
	p := j + 1
	for range pathReach {
		end := p
		for end < len(t) && end-p <= maxRepeat && (isAlnum(t[end]) || strings.IndexByte("-_.~=+%", t[end]) >= 0) {
			end++
		}
		s.charge(end - p)
		visited(end - p)
		next := end
		for end > p && t[end-1] == '.' {
			end--
		}
		if v := t[p:end]; len(v) >= minCarried && tokenLike(v) && jwtSignature(v) == 0 {
			s.add(p, end, "token")
		}
		if at(t, next) != '/' {
			return
		}
		p = next + 1
	}
}

// tokenLike reports whether a word looks generated and is no id, hash, name, host, code, number
// or time.
func tokenLike(v string) bool {
	if !looksRandom(v) || !telling(v) || isID(v) || isCode(v) || isUUID(strings.TrimSuffix(strings.TrimPrefix(v, "urn:uuid:"), "=")) {
		return false
	}
	return !wordy(v)
}

// wordy reports whether v is made of words and numbers with marks between them, as names and
// slugs are, rather than of letters and digits mixed.
func wordy(v string) bool {
	mixed := mixes(v)
	return mixed < 2 || mixed*8 < len(v) && strings.ContainsAny(v, "-_.")
}

// mixes counts the changes between letters and digits, and from a small letter to a capital.
func mixes(v string) (mixed int) {
	for i := 1; i < len(v); i++ {
		a, b := v[i-1], v[i]
		if isAlpha(a) && isDigit(b) || isDigit(a) && isAlpha(b) || isLower(a) && isUpper(b) {
			mixed++
		}
	}
	return mixed
}
