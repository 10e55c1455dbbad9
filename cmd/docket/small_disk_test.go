package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
)

// disk is a small file system of a test's own. It is mounted where only the test's programs see
// it, and goes with the process that holds it, however the test ends.
type disk struct {
	t     *testing.T
	path  string   // in the programs' eyes
	enter []string // a command that runs another one there
	seen  string   // the path in the test's eyes
}

// inMemory mounts a file system in memory.
const inMemory = `mount -t tmpfs -o size=96m,mode=0700 tmpfs "$1"`

// inAFile makes a script that mounts a file system kept in a file, through its journal.
func inAFile(t *testing.T, image string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		lacking(t, "only root can mount a file system from a file")
	}
	tool(t, "mkfs.ext4")
	return fmt.Sprintf(`truncate -s 128M %[1]s && mkfs.ext4 -q -F %[1]s && mount -o loop %[1]s "$1"`, quoted(image))
}

// newDisk mounts a file system by a shell script, whose $1 is the place. It needs the right to
// mount: root's, or that of a user namespace. Where neither is to be had,
// TestAStoreThatCannotWriteIsToldAndPasses (handlers) holds the same by a fault hook.
func newDisk(t *testing.T, script string) *disk {
	t.Helper()
	path := t.TempDir()
	apart, enter := []string{"--mount", "--propagation", "private"}, []string{"--mount"}
	if os.Geteuid() != 0 {
		apart, enter = append(apart, "--user", "--map-root-user"), append(enter, "--user", "--preserve-credentials")
	}
	shell := append(apart, "sh", "-c", script+` && echo mounted && cat`, "sh", path)
	holder := exec.Command(tool(t, "unshare"), shell...)
	said := &lockedBuffer{}
	holder.Stderr = said
	hold, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = hold.Close(); _ = holder.Wait() })
	if _, err := io.ReadFull(out, make([]byte, len("mounted\n"))); err != nil {
		lacking(t, "a file system can't be mounted here: %s", said)
	}
	target := fmt.Sprint(holder.Process.Pid)
	enter = append([]string{tool(t, "nsenter"), "--target", target}, append(enter, "--")...)
	return &disk{t, path, enter, filepath.Join("/proc", target, "root", path)}
}

// tool finds a program of the machine's.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		lacking(t, "%s is not here", name)
	}
	return path
}

// lacking skips a test that needs what this machine lacks, but fails it when CI=true.
func lacking(t testing.TB, what string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(what, args...)
	}
	t.Skipf(what, args...)
}

// judged is a test that notes what becomes of it.
type judged struct {
	testing.TB
	said string
}

func (v *judged) Helper() {}
func (v *judged) Skipf(format string, args ...any) {
	v.said += "skipped: " + fmt.Sprintf(format, args...)
}
func (v *judged) Fatalf(format string, args ...any) {
	v.said += "failed: " + fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func TestATestThatCannotRunIsSkippedAndFailsInCI(t *testing.T) {
	for ci, want := range map[string]string{"": "skipped: no disk", "false": "skipped: no disk", "true": "failed: no disk"} {
		t.Setenv("CI", ci)
		v, done := &judged{}, make(chan struct{})
		go func() {
			defer close(done)
			lacking(v, "no %s", "disk")
		}()
		if <-done; v.said != want {
			t.Errorf("CI=%q: %s", ci, v.said)
		}
	}
}

// run runs a command that sees the disk.
func (d *disk) run(args ...string) (string, error) {
	args = append(slices.Clone(d.enter), args...)
	out, err := exec.Command(args[0], args[1:]...).CombinedOutput()
	return string(out), err
}

func (d *disk) mustRun(args ...string) {
	d.t.Helper()
	if out, err := d.run(args...); err != nil {
		d.t.Fatalf("%q: %v: %s", args, err, out)
	}
}

// program prepares a program whose data are on the disk.
func (d *disk) program() *program {
	d.t.Helper()
	p := newProgram(d.t, "DOCKET_DATA_DIR="+filepath.Join(d.path, "data"))
	p.dir, p.wrap = filepath.Join(d.seen, "data"), d.enter
	return p
}

// docket runs a command of the program there.
func (d *disk) docket(args ...string) outcome {
	d.t.Helper()
	self, err := os.Executable()
	if err != nil {
		d.t.Fatal(err)
	}
	args = append(append(slices.Clone(d.enter), self), args...)
	ctx, stop := context.WithTimeout(d.t.Context(), 20*time.Second) // should it serve after all
	defer stop()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Env = append(os.Environ(), asProgram+"=1", "DOCKET_DATA_DIR="+filepath.Join(d.path, "data"), "DOCKET_ADDR=127.0.0.1:0")
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		d.t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// fill leaves so many bytes of room; empty makes it all again.
func (d *disk) fill(room int64) {
	d.t.Helper()
	path := filepath.Join(d.seen, "ballast")
	f, err := os.Create(path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err = f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		d.t.Fatalf("the disk is not full: %v", err)
	}
	if info, err := f.Stat(); err != nil || os.Truncate(path, info.Size()-room) != nil {
		d.t.Fatalf("room can't be made: %v", err)
	}
}

func (d *disk) empty() {
	d.t.Helper()
	if err := os.Remove(filepath.Join(d.seen, "ballast")); err != nil {
		d.t.Fatal(err)
	}
}
