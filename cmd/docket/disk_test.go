package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// refusedWithin is how soon somebody who files must hear that nothing can be saved.
const refusedWithin = 5 * time.Second

// answered is how one filing was answered.
type answered struct {
	receipt
	body  string
	retry string
}

// try files one ticket; an answer that takes longer than refusedWithin is an error.
func (p *program) try() (answered, error) {
	c, err := p.dial()
	if err != nil {
		return answered{}, err
	}
	defer c.conn.Close()
	start := time.Now()
	if err := c.conn.SetDeadline(start.Add(refusedWithin)); err != nil {
		return answered{}, err
	}
	if _, err := c.conn.Write(p.filing()); err != nil {
		return answered{}, err
	}
	resp, err := http.ReadResponse(c.r, nil)
	if err != nil {
		return answered{}, err
	}
	body, err := io.ReadAll(resp.Body)
	got := answered{body: string(body), retry: resp.Header.Get("Retry-After")}
	got.receipt = receipt{status: resp.StatusCode, path: resp.Header.Get("Location"), took: time.Since(start)}
	for _, cookie := range resp.Cookies() {
		if strings.HasPrefix(cookie.Name, "docket-ticket-") {
			got.cookie = cookie.Name + "=" + cookie.Value
		}
	}
	return got, err
}

// fileUntilRefused files tickets until one is refused, and returns those that were acknowledged
// and the refusal.
func (p *program) fileUntilRefused() (acknowledged []receipt, refused answered) {
	p.t.Helper()
	for range 5000 { // the log may have room for some still
		got, err := p.try()
		if err != nil {
			p.t.Fatalf("not answered within %s: %v\n%s", refusedWithin, err, p.log)
		}
		if got.status != http.StatusSeeOther {
			return acknowledged, got
		}
		acknowledged = append(acknowledged, got.receipt)
	}
	p.t.Fatal("nothing is refused")
	return nil, answered{}
}

// checkRefusal judges how somebody was told that nothing can be saved.
func checkRefusal(t *testing.T, refused answered) {
	t.Helper()
	t.Logf("refused with %d after %s, Retry-After %s", refused.status, refused.took, refused.retry)
	if refused.status != http.StatusInsufficientStorage && refused.status != http.StatusServiceUnavailable || refused.retry == "" {
		t.Errorf("refused with %d, Retry-After %q", refused.status, refused.retry)
	}
	if !strings.Contains(refused.body, "Nothing was saved") && !strings.Contains(refused.body, "We can&#39;t tell whether this was saved") || !strings.Contains(refused.body, "Since this morning.") {
		t.Errorf("the answer does not say what became of the form, or has lost what was typed:\n%s", refused.body)
	}
}

// lost counts the acknowledged tickets that can't be read.
func (p *program) lost(acknowledged []receipt) (n int) {
	p.t.Helper()
	for _, r := range acknowledged {
		if status, _ := p.get(r.path, r.cookie); status != http.StatusOK {
			n++
		}
	}
	return n
}

func (p *program) waitReady(want int, says string) {
	p.t.Helper()
	waitUntil(p.t.(*testing.T), fmt.Sprintf("/readyz answers %d with %q", want, says), func() bool {
		status, body := p.get("/readyz", "")
		return status == want && strings.Contains(body, says)
	})
}

func TestAFullDiskRefusesFilingAndPassesWithoutARestart(t *testing.T) {
	t.Run("tmpfs", func(t *testing.T) { fillAndEmpty(t, newDisk(t, inMemory)) })
	t.Run("ext4", func(t *testing.T) { fillAndEmpty(t, newDisk(t, inAFile(t, filepath.Join(t.TempDir(), "image")))) })
}

// fillAndEmpty files tickets on a disk before it is full, while it is, and afterwards.
func fillAndEmpty(t *testing.T, d *disk) {
	p := d.program()
	p.start()
	p.waitReady(http.StatusOK, "ready")
	acknowledged := []receipt{p.fileOne(t), p.fileOne(t)}
	d.fill(2 << 20)
	more, refused := p.fileUntilRefused()
	checkRefusal(t, refused)
	acknowledged = append(acknowledged, more...)
	p.waitReady(http.StatusServiceUnavailable, "disk: ")
	_, told := p.get("/readyz", "")
	t.Logf("%d filed before, %d while it filled up; /readyz: %s", 2, len(more), told)
	if status, _ := p.get("/", ""); status != http.StatusOK || p.lost(acknowledged) > 0 {
		t.Errorf("the intake answers %d, %d tickets can't be read", status, p.lost(acknowledged))
	}
	if got := d.docket("doctor"); got.code != exitFailed || !strings.Contains(got.stdout, "FAIL  disk") {
		t.Errorf("%d\n%s%s", got.code, got.stdout, got.stderr)
	}
	d.empty()
	again, err := p.try()
	t.Logf("with room again: %d after %s", again.status, again.took)
	if err != nil || again.status != http.StatusSeeOther {
		t.Errorf("with room again: %d %v", again.status, err)
	}
	acknowledged = append(acknowledged, again.receipt)
	p.waitReady(http.StatusOK, "ready")
	if p.kill(); strings.Count(p.log.String(), `"stopping"`) > 0 {
		t.Errorf("it had stopped meanwhile:\n%s", p.log)
	}
	p.start()
	lost := p.lost(acknowledged)
	if t.Logf("%d acknowledged, %d lost", len(acknowledged), lost); lost > 0 {
		t.Errorf("%d of %d tickets are lost", lost, len(acknowledged))
	}
}

func TestAStartOnAFullDiskShowsPagesAndRefusesFilingUntilThereIsRoom(t *testing.T) {
	d := newDisk(t, inMemory)
	p := d.program()
	p.start()
	acknowledged := []receipt{p.fileOne(t)}
	p.kill() // which leaves the log beside the database
	d.fill(0)
	p.start()
	more, refused := p.fileUntilRefused()
	checkRefusal(t, refused)
	if acknowledged = append(acknowledged, more...); p.lost(acknowledged) > 0 {
		t.Error("a ticket can't be read")
	}
	d.empty()
	acknowledged = append(acknowledged, p.fileOne(t))
	if n := p.lost(acknowledged); n > 0 {
		t.Errorf("%d of %d tickets are lost", n, len(acknowledged))
	}
}

func TestAStartThatFindsNoRoomForItsLogSaysSo(t *testing.T) {
	d := newDisk(t, inMemory)
	p := d.program()
	p.start()
	filed := p.fileOne(t)
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	d.fill(0)
	before := contents(t, p.dir)["docket.db"]
	got := d.docket("serve")
	t.Logf("start on a full disk after a stop: %d %s", got.code, got.stderr)
	if got.code != exitFailed || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, "Make room") {
		t.Errorf("%d %q %q", got.code, got.stdout, got.stderr)
	}
	if contents(t, p.dir)["docket.db"] != before {
		t.Error("the database has changed")
	}
	d.empty()
	p.start()
	if p.lost([]receipt{filed}) > 0 {
		t.Error("the ticket is lost")
	}
}

func TestADiskThatTurnsReadOnlyRefusesFilingAndShowsPages(t *testing.T) {
	image := filepath.Join(t.TempDir(), "image")
	d := newDisk(t, inAFile(t, image))
	p := d.program()
	p.start()
	p.waitReady(http.StatusOK, "ready")
	acknowledged := []receipt{p.fileOne(t), p.fileOne(t)}
	d.mustRun("mount", "-o", "remount,abort", d.path) // as ext4 does by itself after an error of the disk
	more, refused := p.fileUntilRefused()
	checkRefusal(t, refused)
	acknowledged = append(acknowledged, more...)
	p.waitReady(http.StatusServiceUnavailable, "disk: ")
	_, told := p.get("/readyz", "")
	t.Logf("/readyz: %s", told)
	if status, _ := p.get("/", ""); status != http.StatusOK || p.lost(acknowledged) > 0 {
		t.Errorf("the intake answers %d, %d tickets can't be read", status, p.lost(acknowledged))
	}
	t.Logf("it stops with %v", p.stop())
	got := d.docket("doctor")
	if t.Logf("doctor:\n%s", got.stdout); got.code != exitFailed || !strings.Contains(got.stdout, "read-only") {
		t.Errorf("%d\n%s%s", got.code, got.stdout, got.stderr)
	}
	d.mustRun("umount", d.path)
	d.mustRun("mount", "-o", "loop", image, d.path) // reads its journal
	p.start()
	lost := p.lost(acknowledged)
	if t.Logf("%d acknowledged, %d lost", len(acknowledged), lost); lost > 0 {
		t.Errorf("%d of %d tickets are lost", lost, len(acknowledged))
	}
	p.kill()
	d.mustRun("umount", d.path)
}

func TestAReadOnlyDirectoryStopsTheStartInOneLine(t *testing.T) {
	d := newDisk(t, inMemory)
	p := d.program()
	p.start()
	filed := p.fileOne(t)
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	d.mustRun("mount", "-o", "remount,bind,ro", d.path)
	untouched(t, p.dir, func() {
		got := d.docket("serve")
		t.Logf("start on a read-only disk: %d %s", got.code, got.stderr)
		if got.code != exitFailed || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, "read-only") {
			t.Errorf("%d %q", got.code, got.stderr)
		}
		got = d.docket("doctor")
		if got.code != exitFailed || !strings.Contains(got.stdout, "FAIL  folder") || !strings.Contains(got.stdout, "ok    integrity") {
			t.Errorf("%d\n%s", got.code, got.stdout)
		}
		got = d.docket("backup", filepath.Join(t.TempDir(), "docket.tar"))
		if got.code != exitDone || !strings.Contains(got.stdout, "1 ticket,") {
			t.Errorf("a backup from a read-only disk: %d %q", got.code, got.stderr)
		}
	})
	d.mustRun("mount", "-o", "remount,bind,rw", d.path)
	p.start()
	if n := p.lost([]receipt{filed}); n > 0 {
		t.Error("the ticket is lost")
	}
}

func TestADamagedOrNewerDatabaseStopsTheStartAndIsLeftAlone(t *testing.T) {
	env := installed(t)
	dir := env["DOCKET_DATA_DIR"]
	path := filepath.Join(dir, "docket.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := slices.Clone(whole)
	for i := range damaged[8192:] {
		damaged[8192+i] = 0xff
	}
	newer := func() {
		execute(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
	}
	for name, c := range map[string]struct {
		make func()
		says string
	}{
		"damaged":        {func() { write(t, path, damaged) }, "docket restore"},
		"cut short":      {func() { write(t, path, whole[:len(whole)/2]) }, "docket restore"},
		"not a database": {func() { write(t, path, []byte(strings.Repeat("not a database", 1000))) }, "docket restore"},
		"newer":          {func() { write(t, path, whole); newer() }, "newer schema"},
	} {
		c.make()
		untouched(t, dir, func() {
			env["DOCKET_ADDR"] = "127.0.0.1:0"
			got := docket(t, env, "", "serve")
			t.Logf("%s: %d %s", name, got.code, got.stderr)
			if got.code != exitFailed || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, c.says) {
				t.Errorf("%s: %d %q %q", name, got.code, got.stdout, got.stderr)
			}
		})
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
