package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"docket/auth"
	"docket/evidence"
	"docket/handlers"
	"docket/mail"
	"docket/models"
)

// How long a stop may take: requests and the letter in hand end side by side, then the database
// closes. A letter has longer than the courier's own patience with it, so that none is cut.
const (
	drainTime  = 8 * time.Second
	letterTime = 6 * time.Second // after the drain
)

// leastRoom is the free disk below which the program says that it is not ready, in bytes.
const leastRoom = 64 << 20

// serveCommand is `docket serve`.
type serveCommand struct{ Config }

// Run serves until the context ends, and stops in the reverse order of the start.
func (cmd serveCommand) Run(con *console) error {
	s, err := cmd.check()
	if err != nil {
		return err
	}
	app, err := s.start(con)
	if err != nil {
		return err
	}
	return app.serve(con)
}

// app is the running program.
type app struct {
	settings
	log       *slog.Logger
	lock      *os.File // of the data directory
	store     *models.Store
	transport mail.Transport
	courier   *mail.Courier
	health    *handlers.Health
	server    *http.Server
	listener  net.Listener
}

// start opens everything that serving needs; when one part fails, those before it are closed.
func (s settings) start(con *console) (_ *app, err error) {
	a := &app{settings: s, log: newLog(con.stderr, s.LogFormat)}
	defer func() {
		if err != nil {
			a.close()
		}
	}()
	if a.lock, err = openDataDir(s.DataDir); err != nil {
		return nil, err
	}
	keys, err := s.keyring()
	if err != nil {
		return nil, err
	}
	if a.listener, err = net.Listen("tcp", s.Addr); err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	a.store, err = models.OpenStore(con.ctx, models.StoreConfig{
		URL: s.database, MailCaps: s.RateLimit == "on", MailHost: mailDomain(s.base),
	})
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if s.DatabaseURL == "" { // the lock says that nobody else has a letter in hand
		if err = a.store.ReclaimLetters(con.ctx); err != nil {
			return nil, err
		}
	}
	a.transport, err = mail.OpenTransport(s.SMTPURL, filepath.Join(s.DataDir, "mail"), mail.Options{
		Connections: s.SMTPConnections, Name: mailDomain(s.base),
	})
	if err != nil {
		return nil, err
	}
	return a, a.wire(keys)
}

// wire makes the parts that talk to each other.
func (a *app) wire(keys *auth.Keyring) error {
	reader := &evidence.Reader{Domain: a.GatewayDomain, Key: keys.Fingerprint()}
	a.health = &handlers.Health{Clock: time.Now, Write: a.store.Heartbeat, Room: a.room}
	options := handlers.Options{
		Store: a.store, Reader: reader, Keys: keys, Log: a.log, Clock: time.Now, BaseURL: a.base,
		Organisation: a.Organisation, Prefix: a.ReferencePrefix, ReplyTargets: a.targets,
		TrustedProxies: a.proxies, RateLimit: a.RateLimit == "on", MailToFiles: a.SMTPURL == "",
		Development: a.Gallery == "on", Health: a.health,
	}
	pages, err := handlers.New(options)
	if err != nil {
		return err
	}
	a.courier = &mail.Courier{
		Letters: a.store, Transport: a.transport, Hands: a.SMTPConnections, Evidence: reader, Log: a.log,
		Letterhead: mail.Letterhead{
			Organisation: a.Organisation, BaseURL: a.base.String(), From: a.from, Prefix: a.ReferencePrefix,
			ReplyBy: options.ReplyBy, TicketLink: options.TicketLink, NotMeLink: options.NotMeLink,
		},
	}
	a.server = &http.Server{
		Handler: pages, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 3 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(&wordless{Handler: a.log.Handler()}, slog.LevelWarn),
	}
	return nil
}

// serve runs until the context ends or a part fails.
func (a *app) serve(con *console) error {
	defer a.close()
	failed := make(chan error, 2)
	lettersEnd, stopLetters := context.WithCancel(context.Background())
	defer stopLetters()
	watchEnd, stopWatch := context.WithCancel(context.Background())
	defer stopWatch()
	courierDone := make(chan struct{})
	go func() {
		defer close(courierDone)
		if err := a.courier.Run(lettersEnd); err != nil {
			failed <- err
		}
	}()
	a.health.Prove(con.ctx)
	go a.health.Watch(watchEnd, 4*time.Second)
	go a.watchSurge(watchEnd)
	go func() { failed <- a.listen() }()
	a.greet(con.stdout)
	var err error
	select {
	case <-con.ctx.Done():
	case err = <-failed:
	}
	a.log.Info("stopping")
	stopLetters() // what the last requests queue goes out after the next start
	a.drain()
	waitFor(courierDone, letterTime)
	return err
}

func (a *app) listen() error {
	err := error(nil)
	if a.tls != nil {
		a.server.TLSConfig = a.tls
		err = a.server.ServeTLS(a.listener, "", "")
	} else {
		err = a.server.Serve(a.listener)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve: %w", err)
}

// drain takes no new connection and lets requests finish; connections that are open already
// hear from /readyz that the program stops.
func (a *app) drain() {
	a.health.Stop()
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	if err := a.server.Shutdown(ctx); err != nil {
		a.log.Warn("requests were still running at the stop", "err", err)
	}
}

// close lets go of what start opened, the last first.
func (a *app) close() {
	if a.transport != nil {
		if err := a.transport.Close(); err != nil {
			a.log.Warn("close mail", "err", err)
		}
	}
	if a.store != nil {
		if err := a.store.Close(); err != nil {
			a.log.Error("close the database", "err", err)
		}
	}
	if a.listener != nil {
		_ = a.listener.Close() // closed already when it has served
	}
	if a.lock != nil {
		_ = a.lock.Close() // nothing was written to it
	}
}

// greet tells on the console where the program is and where its data lives.
func (a *app) greet(out io.Writer) {
	data, err := filepath.Abs(a.DataDir)
	if err != nil {
		data = a.DataDir
	}
	database, letters := "SQLite, "+filepath.Join(data, "docket.db"), ".eml files in "+filepath.Join(data, "mail")
	if a.DatabaseURL != "" {
		database = "as DOCKET_DATABASE_URL says"
	}
	if a.SMTPURL != "" {
		letters = "by the mail server"
	}
	if a.base.Scheme == "http" && !loopback(a.base.Hostname()) {
		a.log.Warn("links and cookies go over plain HTTP: set DOCKET_BASE_URL to an https address")
	}
	fmt.Fprintf(out, "Docket %s serves %s on %s\n  Data:  %s\n  Mail:  %s\n", version, a.base, a.listener.Addr(), database, letters)
}

// room says when the disk under the data directory is nearly full.
func (a *app) room() error {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(a.DataDir, &disk); err != nil {
		return fmt.Errorf("disk: the data directory can't be read")
	}
	if free := disk.Bavail * uint64(disk.Bsize); free < leastRoom {
		return fmt.Errorf("disk: %d MB free, at least %d MB are needed", free>>20, leastRoom>>20)
	}
	return nil
}

// watchSurge warns every minute while confirmations to unproved addresses wait for the instance's
// cap: somebody may be using this installation to write to strangers.
func (a *app) watchSurge(ctx context.Context) {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if a.store.Surging() {
			a.log.Warn("too many confirmations to unproved addresses: the rest waits", "an_hour", models.InstanceHourly)
		}
	}
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func waitFor(done <-chan struct{}, atMost time.Duration) {
	select {
	case <-done:
	case <-time.After(atMost):
	}
}
