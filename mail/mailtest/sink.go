// Package mailtest is a real mail server for tests.
package mailtest

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// Step is a place in an SMTP conversation where a Sink can be told to fail.
type Step string

// The steps, in their order.
const (
	Connect Step = "EHLO"
	Mail    Step = "MAIL FROM"
	Rcpt    Step = "RCPT TO"
	Data    Step = "DATA" // after the whole text
	Middle  Step = "text" // within the text; a refusal here hangs up
)

// Options say what kind of server a Sink is. The zero value takes anybody's mail without TLS.
type Options struct {
	StartTLS bool   // offers STARTTLS
	TLS      bool   // speaks TLS from the first byte
	User     string // wants these credentials; empty: none
	Password string
	Login    bool // offers AUTH LOGIN instead of PLAIN
	Insecure bool // offers to sign in without TLS too
}

// Sink is an SMTP server on 127.0.0.1 that keeps what it is sent. It is safe for concurrent use.
type Sink struct {
	t        testing.TB
	opt      Options
	cert     certificate
	address  string // host:port, the same for its whole life
	accepted atomic.Int64
	signIns  atomic.Int64
	sawPass  atomic.Bool

	mu      sync.Mutex
	end     func() // ends the running server; nil while stopped
	ended   int    // sessions
	letters []Letter
	refuse  func(Step, string) error
	changed chan struct{} // closed and replaced at each change
}

// NewSink starts a server that ends with the test.
func NewSink(t testing.TB, opt Options) *Sink {
	t.Helper()
	s := &Sink{t: t, opt: opt, cert: newCertificate(t), address: "127.0.0.1:0", changed: make(chan struct{})}
	s.Start()
	t.Cleanup(s.Stop)
	return s
}

// URL is the server's address as DOCKET_SMTP_URL takes it, with credentials and the authority
// that signed its certificate.
func (s *Sink) URL() string {
	u := url.URL{Scheme: "smtp", Host: s.address}
	if s.opt.TLS {
		u.Scheme = "smtps"
	}
	if s.opt.User != "" {
		u.User = url.UserPassword(s.opt.User, s.opt.Password)
	}
	if s.opt.TLS || s.opt.StartTLS {
		u.RawQuery = url.Values{"ca": {s.CAFile()}}.Encode()
	}
	return u.String()
}

// Address is where the server listens, as host:port.
func (s *Sink) Address() string { return s.address }

// CAFile is a file with the authority that signed the server's certificate.
func (s *Sink) CAFile() string { return s.cert.file }

// Start makes the server listen, after a Stop on the port that it had.
func (s *Sink) Start() {
	s.t.Helper()
	listener, err := net.Listen("tcp", s.address)
	if err != nil {
		s.t.Fatalf("mail sink: %v", err)
	}
	s.address = listener.Addr().String()
	listener = &counter{listener, s}
	if s.opt.TLS {
		listener = tls.NewListener(listener, s.cert.config)
	}
	server, done := s.newServer(), make(chan struct{})
	go func() { defer close(done); _ = server.Serve(listener) }()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end = func() {
		_ = listener.Close() // the server may not know of it yet
		_ = server.Close()
		<-done
	}
}

func (s *Sink) newServer() *smtp.Server {
	server := smtp.NewServer(smtp.BackendFunc(s.session))
	server.Domain = "sink.test"
	server.AllowInsecureAuth = s.opt.Insecure
	server.EnableSMTPUTF8 = true
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	server.ErrorLog = log.New(io.Discard, "", 0)
	if s.opt.StartTLS {
		server.TLSConfig = s.cert.config
	}
	return server
}

// Stop hangs up on everybody and listens no more. What was received stays.
func (s *Sink) Stop() {
	s.mu.Lock()
	end := s.end
	s.end = nil
	s.mu.Unlock()
	if end != nil {
		end()
	}
}

// HangUp ends every open connection, as a server does that restarts.
func (s *Sink) HangUp() {
	s.Stop()
	s.Start()
}

// Refuse makes the server fail: f is asked at each step, with the address or nothing, and its
// error is the answer; an *smtp.SMTPError gives the reply code. f may wait. Nil: accept again.
func (s *Sink) Refuse(f func(step Step, address string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = f
}

// Reply is an answer of a server, for Refuse.
func Reply(code int, words string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: words}
}

// Connections is how many connections have been accepted.
func (s *Sink) Connections() int { return int(s.accepted.Load()) }

// SignIns is how many sign-ins have succeeded.
func (s *Sink) SignIns() int { return int(s.signIns.Load()) }

// SawPassword reports whether anybody has tried to sign in, with whatever credentials.
func (s *Sink) SawPassword() bool { return s.sawPass.Load() }

// Letters returns what has been received so far, oldest first.
func (s *Sink) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.letters...)
}

// Wait returns when n letters have been received, and fails the test when that takes over 10 s.
func (s *Sink) Wait(n int) []Letter {
	s.t.Helper()
	s.until("letters", n, func() int { return len(s.letters) })
	return s.Letters()
}

// WaitEnded returns when n sessions have ended, and fails the test when that takes over 10 s.
func (s *Sink) WaitEnded(n int) {
	s.t.Helper()
	s.until("ended sessions", n, func() int { return s.ended })
}

// until waits for a count to reach n.
func (s *Sink) until(what string, n int, count func() int) {
	s.t.Helper()
	timeout := time.After(10 * time.Second)
	for {
		s.mu.Lock()
		got, changed := count(), s.changed
		s.mu.Unlock()
		if got >= n {
			return
		}
		select {
		case <-changed:
		case <-timeout:
			s.t.Fatalf("mail sink: %d %s after 10 s, want %d", got, what, n)
		}
	}
}

// change makes a change that somebody may wait for.
func (s *Sink) change(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
	close(s.changed)
	s.changed = make(chan struct{})
}

// ask is what the server has been told to answer at a step.
func (s *Sink) ask(step Step, address string) error {
	s.mu.Lock()
	refuse := s.refuse
	s.mu.Unlock()
	if refuse == nil {
		return nil
	}
	return refuse(step, address)
}

// counter counts connections as they are accepted.
type counter struct {
	net.Listener
	sink *Sink
}

func (c *counter) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c.sink.accepted.Add(1)
	return conn, nil
}
