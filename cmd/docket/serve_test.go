package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"docket/mail/mailtest"
	"docket/models/modelstest"
)

func TestATicketSurvivesARestartAndItsMailIsSent(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	p := newProgram(t, "DOCKET_SMTP_URL="+sink.URL(), "DOCKET_MAIL_FROM=support@cafe.example")
	p.start()
	c, err := p.dial()
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.file(p.filing())
	if err != nil || got.status != http.StatusSeeOther {
		t.Fatalf("%+v %v\n%s", got, err, p.log)
	}
	letters := sink.Wait(1)
	if err := p.stop(); err != nil {
		t.Fatalf("stopped with %v\n%s", err, p.log)
	}
	p.start()
	if status, body := p.get(got.path, got.cookie); status != http.StatusOK || !strings.Contains(body, strings.TrimPrefix(got.path, "/tickets/")) {
		t.Errorf("%d after the restart", status)
	}
	link := linkIn(t, letters[0].Text, "http://"+p.addr+got.path)
	if status, _ := p.get(strings.TrimPrefix(link, "http://"+p.addr), ""); status != http.StatusSeeOther {
		t.Errorf("the mailed link answers %d after the restart", status)
	}
}

// linkIn finds the link in a letter that begins so.
func linkIn(t *testing.T, text, prefix string) string {
	t.Helper()
	for word := range strings.FieldsSeq(text) {
		if strings.HasPrefix(word, prefix) {
			return word
		}
	}
	t.Fatalf("no link to %s in:\n%s", prefix, text)
	return ""
}

func TestAMailServerThatIsDownDelaysTheLetterAndNothingElse(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.Options{})
	p := newProgram(t, "DOCKET_SMTP_URL="+sink.URL(), "DOCKET_MAIL_FROM=support@cafe.example")
	sink.Stop()
	p.start()
	c, err := p.dial()
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.file(p.filing())
	if err != nil || got.status != http.StatusSeeOther {
		t.Fatalf("%+v %v\n%s", got, err, p.log)
	}
	if status, _ := p.get(got.path, got.cookie); status != http.StatusOK {
		t.Errorf("its page answers %d", status)
	}
	sink.Start()
	second, err := c.file(p.filing())
	if err != nil || second.status != http.StatusSeeOther {
		t.Fatalf("%+v %v", second, err)
	}
	sink.Wait(1)
}

func TestTheProgramKeepsItsFilesToItself(t *testing.T) {
	p := newProgram(t)
	p.start()
	for _, name := range []string{"docket.db", "secret"} {
		info, err := os.Stat(filepath.Join(p.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", name, info.Mode().Perm())
		}
	}
}

func TestAPortThatIsTakenIsSaidInOneLine(t *testing.T) {
	p := newProgram(t)
	p.start()
	got := docket(t, map[string]string{"DOCKET_ADDR": p.addr, "DOCKET_DATA_DIR": t.TempDir()}, "", "serve")
	if got.code != exitFailed || strings.Count(got.stderr, "\n") != 1 {
		t.Errorf("%d %q", got.code, got.stderr)
	}
}

func TestAStopLetsTheFilingInHandFinish(t *testing.T) {
	p := newProgram(t)
	p.start()
	c, err := p.dial()
	if err != nil {
		t.Fatal(err)
	}
	form := p.filing()
	half := len(form) / 2
	if _, err := c.conn.Write(form[:half]); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, "the half has been read", func() bool { return p.openConnections() > 0 && p.unread() == 0 })
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, "the stop has begun", func() bool { return strings.Contains(p.log.String(), `"stopping"`) })
	got, err := c.file(form[half:])
	if err != nil || got.status != http.StatusSeeOther {
		t.Errorf("the filing in hand was cut: %+v %v", got, err)
	}
	if err := <-p.done; err != nil {
		t.Errorf("it exited with %v", err)
	}
	p.cmd = nil
	p.start()
	if status, _ := p.get(got.path, got.cookie); status != http.StatusOK {
		t.Errorf("the ticket is lost: %d", status)
	}
}

func TestTheWholeProgramRunsOnPostgreSQL(t *testing.T) {
	p := newProgram(t, "DOCKET_DATABASE_URL="+modelstest.Postgres(t))
	p.start()
	c, err := p.dial()
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.file(p.filing())
	if err != nil || got.status != http.StatusSeeOther {
		t.Fatalf("%+v %v\n%s", got, err, p.log)
	}
	waitUntil(t, "the letter is written", func() bool {
		files, err := filepath.Glob(filepath.Join(p.dir, "mail", "*.eml"))
		return err == nil && len(files) == 1
	})
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	p.start()
	if status, _ := p.get(got.path, got.cookie); status != http.StatusOK {
		t.Errorf("%d after the restart", status)
	}
}

// waitUntil waits for a condition, for at most twenty seconds.
func waitUntil(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); <-time.After(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("20 s and still not: %s", what)
		}
	}
}

// unread counts the bytes that have reached the program's connections and that it has not read.
func (p *program) unread() (bytes int) {
	for _, line := range p.connections() {
		if fields := strings.Fields(line); len(fields) > 4 {
			_, queue, _ := strings.Cut(fields[4], ":")
			n, err := strconv.ParseInt(queue, 16, 64)
			if err != nil {
				p.t.Fatal(err)
			}
			bytes += int(n)
		}
	}
	return bytes
}

// openConnections counts the connections that clients have to the program.
func (p *program) openConnections() int { return len(p.connections()) }

// connections lists them as /proc/net/tcp does.
func (p *program) connections() (lines []string) {
	p.t.Helper()
	raw, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		p.t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(p.addr)
	if err != nil {
		p.t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		p.t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if strings.Contains(line, fmt.Sprintf("0100007F:%04X 0100007F:", number)) {
			lines = append(lines, line)
		}
	}
	return lines
}

func TestTheSetUpLinkIsOnTheConsoleAndNotInTheLogUntilThereIsAnAccount(t *testing.T) {
	env := map[string]string{"DOCKET_DATA_DIR": t.TempDir(), "DOCKET_ADDR": "127.0.0.1:0"}
	stdout, stderr := served(t, env)
	if !strings.Contains(stdout, "No staff yet. Create the first account: http://127.0.0.1:0/admin/setup?key=") {
		t.Errorf("the console shows\n%s", stdout)
	}
	if strings.Contains(stderr, "key=") {
		t.Errorf("the link is in the log:\n%s", stderr)
	}
	docket(t, env, "", "staff", "add", "anna@fibre.example")
	if stdout, _ := served(t, env); strings.Contains(stdout, "key=") {
		t.Errorf("with an account the console shows\n%s", stdout)
	}
}

// served runs serve until it says that it is stopped, and returns what it wrote.
func served(t *testing.T, env map[string]string) (stdout, stderr string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var out, log lockedBuffer
	look := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	code := make(chan int, 1)
	go func() { code <- run(ctx, []string{"serve"}, look, strings.NewReader(""), &out, &log) }()
	waitUntil(t, "it serves", func() bool { return strings.Contains(out.String(), "serves") })
	stop()
	if got := <-code; got != exitDone {
		t.Errorf("it exited with %d:\n%s", got, log.String())
	}
	return out.String(), log.String()
}

func TestATokenFromAFileOpensMetricsWhereThePagesAre(t *testing.T) {
	const token = "0123456789abcdef"
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newProgram(t, "DOCKET_METRICS_TOKEN_FILE="+file)
	p.start()
	if status, _ := p.get("/metrics", ""); status != http.StatusUnauthorized {
		t.Errorf("without the token: %d", status)
	}
	r, err := http.NewRequest(http.MethodGet, "http://"+p.addr+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got := readSeries(t, resp.Body); got["docket_tickets"] == nil || got["docket_database_duration_seconds_count"] == nil {
		t.Errorf("with the token: %d, %d metrics", resp.StatusCode, len(got))
	}
}
