package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"docket/models/modelstest"
)

// fileOne files a ticket and returns the way to it.
func (p *program) fileOne(t *testing.T) receipt {
	t.Helper()
	c, err := p.dial()
	if err != nil {
		t.Fatal(err)
	}
	defer c.conn.Close()
	got, err := c.file(p.filing())
	if err != nil || got.status != http.StatusSeeOther {
		t.Fatalf("%+v %v\n%s", got, err, p.log)
	}
	return got
}

func TestABackupTakenWhileServingBringsTheTicketsBack(t *testing.T) {
	p := newProgram(t)
	p.start()
	filed := p.fileOne(t)
	env, file := map[string]string{"DOCKET_DATA_DIR": p.dir}, filepath.Join(t.TempDir(), "docket.tar")
	got := docket(t, env, "", "backup", file)
	if got.code != exitDone || !strings.Contains(got.stdout, "1 ticket,") || !strings.Contains(got.stdout, "SHA-256:") || !strings.Contains(got.stdout, filepath.Join(p.dir, "secret")) {
		t.Fatalf("%d %q %q", got.code, got.stdout, got.stderr)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	later := p.fileOne(t)
	if got := docket(t, env, "", "restore", file); got.code != exitFailed || !strings.Contains(got.stderr, "stop that one first") {
		t.Errorf("beside a program that serves: %d %q", got.code, got.stderr)
	}
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	got = docket(t, env, "", "restore", file)
	for _, words := range []string{"docket.db.replaced-", "Letters:", "the one that the backup was made with"} {
		if got.code != exitDone || !strings.Contains(got.stdout, words) {
			t.Errorf("no %q: %d %q %q", words, got.code, got.stdout, got.stderr)
		}
	}
	p.start()
	if status, _ := p.get(filed.path, filed.cookie); status != http.StatusOK {
		t.Errorf("the ticket of the backup: %d", status)
	}
	if status, _ := p.get(later.path, later.cookie); status != http.StatusNotFound {
		t.Errorf("the ticket filed after it: %d", status)
	}
}

func TestARestoreThatIsRefusedLeavesTheDatabaseAlone(t *testing.T) {
	p := newProgram(t)
	p.start()
	p.fileOne(t)
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "docket.tar")
	env := map[string]string{"DOCKET_DATA_DIR": p.dir}
	if got := docket(t, env, "", "backup", file); got.code != exitDone {
		t.Fatal(got.stderr)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, archive := range map[string][]byte{"cut short": whole[:len(whole)/2], "no archive": []byte("hello"), "empty": nil} {
		if err := os.WriteFile(file, archive, 0o600); err != nil {
			t.Fatal(err)
		}
		untouched(t, p.dir, func() {
			got := docket(t, env, "", "restore", file)
			if got.code != exitFailed || !strings.Contains(got.stderr, "is as it was") || got.stdout != "" {
				t.Errorf("%s: %d %q %q", name, got.code, got.stdout, got.stderr)
			}
		})
	}
}

func TestARestoreWarnsWhenTheSecretIsAnother(t *testing.T) {
	from, file := t.TempDir(), filepath.Join(t.TempDir(), "docket.tar")
	env := map[string]string{"DOCKET_DATA_DIR": from, "DOCKET_SECRET": strings.Repeat("a", 32)}
	docket(t, env, "", "migrate")
	if got := docket(t, env, "", "backup", file); got.code != exitDone || strings.Contains(got.stdout, strings.Repeat("a", 32)) {
		t.Fatalf("%d %q %q", got.code, got.stdout, got.stderr)
	}
	for secret, says := range map[string]string{
		"":                      "WARNING: there is none here",
		strings.Repeat("b", 32): "WARNING: the backup was made with another one",
		strings.Repeat("b", 32) + "," + strings.Repeat("a", 32): "the one that the backup was made with",
	} {
		got := docket(t, map[string]string{"DOCKET_DATA_DIR": t.TempDir(), "DOCKET_SECRET": secret}, "", "restore", file)
		if got.code != exitDone || !strings.Contains(got.stdout, says) {
			t.Errorf("%q: %d %q %q", says, got.code, got.stdout, got.stderr)
		}
	}
}

func TestPostgreSQLIsToldHowToBeBackedUpWithoutItsPassword(t *testing.T) {
	const address = "postgres://bob:hunter2secret@db.example:5433/docket?sslmode=verify-full&password=hunter2secret&options=hunter2secret"
	env := map[string]string{"DOCKET_DATABASE_URL": address, "DOCKET_DATA_DIR": t.TempDir()}
	for command, program := range map[string]string{"backup": "pg_dump --format=custom", "restore": "pg_restore --clean"} {
		got := docket(t, env, "", command, "it's.dump")
		for _, words := range []string{program, `'it'\''s.dump'`, "'postgres://bob@db.example:5433/docket?sslmode=verify-full'", "nothing was"} {
			if got.code != exitFailed || !strings.Contains(got.stderr, words) {
				t.Errorf("%s: no %q: %d %q", command, words, got.code, got.stderr)
			}
		}
		if strings.Contains(got.stderr+got.stdout, "hunter2") {
			t.Errorf("%s shows the password", command)
		}
	}
}

// advised runs the command that the program says to run, as a shell does.
func advised(t *testing.T, said, command string) {
	t.Helper()
	for line := range strings.Lines(said) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, command) {
			if out, err := exec.Command("sh", "-c", line).CombinedOutput(); err != nil {
				t.Fatalf("%s: %v: %s", line, err, out)
			}
			return
		}
	}
	t.Fatalf("no %s in %q", command, said)
}

func TestAnAddressThatIsShownHasNoPassword(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://:hunter2secret@db.example/docket":                             "postgres://db.example/docket",
		"postgres:///docket?host=/run/postgresql&user=bob&password=hunter2secret": "postgres:///docket?host=%2Frun%2Fpostgresql&user=bob",
		"postgres://bob:hunter2%zz@db.example":                                    "postgres://USER@HOST/DATABASE",
		"postgres://db.example/docket#hunter2secret":                              "postgres://db.example/docket",
	} {
		if got := withoutPassword(address); got != want {
			t.Errorf("%s is shown as %s", address, got)
		}
	}
}

func TestPostgreSQLComesBackByTheCommandsThatAreAdvised(t *testing.T) {
	tool(t, "pg_dump")
	url := modelstest.Postgres(t)
	p := newProgram(t, "DOCKET_DATABASE_URL="+url, "DOCKET_SMTP_URL=smtp://127.0.0.1:1", "DOCKET_MAIL_FROM=support@cafe.example")
	env := map[string]string{"DOCKET_DATA_DIR": p.dir, "DOCKET_DATABASE_URL": url}
	file := filepath.Join(t.TempDir(), "it's docket.dump")
	p.start()
	filed := p.fileOne(t)
	advised(t, docket(t, env, "", "backup", file).stderr, "pg_dump ")
	later := p.fileOne(t)
	if got := docket(t, env, "", "restore", "--check"); got.code != exitFailed || !strings.Contains(got.stderr, "stop that one first") {
		t.Errorf("beside a program that serves: %d %q", got.code, got.stderr)
	}
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	advised(t, docket(t, env, "", "restore", file).stderr, "pg_restore ")
	got := docket(t, env, "", "restore", "--check")
	if got.code != exitDone || !strings.Contains(got.stdout, "1 ticket,") || !strings.Contains(got.stdout, "1 had not gone") {
		t.Errorf("%d %q %q", got.code, got.stdout, got.stderr)
	}
	p.start()
	if status, _ := p.get(filed.path, filed.cookie); status != http.StatusOK {
		t.Errorf("the ticket of the dump: %d", status)
	}
	if status, _ := p.get(later.path, later.cookie); status != http.StatusNotFound {
		t.Errorf("the ticket filed after it: %d", status)
	}
}

func TestBackupAndRestoreNameWrongUsage(t *testing.T) {
	env := map[string]string{"DOCKET_DATA_DIR": t.TempDir()}
	for _, args := range [][]string{{"backup"}, {"restore"}, {"restore", "--check"}, {"restore", "a", "--check"}} {
		if got := docket(t, env, "", args...); got.code != exitUsage {
			t.Errorf("%q: %d %q", args, got.code, got.stderr)
		}
	}
	if got := docket(t, env, "", "backup", filepath.Join(t.TempDir(), "x")); got.code != exitFailed || !strings.Contains(got.stderr, "DOCKET_DATA_DIR") {
		t.Errorf("%d %q", got.code, got.stderr)
	}
	if got := docket(t, env, "", "restore", filepath.Join(t.TempDir(), "x")); got.code != exitFailed || !strings.Contains(got.stderr, "no such file") {
		t.Errorf("%d %q", got.code, got.stderr)
	}
}
