package evidence

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// excerptLength is as long as the excerpts of the tests may be.
const excerptLength = LongestExcerpt

// longHAR writes a HAR file as it is read, so that no test holds one: so many calls for scripts and
// pictures, each of 300 KB, and calls to the gateway among them.
func longHAR(calls int) io.Reader {
	r, w := io.Pipe()
	go func() {
		_, _ = io.WriteString(w, "\xEF\xBB\xBF"+`{"log":{"version":"1.2","pages":[{"title":"{\"log\":{\"entries\":[{}]}}"}],"entries":[`)
		for n := range calls {
			if n > 0 {
				_, _ = io.WriteString(w, ",\n")
			}
			_, _ = io.WriteString(w, longHARCall(n))
		}
		_, _ = io.WriteString(w, `]}}`)
		_ = w.Close()
	}()
	return r
}

const (
	loginToken  = "kq83hfKd92jfLw0s83hdkPq7"
	headToken   = "Zx81kLpQ0vMt5rYw2nBd6sHj"
	cookieToken = "Hj2m9QwLx7Rt4VbN8sKd1fGz"
)

func longHARCall(n int) string {
	switch {
	case n == 1:
		return `{"request":{"method":"POST","url":"https://login.isp.example/token"},"response":{"status":200,"content":{"text":"{\"access_token\":\"` + loginToken + `\"}"}}}`
	case n%50 == 3:
		return fmt.Sprintf(`{"request":{"method":"POST","url":"https://cvt.fibregateway.com/v1/orders/%d?via=%s","headers":[{"name":"Authorization","value":"Bearer %s"},{"name":"X-Request-ID","value":"id-%d"}],`+
			`"cookies":[{"name":"sid","value":"%s"}]},"response":{"status":%d,"content":{"text":"{\"code\":\"BAD\"}"}}}`, n, loginToken, headToken, n, cookieToken, 200+n%100/53*300)
	}
	return fmt.Sprintf(`{"request":{"method":"GET","url":"https://cdn.isp.example/%d.js"},"response":{"status":200,"content":{"text":"%s"}}}`, n, strings.Repeat(`var \"a\" = {[;\\`, 18_000))
}

func TestAHARFileOf60MBBecomesAnExcerptInBoundedMemory(t *testing.T) {
	r := &Reader{Fingerprint: testPrint}
	src := &counted{Reader: longHAR(220)}
	e, ok, err := r.ExcerptHAR(src, excerptLength)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if src.n < 60_000_000 || e.Calls != 220 {
		t.Fatalf("%d bytes, %d calls", src.n, e.Calls)
	}
	if len(e.Text) > excerptLength+1024 || e.held > 3*excerptLength {
		t.Errorf("an excerpt of %d bytes, %d held at most", len(e.Text), e.held)
	}
	clean := r.CleanAll(e.Text, e.Aside)[0]
	if !json.Valid([]byte(clean.String())) {
		t.Error("the excerpt is not JSON")
	}
	for _, secret := range []string{loginToken, headToken, cookieToken} {
		if !strings.Contains(e.Text+e.Aside, secret) || strings.Contains(clean.String(), secret) {
			t.Errorf("%s is not there, or survives", secret)
		}
	}
	report := r.ReadClean(clean)
	if id, _ := report.Fact(RequestID); id.Value != "id-153" {
		t.Errorf("the facts are those of %q", id.Value)
	}
	if words := ExcerptWords(clean); !strings.Contains(words, "of its 220 calls") || !strings.Contains(words, "long contents") {
		t.Errorf("says %q", words)
	}
}

// counted counts what is read.
type counted struct {
	io.Reader
	n int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

// harEntry writes one call of a small HAR.
func harEntry(url string, status int, body string) string {
	return fmt.Sprintf(`{"request":{"method":"GET","url":"%s"},"response":{"status":%d,"content":{"text":"%s"}},"comment":"%[3]s"}`, url, status, body)
}

func TestAnExcerptKeepsTheCallsThatMatter(t *testing.T) {
	const gateway, other = "https://cvt.fibregateway.com/v1/x", "https://isp.example/y"
	pad := strings.Repeat("x", 280)
	tests := []struct {
		name    string
		entries []string
		most    int
		want    []string // methods and paths, in order
		calls   int
	}{
		{"all when there is room", []string{harEntry(other+"1", 200, ""), harEntry(gateway, 500, "")}, 4000, []string{other + "1", gateway}, 2},
		{"the gateway's before others", []string{harEntry(gateway+"1", 200, pad), harEntry(other, 500, pad), harEntry(gateway+"2", 200, pad)}, 1400, []string{gateway + "1", gateway + "2"}, 3},
		{"failed ones before others", []string{harEntry(gateway+"1", 500, pad), harEntry(gateway+"2", 200, pad), harEntry(gateway+"3", 0, pad)}, 1400, []string{gateway + "1", gateway + "3"}, 3},
		{"later ones before earlier", []string{harEntry(gateway+"1", 500, pad), harEntry(gateway+"2", 500, pad), harEntry(gateway+"3", 500, pad)}, 1400, []string{gateway + "2", gateway + "3"}, 3},
		{"a call that is no JSON is dropped", []string{`{"request":{"url":nope}}`, harEntry(gateway, 500, "")}, 4000, []string{gateway}, 2},
		{"a call that is too long is dropped", []string{`{"a":[` + strings.Repeat("1,", 2000) + `1]}`, harEntry(gateway, 500, "")}, 4000, []string{gateway}, 2},
		{"quotes and brackets in strings", []string{harEntry(gateway, 500, `}]\"}],\\`), harEntry(gateway+"2", 500, "")}, 4000, []string{gateway, gateway + "2"}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, ok, err := new(Reader).ExcerptHAR(strings.NewReader(`{"log":{"entries":[`+strings.Join(tt.entries, ",")+`]}}`), tt.most)
			if err != nil || !ok || e.Calls != tt.calls {
				t.Fatalf("%v %v, %d calls", ok, err, e.Calls)
			}
			var har struct {
				Log struct {
					Entries []struct{ Request struct{ URL string } }
				}
			}
			if err := json.Unmarshal([]byte(e.Text), &har); err != nil {
				t.Fatal(err, e.Text)
			}
			var got []string
			for _, entry := range har.Log.Entries {
				got = append(got, entry.Request.URL)
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("keeps %v, want %v", got, tt.want)
			}
		})
	}
}

func TestALongStringIsLeftOutWhole(t *testing.T) {
	e, ok, err := new(Reader).ExcerptHAR(strings.NewReader(`{"log":{"entries":[`+harEntry("https://isp.example/", 500, strings.Repeat("s", 5000))+`]}}`), 1<<20)
	if err != nil || !ok || strings.Contains(e.Text, "ssss") || !strings.Contains(e.Text, "bytes left out") || !json.Valid([]byte(e.Text)) {
		t.Errorf("%v %v %s", ok, err, e.Text)
	}
}

func TestWhatIsNoHARHasNoExcerpt(t *testing.T) {
	for _, text := range []string{"", "GET / HTTP/1.1\n", "[{}]", `{"log":[{"a":1}]}`, `{"entries":[{"request":{}}]}`, `{"a":{"entries":[{"request":{}}]}}`, `{"log":{"entries":[`, strings.Repeat("{", 100_000)} {
		if e, ok, err := new(Reader).ExcerptHAR(strings.NewReader(text), 1<<20); ok || err != nil {
			t.Errorf("%.40q gives %+v, %v", text, e, err)
		}
	}
}

func TestACutHARGivesTheCallsBeforeTheCut(t *testing.T) {
	e, ok, err := new(Reader).ExcerptHAR(strings.NewReader(`{"log":{"entries":[`+harEntry("https://isp.example/", 500, "")+`,{"request":{"ur`), 1<<20)
	if err != nil || !ok || e.Kept != 1 {
		t.Errorf("%v %v %d", ok, err, e.Kept)
	}
}

func TestAnErrorOfTheSourceIsTheExcerpts(t *testing.T) {
	broken := errors.New("broken")
	r, w := io.Pipe()
	go func() { _, _ = io.WriteString(w, `{"log":{`); _ = w.CloseWithError(broken) }()
	if _, _, err := new(Reader).ExcerptHAR(r, 1<<20); !errors.Is(err, broken) {
		t.Error(err)
	}
}
