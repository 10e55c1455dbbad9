package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"docket/mail/mailtest"
	"docket/models/modelstest"
)

// examined is what the doctor says, by name: each line begins with its verdict.
type examined struct {
	outcome
	lines map[string][]string
}

func examine(t *testing.T, env map[string]string) examined {
	t.Helper()
	e := examined{docket(t, env, "", "doctor"), map[string][]string{}}
	for line := range strings.Lines(e.stdout) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[0] != "ok" && fields[0] != "warn" && fields[0] != "FAIL" {
			t.Errorf("a line of another form: %q", line)
			continue
		}
		e.lines[fields[1]] = append(e.lines[fields[1]], fields[0]+" "+strings.Join(fields[2:], " "))
	}
	return e
}

// says reports whether a line of that name begins so and holds these words.
func (e examined) says(name, begins, words string) bool {
	for _, line := range e.lines[name] {
		if strings.HasPrefix(line, begins) && strings.Contains(line, words) {
			return true
		}
	}
	return false
}

// installed makes a data directory as serve leaves it, with an admin.
func installed(t *testing.T) map[string]string {
	t.Helper()
	p := newProgram(t)
	p.start()
	p.fileOne(t)
	env := map[string]string{"DOCKET_DATA_DIR": p.dir}
	if got := docket(t, env, "", "staff", "add", "anna@fibre.example", "--role", "admin"); got.code != exitDone {
		t.Fatal(got.stderr)
	}
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	return env
}

func TestTheDoctorFindsNothingWrongWithAGoodInstallation(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{StartTLS: true, User: "docket", Password: "hunter2secret"})
	p := newProgram(t, "DOCKET_SMTP_URL="+sink.URL(), "DOCKET_MAIL_FROM=support@cafe.example")
	if err := os.Chmod(p.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	p.start()
	p.fileOne(t)
	env := map[string]string{"DOCKET_DATA_DIR": p.dir, "DOCKET_SMTP_URL": sink.URL(), "DOCKET_MAIL_FROM": "support@cafe.example"}
	docket(t, env, "", "staff", "add", "anna@fibre.example", "--role", "admin")
	sent := len(sink.Wait(1))
	got := examine(t, env)
	for name, words := range map[string]string{
		"configuration": "", "program": "docket serves", "folder": "", "secret": "key id", "schema": "1 ticket", "integrity": "", "letters": "none is stuck",
		"accounts": "1 may sign in", "disk": "MB free", "mail": "under TLS 1.3, and takes our name and password",
	} {
		if !got.says(name, "ok", words) {
			t.Errorf("%s: %q", name, got.lines[name])
		}
	}
	if got.code != exitDone || strings.Contains(got.stdout, "FAIL") || strings.Contains(got.stdout+got.stderr, "hunter2") {
		t.Errorf("%d\n%s%s", got.code, got.stdout, got.stderr)
	}
	if n := len(sink.Letters()); n != sent {
		t.Errorf("the doctor sent %d letters", n-sent)
	}
}

func TestTheDoctorChangesNothing(t *testing.T) {
	env := installed(t)
	untouched(t, env["DOCKET_DATA_DIR"], func() {
		if got := examine(t, env); got.code != exitDone || !got.says("program", "ok", "none serves") {
			t.Errorf("%d\n%s%s", got.code, got.stdout, got.stderr)
		}
	})
	missing := filepath.Join(t.TempDir(), "none")
	got := examine(t, map[string]string{"DOCKET_DATA_DIR": missing})
	if _, err := os.Stat(missing); got.code != exitFailed || !got.says("folder", "FAIL", "there is no "+missing) || err == nil {
		t.Errorf("%d, made: %v\n%s", got.code, err == nil, got.stdout)
	}
}

func TestTheDoctorNamesEveryWrongSetting(t *testing.T) {
	env := map[string]string{
		"DOCKET_DATA_DIR": t.TempDir(), "DOCKET_ADDR": "nowhere", "DOCKET_DATABASE_URL": "mysql://bob:hunter2secret@x", "DOCKET_METRICS_TOKEN": "hunter2",
		"DOCKET_METRICS_ADDR": "nowhere", "DOCKET_RATE_LIMIT": "off", "DOCKET_SECRET": "hunter2",
	}
	got := examine(t, env)
	for _, name := range []string{"ADDR", "DATABASE_URL", "METRICS_TOKEN", "METRICS_ADDR"} {
		if !got.says("configuration", "FAIL", "DOCKET_"+name+":") {
			t.Errorf("DOCKET_%s is not named: %q", name, got.lines["configuration"])
		}
	}
	if !got.says("configuration", "warn", "DOCKET_RATE_LIMIT") || !got.says("secret", "FAIL", "32 bytes") || got.code != exitFailed {
		t.Errorf("%d\n%s", got.code, got.stdout)
	}
	if strings.Contains(got.stdout+got.stderr, "hunter2") {
		t.Error("a secret is on the console")
	}
}

func TestTheDoctorLooksAtRights(t *testing.T) {
	env := installed(t)
	dir := env["DOCKET_DATA_DIR"]
	for _, name := range []string{"secret", "docket.db"} {
		path := filepath.Join(dir, name)
		if err := os.Chmod(path, 0o640); err != nil {
			t.Fatal(err)
		}
		if got := examine(t, env); got.code != exitFailed || !got.says("folder", "FAIL", "chmod 600 "+path) {
			t.Errorf("%d %q", got.code, got.lines["folder"])
		}
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if got := examine(t, env); got.code != exitDone || !got.says("folder", "warn", "chmod 700") {
		t.Errorf("%d %q", got.code, got.lines["folder"])
	}
	if err := os.Remove(filepath.Join(dir, "secret")); err != nil {
		t.Fatal(err)
	}
	if got := examine(t, env); got.code != exitFailed || !got.says("secret", "FAIL", "put the old one back") {
		t.Errorf("%d %q", got.code, got.lines["secret"])
	}
}

func TestTheDoctorTellsOfADamagedDatabaseAndLeavesItAlone(t *testing.T) {
	env := installed(t)
	path := filepath.Join(env["DOCKET_DATA_DIR"], "docket.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	middle := append([]byte(nil), whole...)
	for i := range middle[8192:] {
		middle[8192+i] = 0xff
	}
	for name, content := range map[string][]byte{"pages overwritten": middle, "no database": []byte(strings.Repeat("not a database", 1000)), "cut short": whole[:len(whole)/2]} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		untouched(t, env["DOCKET_DATA_DIR"], func() {
			got := examine(t, env)
			if got.code != exitFailed || !got.says("database", "FAIL", "docket restore FILE") && !got.says("integrity", "FAIL", "docket restore FILE") || len(got.lines["accounts"]) > 0 {
				t.Errorf("%s: %d\n%s", name, got.code, got.stdout)
			}
		})
	}
}

func TestTheDoctorComparesTheSchema(t *testing.T) {
	env := installed(t)
	path := filepath.Join(env["DOCKET_DATA_DIR"], "docket.db")
	execute(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
	if got := examine(t, env); got.code != exitFailed || !got.says("schema", "FAIL", "version 999") {
		t.Errorf("%d\n%s", got.code, got.stdout)
	}
	execute(t, path, "DELETE FROM goose_db_version WHERE version_id > 1")
	if got := examine(t, env); got.code != exitDone || !got.says("schema", "warn", "docket migrate") {
		t.Errorf("%d\n%s", got.code, got.stdout)
	}
}

func TestTheDoctorLooksAtLettersAndAccounts(t *testing.T) {
	env := installed(t)
	path := filepath.Join(env["DOCKET_DATA_DIR"], "docket.db")
	execute(t, path, "UPDATE letters SET state = 'delayed', due_at = '2020-01-01 00:00:00+00:00', taken_at = NULL")
	if got := examine(t, env); got.code != exitDone || !got.says("letters", "warn", "1 are due for more than an hour") {
		t.Errorf("%d %q", got.code, got.lines["letters"])
	}
	execute(t, path, "UPDATE letters SET state = 'held'")
	execute(t, path, "UPDATE accounts SET disabled_at = created_at")
	if got := examine(t, env); !got.says("letters", "warn", "1 wait for a person") || !got.says("accounts", "warn", "docket staff add") {
		t.Errorf("%d %q %q", got.code, got.lines["letters"], got.lines["accounts"])
	}
}

func TestTheDoctorDoubtsTheClock(t *testing.T) {
	env := installed(t)
	execute(t, filepath.Join(env["DOCKET_DATA_DIR"], "docket.db"), "UPDATE heartbeats SET at = '2999-01-01 00:00:00+00:00'")
	if got := examine(t, env); got.code != exitFailed || !got.says("clock", "FAIL", "2999-01-01") {
		t.Errorf("%d %q", got.code, got.lines["clock"])
	}
	d := doctor{now: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
	if got := d.clock(); got[0].verdict != failed || !strings.Contains(got[0].words, "1980-01-01") {
		t.Errorf("%v", got)
	}
}

func TestTheDoctorTellsWhyAMailServerCannotBeUsed(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{StartTLS: true, User: "docket", Password: "right"})
	env := map[string]string{"DOCKET_DATA_DIR": t.TempDir(), "DOCKET_MAIL_FROM": "support@cafe.example", "DOCKET_SMTP_URL": strings.Replace(sink.URL(), "right", "wr0ng-password", 1)}
	if got := examine(t, env); got.code != exitFailed || !got.says("mail", "FAIL", "AUTH: 535") || strings.Contains(got.stdout, "wr0ng") {
		t.Errorf("%d %q", got.code, got.lines["mail"])
	}
	sink.Stop()
	if got := examine(t, env); got.code != exitFailed || !got.says("mail", "FAIL", "connect: ") {
		t.Errorf("%d %q", got.code, got.lines["mail"])
	}
}

func TestTheDoctorLooksAtPostgreSQL(t *testing.T) {
	env := map[string]string{"DOCKET_DATA_DIR": t.TempDir(), "DOCKET_DATABASE_URL": modelstest.Postgres(t)}
	docket(t, env, "", "staff", "add", "anna@fibre.example", "--role", "admin")
	if got := examine(t, env); got.code != exitDone || !got.says("schema", "ok", "0 tickets") || !got.says("accounts", "ok", "1 may sign in") {
		t.Errorf("%d\n%s", got.code, got.stdout)
	}
	env["DOCKET_DATABASE_URL"] = "postgres://docket:hunter2secret@127.0.0.1:1/docket"
	if got := examine(t, env); got.code != exitFailed || !got.says("database", "FAIL", "can't be read") || strings.Contains(got.stdout, "hunter2") {
		t.Errorf("%d\n%s", got.code, got.stdout)
	}
}

// certified is a doctor of an installation with a certificate for support.example.
func certified(t *testing.T, from, until time.Time) doctor {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: until, DNSNames: []string{"support.example"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	d := doctor{now: modelstest.Now}
	d.base = &url.URL{Scheme: "https", Host: "support.example"}
	d.tls = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	return d
}

func TestTheDoctorTellsWhenTheCertificateEnds(t *testing.T) {
	const day = 24 * time.Hour
	now := modelstest.Now
	for _, c := range []struct {
		from, until time.Time
		want        verdict
	}{
		{now.Add(-day), now.Add(90 * day), fine}, {now.Add(-day), now.Add(13 * day), doubt}, {now.Add(-2 * day), now.Add(-day), failed}, {now.Add(day), now.Add(90 * day), failed},
	} {
		if got := certified(t, c.from, c.until).certificate(); got[0].verdict != c.want {
			t.Errorf("%s to %s: %v", c.from, c.until, got)
		}
	}
	other := certified(t, now.Add(-day), now.Add(90*day))
	other.base.Host = "other.example"
	if got := other.certificate(); got[0].verdict != failed || !strings.Contains(got[0].words, "other.example") {
		t.Errorf("%v", got)
	}
}
