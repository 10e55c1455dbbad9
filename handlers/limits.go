package handlers

import (
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"docket/models"
)

// Limits on what one request may carry, in bytes.
const (
	formLimit   = 2 << 20
	longestFile = 60 << 20
	uploadLimit = longestFile + formLimit
	smallBody   = 256 << 10 // a body up to this size is taken without a place among the uploads
)

// How long things may take.
const (
	longestWait = 500 * time.Millisecond // for a place at a gate, before a request is told to come back
	firstBytes  = 10 * time.Second       // for the beginning of a body
	slowest     = 64 << 10               // bytes a second that a body must bring after that

	answerWithin = 3 * time.Minute // after a body's end, else a long file on a slow line would get no answer
)

// limitBody refuses a body beyond a number of bytes with 413, and one that comes too slowly.
func (s *Server) limitBody(bytes int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			r.Body = http.MaxBytesReader(c.Response(), r.Body, bytes)
			return next(c)
		}
	}
}

// hurried reads a body with a deadline that moves only as fast as a slow line would, so that a
// client which sends a byte a minute does not hold its place.
type hurried struct {
	io.Reader
	deadline func(read, answer time.Time)
	end      time.Time
}

func hurry(c echo.Context, first time.Duration) *hurried {
	control := http.NewResponseController(c.Response())
	return &hurried{c.Request().Body, func(read, answer time.Time) {
		_ = control.SetReadDeadline(read) // a connection that can't have one is a test's
		_ = control.SetWriteDeadline(answer)
	}, time.Now().Add(first)}
}

func (h *hurried) Read(p []byte) (int, error) {
	h.deadline(h.end, h.end.Add(answerWithin))
	n, err := h.Reader.Read(p)
	h.end = h.end.Add(time.Duration(n) * time.Second / slowest)
	return n, err
}

// gates bound how many requests of one class of work run at once.
type gates struct {
	writes  chan struct{} // changes of the store
	bodies  chan struct{} // forms being read
	uploads chan struct{} // large forms being read and understood
}

func newGates() gates {
	return gates{writes: make(chan struct{}, 512), bodies: make(chan struct{}, 512), uploads: make(chan struct{}, 32)}
}

// through does some work when there is room for it, and answers ErrBusy when there is none within longestWait.
func through(c echo.Context, g chan struct{}, work func() error) error {
	if !enter(c, g) {
		return models.ErrBusy
	}
	defer func() { <-g }()
	return work()
}

func enter(c echo.Context, g chan struct{}) bool {
	select {
	case g <- struct{}{}:
		return true
	default:
	}
	timer := time.NewTimer(longestWait)
	defer timer.Stop()
	select {
	case g <- struct{}{}:
		return true
	case <-timer.C:
		return false
	case <-c.Request().Context().Done():
		return false
	}
}

// change does a change of the store when there is room for it.
func (s *Server) change(c echo.Context, work func() error) error {
	return through(c, s.gates.writes, work)
}

// limits count what one client network asks for.
type limits struct {
	filing, finding, answering, reading, signing *limiter
	bodies                                       *tally
}

func newLimits(clock models.Clock) limits {
	return limits{
		filing:    newLimiter(clock, rate.Every(10*time.Second), 30),
		finding:   newLimiter(clock, rate.Every(time.Minute), 10),
		answering: newLimiter(clock, rate.Every(10*time.Second), 30),
		reading:   newLimiter(clock, rate.Every(time.Second/2), 120),
		signing:   newLimiter(clock, rate.Every(time.Second), 60), // how often the store's counts are asked
		bodies:    &tally{most: 64, by: map[netip.Prefix]int{}},
	}
}

// mostNetworks bounds the memory of a limiter; beyond it the fullest buckets, which limit nobody, go first.
const mostNetworks = 20_000

// limiter gives every network a bucket of requests that fills again with time. A network is an
// IPv4 address or an IPv6 /64; an IPv6 /48, which one customer may hold, has a bucket ten times as large.
type limiter struct {
	clock models.Clock
	every rate.Limit
	burst int
	mu    sync.Mutex
	byNet map[netip.Prefix]*rate.Limiter
}

func newLimiter(clock models.Clock, every rate.Limit, burst int) *limiter {
	return &limiter{clock: clock, every: every, burst: burst, byNet: map[netip.Prefix]*rate.Limiter{}}
}

// allow counts one request of an address and reports whether it is within the limits.
func (l *limiter) allow(address netip.Addr) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.take(narrow(address), 1) {
		return false
	}
	return !address.Is6() || l.take(customer(address), 10)
}

// take takes one request from a network's bucket, which is so many times the usual size.
func (l *limiter) take(network netip.Prefix, times int) bool {
	now := l.clock()
	bucket, ok := l.byNet[network]
	if !ok {
		if len(l.byNet) >= mostNetworks {
			l.sweep(now)
		}
		bucket = rate.NewLimiter(l.every*rate.Limit(times), l.burst*times)
		l.byNet[network] = bucket
	}
	return bucket.AllowN(now, 1)
}

// sweep forgets networks whose bucket is full again; if none is, it forgets them all.
func (l *limiter) sweep(now time.Time) {
	for network, bucket := range l.byNet {
		if bucket.TokensAt(now) >= float64(bucket.Burst()) {
			delete(l.byNet, network)
		}
	}
	if len(l.byNet) >= mostNetworks {
		clear(l.byNet)
	}
}

// tally counts what each network has under way at once.
type tally struct {
	most int
	mu   sync.Mutex
	by   map[netip.Prefix]int
}

func (t *tally) begin(network netip.Prefix) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.by[network] >= t.most {
		return false
	}
	t.by[network]++
	return true
}

func (t *tally) end(network netip.Prefix) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.by[network]--; t.by[network] <= 0 {
		delete(t.by, network)
	}
}

// within counts the request against a limit and reports whether it may go on.
func (s *Server) within(c echo.Context, l *limiter) bool {
	return !s.RateLimit || l.allow(addressOf(c))
}

// addressOf is the client's address; the zero address when there is none to be read.
func addressOf(c echo.Context) netip.Addr {
	ip, err := netip.ParseAddr(c.RealIP())
	if err != nil {
		return netip.Addr{}
	}
	return ip.Unmap().WithZone("")
}

// narrow is the network that counts as one client: an IPv4 address or an IPv6 /64.
func narrow(ip netip.Addr) netip.Prefix {
	if ip.Is6() {
		return prefix(ip, 64)
	}
	return prefix(ip, 32)
}

// customer is the network that one customer of a provider may hold: an IPv4 address or an IPv6 /48.
func customer(ip netip.Addr) netip.Prefix {
	if ip.Is6() {
		return prefix(ip, 48)
	}
	return narrow(ip)
}

func prefix(ip netip.Addr, bits int) netip.Prefix {
	network, _ := ip.Prefix(bits) // the zero address has none
	return network
}

// clientAddress takes the client's address from the connection, and from X-Forwarded-For only
// where a configured proxy wrote it.
func clientAddress(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}
