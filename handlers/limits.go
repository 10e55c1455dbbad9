package handlers

import (
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
	uploadLimit = 60 << 20
)

// longestWait is how long a request waits for its gate before it is told to come back.
const longestWait = 500 * time.Millisecond

// limitBody refuses a body beyond a number of bytes with 413.
func (s *Server) limitBody(bytes int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			r.Body = http.MaxBytesReader(c.Response(), r.Body, bytes)
			return next(c)
		}
	}
}

// gates bound how many requests of one class of work run at once.
type gates struct{ writes, uploads chan struct{} }

func newGates() gates {
	return gates{writes: make(chan struct{}, 512), uploads: make(chan struct{}, 32)}
}

// gate lets a request through when there is room in its class, and answers 503 when there is
// none within longestWait.
func (s *Server) gate(g *chan struct{}) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if !enter(c, *g) {
				return models.ErrBusy
			}
			defer func() { <-*g }()
			return next(c)
		}
	}
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

// limits count what one client network asks for. A network is one IPv4 address or one /64 of IPv6.
type limits struct{ filing, finding *limiter }

func newLimits(clock models.Clock) limits {
	return limits{
		filing:  newLimiter(clock, rate.Every(10*time.Second), 30),
		finding: newLimiter(clock, rate.Every(time.Minute), 10),
	}
}

// mostNetworks bounds the memory of a limiter; beyond it the fullest buckets, which limit nobody, go first.
const mostNetworks = 20_000

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

// allow counts one request of a network and reports whether it is within the limit.
func (l *limiter) allow(network netip.Prefix) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock()
	bucket, ok := l.byNet[network]
	if !ok {
		if len(l.byNet) >= mostNetworks {
			l.sweep(now)
		}
		bucket = rate.NewLimiter(l.every, l.burst)
		l.byNet[network] = bucket
	}
	return bucket.AllowN(now, 1)
}

// sweep forgets networks whose bucket is full again; if none is, it forgets them all.
func (l *limiter) sweep(now time.Time) {
	for network, bucket := range l.byNet {
		if bucket.TokensAt(now) >= float64(l.burst) {
			delete(l.byNet, network)
		}
	}
	if len(l.byNet) >= mostNetworks {
		clear(l.byNet)
	}
}

// within counts the request against a limit and reports whether it may go on.
func (s *Server) within(c echo.Context, l *limiter) bool {
	return !s.RateLimit || l.allow(networkOf(c.RealIP()))
}

func networkOf(address string) netip.Prefix {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	bits := 32
	if ip = ip.Unmap(); ip.Is6() {
		bits = 64
	}
	network, _ := ip.WithZone("").Prefix(bits)
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
