package evidence

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestWhatAPersonSelectsIsHiddenWhereverItStands(t *testing.T) {
	const id, conversation = "c878520d-6ffc-4d63-a367-95a8f94d70dc", "5b6df604-483e-400e-bfc2-e8e831b6c6b8"
	head := "X-Request-ID: " + id + "\nX-Conversation-ID: " + conversation + "\nOrder ID: 100000001\n\n"
	for _, c := range []struct {
		name    string
		in      string
		secrets []string
		want    string
	}{
		{"nothing selected", "Jane Doe", nil, "Jane Doe"},
		{"each place", "Jane Doe called. Ask Jane Doe.", []string{"Jane Doe"}, "[redacted:hidden] called. Ask [redacted:hidden]."},
		{"blanks around a selection", "Ask Jane Doe.", []string{" Jane Doe\n"}, "Ask [redacted:hidden]."},
		{"several", "Jane lives in Rhyl", []string{"Jane", "Rhyl"}, "[redacted:hidden] lives in [redacted:hidden]"},
		{"one within another", "Jane Doe", []string{"Jane", "Jane Doe"}, "[redacted:hidden]"},
		{"two that overlap", "abcdefgh", []string{"abcde", "defgh"}, "[redacted:hidden][redacted:hidden]"},
		{"too short", "abc abc", []string{"abc", ""}, "abc abc"},
		{"the request id stays", head, []string{id, id[:8], "X-Request-ID: " + id}, head},
		{"the conversation id stays", head, []string{conversation}, head},
		{"the order id stays", head, []string{"100000001", "0000"}, head},
		{"an id in capitals stays", "X-Request-ID: " + id + "\n" + strings.ToUpper(id), []string{strings.ToUpper(id)}, "X-Request-ID: " + id + "\n" + strings.ToUpper(id)},
		{"a marker stays", "a [redacted:password] b", []string{"redacted", "password", "[redacted:password]", "word] b"}, "a [redacted:password] b"},
		{"beside a marker", "Basic [redacted:basic] for Jane", []string{"Jane"}, "Basic [redacted:basic] for [redacted:hidden]"},
		{"lines around an id", "Jane Doe\n" + head + "Rhyl 42", []string{"Jane Doe\n" + head + "Rhyl 42"}, "[redacted:hidden]\n" + head + "[redacted:hidden]"},
		{"around a marker", "Jane [redacted:password] Rhyl", []string{"Jane [redacted:password] Rhyl"}, "[redacted:hidden] [redacted:password] [redacted:hidden]"},
		{"in JSON", `{"name":"Jane","jane":1}`, []string{"Jane"}, `{"name":"[redacted:hidden]","jane":1}`},
	} {
		for _, r := range []*Reader{{}, {Fingerprint: testPrint}} {
			got := r.Hide(r.Clean(c.in), c.secrets...)
			if r.Fingerprint == nil && got.String() != c.want {
				t.Errorf("%s: got %q, want %q", c.name, got, c.want)
			}
			if again := r.Hide(got, c.secrets...); again != got {
				t.Errorf("%s: not idempotent: %q", c.name, again)
			}
			if again := r.Clean(got.String()); again != got {
				t.Errorf("%s: cleaning changes it: %q", c.name, again)
			}
			if json.Valid([]byte(c.in)) && !json.Valid([]byte(got.String())) {
				t.Errorf("%s: no longer JSON: %q", c.name, got)
			}
		}
	}
}

func TestTheIdsOfEveryCallStay(t *testing.T) {
	const text = "GET /v1/a HTTP/1.1\nHost: cvt.fibregateway.com\nX-Request-ID: first-1\n\nHTTP/1.1 500 Oops\n\nGET /v1/b HTTP/1.1\nHost: cvt.fibregateway.com\nX-Request-ID: second-2\n\nHTTP/1.1 200 OK\n\n"
	r := new(Reader)
	if got := r.Hide(r.Clean(text), "first-1", "second-2"); got.String() != text {
		t.Errorf("an id was hidden: %q", got)
	}
}

func TestAnIdOfOneTextStaysInAll(t *testing.T) {
	const id = "c878520d-6ffc-4d63-a367-95a8f94d70dc"
	r := new(Reader)
	texts := []Clean{r.Clean("X-Request-ID: " + id + "\nJane"), r.Clean("call " + id + " of Jane")}
	got := r.HideAll(texts, id, "Jane")
	if got[0].String() != "X-Request-ID: "+id+"\n[redacted:hidden]" || got[1].String() != "call "+id+" of [redacted:hidden]" {
		t.Errorf("%q", got)
	}
}
