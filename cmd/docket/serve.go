package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"docket/auth"
	"docket/evidence"
	"docket/handlers"
	"docket/mail"
	"docket/models"
	"docket/static"
)

// How long a stop may take: requests and the letter in hand end side by side, then the database
// closes. A letter has longer than the courier's own patience with it, so that none is cut.
const (
	drainTime  = 8 * time.Second
	letterTime = 6 * time.Second // after the drain
)

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
	setUp     func() string // the link that makes the first account
	server    *http.Server
	listener  net.Listener
	metrics   *handlers.Metrics
	scrapes   *scrapes // nil: metrics have no listener of their own
}

// start opens everything that serving needs; when one part fails, those before it are closed.
func (s settings) start(con *console) (_ *app, err error) {
	a := &app{settings: s, log: newLog(con.stderr, s.LogFormat)}
	defer func() {
		if err != nil {
			a.close()
		}
	}()
	if a.lock, err = s.take(); err != nil {
		return nil, err
	}
	keys, err := s.keyring(s.place)
	if err != nil {
		return nil, err
	}
	if a.listener, err = net.Listen("tcp", s.Addr); err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if a.scrapes, err = openScrapes(s.MetricsAddr); err != nil {
		return nil, err
	}
	a.metrics = handlers.NewMetrics(version)
	a.store, err = models.OpenStore(con.ctx, models.StoreConfig{
		URL: s.url(), MailCaps: s.RateLimit == "on", MailHost: mailDomain(s.base),
		Observe: a.metrics.Database,
	})
	if err != nil {
		return nil, s.advise(err)
	}
	if s.DatabaseURL == "" { // the lock says that nobody else has a letter in hand
		if err = a.store.ReclaimLetters(con.ctx); err != nil {
			return nil, err
		}
	}
	a.transport, err = mail.OpenTransport(s.SMTPURL, s.mailFolder(), mail.Options{
		Connections: s.SMTPConnections, Name: mailDomain(s.base),
	})
	if err != nil {
		return nil, err
	}
	return a, a.wire(keys)
}

// mailFolder is where letters are written as files.
func (s settings) mailFolder() string { return filepath.Join(s.DataDir, "mail") }

// wire makes the parts that talk to each other.
func (a *app) wire(keys *auth.Keyring) error {
	reader := &evidence.Reader{Domain: a.GatewayDomain, Fingerprint: keys.Fingerprint, Now: time.Now, LogsKept: kept(a.LogRetention)}
	a.health = &handlers.Health{
		Clock: time.Now, Write: a.store.Heartbeat, Schema: a.store.CheckSchema, Room: a.room, Free: a.free, Log: a.log,
	}
	options := handlers.Options{
		Store: a.store, Reader: reader, Keys: keys, Log: a.log, Clock: time.Now, BaseURL: a.base,
		Organisation: a.Organisation, Prefix: a.ReferencePrefix, ReplyTargets: a.targets,
		TrustedProxies: a.proxies, RateLimit: a.RateLimit == "on", MailToFiles: a.SMTPURL == "",
		Redactor: static.Redactor(), Development: a.Gallery == "on", Health: a.health, Metrics: a.metrics, MetricsToken: a.MetricsToken,
	}
	if options.MailToFiles {
		options.Written = func(l models.Letter) (string, error) { return mail.Written(a.mailFolder(), l) }
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
	a.setUp, a.server = pages.SetupLink, a.newServer(pages)
	return a.scrapes.answer(a, pages)
}

// newServer makes a server that waits for no client without end.
func (a *app) newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 3 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(&wordless{Handler: a.log.Handler()}, slog.LevelWarn),
	}
}

// serve runs until the context ends or a part fails.
func (a *app) serve(con *console) error {
	defer a.close()
	failed := make(chan error, 3)
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
	go a.scrapes.serve(failed)
	a.greet(con)
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
	a.scrapes.close()
	if a.lock != nil {
		_ = a.lock.Close() // nothing was written to it
	}
}

// greet tells on the console where the program is and where its data lives.
func (a *app) greet(con *console) {
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
	words := fmt.Sprintf("Docket %s serves %s on %s\n  Data:  %s\n  Mail:  %s\n", version, a.base, a.listener.Addr(), database, letters)
	if a.scrapes != nil {
		words += fmt.Sprintf("  Scrape: http://%s/metrics\n", a.scrapes.listener.Addr())
	}
	fmt.Fprint(con.stdout, words+a.invitation(con.ctx))
}

// invitation says where the first account is made, while there is none. It is for the console
// and never for the log.
func (a *app) invitation(ctx context.Context) string {
	staffed, err := a.store.HasAccounts(ctx)
	switch {
	case err != nil:
		a.log.Warn("it is not known whether there is staff", "err", err)
	case !staffed:
		return "No staff yet. Create the first account: " + a.setUp() + "\n"
	}
	return ""
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
