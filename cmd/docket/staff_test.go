package main

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"docket/auth"
	"docket/models"
	"docket/models/modelstest"
)

// onEachDatabase runs a test on SQLite and on PostgreSQL, with the environment that leads there.
func onEachDatabase(t *testing.T, test func(t *testing.T, env map[string]string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, map[string]string{"DOCKET_DATA_DIR": t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) {
		test(t, map[string]string{"DOCKET_DATA_DIR": t.TempDir(), "DOCKET_DATABASE_URL": modelstest.Postgres(t)})
	})
}

var drawn = regexp.MustCompile(`(?m)^Password, shown this once: (\S+)$`)

// account reads an account as the program would.
func account(t *testing.T, env map[string]string, email string) models.Account {
	t.Helper()
	at := place{DataDir: env["DOCKET_DATA_DIR"], DatabaseURL: env["DOCKET_DATABASE_URL"]}
	store := modelstest.Open(t, at.storeConfig())
	a, err := store.AccountByLogin(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func opens(t *testing.T, a models.Account, password string) bool {
	t.Helper()
	ok, err := auth.NewPasswords().Verify(t.Context(), a.PasswordHash, password)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestStaffAddPrintsAPasswordThatOpensTheAccount(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, env map[string]string) {
		got := docket(t, env, "", "staff", "add", "Anna@Fibre.example", "--name", "Anna Lee", "--role", "admin")
		password := drawn.FindStringSubmatch(got.stdout)
		if got.code != exitDone || password == nil || got.stderr != "" {
			t.Fatalf("%d %q %q", got.code, got.stdout, got.stderr)
		}
		a := account(t, env, "anna@fibre.example")
		if !opens(t, a, password[1]) || a.Role != models.RoleAdmin || a.Name.String() != "Anna Lee" || a.Email != "Anna@Fibre.example" {
			t.Errorf("%+v", a)
		}
	})
}

func TestAPasswordFromStandardInputIsNotPrinted(t *testing.T) {
	env := map[string]string{"DOCKET_DATA_DIR": t.TempDir()}
	const password = "quiet lemon orbit 47"
	got := docket(t, env, password+"\r\nand more\n", "staff", "add", "anna@fibre.example", "--password-stdin")
	if got.code != exitDone || strings.Contains(got.stdout, password) || drawn.MatchString(got.stdout) {
		t.Fatalf("%d %q %q", got.code, got.stdout, got.stderr)
	}
	if !opens(t, account(t, env, "anna@fibre.example"), password) {
		t.Error("the password does not open the account")
	}
	for _, weak := range []string{"", "short", "anna@fibre.example"} {
		got := docket(t, env, weak+"\n", "staff", "add", "bob@fibre.example", "--password-stdin")
		if got.code != exitFailed || !strings.HasPrefix(got.stderr, "docket: password: ") {
			t.Errorf("%q: %d %q", weak, got.code, got.stderr)
		}
	}
}

func TestStaffListShowsNoSecrets(t *testing.T) {
	env := map[string]string{"DOCKET_DATA_DIR": t.TempDir()}
	password := drawn.FindStringSubmatch(docket(t, env, "", "staff", "add", "anna@fibre.example", "--name", "Anna Lee", "--role", "admin").stdout)[1]
	docket(t, env, "", "staff", "add", "bob@fibre.example", "--role", "lead")
	if got := docket(t, env, "", "staff", "disable", "BOB@fibre.example"); got.code != exitDone {
		t.Fatalf("%d %q", got.code, got.stderr)
	}
	hash := account(t, env, "anna@fibre.example").PasswordHash
	got := docket(t, env, "", "staff", "list")
	var rows []string
	for line := range strings.Lines(got.stdout) {
		rows = append(rows, strings.Join(strings.Fields(line), " "))
	}
	want := []string{"ADDRESS NAME ROLE STATE", "anna@fibre.example Anna Lee admin may sign in", "bob@fibre.example lead disabled since "}
	if len(rows) != 3 || rows[0] != want[0] || rows[1] != want[1] || !strings.HasPrefix(rows[2], want[2]) {
		t.Errorf("%q", rows)
	}
	if strings.Contains(got.stdout, hash) || strings.Contains(got.stdout, password) {
		t.Error("a secret is in the list")
	}
}

func TestStaffRefusalsSayWhatToDo(t *testing.T) {
	env := map[string]string{"DOCKET_DATA_DIR": t.TempDir()}
	docket(t, env, "", "staff", "add", "anna@fibre.example", "--role", "admin")
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"add", "ANNA@fibre.example"}, exitFailed, "has an account already"},
		{[]string{"disable", "anna@fibre.example"}, exitFailed, "docket staff add EMAIL --role admin"},
		{[]string{"disable", "nobody@fibre.example"}, exitFailed, "docket staff list"},
		{[]string{"enable", "nobody@fibre.example"}, exitFailed, "docket staff list"},
		{[]string{"password", "nobody@fibre.example"}, exitFailed, "docket staff list"},
		{[]string{"add", "nobody"}, exitUsage, "EMAIL: "},
		{[]string{"add", "bob@fibre.example", "--role", "king"}, exitUsage, "--role"},
		{[]string{"add", "bob@fibre.example", "--name", "Bob\nDROP"}, exitUsage, "--name"},
		{[]string{"add"}, exitUsage, "email"},
	} {
		got := docket(t, env, "", append([]string{"staff"}, c.args...)...)
		if got.code != c.code || !strings.Contains(got.stderr, c.says) || got.stdout != "" {
			t.Errorf("%q: %d %q %q", c.args, got.code, got.stdout, got.stderr)
		}
	}
	for _, args := range [][]string{{"list"}, {"disable", "anna@fibre.example"}} {
		empty := filepath.Join(t.TempDir(), "elsewhere")
		got := docket(t, map[string]string{"DOCKET_DATA_DIR": empty}, "", append([]string{"staff"}, args...)...)
		if _, err := os.Stat(empty); got.code != exitFailed || !strings.Contains(got.stderr, "DOCKET_DATA_DIR") || err == nil {
			t.Errorf("%q where there is nothing: %d %q, made: %v", args, got.code, got.stderr, err == nil)
		}
	}
}

func TestAWordOfOneCallDoesNotComeFromTheEnvironment(t *testing.T) {
	env := map[string]string{"DOCKET_DATA_DIR": t.TempDir(), "DOCKET_ROLE": "admin", "DOCKET_NAME": "Somebody"}
	docket(t, env, "", "staff", "add", "anna@fibre.example")
	if a := account(t, env, "anna@fibre.example"); a.Role != models.RoleAgent || a.Name.String() != "" {
		t.Errorf("%+v", a)
	}
}

func TestStaffPasswordReplacesTheOldOneAndEndsSessions(t *testing.T) {
	env := map[string]string{"DOCKET_DATA_DIR": t.TempDir()}
	old := drawn.FindStringSubmatch(docket(t, env, "", "staff", "add", "anna@fibre.example").stdout)[1]
	fresh := drawn.FindStringSubmatch(docket(t, env, "", "staff", "password", "anna@fibre.example").stdout)
	if fresh == nil {
		t.Fatal("no password was printed")
	}
	if a := account(t, env, "anna@fibre.example"); opens(t, a, old) || !opens(t, a, fresh[1]) {
		t.Error("the old one opens the account still, or the new one does not")
	}
}

func TestStaffCommandsWorkBesideAProgramThatServes(t *testing.T) {
	p := newProgram(t)
	p.start()
	env := map[string]string{"DOCKET_DATA_DIR": p.dir}
	if got := docket(t, env, "", "staff", "add", "anna@fibre.example", "--role", "admin"); got.code != exitDone {
		t.Fatalf("%d %q", got.code, got.stderr)
	}
	c, err := p.dial()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.file(p.filing()); err != nil || got.status != 303 {
		t.Errorf("filing beside it: %+v %v\n%s", got, err, p.log)
	}
	if got := docket(t, env, "", "staff", "list"); got.code != exitDone || !strings.Contains(got.stdout, "anna@fibre.example") {
		t.Errorf("%d %q %q", got.code, got.stdout, got.stderr)
	}
	if err := p.stop(); err != nil {
		t.Errorf("it stopped with %v\n%s", err, p.log)
	}
}

func TestStaffCommandsNeverBringASchemaUpToDate(t *testing.T) {
	env := map[string]string{"DOCKET_DATA_DIR": t.TempDir()}
	at := place{DataDir: env["DOCKET_DATA_DIR"]}
	docket(t, env, "", "migrate")
	execute(t, at.file(), "DELETE FROM goose_db_version WHERE version_id > 1")
	untouched(t, at.DataDir, func() {
		got := docket(t, env, "", "staff", "add", "anna@fibre.example")
		if got.code != exitFailed || !strings.Contains(got.stderr, "docket migrate") {
			t.Errorf("%d %q", got.code, got.stderr)
		}
	})
	execute(t, at.file(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
	untouched(t, at.DataDir, func() {
		got := docket(t, env, "", "staff", "list")
		if got.code != exitFailed || !strings.Contains(got.stderr, "newer version") {
			t.Errorf("%d %q", got.code, got.stderr)
		}
	})
}

// untouched fails the test when something changes a folder.
func untouched(t *testing.T, dir string, do func()) {
	t.Helper()
	before := contents(t, dir)
	do()
	after := contents(t, dir)
	for name := range after {
		if before[name] != after[name] {
			t.Errorf("%s has changed", name)
		}
	}
	if len(before) != len(after) {
		t.Errorf("%d files, before %d", len(after), len(before))
	}
}

func TestRootMakesNoFilesThatTheServiceCannotOpen(t *testing.T) {
	if os.Geteuid() != 0 {
		lacking(t, "only root can give files away")
	}
	dir := t.TempDir()
	env := map[string]string{"DOCKET_DATA_DIR": dir}
	docket(t, env, "", "migrate")
	if err := os.Chown(filepath.Join(dir, "docket.db"), 65534, 65534); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"staff", "add", "anna@fibre.example"}, {"migrate"}, {"restore", "x"}} {
		untouched(t, dir, func() {
			if got := docket(t, env, "", args...); got.code != exitFailed || !strings.Contains(got.stderr, "runuser -u") {
				t.Errorf("%q: %d %q", args, got.code, got.stderr)
			}
		})
	}
}

// execute changes a database behind the program's back.
func execute(t *testing.T, file, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

// contents reads every file of a folder by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Type().IsRegular() {
			raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			files[e.Name()] = string(raw)
		}
	}
	return files
}
