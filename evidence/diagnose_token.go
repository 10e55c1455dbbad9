package evidence

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strings"
	"time"
)

// leeway is how far two machines' clocks may differ before a finding rests on it (RFC 7519 §4.1.4
// allows "usually no more than a few minutes").
const leeway = time.Minute

// tokenRules judge the access token by its claims, which redaction leaves readable, against the time
// of the call.
var tokenRules = []diagnosisRule{
	{name: "token_expired", look: tokenExpired,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{
					{tokenCall(`{"exp":1672990500}`, "401 Unauthorized"), "Its exp is 2023-01-06 07:35:00 UTC; the call was made at 2023-01-06 07:54:30 UTC (response header Date), 19 min later."},
					{tokenCall(`{"exp":1672990500.5,"sub":"a"}`, "403 Forbidden"), "Its exp is 2023-01-06 07:35:00 UTC; the call was made at 2023-01-06 07:54:30 UTC (response header Date), 19 min later."},
					{"GET /a?access_token=" + token(`{"exp":1672990500}`) + " HTTP/1.1\nHost: cvt.fibregateway.com\n\nHTTP/1.1 401 Unauthorized\nDate: Fri, 06 Jan 2023 07:54:30 GMT\n",
						"Its exp is 2023-01-06 07:35:00 UTC; the call was made at 2023-01-06 07:54:30 UTC (response header Date), 19 min later."},
					{"call -> https://cvt.fibregateway.com/v1/orders\nauth -> bearer " + token(`{"exp":1672990500}`) + "\nHTTP/1.1 401 Unauthorized\nDate: Fri, 06 Jan 2023 07:54:30 GMT\n",
						"Its exp is 2023-01-06 07:35:00 UTC; the call was made at 2023-01-06 07:54:30 UTC (response header Date), 19 min later."},
				}, []string{
					tokenCall(`{"exp":1672999500}`, "401 Unauthorized"),
					tokenCall(`{"exp":1672990500}`, "200 OK"),              // it was taken all the same
					tokenCall(`{"exp":1672991660}`, "401 Unauthorized"),    // within the leeway
					tokenCall(`{"exp":"soon"}`, "401 Unauthorized"),        // no NumericDate (RFC 7519 §2)
					tokenCall(`{"exp":1672990500000}`, "401 Unauthorized"), // nor this
					strings.Replace(tokenCall(`{"exp":1672990500}`, "401 Unauthorized"), "Date:", "X-Date:", 1),
					"Cookie: a=" + token(`{"exp":1672990500}`) + "\nHTTP/1.1 401 Unauthorized\nDate: Fri, 06 Jan 2023 07:54:30 GMT\n",
					// of two tokens nothing says which was sent
					"old: Bearer " + token(`{"exp":1672990500}`) + "\nnew: Bearer " + token(`{"exp":1672999500}`) + "\nHTTP/1.1 401 Unauthorized\nDate: Fri, 06 Jan 2023 07:54:30 GMT\n",
				}
		}},
	{name: "token_not_yet_valid", look: tokenEarly,
		examples: func() ([]diagnosed, []string) {
			return []diagnosed{
				{tokenCall(`{"nbf":1672995000}`, "401 Unauthorized"), "Its nbf is 2023-01-06 08:50:00 UTC; the call was made at 2023-01-06 07:54:30 UTC (response header Date), 55 min earlier."},
				{tokenCall(`{"iat":1672995000,"exp":1672999000}`, "401 Unauthorized"), "Its iat is 2023-01-06 08:50:00 UTC; the call was made at 2023-01-06 07:54:30 UTC (response header Date), 55 min earlier."},
			}, []string{tokenCall(`{"nbf":1672990500,"iat":1672990500}`, "401 Unauthorized"), tokenCall(`{"nbf":1672995000}`, "201 Created"), tokenCall(`{"iat":1672991700}`, "401 Unauthorized")}
		}},
}

// tokenCall is a call with a token of these claims, for the examples.
func tokenCall(claims, status string) string {
	return "GET /v1/available-appointments HTTP/1.1\nHost: cvt.fibregateway.com\nAuthorization: Bearer " + token(claims) +
		"\n\nHTTP/1.1 " + status + "\nDate: Fri, 06 Jan 2023 07:54:30 GMT\nContent-Length: 0\n"
}

// token is a JWT of these claims, for the examples.
func token(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode([]byte(claims)) + ".c2lnbmF0dXJlIG9mIHRoaXMgdG9rZW4"
}

func tokenExpired(x *examination) []Finding {
	claims, span := x.token()
	if !claims.exp.IsZero() && x.at.Sub(claims.exp) > leeway && x.refused() {
		return only(Finding{Kind: x.blame(), Says: "The access token had expired before the call was made" + x.aside(), Why: x.beside("exp", claims.exp), Span: span})
	}
	return nil
}

func tokenEarly(x *examination) []Finding {
	claims, span := x.token()
	for _, c := range []struct {
		name string
		at   time.Time
		says string
	}{
		{"nbf", claims.nbf, "The access token was not valid yet when the call was made"},
		{"iat", claims.iat, "The access token was issued after the call was made: a clock is wrong, or it is another call’s"},
	} {
		if !c.at.IsZero() && !x.at.IsZero() && c.at.Sub(x.at) > leeway && x.refused() {
			return only(Finding{Kind: x.blame(), Says: c.says + x.aside(), Why: x.beside(c.name, c.at), Span: span})
		}
	}
	return nil
}

// refused reports whether the call may have failed for its token: a success shows that the token was
// taken, and one that never arrived was not judged.
func (x *examination) refused() bool { return x.response.Status >= 400 && !x.at.IsZero() }

// blame is how much a token explains: it is the cause where the answer is about credentials.
func (x *examination) blame() FindingKind {
	if s := x.response.Status; s == 401 || s == 403 {
		return Cause
	}
	return Hint
}

// aside ends a sentence about a token that the answer does not blame.
func (x *examination) aside() string {
	if x.blame() == Hint {
		return "; the answer does not blame it."
	}
	return "."
}

// beside writes a claim and the time of the call.
func (x *examination) beside(claim string, at time.Time) string {
	side := " later."
	if at.After(x.at) {
		side = " earlier."
	}
	return "Its " + claim + " is " + instant(at) + "; the call was made at " + instant(x.at) + " (" + x.atFrom + "), " + lasting(at.Sub(x.at)) + side
}

// claims are the times of a JWT (RFC 7519 §4.1), zero for those that it doesn't give.
type claims struct{ exp, nbf, iat time.Time }

// token reads the access token of the request: its Authorization, or access_token in the query
// (RFC 6750 §2).
func (x *examination) token() (claims, Span) {
	_, query, _ := strings.Cut(x.request.URL, "access_token=")
	for _, where := range []string{header(x.request.Headers, "Authorization"), query} {
		for _, word := range strings.FieldsFunc(where, func(r rune) bool { return r == ' ' || r == '&' || r == ',' || r == '"' }) {
			if c, ok := claimsOf(word); ok {
				return c, x.place(x.request.Span, word)
			}
		}
	}
	if header(x.request.Headers, "Authorization") != "" || x.report.othersCall(x.ex) {
		return claims{}, Span{}
	}
	return soleToken(x.report.Text.text)
}

// soleToken reads the only JWT behind the word Bearer (RFC 6750 §2.1) in the text of a call whose
// notation nothing here knows.
func soleToken(text string) (c claims, span Span) {
	var only sole
	for from := 0; ; {
		n := strings.Index(text[from:], "earer ")
		if n < 0 {
			break
		}
		start := from + n + len("earer ")
		end := start
		for end < len(text) && (isAlnum(text[end]) || strings.IndexByte("-_.", text[end]) >= 0) {
			end++
		}
		visited(end - from)
		if read, ok := claimsOf(text[start:end]); ok {
			c = read
			only.add(text[start:end], start)
		}
		from = end
	}
	if !only.found() {
		return claims{}, Span{}
	}
	return c, only.span
}

// longestToken is the longest JWT that is looked into, in bytes.
const longestToken = 16 << 10

// claimsOf reads the times of a JWT, whatever has become of its signature.
func claimsOf(word string) (c claims, ok bool) {
	parts := strings.SplitN(word, ".", 3)
	if !jwtStart(word) || len(parts) < 3 || len(word) > longestToken {
		return c, false
	}
	plain, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return c, false
	}
	var times struct{ Exp, Nbf, Iat any }
	if json.Unmarshal(plain, &times) != nil {
		return c, false
	}
	return claims{numericDate(times.Exp), numericDate(times.Nbf), numericDate(times.Iat)}, true
}

// numericDate reads seconds since 1970 (RFC 7519 §2) of the years 2001 to 2286.
func numericDate(v any) time.Time {
	n, ok := v.(float64)
	if !ok || n < 1e9 || n >= 1e10 {
		return time.Time{}
	}
	whole, part := math.Modf(n)
	return time.Unix(int64(whole), int64(part*1e9)).UTC()
}

// place finds words within a part of the text, the whole part when they don't stand there as they are.
func (x *examination) place(in Span, words string) Span {
	text := x.report.Text.text
	if words == "" || in.Start < 0 || in.End > len(text) || in.Start >= in.End {
		return in
	}
	visited(in.End - in.Start)
	if i := strings.Index(text[in.Start:in.End], words); i >= 0 {
		return Span{in.Start + i, in.Start + i + len(words)}
	}
	return in
}
