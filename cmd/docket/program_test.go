package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
)

// asProgram makes the test binary be the program, so that tests can kill and measure a real process.
const asProgram = "DOCKET_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program is a running docket.
type program struct {
	t    testing.TB
	addr string
	dir  string
	env  []string
	wrap []string // a command that runs it somewhere else, such as on another disk
	cmd  *exec.Cmd
	log  *lockedBuffer
	done chan error
}

// lockedBuffer takes a process's output while a test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newProgram prepares a program on a free port with a data directory of its own.
func newProgram(t testing.TB, env ...string) *program {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p := &program{t: t, addr: l.Addr().String(), dir: t.TempDir()}
	p.env = append(os.Environ(), asProgram+"=1", "DOCKET_ADDR="+p.addr, "DOCKET_DATA_DIR="+p.dir, "DOCKET_RATE_LIMIT=off")
	p.env = append(p.env, env...)
	t.Cleanup(p.kill)
	return p
}

// start boots it and returns when it has said where it serves, which is when it is ready.
func (p *program) start() {
	p.t.Helper()
	self, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	path := self
	if real := os.Getenv("DOCKET_BINARY"); real != "" {
		path = real
	}
	args := append(slices.Clone(p.wrap), path, "serve")
	p.cmd, p.log = exec.Command(args[0], args[1:]...), &lockedBuffer{}
	p.cmd.Env, p.cmd.Stderr = p.env, p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		p.t.Fatalf("it did not start: %v %s", p.cmd.Wait(), p.log)
	}
	p.done = make(chan error, 1)
	go func(cmd *exec.Cmd, done chan error) {
		_, _ = io.Copy(io.Discard, out)
		done <- cmd.Wait()
	}(p.cmd, p.done)
}

// kill ends it without warning, as a cut of power does.
func (p *program) kill() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGKILL)
	<-p.done
	p.cmd = nil
}

// stop ends it as an operator does, and returns how it exited.
func (p *program) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	err := <-p.done
	p.cmd = nil
	return err
}

func (p *program) get(path, cookie string) (status int, body string) {
	p.t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://"+p.addr+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.StatusCode, string(raw)
}

// block is what an integrator pastes; every ticket is about a call of its own.
func block() string {
	return strings.NewReplacer("REQUEST", uuid.NewString(), "CONVERSATION", uuid.NewString(), "ERROR", uuid.NewString()).Replace(
		`Date: Fri, 06 Jan 2023 07:54:30 GMT
X-Request-ID: REQUEST
X-Conversation-ID: CONVERSATION
Tenant: TENANT_1
Supplier: SUPPLIER_2

Request:

GET https://cvt.fibregateway.com/v1/available-appointments?address={id":"100000001","type": "UPRN"}&serviceSpecification={"id":"FTTP","name":"FTTP"}&appointmentPurpose=PROVIDE&appointmentFromDate=2023-01-25&supplier=SUPPLIER_2

Response: 422

{"uuid":"ERROR","code":"INVALID_REQUEST","messages":["The supplier API returned the following message: UPRN 100000001 is not within our coverage area"]}
`)
}

// filing is a form as bytes on the wire.
func (p *program) filing() []byte {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, field := range [][2]string{
		{"submission_id", uuid.NewString()}, {"evidence", block()}, {"impact", "one_order"},
		{"email", "anna@isp.example"}, {"name", "Anna Lee"}, {"description", "Since this morning."},
	} {
		_ = w.WriteField(field[0], field[1]) // a bytes.Buffer takes everything
	}
	_ = w.Close()
	head := fmt.Sprintf("POST /tickets HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
		p.addr, p.addr, w.FormDataContentType(), body.Len())
	return append([]byte(head), body.Bytes()...)
}

// client files tickets over one connection that it keeps.
type client struct {
	conn net.Conn
	r    *bufio.Reader
}

func (p *program) dial() (*client, error) {
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		return nil, err
	}
	return &client{conn, bufio.NewReader(conn)}, nil
}

// receipt is what a filing is answered with: the way to its page.
type receipt struct {
	status int
	path   string
	cookie string
	took   time.Duration
}

// file sends a form and reads its answer. An error means that nothing was acknowledged.
func (c *client) file(form []byte) (receipt, error) {
	start := time.Now()
	if _, err := c.conn.Write(form); err != nil {
		return receipt{}, err
	}
	resp, err := http.ReadResponse(c.r, nil)
	if err != nil {
		return receipt{}, err
	}
	got := receipt{status: resp.StatusCode, path: resp.Header.Get("Location"), took: time.Since(start)}
	for _, cookie := range resp.Cookies() {
		if strings.HasPrefix(cookie.Name, "docket-ticket-") {
			got.cookie = cookie.Name + "=" + cookie.Value
		}
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return got, err
}
