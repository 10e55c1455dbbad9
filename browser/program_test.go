// Package browser tests the running program as its users see it: in a real Chromium, with and
// without JavaScript, and with axe for accessibility. It is a module of its own so that a browser
// driver never becomes a dependency of the program.
package browser

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var (
	binary   string          // the program under test
	chromium context.Context // nil when there is no browser
)

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "docket-browser-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "docket")
	for _, command := range [][]string{{"make", "module"}, {"go", "build", "-o", binary, "./cmd/docket"}} {
		build := exec.Command(command[0], command[1:]...)
		build.Dir, build.Env = "..", append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n%s", strings.Join(command, " "), err, out)
			return 1
		}
	}
	path := browserPath()
	if path == "" {
		return m.Run()
	}
	root, stop, err := launch(path, filepath.Join(dir, "profile"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "start the browser:", err)
		return 1
	}
	defer stop()
	chromium = root
	return m.Run()
}

// launch starts a browser with a profile in a directory.
func launch(path, profile string, more ...chromedp.ExecAllocatorOption) (context.Context, func(), error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(options, more...)...)
	root, closeRoot := chromedp.NewContext(allocator)
	end := func() { closeRoot(); stop() }
	if err := chromedp.Do(root, chromedp.Navigate("about:blank")); err != nil {
		end()
		return nil, nil, err
	}
	return root, end, nil
}

// browserPath prefers Chromium's headless shell: it has no windows of its own to load.
func browserPath() string {
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// program is a running docket with a data directory of its own.
type program struct {
	t       *testing.T
	url     string
	dir     string
	env     []string // settings beyond those of all tests
	cmd     *exec.Cmd
	stopped chan error
	log     *buffer // everything that the program has logged, over all its starts
	console *buffer // everything that it has told on its console
}

// buffer takes what a process writes while a test reads it.
type buffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// start boots the program and waits until it is ready.
func start(t *testing.T) *program {
	t.Helper()
	p := &program{t: t, dir: t.TempDir(), log: &buffer{}, console: &buffer{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.url = "http://" + listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	p.boot()
	t.Cleanup(func() { p.stop() })
	return p
}

func (p *program) boot() {
	p.t.Helper()
	p.cmd = exec.Command(binary, "serve")
	p.cmd.Env = append(os.Environ(), "DOCKET_ADDR="+strings.TrimPrefix(p.url, "http://"), "DOCKET_DATA_DIR="+p.dir,
		"DOCKET_RATE_LIMIT=off", "DOCKET_GALLERY=on")
	p.cmd.Env = append(p.cmd.Env, p.env...)
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	lines := bufio.NewReader(io.TeeReader(out, p.console))
	if _, err := lines.ReadString('\n'); err != nil {
		_ = p.cmd.Wait()
		p.t.Fatalf("the program did not start: %s", p.log)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	p.stopped = make(chan error, 1)
	go func() { p.stopped <- p.cmd.Wait() }()
	resp, err := http.Get(p.url + "/readyz")
	if err != nil {
		p.t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		p.t.Fatalf("not ready: %d", resp.StatusCode)
	}
}

var setUp = regexp.MustCompile(`/admin/setup\?key=\S+`)

// setUpLink is the path of the link for the first account that the console shows.
func (p *program) setUpLink() string {
	p.t.Helper()
	for deadline := time.Now().Add(patience); ; <-time.After(10 * time.Millisecond) {
		if link := setUp.FindString(p.console.String()); link != "" {
			return link
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("the console shows no set-up link:\n%s", p.console)
		}
	}
}

// in is the same program within a subtest.
func (p *program) in(t *testing.T) *program {
	q := *p
	q.t = t
	return &q
}

// stop ends the program as an operator does and waits for its exit status.
func (p *program) stop() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	if err := <-p.stopped; err != nil {
		p.t.Errorf("the program did not stop well: %v", err)
	}
	p.cmd = nil
}

// letters waits until n mails have been written and returns their texts, oldest first.
func (p *program) letters(n int) []string {
	p.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		files, err := filepath.Glob(filepath.Join(p.dir, "mail", "*.eml"))
		if err != nil {
			p.t.Fatal(err)
		}
		if len(files) >= n {
			return p.read(files)
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("%d letters after 20 s, want %d", len(files), n)
		}
		<-time.After(20 * time.Millisecond)
	}
}

func (p *program) read(files []string) []string {
	var texts []string
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			p.t.Fatal(err)
		}
		texts = append(texts, string(raw))
	}
	return texts
}

// holds reports which of the program's files contain a text.
func (p *program) holds(text string) []string {
	var found []string
	err := filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if strings.Contains(string(raw), text) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return found
}
