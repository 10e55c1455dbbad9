package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// outcome is what one run of the program left behind.
type outcome struct {
	code           int
	stdout, stderr string
}

// docket runs the program with an environment and standard input of its own.
func docket(t *testing.T, env map[string]string, stdin string, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	look := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	code := run(context.Background(), args, look, strings.NewReader(stdin), &stdout, &stderr)
	return outcome{code, stdout.String(), stderr.String()}
}

func TestEveryWrongSettingIsNamedAtOnceOnALineOfItsOwn(t *testing.T) {
	got := docket(t, map[string]string{
		"DOCKET_ADDR": "nowhere", "DOCKET_SMTP_URL": "http://user:hunter2secret@mail", "DOCKET_REFERENCE_PREFIX": "fc-1",
		"DOCKET_RATE_LIMIT": "maybe", "DOCKET_TRUSTED_PROXIES": "10.0.0.0/8,home", "DOCKET_TLS_CERT": "cert.pem",
		"DOCKET_LOG_FORMAT": "xml", "DOCKET_DATABASE_URL": "mysql://x", "DOCKET_REPLY_TARGETS": "P1=soon", "DOCKET_SMTP_CONNECTIONS": "9",
		"DOCKET_GATEWAY_DOMAIN": "https://x", "DOCKET_METRICS_ADDR": "9464", "DOCKET_METRICS_TOKEN": "hunter2secret", "DOCKET_LOG_RETENTION": "-1",
	}, "", "serve")
	if got.code != exitUsage {
		t.Errorf("exit status %d", got.code)
	}
	for _, name := range []string{"ADDR", "SMTP_URL", "MAIL_FROM", "REFERENCE_PREFIX", "RATE_LIMIT", "TRUSTED_PROXIES", "TLS_CERT", "LOG_FORMAT", "DATABASE_URL", "REPLY_TARGETS", "SMTP_CONNECTIONS", "GATEWAY_DOMAIN", "LOG_RETENTION", "METRICS_ADDR", "METRICS_TOKEN"} {
		if n := strings.Count(got.stderr, "docket: DOCKET_"+name+":"); n != 1 {
			t.Errorf("DOCKET_%s is named %d times", name, n)
		}
	}
	if strings.Contains(got.stderr, "hunter2secret") {
		t.Error("the password is on the console")
	}
}

func TestWrongUsageExitsWithTwo(t *testing.T) {
	for _, args := range [][]string{{"fly"}, {"serve", "--nothing"}, {"parse", "a", "b"}, {"serve", "--smtp-connections", "many"}, {"parse", "--log-retention", "-1"}} {
		if got := docket(t, nil, "", args...); got.code != exitUsage || !strings.HasPrefix(got.stderr, "docket: ") {
			t.Errorf("%v: %d %q", args, got.code, got.stderr)
		}
	}
}

func TestHelpExplainsEveryCommandAndSetting(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"serve", "--help"}, {"parse", "--help"}, {"migrate", "--help"}, {"version", "--help"}, {"staff", "--help"}, {"staff", "add", "--help"}, {"backup", "--help"}, {"restore", "--help"}, {"doctor", "--help"}} {
		if got := docket(t, nil, "", args...); got.code != exitDone || !strings.Contains(got.stdout, "Usage: docket") {
			t.Errorf("%v: %d %q", args, got.code, got.stdout)
		}
	}
	help := docket(t, nil, "", "serve", "--help").stdout
	for _, name := range []string{"ADDR", "DATA_DIR", "DATABASE_URL", "BASE_URL", "SMTP_URL", "MAIL_FROM", "REFERENCE_PREFIX", "SECRET", "ORGANISATION", "GATEWAY_DOMAIN", "LOG_RETENTION", "TRUSTED_PROXIES", "RATE_LIMIT", "TLS_CERT", "TLS_KEY", "LOG_FORMAT"} {
		if !strings.Contains(help, "$DOCKET_"+name+")") {
			t.Errorf("help does not list DOCKET_%s", name)
		}
	}
}

func TestReadmeListsTheSettingsThatThereAre(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	help := docket(t, nil, "", "serve", "--help").stdout
	for word := range strings.FieldsFuncSeq(help, func(r rune) bool { return r != '_' && (r < 'A' || r > 'Z') }) {
		if strings.HasPrefix(word, "DOCKET_") && !strings.Contains(string(readme), "`"+word+"`") {
			t.Errorf("README does not list %s", word)
		}
	}
	if n := strings.Count(string(readme), "\n"); n > 150 {
		t.Errorf("README has %d lines, at most 150", n)
	}
}

func TestASettingComesFromFlagVariableOrFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("too short\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	got := docket(t, map[string]string{"DOCKET_SECRET_FILE": file, "DOCKET_DATA_DIR": dir}, "", "serve")
	if got.code != exitUsage || !strings.Contains(got.stderr, "DOCKET_SECRET: ") {
		t.Errorf("%d %q", got.code, got.stderr)
	}
	got = docket(t, map[string]string{"DOCKET_SECRET_FILE": file + "x", "DOCKET_DATA_DIR": dir}, "", "serve")
	if got.code != exitUsage || !strings.Contains(got.stderr, "DOCKET_SECRET_FILE") {
		t.Errorf("%d %q", got.code, got.stderr)
	}
}

func TestParsePrintsOneJSONObjectWhateverItIsGiven(t *testing.T) {
	for _, text := range []string{"", "hello", "\x00\xff", `{"uuid":"d48e1fee-095a-478e-b453-858c76254d49","code":"X","messages":["m"]}`} {
		got := docket(t, nil, text, "parse", "-")
		var object map[string]any
		if err := json.Unmarshal([]byte(got.stdout), &object); err != nil || got.code != exitDone {
			t.Errorf("%q: %d %v", text, got.code, err)
		}
		for _, key := range []string{
			"environment", "order_id", "tenant", "supplier", "supplier_reference", "timestamp", "request_id", "conversation_id",
			"method", "url", "status", "error_uuid", "error_code", "error_messages", "request_body", "response_body", "no_response",
			"redacted", "redactions", "exchanges", "missing", "warnings", "diagnosis",
		} {
			if _, ok := object[key]; !ok {
				t.Errorf("%q: no member %s", text, key)
			}
		}
	}
	if got := docket(t, nil, "", "parse", filepath.Join(t.TempDir(), "none")); got.code != exitFailed {
		t.Errorf("a file that is not there: %d", got.code)
	}
}

func TestParseTellsWhatItSeesAndHowOldACallMayBe(t *testing.T) {
	const text = "X-Request-ID: a1\nDate: Fri, 06 Jan 2023 07:54:30 GMT\n\nGET https://api.fibregateway.com/v1/a\n\nResponse: 429\n"
	for days, want := range map[string]string{"30": "rate_limited older_than_logs", "0": "rate_limited"} {
		var printed struct {
			Diagnosis []struct{ Rule, Says, Why string }
		}
		got := docket(t, map[string]string{"DOCKET_LOG_RETENTION": days}, text, "parse")
		if err := json.Unmarshal([]byte(got.stdout), &printed); err != nil {
			t.Fatal(err, got.stderr)
		}
		var rules []string
		for _, f := range printed.Diagnosis {
			if rules = append(rules, f.Rule); f.Says == "" || f.Why == "" {
				t.Errorf("%s has no reason: %+v", f.Rule, f)
			}
		}
		if strings.Join(rules, " ") != want {
			t.Errorf("kept for %s days: %v, want %s", days, rules, want)
		}
	}
}

func TestParseWithRedactPrintsTheTextAloneAndNothingElseChanges(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "no line end": "no line end",
		"GET / HTTP/1.1\r\nAuthorization: Bearer Zx81kLpQ0vMt5rYw2nBd6sHj\r\n\r\n": "GET / HTTP/1.1\r\nAuthorization: Bearer [redacted:bearer]\r\n\r\n",
	} {
		if got := docket(t, nil, text, "parse", "--redact", "-"); got.code != exitDone || got.stdout != want {
			t.Errorf("%q: %d %q", text, got.code, got.stdout)
		}
	}
}

func TestMigrateSaysFromAndTo(t *testing.T) {
	env := map[string]string{"DOCKET_DATA_DIR": t.TempDir()}
	first, second := docket(t, env, "", "migrate"), docket(t, env, "", "migrate")
	if first.code != exitDone || !strings.HasSuffix(first.stdout, "was 0\n") {
		t.Errorf("%d %q %q", first.code, first.stdout, first.stderr)
	}
	if second.code != exitDone || strings.HasSuffix(second.stdout, "was 0\n") {
		t.Errorf("%d %q", second.code, second.stdout)
	}
}

func TestADataDirectoryInUseIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	lock, err := place{DataDir: dir}.take()
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	for _, args := range [][]string{{"serve"}, {"migrate"}} {
		got := docket(t, map[string]string{"DOCKET_DATA_DIR": dir, "DOCKET_ADDR": "127.0.0.1:0"}, "", args...)
		if got.code != exitFailed || !strings.Contains(got.stderr, "another docket is using it") {
			t.Errorf("%v: %d %q", args, got.code, got.stderr)
		}
	}
}

func TestAWrongCertificateStopsTheStartBeforeAnythingIsMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	got := docket(t, map[string]string{"DOCKET_DATA_DIR": dir, "DOCKET_TLS_CERT": "/nope", "DOCKET_TLS_KEY": "/nope"}, "", "serve")
	if got.code != exitUsage || !strings.Contains(got.stderr, "DOCKET_TLS_CERT") {
		t.Errorf("%d %q", got.code, got.stderr)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the data directory was made: %v", err)
	}
}

func TestABaseAddressThatWouldBreakLinksIsRefused(t *testing.T) {
	for _, base := range []string{"https://support.example#x", "http://:8080", "https://a.example?x", "https://a.example?", "ftp://a.example", "https://bob:s3cret@a.example", "https://a.example/path"} {
		got := docket(t, map[string]string{"DOCKET_BASE_URL": base, "DOCKET_DATA_DIR": t.TempDir(), "DOCKET_ADDR": "127.0.0.1:0"}, "", "serve", "--log-format=xml")
		if !strings.Contains(got.stderr, "DOCKET_BASE_URL") || strings.Contains(got.stderr, "s3cret") {
			t.Errorf("%s: %q", base, got.stderr)
		}
	}
}
